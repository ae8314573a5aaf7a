"""Planes: padded images of 32-bit words that passes write and later passes read.

A plane of scale s holds one word per s x s pixels. Around it lie `PAD` words of its own border, so that reading a
neighbour outside the frame shows the border, not a line. A `Reader` is how a traced pass reads planes, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from beatforge.picture.trace import Number, V, as_float, clamp, executor, floor

PAD = 16
"""Words around a plane: also what lets a row be read whole vectors at a time, 16 lanes at most."""

LUMA, BLUE, RED = 0, 1, 2
"""Slots of the picture's own three planes (bytes, BT.709 limited range, 4:2:0)."""


class Plane:
    """The words of one pass at one scale."""

    def __init__(self, width: int, height: int, scale: int) -> None:
        self.width, self.height = -(-width // scale), -(-height // scale)
        self.stride = -(-self.width // 16) * 16 + 3 * PAD
        self.words: Any = np.zeros((self.height + 2 * PAD, self.stride), np.uint32)

    @property
    def address(self) -> int:
        """Where the word of the top left pixel is."""
        return int(self.words.ctypes.data) + 4 * (PAD * self.stride + PAD)

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

    def __init__(self, slots: Mapping[str, tuple[int, int]], scale: int, height: int) -> None:
        self.slots, self._scale = slots, scale
        self.step = max(1, round(height / 360 / scale))

    def near(self, name: str, dx: int = 0, dy: int = 0) -> V:
        """The word dx, dy pixels away (at most 15) in a plane of this pass's scale."""
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
        per_point = u.per_point * (1.0 / scale)
        column = floor(clamp(as_float(x) * per_point, 0.0, u.width * per_point - 0.5))
        row = floor(clamp(as_float(y) * per_point, 0.0, u.height * per_point - 0.5))
        return executor().fetch(slot, column, row)

    def _ratio(self, name: str) -> tuple[int, int]:
        slot, scale = self.slots[name]
        ratio = scale // self._scale
        assert ratio in (2, 4), f"{name} is {ratio} times as coarse; 2 and 4 can be read"
        return slot, ratio
