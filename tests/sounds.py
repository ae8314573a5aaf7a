"""Songs made of numbers: a kick on each beat, a bass, chords, loud and quiet parts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

PIECE_S = 30


def write_song(path: Path, seconds: float = 20, bpm: float = 120.0, rate: int = 22050, seed: int = 0) -> Path:
    """A mono wav with bars of 4/4 from sample 0 on; every second stretch of eight bars is loud."""
    import soundfile

    rng = np.random.default_rng(seed)
    count = int(seconds * rate)
    time = np.arange(count) / rate
    beat = 60 / bpm
    phase = time / beat % 1
    bar = (time / (4 * beat)).astype(int)
    loud = np.where(bar // 4 % 2 == 1, 1.0, 0.35)
    kick = np.sin(2 * np.pi * 55 * phase * beat) * np.exp(-phase * 9) * np.where(time / beat % 4 < 1, 1.0, 0.7)
    hat = rng.standard_normal(count) * np.exp(-((phase * 2) % 1) * 30) * 0.25
    root = np.array([110.0, 87.31, 130.81, 98.0])[bar % 4]
    chord = sum(np.sin(2 * np.pi * root * ratio * time) for ratio in (1, 1.26, 1.5)) * 0.12
    samples = (kick * 0.5 + hat * loud + chord * loud) * 0.6
    soundfile.write(path, samples.astype(np.float32), rate)
    return path


def write_long_song(path: Path, seconds: float, bpm: float = 120.0, rate: int = 22050) -> Path:
    """A song of any length in little memory: the same bars over and over, each time as loud as none before."""
    import soundfile

    bar = Fraction(240) / Fraction(bpm) * rate
    bars = bar.denominator * -(-PIECE_S * rate // (bar.numerator))  # a whole number of samples, half a minute or more
    whole = write_song(path.with_name(f"{path.stem}.piece.wav"), float(bars * bar / rate), bpm, rate)
    piece, _ = soundfile.read(whole, dtype="float32")
    whole.unlink()
    left = round(seconds * rate)
    with soundfile.SoundFile(path, "w", rate, 1) as song:
        for number in range(-(-left // len(piece))):
            song.write(piece[: left - number * len(piece)] * np.float32(0.5 + 0.5 * (number * 0.618 % 1)))
    return path
