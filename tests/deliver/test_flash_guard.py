"""Trains of flashes are held back before they are encoded; cuts, fades and lively pictures pass as they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from beatforge.deliver.flash_guard import FlashGuard
from beatforge.deliver.measures.flashes import FlashMeter, linear_rgb

SIZE, FPS = (160, 90), "24"


def frames(lumas: list[int], red: list[int] | None = None) -> Iterator[np.ndarray]:
    for number, luma in enumerate(lumas):
        out = np.full((SIZE[1] * 3 // 2, SIZE[0]), 128, np.uint8)
        out[: SIZE[1]] = luma + np.arange(SIZE[0]) % 7
        if red:
            out[SIZE[1] :].reshape(2, -1)[1] = red[number]
        yield out


def guarded(lumas: list[int], red: list[int] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The frames before and after the guard."""
    before = np.stack([frame.copy() for frame in frames(lumas, red)])
    after = np.stack([frame.copy() for frame in FlashGuard(*SIZE, FPS).watch(frames(lumas, red))])
    return before, after


def most_swings(shown: np.ndarray) -> int:
    """Swings of more than a quarter of the picture in the worst second."""
    meter, swings = FlashMeter(), []
    for frame in shown:
        cb, cr = frame[SIZE[1] :].reshape(2, SIZE[1] // 2, SIZE[0] // 2)
        full = [np.repeat(np.repeat(plane, 2, 0), 2, 1) for plane in (cb, cr)]
        swings.append(any(blocks.mean() > 0.25 for blocks in meter.step(linear_rgb(frame[: SIZE[1]], *full))))
    return max(sum(swings[at : at + 24]) for at in range(max(1, len(swings) - 23)))


@pytest.mark.parametrize("hertz", [4, 6, 12])
def test_a_strobe_becomes_calm(hertz: int) -> None:
    half = 24 // (2 * hertz)
    before, after = guarded([200 if frame // half % 2 else 40 for frame in range(72)])
    assert most_swings(before) > 6
    assert most_swings(after) <= 6


def test_a_red_strobe_becomes_calm() -> None:
    before, after = guarded([70] * 48, [230 if frame // 2 % 2 else 128 for frame in range(48)])
    assert most_swings(before) > 6
    assert most_swings(after) <= 6


@pytest.mark.parametrize(
    "lumas",
    [
        [40] * 24 + [200] * 24,
        [40 + 3 * frame for frame in range(48)],
        [60 + 20 * (frame % 24 < 2) for frame in range(72)],
    ],
    ids=["a cut", "a fade", "a soft beat"],
)
def test_what_is_harmless_passes_untouched(lumas: list[int]) -> None:
    before, after = guarded(lumas)
    assert np.array_equal(before, after)
