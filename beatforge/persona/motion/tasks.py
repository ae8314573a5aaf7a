"""What the hands do when: stations of acts, and between them their small work.

In: the moves of acts, the works, the music's bars. Out: for each hand its stations in order. A hand changes its work at
bars, and when a deck begins or ceases to be heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from beatforge.persona.bones import Frame, bone_frames
from beatforge.persona.motion.acted import ANTICIPATION, Move
from beatforge.persona.motion.curves import chance, lerp
from beatforge.persona.motion.decks import SCRATCHED, Decks
from beatforge.persona.motion.hands import Station, placed, travel_s
from beatforge.persona.motion.heard import Heard
from beatforge.persona.motion.works import Works
from beatforge.persona.poses import Hand, Pose
from beatforge.project.figures import SIDES, ShownSpec

LONG_AGO_S = -1e6

LINGER_S = 0.25
"""How long after a bar's start a hand may set out."""

CONTACT_S = 0.07
"""How long before a scratch its hand lies on the record."""


class Tasks:
    """Both hands' stations in one shot."""

    def __init__(
        self,
        shown: ShownSpec,
        heard: Heard,
        decks: Decks,
        moves: Sequence[Move],
        home: Pose,
        frames: Mapping[str, Frame],
    ) -> None:
        self._shown, self._heard, self._decks, self._moves, self._frames = shown, heard, decks, moves, frames
        self._works = Works(shown, heard, decks, home, frames)
        self.stations = {side: tuple(self._unhurried(side, self._stations(side))) for side in SIDES}

    def _stations(self, side: str) -> list[Station]:
        told = [*self._acted(side), *self._worked(side)]
        return sorted(told, key=lambda station: (station.depart, station.arrive))

    def _worked(self, side: str) -> Iterator[Station]:
        """Work between acts. What she does as the known music begins, she has done for long."""
        start = self._heard.start
        bar, after = self._heard.bar_at(start)
        # the bar before is not known, but nearly always as long
        work = self._works.at(side, bar - (after - bar), start)
        yield replace(self._going(side, work, LONG_AGO_S), arrive=LONG_AGO_S + 1.0)
        turns = {at: LINGER_S for at in self._heard.bars if at >= bar} | dict.fromkeys(self._decks.turns(), 0.01)
        turns |= {move.leave: 0.0 for move in self._moves}
        for at in sorted(turns):
            if any(move.begin - 0.1 <= at < move.leave for move in self._moves):
                continue
            came = self._works.at(side, self._heard.bar_at(at)[0], max(at, start))
            if turns[at] == 0.0 or came != work:
                wait = turns[at] * chance(self._heard.number(at), 41 + SIDES.index(side))
                yield self._going(side, came, at + wait)
            work = came

    def _going(self, side: str, name: str, depart: float) -> Station:
        work = self._works.of[side][name]
        return Station(depart, depart, work.hand, taps=work.taps, twists=work.twists)

    def _unhurried(self, side: str, told: Sequence[Station]) -> Iterator[Station]:
        """Stations that have no time of their own are reached in the time that the way to them takes."""
        before: Hand | None = None
        for station in told:
            there = placed(self._shown.figure, station.hand, side, self._frames)
            if before is not None and station.arrive == station.depart:
                station = replace(station, arrive=station.depart + travel_s(before, there))
            yield station
            before = there

    def _acted(self, side: str) -> Iterator[Station]:
        for move in self._moves:
            hand: Hand | None = getattr(move.pose, side)
            if hand is None:
                continue
            at = self._heard.seconds(move.act.at)
            if move.kind == ANTICIPATION:
                reach = lerp(move.begin, move.leave, 0.6)
                yield Station(move.begin, reach, hand, lift=0.02, taps=0.03, pulls=0.11)
            elif move.kind == "drop_reaction":
                yield Station(at + 0.01, at + 0.25, hand, lift=0.0, taps=0.15)
            elif move.kind in SCRATCHED:
                contact = at - CONTACT_S
                middle = self._works.middle(hand, side) if SCRATCHED[move.kind] == side else None
                holds = move.act if middle is not None else None
                still = self._in_pose(hand, side, move.pose) if holds else self._works.still(hand, side)
                yield Station(min(move.begin, contact - 0.36), contact, still, holds=holds, middle=middle)
            elif move.kind == "crossfader_hit" and hand.on is not None:
                ready = placed(self._shown.figure, hand, side, self._frames)
                x, y, z = ready.at
                raised = replace(ready, at=(x + (0.05 if side == "left" else -0.05), y + 0.15, z - 0.03))
                yield Station(min(move.begin, at - 0.5), at - 0.17, raised, lift=0.04)
                yield Station(at - 0.15, at, hand, lift=0.0, strikes=at)
            else:
                yield Station(min(move.begin, at - 0.4), at, hand, taps=0.05)

    def _in_pose(self, hand: Hand, side: str, pose: Pose) -> Hand:
        """A hand where the pose has it, in the world: a record that turns under it does not take it along."""
        shown = self._shown
        return placed(shown.figure, hand, side, bone_frames(shown.figure, shown.booth.bones, pose.channels))
