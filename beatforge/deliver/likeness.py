"""How near two encoded videos are to each other, for what no two devices compute alike.

In: two video files. Out: PSNR and SSIM of their decoded luma, the mean over all frames and the worst frame, and whether
that is near enough to be called the same picture. Frames are compared one by one; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LEAST_PSNR_DB = 38.0
"""Mean over frames. Rounding on another device costs far less; a shifted frame, another seed or grade far more."""
LEAST_WORST_PSNR_DB = 30.0
LEAST_SSIM = 0.97
BLOCK = 8  # pixels; SSIM is taken over blocks of this size
MOST_DB = 99.0  # what equal frames count as


@dataclass(frozen=True, slots=True)
class Nearness:
    """What was measured; `reason` says why two files cannot be compared at all."""

    psnr_db: float
    worst_psnr_db: float
    ssim: float
    frames: int
    reason: str = ""

    @property
    def is_same_picture(self) -> bool:
        """Nobody would tell them apart."""
        return (
            not self.reason
            and self.psnr_db >= LEAST_PSNR_DB
            and self.worst_psnr_db >= LEAST_WORST_PSNR_DB
            and self.ssim >= LEAST_SSIM
        )

    def __str__(self) -> str:
        if self.reason:
            return self.reason
        return f"PSNR {self.psnr_db:.1f} dB, worst frame {self.worst_psnr_db:.1f} dB, SSIM {self.ssim:.4f}"


def nearness(kept: Path, again: Path) -> Nearness:
    """Compare two videos frame by frame."""
    psnrs: list[float] = []
    ssims: list[float] = []
    pictures, others = _luma(kept), _luma(again)
    try:
        for first in pictures:
            second = next(others, None)
            if second is None:
                return _unlike("it has fewer frames")
            if first.shape != second.shape:
                return _unlike(f"its size is {second.shape[1]}x{second.shape[0]}")
            psnrs.append(psnr_db(first, second))
            ssims.append(ssim(first, second))
        if next(others, None) is not None:
            return _unlike("it has more frames")
    except _NoVideoError as error:
        return _unlike(str(error))
    if not psnrs:
        return _unlike("it has no frames")
    return Nearness(float(np.mean(psnrs)), min(psnrs), float(np.mean(ssims)), len(psnrs))


def psnr_db(first: np.ndarray, second: np.ndarray) -> float:
    """Peak signal to noise ratio of two 8-bit pictures, in dB; MOST_DB where they are equal."""
    error = float(np.mean(np.square(first.astype(np.int32) - second)))
    return MOST_DB if error == 0 else min(MOST_DB, 10 * float(np.log10(255.0**2 / error)))


def ssim(first: np.ndarray, second: np.ndarray) -> float:
    """Structural similarity of two 8-bit pictures, 1 where they are equal: the mean over blocks of 8x8 pixels."""
    a, b = _blocks(first), _blocks(second)
    mean_a, mean_b = a.mean(-1), b.mean(-1)
    var_a, var_b = a.var(-1), b.var(-1)
    both = ((a - mean_a[..., None]) * (b - mean_b[..., None])).mean(-1)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    score = (2 * mean_a * mean_b + c1) * (2 * both + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    return float(score.mean())


class _NoVideoError(Exception):
    """A file that holds no picture."""


def _luma(path: Path) -> Iterator[np.ndarray]:
    """Decoded luma of each frame, (height, width) uint8."""
    import av

    try:
        with av.open(str(path)) as file:
            if not file.streams.video:
                raise _NoVideoError("it holds no video")
            for frame in file.decode(video=0):
                yield frame.to_ndarray(format="gray")
    except av.error.FFmpegError as error:
        raise _NoVideoError(f"it cannot be decoded: {error.strerror}") from error


def _blocks(picture: np.ndarray) -> np.ndarray:
    """(rows, columns, 64) float64; what does not fill a block is left out, small pictures are one block."""
    whole = picture if min(picture.shape) >= BLOCK else np.resize(picture, (BLOCK, BLOCK))
    height, width = (size - size % BLOCK for size in whole.shape)
    tiles = whole[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return tiles.transpose(0, 2, 1, 3).reshape(height // BLOCK, width // BLOCK, BLOCK * BLOCK).astype(np.float64)


def _unlike(reason: str) -> Nearness:
    return Nearness(0.0, 0.0, 0.0, 0, reason)
