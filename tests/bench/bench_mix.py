"""What stretching does to clicks and tones, and what the steps of a mix cost, beside the Rubber Band program.

    python -m tests.bench.bench_mix [--json FILE] [--seconds N] [--minutes N]
    python -m tests.bench.bench_mix --whole N        # only a whole mix of N minutes: memory, and cost of a minute

Clicks: how far from their place they are (half, 95 of 100, the farthest), and how long 90 % of their energy takes.
Tones: how much purer than all beside them (dB), how far off in pitch (cents), the deepest dip of power where runs meet
(dB). Costs are CPU seconds per second of sound, and as a ratio to decoding the same sound from FLAC. Rubber Band is
measured where the program is.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import windows

from beatforge.deliver.audio import write_mix
from beatforge.mashup.bars import Bars, warp_of
from beatforge.mix.levelling import Level, levelled, loudness_of, spooled
from beatforge.mix.parts import PART
from beatforge.mix.reel import Reel
from beatforge.mix.rubberband import is_rubberband_here
from beatforge.mix.runs import runs_of
from beatforge.mix.summing import summed
from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples, WaveWriter
from tests.mix.sounds import click_errors_ms, clicks, made_part, pitch_of, tones, write

RATES = (44100, 48000)
CHORD = tuple(note * partial for note in (110.0, 220.0, 277.18, 329.63) for partial in (1, 2, 3))
"""A major chord with partials: tones as close as 52 Hz."""

BESIDE = ("even x0.9", "even x0.95", "even x1.08", "live x1.08", "even x1 +3")
"""What the other program, which takes its time, is measured at."""

BEAT_S = 0.4781
Anchors = list[tuple[float, int]]


def maps(rate: int, seconds: float) -> dict[str, tuple[list[float], Anchors, int]]:
    """Cases by name: where clicks are in the song, the anchors, the shift."""
    even = [round(0.5 + BEAT_S * index, 6) for index in range(int((seconds - 1) / BEAT_S))]
    late = np.random.default_rng(1).normal(0, 0.004, len(even))
    live = [round(at + float(off), 6) for at, off in zip(even, late, strict=True)]
    drift = [0.5]
    while drift[-1] < seconds - 1:
        drift.append(round(drift[-1] + BEAT_S * (1 + 0.04 * np.sin(len(drift) / 25)), 6))

    def onto(beats: Sequence[float], ratio: float) -> Anchors:
        return [(at, round(index * BEAT_S * ratio * rate)) for index, at in enumerate(beats)]

    bars = Bars(tuple(live[: (len(live) - 1) // 4 * 4 + 1]), 4)
    warp = warp_of(bars, 0, 0, bars.num_beats, BEAT_S * 1.08)
    at_bars = [(song, round(mix * rate)) for song, mix in warp]

    cases = {f"even x{ratio:g}": (even, onto(even, ratio), 0) for ratio in (0.8, 0.9, 0.95, 1.05, 1.08, 1.2)}
    cases |= {"even x1.001": (even, onto(even, 1.001), 0)}
    cases |= {f"live x{ratio:g}": (live, onto(live, ratio), 0) for ratio in (1.0, 1.08)}
    cases |= {f"drift x{ratio:g}": (drift, onto(drift, ratio), 0) for ratio in (1.0, 0.93)}
    cases |= {"live x1.08 at bars": (live, at_bars, 0)}
    cases |= {f"even x{ratio:g} {shift:+d}": (even, onto(even, ratio), shift)
              for ratio, shift in ((1.1, -6), (1.2, -6), (0.84, -6), (0.84, 6), (1.2, 6))}  # fmt: skip
    return cases | {f"even x1 {semitones:+d}": (even, onto(even, 1.0), semitones) for semitones in (-6, -2, 3, 6)}


def click_row(folder: Path, rate: int, case: tuple[list[float], Anchors, int], stretch: str) -> dict[str, Any]:
    beats, anchors, semitones = case
    length = beats[-1] + 0.5
    sound, cpu = timed(
        lambda: made_part(folder, clicks(beats, rate, length), rate, anchors, semitones, stretch=stretch)
    )
    assert sound.shape[1] == anchors[-1][1]
    due = [round(at) for at in np.interp(beats, *np.array(anchors).T)][1:]
    due = [at for at in due if at < anchors[-1][1] - 0.1 * rate]
    errors = np.abs(click_errors_ms(sound, rate, due))
    return {
        "median_ms": round(float(np.median(errors)), 3), "p95_ms": round(float(np.percentile(errors, 95)), 3),
        "worst_ms": round(float(errors.max()), 3), "width_ms": round(width_ms(sound, rate, due), 2),
        "runs": len(runs_of(anchors, rate, semitones)), "cpu_per_s": round(cpu / (sound.shape[1] / rate), 4),
    }  # fmt: skip


def width_ms(sound: Samples, rate: int, due: Sequence[int]) -> float:
    """How long 90 % of a click's energy takes, half of the clicks more."""
    found = []
    for at in due:
        energy = np.sort(np.square(sound[0, at - int(0.08 * rate) : at + int(0.08 * rate)]))[::-1]
        found.append(np.searchsorted(np.cumsum(energy), 0.9 * energy.sum()) / rate * 1000)
    return float(np.median(found))


def tone_row(folder: Path, rate: int, anchors: Anchors, semitones: int, stretch: str) -> dict[str, Any]:
    length, factor = anchors[-1][0] + 0.5, 2 ** (semitones / 12)
    sound = made_part(folder, tones(CHORD, rate, length, 0.05), rate, anchors, semitones, stretch=stretch)
    middle = sound[0, rate : rate * 5].astype(np.float64)
    power = np.abs(np.fft.rfft(middle * windows.blackmanharris(len(middle)))) ** 2
    at = np.fft.rfftfreq(len(middle), 1 / rate)
    own = np.any([np.abs(at - tone * factor) < 4 for tone in CHORD], axis=0)
    level = np.convolve(np.square(sound[0], dtype=np.float64), np.ones(rate // 20) / (rate // 20), "valid")[rate:-rate]
    cents = {}
    for tone in (55.0, 440.0):
        one = made_part(folder, tones([tone], rate, 5.0), rate, [(0.0, 0), (5.0, 5 * rate)], semitones, stretch=stretch)
        pitch = pitch_of(one[:, rate : 4 * rate], rate, tone * factor)
        cents[f"{tone:g} Hz"] = round(1200 * float(np.log2(pitch / (tone * factor))), 2)
    return {
        "purity_db": round(10 * float(np.log10(power[own].sum() / power[~own].sum())), 1),
        "dip_db": round(10 * float(np.log10(level.min() / np.median(level))), 1),
        "cents": cents,
    }


def costs(folder: Path, seconds: float) -> dict[str, Any]:
    """CPU seconds for a second of sound, of each step that a mix is made of."""
    rate = 44100
    rng = np.random.default_rng(0)
    noise = (tones(CHORD, rate, seconds, 0.04) + rng.normal(0, 0.1, (2, round(seconds * rate)))).astype(np.float32)
    song = write(folder / "noise.wav", noise, rate)
    from beatforge.deliver.sounds import FORMATS, write_sound

    flac = folder / "noise.flac"
    write_sound(flac, FORMATS[".flac"], [noise], rate, {})
    total = noise.shape[1]
    row = {"start": 0, "num_samples": total, "role": "bed", "gain_db": -1.0, "fade_in": rate, "fade_out": rate,
           "low_cut_hz": 120.0, "duck_db": 0.0}  # fmt: skip
    lead = {**row, "role": "voice", "duck_db": 9.0, "low_cut_hz": 0.0}
    value = {"codec": "aac", "bitrate": 256_000, "sample_rate": rate, "num_samples": total}
    steps: dict[str, Callable[[], Any]] = {
        "decode flac": lambda: drained(stereo_blocks(flac, "pyav", rate)),
        "part, copied": lambda: made_part(folder, noise, rate, [(0.0, 0), (seconds, total)]),
        "part, stretched x1.06": lambda: made_part(folder, noise, rate, [(0.0, 0), (seconds / 1.06, total)]),
        "part, shifted +3": lambda: made_part(folder, noise, rate, [(0.0, 0), (seconds, total)], 3),
        "sum of 2 parts": lambda: drained(summed([row, lead], [song, song], total, rate)),
        "loudness and peak": lambda: loudness_of(stereo_blocks(song, "soundfile", rate), rate),
        "limit": lambda: drained(levelled(folder / "sum.wav", rate, Level(6.0, -1.0))),
        "encode aac": lambda: write_mix(value, [noise], folder, lambda done, whole: None),
    }
    spooled([noise], folder / "sum.wav", rate)
    found = {name: timed(step)[1] / seconds for name, step in steps.items()}
    return {
        name: {"cpu_per_s": round(cpu, 5), "to decode": round(cpu / found["decode flac"], 1)}
        for name, cpu in found.items()
    }


def drained(blocks: Any) -> int:
    return sum(block.shape[1] for block in blocks)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and its CPU seconds, those of programs it starts included."""

    def spent() -> float:
        own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime

    before = spent()
    found = work()
    return found, spent() - before


def memory_mb(folder: Path, minutes: int) -> float:
    """By how much the process grows while a part so long is stretched."""
    rate = 44100
    piece = tones(CHORD, rate, 1, 0.04)
    from beatforge.mix.stretching import stretched

    with WaveWriter(folder / "long.wav", rate) as file:
        for _ in range(60 * minutes):
            file.write(piece)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reel = Reel([folder / "long.wav"], "soundfile", rate)
    drained(stretched([(0.0, 0), (60.0 * minutes, round(62.0 * minutes * rate))], reel, rate, 0))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def whole_mix(minutes: int) -> dict[str, float]:
    """CPU seconds that a minute of a mix of two parts costs, and the most MB that the process held.

    One part is stretched, one copied; both are summed, brought to their loudness, encoded and measured. Disks have to
    hold a GB for 20 minutes.
    """
    from beatforge.deliver.mixed import encode_parts
    from beatforge.mix.stretching import stretch_part

    rate = 44100
    total = 60 * minutes * rate
    own = {"sample_rate": rate, "num_samples": total, "decoder": "soundfile"}
    row = {"start": 0, "num_samples": total, "role": "bed", "gain_db": -3.0, "fade_in": 0, "fade_out": rate,
           "low_cut_hz": 0.0, "duck_db": 3.0}  # fmt: skip
    rng = np.random.default_rng(0)
    piece = tones(CHORD, rate, 2, 0.04) + rng.normal(0, 0.1, (2, 2 * rate)).astype(np.float32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        song, lead = folder / "song.wav", folder / "lead"
        with WaveWriter(song, rate) as file:
            for _ in range(30 * minutes):
                file.write(piece)
        lead.mkdir()
        anchors = [[0.0, 0], [total / rate / 1.06, total]]
        value = {**own, "anchors": anchors, "semitones": 0, "stretch": "signalsmith"}
        _, stretch_cpu = timed(lambda: stretch_part(value, [song], lead, lambda done, whole: None))
        rows = [row, {**row, "role": "lead", "low_cut_hz": 120.0, "duck_db": 0.0}]
        mix = {**own, "parts": rows, "loudness_lufs": -14.0, "true_peak_dbtp": -1.0, "codec": "aac", "bitrate": 256_000}
        (folder / "out").mkdir()
        files = [song, lead / PART]
        _, mix_cpu = timed(lambda: encode_parts(mix, files, folder / "out", lambda done, whole: None))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "minutes": minutes, "part_cpu_per_min": round(stretch_cpu / minutes, 2),
        "mix_cpu_per_min": round(mix_cpu / minutes, 2), "peak_mb": round(peak),
    }  # fmt: skip


def whole_elsewhere(minutes: int) -> dict[str, float]:
    """The same in a process of its own, whose memory nothing has used before."""
    args = [sys.executable, "-m", "tests.bench.bench_mix", "--whole", str(minutes)]
    found: dict[str, float] = json.loads(subprocess.run(args, capture_output=True, text=True, check=True).stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--minutes", type=int, default=20, help="how long the longest whole mix is")
    parser.add_argument("--whole", type=int, metavar="N", help="only this: a whole mix of N minutes")
    args = parser.parse_args()
    if args.whole:
        print(json.dumps(whole_mix(args.whole)))
        return
    stretches = ["signalsmith", *(["rubberband"] if is_rubberband_here() else [])]
    found: dict[str, Any] = {"clicks": {}, "tones": {}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found["memory_mb"] = {f"{minutes} min": round(memory_mb(folder, minutes)) for minutes in (1, 6)}
        print("memory while stretching (MB more):", found["memory_mb"])
        found["whole"] = [whole_elsewhere(minutes) for minutes in (1, args.minutes)]
        for whole in found["whole"]:
            print("a whole mix:", whole, flush=True)
        found["costs"] = costs(folder, args.seconds)
        for step, cost in found["costs"].items():
            print(f"{step:24s} {cost['cpu_per_s']:.5f} CPU s/s, {cost['to decode']:6.1f} x decode", flush=True)
        for stretch in stretches:
            for rate in RATES:
                cases = maps(rate, args.seconds)
                if stretch != stretches[0]:
                    cases = {name: case for name, case in cases.items() if name in BESIDE}
                for case, (beats, anchors, semitones) in cases.items():
                    row = click_row(folder, rate, (beats, anchors, semitones), stretch)
                    tone = tone_row(folder, rate, anchors, semitones, stretch)
                    found["clicks"][f"{stretch} {rate} {case}"], found["tones"][f"{stretch} {rate} {case}"] = row, tone
                    print(f"{stretch:11s} {rate} {case:12s} {row} {tone}", flush=True)
                (folder / PART).unlink()
    if args.json:
        Path(args.json).write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
