"""Every output of a built project by ffprobe: size, rate, codec, profile, level, pixels, tags, bits, atoms, length.

    python -m tests.bench.outputs PROJECT [--profile P] [--ffprobe PATH] [--json FILE]

Prints one line per output and one per claim that does not hold; exits with 1 if there is one. ffprobe comes with
ffmpeg; it is looked for on the PATH.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from beatforge.cli.session import Session
from beatforge.film.codecs import CODECS
from beatforge.film.plan import Delivery, Plan

BUFFER_S = 1.0
"""Seconds of the capped rate that a player is taken to hold."""

_NAMES = {"libx264": "h264", "libx265": "hevc", "libsvtav1": "av1", "prores_ks": "prores", "dnxhd": "dnxhd"}
_PROFILES = {"h264": ("High",), "hevc": ("Main",), "av1": ("Main",), "prores": ("HQ",), "dnxhr": ("DNXHR HQX",)}


def probe(ffprobe: str, film: Path) -> dict[str, Any]:
    """What ffprobe says of streams, format and picture packets."""
    asked = [ffprobe, "-v", "error", "-of", "json", "-show_streams", "-show_format", str(film)]
    said: dict[str, Any] = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    packets = [ffprobe, "-v", "error", "-of", "json", "-select_streams", "v", "-show_entries", "packet=size,pts_time"]
    said["packets"] = json.loads(subprocess.run([*packets, str(film)], capture_output=True, check=True).stdout)
    return said


def atoms(film: Path) -> list[str]:
    """Names of the file's outermost atoms, in order."""
    found, at, size = [], 0, film.stat().st_size
    with film.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - at
            found.append(head[4:8].decode("latin-1"))
            at += length
    return found


def peak_kbps(bits: list[int], rate: Fraction, seconds: float) -> float:
    """The most bits of any stretch of so many seconds, as kbit/s."""
    count = min(len(bits), max(1, round(float(rate) * seconds)))
    sums = [sum(bits[:count])]
    for new, old in zip(bits[count:], bits, strict=False):
        sums.append(sums[-1] + new - old)
    return max(sums) / (count / float(rate)) / 1000


def overdrawn_kbit(bits: list[int], rate: Fraction, kbps: int) -> float:
    """By how much a buffer of `BUFFER_S`, filled at the cap and full at the start, would ever be short, in kbit."""
    level = full = kbps * BUFFER_S
    worst = 0.0
    for size in bits:
        level -= size / 1000
        worst = max(worst, -level)
        level = min(full, level + kbps / float(rate))
    return worst


def claims_of(plan: Plan, delivery: Delivery, film: Path, said: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Claim -> whether it holds, and the figure."""
    video = next(stream for stream in said["streams"] if stream["codec_type"] == "video")
    audio = next(stream for stream in said["streams"] if stream["codec_type"] == "audio")
    encoder, codec, rate = delivery.encoder, CODECS[delivery.codec], Fraction(plan.fps)
    bits = [int(packet["size"]) * 8 for packet in said["packets"]["packets"]]
    found = atoms(film)
    frame = 1024 / int(audio["sample_rate"])
    tags = {video.get(key) for key in ("color_space", "color_transfer", "color_primaries")}
    level = round(float(encoder.level or 0) * 10)
    apart = abs(float(audio["duration"]) - seconds)
    return {
        "size": ((video["width"], video["height"]) == (encoder.width, encoder.height),
                 f"{video['width']}x{video['height']}"),
        "codec": (video["codec_name"] == _NAMES[encoder.codec], video["codec_name"]),
        "tag": (video["codec_tag_string"] == codec.tag, video["codec_tag_string"]),
        "profile": (video["profile"] in _PROFILES[delivery.codec] or encoder.preset == "ultrafast", video["profile"]),
        "level": (not level or video["level"] == level, video["level"]),
        "pixels": (video["pix_fmt"] == codec.pixel_format, video["pix_fmt"]),
        "colour": (tags == {"bt709"} and video.get("color_range") == "tv", f"{sorted(map(str, tags))}"),
        "rate": (Fraction(video["r_frame_rate"]) == rate == Fraction(video["avg_frame_rate"]), video["r_frame_rate"]),
        "frames": (len(bits) == plan.num_frames == math.ceil(seconds * rate - Fraction(1, 10**6)), len(bits)),
        "sound": (audio["codec_name"] == codec.sound, audio["codec_name"]),
        "kbps of sound": (not delivery.sound.bitrate or int(audio["bit_rate"]) < delivery.sound.bitrate * 1.03,
                          round(int(audio["bit_rate"]) / 1000)),
        "sound ends with the song": (apart < frame, f"{apart * 1000:.1f} ms"),
        "moov before mdat": (found.index("moov") < found.index("mdat"), " ".join(found)),
        "average kbps": (not encoder.kbps or sum(bits) / seconds / 1000 <= encoder.kbps,
                         round(sum(bits) / seconds / 1000)),
        "kbps over 2 s": (not encoder.kbps or peak_kbps(bits, rate, 2) <= encoder.kbps * (1 + BUFFER_S / 2),
                          round(peak_kbps(bits, rate, 2))),
        "kbit short in the buffer": (not encoder.kbps or not overdrawn_kbit(bits, rate, encoder.kbps),
                                     round(overdrawn_kbit(bits, rate, encoder.kbps or 10**9))),
    }  # fmt: skip


def main(argv: list[str]) -> int:
    """Probe every output of one project."""
    parser = argparse.ArgumentParser(prog="outputs", description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--profile", default="standard")
    parser.add_argument("--ffprobe", default=shutil.which("ffprobe"))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(argv)
    if not asked.ffprobe:
        parser.error("no ffprobe on the PATH: install ffmpeg, or name it with --ffprobe")
    rows: dict[str, Any] = {}
    with Session.open(asked.project, asked.profile) as session:
        plan, seconds = session.require_plan(), session.require_analysis().duration
        for delivery in plan.deliveries:
            film = session.folder / delivery.place
            rows[film.name] = claims_of(plan, delivery, film, probe(asked.ffprobe, film), seconds)
    for name, claims in rows.items():
        print(name, *(f"{claim}={figure}" for claim, (_, figure) in claims.items()), sep="  ")
        for claim, (holds, figure) in claims.items():
            if not holds:
                print(f"  FAIL {claim}: {figure}")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1))
    return 0 if all(holds for claims in rows.values() for holds, _ in claims.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
