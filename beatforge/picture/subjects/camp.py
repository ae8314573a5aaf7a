"""Drawn things about a fire: tent, logs in a ring of stones, candles, lantern, hearth.

Each function draws one with a `Pen`: foot at (0, 0), about 1 high, lit from the right (tone 0 dark .. 1 light). What is
plain is `BODY`, what is in the accent's colour `CLOTH`, what glows of itself `GLOW`.
"""

from __future__ import annotations

import math

from beatforge.picture.draws import Draws
from beatforge.picture.subjects.sprites import Pen

BODY, CLOTH, GLOW = 1, 2, 3


def draw_tent(pen: Pen) -> None:
    """A nomads' tent with a lit entrance."""
    cloth, stripe, inside = pen.of(BODY), pen.of(CLOTH), pen.of(GLOW)
    roof = (
        (-0.62, 0.20),
        (-0.38, 0.72),
        (-0.30, 0.66),
        (0.0, 1.0),
        (0.30, 0.66),
        (0.40, 0.70),
        (0.62, 0.20),
        (0.0, 0.24),
    )
    cloth.polygon([(-0.60, 0.0), *roof[:-1], (0.60, 0.0)], 0.3)
    cloth.polygon(((0.0, 1.0), (0.30, 0.66), (0.40, 0.70), (0.62, 0.20), (0.60, 0.0), (0.12, 0.0)), 0.8)
    for k in (-2, -1, 1, 2):
        stripe.stroke(((0.05 * k, 0.92 - 0.08 * abs(k)), (0.20 * k, 0.30), (0.24 * k, 0.02)), 0.012, 0.022, 0.6)
    inside.polygon(((-0.15, 0.0), (-0.02, 0.55), (0.02, 0.55), (0.16, 0.0)), 1.0)
    for side in (-1.0, 1.0):
        cloth.stroke(((side * 0.62, 0.20), (side * 0.69, 0.0)), 0.006, 0.004, 0.1)


def draw_logs(pen: Pen, draws: Draws) -> None:
    """Logs leaning together over embers, a ring of stones; 1 high, 2 wide."""
    for k in range(11):
        x = 0.95 * math.cos(math.pi * k / 10)
        pen.of(BODY).blob(x, 0.20 + 0.12 * math.sin(math.pi * k / 10), 0.13, draws, 0.25 + 0.03 * k, 9)
    for _ in range(26):
        x = draws.between(-0.6, 0.6)
        pen.of(GLOW).blob(x, 0.14 + draws.between(0.0, 0.22) * (1.0 - abs(x)), draws.between(0.04, 0.09), draws,
                          draws.between(0.3, 1.0), 7)  # fmt: skip
    for foot, top, high in ((-0.62, 0.10, 0.80), (0.60, -0.08, 0.86), (-0.30, 0.25, 0.72), (0.30, -0.22, 0.62)):
        log = ((foot, 0.06), (top, high))
        pen.of(BODY).stroke(log, 0.085, 0.065, 0.12)
        pen.of(GLOW).stroke(((foot * 0.5 + top * 0.5, 0.06 + high * 0.4), (top, high * 0.86)), 0.02, 0.012, 0.6)
    for k in range(7):
        x = 0.98 * (2.0 * k / 6 - 1.0)
        y = 0.05 - 0.05 * (1.0 - x * x)
        pen.of(BODY).blob(x * 0.95, y + 0.05, draws.between(0.13, 0.17), draws, 0.30 + 0.25 * draws.unit(), 9)
        pen.of(BODY).blob(x * 0.93, y + 0.10, 0.075, draws, 0.95, 8)


def draw_candle(pen: Pen, draws: Draws, high: float = 0.9, wide: float = 0.16) -> None:
    """A candle with wax that has run down, in a saucer; its wick ends at `high` + 0.06."""
    pen.of(BODY).ellipse(0.0, 0.03, wide * 2.1, 0.05, 0.25)
    pen.of(BODY).ellipse(0.0, 0.05, wide * 1.8, 0.035, 0.55)
    rim = [(wide * (2.0 * k / 6 - 1.0), high - draws.between(0.0, 0.04)) for k in range(7)]
    pen.of(CLOTH).polygon([(-wide * 1.05, 0.05), *rim, (wide * 1.05, 0.05)], 0.45)
    pen.of(CLOTH).polygon([(wide * 0.15, 0.05), (wide * 0.25, high - 0.05), *rim[5:], (wide * 1.05, 0.05)], 0.85)
    for _ in range(5):
        x, low = draws.between(-0.9, 0.9) * wide, draws.between(0.35, 0.8) * high
        pen.of(CLOTH).stroke(((x, high - 0.02), (x, low)), 0.022, 0.030, 0.62)
        pen.of(CLOTH).disc(x, low, 0.034, 0.72)
    top = [(-wide * 0.9, high - 0.02), (-wide * 0.75, high - 0.14), (0.0, high - 0.20), (wide * 0.75, high - 0.14)]
    pen.of(GLOW).shape([*top, (wide * 0.9, high - 0.02), (0.0, high - 0.05)], 0.45, 3)
    pen.of(BODY).stroke(((0.0, high - 0.03), (0.008, high + 0.06)), 0.010, 0.008, 0.0)


def draw_lantern(pen: Pen) -> None:
    """A storm lantern with a lit glass."""
    body, glow = pen.of(BODY), pen.of(GLOW)
    for side in (-1.0, 1.0):
        body.stroke(((side * 0.20, 0.14), (side * 0.27, 0.4), (side * 0.22, 0.72), (side * 0.10, 0.80)), 0.018, 0.018,
                    0.35 + 0.3 * side)  # fmt: skip
    glow.shape(((-0.13, 0.24), (-0.19, 0.42), (-0.11, 0.64), (0.11, 0.64), (0.19, 0.42), (0.13, 0.24)), 0.75)
    body.polygon(
        (
            (-0.26, 0.0),
            (-0.22, 0.15),
            (-0.12, 0.20),
            (-0.12, 0.25),
            (0.12, 0.25),
            (0.12, 0.20),
            (0.22, 0.15),
            (0.26, 0.0),
        ),
        0.25,
    )
    body.polygon(((0.08, 0.0), (0.06, 0.25), (0.12, 0.25), (0.12, 0.20), (0.22, 0.15), (0.26, 0.0)), 0.8)
    body.polygon(((-0.14, 0.64), (-0.10, 0.76), (0.10, 0.76), (0.14, 0.64)), 0.3)
    body.polygon(((-0.07, 0.76), (-0.05, 0.84), (0.05, 0.84), (0.07, 0.76)), 0.5)
    ring = [(0.16 * math.cos(math.pi * k / 8), 0.80 + 0.18 * math.sin(math.pi * k / 8)) for k in range(9)]
    body.stroke(ring, 0.012, 0.012, 0.5)


def draw_hearth(pen: Pen, draws: Draws) -> None:
    """A stone fireplace, its opening 0.9 wide and 0.52 high left bare; on the mantel a clock, books, two candles."""
    body, cloth, glow = pen.of(BODY), pen.of(CLOTH), pen.of(GLOW)
    arch_line = [(0.455 - 0.91 * k / 8, 0.545 - 0.23 * (1.0 - k / 4) ** 2) for k in range(9)]
    mortar = [(-0.73, 0.0), (-0.73, 0.70), (0.73, 0.70), (0.73, 0.0), (0.455, 0.0), *arch_line, (-0.455, 0.0)]
    body.polygon(mortar, 0.16)
    for row in range(9):
        y0, y1 = row * 0.078, (row + 1) * 0.078 - 0.010
        x = -0.72 + (0.06 if row % 2 else 0.0)
        while x < 0.71:
            wide = draws.between(0.11, 0.17)
            middle = x + wide / 2
            arch = 0.55 - 0.22 * (middle / 0.45) ** 2 if abs(middle) < 0.45 else -1.0
            if abs(middle) > 0.445 or y0 > arch:
                facing = 0.45 + 0.45 * max(0.0, 1.0 - 1.6 * math.hypot(abs(middle) - 0.40, (y0 - 0.25) * 0.9))
                stone = (
                    (x + 0.012, y0),
                    (x, (y0 + y1) / 2),
                    (x + 0.012, y1),
                    (x + wide - 0.018, y1),
                    (x + wide - 0.008, (y0 + y1) / 2),
                    (x + wide - 0.018, y0),
                )
                body.polygon(stone, min(1.0, facing * draws.between(0.75, 1.05)))
            x += wide
    body.polygon(((-0.80, 0.70), (-0.80, 0.765), (0.80, 0.765), (0.80, 0.70)), 0.22)
    body.polygon(((-0.80, 0.745), (-0.80, 0.765), (0.80, 0.765), (0.80, 0.745)), 0.75)
    cloth.shape(((-0.09, 0.765), (-0.12, 0.86), (0.0, 0.96), (0.12, 0.86), (0.09, 0.765)), 0.35)
    glow.disc(0.0, 0.862, 0.060, 0.7)
    body.stroke(((0.0, 0.862), (0.0, 0.905)), 0.006, 0.005, 0.0)
    body.stroke(((0.0, 0.862), (0.028, 0.850)), 0.006, 0.005, 0.0)
    for k, (x, high) in enumerate(((0.40, 0.13), (0.45, 0.15), (0.50, 0.12), (0.56, 0.14))):
        cloth.polygon(((x, 0.765), (x, 0.765 + high), (x + 0.042, 0.765 + high), (x + 0.042, 0.765)), 0.2 + 0.2 * k)
    for x in (-0.56, -0.38):
        body.polygon(((x - 0.05, 0.765), (x - 0.01, 0.80), (x + 0.01, 0.80), (x + 0.05, 0.765)), 0.4)
        cloth.polygon(((x - 0.018, 0.80), (x - 0.018, 0.90), (x + 0.018, 0.90), (x + 0.018, 0.80)), 0.9)
        glow.shape(((x - 0.016, 0.915), (x, 0.965), (x + 0.016, 0.915), (x, 0.900)), 1.0, 3)
