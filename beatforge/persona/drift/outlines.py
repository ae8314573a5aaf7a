"""Outlines of figures, brought to one size and place, and how much two of them cover each other.

In: masks. Out: small square masks of one area about one middle, and the intersection over union with the best of many,
after small moves. A pose is answered by whichever canonical outline is nearest; nothing is bent to fit.
"""

from __future__ import annotations

from itertools import product
from typing import Any

Array = Any

GRID = 96
"""Pixels of an outline's side."""

AREA = 0.20
"""Share of them that a figure fills: a standing one is then three quarters as high as the grid."""

SCALES = (0.97, 1.0, 1.03)
MOVES = (-2, 0, 2)
"""What is tried to bring two outlines together: sizes, and pixels to either side."""


def outline_of(mask: Array, scale: float = 1.0) -> Array:
    """The figure's outline as a (GRID, GRID) mask."""
    import numpy as np
    from scipy import ndimage

    rows, columns = np.nonzero(mask)
    middle = np.array([rows.mean(), columns.mean()])
    step = np.sqrt(len(rows) / (AREA * GRID * GRID)) / scale
    start = middle - step * (GRID - 1) / 2
    soft = ndimage.affine_transform(mask.astype(np.float64), [step, step], start, (GRID, GRID), order=1)
    return soft > 0.5


def best_cover(mask: Array, outlines: Array) -> tuple[float, int, Array]:
    """Greatest intersection over union of a figure with outlines (count, GRID, GRID): how great, with which one, and
    the figure's outline as it was moved. Counts are whole numbers, so no order of sums can tell on them."""
    import numpy as np

    tried = [np.roll(outline_of(mask, scale), (down, right), (0, 1))
             for scale, down, right in product(SCALES, MOVES, MOVES)]  # fmt: skip
    ours = np.stack(tried).reshape(len(tried), -1).astype(np.float32)
    theirs = outlines.reshape(len(outlines), -1).astype(np.float32)
    shared = ours @ theirs.T
    union = ours.sum(1)[:, None] + theirs.sum(1)[None, :] - shared
    cover = shared / union
    way, which = np.unravel_index(int(cover.argmax()), cover.shape)
    return float(cover[way, which]), int(which), tried[int(way)]
