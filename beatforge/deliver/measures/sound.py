"""Measures sound on its way to the encoder: how loud each tenth of a second is.

In: blocks of samples in order. Out: a value for the `measures.json` beside the mix. Judges nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

BLOCK_MS = 100

QUIETEST = -1200
"""1/10 dB; what digital silence is called."""


class SoundMeter:
    """The level of a mix, block after block; the last block may be short."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._length = sample_rate * BLOCK_MS // 1000
        self._power = np.empty(0)
        self._level: list[int] = []

    def hear(self, samples: np.ndarray) -> None:
        """Samples (2, count), full scale at 1."""
        self._power = np.concatenate([self._power, np.square(samples, dtype=np.float64).mean(axis=0)])
        whole = len(self._power) // self._length * self._length
        self._note(self._power[:whole].reshape(-1, self._length).mean(axis=1))
        self._power = self._power[whole:]

    def to_value(self, samples: int) -> dict[str, Any]:
        """As JSON values; `samples` were counted in the file. Levels are in 1/10 dB."""
        if len(self._power):
            self._note(self._power.mean(keepdims=True))
            self._power = np.empty(0)
        return {"samples": samples, "rate": self._rate, "block_ms": BLOCK_MS, "level": self._level}

    def _note(self, powers: np.ndarray) -> None:
        for power in powers.tolist():
            self._level.append(max(QUIETEST, round(100 * float(np.log10(max(power, 1e-12))))))
