"""Samples between samples: sound read at any pace, by band-limited interpolation.

In: samples and places among them, not whole. Out: the sound at these places, exact to some -90 dB up to 0.4 of the
sample rate. Where places are farther apart than samples, what would be too high to be heard rightly is left out.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from beatforge.song.waves import Samples

TAPS = 32
_PHASES = 512
_BETA = 9.0
_AT_ONCE = 1 << 14


def sampled(sound: Samples, places: NDArray[np.float64], pace: float = 1.0) -> Samples:
    """The sound at each of `places`, some `pace` samples apart; `TAPS` / 2 to each side of them have to be there."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, TAPS, axis=1)
    found = np.empty((sound.shape[0], len(places)), np.float32)
    table = _table(min(1.0, round(1 / pace, 6)))
    for first in range(0, len(places), _AT_ONCE):
        some = places[first : first + _AT_ONCE]
        whole = np.floor(some).astype(np.int64)
        phase = (some - whole) * _PHASES
        row = phase.astype(np.int64)
        part = (phase - row).astype(np.float32)[:, None]
        weights = table[row] * (1 - part) + table[row + 1] * part
        around = windows[:, whole - TAPS // 2 + 1]
        found[:, first : first + len(some)] = np.einsum("cpt,pt->cp", around, weights)
    return found


@cache
def _table(highest: float) -> NDArray[np.float32]:
    """What weighs the samples around a place, by how far between two of them it lies; `highest` is the share of
    frequencies that stay."""
    away = np.arange(TAPS) - TAPS / 2 + 1 - np.arange(_PHASES + 1)[:, None] / _PHASES
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (away / (TAPS / 2)) ** 2))) / np.i0(_BETA)
    weights = np.sinc(away * highest) * window
    table: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return table
