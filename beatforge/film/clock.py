"""The one frame clock: every inner boundary is round(time x rate) at a rational rate; lengths are differences."""

from __future__ import annotations

import math
from fractions import Fraction


def rate_of(fps: str) -> Fraction:
    """The rate in frames per second of "24/1", "24000/1001" or "25"."""
    return Fraction(fps)


def frame_at(time_s: float, rate: Fraction) -> int:
    """The frame boundary nearest to a time in seconds; halves go up."""
    near = time_s * rate.numerator / rate.denominator + 0.5
    if 0.001 < near % 1 < 0.999:  # far from every other boundary: no need for fractions, which take 20 times as long
        return math.floor(near)
    return math.floor(Fraction(time_s).limit_denominator(1_000_000) * rate + Fraction(1, 2))


def frame_count(duration_s: float, rate: Fraction) -> int:
    """Frames of a film as long as its song: ceil(duration x rate), so that no sample is without a picture."""
    return max(1, math.ceil(Fraction(duration_s).limit_denominator(1_000_000) * rate))


def seconds_at(frame: int, rate: Fraction) -> float:
    """The time at which a frame starts, in seconds."""
    return float(frame / rate)
