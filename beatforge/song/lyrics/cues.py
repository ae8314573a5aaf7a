"""Cues of `.srt` and `.vtt`: blocks of rows with a line `start --> end` in them. What stands in them is theirs to read.

In: rows. Out: cues with their times, and the text below with its rows. Faults name the row that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beatforge.song.lyrics.lines import LyricsFault
from beatforge.song.lyrics.stamps import checked

ARROW = "-->"
_TIMES = re.compile(r"\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cue:
    """Text on a screen from `start` to `end`: (row, text) below the line with the times, which is `row`."""

    start: float
    end: float
    row: int
    column: int
    text: tuple[tuple[int, str], ...]


def blocks_of(rows: Sequence[str], first: int = 1) -> Iterator[tuple[tuple[int, str], ...]]:
    """Runs of rows with something in them, each row with its number; `first` is that of the first row."""
    block: list[tuple[int, str]] = []
    for number, row in enumerate(rows, start=first):
        if row.strip():
            block.append((number, row))
        elif block:
            yield tuple(block)
            block = []
    if block:
        yield tuple(block)


def cue_of(block: Sequence[tuple[int, str]], example: str) -> Cue:
    """The cue that a block is: at most one row with its number or name, its times, its text."""
    places = [index for index, (_, row) in enumerate(block) if ARROW in row]
    if not places or places[0] > 1:
        number, row = block[0]
        raise LyricsFault("text without its time", f"before it goes a row like {example}", number, 1, len(row))
    if len(places) > 1:
        raise LyricsFault("a cue inside a cue", "an empty row goes before each", block[places[1]][0])
    number, row = block[places[0]]
    start, end = _times(number, row, example)
    return Cue(start, end, number, len(row) - len(row.lstrip()) + 1, tuple(block[places[0] + 1 :]))


def _times(number: int, row: str, example: str) -> tuple[float, float]:
    before, _, after = row.partition(ARROW)
    later = (after.split(maxsplit=1) or [""])[0]  # a .vtt file may say behind it where the text stands
    found = []
    for text, column in ((before, 1), (later, len(row) - len(after.lstrip()) + 1)):
        match = _TIMES.match(text)
        if match is None:
            word = text.strip() or row.strip()
            raise LyricsFault(f'"{word[:40]}" is no time', f"write it as {example}", number, column, max(1, len(text)))
        found.append(checked(match, number, *match.groups(), before=column - 1))
    if found[1] < found[0]:
        hint = "the time behind the arrow is the later one"
        raise LyricsFault("this ends before it begins", hint, number, column, len(later))
    return found[0], found[1]
