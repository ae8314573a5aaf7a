"""Hands at work: where both are at a time, on what they do and between.

In: stations, and what moves them: nods, crouches, records, the bones' frames. Out: hands in the world. The way to the
next station begins wherever the hand is, so that work may change while it is still on its way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.persona.bones import Frame
from beatforge.persona.motion.body import Body
from beatforge.persona.motion.curves import bump, wander
from beatforge.persona.motion.decks import Decks
from beatforge.persona.motion.hands import DRAG_S, Station, about, moved, on_the_way, placed
from beatforge.persona.poses import Hand
from beatforge.project.figures import SIDES, ShownSpec

LAG_S = 0.045
"""How much later than the head hands follow a nod."""

RECOIL, RECOIL_S = 0.06, 0.34
"""How far a hand that has struck springs up, and how long that takes."""

FREE_Y = 0.05
"""Hands that are in the air drift by so much; those at work by a tenth of it."""


class Hands:
    """Both hands of one persona in one shot."""

    def __init__(self, shown: ShownSpec, body: Body, decks: Decks, stations: Mapping[str, Sequence[Station]]) -> None:
        self._shown, self._body, self._decks, self._stations = shown, body, decks, stations

    def at(self, side: str, time_s: float, frames: Mapping[str, Frame]) -> Hand:
        """Where a hand is, in the world."""
        stations = self._stations[side]
        done = [at for at, station in enumerate(stations) if station.arrive + 2.0 * DRAG_S <= time_s]
        first, *rest = stations[done[-1] :]
        hand = self._doing(first, side, time_s, frames)
        for station in rest:
            if station.depart >= time_s:
                break
            there = self._doing(station, side, time_s, frames)
            long = max(station.arrive - station.depart, 1e-3)
            hand = on_the_way(hand, there, time_s - station.depart, long, station.lift)
        return hand

    def _doing(self, station: Station, side: str, time_s: float, frames: Mapping[str, Frame]) -> Hand:
        """What a hand does at its station, were it there already."""
        hand = placed(self._shown.figure, station.hand, side, frames)
        if station.holds is not None and station.middle is not None:
            hand = about(hand, station.middle, -360.0 * self._decks.held(station.holds, time_s))
        if station.twists:
            hand = about(hand, hand.at, station.twists * wander(time_s, 0.6, 88 + SIDES.index(side)))
        nod = self._body.nod(time_s - LAG_S)
        up = station.taps * (1.0 - nod) - station.pulls * self._body.crouch(time_s)
        if station.strikes is not None:
            since = time_s - station.strikes
            up += RECOIL * bump(0.0, 0.35 * RECOIL_S, RECOIL_S, since)
        free = FREE_Y if station.taps > 0.025 else 0.1 * FREE_Y
        number = 91 + 3 * SIDES.index(side)
        drift = [free * wander(time_s, 0.31 + 0.05 * axis, number + axis) for axis in range(3)]
        if station.holds is not None or station.strikes is not None:
            drift = [0.0, 0.0, 0.0]
        return moved(hand, (drift[0], drift[1] + up, drift[2]))
