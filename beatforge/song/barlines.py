"""What a human knows of tempo and bars, laid over what was heard: grids, beats moved as one, bars counted anew. Pure.

In: an analysis and values in beats per minute, seconds, beats per bar. Out: the analysis with exactly that; whether
pins lie in the song was checked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from beatforge.song.analysis import Analysis
from beatforge.song.grid import Line, lay_grid, lay_lines, spread
from beatforge.song.tempos import Tempo


def at_tempo(analysis: Analysis, tempo_bpm: float) -> Analysis:
    """An exact grid through the first downbeat that was heard."""
    anchor = analysis.downbeats[0] if analysis.downbeats else 0.0
    beats = lay_grid(anchor, tempo_bpm, analysis.duration)
    one = nearest(beats, anchor) % analysis.beats_per_bar if beats else 0
    return replace(
        analysis,
        tempo_bpm=tempo_bpm,
        steady=True,
        beats=beats,
        downbeats=beats[one :: analysis.beats_per_bar],
        tempos=(Tempo(0.0, analysis.duration, tempo_bpm),),
        tempo_confidence=1.0,
        alternatives=(),
    )


def at_tempos(analysis: Analysis, tempos: Sequence[tuple[float, float]]) -> Analysis:
    """Exact grids, each from its start in seconds on; before the first of them what was heard remains.

    A beat lies on each start, except on one at 0, which only says that the song begins at this tempo: that grid goes
    through the first downbeat heard. Bars are counted on from the first downbeat.
    """
    ends = [*(start for start, _ in tempos[1:]), analysis.duration]
    one = analysis.downbeats[0] if analysis.downbeats else 0.0
    lines = tuple(
        Line(start, end, start or one, tempo_bpm) for (start, tempo_bpm), end in zip(tempos, ends, strict=True)
    )
    first = lines[0].start
    kept = tuple(beat for beat in analysis.beats if beat < first - 0.4 * 60 / lines[0].tempo_bpm)
    beats = (*kept, *lay_lines(lines, analysis.duration))
    begin = nearest(beats, one) % analysis.beats_per_bar if beats else 0
    before = [replace(stretch, end=min(stretch.end, first)) for stretch in analysis.tempos if stretch.start < first]
    stretches = (*before, *(Tempo(line.start, line.end, line.tempo_bpm) for line in lines))
    return replace(
        analysis,
        tempo_bpm=max(stretches, key=lambda stretch: stretch.end - stretch.start).tempo_bpm,
        steady=analysis.steady or not before,
        beats=beats,
        downbeats=beats[begin :: analysis.beats_per_bar],
        tempos=stretches,
        tempo_confidence=1.0,
        alternatives=(),
    )


def in_bars_of(analysis: Analysis, beats_per_bar: int) -> Analysis:
    """Bars of so many beats from the first downbeat heard; two beats stay 6/8 where that was heard."""
    if beats_per_bar == analysis.beats_per_bar:
        return replace(analysis, metre_confidence=1.0)
    one = analysis.beats.index(analysis.downbeats[0]) % beats_per_bar if analysis.downbeats else 0
    return replace(
        analysis,
        beats_per_bar=beats_per_bar,
        metre=f"{beats_per_bar}/4",
        metre_confidence=1.0,
        downbeats=analysis.beats[one::beats_per_bar],
    )


def from_downbeat(analysis: Analysis, first_downbeat: float) -> Analysis:
    """Beats moved so that one lies on `first_downbeat`, from which bars are counted."""
    first = round(first_downbeat, 4)
    beats: tuple[float, ...]
    if analysis.steady and len(analysis.tempos) < 2:
        beats = lay_grid(first, analysis.tempo_bpm, analysis.duration)
    elif analysis.steady:
        beats = _moved_within(analysis.beats, first, analysis.duration)
    elif analysis.beats:
        move = first - analysis.beats[nearest(analysis.beats, first)]
        kept = [time + move for time in analysis.beats if 0 <= time + move < analysis.duration]
        beats = spread(kept or [first], 60 / analysis.tempo_bpm, analysis.duration)
    else:
        beats = (first,)
    # Even a bar that begins within the last milliseconds is one that a human put there.
    beats = beats if first in beats else tuple(sorted((*beats, first)))
    one = beats.index(first)
    return replace(analysis, beats=beats, downbeats=beats[one :: analysis.beats_per_bar], downbeat_confidence=1.0)


def nearest(times: Sequence[float], at: float) -> int:
    """Index of the time closest to `at`."""
    return min(range(len(times)), key=lambda index: abs(times[index] - at))


def _moved_within(beats: Sequence[float], first: float, duration: float) -> tuple[float, ...]:
    """Every beat moved by the same share of a beat, so that each stretch keeps its tempo and one beat lies on `first`.

    The beats next to a change of tempo stay in their own stretch, as far from it as they were, in beats.
    """
    whole = (2 * beats[0] - beats[1], *beats, 2 * beats[-1] - beats[-2])
    index = max(0, min(len(whole) - 2, sum(time <= first for time in whole) - 1))
    share = (first - whole[index]) / (whole[index + 1] - whole[index])
    moved = [one + share * (other - one) for one, other in pairwise(whole)]
    if share > 0.5 and moved[0] < 0:
        moved = moved[1:]
    return tuple(round(time, 4) for time in moved if 0 <= time < duration)
