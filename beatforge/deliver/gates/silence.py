"""Silence: nothing is silent where the song is not.

Sound is measured as it was encoded, per tenth of a second; silent is below -60 dB. Where the song itself pauses,
silence is planned. `max` is in seconds.
"""

from __future__ import annotations

import numpy as np

from beatforge.deliver.gates.judging import Case, Finding, Judged
from beatforge.deliver.gates.stretches import runs

WAY_OUT = "look at the song's file: `beatforge song show` says what is heard in it"

SILENT = -600
"""1/10 dB."""


def judge(case: Case) -> Judged:
    """The longest silence that the song has no pause for."""
    film, limit, block_s = case.film, case.limits["max"], case.sound["block_ms"] / 1000
    is_silent = np.array(case.sound["level"]) <= SILENT
    for start, end in case.facts["pauses"]:
        first, last = (int(float(frame / film.rate) / block_s) for frame in (start, end))
        is_silent[max(0, first - 2) : last + 3] = False
    found = [(start, end) for start, end in runs(is_silent)]
    findings = []
    for start, end in found:
        frame = min(film.num_frames - 1, int(start * block_s * float(film.rate)))
        scene, seconds = film.scene_at(frame), round((end - start) * block_s, 1)
        if seconds > limit and scene not in case.excused:
            text = f"is silent for {seconds:g} s where the song is not, at most {limit:g} s"
            findings.append(Finding(scene, frame, seconds, limit, text))
    return Judged({"longest_s": max(((end - start) * block_s for start, end in found), default=0.0)}, findings)
