"""How well keys are heard: songs of a folder whose index.json says their key, and rendered music in all 24 keys, with
plain chords and with borrowed ones (Mixolydian, Dorian, minor with a major dominant, major with a minor subdominant).

Beside ours, on the same songs in the same run, a constant-Q chroma (librosa) under the same two profiles, with what
each costs. mir_eval's weighted score: 1 for the key, .5 a fifth above, .3 relative, .2 parallel. Confidence is told
apart for keys that were right and wrong.

python -m tests.bench.bench_key FOLDER
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import mir_eval
import numpy as np
import soundfile

from beatforge.song.chroma import BASS_SEMITONES, MODES, NOTES, folded, measure_semitones
from beatforge.song.decode import decode
from beatforge.song.key import HeardKey, find_key
from beatforge.song.spectrum import measure_spectra

RATE = 22050
CHORDS = {"major": ((0, "M"), (7, "M"), (9, "m"), (5, "M")), "minor": ((0, "m"), (8, "M"), (5, "m"), (7, "M"))}
"""I V vi IV and i VI iv V, by semitones above the tonic."""

BORROWED = {
    "major": (
        ((0, "M"), (10, "M"), (5, "M"), (0, "M")),
        ((0, "M"), (8, "M"), (10, "M"), (0, "M")),
        ((0, "M"), (5, "m"), (0, "M"), (7, "M")),
    ),
    "minor": (
        ((0, "m"), (10, "M"), (8, "M"), (7, "M")),
        ((0, "m"), (5, "M"), (0, "m"), (5, "M")),
        ((0, "m"), (8, "M"), (3, "M"), (10, "M")),
    ),
}


def labelled(folder: Path) -> Iterator[tuple[Path, str]]:
    """Songs and their keys."""
    for song in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        if "key" in song:
            yield folder / song["files"][0], song["key"]


def rendered(folder: Path, is_plain: bool) -> Iterator[tuple[Path, str]]:
    """Four chords with a bass and a tune in each key, half of them a third of a semitone off."""
    for number, (mode, tonic) in enumerate((mode, tonic) for mode in MODES for tonic in range(12)):
        path = folder / f"{number}.wav"
        chords = CHORDS[mode] if is_plain else BORROWED[mode][number % len(BORROWED[mode])]
        height = 57 + tonic - 12 * (tonic > 6) + 0.33 * (number % 2)
        soundfile.write(path, 0.1 * _music(mode, height, chords), RATE)
        yield path, f"{NOTES[(9 + tonic) % 12]} {mode}"


def heard_key(song: Path) -> tuple[HeardKey, float]:
    """Our key, and CPU seconds for chroma and key from the spectra that are there anyway."""
    _, spectra = decode(song, measure_spectra)
    began = time.process_time()
    semitones = measure_semitones(spectra)
    key = find_key(folded(semitones), folded(semitones[:, :BASS_SEMITONES]))
    return key, time.process_time() - began


def constant_q_key(song: Path) -> tuple[HeardKey, float]:
    """The key by librosa's constant-Q chroma, and CPU seconds for it."""
    import librosa

    samples, _ = librosa.load(song, sr=RATE)
    began = time.process_time()
    chroma = librosa.feature.chroma_cqt(y=samples, sr=RATE).T.astype(np.float32)
    return find_key(chroma), time.process_time() - began


def measure(name: str, songs: Iterator[tuple[Path, str]], tells_each: bool) -> None:
    """Print what both hear in these songs."""
    rows, sure = [], {True: [0.0], False: [0.0]}
    for song, key in songs:
        (ours, cost), (other, other_cost) = heard_key(song), constant_q_key(song)
        scores = [mir_eval.key.weighted_score(key, found.name) for found in (ours, other)]
        rows.append((*scores, cost, other_cost))
        sure[ours.name == key].append(ours.confidence)
        if tells_each:
            print(f"{song.stem:20} {key:9} ours {ours.name} ({ours.confidence:.2f}, or {ours.other})  CQT {other.name}")
    ours, other, cost, other_cost = np.mean(rows[1:], axis=0)  # the first one pays for imports
    ours, other = np.mean([row[:2] for row in rows], axis=0)
    right, wrong = (np.sum(sure[is_right]) / max(len(sure[is_right]) - 1, 1) for is_right in (True, False))
    print(
        f"{name}: weighted score ours {ours:.3f}, constant-Q {other:.3f} on {len(rows)} songs; CPU s a song"
        f" {cost:.3f} and {other_cost:.3f}; confidence where right {right:.2f}, where wrong {wrong:.2f}",
        flush=True,
    )


def _music(mode: str, tonic: float, chords: tuple[tuple[int, str], ...]) -> np.ndarray:
    sound = np.zeros(16 * RATE)
    scale = (0, 2, 4, 5, 7, 9, 11, 12) if mode == "major" else (0, 2, 3, 5, 7, 8, 10, 12)
    tune = np.random.default_rng(5).choice(scale, 32)
    for bar in range(8):
        root, kind = chords[bar % 4]
        for interval in (-24, -12, 0, 4 if kind == "M" else 3, 7):
            _add(sound, 2 * bar, 2.0, tonic + root + interval)
    for step, note in enumerate(tune):
        _add(sound, step / 2, 0.5, tonic + 12 + int(note))
    return sound


def _add(sound: np.ndarray, at: float, seconds: float, midi: float) -> None:
    time_s = np.arange(int(seconds * RATE)) / RATE
    hz = 440 * 2 ** ((midi - 69) / 12)
    wave = sum(np.sin(2 * np.pi * hz * k * time_s) / k for k in range(1, 8) if hz * k < RATE / 2)
    start = int(at * RATE)
    sound[start : start + len(time_s)] += wave * np.exp(-1.5 * time_s)


def main(folder: Path) -> None:
    """Labelled songs, then rendered ones."""
    measure("labelled songs", labelled(folder), tells_each=True)
    with tempfile.TemporaryDirectory() as made:
        measure("rendered in 24 keys", rendered(Path(made), is_plain=True), tells_each=False)
        measure("with borrowed chords", rendered(Path(made), is_plain=False), tells_each=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
