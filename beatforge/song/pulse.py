"""Measures of an even pulse in an onset curve: its exact tempo, its phase, how far it stands out. Times in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.song.spectrum import FRAME_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PHASE_STEP_S = 0.004
_PIECE_S = 8.0
_SETTLE_S, _SETTLE_STEP_S = 0.012, 0.002


def one_curve(onsets: NDArray[np.float32]) -> NDArray[np.float32]:
    """All bands as one curve, the low one twice; smoothed to about 40 ms, single bangs held down."""
    import numpy as np

    total = onsets.sum(axis=0) + onsets[0]
    bell = np.exp(-0.5 * (np.arange(-4, 5) / 1.5) ** 2)
    held = np.minimum(total, np.percentile(total, 99.5))
    return np.convolve(held, bell / bell.sum())[4:-4].astype(np.float32)


def exact_tempo(onset: NDArray[np.float32], tempo_bpm: float, start: float = 0.0, end: float = 1e9) -> float:
    """The tempo near `tempo_bpm` whose beats, eighths and sixteenths line up best from `start` to `end`."""
    import numpy as np

    piece = onset[round(start * FRAME_HZ) : round(min(end, len(onset)) * FRAME_HZ)]
    seconds, flux = np.arange(len(piece)) / FRAME_HZ, piece - piece.mean()
    width = 60 / max(seconds[-1], 4.0)
    for step in (width / 8, width / 64):
        near = tempo_bpm + step * np.arange(-8, 9)
        power = np.zeros(len(near))
        for multiple, weight in ((1, 1.0), (2, 0.7), (4, 0.4)):
            turn = np.exp(-2j * np.pi * multiple / 60 * np.outer(near, seconds))
            power += weight * np.abs(turn @ flux)
        tempo_bpm = float(near[power.argmax()])
    return tempo_bpm


def fit_phase(onset: NDArray[np.float32], tempo_bpm: float, start: float, end: float) -> tuple[float, float]:
    """Time of the first beat from `start` on of the best grid, and its salience: mean onset on it over mean onset."""
    import numpy as np

    period = 60 / tempo_bpm
    shifts = np.arange(0, period, _PHASE_STEP_S)
    grid = start + np.arange(0, max(end - start - period, period), period)
    heard = np.array([_heard(onset, grid + shift) for shift in shifts])
    best = int(heard.argmax())
    finer = _vertex(heard[best - 1], heard[best], heard[(best + 1) % len(heard)])
    return float(start + shifts[best] + finer * _PHASE_STEP_S), float(heard[best] / max(heard.mean(), 1e-9))


def holding(onset: NDArray[np.float32], tempo_bpm: float) -> float:
    """How well the whole song keeps to one grid, 0..1: how far its pieces agree on where the pulse lies.

    Beats, eighths and sixteenths are asked, and the best answer counts: some songs have little on the beat itself.
    """
    import numpy as np

    length = round(_PIECE_S * FRAME_HZ)
    pieces = range(0, len(onset) - length + 1, length // 2)
    if len(pieces) < 2:
        return 1.0
    hann, agreed = np.hanning(length), []
    for multiple in (1, 2, 4):
        turns = []
        for start in pieces:
            piece = onset[start : start + length]
            frames = np.arange(start, start + length)
            turn = np.exp(-2j * np.pi * multiple * tempo_bpm / 60 / FRAME_HZ * frames)
            turns.append(complex(((piece - piece.mean()) * hann) @ turn))
        size = float(np.abs(turns).sum())
        agreed.append(abs(sum(turns)) / size if size > 1e-9 else 0.0)
    return max(agreed)


def settle(onset: NDArray[np.float32], anchor: float, tempo_bpm: float, start: float, end: float) -> float:
    """`anchor` moved by a few milliseconds to where the onsets of its grid from `start` to `end` are strongest."""
    import numpy as np

    period = 60 / tempo_bpm
    grid = np.arange(anchor + period * np.ceil((start - anchor) / period), end, period)
    if not len(grid):
        return anchor
    shifts = np.arange(-_SETTLE_S, _SETTLE_S + 1e-9, _SETTLE_STEP_S)
    heard = np.array([_heard(onset, grid + shift) for shift in shifts])
    best = int(heard.argmax())
    finer = _vertex(*heard[best - 1 : best + 2]) if 0 < best < len(heard) - 1 else 0.0
    return float(anchor + shifts[best] + finer * _SETTLE_STEP_S)


def _heard(onset: NDArray[np.float32], times: NDArray[np.float64]) -> float:
    import numpy as np

    return float(np.interp(times * FRAME_HZ, np.arange(len(onset)), onset).mean())


def _vertex(before: float, at: float, after: float) -> float:
    """Where the parabola through three equally spaced values has its top, -0.5..0.5 steps from the middle."""
    bend = before - 2 * at + after
    return max(-0.5, min(0.5, 0.5 * (before - after) / bend)) if bend < 0 else 0.0
