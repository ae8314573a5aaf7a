"""Beat times from a period. Pure; times are seconds, rounded to 0.1 ms where they are made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EDGE_S = 0.005
"""A beat this close before the first sample is meant to be on it; this close before the end it is past it."""


TOO_CLOSE = 0.4
"""A beat nearer than this share of a beat to the first one of the next line is that one, heard from the other side."""


@dataclass(frozen=True, slots=True)
class Line:
    """An exact grid on [start, end) in seconds: all times that are whole beats away from `anchor`."""

    start: float
    end: float
    anchor: float
    tempo_bpm: float


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


def lay_lines(lines: Sequence[Line], duration: float) -> tuple[float, ...]:
    """Beats of lines that follow each other, in [0, duration)."""
    times: list[float] = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        inside = [
            time
            for time in lay_grid(line.anchor, line.tempo_bpm, duration if last else line.end)
            if time >= line.start - EDGE_S
        ]
        while times and inside and inside[0] - times[-1] < TOO_CLOSE * 60 / line.tempo_bpm:
            times.pop()
        times += inside
    return tuple(times)
