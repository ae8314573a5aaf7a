"""What is in a finished film, read back by decoding it: pictures, sound, packets."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def frames_of(path: Path) -> list[str]:
    """md5 of each decoded frame, in the order they are shown."""
    with av.open(str(path)) as film:
        return [hashlib.md5(frame.to_ndarray().tobytes()).hexdigest() for frame in film.decode(video=0)]


def times_of(path: Path) -> list[Fraction]:
    """When each decoded frame is shown, in seconds."""
    with av.open(str(path)) as film:
        return [frame.pts * frame.time_base for frame in film.decode(video=0)]


def sound_packets(path: Path) -> list[bytes]:
    """The encoded sound."""
    with av.open(str(path)) as film:
        return [bytes(packet) for packet in film.demux(audio=0) if packet.size]


def sound_of(path: Path, rate: int) -> np.ndarray:
    """Decoded sound as one mono channel at `rate`."""
    with av.open(str(path)) as film:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        parts = [part for frame in film.decode(audio=0) for part in resampler.resample(frame)]
        parts += resampler.resample(None)
    return np.concatenate([part.to_ndarray()[0] for part in parts])


def extradata_of(path: Path) -> bytes:
    """The decoder's configuration that the picture stream carries."""
    with av.open(str(path)) as film:
        return bytes(film.streams.video[0].codec_context.extradata or b"")


def tags_of(path: Path) -> dict[str, str]:
    """Title, artist and whatever else the container says."""
    with av.open(str(path)) as film:
        return dict(film.metadata)
