"""Decks and faders: how records turn, where faders stand.

In: the music with how loud each deck is heard, the acts. Out: the booth's channels at a time, and how far a record is
turned by the hand that holds it. Records turn once a bar while they are heard, and stand at their mark when not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beatforge.film.performance import Act, Performance
from beatforge.mix.scratch import crossfader_cut, scratch_offset, scratch_pattern
from beatforge.persona.motion.curves import bump, lerp, ramp
from beatforge.persona.motion.heard import Heard
from beatforge.project.figures import SIDES

HEARD = 6 / 255
"""A deck that is louder than this (0..1) is heard."""

START_S, STOP_S, GAP_S = 0.6, 1.2, 0.4
"""How long a record takes to run and to stand, and how short a silence does not stop it."""

SNAP_S, FLICK = 0.055, 0.3
"""How long a crossfader takes that is hit, and how far it flicks (of its way) where the mix stays on its side."""

CUT = 0.7
"""How much of its way a hand moves the crossfader to cut a scratched record off."""

CATCH_UP_S = 0.6
"""How long a record that was let go takes to be where it would be."""

HELD_TURN_S = 1.4
"""How long a turn takes of the record that a hand moves, whatever the bar: a quarter less than at 33 1/3 a minute, so
that a scratch is seen from afar. It begins and ends where it would be, so that the bar's turn goes on after it."""

SCRATCHED = {"deck_scratch_L": "left", "deck_scratch_R": "right"}


class Decks:
    """Both decks and the mixer in one shot."""

    def __init__(self, heard: Heard, performance: Performance) -> None:
        self._heard = heard
        self._runs = {side: _runs(heard, getattr(performance, side)) for side in SIDES}
        self._scratches = [act for act in performance.acts if act.kind in SCRATCHED]
        self._taps = [act for act in performance.acts if act.kind == "crossfader_hit"]

    def at(self, time_s: float) -> dict[str, float]:
        """Channels of platters (degrees, forwards is negative) and faders (1: to her, or to her left)."""
        told = {f"{side}_platter": -360.0 * self.turned(side, time_s) for side in SIDES}
        told |= {f"{side}_fader": 1.0 - 2.0 * self._heard.curve(side, time_s) for side in SIDES}
        return told | {"crossfader": self.crossfader(time_s)}

    def is_heard(self, side: str, time_s: float) -> bool:
        """Whether a deck plays."""
        return any(start <= time_s < end for start, end in self._runs[side])

    def turns(self) -> tuple[float, ...]:
        """When a deck begins or ceases to play, in seconds."""
        return tuple(sorted({at for runs in self._runs.values() for run in runs for at in run if abs(at) < 1e8}))

    def turned(self, side: str, time_s: float) -> float:
        """Turns of a record, counted within its bar; whole ones do not matter."""
        turns = self._played(side, time_s)
        for act in self._scratches:
            at, end = self._heard.seconds(act.at), self._heard.seconds(act.end)
            if SCRATCHED[act.kind] == side and at < time_s < end + CATCH_UP_S:
                stood, there = self._played(side, at), self._played(side, end + CATCH_UP_S)
                # let go, it runs to where it would be by now, the shorter way round
                away = _near(there - stood) + _near(self._played(side, time_s) - there)
                turns = stood + self.held(act, time_s) + away * ramp(end, end + CATCH_UP_S, time_s)
        return turns % 1.0

    def held(self, act: Act, time_s: float) -> float:
        """Turns by which a hand has moved the record of a scratch from where it took it."""
        at, end = self._heard.seconds(act.at), self._heard.seconds(act.end)
        return scratch_offset(scratch_pattern(act.strength), end - at, time_s - at, act.strength) / HELD_TURN_S

    def _played(self, side: str, time_s: float) -> float:
        return sum(self._run(start, end, time_s) for start, end in self._runs[side] if start <= time_s)

    def crossfader(self, time_s: float) -> float:
        """-1 (right) to 1 (left, hers); a hit snaps it over just as it lands."""
        stands = self._heard.curve("crossfader", time_s)
        for act in self._taps:
            start, at, end = (self._heard.seconds(frame) for frame in (act.start, act.at, act.end))
            if start < time_s < end:
                one, other = self._heard.curve("crossfader", start), self._heard.curve("crossfader", end)
                stands = lerp(one, other, ramp(at - SNAP_S, at, time_s))
                if abs(one - other) < 0.05:
                    # the mix stays where it is: a flick, and back
                    stands += FLICK * (1.0 if stands < 0.5 else -1.0) * bump(at - SNAP_S, at, at + 0.3, time_s)
        for act in self._scratches:
            away = 1.0 if SCRATCHED[act.kind] == "left" else 0.0
            stands = lerp(stands, away, CUT * self._cut(act, time_s))
        return 1.0 - 2.0 * stands

    def _cut(self, act: Act, time_s: float) -> float:
        """How far the crossfader is shut in a scratch, over a frame's time: no cut falls between two frames."""
        at, end = self._heard.seconds(act.at), self._heard.seconds(act.end)
        if not at < time_s < end:
            return 0.0
        pattern, frame_s = scratch_pattern(act.strength), 1.0 / float(self._heard.rate)
        moments = (time_s - at + frame_s * part for part in (-0.375, -0.125, 0.125, 0.375))
        return sum(1.0 - crossfader_cut(pattern, end - at, moment) for moment in moments) / 4.0

    def _run(self, start: float, end: float, time_s: float) -> float:
        """Turns within the bar of a record that runs from `start` to `end`: it begins at its mark, and comes to it."""
        bar_s, after_s = self._heard.bar_at(min(time_s, end))
        first, next_s = self._heard.bar_at(start)
        part = (min(time_s, end) - bar_s) / (after_s - bar_s)
        if time_s < start + START_S:
            # from its mark into the bar's turn, the shorter way round
            whole = part + (1.0 if bar_s > first else 0.0) - (1.0 if start - first > 0.5 * (next_s - first) else 0.0)
            return whole * ramp(start, start + START_S, time_s)
        if time_s <= end:
            return part
        # a hand lets it run out, or brings it back, to its mark: at first as fast as it ran (Hermite's cubic)
        share = min((time_s - end) / STOP_S, 1.0)
        way = 1.0 - part if part > 0.5 else -part
        ran = STOP_S / (after_s - bar_s) * share * (1.0 - share) * (1.0 - share)
        return part + ran + way * share * share * (3.0 - 2.0 * share)


def _near(turns: float) -> float:
    """The shortest way round to the same place, -0.5..0.5."""
    return turns - round(turns)


def _runs(heard: Heard, curve: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """Stretches in which a deck is heard, in seconds; one that is heard at the ends of what is known goes on beyond."""
    runs: list[tuple[float, float]] = []
    for start, end in _louder(curve, HEARD * 255):
        low = heard.seconds(heard.first + start) if start else -1e9
        high = heard.seconds(heard.first + end) if end < len(curve) else 1e9
        if runs and low - runs[-1][1] < GAP_S:
            runs[-1] = (runs[-1][0], high)
        else:
            runs.append((low, high))
    return tuple(runs)


def _louder(curve: Sequence[int], limit: float) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, value in enumerate((*curve, -1)):
        if value > limit and start is None:
            start = at
        elif value <= limit and start is not None:
            yield start, at
            start = None
