"""What people sent down into the sea, as drawings: a wreck, a diver.

In: a `Drawing` twice as wide as high, heads and bows to the right. Out: shapes in it; `tone` and `ident` are those of
`sealife`.
"""

from __future__ import annotations

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.subjects.curves import placed, stroked
from beatforge.picture.subjects.sealife import BODY, FIN, LAMP, MARK


def draw_wreck(pen: Drawing) -> None:
    """A sailing ship that lies on the ground, its side broken open."""
    turned = -0.035

    def lay(points: list[Point]) -> list[Point]:
        return placed([(x - 1.0, y - 0.3) for x, y in points], (1.0, 0.30), turned)

    for across, tall, lean in ((0.72, 0.56, 0.03), (1.18, 0.68, 0.05)):
        pen.line(lay([(across, 0.38), (across + lean, 0.38 + tall * 0.8)]), 0.026, 0.15, FIN)
        pen.line(lay([(across - 0.20, 0.30 + tall * 0.58), (across + 0.24, 0.36 + tall * 0.60)]), 0.014, 0.15, FIN)
        for rope in (-0.22, 0.22):
            pen.line(lay([(across + lean, 0.36 + tall * 0.8), (across + rope, 0.40)]), 0.004, 0.1, FIN)
    pen.line(lay([(1.66, 0.47), (1.93, 0.63)]), 0.020, 0.15, FIN)
    pen.polygon(lay([(0.69, 0.56), (0.98, 0.61), (0.90, 0.50), (0.94, 0.44), (0.78, 0.47), (0.67, 0.43)]), 0.75, MARK)
    hull = [
        (0.26, 0.58),
        (0.46, 0.555),
        (0.50, 0.44),
        (0.90, 0.40),
        (1.30, 0.41),
        (1.50, 0.49),
        (1.74, 0.53),
        (1.66, 0.34),
        (1.50, 0.14),
        (1.10, 0.02),
        (0.60, 0.03),
        (0.36, 0.18),
        (0.28, 0.38),
    ]
    pen.polygon(lay(hull), 0.25, BODY)
    for plank in range(5):
        low = 0.34 - 0.065 * plank
        pen.line(
            lay(stroked([(0.32 + 0.02 * plank, low + 0.06), (0.9, low), (1.66 - 0.05 * plank, low + 0.06)])),
            0.006,
            0.0,
            BODY,
        )
    for port in range(5):
        pen.polygon(
            lay([(0.62 + 0.17 * port + x, 0.285 + y) for x, y in ((0, 0), (0.055, 0), (0.055, 0.05), (0, 0.05))]),
            0.0,
            MARK,
        )
    hole = [
        (1.02, 0.25),
        (1.12, 0.30),
        (1.24, 0.27),
        (1.34, 0.30),
        (1.42, 0.20),
        (1.36, 0.11),
        (1.20, 0.07),
        (1.08, 0.10),
    ]
    pen.polygon(lay(hole), 0.0, MARK)
    for rib in range(4):
        pen.line(
            lay(stroked([(1.10 + 0.08 * rib, 0.08), (1.08 + 0.085 * rib, 0.18), (1.12 + 0.08 * rib, 0.29)])),
            0.014,
            0.55,
            BODY,
        )
    pen.polygon(lay([(0.30, 0.50), (0.42, 0.49), (0.42, 0.40), (0.32, 0.41)]), 0.9, LAMP)


def draw_diver(pen: Drawing) -> None:
    """A diver who swims to the right, twice as long as high; legs and fins are the left half."""
    for low, high in ((0.40, 0.22), (0.50, 0.64)):
        pen.line(((0.98, 0.46), (0.62, low)), 0.13, 0.1, BODY)
        pen.line(((0.62, low), (0.36, (low + high) / 2)), 0.10, 0.1, BODY)
        pen.polygon(
            (
                (0.40, (low + high) / 2 + 0.05),
                (0.02, high + 0.10),
                (0.08, high - 0.07),
                (0.36, (low + high) / 2 - 0.05),
            ),
            0.9,
            FIN,
        )
    pen.line(((0.95, 0.66), (1.30, 0.70)), 0.17, 0.8, FIN)
    pen.line(((0.92, 0.46), (1.36, 0.54)), 0.24, 0.1, BODY)
    pen.disc((1.56, 0.62), 0.13, 0.15, BODY)
    pen.ellipse((1.64, 0.62), 0.06, 0.07, 1.0, MARK)
    pen.line(stroked(((1.34, 0.72), (1.46, 0.82), (1.62, 0.72), (1.66, 0.55))), 0.03, 0.1, BODY)
    pen.line(((1.30, 0.46), (1.58, 0.32), (1.82, 0.40)), 0.085, 0.1, BODY)
    pen.disc((1.88, 0.42), 0.06, 1.0, LAMP)
