"""What a human knows better than any analysis, laid over it. Pure; what is pinned always wins.

A pinned tempo lays an exact grid; a pinned first downbeat moves the beats so that one lies on it, and no bar begins
before it. Pinned sections stand exactly where they were put, each until the next; before the first and after the last
of them what was heard remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beatforge.errors import PROJECT, BeatforgeError
from beatforge.song.analysis import Analysis, Section
from beatforge.song.grid import lay_grid, spread

SHORTEST_REST_S = 6.0
"""What is left of a heard section after the last pinned one joins it when shorter than this."""


class PinError(BeatforgeError):
    """A pin that does not lie in the song; see `misplaced_pins` for the places."""

    exit_status = PROJECT


def misplaced_pins(
    analysis: Analysis, first_downbeat: float | None = None, sections: Sequence[tuple[float, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """(dotted path below `pins`, what is wrong) for each pin outside the song or out of order."""
    faults = []
    song = f"the song, which is {analysis.duration:.3f} s long"
    if first_downbeat is not None and not 0 <= first_downbeat < analysis.duration:
        faults.append(("first_downbeat", f"{first_downbeat} s lies outside {song}"))
    for index, (at, _) in enumerate(sections):
        if not 0 <= at < analysis.duration:
            faults.append((f"sections.{index}.at", f"{at} s lies outside {song}"))
        elif index and at <= sections[index - 1][0]:
            faults.append((f"sections.{index}.at", f"{at} s does not come after {sections[index - 1][0]} s before it"))
    return tuple(faults)


def apply_pins(
    analysis: Analysis,
    tempo_bpm: float | None = None,
    first_downbeat: float | None = None,
    sections: Sequence[tuple[float, str]] = (),
) -> Analysis:
    """The analysis as its human says it is; `sections` are (start in seconds, kind), in order."""
    faults = misplaced_pins(analysis, first_downbeat, sections)
    if faults:
        raise PinError("\n".join(f"pins.{path}: {fault}" for path, fault in faults))
    if tempo_bpm is not None and tempo_bpm != analysis.tempo_bpm:
        analysis = _at_tempo(analysis, tempo_bpm)
    if first_downbeat is not None:
        analysis = _from_downbeat(analysis, first_downbeat)
    if sections:
        analysis = replace(analysis, sections=_with_sections(analysis, sections))
    return analysis


def _at_tempo(analysis: Analysis, tempo_bpm: float) -> Analysis:
    """An exact grid through the first downbeat that was heard."""
    anchor = analysis.downbeats[0] if analysis.downbeats else 0.0
    beats = lay_grid(anchor, tempo_bpm, analysis.duration)
    one = _nearest(beats, anchor) % analysis.beats_per_bar if beats else 0
    return replace(
        analysis, tempo_bpm=tempo_bpm, steady=True, beats=beats, downbeats=beats[one :: analysis.beats_per_bar]
    )


def _from_downbeat(analysis: Analysis, first_downbeat: float) -> Analysis:
    """Beats moved so that one lies on `first_downbeat`, from which bars are counted."""
    first = round(first_downbeat, 4)
    beats: tuple[float, ...]
    if analysis.steady:
        beats = lay_grid(first, analysis.tempo_bpm, analysis.duration)
    elif analysis.beats:
        move = first - analysis.beats[_nearest(analysis.beats, first)]
        kept = [time + move for time in analysis.beats if 0 <= time + move < analysis.duration]
        beats = spread(kept or [first], 60 / analysis.tempo_bpm, analysis.duration)
    else:
        beats = (first,)
    # Even a bar that begins within the last milliseconds is one that a human put there.
    beats = beats if first in beats else tuple(sorted((*beats, first)))
    one = beats.index(first)
    return replace(analysis, beats=beats, downbeats=beats[one :: analysis.beats_per_bar])


def _with_sections(analysis: Analysis, sections: Sequence[tuple[float, str]]) -> tuple[Section, ...]:
    begin, last = sections[0][0], sections[-1][0]
    heard_before = [(part.start, part.kind) for part in analysis.sections if part.start < begin]
    if heard_before and begin - heard_before[-1][0] < SHORTEST_REST_S and len(heard_before) > 1:
        heard_before.pop()
    heard_after = [(part.start, part.kind) for part in analysis.sections if part.start >= last + SHORTEST_REST_S]
    starts = [*heard_before, *sections, *heard_after]
    ends = [*(start for start, _ in starts[1:]), analysis.duration]
    return tuple(Section(start, end, kind) for (start, kind), end in zip(starts, ends, strict=True))


def _nearest(times: Sequence[float], at: float) -> int:
    return min(range(len(times)), key=lambda index: abs(times[index] - at))
