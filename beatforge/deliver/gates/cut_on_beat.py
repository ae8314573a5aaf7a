"""Cut on beat: hard cuts stand where they were planned, and were planned on beats.

Cuts are taken from plan and pixels: F of the two within one frame (`min`), planned cuts within one frame
of a beat (`min` too), and no lateness in common: where the found cuts are all a frame late, so is the film. One
frame is the usual tolerance for shot boundaries; for beats (MIREX) it is 70 ms.

The plan says where to look, so a planned cut is found by little; one that nobody planned must be unmistakable. A beat
or a drop changes the light, and what comes back within half a second was a flash; neither is a cut.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.film import SCENE, FilmMeasures
from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "pin the song's beats (`song: pins:`), or let the scene begin with another transition"

TOLERANCE, LOOKED = 1, 3
"""Frames around a planned cut in which a found one counts, and in which one is looked for at all."""

BITS, UNMISTAKABLE = 8, 16
"""Of 64 bits of a fingerprint: nearer pictures are no cut that anybody sees, and none that nobody planned. Of 250 cuts
in drawn films nine were nearer than the second; of their drops, flashes and redrawn pictures none was beyond 8.
"""

OVER_USUAL, OVER_REST = 3.0, 300
"""A cut changes the picture so many times as much as its neighbours do, and 1/100 of an 8-bit step beyond."""

BACK = (2, 6, 12)
"""Frames before and after; what looks alike across any of these was interrupted, not cut."""


def judge(case: Case) -> Judged:
    """F of found and planned cuts, the share of planned ones on a beat, and how late the found ones are."""
    film, least = case.film, case.limits["min"]
    planned = [cut for cut in case.facts["cuts"] if film.scene_at(cut) not in case.excused and _is_seen(film, cut)]
    found = [at for at in found_cuts(film) if not _is_joining(film, at)]
    usual = film.moving()
    near = {cut: _nearest(film, usual, cut) for cut in planned}
    hits = [cut for cut in planned if near[cut] is not None and abs(near[cut] - cut) <= TOLERANCE]
    looked = {cut + step for cut in planned for step in range(-LOOKED, LOOKED + 1)}
    strays = [at for at in found if at not in looked]
    f = 2 * len(hits) / (2 * len(hits) + len(strays) + len(planned) - len(hits)) if planned else 1.0
    late = float(np.median([near[cut] - cut for cut in planned if near[cut] is not None] or [0]))
    beats = np.array(case.facts["beats"], np.int64)
    off = [cut for cut in planned if len(beats) and np.abs(beats - cut).min() > TOLERANCE]
    on_beat = 1 - len(off) / len(planned) if planned else 1.0
    findings = []
    if f < least:
        findings += [_finding(film, cut, f, least, "the planned cut is not where it should be") for cut in planned
                     if cut not in hits]  # fmt: skip
        findings += [_finding(film, at, f, least, "the picture cuts where no cut is planned") for at in strays]
    if abs(late) >= 1:
        text = f"cuts are {abs(late):g} frames {'late' if late > 0 else 'early'} as a rule"
        findings.append(_finding(film, planned[0], late, 0, text))
    if on_beat < least:
        findings += [_finding(film, cut, on_beat, least, "the cut is on no beat") for cut in off]
    counted = len(hits) + len(strays)
    figures = {"f": f, "on_beat": on_beat, "late_frames": late, "planned": len(planned), "found": counted}
    return Judged(figures, findings)


def found_cuts(film: FilmMeasures) -> list[int]:
    """Frames at which the pixels cut: one change far beyond its neighbours', and another picture from there on."""
    change, usual = film.figures["change"], film.moving()
    tall = np.flatnonzero(change > OVER_REST)
    return [int(at) for at in tall if _stands_out(change, usual, int(at)) and _is_other_picture(film, int(at))]


def _stands_out(change: np.ndarray, usual: np.ndarray, at: int) -> bool:
    around = np.concatenate([usual[max(1, at - 8) : max(1, at - 1)], usual[at + 2 : at + 9]])
    top = change[max(0, at - LOOKED) : at + LOOKED + 1].max()
    return bool(len(around)) and change[at] == top and change[at] >= OVER_USUAL * np.median(around) + OVER_REST


def _is_other_picture(film: FilmMeasures, at: int) -> bool:
    """Whether nothing after the frame looks like anything just before it."""
    last = film.num_frames - 1
    before = film.prints[[max(0, at - step) for step in BACK]]
    after = film.prints[[at, *(min(last, at + step) for step in BACK)]]
    return int(np.bitwise_count(before[:, None] ^ after).min()) >= UNMISTAKABLE


def _is_seen(film: FilmMeasures, at: int) -> bool:
    """Whether the pictures before and after differ by more than light."""
    before, after = max(0, at - 2), min(film.num_frames - 1, at + 2)
    return int(np.bitwise_count(film.prints[before] ^ film.prints[after])) >= BITS


def _nearest(film: FilmMeasures, usual: np.ndarray, cut: int) -> int | None:
    """Where near a planned cut the picture changes most, if that stands out; a beat changes less of its print."""
    change, first = film.figures["change"], max(1, cut - LOOKED)
    near = slice(first, cut + LOOKED + 1)
    turned = np.bitwise_count(film.prints[near] ^ film.prints[first - 1 : near.stop - 1][: len(film.prints[near])])
    at = first + int(np.argmax(change[near] * (turned.astype(np.int64) + 1)))
    is_tall = change[at] >= 1.5 * np.median(usual[max(1, cut - 12) : cut + 13]) + 50
    return at if is_tall else None


def _is_joining(film: FilmMeasures, at: int) -> bool:
    """Whether the frame is one of those in which two scenes meet; they may change as fast as they like."""
    piece = film.piece_at(at)
    return piece.kind != SCENE and piece.start < at


def _finding(film: FilmMeasures, at: int, figure: float, limit: float, text: str) -> Finding:
    return Finding(film.scene_at(at), at, figure, limit, text)
