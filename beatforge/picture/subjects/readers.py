"""Who sits by a window: a reader with drawn up knees, a traveller who looks out."""

from __future__ import annotations

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.curves import rounded
from beatforge.picture.subjects.outlines import DARK, blob, shape

CUP, SKIN = 233, 237

LIT = (0.006, 0.010)
"""Light comes in from above, a little from the right."""

_FACE: tuple[Point, ...] = (
    (0.42, 1.00), (0.475, 0.955), (0.492, 0.905), (0.488, 0.882), (0.532, 0.828), (0.500, 0.812), (0.512, 0.790),
    (0.498, 0.775), (0.506, 0.757), (0.486, 0.735), (0.484, 0.705), (0.440, 0.688), (0.395, 0.690), (0.385, 0.60),
    (0.24, 0.60), (0.22, 0.75), (0.22, 0.95), (0.30, 1.02),
)  # fmt: skip


def sitting_reader(drawing: Drawing, seat: Point, size: float) -> None:
    """Somebody who sits sideways with drawn-up knees and a book on them, facing right."""

    def at(right: float, up: float) -> Point:
        return seat[0] + right * size, seat[1] + up * size

    shape(
        drawing,
        [
            at(-0.12, 0.0),
            at(-0.20, 0.30),
            at(-0.16, 0.56),
            at(-0.02, 0.66),
            at(0.10, 0.58),
            at(0.14, 0.30),
            at(0.24, 0.02),
        ],
        SOMEONE + 1,
        0.3,
        LIT,
    )
    drawing.line([at(0.04, 0.10), at(0.46, 0.42)], 0.165 * size, 0.2, SOMEONE + 2)
    drawing.line([at(0.46, 0.42), at(0.62, 0.05)], 0.125 * size, 0.25, SOMEONE + 2)
    drawing.line([at(0.62, 0.045), at(0.76, 0.035)], 0.085 * size, 0.6, CUP)
    drawing.line([at(0.49, 0.49), at(0.69, 0.10)], 0.018 * size, 0.8, SOMEONE + 2)
    drawing.line([at(0.02, 0.54), at(0.10, 0.34), at(0.34, 0.44)], 0.095 * size, 0.35, SOMEONE + 1)
    drawing.polygon([at(0.30, 0.42), at(0.40, 0.66), at(0.58, 0.60), at(0.47, 0.40)], 0.9, CUP)
    drawing.polygon([at(0.30, 0.42), at(0.40, 0.66), at(0.44, 0.65), at(0.345, 0.42)], 0.5, SCARF)
    drawing.line([at(-0.01, 0.62), at(0.03, 0.74)], 0.10 * size, 0.5, SKIN)
    blob(drawing, at(0.065, 0.84), 0.115 * size, 0.135 * size, SKIN, 0.45, LIT)
    drawing.polygon([at(0.165, 0.87), at(0.21, 0.80), at(0.16, 0.79)], 0.6, SKIN)
    hair = [
        at(0.14, 0.97),
        at(0.02, 1.01),
        at(-0.10, 0.93),
        at(-0.14, 0.74),
        at(-0.10, 0.52),
        at(0.0, 0.60),
        at(0.03, 0.80),
        at(0.10, 0.91),
    ]
    shape(drawing, hair, SOMEONE, 0.15, LIT)


def traveller(drawing: Drawing, seat: Point, size: float) -> None:
    """Somebody seen from the side to the waist, facing right, chin on a hand, headphones on."""

    def at(right: float, up: float) -> Point:
        return seat[0] + right * size, seat[1] + up * size

    body = [
        at(0.02, -0.2),
        at(0.02, 0.30),
        at(0.10, 0.52),
        at(0.22, 0.62),
        at(0.38, 0.60),
        at(0.46, 0.48),
        at(0.48, 0.25),
        at(0.50, -0.2),
    ]
    shape(drawing, body, SOMEONE + 1, 0.3, (-0.010, 0.008))
    drawing.polygon(rounded([at(*point) for point in _FACE], 3), 0.85, SKIN)
    drawing.polygon(rounded([at(x - 0.012, y + 0.002) for x, y in _FACE], 3), 0.4, SKIN)
    drawing.line([at(0.446, 0.875), at(0.472, 0.868)], 0.010 * size, 0.05, SOMEONE)
    drawing.line([at(0.440, 0.915), at(0.482, 0.912)], 0.010 * size, 0.1, SOMEONE)
    hair = [
        at(0.46, 0.975),
        at(0.40, 1.045),
        at(0.28, 1.06),
        at(0.17, 0.98),
        at(0.14, 0.84),
        at(0.13, 0.66),
        at(0.20, 0.58),
        at(0.29, 0.64),
        at(0.31, 0.80),
        at(0.36, 0.90),
        at(0.43, 0.93),
    ]
    shape(drawing, hair, SOMEONE, 0.15, (-0.008, 0.010))
    drawing.line([at(0.33, 0.86), at(0.30, 1.0), at(0.27, 1.075)], 0.030 * size, 0.6, SCARF)
    blob(drawing, at(0.335, 0.83), 0.060 * size, 0.078 * size, SCARF, 0.4, (-0.006, 0.006))
    drawing.line([at(0.30, 0.50), at(0.40, 0.28), at(0.60, 0.26)], 0.125 * size, 0.25, SOMEONE + 1)
    drawing.line([at(0.60, 0.24), at(0.53, 0.56)], 0.085 * size, 0.45, SOMEONE + 1)
    drawing.line([at(0.53, 0.55), at(0.475, 0.67)], 0.070 * size, 0.75, SKIN)
    drawing.line([at(0.255, 0.60), at(0.37, 0.60)], 0.06 * size, DARK + 0.5, SOMEONE + 2)
