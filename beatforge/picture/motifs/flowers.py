"""A meadow of many kinds, one bloom close by with a bee, a tree in blossom, rows of tulips, a branch, sunflowers.

Beds are rows of drawn flowers, each flower of its own kind and height by chance; they sway and open a little with the
swell. Close blooms are computed petal by petal. Behind lie hills and a field in perspective, dotted or in stripes.
Pulse: sun, hearts of the flowers. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more people), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects import blooms, creatures, trees
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sprites import Strip, sprite
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
    sqrt,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "far", "high", "near", "low")

_FIELD, _HILL, _BED, _PROP, _BLOOM, _FLYER, _SUBJECT = 6, 8, 20, 100, 150, 190, 208
_SPECIES = 6
_TREE, _PERSON = 0.0, 1.0
_NO_PROP = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0, 9.0)
_NO_BED = (-9.0, 0.1, 0.0, 0.0, 0.0, 0.5)
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
    props, rows = _draw_props(composition, draws)
    garden = _draw_blooms(draws)
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
    return {
        **numbers,
        "garden": garden.finish(),
        "props": props.finish(),
        "beds": [*beds, *[(*_NO_BED, 0.0)] * (7 - len(beds))],
        "stands": [*rows, *[_NO_PROP] * (4 - len(rows))],
        "close": [*close, *[_NO_BLOOM] * (3 - len(close))],
        "flyers": flyers,
    }


def _draw_blooms(draws: Draws) -> Strip:
    """One flower of each kind, in cells of equal width."""
    strip = Strip(176, *[0.62] * _SPECIES)
    kinds = (blooms.draw_poppy, blooms.draw_daisy, blooms.draw_tulip, blooms.draw_cornflower, blooms.draw_ears,
             blooms.draw_sunflower)  # fmt: skip
    for draw, pen in zip(kinds, strip.pens, strict=True):
        draw(pen, draws)
    return strip


def _draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
    """A tree or a branch, and people. A row: across (in half widths), foot, height, drawing, half width, flip, depth,
    kind, after which bed it is painted, crowd it takes."""
    strip = Strip(208, 1.7, 0.55, 1.1)
    big, person, other = strip.pens
    a, b, c = strip.middles
    creatures.draw_stander(person.at(0.0, 0.0, 0.92), 3)
    creatures.draw_sitter(other.at(-0.1, 0.0, 0.98), 0)
    if composition == 4:
        trees.draw_spray(big.at(-0.82, 0.78, 1.45), draws, 54)
        creatures.draw_bird(other.at(0.0, 0.1, 0.85))
        return strip, [
            (0.06, -0.34, 0.17, b, 0.26, 1.0, 0.40, _PERSON, 1.0, 0.0),
            (0.16, -0.34, 0.15, b, 0.26, -1.0, 0.40, _PERSON, 1.0, 0.3),
            (-0.42, -0.30, 0.78, a, 0.84, 1.0, 0.10, _TREE, 9.0, 0.0),
            (-0.20, 0.118, 0.100, c, 0.5, 1.0, 0.09, _PERSON, 9.0, 0.0),
        ]
    trees.draw_broad(big, draws, 0.40, 0.75)
    if composition == 2:
        return strip, [
            (0.36, -0.15, 0.54, a, 0.6, 1.0, 0.68, _TREE, 0.0, 0.0),
            (0.20, -0.15, 0.10, c, 0.54, 1.0, 0.66, _PERSON, 1.0, 0.0),
            (0.50, -0.16, 0.13, b, 0.26, -1.0, 0.66, _PERSON, 1.0, 0.3),
        ]
    if composition == 3:
        return strip, [
            (-0.78, 0.185, 0.16, a, 0.6, 1.0, 0.80, _TREE, 0.0, 0.0),
            (0.80, 0.19, 0.12, a, 0.6, -1.0, 0.82, _TREE, 0.0, 0.0),
            (0.13, -0.16, 0.17, b, 0.26, 1.0, 0.40, _PERSON, 0.0, 0.0),
            (0.30, 0.02, 0.10, b, 0.26, -1.0, 0.55, _PERSON, 0.0, 0.3),
        ]
    if composition == 0:
        return strip, [
            (0.86, 0.01, 0.17, a, 0.6, 1.0, 0.78, _TREE, 0.0, 0.0),
            (-0.36, -0.22, 0.36, b, 0.26, 1.0, 0.42, _PERSON, 4.0, 0.0),
            (-0.23, -0.20, 0.27, b, 0.26, -1.0, 0.42, _PERSON, 4.0, 0.0),
            (0.14, -0.15, 0.24, b, 0.26, 1.0, 0.55, _PERSON, 2.0, 0.3),
        ]
    return strip, []


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, hills, field, beds from far to near with who stands among them, close blooms, what flies, weather."""
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.08)
    sun(g, x - u.sun_x * u.half_width, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    right, up = x - u.sun_x * u.half_width, y - u.horizon - u.sun_y
    shine = fma(vmax(u.intensity - 0.5, 0.0), 0.5, u.burst * 0.15)
    g.light(mix(u.role("sun"), u.role("accent"), 0.3), falloff((right * right + up * up) * 3.0) * shine)
    clouds(g, x, y, u, u.horizon + 0.04, u.cloud)
    birds(g, x, y, u, u.horizon + 0.08)
    g.layer(y < u.horizon + 0.16 * u.hills + 0.01, lambda inner: _hills(inner, x, y, u))
    g.layer(y < u.horizon, lambda inner: _field(inner, x, y, u))
    g = G.of(loop(u.rows("beds"), g.values(), lambda k, v: _bed(counted(k), u.row("beds", k), v, x, y, u)))
    g.layer(u.soft > 0.5, lambda inner: _blur(inner, x, y, u))
    g = G.of(loop(u.rows("close"), g.values(), lambda k, v: _bloom(counted(k), u.row("close", k), v, x, y, u)))
    last = u.rows("beds")
    g = G.of(
        loop(u.rows("stands"), g.values(), lambda k, v: _prop(u.row("stands", k), v, as_float(last + 2.0), x, y, u))
    )
    g = G.of(loop(u.rows("flyers"), g.values(), lambda k, v: _flyer(counted(k), u.row("flyers", k), v, x, y, u)))
    mist(g, x, y, u, u.horizon)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _hills(g: G, x: V, y: V, u: Uniforms) -> None:
    """Two rows of hills with woods on them."""
    for k, (rise, size) in enumerate(((0.16, 1.5), (0.085, 2.3))):
        passed = u.cam * (0.004 + 0.004 * k)
        along = (x + passed) * size + u.seed + 5.1 * k
        wood = noise((x + passed) * 46.0, 3.0 + k) * 0.010 * k
        fall = u.horizon + fbm1(along, 50 + k, 2) * rise * u.hills + wood - y
        patch = smoothstep(0.45, 0.55, noise(along * 2.2 + fall * 5.0, fall * 16.0 + k))
        colour = mix(mix(u.role("far"), u.role("mid"), 0.55 * k + 0.1), u.role("sun"), patch * 0.16)
        colour = mix(colour, mix(u.role("paper"), u.role("far"), 0.2), u.snow * 0.6)
        colour = mix(colour, u.role("sky_low"), smoothstep(0.10, 0.0, fall) * 0.10 + 0.38 - 0.2 * k)
        g.paint(u.cover(0.0 - fall), colour, 0.93 - 0.06 * k, _HILL + k, 0.1, 0.0, (0.0 - passed, 0.0))


def _kind_colour(kind: V, u: Uniforms) -> list[V]:
    """The colour of petals by what they are."""
    violet = mix(mix(u.role("sky_top"), u.role("accent"), 0.22), u.role("paper"), 0.34)
    colour = choose(kind > blooms.WHITE - 0.5, mix(u.role("paper"), u.role("sun"), 0.10), u.role("accent"))
    colour = choose(kind > blooms.GOLD - 0.5, _gold(u), colour)
    return choose(kind > blooms.BLUE - 0.5, violet, colour)


def _gold(u: Uniforms) -> list[V]:
    """A warm yellow, of the second accent where that is warm, else of the sun."""
    red, _, blue = u.role("accent2")
    warm = mix(u.role("sun"), u.role("accent"), 0.14)
    return mix(warm, u.role("accent2"), smoothstep(0.0, 0.3, red - blue) * 0.65)


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
    row = across * 2.6
    name = cell(floor(row), None, 61)
    inside = fabs(fract(row) - 0.5)
    lump = noise(row * 3.0, along * 9.0)
    bed = smoothstep(0.36 + lump * 0.12, 0.27 + lump * 0.10, inside) * u.stripes
    petal = _kind_colour(3.0 + floor(chance(name, 1) * 3.999), u)
    shade = fma(smoothstep(0.35, 0.75, lump), 0.5, fma(fract(row), 0.35, 0.30))
    tulips = mix(mix(petal, u.role("near"), 0.55), mix(petal, u.role("sun"), 0.12), clamp(shade + u.pulse * 0.06))
    spot_x, spot_z = across * 7.0, along * 9.0
    spot = cell(floor(spot_x), floor(spot_z), 62)
    near = length(fract(spot_x) - 0.5, fract(spot_z) - 0.5) - fma(chance(spot, 2), 0.22, 0.12)
    dot = smoothstep(0.08, -0.08, near) * sel(chance(spot, 3) > 0.45, 1.0, 0.0) * (1.0 - u.stripes)
    fade = smoothstep(9.0, 3.0, z) * smoothstep(0.9, 1.7, z)
    dots = _kind_colour(3.0 + floor(chance(spot, 1) * 3.999), u)
    colour = mix(mix(green, mix(u.role("near"), u.role("ink"), 0.3), u.stripes * 0.55), tulips, bed)
    colour = mix(colour, dots, dot * fade * 0.85)
    patch = smoothstep(0.52, 0.66, noise(across * 0.35 + 3.0, z * 0.6)) * (1.0 - fade) * (1.0 - u.stripes)
    colour = mix(colour, mix(u.role("accent"), u.role("sun"), 0.3), patch * 0.5)
    colour = mix(colour, mix(u.role("paper"), u.role("far"), 0.2), u.snow * (1.0 - bed * 0.6) * 0.75)
    colour = mix(colour, u.role("near"), smoothstep(0.15, 0.75, down) * 0.55 * u.stripes)
    g.colour = mix(colour, u.role("sky_low"), smoothstep(0.07, 0.0, down) * 0.55)
    g.depth = 0.86 - smoothstep(0.0, 0.5, down) * 0.6
    g.ident = as_float(_FIELD)
    g.direction, g.emission = as_float(0.0), as_float(0.0)
    g.drift = [as_float(0.0), 0.0 - passed * down * 0.3]


def _bed(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A row of flowers, and who stands in it. A row: foot, height, first kind, kinds, haze, depth, where it
    begins."""
    foot, tall, first, kinds, haze, depth, offset = row
    # so wide are cells that no flower reaches out of its own
    grid = 1.24 / tall
    g = G.of(loop(u.rows("stands"), under, lambda j, v: _prop(u.row("stands", j), v, k, x, y, u)))

    def flowers(inner: G) -> None:
        passed = u.cam * 0.022 * (1.0 - depth)
        breeze = noise(x * 1.3 - u.t * 0.22, depth * 9.0) - 0.5
        for half in (0.0, 0.5):
            along = (x + passed) * grid + offset + half
            name = cell(floor(along), None, 65 + round(half * 2))
            size = tall * fma(chance(name, 1), 0.45, 0.62)
            middle = (fract(along) - 0.5 - (chance(name, 2) - 0.5) * 0.2) / grid
            up = (y - foot + chance(name, 3) * tall * 0.12) / size
            strong = fma(u.wind, 0.16, fma(u.swell, 0.05, 0.05))
            sway = (breeze * 1.5 + sinp(u.t * 0.16 + chance(name, 4)) * 0.3) * strong * up * up
            towards = (x - u.sun_x * u.half_width * 0.3) * up * up * 0.28 * u.lean
            spread = 1.0 - fma(u.swell, 0.10, u.burst * 0.10) * smoothstep(0.6, 0.85, up)
            right = (middle / size + sway + towards) * spread
            kind = first + floor(chance(name, 5) * kinds * 0.9999)
            right = sel(chance(name, 6) > 0.5, right, 0.0 - right)
            p = sprite(u, "garden", u.kind_first + kind * u.kind_step, clamp(right, -0.30, 0.30), up, size)
            part = floor(p.ident + 0.5)
            dark = mix(u.role("near"), u.role("mid"), 0.30 + chance(name, 7) * 0.25)
            leaf = mix(dark, mix(u.role("mid"), u.role("sun"), 0.25), p.tone)
            rose = (part > blooms.STEM + 0.5) & (part < blooms.WHITE - 0.5) & (chance(name, 8) > 0.55)
            petal = choose(rose, mix(u.role("accent"), u.role("paper"), 0.45), _kind_colour(part, u))
            petal = mix(mix(petal, u.role("near"), 0.45), mix(petal, u.role("paper"), 0.12), p.tone)
            heart = mix(mix(u.role("ink"), u.role("accent"), 0.15), _gold(u), p.tone)
            colour = choose(part > blooms.HEART - 0.5, heart, choose(part > blooms.STEM + 0.5, petal, leaf))
            colour = mix(colour, u.role("paper"), u.snow * smoothstep(0.6, 0.9, p.tone) * 0.8)
            colour = mix(
                colour, mix(u.role("sky_low"), u.role("mid"), 0.4), fma(smoothstep(0.45, 0.0, up), 0.15, 0.8) * haze
            )
            shown = p.coverage * sel(fabs(right) < 0.30, 1.0, 0.0)
            light = sel(part > blooms.STEM + 0.5, fma(u.pulse, 0.08, 0.10), 0.0)
            ident = sel(part > blooms.STEM + 0.5, _BED + k * 10.0 + part - half * 2.0, _FIELD)
            inner.paint(shown, colour, depth, ident, 0.25, light, (0.0 - passed, 0.0))

    g.layer((y > foot - tall * 0.12) & (y < foot + tall * 1.08), flowers)
    return g.values()


def _prop(row: list[V], under: list[V], at: V, x: V, y: V, u: Uniforms) -> list[V]:
    """A tree, a branch or someone, painted after bed `at`."""
    place, foot, tall, middle, half, flip, depth, kind, after, wanted = row
    middle_x = place * u.half_width
    middle_x = sel(kind > 0.5, u.inside(middle_x, tall * 0.4), middle_x)
    right, up = (x - middle_x) / tall, (y - foot) / tall
    g = G.of(under)

    def seen(inner: G) -> None:
        is_person = kind > 0.5
        high = sel(after > 8.0, 0.5 - right, up * up)
        swing = sinp(u.t * 0.10 + place * 2.0) * fma(u.wind, 0.025, fma(u.swell, 0.010, 0.008))
        sway = sel(is_person, sinp(u.beat_phase * 0.5 + place) * 0.010 * up, swing * high)
        lifted = sel(after > 8.0, swing * (right + 0.85) * 0.8, 0.0)
        p = sprite(u, "props", middle, (right + sway) * flip, up + lifted, tall)
        part = floor(p.ident + 0.5)
        wood = mix(mix(u.role("ink"), u.role("near"), 0.6), mix(u.role("near"), u.role("sun"), 0.4), p.tone)
        leaf = mix(mix(u.role("near"), u.role("mid"), 0.35), mix(u.role("mid"), u.role("sun"), 0.30), p.tone)
        rose = mix(u.role("accent"), u.role("paper"), 0.45)
        bloom = mix(
            mix(u.role("accent"), u.role("near"), 0.30), mix(rose, u.role("paper"), 0.70), smoothstep(0.1, 0.9, p.tone)
        )
        plant = choose(part > 2.5, bloom, choose(part > 1.5, leaf, wood))
        dress = mix(mix(u.role("paper"), u.role("mid"), 0.50), u.role("paper"), smoothstep(0.2, 0.7, p.tone))
        skin = mix(mix(u.role("near"), u.role("accent"), 0.35), u.role("sun"), 0.30)
        hat = mix(mix(u.role("accent"), u.role("near"), 0.25), mix(u.role("accent"), u.role("sun"), 0.4), p.tone)
        body = choose(part > 2.5, hat, choose(part > 1.5, skin, dress))
        colour = mix(choose(is_person, body, plant), u.role("sky_low"), smoothstep(0.5, 0.95, depth) * 0.45)
        inner.paint(p.coverage, colour, depth, part + sel(is_person, _SUBJECT, _PROP + floor(depth * 12.0) * 3.0), 0.25,
                    sel((part > 2.5) & (kind < 0.5), 0.12, 0.0))  # fmt: skip

    here = (fabs(after - at) < 0.5) & ((wanted < 0.01) | (u.crowd > wanted))
    g.layer(here & (fabs(right) < half) & (up > 0.0) & (up < 1.0), seen)
    return g.values()


def _blur(g: G, x: V, y: V, u: Uniforms) -> None:
    """What lies behind a close bloom, out of focus: soft colour with discs of light."""
    ground = mix(mix(u.role("mid"), u.role("near"), 0.25), u.role("sky_low"), smoothstep(-0.35, 0.30, y))
    cloud = noise(x * 1.7 + u.seed, y * 2.3)
    ground = mix(ground, mix(u.role("mid"), u.role("sun"), 0.45), smoothstep(0.35, 0.75, cloud) * 0.55)
    g.tint(ground, 0.72)
    g.depth, g.ident, g.emission = as_float(0.97), as_float(0.0), g.emission * 0.3
    for k, grid in enumerate((3.1, 4.7)):
        along, high = x * grid + u.cam * 0.02 + u.detail, y * grid + u.t * 0.008 + 3.0 * k
        name = cell(floor(along), floor(high), 66 + k)
        away = length(fract(along) - 0.5, fract(high) - 0.5) / fma(chance(name, 1), 0.22, 0.16)
        disc = smoothstep(1.0, 0.86, away) * fma(smoothstep(0.4, 1.0, away), 0.4, 0.6)
        shown = sel(chance(name, 2) > 0.45, disc, 0.0) * fma(u.glow, 0.12, fma(u.pulse, 0.06, 0.16))
        g.tint(mix(_kind_colour(3.0 + floor(chance(name, 3) * 3.999), u), u.role("paper"), 0.35), shown)


def _bloom(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """One bloom close by. A row: across, up, radius, petals, turn, hue, depth, how far it faces us."""
    place, level, radius, petals, turn, hue, depth, facing = row
    sway = sinp(u.t * 0.07 + turn) * fma(u.wind, 0.05, fma(u.swell, 0.012, 0.012))
    right, up = x - place * u.half_width - sway, y - level - sway * 0.3
    g = G.of(under)

    def flower(inner: G) -> None:
        stem_x = right - up * up * 0.12 + up * 0.05
        stem = vmax(fabs(stem_x) - radius * 0.055, up)
        leaf_x, leaf_y = fabs(stem_x) - radius * 0.1, up + radius * 1.5 - fabs(stem_x) * 0.55
        blade = vmax(fabs(leaf_y) - radius * 0.20 * smoothstep(1.1, 0.1, leaf_x / radius), 0.0 - leaf_x)
        green = mix(mix(u.role("near"), u.role("mid"), 0.3), mix(u.role("mid"), u.role("sun"), 0.25),
                    smoothstep(-0.05, 0.05, stem_x / radius + leaf_y * 2.0))  # fmt: skip
        inner.paint(u.cover(vmin(stem, blade)), green, depth + 0.02, _BLOOM + k * 8.0, 0.25)
        px, py = right / radius, up / radius / facing
        reach, around = length(px, py), atan2p(py, px)
        petal_hue = choose(hue > 0.75, _gold(u), u.role("accent"))
        petal_hue = choose((hue > 0.25) & (hue < 0.75), mix(u.role("paper"), u.role("sun"), 0.1), petal_hue)
        opening = fma(u.swell, 0.07, fma(u.burst, 0.06, 0.93))
        for ring, (long, shift) in enumerate(((1.0, 0.5), (0.86, 0.0), (0.56, 0.25))):
            spin = around * petals + turn + shift
            index = floor(spin)
            name = cell(index - floor(index / petals) * petals, None, 68 + ring)
            aside = (spin - index - 0.5) / petals * 6.2831853
            out = reach / (opening * long * fma(chance(name, 1), 0.10, 0.92))
            wide = 3.3 / petals * sqrt(clamp(out)) * (1.0 - 0.42 * out * out)
            edge = vmax(fabs(aside) * out - wide, out + aside * aside * 2.0 - 1.0)
            vein = noise(aside * petals * 2.2, out * 1.6 + chance(name, 2) * 9.0)
            side = smoothstep(-0.5, 0.5, aside * petals * 0.4)
            light = clamp(fma(out, 0.55, 0.12) + side * 0.28 - (vein - 0.5) * 0.25 - 0.10 * (1 - ring) + u.pulse * 0.05)
            colour = mix(mix(petal_hue, u.role("near"), 0.62), mix(petal_hue, u.role("paper"), 0.30), light)
            colour = mix(colour, mix(u.role("sun"), petal_hue, 0.3), smoothstep(0.5, 0.15, out) * 0.35)
            inner.paint(u.cover(edge * radius), colour, depth - 0.01 * ring, _BLOOM + k * 8.0 + 1.0 + ring * 2.0
                        + index - floor(index * 0.5) * 2.0, fract(around), 0.10)  # fmt: skip
        seeds = noise(px * 22.0, py * 22.0)
        ball = reach - 0.27
        golden = mix(mix(u.role("accent2"), u.role("ink"), 0.45), mix(u.role("accent2"), u.role("sun"), 0.6),
                     smoothstep(0.35, 0.65, seeds + (py + px) * 0.5 + 0.1))  # fmt: skip
        inner.paint(u.cover((ball + (seeds - 0.5) * 0.05) * radius), golden, depth - 0.04, _BLOOM + k * 8.0 + 7.0, 0.1,
                    fma(u.pulse, 0.2, 0.2))  # fmt: skip

    wide = (fabs(right) < radius * 1.3) & (up < radius * 1.05)
    g.layer((level > -1.0) & wide, flower)
    return g.values()


def _flyer(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A butterfly, or (every second one) a bee, on its way from flower to flower. A row: across, up, size, phase."""
    place, level, size, phase = row
    way = u.t * 0.035 + phase
    at_x = place * u.half_width + sinp(way) * 0.12 + sinp(way * 2.7) * 0.03
    at_y = level + sinp(way * 1.6 + 0.2) * 0.06 + sinp(u.t * 0.21 + phase) * 0.012
    heading = sel(sinp(way + 0.25) > 0.0, 1.0, -1.0)
    right, up = (x - at_x) / size * heading, (y - at_y) / size
    is_bee = fabs(k - 1.0) < 0.5
    g = G.of(under)

    def butterfly(inner: G) -> None:
        flap = fma(sinp(u.t * 0.8 + phase), 0.24, 0.70)
        lean_x, lean_y = right * 0.92 + up * 0.38, up * 0.92 - right * 0.38
        wing = fabs(lean_x) / flap
        upper = length(wing - 0.42, (lean_y - 0.28) * 1.1) - 0.42
        lower = length((wing - 0.30) * 1.1, lean_y + 0.30) - 0.30
        edge = vmin(upper, lower)
        spot = length(wing - 0.50, lean_y - 0.34) - 0.12
        colour = mix(u.role("accent2"), u.role("sun"), smoothstep(0.6, 0.0, wing) * 0.6)
        colour = mix(colour, u.role("paper"), smoothstep(0.03, -0.03, spot) * 0.8)
        colour = mix(colour, u.role("ink"), smoothstep(-0.05, -0.01, edge) * 0.7)
        inner.paint(u.cover(edge * size * 0.7), colour, 0.06, _FLYER, 0.1, 0.12)
        body = capsule(lean_x, lean_y, 0.0, -0.40, 0.0, 0.34, 0.045)
        feelers = capsule(fabs(lean_x), lean_y, 0.02, 0.34, 0.14, 0.62, 0.014)
        inner.paint(u.cover(vmin(body, feelers) * size), u.role("ink"), 0.05, _FLYER + 1)

    def bee(inner: G) -> None:
        beat = fma(sinp(u.t * 1.7), 0.12, 0.0)
        wings = (
            vmin(length((right + 0.08) * 1.8, up - 0.42 - beat), length((right + 0.34) * 1.6, up - 0.34 + beat)) - 0.32
        )
        inner.paint(u.cover(wings * size) * 0.65, mix(u.role("paper"), u.role("sky_low"), 0.3), 0.06, _FLYER + 2)
        body = length(right * 0.72, up) - 0.27
        head = length(right - 0.42, up + 0.02) - 0.15
        stripe = sel(fract(right * 2.6 + 0.2) > 0.52, 1.0, 0.0)
        fur = mix(mix(u.role("accent2"), u.role("sun"), 0.3), u.role("ink"), stripe * 0.9)
        inner.paint(u.cover(body * size), fur, 0.05, _FLYER + 3)
        inner.paint(u.cover(head * size), u.role("ink"), 0.05, _FLYER + 4)

    near = (level > -1.0) & (fabs(right) < 1.1) & (fabs(up) < 1.1)
    g.layer(near & (fabs(k - 1.0) > 0.5), butterfly)
    g.layer(near & is_bee, bee)
    return g.values()
