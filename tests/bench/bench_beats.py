"""How well beats are heard in a folder of songs with NAME.beats files (lines of: seconds, tab, place in the bar).

Beside it librosa's tracker with its defaults on the same songs in the same run, as the mark to beat.

python -m tests.bench.bench_beats FOLDER      songs are NAME.(flac|ogg|mp3|wav|opus), or NAME.song.* + NAME.*.* summed
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from pathlib import Path

import mir_eval
import numpy as np
import soundfile

from beatforge.song.analysis import Analysis
from beatforge.song.listen import listen

SUFFIXES = (".flac", ".ogg", ".mp3", ".wav", ".opus")


def song_of(beats_file: Path, folder: Path) -> Path:
    """The song that belongs to a beats file; parts of one song are mixed into `folder` first."""
    name = beats_file.stem
    whole = [beats_file.with_suffix(suffix) for suffix in SUFFIXES if beats_file.with_suffix(suffix).exists()]
    if whole:
        return whole[0]
    parts = [path for path in sorted(beats_file.parent.glob(f"{name}.*")) if path.suffix in SUFFIXES]
    sounds, rates = zip(*(soundfile.read(path, always_2d=True) for path in parts), strict=True)
    mix = np.zeros((max(map(len, sounds)), 2))
    for sound in sounds:
        mix[: len(sound)] += sound
    soundfile.write(folder / f"{name}.wav", mix, rates[0], subtype="FLOAT")
    return folder / f"{name}.wav"


def score(beats_file: Path, heard: Analysis) -> dict[str, float]:
    """F at 70 ms, continuity at any octave, downbeat F, and how late beats are in ms."""
    truth = np.loadtxt(beats_file)
    beats, downbeats = (mir_eval.beat.trim_beats(times) for times in (truth[:, 0], truth[truth[:, 1] == 1, 0]))
    found, ones = (mir_eval.beat.trim_beats(np.array(times)) for times in (heard.beats, heard.downbeats))
    nearest = found[np.abs(found[:, None] - beats).argmin(axis=0)] - beats
    return {
        "F": mir_eval.beat.f_measure(beats, found),
        "AMLt": mir_eval.beat.continuity(beats, found)[3],
        "downbeat F": mir_eval.beat.f_measure(downbeats, ones),
        "late ms": 1000 * float(np.median(nearest)),
        "BPM": heard.tempo_bpm,
        "true BPM": 60 / float(np.median(np.diff(truth[:, 0]))),
    }


def librosa_score(beats_file: Path, song: Path) -> float:
    """F at 70 ms of librosa's tracker with its defaults."""
    import librosa

    samples, rate = librosa.load(song)
    _, beats = librosa.beat.beat_track(y=samples, sr=rate, units="time")
    truth = mir_eval.beat.trim_beats(np.loadtxt(beats_file)[:, 0])
    return float(mir_eval.beat.f_measure(truth, mir_eval.beat.trim_beats(beats)))


def main(folder: Path) -> None:
    warnings.filterwarnings("ignore", module="mir_eval")
    rows = []
    with tempfile.TemporaryDirectory() as mixes:
        for beats_file in sorted(folder.glob("*.beats")):
            song = song_of(beats_file, Path(mixes))
            began = time.process_time()
            heard = listen(song)
            took = (time.process_time() - began) / heard.duration * 60
            mark = librosa_score(beats_file, song)
            rows.append(score(beats_file, heard) | {"CPU s/min": took, "librosa F": mark})
            print(f"{beats_file.stem:24}", *(f"{name} {value:.3f}" for name, value in rows[-1].items()))
    print(
        f"{'mean':24}",
        *(f"{name} {np.mean([row[name] for row in rows]):.3f}" for name in ("F", "AMLt", "downbeat F", "librosa F")),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
