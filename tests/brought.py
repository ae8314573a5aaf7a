"""Files that a project brings along, made of numbers: colour tables, filmed footage; and a font."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

Colour = Sequence[float]


def write_table(path: Path, size: int = 2, of: Callable[[Colour], Colour] = lambda colour: colour) -> Path:
    """A colour table (.cube) of `size` steps, which gives each colour what `of` says."""
    steps = [step / (size - 1) for step in range(size)]
    rows = [of((red, green, blue)) for blue in steps for green in steps for red in steps]
    lines = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in rows)
    path.write_text(f'TITLE "a table"\n# made for a test\nLUT_3D_SIZE {size}\nDOMAIN_MIN 0 0 0\n{lines}\n')
    return path


def write_font(path: Path, turn: int = 0) -> Path:
    """The font that Pillow carries, as a file; one for each `turn`."""
    from PIL import ImageFont

    plain: Any = ImageFont.load_default(20)
    path.write_bytes(plain.path.getvalue() + bytes(turn))
    return path


def write_footage(path: Path, seconds: int, fps: int = 24, size: tuple[int, int] = (64, 36), turn: float = 0.0) -> Path:
    """A video in which a light disc goes from left to right once a second over a ground that brightens upwards."""
    width, height = size
    across, down = np.meshgrid(np.arange(width) / width, np.arange(height) / height)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "12"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(seconds * fps):
            disc = (across - (index / fps + turn) % 1.0) ** 2 + (down - 0.5) ** 2 < 0.04
            picture = np.full((height * 3 // 2, width), 128, np.uint8)
            picture[:height] = np.where(disc, 220, 120 - 80 * down)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path
