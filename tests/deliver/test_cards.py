"""Cards: words that come, stay and go over a picture that lives on; the same pixels from the same plan."""

from __future__ import annotations

import itertools

import numpy as np

from beatforge.deliver.cards import with_cards
from beatforge.film.cards import Card

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
