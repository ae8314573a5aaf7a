"""Sound put aside on the disk while a song is parted: written in order, read anywhere, and no matter how long.

Interleaved float32 samples without a header. Before its first sample and after its last there is silence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.song.stems.heard import Block

_FRAME = 8
"""Bytes of a stereo sample."""


class RawSound:
    """Stereo samples in a file that goes when its context ends."""

    def __init__(self, path: Path) -> None:
        self.path, self.num_samples = path, 0
        self._file = path.open("w+b")

    def append(self, block: Block) -> None:
        """More samples, (2, count)."""
        import numpy as np

        self._file.seek(self.num_samples * _FRAME)
        self._file.write(np.ascontiguousarray(block.T, np.float32).tobytes())
        self.num_samples += block.shape[1]

    def read(self, start: int, count: int) -> Block:
        """(2, count) samples from `start` on."""
        import numpy as np

        first, last = max(0, start), min(self.num_samples, start + count)
        block = np.zeros((2, count), np.float32)
        if first < last:
            self._file.seek(first * _FRAME)
            held = np.frombuffer(self._file.read((last - first) * _FRAME), np.float32)
            block[:, first - start : last - start] = held.reshape(-1, 2).T
        return block

    def anew(self) -> Callable[[Block], None]:
        """Forget all; what takes blocks from the beginning."""
        self.num_samples = 0
        return self.append

    def __enter__(self) -> RawSound:
        return self

    def __exit__(self, *rest: object) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)
