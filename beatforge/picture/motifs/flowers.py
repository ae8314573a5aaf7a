"""A meadow of many kinds, one bloom close by with a bee, a tree in blossom, rows of tulips, a branch, sunflowers.

Beds are rows of drawn flowers, each flower of its own kind and height by chance; they sway and open a little with the
swell. Close blooms are computed petal by petal. Behind lie hills and a field in perspective, dotted or in stripes.
Pulse: sun, hearts of the flowers. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more people), birds.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.beds import FIELD, bed, draw_blooms, draw_props, kind_colour, prop, with_bands
from beatforge.picture.subjects.closeups import bloom, blur
from beatforge.picture.subjects.flyers import flyer
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    smoothstep,
    vmax,
)

VIEWS = ("far", "near", "far", "high", "near", "low")

_HILL = 8
_NO_PROP = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0, 9.0)
_NO_BED = (-9.0, 0.1, 0.0, 0.0, 0.0, 0.5, 0.0)
_NO_BLOOM = (0.0, -9.0, 0.01, 8.0, 0.0, 0.0, 0.5, 1.0)
_USUAL: dict[str, float] = {
    **{"horizon": 0.02, "sun_x": 0.46, "sun_y": 0.17, "sun_r": 0.10, "moon": 0.0, "cloud": 0.6, "hills": 1.0},
    **{"stripes": 0.0, "vanish": 0.0, "eye": 0.34, "soft": 0.0, "lean": 0.0},
}
_CLOSE = {"horizon": -0.16, "sun_x": -0.50, "sun_y": 0.40, "sun_r": 0.10, "cloud": 0.3, "hills": 1.3, "soft": 1.0}
_LONE_TREE = {"horizon": -0.12, "sun_x": -0.42, "sun_y": 0.10, "sun_r": 0.15, "cloud": 0.7, "hills": 0.5, "eye": 0.30}
_TULIPS = {
    **{"horizon": 0.20, "sun_x": -0.55, "sun_y": 0.12, "sun_r": 0.07, "cloud": 0.6, "stripes": 1.0, "vanish": 0.28},
    **{"eye": 0.85, "hills": 0.6},
}
_BRANCH = {"horizon": -0.26, "sun_x": 0.34, "sun_y": 0.36, "sun_r": 0.20, "moon": 0.3, "cloud": 0.4, "hills": 1.6}
_SUNFLOWERS = {
    **{"horizon": -0.40, "sun_x": 0.10, "sun_y": 0.52, "sun_r": 0.12, "cloud": 0.8, "hills": 0.4, "lean": 1.0},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _CLOSE, _LONE_TREE, _TULIPS, _BRANCH, _SUNFLOWERS)
_MEADOW = (
    (-0.10, 0.10, 0.0, 5.0, 0.55, 0.70),
    (-0.14, 0.14, 0.0, 5.0, 0.42, 0.60),
    (-0.19, 0.19, 0.0, 5.0, 0.30, 0.50),
    (-0.26, 0.26, 0.0, 5.0, 0.18, 0.40),
    (-0.36, 0.34, 0.0, 5.0, 0.08, 0.30),
    (-0.50, 0.46, 0.0, 5.0, 0.0, 0.18),
    (-0.62, 0.52, 0.0, 5.0, 0.0, 0.10),
)
_BEDS: tuple[tuple[tuple[float, ...], ...], ...] = (
    _MEADOW,
    ((-0.42, 0.42, 0.0, 5.0, 0.40, 0.62), (-0.56, 0.46, 0.0, 5.0, 0.25, 0.54)),
    (
        (-0.20, 0.07, 0.0, 3.0, 0.50, 0.64),
        (-0.24, 0.09, 0.0, 4.0, 0.38, 0.56),
        (-0.29, 0.13, 0.0, 4.0, 0.28, 0.46),
        (-0.36, 0.18, 0.0, 5.0, 0.16, 0.36),
        (-0.46, 0.24, 0.0, 5.0, 0.06, 0.24),
        (-0.58, 0.30, 0.0, 5.0, 0.0, 0.12),
    ),
    ((-0.58, 0.24, 2.0, 1.0, 0.0, 0.12), (-0.66, 0.30, 2.0, 1.0, 0.0, 0.08)),
    (
        (-0.42, 0.13, 0.0, 5.0, 0.35, 0.42),
        (-0.50, 0.19, 0.0, 5.0, 0.15, 0.34),
        (-0.60, 0.24, 0.0, 5.0, 0.0, 0.26),
    ),
    (
        (-0.46, 0.40, 5.0, 1.0, 0.45, 0.66),
        (-0.54, 0.60, 5.0, 1.0, 0.30, 0.54),
        (-0.66, 0.92, 5.0, 1.0, 0.12, 0.40),
        (-0.82, 1.25, 5.0, 1.0, 0.0, 0.26),
        (-0.62, 0.34, 0.0, 5.0, 0.0, 0.12),
    ),
)
"""By composition, far to near: foot, height, first kind, how many kinds, haze, depth."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Sun and field, beds, close blooms, who walks there, what flies about."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    beds = [(*row, draws.between(0.0, 50.0)) for row in _BEDS[composition]]
    props, rows = draw_props(composition, draws)
    garden = draw_blooms(draws)
    numbers["kind_first"], numbers["kind_step"] = garden.middles[0], garden.middles[1] - garden.middles[0]
    close = []
    if composition == 1:
        close = [
            (0.66, 0.16, 0.13, 11.0, draws.unit(), 1.0, 0.46, 0.72),
            (-0.74, -0.06, 0.16, 9.0, draws.unit(), 0.5, 0.40, 0.66),
            (0.08, -0.02, 0.34, 13.0, draws.unit(), 0.0, 0.22, 0.86),
        ]
    flyers = [
        ((0.30, 0.10, 0.070, 0.0), (-0.32, -0.04, 0.050, 0.3), (0.05, 0.2, 0.052, 0.6)),
        ((-0.34, 0.24, 0.120, 0.0), (0.42, -0.18, 0.08, 0.4), (0.0, -9.0, 0.04, 0.0)),
        ((0.26, -0.10, 0.050, 0.0), (-0.10, -0.22, 0.060, 0.4), (0.0, -9.0, 0.04, 0.0)),
        ((-0.20, -0.24, 0.080, 0.0), (0.4, -0.30, 0.06, 0.4), (0.0, -9.0, 0.04, 0.0)),
        ((0.40, -0.20, 0.060, 0.0), (-0.4, -0.26, 0.05, 0.4), (0.0, -9.0, 0.04, 0.0)),
        ((-0.16, 0.22, 0.110, 0.0), (0.34, 0.02, 0.08, 0.4), (0.5, 0.3, 0.05, 0.7)),
    ][composition]
    beds, (numbers["front_low"], numbers["front_high"]) = with_bands([*beds, *[_NO_BED] * (7 - len(beds))], rows)
    numbers["top"] = max(max(row[8], row[10]) for row in beds)
    return {
        **numbers,
        "garden": garden.finish(),
        "props": props.finish(),
        "beds": beds,
        "stands": [*rows, *[_NO_PROP] * (4 - len(rows))],
        "close": [*close, *[_NO_BLOOM] * (3 - len(close))],
        "flyers": flyers,
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, hills, field, beds from far to near with who stands among them, close blooms, what flies, weather."""
    g = open_sky(y, u, u.horizon)
    # the field hides what is below
    above = y > u.horizon - 0.001
    g.layer(above, lambda inner: _sky(inner, x, y, u))
    g.layer(above & (y < u.horizon + 0.16 * u.hills + 0.01), lambda inner: _hills(inner, x, y, u))
    g.layer(y < u.horizon, lambda inner: _field(inner, x, y, u))
    g.layer(y < u.top, lambda inner: _beds(inner, x, y, u))
    g.layer(u.soft > 0.5, lambda inner: _close(inner, x, y, u))
    g.layer((y > u.front_low) & (y < u.front_high), lambda inner: _front(inner, x, y, u))
    g = G.of(loop(u.rows("flyers"), g.values(), lambda k, v: flyer(counted(k), u.row("flyers", k), v, x, y, u)))
    mist(g, x, y, u, u.horizon)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _sky(g: G, x: V, y: V, u: Uniforms) -> None:
    """Stars, sun and clouds."""
    stars(g, x, y, u, u.horizon + 0.08)
    right, up = x - u.sun_x * u.half_width, y - u.horizon - u.sun_y
    sun(g, right, up, u, u.sun_r, u.moon, 0.0)
    shine = fma(vmax(u.intensity - 0.5, 0.0), 0.5, u.burst * 0.15)
    g.light(mix(u.role("sun"), u.role("accent"), 0.3), falloff((right * right + up * up) * 3.0) * shine)
    clouds(g, x, y, u, u.horizon + 0.04, u.cloud)
    birds(g, x, y, u, u.horizon + 0.08)


def _beds(g: G, x: V, y: V, u: Uniforms) -> None:
    g.become(loop(u.rows("beds"), g.values(), lambda k, v: bed(counted(k), u.row("beds", k), v, x, y, u)))


def _close(g: G, x: V, y: V, u: Uniforms) -> None:
    """Blooms close by, and all behind them out of focus."""
    blur(g, x, y, u)
    g.become(loop(u.rows("close"), g.values(), lambda k, v: bloom(counted(k), u.row("close", k), v, x, y, u)))


def _front(g: G, x: V, y: V, u: Uniforms) -> None:
    """Who stands before all beds."""
    after = as_float(u.rows("beds") + 2.0)
    g.become(loop(u.rows("stands"), g.values(), lambda k, v: prop(u.row("stands", k), v, after, x, y, u)))


def _hills(g: G, x: V, y: V, u: Uniforms) -> None:
    """Two rows of hills with woods on them."""
    for k, (rise, size) in enumerate(((0.16, 1.5), (0.085, 2.3))):
        passed = u.cam * (0.004 + 0.004 * k)
        along = (x + passed) * size + u.seed + 5.1 * k
        wood = noise((x + passed) * 46.0, 3.0 + k) * 0.010 if k else 0.0
        fall = u.horizon + fbm1(along, 50 + k, 2) * rise * u.hills + wood - y
        g.layer(fall > 0.0 - u.px, partial(_hill, k=k, passed=passed, along=along, fall=fall, u=u))


def _hill(g: G, k: int, passed: V, along: V, fall: V, u: Uniforms) -> None:
    """A row of hills where it reaches `fall` above the pixel; 0 is the far one."""
    patch = smoothstep(0.45, 0.55, noise(along * 2.2 + fall * 5.0, fall * 16.0 + k))
    colour = mix(mix(u.role("far"), u.role("mid"), 0.55 * k + 0.1), u.role("sun"), patch * 0.16)
    colour = mix(colour, mix(u.role("paper"), u.role("far"), 0.2), u.snow * 0.6)
    colour = mix(colour, u.role("sky_low"), smoothstep(0.10, 0.0, fall) * 0.10 + 0.38 - 0.2 * k)
    g.paint(u.cover(0.0 - fall), colour, 0.93 - 0.06 * k, _HILL + k, 0.1, 0.0, (0.0 - passed, 0.0))


def _field(g: G, x: V, y: V, u: Uniforms) -> None:
    """Grass to the horizon full of points of colour; or with `stripes` rows of tulips that run to one point."""
    down = vmax(u.horizon - y, 0.002)
    z = u.eye / down
    passed = u.cam * 0.05 * u.stripes
    across, along = (x - u.vanish * u.half_width) * z, z + passed
    wave = noise(across * 0.8 - u.t * 0.10, along * 1.1 + u.t * 0.05)
    green = mix(
        mix(u.role("mid"), u.role("sun"), 0.22), mix(u.role("mid"), u.role("near"), 0.6), smoothstep(0.0, 0.4, down)
    )
    green = mix(green, mix(u.role("mid"), u.role("sun"), 0.4), smoothstep(0.5, 0.8, wave) * 0.30)
    dim = mix(green, mix(u.role("near"), u.role("ink"), 0.3), u.stripes * 0.55)
    tulips = gate(u.stripes > 0.0, lambda: _tulips(across, along, dim, u), [*dim, 0.0])
    colour, bed = tulips[:3], tulips[3]
    colour = gate(u.stripes < 1.0, lambda: _dots(across, along, z, colour, u), colour)
    colour = mix(colour, mix(u.role("paper"), u.role("far"), 0.2), u.snow * (1.0 - bed * 0.6) * 0.75)
    colour = mix(colour, u.role("near"), smoothstep(0.15, 0.75, down) * 0.55 * u.stripes)
    g.colour = mix(colour, u.role("sky_low"), smoothstep(0.07, 0.0, down) * 0.55)
    g.depth = 0.86 - smoothstep(0.0, 0.5, down) * 0.6
    g.ident = as_float(FIELD)
    g.direction, g.emission = as_float(0.0), as_float(0.0)
    g.drift = [as_float(0.0), 0.0 - passed * down * 0.3]


def _tulips(across: V, along: V, ground: list[V], u: Uniforms) -> list[V]:
    """The ground with rows of tulips, and how much they cover of it."""
    row = across * 2.6
    name = cell(floor(row), None, 61)
    inside = fabs(fract(row) - 0.5)
    lump = noise(row * 3.0, along * 9.0)
    bed = smoothstep(0.36 + lump * 0.12, 0.27 + lump * 0.10, inside) * u.stripes
    petal = kind_colour(3.0 + floor(chance(name, 1) * 3.999), u)
    shade = fma(smoothstep(0.35, 0.75, lump), 0.5, fma(fract(row), 0.35, 0.30))
    tulips = mix(mix(petal, u.role("near"), 0.55), mix(petal, u.role("sun"), 0.12), clamp(shade + u.pulse * 0.06))
    return [*mix(ground, tulips, bed), bed]


def _dots(across: V, along: V, z: V, ground: list[V], u: Uniforms) -> list[V]:
    """The ground with points of colour near by and patches of it far away."""
    fade = smoothstep(9.0, 3.0, z) * smoothstep(0.9, 1.7, z)

    def dotted() -> list[V]:
        spot_x, spot_z = across * 7.0, along * 9.0
        spot = cell(floor(spot_x), floor(spot_z), 62)
        near = length(fract(spot_x) - 0.5, fract(spot_z) - 0.5) - fma(chance(spot, 2), 0.22, 0.12)
        dot = smoothstep(0.08, -0.08, near) * sel(chance(spot, 3) > 0.45, 1.0, 0.0) * (1.0 - u.stripes)
        dots = kind_colour(3.0 + floor(chance(spot, 1) * 3.999), u)
        return mix(ground, dots, dot * fade * 0.85)

    def patched() -> list[V]:
        patch = smoothstep(0.52, 0.66, noise(across * 0.35 + 3.0, z * 0.6)) * (1.0 - fade) * (1.0 - u.stripes)
        return mix(colour, mix(u.role("accent"), u.role("sun"), 0.3), patch * 0.5)

    colour = gate(fade > 0.0, dotted, ground)
    return gate(fade < 1.0, patched, colour)
