"""People and a cat seen from behind, for foregrounds that are drawn: standing, sitting, leaning on each other.

In: a drawing, where they stand or sit, and their size in heights of the drawing; tone is light on an edge (`outlines`).
"""

from __future__ import annotations

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.subjects.outlines import DARK, blob, shape

SOMEONE, SCARF = 200, 216
"""Identities: people from `SOMEONE` on, what shines in the accent's colour."""


def draw_stander(drawing: Drawing, foot: Point, tall: float, kind: int) -> None:
    """Somebody who stands, from behind: in a coat, in a dress, with a bag."""
    ident = SOMEONE + kind

    def at(right: float, up: float) -> Point:
        return foot[0] + right * tall, foot[1] + up * tall

    for side in (-1.0, 1.0):
        drawing.line([at(side * 0.045, 0.45), at(side * 0.06, 0.02)], 0.062 * tall, 0.15, ident)
        drawing.line([at(side * 0.06, 0.02), at(side * 0.085, 0.015)], 0.05 * tall, 0.15, ident)
    hem = 0.36 if kind == 1 else 0.42
    wide = 0.17 if kind == 1 else 0.125
    coat = [
        at(-wide, hem),
        at(-0.085, 0.60),
        at(-0.135, 0.80),
        at(-0.05, 0.86),
        at(0.05, 0.86),
        at(0.135, 0.80),
        at(0.085, 0.60),
        at(wide, hem),
    ]
    shape(drawing, coat, ident, 0.2 if kind != 1 else 0.5, (0.014 * tall, 0.018 * tall))
    for side in (-1.0, 1.0):
        drawing.line([at(side * 0.125, 0.79), at(side * 0.165, 0.62), at(side * 0.09, 0.52)], 0.05 * tall, 0.2, ident)
    blob(drawing, at(0.0, 0.935), 0.055 * tall, 0.068 * tall, ident, 0.2, (0.01 * tall, 0.012 * tall))
    if kind == 1:
        shape(
            drawing,
            [at(-0.06, 0.97), at(0.0, 1.01), at(0.06, 0.97), at(0.075, 0.80), at(0.0, 0.77), at(-0.075, 0.80)],
            SCARF + 1,
            0.3,
            (0.01 * tall, 0.01 * tall),
        )
    else:
        drawing.line([at(-0.06, 0.855), at(0.06, 0.86)], 0.045 * tall, 0.9, SCARF)


def draw_bust(drawing: Drawing, seat: Point, size: float, ident: int, kind: int) -> None:
    """Somebody who sits, from behind, to the waist; the one leans to the right, the other to the left."""
    lean = 0.10 if kind == 0 else -0.12

    def at(right: float, up: float) -> Point:
        return seat[0] + (right + lean * up) * size, seat[1] + up * size

    half = [(0.30, -0.35), (0.29, 0.05), (0.36, 0.40), (0.26, 0.60), (0.09, 0.68)]
    outline = [at(-right, up) for right, up in half] + [at(right, up) for right, up in reversed(half)]
    shape(drawing, outline, ident, 0.2 + 0.2 * kind, (-0.03 * size, 0.05 * size))
    drawing.line([at(0.0, 0.6), at(0.02, 0.78)], 0.16 * size, 0.4, ident)
    blob(drawing, at(0.03, 0.92), 0.155 * size, 0.185 * size, ident, 0.2, (-0.03 * size, 0.04 * size))
    if kind == 1:
        hair = [at(-0.16, 0.98), at(0.03, 1.12), at(0.19, 0.98), at(0.24, 0.55), at(0.03, 0.48), at(-0.19, 0.55)]
        shape(drawing, hair, SCARF + 1, 0.3, (-0.03 * size, 0.04 * size))
    else:
        drawing.line([at(-0.15, 0.70), at(0.19, 0.72)], 0.11 * size, 0.9, SCARF)


def draw_sitter(drawing: Drawing, seat: Point, size: float) -> None:
    """Somebody who sits on an edge from behind, propped on both hands, with a hood."""
    draw_bust(drawing, (seat[0], seat[1] + 0.24 * size), size * 0.72, SOMEONE, 0)
    for side in (-1.0, 1.0):
        arm = [
            (seat[0] + side * 0.20 * size, seat[1] + 0.60 * size),
            (seat[0] + side * 0.31 * size, seat[1] + 0.32 * size),
            (seat[0] + side * 0.29 * size, seat[1] + 0.03 * size),
        ]
        drawing.line(arm, 0.085 * size, 0.3, SOMEONE)
    blob(drawing, (seat[0], seat[1] + 0.06 * size), 0.25 * size, 0.12 * size, SOMEONE + 2, DARK, (0.0, 0.01))


def draw_cat(drawing: Drawing, seat: Point, size: float) -> None:
    """A cat that sits with its back to us."""

    def at(right: float, up: float) -> Point:
        return seat[0] + right * size, seat[1] + up * size

    body = [
        at(-0.36, 0.0),
        at(-0.40, 0.35),
        at(-0.20, 0.80),
        at(0.0, 0.95),
        at(0.20, 0.80),
        at(0.40, 0.35),
        at(0.36, 0.0),
    ]
    shape(drawing, body, SOMEONE + 5, 0.1, (-0.04 * size, 0.04 * size))
    blob(drawing, at(0.02, 1.02), 0.25 * size, 0.22 * size, SOMEONE + 5, 0.1, (-0.04 * size, 0.04 * size))
    for side in (-1.0, 1.0):
        drawing.polygon(
            [at(0.02 + side * 0.24, 1.08), at(0.02 + side * 0.06, 1.18), at(0.02 + side * 0.20, 1.40)], 0.3, SOMEONE + 5
        )
    drawing.line([at(0.30, 0.06), at(0.62, 0.02), at(0.80, 0.16), at(0.78, 0.32)], 0.10 * size, 0.2, SOMEONE + 5)
