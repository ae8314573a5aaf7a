"""Beats in seconds, over the whole song.

Music made on a grid gets a grid: tempo to a few thousandths of a BPM and one phase, fitted on the whole song, which is
more exact than any single onset. Where a grid does not explain the onsets (`salience` below `STEADY`) beats are
followed one by one (`follow`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatforge.song.follow import follow_beats
from beatforge.song.grid import lay_grid, spread
from beatforge.song.spectrum import FRAME_HZ
from beatforge.song.tempo import SLOWEST_BPM, choose_tempo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEADY = 2.0
"""Salience from which a grid is believed; a short song needs more, since a few onsets fit some grid by chance."""

_CHANCE_BEATS = 8
LATE_S = 0.0033
"""Flux peaks so long after the attack (median over synthetic and charted songs)."""

HOLLOW = 0.25
"""Below this share of strength on every other beat the tempo is twice too fast."""

_PHASE_STEP_S = 0.004


@dataclass(frozen=True, slots=True)
class Beats:
    """Beat times in [0, duration); `tempo_bpm` 0 and no beats where nothing recurs. `onset` is what was followed."""

    times: tuple[float, ...]
    tempo_bpm: float
    steady: bool


def track_beats(onsets: NDArray[np.float32], duration: float, tempo_bpm: float | None = None) -> Beats:
    """Beats of the song; a given `tempo_bpm` is taken as it is."""
    import numpy as np

    onset = _one_curve(onsets)
    tempo = tempo_bpm or choose_tempo(onset, whole=True)
    if not tempo or not onset.any() or duration < 2 * 60 / tempo:
        return Beats((), 0.0, False)
    if not tempo_bpm:
        tempo = _exact_tempo(onset, tempo)
        while tempo / 2 >= SLOWEST_BPM and every_other(onset, tempo, duration) < HOLLOW:
            tempo /= 2
    phase, salience = fit_phase(onset, tempo, duration)
    if salience >= STEADY * (1 + _CHANCE_BEATS * 60 / (tempo * duration)):
        tempo = round(tempo, 4)
        return Beats(lay_grid(phase - LATE_S, tempo, duration), tempo, True)
    tempo = tempo_bpm or choose_tempo(onset, whole=False) or tempo
    followed = follow_beats(onset, tempo) - LATE_S
    usual = float(np.median(np.diff(followed))) if len(followed) > 1 else 60 / tempo
    return Beats(spread(followed.tolist(), usual, duration), round(tempo_bpm or 60 / usual, 4), False)


def fit_phase(onset: NDArray[np.float32], tempo_bpm: float, duration: float) -> tuple[float, float]:
    """Time of the first beat of the best grid, and its salience: mean onset on that grid over mean onset anywhere."""
    import numpy as np

    period, frames = 60 / tempo_bpm, np.arange(len(onset))
    shifts = np.arange(0, period, _PHASE_STEP_S)
    grid = np.arange(0, max(duration - period, period), period)
    heard = np.array([np.interp((grid + shift) * FRAME_HZ, frames, onset).mean() for shift in shifts])
    best = int(heard.argmax())
    before, at, after = heard[best - 1], heard[best], heard[(best + 1) % len(heard)]
    bend = before - 2 * at + after
    finer = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(shifts[best] + np.clip(finer, -0.5, 0.5) * _PHASE_STEP_S), float(at / max(heard.mean(), 1e-9))


def every_other(onset: NDArray[np.float32], tempo_bpm: float, duration: float) -> float:
    """Strength of the weaker half of the beats (every other one) over that of the stronger half, 0..1."""
    import numpy as np

    phase, _ = fit_phase(onset, tempo_bpm, duration)
    frames = np.round(np.arange(phase, duration, 60 / tempo_bpm) * FRAME_HZ).astype(int)
    near = np.clip(frames[:, None] + np.arange(-2, 3), 0, len(onset) - 1)
    strength = onset[near].max(axis=1)
    halves = sorted(float(strength[start::2].mean()) for start in (0, 1))
    return halves[0] / max(halves[1], 1e-9)


def _one_curve(onsets: NDArray[np.float32]) -> NDArray[np.float32]:
    """All bands as one curve, the low one twice; smoothed to about 40 ms, single bangs held down."""
    import numpy as np

    total = onsets.sum(axis=0) + onsets[0]
    bell = np.exp(-0.5 * (np.arange(-4, 5) / 1.5) ** 2)
    held = np.minimum(total, np.percentile(total, 99.5))
    return np.convolve(held, bell / bell.sum())[4:-4].astype(np.float32)


def _exact_tempo(onset: NDArray[np.float32], tempo_bpm: float) -> float:
    """The tempo near `tempo_bpm` whose beats, eighths and sixteenths line up best over the whole song."""
    import numpy as np

    seconds, flux = np.arange(len(onset)) / FRAME_HZ, onset - onset.mean()
    width = 60 / max(seconds[-1], 4.0)
    for step in (width / 8, width / 64):
        near = tempo_bpm + step * np.arange(-8, 9)
        power = np.zeros(len(near))
        for multiple, weight in ((1, 1.0), (2, 0.7), (4, 0.4)):
            turn = np.exp(-2j * np.pi * multiple / 60 * np.outer(near, seconds))
            power += weight * np.abs(turn @ flux)
        tempo_bpm = float(near[power.argmax()])
    return tempo_bpm
