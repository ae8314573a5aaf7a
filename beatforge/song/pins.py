"""What a human knows better than any analysis, laid over it. Pure; what is pinned always wins.

A pinned tempo lays an exact grid, pinned tempos one from each of their starts on (see `barlines`); a pinned first
downbeat moves the beats so that one lies on it, and no bar begins before it; pinned beats per bar count bars anew.
Pinned sections stand exactly where they were put, each until the next; before the first and after the last of them what
was heard remains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beatforge.errors import PROJECT, BeatforgeError
from beatforge.song.analysis import Analysis, Section
from beatforge.song.barlines import at_tempo, at_tempos, from_downbeat, in_bars_of

SHORTEST_REST_S = 6.0
"""What is left of a heard section after the last pinned one joins it when shorter than this."""


class PinError(BeatforgeError):
    """A pin that does not lie in the song; see `misplaced_pins` for the places."""

    exit_status = PROJECT


def misplaced_pins(
    analysis: Analysis,
    first_downbeat: float | None = None,
    sections: Sequence[tuple[float, str]] = (),
    tempos: Sequence[tuple[float, float]] = (),
) -> tuple[tuple[str, str], ...]:
    """(dotted path below `pins`, what is wrong) for each pin outside the song or out of order."""
    faults = []
    song = f"the song, which is {analysis.duration:.3f} s long"
    if first_downbeat is not None and not 0 <= first_downbeat < analysis.duration:
        faults.append(("first_downbeat", f"{first_downbeat} s lies outside {song}"))
    starts = {"sections": [at for at, _ in sections], "tempos": [at for at, _ in tempos]}
    for pin, times in starts.items():
        for index, at in enumerate(times):
            if not 0 <= at < analysis.duration:
                faults.append((f"{pin}.{index}.at", f"{at} s lies outside {song}"))
            elif index and at <= times[index - 1]:
                faults.append((f"{pin}.{index}.at", f"{at} s does not come after {times[index - 1]} s before it"))
    return tuple(faults)


def apply_pins(
    analysis: Analysis,
    tempo_bpm: float | None = None,
    first_downbeat: float | None = None,
    sections: Sequence[tuple[float, str]] = (),
    tempos: Sequence[tuple[float, float]] = (),
    beats_per_bar: int | None = None,
) -> Analysis:
    """The analysis as its human says it is; `sections` are (start in seconds, kind), `tempos` (start, BPM)."""
    faults = misplaced_pins(analysis, first_downbeat, sections, tempos)
    if faults:
        raise PinError("\n".join(f"pins.{path}: {fault}" for path, fault in faults))
    if tempo_bpm is not None and tempo_bpm != analysis.tempo_bpm:
        analysis = at_tempo(analysis, tempo_bpm)
    if beats_per_bar is not None:
        analysis = in_bars_of(analysis, beats_per_bar)
    if tempos:
        analysis = at_tempos(analysis, tempos)
    if first_downbeat is not None:
        analysis = from_downbeat(analysis, first_downbeat)
    if sections:
        analysis = replace(analysis, sections=_with_sections(analysis, sections))
    return analysis


def _with_sections(analysis: Analysis, sections: Sequence[tuple[float, str]]) -> tuple[Section, ...]:
    begin, last = sections[0][0], sections[-1][0]
    heard_before = [(part.start, part.kind) for part in analysis.sections if part.start < begin]
    if heard_before and begin - heard_before[-1][0] < SHORTEST_REST_S and len(heard_before) > 1:
        heard_before.pop()
    heard_after = [(part.start, part.kind) for part in analysis.sections if part.start >= last + SHORTEST_REST_S]
    starts = [*heard_before, *sections, *heard_after]
    ends = [*(start for start, _ in starts[1:]), analysis.duration]
    return tuple(Section(start, end, kind) for (start, kind), end in zip(starts, ends, strict=True))
