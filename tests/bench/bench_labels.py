"""How well parts of songs are named by ear alone, and with their words; against NAME.sections (seconds, tab, kind).

Of a folder's songs that have NAME.lrc too. Columns: share of time under the right name; F of pairs of moments that
belong together; share of time that is rightly called chorus or not. For words and for lines with times.

python -m tests.bench.bench_labels FOLDER
python -m tests.bench.bench_labels --forms [SEEDS]     # songs rendered from notes, by ear; and who is said to sing
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import mir_eval
import numpy as np

from beatforge.song.analysis import Section
from beatforge.song.listen import analyse, listen
from beatforge.song.lyrics.parts import named_by_words
from beatforge.song.lyrics.read import read_lyrics
from tests.bench.bench_beats import SUFFIXES
from tests.formed import FORMS, render_form
from tests.rendered import spectra_of

STEP_S = 0.1
OTHER_WORDS = {"inst": "instrumental"}


def truth_of(path: Path, duration: float) -> list[Section]:
    """The parts that a human wrote down."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    starts = [float(start) for start, _ in rows]
    kinds = [OTHER_WORDS.get(kind, kind) for _, kind in rows]
    return [Section(*part) for part in zip(starts, [*starts[1:], duration], kinds, strict=True)]


def score(truth: Sequence[Section], found: Sequence[Section]) -> tuple[float, float, float]:
    """Agreement, pairwise F, agreement on what is chorus."""
    one, other = (_kinds(parts, truth[-1].end) for parts in (truth, found))
    pairs = [_intervals(truth), mir_eval.util.adjust_intervals(*_intervals(found), 0, truth[-1].end)]
    is_right = [a == b for a, b in zip(one, other, strict=True)]
    is_chorus = [(a == "chorus") == (b == "chorus") for a, b in zip(one, other, strict=True)]
    return float(np.mean(is_right)), mir_eval.segment.pairwise(*pairs[0], *pairs[1])[2], float(np.mean(is_chorus))


def measure_forms(seeds: int) -> None:
    """Print a row per form of `tests.formed`, and the mean."""
    means = []
    for name in FORMS:
        rows = []
        for seed in range(seeds):
            song = render_form(name, seed)
            heard = analyse(spectra_of(song), "none")
            sections = [replace(part, kind="chorus" if part.kind == "drop" else part.kind) for part in heard.sections]
            truth = [replace(part, kind="chorus" if part.kind == "drop" else part.kind) for part in song.sections]
            rows.append((*score(truth, sections), heard.has_voice == song.has_voice))
        means.append(np.mean(rows, axis=0))
        print(f"{name:20}", "named {:.3f} pairs {:.3f} chorus {:.3f} voice {:.3f}".format(*means[-1]), flush=True)
    print(f"{'mean':20}", "named {:.3f} pairs {:.3f} chorus {:.3f} voice {:.3f}".format(*np.mean(means, axis=0)))


def main() -> None:
    """Print a row per song, and the mean."""
    if sys.argv[1] == "--forms":
        measure_forms(int(sys.argv[2]) if len(sys.argv) > 2 else 5)
        return
    rows = []
    for path in sorted(Path(sys.argv[1]).glob("*.sections")):
        song = next((path.with_suffix(s) for s in SUFFIXES if path.with_suffix(s).exists()), None)
        words = path.with_suffix(".lrc")
        if song is None or not words.exists():
            continue
        heard = listen(song)
        truth, data = truth_of(path, heard.duration), words.read_bytes()
        by_word, by_line = (read_lyrics(text, ".lrc") for text in (data, re.sub(rb"<[\d:.]+>", b"", data)))
        named = [heard.sections, *(named_by_words(heard.sections, lyrics) for lyrics in (by_word, by_line))]
        rows.append([figure for sections in named for figure in score(truth, sections)])
        print(f"{path.stem:20}", _told(rows[-1]))
    print(f"{'mean':20}", _told(np.mean(rows, axis=0)))


def _kinds(parts: Sequence[Section], duration: float) -> list[str]:
    times = np.arange(0, duration, STEP_S)
    return [next((part.kind for part in parts if part.start <= at < part.end), parts[-1].kind) for at in times]


def _intervals(parts: Sequence[Section]) -> tuple[np.ndarray, list[str]]:
    return np.array([[part.start, part.end] for part in parts]), [part.kind for part in parts]


def _told(figures: Sequence[float]) -> str:
    names = ("by ear", "with words", "with lines")
    threes = (figures[at : at + 3] for at in (0, 3, 6))
    return "   ".join(f"{name} {a:.3f} {f:.3f} {c:.3f}" for name, (a, f, c) in zip(names, threes, strict=True))


if __name__ == "__main__":
    main()
