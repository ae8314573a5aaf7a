"""What a performer does when: events become moves on the film's frames, none over another, with rests between them.

In: events, the beats, the rate. Out: `Move`s in the order of time. Where two meet, the one that must be answered more
stays; what may be answered only is done where there is room for a rest. Theme and cameras have no say: the same music
is always played in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from beatforge.film.clock import frame_at
from beatforge.film.dj.events import (
    BREAK,
    DROP,
    HALF,
    PHRASE,
    SECTION,
    SPIKE,
    START,
    SWITCH,
    TRANSITION,
    Event,
    at_once,
)
from beatforge.film.dj.grid import Grid
from beatforge.film.plan import Path

USUAL_S: Mapping[str, tuple[float, float]] = {
    "deck_scratch_L": (0.2, 0.8),
    "deck_scratch_R": (0.2, 0.8),
    "crossfader_hit": (0.25, 0.75),
    "drop_reaction": (0.2, 1.3),
    "spotlight_presentation": (0.4, 1.6),
}
"""Seconds of an action before its accent and after it; what is after it ends on a half beat."""

RESTS: Mapping[str, float] = {
    DROP: 0,
    START: 0,
    TRANSITION: 0,
    SECTION: 1,
    SWITCH: 4,
    BREAK: 4,
    SPIKE: 8,
    PHRASE: 6,
    HALF: 6,
}
"""Beats that pass at least between another move and one for this kind of event."""

FACES: Mapping[str, str] = {
    "deck_scratch_L": "focused_intensity",
    "deck_scratch_R": "focused_intensity",
    "crossfader_hit": "mischievous_grin",
    "drop_reaction": "delighted_joy",
    "spotlight_presentation": "neutral_confident",
}
"""The expression that goes with an action, where the persona has it."""

JOY = "drop_reaction"
AGAIN_BEATS = 16
"""Beats after which she can be carried away once more."""

_PEAKS = ("chorus", "drop")
_SHOWN = ("bridge", "solo")


@dataclass(frozen=True, slots=True)
class Move:
    """An action on the film's frames: its accent lies at `at`; `deck` is the hand's, None where both are free.

    `path` is where the project says it, None where the music does; `was` what it would have been.
    """

    kind: str
    start: int
    at: int
    end: int
    strength: int
    face: str
    event: str
    reason: str
    deck: int | None = None
    path: Path | None = None
    was: str = ""


def moves_of(events: Sequence[Event], grid: Grid, rate: Fraction, expressions: Sequence[str]) -> tuple[Move, ...]:
    """The moves that answer the events."""
    groups = sorted(at_once(events, grid.beat_s * 0.6), key=lambda group: _rank(group[0]))
    kept: list[Move] = []
    for group in groups:
        event = replace(group[0], deck=next((e.deck for e in group if e.kind in (TRANSITION, SWITCH)), group[0].deck))
        reason = "; ".join(dict.fromkeys(each.reason for each in group))
        move = move_at(action_for(event), event.at, event.strength, grid, rate, expressions, event.kind, reason)
        rest = round(RESTS[event.kind] * grid.beat_s * rate)
        again = round(AGAIN_BEATS * grid.beat_s * rate)
        if any(move.kind == other.kind == JOY and abs(move.at - other.at) < again for other in kept):
            continue
        if all(move.end + rest <= other.start or other.end + rest <= move.start for other in kept):
            kept.append(move)
    return tuple(sorted(kept, key=lambda move: move.at))


def action_for(event: Event) -> str:
    """What answers an event: a drop and a loud start, joy; a song that comes in, the crossfader; a part, by its kind;
    a rest of the beat, a presentation; all else, a scratch on the deck that is meant."""
    if event.kind in (DROP, START):
        return JOY
    if event.kind in (TRANSITION, SPIKE, HALF) or event.into in _PEAKS:
        return "crossfader_hit"
    if event.kind == BREAK or event.into in _SHOWN:
        return "spotlight_presentation"
    return "deck_scratch_R" if event.deck else "deck_scratch_L"


def move_at(
    action: str,
    at_s: float,
    strength: int,
    grid: Grid,
    rate: Fraction,
    expressions: Sequence[str],
    event: str,
    reason: str,
    length_s: float | None = None,
    is_exact: bool = False,
) -> Move:
    """An action whose accent lies at a second of the film. `length_s` is the whole of it; `is_exact` leaves its end
    where that puts it."""
    lead_s, after_s = USUAL_S[action]
    if length_s is not None:
        after_s = max(0.1, length_s - lead_s)
    half = grid.beat_s / 2
    deck = {"deck_scratch_L": 0, "deck_scratch_R": 1}.get(action)
    halves = max(1, round(after_s / half))
    if deck is not None:
        halves = 2 ** round(math.log2(halves))  # the strokes of a scratch lie on sixteenths where it is so long
    held_s = after_s if is_exact else halves * half
    at = frame_at(at_s, rate)
    end = max(at + 2, frame_at(at_s + held_s, rate))
    face = face_among(expressions, FACES[action])
    return Move(action, at - max(1, round(lead_s * rate)), at, end, strength, face, event, reason, deck)


def face_among(expressions: Sequence[str], *wanted: str) -> str:
    """The first of the wanted expressions that the persona has, else its first one."""
    return next((face for face in wanted if face in expressions), expressions[0])


def _rank(event: Event) -> tuple[int, int, float]:
    order = (DROP, TRANSITION, START, SECTION, SWITCH, BREAK, PHRASE, SPIKE, HALF)
    return order.index(event.kind), -event.strength, event.at
