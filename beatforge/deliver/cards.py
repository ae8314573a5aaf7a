"""Cards: words over the moving picture of a segment, the film's title or its end.

In: frames on their way to the encoder and planned cards. Out: the same frames with light letters over a soft shadow,
which come, stay and go; the picture lives on behind them. Letters are those of the font that Pillow carries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

LARGE, SMALL = 0.105, 0.042
"""Heights of letters of the two lines, in heights of the frame (of its width where that is less)."""

WIDEST = 0.82
"""Share of the width that a line may take; longer ones are set smaller."""

LETTERS, SHADOW = 235, 0.55
"""Luma of the letters, and how dark the picture is behind them."""


def with_cards(frames: Iterator[np.ndarray], cards: Sequence[Mapping[str, Any]]) -> Iterator[np.ndarray]:
    """The frames, (height * 3 // 2, width) uint8, with the cards (`Card.to_value`) over them, in place."""
    masks: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for number, frame in enumerate(frames):
        for index, card in enumerate(cards):
            shown = _shown(number - card["first"], card["num_frames"], card["fade"])
            if shown > 0:
                if index not in masks:
                    masks[index] = _masks(card, frame.shape[1], frame.shape[0] * 2 // 3)
                _lay(frame, *masks[index], shown)
        yield frame


def _shown(frame: int, num_frames: int, fade: int) -> float:
    """How far a card is there in this frame of its own, 0..1."""
    if not 0 <= frame < num_frames:
        return 0.0
    part = min(1.0, (frame + 1) / fade, (num_frames - frame) / fade)
    return part * part * (3.0 - 2.0 * part)


def _masks(card: Mapping[str, Any], width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Where letters are and where their shadow is, 0..1, (height, width) float32."""
    from PIL import Image, ImageDraw, ImageFilter

    letters = Image.new("L", (width, height), 0)
    pen, unit = ImageDraw.Draw(letters), min(height, width)
    middle = height * 0.47
    for words, size, place in ((card["text"], LARGE, middle), (card["under"], SMALL, middle + 0.095 * unit)):
        font = _font(words, size * unit, WIDEST * width)
        pen.text((width / 2, place), words, fill=255, font=font, anchor="mm", align="center")
    shadow = letters.filter(ImageFilter.GaussianBlur(unit * 0.018))
    parts = [np.asarray(image, np.float32) / np.float32(255) for image in (letters, shadow)]
    return parts[0], np.minimum(parts[1] * np.float32(2.2), np.float32(1.0))


def _font(words: str, size: float, widest: float) -> Any:
    from PIL import ImageFont

    font: Any = ImageFont.load_default(size)
    long = max((font.getlength(line) for line in words.split("\n")), default=0.0)
    return font if long <= widest else ImageFont.load_default(max(6.0, size * widest / long))


def _lay(frame: np.ndarray, letters: np.ndarray, shadow: np.ndarray, shown: float) -> None:
    """Darken the picture under the shadow, then lay the letters on it, without colour."""
    height, width = letters.shape
    luma, chroma = frame[:height], frame[height:].reshape(2, height // 2, width // 2)
    over = letters * np.float32(shown)
    dark = luma - (luma - np.float32(16)) * (shadow * np.float32(SHADOW * shown))
    luma[:] = np.rint(dark + (np.float32(LETTERS) - dark) * over).astype(np.uint8)
    half = over.reshape(height // 2, 2, width // 2, 2).mean((1, 3))
    chroma[:] = np.rint(chroma + (np.float32(128) - chroma) * half).astype(np.uint8)
