"""Plain `.txt`: the words, a line a row, and no times. Headings (`[Chorus]`) are not sung."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import untimed_line

_STAMP = re.compile(r"\s*\[\d{1,3}:\d\d")


def read_plain(rows: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a text."""
    lines = []
    for number, row in enumerate(rows, start=1):
        if _STAMP.match(row):
            raise LyricsFault("a time in a plain text", "name the file .lrc, and times count", number, 1, len(row))
        lines.append(untimed_line(row, number, len(row) - len(row.lstrip()) + 1))
    return tuple(line for line in lines if line)
