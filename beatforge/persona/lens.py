"""The opening between two parabolas: a mouth, or the almond in an eyelid. Geometry cuts it, paint draws its edge.

In: its numbers and a place. Out: how far outside the place is (negative within; nearly a distance), and the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beatforge.persona.layout import LID_NUMBERS
from beatforge.persona.packets import Row
from beatforge.picture.trace import V, clamp, fabs, fma, lerp, sel, sqrt, vmax

CLOSED = 0.12
"""How much of a mouth's width, squared, lies shut beside its opening."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A mouth's opening, or a lid's, by its numbers."""

    numbers: Mapping[str, V]
    is_mouth: bool

    @staticmethod
    def mouth(numbers: Mapping[str, V]) -> Lens:
        return Lens(numbers, True)

    @staticmethod
    def lid(row: Row, at: int) -> Lens:
        return Lens(dict(zip(LID_NUMBERS, row.many(at, len(LID_NUMBERS)), strict=True)), False)

    def edges(self, x: V) -> tuple[V, V, V, V]:
        """Height of the upper and the lower edge, and their slopes."""
        return self._mouth_edges(x) if self.is_mouth else self._lid_edges(x)

    def _lid_edges(self, x: V) -> tuple[V, V, V, V]:
        told = self.numbers
        across = x + told["shift"]
        square, tilt = across * across, told["slant"] * 0.35
        top = fma(told["slant"], x, told["top"]) - told["top_bow"] * square
        bottom = fma(tilt, x, told["bottom"]) + told["bottom_bow"] * square
        return top, bottom, told["slant"] - told["top_bow"] * across * 2.0, tilt + told["bottom_bow"] * across * 2.0

    def _mouth_edges(self, x: V) -> tuple[V, V, V, V]:
        told = self.numbers
        across = clamp((x - told["x"]) / told["width"], -1.25, 1.25)
        square = across * across
        middle = fma(told["smile"], square, told["y"])
        middle = fma(told["smirk"] * across, fma(fabs(across), 0.5, 0.5), middle)
        # lips reach a little beyond the opening between them
        bow = (1.0 - CLOSED - square) * (1.0 / (1.0 - CLOSED))
        held = vmax(bow, 0.0)
        swell = sel(bow > 0.0, held * fma(square, 0.55, 1.0), bow)
        slope = fma(told["smile"] * 2.0, across, told["smirk"]) / told["width"]
        steep = across * 1.6 / told["width"]
        upper, lower = told["upper"], told["open"]
        return (
            fma(upper, swell, middle),
            fma(lower * -1.0, swell, middle),
            slope - upper * steep,
            fma(lower, steep, slope),
        )

    def at(self, x: V, y: V) -> tuple[V, V, V]:
        """How far outside, nearly, and the way out (x, y; one long)."""
        top, bottom, top_slope, bottom_slope = self.edges(x)
        top_short, bottom_short = (1.0 / sqrt(fma(slope, slope, 1.0)) for slope in (top_slope, bottom_slope))
        above, below = (y - top) * top_short, (bottom - y) * bottom_short
        is_above = above > below
        outside = vmax(above, below)
        way_x = sel(is_above, top_slope * top_short * -1.0, bottom_slope * bottom_short)
        way_y = sel(is_above, top_short, bottom_short * -1.0)
        if not self.is_mouth:
            return outside, way_x, way_y
        off = x - self.numbers["x"]
        aside = fabs(off) - self.numbers["width"]
        is_aside = aside > outside
        pointed = vmax(outside, aside), sel(is_aside, sel(off < 0.0, -1.0, 1.0), way_x), sel(is_aside, 0.0, way_y)
        part = clamp(self.numbers["round"])
        outside, way_x, way_y = (lerp(one, other, part) for one, other in zip(pointed, self._oval(off, y), strict=True))
        return outside, way_x, way_y

    def _oval(self, off: V, y: V) -> tuple[V, V, V]:
        """A mouth that says O."""
        told = self.numbers
        high = vmax((told["open"] + told["upper"]) * 0.5, 0.004)
        right, up = off / told["width"], (y - told["y"] - (told["upper"] - told["open"]) * 0.5) / high
        way_x, way_y = right / told["width"], up / high
        radius, steep = (sqrt(vmax(fma(a, a, b * b), 1e-9)) for a, b in ((right, up), (way_x, way_y)))
        return (radius * radius - radius) / steep, way_x / steep, way_y / steep
