"""A limiter that knows what comes: no peak, not even between samples, passes the ceiling.

In: blocks of samples. Out: the same sound, later by some milliseconds while it runs, and quieter around peaks: the gain
goes down evenly over `ATTACK_S` before a peak and comes back at `RELEASE_DB_PER_S`. Where nothing is too loud, samples
pass unchanged.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from beatforge.song.loudness import between_samples
from beatforge.song.waves import Samples

ATTACK_S = 0.005
RELEASE_DB_PER_S = 40.0
_QUIETEST = 1e-9


class Limiter:
    """Hears sound of one rate. `hear` gives what is ready, `rest` what is left at the end: as much as was heard."""

    def __init__(self, sample_rate: int, ceiling_db: float) -> None:
        self._ceiling_db = ceiling_db
        self._quarter = max(4, int(ATTACK_S * sample_rate / 4))
        self._reach = 4 * self._quarter
        """How many samples to each side have a say in the gain at a sample."""
        self._step = RELEASE_DB_PER_S / sample_rate
        self._sound: Samples = np.zeros((2, self._reach), np.float32)
        """What is not given out yet, with so much before it as still has a say."""
        self._needed = np.zeros(self._reach)
        """The gain each of these samples needs, in dB, as far as enough of what follows is known."""
        self._level = 0.0
        self.deepest_db = 0.0
        """How far the gain went down at most."""

    def hear(self, block: Samples) -> Samples:
        """What is ready of the limited sound."""
        self._sound = np.concatenate([self._sound, block], axis=1)
        self._needed = np.concatenate([self._needed, self._released(self._excess())])
        end = max(self._reach, len(self._needed) - self._reach)
        sound = self._sound[:, self._reach : end]
        if self._needed.any():
            lowest = minimum_filter1d(self._needed, 4 * self._quarter + 1, mode="nearest")
            for _ in range(2):
                lowest = uniform_filter1d(lowest, 2 * self._quarter + 1, mode="nearest")
            gain_db = np.minimum(lowest[self._reach : end], 0.0)
            self.deepest_db = min(self.deepest_db, float(gain_db.min(initial=0.0)))
            sound = sound * (10 ** (gain_db / 20)).astype(np.float32)
        self._sound, self._needed = self._sound[:, end - self._reach :], self._needed[end - self._reach :]
        return sound

    def rest(self) -> Samples:
        """What is left, as if silence followed."""
        left = self._sound.shape[1] - self._reach
        return self.hear(np.zeros((2, self._reach + len(between_samples()) // 2), np.float32))[:, :left]

    def _excess(self) -> NDArray[np.float64]:
        """For each sample that is new to `_needed`: how far, in dB below 0, its peak has to go down."""
        half = len(between_samples()) // 2
        first, last = len(self._needed), self._sound.shape[1] - half
        if last <= first:
            return np.zeros(0)
        around = np.lib.stride_tricks.sliding_window_view(self._sound[:, first - half :], 2 * half, axis=1)
        between = np.abs(around @ between_samples()).max(axis=(0, 2))
        own = np.abs(self._sound[:, first:last]).max(axis=0)
        # a peak between two samples belongs to both
        peak = np.maximum(own, np.maximum(between[1:], between[:-1]))
        excess: NDArray[np.float64] = np.minimum(0, self._ceiling_db - 20 * np.log10(np.maximum(peak, _QUIETEST)))
        return excess

    def _released(self, needed: NDArray[np.float64]) -> NDArray[np.float64]:
        """The gain that comes back no faster than it may: the lowest of all gains before, each risen since."""
        if not len(needed):
            return needed
        risen = np.arange(1, len(needed) + 1) * self._step
        lowest = np.minimum.accumulate(np.minimum(needed - risen, self._level))
        level: NDArray[np.float64] = np.minimum(lowest + risen, 0.0)
        self._level = float(level[-1])
        return level
