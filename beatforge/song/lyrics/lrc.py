"""`.lrc`: `[mm:ss.xx]` before each line, several where it returns, and `<mm:ss.xx>` before words where they are known.
`[h:mm:ss.xx]` has hours; without the point `[mm:ss:xx]` has hundredths, as old files do.

In: rows. Out: lines. A line ends where the next one, or an empty one, begins. `[offset:500]` lets everything begin half
a second sooner; other tags (`[ar:...]`) are for people. Word times of a line that returns move with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import Piece, line_of, sung_end
from beatforge.song.lyrics.stamps import checked

MAX_WORDS = 100_000
"""With all returns; a few rows could ask for billions."""

_TIME = r"(?:(\d{1,2}):(?=\d{1,2}:\d{1,2}\.))?(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?"
_STAMP = re.compile(rf"\s*\[{_TIME}\]", re.ASCII)
_MARK = re.compile(rf"<{_TIME}>|\[{_TIME}\]", re.ASCII)
_TAG = re.compile(r"\s*\[([A-Za-z#][\w #.-]*):(.*)\]\s*$")
_OFFSET = re.compile(r"\s*[+-]?\d{1,7}\s*", re.ASCII)
_SINGER = re.compile(r"\s*[FMD]: ")
"""Who sings, as Walaoke's files say it: a woman, a man, both."""

_BROKEN = re.compile(r"[<\[]\s*\d+[:.][^<>\[\]]*[>\]]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file: when it begins, and pieces of text with the seconds after that; `end` if it says so."""

    start: float
    pieces: tuple[tuple[float, str], ...]
    is_marked: bool
    end: float | None
    row: int
    column: int


def read_lrc(rows: Sequence[str]) -> tuple[Line, ...]:
    """The lines of an .lrc file, in the order in which they are sung."""
    sooner_s, count, found = 0.0, 0, []
    for number, row in enumerate(rows, start=1):
        if tag := _TAG.match(row):
            sooner_s = _offset(tag, number) if tag[1].strip().lower() == "offset" else sooner_s
        elif row.strip():
            sung = _rows(row, number)
            count += len(sung) * len(row.split())
            if count > MAX_WORDS:
                raise LyricsFault(f"more than {MAX_WORDS} words, with those that return", "is it a song?", number)
            found += sung
    starts = sorted(row.start for row in found)
    lines = (_line(row, starts, sooner_s) for row in sorted(found, key=lambda row: (row.start, row.row)))
    return tuple(line for line in lines if line)


def _offset(tag: re.Match[str], number: int) -> float:
    if not tag[2].strip():  # as editors write it that have none
        return 0.0
    if not _OFFSET.fullmatch(tag[2]):
        hint = "a whole number of milliseconds, as [offset:-250]"
        raise LyricsFault(f'"{tag[2].strip()}" is no offset', hint, number, tag.start(2) + 1, max(1, len(tag[2])))
    return int(tag[2]) / 1000


def _rows(row: str, number: int) -> list[_Row]:
    """The row once for each time that it is sung."""
    at, stamps = 0, []
    while stamp := _STAMP.match(row, at):
        stamps.append((checked(stamp, number, *stamp.groups()), stamp.end() - len(stamp[0].lstrip()) + 1))
        at = stamp.end()
    if not stamps:
        start = len(row) - len(row.lstrip())
        hint = "begin it with [mm:ss.xx], as [01:02.50]; or name a text without times .txt"
        raise LyricsFault("a line without its time", hint, number, start + 1, len(row.strip()))
    first = stamps[0][0]
    pieces, is_marked = _pieces(row, at, first, number)
    end = pieces.pop()[0] if is_marked and len(pieces) > 1 and not pieces[-1][1].strip() else None
    said = tuple(pieces)
    return [_Row(start, said, is_marked, end, number, column) for start, column in stamps]


def _pieces(row: str, at: int, start: float, number: int) -> tuple[list[tuple[float, str]], bool]:
    """(seconds after the line's start, text) from column `at` on, and whether words have marks."""
    marks = list(_MARK.finditer(row, at))
    edges = [*(mark.start() for mark in marks), len(row)]
    pieces = [(0.0, _SINGER.sub("", _text(row, at, edges[0], number)))]
    for mark, edge in zip(marks, edges[1:], strict=True):
        groups = mark.groups()[:4] if mark[0][0] == "<" else mark.groups()[4:]
        after = checked(mark, number, *groups) - start
        if after < pieces[-1][0]:
            hint = "word times rise from the line's own on"
            raise LyricsFault(
                "this word begins before what stands before it", hint, number, mark.start() + 1, len(mark[0])
            )
        pieces.append((after, _text(row, mark.end(), edge, number)))
    if marks and not pieces[0][1].strip():
        del pieces[0]
    return pieces, bool(marks)


def _text(row: str, start: int, end: int, number: int) -> str:
    broken = _BROKEN.search(row, start, end)
    if broken:
        hint = "word times are <mm:ss.xx>, as <01:02.50>"
        raise LyricsFault(f'"{broken[0]}" is no time', hint, number, broken.start() + 1, len(broken[0]))
    return row[start:end]


def _line(row: _Row, starts: Sequence[float], sooner_s: float) -> Line | None:
    following = bisect_right(starts, row.start)
    latest = starts[following] if following < len(starts) else None
    begin = row.start - sooner_s
    if begin < 0 and any(text.strip() for _, text in row.pieces):
        hint = "[offset:...] moves it there; a positive one lets words begin sooner"
        raise LyricsFault("this line begins before the song", hint, row.row, row.column)
    last, text = row.pieces[-1]
    end = row.end if row.end is not None else sung_end(row.start + last, text, latest) - row.start
    ends = [*(after for after, _ in row.pieces[1:]), end]
    pieces = [
        Piece(begin + after, begin + until, text, row.is_marked)
        for (after, text), until in zip(row.pieces, ends, strict=True)
    ]
    return line_of(pieces, row.row, row.column)
