"""Measures frames on their way to the encoder: figures per frame, flashes by block, a fingerprint, the two edges.

In: frames of one segment in order. Out: the same frames, and a value for `measures.json`. Frames are looked at as
small pictures; about 1 ms a frame, whatever their size. Judges nothing.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from beatforge.deliver.measures.flashes import FlashMeter, linear_rgb
from beatforge.deliver.measures.motion import MotionMeter
from beatforge.deliver.measures.record import FAR, FIGURES, SIGNED, SWINGS, UNKNOWN, lag_of
from beatforge.deliver.measures.small import (
    EDGE_LONG_SIDE,
    Small,
    block_means,
    grid_of,
    made_small,
    small_size,
    smaller,
)

BLACK = 16 + 0.1 * 219
"""Luma below which a pixel counts as dark; blackdetect's default."""


WIDE = 4
"""Lags in the longest comparison: a second, over which the slowest zoom shows."""


class Measures:
    """The measures of one segment of `width` x `height` at `fps`."""

    def __init__(self, width: int, height: int, fps: str) -> None:
        self._size = small_size(width, height)
        self._edge_size = small_size(width, height, EDGE_LONG_SIDE)
        self._grid = grid_of(*self._size)
        self._lag = lag_of(fps)
        self._unit = 10_000 / max(self._size)
        self._motion, self._flash = MotionMeter(self._size), FlashMeter()
        self._past: deque[Small] = deque(maxlen=WIDE * self._lag)
        self._blocks: deque[np.ndarray] = deque(maxlen=2)
        self._figures: dict[str, list[int]] = {name: [] for name in (*FIGURES, *FAR)}
        self._swings: dict[str, list[tuple[int, str]]] = {name: [] for name in SWINGS}
        self._prints: list[str] = []
        self._edges: list[str] = []

    def watch(self, frames: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
        """Pass the frames on and measure each."""
        for frame in frames:
            self._measure(made_small(frame, self._size))
            yield frame
        if self._past:
            self._keep_edge(self._past[-1])

    def to_value(self, stream: Mapping[str, Any]) -> dict[str, Any]:
        """All of it as JSON values; `stream` says what the encoder made of the frames."""
        return {
            "frames": len(self._prints),
            "stream": dict(stream),
            "lag": self._lag,
            "grid": list(self._grid),
            "edge_size": list(self._edge_size),
            **self._figures,
            **self._swings,
            "prints": "".join(self._prints),
            "edges": self._edges,
        }

    def _measure(self, now: Small) -> None:
        luma = block_means(now.luma, self._grid)
        cb, cr = block_means(now.cb, self._grid), block_means(now.cr, self._grid)
        if not self._past:
            self._keep_edge(now)
        chroma = 10 * float(np.hypot(cb - 128, cr - 128).mean())
        self._note(blue=10 * float(cb.mean()), red=10 * float(cr.mean()), saturation=chroma)
        self._note(**self._still(now), **self._moved(now), flicker=self._flicker(luma))
        for name, blocks in zip(SWINGS, self._flash.step(linear_rgb(luma, cb, cr)), strict=True):
            if blocks.any():
                self._swings[name].append((len(self._prints), np.packbits(blocks).tobytes().hex()))
        self._prints.append(_print(now.luma))
        self._past.append(now)
        self._blocks.append(luma)

    def _note(self, **values: float) -> None:
        for name, value in values.items():
            self._figures[name].append(round(value))

    def _still(self, now: Small) -> dict[str, float]:
        return {
            "luma": 10 * float(now.luma.mean()),
            "dark": 1000 * np.count_nonzero(now.luma < BLACK) / now.luma.size,
        }

    def _moved(self, now: Small) -> dict[str, float]:
        if not self._past:
            known = ("change", "drift", "length", "across", "down", "residual")
            return {name: 0 if name in SIGNED else UNKNOWN for name in known}
        if len(self._prints) % self._lag == 0:
            for name, before in (("far", self._past[-self._lag]), ("wide", self._past[0])):
                moved = self._motion.measure(before.luma, now.luma)
                self._note(**{f"{name}_change": _coarse(100 * moved.change)})
                self._note(**{f"{name}_residual": _coarse(100 * moved.residual)})
        step = self._motion.measure(self._past[-1].luma, now.luma)
        return {
            "change": 100 * _mean_change(self._past[-1], now),
            "drift": 100 * _mean_change(self._past[-min(self._lag, len(self._past))], now),
            "length": step.length * self._unit,
            "across": step.across * self._unit,
            "down": step.down * self._unit,
            "residual": _coarse(100 * step.residual),
        }

    def _flicker(self, luma: np.ndarray) -> float:
        if len(self._blocks) < 2:
            return UNKNOWN
        return 100 * float(np.abs(self._blocks[0] - 2 * self._blocks[1] + luma).mean())

    def _keep_edge(self, small: Small) -> None:
        self._edges.append(base64.b64encode(smaller(small, self._edge_size)).decode())


def _mean_change(before: Small, now: Small) -> float:
    import cv2

    return float(cv2.norm(before.luma, now.luma, cv2.NORM_L1)) / now.luma.size


def _print(luma: np.ndarray) -> str:
    """A fingerprint of the picture: 64 bits, each whether a cell of 8 x 8 is lighter than its right neighbour."""
    cells = block_means(luma, (9, 8)) if min(luma.shape) >= 9 else np.zeros((8, 9), np.float32)
    return np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes().hex()


def _coarse(value: float) -> float:
    """To five units: what hangs on the flow's last digits."""
    return 5 * round(value / 5)
