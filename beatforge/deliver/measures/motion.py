"""How two small pictures differ: optical flow, and what is left when one affine motion is taken out of it.

A still that is panned, zoomed or turned is explained by that one motion but for noise; a picture that lives is not.
Flow comes from OpenCV's DIS at its fastest setting: 0.1 ms for a small picture, where a flow of our own in numpy took
ten times that.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

STRIDE = 6
"""The affine motion is fitted on every so many pixels both ways."""

BORDER = 5
"""Pixels at each side that are not compared: what came in from outside is not explained by any motion."""

LEAST_SIDE = 24
"""DIS needs this much of a picture; tiny ones are enlarged for it."""


class Moved(NamedTuple):
    """Mean length of the flow, its mean vector (pixels of the small picture), and the difference of the pictures
    inside the border before and after the best affine motion is undone (8-bit steps)."""

    length: float
    across: float
    down: float
    change: float
    residual: float


class MotionMeter:
    """Measures motion between small pictures of one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._zoom = -(-LEAST_SIDE // min(size)) if min(size) < LEAST_SIDE else 1

    @cached_property
    def _flow(self) -> object:
        import cv2

        cv2.setNumThreads(1)
        return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    @cached_property
    def _places(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and columns of the places that are fitted, and (x, y, 1) of each."""
        rows, columns = np.mgrid[1 : self._size[1] - 1 : STRIDE, 1 : self._size[0] - 1 : STRIDE]
        rows, columns = rows.ravel(), columns.ravel()
        return rows, columns, np.stack([columns, rows, np.ones_like(rows)], axis=1).astype(np.float64)

    def measure(self, before: np.ndarray, after: np.ndarray) -> Moved:
        """The motion from one luma plane to the next; softened a little, so that grain counts less."""
        import cv2

        flow = self._flow_between(before, after)
        rows, columns, places = self._places
        sampled = flow[rows, columns].astype(np.float64)
        matrix = self._affine(after, rows, columns, places, sampled)
        old, new = cv2.blur(before, (3, 3)), cv2.blur(after, (3, 3))
        undone = cv2.warpAffine(old, matrix, self._size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        across, down = sampled.mean(axis=0)
        length = float(np.hypot(sampled[:, 0], sampled[:, 1]).mean())
        return Moved(length, float(across), float(down), _difference(old, new), _difference(undone, new))

    def _flow_between(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        if self._zoom == 1:
            flow: np.ndarray = self._flow.calc(before, after, None)  # type: ignore[attr-defined]  # cv2 is untyped here
            return flow
        before, after = (np.repeat(np.repeat(p, self._zoom, 0), self._zoom, 1) for p in (before, after))
        large: np.ndarray = self._flow.calc(before, after, None)  # type: ignore[attr-defined]
        return large[:: self._zoom, :: self._zoom] / self._zoom

    def _affine(
        self, after: np.ndarray, rows: np.ndarray, columns: np.ndarray, places: np.ndarray, moved: np.ndarray
    ) -> np.ndarray:
        """The 2x3 matrix that fits the flow best, where there is texture; flow over flat areas is a guess."""
        wide = after.astype(np.int16)
        texture = np.abs(wide[rows, columns + 1] - wide[rows, columns - 1]).astype(np.float64)
        texture += np.abs(wide[rows + 1, columns] - wide[rows - 1, columns])
        weighted = places * (texture + 0.1)[:, None]
        normal = weighted.T @ places + np.eye(3) * 1e-6
        fitted = np.linalg.solve(normal, weighted.T @ moved).T
        matrix: np.ndarray = fitted + np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
        return matrix


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    import cv2

    inner = slice(BORDER, -BORDER) if min(one.shape) > 4 * BORDER else slice(None)
    area = one[inner, inner]
    return float(cv2.norm(area, other[inner, inner], cv2.NORM_L1)) / area.size
