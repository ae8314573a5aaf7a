"""How well singing is told from playing: `Analysis.voice` against the words of NAME.words.json in a folder of songs.

Then whether anybody sings at all, `Analysis.voice_confidence`, in every song of the folder.

The area under the ROC curve, moment by moment (100 a second): .5 is chance. Beside it the song's own loudness, which
an estimate has to beat. Words are charts for singers, not alignments: rests inside a word count as sung.

python -m tests.bench.bench_voice FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from beatforge.song.analysis import ENVELOPE_HZ
from beatforge.song.listen import listen
from tests.bench.bench_beats import SUFFIXES


def sung(words: Path, count: int) -> np.ndarray:
    """Whether a word is sung, moment by moment."""
    found = np.zeros(count, bool)
    for line in json.loads(words.read_text(encoding="utf-8"))["lines"]:
        for word in line:
            found[int(word["start"] * ENVELOPE_HZ) : int(word["end"] * ENVELOPE_HZ) + 1] = True
    return found


def area(truth: np.ndarray, estimate: np.ndarray) -> float:
    """Under the ROC curve: how often a sung moment has more of it than one that is not."""
    ranks, hits = rankdata(estimate), int(truth.sum())
    return float((ranks[truth].sum() - hits * (hits + 1) / 2) / (hits * (len(truth) - hits)))


def main() -> None:
    """Print a row per song, and the mean."""
    rows = []
    for words in sorted(Path(sys.argv[1]).glob("*.words.json")):
        stem = words.with_name(words.name.removesuffix(".words.json") + ".x")
        song = next((stem.with_suffix(suffix) for suffix in SUFFIXES if stem.with_suffix(suffix).exists()), None)
        if song is None:
            continue
        heard = listen(song)
        truth = sung(words, len(heard.voice))
        rows.append([area(truth, np.array(curve)) for curve in (heard.voice, heard.envelopes["energy"])])
        print(f"{stem.stem:20} voice {rows[-1][0]:.3f}   loudness {rows[-1][1]:.3f}", flush=True)
    for song in sorted(path for path in Path(sys.argv[1]).iterdir() if path.suffix in SUFFIXES):
        heard = listen(song)
        print(f"{song.stem:30} {'sings' if heard.has_voice else 'none':6} {heard.voice_confidence:.2f}", flush=True)
    print(f"{'mean':20} voice {np.mean(rows, axis=0)[0]:.3f}   loudness {np.mean(rows, axis=0)[1]:.3f}")


if __name__ == "__main__":
    main()
