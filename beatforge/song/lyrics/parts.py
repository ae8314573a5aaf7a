"""What the parts of a song are, by its words: a part whose lines return is a chorus, one without words is none. Pure.

In: parts as they were heard, and lyrics with times. Out: the same parts under names that agree with the words; where
they begin stays. Words that tell too little (no times, no line that returns, an end in the song's first half) change
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from beatforge.song.analysis import Section
from beatforge.song.lyrics.lines import Line, Lyrics

RETURNS_AFTER_S = 15.0
"""A line that is sung again sooner is said twice; it has not returned."""

HARDLY = 0.06
"""A part of which no more is sung counts as one without words: the end of a line hangs over into it."""

_LETTERS = re.compile(r"[^\w\s]")
_HEARD_WITH_WORDS, _HEARD_WITHOUT = ("prechorus", "bridge", "drop"), ("drop", "solo", "intro", "outro")
"""Names that listening gives for reasons of its own, to parts with words and to parts without."""


def named_by_words(sections: Sequence[Section], lyrics: Lyrics) -> tuple[Section, ...]:
    """The parts with names that the words ask for."""
    lines = [line for line in lyrics.lines if line.start is not None and line.end is not None]
    returning = returning_lines(lines)
    first, last = min(map(_start, lines), default=0.0), max((line.end or 0.0 for line in lines), default=0.0)
    if not any(returning) or 2 * last < sections[-1].end:
        return tuple(sections)
    named = []
    for index, section in enumerate(sections):
        sung = [_overlap(line, section) for line in lines]
        again = sum(seconds for seconds, returns in zip(sung, returning, strict=True) if returns)
        is_among_words = section.end > first and section.start < last
        kind = section.kind
        if sum(sung) <= HARDLY * (section.end - section.start):
            kind = _without_words(kind, index, len(sections), is_among_words)
        elif 2 * again > sum(sung):
            kind = "chorus" if kind != "drop" else kind
        elif kind not in _HEARD_WITH_WORDS:
            kind = "verse"
        named.append(replace(section, kind=kind))
    return tuple(named)


def _without_words(kind: str, index: int, count: int, is_among_words: bool) -> str:
    """Before the first and after the last word, within the song, what was heard stands."""
    if kind in _HEARD_WITHOUT:
        return kind
    if index in (0, count - 1):
        return "outro" if index else "intro"
    return "instrumental" if is_among_words else kind


def returning_lines(lines: Sequence[Line]) -> list[str]:
    """For each line what it says if it is sung at another place too, else ""."""
    texts = [" ".join(_LETTERS.sub("", line.text.casefold()).split()) for line in lines]
    spans: dict[str, tuple[float, float]] = {}
    for text, start in zip(texts, map(_start, lines), strict=True):
        low, high = spans.get(text, (start, start))
        spans[text] = min(low, start), max(high, start)
    return [
        text if max(start - spans[text][0], spans[text][1] - start) > RETURNS_AFTER_S else ""
        for text, start in zip(texts, map(_start, lines), strict=True)
    ]


def _start(line: Line) -> float:
    return line.start or 0.0


def _overlap(line: Line, section: Section) -> float:
    """Seconds of a line that lie in a part."""
    return max(0.0, min(line.end or 0.0, section.end) - max(_start(line), section.start))
