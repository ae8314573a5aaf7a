"""How a part's map of time is cut into runs, each of which is stretched by one ratio. Pure numbers.

In: anchors (seconds of the song, sample of the part). Out: `Run`s. Small unevenness inside a run (a drummer's, or
rounding) is followed by resampling, at most `EVEN` of speed: a pitch change of 3.5 cents, below what is heard
(some 5 to 10 cents). A song whose tempo is that close to the mix's is not stretched at all, nor is one that the shift
of its pitch brings there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

EVEN = 0.002
"""By how much ratios inside one run may differ from the run's own."""

LONGEST_S = 16.0
"""Of song or of part: as much is held in memory at once."""

Anchor = tuple[float, int]
"""(second of the song, sample of the part)."""


@dataclass(frozen=True, slots=True)
class Run:
    """[start, end) in samples of the part, `ratio` times as long as in the song; `turns` where another one follows.

    `anchors` are all that lie in it, its ends included. What is not stretched is only read faster or slower.
    """

    anchors: tuple[Anchor, ...]
    ratio: float
    is_stretched: bool
    turns: bool = True

    @property
    def start(self) -> int:
        """First sample."""
        return self.anchors[0][1]

    @property
    def end(self) -> int:
        """One past the last sample."""
        return self.anchors[-1][1]

    def song_s(self, sample: float) -> float:
        """The song's second at a sample of the part; beyond the ends as fast as at the ends."""
        at = min(max(bisect_right(self.anchors, sample, key=lambda anchor: anchor[1]) - 1, 0), len(self.anchors) - 2)
        (song, start), (song_end, end) = self.anchors[at], self.anchors[at + 1]
        return song + (song_end - song) * (sample - start) / (end - start)


def runs_of(anchors: Sequence[Anchor], sample_rate: int, semitones: int) -> tuple[Run, ...]:
    """The runs of a part in order."""
    paced = 2 ** (-semitones / 12)
    runs: list[Run] = []
    first = 0
    while first < len(anchors) - 1:
        last, ratio = _reach(anchors, first, sample_rate, paced)
        runs += _pieces(Run(tuple(anchors[first : last + 1]), ratio, ratio != paced), sample_rate)
        first = last
    return tuple(runs)


def _reach(anchors: Sequence[Anchor], first: int, sample_rate: int, paced: float) -> tuple[int, float]:
    """How far one ratio reaches from an anchor, and which; `paced`, at which nothing is stretched, wherever it does."""
    low = high = _ratio(anchors, first, first + 1, sample_rate)
    is_paced = abs(low - paced) <= EVEN * paced
    best = first + 1, paced if is_paced else low
    for last in range(first + 2, len(anchors)):
        step = _ratio(anchors, last - 1, last, sample_rate)
        low, high = min(low, step), max(high, step)
        whole = paced if is_paced else _ratio(anchors, first, last, sample_rate)
        if high - whole > EVEN * whole or whole - low > EVEN * whole:
            break
        best = last, whole
    return best


def _ratio(anchors: Sequence[Anchor], first: int, last: int, sample_rate: int) -> float:
    (song, start), (song_end, end) = anchors[first], anchors[last]
    return (end - start) / ((song_end - song) * sample_rate)


def _pieces(whole: Run, sample_rate: int) -> list[Run]:
    """A run as it is, or, where it would be too long to hold, in equal pieces."""
    longest = int(LONGEST_S * sample_rate * min(1.0, whole.ratio))
    if not whole.is_stretched or whole.end - whole.start <= longest:
        return [whole]
    count = -(-(whole.end - whole.start) // longest)
    cuts = [whole.start + (whole.end - whole.start) * index // count for index in range(count + 1)]
    pieces = []
    for start, end in pairwise(cuts):
        inner = (anchor for anchor in whole.anchors if start < anchor[1] < end)
        anchors = ((whole.song_s(start), start), *inner, (whole.song_s(end), end))
        pieces.append(replace(whole, anchors=anchors, turns=end == whole.end))
    return pieces
