"""Karaoke lines read back from frames: where they are, in which colour at which frame, legible on any picture."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import binary_dilation, minimum_filter

from beatforge.deliver.cards import cannot_set
from beatforge.deliver.rows import rows_of
from beatforge.deliver.subtitles import FONTS, with_lyrics
from beatforge.film.subtitles import FONT, FONT_SHA256, Letters
from tests.brought import write_font

WIDTH, HEIGHT = 384, 216
AREA = (20, 10, 364, 206)
WORDS = (("over ", 10, 16), ("the ", 16, 20), ("water ", 20, 30))
SUNG, UNSUNG, EDGE = "ffd23f", "ffffff", "08080c"
Frame = np.ndarray
LOW = 150
"""The first row of pixels that a line below can reach."""


def letters(**more: Any) -> dict[str, Any]:
    usual = {"size": 28, "colour": UNSUNG, "sung_colour": SUNG, "edge": EDGE, "box": "outline", "opacity": 0.78}
    return Letters(**{**usual, "position": "bottom", "area": AREA, **more}).to_value()


def pictures(kind: str, count: int = 44) -> list[Frame]:
    """White, black, or noise in strong colours, new in each frame."""
    made = []
    for number in range(count):
        if kind == "busy":
            chance = np.random.default_rng(number)
            picture = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
            picture[:] = chance.integers(16, 236, (HEIGHT * 3 // 2 // 4, WIDTH // 4)).repeat(4, 0).repeat(4, 1)
        else:
            picture = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            picture[:HEIGHT] = 235 if kind == "white" else 16
        made.append(picture)
    return made


def burned(kind: str = "black", words: Any = WORDS, own: Path | None = None, **more: Any) -> list[Frame]:
    line = {"first": 4, "num_frames": 36, "fade": 2, "words": [list(word) for word in words]}
    return list(with_lyrics(iter(pictures(kind)), {"letters": letters(**more), "lines": [line]}, own))


def rgb_of(frame: Frame) -> np.ndarray:
    """BT.709 limited planes as (height, width, 3), 0..1; written down once more, apart from what draws."""
    luma = (frame[:HEIGHT].astype(float) - 16) / 219
    blue, red = ((plane.repeat(2, 0).repeat(2, 1).astype(float) - 128) / 224
                 for plane in frame[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2))  # fmt: skip
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    return np.clip(np.stack([r, (luma - 0.2126 * r - 0.0722 * b) / 0.7152, b], -1), 0, 1)


def near(frame: Frame, code: str, within: float = 0.12) -> np.ndarray:
    """Where the picture has this colour."""
    wanted = [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return np.abs(rgb_of(frame) - wanted).max(-1) < within


def word_columns(index: int) -> slice:
    """Where a word of the line stands, from its left to its right."""
    (row,), _ = rows_of([text for text, _, _ in WORDS], 28, AREA, FONTS / FONT)
    start, end = row.spans[index]
    return slice(int(start), int(end) + 1)


@pytest.mark.parametrize("kind", ["white", "black", "busy"])
@pytest.mark.parametrize("index", range(len(WORDS)))
def test_a_word_takes_on_its_colour_in_the_frame_in_which_it_is_sung_and_not_before(kind: str, index: int) -> None:
    plain, frames = pictures(kind), burned(kind)
    here, (_, start, end) = np.s_[LOW:, word_columns(index)], WORDS[index]

    def letters_of(number: int, code: str) -> int:
        return int((near(frames[number], code) & ~near(plain[number], code, 0.2))[here].sum())

    most = letters_of(37, SUNG)
    assert most > 60
    assert max(letters_of(number, SUNG) for number in (5, start - 3, start - 2, start - 1)) <= 0.04 * most, "not before"
    assert 0 < letters_of(start + (end - start) // 2, SUNG) < most, "half of it while it is sung"
    assert letters_of(end, SUNG) > 0.8 * most, "it keeps its colour"
    assert kind == "white" or letters_of(start - 1, UNSUNG) > 0.5 * most, "it could be read before it was sung"


def test_a_line_is_there_in_its_frames_and_in_no_other() -> None:
    differs = [not np.array_equal(one, other) for one, other in zip(pictures("busy"), burned("busy"), strict=True)]
    assert [index for index, is_other in enumerate(differs) if is_other] == list(range(4, 40))


def test_the_same_words_are_the_same_pixels_wherever_a_segment_begins() -> None:
    whole = burned("black")
    line = {"first": -6, "num_frames": 36, "fade": 2, "words": [[text, a - 10, b - 10] for text, a, b in WORDS]}
    later = list(with_lyrics(iter(pictures("black", 20)), {"letters": letters(), "lines": [line]}, None))
    assert all(np.array_equal(one, other) for one, other in zip(later, whole[10:30], strict=True))


def test_words_that_are_sung_all_at_once_change_all_at_once() -> None:
    frames = burned("black", words=[(text, 12, 12) for text, _, _ in WORDS])
    assert not near(frames[11], SUNG).any()
    assert near(frames[12], SUNG).sum() == near(frames[30], SUNG).sum() > 200


@pytest.mark.parametrize("position", ["bottom", "middle", "top"])
@pytest.mark.parametrize("box", ["outline", "panel"])
@pytest.mark.parametrize("words", [WORDS, tuple((f"word{number} ", 10, 12) for number in range(14)),
                                   (("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk ", 10, 12),)])  # fmt: skip
def test_nothing_leaves_the_safe_area(position: str, box: str, words: Any) -> None:
    frame, bare = burned("white", words=words, position=position, box=box)[20], pictures("white", 1)[0]
    changed = np.argwhere((frame[:HEIGHT].astype(int) - bare[:HEIGHT]) != 0)
    (top, left), (bottom, right) = changed.min(0), changed.max(0)
    assert top >= AREA[1] - 1 and bottom <= AREA[3] + 1 and left >= AREA[0] - 1 and right <= AREA[2] + 1
    nearest = {"top": AREA[1], "middle": (AREA[1] + AREA[3]) / 2, "bottom": AREA[3]}[position]
    assert min(abs(top - nearest), abs(bottom - nearest), abs((top + bottom) / 2 - nearest)) <= 12


@pytest.mark.parametrize("box", ["outline", "panel"])
@pytest.mark.parametrize("kind", ["white", "black", "busy"])
def test_letters_stand_off_what_is_right_around_them_as_wcag_asks(kind: str, box: str) -> None:
    """Measured on pixels: the middle of each stroke against the darkest that is met in leaving the letter."""
    frame = burned(kind, box=box, size=36)[36]
    light = _luminance(rgb_of(frame))
    mask = near(burned("black", box=box, size=36)[36], SUNG, 0.1)  # the same letters, where no picture has their colour
    ring = binary_dilation(mask, iterations=4) & ~binary_dilation(mask, iterations=1)
    around = minimum_filter(light, size=5)[ring]
    ratio = (np.median(light[mask]) + 0.05) / (np.percentile(around, 95) + 0.05)
    assert ratio >= 4.5, ratio


def test_a_long_line_takes_two_rows_and_a_short_one_takes_one() -> None:
    rows, size = rows_of(["over ", "the ", "water "], 28, AREA, FONTS / FONT)
    assert len(rows) == 1 and size == 28
    rows, size = rows_of([f"word{number} " for number in range(12)], 28, AREA, FONTS / FONT)
    assert len(rows) == 2 and abs(len(rows[0].words) - len(rows[1].words)) <= 1
    assert [index for row in rows for index in row.words] == list(range(12))


def test_the_font_that_comes_along_is_the_one_that_is_in_the_keys() -> None:
    assert hashlib.sha256((FONTS / FONT).read_bytes()).hexdigest() == FONT_SHA256
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
    said = "Ça où l'été, ŁódźŘeka, ñandú, Straße, İstanbul, Tiếng Việt, Ελληνικά, Ночь, “quote” — … ♪".replace("♪", "")
    assert cannot_set(said, FONTS / FONT) == ""
    assert cannot_set("雨 שלום", FONTS / FONT) == "雨שלום"


def test_a_font_of_ones_own_makes_other_letters(tmp_path: Path) -> None:
    own = write_font(tmp_path / "own.ttf")
    assert not np.array_equal(burned(own=own, font="own.ttf")[30], burned()[30])


def _luminance(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))
