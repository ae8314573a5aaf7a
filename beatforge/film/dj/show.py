"""A whole show: what is done, on which decks, with which faces and lights; and each scene's own slice of it.

In: a project, the music, a persona's file. Out: `Show`, of which the moves hang on the music and the project's cues
alone, and `Performance`s for scenes. Faults come out as `Fault`s with their place below the project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from beatforge.film.clock import frame_at, frame_count
from beatforge.film.cut import Span
from beatforge.film.dj.cameras import View, views_of
from beatforge.film.dj.cues import cued_faces, cued_lights, cued_moves, doubled_cues, late_cues
from beatforge.film.dj.decks import MIDDLE, Decks, decks_of
from beatforge.film.dj.events import events_of
from beatforge.film.dj.faces import Face, faces_of
from beatforge.film.dj.grid import Grid, grid_of
from beatforge.film.dj.lights import Light, lights_of
from beatforge.film.dj.moves import Move, moves_of
from beatforge.film.performance import Act, LightCue, Performance
from beatforge.film.slices import HANDLE_S
from beatforge.mix.parts import Mix
from beatforge.project.figures import ShownSpec, ThemeSpec
from beatforge.project.models import Film
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis

AWAITED = "drop_reaction"
"""What is waited for, a bar long: with slow bars that begins before the shot's handles would tell of it."""

BEYOND_S = 1
"""Seconds beyond a shot's handles of which it knows what is done, for moves that follow through or are foreseen."""


@dataclass(frozen=True, slots=True)
class Show:
    """All that is done in a film. `gone` are moves that the project took away."""

    theme: str
    moves: tuple[Move, ...]
    gone: tuple[Move, ...]
    faces: tuple[Face, ...]
    lights: tuple[Light, ...]
    decks: Decks
    grid: Grid


def show_of(
    film: Film, analysis: Analysis, mix: Mix | None, shown: ShownSpec, rate: Fraction
) -> tuple[Show, tuple[Fault, ...]]:
    """The show of a film to this music, and what can't be of its cues."""
    grid, expressions = grid_of(analysis), tuple(shown.expressions)
    decks = decks_of(analysis, mix, frame_count(analysis.duration, rate), rate)
    name, theme = theme_of(film, shown)
    if late := late_cues(film.performance, analysis.duration):
        return Show(name, (), (), (), (), decks, grid), tuple(late)
    moves = moves_of(events_of(analysis, grid, decks, mix), grid, rate, expressions)
    cued = cued_moves(film.performance, moves, grid, rate, expressions)
    faces = faces_of(analysis, grid, cued.moves, rate, expressions)
    faces = cued_faces(film.performance, faces, cued.moves, grid, rate)
    lights = lights_of(analysis, grid, cued.moves, theme.show, rate)
    lights, faults = cued_lights(
        film.performance, lights, (*cued.moves, *cued.gone), grid, theme.show, rate, film.event_safe
    )
    told = {fault.at[2] for fault in cued.faults}
    doubled = (fault for fault in doubled_cues(film.performance, rate) if fault.at[2] not in told)
    return Show(name, cued.moves, cued.gone, faces, lights, decks, grid), (*cued.faults, *doubled, *faults)


def theme_of(film: Film, shown: ShownSpec) -> tuple[str, ThemeSpec]:
    """The theme of a film: the one it names, else the persona's first. It was checked that there is one."""
    name = film.theme.replace("-", "_") if film.theme else next(iter(shown.themes))
    return name, shown.themes[name]


def performances_of(
    show: Show,
    spans: Sequence[Span],
    seen: Sequence[bool],
    said: Sequence[str | None],
    theme: ThemeSpec,
    rate: Fraction,
) -> tuple[Performance | None, ...]:
    """What is done in each scene in which she is seen, from where the project or what happens says."""
    views = views_of(spans, said, show.moves, show.grid, theme.show, rate)
    return tuple(
        _slice(show, span, view, theme, rate) if is_seen else None
        for span, view, is_seen in zip(spans, views, seen, strict=True)
    )


def _slice(show: Show, span: Span, view: View, theme: ThemeSpec, rate: Fraction) -> Performance:
    start, handle = span.start_frame, -int(-HANDLE_S * rate // 1)
    first, end = start - handle, span.end_frame + handle
    low, high = first - round(BEYOND_S * rate), end + round(BEYOND_S * rate)
    bar = frame_at(show.grid.bar_s, rate)
    acts = (
        Act(move.kind, move.start - start, move.at - start, move.end - start, move.strength, move.face, awaited)
        for move, awaited in ((move, bar if move.kind == AWAITED else 0) for move in show.moves)
        if low < move.end and min(move.start, move.at - awaited) < high
    )
    lights = (
        LightCue(light.kind, max(low, light.start) - start, min(high, light.end) - start, light.strength)
        for light in show.lights
        if low < light.end and light.start < high
    )
    ends = [*(after.frame for _, after in pairwise(show.faces)), high]
    faces = [
        (max(low, face.frame) - start, face.name)
        for face, until in zip(show.faces, ends, strict=True)
        if low < until and face.frame < high
    ]
    return Performance(
        theme=show.theme,
        shot=view.kind,
        frame=start,
        acts=tuple(acts),
        faces=tuple(faces) if faces[0][0] <= first - start else ((low - start, faces[0][1]), *faces),
        lights=tuple(lights),
        left=_cut(show.decks.left, first, end, 0),
        right=_cut(show.decks.right, first, end, 0),
        crossfader=_cut(show.decks.crossfader, first, end, MIDDLE),
        push=view.push,
        side=view.side,
        amount=round(100 * theme.energy),
    )


def _cut(curve: Sequence[int], low: int, high: int, outside: int) -> tuple[int, ...]:
    """A curve's values from a frame on to another; `outside` the film the value that is told."""
    before, after = max(0, -low), max(0, high - len(curve))
    return (*(outside,) * before, *curve[max(0, low) : high], *(outside,) * after)
