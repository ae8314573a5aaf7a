"""A song counted in the beats of a mix, and the maps between both.

In: an analysis whose beats and downbeats were heard or pinned. Out: `Bars`, in which bar 0 begins with the first
downbeat and each bar has as many beats as one of the mix; a song at half or twice the tempo is counted twice or half as
fast. Maps are made from these beats, one by one, and never from a rounded tempo. Pure.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.mix.parts import Warp, rounded_warp
from beatforge.song.analysis import Analysis

OCTAVES = (1.0, 2.0, 0.5)
"""How many beats of the mix one beat of a song may be: at half the tempo, two."""

DOWNBEAT_S = 0.003
"""Downbeats of a part are this close to the grid: two parts then meet within less than an ear tells apart (10 ms)."""

GROOVE_S = 0.008
"""How far other beats may lie off it: how a band plays inside its bars is its groove, and every further anchor costs
the purity of its tones (`bench_mix.py`)."""

PLAIN_S = 0.001
"""A part whose length changes by less keeps its song's own tempo, untouched by any stretching."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Seconds in the song of each beat of the mix, from the first downbeat on; the last closes the last whole bar."""

    beats: tuple[float, ...]
    per_bar: int

    @property
    def count(self) -> int:
        """Whole bars."""
        return (len(self.beats) - 1) // self.per_bar

    @property
    def num_beats(self) -> int:
        """Beats in whole bars."""
        return self.count * self.per_bar

    def second(self, beat: float) -> float:
        """The second of a beat; before the first and after the last as their neighbours go on."""
        low = min(max(int(beat // 1), 0), len(self.beats) - 2)
        a, b = self.beats[low : low + 2]
        return a + (b - a) * (beat - low)

    def beat_at(self, second: float) -> float:
        """The beat, with its fraction, of a second of the song; negative before the first downbeat."""
        low = min(max(bisect_right(self.beats, second) - 1, 0), len(self.beats) - 2)
        a, b = self.beats[low : low + 2]
        return low + (second - a) / (b - a)

    def nearest_bar(self, second: float) -> int:
        """The bar whose beginning is nearest."""
        return min(max(round(self.beat_at(second) / self.per_bar), 0), self.count)


def bars_of(analysis: Analysis, octave: float = 1.0) -> Bars:
    """The song's bars, `octave` beats of the mix to each of its beats; no bars where it has no two downbeats."""
    per_bar = analysis.beats_per_bar
    starts = list(analysis.downbeats)
    if len(starts) > 1 and 2 * starts[-1] - starts[-2] <= analysis.duration + 0.05:
        starts.append(2 * starts[-1] - starts[-2])  # the last bar ends with the song, and no downbeat follows it
    beats: list[float] = []
    for start, end in itertools.pairwise(starts):
        inside = [beat for beat in analysis.beats if start - 1e-6 <= beat < end - 1e-6]
        even = [start + (end - start) * index / per_bar for index in range(per_bar)]
        beats += inside if len(inside) == per_bar else even
    beats += starts[-1:]
    if octave == 2.0:
        beats = [second for a, b in itertools.pairwise(beats) for second in (a, (a + b) / 2)] + beats[-1:]
    elif octave == 0.5:
        beats = beats[::2]
    whole = (len(beats) - 1) // per_bar * per_bar
    return Bars(tuple(beats[: whole + 1]), per_bar)


def tempo_of(bars: Bars) -> float:
    """Beats a minute over the whole grid, not rounded."""
    return 60 * (len(bars.beats) - 1) / (bars.beats[-1] - bars.beats[0])


def best_octave(song_bpm: float, mix_bpm: float) -> tuple[float, float]:
    """(beats of the mix to one of the song, tempo ratio left): the octave at which least is stretched."""
    return min(
        ((octave, mix_bpm / (song_bpm * octave)) for octave in OCTAVES), key=lambda pair: max(pair[1], 1 / pair[1])
    )


def warp_of(
    bars: Bars,
    song_beat: int,
    mix_beat: float,
    beats: int,
    beat_s: float,
    lead_s: float = 0.0,
    tail_s: float = 0.0,
    trim: tuple[float, float] = (-math.inf, math.inf),
) -> Warp:
    """The map of `beats` beats from `song_beat` on, heard from `mix_beat` on, in a mix whose beats last `beat_s`.

    The part begins `lead_s` seconds of the mix before its first beat and ends `tail_s` before the beat after its last.
    `trim` are the seconds of the song beyond which nothing is heard. () where nothing is left.
    """
    anchors = [(bars.second(song_beat + index), (mix_beat + index) * beat_s) for index in range(beats + 1)]
    straight = _straightened(anchors, song_beat, bars.per_bar)
    first, last = straight[0][1] - lead_s, straight[-1][1] - tail_s
    low, high = max(first, 0.0, _at(straight, 0.0, 0)), last
    low = max(low, _at(straight, trim[0], 0)) if math.isfinite(trim[0]) else low
    high = min(high, _at(straight, trim[1], 0)) if math.isfinite(trim[1]) else high
    if high - low < 0.05:
        return ()
    inside = [anchor for anchor in straight if low + 1e-4 < anchor[1] < high - 1e-4]
    return rounded_warp([(_at(straight, low, 1), low), *inside, (_at(straight, high, 1), high)])


def _straightened(anchors: Sequence[tuple[float, float]], song_beat: int, per_bar: int) -> list[tuple[float, float]]:
    """The fewest anchors that keep all beats where they belong: each as far from the one before as one even pace can
    go (all paces that pass every beat in between near enough), at a downbeat where there is one in reach. The ends stay
    where they are, so that parts which go on in one another do."""
    kept, last = [anchors[0]], len(anchors) - 1
    start = 0
    while start < last:
        start, song = _reach(anchors, start, kept[-1][0], song_beat, per_bar)
        kept.append((song, anchors[start][1]))
    (a, m), (b, n) = kept[0], kept[-1]
    if len(kept) == 2 and abs((b - a) - (n - m)) < PLAIN_S:
        kept[-1] = (a + (n - m), n)
    return kept


def _reach(
    anchors: Sequence[tuple[float, float]], start: int, song: float, song_beat: int, per_bar: int
) -> tuple[int, float]:
    """The beat up to which one pace goes from the beat `start`, heard at second `song`; and the second heard there."""
    slowest, fastest, last = 0.0, math.inf, len(anchors) - 1
    found: dict[bool, tuple[int, float]] = {}
    for index in range(start + 1, last + 1):
        own, span = anchors[index][0] - song, anchors[index][1] - anchors[start][1]
        is_bar = (song_beat + index) % per_bar == 0
        near = 1e-9 if index == last else DOWNBEAT_S if is_bar else GROOVE_S
        slowest, fastest = max(slowest, (own - near) / span), min(fastest, (own + near) / span)
        if slowest > fastest:
            break
        found[is_bar or index == last] = index, song + span * min(max(own / span, slowest), fastest)
    return found.get(True) or found[False]


def _at(anchors: Sequence[tuple[float, float]], value: float, side: int) -> float:
    """The other side of the map at a value of one side, 0 for the song's; beyond its ends it goes on straight."""
    own = [anchor[side] for anchor in anchors]
    index = min(max(bisect_right(own, value) - 1, 0), len(own) - 2)
    (a, b), (c, d) = (anchor if side == 0 else anchor[::-1] for anchor in anchors[index : index + 2])
    return b + (d - b) * (value - a) / (c - a)
