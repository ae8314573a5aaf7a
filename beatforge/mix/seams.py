"""Where one run of a part goes over into the next: a short fade at the moment in which both sound most alike.

In: the same stretch of time as both runs have it. Out: one sound. Two runs agree in time, not in the phases of their
tones, so a fade at any place would sound hollow; gains are set for the likeness that is there, so that power stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from beatforge.mix.runs import Run
from beatforge.song.waves import Samples

CLEAR_S = 0.004
"""How long before a turn (a beat, as a rule) the fade is over: an onset begins a little before its beat."""


@dataclass(frozen=True, slots=True)
class Seam:
    """[start, end) in which two runs may meet, and how long their fade takes; in samples of the part."""

    start: int
    end: int
    fade: int


def seam_between(before: Run, after: Run, rate: int) -> Seam:
    """Before a turn both runs part from each other, so it lies close; else there is room to look for a good place."""
    room = min(before.end - before.start, after.end - after.start) // 2
    reach = min(room, int((0.06 if before.turns else 0.2) * rate))
    fade = int((0.01 if before.turns else 0.02) * rate)
    clear = min(int(CLEAR_S * rate), reach // 4) if before.turns else -reach
    start, end = before.end - reach, before.end - clear
    return Seam(start, end, max(1, min(fade, end - start)))


def met(before: Samples, after: Samples, fade: int) -> Samples:
    """One sound of two that are equally long: the first, then a fade at the best place, then the second."""
    length, step = before.shape[1], max(1, fade // 16)
    one, other = before.mean(axis=0, dtype=np.float64), after.mean(axis=0, dtype=np.float64)
    places = range(0, length - fade + 1, step)
    likeness = [_likeness(one[at : at + fade], other[at : at + fade]) for at in places]
    best = int(np.argmax(likeness))
    at = places[best]
    turn = (np.arange(fade) + 0.5) / fade * (np.pi / 2)
    down, up = np.cos(turn), np.sin(turn)
    power = np.sqrt(1 + 2 * max(0.0, likeness[best]) * down * up)
    found = after.copy()
    found[:, :at] = before[:, :at]
    found[:, at : at + fade] = (before[:, at : at + fade] * down + after[:, at : at + fade] * up) / power
    return found


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    """-1..1, the cosine between both; silence is like silence."""
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 1e-9 else float((one @ one) + (other @ other) < 1e-9)
