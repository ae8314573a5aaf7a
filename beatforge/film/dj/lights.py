"""What the lights do: cues by the moves and the parts of the song, as strong as the theme has it.

In: moves, the song, the theme's show. Out: `Light`s on the film's frames. A theme without strobes neither flashes nor
runs; its drops are warm rises, its solos a single spot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.film.dj.events import SECTION, TRANSITION
from beatforge.film.dj.grid import Grid
from beatforge.film.dj.moves import Move
from beatforge.film.plan import Path
from beatforge.project.figures import ShowSpec
from beatforge.song.analysis import Analysis

FIERCE = ("flash", "chase")
"""Cues that a theme without strobes does without."""

CHASE_BARS, RISE_BARS = 4, 2
"""Bars that lights run after a drop, and that they are up where they do not."""

LIT = (SECTION, TRANSITION)
"""Events at which lights run when the crossfader is hit."""

_DIM_KINDS = ("intro", "bridge", "outro")


@dataclass(frozen=True, slots=True)
class Light:
    """A cue on the film's frames; `path` is where the project says it, None where the music does."""

    kind: str
    start: int
    end: int
    strength: int
    reason: str
    path: Path | None = None


def lights_of(
    analysis: Analysis, grid: Grid, moves: Sequence[Move], show: ShowSpec, rate: Fraction
) -> tuple[Light, ...]:
    """The cues of the whole film, sorted by their start; where they meet, the later one wins."""
    found = [*_of_parts(analysis, grid, rate), *_of_moves(grid, moves, show, rate)]
    return tuple(sorted(found, key=lambda light: (light.start, light.kind != "dim", light.end)))


def _of_parts(analysis: Analysis, grid: Grid, rate: Fraction) -> Iterator[Light]:
    for section in analysis.sections:
        start, end = frame_at(section.start, rate), frame_at(section.end, rate)
        if section.kind in _DIM_KINDS and end > start:
            loud = grid.loudness(section.start, section.end)
            yield Light("dim", start, end, max(10, round(70 * (1 - loud))), section.kind)
    for rest in analysis.breaks:
        start, end = frame_at(rest.start, rate), frame_at(rest.end, rate)
        if end > start:
            yield Light("dim", start, end, 60, "the beat rests")


def _of_moves(grid: Grid, moves: Sequence[Move], show: ShowSpec, rate: Fraction) -> Iterator[Light]:
    bar = grid.bar_s * rate
    for move in moves:
        if move.kind == "spotlight_presentation":
            yield Light("spot", move.start, move.end, move.strength, "she presents")
        if move.kind == "crossfader_hit" and move.event in LIT and show.strobes:
            strength = max(1, round(0.7 * move.strength * show.strobes))
            yield Light("chase", move.at, move.at + round(RISE_BARS * bar), strength, "a new part")
        if move.kind != "drop_reaction":
            continue
        if not show.strobes:
            yield Light("wash", move.at, move.at + round(RISE_BARS * bar), move.strength, "the drop")
            continue
        strength = max(1, round(move.strength * show.strobes))
        flash = round(show.drop_flash_s * rate)
        if flash:
            yield Light("flash", move.at, move.at + flash, strength, "the drop")
        yield Light("chase", move.at + flash, move.at + flash + round(CHASE_BARS * bar), strength, "after the drop")
