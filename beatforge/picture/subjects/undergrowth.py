"""What stands in a wood: trees in a frieze, ferns, mushrooms, deer, fox and owl, by composition, drawn once as strips.

In: the composition's number; out: a strip and the rows that place its drawings. `prop` paints one row.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise1
from beatforge.picture.subjects import creatures, trees
from beatforge.picture.subjects.boxes import SIDES, within
from beatforge.picture.subjects.sprites import Pen, Strip, is_sprite, sprite
from beatforge.picture.trace import V, choose, fabs, floor, fma, gate, mix, sel, sinp, smoothstep

_PROP, _SUBJECT = 30, 208

_TREE, BEAST, _FERN = 0.0, 1.0, 2.0
"""Kinds of props, by how they are coloured."""


def draw_wood(composition: int, draws: Draws) -> Strip:
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


def draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
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
        return strip, [(0.24, -0.22, 0.06, c, 0.42, -1.0, 0.33, BEAST, 0.0, 0.0), *firs]
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
        return strip, [*avenue, (0.50, -0.41, 0.18, c, 0.5, -1.0, 0.08, BEAST, 0.0, 0.0),
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
            (0.12, -0.40, 0.21, c, 0.5, -1.0, 0.12, BEAST, 0.0, 0.0),
            (-0.86, -0.50, 0.34, f, 0.64, 1.0, 0.10, _FERN, 1.0, 0.0),
            (0.72, -0.55, 0.34, o, 0.62, 1.0, 0.07, _FERN, 0.5, 0.0),
            (-0.30, -0.58, 0.30, f, 0.64, -1.0, 0.05, _FERN, 1.0, 0.0),
        ]
    if composition == 1:
        creatures.draw_deer(beast.at(-0.05, 0.0, 0.97))
        creatures.draw_deer(other.at(0.0, 0.0, 0.95), grazing=True)
        return strip, [
            (0.56, -0.165, 0.14, o, 0.6, -1.0, 0.42, BEAST, 0.0, 0.0),
            (0.86, -0.15, 0.12, o, 0.6, 1.0, 0.44, BEAST, 0.0, 0.45),
            (0.72, -0.20, 0.13, f, 0.64, 1.0, 0.36, _FERN, 1.0, 0.0),
            (0.20, -0.36, 0.44, c, 0.45, -1.0, 0.20, BEAST, 0.0, 0.0),
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
        return strip, [(0.60, -0.305, 0.17, c, 0.42, 1.0, 0.10, BEAST, 0.0, 0.0)]
    return strip, [
        (-0.30, -0.15, 0.10, o, 0.6, 1.0, 0.55, BEAST, 0.0, 0.0),
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


def prop(row: list[V], under: list[V], x: V, y: V, u: Uniforms, air: list[V]) -> list[V]:
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
