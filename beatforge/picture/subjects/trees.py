"""Drawn plants: broad-leaved trees, birches, firs, bare trunks, palms, cacti, bushes, ferns, blossoming branches.

Each function draws one plant with a `Pen`: foot at (0, 0), about 1 high, lit from the right (tone 0 dark .. 1 light).
`WOOD` and `LEAVES` are the identities its parts get, `BLOOM` what is neither; a motif adds its own number to them.
"""

from __future__ import annotations

import math

from beatforge.picture.draws import Draws
from beatforge.picture.subjects.sprites import Pen

WOOD, LEAVES, BLOOM = 1, 2, 3


def draw_broad(pen: Pen, draws: Draws, crown: float = 0.30, bloom: float = 0.0, lumps: int = 34) -> None:
    """A tree with a round crown; `bloom` 0..1 is the share of it in blossom."""
    lean = draws.between(-0.03, 0.03)
    _draw_trunk(pen.of(WOOD), draws, 0.055, 0.020, lean, 0.62)
    for k in range(5):
        side, start = (-1.0 if k % 2 else 1.0), 0.30 + 0.06 * k
        end = (lean + side * crown * draws.between(0.45, 0.8), start + draws.between(0.14, 0.24))
        pen.of(WOOD).stroke(((lean * start, start - 0.03), (end[0] * 0.5, start + 0.07), end), 0.018, 0.006, 0.25)
    clumps = []
    for k in range(lumps):
        angle, reach = math.tau * (k * 0.618 + draws.unit() * 0.1), math.sqrt((k + 0.5) / lumps)
        clumps.append((lean + crown * reach * math.cos(angle), 0.68 + 0.27 * reach * math.sin(angle)))
    for x, y in sorted(clumps, key=lambda place: place[1] + place[0] * 0.3):
        light = 0.42 + 0.9 * (y - 0.68) + 0.55 * (x - lean) + draws.between(-0.06, 0.06)
        kind = BLOOM if draws.unit() < bloom else LEAVES
        _draw_clump(pen.of(kind), draws, x, y, crown * draws.between(0.19, 0.30) * (34 / lumps) ** 0.5, light)


def draw_birch(pen: Pen, draws: Draws, wide: float = 0.022, marks: int = 16) -> None:
    """A birch: a pale stem with dark marks, light hanging foliage."""
    bend = draws.between(-0.05, 0.05)
    stem = [(bend * (t * t), t) for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    for k in range(5):
        start, side = 0.45 + 0.1 * k, (-1.0 if (k + (bend > 0)) % 2 else 1.0)
        foot = (bend * start * start, start)
        tip = (foot[0] + side * draws.between(0.08, 0.15), start + draws.between(0.04, 0.10))
        pen.of(WOOD).stroke((foot, ((foot[0] + tip[0]) / 2, tip[1] - 0.01), tip), wide * 0.3, 0.002, 0.3)
        for drop in (0.0, 0.5, 1.0):
            x, y = foot[0] + (tip[0] - foot[0]) * (0.5 + 0.6 * drop), tip[1] - 0.05 * drop
            _draw_clump(pen.of(LEAVES), draws, x, y, draws.between(0.030, 0.05), 0.45 + 0.4 * side * drop)
    pen.of(WOOD).stroke(stem, wide, wide * 0.35, 0.80)
    shade = [(x - wide * 0.45 * (1.0 - 0.6 * y), y) for x, y in stem]
    pen.of(WOOD).stroke(shade, wide * 0.55, wide * 0.2, 0.52)
    for _ in range(marks):
        y = draws.between(0.01, 0.95) ** 1.3
        half = wide * (1.0 - 0.65 * y) * draws.between(0.3, 0.95)
        x, side = bend * y * y, draws.sign() * wide * (1.0 - 0.65 * y)
        pen.of(WOOD).polygon(((x + side, y), (x + side * 0.2 - half * 0.3, y + 0.006), (x + side, y + 0.011)), 0.05)


def draw_fir(pen: Pen, draws: Draws, wide: float = 0.20) -> None:
    """A fir with hanging boughs in ten tiers."""
    pen.of(WOOD).stroke(((0.0, 0.0), (0.0, 0.5)), 0.022, 0.012, 0.15)
    tiers = 10
    for tier in range(tiers):
        low = 0.06 + 0.84 * (tier / tiers) ** 0.94
        half = wide * (1.0 - (low - 0.03) / 0.97) ** 0.9 * draws.between(0.88, 1.1)
        peak = min(1.0, low + 0.24 * (1.0 - 0.55 * low))
        rim, teeth = [], 7
        for k in range(teeth + 1):
            x = half * (2.0 * k / teeth - 1.0)
            sag = 0.045 * (1.0 - low) * abs(x / max(half, 1e-6)) ** 1.5
            rim += [(x, low - sag), (x + half / teeth * 0.9, low + 0.03 * (1.1 - low) - sag * 0.6)]
        pen.of(LEAVES).polygon([(-half, low), *rim[:-1], (half * 0.25, peak - 0.05), (0.0, peak)], 0.22 + 0.02 * tier)
        lit = [(x, y) for x, y in rim[:-1] if x > half * 0.12]
        pen.of(LEAVES).polygon([(half * 0.1, low + 0.05), *lit, (half * 0.22, peak - 0.06), (0.0, peak)], 0.58)


def draw_trunk(pen: Pen, draws: Draws, wide: float = 0.06, boughs: int = 3, cracks: int = 12) -> None:
    """A big trunk that leaves the picture at its top: roots, bark, some boughs."""
    lean = draws.between(-0.04, 0.04)
    for side in (-1.0, 1.0):
        reach = wide * draws.between(1.5, 2.3)
        root = ((side * wide * 0.3, 0.13), (side * wide * 0.9, 0.04), (side * reach, 0.0), (side * wide * 0.2, 0.0))
        pen.of(WOOD).shape(root, 0.30 + 0.15 * side)
    stem = [
        (lean * t + 0.008 * math.sin(t * 9.0 + lean * 80.0), t) for t in (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0)
    ]
    for k in range(boughs):
        start, side = 0.5 + 0.14 * k, draws.sign()
        tip = (side * draws.between(0.16, 0.3), start + draws.between(0.08, 0.2))
        pen.of(WOOD).stroke(((lean * start, start), (tip[0] * 0.5, start + 0.05), tip), wide * 0.32, 0.006, 0.2)
    pen.of(WOOD).stroke(stem, wide, wide * 0.72, 0.26)
    lit = [(x + wide * 0.52 * (1.0 - 0.28 * y), y) for x, y in stem]
    pen.of(WOOD).stroke(lit, wide * 0.46, wide * 0.32, 0.52)
    rim = [(x + wide * 0.86 * (1.0 - 0.28 * y), y) for x, y in stem]
    pen.of(WOOD).stroke(rim, wide * 0.12, wide * 0.08, 0.95)
    for k in range(cracks):
        y, x = draws.between(0.02, 0.86), draws.between(-0.75, 0.6) * wide
        long, dark = draws.between(0.04, 0.11), 0.10 if k % 2 else 0.38
        crack = ((x + lean * y, y), (x + lean * y + wide * 0.07, y + long * 0.5), (x + lean * y, y + long))
        pen.of(WOOD).stroke(crack, wide * 0.06, 0.001, dark)


def draw_bush(pen: Pen, draws: Draws, wide: float = 0.5, bloom: float = 0.0) -> None:
    """A bush, `wide` to each side, about 0.8 high."""
    for k in range(9):
        x = wide * (2.0 * (k % 5) / 4.0 - 1.0) * 0.7 + draws.between(-0.06, 0.06)
        y = (0.22 if k < 5 else 0.5) + draws.between(-0.05, 0.08) - 0.2 * abs(x) / wide
        _draw_clump(pen.of(LEAVES), draws, x, y, draws.between(0.22, 0.3), 0.30 + 0.5 * y + 0.25 * x / wide)
    for _ in range(round(16 * bloom)):
        pen.of(BLOOM).disc(draws.between(-0.7, 0.7) * wide, draws.between(0.2, 0.75), 0.035, draws.between(0.5, 1.0))


def draw_fern(pen: Pen, draws: Draws, fronds: int = 9) -> None:
    """A fern: arching fronds with leaflets."""
    for k in sorted(range(fronds), key=lambda k: -abs(k - (fronds - 1) / 2)):
        aim = (k + 0.5) / fronds * 2.0 - 1.0 + draws.between(-0.08, 0.08)
        reach, high = 0.60 * aim, 0.98 - 0.42 * aim * aim + draws.between(-0.12, 0.0)
        spine = []
        for step in range(8):
            t = step / 7
            spine.append((reach * t * (0.45 + 0.55 * t), high * (1.9 * t - (0.9 + 0.42 * abs(aim)) * t * t)))
        tone = 0.40 + 0.25 * aim + draws.between(-0.12, 0.2)
        fringe: list[list[tuple[float, float]]] = [[], []]
        for step in range(1, 8):
            (x0, y0), (x, y) = spine[step - 1], spine[step]
            norm = max(math.hypot(x - x0, y - y0), 1e-6)
            dx, dy = (x - x0) / norm, (y - y0) / norm
            long = 0.105 * math.sin(math.pi * (0.2 + 0.75 * step / 8))
            for side, edge in ((1.0, fringe[0]), (-1.0, fringe[1])):
                edge.append((x0 + (x - x0) * 0.3, y0 + (y - y0) * 0.3))
                edge.append((x + (dx * 0.35 - dy * side) * long, y + (dy * 0.35 + dx * side) * long - 0.02))
        for side, edge in enumerate(fringe):
            pen.of(LEAVES).polygon([*edge, spine[-1], *reversed(spine)], tone - 0.14 * side)
        pen.of(LEAVES).stroke(spine, 0.009, 0.002, tone * 0.5)


def draw_palm(pen: Pen, draws: Draws) -> None:
    """A date palm, its stem curved, its crown of drooping fronds."""
    bend = draws.sign() * draws.between(0.06, 0.14)
    stem = [(bend * t * t, 0.74 * t) for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    pen.of(WOOD).stroke(stem, 0.030, 0.017, 0.25)
    pen.of(WOOD).stroke([(x + 0.012, y) for x, y in stem], 0.010, 0.006, 0.7)
    for k in range(9):
        y = 0.05 + 0.08 * k
        x = bend * (y / 0.74) ** 2
        pen.of(WOOD).polygon(((x - 0.028, y), (x + 0.026, y + 0.004), (x + 0.028, y + 0.012)), 0.08)
    crown = pen.at(bend, 0.74)
    for k in sorted(range(13), key=lambda k: -abs(k - 6)):
        aim = (k - 6) / 6.0 + draws.between(-0.06, 0.06)
        reach, high = 0.37 * aim, 0.27 * (1.0 - aim * aim) + 0.02
        spine = [(reach * t / 9, high * t / 9 * 1.3 - (0.10 + 0.26 * abs(aim)) * (t / 9) ** 2) for t in range(10)]
        tone = 0.22 + 0.3 * (aim + 1.0) / 2.0 + draws.between(0.0, 0.2)
        for t in range(1, 10):
            (x0, y0), (x, y) = spine[t - 1], spine[t]
            long = 0.10 * math.sin(math.pi * (0.15 + 0.80 * t / 10))
            for hang in (-1.0, 0.45):
                tip = (x + (x - x0) * 0.9 + draws.between(-0.01, 0.01), y + (y - y0) * 0.8 + hang * long)
                crown.of(LEAVES).polygon(((x0, y0), tip, (x, y)), min(1.0, tone + 0.12 * (hang > 0)))
        crown.of(LEAVES).stroke(spine, 0.009, 0.002, min(1.0, tone + 0.3))
    for k in range(4):
        crown.of(BLOOM).disc(-0.03 + 0.02 * k, -0.03 - 0.015 * (k % 2), 0.020, 0.5)


def draw_saguaro(pen: Pen, draws: Draws) -> None:
    """A tall cactus with two or three arms, ribbed."""

    def limb(points: list[tuple[float, float]], wide: float) -> None:
        tip = points[-1]
        pen.of(LEAVES).stroke(points, wide, wide * 0.94, 0.22)
        pen.of(LEAVES).disc(tip[0], tip[1], wide * 0.94, 0.22)
        for share, tone in ((-0.45, 0.36), (0.05, 0.12), (0.42, 0.62), (0.80, 0.95)):
            rib = [(x + wide * share, y) for x, y in points]
            pen.of(LEAVES).stroke(
                [*rib, (tip[0] + wide * share * 0.8, tip[1] + wide * 0.4)], wide * 0.13, wide * 0.1, tone
            )

    side = draws.sign()
    for k, (start, out, top) in enumerate(((0.38, 0.19, 0.78), (0.50, 0.16, 0.70), (0.30, 0.13, 0.46))):
        turn = side if k % 2 == 0 else -side
        out, top = out * turn * draws.between(0.9, 1.1), top + draws.between(-0.05, 0.05)
        wide = 0.040 - 0.006 * k
        arm = [(0.02 * turn, start), (out * 0.6, start + 0.005), (out * 0.93, start + 0.05), (out, start + 0.13)]
        if k < 2 or draws.unit() > 0.5:
            limb([*arm, (out, top)], wide)
    limb([(0.0, 0.0), (0.0, 0.3), (0.0, 0.6), (0.0, 0.94)], 0.062)
    for x, y in ((0.0, 0.985), (0.03, 0.97), (-0.03, 0.97)):
        pen.of(BLOOM).disc(x, y, 0.018, 0.8)


def draw_pear(pen: Pen, draws: Draws) -> None:
    """A prickly pear: flat round leaves growing out of each other, with fruit."""

    def grow(x: float, y: float, size: float, turn: float, level: int) -> None:
        part = pen.at(x, y, size, turn)
        leaf = ((-0.05, 0.0), (-0.30, 0.35), (-0.26, 0.75), (0.0, 0.95), (0.26, 0.75), (0.30, 0.35), (0.05, 0.0))
        part.of(LEAVES).shape(leaf, 0.25)
        part.of(LEAVES).shape([(a * 0.62 + 0.09, b * 0.72 + 0.16) for a, b in leaf], 0.55 + 0.1 * level)
        for k in range(5):
            part.of(LEAVES).disc(0.16 * math.sin(k * 2.4), 0.25 + 0.13 * k, 0.022, 0.95)
        if level == 2:
            for k in (-1, 0, 1):
                part.of(BLOOM).disc(0.17 * k, 0.93 - 0.08 * k * k, 0.075, 0.7)
            return
        tip = (x - size * 0.85 * math.sin(math.tau * turn), y + size * 0.85 * math.cos(math.tau * turn))
        for side in (-1.0, 1.0):
            grow(tip[0] - side * 0.05 * size, tip[1], size * 0.8, turn + side * draws.between(0.06, 0.12), level + 1)

    for side in (-1.0, 0.0, 1.0):
        grow(0.10 * side, 0.0, 0.40, -0.09 * side + draws.between(-0.03, 0.03), 1 if side else 0)


def draw_grass(pen: Pen, draws: Draws, blades: int = 16, spread: float = 0.4) -> None:
    """A tuft of grass."""
    for _ in range(blades):
        x, bend, high = draws.between(-1.0, 1.0) * spread, draws.between(-0.2, 0.2), draws.between(0.45, 1.0)
        blade = ((x, 0.0), (x + bend * 0.25, high * 0.55), (x + bend, high))
        pen.of(LEAVES).stroke(blade, 0.020, 0.002, draws.between(0.15, 0.75))


def draw_spray(pen: Pen, draws: Draws, blooms: int = 34) -> None:
    """A branch that reaches from (0, 0) to the right and down, 1 long, set with blossoms."""
    spine = [(t, -0.30 * t * t + 0.04 * math.sin(7.0 * t)) for t in (0.0, 0.17, 0.34, 0.5, 0.67, 0.83, 1.0)]
    twigs = [spine]
    for k in range(1, 6):
        x, y = spine[k]
        turn, long = (0.10 if k % 2 else -0.12) + draws.between(-0.03, 0.03), draws.between(0.2, 0.34)
        right, up = long * math.cos(math.tau * turn), long * math.sin(math.tau * turn)
        twigs.append([(x + right * t, y + up * t - 0.06 * t * t) for t in (0.0, 0.35, 0.7, 1.0)])
    for k, twig in enumerate(twigs):
        pen.of(WOOD).stroke(twig, 0.026 if k == 0 else 0.011, 0.005, 0.25)
        pen.of(WOOD).stroke([(x, y + 0.008) for x, y in twig], 0.006, 0.002, 0.6)
    for _ in range(blooms):
        twig = twigs[draws.whole(len(twigs))]
        at = draws.between(0.3, 0.999) * (len(twig) - 1)
        (x0, y0), (x1, y1) = twig[int(at)], twig[int(at) + 1]
        x, y = x0 + (x1 - x0) * (at % 1.0), y0 + (y1 - y0) * (at % 1.0)
        draw_blossom(pen.at(x + draws.between(-0.03, 0.03), y + draws.between(-0.04, 0.03),
                            draws.between(0.035, 0.062), draws.unit()), draws)  # fmt: skip


def draw_blossom(pen: Pen, draws: Draws) -> None:
    """A blossom of five petals, 1 in radius, seen from the front."""
    light = draws.between(0.42, 0.78)
    for k in range(5):
        petal = pen.of(BLOOM).at(0.0, 0.0, 1.0, k / 5)
        petal.shape(((-0.10, 0.1), (-0.42, 0.62), (-0.12, 0.98), (0.0, 0.88), (0.12, 0.98), (0.42, 0.62), (0.10, 0.1)),
                    light + 0.22 * (k % 2), 2)  # fmt: skip
    pen.of(BLOOM).disc(0.0, 0.0, 0.20, 0.15)


def _draw_trunk(pen: Pen, draws: Draws, wide: float, top: float, lean: float, high: float) -> None:
    stem = [(lean * t, high * t) for t in (0.0, 0.08, 0.3, 0.6, 1.0)]
    pen.polygon(((-wide * 1.9, 0.0), (-wide * 0.7, 0.06), (wide * 0.7, 0.06), (wide * 1.9, 0.0)), 0.18)
    pen.stroke(stem, wide, top, 0.22)
    pen.stroke([(x + wide * 0.4 * (1.0 - y), y) for x, y in stem], wide * 0.45, top * 0.4, 0.6)
    for _ in range(5):
        y, x = draws.between(0.03, high * 0.6), draws.between(-0.5, 0.3) * wide
        pen.stroke(((x + lean * y / high, y), (x + lean * y / high, y + 0.07)), wide * 0.07, 0.001, 0.08)


def _draw_clump(pen: Pen, draws: Draws, x: float, y: float, radius: float, light: float) -> None:
    """Foliage: a dark lump, a lighter one on it towards the light, some single leaves."""
    light = min(1.0, max(0.08, light))
    pen.blob(x, y, radius, draws, light * 0.55)
    pen.blob(x + radius * 0.16, y + radius * 0.20, radius * 0.70, draws, light * 0.85, 9)
    pen.blob(x + radius * 0.30, y + radius * 0.36, radius * 0.36, draws, light, 7)
