"""Songs made on the spot, whose beats, sections and key are known because they were put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

RATE = 22050
SEMITONES = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9}
SMALL = ("ii", "iii", "vi")


@dataclass(frozen=True)
class Part:
    """Bars that sound alike: which chords, one per bar in turn, and who plays (drums, bass, chords, lead)."""

    bars: int
    chords: tuple[str, ...] = ("i", "v", "vi", "iv")
    players: tuple[str, ...] = ("drums", "bass", "chords")
    gain: float = 1.0


@dataclass(frozen=True)
class Truth:
    """What was put into a song, in seconds."""

    path: Path
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    starts: tuple[float, ...]
    duration: float


PARTS = {
    "I": Part(4, ("i",), ("chords",), 0.4),
    "V": Part(8, gain=0.6),
    "C": Part(8, ("iv", "v", "i", "vi"), ("drums", "bass", "chords", "lead")),
    "B": Part(8, ("ii", "vi", "iii", "vi"), ("chords", "lead"), 0.5),
}
"""The letters of a form: intro, verse, chorus, bridge."""


@pytest.fixture(scope="session")
def make_song(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Truth]:
    """make_song("IVCVCBC", tempo_bpm, offset_s, tonic_midi, beats_per_bar) writes a WAV and says what is in it."""
    folder = tmp_path_factory.mktemp("songs")

    @cache
    def make(
        form: str = "IVCBC",
        tempo_bpm: float = 120.0,
        offset_s: float = 0.0,
        tonic_midi: int = 60,
        beats_per_bar: int = 4,
    ) -> Truth:
        parts = [PARTS[letter] for letter in form]
        period = 60 / tempo_bpm
        bars = sum(part.bars for part in parts)
        duration = offset_s + bars * beats_per_bar * period
        sound = np.zeros(int(duration * RATE) + RATE, np.float32)
        noise = np.random.default_rng(7)
        starts, bar = [], 0
        for part in parts:
            starts.append(offset_s + bar * beats_per_bar * period)
            for index in range(part.bars):
                at = offset_s + (bar + index) * beats_per_bar * period
                chord = part.chords[index % len(part.chords)]
                play_bar(sound, part, chord, at, period, tonic_midi, beats_per_bar, noise)
            bar += part.bars
        path = folder / f"{form}-{tempo_bpm}-{offset_s}-{tonic_midi}-{beats_per_bar}.wav"
        write_wav(path, sound[: int(duration * RATE)], RATE)
        beats = tuple(offset_s + period * beat for beat in range(bars * beats_per_bar))
        return Truth(path, beats, beats[::beats_per_bar], tuple(starts), duration)

    return make


@pytest.fixture
def play(tmp_path: Path) -> Callable[[NDArray[np.float64]], Path]:
    """play(times) writes a WAV of drums and a chord at each time."""

    def play(times: NDArray[np.float64]) -> Path:
        sound = np.zeros(int((times[-1] + 1) * RATE), np.float32)
        for index, at in enumerate(times):
            add(sound, at, thump() if index % 2 == 0 else hiss(np.random.default_rng(index), 0.12, 0.8))
            add(sound, at, 0.2 * tone(57 + 5 * (index // 4 % 2), 0.3, 4))
        write_wav(tmp_path / "played.wav", sound, RATE)
        return tmp_path / "played.wav"

    return play


def play_bar(
    sound: NDArray[np.float32],
    part: Part,
    chord: str,
    at: float,
    period: float,
    tonic_midi: int,
    beats_per_bar: int,
    noise: np.random.Generator,
) -> None:
    """Adds one bar of the part's players."""
    root = tonic_midi + SEMITONES[chord]
    third = 3 if chord in SMALL else 4
    for beat in range(beats_per_bar):
        now = at + beat * period
        if "drums" in part.players:
            kick = beat % 2 == 0 if beats_per_bar == 4 else beat == 0
            add(sound, now, part.gain * (thump() if kick else hiss(noise, 0.12, 0.5)))
            for eighth in (0.0, 0.5):
                add(sound, now + eighth * period, part.gain * hiss(noise, 0.03, 0.15, bright=True))
        if "bass" in part.players:
            add(sound, now, part.gain * 0.4 * tone(root - 24, 0.9 * period, 4))
    if "chords" in part.players:
        for interval in (0, third, 7):
            add(sound, at, part.gain * 0.12 * tone(root + interval, 0.97 * beats_per_bar * period, 6))
    if "lead" in part.players:
        for step, interval in enumerate((12, 7 + 12, third + 12, 12)[:beats_per_bar]):
            add(sound, at + step * period, part.gain * 0.2 * tone(root + interval, 0.9 * period, 12))


def add(sound: NDArray[np.float32], at: float, piece: NDArray[np.float64]) -> None:
    start = round(at * RATE)
    end = min(len(sound), start + len(piece))
    sound[start:end] += piece[: end - start].astype(np.float32)


def tone(midi: float, seconds: float, partials: int) -> NDArray[np.float64]:
    time = np.arange(int(seconds * RATE)) / RATE
    hz = 440 * 2 ** ((midi - 69) / 12)
    wave = sum(np.sin(2 * np.pi * hz * k * time) / k**1.5 for k in range(1, partials + 1))
    return np.asarray(wave * np.minimum(1, time / 0.005) * np.minimum(1, (seconds - time) / 0.02))


def thump() -> NDArray[np.float64]:
    time = np.arange(int(0.2 * RATE)) / RATE
    return 0.9 * np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-time * 30)))) * np.exp(-time * 18)


def hiss(noise: np.random.Generator, seconds: float, gain: float, bright: bool = False) -> NDArray[np.float64]:
    burst = noise.standard_normal(int(seconds * RATE))
    if bright:
        burst = np.diff(burst, prepend=0) * 0.7
    return gain * 0.5 * burst * np.exp(-np.arange(len(burst)) / (0.3 * seconds * RATE))


def write_wav(path: Path, sound: NDArray[np.floating], rate: int) -> None:
    soundfile.write(path, 0.5 * sound, rate, subtype="PCM_16")
