"""What stands in a desert, drawn once and shown with its shadow: cacti, palms, rocks, mesas, spires, tents."""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.subjects import camp, creatures, trees
from beatforge.picture.subjects.dunes import sand
from beatforge.picture.subjects.sprites import Pen, Strip, sprite
from beatforge.picture.trace import V, choose, fabs, floor, fma, gate, mix, sel, sinp, smoothstep

_PROP, _SUBJECT = 30, 208

_ROCK, _PLANT, _BEAST, _TENT = 0.0, 1.0, 2.0, 3.0
"""Kinds of props, by how they are coloured."""

AWAY = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0)


def draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
    """Drawings, and where they stand: across (in half widths), foot, height, drawing, half width, flip, depth, kind,
    sway. Three for the place, two camels, far things first."""
    strip = Strip(208, 1.0, 1.25, 1.0, 1.1, 1.1)
    one, two, three, rider, laden = strip.pens
    a, b, c, r, _ = strip.middles
    creatures.draw_camel(rider.at(-0.06, 0.0, 0.9), rider=True)
    creatures.draw_camel(laden.at(-0.06, 0.0, 0.9), rider=False)
    if composition == 4:
        trees.draw_palm(one, draws)
        trees.draw_palm(three, draws)
        camp.draw_tent(two.at(0.0, 0.0, 0.9))
        return strip, [
            *[AWAY] * 2,
            (0.78, -0.20, 0.36, c, 0.48, 1.0, 0.44, _PLANT, 0.6),
            (0.30, -0.185, 0.17, b, 0.6, 1.0, 0.42, _TENT, 0.0),
            (0.02, -0.185, 0.10, r, 0.5, -1.0, 0.41, _BEAST, 0.0),
            (-0.42, -0.20, 0.44, a, 0.48, 1.0, 0.38, _PLANT, 0.6),
            (0.60, -0.225, 0.52, a, 0.48, -1.0, 0.34, _PLANT, 0.6),
            (-0.90, -0.52, 1.02, c, 0.48, 1.0, 0.10, _PLANT, 0.5),
        ]
    _draw_mesa(two, draws, 0.52)
    if composition != 1:
        _draw_mesa(one, draws, 0.30)
    if composition == 2:
        _draw_spire(three)
        return strip, [
            (-0.95, -0.20, 0.13, b, 0.6, 1.0, 0.90, _ROCK, 0.0),
            (0.30, -0.20, 0.10, a, 0.48, -1.0, 0.88, _ROCK, 0.0),
            (-0.58, -0.21, 0.44, a, 0.48, 1.0, 0.74, _ROCK, 0.0),
            (0.62, -0.22, 0.36, b, 0.62, 1.0, 0.66, _ROCK, 0.0),
            (0.30, -0.23, 0.26, c, 0.48, 1.0, 0.62, _ROCK, 0.0),
        ]
    if composition == 1:
        trees.draw_saguaro(three, draws)
        trees.draw_pear(one.at(0.0, 0.0, 0.74), draws)
        return strip, [
            (-0.18, -0.17, 0.20, b, 0.62, 1.0, 0.86, _ROCK, 0.0),
            (0.86, -0.17, 0.16, b, 0.62, -1.0, 0.84, _ROCK, 0.0),
            (0.30, -0.22, 0.11, c, 0.48, -1.0, 0.46, _PLANT, 0.1),
            (-0.30, -0.25, 0.17, c, 0.48, 1.0, 0.42, _PLANT, 0.1),
            (0.90, -0.30, 0.24, c, 0.48, -1.0, 0.30, _PLANT, 0.1),
            (-0.60, -0.46, 0.86, c, 0.48, 1.0, 0.12, _PLANT, 0.05),
            (0.62, -0.54, 0.38, a, 0.48, 1.0, 0.08, _PLANT, 0.05),
        ]
    trees.draw_grass(three, draws, 22, 0.3)
    if composition == 3:
        return strip, [
            (-0.15, 0.33, 0.07, b, 0.62, 1.0, 0.92, _ROCK, 0.0),
            AWAY,
            (-0.86, -0.52, 0.16, c, 0.48, 1.0, 0.06, _PLANT, 1.0),
        ]
    if composition == 5:
        return strip, [
            (0.90, -0.28, 0.09, b, 0.62, 1.0, 0.92, _ROCK, 0.0),
            AWAY,
            (0.78, -0.54, 0.20, c, 0.48, 1.0, 0.05, _PLANT, 1.0),
        ]
    return strip, [
        (0.86, -0.08, 0.09, b, 0.62, 1.0, 0.93, _ROCK, 0.0),
        (-0.96, -0.08, 0.06, a, 0.48, 1.0, 0.94, _ROCK, 0.0),
        (0.74, -0.55, 0.20, c, 0.48, 1.0, 0.05, _PLANT, 1.0),
        (-0.88, -0.58, 0.26, c, 0.48, -1.0, 0.04, _PLANT, 1.0),
    ]


def banded(row: tuple[float, ...], shadow: float) -> tuple[float, ...]:
    """A row of what stands, and between which heights it and its shadow are."""
    _, foot, tall, _, _, _, depth, *_ = row
    return (*row, foot - (tall * 0.63 / shadow if depth < 0.6 else 0.0), foot + tall * 1.01)


def prop(row: list[V], under: list[V], here: tuple[V, V, V, V], u: Uniforms) -> list[V]:
    """Something drawn, with its shadow on the sand. What stands before the pool is not mirrored in it."""
    place, foot, tall, _, half, _, depth, _, _, low, high = row
    is_before = u.pool_y > foot
    x, y = sel(is_before, here[2], here[0]), sel(is_before, here[3], here[1])
    away = x - place * u.half_width
    g = G.of(under)

    def standing(inner: G) -> None:
        right, up = away / tall, (y - foot) / tall
        shaded = (fabs(right) < 2.6) & (up < 0.0) & (up > -0.62 / u.shadow) & (depth < 0.6)
        inner.layer(shaded, lambda seen: _shade(seen, row, right, up, u))
        inner.layer((fabs(right) < half) & (up > 0.0) & (up < 1.0), lambda seen: _seen(seen, row, right, up, u))

    g.layer((y > low) & (y < high) & (fabs(away) < tall * 2.61), standing)
    return g.values()


def _shade(inner: G, row: list[V], right: V, up: V, u: Uniforms) -> None:
    """Its shadow."""
    place, _, tall, middle, half, flip, *_ = row
    high = (0.0 - up) * u.shadow * 1.6
    lean = (place - u.sun_x) * u.half_width
    across = (right + up * lean * 1.5) * flip

    def shaded() -> list[V]:
        dark = sprite(u, "props", middle, across, high, tall).coverage
        return mix(inner.colour, mix(u.role("near"), u.role("mid"), 0.35), dark * smoothstep(1.0, 0.3, high) * 0.55)

    inner.colour = gate((fabs(across) < half) & (high < 1.0), shaded, inner.colour)


def _seen(inner: G, row: list[V], right: V, up: V, u: Uniforms) -> None:
    """Itself."""
    place, _, tall, middle, _, flip, depth, kind, sway, *_ = row
    bend = sinp(u.t * 0.12 + place * 3.0) * fma(u.wind, 0.06, fma(u.swell, 0.02, 0.012)) * sway * up * up
    is_plant, is_tent = fabs(kind - 1.0) < 0.5, kind > 2.5
    toward = sel(u.sun_x > place, 1.0, -1.0)
    p = sprite(u, "props", middle, (right + bend) * sel(is_plant, flip, toward), up, tall)
    part = floor(p.ident + 0.5)

    def coloured() -> list[V]:
        of_life = choose(is_plant, _plant(depth, part, p.tone, u), _made(is_tent, part, p.tone, u))
        colour = gate(kind < 0.5, lambda: _stone(depth, up, p.tone, u), of_life)
        haze = smoothstep(0.35, 1.0, depth) * sel(kind < 0.5, 0.45, 0.2)
        return mix(colour, mix(u.role("sky_low"), u.role("far"), 0.35), haze)

    colour = gate(p.coverage > 0.0, coloured, [0.0] * 3)
    lit = sel(is_tent & (part > 2.5), fma(u.pulse, 0.25, 0.7), 0.0)
    inner.paint(p.coverage, colour, depth, part + sel(is_tent, _SUBJECT, _PROP + floor(depth * 30.0) * 3.0), 0.25, lit)


def _stone(depth: V, up: V, tone: V, u: Uniforms) -> list[V]:
    """Rock, with snow on it."""
    stone = sand(u, tone, depth)
    stone = mix(stone, mix(u.role("accent"), u.role("near"), fma(tone, -0.5, 0.6)), (1.0 - depth) * 0.5 + 0.2)
    return mix(stone, u.role("paper"), u.snow * smoothstep(0.5, 0.8, up) * 0.6)


def _plant(depth: V, part: V, tone: V, u: Uniforms) -> list[V]:
    """Wood, leaves and fruit."""
    dark = mix(u.role("ink"), u.role("near"), fma(depth, 0.6, 0.45))
    green = mix(dark, mix(u.role("mid"), u.role("sun"), 0.32), tone)
    wood = mix(u.role("near"), u.role("sun"), tone * 0.45)
    fruit = mix(u.role("accent"), u.role("sun"), tone * 0.4)
    return choose(part > 2.5, fruit, choose(part > 1.5, green, wood))


def _made(is_tent: V, part: V, tone: V, u: Uniforms) -> list[V]:
    """A tent with light in it, or the hide of a beast."""
    cloth = mix(mix(u.role("accent"), u.role("near"), 0.5), mix(u.role("accent"), u.role("sun"), 0.25), tone)
    glow = mix(u.role("sun"), u.role("accent2"), 0.2)
    tent = choose(part > 2.5, glow, choose(part > 1.5, mix(u.role("paper"), u.role("near"), 0.2), cloth))
    hide = mix(mix(u.role("ink"), u.role("near"), 0.5), mix(u.role("accent"), u.role("sun"), 0.5), tone * 0.6)
    return choose(is_tent, tent, hide)


def _draw_mesa(pen: Pen, draws: Draws, broad: float) -> None:
    """A table mountain on its scree, in layers, with clefts."""
    pen.polygon(((-broad * 0.94, 0.0), (-broad * 0.66, 0.34), (broad * 0.66, 0.34), (broad * 0.94, 0.0)), 0.34)
    pen.polygon(((0.0, 0.0), (broad * 0.2, 0.34), (broad * 0.66, 0.34), (broad * 0.94, 0.0)), 0.62)
    rim = [(broad * 0.62 * (2.0 * k / 8 - 1.0), 0.93 + draws.between(-0.025, 0.02) * (0 < k < 8)) for k in range(9)]
    pen.polygon([(-broad * 0.60, 0.30), *rim, (broad * 0.60, 0.30)], 0.30)
    split = broad * draws.between(-0.05, 0.25)
    lit = [point for point in rim if point[0] > split]
    pen.polygon([(split, 0.30), (split + 0.02, 0.92), *lit, (broad * 0.60, 0.30)], 0.82)
    for level, tone in ((0.86, 0.12), (0.70, 0.2), (0.52, 0.14)):
        pen.polygon(
            ((-broad * 0.61, level), (split, level), (split, level - 0.035), (-broad * 0.61, level - 0.035)), tone
        )
        pen.polygon(((split, level), (broad * 0.61, level), (broad * 0.61, level - 0.03), (split, level - 0.03)), 0.6)
    for _ in range(5):
        x, y = draws.between(-0.55, 0.55) * broad, draws.between(0.5, 0.9)
        pen.stroke(((x, 0.32), (x + 0.015, y * 0.8), (x, y)), 0.012, 0.004, 0.08 if x < split else 0.42)


def _draw_spire(pen: Pen) -> None:
    """A needle of rock."""
    pen.polygon(((-0.34, 0.0), (-0.12, 0.3), (0.14, 0.3), (0.36, 0.0)), 0.34)
    pen.polygon(((0.02, 0.0), (0.04, 0.3), (0.14, 0.3), (0.36, 0.0)), 0.62)
    left = [(-0.13, 0.28), (-0.10, 0.5), (-0.12, 0.62), (-0.07, 0.8), (-0.08, 0.93), (-0.02, 1.0)]
    right = [(0.05, 0.97), (0.07, 0.8), (0.11, 0.66), (0.09, 0.5), (0.14, 0.28)]
    pen.polygon([*left, *right], 0.28)
    pen.polygon([(0.01, 0.28), (0.02, 0.6), (0.0, 0.98), *right], 0.84)
    for y in (0.42, 0.58, 0.72):
        pen.polygon(((-0.12, y), (0.01, y), (0.01, y - 0.03), (-0.12, y - 0.03)), 0.12)
