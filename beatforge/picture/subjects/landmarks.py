"""What stands alone in wide land, as drawings: a tree.

In: a `Drawing` as wide as it is high, and draws for its growth; out: shapes in it, foot at the middle of its lower
edge. `tone` 0 lies in shadow, 1 in light (from the upper right); `ident` is `WOOD` or `LEAF`.
"""

from __future__ import annotations

import math

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.draws import Draws

WOOD, LEAF = 1, 2


def draw_tree(pen: Drawing, draws: Draws) -> None:
    """A broad old tree with gaps in its crown."""
    tips: list[tuple[Point, float]] = []
    lean = draws.between(-0.02, 0.03)

    def grow(at: Point, turns: float, reach: float, thick: float, left: int) -> None:
        end = (at[0] + reach * math.cos(math.tau * turns), at[1] + reach * math.sin(math.tau * turns))
        pen.line((at, end), thick, 0.25, WOOD)
        if left <= 2:
            tips.append((end, 0.060 + 0.012 * left))
        for spread in (-0.085, 0.02, 0.09) if left == 4 else (-0.06, 0.065) if left else ():
            grow(
                end,
                turns + spread * draws.between(0.75, 1.25),
                reach * draws.between(0.70, 0.86),
                thick * 0.66,
                left - 1,
            )

    grow((0.5, -0.02), 0.25 + lean, 0.225, 0.056, 4)
    for foot in (-0.06, 0.05):
        pen.line(((0.5, 0.10), (0.5 + foot, -0.02)), 0.030, 0.1, WOOD)
    clumps = [
        ((at[0] + draws.between(-0.05, 0.05), at[1] + draws.between(-0.04, 0.05)), radius * draws.between(0.8, 1.2))
        for at, radius in tips
        for _ in range(2)
    ]
    for shade, (right, up), share in (
        (0.10, (0.0, -0.012), 1.0),
        (0.45, (0.012, 0.012), 0.72),
        (0.95, (0.024, 0.028), 0.40),
    ):
        for at, radius in clumps:
            middle = (at[0] + right, at[1] + up)
            if math.hypot(middle[0] - 0.5, middle[1] - 0.60) < 0.40:
                pen.ellipse(middle, radius * share * 1.15, radius * share * 0.85, shade, LEAF)
