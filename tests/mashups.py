"""Songs for mashups, made of numbers: four stems each, of known tempo, key and sections; and a project of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

RATE = 22050
CHORDS = {
    "minor": ((0, 3, 7), (-4, 0, 3), (3, 7, 10), (-2, 2, 5)),
    "major": ((0, 4, 7), (-5, -1, 2), (-3, 0, 4), (-7, -3, 0)),
}


def write_stems(
    folder: Path,
    bpm: float = 120.0,
    tonic: int = 57,
    mode: str = "minor",
    bars: int = 24,
    sung: Sequence[tuple[int, int]] = ((8, 16),),
    loud: Sequence[tuple[int, int]] = ((8, 16),),
    start_s: float = 0.0,
    seed: int = 0,
) -> Path:
    """`song.wav` and `stems/` in the folder: bars of 4/4 from `start_s` on, sung and loud in the given bars."""
    import soundfile

    rng = np.random.default_rng(seed)
    beat = 60 / bpm
    count = int((start_s + bars * 4 * beat) * RATE)
    time = np.arange(count) / RATE - start_s
    at = np.maximum(time, 0) / beat
    phase, bar = at % 1, (at // 4).astype(int)
    is_on = time >= 0
    level = np.where(_within(bar, loud), 1.0, 0.4) * is_on
    chord = np.array(CHORDS[mode])[bar % 4]
    hz = 440.0 * 2 ** ((tonic - 69 + chord) / 12)
    kick = np.sin(2 * np.pi * 55 * phase * beat) * np.exp(-phase * 9) * np.where(at % 4 < 1, 1.0, 0.6)
    hat = rng.standard_normal(count) * np.exp(-((phase * 2) % 1) * 30) * 0.25
    stems = {
        "drums": (kick * 0.6 + hat) * level,
        "bass": np.sin(np.cumsum(2 * np.pi * hz[:, 0] / 2 / RATE)) * np.exp(-phase * 2) * 0.3 * level,
        "other": sum(np.sin(np.cumsum(2 * np.pi * hz[:, voice] / RATE)) for voice in range(3)) * 0.1 * level,
        "vocals": np.sin(np.cumsum(2 * np.pi * hz[:, 2] * 2 / RATE))
        * np.exp(-phase * 1.5)
        * 0.3
        * _within(bar, sung)
        * is_on,
    }
    (folder / "stems").mkdir(parents=True)
    for name, samples in stems.items():
        soundfile.write(folder / "stems" / f"{name}.wav", samples.astype(np.float32) * 0.5, RATE, subtype="FLOAT")
    whole = np.sum(list(stems.values()), axis=0)
    soundfile.write(folder / "song.wav", whole.astype(np.float32) * 0.5, RATE, subtype="FLOAT")
    return folder / "song.wav"


def _within(bar: np.ndarray, ranges: Sequence[tuple[int, int]]) -> np.ndarray:
    inside = [(bar >= low) & (bar < high) for low, high in ranges]
    return np.logical_or.reduce(inside).astype(np.float32) if inside else np.zeros(len(bar), np.float32)


def mashup_text(
    type: str = "classic", songs: Sequence[str] = ("a", "b"), more: str = "", pins: Mapping[str, str] | None = None
) -> str:
    """A project of songs in folders of their ids, in tiny pictures."""
    rows = "".join(
        f"    {song}: {{file: {song}/song.wav, stems: {{folder: {song}/stems}}{(pins or {}).get(song, '')}}}\n"
        for song in songs
    )
    return (
        f"version: 1\nname: mash\nseed: 3\nmashup:\n  type: {type}\n  songs:\n{rows}{more}"
        "film: {size: 64x64, fps: 24, scene_count: 6, style: synthwave}\n"
    )
