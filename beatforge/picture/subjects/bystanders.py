"""People and a cat seen from behind, for foregrounds that are drawn: standing, sitting, leaning on each other.

In: a drawing, where they stand or sit, and their size in heights of the drawing; tone is light on an edge (`outlines`).
"""

from __future__ import annotations

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.subjects.outlines import DARK, blob, shape

SOMEONE, SCARF = 200, 216
"""Identities: people from `SOMEONE` on, what shines in the accent's colour."""


def draw_stander(drawing: Drawing, foot: Point, tall: float, kind: int) -> None:
    """Somebody who stands at ease, from behind: in a coat with a scarf, in a dress with long hair, with a bag. One leg
    bears the weight; hips go out over it, shoulders and head against them."""
    ident, over = SOMEONE + kind, (1.0, -1.0, -1.0)[kind]

    def at(right: float, up: float) -> Point:
        """A place of somebody whose weight is on their right leg, or, mirrored, on their left."""
        bend = 0.028 * min(up / 0.48, 1.0) - 0.085 * max(up - 0.48, 0.0)
        return foot[0] + over * (right + bend) * tall, foot[1] + up * tall

    def line(points: list[Point], wide: float, tone: float = 0.2, on: int = ident) -> None:
        drawing.line([at(*point) for point in points], wide * tall, tone, on)

    light = (0.013 * tall, 0.016 * tall)
    line([(0.04, 0.46), (0.038, 0.24), (0.028, 0.02)], 0.060, 0.15)
    line([(0.028, 0.018), (0.060, 0.013)], 0.042, 0.15)
    line([(-0.05, 0.46), (-0.098, 0.25), (-0.112, 0.03)], 0.056, 0.15)
    line([(-0.112, 0.024), (-0.150, 0.013)], 0.040, 0.15)
    hem, wide = (0.37, 0.135) if kind != 1 else (0.31, 0.165)
    coat = [(-wide - 0.02, hem + 0.012), (-0.088, 0.60), (-0.128, 0.805), (-0.05, 0.865)]
    coat += [(0.05, 0.85), (0.128, 0.780), (0.080, 0.60), (wide - 0.015, hem - 0.012), (0.0, hem - 0.02)]
    shape(drawing, [at(*point) for point in coat], ident, 0.5 if kind == 1 else 0.2, light)
    line([(0.115, 0.760), (0.185, 0.625), (0.105, 0.535)], 0.046)
    line([(-0.118, 0.785), (-0.160, 0.640), (-0.158, 0.475)], 0.044)
    line([(0.0, 0.83), (-0.004, 0.90)], 0.050)
    blob(drawing, at(-0.012, 0.938), 0.053 * tall, 0.066 * tall, ident, 0.2, (0.009 * tall, 0.011 * tall))
    if kind == 1:
        hair = [(-0.075, 0.96), (-0.015, 1.008), (0.046, 0.97), (0.060, 0.86), (0.098, 0.735), (0.035, 0.745)]
        hair += [(-0.045, 0.79), (-0.078, 0.85)]
        shape(drawing, [at(*point) for point in hair], SCARF + 1, 0.3, (0.008 * tall, 0.010 * tall))
    elif kind == 0:
        line([(-0.062, 0.862), (0.055, 0.858)], 0.044, 0.9, SCARF)
        line([(0.040, 0.855), (0.075, 0.790), (0.062, 0.715)], 0.034, 0.75, SCARF)
    else:
        line([(-0.105, 0.800), (0.02, 0.66), (0.125, 0.545)], 0.016, 0.75)
        blob(drawing, at(0.145, 0.50), 0.062 * tall, 0.055 * tall, SCARF, 0.5, light)


def draw_bust(drawing: Drawing, seat: Point, size: float, ident: int, kind: int) -> None:
    """Somebody who sits, from behind, to the waist; the one leans to the right and has an arm about the other, who
    leans to the left."""
    lean = 0.10 if kind == 0 else -0.12

    def at(right: float, up: float) -> Point:
        return seat[0] + (right + lean * up) * size, seat[1] + up * size

    # the shoulder on the side they lean to is the lower one
    wide, drop = (0.36, 0.035) if kind == 0 else (0.31, -0.035)
    half = [(0.27, -0.35), (0.235, 0.02), (0.29, 0.30), (wide, 0.46), (wide - 0.10, 0.60), (0.09, 0.68)]
    outline = [at(-right, up + drop * right * 3.0) for right, up in half]
    outline += [at(right, up - drop * right * 3.0) for right, up in reversed(half)]
    shape(drawing, outline, ident, 0.2 + 0.2 * kind, (-0.03 * size, 0.05 * size))
    drawing.line([at(0.0, 0.6), at(0.02, 0.78)], 0.16 * size, 0.4, ident)
    blob(drawing, at(0.03, 0.92), 0.155 * size, 0.185 * size, ident, 0.2, (-0.03 * size, 0.04 * size))
    if kind == 1:
        # the arm of who sits to their left
        drawing.line([at(-0.30, 0.46), at(-0.02, 0.44), at(0.27, 0.36)], 0.125 * size, 0.45, ident - 1)
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
