"""What stands inside a window: a cat, plants, a cup, books, a lamp, a reader, a traveller in a train.

Each room draws into a cutout twice as wide as high, coordinates in its heights; tone is light on an edge (`outlines`),
identities below say what a thing is made of.
"""

from __future__ import annotations

import math

from beatforge.picture.cutout import Cutout, Drawing, Point
from beatforge.picture.draws import Draws
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE, draw_cat
from beatforge.picture.subjects.curves import rounded
from beatforge.picture.subjects.outlines import blob, shape
from beatforge.picture.subjects.readers import CUP, LIT, SKIN, sitting_reader, traveller

TEXELS = (640, 320)
WOOD, POT, PLANT, LAMP, CLOTH, BOOK = 230, 231, 232, 234, 235, 236


def draw_room(kind: int, draws: Draws) -> Cutout:
    """The things of a room: sill with a cat, reader at the window, close to the pane, attic, train, high up."""
    drawing = Drawing(*TEXELS)
    (_sill, _reader, _close, _attic, _train, _high_up)[kind](drawing, draws)
    return drawing.finish()


def _sill(drawing: Drawing, draws: Draws) -> None:
    """A sill with a plant, a steaming cup, books, and a cat that looks out."""
    _board(drawing, 0.13)
    _pot_plant(drawing, draws, (0.36, 0.13), 0.36)
    _cup(drawing, (1.02, 0.13), 0.11)
    _books(drawing, (0.70, 0.13), 3)
    draw_cat(drawing, (1.50 + draws.between(-0.05, 0.05), 0.13), 0.27)


def _reader(drawing: Drawing, draws: Draws) -> None:
    """A window seat with somebody who reads there, knees drawn up; a lamp, a chest with a plant, pictures."""
    drawing.polygon(_box(-0.1, 2.1, 0.0, 0.09), 0.35, WOOD)
    drawing.line([(-0.1, 0.09), (2.1, 0.09)], 0.005, 0.6, WOOD)
    drawing.polygon(_box(0.30, 1.14, 0.07, 0.25), 0.3, WOOD)
    for nth in range(4):
        drawing.line([(0.33 + nth * 0.21, 0.10), (0.33 + nth * 0.21, 0.23)], 0.006, 0.1, WOOD)
    shape(
        drawing,
        [(0.29, 0.25), (0.32, 0.285), (0.70, 0.29), (1.12, 0.285), (1.15, 0.25), (0.7, 0.245)],
        CLOTH,
        0.35,
        LIT,
    )
    shape(drawing, [(0.33, 0.28), (0.34, 0.46), (0.40, 0.52), (0.47, 0.44), (0.46, 0.28)], CLOTH, 0.5, LIT)
    sitting_reader(drawing, (0.52, 0.28), 0.40)
    _floor_lamp(drawing, 1.50, 0.07, 0.66)
    drawing.polygon(_box(1.64, 1.98, 0.06, 0.30), 0.3, WOOD)
    drawing.line([(1.62, 0.305), (2.0, 0.305)], 0.016, 0.7, WOOD)
    for y in (0.14, 0.22):
        drawing.line([(1.67, y), (1.95, y)], 0.006, 0.1, WOOD)
        drawing.disc((1.81, y + 0.04), 0.010, 0.9, WOOD)
    _pot_plant(drawing, draws, (1.83, 0.31), 0.26)
    for x, y, wide, high in ((1.62, 0.66, 0.075, 0.10), (1.84, 0.72, 0.11, 0.075)):
        drawing.polygon(_box(x - wide, x + wide, y - high, y + high), 0.75, WOOD)
        drawing.polygon(_box(x - wide * 0.84, x + wide * 0.84, y - high * 0.84, y + high * 0.84), 0.4, BOOK)
        shape(
            drawing,
            [
                (x - wide * 0.7, y - high * 0.7),
                (x - wide * 0.2, y + high * 0.2),
                (x + wide * 0.2, y - high * 0.2),
                (x + wide * 0.7, y - high * 0.7),
            ],
            PLANT,
            0.3,
            LIT,
        )
    draw_cat(drawing, (1.26, 0.055), 0.12)


def _close(drawing: Drawing, draws: Draws) -> None:
    """Only a hand round a cup, and a stem of a plant, before the pane."""
    _board(drawing, 0.07)
    _cup(drawing, (0.40, 0.07), 0.17)
    for nth in range(7):
        angle = -0.5 + nth * 0.17 + draws.between(-0.05, 0.05)
        _leaf(drawing, (1.78, 0.06), 0.30 + 0.10 * math.cos(nth * 1.7), angle, 0.040)


def _attic(drawing: Drawing, draws: Draws) -> None:
    """Under a slanted roof: a bed with somebody who looks up, plants that hang, a telescope."""
    shape(
        drawing,
        [(-0.3, -0.2), (-0.3, 0.17), (0.1, 0.19), (0.5, 0.17), (0.75, 0.21), (0.98, 0.17), (1.14, 0.05), (1.15, -0.2)],
        CLOTH,
        0.3,
        (0.004, 0.014),
    )
    for x in (0.15, 0.42, 0.72):
        drawing.line([(x, 0.02), (x + 0.05, 0.10), (x + 0.03, 0.16)], 0.006, 0.6, CLOTH)
    shape(drawing, [(0.02, 0.17), (0.05, 0.25), (0.22, 0.27), (0.36, 0.24), (0.36, 0.17)], CLOTH + 6, 0.7, LIT)
    blob(drawing, (0.27, 0.285), 0.052, 0.056, SKIN, 0.4, LIT)
    shape(
        drawing,
        [(0.22, 0.27), (0.205, 0.31), (0.235, 0.35), (0.29, 0.35), (0.30, 0.33), (0.25, 0.30), (0.25, 0.26)],
        SOMEONE,
        0.15,
        LIT,
    )
    shape(drawing, [(0.30, 0.18), (0.32, 0.235), (0.42, 0.235), (0.56, 0.20), (0.56, 0.16)], SOMEONE + 1, 0.3, LIT)
    drawing.line([(0.40, 0.22), (0.34, 0.26), (0.26, 0.245)], 0.030, 0.4, SOMEONE + 1)
    for x, top, long in ((1.66, 1.0, 0.26), (0.16, 1.0, 0.14)):
        for side in (-1.0, 0.0, 1.0):
            drawing.line([(x, top), (x + side * 0.07, top - long)], 0.004, 0.4, WOOD)
        shape(
            drawing,
            [
                (x - 0.085, top - long),
                (x + 0.085, top - long),
                (x + 0.06, top - long - 0.10),
                (x - 0.06, top - long - 0.10),
            ],
            POT,
            0.35,
            LIT,
        )
        for nth in range(9):
            angle = math.pi * (0.62 + nth * 0.095) + draws.between(-0.1, 0.1)
            _leaf(drawing, (x + (nth - 4) * 0.018, top - long + 0.005), draws.between(0.12, 0.24), angle, 0.022)
    for side in (-1.0, 0.2, 1.0):
        drawing.line([(1.62, 0.27), (1.62 + side * 0.15, -0.02)], 0.013, 0.35, WOOD)
    drawing.line([(1.48, 0.20), (1.80, 0.42)], 0.055, 0.3, LAMP + 12)
    drawing.line([(1.47, 0.21), (1.79, 0.435)], 0.012, 0.9, LAMP + 12)
    drawing.line([(1.76, 0.395), (1.84, 0.45)], 0.075, 0.4, LAMP + 12)
    draw_cat(drawing, (0.90, 0.155), 0.10)


def _train(drawing: Drawing, draws: Draws) -> None:
    """A seat by the window: a traveller with headphones looks out, a folding table with a cup and a book."""
    shape(
        drawing, [(-0.1, -0.1), (-0.1, 0.74), (0.06, 0.80), (0.20, 0.74), (0.25, 0.40), (0.26, -0.1)], CLOTH, 0.3, LIT
    )
    drawing.line([(0.19, 0.72), (0.23, 0.36)], 0.008, 0.7, CLOTH)
    traveller(drawing, (0.20, 0.0), 0.78)
    drawing.polygon([(0.98, 0.135), (1.62, 0.135), (1.66, 0.11), (0.98, 0.11)], 0.5, WOOD)
    drawing.line([(0.98, 0.135), (1.62, 0.135)], 0.006, 0.9, WOOD)
    drawing.line([(1.30, 0.11), (1.30, -0.05)], 0.025, 0.2, WOOD)
    _cup(drawing, (1.42, 0.135), 0.085)
    drawing.polygon([(1.06, 0.137), (1.26, 0.137), (1.27, 0.156), (1.07, 0.160)], 0.8, BOOK)
    shape(drawing, [(1.74, -0.1), (1.74, 0.62), (1.80, 0.72), (1.92, 0.78), (2.1, 0.76), (2.1, -0.1)], CLOTH, 0.25, LIT)


def _high_up(drawing: Drawing, draws: Draws) -> None:
    """High above a street: a box of plants outside, a cat that looks down."""
    _board(drawing, 0.09)
    drawing.polygon(_box(0.10, 0.92, 0.09, 0.19), 0.35, POT)
    drawing.line([(0.08, 0.19), (0.94, 0.19)], 0.014, 0.7, POT)
    for nth in range(26):
        x = 0.13 + nth * 0.03
        _leaf(drawing, (x, 0.185), draws.between(0.08, 0.19), draws.between(-0.5, 0.5), 0.020)
    for _ in range(9):
        blob(drawing, (draws.between(0.14, 0.90), draws.between(0.25, 0.36)), 0.022, 0.020, SCARF, 0.7, LIT)
    draw_cat(drawing, (1.46 + draws.between(-0.05, 0.05), 0.09), 0.30)


def _board(drawing: Drawing, top: float) -> None:
    """The sill's board."""
    drawing.polygon(_box(-0.1, 2.1, -0.1, top), 0.35, WOOD)
    drawing.line([(-0.1, top), (2.1, top)], 0.010, 0.85, WOOD)
    drawing.line([(-0.1, top - 0.05), (2.1, top - 0.05)], 0.006, 0.1, WOOD)


def _pot_plant(drawing: Drawing, draws: Draws, foot: Point, tall: float) -> None:
    """A plant with long leaves in a clay pot."""
    x, y = foot
    wide = tall * 0.26
    count = 11
    for nth in range(count):
        angle = (nth / (count - 1) - 0.5) * 1.9 + draws.between(-0.12, 0.12)
        _leaf(drawing, (x, y + tall * 0.30), tall * draws.between(0.50, 0.78), angle, tall * 0.075)
    pot = [(x - wide, y + tall * 0.32), (x + wide, y + tall * 0.32), (x + wide * 0.72, y), (x - wide * 0.72, y)]
    drawing.polygon(pot, 0.25, POT)
    drawing.polygon(
        [(x + wide * 0.35, y + tall * 0.30), (x + wide, y + tall * 0.30), (x + wide * 0.72, y), (x + wide * 0.25, y)],
        0.6,
        POT,
    )
    drawing.line([(x - wide * 1.05, y + tall * 0.32), (x + wide * 1.05, y + tall * 0.32)], tall * 0.055, 0.6, POT)


def _leaf(drawing: Drawing, foot: Point, long: float, angle: float, wide: float) -> None:
    """A leaf that bends down towards its tip; `angle` 0 stands upright, in radians to the right."""
    tip = (foot[0] + math.sin(angle) * long, foot[1] + math.cos(angle) * long)
    bow = (foot[0] + math.sin(angle * 0.6) * long * 0.55, foot[1] + math.cos(angle * 0.6) * long * 0.60)
    aside = (math.cos(angle) * wide * 0.5, -math.sin(angle) * wide * 0.5)
    blade = [foot, (bow[0] - aside[0], bow[1] - aside[1]), tip, (bow[0] + aside[0], bow[1] + aside[1])]
    drawing.polygon(rounded(blade, 4), 0.3, PLANT)
    drawing.polygon(rounded([foot, bow, tip, (bow[0] + aside[0], bow[1] + aside[1])], 4), 0.7, PLANT)


def _cup(drawing: Drawing, foot: Point, size: float) -> None:
    """A cup with a handle on a saucer."""
    x, y = foot
    drawing.ellipse((x, y + 0.006), size * 0.85, size * 0.10, 0.8, CUP)
    drawing.ellipse((x + size * 0.55, y + size * 0.48), size * 0.28, size * 0.26, 0.7, CUP)
    drawing.ellipse((x + size * 0.55, y + size * 0.48), size * 0.17, size * 0.15, 0.0, BOOK)
    side = [
        (x - size * 0.52, y + size * 0.9),
        (x + size * 0.52, y + size * 0.9),
        (x + size * 0.46, y + size * 0.3),
        (x + size * 0.28, y + 0.008),
        (x - size * 0.28, y + 0.008),
        (x - size * 0.46, y + size * 0.3),
    ]
    drawing.polygon(side, 0.45, CUP)
    drawing.polygon([(x + size * 0.10, y + size * 0.9), side[1], side[2], side[3]], 0.9, CUP)
    drawing.ellipse((x, y + size * 0.9), size * 0.52, size * 0.11, 0.95, CUP)
    drawing.ellipse((x, y + size * 0.89), size * 0.44, size * 0.08, 0.1, WOOD)


def _books(drawing: Drawing, foot: Point, count: int) -> None:
    """A pile of books."""
    x, y = foot
    for nth in range(count):
        wide, aside = 0.105 - 0.012 * nth, 0.012 * (nth % 2)
        ident = (BOOK, SCARF, CLOTH)[nth % 3]
        drawing.polygon(_box(x - wide + aside, x + wide + aside, y + nth * 0.035, y + nth * 0.035 + 0.033), 0.4, ident)
        drawing.polygon(
            _box(x + wide * 0.8 + aside, x + wide + aside, y + nth * 0.035 + 0.005, y + nth * 0.035 + 0.028), 0.9, CUP
        )


def _floor_lamp(drawing: Drawing, x: float, foot: float, top: float) -> None:
    """A standing lamp with a shade."""
    drawing.line([(x, foot), (x, top)], 0.010, 0.4, WOOD)
    drawing.ellipse((x, foot + 0.005), 0.075, 0.014, 0.4, WOOD)
    shade = [(x - 0.055, top + 0.10), (x + 0.055, top + 0.10), (x + 0.105, top - 0.03), (x - 0.105, top - 0.03)]
    drawing.polygon(shade, 0.8, LAMP)


def _box(left: float, right: float, low: float, high: float) -> list[Point]:
    return [(left, low), (right, low), (right, high), (left, high)]
