"""What returns in a song: for each frame the median of the frames that sound most like it (REPET-SIM, Rafii and Pardo
2012).

Strengths are kept as bytes of half a decibel, so that a minute takes 2 MB; likeness is counted in whole numbers, so
that it is the same on every machine. Frames further apart than `REACH_S` are not compared: cost grows with the song's
length and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.stems.spectra import Grid

LIKE = 21
"""How many frames a median is taken of: a returning voice in half of them would be needed to count as returning."""

APART_S = 1.0
REACH_S = 120.0
HIGHEST_HZ = 10000.0
BANDS = 64
_STEP_DB, _FLOOR_DB = 0.5, -125.0
"""A whole-scale tone is at -10 dB, dither below -130."""

_FULL = 4000
_PLACES = 14
"""Bits of a place in the window of comparison, below those of a likeness."""

_BLOCK = 64


class Returning:
    """Takes a song's strengths frame by frame, then says what returns in any of them."""

    def __init__(self, size: int, hop: int, sample_rate: int) -> None:
        import numpy as np

        self.bins = min(size // 2 + 1, 1 + int(HIGHEST_HZ * size / sample_rate))
        self._size, self._frame_hz = size, sample_rate / hop
        edges = np.geomspace(4, self.bins, BANDS + 1).astype(int)
        self._edges = np.unique(edges)[:-1]
        self._bytes: list[NDArray[np.uint8]] = []
        self._marks: list[NDArray[np.float32]] = []

    def hear(self, strength: Grid) -> None:
        """More frames: magnitudes of all bins."""
        import numpy as np

        low = strength[:, : self.bins]
        level = (20 * np.log10(low / self._size + 1e-12) - _FLOOR_DB) / _STEP_DB
        self._bytes.append(np.clip(np.rint(level), 0, 255).astype(np.uint8))
        bands = np.log1p(np.add.reduceat(low, self._edges, axis=1))
        length = np.sqrt(np.square(bands).sum(axis=1, keepdims=True))
        self._marks.append(np.rint(_FULL * bands / np.maximum(length, 1e-6)).astype(np.float32))

    def settle(self) -> None:
        """All frames are there."""
        import numpy as np

        self._all, self._all_marks = np.concatenate(self._bytes), np.concatenate(self._marks)
        self._bytes, self._marks = [], []

    def strengths(self, first: int, last: int) -> Grid:
        """What returns in frames [first, last): magnitudes of the lower bins, nothing in those above."""
        import numpy as np

        rows = [np.partition(self._all[like], LIKE // 2, axis=1)[:, LIKE // 2] for like in self._alike(first, last)]
        level = np.concatenate(rows).astype(np.float32) * _STEP_DB + _FLOOR_DB
        returning: Grid = np.where(level > _FLOOR_DB, self._size * 10 ** (level / 20), 0).astype(np.float32)
        return returning

    def _alike(self, first: int, last: int) -> Iterator[NDArray[np.int64]]:
        """For frames [first, last), some at a time: the frames most like each; itself where there are too few."""
        import numpy as np

        count, reach = len(self._all), int(REACH_S / 2 * self._frame_hz)
        apart = max(1, int(APART_S * self._frame_hz))
        for start in range(first, last, _BLOCK):
            own = np.arange(start, min(last, start + _BLOCK))
            low, high = max(0, start - reach), min(count, start + _BLOCK + reach)
            others = np.arange(low, high)
            like = (self._all_marks[own] @ self._all_marks[low:high].T).astype(np.int64)
            is_peak = (like >= np.roll(like, 1, axis=1)) & (like >= np.roll(like, -1, axis=1))
            is_other = np.abs(own[:, None] - others[None]) >= apart
            ranked = np.where(is_peak & is_other, (like << _PLACES) | (others - low), -1)
            if ranked.shape[1] < LIKE:
                ranked = np.pad(ranked, ((0, 0), (0, LIKE - ranked.shape[1])), constant_values=-1)
            best = np.partition(ranked, ranked.shape[1] - LIKE, axis=1)[:, -LIKE:]
            yield np.where(best < 0, own[:, None], (best & ((1 << _PLACES) - 1)) + low)
