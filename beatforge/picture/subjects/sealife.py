"""What lives in the sea, as drawings: whale, turtle, manta, lantern fish.

In: a `Drawing` to draw in, mostly twice as wide as high, heads to the right. Out: shapes in it; `tone` 0 is the back,
1 the belly or what catches light; `ident` tells parts (`BODY`, `FIN`, `MARK`, `LAMP`).
Colours, movement and light are the motif's affair.
"""

from __future__ import annotations

import math

from beatforge.picture.cutout import Drawing
from beatforge.picture.subjects.curves import rounded, stroked

BODY, FIN, MARK, LAMP = 1, 2, 3, 4


def draw_whale(pen: Drawing) -> None:
    """A humpback from the side."""
    far_fin = ((1.38, 0.34), (1.30, 0.20), (1.12, 0.10), (1.20, 0.24), (1.26, 0.36))
    pen.polygon(rounded(far_fin), 0.05, FIN)
    flukes = (
        (0.30, 0.50),
        (0.16, 0.60),
        (0.03, 0.78),
        (0.00, 0.66),
        (0.09, 0.53),
        (0.02, 0.42),
        (0.04, 0.30),
        (0.17, 0.44),
    )
    pen.polygon(rounded(flukes), 0.18, FIN)
    back = [
        (1.92, 0.50),
        (1.84, 0.585),
        (1.62, 0.655),
        (1.30, 0.69),
        (0.98, 0.665),
        (0.78, 0.65),
        (0.70, 0.675),
        (0.62, 0.61),
    ]
    belly = [
        (0.40, 0.545),
        (0.24, 0.515),
        (0.24, 0.480),
        (0.44, 0.455),
        (0.72, 0.375),
        (1.05, 0.285),
        (1.40, 0.265),
        (1.70, 0.335),
        (1.88, 0.43),
    ]
    pen.polygon(rounded(back + belly), 0.22, BODY)
    light = [(1.90, 0.465), (1.66, 0.455), (1.40, 0.425), (1.10, 0.375), (0.76, 0.40), (0.50, 0.462)]
    under = [(0.72, 0.385), (1.05, 0.292), (1.40, 0.272), (1.70, 0.342), (1.87, 0.43)]
    pen.polygon(rounded(light + under), 0.85, BODY)
    for groove in range(5):
        low = 0.435 - 0.026 * groove
        line = ((1.82 - 0.05 * groove, low + 0.005), (1.50, low - 0.012), (1.20, low - 0.026 + 0.008 * groove))
        pen.line(stroked(line), 0.007, 0.45, BODY)
    pen.line(stroked(((1.90, 0.475), (1.72, 0.47), (1.58, 0.435))), 0.010, 0.0, MARK)
    pen.disc((1.545, 0.462), 0.014, 0.0, MARK)
    near_fin = ((1.47, 0.40), (1.36, 0.22), (1.12, 0.07), (0.93, 0.03), (1.02, 0.13), (1.22, 0.27), (1.30, 0.39))
    pen.polygon(rounded(near_fin), 0.12, FIN)
    pen.line(stroked(((1.45, 0.375), (1.33, 0.215), (1.10, 0.078), (0.98, 0.048))), 0.012, 0.7, FIN)


def draw_turtle(pen: Drawing) -> None:
    """A sea turtle that flies past, its back towards us."""
    pen.polygon(rounded(((0.66, 0.46), (0.48, 0.36), (0.36, 0.24), (0.50, 0.26), (0.72, 0.38))), 0.35, FIN)
    pen.polygon(rounded(((0.62, 0.60), (0.44, 0.64), (0.32, 0.74), (0.46, 0.72), (0.68, 0.66))), 0.25, FIN)
    pen.polygon(
        rounded(((1.24, 0.64), (1.20, 0.80), (1.02, 0.95), (0.84, 0.99), (0.97, 0.86), (1.06, 0.70))), 0.30, FIN
    )
    pen.polygon(
        rounded(((1.30, 0.60), (1.48, 0.64), (1.58, 0.60), (1.60, 0.53), (1.50, 0.48), (1.30, 0.48))), 0.55, FIN
    )
    pen.disc((1.525, 0.57), 0.016, 0.0, MARK)
    shell = (
        (1.40, 0.54),
        (1.26, 0.67),
        (1.00, 0.72),
        (0.76, 0.66),
        (0.58, 0.53),
        (0.76, 0.44),
        (1.02, 0.37),
        (1.28, 0.42),
    )
    pen.polygon(rounded(shell), 0.15, BODY)
    scutes = (((1.22, 0.55), 0.125), ((1.02, 0.555), 0.13), ((0.82, 0.545), 0.105))
    for middle, size in scutes:
        pen.polygon(
            [
                (middle[0] + size * math.cos(k * math.pi / 3), middle[1] + 0.62 * size * math.sin(k * math.pi / 3))
                for k in range(6)
            ],
            0.62,
            BODY,
        )
    for k, (across, up) in enumerate(
        (
            (1.26, 0.645),
            (1.09, 0.675),
            (0.90, 0.655),
            (0.74, 0.61),
            (1.26, 0.45),
            (1.09, 0.425),
            (0.90, 0.45),
            (0.74, 0.485),
        )
    ):
        pen.ellipse((across, up), 0.066, 0.026, 0.5 if k < 4 else 0.42, BODY)
    flipper = ((1.28, 0.48), (1.22, 0.30), (1.00, 0.12), (0.80, 0.05), (0.94, 0.20), (1.06, 0.42))
    pen.polygon(rounded(flipper), 0.55, FIN)
    for spot in ((1.17, 0.33), (1.09, 0.24), (1.00, 0.17), (1.13, 0.40)):
        pen.ellipse(spot, 0.025, 0.018, 0.2, FIN)


def draw_manta(pen: Drawing) -> None:
    """A manta from below, wings spread."""
    pen.line(stroked(((1.0, 0.34), (0.98, 0.18), (1.02, 0.02))), 0.014, 0.2, FIN)
    wings = (
        (1.0, 0.76),
        (1.16, 0.72),
        (1.42, 0.66),
        (1.72, 0.50),
        (1.97, 0.30),
        (1.66, 0.38),
        (1.36, 0.38),
        (1.12, 0.30),
        (1.0, 0.27),
    )
    pen.polygon(rounded([*wings, *((2.0 - x, y) for x, y in wings[-2:0:-1])]), 0.2, BODY)
    belly = ((1.0, 0.72), (1.15, 0.66), (1.30, 0.56), (1.17, 0.42), (1.0, 0.32))
    pen.polygon(rounded([*belly, *((2.0 - x, y) for x, y in belly[-2:0:-1])]), 0.85, BODY)
    for side in (-1.0, 1.0):
        horn = (
            (1.0 + side * 0.07, 0.72),
            (1.0 + side * 0.13, 0.86),
            (1.0 + side * 0.09, 0.89),
            (1.0 + side * 0.05, 0.74),
        )
        pen.polygon(horn, 0.3, FIN)
        for gill in range(4):
            foot = 1.0 + side * (0.055 + 0.006 * gill)
            pen.line(((foot, 0.63 - 0.045 * gill), (foot + side * 0.07, 0.615 - 0.045 * gill)), 0.010, 0.25, BODY)


def draw_lantern_fish(pen: Drawing) -> None:
    """An angler of the deep: a mouth with a lamp before it."""
    pen.polygon(
        rounded(((0.62, 0.46), (0.36, 0.58), (0.20, 0.68), (0.26, 0.46), (0.18, 0.26), (0.38, 0.36))), 0.25, FIN
    )
    pen.polygon(rounded(((1.00, 0.68), (0.86, 0.88), (0.70, 0.84), (0.78, 0.66))), 0.35, FIN)
    body = (
        (1.52, 0.62),
        (1.36, 0.74),
        (1.08, 0.77),
        (0.82, 0.66),
        (0.58, 0.51),
        (0.56, 0.43),
        (0.82, 0.24),
        (1.10, 0.15),
        (1.38, 0.19),
        (1.60, 0.34),
        (1.50, 0.38),
        (1.36, 0.43),
        (1.42, 0.54),
    )
    pen.polygon(rounded(body), 0.2, BODY)
    pen.polygon(
        rounded(((1.36, 0.43), (1.52, 0.37), (1.58, 0.345), (1.36, 0.22), (1.10, 0.18), (0.95, 0.26), (1.15, 0.36))),
        0.55,
        BODY,
    )
    for tooth in range(8):
        across = 1.565 - 0.028 * tooth
        pen.polygon(
            (
                (across - 0.012, 0.355 + 0.010 * tooth),
                (across, 0.47 - 0.015 * (tooth % 2)),
                (across + 0.012, 0.350 + 0.010 * tooth),
            ),
            1.0,
            MARK,
        )
        pen.polygon(
            (
                (across - 0.07, 0.590 - 0.016 * tooth),
                (across - 0.055, 0.49 - 0.016 * tooth),
                (across - 0.040, 0.600 - 0.016 * tooth),
            ),
            1.0,
            MARK,
        )
    pen.disc((1.27, 0.635), 0.052, 0.95, MARK)
    pen.disc((1.282, 0.635), 0.026, 0.0, BODY)
    pen.polygon(
        rounded(((1.04, 0.42), (0.90, 0.34), (0.72, 0.30), (0.76, 0.40), (0.72, 0.48), (0.92, 0.49))), 0.45, FIN
    )
    for ray in range(3):
        pen.line(((1.0, 0.42), (0.77, 0.33 + 0.06 * ray)), 0.008, 0.1, FIN)
    for spot in range(6):
        pen.disc((0.66 + 0.12 * spot, 0.375 - 0.045 * spot + 0.0125 * spot * spot), 0.013, 1.0, LAMP)
    pen.line(stroked(((1.30, 0.74), (1.40, 0.92), (1.60, 0.94), (1.72, 0.80))), 0.016, 0.3, FIN)
    pen.disc((1.73, 0.765), 0.050, 1.0, LAMP)
