"""Cards: words over the moving picture of a segment, the film's title or its end.

In: frames on their way to the encoder and planned cards, with the fonts they name. Out: the same frames with light
letters over a soft shadow, which come, stay and go; the picture lives on behind them. Without a font of the user's,
letters are those of the font that Pillow carries: plain Latin ones. Letters stand side by side as they are, from the
left to the right: scripts that join or turn them are told by `cannot_set`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.errors import ToolError

LARGE, SMALL = 0.105, 0.042
"""Heights of letters of the two lines, in heights of the frame (of its width where that is less)."""

WIDEST = 0.82
"""Share of the width that a line may take; longer ones are broken, then set smaller."""

MOST_LINES, SMALLEST = 3, 0.8
"""Into how many lines words are broken at most, and how much smaller they are set before that."""

LINE = 1.12
"""From line to line, in heights of letters."""

LETTERS, SHADOW = 235, 0.55
"""Luma of the letters, and how dark the picture is behind them."""

_NO_LETTER = "\ufffe"
"""What no font has: it looks as all do that a font has not."""


def with_cards(
    frames: Iterator[np.ndarray], cards: Sequence[Mapping[str, Any]], fonts: Sequence[Path] = ()
) -> Iterator[np.ndarray]:
    """The frames, (height * 3 // 2, width) uint8, with the cards (`Card.to_value`) over them, in place; `fonts` holds
    those of the cards that have one, in their order."""
    files = iter(fonts)
    own = [next(files) if card["has_font"] else None for card in cards]
    masks: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for number, frame in enumerate(frames):
        for index, card in enumerate(cards):
            shown = _shown(number - card["first"], card["num_frames"], card["fade"])
            if shown > 0:
                if index not in masks:
                    masks[index] = _masks(card, own[index], frame.shape[1], frame.shape[0] * 2 // 3)
                _lay(frame, *masks[index], shown)
        yield frame


def cannot_set(words: str, path: Path | None) -> str:
    """Of some words, the letters that can't be set in the font at `path`, or in the one that is always there; ToolError
    if it is no font."""
    font = font_at(path, 40)
    absent = bytes(font.getmask(_NO_LETTER))
    letters = dict.fromkeys(unicodedata.normalize("NFC", words))
    return "".join(each for each in letters if not each.isspace()
                   and (_needs_shaping(each) or bytes(font.getmask(each)) == absent))  # fmt: skip


def _needs_shaping(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) in ("Mc", "Mn")


def _shown(frame: int, num_frames: int, fade: int) -> float:
    """How far a card is there in this frame of its own, 0..1."""
    if not 0 <= frame < num_frames:
        return 0.0
    part = min(1.0, (frame + 1) / fade, (num_frames - frame) / fade)
    return part * part * (3.0 - 2.0 * part)


def _masks(card: Mapping[str, Any], path: Path | None, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Where letters are and where their shadow is, 0..1, (height, width) float32."""
    from PIL import Image, ImageDraw, ImageFilter

    letters = Image.new("L", (width, height), 0)
    pen, unit = ImageDraw.Draw(letters), min(height, width)
    large, small = (
        _set(card[part], path, size * unit, WIDEST * width) for part, size in (("text", LARGE), ("under", SMALL))
    )
    more = (len(large[0]) - 1) * LINE * large[1]
    middle = height * 0.47 - more * 0.3
    _write(pen, *large, path, width / 2, middle)
    _write(pen, *small, path, width / 2, middle + more / 2 + 0.095 * unit + (len(small[0]) - 1) * LINE * small[1] / 2)
    shadow = letters.filter(ImageFilter.GaussianBlur(unit * 0.018))
    parts = [np.asarray(image, np.float32) / np.float32(255) for image in (letters, shadow)]
    return parts[0], np.minimum(parts[1] * np.float32(2.2), np.float32(1.0))


def _write(pen: Any, lines: Sequence[str], size: float, path: Path | None, x: float, y: float) -> None:
    """Lines of letters of this size, about the middle (x, y)."""
    font = font_at(path, size)
    for number, line in enumerate(lines):
        pen.text((x, y + (number - (len(lines) - 1) / 2) * LINE * size), line, fill=255, font=font, anchor="mm")


def _set(words: str, path: Path | None, size: float, widest: float) -> tuple[list[str], float]:
    """Words as lines, and the size of their letters: on one line if that is not much smaller than wanted, else on as
    many as make them largest."""
    words = unicodedata.normalize("NFC", words)
    font = font_at(path, size)
    best: tuple[list[str], float] = [words], 0.0
    for count in range(1, MOST_LINES + 1):
        lines = min(_broken(words.split(), count), key=lambda lines: _longest(lines, font), default=[])
        if not lines:
            break
        fits = min(size, size * widest / max(1.0, _longest(lines, font)))
        if fits > best[1]:
            best = lines, fits
        if fits >= SMALLEST * size:
            break
    return best[0], max(best[1], 1.0)


def _broken(words: Sequence[str], count: int) -> Iterator[list[str]]:
    """All ways to break words into so many lines."""
    for breaks in combinations(range(1, len(words)), count - 1):
        yield [" ".join(words[start:end]) for start, end in pairwise((0, *breaks, len(words)))]


def _longest(lines: Sequence[str], font: Any) -> float:
    return max((float(font.getlength(line)) for line in lines), default=0.0)


def font_at(path: Path | None, size: float) -> Any:
    """The font at `path`, or the one that Pillow carries, with letters this high in pixels; ToolError if it is none."""
    from PIL import ImageFont

    if path is None:
        return ImageFont.load_default(size)
    try:
        # the simple layout is the same on every machine; the other one is where its library is
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise ToolError(f"{path.name} can't be read as a font: {error}") from error


def _lay(frame: np.ndarray, letters: np.ndarray, shadow: np.ndarray, shown: float) -> None:
    """Darken the picture under the shadow, then lay the letters on it, without colour."""
    height, width = letters.shape
    luma, chroma = frame[:height], frame[height:].reshape(2, height // 2, width // 2)
    over = letters * np.float32(shown)
    dark = luma - (luma - np.float32(16)) * (shadow * np.float32(SHADOW * shown))
    luma[:] = np.rint(dark + (np.float32(LETTERS) - dark) * over).astype(np.uint8)
    half = over.reshape(height // 2, 2, width // 2, 2).mean((1, 3))
    chroma[:] = np.rint(chroma + (np.float32(128) - chroma) * half).astype(np.uint8)
