"""`.srt`: a number, `00:00:01,000 --> 00:00:03,500`, then text until an empty row. Words share their line's time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from beatforge.song.lyrics.cues import blocks_of, cue_of
from beatforge.song.lyrics.lines import Line
from beatforge.song.lyrics.pieces import Piece, line_of

EXAMPLE = "00:01:02,500 --> 00:01:05,000"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}")


def read_srt(rows: Sequence[str]) -> tuple[Line, ...]:
    """The cues of an .srt file as lines."""
    lines = []
    for block in blocks_of(rows):
        cue = cue_of(block, EXAMPLE)
        text = " ".join(_TAG.sub("", row) for _, row in cue.text)
        lines.append(line_of([Piece(cue.start, cue.end, text, is_marked=False)], cue.row, cue.column))
    return tuple(line for line in lines if line)
