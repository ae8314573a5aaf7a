"""A wood with depth: trunks in rows, shafts of light, a path; deer, a fox, an owl, a cabin, someone with a lantern.

Trees, ferns and animals are drawn once: `wood` is a frieze repeated row behind row, `props` holds what stands at a
place of its own. The ground is a plane in perspective on which the trunks' shadows fan out from the light. Pulse:
light, lantern, fireflies. Swell: how far the boughs sway. Conditions: rain, snow, mist, stars, wind, blossom, crowd
(walkers), birds. The low view looks straight up into the crowns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm, noise, noise1
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects.boxes import SIDES, boxed, kept_inside, within
from beatforge.picture.subjects.canopies import bough, crowns, fireflies, hanging, overhang, pillar
from beatforge.picture.subjects.figures import cabin, person
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sprites import is_repeated, is_sprite, repeated, sprite
from beatforge.picture.subjects.undergrowth import BEAST, draw_props, draw_wood
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
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)

VIEWS = ("far", "near", "low", "far", "high", "near")

_GROUND, _ROW, _PROP, _SUBJECT = 6, 10, 30, 208
_AWAY = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0, 9.0)
"""A thing that no crowd brings."""
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
    props, rows = draw_props(composition, draws)
    rows += [_AWAY] * (15 - len(rows))
    frieze = [(*row, draws.unit()) for row in _ROWS[composition]]
    walkers = [(0.0, 1.0, 0.0, draws.unit()), (0.16, 0.80, 0.25, draws.unit()), (-0.15, 0.70, 0.5, draws.unit())]
    trunks = [
        ((k + draws.between(-0.25, 0.25)) / 9.0, draws.between(0.035, 0.085), draws.between(0.16, 0.38))
        for k in range(9)
    ]
    return {
        **numbers,
        "wood": draw_wood(composition, draws).finish(),
        "rows": frieze,
        "props": props.finish(),
        "things": rows,
        "people": walkers,
        **_placed(rows, walkers, numbers, {"half_width": 0.9, "crowd": 0.0}),
        "trunks": trunks,
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Who and what stands in this frame, each with its box."""
    things, people = arranged["things"], arranged["people"]
    assert isinstance(things, Sequence) and isinstance(people, Sequence)
    numbers = {name: value for name, value in arranged.items() if isinstance(value, float)}
    return _placed(things, people, numbers, values)


def _placed(
    things: Sequence[Sequence[float]],
    people: Sequence[Sequence[float]],
    numbers: Mapping[str, float],
    values: Mapping[str, float],
) -> dict[str, float | list[tuple[float, ...]]]:
    """Tables of those that the crowd brings, and their counts."""
    half_width, crowd = values["half_width"], values["crowd"]
    stands = []
    for row in things:
        place, foot, tall, _, half, _, _, kind, _, wanted = row
        middle = place * half_width
        if kind == BEAST and tall > 0.15:
            middle = kept_inside(values, middle, tall * 0.5)
        if wanted < 0.01 or crowd > wanted:
            stands.append(((middle - half * tall, middle + half * tall, foot, foot + tall), row))
    walkers = []
    for row in people:
        aside, share, wanted, _ = row
        tall, foot = numbers["walker"] * share, numbers["walker_y"] + (1.0 - share) * 0.10
        middle, reach = numbers["walker_x"] * half_width + aside * tall * 5.0, tall * 3.2 + 0.03
        if tall > 0.0 and (wanted < 0.01 or crowd > wanted):
            walkers.append(((middle - reach, middle + reach, foot - tall * 2.5, foot + tall * 3.5), row))
    made: dict[str, float | list[tuple[float, ...]]] = {}
    made["stands"], made["standing"] = boxed(stands, len(things), SIDES + 10)
    made["walkers"], made["walking"] = boxed(walkers, len(people), SIDES + 4)
    return made


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
    g = G.of(loop(u.count("walking"), g.values(), lambda k, v: _walker(u.row("walkers", k), v, x, y, u)))
    # nothing is seen of a beam more than 1.35 aside, see `_shafts`
    slanting = (u.shafts + u.burst > 0.0) & (up < 0.32) & (up > -0.62) & (fabs(right) < (0.55 - up) * 1.36)
    g.layer(upright & slanting, lambda inner: _shafts(inner, right, up, u))
    g.layer(u.up_view > 0.5, lambda inner: _looking_up(inner, x, y, right, up, u))
    g = G.of(loop(u.count("standing"), g.values(), lambda k, v: _prop(u.row("stands", k), v, x, y, u, air)))
    g.layer(upright & hanging(x, y, u), partial(overhang, x, y, u))
    fireflies(g, x, y, u)
    mist(g, x, y, u, u.ground)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _looking_up(g: G, x: V, y: V, right: V, up: V, u: Uniforms) -> None:
    """Crowns about the light, trunks that run together towards it, an owl's bough."""
    crowns(x, y, right, up, u, g)
    reach, turn = length(right, up), atan2p(up, right)
    g.become(loop(u.rows("trunks"), g.values(), lambda k, v: pillar(u.row("trunks", k), v, reach, turn, u)))
    bough(x, y, reach, turn, u, g)


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
        across = (x + passed + sway) / tall + offset * 2.4
        inner.layer(is_repeated(u, "wood", across, level), lambda tree: tree_of_row(tree, across))

    def tree_of_row(inner: G, across: V) -> None:
        p = repeated(u, "wood", across, level, tall)
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
    """Someone on the path with a lantern. A row: its box, aside, share of the height, crowd it takes, stride."""
    aside, share, _, stride = row[SIDES:]
    tall = u.walker * share
    away = sinp(u.t * 0.008 + stride) * 0.03
    right = x - u.walker_x * u.half_width - aside * tall * 5.0 - away
    up = y - u.walker_y - (1.0 - share) * 0.10
    lamp_x = right - tall * (0.30 + sinp(u.t * 0.4) * 0.02)
    lamp_y = up - tall * 0.42
    g = G.of(under)

    def seen(inner: G) -> None:
        near = lamp_x * lamp_x + lamp_y * lamp_y
        inner.light(
            mix(u.role("sun"), u.role("accent2"), 0.25), falloff(near / (tall * tall) * 0.55) * fma(u.pulse, 0.22, 0.5)
        )
        inner.layer((fabs(right) < tall * 0.5) & (up > -0.02) & (up < tall * 1.5), walking)

    def walking(inner: G) -> None:
        person(inner, right, up, u, tall, u.beat_phase * 0.5 + stride, 0.40)
        scarf = capsule(right, up, tall * -0.06, tall * 0.80, tall * 0.07, tall * 0.79, tall * 0.035)
        inner.paint(u.cover(scarf), u.role("accent"), 0.40, 205, 0.1)
        arm = capsule(right, up, tall * 0.12, tall * 0.62, tall * 0.30, tall * 0.56, tall * 0.035)
        inner.paint(u.cover(arm), u.role("ink"), 0.40, 206, 0.1)
        lamp = vmax(fabs(lamp_x) - tall * 0.050, fabs(lamp_y) - tall * 0.07)
        inner.paint(u.cover(lamp), mix(u.role("sun"), u.role("paper"), 0.3), 0.39, 207, 0.0, 1.0)

    g.layer(within(row, x, y), seen)
    return g.values()


def _prop(row: list[V], under: list[V], x: V, y: V, u: Uniforms, air: list[V]) -> list[V]:
    """Something drawn, at its place; trees keep their bark from the light, animals have the accent."""
    place, foot, tall, middle, half, flip, depth, kind, sway, _ = row[SIDES:]
    is_beast = fabs(kind - BEAST) < 0.5
    is_subject = is_beast & (tall > 0.15)
    g = G.of(under)

    def near(inner: G) -> None:
        middle_x = place * u.half_width
        middle_x = sel(is_subject, u.inside(middle_x, tall * 0.5), middle_x)
        right, up = (x - middle_x) / tall, (y - foot) / tall
        bend = sinp(u.t * 0.13 + place * 3.0) * fma(u.wind, 0.05, fma(u.swell, 0.02, 0.012)) * sway * up * up
        across = (right + bend) * flip
        here = (fabs(right) < half) & (up > 0.0) & (up < 1.0) & is_sprite(u, "props", middle, across, up)
        inner.layer(here, lambda drawn: seen(drawn, across, up))

    def furred(part: V, tone: V) -> list[V]:
        coat = mix(mix(u.role("ink"), u.role("accent"), 0.35), mix(u.role("accent"), u.role("sun"), 0.6), tone)
        horn = mix(u.role("ink"), u.role("paper"), tone * 0.8)
        eye = mix(u.role("ink"), u.role("accent2"), tone)
        return choose(part > 2.5, horn, choose(part > 1.5, eye, coat))

    def seen(inner: G, across: V, up: V) -> None:
        p = sprite(u, "props", middle, across, up, tall)
        part = floor(p.ident + 0.5)
        toward = smoothstep(0.7, 0.0, fabs(place - u.light_x))
        dark = mix(u.role("ink"), u.role("near"), fma(depth, 1.2, 0.35))
        bark = mix(mix(u.role("near"), u.role("sun"), 0.32 + toward * 0.15), u.role("paper"), u.pale * 0.75)
        foliage = mix(mix(u.role("mid"), u.role("sun"), 0.22), u.role("accent2"), u.autumn * 0.9)
        fern = mix(mix(u.role("mid"), u.role("sun"), 0.12 + toward * 0.25), u.role("far"), 0.15)
        light = choose(part > 2.5, u.role("accent2"), choose(part > 1.5, choose(kind > 1.5, fern, foliage), bark))
        colour = gate(is_beast, lambda: furred(part, p.tone), mix(dark, light, p.tone))
        snowy = smoothstep(0.40, 0.65, p.tone) * u.snow * sel(is_beast, 0.0, 0.85)
        colour = mix(colour, u.role("paper"), snowy)
        colour = mix(colour, air, smoothstep(0.12, 0.7, depth) * 0.55)
        lit = sel(is_beast & (part > 1.5) & (part < 2.5), 0.9, 0.0)
        ident = part + sel(is_subject, _SUBJECT, _PROP + floor(depth * 28.0) * 3.0)
        # grass hides where a trunk meets the ground
        hidden = noise1(x * 44.0 + place * 9.0, 85) * 0.030 * (1.1 - depth)
        grown = sel((kind < 0.5) & (y - foot < hidden), 0.0, p.coverage)
        inner.paint(grown, colour, depth, ident, 0.25, lit * p.tone)

    g.layer(within(row, x, y), near)
    return g.values()
