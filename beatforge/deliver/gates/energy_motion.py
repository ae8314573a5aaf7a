"""Energy and motion: whether the picture moves more where the song is louder.

Spearman's rank correlation of energy and mean change, both per second and smoothed over three. What a scene shows
matters more to its change than how fast it moves, so a short film correlates by chance one way or the other: only what
lies below `min` with a certainty of 95 % is told (Fisher's margin for so many independent seconds). Usually advisory,
because quiet pictures to loud music can be meant.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "a higher `reactivity`, or `style: {drives: {swell: {from: energy}}}`"

SMOOTHED = 3
"""Seconds that are averaged, so that only every third says something of its own."""

CERTAIN = 1.645
"""Standard errors, one-sided 95 %."""


def judge(case: Case) -> Judged:
    """The correlation, -1 to 1; 0 where either never changes."""
    film, least = case.film, case.limits["min"]
    per_second = max(1, round(film.rate))
    count = min(film.num_frames // per_second, len(case.facts["energy"]))
    change = film.moving()[: count * per_second].reshape(count, per_second)
    motion = np.sort(change, axis=1)[:, : max(1, per_second - 2)].mean(axis=1)  # without the second's cuts and hits
    rho = spearman(_smooth(np.array(case.facts["energy"][:count], float)), _smooth(motion)) if count else 0.0
    margin = CERTAIN / max(1.0, count / SMOOTHED - 3) ** 0.5
    figures = {"rank_correlation": rho, "margin": margin}
    if rho + margin >= least or film.pieces[0].scene in case.excused:
        return Judged(figures)
    text = f"motion follows the song's energy by {rho:.2f} (give or take {margin:.2f}), at least {least:g}"
    return Judged(figures, [Finding(film.pieces[0].scene, 0, rho, least, text)])


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
