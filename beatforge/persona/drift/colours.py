"""The colours of a figure by area, and how far those of two figures lie apart.

In: pixels. Out: swatches, each standing for the same share of the figure's area, and the distance between two such
lists in CIE76 delta E. Where a colour is says nothing here; how much of it there is, all.
"""

from __future__ import annotations

from typing import Any

Array = Any

SWATCHES = 64
"""Swatches of a figure, a power of two."""


def lab_of(rgb: Array) -> Array:
    """CIE L*a*b* (D65) of sRGB bytes; the last axis has the channels. IEC 61966-2-1 and CIE 15."""
    import numpy as np

    share = np.asarray(rgb, np.float64) / 255.0
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
    told = light @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    root = np.where(told > 216 / 24389, np.cbrt(told), (24389 / 27 * told + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def swatches_of(lab: Array) -> Array:
    """`SWATCHES` colours (rows of L, a, b) of pixels (rows), each the mean of as many pixels: halves of halves, parted
    along the channel that spreads most, so that like comes to like."""
    import numpy as np

    groups = [np.asarray(lab, np.float64)]
    while len(groups) < SWATCHES:
        groups = [half for group in groups for half in _halves(group)]
    return np.stack([group.mean(0) for group in groups]).round(2)


def transport(one: Array, other: Array) -> tuple[float, Array, Array]:
    """How far `one`'s colours have to go to become `other`'s, all of them, by the shortest way: the mean delta E (the
    earth mover's distance under CIE76), the mean way (L, a, b), and for each swatch of `one` which of `other`'s it
    becomes."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    ways = other[None, :, :] - one[:, None, :]
    distances = np.sqrt((ways * ways).sum(2))
    rows, columns = linear_sum_assignment(distances)
    return float(distances[rows, columns].mean()), ways[rows, columns].mean(0), columns


def _halves(group: Array) -> tuple[Array, Array]:
    import numpy as np

    axis = int(np.ptp(group, 0).argmax())
    ordered = group[np.argsort(group[:, axis], kind="stable")]
    return ordered[: len(ordered) // 2], ordered[len(ordered) // 2 :]
