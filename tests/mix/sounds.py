"""Sound with known answers for tests of the mix: clicks at given seconds, tones, noise; and a referee's loudness."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from beatforge.mix.parts import PART
from beatforge.mix.stretching import stretch_part
from beatforge.song.waves import Samples, WaveWriter, read_wave, wave_samples


def clicks(times: Sequence[float], rate: int, seconds: float) -> Samples:
    """A short click at each second; its attack is its loudest sample."""
    sound = np.zeros(round(seconds * rate) + rate, np.float32)
    click = 0.8 * np.exp(-np.arange(int(0.004 * rate)) / (0.0004 * rate))
    for at in times:
        start = round(at * rate)
        sound[start : start + len(click)] += click
    return np.stack([sound, sound])[:, : round(seconds * rate)]


def tones(frequencies: Sequence[float], rate: int, seconds: float, level: float = 0.2) -> Samples:
    """Steady sines."""
    time = np.arange(round(seconds * rate)) / rate
    sound = level * sum(np.sin(2 * np.pi * frequency * time) for frequency in frequencies)
    return np.stack([sound, sound]).astype(np.float32)


def write(path: Path, sound: Samples, rate: int) -> Path:
    """The sound as a float32 WAV."""
    with WaveWriter(path, rate) as file:
        file.write(sound)
    return path


def made_part(
    folder: Path, sound: Samples, rate: int, anchors: Sequence[tuple[float, int]], semitones: int = 0, **more: object
) -> Samples:
    """What the step makes of a song with this sound."""
    song = write(folder / "song.wav", sound, rate)
    value = {
        "sample_rate": rate, "num_samples": anchors[-1][1], "anchors": [list(anchor) for anchor in anchors],
        "semitones": semitones, "decoder": "soundfile", **more,
    }  # fmt: skip
    stretch_part(value, [song], folder, lambda done, total: None)
    return read_wave(folder / PART, 0, wave_samples(folder / PART))


def click_errors_ms(sound: Samples, rate: int, samples: Sequence[int]) -> np.ndarray:
    """How far from where it should be each click is, in milliseconds."""
    reach = int(0.03 * rate)
    found = []
    for at in samples:
        around = np.abs(sound[0, at - reach : at + reach])
        found.append(1000 * (int(np.argmax(around)) - reach) / rate)
    return np.array(found)


def pitch_of(sound: Samples, rate: int, near: float) -> float:
    """The frequency of the strongest tone within 3 % of `near`, by its phase over two seconds."""
    wave = sound[0].astype(np.float64)
    time = np.arange(len(wave)) / rate
    spun = wave * np.exp(-2j * np.pi * near * time)
    width = int(0.1 * rate)
    smooth = np.convolve(spun, np.hanning(width) / width, "valid")
    turns = np.unwrap(np.angle(smooth)) / (2 * np.pi)
    return near + float(np.polyfit(time[: len(turns)], turns, 1)[0])


def referee(path: Path) -> tuple[float, float]:
    """(LUFS, dBTP) of a file by the ffmpeg program's ebur128."""
    args = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(path)]
    said = subprocess.run(
        [*args, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]
    return float(loudness), float(re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", said)[-1])
