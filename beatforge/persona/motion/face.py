"""The face at a time: expressions that pass into each other, and blinks.

In: a performance's faces and acts, the music. Out: numbers of the face, and how far the lids are closed. They never
close while something lands. Where the eyes look is `gaze`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from beatforge.film.performance import Performance
from beatforge.persona.motion.acted import ANTICIPATION, anticipated_from
from beatforge.persona.motion.curves import bump, chance, ramp
from beatforge.persona.motion.heard import Heard
from beatforge.persona.poses import Expression, expression_of, mixed_expressions
from beatforge.project.figures import ShownSpec

FACE_S = 0.2
"""How long a face takes to become another."""

BLINK_S = 0.15
BLINK_CELL_S, BLINK_WAIT_S = 4.0, 2.0
"""One blink in each cell of the film's time, up to so long after its start: 2 to 6 seconds lie between blinks."""

ACCENT_S = 0.06
"""How near to an accent lids may not be moving, beside the blink's own length."""


LONG_AGO_S = -1e6


class Face:
    """The face of one persona in one shot."""

    def __init__(self, shown: ShownSpec, heard: Heard, performance: Performance) -> None:
        self._shown, self._heard = shown, heard
        self._known = {name: expression_of(shown, name) for name in shown.expressions}
        self._changes = sorted(self._told(performance), key=lambda change: change[0])
        accents = [heard.seconds(act.at) for act in performance.acts if act.kind != "idle_bob"]
        self._accents = (*accents, *(beat.at for beat in heard.beats if beat.place == 0 and beat.weight > 0.0))

    def at(self, time_s: float) -> Expression:
        """The expression, in between where it changes."""
        shares: dict[str, float] = {}
        for start, long, name in self._changes:
            part = ramp(start, start + long, time_s)
            if part <= 0.0:
                break
            shares = {other: share * (1.0 - part) for other, share in shares.items()}
            shares[name] = shares.get(name, 0.0) + part
        if not shares:
            return self._known[self._changes[0][2]]
        return mixed_expressions([(self._known[name], share) for name, share in shares.items() if share > 0.0])

    def blink(self, time_s: float) -> float:
        """How far the lids are closed, 0..1."""
        cell = int(time_s // BLINK_CELL_S)
        return max(self._blink(number, time_s) for number in (cell - 1, cell, cell + 1))

    def _blink(self, number: int, time_s: float) -> float:
        at = self._free(number * BLINK_CELL_S + BLINK_WAIT_S * chance(number, 61))
        if at is None:
            return 0.0
        # lids fall faster than they rise
        return bump(at - 0.4 * BLINK_S, at, at + 0.6 * BLINK_S, time_s)

    def _free(self, at: float) -> float | None:
        """When a blink drawn for a time happens: after an accent that it would hide; not at all between two."""
        for wait in (0.0, 0.12, 0.24, 0.36):
            if all(abs(at + wait - accent) > BLINK_S + ACCENT_S for accent in self._accents):
                return at + wait
        return None

    def _told(self, performance: Performance) -> Iterator[tuple[float, float, str]]:
        """When which face begins to come, and how long it takes: what is said, but for what acts have on meanwhile."""
        seconds = self._heard.seconds
        acts = [act for act in performance.acts if act.kind != "idle_bob"]
        faces = [(seconds(frame), self._name(name)) for frame, name in performance.faces]
        # the first is the face that she has on already
        faces[:1] = [(LONG_AGO_S, faces[0][1] if faces else self._name(""))]
        for at, name in faces:
            if not any(seconds(act.start) < at < seconds(act.end) for act in acts):
                yield at - FACE_S / 2, FACE_S, name
        before = -1e9
        for act in acts:
            start, at, end = seconds(act.start), seconds(act.at), seconds(act.end)
            if act.kind == "drop_reaction":
                if ANTICIPATION in self._known:
                    begin = anticipated_from(self._heard, act, before)
                    yield begin, 0.7 * (at - begin), ANTICIPATION
                yield at - 0.04, FACE_S * 0.8, self._name(act.face)
            else:
                yield start - FACE_S / 2, FACE_S, self._name(act.face)
            said = [name for since, name in faces if since <= end]
            yield end, 2.0 * FACE_S, said[-1] if said else faces[0][1]
            before = end

    def _name(self, name: str) -> str:
        """An expression of this persona's: a face that it does not know is its first."""
        return name if name in self._known else next(iter(self._known))
