"""Cards: words that come, stay and go over a picture that lives on; the same pixels from the same plan."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from beatforge.deliver.cards import cannot_set, with_cards
from beatforge.errors import ToolError
from beatforge.film.cards import Card
from tests.brought import write_font

SIZE = (320, 180)
CARD = Card("MIDNIGHT DRIVE", "a film by Nobody", first=4, num_frames=20, fade=5)


def picture(count: int = 30) -> list[np.ndarray]:
    shown = []
    for number in range(count):
        out = np.full((SIZE[1] * 3 // 2, SIZE[0]), 90, np.uint8)
        out[: SIZE[1]] = 60 + (np.arange(SIZE[0]) + number) % 50
        shown.append(out)
    return shown


def carded(*cards: Card, size: tuple[int, int] = SIZE) -> list[np.ndarray]:
    return list(with_cards(iter(picture()), [card.to_value() for card in cards]))


def test_a_card_is_there_in_its_frames_and_in_no_other() -> None:
    differs = [not np.array_equal(one, other) for one, other in zip(picture(), carded(CARD), strict=True)]
    assert [index for index, is_other in enumerate(differs) if is_other] == list(range(4, 24))


def test_letters_are_light_over_a_darker_ground_and_legible() -> None:
    luma = carded(CARD)[14][: SIZE[1]].astype(int)
    assert (luma > 220).sum() > 250, "letters"
    behind = luma[78:92, 130:190]
    plain = picture()[14][78:92, 130:190]
    assert behind[behind < 150].mean() < 0.85 * plain.mean(), "a shadow behind them"


def test_it_comes_and_goes_by_degrees() -> None:
    light = [int((frame[: SIZE[1]] > 150).sum()) for frame in carded(CARD)]
    assert light[4] < light[8] <= light[14] and light[23] < light[19]


def test_the_picture_lives_on_behind_it() -> None:
    shown = carded(CARD)
    assert all((one != other).mean() > 0.3 for one, other in itertools.pairwise(shown[9:19]))


def test_a_long_title_is_set_smaller_and_stays_inside() -> None:
    long = Card("A very long title that goes on and on and on for ever and ever", "", 0, 20, 1)
    luma = carded(long)[10][: SIZE[1]]
    assert not (luma[:, :16] > 200).any() and not (luma[:, -16:] > 200).any()
    assert (luma > 200).any()


def test_a_long_title_is_broken_into_lines_that_are_larger() -> None:
    long = Card("A very long title that goes on and on and on for ever", "", 0, 20, 1)
    rows = (carded(long)[10][: SIZE[1]] > 200).any(1)
    lines = int((rows[1:] & ~rows[:-1]).sum())
    assert lines >= 2 and rows.sum() > 20


def test_a_font_of_its_own_has_letters_that_the_plain_one_has_not(tmp_path: Path) -> None:
    plain = write_font(tmp_path / "plain.ttf")
    assert cannot_set("MIDNIGHT, part 2 (live)", None) == "" == cannot_set("MIDNIGHT", plain)
    assert cannot_set("Cafe\u0301 Ночь", None) == "éНочь" == cannot_set("Café Ночь", plain)
    assert cannot_set("שלום", plain) == "שלום"
    own = Card("MIDNIGHT DRIVE", "a film by Nobody", 4, 20, 5, font="plain.ttf")
    with_font = list(with_cards(iter(picture()), [CARD.to_value(), own.to_value()], [plain]))
    assert not np.array_equal(with_font[14], carded(CARD)[14])
    with pytest.raises(ToolError, match=r"broken\.ttf can't be read as a font"):
        (tmp_path / "broken.ttf").write_bytes(b"letters")
        cannot_set("M", tmp_path / "broken.ttf")
