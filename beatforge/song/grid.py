"""Beat times from a period. Pure; times are seconds, rounded to 0.1 ms where they are made."""

from __future__ import annotations

import math
from collections.abc import Sequence

EDGE_S = 0.005
"""A beat this close before the first sample is meant to be on it; this close before the end it is past it."""


def lay_grid(anchor: float, tempo_bpm: float, duration: float) -> tuple[float, ...]:
    """All times in [0, duration) that are whole beats away from `anchor`."""
    period = 60 / tempo_bpm
    first = math.ceil((-EDGE_S - anchor) / period)
    last = math.ceil((duration - EDGE_S - anchor) / period)
    return tuple(max(0.0, round(anchor + beat * period, 4)) for beat in range(first, last))


def spread(times: Sequence[float], period: float, duration: float) -> tuple[float, ...]:
    """`times` continued by steps of `period` to both ends of the song."""
    if not times:
        return ()
    before = [times[0] - period * step for step in range(int((times[0] + EDGE_S) / period), 0, -1)]
    after = [times[-1] + period * step for step in range(1, int((duration - times[-1]) / period) + 2)]
    return tuple(max(0.0, round(time, 4)) for time in (*before, *times, *after) if time < duration - EDGE_S)
