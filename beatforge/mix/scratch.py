"""A scratch as curves of time: how far a hand has the record from where it would be, and what the crossfader lets out.

In: a pattern, how long and how strong a scratch is, and a moment of it. Out: seconds of the record, and a gate of 0..1.
Sound and picture read the same curves: the mix reads the song along them, the performer's hand and platter turn by
them. Polynomials only, so that they are the same everywhere. Pure; no samples.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

PEAK_SPEED = 3.0
"""How much faster or slower than the record turns a hand moves it at most: a sixth of a turn in a tenth of a second.
What is heard then runs at -2 to 4 times its speed."""

STEP_S = 0.125
"""About how long one step of a pattern lasts: a sixteenth at 120 beats a minute. A scratch of one, two or four beats
is cut into 4, 8 or 16 steps (twice as many where it is slow), so that its strokes lie on parts of the beat."""

CUT_S = 0.004
"""How long a crossfader takes to open or to close."""

_CELL = 4
"""Steps of a pattern, which is repeated until a scratch is full."""

_PEAK_OF_MEAN = 1.875
"""The top speed of a movement of least jerk against its mean (Flash and Hogan, J. Neurosci. 5, 1985)."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One cell of a scratch.

    `strokes` are (steps, place at which they end, of the hand's reach -1..1, negative is behind); `closed` are the
    stretches, in steps, in which the crossfader lets nothing out. Both leave the ends of the cell as they are.
    """

    strokes: tuple[tuple[int, float], ...]
    closed: tuple[tuple[float, float], ...] = ()


PATTERNS: Mapping[str, Pattern] = {
    "baby": Pattern(((1, -1), (1, 0), (1, -1), (1, 0))),
    "chirp": Pattern(((1, 1), (1, 0), (1, 1), (1, 0)), ((0.75, 1.25), (2.75, 3.25))),
    "tear": Pattern(((1, -0.5), (1, -1), (2, 0))),
    "transformer": Pattern(((2, -1), (2, 0)), tuple((at + 0.3, at + 0.5) for at in (0, 0.5, 1, 1.5, 2, 2.5, 3))),
}


@dataclass(frozen=True, slots=True)
class Scratch:
    """One scratch that is heard: from `start_s` of the mix on, `length_s` seconds long; `strength` is 1..100."""

    start_s: float
    length_s: float
    pattern: str
    strength: int = 100

    @property
    def end_s(self) -> float:
        """Where the record is back in its place, in seconds of the mix."""
        return self.start_s + self.length_s

    def to_value(self) -> dict[str, Any]:
        """This scratch as JSON values."""
        return asdict(self)

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Scratch:
        """The scratch that `to_value` wrote."""
        return Scratch(**value)


@dataclass(frozen=True, slots=True)
class Move:
    """The hand brings the record from `away_s` to `to_s` seconds beside its place, from `start_s` to `end_s` of a
    scratch."""

    start_s: float
    end_s: float
    away_s: float
    to_s: float


def scratches_of(row: Mapping[str, Any]) -> tuple[Scratch, ...]:
    """The scratches of a part's row, as the mixer gets it; most have none."""
    return tuple(Scratch.from_value(each) for each in row.get("scratches", ()))


def scratch_pattern(strength: int) -> str:
    """Which pattern a scratch of a strength 1..100 is, where nothing says it: neighbours differ, equals are alike."""
    return tuple(PATTERNS)[strength % len(PATTERNS)]


def scratch_offset(pattern: str, length_s: float, at_s: float, strength: int = 100) -> float:
    """How many seconds the record is ahead of where it would be, `at_s` seconds into a scratch.

    0 and at rest at both ends and beyond them; never faster than `PEAK_SPEED`. `strength` 1..100 is how far the hand
    reaches: 1 half as far as 100.
    """
    if not 0 < at_s < length_s:
        return 0.0
    moves = moves_of(pattern, length_s, strength)
    move = moves[max(0, bisect_right(moves, at_s, key=lambda each: each.start_s) - 1)]
    way = min(1.0, (at_s - move.start_s) / (move.end_s - move.start_s))
    return move.away_s + (move.to_s - move.away_s) * way * way * way * (10 + way * (6 * way - 15))


def crossfader_cut(pattern: str, length_s: float, at_s: float) -> float:
    """How much of the record the crossfader lets out, 0..1, `at_s` seconds into a scratch; all of it at both ends."""
    if not 0 < at_s < length_s:
        return 1.0
    return min((_let_out(at_s, low, high) for low, high in cuts_of(pattern, length_s)), default=1.0)


@lru_cache(maxsize=256)
def moves_of(pattern: str, length_s: float, strength: int) -> tuple[Move, ...]:
    """The hand's moves in order; they touch and fill the scratch."""
    strokes = PATTERNS[pattern].strokes
    step_s, count = _steps(length_s)
    reach_s, place = math.inf, 0.0
    for steps, to in strokes:
        if to != place:
            reach_s = min(reach_s, PEAK_SPEED * steps * step_s / (_PEAK_OF_MEAN * abs(to - place)))
        place = to
    reach_s *= 0.5 + 0.5 * (strength - 1) / 99
    moves, at, place = [], 0, 0.0
    for steps, to in strokes * (count // _CELL):
        moves.append(Move(at * step_s, (at + steps) * step_s, place * reach_s, to * reach_s))
        at, place = at + steps, to
    return tuple(moves)


@lru_cache(maxsize=256)
def cuts_of(pattern: str, length_s: float) -> tuple[tuple[float, float], ...]:
    """When the crossfader is shut, in seconds of the scratch; it takes `CUT_S` before and after."""
    step_s, count = _steps(length_s)
    cells = range(0, count, _CELL)
    return tuple(((at + low) * step_s, (at + high) * step_s) for at in cells for low, high in PATTERNS[pattern].closed)


def _steps(length_s: float) -> tuple[float, int]:
    """(seconds of a step, how many): four times a power of two, so that steps are about `STEP_S` long."""
    count = _CELL * 2 ** max(0, round(math.log2(length_s / (_CELL * STEP_S))))
    return length_s / count, count


def _let_out(at_s: float, low: float, high: float) -> float:
    beside = max(low - at_s, at_s - high, 0.0) / CUT_S
    way = min(1.0, beside)
    return way * way * (3 - 2 * way)
