"""Float WAV files, written block by block: the same samples give the same bytes.

libsndfile would write the time into the header of a float file; so the 58 bytes are written here.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from beatforge.errors import ToolError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4s 4sIHHIIHHH 4sII 4sI")
_FLOAT, _BYTES, _CHANNELS = 3, 4, 2
_MOST = 2**32 - _HEADER.size
"""Bytes of samples that the header can count: some three hours at 44.1 kHz."""


class FloatWave:
    """A stereo float32 WAV that is open for writing, as `path` says; a context manager."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        self.path, self.sample_rate, self.num_samples = path, sample_rate, 0
        self._file = path.open("wb")
        self._file.write(self._header())

    def write(self, block: NDArray[np.float32]) -> None:
        """Append samples, (2, count). ToolError where the file would become longer than a WAV can be."""
        import numpy as np

        if (self.num_samples + block.shape[1]) * _BYTES * _CHANNELS > _MOST:
            hours = _MOST / (_BYTES * _CHANNELS * self.sample_rate * 3600)
            raise ToolError(f"{self.path.name}: stems of more than {hours:.1f} hours don't fit a WAV")
        self.num_samples += block.shape[1]
        self._file.write(np.ascontiguousarray(block.T, "<f4").tobytes())

    def __enter__(self) -> FloatWave:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._file.seek(0)
            self._file.write(self._header())
        self._file.close()

    def _header(self) -> bytes:
        frame = _BYTES * _CHANNELS
        size = self.num_samples * frame
        return _HEADER.pack(
            b"RIFF", _HEADER.size - 8 + size, b"WAVE",
            b"fmt ", 18, _FLOAT, _CHANNELS, self.sample_rate, self.sample_rate * frame, frame, 8 * _BYTES, 0,
            b"fact", 4, self.num_samples, b"data", size,
        )  # fmt: skip
