"""Flicker: the picture's brightness trembling from frame to frame.

The bend of mean luma over three pictures, its median over each second: a cut, a beat or a drop bends it for two or
three frames and leaves the median alone; a tremble does so all the time. In 8-bit steps.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "calm it: a lower `reactivity`, `style: {drives: ...}` from `energy` and not `onset`, or another medium"


def judge(case: Case) -> Judged:
    """The greatest median bend of any second."""
    film, limit = case.film, case.limits["max"]
    second = max(8, round(film.rate))
    worst, findings = 0.0, []
    for piece in film.pieces:
        luma = film.figures["luma"][piece.start : piece.end].astype(np.int64)
        bend = np.abs(luma[: -2 * piece.hold] - 2 * luma[piece.hold : -piece.hold] + luma[2 * piece.hold :]) / 10
        if len(bend) < second // 2 or piece.scene in case.excused or bend.max() <= min(worst, limit):
            continue
        starts = range(0, max(1, len(bend) - second + 1), max(1, second // 4))
        medians = [float(np.median(bend[start : start + second])) for start in starts]
        at = int(np.argmax(medians))
        worst = max(worst, medians[at])
        if medians[at] > limit:
            text = f"its brightness trembles by {medians[at]:.1f} 8-bit steps a frame, at most {limit:g}"
            findings.append(Finding(piece.scene, piece.start + starts[at], medians[at], limit, text))
    return Judged({"flicker": worst, "blocks": float(np.median(film.figures["flicker"])) / 100}, findings)
