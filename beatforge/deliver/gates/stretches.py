"""Runs of frames for which something holds, and moving figures over windows; what several gates share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def runs(holds: np.ndarray) -> Iterator[tuple[int, int]]:
    """[start, end) of every stretch in which all are true."""
    steps = np.diff(np.concatenate([[0], holds.astype(np.int8), [0]]))
    yield from zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True)


def windowed_sum(values: np.ndarray, length: int) -> np.ndarray:
    """Sums over `length` neighbours along the first axis, one for each full window; all in one if there are fewer."""
    length = min(length, len(values))
    total = np.cumsum(values, axis=0, dtype=np.int64)
    return np.concatenate([total[length - 1 : length], total[length:] - total[:-length]])
