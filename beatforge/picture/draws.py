"""Numbers drawn from a seed, the same on every machine and Python version.

For what is decided once per shot (places, sizes, offsets) on the CPU; inside the picture `noise.chance` does this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_MASK = 0xFFFFFFFFFFFFFFFF


class Draws:
    """A stream of numbers from whole numbers (splitmix64)."""

    def __init__(self, *seeds: int) -> None:
        self._state = 0
        for seed in seeds:
            self._state = (self._state + seed) & _MASK
            self._state = self._next()

    def unit(self) -> float:
        """0 <= number < 1."""
        return (self._next() >> 40) / 16777216.0

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.unit()

    def whole(self, end: int) -> int:
        """0 .. end - 1."""
        return int(self.unit() * end)

    def pick(self, items: Sequence[_Item]) -> _Item:
        return items[self.whole(len(items))]

    def sign(self) -> float:
        """-1 or 1."""
        return -1.0 if self.unit() < 0.5 else 1.0

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        word = self._state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
        return word ^ (word >> 31)
