"""Transitions on finished pixels, by their movement: for shots of any medium and for clips of any backend.

In: two sources of frames (planar yuv420p bytes). Out: frames. Movement is found by OpenCV's dense inverse search
(Kroeger et al. 2016, "Fast Optical Flow using Dense Inverse Search") on small copies of the luma, smoothed and held to
`FARTHEST`, since two places have no true movement between them. Nothing here knows shots or time.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from beatforge.picture.transition import eased_progress
from beatforge.project.known import FLOWING

MOTION_BLEND, TEMPORAL_INTERP = FLOWING

SMALL_HEIGHT = 144
"""Rows of the copies on which movement is found."""

MASSES = 5
"""Rows of such a copy that are blurred to one where two places are compared: masses meet, not edges."""

FARTHEST = 0.15
"""Heights that anything is carried at most."""

SMOOTH = 0.05
"""Heights over which the movement between two places is averaged, so that they bend and do not tear."""


class Frames(Protocol):
    """What can give frames."""

    def frame(self, index: int, out: Any) -> None: ...


class FlowTransition:
    """Frames from one picture to the next, carried by their movement.

    `motion_blend`: both run on; what is alike in them is brought together while one fades into the other.
    `temporal_interp`: made from the two frames before and the two frames behind alone, each going on as it moved: for
    clips that have no handles.
    """

    def __init__(
        self, before: Frames, after: Frames, kind: str, num_frames: int, before_frames: int, size: tuple[int, int]
    ) -> None:
        """`before` has `before_frames` frames, the last `num_frames` of which the transition covers; size in pixels."""
        assert kind in FLOWING, kind
        self._sources, self._kind, self._num_frames = (before, after), kind, num_frames
        self._first = before_frames - num_frames
        self._width, self._height = size
        self._ends: tuple[Any, ...] | None = None

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` of the transition, 0 .. num_frames - 1, into `out`, (height * 3 // 2, width) bytes."""
        part = eased_progress(index, self._num_frames)
        if self._kind == MOTION_BLEND:
            before, after = self._shown(0, self._first + index), self._shown(1, index - self._num_frames)
            there = _calmed(movement(before, after, self._height, MASSES))
            back = _calmed(movement(after, before, self._height, MASSES))
            carried = _carried(before, there * -part), _carried(after, back * (part - 1.0))
        else:
            before, after, forward, backward = self._edges()
            carried = (
                _carried(before, _reined(forward * -(index + 1.0))),
                _carried(after, _reined(backward * (self._num_frames - index))),
            )
        out[:] = _blended(*carried, part)

    def _edges(self) -> tuple[Any, ...]:
        """The last frame before, the first behind, and how each moves from one frame to the next."""
        if self._ends is None:
            before, earlier = self._shown(0, self._first - 1), self._shown(0, self._first - 2)
            after, later = self._shown(1, 0), self._shown(1, 1)
            moves = movement(earlier, before, self._height), movement(after, later, self._height)
            self._ends = (before, after, *moves)
        return self._ends

    def _shown(self, side: int, index: int) -> Any:
        out = np.empty((self._height * 3 // 2, self._width), np.uint8)
        self._sources[side].frame(index, out)
        return out


def movement(one: Any, other: Any, height: int, blur: int = 0) -> Any:
    """Where each place of a small copy of `one` went in `other`: (rows, columns, right and down) in heights."""
    import cv2

    cv2.setNumThreads(1)  # one thread per segment; and the same sums wherever it is made
    copies = [_small(frame[:height]) for frame in (one, other)]
    if blur:
        copies = [cv2.equalizeHist(cv2.GaussianBlur(copy, (0, 0), blur)) for copy in copies]
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    flow: Any = search.calc(copies[0], copies[1], None)  # type: ignore[call-overload]  # None: made anew
    heights: Any = flow / copies[0].shape[0]
    return heights


def _calmed(flow: Any) -> Any:
    """A movement that bends and does not tear, and goes nowhere far."""
    import cv2

    radius = max(1, round(SMOOTH * flow.shape[0]))
    return _reined(cv2.blur(cv2.blur(flow, (2 * radius + 1,) * 2), (2 * radius + 1,) * 2))


def _reined(flow: Any) -> Any:
    """A movement of at most `FARTHEST`, nearing it softly."""
    far = np.sqrt((flow**2).sum(-1, keepdims=True))
    return flow * (FARTHEST * np.tanh(far / FARTHEST) / np.maximum(far, 1e-6))


def _small(luma: Any) -> Any:
    import cv2

    width = max(16, round(luma.shape[1] * SMALL_HEIGHT / luma.shape[0]))
    return cv2.resize(np.ascontiguousarray(luma), (width, SMALL_HEIGHT), interpolation=cv2.INTER_AREA)


def _carried(frame: Any, flow: Any) -> Any:
    """The frame with every place read from where `flow` (heights, right and down) points."""
    import cv2

    height = frame.shape[0] * 2 // 3
    width = frame.shape[1]
    carried = np.empty_like(frame)
    for source, target in zip(_planes(frame, width, height), _planes(carried, width, height), strict=True):
        rows, columns = source.shape
        field = cv2.resize(flow, (columns, rows), interpolation=cv2.INTER_LINEAR) * np.float32(rows)
        across = field[..., 0] + np.arange(columns, dtype=np.float32)
        along = field[..., 1] + np.arange(rows, dtype=np.float32)[:, None]
        target[:] = cv2.remap(
            np.ascontiguousarray(source), across, along, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        )
    return carried


def _planes(frame: Any, width: int, height: int) -> list[Any]:
    """Luma, blue and red of a frame's bytes, as views."""
    flat = frame.reshape(-1)
    whole, quarter = width * height, width * height // 4
    half = (height // 2, width // 2)
    return [
        flat[:whole].reshape(height, width),
        flat[whole : whole + quarter].reshape(half),
        flat[whole + quarter :].reshape(half),
    ]


def _blended(one: Any, other: Any, part: float) -> Any:
    """Mixed in whole numbers; `part` 0 is the first."""
    share = round(part * 256)
    return ((one.astype(np.uint16) * (256 - share) + other.astype(np.uint16) * share + 128) >> 8).astype(np.uint8)
