"""A coral reef as a drawing: branches, fans, tubes, domes, tables and tufts on a ridge of rock."""

from __future__ import annotations

import math

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.draws import Draws
from beatforge.picture.subjects.curves import fan, stroked

ROCK, CORALS = 1, 5
"""A reef's rock; its corals are 2 .. CORALS."""


def draw_reef(pen: Drawing, draws: Draws) -> None:
    """A garden of corals on rock, as long as the drawing; its ends fit together."""
    length = pen.width / pen.height
    ridge = [(k * length / 12, 0.16 + (0.0 if k in (0, 12) else draws.between(-0.06, 0.10))) for k in range(13)]
    growths = (_branches, _plume, _tubes, _dome, _table, _tuft)
    spots = [(0.14 + (length - 0.28) * (k + draws.between(0.15, 0.85)) / 15, draws.unit()) for k in range(15)]
    for k, (across, choice) in enumerate(spots):
        size = draws.between(0.30, 0.62) if k % 4 else draws.between(0.66, 0.86)
        growth = growths[(k + int(choice * 2.99)) % len(growths)]
        growth(pen, draws, (across, 0.13), size, 2 + (k + int(choice * 7)) % (CORALS - 1))
    rock = stroked(ridge, 4)
    pen.polygon([(0.0, 0.0), *rock, (length, 0.0)], 0.3, ROCK)
    for k in range(26):
        foot = (length * (k + draws.unit()) / 26, draws.between(0.02, 0.14))
        pen.ellipse(
            foot,
            draws.between(0.03, 0.07),
            draws.between(0.02, 0.05),
            draws.between(0.2, 0.9),
            ROCK if k % 3 else 2 + k % 4,
        )


def _branches(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """A coral like a leafless bush."""

    def grow(at: Point, turns: float, reach: float, left: int) -> None:
        end = (at[0] + reach * math.cos(2 * math.pi * turns), at[1] + reach * math.sin(2 * math.pi * turns))
        pen.line((at, end), 0.012 + 0.009 * left, 0.85 - 0.2 * left, ident)
        for spread in (-0.065, 0.06) if left else ():
            grow(end, turns + spread * draws.between(0.7, 1.5), reach * draws.between(0.66, 0.84), left - 1)

    for turns in (0.20, 0.26, 0.31):
        grow(foot, turns + draws.between(-0.02, 0.02), size * 0.36, 3)


def _plume(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """A sea fan: a net of ribs in one plane."""
    wide = draws.between(0.26, 0.33)
    middle = (foot[0], foot[1] + 0.10 * size)
    pen.line((foot, middle), 0.03, 0.2, ident)
    pen.polygon(fan(middle, size * 0.86, 0.25 - wide / 2, 0.25 + wide / 2), 0.45, ident)
    for rib in range(9):
        turns = 2 * math.pi * (0.25 + wide * (rib / 8 - 0.5))
        reach = size * (0.90 + 0.08 * (rib % 2))
        pen.line(
            (middle, (middle[0] + reach * math.cos(turns), middle[1] + reach * math.sin(turns))), 0.012, 0.95, ident
        )


def _tubes(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """A handful of sponges like organ pipes."""
    for nth in range(5):
        across, tall = foot[0] + (nth - 2) * 0.075, size * draws.between(0.45, 0.85)
        top = (across + (nth - 2) * 0.035, foot[1] + tall)
        pen.line(((across, foot[1]), top), 0.075, 0.35 + 0.1 * (nth % 3), ident)
        pen.ellipse(top, 0.036, 0.020, 0.0, ident)


def _dome(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """A brain coral."""
    wide = size * draws.between(0.36, 0.46)
    pen.ellipse(foot, wide, wide * 0.95, 0.45, ident)
    for ring in range(1, 5):
        arc = fan(foot, wide * (1.0 - ring * 0.17), 0.06, 0.44, 12)[1:]
        pen.line(arc, 0.016, 0.85, ident)


def _table(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """Two plates on a stem."""
    for level, wide in ((0.55, 0.24), (0.80, 0.34)):
        top = foot[1] + size * level * 0.9
        pen.polygon(
            (
                (foot[0] - 0.03, foot[1]),
                (foot[0] + 0.03, foot[1]),
                (foot[0] + size * wide * 0.5, top),
                (foot[0] - size * wide * 0.5, top),
            ),
            0.1,
            ident,
        )
        pen.ellipse((foot[0] + draws.between(-0.03, 0.03), top), size * wide, 0.040, 0.75, ident)


def _tuft(pen: Drawing, draws: Draws, foot: Point, size: float, ident: int) -> None:
    """An anemone: arms to all sides."""
    for arm in range(13):
        turns = 2 * math.pi * (0.25 + (arm / 12 - 0.5) * 0.36)
        reach = size * draws.between(0.50, 0.66)
        knee = (foot[0] + 0.6 * reach * math.cos(turns), foot[1] + 0.6 * reach * math.sin(turns))
        end = (foot[0] + reach * math.cos(turns) + draws.between(-0.05, 0.05), foot[1] + reach * math.sin(turns))
        pen.line(stroked((foot, knee, end), 4), 0.026, 0.35 + 0.05 * arm % 0.4, ident)
        pen.disc(end, 0.022, 1.0, ident)
