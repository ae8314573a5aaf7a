"""Transitions between clips: pictures that were made elsewhere and are known by their pixels alone.

In: two sources of frames (planar yuv420p bytes, BT.709 limited). Out: frames, by the same kinds and the same kernels as
between shots of our own; those that follow movement come from `flow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from beatforge.picture.canvas import Canvas
from beatforge.picture.chain import packed_frame
from beatforge.picture.colour import rgb
from beatforge.picture.flow import FlowTransition, Frames
from beatforge.picture.layout import PASS, Uniforms, block_layout
from beatforge.picture.planes import PAD
from beatforge.picture.transition import draw_dissolve, eased_progress
from beatforge.project.known import FLOWING
from beatforge.project.vocabulary import ROLES

SIDES = ("before", "after")


class ClipTransition:
    """Frames in which one clip becomes the next, dissolved by `kind`; the palette lends light and dark."""

    def __init__(
        self,
        clips: tuple[Frames, Frames],
        kind: str,
        num_frames: int,
        before_frames: int,
        size: tuple[int, int],
        palette: Sequence[str],
    ) -> None:
        """The transition covers the last `num_frames` of the first clip's `before_frames`; `palette` by `ROLES`."""
        self._clips, self._num_frames, self._first = clips, num_frames, before_frames - num_frames
        self._width, self._height = size
        self._canvas = Canvas(*size)
        for side in SIDES:
            self._canvas.add_plane(side, 1)
        block = block_layout({})
        u = Uniforms(block, len(PASS))
        self._uniforms = np.zeros(len(PASS) + block.size, np.float32)
        colours = {
            f"{role}.{c}": v
            for role, code in zip(ROLES, palette, strict=True)
            for c, v in zip("rgb", rgb(code), strict=True)
        }
        for name, value in colours.items():
            self._uniforms[len(PASS) + block.floats[name]] = value
        width, height = size
        self._set(width=720.0 * width / height, height=720.0, per_point=height / 720.0)
        self._show = self._canvas.prepare_picture(
            lambda x, y, planes: draw_dissolve(x, y, u, planes, kind), ("clips", kind)
        )

    def frame(self, index: int, out: Any) -> None:
        """Frame `index` of the transition, 0 .. num_frames - 1, into `out`, (height * 3 // 2, width) bytes."""
        for side, clip, at in zip(SIDES, self._clips, (self._first + index, index - self._num_frames), strict=True):
            clip.frame(at, out)
            plane = self._canvas.planes[side]
            plane.words[PAD : PAD + self._height, PAD : PAD + self._width] = packed_frame(
                out, self._width, self._height
            )
        self._set(progress=eased_progress(index, self._num_frames))
        self._show(self._uniforms, out)

    def _set(self, **values: float) -> None:
        for name, value in values.items():
            self._uniforms[PASS.index(name)] = value


def clip_transition(
    clips: tuple[Frames, Frames],
    kind: str,
    num_frames: int,
    before_frames: int,
    size: tuple[int, int],
    palette: Sequence[str],
) -> ClipTransition | FlowTransition:
    """The frames in which one clip becomes the next, by any kind but a cut."""
    if kind in FLOWING:
        return FlowTransition(*clips, kind, num_frames, before_frames, size)
    return ClipTransition(clips, kind, num_frames, before_frames, size, palette)
