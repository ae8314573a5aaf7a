"""How far the downbeats of a mashup's parts lie off each other, measured on the sound of every part, for all types.

    python -m tests.bench.mashup_marks [--types classic ...]

Real drums are at different places in different grooves, so songs are made here whose every stem carries a mark (a
burst about 8 kHz, above all that plays) at each downbeat, where the song has it: three tempos, keys and starts, one of
them by a drummer who sways by 6 ms. Tempo and downbeats are heard by listening: nothing is pinned. After mixing, marks
are looked for in each stretched and shifted part; they must lie together. Exits with 1 where two parts are apart by
more than 10 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from scipy.signal import butter, sosfiltfilt

from tests.mashups import RATE, write_stems

LIMIT_S = 0.010
MARK_HZ, MARK_S, REACH_S, SWAY_S = 8000.0, 0.002, 0.060, 0.006
BARS, SUNG = 48, ((4, 12), (16, 24), (28, 36), (40, 44))
SONGS = {"a": (118.0, 57, 0.2, 0.0), "b": (124.0, 59, 0.31, 0.0), "c": (121.0, 57, 0.0, SWAY_S)}
"""Tempo, tonic, seconds before the first downbeat, sway."""

ARC = [
    {"at": 0, "valence": -0.4, "energy": 0.3},
    {"at": 0.7, "valence": 0.6, "energy": 1},
    {"at": 1, "valence": 0, "energy": 0.4},
]
OWN: dict[str, dict[str, Any]] = {"theme_fusion": {"theme": ["love", "night"]}, "semantic_aligned": {"arc": ARC}}


def main() -> int:
    """Print the figures of each type."""
    from beatforge.mashup.recipes import TYPES

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--types", nargs="*", default=list(TYPES))
    types = parser.parse_args().types
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BEATFORGE_STORE"] = str(folder / "store")
        songs = {song: marked_song(folder, song) for song in SONGS}
        return int(max(measured(folder, type, songs) for type in types) > LIMIT_S)


def marked_song(folder: Path, song: str) -> dict[str, Any]:
    """A song with marks in all its stems and words to its voice, as a project names it."""
    bpm, tonic, start_s, sway_s = SONGS[song]
    home = folder / song
    write_stems(home, bpm, tonic, bars=BARS, sung=SUNG, loud=SUNG, start_s=start_s, seed=ord(song))
    bar = 240 / bpm
    whole = 0.0
    for path in sorted((home / "stems").glob("*.wav")):
        sound, _ = soundfile.read(path)
        time = np.arange(len(sound)) / RATE
        for index in range(BARS):
            near = time - (start_s + index * bar)
            sound = sound + 0.3 * np.exp(-0.5 * (near / MARK_S) ** 2) * np.cos(2 * np.pi * MARK_HZ * near)
        sound = np.interp(time + sway_s * np.sin(time / 1.3), time, sound)
        soundfile.write(path, sound.astype(np.float32), RATE, subtype="FLOAT")
        whole = whole + sound
    soundfile.write(home / "song.wav", whole.astype(np.float32), RATE, subtype="FLOAT")
    lines = [
        f"[{int(at // 60):02d}:{at % 60:05.2f}]"
        + ("all night I love the road" if at % 2 < 1 else "and the light is you")
        for first, end in SUNG
        for at in (start_s + row * bar for row in range(first, end, 2))
    ]
    (home / "song.lrc").write_text("\n".join(lines) + "\n")
    return {"file": f"{song}/song.wav", "stems": {"folder": f"{song}/stems"}, "lyrics": {"file": f"{song}/song.lrc"}}


def measured(folder: Path, type: str, songs: dict[str, Any]) -> float:
    """The farthest, in seconds, that marks of two parts at one downbeat are apart; printed with what it rests on."""
    from beatforge.cli.building import build_project
    from beatforge.cli.session import Session
    from tests.bench.mix_ears import made_by

    file = folder / "project.yaml"
    spec = {"version": 1, "name": "marks", "mashup": {"type": type, "songs": songs, **OWN.get(type, {})}}
    file.write_text(json.dumps(spec))
    built = build_project(file, ["mix"])
    assert built.is_complete, built.errors
    with Session.open(file) as session:
        made = made_by(session)
        bar_s = made.beat_s * made.per_bar
        at: dict[int, list[float]] = {}
        for part, path in zip(made.parts, made.files, strict=True):
            for index, off in marks(path, part.start_s, bar_s):
                at.setdefault(index, []).append(off)
    together = [offs for offs in at.values() if len(offs) > 1]
    apart = max((max(offs) - min(offs) for offs in together), default=0.0)
    off = np.abs([one for offs in at.values() for one in offs])
    print(
        f"{type:17} {len(made.parts):3} parts, {len(off):4} downbeats found;"
        f" off the grid {np.median(off) * 1e3:.1f} ms, at most {off.max() * 1e3:.1f};"
        f" {len(together)} with two parts or more, at most {apart * 1e3:.1f} ms apart",
        flush=True,
    )
    return apart


def marks(path: Path, start_s: float, bar_s: float) -> list[tuple[int, float]]:
    """(downbeat of the mix, seconds by which the part's mark is late) for each downbeat with a mark near it."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    high = sosfiltfilt(butter(4, 5000, "high", fs=rate, output="sos"), sound.mean(axis=1))
    strength = np.convolve(high**2, np.hanning(round(0.004 * rate)), "same")
    found, reach = [], round(REACH_S * rate)
    for index in range(
        int(np.ceil((start_s + REACH_S) / bar_s)), int((start_s + len(sound) / rate - REACH_S) / bar_s) + 1
    ):
        middle = round((index * bar_s - start_s) * rate)
        near = strength[middle - reach : middle + reach]
        if len(near) == 2 * reach and near.max() > 0.1 * strength.max():
            found.append((index, (int(np.argmax(near)) - reach) / rate))
    return found


if __name__ == "__main__":
    sys.exit(main())
