"""Which scenes grow out of the scene before them, and for how long. Pure.

A scene's own `chain` wins over the film's; a `transition` said for a scene is an exception from the film's chain. A
film's first scene has nothing to grow out of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from beatforge.film.overrides import Said
from beatforge.film.shot import Music
from beatforge.project.models import Project
from beatforge.project.problems import Fault

LONGEST_S = 2.5
"""Longer than this the picture before would be a still that moves. Slow or free music has no bars to wait for."""


def chained_scenes(project: Project, said: Sequence[Mapping[str, Said]]) -> tuple[tuple[bool, ...], tuple[Fault, ...]]:
    """For each scene whether it grows out of the one before, and the faults of what can't be said together."""
    flags, faults = [], []
    for index, fields in enumerate(said):
        own, transition = fields.get("chain"), fields.get("transition")
        wanted = bool(own.value) if own else project.film.chain and not transition
        if own and own.value and transition:
            text = f"a chained scene grows out of the one before; it can't also begin with a {transition.value}"
            faults.append(Fault("BF016", text, "take `chain` or `transition` away", transition.path))
        flags.append(wanted and index > 0)
    return tuple(flags), tuple({(fault.at, fault.text): fault for fault in faults}.values())


def growth_frames(music: Music, num_frames: int, fps: str) -> int:
    """Frames a chained scene grows for: to its next bar line, so that the opening lands on a downbeat; at most half of
    it, so that it has grown before it becomes the next."""
    longest = min(round(LONGEST_S * Fraction(fps)), num_frames // 2)
    return max(3, min((frame for frame in music.downbeats if 0 < frame <= longest), default=longest))
