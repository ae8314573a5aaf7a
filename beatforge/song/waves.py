"""Sound between steps: float32 stereo WAV files, written and read in blocks.

Written here and not by libsndfile, which puts the time of day into the header of floating-point files: equal sound has
to be equal bytes. Only files that were written here are read here.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""(2, count), full scale at 1."""

HEADER_BYTES = 58
_FRAME_BYTES = 8
_MOST = 2**32 - 1
"""Sizes in a RIFF header have 32 bits; what is longer (3 hours) says so much, and readers go on to the file's end."""


class WaveWriter:
    """A WAV file that grows by blocks. Use as a context manager; the header is written last."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        self._path, self._rate, self.num_samples = path, sample_rate, 0
        self._file: BinaryIO | None = None

    def __enter__(self) -> WaveWriter:
        self._file = self._path.open("wb")
        self._file.write(bytes(HEADER_BYTES))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._file
        if kind is None:
            self._file.seek(0)
            self._file.write(_header(self._rate, self.num_samples))
        self._file.close()

    def write(self, block: Samples) -> None:
        """Samples that follow those before."""
        assert self._file
        self._file.write(np.ascontiguousarray(block.T, "<f4").tobytes())
        self.num_samples += block.shape[1]


def wave_samples(path: Path) -> int:
    """How many samples a file of ours holds."""
    return (path.stat().st_size - HEADER_BYTES) // _FRAME_BYTES


def read_wave(path: Path, start: int, count: int) -> Samples:
    """So many samples from `start` on; fewer where the file ends."""
    flat = np.fromfile(path, "<f4", 2 * count, offset=HEADER_BYTES + start * _FRAME_BYTES)
    return np.ascontiguousarray(flat.reshape(-1, 2).T, np.float32)


def _header(sample_rate: int, num_samples: int) -> bytes:
    data = num_samples * _FRAME_BYTES
    form = struct.pack("<HHIIHHH", 3, 2, sample_rate, sample_rate * _FRAME_BYTES, _FRAME_BYTES, 32, 0)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"fact" + struct.pack("<II", 4, min(num_samples, _MOST)) + b"data" + struct.pack("<I", min(data, _MOST))
    return b"RIFF" + struct.pack("<I", min(len(chunks) + data, _MOST)) + chunks
