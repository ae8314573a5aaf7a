"""How well songs come apart without a model, and what it costs: SDR in dB, CPU seconds, memory.

Of each case: the song itself taken for the stem, the stem, and what it is better by; then the same of all the rest.
Silence has 0, so a stem below 0 is worse than none. Cases: a band with a voice made of numbers, all four stems known;
with FOLDER, songs as NAME.song.ogg and NAME.guitar.ogg, whose guitar is looked for in `vocals` (what is new, in the
middle) and in `other`. SIR by mir_eval tells how much of the other stems is still heard in a stem.

python -m tests.bench.bench_stems [FOLDER] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from beatforge.song.stems.dsp import dsp_step
from beatforge.song.stems.heard import hear
from beatforge.song.stems.stems import FOUR
from tests.parted import Sound, band_with_voice, read_stems, sdr_db, summed
from tests.sounds import write_long_song

RATE = 44100
EXCERPT_S = (40, 100)
"""The seconds of real songs that are judged, as in the research that set the goal."""

GOAL_DB = 3.0
MINUTES = (1, 4, 10)
_CHILD = """
import sys, tempfile
from pathlib import Path
if sys.argv[1] == "decode":
    from beatforge.song.stems.heard import hear
    hear(Path(sys.argv[2]))
elif sys.argv[1] == "dsp":
    from beatforge.song.stems.dsp import dsp_step
    with tempfile.TemporaryDirectory() as folder:
        dsp_step({}, [Path(sys.argv[2])], Path(folder), lambda done, total: None)
"""


def parted(sound: Sound, folder: Path) -> dict[str, Sound]:
    """The stems of a sound at `RATE`."""
    soundfile.write(folder / "song.wav", sound.T.astype(np.float32), RATE, subtype="FLOAT")
    dsp_step({}, [folder / "song.wav"], folder, lambda done, total: None)
    return read_stems(folder, FOUR)


def compared(song: Sound, truth: Sound, stem: Sound) -> dict[str, float]:
    """SDR of the stem and of all the rest, for the song itself and for what was found."""
    figures = {"mix": sdr_db(truth, song), "stem": sdr_db(truth, stem),
               "rest mix": sdr_db(song - truth, song), "rest": sdr_db(song - truth, song - stem)}  # fmt: skip
    return {name: round(value, 2) for name, value in figures.items()}


def real_song(folder: Path, name: str) -> tuple[Sound, Sound]:
    """An excerpt of a song, and of its guitar."""
    waves = []
    for part in ("song", "guitar"):
        sound = hear(folder / f"{name}.{part}.ogg")
        wave = np.concatenate([*sound.blocks(RATE)], axis=1)
        waves.append(wave[:, EXCERPT_S[0] * RATE : EXCERPT_S[1] * RATE].astype(np.float64))
    count = min(wave.shape[1] for wave in waves)
    return waves[0][:, :count] + waves[1][:, :count], waves[1][:, :count]


def interference(truth: Mapping[str, Sound], found: Mapping[str, Sound]) -> dict[str, float]:
    """SIR of each stem by mir_eval, in dB, in mono."""
    import mir_eval

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it will move to another package
        mono = [np.array([stems[name].mean(axis=0)[::2] for name in FOUR]) for stems in (truth, found)]
        _, sir, _, _ = mir_eval.separation.bss_eval_sources(*mono, compute_permutation=False)
    return {name: round(float(value), 2) for name, value in zip(FOUR, sir, strict=True)}


def cost(minutes: int, folder: Path) -> dict[str, float]:
    """CPU seconds and peak memory of a process that decodes a song of so many minutes, and of one that parts it."""
    song = write_long_song(folder / f"{minutes}.wav", 60.0 * minutes, rate=RATE)
    figures: dict[str, float] = {}
    for what in ("nothing", "decode", "dsp"):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        # Linux counts what a process held before it became another one into its ru_maxrss, and not into VmHWM.
        script = f"{_CHILD}\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
        done = subprocess.run(
            [sys.executable, "-c", script, what, str(song)], capture_output=True, text=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        figures |= {f"{what} cpu s": round(spent, 2), f"{what} wall s": round(time.monotonic() - started, 2),
                    f"{what} MB": round(int(done.stdout.split()[-1]) / 1024, 1)}  # fmt: skip
    figures["dsp / decode"] = round(figures["dsp cpu s"] / figures["decode cpu s"], 1)
    return figures


def main() -> int:
    """Print a row per stem and per length; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    told: dict[str, Any] = {"stems": {}, "cost": {}}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        truth = band_with_voice(30.0, RATE)
        found = parted(summed(truth), work)
        for name in FOUR:
            told["stems"][f"numbers {name}"] = compared(summed(truth), truth[name], found[name])
        told["SIR"] = interference(truth, found)
        for path in sorted(args.folder.glob("*.guitar.ogg")) if args.folder else []:
            name = path.name.partition(".")[0]
            song, guitar = real_song(args.folder, name)
            found = parted(song, work)
            for stem in ("vocals", "other"):
                told["stems"][f"{name} guitar in {stem}"] = compared(song, guitar, found[stem])
        for name, row in told["stems"].items():
            print(f"{name:32}", "  ".join(f"{key} {value:+.2f}" for key, value in row.items()), flush=True)
        print("SIR by mir_eval:", told["SIR"])
        for minutes in MINUTES:
            told["cost"][f"{minutes} min"] = cost(minutes, work)
            print(f"{minutes} min", told["cost"][f"{minutes} min"], flush=True)
    if args.json:
        args.json.write_text(json.dumps(told, indent=1))
    short = [name for name, row in told["stems"].items() if row["stem"] < row["mix"] + GOAL_DB]
    print(f"goal: {GOAL_DB:g} dB over the song itself:", f"missed by {', '.join(short)}" if short else "met by all")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
