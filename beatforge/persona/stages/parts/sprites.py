"""People of the crowd as a drawn sheet: heads over shoulders, and raised arms, each in a cell of its own.

Drawn once per shot. Tone is light on an edge (`outlines`), 1 what shines by itself. Nobody looks like a neighbour,
and each can move alone.
"""

from __future__ import annotations

import math

from beatforge.picture.cutout import Cutout, Drawing, Point
from beatforge.picture.subjects.outlines import DARK, EDGE, blob, shape

HEADS, ARMS = 10, 8
"""Cells of the two sheets."""

TEXELS = 160
"""Texels of a cell, each way; a cell is one height of the sheet wide."""

_LONG_HAIR = ((-0.85, 0.9), (0.0, 1.25), (0.85, 0.9), (1.2, -0.4), (1.3, -2.3), (0.0, -2.6), (-1.3, -2.3), (-1.2, -0.4))
_TAIL = ((-0.3, 0.9), (0.3, 0.9), (0.7, -0.9), (0.3, -2.4), (-0.3, -1.7))
_CAP = ((-1.08, 0.15), (-0.8, 1.05), (0.0, 1.3), (0.8, 1.05), (1.08, 0.15))
_BOB = ((-1.1, 0.6), (0.0, 1.35), (1.1, 0.6), (1.25, -1.0), (-1.25, -1.0))


def draw_people() -> Cutout:
    """Heads and shoulders of ten kinds; a head is half way up its cell."""
    drawing = Drawing(HEADS * TEXELS, TEXELS)
    for kind in range(HEADS):
        _person(drawing, kind + 0.5, kind)
    return drawing.finish()


def draw_arms() -> Cutout:
    """Raised arms of eight kinds, of those who stand in the middle of the cell."""
    drawing = Drawing(ARMS * TEXELS, TEXELS)
    for kind in range(ARMS):
        _arms(drawing, kind + 0.5, kind)
    return drawing.finish()


def _person(drawing: Drawing, x: float, kind: int) -> None:
    ident = 10 + 3 * kind
    wide = (0.31, 0.25, 0.28, 0.24, 0.33, 0.27, 0.30, 0.24, 0.29, 0.26)[kind]
    high, r = 0.38, (0.115, 0.105, 0.11, 0.105, 0.12, 0.11, 0.115, 0.10, 0.11, 0.105)[kind]
    half = [(wide * 0.98, -0.2), (wide, high - 0.16), (wide * 0.80, high - 0.03), (0.075, high + 0.03)]
    outline = [(x - right, up) for right, up in half] + [(x + right, up) for right, up in reversed(half)]
    shape(drawing, outline, ident, (DARK, 0.2, 0.28)[kind % 3])
    nod = (0.0, 0.03, -0.03, 0.015, -0.02)[kind % 5]
    drawing.line([(x, high), (x + nod, high + 0.09)], 0.10, 0.3, ident)
    head = (x + nod, high + 0.20)
    if kind not in (1, 3, 7, 9):
        for side in (-1.0, 1.0):
            drawing.ellipse((head[0] + side * r, head[1] - 0.015), 0.022, 0.036, 0.55, ident)
    blob(drawing, head, r, r * 1.2, ident)
    _hair(drawing, head, r, kind, ident)


def _hair(drawing: Drawing, head: Point, r: float, kind: int, ident: int) -> None:
    def at(right: float, up: float) -> Point:
        return head[0] + right * r, head[1] + up * r

    if kind in (1, 9):
        shape(drawing, [at(*point) for point in _LONG_HAIR], ident, 0.2)
    elif kind == 2:
        blob(drawing, at(0.0, 1.45), r * 0.5, r * 0.46, ident, 0.2)
    elif kind == 3:
        shape(drawing, [at(*point) for point in _TAIL], ident, 0.26)
    elif kind == 4:
        for turn in range(9):
            angle = math.pi * (turn / 8.0 * 1.3 - 0.15)
            blob(drawing, at(math.cos(angle) * 0.95, 0.2 + math.sin(angle) * 1.1), 0.048, 0.046, ident, 0.2)
    elif kind == 5:
        shape(drawing, [at(*point) for point in _CAP], ident, 0.42)
    elif kind == 7:
        shape(drawing, [at(*point) for point in _BOB], ident, 0.2)
    elif kind == 8:
        # headphones
        drawing.line([at(-1.15, 0.0), at(-0.8, 1.15), at(0.0, 1.5), at(0.8, 1.15), at(1.15, 0.0)], 0.022, 0.7, ident)
        for side in (-1.0, 1.0):
            drawing.ellipse(at(side * 1.15, -0.1), 0.032, 0.052, 0.6, ident)


def _arms(drawing: Drawing, x: float, kind: int) -> None:
    """Arms from the shoulders up: two open hands, a fist, a phone, horns, hands that clap, one that waves."""
    ident = 46 + 4 * kind
    both = {0: (0.20, 0.30), 4: (0.15, 0.02), 6: (0.24, 0.14)}
    if kind in both:
        shoulder, reach = both[kind]
        for side in (-1.0, 1.0):
            _arm(drawing, (x + side * shoulder, -0.1), (x + side * reach, 0.72 - 0.05 * (side > 0)), ident)
            _fingers(drawing, (x + side * reach, 0.78 - 0.05 * (side > 0)), side * 0.18, ident)
        return
    side = -1.0 if kind in (1, 2, 7) else 1.0
    hand = (x + side * (0.30, 0.16, 0.10, 0.30, 0.0, 0.24, 0.0, 0.36)[kind], (0.7, 0.8, 0.68, 0.74)[kind % 4])
    _arm(drawing, (x + side * 0.18, -0.1), hand, ident)
    if kind == 1:
        blob(drawing, (hand[0], hand[1] + 0.04), 0.055, 0.06, ident)
    elif kind in (2, 5):
        _phone(drawing, (hand[0], hand[1] + 0.10), ident)
    else:
        _fingers(drawing, (hand[0], hand[1] + 0.06), side * 0.2, ident)


def _arm(drawing: Drawing, shoulder: Point, hand: Point, ident: int) -> None:
    elbow = ((shoulder[0] * 0.45 + hand[0] * 0.55), shoulder[1] * 0.5 + hand[1] * 0.5)
    for thin, tone in ((0.0, EDGE), (0.020, DARK + 0.06)):
        drawing.line([shoulder, elbow], 0.105 - thin, tone, ident)
        drawing.line([elbow, hand], 0.078 - thin, tone, ident)


def _fingers(drawing: Drawing, palm: Point, lean: float, ident: int) -> None:
    drawing.ellipse(palm, 0.046, 0.055, EDGE, ident)
    for nth in range(4):
        angle = lean + (nth - 1.5) * 0.26
        tip = (palm[0] + math.sin(angle) * 0.115, palm[1] + math.cos(angle) * 0.115)
        drawing.line([palm, tip], 0.020, EDGE, ident)
    drawing.ellipse((palm[0], palm[1] - 0.012), 0.038, 0.045, 0.25, ident)


def _phone(drawing: Drawing, middle: Point, ident: int) -> None:
    x, y = middle
    for grown, tone, tells in ((0.016, 0.05, ident), (0.0, 1.0, ident + 2)):
        wide, high = 0.052 + grown, 0.088 + grown
        corners = [(x - wide, y - high), (x + wide, y - high), (x + wide, y + high), (x - wide, y + high)]
        drawing.polygon(corners, tone, tells)
    drawing.ellipse((x, y - 0.10), 0.045, 0.035, DARK, ident)
