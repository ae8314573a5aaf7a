"""Whole films judged by our gates and by ffmpeg's own filters, side by side.

python -m tests.bench.bench_film_gates [--full] [--json FILE] [--work DIR] [--styles A,B] SONG...

Each song becomes a film of the draft profile in a store of its own, each in another style; gates only advise, so that
there is a film to look at whatever they say. Without --full half a minute of each song. ffmpeg sees a small blurred
copy where its filter would take noise for motion. With --work and --json a run that was cut off goes on where it was.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.project.gates import GATES
from beatforge.project.library import load_library
from tests.bench.measuring import Bench
from tests.bench.referee import ffmpeg, fields, filtered, frame_hashes, sound
from tests.projects import command, environment

PROJECT = """\
version: 1
name: film
seed: 7
song: {{file: {song}}}
film: {{style: {style}, concept: a night drive out of the city to the sea at dawn}}
gates: {{{gates}}}
"""

SMALL = "scale=160:90:flags=area,gblur=sigma=1"
QUICK_S, RATE = 30, 8000

PAIRS = {
    "freeze_ratio": "freezedetect_share",
    "temporal_activity": "siti_ti_mean",
    "cut_on_beat": "scdet_cuts",
    "photosensitivity": "photosensitivity_badness",
    "black": "blackdetect_longest_s",
    "silence": "silencedetect_longest_s",
    "av_drift": "counted_drift_frames",
    "conformance": "stream",
    "energy_motion": "ebur128_lufs",
}
"""Gate -> what ffmpeg says of the same, or of its nearest kin; other gates have none."""


def measure(bench: Bench, songs: list[Path], styles: list[str]) -> None:
    """A table for each song."""
    for song, style in zip(songs, itertools.cycle(styles), strict=False):
        found = bench.figure(f"{song.stem} {style}", lambda song=song, style=style: _film(bench, song, style))
        print(f"\n{song.stem} in {style}: {found['seconds']:.0f} s")
        for gate, verdict in found["gates"].items():
            figures = ", ".join(f"{name} {figure:g}" for name, figure in verdict["figures"].items())
            beside = PAIRS.get(gate, "")
            referee = f"{beside} {found['ffmpeg'][beside]}" if beside else "-"
            print(f"  {verdict['state']:8} {gate:20} {figures:62} | {referee}")


def _film(bench: Bench, song: Path, style: str) -> dict[str, Any]:
    folder = bench.folder(f"{song.stem}-{style}" + ("" if bench.full else "-short")) / "film"
    folder.mkdir(exist_ok=True)
    kept = folder / (song.name if bench.full else f"{song.stem}.flac")
    if bench.full:
        shutil.copy(song, kept)
    else:
        ffmpeg("-y", "-ss", "20", "-t", str(QUICK_S), "-i", str(song), str(kept))
    gates = ", ".join(f"{name}: advise" for name in GATES)
    (folder / "project.yaml").write_text(PROJECT.format(song=kept.name, style=style, gates=gates), encoding="utf-8")
    _run("build", str(folder), "--profile", "draft")
    told = json.loads(_run("gates", str(folder), "--profile", "draft", "--json"))["gates"]
    film = folder / "build" / "film-draft.mp4"
    return {
        "seconds": len(frame_hashes(film)) / 24,
        "gates": {name.removeprefix("gate/"): verdict for name, verdict in told.items()},
        "ffmpeg": _referee(film, kept),
    }


def _run(*args: str) -> str:
    done = subprocess.run(command(*args), capture_output=True, text=True, env=environment(), check=False)
    if done.returncode:
        raise SystemExit(f"beatforge {' '.join(args)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def _referee(film: Path, song: Path) -> dict[str, Any]:
    """What ffmpeg's filters say of a finished film."""
    frames = len(frame_hashes(film))
    frozen = _numbers(filtered(film, f"{SMALL},freezedetect=n=0.001:d=0.5"), r"freeze_duration: ([\d.]+)")
    cuts = _numbers(filtered(film, f"{SMALL},scdet=threshold=14"), r"lavfi.scd.time: ([\d.]+)")
    badness = _numbers(_printed(film, "photosensitivity=bypass=1", "photosensitivity.badness"), r"badness=([\d.]+)")
    siti = filtered(film, f"{SMALL},siti=print_summary=1")
    black = _numbers(filtered(film, "blackdetect=d=0.1"), r"black_duration:([\d.]+)")
    said = str(ffmpeg("-i", str(film), "-vn", "-af", "silencedetect=n=-60dB:d=0.5,ebur128", "-f", "null", "-"))
    heard = len(sound(film, RATE)) / RATE * 24
    return {
        "freezedetect_share": round(sum(frozen) / (frames / 24), 4),
        "scdet_cuts": len(cuts),
        "scdet_at": [round(cut * 24) for cut in cuts],
        "photosensitivity_badness": round(float(np.max(badness, initial=0.0)), 3),
        "siti_ti_mean": (_numbers(siti.rpartition("Temporal")[2], r"Average: ([\d.]+)") or [0.0])[0],
        "blackdetect_longest_s": max(black, default=0.0),
        "silencedetect_longest_s": max(_numbers(said, r"silence_duration: ([\d.]+)"), default=0.0),
        "ebur128_lufs": (_numbers(said.partition("Summary")[2], r"I:\s+(-?[\d.]+) LUFS") or [0.0])[0],
        "counted_drift_frames": round(frames - heard, 3),
        "stream": " ".join(re.findall(r"Video: (.*)", fields(film))[0].split())[:110],
    }


def _printed(film: Path, chain: str, key: str) -> str:
    return filtered(film, f"{chain},metadata=mode=print:key=lavfi.{key}")


def _numbers(said: str, pattern: str) -> list[float]:
    return [float(number) for number in re.findall(pattern, said)]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("songs", nargs="+", type=Path, metavar="SONG")
    parser.add_argument("--full", action="store_true", help="whole songs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here, and go on from those it has")
    parser.add_argument("--work", type=Path, metavar="DIR", help="build here and keep it")
    parser.add_argument("--styles", default=",".join(sorted(load_library().styles)), help="styles to take in turn")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beatforge-bench-") as spare:
        work = (args.work or Path(spare)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(args, work)
        measure(bench, args.songs, args.styles.split(","))
        return bench.end()


if __name__ == "__main__":
    sys.exit(main())
