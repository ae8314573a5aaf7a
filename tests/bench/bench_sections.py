"""How well the parts of songs are found in a folder with NAME.sections files (lines of: seconds, tab, what it is).

Hit rates at 3 s and at half a second (F of mir_eval's boundary detection, trimmed), by ear alone, with the words of
NAME.lrc where there are any, and beside them librosa's agglomerative segmentation of MFCC between its own beats into
as many parts as ours, in the same run. One annotator wrote the files that come with this project's research, mostly
at first words of lines; .9 is what two annotators reach.

python -m tests.bench.bench_sections FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import mir_eval
import numpy as np

from beatforge.song.boundaries import AS_THE_SONG_HAS
from beatforge.song.listen import listen
from beatforge.song.lyrics.read import read_lyrics
from beatforge.song.worded import sections_by_words
from tests.bench.bench_beats import SUFFIXES

WAYS = ("by ear", "with words", "librosa")


def hit_rates(truth: Sequence[float], found: Sequence[float], duration: float) -> tuple[float, float]:
    """F at 3 s and at half a second; the song's start and end are given and do not count."""
    one, other = (_intervals(starts, duration) for starts in (truth, found))
    wide, narrow = (mir_eval.segment.detection(one, other, window=window, trim=True)[2] for window in (3.0, 0.5))
    return float(wide), float(narrow)


def librosa_starts(song: Path, parts: int) -> list[float]:
    """Where librosa begins so many parts."""
    import librosa

    samples, rate = librosa.load(song)
    _, beats = librosa.beat.beat_track(y=samples, sr=rate, trim=False)
    timbre = librosa.util.sync(librosa.feature.mfcc(y=samples, sr=rate, n_mfcc=14)[1:], beats, aggregate=np.mean)
    spread = (timbre - timbre.mean(axis=1, keepdims=True)) / timbre.std(axis=1, keepdims=True)
    starts = np.concatenate([[0], librosa.frames_to_time(beats, sr=rate)])
    return [float(starts[at]) for at in librosa.segment.agglomerative(spread, parts)]


def main(folder: Path) -> None:
    """Print a row per song, and the means."""
    rows: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for path in sorted(folder.glob("*.sections")):
        song = next((path.with_suffix(s) for s in SUFFIXES if path.with_suffix(s).exists()), None)
        if song is None:
            continue
        truth = [float(line.split("\t")[0]) for line in path.read_text(encoding="utf-8").splitlines()]
        heard = listen(song)
        starts = {
            "by ear": [part.start for part in heard.sections],
            "librosa": librosa_starts(song, len(heard.sections)),
        }
        words = path.with_suffix(".lrc")
        if words.exists():
            sung = replace(heard, lyrics=read_lyrics(words.read_bytes(), ".lrc"))
            starts["with words"] = [part.start for part in sections_by_words(sung, AS_THE_SONG_HAS)]
        found = {way: hit_rates(truth, at, heard.duration) for way, at in starts.items()}
        for way, rates in found.items():
            rows[way].append(rates)
        print(f"{path.stem:20} {len(truth)} parts, {len(heard.sections)} found  ", _told(found))
    means = {way: tuple(np.mean(rates, axis=0)) for way, rates in rows.items() if rates}
    print(f"{'mean':20} HR@3 and HR@.5        ", _told(means))


def _intervals(starts: Sequence[float], duration: float) -> np.ndarray:
    inner = [at for at in starts if 0.2 < at < duration]
    return mir_eval.util.boundaries_to_intervals(np.unique([0.0, *inner, duration]))


def _told(found: dict[str, tuple[float, float]]) -> str:
    return "   ".join(f"{way} {found[way][0]:.3f} {found[way][1]:.3f}" for way in WAYS if way in found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
