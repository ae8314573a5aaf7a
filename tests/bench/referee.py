"""A finished film measured by tools we did not write: ffmpeg's decoder, freezedetect and scdet.

    python -m tests.bench.referee examples/quickstart

Prints one line per claim with the figure, and exits with 1 if one does not hold.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from beatforge.cli.session import Session
from beatforge.film.clock import frame_at


def ffmpeg(*args: str, raw: bool = False) -> str | bytes:
    """What the pinned ffmpeg program prints (its messages, or raw standard output)."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", *args]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout if raw else done.stderr.decode(errors="replace")


def filtered(film: Path, chain: str) -> str:
    """What a chain of video filters reports."""
    said = ffmpeg("-i", str(film), "-vf", chain, "-an", "-f", "null", "-")
    assert isinstance(said, str)
    return said


def fields(film: Path) -> str:
    """ffmpeg's description of the streams."""
    said = ffmpeg("-i", str(film))
    assert isinstance(said, str)
    return said


def frame_hashes(film: Path) -> list[str]:
    """One hash per decoded frame (framemd5)."""
    out = ffmpeg("-i", str(film), "-map", "0:v", "-f", "framemd5", "-", raw=True)
    assert isinstance(out, bytes)
    return [line.rpartition(",")[2].strip() for line in out.decode().splitlines() if not line.startswith("#")]


def sound(path: Path, rate: int = 8000) -> np.ndarray:
    """Mono samples as ffmpeg decodes them."""
    out = ffmpeg("-i", str(path), "-map", "0:a", "-ac", "1", "-ar", str(rate), "-f", "f32le", "-", raw=True)
    assert isinstance(out, bytes)
    return np.frombuffer(out, np.float32)


def audio_offset(film: Path, song: Path, rate: int = 8000) -> int:
    """Samples (at `rate`) by which the film's sound lags the song's; 0 is right."""
    ours, theirs = sound(film, rate), sound(song, rate)
    count = min(len(ours), len(theirs))
    size = 1 << (2 * count - 1).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(ours[:count], size) * np.conj(np.fft.rfft(theirs[:count], size)))
    lag = int(np.argmax(correlation))
    return lag if lag < size // 2 else lag - size


def frozen_seconds(film: Path) -> float:
    """Seconds in which a small blurred copy stands still, by freezedetect."""
    said = filtered(film, "scale=160:-2,gblur=sigma=1.5,freezedetect=noise=0.0005:duration=0.3")
    return sum(float(found) for found in re.findall(r"freeze_duration: ([\d.]+)", said))


def cut_frames(film: Path, rate: Fraction, threshold: float) -> list[int]:
    """Frames at which scdet sees a new scene."""
    said = filtered(film, f"scdet=threshold={threshold}")
    return [round(Fraction(found) * rate) for found in re.findall(r"lavfi\.scd\.time: ([\d.]+)", said)]


def measure(file: Path) -> dict[str, tuple[bool, str]]:
    """Claim -> whether it holds, and the figure."""
    with Session.open(file) as session:
        plan, analysis = session.require_plan(), session.require_analysis()
        film, song = session.folder / plan.deliveries[0].place, session.folder / session.project.song.file
    rate = Fraction(plan.fps)
    described, frames = fields(film), len(frame_hashes(film))
    wanted = math.ceil(Fraction(analysis.duration).limit_denominator(10**6) * rate)
    cuts = [
        scene.start_frame for scene, join in zip(plan.scenes[1:], plan.transitions, strict=True) if not join.num_frames
    ]
    seen = cut_frames(film, rate, 10)  # scdet's own default
    downbeats = [frame_at(time, rate) for time in analysis.downbeats]
    missed = [cut for cut in cuts if min((abs(cut - found) for found in seen), default=99) > 1]
    off_beat = [found for found in seen if min(abs(found - downbeat) for downbeat in downbeats) > 1]
    offset, frozen = audio_offset(film, song), frozen_seconds(film)
    width, height = plan.deliveries[0].encoder.width, plan.deliveries[0].encoder.height
    shown = re.search(r"Video: .*", described)
    return {
        "h264, yuv420p, bt709, size, rate": (
            all(part in described for part in ("Video: h264", "yuv420p(tv, bt709", f"{width}x{height}", "Audio: aac")),
            shown[0] if shown else "no video",
        ),
        "decoded frames = ceil(duration x rate)": (frames == wanted, f"{frames} of {wanted}"),
        "audio offset": (offset == 0, f"{offset} samples at 8 kHz"),
        "nothing stands still": (frozen == 0, f"{frozen:.2f} s frozen"),
        "at least three hard cuts, all found by scdet": (len(cuts) >= 3 and not missed, f"planned {cuts}, seen {seen}"),
        "cuts lie on downbeats": (not off_beat, f"{len(seen) - len(off_beat)} of {len(seen)} within a frame"),
    }


def main(argv: list[str]) -> int:
    """Measure one project's film."""
    path = Path(argv[0])
    results = measure(path / "project.yaml" if path.is_dir() else path)
    for claim, (holds, figure) in results.items():
        print(f"{'ok  ' if holds else 'FAIL'} {claim}: {figure}")
    if "--json" in argv:
        print(json.dumps({claim: {"holds": holds, "figure": figure} for claim, (holds, figure) in results.items()}))
    return 0 if all(holds for holds, _ in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
