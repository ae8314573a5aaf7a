"""The music on the frame grid: a song's curves once per film, and a shot's own slice of them.

A slice counts frames from the shot's start, so the same music gives the same slice wherever it stands in the song.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.film.shot import Music
from beatforge.project.vocabulary import STEM_FEATURES
from beatforge.song.analysis import ENVELOPE_HZ, Analysis

HANDLE_S = 2
"""Seconds of music a shot knows before it starts and after it ends: room for a transition of any length."""


@dataclass(frozen=True, slots=True)
class Score:
    """The whole song by frames. Curves hold 0..255 per frame of the film."""

    rate: Fraction
    beats: tuple[int, ...]
    downbeats: tuple[int, ...]
    curves: dict[str, tuple[int, ...]]
    drops: tuple[tuple[float, float], ...] = ()
    """(frame, strength) in the order of the song."""
    sections: tuple[int, ...] = ()
    """Frames at which the parts of the song start, and its last one ends."""
    words: tuple[int, ...] = ()
    """Frames at which sung words begin."""
    stems: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Curves of stems, by the feature that follows them."""

    @property
    def handle(self) -> int:
        """Frames a slice reaches beyond its shot."""
        return math.ceil(HANDLE_S * self.rate)


def score_of(analysis: Analysis, num_frames: int, rate: Fraction, words: Sequence[float] = ()) -> Score:
    """The song of an analysis on the frames of a film; `words` are the seconds at which words are sung."""
    edges = [frame * ENVELOPE_HZ * rate.denominator // rate.numerator for frame in range(num_frames + 1)]
    curves = {name: tuple(_binned(curve, edges, peak=name == "onset")) for name, curve in analysis.envelopes.items()}
    drops = tuple(sorted((float(drop.at * rate), drop.strength) for drop in analysis.drops))
    stems = {
        feature: tuple(_binned(analysis.stems[stem], edges, peak=stem == "drums"))
        for feature, stem in STEM_FEATURES.items()
        if stem in analysis.stems
    }
    edges = [frame_at(section.start, rate) for section in analysis.sections]
    return Score(
        rate=rate,
        beats=_frames(analysis.beats, rate),
        downbeats=_frames(analysis.downbeats, rate),
        curves=curves,
        drops=drops,
        sections=(*edges, num_frames),
        words=_frames(words, rate),
        stems=stems,
    )


def slice_of(score: Score, start_frame: int, end_frame: int) -> Music:
    """The music of a shot that covers [start_frame, end_frame), with handles; silent outside the song."""
    low, high = start_frame - score.handle, end_frame + score.handle
    curves = {name: _cut(curve, low, high) for name, curve in score.curves.items()}
    return Music(
        first=-score.handle,
        beats=_between(score.beats, low, high, start_frame),
        downbeats=_between(score.downbeats, low, high, start_frame),
        drops=_drops(score, low, high, start_frame),
        words=_inside(score.words, low, high, start_frame),
        section=_progress(score.sections, start_frame, end_frame),
        stems={feature: _cut(curve, low, high) for feature, curve in score.stems.items()},
        **curves,
    )


def mean_energy(score: Score, start_frame: int, end_frame: int) -> float:
    """Mean energy 0..1 of the frames [start_frame, end_frame)."""
    curve = score.curves["energy"][max(0, start_frame) : max(1, end_frame)]
    return sum(curve) / (255 * len(curve)) if curve else 0.0


def drops_between(score: Score, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Drops at frames low <= at <= high."""
    return score.drops[bisect_left(score.drops, (low,)) : bisect_right(score.drops, (high, math.inf))]


def _frames(times: Sequence[float], rate: Fraction) -> tuple[int, ...]:
    return tuple(sorted({frame_at(time, rate) for time in times}))


def _binned(curve: Sequence[int], edges: Sequence[int], peak: bool) -> list[int]:
    values = []
    for low, high in itertools.pairwise(edges):
        window = curve[low : max(high, low + 1)]
        values.append(0 if not window else max(window) if peak else round(sum(window) / len(window)))
    return values


def _cut(curve: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    inside = tuple(curve[max(0, low) : max(0, high)])
    before = (0,) * min(max(0, -low), high - low)
    return before + inside + (0,) * (high - low - len(before) - len(inside))


def _between(frames: Sequence[int], low: int, high: int, origin: int) -> tuple[int, ...]:
    """Marks from the last at or before `low` to the first at or after `high`, counted from `origin`."""
    first, last = max(0, bisect_right(frames, low) - 1), bisect_left(frames, high) + 1
    return tuple(frame - origin for frame in frames[first:last])


def _inside(frames: Sequence[int], low: int, high: int, origin: int) -> tuple[int, ...]:
    """Marks in [low, high), counted from `origin`."""
    return tuple(frame - origin for frame in frames[bisect_left(frames, low) : bisect_left(frames, high)])


def _drops(score: Score, low: int, high: int, origin: int) -> tuple[tuple[int, int], ...]:
    """Drops in [low, high) as (frame from `origin`, strength 1..100); the strongest of those in one frame."""
    strongest: dict[int, int] = {}
    for at, strength in drops_between(score, low - 0.5, high - 0.5):
        frame, amount = math.floor(at + 0.5) - origin, min(100, max(1, round(strength * 100)))
        strongest[frame] = max(amount, strongest.get(frame, 0))
    return tuple(sorted(strongest.items()))


def _progress(sections: Sequence[int], start_frame: int, end_frame: int) -> tuple[int, int]:
    """How far (0..1000) the part of the song with the shot's middle has come at the shot's two ends."""
    at = bisect_right(sections, (start_frame + end_frame) // 2) - 1
    if not 0 <= at < len(sections) - 1:
        return 0, 1000
    start, length = sections[at], max(1, sections[at + 1] - sections[at])
    first, last = (min(1000, max(0, round(1000 * (f - start) / length))) for f in (start_frame, end_frame))
    return first, last
