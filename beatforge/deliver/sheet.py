"""Contact sheets: labelled stills as one PNG, taken from a finished film or given as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ToolError

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.stream import VideoStream
    from PIL.Image import Image

CELL_WIDTH, UPRIGHT_CELL_WIDTH = 320, 216
LABEL_HEIGHT = 18
GAP = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A still: the film's frame it shows and the words under it."""

    frame: int
    label: str


def write_sheet(film: Path, cells: Sequence[Cell], path: Path) -> None:
    """A grid of the film's frames at `cells`, left to right, top to bottom, at most six to a row."""
    columns = min(6, max(1, round(len(cells) ** 0.5 + 0.4)))
    stills = list(stills_of(film, [cell.frame for cell in cells]))
    paste_sheet(stills, [cell.label for cell in cells], columns, path)


def paste_sheet(stills: Sequence[Image], labels: Sequence[str], columns: int, path: Path) -> None:
    """Stills of one size in rows of `columns`, each with its label below, written whole to `path`."""
    from PIL import Image, ImageDraw

    height = stills[0].height + LABEL_HEIGHT
    rows = -(-len(stills) // columns)
    width = stills[0].width
    size = (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, (24, 24, 28))
    draw = ImageDraw.Draw(sheet)
    for index, (label, still) in enumerate(zip(labels, stills, strict=True)):
        left, top = GAP + index % columns * (width + GAP), GAP + index // columns * (height + GAP)
        sheet.paste(still, (left, top))
        draw.text((left + 2, top + still.height + 3), label, fill=(225, 225, 230))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    sheet.save(part, format="PNG")
    part.replace(path)


def stills_of(film: Path, frames: Sequence[int]) -> Iterator[Image]:
    """The film's frames, each reached from the key frame before it; `frames` ascend."""
    import av
    from PIL import Image

    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for number in frames:
            container.seek(_ticks(number, stream), stream=stream)
            found = next((frame for frame in container.decode(stream) if _number(frame, stream) >= number), None)
            if found is None:
                raise ToolError(f"{film.name} ends before frame {number}; build it again")
            width = CELL_WIDTH if found.width >= found.height else UPRIGHT_CELL_WIDTH
            height = round(width * found.height / found.width / 2) * 2
            yield Image.fromarray(found.to_ndarray(format="rgb24", width=width, height=height))


def _ticks(number: int, stream: VideoStream) -> int:
    return math.floor(Fraction(number) / Fraction(stream.average_rate or 1) / Fraction(stream.time_base or 1))


def _number(frame: VideoFrame, stream: VideoStream) -> int:
    return round(Fraction(frame.pts or 0) * Fraction(stream.time_base or 1) * Fraction(stream.average_rate or 1))
