"""A lyrics file as `Lyrics`: which reader is for which file, and what holds for all of them.

In: bytes and the file's suffix, which is in the key of the step beside them. Out: lines in the order in which they
begin; a fault says where the file is wrong. Nothing about the song is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beatforge.song.lyrics.ass import read_ass
from beatforge.song.lyrics.lines import LYRICS, Line, Lyrics, LyricsFault
from beatforge.song.lyrics.lrc import read_lrc
from beatforge.song.lyrics.plain import read_plain
from beatforge.song.lyrics.srt import read_srt
from beatforge.song.lyrics.text import MAX_BYTES, rows_of
from beatforge.song.lyrics.ultrastar import is_ultrastar, read_ultrastar
from beatforge.song.lyrics.vtt import read_vtt

READERS: Mapping[str, Callable[[Sequence[str]], tuple[Line, ...]]] = {
    "lrc": read_lrc,
    "srt": read_srt,
    "vtt": read_vtt,
    "ass": read_ass,
    "ssa": read_ass,
    "ultrastar": read_ultrastar,
    "plain": read_plain,
}
"""What reads each format's rows."""


def load_lyrics(path: Path, suffix: str) -> Lyrics:
    """The lyrics in a file, read as one of this suffix; no more of it is read than a lyrics file can have."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        return read_lyrics(data, suffix)
    except LyricsFault as fault:
        fault.args = (f"{path.name}:{'' if fault.row else ' '}{fault}",)
        raise


def read_lyrics(data: bytes, suffix: str) -> Lyrics:
    """The lyrics in a file of this suffix; LyricsFault with the place of what can't be read."""
    rows = rows_of(data)
    form = suffix.lower().removeprefix(".")
    if form not in READERS:
        form = "ultrastar" if is_ultrastar(rows) else "plain"
    try:
        lines = READERS[form](rows)
    except LyricsFault as fault:
        if fault.row and not fault.source:
            fault.source = rows[fault.row - 1]
        raise
    if not lines:
        raise LyricsFault("no words in it", "put the words into it, or leave lyrics: out")
    return Lyrics(form, tuple(sorted(lines, key=lambda line: line.start or 0.0)))


def lyrics_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: object) -> None:
    """Writes `LYRICS` into `out`: the words in `inputs[0]`, a file that is called `value["suffix"]` at its end."""
    import json

    lyrics = load_lyrics(inputs[0], value["suffix"])
    part = out / f"{LYRICS}.part"
    part.write_text(json.dumps(lyrics.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False))
    part.replace(out / LYRICS)
