"""`.vtt`: `WEBVTT`, then cues `00:01.000 --> 00:03.500`; `<00:00:02.000>` before words where they are known.

In: rows. Out: lines. Notes, styles and regions are passed over, and so are voices and classes (`<v Ann>`, `<c.red>`).
Captions that roll, as video platforms make them, show each row again above the next one: it counts once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from beatforge.song.lyrics.cues import ARROW, Cue, blocks_of, cue_of
from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import Piece, line_of
from beatforge.song.lyrics.stamps import checked

EXAMPLE = "00:01:02.500 --> 00:01:05.000"
AT_ONCE_S = 0.05
"""Cues that follow each other closer than this are one screen that changes."""

ROLLING = 0.4
"""From this share of cues on that begin with the row before them, captions roll; a line sung twice is no such thing."""

_PASSED = ("NOTE", "STYLE", "REGION")
_INNER = re.compile(r"<([^<>]*)>")
_MARK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})", re.ASCII)


def read_vtt(rows: Sequence[str]) -> tuple[Line, ...]:
    """The cues of a .vtt file as lines."""
    if not re.match(r"WEBVTT(\s|$)", rows[0]):
        raise LyricsFault("this is no WebVTT file", "its first row is WEBVTT", 1, 1, max(1, len(rows[0])))
    head = next((index for index, row in enumerate(rows) if not row.strip() or ARROW in row), len(rows))
    blocks = blocks_of(_whole_cues(rows[head:]), head + 1)
    told = (block for block in blocks if block[0][1].split()[0] not in _PASSED or ARROW in block[0][1])
    cues = _unrolled([cue_of(block, EXAMPLE) for block in told])
    lines = (line_of(_pieces(cue), cue.row, cue.column) for cue in cues)
    return tuple(line for line in lines if line)


def _whole_cues(rows: Sequence[str]) -> list[str]:
    """The rows, with an empty tag in those of mere spaces that are part of a cue: no time follows them."""
    whole, is_before_time, is_last = list(rows), False, True
    for index in reversed(range(len(rows))):
        if rows[index].strip():
            is_last = False
            is_before_time = ARROW in rows[index] or (index + 1 < len(rows) and ARROW in rows[index + 1])
        elif rows[index] and not is_before_time and not is_last:
            whole[index] = "<c></c>"
    return whole


def _unrolled(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without the rows that they only show again, if the captions roll."""
    shown = [[(number, row) for number, row in cue.text if _bare(row)] for cue in cues]
    again = [
        bool(rows and before and _bare(rows[0][1]) == _bare(before[-1][1]) and cue.start - earlier.end < AT_ONCE_S)
        for (earlier, cue), (before, rows) in zip(pairwise(cues), pairwise(shown), strict=True)
    ]
    rolling = sum(
        is_again and (len(rows) > 1 or cue.end - cue.start < AT_ONCE_S)
        for is_again, rows, cue in zip(again, shown[1:], cues[1:], strict=True)
    )
    if rolling < ROLLING * len(cues):
        return list(cues)
    kept = (
        replace(cue, text=tuple(rows[is_again:]))
        for cue, rows, is_again in zip(cues, shown, [False, *again], strict=True)
    )
    return [cue for cue in kept if cue.text]


def _bare(row: str) -> str:
    """A row's words alone."""
    return " ".join(_plain(_INNER.sub("", row)).split())


def _pieces(cue: Cue) -> list[Piece]:
    marks: list[tuple[float, str]] = [(cue.start, "")]
    for number, row in cue.text:
        at = 0
        for inner in _INNER.finditer(row):
            marks[-1] = (marks[-1][0], marks[-1][1] + _plain(row[at : inner.start()]))
            at = inner.end()
            if inner[1][:1].isdigit():
                marks.append((_mark(inner, cue, marks[-1][0], number), ""))
        marks[-1] = (marks[-1][0], marks[-1][1] + _plain(row[at:]) + " ")
    if len(marks) == 1:
        return [Piece(cue.start, cue.end, marks[0][1], is_marked=False)]
    ends = [*(time for time, _ in marks[1:]), cue.end]
    pieces = [Piece(start, end, text) for (start, text), end in zip(marks, ends, strict=True)]
    return pieces if pieces[0].text.strip() else pieces[1:]


def _mark(inner: re.Match[str], cue: Cue, latest: float, number: int) -> float:
    """The word's time; fault unless it is one, and lies where it can."""
    column, width = inner.start() + 1, len(inner[0])
    match = _MARK.fullmatch(inner.string, *inner.span(1))
    if match is None:
        hint = "word times are <hh:mm:ss.mmm>, as <00:01:02.500>"
        raise LyricsFault(f'"{inner[0]}" is no time', hint, number, column, width)
    time = checked(match, number, *match.groups())
    if not latest <= time <= cue.end:
        hint = "word times rise from their cue's start to its end"
        raise LyricsFault("this word's time lies outside", hint, number, column, width)
    return time


def _plain(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ")
