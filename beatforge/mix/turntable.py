"""A part's sound where a hand has its record: read faster, slower and backwards, along the curves of `scratch`.

In: a part's file and its scratches. Out: its samples; outside of scratches bit by bit as they are in the file. What
would be too high to be heard rightly at a speed is left out, so that fast strokes do not ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from beatforge.mix.scratch import Scratch, crossfader_cut, moves_of
from beatforge.song.waves import Samples, read_wave, wave_samples

Array = NDArray[np.float64]

ZEROS = 16
"""Of the sinc to each side of a place; as many as `between` has. At a speed of 4 they reach over 64 samples."""

STILL = 0.5
"""Below this speed a needle gives ever less: it hears how fast the groove moves, not where it stands."""

LOWER = 1.15
"""How much more of the highs is left out than goes too high: what the filter's slope lets through is then above 20 kHz.
"""

_BETA = 9.0
_FINE = 512
_AT_ONCE = 1024


def read_scratched(path: Path, first: int, scratches: Sequence[Scratch], start: int, end: int, rate: int) -> Samples:
    """Samples [start, end) of the mix of a part whose file begins at sample `first` of it."""
    sound = read_wave(path, start - first, end - start)
    for scratch in scratches:
        low = max(start, int(np.ceil(scratch.start_s * rate)))
        high = min(end, int(np.ceil(scratch.end_s * rate)))
        for at in range(low, high, _AT_ONCE):
            stop = min(high, at + _AT_ONCE)
            sound[:, at - start : stop - start] = _turned(path, first, scratch, np.arange(at, stop), rate)
    return sound


def _turned(path: Path, first: int, scratch: Scratch, samples: NDArray[np.int64], rate: int) -> Samples:
    """What the needle gives at samples of the mix, all of them within a scratch, and the crossfader lets out."""
    seconds = samples / rate - scratch.start_s
    offset, speed = hand(scratch, seconds)
    places, pace = samples - first + offset * rate, 1 + LOWER * np.maximum(0.0, np.abs(speed) - 1)
    beside = int(np.ceil(ZEROS * pace.max())) + 1
    low, high = int(np.floor(places.min())) - beside, int(np.floor(places.max())) + beside + 1
    source = _mirrored(path, low, high)
    moves = np.minimum(1.0, np.abs(speed) / STILL)
    cut = np.array([crossfader_cut(scratch.pattern, scratch.length_s, second) for second in seconds.tolist()])
    gain = cut * moves * moves * (3 - 2 * moves)
    found: Samples = (_between(source, places - low, pace, beside) * gain).astype(np.float32)
    return found


def hand(scratch: Scratch, seconds: Array) -> tuple[Array, Array]:
    """(how far ahead the record is, how fast it turns) at seconds of a scratch: `scratch_offset`, and its slope + 1."""
    moves = moves_of(scratch.pattern, scratch.length_s, scratch.strength)
    which = np.searchsorted([move.start_s for move in moves], seconds, side="right") - 1
    start, end, away, to = (
        np.array([getattr(move, name) for move in moves])[np.clip(which, 0, len(moves) - 1)]
        for name in ("start_s", "end_s", "away_s", "to_s")
    )
    way = np.clip((seconds - start) / (end - start), 0.0, 1.0)
    eased = way * way * way * (10 + way * (6 * way - 15))
    slope = 30 * way * way * (1 - way) * (1 - way) / (end - start)
    return away + (to - away) * eased, 1 + (to - away) * slope


def _mirrored(path: Path, low: int, high: int) -> Samples:
    """Samples [low, high) of a file. Where a part has nothing before its start or after its end, the needle goes back
    over what it has just heard: a hand that pulls at a part's first beat would else pull silence."""
    total = wave_samples(path)
    first, last = max(0, min(low, 2 * total - high)), min(total, max(high, 1 - low))
    kept = read_wave(path, first, last - first)
    place = np.abs(np.arange(low, high))
    place = np.where(place < total, place, 2 * total - 1 - place) - first
    source: Samples = np.where((place >= 0) & (place < kept.shape[1]), kept[:, np.clip(place, 0, kept.shape[1] - 1)], 0)
    return source


def _between(source: Samples, places: Array, pace: Array, beside: int) -> Array:
    """The sound at places among its samples; at a pace of 2 only what is below half of the highest frequency."""
    near = np.floor(places).astype(np.int64)
    reach = np.arange(-beside, beside + 1)
    away = np.abs(near[:, None] + reach - places[:, None]) / pace[:, None]
    fine = np.minimum(away, ZEROS) * _FINE
    row = fine.astype(np.int64)
    table = _table()
    weights = table[row] + (table[row + 1] - table[row]) * (fine - row)
    weights /= weights.sum(axis=1, keepdims=True)
    around = source[:, near[:, None] + reach]
    found: Array = np.einsum("cpt,pt->cp", around, weights)
    return found


@cache
def _table() -> Array:
    """A sinc in a Kaiser window, from its middle to its end; beyond it nothing."""
    away = np.arange(ZEROS * _FINE + 2) / _FINE
    window = np.i0(_BETA * np.sqrt(np.maximum(0, 1 - (away / ZEROS) ** 2))) / np.i0(_BETA)
    table: Array = np.where(away < ZEROS, np.sinc(away) * window, 0.0)
    return table
