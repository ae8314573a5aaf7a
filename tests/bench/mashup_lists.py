"""The eight mashups of the same three songs: their edit lists side by side, and how exactly their parts meet.

    python -m tests.bench.mashup_lists one.ogg two.ogg three.ogg [--types classic stem_swap] [--stems dsp] [--build]

Words are read from files of the same name (.lrc). Prints each edit list. With --build it mixes each type, without
pictures, and measures on the sound: window by window, how far the onsets of every part with drums lie off those of the
song itself, laid beat by beat onto the grid; and all that `mix_ears` tells. Exits with 1 where a window, or a part
with drums beside another one, is off by more than `LIMIT_S`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.mix_ears import made_by, tell

LIMIT_S = 0.010
WINDOW_BARS = 8
HOP_S = 0.001
REACH_S = 0.060
RHYTHMIC = ("instrumental", "drums", "mix")
ARC = [
    {"at": 0, "valence": -0.4, "energy": 0.3},
    {"at": 0.7, "valence": 0.6, "energy": 1},
    {"at": 1, "valence": 0, "energy": 0.4},
]


def main() -> int:
    """Print lists and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("songs", nargs=3, type=Path)
    parser.add_argument("--types", nargs="*", help="of these types only")
    parser.add_argument("--stems", default="dsp", help="what takes the songs apart (default: dsp)")
    parser.add_argument("--theme", nargs="*", default=["love", "night", "journey"])
    parser.add_argument("--build", action="store_true", help="mix them, and measure")
    parser.add_argument("--keep", type=Path, help="a folder to work in, kept afterwards")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("BEATFORGE_STORE", str(folder / "store"))
        worst = 0.0
        from beatforge.mashup.recipes import TYPES

        songs = _bring(args.songs, folder, args.stems)
        for name in args.types or TYPES:
            file = _write(folder, name, songs, args.theme)
            worst = max(worst, _show(file, name, args.build))
    return int(worst > LIMIT_S)


def _bring(files: list[Path], folder: Path, stems: str) -> dict[str, Any]:
    songs = {}
    for letter, file in zip("abc", files, strict=True):
        words = file.with_suffix(".lrc")
        for path in (file, *([words] if words.is_file() else [])):
            target = folder / f"{letter}{path.suffix}"
            if not target.exists():
                target.symlink_to(path.resolve())
        songs[letter] = {"file": f"{letter}{file.suffix}", "stems": {"separate": stems}}
        if words.is_file():
            songs[letter]["lyrics"] = {"file": f"{letter}.lrc"}
    return songs


def _write(folder: Path, name: str, songs: dict[str, Any], theme: list[str]) -> Path:
    own = {"theme_fusion": {"theme": theme}, "semantic_aligned": {"arc": ARC}}.get(name, {})
    spec = {"version": 1, "name": name.replace("_", "-"), "mashup": {"type": name, "songs": songs, **own}}
    file = folder / "project.yaml"
    file.write_text(json.dumps(spec, indent=1))
    return file


def _show(file: Path, name: str, is_built: bool) -> float:
    from beatforge.cli.building import build_project
    from beatforge.cli.session import Session
    from beatforge.errors import ProjectError
    from beatforge.mashup.table import table_lines

    sources = tuple(file.parent.glob("[abc].*"))
    settings = file.parent / "settings.yaml"
    settings.write_text("allow: " + json.dumps(sorted({str(path.resolve().parent) for path in sources})) + "\n")
    os.environ["BEATFORGE_CONFIG"] = str(settings)
    begin = time.perf_counter()
    try:
        with Session.open(file) as session:
            music = session.require_music()
    except ProjectError as error:
        print(f"\n{name}: refused\n{error}")
        return 0.0
    assert music.mashed
    print()
    print("\n".join(table_lines(music.mashed.made, music.mashed.heard.mix)), flush=True)
    if not is_built:
        return 0.0
    listened = time.perf_counter()
    built = build_project(file, ["mix"])
    assert built.is_complete, built.errors
    done = time.perf_counter()
    with Session.open(file) as session:
        worst = max(_measure(session), tell(made_by(session)))
    print(f"{name}: listening and list {listened - begin:.1f} s, parts and mix {done - listened:.1f} s")
    return worst


def _measure(session: Any) -> float:
    """The farthest any window of any part with drums lies off the grid, in seconds."""
    import soundfile

    mashed = session.music().mashed
    made, mix = mashed.made, mashed.heard.mix
    own: dict[tuple[str, str], Any] = {}
    worst, told, count = 0.0, "", 0
    for part in mix.parts:
        if part.stem not in RHYTHMIC:
            continue
        sound, rate = soundfile.read(_output(session, f"part/{part.id}", "part.wav"), dtype="float32", always_2d=True)
        strength = _onsets(sound.mean(axis=1), rate)
        if (part.song, part.stem) not in own:
            own[part.song, part.stem] = _song_onsets(session, part.song, part.stem)
        beat_s, bars = made.decks.beat_s, made.decks[part.song].bars
        beats = [
            i * beat_s for i in range(int(mix.duration_s / beat_s) + 1) if part.start_s <= i * beat_s < part.end_s - 0.1
        ]
        step = WINDOW_BARS * made.decks.per_bar
        for first in range(0, len(beats), step):
            window = beats[first : first + step]
            if len(window) < step // 2:
                continue
            first_beat = round(bars.beat_at(part.song_s(window[0])))
            at = np.arange(window[0], window[-1] + beat_s, HOP_S)
            there = np.array([bars.second(first_beat + (one - window[0]) / beat_s) for one in at])
            off = _shift(strength, at - part.start_s, own[part.song, part.stem], there)
            count += 1
            if abs(off) > worst:
                worst, told = abs(off), f"{part.id} at {window[0]:.1f} s"
    print(f"  alignment: {count} windows, the worst {worst * 1000:.1f} ms off{f': {told}' if told else ''}")
    return worst


def _onsets(sound: np.ndarray, rate: int) -> np.ndarray:
    """Half-wave rectified growth of energy in dB, a value each `HOP_S`."""
    smooth = np.convolve(sound**2, np.hanning(round(rate * HOP_S * 8)), "same")
    smooth = smooth[(np.arange(int(len(smooth) / (rate * HOP_S))) * rate * HOP_S).astype(int)]
    levels = 10 * np.log10(smooth + 1e-6 * max(float(smooth.max()), 1e-9))
    return np.maximum(0.0, np.diff(levels, prepend=levels[:1]))


def _shift(strength: np.ndarray, at: np.ndarray, own: np.ndarray, there: np.ndarray) -> float:
    """Seconds by which a part's onsets at some moments come later than the song's own there, where both agree most."""
    wanted = own[np.clip(np.round(there / HOP_S).astype(int), 0, len(own) - 1)]
    index = np.round(at / HOP_S).astype(int)
    lags = range(-round(REACH_S / HOP_S), round(REACH_S / HOP_S) + 1)
    scores = [float(np.corrcoef(strength[np.clip(index + lag, 0, len(strength) - 1)], wanted)[0, 1]) for lag in lags]
    return lags[int(np.argmax(scores))] * HOP_S


def _song_onsets(session: Any, song: str, stem: str) -> np.ndarray:
    import soundfile

    from beatforge.song.stems.stems import Stems, files_of

    target = f"stems/{song}"
    names = Stems.from_value(json.loads(_output(session, target, "stems.json").read_bytes())).names
    parts = [
        soundfile.read(_output(session, target, file), dtype="float32", always_2d=True)
        for file in files_of(stem, names)
    ]
    return _onsets(sum(sound for sound, _ in parts).mean(axis=1), parts[0][1])


def _output(session: Any, target: str, name: str) -> Path:
    outputs = session.survey.entries[target].outputs
    return Path(session.store.blob_path(outputs[name].digest))


if __name__ == "__main__":
    sys.exit(main())
