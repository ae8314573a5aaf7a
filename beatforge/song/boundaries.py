"""Where the parts of a song begin: where the sound turns over, chosen all together so that parts have musical lengths.

In: what each beat sounds like. Out: times. Novelty is Foote's (2000) over timbre, harmony and how likely somebody
sings. Where downbeats are sure parts begin on them; elsewhere on the beat where the sound turns, since bars that are
counted wrongly would put every boundary beside the music. What the parts are is not decided here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_S, SHORTEST_BARS = 6.0, 4
LONGEST_S = 48.0
USUAL_S, LENGTH_WEIGHT = 18.0, 0.12
USUAL_BARS = {4: 0.0, 8: 0.2, 12: 0.1, 16: 0.2, 24: 0.1, 32: 0.1}
"""What a part gains by being this many bars long."""

UNUSUAL_BARS = -0.15
"""What it gains by an odd number of them, or by none that is whole."""

PRICES = tuple(0.05 * step for step in range(-20, 60))
"""What a boundary costs; the lowest price from 0 on that leaves few enough is taken, a lower one to have enough."""

_FREE = PRICES.index(0.0)

SURE_DOWNBEATS = 0.8
"""Confidence from which parts begin on downbeats only."""

ON_DOWNBEAT = 0.3
"""What a part gains by beginning on a downbeat, sure or not."""

_REACHES, _NEAR_REACHES = (16, 32), (4, 8)
"""Beats on either side that are compared, to find a boundary and to place it."""

_NEAR_BEATS = 2


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many parts a song may have; None leaves it to the song."""

    min: int | None = None
    max: int | None = None


AS_THE_SONG_HAS = SectionCount()


def find_starts(
    features: NDArray[np.float64],
    edges: NDArray[np.float64],
    downbeats: Sequence[float],
    is_sure: bool,
    count: SectionCount,
) -> tuple[float, ...]:
    """Starts of parts in seconds, the first 0. `features` has a row per beat; `edges` are its start and the end of all.

    More parts than the song has room for, `SHORTEST_BARS` bars each, are not made whatever `count` says.
    """
    import numpy as np

    is_downbeat = np.isin(edges[:-1], np.asarray(downbeats))
    bar = float(np.median(np.diff(downbeats)))
    novelty = _novelty(features, _REACHES)
    # A turn heard a beat early or late (pick-ups, fills) still belongs to this beat.
    beside = np.maximum(np.append(novelty[1:], 0), np.append(0, novelty[:-1]))
    gain = np.maximum(novelty, 0.8 * beside) + ON_DOWNBEAT * is_downbeat
    if is_sure:
        gain = np.where(is_downbeat, gain, -np.inf)
    gain[edges[:-1] <= SHORTEST_S / 2] = -np.inf
    most = count.max or max(most_sections(float(edges[-1])), count.min or 0)
    # The dearer a boundary, the fewer: the right price lies between one that leaves too many and one that does not.
    low, high = _FREE, len(PRICES) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_best_starts(gain, edges, bar, PRICES[middle])) + 1 <= most:
            high = middle
        else:
            low = middle + 1
    while (starts := _best_starts(gain, edges, bar, PRICES[low])) and len(starts) + 1 < (count.min or 0) and low:
        low -= 1
    if not is_sure:
        near = _novelty(features, _NEAR_REACHES)
        starts = sorted({_turning(near, start) for start in starts})
    return (0.0, *(float(edges[start]) for start in starts[: most - 1]))


def most_sections(duration: float) -> int:
    """How many parts a song of so many seconds may have: 7 in one minute, 14 in four, slower from there."""
    return round(7 * math.sqrt(duration / 60))


def _novelty(features: NDArray[np.float64], reaches: Sequence[int]) -> NDArray[np.float64]:
    """How much the sound turns over at the start of each beat, 0..1, over several reaches."""
    import numpy as np

    unit = features / (np.linalg.norm(features, axis=1, keepdims=True) + 1e-9)
    total = np.zeros(len(unit))
    for reach in reaches:
        place = np.arange(2 * reach) - reach + 0.5
        kernel = np.sign(place) * np.exp(-0.5 * (place / (0.5 * reach)) ** 2)
        padded = np.pad(unit, ((reach, reach - 1), (0, 0)))
        # The checkerboard sum over a window of unit x unit.T is the squared length of the window's signed sum.
        signed = np.stack([np.convolve(column, kernel[::-1], "valid") for column in padded.T])
        turn = np.square(signed).sum(axis=0)
        total += np.clip(turn / max(float(np.percentile(turn, 98)), 1e-9), 0, 1)
    return total / len(reaches)


def _best_starts(gain: NDArray[np.float64], edges: NDArray[np.float64], bar: float, price: float) -> list[int]:
    """The chain of beats from the song's start to its end with the greatest sum, each part costing `price`."""
    import numpy as np

    beats = len(gain)
    gains = np.append(gain, 0.0)
    best, back = np.full(beats + 1, -np.inf), np.zeros(beats + 1, np.int64)
    best[0] = 0.0
    for end in np.flatnonzero(np.isfinite(gains)):
        if not end:
            continue
        first = int(np.searchsorted(edges, edges[end] - 2 * LONGEST_S))
        if not np.isfinite(best[first:end]).any():
            first = 0
        inner = (np.arange(first, end) > 0) & (end < beats)
        value = best[first:end] + _fit_of_length(edges[end] - edges[first:end], bar, inner)
        best[end] = value.max() + gains[end] - price
        back[end] = first + int(value.argmax())
    chosen, index = [], int(back[beats])
    while index > 0:
        chosen.append(index)
        index = int(back[index])
    return chosen[::-1]


def _fit_of_length(length: NDArray[np.float64], bar: float, inner: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How usual parts of these lengths are; far below 0 for those too short to be a part."""
    import numpy as np

    bars = length / bar
    whole = np.round(bars)
    musical = np.where(whole % 2 == 1, UNUSUAL_BARS, 0.0)
    for number, gain in USUAL_BARS.items():
        musical[whole == number] = gain
    musical = np.where(inner, np.where(np.abs(bars - whole) < 0.13, musical, UNUSUAL_BARS), 0.0)
    usual = musical - LENGTH_WEIGHT * np.log2(length / USUAL_S) ** 2 - np.maximum(0.0, length - LONGEST_S) / 10
    shortest = max(SHORTEST_S, min(SHORTEST_BARS * bar, 2 * SHORTEST_S)) - 1e-3
    fit: NDArray[np.float64] = np.where(length < shortest, -4.0, usual)
    return fit


def _turning(novelty: NDArray[np.float64], start: int) -> int:
    """The beat near this one where the sound turns over most, in the short run."""
    first = max(1, start - _NEAR_BEATS)
    return first + int(novelty[first : start + _NEAR_BEATS + 1].argmax())
