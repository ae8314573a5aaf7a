"""Black: no stretch in which nearly all of the picture is black, unless it is planned.

Black is 98 % of the pixels below a tenth of full luma, blackdetect's default. `max` is in seconds. Planned are fades,
and pieces that show no scene.
"""

from __future__ import annotations

from beatforge.deliver.gates.film import SCENE
from beatforge.deliver.gates.judging import Case, Finding, Judged
from beatforge.deliver.gates.stretches import runs

WAY_OUT = "a lighter palette, or another motif or seed"

SHARE = 980
"""1/1000 of the picture."""


def judge(case: Case) -> Judged:
    """The longest black stretch that nobody planned."""
    film, limit = case.film, case.limits["max"]
    is_black = film.figures["dark"] >= SHARE
    for piece in film.pieces:
        if piece.scene in case.excused or (piece.kind != SCENE and piece.kind in case.facts["planned"]):
            is_black[max(0, piece.start - film.lag) : piece.end + film.lag] = False
    found = list(runs(is_black))
    longest = max((case.seconds(end - start) for start, end in found), default=0.0)
    findings = [
        Finding(film.scene_at(start), start, case.seconds(end - start), limit,
                f"is black for {case.seconds(end - start):g} s, at most {limit:g} s")
        for start, end in found
        if case.seconds(end - start) > limit
    ]  # fmt: skip
    return Judged({"longest_s": longest, "stretches": len(found)}, findings)
