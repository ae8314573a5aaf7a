"""From where each scene of a performance is seen: what is done in it says so, the theme says what may be.

In: the scenes' spans, what the project says of them, the moves and the theme's show. Out: one `View` for each scene. A
scene's view hangs on its own moves and on its two neighbours' only, never on a chain of scenes; neighbours differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from beatforge.film.cut import Span
from beatforge.film.dj.grid import Grid
from beatforge.film.dj.moves import Move
from beatforge.project.figures import ShowSpec

LONG_S = 6.0
"""A deck by itself is looked at no longer than this."""

HIGH = 0.55
"""Mean energy (0..1) from which a scene in which nothing special is done is lively."""

LIVELY = ("medium", "wide", "close_up", "profile", "medium", "crowd", "hands", "close_up", "overhead")
CALM = ("close_up", "medium", "profile", "wide", "hands")
"""Views in turn where nothing special is done."""

_WEIGHT = ("drop_reaction", "spotlight_presentation", "crossfader_hit", "deck_scratch_L", "deck_scratch_R")


@dataclass(frozen=True, slots=True)
class _Wish:
    """Views for a scene, best first; `is_served` if something that happens in it asks for the first."""

    is_served: bool
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A camera: its kind, how far it comes nearer (per cent, negative away), the side of the stage that it is on."""

    kind: str
    push: int
    side: int


def views_of(
    spans: Sequence[Span],
    said: Sequence[str | None],
    moves: Sequence[Move],
    grid: Grid,
    show: ShowSpec,
    rate: Fraction,
) -> tuple[View, ...]:
    """The view of each scene. Those the project speaks of are as it says, which changes no other scene's."""
    wishes = [_wishes(index, spans, moves, grid, show, rate) for index in range(len(spans))]
    kinds = [""] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: (not wishes[index].is_served, index % 2)):
        # four turns: scenes in which something happens choose first, so none hangs on a chain of scenes
        beside = {kinds[other] for other in (index - 1, index + 1) if 0 <= other < len(spans)}
        kinds[index] = next((kind for kind in wishes[index].kinds if kind not in beside), wishes[index].kinds[0])
    kinds = [chosen or kind for chosen, kind in zip(said, kinds, strict=True)]
    parts = list(accumulate((_is_new(spans, index) for index in range(1, len(spans))), initial=0))
    return tuple(
        View(kind, _push(index, span, moves, grid, show, rate), 1 if parts[index] % 2 == 0 else -1)
        for index, (span, kind) in enumerate(zip(spans, kinds, strict=True))
    )


def _wishes(
    index: int, spans: Sequence[Span], moves: Sequence[Move], grid: Grid, show: ShowSpec, rate: Fraction
) -> _Wish:
    """Views for a scene: what serves it, then whatever the theme has."""
    span = spans[index]
    middle = (span.start_frame + span.end_frame) / 2
    inside = [move for move in moves if span.start_frame <= move.at < span.end_frame]
    main = min(inside, key=lambda move: (_WEIGHT.index(move.kind), move.at), default=None)
    awaited = any(
        move.kind == "drop_reaction" and middle < move.at <= span.end_frame + 2 * float(rate) for move in moves
    )
    is_long = (span.end_frame - span.start_frame) / rate > LONG_S
    wished: tuple[str, ...]
    is_served = True
    if main and main.kind == "drop_reaction" and main.at <= middle:
        wished = ("wide", "medium", "low") if index % 4 < 2 else ("medium", "wide", "low")
    elif index in (0, len(spans) - 1):
        wished = ("wide", "medium", "close_up")
    elif not main and index and _is_dropped(spans[index - 1], moves):
        wished = ("crowd", "wide", "profile")  # whom it is for
    elif awaited:
        wished = ("close_up", "medium", "profile")
    elif main and main.kind == "spotlight_presentation":
        wished = ("medium", "wide", "close_up")
    elif main and is_long:
        wished = ("medium", "hands", "wide")
    elif main and main.kind == "crossfader_hit":
        wished = ("hands", "overhead", "medium")
    elif main:
        own = "left_deck" if main.deck == 0 else "right_deck"
        wished = (own, "hands", "overhead")
    else:
        loud = grid.loudness(float(span.start_frame / rate), float(span.end_frame / rate))
        turns, is_served = LIVELY if loud >= HIGH else CALM, False
        wished = (*turns[index % len(turns) :], *turns[: index % len(turns)])
    there = tuple(kind for kind in wished if kind in show.cameras)
    rest = (kind for kind in show.cameras if kind not in there and not kind.endswith("_deck"))
    return _Wish(is_served, (*there, *rest, "medium"))


def _is_dropped(span: Span, moves: Sequence[Move]) -> bool:
    return any(move.kind == "drop_reaction" and span.start_frame <= move.at < span.end_frame for move in moves)


def _push(index: int, span: Span, moves: Sequence[Move], grid: Grid, show: ShowSpec, rate: Fraction) -> int:
    """How far the camera comes nearer: on a drop by the theme's zoom, on a nudge, else a little, to and fro."""
    start_s, end_s = float(span.start_frame / rate), float(span.end_frame / rate)
    if _is_dropped(span, moves):
        return round(100 * show.zoom)
    if show.nudge_s and int(end_s / show.nudge_s) > int(start_s / show.nudge_s):
        return round(100 * show.nudge)
    drift = round(40 * show.zoom * (0.4 + grid.loudness(start_s, end_s)))
    return drift if index % 3 else -drift


def _is_new(spans: Sequence[Span], index: int) -> bool:
    """Whether another part of the song begins with this scene."""
    before, after = spans[index - 1], spans[index]
    return (before.kind, before.occurrence) != (after.kind, after.occurrence)
