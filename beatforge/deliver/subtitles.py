"""Karaoke lines over the moving picture of a segment: each word takes on its colour while it is sung.

In: frames on their way to the encoder, planned lines with their letters (`film.subtitles`), and a font. Out: the same
frames with one or two rows inside their area. A dark edge, or a panel, stands behind all letters, so that they can be
read on any picture. Letters stand side by side as they are: scripts that join or turn them are told by `cannot_set`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.cards import font_at
from beatforge.deliver.rows import Row, rows_of

FONTS = Path(__file__).with_name("fonts")
"""Fonts that come along, with their licence."""

EDGE = 0.095
"""How far the dark edge reaches beyond letters, in heights of letters."""

SHADE, SHADE_WIDTH = 0.65, 0.16
"""How dark the soft shade around the edge is, and how far it reaches, in heights of letters."""

PAD = 0.32
"""What a panel reaches beyond its rows, in heights of letters."""

LINE = 1.26
"""From row to row, in heights of letters."""


def with_lyrics(frames: Iterator[np.ndarray], lyrics: Mapping[str, Any], own: Path | None) -> Iterator[np.ndarray]:
    """The frames, (height * 3 // 2, width) uint8, with their lines over them, in place; `own` is the font where the
    project has one of its own."""
    letters = lyrics["letters"]
    font = own or FONTS / letters["font"]["name"]
    laid: dict[int, _Laid] = {}
    for number, frame in enumerate(frames):
        for index, line in enumerate(lyrics["lines"]):
            at = number - line["first"]
            if 0 <= at < line["num_frames"]:
                if index not in laid:
                    laid[index] = _Laid(line["words"], letters, font)
                laid[index].lay(frame, number, _shown(at, line["num_frames"], line["fade"]))
            else:
                laid.pop(index, None)
        yield frame


def _shown(frame: int, num_frames: int, fade: int) -> float:
    """How far a line is there in this frame of its own, 0..1."""
    return min(1.0, (frame + 1) / (fade + 1), (num_frames - frame) / (fade + 1))


class _Laid:
    """A line as it lies on pictures: where, how much of the picture it covers, and its colours sung and unsung."""

    def __init__(self, words: Sequence[tuple[str, int, int]], letters: Mapping[str, Any], font: Path) -> None:
        rows, size = rows_of([text for text, _, _ in words], letters["size"], letters["area"], font)
        step = LINE * size
        self.left, self.top, self.width, self.height = _region(rows, step, size, letters)
        mask, stroke = self._drawn(rows, step, size, font)
        edge = self._panel(letters["opacity"], size) if letters["box"] == "panel" else _shaded(stroke, size)
        self.when = self._times(rows, words, step)
        cover = 1.0 - (1.0 - edge) * (1.0 - mask)
        bare = (1.0 - mask) * edge
        unsung, sung, dark = (_yuv(letters[name]) for name in ("colour", "sung_colour", "edge"))
        self.planes = []
        for plane in range(3):
            parts = (cover, bare * dark[plane] + mask * unsung[plane], mask * (sung[plane] - unsung[plane]), self.when)
            self.planes.append([_as32(part if plane == 0 else _halved(part)) for part in parts])

    def lay(self, frame: np.ndarray, number: int, shown: float) -> None:
        """Cover the picture, `shown` of it, in frame `number` of the segment."""
        width, height = frame.shape[1], frame.shape[0] * 2 // 3
        chroma = frame[height:].reshape(2, height // 2, width // 2)
        for plane, scale, (cover, colour, change, when) in zip(
            (frame[:height], chroma[0], chroma[1]), (1, 2, 2), self.planes, strict=True
        ):
            top, left = self.top // scale, self.left // scale
            here = plane[top : top + cover.shape[0], left : left + cover.shape[1]]
            part = np.s_[: here.shape[0], : here.shape[1]]
            sung = np.clip(np.float32(number + 1) - when[part], 0.0, 1.0)
            over = colour[part] + change[part] * sung - cover[part] * here
            here[:] = np.rint(np.clip(here + over * np.float32(shown), 0.0, 255.0)).astype(np.uint8)

    def _drawn(self, rows: Sequence[Row], step: float, size: float, path: Path) -> tuple[np.ndarray, np.ndarray]:
        """Where letters are, and where their edge is, 0..1, (height, width)."""
        from PIL import Image, ImageDraw

        font, images = font_at(path, size), []
        for stroke in (0, max(1, round(EDGE * size))):
            image = Image.new("L", (self.width, self.height), 0)
            pen = ImageDraw.Draw(image)
            for number, row in enumerate(rows):
                at = row.left - self.left, self._middle(number, len(rows), step)
                pen.text(at, row.text, fill=255, font=font, anchor="lm", stroke_width=stroke)
            images.append(np.asarray(image, np.float32) / np.float32(255))
        return images[0], images[1]

    def _middle(self, number: int, count: int, step: float) -> float:
        return self.height / 2 + (number - (count - 1) / 2) * step

    def _panel(self, opacity: float, size: float) -> np.ndarray:
        from PIL import Image, ImageDraw

        image = Image.new("L", (self.width * 2, self.height * 2), 0)
        box = (0, 0, self.width * 2 - 1, self.height * 2 - 1)
        ImageDraw.Draw(image).rounded_rectangle(box, radius=round(size * 0.5), fill=255)
        return np.asarray(image.resize((self.width, self.height)), np.float32) * np.float32(opacity / 255)

    def _times(self, rows: Sequence[Row], words: Sequence[tuple[str, int, int]], step: float) -> np.ndarray:
        """The frame in which each pixel's letters are sung, (height, width); words from their left to their right."""
        across = np.arange(self.width, dtype=np.float32) + self.left + np.float32(0.5)
        when = np.zeros((self.height, self.width), np.float32)
        for number, row in enumerate(rows):
            times = np.zeros(self.width, np.float32)
            for index, (start_x, end_x) in zip(row.words, row.spans, strict=True):
                _, start, end = words[index]
                part = np.clip((across - start_x) / max(1.0, end_x - start_x), 0.0, 1.0)
                here = across >= start_x if index != row.words[0] else across > -1
                times[here] = start + (end - start) * part[here]
            low = 0 if number == 0 else round(self._middle(number, len(rows), step) - step / 2)
            when[low:] = times
        return when


def _region(rows: Sequence[Row], step: float, size: float, letters: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """Left, top, width, height of what rows cover, even and inside their area."""
    _, top, _, bottom = letters["area"]
    pad = PAD * size if letters["box"] == "panel" else (EDGE + SHADE_WIDTH * 1.5) * size
    height = step * (len(rows) - 1) + size * LINE + 2 * pad
    start = min(row.left for row in rows) - pad
    stop = max(row.left + row.width for row in rows) + pad
    y = {"bottom": bottom - height, "top": float(top)}.get(letters["position"], (top + bottom - height) / 2)
    x, y = max(0, int(max(start, 0)) // 2 * 2), max(0, int(y) // 2 * 2)
    return x, y, int(stop - x + 2) // 2 * 2, int(height + 1) // 2 * 2


def _shaded(stroke: np.ndarray, size: float) -> np.ndarray:
    """The edge, and a soft shade around it."""
    import cv2

    soft = cv2.GaussianBlur(stroke, (0, 0), max(0.5, SHADE_WIDTH * size / 2))
    return np.asarray(np.maximum(stroke, np.minimum(soft * np.float32(1.6), 1.0) * np.float32(SHADE)))


def _yuv(code: str) -> tuple[float, float, float]:
    """ "rrggbb" as BT.709 luma and chroma in limited range."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


def _halved(plane: np.ndarray) -> np.ndarray:
    height, width = plane.shape
    return np.asarray(plane.reshape(height // 2, 2, width // 2, 2).mean((1, 3)))


def _as32(plane: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(plane, np.float32)
