"""Energy and motion: whether the picture moves more where the song is louder.

Spearman's rank correlation of energy and mean change, both per second and smoothed over three; usually advisory,
because quiet pictures to loud music can be meant.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "a higher `reactivity`, or drives that follow `energy`"

FEWEST = 8
"""Seconds; ranks of fewer say nothing."""


def judge(case: Case) -> Judged:
    """The correlation, -1 to 1; 0 where either never changes."""
    film, least = case.film, case.limits["min"]
    per_second = max(1, round(film.rate))
    count = min(film.num_frames // per_second, len(case.facts["energy"]))
    change = film.moving()[: count * per_second].reshape(count, per_second)
    motion = np.sort(change, axis=1)[:, : max(1, per_second - 2)].mean(axis=1)  # without the second's cuts and hits
    rho = spearman(_smooth(np.array(case.facts["energy"][:count], float)), _smooth(motion)) if count >= FEWEST else 0.0
    if count < FEWEST or rho >= least or film.pieces[0].scene in case.excused:
        return Judged({"rank_correlation": rho})
    text = f"motion follows the song's energy by {rho:.2f}, at least {least:g}"
    return Judged({"rank_correlation": rho}, [Finding(film.pieces[0].scene, 0, rho, least, text)])


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of ranks; equal values share theirs."""
    a, b = _ranks(one), _ranks(other)
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean()) / spread if spread > 0 else 0.0


def _ranks(values: np.ndarray) -> np.ndarray:
    _, places, counts = np.unique(np.round(values, 6), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: np.ndarray = ends - (counts - 1) / 2
    return middles[places]


def _smooth(values: np.ndarray) -> np.ndarray:
    padded = np.concatenate([values[:1], values, values[-1:]])
    smooth: np.ndarray = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    return smooth
