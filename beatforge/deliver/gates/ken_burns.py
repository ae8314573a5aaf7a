"""Ken Burns score: how much of a scene is a still that is panned, zoomed or turned.

For every quarter of a second one affine motion is fitted; a stretch is explained if what that motion leaves over is
small beside the whole change, or no more than the noise between neighbouring frames. Real dolly shots have parallax,
which no single motion explains. `max` is a share of the scene (80 %).
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.film import SCENE, FilmMeasures
from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "let something in it move by itself: another motif or seed, or `style: {motion: {speed: ...}}` higher"

LEFT = 0.3
"""Of the change, what may be left over when the motion is undone: bilinear sampling alone leaves 0.1 to 0.2."""

LEAST_CHANGE, OVER_NOISE = 30, 1.3
"""1/100 of an 8-bit step, and times the residual of neighbours: less is no motion that could be told from noise."""

SLOW = 100
"""1/100 of an 8-bit step in a quarter of a second: what changes less is looked at over a whole second."""

LEAST_STRETCHES = 4


def judge(case: Case) -> Judged:
    """The greatest explained share of any scene."""
    film, limit = case.film, case.limits["max"]
    at, explained = film.far["at"], explained_stretches(film)
    worst, findings = 0.0, []
    for piece in film.pieces:
        if piece.kind != SCENE or piece.scene in case.excused:
            continue
        own = explained[np.searchsorted(at, piece.start) : np.searchsorted(at, piece.end)]
        score = float(own.mean()) if len(own) >= LEAST_STRETCHES else 0.0
        worst = max(worst, score)
        if score > limit:
            text = f"{score:.0%} of it is one still that is moved as a whole, at most {limit:.0%}"
            findings.append(Finding(piece.scene, piece.start, score, limit, text))
    return Judged({"ken_burns": worst}, findings)


def explained_stretches(film: FilmMeasures) -> np.ndarray:
    """For each stretch whether one motion of the whole picture is all that happens in it."""
    noise = film.figures["residual"][film.far["at"]]
    far, wide = (_explained(film.far[f"{name}_change"], film.far[f"{name}_residual"], noise)
                 for name in ("far", "wide"))  # fmt: skip
    explained: np.ndarray = far | (wide & (film.far["far_change"] < SLOW))
    return explained


def _explained(change: np.ndarray, residual: np.ndarray, noise: np.ndarray) -> np.ndarray:
    moves = (change >= LEAST_CHANGE) & (change >= OVER_NOISE * noise)
    is_noise = (residual <= 1.15 * noise + 5) & (residual <= 2 * LEFT * change)
    return moves & ((residual <= LEFT * change) | is_noise)
