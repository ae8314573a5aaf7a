"""`.vtt`: `WEBVTT`, then cues `00:01.000 --> 00:03.500`; `<00:00:02.000>` before words where they are known.

In: rows. Out: lines. Notes, styles and regions are passed over, and so are voices and classes (`<v Ann>`, `<c.red>`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from beatforge.song.lyrics.cues import ARROW, Cue, blocks_of, cue_of
from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import Piece, line_of
from beatforge.song.lyrics.stamps import checked

EXAMPLE = "00:01:02.500 --> 00:01:05.000"
_PASSED = ("NOTE", "STYLE", "REGION")
_INNER = re.compile(r"<([^<>]*)>")
_MARK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})", re.ASCII)


def read_vtt(rows: Sequence[str]) -> tuple[Line, ...]:
    """The cues of a .vtt file as lines."""
    if not re.match(r"WEBVTT(\s|$)", rows[0]):
        raise LyricsFault("this is no WebVTT file", "its first row is WEBVTT", 1, 1, max(1, len(rows[0])))
    head = next((index for index, row in enumerate(rows) if not row.strip() or ARROW in row), len(rows))
    lines = []
    for block in blocks_of(rows[head:], head + 1):
        if block[0][1].split()[0] not in _PASSED or ARROW in block[0][1]:
            cue = cue_of(block, EXAMPLE)
            lines.append(line_of(_pieces(cue), cue.row, cue.column))
    return tuple(line for line in lines if line)


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
