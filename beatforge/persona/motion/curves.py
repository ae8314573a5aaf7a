"""Curves that motion is made of: ways from rest to rest, strokes, swings, and noise that never repeats.

In: times in seconds and whole numbers. Out: plain floats, the same on every machine. Nothing here remembers anything.
"""

from __future__ import annotations

import math
from functools import lru_cache

from beatforge.picture.draws import Draws

Point = tuple[float, float, float]


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(max(value, low), high)


def lerp(start: float, end: float, part: float) -> float:
    return start + (end - start) * part


def between(one: Point, other: Point, part: float) -> Point:
    return (lerp(one[0], other[0], part), lerp(one[1], other[1], part), lerp(one[2], other[2], part))


def eased(part: float) -> float:
    """From 0 to 1 with no jerk at the ends, as hands travel (Flash and Hogan 1985: 10 x^3 - 15 x^4 + 6 x^5)."""
    x = clamp(part)
    return x * x * x * (x * (x * 6.0 - 15.0) + 10.0)


def soft(part: float) -> float:
    """From 0 to 1, under way sooner than `eased`: what lets go at once."""
    x = clamp(part)
    return x * x * (3.0 - 2.0 * x)


def ramp(start: float, end: float, at: float) -> float:
    """`eased` from 0 at `start` to 1 at `end`; a step where both are one."""
    return eased((at - start) / (end - start)) if end > start else float(at >= end)


def struck(part: float) -> float:
    """From 0 to 1, slowly at first and stopped hard: what falls and lands. The speed at the end is that of a blow."""
    x = clamp(part)
    return x * x * (2.2 - 1.2 * x)


def sprung(time_s: float, hertz: float = 2.4, damping: float = 0.42) -> float:
    """From 0 at time 0 to 1, past it once and back: what is let go and settles."""
    if time_s <= 0.0:
        return 0.0
    natural = 2.0 * math.pi * hertz
    turning = natural * math.sqrt(1.0 - damping * damping)
    fall = math.exp(-damping * natural * time_s)
    return 1.0 - fall * (math.cos(turning * time_s) + damping * natural / turning * math.sin(turning * time_s))


def bump(start: float, top: float, end: float, at: float) -> float:
    """0 before `start` and after `end`, 1 at `top`, at rest in all three."""
    return ramp(start, top, at) if at < top else 1.0 - ramp(top, end, at)


@lru_cache(65536)
def chance(*seeds: int) -> float:
    """0 <= number < 1, always the same for the same whole numbers."""
    return Draws(*seeds).unit()


def wander(time_s: float, hertz: float, *seeds: int) -> float:
    """Smooth noise, mostly within -1..1 and 0 on the mean: two lattices whose cells never fall together again."""
    return 0.72 * _lattice(time_s * hertz, *seeds, 1) + 0.45 * _lattice(time_s * hertz * 1.6180339887, *seeds, 2)


def _lattice(at: float, *seeds: int) -> float:
    cell = math.floor(at)
    low, high = chance(cell, *seeds) * 2.0 - 1.0, chance(cell + 1, *seeds) * 2.0 - 1.0
    return lerp(low, high, eased(at - cell))
