"""Parts of the song as its words have them: choruses are lines that return, breaks are where nobody sings for long.

In: parts as they were heard, lyrics with times, the beats. Out: parts whose boundaries agree with the words; their
names come from `lyrics.parts`. Pure, laid over the analysis like pins. What the ear heard stays where words say
nothing: in instrumental stretches, and between verse and what leads to the chorus, where it moves to the next line's
start. Words whose times are estimated, or missing, move nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from beatforge.song.analysis import Analysis, Section
from beatforge.song.boundaries import SHORTEST_S, SURE_DOWNBEATS, SectionCount, most_sections
from beatforge.song.lyrics.lines import Line
from beatforge.song.lyrics.parts import named_by_words, returning_lines

BREAK_S = 6.0
"""Nobody sings for so long: an instrumental part has begun."""

BREATH_S = 3.0
"""Nobody sings for so long: a new part begins with the next line."""

NEAR_S = 3.0
"""A boundary heard this near to a line's start is meant for that line."""

RETURN, REST, BREATH, RUN, HEARD = 1.0, 0.9, 0.4, 0.3, 0.5
"""How surely a part begins: lines that return begin or end; after or before a break; after a breath; other lines that
return begin; where the ear heard it."""

ENOUGH = 0.5
"""What the reasons to begin a part must come to."""

LINGERS_S = 8.0
"""The band may end a part so long after its last word: a break begins where the ear heard that."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A reason to begin a part at a second; strengths of cues at one place add up."""

    at: float
    strength: float


def sections_by_words(analysis: Analysis, count: SectionCount) -> tuple[Section, ...]:
    """The parts of a song that has its lyrics; as heard where they tell too little."""
    heard, lyrics = analysis.sections, analysis.lyrics
    if lyrics is None:
        return heard
    lines = [line for line in lyrics.lines if line.start is not None and line.end is not None]
    named = named_by_words(heard, lyrics)
    returning = returning_lines(lines)
    if lyrics.is_estimate or len(heard) < 2 or not any(returning) or 2 * _end(lines[-1]) < analysis.duration:
        return named
    cues = [*_cues_of_words(lines, returning, heard), *_cues_of_ear(heard, lines)]
    most = count.max or max(most_sections(analysis.duration), count.min or 0)
    starts = _chosen([Cue(_on_grid(cue.at, analysis), cue.strength) for cue in cues], analysis.duration, most)
    ends = (*starts[1:], analysis.duration)
    parts = (Section(start, end, _kind_of(heard, start, end)) for start, end in zip(starts, ends, strict=True))
    return named_by_words(tuple(parts), lyrics)


def _cues_of_words(lines: Sequence[Line], returning: Sequence[str], heard: Sequence[Section]) -> Iterable[Cue]:
    """`returning` names each line that is sung elsewhere too, "" for those that are not."""
    if _start(lines[0]) > BREATH_S:
        yield Cue(_start(lines[0]), RETURN)
    follows = set(pairwise(returning))
    for index, (before, after) in enumerate(pairwise(lines)):
        said, next_said = returning[index], returning[index + 1]
        rest = _start(after) - _end(before)
        if rest > BREAK_S:
            yield Cue(_break_after(before, _start(after), heard), REST)
            yield Cue(_start(after), REST)
        elif rest > BREATH_S:
            yield Cue(_start(after), BREATH)
        if bool(said) != bool(next_said):
            yield Cue(_start(after), RETURN)
        elif said and any(a == said and b != next_said for a, b in follows):
            yield Cue(_start(after), RUN)
    if heard[-1].end - _end(lines[-1]) > BREATH_S:
        yield Cue(_break_after(lines[-1], heard[-1].end, heard), REST)


def _break_after(line: Line, until: float, heard: Sequence[Section]) -> float:
    """Where the part without words that follows a line begins."""
    latest = min(_end(line) + LINGERS_S, until - BREATH_S)
    return next((part.start for part in heard if _end(line) <= part.start <= latest), _end(line))


def _cues_of_ear(heard: Sequence[Section], lines: Sequence[Line]) -> Iterable[Cue]:
    for section in heard[1:]:
        nearest = min((_start(line) for line in lines), key=lambda start: abs(start - section.start))
        if abs(nearest - section.start) <= NEAR_S:
            yield Cue(nearest, HEARD)
        elif not any(_start(line) < section.start < _end(line) for line in lines):
            yield Cue(section.start, HEARD)


def _chosen(cues: Iterable[Cue], duration: float, most: int) -> tuple[float, ...]:
    """Starts of parts: 0 and the strongest cues, no two nearer than a part may be short."""
    strengths: dict[float, float] = {}
    for cue in cues:
        strengths[cue.at] = strengths.get(cue.at, 0.0) + cue.strength
    starts = [0.0]
    for at in sorted(strengths, key=lambda at: (-strengths[at], at)):
        has_room = all(abs(at - start) >= (SHORTEST_S if start else BREATH_S) for start in starts)
        if len(starts) < most and has_room and strengths[at] >= ENOUGH and at <= duration - BREATH_S:
            starts.append(at)
    return tuple(sorted(starts))


def _on_grid(at: float, analysis: Analysis) -> float:
    """The nearest beat, or the downbeat where downbeats are sure and one is a beat away at most."""
    if not analysis.beats:
        return at
    beat = 60 / max(analysis.tempo_bpm, 30)
    grid = analysis.downbeats if analysis.downbeat_confidence >= SURE_DOWNBEATS else ()
    one = min(grid, key=lambda time: abs(time - at), default=at + 2 * beat)
    near = one if abs(one - at) <= beat else min(analysis.beats, key=lambda time: abs(time - at))
    return near if abs(near - at) <= beat else at


def _kind_of(heard: Sequence[Section], start: float, end: float) -> str:
    """What the ear called most of this stretch."""
    return max(heard, key=lambda part: min(part.end, end) - max(part.start, start)).kind


def _start(line: Line) -> float:
    return line.start or 0.0


def _end(line: Line) -> float:
    return line.end or 0.0
