"""How well words are placed in songs: estimates beside even spread, and a whisper model where one is named.

Of a folder's songs that have NAME.lrc with word times. (a) the text alone, (b) the times of its lines too. Columns: the
median error of line starts, the share of them within a second, the median error of word starts, the share of those
within 0.1 s (in (b) without the first word of a line, whose time is given).

python -m tests.bench.bench_words FOLDER [MODEL.pt [NAME]]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from beatforge.song.analysis import Analysis
from beatforge.song.listen import listen
from beatforge.song.lyrics.estimate import estimated
from beatforge.song.lyrics.lines import Line, Lyrics, Word
from beatforge.song.lyrics.read import read_lyrics
from beatforge.song.lyrics.syllables import syllables
from tests.bench.bench_beats import SUFFIXES

Row = tuple[float, float, float, float]


def evenly(lyrics: Lyrics, duration: float) -> Lyrics:
    """All words share the song by syllables: what needs no listening."""
    total = sum(syllables(word.text) for line in lyrics.lines for word in line.words)
    passed, lines = 0, []
    for line in lyrics.lines:
        words = []
        for word in line.words:
            words.append(replace(word, start=duration * passed / total, end=0.0))
            passed += syllables(word.text)
        lines.append(replace(line, start=words[0].start, end=0.0, words=tuple(words)))
    return replace(lyrics, lines=tuple(lines))


def score(found: Lyrics, truth: Lyrics, first: int) -> Row:
    """The four figures; words are counted from the `first` of each line on."""
    pairs = [(a, b) for a, b in zip(found.lines, truth.lines, strict=True) if a.start is not None]
    lines = np.array([abs(a.start - b.start) for a, b in pairs])
    words = np.array([
        abs(x.start - y.start) for a, b in pairs
        for x, y in list(zip(a.words, b.words, strict=True))[first:]
    ])  # fmt: skip
    return float(np.median(lines)), float(np.mean(lines < 1)), float(np.median(words)), float(np.mean(words < 0.1))


def ways(song: Path, analysis: Analysis, data: bytes, model: Sequence[str]) -> Mapping[str, Row]:
    """Each way of placing words, by name."""
    truth = read_lyrics(data, ".lrc")
    lines = read_lyrics(re.sub(rb"<[\d:.]+>", b"", data), ".lrc")
    text = replace(truth, lines=tuple(_untimed(line) for line in truth.lines))
    rows = {
        "a even spread": score(evenly(text, analysis.duration), truth, 0),
        "a estimate": score(estimated(text, analysis), truth, 0),
        "b even spread": score(lines, truth, 1),
        "b estimate": score(estimated(lines, analysis), truth, 1),
    }
    if model:
        from beatforge.song.lyrics.aligned import align
        from beatforge.song.lyrics.ear import hear_song, load_ear

        ear, samples = load_ear(Path(model[0]), "".join(model[1:]), "cpu"), hear_song(song)
        rows["a whisper"] = score(align(ear, samples, text, "en"), truth, 0)
        rows["b whisper"] = score(align(ear, samples, lines, "en"), truth, 1)
    return rows


def _untimed(line: Line) -> Line:
    """The line as a plain text has it."""
    return replace(line, start=None, end=None, words=tuple(Word(word.text, None, None) for word in line.words))


def main() -> None:
    """Print a row per song and way, and the means."""
    folder, *model = sys.argv[1:]
    found: dict[str, list[Row]] = {}
    worse = []
    for words in sorted(Path(folder).glob("*.lrc")):
        song = next((words.with_suffix(s) for s in SUFFIXES if words.with_suffix(s).exists()), None)
        if song is None or b"<" not in words.read_bytes():
            continue
        for name, row in ways(song, listen(song), words.read_bytes(), model).items():
            found.setdefault(name, []).append(row)
            print(f"{words.stem:20} {name:15} {_told(row)}", flush=True)
        if found["a estimate"][-1][0] > found["a even spread"][-1][0]:
            worse.append(words.stem)
    for name, rows in found.items():
        print(f"{'mean':20} {name:15} {_told(np.mean(rows, axis=0))}")
    print("a text is laid worse than evenly in:", ", ".join(worse) or "none")


def _told(row: Sequence[float]) -> str:
    return f"lines {row[0]:6.2f} s, {row[1]:4.0%} within 1 s   words {row[2]:6.3f} s, {row[3]:4.0%} within 0.1 s"


if __name__ == "__main__":
    main()
