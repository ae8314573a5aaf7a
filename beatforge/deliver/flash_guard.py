"""Holds back trains of flashes before they are encoded: light that goes up and down too often becomes calmer.

In: frames of one segment in their order. Out: the same frames; where one more swing would be too many in a second, the
frame is mixed with the one before until it swings no more. A single cut or burst stays as it is. It knows one segment
only: what comes together at a join is seen by the gate.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from beatforge.deliver.measures.flashes import FlashMeter, linear_rgb
from beatforge.deliver.measures.small import block_means, grid_of, made_small, small_size

AREA = 0.25
"""Share of the picture that swings together before it counts: a quarter, ITU-R BT.1702."""

MOST_SWINGS = 5
"""Swings in a second; three flashes are six, and one is left to what the next segment begins with."""

SHARES = (0.5, 0.25, 0.12, 0.0)
"""How much of the new frame is tried, when it may not swing. Half of what would just do is taken: blocks are means, and
parts of a block may swing before it does."""


class FlashGuard:
    """Watches the frames of one segment, (height * 3 // 2, width) uint8."""

    def __init__(self, width: int, height: int, fps: str) -> None:
        self._size, self._second = small_size(width, height), round(Fraction(fps))
        self._grid = grid_of(*self._size)
        self._meter = FlashMeter()
        self._swings: deque[int] = deque()
        self._before: np.ndarray | None = None

    def watch(self, frames: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
        """Pass the frames on, some of them held back in place."""
        for number, frame in enumerate(frames):
            while self._swings and self._swings[0] <= number - self._second:
                self._swings.popleft()
            if self._step(frame, number) and len(self._swings) > MOST_SWINGS:
                self._hold_back(frame)
            self._before = frame.copy()
            yield frame

    def _step(self, frame: np.ndarray, number: int) -> bool:
        """Whether the picture swings with this frame; it then counts."""
        self._last = copy.deepcopy(self._meter)
        swung = _swings(self._meter, self._light(frame))
        if swung:
            self._swings.append(number)
        return swung

    def _hold_back(self, frame: np.ndarray) -> None:
        """Mix the frame with the one before until nothing swings; that swing then never was."""
        assert self._before is not None, "the first frame never swings"
        self._swings.pop()
        wanted = frame.astype(np.float32)
        for share in SHARES:
            self._meter = copy.deepcopy(self._last)
            if not _swings(self._meter, self._light(_mixed(self._before, wanted, share))):
                break
        frame[:] = _mixed(self._before, wanted, share / 2)
        self._meter = copy.deepcopy(self._last)
        self._meter.step(self._light(frame))

    def _light(self, frame: np.ndarray) -> np.ndarray:
        small = made_small(frame, self._size)
        return linear_rgb(*(block_means(plane, self._grid) for plane in (small.luma, small.cb, small.cr)))


def _mixed(before: np.ndarray, wanted: np.ndarray, share: float) -> np.ndarray:
    mixed: np.ndarray = np.rint(before + (wanted - before) * np.float32(share)).astype(np.uint8)
    return mixed


def _swings(meter: FlashMeter, light: np.ndarray) -> bool:
    return any(bool(blocks.mean() >= AREA) for blocks in meter.step(light))
