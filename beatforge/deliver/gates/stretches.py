"""Runs of frames for which something holds; what several gates share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def runs(holds: np.ndarray) -> Iterator[tuple[int, int]]:
    """[start, end) of every stretch in which all are true."""
    steps = np.diff(np.concatenate([[0], holds.astype(np.int8), [0]]))
    yield from zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True)
