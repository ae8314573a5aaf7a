"""Where the words of a line begin, if only the line's own time is known: a dynamic programming over the beat. Pure.

In: a line's start, syllables of its words, when the next line begins, the moments of the song's beat and how strongly
sound begins. Out: a start for each word, on a part of a beat, near to where the pace has it, rather where sound begins.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

USUAL_S = 0.28
"""A syllable in the median of five songs whose words have times; a song's own pace is drawn half-way towards it."""

ABUTTING = 0.82
"""The share that is sung of the time from one line to the next, where lines follow each other closely."""

OWN, ROOM = 0.5, 1.3
"""How far a line's own room (until the next one) draws its pace away from the song's; room that is more than so many
times what the line needs has a pause in it and counts less and less, none where it is twice that."""

PART_S = 0.11
"""Beats are halved until their parts are about this long: words lie on eighths and sixteenths."""

FREE_S = 0.1
"""Moments of a song without beats."""

FIRST_S = 0.1
"""How near to its line's time the first word is looked for: people time lines by hand."""

LOOSE, DRIFT, BELIEF = 0.7, 4.0, 3.0
"""How much the log of a word's length may be off; what the square of being off the line's pace costs, in syllables over
the root of those passed; what an onset of full strength is worth. Anything from 0.5 to 1, 2 to 6 and 2 to 4 places
words of 17 songs within 2 % as well."""

NEAR_SAMPLES = 4
"""An onset this near is a word's own."""

_NEVER = -1e9


def sung_pace(starts: Sequence[float | None], counts: Sequence[int]) -> float:
    """Seconds a syllable takes in a song of which only lines have times."""
    known = [(start, count) for start, count in zip(starts, counts, strict=True) if start is not None]
    steps = [(after - start) / count for (start, count), (after, _) in pairwise(known)]
    if len(steps) < 4:
        return USUAL_S
    closely = 0.85 * quantiles(steps, n=4)[0]
    return math.sqrt(USUAL_S * max(0.1, min(closely, 1.0)))


def line_pace(pace: float, count: int, room: float | None) -> float:
    """The pace of a line of `count` syllables that has so many seconds until the next one."""
    if room is None or room <= 0:
        return pace
    own = ABUTTING * room / count
    spare = max(0.0, math.log(own / (ROOM * pace)) / math.log(2))
    return pace * math.exp(OWN * max(0.0, 1 - spare) * math.log(own / pace))


def moments_of(beats: Sequence[float], duration: float) -> tuple[float, ...]:
    """The parts of beats at which words may begin."""
    if len(beats) < 8:
        return tuple(index * FREE_S for index in range(int(duration / FREE_S)))
    parts = 2 ** max(0, round(math.log2(median(after - at for at, after in pairwise(beats)) / PART_S)))
    within = (at + (after - at) * part / parts for at, after in pairwise(beats) for part in range(parts))
    return (*within, beats[-1])


def onset_strength(envelope: Sequence[int]) -> tuple[float, ...]:
    """How much the onset envelope (0..255) rises at each of its samples, 0..1, a little smoothed."""
    rises = [0.0, *(max(0, after - before) / 255 for before, after in pairwise(envelope)), 0.0]
    return tuple(
        0.5 * before + here + 0.5 * after
        for before, here, after in zip([0.0, *rises[:-2]], rises[:-1], rises[1:], strict=True)
    )


def place_words(
    start: float, pace: float, counts: Sequence[int], latest: float | None, moments: Sequence[float],
    onsets: Sequence[float], rate: int,
) -> tuple[float, ...]:  # fmt: skip
    """The starts of words of so many syllables each, in order, from `start` on and before `latest`; `onsets` at `rate`.

    Evenly spread where the line has more words than moments.
    """
    import numpy as np

    length = pace * sum(counts)
    until = start + 2.2 * length + 0.3
    until = until if latest is None else min(until, latest)
    times = np.array(moments[bisect_left(moments, start - FIRST_S) : bisect_left(moments, until)])
    if len(times) < len(counts):
        return _evenly(start, min(length, until - start), counts)
    gain = BELIEF * np.array([_onset_at(at, onsets, rate) for at in times])
    score = np.where(times <= start + 0.25, -((times - start) ** 2) / (2 * FIRST_S**2), _NEVER)
    begins, passed, steps = np.full(len(times), start), 0, []
    for count in counts[:-1]:
        passed += count
        total = score[:, None] - _strain(times[None, :] - begins[:, None], pace * count)
        best = total.argmax(axis=0)
        drift = (times - start - pace * passed) / (pace * math.sqrt(passed))
        score = total[best, np.arange(len(times))] + gain - DRIFT * drift**2 / 2
        steps.append(best)
        begins = times
    if latest is not None:  # a last word may last as long as it likes
        score = score - np.where(latest - times < pace * counts[-1], _strain(latest - times, pace * counts[-1]), 0)
    place = int(score.argmax())
    if score[place] < _NEVER / 2:
        return _evenly(start, min(length, until - start), counts)
    found = [place]
    for step in reversed(steps):
        found.append(int(step[found[-1]]))
    return (start, *(float(times[at]) for at in found[-2::-1]))


def _strain(seconds: NDArray[np.float64], usual: float) -> NDArray[np.float64]:
    """What it costs that a word lasts so long."""
    import numpy as np

    off = np.log(np.maximum(seconds, 0.01) / usual)
    cost: NDArray[np.float64] = np.where(seconds > 0.04, off**2 / (2 * LOOSE**2), -_NEVER)
    return cost


def _onset_at(at: float, onsets: Sequence[float], rate: int) -> float:
    middle = int(at * rate)
    return max(onsets[max(0, middle - NEAR_SAMPLES) : middle + NEAR_SAMPLES + 1], default=0.0)


def _evenly(start: float, length: float, counts: Sequence[int]) -> tuple[float, ...]:
    """Starts that share the line by syllables."""
    passed = [sum(counts[:index]) for index in range(len(counts))]
    return tuple(start + max(0.0, length) * before / max(1, sum(counts)) for before in passed)
