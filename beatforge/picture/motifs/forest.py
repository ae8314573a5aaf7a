"""A wood with depth: trunks in rows, shafts of light, a path; deer, a fox, an owl, a cabin, someone with a lantern.

Trees, ferns and animals are drawn once: `wood` is a frieze repeated row behind row, `props` holds what stands at a
place of its own. The ground is a plane in perspective on which the trunks' shadows fan out from the light. Pulse:
light, lantern, fireflies. Swell: how far the boughs sway. Conditions: rain, snow, mist, stars, wind, blossom, crowd
(walkers), birds. The low view looks straight up into the crowns.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm, noise, noise1
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects import creatures, trees
from beatforge.picture.subjects.figures import cabin, person
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sprites import Pen, Strip, repeated, sprite
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    choose,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "low", "far", "high", "near")

_GROUND, _CANOPY, _ROW, _PROP, _SUBJECT, _CROWN, _BOUGH = 6, 7, 10, 30, 208, 24, 28
_AWAY = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0, 9.0)
"""A row of `props` that shows nothing."""
_TREE, _BEAST, _FERN = 0.0, 1.0, 2.0
"""Kinds of props, by how they are coloured."""
_USUAL: dict[str, float] = {
    **{"ground": -0.10, "eye": 0.30, "light_x": 0.16, "light_y": 0.14, "sun_r": 0.0, "moon": 0.0, "cloud": 0.0},
    **{"path_x": 0.14, "path": 0.34, "bend": -0.5, "shafts": 1.0, "canopy": 0.36, "up_view": 0.0, "pale": 0.0},
    **{"autumn": 0.0, "cabin_x": 0.0, "cabin": 0.0, "walker_x": 0.12, "walker_y": -0.185, "walker": 0.14, "flies": 0.6},
}
_CLEARING = {
    **{"ground": -0.06, "light_x": -0.10, "light_y": 0.21, "sun_r": 0.15, "path": 0.0, "canopy": 0.62, "shafts": 0.6},
    **{"walker": 0.0, "cloud": 0.3, "flies": 1.0},
}
_CROWNS = {"up_view": 1.0, "light_x": 0.20, "light_y": 0.14, "sun_r": 0.06, "walker": 0.0, "flies": 0.0}
_AVENUE = {
    **{"ground": -0.04, "eye": 0.36, "light_x": -0.12, "light_y": 0.06, "sun_r": 0.10, "path_x": -0.12, "path": 0.62},
    **{"bend": 0.15, "shafts": 0.4, "canopy": 0.5, "pale": 1.0, "autumn": 0.8, "walker_x": -0.06, "walker_y": -0.20},
    **{"walker": 0.21, "flies": 0.0, "cloud": 0.3},
}
_EDGE = {
    **{"ground": 0.04, "eye": 0.8, "light_x": 0.42, "light_y": 0.30, "sun_r": 0.075, "moon": 1.0, "path_x": -0.22},
    **{"path": 0.22, "bend": 0.9, "shafts": 0.0, "canopy": 2.0, "cabin_x": -0.34, "cabin": 0.20, "walker_x": 0.06},
    **{"walker_y": -0.31, "walker": 0.12, "cloud": 0.5, "flies": 0.3},
}
_OLD_TREE = {
    **{"ground": -0.16, "eye": 0.22, "light_x": 0.42, "light_y": 0.16, "path": 0.0, "canopy": 0.40, "shafts": 1.2},
    **{"walker": 0.0, "flies": 0.8},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _CLEARING, _CROWNS, _AVENUE, _EDGE, _OLD_TREE)
_THICK = ((-0.06, 0.66, 0.010, 0.80), (-0.09, 0.80, 0.016, 0.56), (-0.13, 1.00, 0.026, 0.30))
_ROWS = (
    _THICK,
    ((-0.07, 0.24, 0.008, 0.78), (-0.085, 0.30, 0.013, 0.55), (-0.105, 0.37, 0.020, 0.30)),
    _THICK,
    ((-0.02, 0.40, 0.008, 0.80), (-0.03, 0.50, 0.013, 0.62), (-0.05, 0.62, 0.020, 0.45)),
    ((0.03, 0.21, 0.006, 0.80), (-0.01, 0.27, 0.010, 0.56), (-0.06, 0.34, 0.016, 0.32)),
    ((-0.12, 0.62, 0.010, 0.82), (-0.15, 0.78, 0.016, 0.60), (-0.19, 0.98, 0.026, 0.36)),
)
"""By composition, far to near: foot, height, how fast a row passes, how much haze lies before it."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Light and ground; the frieze of this wood, and what stands in it, far things first."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["light_x"] += draws.between(-0.05, 0.05)
    props, rows = _draw_props(composition, draws)
    frieze = [(*row, draws.unit()) for row in _ROWS[composition]]
    walkers = [(0.0, 1.0, 0.0, draws.unit()), (0.16, 0.80, 0.25, draws.unit()), (-0.15, 0.70, 0.5, draws.unit())]
    trunks = [
        ((k + draws.between(-0.25, 0.25)) / 9.0, draws.between(0.035, 0.085), draws.between(0.16, 0.38))
        for k in range(9)
    ]
    return {
        **numbers,
        "wood": _draw_wood(composition, draws).finish(),
        "rows": frieze,
        "props": props.finish(),
        "stands": [*rows, *[_AWAY] * (15 - len(rows))],
        "walkers": walkers,
        "trunks": trunks,
    }


def _draw_wood(composition: int, draws: Draws) -> Strip:
    """A frieze of trees that fit together at its ends."""
    wide = 2.4
    strip = Strip(176, wide)
    pen = strip.pens[0].at(-wide / 2, 0.0)
    count = (13, 10, 13, 17, 15, 12)[composition]
    for k in range(count):
        x, size = (k + draws.between(-0.35, 0.35)) * wide / count, draws.between(0.72, 1.0)
        kind = draws.unit()
        # what reaches over one end comes in at the other
        for shift in (-wide, 0.0, wide):
            if -0.4 < x + shift < wide + 0.4:
                _draw_tree(pen.at(x + shift, -0.01, size), Draws(k, round(kind * 1e6)), composition, kind)
    return strip


def _draw_tree(pen: Pen, draws: Draws, composition: int, kind: float) -> None:
    if composition == 4:
        trees.draw_fir(pen, draws, 0.17)
    elif composition == 3:
        trees.draw_birch(pen, draws, 0.020, 5)
    elif composition == 1:
        trees.draw_broad(pen, draws, 0.26, 0.0, 13) if kind < 0.6 else trees.draw_fir(pen, draws, 0.16)
    else:
        trees.draw_trunk(pen.at(0.0, 0.0, 1.35), draws, 0.026 + 0.02 * kind, 2, 4)


def _draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
    """The drawings of what stands at a place of its own, and where each stands.

    A row: across (in half widths), foot, height, drawing, half its width, flip, depth, kind, sway, wanted crowd.
    """
    strip = Strip(208, 0.62, 0.62, 1.30, 1.30, 0.9)
    first, second, fern, other, beast = strip.pens
    a, b, f, o, c = strip.middles
    trees.draw_fern(fern.at(0.0, -0.10), draws)
    if composition == 4:
        for pen in (first, second):
            trees.draw_fir(pen, draws, 0.23)
        creatures.draw_deer(beast.at(0.0, 0.0, 0.95), grazing=True)
        trees.draw_bush(other, draws, 0.55)
        firs = [(x, foot, tall, (a, b)[k % 2], 0.25, 1.0, 0.30 - 0.02 * k, _TREE, 0.4, 0.0) for k, (x, foot, tall) in
                enumerate(((-0.72, -0.16, 0.30), (0.50, -0.14, 0.27), (0.70, -0.22, 0.36), (-0.95, -0.30, 0.46),
                           (0.93, -0.46, 0.62), (-0.80, -0.56, 0.56), (0.70, -0.62, 0.46)))]  # fmt: skip
        return strip, [(0.24, -0.22, 0.06, c, 0.42, -1.0, 0.33, _BEAST, 0.0, 0.0), *firs]
    if composition == 3:
        for pen in (first, second):
            trees.draw_birch(pen, draws, 0.028)
        creatures.draw_fox(beast.at(0.0, 0.0, 0.9))
        trees.draw_bush(other, draws, 0.55, 0.4)
        avenue = []
        for k, z in enumerate((6.0, 4.3, 3.1, 2.2, 1.6, 1.15)):
            for side in (-1.0, 1.0):
                x, foot = -0.12 + side * (0.66 / z) + 0.06 / z * draws.between(-1.0, 1.0), -0.04 - 0.36 / z
                flip, depth = draws.sign(), 0.12 + 0.075 * z
                avenue.append((x, foot, 1.65 / z, (a, b)[k % 2], 0.3, flip, depth, _TREE, 0.5, 0.0))
        return strip, [*avenue, (0.50, -0.41, 0.18, c, 0.5, -1.0, 0.08, _BEAST, 0.0, 0.0),
                       (-0.95, -0.56, 0.30, o, 0.62, 1.0, 0.05, _FERN, 0.6, 0.0)]  # fmt: skip
    for pen, wide in ((first, 0.060), (second, 0.085)):
        trees.draw_trunk(pen, draws, wide)
    if composition == 5:
        creatures.draw_fox(beast.at(0.0, 0.0, 0.9))
        trees.draw_bush(other, draws, 0.55, 0.3)
        return strip, [
            (0.34, -0.30, 0.95, a, 0.3, 1.0, 0.42, _TREE, 0.0, 0.0),
            (0.86, -0.36, 1.20, a, 0.3, -1.0, 0.30, _TREE, 0.0, 0.0),
            (0.66, -0.33, 0.15, f, 0.64, 1.0, 0.28, _FERN, 1.0, 0.0),
            (0.20, -0.31, 0.12, f, 0.64, -1.0, 0.30, _FERN, 1.0, 0.0),
            (-0.52, -0.44, 1.55, b, 0.3, 1.0, 0.16, _TREE, 0.0, 0.0),
            (-0.16, -0.42, 0.20, f, 0.64, 1.0, 0.14, _FERN, 1.0, 0.0),
            (0.12, -0.40, 0.21, c, 0.5, -1.0, 0.12, _BEAST, 0.0, 0.0),
            (-0.86, -0.50, 0.34, f, 0.64, 1.0, 0.10, _FERN, 1.0, 0.0),
            (0.72, -0.55, 0.34, o, 0.62, 1.0, 0.07, _FERN, 0.5, 0.0),
            (-0.30, -0.58, 0.30, f, 0.64, -1.0, 0.05, _FERN, 1.0, 0.0),
        ]
    if composition == 1:
        creatures.draw_deer(beast.at(-0.05, 0.0, 0.97))
        creatures.draw_deer(other.at(0.0, 0.0, 0.95), grazing=True)
        return strip, [
            (0.56, -0.165, 0.14, o, 0.6, -1.0, 0.42, _BEAST, 0.0, 0.0),
            (0.86, -0.15, 0.12, o, 0.6, 1.0, 0.44, _BEAST, 0.0, 0.45),
            (0.72, -0.20, 0.13, f, 0.64, 1.0, 0.36, _FERN, 1.0, 0.0),
            (0.20, -0.36, 0.44, c, 0.45, -1.0, 0.20, _BEAST, 0.0, 0.0),
            (-0.60, -0.34, 1.25, a, 0.3, 1.0, 0.22, _TREE, 0.0, 0.0),
            (-0.88, -0.46, 1.60, b, 0.3, 1.0, 0.12, _TREE, 0.0, 0.0),
            (0.97, -0.50, 1.60, b, 0.3, -1.0, 0.12, _TREE, 0.0, 0.0),
            (-0.70, -0.50, 0.28, f, 0.64, 1.0, 0.10, _FERN, 1.0, 0.0),
            (0.74, -0.54, 0.32, f, 0.64, -1.0, 0.08, _FERN, 1.0, 0.0),
            (-0.28, -0.58, 0.26, f, 0.64, 1.0, 0.05, _FERN, 1.0, 0.0),
            (0.28, -0.60, 0.22, f, 0.64, 1.0, 0.05, _FERN, 1.0, 0.0),
        ]
    creatures.draw_owl(beast.at(0.0, 0.08, 0.88))
    creatures.draw_deer(other.at(0.0, 0.0, 0.95))
    if composition == 2:
        return strip, [(0.60, -0.305, 0.17, c, 0.42, 1.0, 0.10, _BEAST, 0.0, 0.0)]
    return strip, [
        (-0.30, -0.15, 0.10, o, 0.6, 1.0, 0.55, _BEAST, 0.0, 0.0),
        (0.40, -0.18, 0.88, a, 0.3, -1.0, 0.48, _TREE, 0.0, 0.0),
        (-0.34, -0.21, 0.98, b, 0.3, 1.0, 0.42, _TREE, 0.0, 0.0),
        (0.45, -0.22, 0.12, f, 0.64, 1.0, 0.40, _FERN, 1.0, 0.0),
        (-0.42, -0.25, 0.15, f, 0.64, -1.0, 0.36, _FERN, 1.0, 0.0),
        (0.66, -0.32, 1.25, b, 0.3, -1.0, 0.28, _TREE, 0.0, 0.0),
        (-0.62, -0.40, 1.45, a, 0.3, 1.0, 0.20, _TREE, 0.0, 0.0),
        (-0.50, -0.46, 0.24, f, 0.64, 1.0, 0.16, _FERN, 1.0, 0.0),
        (0.74, -0.45, 0.26, f, 0.64, -1.0, 0.14, _FERN, 1.0, 0.0),
        (-0.93, -0.54, 1.90, b, 0.3, 1.0, 0.08, _TREE, 0.0, 0.0),
        (0.98, -0.60, 2.10, a, 0.3, -1.0, 0.06, _TREE, 0.0, 0.0),
        (0.48, -0.58, 0.30, f, 0.64, 1.0, 0.05, _FERN, 1.0, 0.0),
        (-0.66, -0.60, 0.34, f, 0.64, -1.0, 0.04, _FERN, 1.0, 0.0),
    ]


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, rows of trees, ground, shafts of light, what stands there, overhanging leaves, fireflies, weather."""
    g = open_sky(y, u, u.ground + 0.05)
    stars(g, x, y, u, u.ground + 0.1)
    right, up = x - u.light_x * u.half_width, y - u.light_y
    g.layer(u.sun_r > 0.0, lambda inner: sun(inner, right, up, u, vmax(u.sun_r, 0.01), u.moon, 0.0))
    clouds(g, x, y, u, u.ground + 0.1, u.cloud)
    upright = u.up_view < 0.5
    g.layer(upright, partial(_wood, x, y, right, up, u))
    air = _haze(right, up, u)
    g = G.of(loop(u.rows("rows"), g.values(), lambda k, v: _row(counted(k), u.row("rows", k), v, x, y, u, air)))
    birds(g, x, y, u, u.ground + 0.08)
    side, high = x - u.cabin_x * u.half_width, y - u.ground + 0.12
    hut = (u.cabin > 0.0) & (fabs(side) < u.cabin * 2.0) & (high > -0.02) & (high < u.cabin * 2.7)
    g.layer(hut, lambda inner: cabin(inner, side / u.cabin, high / u.cabin, u, u.cabin))
    g = G.of(loop(u.rows("walkers"), g.values(), lambda k, v: _walker(u.row("walkers", k), v, x, y, u)))
    g.layer(upright & (up < 0.32) & (up > -0.62), lambda inner: _shafts(inner, right, up, u))
    g.layer(u.up_view > 0.5, partial(_crowns, x, y, right, up, u))
    reach, turn = length(right, up), atan2p(up, right)
    g = G.of(loop(u.rows("trunks"), g.values(), lambda k, v: _pillar(u.row("trunks", k), v, reach, turn, u)))
    g.layer(u.up_view > 0.5, partial(_bough, x, y, reach, turn, u))
    g = G.of(loop(u.rows("stands"), g.values(), lambda k, v: _prop(u.row("stands", k), v, x, y, u)))
    g.layer(upright & (y > u.canopy - 0.42), partial(_overhang, x, y, u))
    _fireflies(g, x, y, u)
    mist(g, x, y, u, u.ground)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _haze(right: V, up: V, u: Uniforms) -> list[V]:
    """What the air between the trees looks like there: bright about the light."""
    bright = falloff((right * right + up * up) * 3.0)
    return mix(mix(u.role("far"), u.role("sky_low"), 0.55), u.role("sun"), bright * fma(u.pulse, 0.12, 0.55))


def _wood(x: V, y: V, right: V, up: V, u: Uniforms, g: G) -> None:
    """Rows of trees with air between them, the ground before them, a cabin, walkers, light that slants in."""
    air = _haze(right, up, u)
    deep = clamp(1.0 - u.canopy) * smoothstep(0.9, 0.2, length(right, up * 1.2))
    g.tint(air, smoothstep(0.30, 0.0, y - u.ground) * 0.75 + deep * 0.45)
    g.layer(y < u.ground, lambda inner: _ground(inner, x, y, right, air, u))


def _row(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms, air: list[V]) -> list[V]:
    """A row of the frieze in its own air. A row: foot, height, how fast it passes, haze before it, where it begins."""
    foot, tall, pace, dim, offset = row
    passed = u.cam * pace
    level = (y - foot) / tall
    g = G.of(under)

    def trees_of_row(inner: G) -> None:
        sway = sinp(u.t * 0.07 + x * 0.4 + k * 0.3) * fma(u.wind, 0.014, fma(u.swell, 0.003, 0.003)) * level
        p = repeated(u, "wood", (x + passed + sway) / tall + offset * 2.4, level, tall)
        is_leaf = p.ident > 1.5
        dark = mix(u.role("near"), u.role("mid"), dim * 0.7)
        bark = mix(mix(u.role("near"), u.role("sun"), 0.35), u.role("paper"), u.pale * 0.9)
        foliage = mix(mix(u.role("mid"), u.role("sun"), 0.30), u.role("accent2"), u.autumn)
        colour = mix(dark, choose(is_leaf, foliage, bark), p.tone)
        colour = mix(colour, u.role("paper"), smoothstep(0.45, 0.7, p.tone) * u.snow * 0.9)
        ident = sel(is_leaf, _ROW + 1.0, _ROW) + k * 2.0
        colour = mix(colour, air, fma(smoothstep(0.35, 0.0, level), 0.18, dim))
        grown = sel((y - foot) > noise1(x * 30.0 + k * 9.0, 84) * 0.018, p.coverage, 0.0)
        inner.paint(grown, colour, fma(dim, 0.36, 0.58), ident, 0.25, 0.0, (0.0 - passed, 0.0))

    upright = (u.up_view < 0.5) & (level > 0.0) & (level < 1.0)
    g.layer(upright, trees_of_row)
    veil = (u.up_view < 0.5) & (fabs(y - foot) < 0.10)
    g.layer(veil, lambda inner: inner.tint(air, smoothstep(0.10, 0.0, fabs(y - foot)) * dim * 0.40))
    return g.values()


def _ground(g: G, x: V, y: V, right: V, air: list[V], u: Uniforms) -> None:
    """The floor: path, patches of light, shadows that fan out from the light, litter; snow when it lies."""
    down = vmax(u.ground - y, 0.002)
    z = u.eye / down
    away = clamp(1.0 - down / u.eye)
    middle = fma(u.bend * away, away * 0.35, u.path_x * u.half_width)
    across, along = (x - middle) * z, z
    rough = noise(x * 9.0, z * 3.0)
    fan = right / (down + 0.07)
    trunk_shadow = (
        smoothstep(0.50, 0.66, noise1(fan * 3.3 + (rough - 0.5) * 0.5 + u.seed, 71))
        * smoothstep(0.5, 0.1, fabs(fan) * 0.10)
        * clamp(u.shafts * 2.0)
    )
    shifted = (rough - 0.5) * 0.5
    patch = smoothstep(
        0.46,
        0.64,
        fbm(x * 3.4 + z * 0.37 + shifted + u.seed, z * 1.3 - x * 1.1 + shifted, 2) + falloff(fan * fan * 0.5) * 0.22,
    )
    floor_colour = mix(mix(u.role("mid"), u.role("near"), 0.45), mix(u.role("near"), u.role("ink"), 0.5),
                       smoothstep(0.02, 0.40, down + rough * 0.10))  # fmt: skip
    lit = (
        patch * (1.0 - trunk_shadow) * smoothstep(0.45, 0.05, down) * fma(u.pulse, 0.10, 0.42) * fma(u.moon, -0.7, 1.0)
    )
    floor_colour = mix(floor_colour, mix(u.role("sun"), u.role("mid"), 0.35), lit)
    fallen = chance(cell(floor(across * 26.0), floor(along * 20.0), 72), 1) > 0.90
    floor_colour = mix(floor_colour, u.role("accent2"), sel(fallen, u.autumn * smoothstep(5.0, 1.2, z) * 0.8, 0.0))
    edge = fabs(across) - u.path * fma(rough, 0.3, 0.85)
    trodden = u.cover(edge / z, 3.0) * sel(u.path > 0.0, 1.0, 0.0)
    way = mix(mix(u.role("far"), u.role("near"), 0.45), u.role("sun"), lit * 0.6 + smoothstep(0.12, 0.0, down) * 0.25)
    colour = mix(floor_colour, mix(way, u.role("near"), trunk_shadow * 0.5), trodden * 0.85)
    white = mix(mix(u.role("paper"), u.role("far"), 0.25 + trunk_shadow * 0.4), u.role("near"), trodden * 0.15)
    colour = mix(colour, white, u.snow * 0.88)
    colour = mix(colour, air, smoothstep(0.09, 0.0, down) * 0.7)
    g.colour = colour
    g.depth, g.ident = fma(smoothstep(0.0, 0.4, down), -0.5, 0.58), as_float(_GROUND)
    g.direction, g.emission = as_float(0.0), lit * 0.25
    g.drift = [as_float(0.0), as_float(0.0)]


def _shafts(g: G, right: V, up: V, u: Uniforms) -> None:
    """Light that slants down between the trunks, wandering slowly."""
    fan = right / (0.55 - up)
    beam = noise1(fan * 7.0 + u.t * 0.035 + u.seed, 74) * 0.6 + noise1(fan * 15.0 - u.t * 0.05, 75) * 0.4
    beam = smoothstep(0.46, 0.74, beam) * smoothstep(0.32, 0.0, up) * smoothstep(-0.62, -0.1, up)
    strong = u.shafts * fma(u.glow, 0.20, fma(u.pulse, 0.10, fma(u.intensity, 0.12, 0.20))) + u.burst * 0.12
    g.light(u.role("sun"), clamp(beam * falloff(fan * fan * 2.2) * strong))


def _walker(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Someone on the path with a lantern. A row: aside, share of the height, crowd it takes, stride."""
    aside, share, wanted, stride = row
    tall = u.walker * share
    away = sinp(u.t * 0.008 + stride) * 0.03
    right = x - u.walker_x * u.half_width - aside * tall * 5.0 - away
    up = y - u.walker_y - (1.0 - share) * 0.10
    here = (u.walker > 0.0) & ((wanted < 0.01) | (u.crowd > wanted))
    g = G.of(under)

    def seen(inner: G) -> None:
        lamp_x = right - tall * (0.30 + sinp(u.t * 0.4) * 0.02)
        lamp_y = up - tall * 0.42
        near = lamp_x * lamp_x + lamp_y * lamp_y
        inner.light(
            mix(u.role("sun"), u.role("accent2"), 0.25), falloff(near / (tall * tall) * 0.55) * fma(u.pulse, 0.22, 0.5)
        )
        person(inner, right, up, u, tall, u.beat_phase * 0.5 + stride, 0.40)
        scarf = capsule(right, up, tall * -0.06, tall * 0.80, tall * 0.07, tall * 0.79, tall * 0.035)
        inner.paint(u.cover(scarf), u.role("accent"), 0.40, 205, 0.1)
        arm = capsule(right, up, tall * 0.12, tall * 0.62, tall * 0.30, tall * 0.56, tall * 0.035)
        inner.paint(u.cover(arm), u.role("ink"), 0.40, 206, 0.1)
        lamp = vmax(fabs(lamp_x) - tall * 0.050, fabs(lamp_y) - tall * 0.07)
        inner.paint(u.cover(lamp), mix(u.role("sun"), u.role("paper"), 0.3), 0.39, 207, 0.0, 1.0)

    g.layer(here & (fabs(right) < tall * 3.2) & (fabs(up - tall * 0.5) < tall * 3.0), seen)
    return g.values()


def _prop(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Something drawn, at its place; trees keep their bark from the light, animals have the accent."""
    place, foot, tall, middle, half, flip, depth, kind, sway, wanted = row
    middle_x = place * u.half_width
    is_beast = fabs(kind - _BEAST) < 0.5
    is_subject = is_beast & (tall > 0.15)
    middle_x = sel(is_subject, u.inside(middle_x, tall * 0.5), middle_x)
    passed = u.cam * 0.030 * (1.0 - depth) * sel(kind < 0.5, 0.0, 0.0)
    right, up = (x - middle_x) / tall, (y - foot) / tall
    bend = sinp(u.t * 0.13 + place * 3.0) * fma(u.wind, 0.05, fma(u.swell, 0.02, 0.012)) * sway * up * up
    g = G.of(under)

    def seen(inner: G) -> None:
        p = sprite(u, "props", middle, (right + bend) * flip, up, tall)
        part = floor(p.ident + 0.5)
        toward = smoothstep(0.7, 0.0, fabs(place - u.light_x))
        dark = mix(u.role("ink"), u.role("near"), fma(depth, 1.2, 0.35))
        bark = mix(mix(u.role("near"), u.role("sun"), 0.32 + toward * 0.15), u.role("paper"), u.pale * 0.75)
        foliage = mix(mix(u.role("mid"), u.role("sun"), 0.22), u.role("accent2"), u.autumn * 0.9)
        fern = mix(mix(u.role("mid"), u.role("sun"), 0.12 + toward * 0.25), u.role("far"), 0.15)
        light = choose(part > 2.5, u.role("accent2"), choose(part > 1.5, choose(kind > 1.5, fern, foliage), bark))
        coat = mix(mix(u.role("ink"), u.role("accent"), 0.35), mix(u.role("accent"), u.role("sun"), 0.6), p.tone)
        horn = mix(u.role("ink"), u.role("paper"), p.tone * 0.8)
        eye = mix(u.role("ink"), u.role("accent2"), p.tone)
        colour = choose(is_beast, choose(part > 2.5, horn, choose(part > 1.5, eye, coat)), mix(dark, light, p.tone))
        snowy = smoothstep(0.40, 0.65, p.tone) * u.snow * sel(is_beast, 0.0, 0.85)
        colour = mix(colour, u.role("paper"), snowy)
        colour = mix(colour, _haze(x - u.light_x * u.half_width, y - u.light_y, u), smoothstep(0.12, 0.7, depth) * 0.55)
        lit = sel(is_beast & (part > 1.5) & (part < 2.5), 0.9, 0.0)
        ident = part + sel(is_subject, _SUBJECT, _PROP + floor(depth * 28.0) * 3.0)
        # grass hides where a trunk meets the ground
        hidden = noise1(x * 44.0 + place * 9.0, 85) * 0.030 * (1.1 - depth)
        grown = sel((kind < 0.5) & (y - foot < hidden), 0.0, p.coverage)
        inner.paint(grown, colour, depth, ident, 0.25, lit * p.tone, (0.0 - passed, 0.0))

    shown = (wanted < 0.01) | (u.crowd > wanted)
    g.layer(shown & (fabs(right) < half) & (up > 0.0) & (up < 1.0), seen)
    return g.values()


def _overhang(x: V, y: V, u: Uniforms, g: G) -> None:
    """Leaves that hang into the picture from above, in two layers."""
    for k, (size, reach) in enumerate(((5.0, 0.0), (3.3, 0.09))):
        sway = sinp(u.t * 0.08 + k * 0.4 + x * 0.5) * fma(u.wind, 0.03, fma(u.swell, 0.006, 0.006))
        clump = noise((x + sway) * size + u.seed, y * size * 1.3 + k * 7.0)
        leaf = noise((x + sway) * size * 7.5 + y * 9.0, y * size * 8.5 + k * 3.0)
        edge = (y - u.canopy - reach + fabs(x / u.half_width) * -0.16) * 3.2 + (clump - 0.5) * 0.8 + (leaf - 0.5) * 0.62
        foliage = mix(
            mix(u.role("near"), u.role("mid"), 0.55 - 0.4 * k), u.role("accent2"), u.autumn * (0.55 - 0.3 * k)
        )
        lit = smoothstep(0.16, 0.0, edge) * (0.40 - 0.2 * k) * smoothstep(0.35, 0.65, leaf)
        colour = mix(mix(foliage, u.role("ink"), 0.15 + 0.3 * k), u.role("sun"), lit)
        g.paint(smoothstep(-0.015, 0.025, edge), colour, 0.30 - 0.2 * k, _CANOPY + k, 0.1, 0.0, (0.0 - sway, 0.0))


def _crowns(x: V, y: V, right: V, up: V, u: Uniforms, g: G) -> None:
    """Looking up: trunks that run together towards the light, crowns about it in three layers, an owl's bough."""
    reach = length(right, up)
    g.tint(u.role("sun"), falloff(reach * 3.0) * fma(u.pulse, 0.12, 0.45))

    def crown(counter: Any, under: list[V]) -> list[V]:
        k = counted(counter)
        spin = u.cam * fma(k, 0.0012, 0.0012)
        sway = sinp(u.t * 0.05 + k * 0.3) * fma(u.wind, 0.02, fma(u.swell, 0.006, 0.006))
        near = fma(k, -0.13, 1.0)
        px, py = fma(right, near, sway + spin), fma(up, near, sway * 0.6)
        clump = fbm(px * 3.0 * near + u.seed + k * 5.0, py * 3.0 * near + k * 3.0, 2)
        leaf = noise(px * 24.0 * near + k * 9.0, py * 24.0 * near)
        fine = noise(px * 55.0 * near, py * 55.0 * near + k * 5.0)
        edge = (reach - fma(k, 0.16, 0.30)) * 0.75 + (clump - 0.46) * 1.1 + (leaf - 0.5) * 0.34 + (fine - 0.5) * 0.12
        glow = smoothstep(0.30, 0.0, edge) * smoothstep(1.2, 0.15, reach)
        foliage = mix(mix(u.role("mid"), u.role("near"), k * 0.42), u.role("sun"), glow * fma(k, -0.16, 0.62))
        foliage = mix(foliage, u.role("near"), smoothstep(0.45, 0.30, leaf) * 0.35)
        foliage = mix(foliage, u.role("sun"), smoothstep(0.60, 0.75, leaf) * fma(glow, 0.45, 0.06))
        g = G.of(under)
        g.paint(smoothstep(-0.01, 0.02, edge), foliage, fma(k, -0.12, 0.80), _CROWN + k, 0.1, glow * 0.12,
                (0.0 - spin, 0.0))  # fmt: skip
        return g.values()

    g.become(loop(3, g.values(), crown))


def _bough(x: V, y: V, reach: V, turn: V, u: Uniforms, g: G) -> None:
    """Where the owl sits; rays of light before all this."""
    bough = capsule(x, y, u.half_width * 0.98, -0.36, u.half_width * 0.36, -0.305, 0.020)
    twig = capsule(x, y, u.half_width * 0.50, -0.318, u.half_width * 0.38, -0.22, 0.006)
    branch = vmin(bough + noise(x * 30.0, y * 30.0) * 0.006, twig)
    shade = mix(u.role("ink"), u.role("near"), smoothstep(-0.01, 0.012, y + 0.32) * 0.5)
    g.paint(u.cover(branch), shade, 0.11, _BOUGH, 0.0)
    fan = noise1(turn * 26.0 + u.t * 0.03, 77) * 0.6 + noise1(turn * 61.0 - u.t * 0.04, 78) * 0.4
    g.light(
        u.role("sun"), smoothstep(0.5, 0.75, fan) * falloff(reach * 2.2) * fma(u.glow, 0.2, fma(u.pulse, 0.15, 0.25))
    )


def _pillar(row: list[V], under: list[V], reach: V, turn: V, u: Uniforms) -> list[V]:
    """A trunk seen from its foot: a wedge that narrows towards the light. A row: turn, half width, where it ends."""
    aim, wide, end = row
    around = turn - aim
    around = around - floor(around + 0.5)
    across = around * 6.2831853
    g = G.of(under)

    def seen(inner: G) -> None:
        grown = wide * fma(reach, 0.9, 0.75)
        grain = noise(across * 26.0 + aim * 40.0, reach * 5.0)
        edge = (fabs(across + (noise1(reach * 9.0 + aim * 31.0, 79) - 0.5) * 0.02) - grown) * reach
        side = across / grown
        bark = mix(mix(u.role("ink"), u.role("near"), 0.6), u.role("mid"), smoothstep(0.55, 0.75, grain) * 0.5)
        rim = smoothstep(0.45, 0.95, fabs(side)) * smoothstep(0.9, 0.2, reach)
        colour = mix(bark, u.role("sun"), rim * 0.45)
        begins = smoothstep(end, end + 0.05, reach)
        inner.paint(u.cover(edge) * begins, colour, 0.44 - 0.2 * smoothstep(0.2, 0.9, reach), _CROWN + 5, fract(aim))

    g.layer((u.up_view > 0.5) & (fabs(across) < 0.3) & (reach > end), seen)
    return g.values()


def _fireflies(g: G, x: V, y: V, u: Uniforms) -> None:
    """Points of light that float about the undergrowth, each in its own time."""

    def floating(inner: G) -> None:
        shine = as_float(0.0)
        for k, grid in enumerate((7.0, 4.4)):
            along, high = x * grid + u.t * 0.012 * (1.0 + k) + u.detail, y * grid + 0.4 * k
            name = cell(floor(along), floor(high), 80 + k)
            turn = u.t * 0.03 + chance(name, 1)
            right = fract(along) - 0.5 - sinp(turn) * 0.26
            up = fract(high) - 0.5 - sinp(turn * 1.7 + 0.2) * 0.24
            blink = smoothstep(-0.3, 0.8, sinp(u.t * 0.07 + chance(name, 2)))
            kept = sel(chance(name, 3) < u.flies * fma(u.intensity, 0.4, fma(u.burst, 0.2, 0.35)), blink, 0.0)
            size = 950.0 - 420.0 * k
            near = right * right + up * up
            shine = shine + (falloff(near * size) + falloff(near * size * 0.07) * 0.30) * kept
        strong = clamp(shine) * smoothstep(u.ground + 0.34, u.ground + 0.10, y) * fma(u.pulse, 0.25, 0.75)
        inner.light(mix(u.role("accent2"), u.role("sun"), 0.5), strong)

    g.layer((u.flies > 0.0) & (y < u.ground + 0.34), floating)
