"""An hour of film: are sound and picture still together at its end, at a whole rate and at a fractional one?

python -m tests.bench.bench_hour [--full] [--json FILE] [--work DIR]

A real build in 64x64 of a song with a kick on each beat, cut on downbeats. The finished film is read by the ffmpeg
program: frames and samples counted, the kick at the last cuts found in the decoded sound, the jump of the picture in
the decoded frames. With --full 60 minutes at each rate, otherwise 2.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.cli.session import Session
from tests.bench.measuring import Bench, run_bench, spent, synthetic_project
from tests.bench.referee import ffmpeg
from tests.films import times_of
from tests.projects import command

RATES = ("24", "29.97")
SIDE, HEARD_RATE, AAC_FRAME = 64, 44100, 1024
LAST_S = 60


def measure(bench: Bench) -> None:
    """Each rate's film, and how far its end is from where it should be."""
    minutes = 60 if bench.full else 2
    for rate in RATES:
        found = bench.figure(f"{minutes} min at {rate}", lambda rate=rate: _film(bench, minutes, rate))
        name = f"{minutes} min at {rate}"
        print(f"     {name}: {found['scenes']} scenes, {found['frames']} frames, built in {found['wall_s']:.0f} s, "
              f"{found['cpu_s']:.0f} s CPU; {found['described']}")  # fmt: skip
        frame_s, codec_s = 1 / found["rate"], AAC_FRAME / HEARD_RATE
        bench.goal(f"{name}: frames missing", abs(found["frames"] - found["frames_planned"]), 0)
        bench.goal(f"{name}: farthest frame from its time", 1000 * found["frame_off_s"], 0.1, " ms")
        bench.goal(f"{name}: sound late or early at its end", 1000 * found["sound_off_s"], 1.0, " ms")
        bench.goal(f"{name}: sound longer or shorter than the song", 1000 * found["sound_length_off_s"], 1000 * codec_s,
                   " ms", "(one codec frame)")  # fmt: skip
        bench.goal(f"{name}: picture's cut beside the kick, last minute", 1000 * found["cut_off_s"], 500 * frame_s + 1,
                   " ms", f"(half a frame; {found['cuts']} cuts)")  # fmt: skip


def _film(bench: Bench, minutes: int, rate: str) -> dict[str, Any]:
    folder = bench.folder(f"hour-{minutes}-{rate}") / "film"
    seconds = 60 * minutes + 0.7134
    look = f"fps: {rate}, scene_seconds: {{min: 8, max: 16}}, style: comic_book"
    file = synthetic_project(folder, look, seconds, f"{SIDE}x{SIDE}", rate=HEARD_RATE)
    text = file.read_text(encoding="utf-8")
    if "transition" not in text:
        file.write_text(f"{text}  0:00-2:00:00: {{transition: cut}}\n", encoding="utf-8")
    build = spent(command("build", str(folder)))
    with Session.open(file) as session:
        plan, film = session.require_plan(), session.folder / session.require_plan().deliveries[0].place
    fps = Fraction(plan.fps)
    described = str(ffmpeg("-i", str(film)))
    times = times_of(film)
    song, heard = folder / "song.wav", _sound(film)
    cuts = [scene.start_frame for scene in plan.scenes[1:] if scene.start_frame / fps > seconds - LAST_S]
    kicks = [round(2 * round(frame / fps / 2) * HEARD_RATE) for frame in cuts]
    original = _sound(song)
    sound_off = [_lag(heard, original, kick) / HEARD_RATE for kick in kicks]
    jumps = _jumps(film, cuts, fps)
    apart = [jump / fps - (Fraction(kick, HEARD_RATE) + Fraction(late).limit_denominator(10**6))
             for jump, kick, late in zip(jumps, kicks, sound_off, strict=True)]  # fmt: skip
    return {
        "rate": float(fps), "scenes": len(plan.scenes), "wall_s": build.wall_s, "cpu_s": build.cpu_s,
        "frames": len(times), "frames_planned": math.ceil(Fraction(round(seconds * HEARD_RATE), HEARD_RATE) * fps),
        "frame_off_s": float(max(abs(time - number / fps) for number, time in enumerate(times))),
        "sound_off_s": max(map(abs, sound_off)),
        "sound_length_off_s": abs(len(heard) - len(original)) / HEARD_RATE,
        "cut_off_s": float(max(map(abs, apart))), "cuts": len(cuts),
        "described": " ".join(re.findall(r"[\d.]+ (?:fps|tbr|tbn)", described)),
    }  # fmt: skip


def _sound(path: Path) -> np.ndarray:
    """Mono samples as the ffmpeg program decodes them."""
    out = ffmpeg("-i", str(path), "-map", "0:a", "-ac", "1", "-f", "f32le", "-", raw=True)
    assert isinstance(out, bytes)
    return np.frombuffer(out, np.float32)


def _lag(heard: np.ndarray, original: np.ndarray, at: int, reach: int = 4410) -> int:
    """Samples by which `heard` is late around sample `at`, by correlation."""
    window = original[at - reach : at + reach].astype(np.float64)
    lags = range(-AAC_FRAME, AAC_FRAME + 1)
    inside = [heard[at - reach + lag : at + reach + lag] for lag in lags]
    return lags[int(np.argmax([float(part @ window) if len(part) == len(window) else -1.0 for part in inside]))]


def _jumps(film: Path, cuts: list[int], fps: Fraction) -> list[int]:
    """For each cut the frame within three of it at which the decoded picture changes most, by the film's clock."""
    start = max(0, cuts[0] - 48)
    raw = ffmpeg("-ss", f"{float((start - Fraction(1, 2)) / fps):.6f}", "-i", str(film), "-map", "0:v",
                 "-f", "rawvideo", "-pix_fmt", "gray", "-fps_mode", "passthrough", "-", raw=True)  # fmt: skip
    assert isinstance(raw, bytes)
    frames = np.frombuffer(raw, np.uint8).reshape(-1, SIDE, SIDE).astype(np.int16)
    change = np.abs(np.diff(frames, axis=0)).mean(axis=(1, 2))
    return [cut - 3 + int(np.argmax(change[cut - 3 - start - 1 : cut + 3 - start])) for cut in cuts]


if __name__ == "__main__":
    run_bench(measure, __doc__)
