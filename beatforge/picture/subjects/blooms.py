"""Drawn flowers on their stems: poppy, daisy, tulip, cornflower, sunflower, grass in ear.

Each function draws one with a `Pen`: foot at (0, 0), about 1 high, lit from the right (tone 0 dark .. 1 light). Stems
are `STEM`, hearts `HEART`; petals are `RED`, `WHITE`, `GOLD` or `BLUE`, names for four colours that a motif gives.
"""

from __future__ import annotations

import math

from beatforge.picture.draws import Draws
from beatforge.picture.subjects.sprites import Pen

STEM, RED, WHITE, GOLD, BLUE, HEART = 2, 3, 4, 5, 6, 7


def draw_poppy(pen: Pen, draws: Draws) -> None:
    """A poppy: four wide crumpled petals about a dark heart, a bud beside it."""
    x, y = _draw_stem(pen, draws, 0.82)
    _draw_leaves(pen, draws, 3, 0.35)
    bud = draws.sign()
    pen.of(STEM).stroke(((0.0, 0.3), (bud * 0.10, 0.5), (bud * 0.14, 0.62), (bud * 0.17, 0.58)), 0.008, 0.007, 0.4)
    pen.of(STEM).disc(bud * 0.175, 0.56, 0.030, 0.5)
    head = pen.at(x, y, 0.2)
    for across, up, wide, high, tone in ((0.0, 0.32, 0.85, 0.62, 0.45), (-0.5, 0.12, 0.62, 0.66, 0.28),
                                         (0.5, 0.12, 0.62, 0.66, 0.70), (0.05, -0.22, 0.80, 0.52, 0.92)):  # fmt: skip
        ring = []
        for k in range(11):
            angle = math.tau * k / 11
            reach = 1.0 + draws.between(-0.10, 0.10)
            ring.append((across + wide * reach * math.cos(angle), up + high * reach * math.sin(angle)))
        head.of(RED).shape(ring, tone, 2)
    head.of(HEART).disc(0.04, 0.10, 0.27, 0.1)
    head.of(HEART).disc(0.07, 0.13, 0.12, 0.9)


def draw_daisy(pen: Pen, draws: Draws) -> None:
    """A daisy: many narrow petals about a round heart; a second, smaller one."""
    for at, high, size in ((draws.sign() * 0.13, 0.62, 0.11), (0.0, 0.84, 0.155)):
        x, y = _draw_stem(pen.at(at * 0.6, 0.0), draws, high)
        head = pen.at(x + at * 0.6, y, size)
        petals = 15
        for k in range(petals):
            petal = head.of(WHITE).at(0.0, 0.0, 1.0, k / petals + draws.between(-0.01, 0.01))
            tone = 0.62 + 0.3 * math.cos(math.tau * (k / petals + 0.62)) + draws.between(-0.06, 0.06)
            petal.polygon(((-0.05, 0.2), (-0.16, 0.66), (-0.09, 0.97), (0.09, 0.97), (0.16, 0.66), (0.05, 0.2)), tone)
        head.of(HEART).disc(0.0, 0.0, 0.30, 0.55)
        head.of(HEART).disc(0.06, 0.07, 0.19, 0.95)
    _draw_leaves(pen, draws, 4, 0.28)


def draw_tulip(pen: Pen, draws: Draws) -> None:
    """A tulip: a cup of three petals, two long leaves."""
    for side in (-1.0, 1.0):
        reach = draws.between(0.14, 0.22) * side
        leaf = ((0.0, 0.0), (reach * 0.5, 0.22), (reach, 0.52 + 0.05 * side), (reach * 0.75, 0.26), (reach * 0.25, 0.0))
        pen.of(STEM).shape(leaf, 0.35 + 0.25 * side)
    x, y = _draw_stem(pen, draws, 0.72)
    head = pen.at(x, y, 0.26).of(GOLD if draws.unit() < 0.5 else RED)
    head.shape(((-0.30, 0.05), (-0.50, 0.45), (-0.40, 0.98), (-0.12, 0.62), (0.0, 1.02), (0.14, 0.62), (0.42, 0.98),
                (0.50, 0.45), (0.30, 0.05), (0.0, -0.06)), 0.30)  # fmt: skip
    head.shape(((0.02, 0.0), (0.16, 0.55), (0.42, 0.97), (0.51, 0.45), (0.30, 0.05)), 0.62)
    head.shape(((-0.24, 0.02), (-0.28, 0.48), (0.0, 1.0), (0.28, 0.48), (0.24, 0.02), (0.0, -0.06)), 0.86)


def draw_cornflower(pen: Pen, draws: Draws) -> None:
    """A cornflower: ragged blue trumpets about a tuft."""
    x, y = _draw_stem(pen, draws, 0.82)
    _draw_leaves(pen, draws, 5, 0.30)
    head = pen.at(x, y, 0.155)
    for k in range(9):
        ray = head.of(BLUE).at(0.0, 0.05, 1.0, k / 9 + draws.between(-0.02, 0.02))
        ray.polygon(((0.0, 0.1), (-0.24, 0.85), (-0.12, 0.78), (0.0, 1.0), (0.12, 0.78), (0.24, 0.85)),
                    0.55 + 0.35 * math.cos(math.tau * (k / 9 + 0.62)))  # fmt: skip
    for k in range(8):
        head.of(HEART).at(0.0, 0.05, 0.42, k / 8).stroke(((0.0, 0.0), (0.0, 1.0)), 0.10, 0.14, 0.3 + 0.08 * k)
    head.of(STEM).shape(((-0.2, 0.02), (-0.22, -0.28), (0.0, -0.42), (0.22, -0.28), (0.2, 0.02)), 0.45, 3)


def draw_sunflower(pen: Pen, draws: Draws) -> None:
    """A sunflower, its face a little aside; broad leaves."""
    for k in range(4):
        side, y = (-1.0 if k % 2 else 1.0), 0.16 + 0.13 * k
        leaf = pen.of(STEM).at(0.0, y, 0.30, -0.19 * side)
        ring = ((0.0, 0.0), (-0.34, 0.34), (-0.26, 0.68), (0.0, 1.0), (0.26, 0.68), (0.34, 0.34))
        leaf.shape(ring, 0.30)
        leaf.shape([(a * 0.5 + 0.14, b * 0.9 + 0.02) for a, b in ring], 0.55 + 0.1 * side, 3)
        for vein in (0.22, 0.44, 0.64):
            for way in (-1.0, 1.0):
                leaf.stroke(((0.0, vein), (way * 0.24, vein + 0.16)), 0.012, 0.004, 0.18)
        leaf.stroke(((0.0, 0.0), (0.0, 0.95)), 0.022, 0.006, 0.85)
    x, y = _draw_stem(pen, draws, 0.80, 0.018)
    head = pen.at(x, y, 0.20)
    for ring_of, petals, long, tone in ((0.5, 17, 1.0, 0.40), (0.0, 17, 0.9, 0.80)):
        for k in range(petals):
            petal = head.of(GOLD).at(0.0, 0.0, long * draws.between(0.92, 1.05), (k + ring_of) / petals)
            light = tone + 0.16 * math.cos(math.tau * (k / petals + 0.62))
            petal.polygon(((-0.06, 0.35), (-0.15, 0.68), (0.0, 1.02), (0.15, 0.68), (0.06, 0.35)), light)
    head.of(HEART).disc(0.0, 0.0, 0.56, 0.12)
    for k in range(46):
        reach, angle = 0.52 * math.sqrt((k + 0.5) / 46), 2.39996 * k
        head.of(HEART).disc(
            reach * math.cos(angle), reach * math.sin(angle), 0.040, 0.2 + 0.5 * (k > 22) + 0.2 * (k % 3 == 0)
        )


def draw_ears(pen: Pen, draws: Draws) -> None:
    """Grass in ear."""
    for k in range(9):
        x, bend, high = 0.04 * (k - 4), draws.between(-0.16, 0.16), draws.between(0.55, 0.98)
        tip = (x + bend, high)
        pen.of(STEM).stroke(((x, 0.0), (x + bend * 0.2, high * 0.5), tip), 0.008, 0.003, draws.between(0.3, 0.7))
        if k % 2:
            for grain in range(6):
                t = 0.80 + 0.035 * grain
                gx, gy = x + bend * (0.2 + 0.8 * (t * 2 - 1)), high * t
                pen.of(STEM).disc(gx + 0.012 * (-1) ** grain, gy, 0.013, 0.9)
    _draw_leaves(pen, draws, 6, 0.5)


def _draw_stem(pen: Pen, draws: Draws, high: float, wide: float = 0.010) -> tuple[float, float]:
    """A slightly bent stem; where it ends."""
    bend = draws.between(-0.07, 0.07)
    points = [(bend * t * t, high * t) for t in (0.0, 0.33, 0.66, 1.0)]
    pen.of(STEM).stroke(points, wide * 1.3, wide, 0.30)
    pen.of(STEM).stroke([(x + wide * 0.4, y) for x, y in points], wide * 0.45, wide * 0.35, 0.75)
    return points[-1]


def _draw_leaves(pen: Pen, draws: Draws, count: int, high: float) -> None:
    """Narrow leaves about the foot."""
    for k in range(count):
        side = -1.0 if k % 2 else 1.0
        reach, top = side * draws.between(0.06, 0.19), high * draws.between(0.6, 1.2)
        leaf = ((0.0, 0.0), (reach * 0.35, top * 0.6), (reach, top), (reach * 0.65, top * 0.45), (reach * 0.1, 0.0))
        pen.of(STEM).polygon(leaf, 0.4 + 0.25 * side + draws.between(-0.1, 0.1))
