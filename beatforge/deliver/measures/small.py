"""Small pictures: what measures look at instead of whole frames, and blocks of them for what has a place.

In: planar yuv420p frames. Out: bytes and whole sums, so that the same frame gives the same numbers on every machine.
Averaging over areas also takes most of film grain away: noise on top hides no still from who looks at these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

LONG_SIDE = 160
"""Pixels of a small picture's long side; smaller frames stay as they are."""

EDGE_LONG_SIDE = 32
"""The same for what is kept of a segment's first and last frame."""

BLOCKS = 16
"""Blocks along the long side."""

MANY = 6
"""Rows of the frame to one of the small picture, from which on half of them are enough; it halves the cost."""


@dataclass(frozen=True, slots=True)
class Small:
    """One frame made small: luma, and chroma of half its size, all uint8."""

    luma: np.ndarray
    cb: np.ndarray
    cr: np.ndarray


def small_size(width: int, height: int, long_side: int = LONG_SIDE) -> tuple[int, int]:
    """(width, height) of the small picture, both even."""
    scale = min(1.0, long_side / max(width, height))
    across, down = (max(4, round(side * scale / 2) * 2) for side in (width, height))
    return across, down


def made_small(frame: np.ndarray, size: tuple[int, int]) -> Small:
    """The frame, (height * 3 // 2, width) uint8, at `size`."""
    height, width = frame.shape[0] * 2 // 3, frame.shape[1]
    cb, cr = frame[height:].reshape(2, height // 2, width // 2)
    half = size[0] // 2, size[1] // 2
    return Small(_area(frame[:height], size), _area(cb, half), _area(cr, half))


def smaller(small: Small, size: tuple[int, int]) -> bytes:
    """The picture smaller still, as bytes: luma, then both chroma planes of half the size."""
    half = size[0] // 2, size[1] // 2
    return b"".join(
        _area(plane, to).tobytes() for plane, to in ((small.luma, size), (small.cb, half), (small.cr, half))
    )


def grid_of(width: int, height: int) -> tuple[int, int]:
    """(blocks across, blocks down) of a picture; about square, `BLOCKS` along the long side."""
    long = max(width, height)
    across, down = (max(1, min(side // 2, round(BLOCKS * side / long))) for side in (width, height))
    return across, down


def block_means(plane: np.ndarray, grid: tuple[int, int]) -> np.ndarray:
    """Mean of each block, (down, across) float32; sums are whole numbers, so nothing depends on their order."""
    rows, columns, sizes = _cells(plane.shape[0], plane.shape[1], grid)
    sums = np.add.reduceat(np.add.reduceat(plane, rows, axis=0, dtype=np.uint32), columns, axis=1)
    means: np.ndarray = (sums / sizes).astype(np.float32)
    return means


@lru_cache
def _cells(height: int, width: int, grid: tuple[int, int]) -> tuple[list[int], list[int], np.ndarray]:
    """First rows and columns of the blocks, and how many pixels each has."""
    rows, columns = (
        [n * length // count for n in range(count)] for length, count in ((height, grid[1]), (width, grid[0]))
    )
    return rows, columns, np.outer(np.diff([*rows, height]), np.diff([*columns, width]))


def _area(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The plane at `size`, each pixel the mean of its area: of every second row of it, where it has `MANY` or more."""
    import cv2

    if (plane.shape[1], plane.shape[0]) == size:
        return plane.copy()
    taken = plane[::2] if plane.shape[0] >= MANY * size[1] else plane
    shrunk: np.ndarray = cv2.resize(taken, size, interpolation=cv2.INTER_AREA)
    return shrunk
