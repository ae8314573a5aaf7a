"""Where one looks at a city from: a quay, a roof's edge, between near towers, under a bridge, a hill, over a motorway.

Each draws into a cutout twice as wide as high, coordinates in its heights; tone is light on an edge (`outlines`), depth
1 where windows may be. Identities below say what a thing is made of; `foreground` paints the cutout `fore`.
"""

from __future__ import annotations

import math
from itertools import pairwise

from beatforge.picture.cutout import Cutout, Drawing, Point, is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE, draw_bust, draw_cat, draw_sitter, draw_stander
from beatforge.picture.subjects.outlines import blob
from beatforge.picture.subjects.towers import draw_tower, facade, lamp_colour
from beatforge.picture.trace import V, clamp, fabs, fma, mix, sel, smoothstep

TEXELS = (640, 320)
STONE, METAL, LAMP, LEAVES, GRASS, SIGN = 210, 211, 212, 213, 214, 215
QUAY, ROOF, BETWEEN, UNDER_BRIDGE, HILL, MOTORWAY = range(6)


def draw_lookout(kind: int, draws: Draws) -> Cutout:
    """The foreground of a view."""
    drawing = Drawing(*TEXELS)
    (_quay, _roof, _between, _under_bridge, _hill, _motorway)[kind](drawing, draws)
    return drawing.finish()


def _quay(drawing: Drawing, draws: Draws) -> None:
    """A promenade with a railing, lamps, a couple that leans on it and a bicycle."""
    drawing.polygon(_box(-0.1, 2.1, 0.0, 0.075), 0.45, STONE)
    drawing.line([(0.0, 0.075), (2.0, 0.075)], 0.006, 0.9, STONE)
    for nth in range(26):
        x = nth * 0.08 + 0.02
        drawing.line([(x, 0.07), (x, 0.185)], 0.005, 0.3, METAL)
    for y, wide in ((0.185, 0.012), (0.10, 0.006)):
        drawing.line([(-0.1, y), (2.1, y)], wide, 0.35, METAL)
    for x in (0.24, 1.78):
        _lamp(drawing, x, 0.07, 0.50)
    place = 1.22 + draws.between(-0.06, 0.06)
    draw_stander(drawing, (place, 0.035), 0.27, 0)
    draw_stander(drawing, (place + 0.085, 0.035), 0.25, 1)
    _bicycle(drawing, 0.62 + draws.between(-0.05, 0.05), 0.05, 0.085)


def _roof(drawing: Drawing, draws: Draws) -> None:
    """A flat roof in the corner with somebody who sits on its edge, a tank on legs, masts and a cat."""
    drawing.polygon([(0.0, 0.0), (0.98, 0.0), (0.98, 0.155), (0.0, 0.175)], 0.25, STONE)
    drawing.polygon([(0.0, 0.165), (1.0, 0.145), (1.0, 0.175), (0.0, 0.198)], 0.75, STONE)
    for nth in range(9):
        drawing.line([(0.06 + nth * 0.11, 0.02), (0.10 + nth * 0.11, 0.02)], 0.02, 0.4, STONE)
    drawing.polygon(_box(0.05, 0.24, 0.19, 0.31), 0.3, STONE)
    drawing.polygon([(0.03, 0.31), (0.26, 0.31), (0.26, 0.325), (0.03, 0.325)], 0.8, STONE)
    drawing.line([(0.30, 0.18), (0.30, 0.52)], 0.007, 0.3, METAL)
    for up in (0.40, 0.45, 0.50):
        drawing.line([(0.25, up), (0.35, up + 0.01)], 0.005, 0.3, METAL)
    draw_sitter(drawing, (0.66 + draws.between(-0.04, 0.04), 0.17), 0.30)
    draw_cat(drawing, (0.84, 0.165), 0.075)
    drawing.polygon(_box(1.62, 2.0, 0.0, 0.10), 0.3, STONE)
    drawing.line([(1.62, 0.10), (2.0, 0.10)], 0.008, 0.8, STONE)
    for x in (1.70, 1.78, 1.86, 1.94):
        drawing.line([(x, 0.10), (x + (0.015 if x < 1.8 else -0.015), 0.27)], 0.009, 0.3, METAL)
    drawing.line([(1.70, 0.12), (1.94, 0.25)], 0.005, 0.3, METAL)
    drawing.line([(1.94, 0.12), (1.70, 0.25)], 0.005, 0.3, METAL)
    drawing.polygon(_box(1.68, 1.96, 0.26, 0.47), 0.35, SIGN)
    drawing.polygon(_box(1.68, 1.73, 0.26, 0.47), 0.75, SIGN)
    for up in (0.30, 0.37, 0.44):
        drawing.line([(1.68, up), (1.96, up)], 0.004, 0.15, SIGN)
    drawing.polygon([(1.66, 0.47), (1.98, 0.47), (1.82, 0.56)], 0.5, SIGN)


def _between(drawing: Drawing, draws: Draws) -> None:
    """Great towers close by at both sides, a gap between them, a lamp and a walker at their feet."""
    for x, wide, high, kind, ident in ((0.30, 0.34, 0.72, 0, 12), (1.80, 0.42, 0.80, 1, 31), (0.02, 0.34, 1.15, 0, 55)):
        draw_tower(drawing, Draws(ident, draws.whole(99)), x, wide, high, kind, 0.5, ident)
    draw_tower(drawing, Draws(3, draws.whole(99)), 1.44, 0.22, 0.46, 7, 0.45, 77)
    drawing.polygon(_box(-0.1, 2.1, 0.0, 0.055), 0.55, STONE)
    drawing.line([(0.0, 0.055), (2.0, 0.055)], 0.005, 0.8, STONE)
    _lamp(drawing, 0.66, 0.05, 0.24)
    _lamp(drawing, 1.24, 0.05, 0.24)
    draw_stander(drawing, (0.94, 0.045), 0.20, 2)
    draw_stander(drawing, (1.02, 0.045), 0.185, 1)


def _under_bridge(drawing: Drawing, draws: Draws) -> None:
    """The girders of a great bridge overhead on a stone pier, from near on the left to far on the right."""

    def line(start: Point, end: Point, wide: float, tone: float = 0.2) -> None:
        drawing.line([start, end], wide, tone, METAL)

    def deck(x: float, up: float) -> Point:
        near, far = (0.0, 0.80 + 0.20 * up), (2.0, 0.56 + 0.06 * up)
        part = x / 2.0
        bend = part + 0.35 * part * (1.0 - part)
        return x, near[1] + (far[1] - near[1]) * bend

    drawing.polygon(
        [deck(0.0, 0.9), deck(1.0, 0.9), deck(2.0, 0.9), deck(2.0, 1.35), deck(1.0, 1.35), deck(0.0, 1.5)], 0.15, METAL
    )
    places = [2.0 * (nth / 13.0) ** 0.9 for nth in range(14)]
    for one, other in pairwise(places):
        wide = 0.022 - 0.007 * one
        line(deck(one, 0.0), deck(other, 0.0), wide, 0.6)
        line(deck(one, 0.0), deck(one, 0.92), wide * 0.7)
        line(deck(one, 0.0), deck(other, 0.92), wide * 0.5)
    drawing.polygon([(1.425, 0.22), (1.445, 0.62), (1.525, 0.61), (1.545, 0.22)], 0.2, STONE)
    drawing.polygon([(1.425, 0.22), (1.445, 0.62), (1.470, 0.617), (1.462, 0.22)], 0.6, STONE)
    drawing.polygon([(1.395, 0.19), (1.405, 0.25), (1.565, 0.25), (1.575, 0.19)], 0.35, STONE)
    for nth in range(8):
        up = 0.265 + nth * 0.045
        drawing.line([(1.43, up), (1.54, up)], 0.003, 0.05, STONE)
    drawing.polygon([(0.02, 0.0), (0.30, 0.0), (0.26, 0.86), (0.08, 0.90)], 0.2, STONE)
    drawing.polygon([(0.20, 0.0), (0.30, 0.0), (0.26, 0.86), (0.20, 0.87)], 0.6, STONE)
    for nth in range(9):
        drawing.line([(0.03, 0.05 + nth * 0.095), (0.29, 0.05 + nth * 0.095)], 0.004, 0.05, STONE)


def _hill(drawing: Drawing, draws: Draws) -> None:
    """A grassy hill with a tree, and two on a bench under it, a dog beside them."""
    grass = [(0.0, 0.24), (0.4, 0.275), (0.8, 0.23), (1.2, 0.15), (1.6, 0.085), (2.0, 0.06)]
    drawing.polygon([*grass, (2.0, -0.1), (0.0, -0.1)], 0.8, GRASS)
    drawing.polygon([(x, y - 0.012) for x, y in grass] + [(2.0, -0.1), (0.0, -0.1)], 0.2, GRASS)
    for _ in range(90):
        x = draws.between(0.0, 2.0)
        at = min(int(x / 0.4), 4)
        y = grass[at][1] + (grass[at + 1][1] - grass[at][1]) * (x / 0.4 - at) - draws.unit() ** 2 * 0.12
        lean = draws.between(-0.012, 0.012)
        drawing.line(
            [(x, y - 0.01), (x + lean, y + draws.between(0.012, 0.034))], 0.004, draws.between(0.2, 0.8), GRASS
        )
    trunk = 0.30
    drawing.polygon(
        [(trunk - 0.035, 0.24), (trunk + 0.04, 0.24), (trunk + 0.02, 0.62), (trunk - 0.01, 0.62)], 0.2, SOMEONE - 1
    )
    for right, up in ((-0.20, 0.66), (0.22, 0.70), (0.06, 0.80)):
        drawing.line([(trunk, 0.50), (trunk + right * 0.5, 0.60), (trunk + right, up)], 0.017, 0.2, SOMEONE - 1)
    for _ in range(46):
        angle, far = draws.between(0.0, 2.0 * math.pi), math.sqrt(draws.unit())
        middle = (trunk + 0.03 + math.cos(angle) * far * 0.32, 0.78 + math.sin(angle) * far * 0.17)
        size = draws.between(0.045, 0.085)
        blob(
            drawing,
            middle,
            size,
            size * 0.75,
            LEAVES,
            draws.between(0.1, 0.3),
            (-0.008, 0.012),
            draws.between(0.5, 0.85),
        )
    bench = 0.78
    for x in (bench - 0.13, bench + 0.13):
        drawing.line([(x, 0.215), (x, 0.34)], 0.012, 0.2, METAL)
    draw_bust(drawing, (bench - 0.055, 0.275), 0.20, SOMEONE, 0)
    draw_bust(drawing, (bench + 0.065, 0.27), 0.185, SOMEONE + 1, 1)
    for up in (0.30, 0.335):
        drawing.line([(bench - 0.16, up), (bench + 0.16, up)], 0.020, 0.35, METAL)
    draw_cat(drawing, (1.06, 0.185), 0.085)


def _motorway(drawing: Drawing, draws: Draws) -> None:
    """A gantry with signs over the lanes, lamps at both sides."""
    for x in (0.42, 1.60):
        drawing.line([(x, 0.30), (x, 0.84)], 0.020, 0.3, METAL)
    for up in (0.80, 0.84):
        drawing.line([(0.40, up), (1.62, up)], 0.009, 0.35, METAL)
    for nth in range(14):
        x = 0.42 + nth * 0.0843
        drawing.line([(x, 0.80), (x + 0.042, 0.84)], 0.005, 0.3, METAL)
    for x, wide in ((0.66, 0.16), (1.12, 0.20), (1.44, 0.09)):
        drawing.polygon(_box(x - wide, x + wide, 0.715, 0.875), 0.9, LAMP + 8)
        drawing.polygon(_box(x - wide + 0.008, x + wide - 0.008, 0.723, 0.867), 0.3, SIGN)
        drawing.line([(x - wide * 0.7, 0.830), (x + wide * 0.45, 0.830)], 0.017, 0.95, SIGN)
        drawing.line([(x - wide * 0.7, 0.790), (x + wide * 0.1, 0.790)], 0.013, 0.85, SIGN)
        drawing.line([(x + wide * 0.6, 0.74), (x + wide * 0.6, 0.795)], 0.012, 0.95, SIGN)
    for x, side in ((0.10, 1.0), (1.90, -1.0)):
        drawing.line([(x, 0.0), (x, 0.62), (x + side * 0.06, 0.69), (x + side * 0.15, 0.70)], 0.011, 0.3, METAL)
        drawing.ellipse((x + side * 0.16, 0.695), 0.030, 0.010, 1.0, LAMP)


def _lamp(drawing: Drawing, x: float, foot: float, top: float) -> None:
    """A street lamp with a round light."""
    drawing.line([(x, foot), (x, top)], 0.009, 0.3, METAL)
    drawing.line([(x - 0.02, foot + 0.01), (x + 0.02, foot + 0.01)], 0.018, 0.3, METAL)
    drawing.disc((x, top + 0.018), 0.022, 1.0, LAMP)
    drawing.line([(x - 0.018, top), (x + 0.018, top)], 0.007, 0.3, METAL)


def _bicycle(drawing: Drawing, x: float, foot: float, r: float) -> None:
    """A bicycle that leans on the railing."""
    for side in (-1.0, 1.0):
        drawing.disc((x + side * r * 1.25, foot + r), r, 0.25, METAL + 40)
        drawing.disc((x + side * r * 1.25, foot + r), r * 0.86, 0.75, SIGN + 40)
    frame = [(-1.25, 1.0), (-0.45, 2.0), (0.75, 2.1), (0.0, 0.95), (-1.25, 1.0)]
    for one, other in ((0, 1), (1, 2), (2, 3), (3, 0), (1, 3)):
        drawing.line([(x + frame[k][0] * r, foot + frame[k][1] * r) for k in (one, other)], 0.007, 0.2, METAL + 40)
    for ends in (
        ((0.75, 2.1), (1.25, 1.0)),
        ((0.75, 2.1), (0.70, 2.5)),
        ((0.50, 2.5), (0.95, 2.55)),
        ((-0.45, 2.0), (-0.50, 2.3)),
        ((-0.72, 2.3), (-0.3, 2.32)),
    ):
        drawing.line([(x + a * r, foot + b * r) for a, b in ends], 0.007, 0.2, METAL + 40)


def _box(left: float, right: float, low: float, high: float) -> list[Point]:
    return [(left, low), (right, low), (right, high), (left, high)]


def foreground(g: G, x: V, y: V, u: Uniforms) -> None:
    """The place where one stands, lit by the sky and by its own lamps."""
    size = u.fore_size
    squeeze = clamp(u.half_width * 1.28, 0.55, 1.0)
    across, up = x / (size * 2.0 * squeeze) + 0.5, (y - u.fore_y) / size
    inside = (across > 0.0) & (across < 1.0) & (up > 0.0) & (up < 1.0)
    g.layer(inside & is_drawn(u, "fore", across, up), lambda inner: _lookout(inner, x / size, across, up, u))


def _lookout(g: G, along: V, across: V, up: V, u: Uniforms) -> None:
    p = u.cutout("fore", across, up)
    is_lamp = fabs(p.ident - float(LAMP)) < 0.5
    rim = smoothstep(0.35, 0.9, p.tone)
    body_ = mix(u.role("ink"), u.role("near"), fma(p.tone, 0.9, 0.25))
    green = mix(mix(u.role("near"), u.role("mid"), 0.5), u.role("accent2"), 0.12)
    is_green = fabs(p.ident - (LEAVES + GRASS) * 0.5) < 0.6
    body_ = [
        sel(is_green, mix_, own)
        for mix_, own in zip(mix(u.role("ink"), green, fma(p.tone, 0.6, 0.4)), body_, strict=True)
    ]
    is_scarf = fabs(p.ident - float(SCARF)) < 0.5
    is_sign = fabs(p.ident - float(SIGN)) < 0.5
    body_ = [sel(is_scarf, one, own) for one, own in zip(u.role("accent"), body_, strict=True)]
    sign = mix(mix(u.role("mid"), u.role("near"), 0.3), u.role("paper"), smoothstep(0.5, 0.8, p.tone))
    body_ = [sel(is_sign, one, own) for one, own in zip(sign, body_, strict=True)]
    warm = mix(u.role("sky_low"), u.role("sun"), 0.4)
    shade = mix(body_, warm, rim * sel(is_sign, 0.1, 0.55))
    pane, lit = facade(p, along, up, u, 22.0, 22.0, 0.3)
    lit = sel(p.ident < float(SOMEONE - 2), lit, 0.0)
    shade = mix(shade, mix(u.role("near"), u.role("far"), 0.4), sel(p.ident < float(SOMEONE - 2), pane, 0.0) * 0.5)
    shade = mix(shade, lamp_colour(p, along, up, u), lit * 0.9)
    glow = fma(u.pulse, 0.2, 0.75)
    shade = mix(shade, mix(u.role("sun"), u.role("paper"), 0.5), sel(is_lamp, glow, 0.0))
    g.paint(p.coverage, shade, 0.10, p.ident, 0.25, clamp(lit * 0.6 + sel(is_lamp, 0.95, 0.0)))
