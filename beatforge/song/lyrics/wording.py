"""Where the words of a line begin, if only the line's own time is known. Pure.

In: a line's start and end, syllables of its words, how strongly sound begins. Out: a start for each word: where the
pace of the song has it, or on an onset near by.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles

USUAL_S = 0.28
"""A syllable in the median of five songs whose words have times; a song's own pace is drawn half-way towards it."""

ABUTTING = 0.85
"""The share that is sung of the time from one line to the next, where lines follow each other closely."""

NEAR_S = 0.15
"""No onset further from where a word is expected is its own."""

TRUST_S, BELIEF = 0.12, 3.0
"""How sharply a word is expected, and what an onset of full strength is worth against that: little, as most onsets of
a band are its drums'. With the song's own pace it takes words within 0.1 s of the truth from 36 to 42 of 100."""

SHORTEST_S = 0.06


def sung_pace(starts: Sequence[float | None], counts: Sequence[int]) -> float:
    """Seconds a syllable takes in a song of which only lines have times."""
    known = [(start, count) for start, count in zip(starts, counts, strict=True) if start is not None]
    steps = [(after - start) / count for (start, count), (after, _) in pairwise(known)]
    if len(steps) < 4:
        return USUAL_S
    closely = ABUTTING * quantiles(steps, n=4)[0]
    return math.sqrt(USUAL_S * max(0.1, min(closely, 1.0)))


def onset_strength(envelope: Sequence[int]) -> tuple[float, ...]:
    """How much the onset envelope (0..255) rises at each of its samples, 0..1, a little smoothed."""
    rises = [0.0, *(max(0, after - before) / 255 for before, after in pairwise(envelope)), 0.0]
    return tuple(
        0.5 * before + here + 0.5 * after
        for before, here, after in zip([0.0, *rises[:-2]], rises[:-1], rises[1:], strict=True)
    )


def place_words(
    start: float, end: float, counts: Sequence[int], onsets: Sequence[float], rate: int
) -> tuple[float, ...]:
    """The starts of words of so many syllables each, in order, within [start, end]."""
    share = (end - start) / max(1, sum(counts))
    starts, expected = [start], start
    for count in counts[:-1]:
        expected += share * count
        earliest = min(max(starts[-1] + SHORTEST_S, expected - NEAR_S), end)
        starts.append(_near(expected, earliest, min(expected + NEAR_S, end), onsets, rate))
    return tuple(starts)


def _near(expected: float, earliest: float, latest: float, onsets: Sequence[float], rate: int) -> float:
    """The moment that is both near to where a word is expected and the beginning of a sound."""
    usual = min(max(expected, earliest), latest)
    best, chosen = -((usual - expected) ** 2) / (2 * TRUST_S**2), usual
    for sample in range(math.ceil(earliest * rate), min(math.floor(latest * rate) + 1, len(onsets))):
        at = sample / rate
        worth = BELIEF * onsets[sample] - (at - expected) ** 2 / (2 * TRUST_S**2)
        if worth > best:
            best, chosen = worth, at
    return chosen
