"""Drift of sound and picture: as many seconds of one as of the other.

Frames and samples are counted, since what containers say of their length lies (edit lists, priming). The film has as
many frames as cover its song, so pictures end at most a frame after the sound; the sound's codec adds one of its own.
`max` is in frames.
"""

from __future__ import annotations

from fractions import Fraction

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "build again; if it stays, the song's file is damaged: `beatforge check` says what is missing of it"


def judge(case: Case) -> Judged:
    """By how many frames picture and sound end apart."""
    film, limit = case.film, case.limits["max"]
    heard = Fraction(case.sound["samples"], case.sound["rate"]) * film.rate
    drift = float(film.num_frames - heard)
    figures = {"drift_frames": drift, "drift_ms": 1000 * drift / float(film.rate)}
    last = film.pieces[-1]
    if abs(drift) <= limit or last.scene in case.excused:
        return Judged(figures)
    longer, shorter = ("pictures", "sound") if drift > 0 else ("sound", "pictures")
    text = f"the {longer} last {abs(drift):.2f} frames longer than the {shorter}, at most {limit:g}"
    return Judged(figures, [Finding(last.scene, last.end - 1, drift, limit, text)])
