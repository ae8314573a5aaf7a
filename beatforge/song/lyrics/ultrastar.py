"""UltraStar's `.txt`: `: 12 4 60 Hel` is a syllable from beat 12 on, 4 beats long; `- 20` ends a line.

In: rows. Out: lines. Beats are quarters of those that `#BPM` counts, from `#GAP` milliseconds on; both with a comma or
a point. `~` goes on with the syllable before; a space around a syllable parts words. With `#RELATIVE:YES` beats of a
line count from its own zero. Duets (`P1`, `P2`) are one song.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from beatforge.song.lyrics.lines import Line, LyricsFault
from beatforge.song.lyrics.pieces import Piece, line_of

_HEAD = re.compile(r"#([A-Za-z][A-Za-z0-9]*):(.*)")
_NUMBER = re.compile(r"\s*(-?\d{1,8}(?:[.,]\d{1,8})?)\s*", re.ASCII)
_NOTE = re.compile(r"[:*FRG]\s+(-?\d{1,7})\s+(\d{1,7})\s+-?\d{1,4}(?:\s(.*))?$", re.ASCII)
_BREAK = re.compile(r"-\s*(-?\d{1,7})(?:\s+(-?\d{1,7}))?\s*$", re.ASCII)
_PLAYER = re.compile(r"P\s*\d\s*$", re.ASCII)
_EXAMPLE = "a note is `: beat length pitch text`, as `: 12 4 60 Hel`"


def is_ultrastar(rows: Sequence[str]) -> bool:
    """Whether these are UltraStar's rows, and not plain words."""
    return bool(_HEAD.match(next((row for row in rows if row.strip()), "")))


def read_ultrastar(rows: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a song, those of all its singers."""
    reader = _Reader(rows)
    for number, row in enumerate(rows, start=1):
        if row.strip() and not row.startswith("#"):
            if row.strip() == "E":
                break
            reader.take(row, number)
    reader.end_line()
    return tuple(reader.lines)


class _Reader:
    """Rows in order; what was read of a line until it ends."""

    def __init__(self, rows: Sequence[str]) -> None:
        heads = {
            head[1].upper(): (head, number) for number, row in enumerate(rows, start=1) if (head := _HEAD.match(row))
        }
        if "BPM" not in heads:
            raise LyricsFault("a song without #BPM", "as #BPM:240,5; notes count its beats", 1, 1, len(rows[0]))
        bpm, gap = _number(heads, "BPM", 0.0), _number(heads, "GAP", 0.0)
        if bpm <= 0:
            head, number = heads["BPM"]
            raise LyricsFault(f'"{head[2].strip()}" is no tempo', "as #BPM:240,5", number, 1, len(head[0]))
        relative = heads.get("RELATIVE")
        self._beat_s, self._gap_s = 15 / bpm, gap / 1000
        self._is_relative = bool(relative and relative[0][2].strip().lower() == "yes")
        self._base = self._latest = 0
        self._pieces: list[Piece] = []
        self._row = 0
        self.lines: list[Line] = []

    def take(self, row: str, number: int) -> None:
        """A note, the end of a line, or another singer."""
        if note := _NOTE.match(row):
            self._note(note, row, number)
        elif pause := _BREAK.match(row):
            self.end_line()
            if self._is_relative:
                self._base += int(pause[2] or pause[1])
        elif _PLAYER.match(row):
            self.end_line()
            self._base = self._latest = 0
        else:
            raise LyricsFault("this is no note, and no end of a line", _EXAMPLE, number, 1, len(row))

    def end_line(self) -> None:
        """What was sung since the last one is a line."""
        line = line_of(self._pieces, self._row) if self._pieces else None
        self.lines += [line] if line else []
        self._pieces = []

    def _note(self, note: re.Match[str], row: str, number: int) -> None:
        beat = self._base + int(note[1])
        start, end = (self._gap_s + at * self._beat_s for at in (beat, beat + int(note[2])))
        if beat < self._latest or start < 0:
            text = "this note begins before the song" if start < 0 else "this note begins before the one above it"
            raise LyricsFault(text, "beats rise from #GAP on", number, note.start(1) + 1, len(note[1]))
        self._latest = beat
        self._row = self._row if self._pieces else number
        text = note[3] or ""
        if self._pieces:  # a voice sings one syllable at a time
            self._pieces[-1] = replace(self._pieces[-1], end=min(start, self._pieces[-1].end))
        if "~" in text and not text.replace("~", "").strip() and self._pieces:
            self._pieces[-1] = replace(self._pieces[-1], end=end, text=self._pieces[-1].text + text.replace("~", ""))
        else:
            self._pieces.append(Piece(start, end, text.replace("~", "")))


def _number(heads: dict[str, tuple[re.Match[str], int]], name: str, usual: float) -> float:
    if name not in heads:
        return usual
    head, number = heads[name]
    match = _NUMBER.fullmatch(head[2])
    if match is None:
        raise LyricsFault(f'"{head[2].strip()[:40]}" is no number', f"as #{name}:240,5", number, 1, len(head[0]))
    return float(match[1].replace(",", "."))
