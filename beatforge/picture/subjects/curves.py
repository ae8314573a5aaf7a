"""Points for drawings: smooth curves through a few points, slices of discs, shapes turned and set in place.

In: points (across, up) as a `cutout.Drawing` takes them; out: more such points. Nothing is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from beatforge.picture.cutout import Point


def rounded(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """A closed outline that runs smoothly through `points` (Catmull-Rom)."""
    count = len(points)
    return [
        _between(points[k - 1], points[k], points[(k + 1) % count], points[(k + 2) % count], step / steps)
        for k in range(count)
        for step in range(steps)
    ]


def stroked(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """An open stroke that runs smoothly through `points`."""
    ends = [points[0], *points, points[-1]]
    smooth = [
        _between(ends[k], ends[k + 1], ends[k + 2], ends[k + 3], step / steps)
        for k in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*smooth, points[-1]]


def placed(points: Sequence[Point], at: Point, turns: float = 0.0) -> list[Point]:
    """`points` about the origin, turned against the clock and moved to `at`."""
    cosine, sine = math.cos(math.tau * turns), math.sin(math.tau * turns)
    return [(at[0] + x * cosine - y * sine, at[1] + x * sine + y * cosine) for x, y in points]


def fan(middle: Point, radius: float, start: float, end: float, steps: int = 16) -> list[Point]:
    """A slice of a disc from angle `start` to `end` (turns, 0 to the right, against the clock)."""
    angles = [math.tau * (start + (end - start) * step / steps) for step in range(steps + 1)]
    return [middle, *((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)) for angle in angles)]


def _between(before: Point, start: Point, end: Point, after: Point, part: float) -> Point:
    square, cube = part * part, part * part * part
    weights = (-cube + 2 * square - part, 3 * cube - 5 * square + 2, -3 * cube + 4 * square + part, cube - square)
    taps = (before, start, end, after)
    across, up = (sum(tap[axis] * weight for tap, weight in zip(taps, weights, strict=True)) / 2 for axis in (0, 1))
    return across, up
