"""A rendered picture as the frame an encoder takes: as it is, or with ten bits and twice the rows of chroma.

Pictures are rendered with 8 bits and 4:2:0. For editing codecs each value is widened without loss (times four), and
the missing rows of chroma are interpolated three to one, which ten bits hold exactly: no rounding, so no choice of
processor. Nothing finer than what was rendered comes out of it.
"""

from __future__ import annotations

import av
import numpy as np


def video_frame(picture: np.ndarray, pixel_format: str) -> av.VideoFrame:
    """`picture` (planar yuv420p, uint8, (height*3/2, width)) as a frame of `pixel_format`.

    A yuv420p frame lends the picture's memory and copies nothing: encoders take their own copy when they are given it.
    PyAV finds the planes of lent memory by fours of rows; pictures of other heights are copied.
    """
    if pixel_format == "yuv420p":
        is_lent = picture.shape[0] % 6 == 0
        lend = av.VideoFrame.from_numpy_buffer if is_lent else av.VideoFrame.from_ndarray
        return lend(picture, format="yuv420p")
    assert pixel_format == "yuv422p10le", pixel_format
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    frame = av.VideoFrame(width, height, pixel_format)
    chroma = picture[height:].reshape(2, height // 2, width // 2)
    for plane, values in zip(frame.planes, (picture[:height] * np.uint16(4), *map(_doubled_rows, chroma)), strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint16).reshape(plane.height, plane.line_size // 2)
        rows[:, : plane.width] = values
    return frame


def _doubled_rows(chroma: np.ndarray) -> np.ndarray:
    """Rows of 4:2:0 as those of 4:2:2 in ten bits: each new row lies a quarter of the way to the next old one."""
    wide = chroma.astype(np.uint16)
    padded = np.concatenate([wide[:1], wide, wide[-1:]])
    out = np.empty((2 * len(wide), wide.shape[1]), np.uint16)
    out[0::2] = 3 * wide + padded[:-2]
    out[1::2] = 3 * wide + padded[2:]
    return out
