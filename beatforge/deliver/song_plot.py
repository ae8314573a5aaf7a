"""A song as a picture: waveform, sections, beats, energy, harmony, voice and words in rows of some seconds, as a PNG.

In: an analysis and, where its sound is at hand, peaks of its waveform. Out: one file, written whole. Nothing is
measured here: it shows what listening says, so that people can see where it errs, and pin what they know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.deliver.plot_lanes import LANES, Row, header_lines, letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beatforge.song.analysis import Analysis

WIDTH, LEFT, RIGHT = 1600, 64, 24
"""Pixels of the picture, and of its margins: names of lanes stand on the left."""

ROW_S, MOST_ROWS = 60.0, 8
"""Seconds in a row, about; longer songs have longer rows rather than more."""

GROUND, INK, DIM = (17, 18, 24), (232, 232, 238), (138, 140, 154)
GAP, TITLE_SIZE, TEXT_SIZE = 26, 26, 15


@dataclass(frozen=True, slots=True)
class Layout:
    """How a song is laid out: seconds in a row, how many rows."""

    row_s: float
    rows: int

    @property
    def columns(self) -> int:
        """Pixels that a row has for its seconds."""
        return WIDTH - LEFT - RIGHT


def layout_of(duration: float) -> Layout:
    """Rows of about a minute, all of one length."""
    rows = max(1, min(MOST_ROWS, round(duration / ROW_S)))
    return Layout(max(1.0, duration / rows), rows)


def peaks_of(blocks: Iterable[NDArray[np.float32]], rate: int, layout: Layout) -> NDArray[np.float32]:
    """The loudest sample (0..1) in each column of the whole song, from blocks (channels, samples) at `rate`."""
    import numpy as np

    peaks = np.zeros(layout.columns * layout.rows + 1, np.float32)
    per_sample, done = layout.columns / (layout.row_s * rate), 0
    for block in blocks:
        columns = ((done + np.arange(block.shape[1])) * per_sample).astype(int)
        np.maximum.at(peaks, np.minimum(columns, peaks.size - 1), np.abs(block).max(0))
        done += block.shape[1]
    return peaks[:-1]


def write_plot(name: str, analysis: Analysis, peaks: Sequence[float] | NDArray[np.float32] | None, path: Path) -> None:
    """The picture of a song; without `peaks` its energy stands for the waveform."""
    from PIL import Image, ImageDraw

    layout = layout_of(analysis.duration)
    said = header_lines(analysis)
    head = 30 + TITLE_SIZE + (TEXT_SIZE + 9) * len(said)
    lanes = [lane for lane in LANES if lane.is_there(analysis)]
    height = sum(lane.height for lane in lanes)
    image = Image.new("RGB", (WIDTH, head + layout.rows * (height + GAP) + 12), GROUND)
    pen = ImageDraw.Draw(image, "RGBA")
    pen.text((LEFT, 18), _cut(pen, name, TITLE_SIZE, WIDTH - LEFT - RIGHT), fill=INK, font=letters(TITLE_SIZE))
    for index, line in enumerate(said):
        shown = _cut(pen, line, TEXT_SIZE, WIDTH - LEFT - RIGHT)
        at = 26 + TITLE_SIZE + index * (TEXT_SIZE + 9)
        pen.text((LEFT, at), shown, fill=DIM if index else INK, font=letters(TEXT_SIZE))
    for number in range(layout.rows):
        top = head + number * (height + GAP)
        start = number * layout.row_s
        own = peaks[number * layout.columns : (number + 1) * layout.columns] if peaks is not None else None
        for lane in lanes:
            row = Row(pen, analysis, LEFT, top, layout.columns, lane.height, start, layout.row_s, own)
            lane.draw(row)
            if lane.name:
                pen.text((LEFT - 8, top + lane.height / 2), lane.name, fill=DIM, font=letters(11), anchor="rm")
            top += lane.height
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    image.save(part, format="PNG")
    part.replace(path)


def _cut(pen: Any, text: str, size: float, widest: float) -> str:
    """The text, cut where it is wider than this."""
    while len(text) > 4 and pen.textlength(text, font=letters(size)) > widest:
        text = text[:-4].rstrip() + "..."
    return text
