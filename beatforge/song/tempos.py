"""What is known of a song's speed: how fast each stretch of it goes, and what else its beats might be.

Plain values; `alternatives` weighs them against the sound, `grid` makes beat times of them.
"""

from __future__ import annotations

from dataclasses import dataclass

HALF_BEAT = "half beat"
RATIOS = {
    **{"x1/2": 1 / 2, "x2": 2.0, "x2/3": 2 / 3, "x3/2": 3 / 2},
    **{"x1/3": 1 / 3, "x3": 3.0, "x3/4": 3 / 4, "x4/3": 4 / 3, "x1/4": 1 / 4, "x4": 4.0},
}
"""Kinds of mistake about a tempo, each with what the tempo heard would have to be multiplied by."""

KINDS = (*RATIOS, HALF_BEAT)
USUAL = ("x1/2", "x2", "x2/3", "x3/2", HALF_BEAT)
"""Kinds of mistake that are common: they are offered however unlikely they seem, wherever the tempo is a beat's."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """A stretch of one tempo, [start, end) in seconds; stretches touch and cover the whole song."""

    start: float
    end: float
    tempo_bpm: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the same beats: of `KINDS`, its tempo, and how likely it is (0..1).

    The confidences of all alternatives and that of the tempo which was chosen sum to at most 1.
    """

    kind: str
    tempo_bpm: float
    confidence: float
