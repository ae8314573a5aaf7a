"""The figure and its booth over a stage, from the planes that the performer filled.

What is seen is the performer's colour, pixel for pixel; its edges are as wide as their coverage. Media get an identity
for each material, so that lines stand where one ends, and the direction in which light changes, for their strokes.
"""

from __future__ import annotations

from typing import Any

from beatforge.persona.layout import DEPTH_SPAN
from beatforge.persona.stages.parts.sight import FAR, Sight
from beatforge.picture.gbuffer import G, field, unpack_colour
from beatforge.picture.trace import V, atan2p, clamp, executor, fabs, floor, fract, loop, luma, sel, smoothstep

FIGURE, MATTER = "figure", "figure_matter"
"""Cutouts that hold the performer's planes."""

SMALL = "features"
"""Table of (material, whose it is seen as where it is small): eyes and lids."""

FINE = 0.0078
"""Size of a pixel there above which eyes are too small for lines of their own."""

FIRST = 100.0
"""The first identity of a material; below are the stage's."""


class Figure:
    """What of the figure is at a pixel."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        matter = self._word(MATTER)
        self.coverage = field(matter, 24, 8) * (1.0 / 255.0)
        self.material = field(matter, 16, 8)
        far = field(matter, 0, 16) * (DEPTH_SPAN / 65535.0) / sight.longer
        self.distance = sel(self.coverage > 0.0, far, FAR)

    def paint(self, g: G) -> None:
        """Lay figure and booth over what lies behind them."""
        g.layer(self.coverage > 0.0, self._paint)

    def _paint(self, g: G) -> None:
        colour = unpack_colour(self._word(FIGURE))
        left, right, low, high = (
            luma(unpack_colour(self._word(FIGURE, across, down)))
            for across, down in ((-2.0, 0.0), (2.0, 0.0), (0.0, 2.0), (0.0, -2.0))
        )
        turn = fract(atan2p(high - low, right - left) + 0.25)
        bright = smoothstep(0.86, 1.0, luma(colour)) * 0.35
        ident = clamp(self._as_lined() + FIRST, FIRST, 250.0)
        g.paint(self.coverage, colour, self._sight.depth(self.distance), ident, turn, bright)

    def _as_lined(self) -> V:
        """The material as media tell it from others by lines."""
        u, coarse = self._sight.u, self._sight.pixel * self.distance > FINE

        def same(k: Any, told: list[V]) -> list[V]:
            material, seen_as = u.row(SMALL, k)
            return [sel((fabs(self.material - material) < 0.5) & coarse, seen_as, told[0])]

        return loop(u.rows(SMALL), [self.material], same)[0]

    def _word(self, name: str, across: float = 0.0, down: float = 0.0) -> V:
        sight, u = self._sight, self._sight.u
        planes, plane, (width, height) = u.drawn(name)
        column = clamp(floor(sight.column) + across, 0.0, width - 1.0)
        row = clamp(floor(sight.row) + down, 0.0, height - 1.0)
        return executor().fetch(planes.slots[plane][0], column, row)
