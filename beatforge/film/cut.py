"""Where scenes begin: an analysis and a wish for a number of scenes make spans on downbeats of real sections.

Nothing is chosen about the picture here. A span says which section it belongs to, at which bar of it it starts and
which frames it covers; spans touch and cover the film.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from beatforge.film.clock import frame_at, frame_count
from beatforge.song.analysis import Analysis, Section

SHORTEST_SCENE_S = 1.2
"""No scene is shorter than one bar, nor than this: a shot that is gone before it is read is noise."""

STAND_IN_BAR_S = 2.0
"""Bars of songs in which no beat was found."""


@dataclass(frozen=True, slots=True)
class Count:
    """A wish for this many scenes in the whole film."""

    scenes: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """A wish for scenes between two lengths in seconds."""

    shortest_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its bars: `bars` are the seconds at which its bars start, the first at the section's start."""

    kind: str
    occurrence: int
    end: float
    bars: tuple[float, ...]

    @property
    def duration(self) -> float:
        """Seconds from the first bar to the end."""
        return self.end - self.bars[0]


@dataclass(frozen=True, slots=True)
class Span:
    """A scene's place: section kind, its occurrence (from 1), the bar of the section it starts at (from 1), frames."""

    kind: str
    occurrence: int
    bar: int
    start_frame: int
    end_frame: int

    @property
    def scene_id(self) -> str:
        """The id people use: `chorus-2.09`."""
        return f"{self.kind}-{self.occurrence}.{self.bar:02d}"


def cut_film(analysis: Analysis, wish: Count | Lengths, rate: Fraction) -> tuple[Span, ...]:
    """Spans of the film in order; touching, from frame 0 to the film's last."""
    parts = _parts(analysis)
    if isinstance(wish, Count):
        parts = _merged_to(parts, wish.scenes)
        counts = _shares(parts, wish.scenes, analysis)
    else:
        counts = [_count_for_lengths(part, wish) for part in parts]
    starts = [(part, bar) for part, count in zip(parts, counts, strict=True) for bar in _splits(len(part.bars), count)]
    return _spans(starts, frame_count(analysis.duration, rate), rate)


def on_downbeats(
    sections: Sequence[Section], downbeats: Sequence[float], left: Collection[float]
) -> tuple[Section, ...]:
    """Sections that begin on the downbeats nearest to where they were heard: pictures change there, whatever is sung
    before the one. The first keeps its start, and so do those that begin at a second of `left`."""
    starts = [
        part.start if not index or not downbeats or part.start in left else _nearest(part.start, downbeats)
        for index, part in enumerate(sections)
    ]
    kept = [
        (start, part)
        for index, (start, part) in enumerate(zip(starts, sections, strict=True))
        if all(start < later for later in starts[index + 1 :])
    ]
    ends = [*(start for start, _ in kept[1:]), sections[-1].end] if sections else []
    return tuple(replace(part, start=start, end=end) for (start, part), end in zip(kept, ends, strict=True))


def _parts(analysis: Analysis) -> list[Part]:
    downbeats = analysis.downbeats or tuple(
        index * STAND_IN_BAR_S for index in range(1 + int(analysis.duration / STAND_IN_BAR_S))
    )
    beat = 60 / max(analysis.tempo_bpm, 30)
    seen: dict[str, int] = {}
    parts = []
    for section in analysis.sections:
        seen[section.kind] = seen.get(section.kind, 0) + 1
        first = bisect_left(downbeats, section.start + beat / 2)
        last = bisect_left(downbeats, section.end - beat / 2)
        bars = (_snapped(section.start, downbeats, beat / 2), *downbeats[first:last])
        parts.append(Part(section.kind, seen[section.kind], section.end, bars))
    return [replace(part, end=following.bars[0]) for part, following in itertools.pairwise(parts)] + parts[-1:]


def _snapped(time_s: float, grid: Sequence[float], within: float) -> float:
    """The grid point nearest to a section's start, if one is near; the film itself starts at 0."""
    if time_s <= 0:
        return 0.0
    near = _nearest(time_s, grid)
    return near if abs(near - time_s) <= within else time_s


def _nearest(time_s: float, grid: Sequence[float]) -> float:
    index = bisect_left(grid, time_s)
    return min(grid[max(0, index - 1) : index + 1], key=lambda point: abs(point - time_s), default=time_s)


def _merged_to(parts: list[Part], most: int) -> list[Part]:
    """At most `most` parts: the shortest joins the part before it (the first joins the second)."""
    while len(parts) > max(1, most):
        index = min(range(len(parts)), key=lambda i: parts[i].duration)
        index = max(index, 1)
        before, gone = parts[index - 1], parts[index]
        parts = [*parts[: index - 1], replace(before, end=gone.end, bars=before.bars + gone.bars), *parts[index + 1 :]]
    return parts


def _most_scenes(part: Part) -> int:
    """How many scenes a part can hold without one shorter than a bar or than the shortest scene."""
    bar = part.duration / len(part.bars)
    return max(1, len(part.bars) // max(1, math.ceil(SHORTEST_SCENE_S / max(bar, 1e-6) - 1e-9)))


def _shares(parts: Sequence[Part], total: int, analysis: Analysis) -> list[int]:
    """Scenes per part, by length and energy: one each, then always where a scene would still be longest."""
    weights = [part.duration * (0.6 + 0.8 * _energy(analysis, part.bars[0], part.end)) for part in parts]
    counts, room = [1] * len(parts), [_most_scenes(part) for part in parts]
    for _ in range(total - len(parts)):
        open_parts = [index for index in range(len(parts)) if counts[index] < room[index]]
        if not open_parts:
            break
        counts[max(open_parts, key=lambda index: weights[index] / counts[index])] += 1
    return counts


def _energy(analysis: Analysis, start_s: float, end_s: float) -> float:
    curve = analysis.envelopes["energy"][int(start_s * 100) : max(int(start_s * 100) + 1, int(end_s * 100))]
    return sum(curve) / (255 * len(curve)) if curve else 0.0


def _count_for_lengths(part: Part, wish: Lengths) -> int:
    """As few scenes as keep each under the longest, unless they would fall under the shortest."""
    few = math.ceil(part.duration / wish.longest_s - 1e-9)
    most = max(1, math.floor(part.duration / wish.shortest_s + 1e-9))
    return max(1, min(few, most, len(part.bars)))


def _splits(bars: int, count: int) -> list[int]:
    """Bars (from 0) at which `count` scenes start, as even as whole bars allow."""
    return [round(index * bars / count) for index in range(count)]


def _spans(starts: Sequence[tuple[Part, int]], num_frames: int, rate: Fraction) -> tuple[Span, ...]:
    frames = [frame_at(part.bars[bar], rate) for part, bar in starts]
    kept = [0]  # a scene needs three frames to be a segment; what is shorter belongs to the scene before
    for index in range(1, len(frames)):
        if frames[index] - frames[kept[-1]] >= 3 and num_frames - frames[index] >= 3:
            kept.append(index)
    ends = [*(frames[index] for index in kept[1:]), num_frames]
    return tuple(
        Span(
            starts[index][0].kind, starts[index][0].occurrence, starts[index][1] + 1, frames[index] if index else 0, end
        )
        for index, end in zip(kept, ends, strict=True)
    )
