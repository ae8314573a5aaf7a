"""Planes: padded images of 32-bit words that passes write and later passes read.

A plane of scale s holds one word per s x s pixels; one of `Cells` as many words at every frame size. Around it lie
`PAD` words of its own border, so that reading a neighbour outside the frame shows the border, not a line. A `Reader` is
how a traced pass reads planes, by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from beatforge.picture.trace import Number, V, as_float, clamp, executor, floor

PAD = 16
"""Words around a plane: also what lets a row be read whole vectors at a time, 16 lanes at most."""

LUMA, BLUE, RED = 0, 1, 2
"""Slots of the picture's own three planes (bytes, BT.709 limited range, 4:2:0)."""


class Cells(NamedTuple):
    """The scale of a lattice: a word for each cell of so many points, and `margin` more cells on every side. Passes of
    this scale draw at places in cells from the top left one's corner."""

    width: float
    height: float
    margin: int


Scale: TypeAlias = int | Cells


def words_of(width: int, height: int, scale: Scale) -> tuple[int, int]:
    """How many words wide and high a frame's plane is."""
    if isinstance(scale, int):
        return -(-width // scale), -(-height // scale)
    across, down = 720.0 * width / height / scale.width, 720.0 / scale.height
    return math.ceil(across) + 2 * scale.margin, math.ceil(down) + 2 * scale.margin


class Plane:
    """The words of one pass at one scale."""

    def __init__(self, width: int, height: int, scale: Scale) -> None:
        self.width, self.height = words_of(width, height, scale)
        self.stride = -(-self.width // 16) * 16 + 3 * PAD
        self.words: Any = np.zeros((self.height + 2 * PAD, self.stride), np.uint32)
        # where the word of the top left pixel is; asked of numpy once, as every pass of every frame wants to know
        self.address = int(self.words.ctypes.data) + 4 * (PAD * self.stride + PAD)

    def extend_border(self) -> None:
        """Repeat the outermost words outwards."""
        words, right, low = self.words, PAD + self.width, PAD + self.height
        words[PAD:low, :PAD] = words[PAD:low, PAD : PAD + 1]
        words[PAD:low, right:] = words[PAD:low, right - 1 : right]
        words[:PAD] = words[PAD]
        words[low:] = words[low - 1]


class Reader:
    """Reads planes in a pass of scale `scale`; `slots` maps a plane's name to its slot and scale.

    `step` is how many of this pass's pixels two points are, at least 1: neighbours that far away make lines of the
    same width at every frame size.
    """

    def __init__(self, slots: Mapping[str, tuple[int, Scale]], scale: Scale, height: int) -> None:
        self.slots, self._scale = slots, scale
        self.step = max(1, round(height / 360 / scale)) if isinstance(scale, int) else 1

    def near(self, name: str, dx: int = 0, dy: int = 0) -> V:
        """The word dx, dy pixels away (at most 15; 16 down) in a plane of this pass's scale."""
        slot, scale = self.slots[name]
        assert scale == self._scale, f"{name} has scale {scale}, this pass {self._scale}"
        return executor().near(slot, dx, dy)

    def coarse(self, name: str) -> V:
        """The word that covers this pixel, in a plane of 2 or 4 times this pass's scale."""
        slot, ratio = self._ratio(name)
        return executor().coarse(slot, ratio)

    def around(self, name: str) -> tuple[list[V], V, V]:
        """The four nearest words of a coarser plane (left/right low row, left/right next row) and the place between."""
        slot, ratio = self._ratio(name)
        words, along, across = executor().around(slot, ratio)
        return words, along, across

    def fetch(self, name: str, x: Number, y: Number, u: Any) -> V:
        """The word at any place, in points from the top left; outside the frame the border."""
        slot, scale = self.slots[name]
        assert isinstance(scale, int), f"{name} is a lattice: its cells are read, not places"
        per_point = u.per_point * (1.0 / scale)
        column = floor(clamp(as_float(x) * per_point, 0.0, u.width * per_point - 0.5))
        row = floor(clamp(as_float(y) * per_point, 0.0, u.height * per_point - 0.5))
        return executor().fetch(slot, column, row)

    def cell(self, name: str, column: V, row: V) -> V:
        """The word of a cell of a lattice, or of a place in it, in cells from the top left; it must be in the plane."""
        return executor().fetch(self.slots[name][0], column, row)

    def _ratio(self, name: str) -> tuple[int, int]:
        slot, scale = self.slots[name]
        assert isinstance(scale, int) and isinstance(self._scale, int), f"{name} is a lattice"
        ratio = scale // self._scale
        assert ratio in (2, 4), f"{name} is {ratio} times as coarse; 2 and 4 can be read"
        return slot, ratio
