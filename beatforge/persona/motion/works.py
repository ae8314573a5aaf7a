"""Small work: what hands do between acts, as far as a persona's file and booth have it, and which of it when.

In: poses, the booth's bones and knobs, how the decks are heard. Out: for each hand its works, and the one of a time. It
is drawn by chance from the film's time and from which decks are heard: a record that plays is not held fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from beatforge.persona.bones import Frame
from beatforge.persona.motion.acted import pose_named
from beatforge.persona.motion.curves import Point, chance
from beatforge.persona.motion.decks import Decks
from beatforge.persona.motion.hands import mirrored, placed, point
from beatforge.persona.motion.heard import Heard
from beatforge.persona.poses import Hand, Pose
from beatforge.project.figures import SIDES, ShownSpec

WORK_S = {"left": 4.3, "right": 5.9}
"""About how long a hand stays with its work; each hand has its own count, so that they change at different bars."""

AIR, STRONG = "air", 0.55
"""A hand held up, and how strong the music must be for it."""

KNOB = 0.03
"""The widest radius of a knob, in figure units."""


@dataclass(frozen=True, slots=True)
class Work:
    """A hand's work: where, how far it taps with the nods, and how many degrees it twists about, as on a knob."""

    hand: Hand
    taps: float
    twists: float = 0.0


class Works:
    """All work of both hands."""

    def __init__(self, shown: ShownSpec, heard: Heard, decks: Decks, home: Pose, frames: Mapping[str, Frame]) -> None:
        self._shown, self._heard, self._decks, self._home, self._frames = shown, heard, decks, home, frames
        self.of = {side: dict(self._told(side)) for side in SIDES}

    def at(self, side: str, bar_s: float, time_s: float) -> str:
        """What a hand does at a time in the bar that started at `bar_s`."""
        is_heard = self._decks.is_heard(side, time_s)
        other_heard = self._decks.is_heard(_other(side), time_s)
        shares = {
            "home": 0.0 if is_heard else 2.4 if other_heard else 1.0,
            "rest": 1.6,
            "fader": 0.8 if is_heard else 0.4,
            AIR: 0.4,
        }
        drawn = chance(int(bar_s // WORK_S[side]), 51 + SIDES.index(side))
        name = _picked([(name, shares.get(name, 0.45)) for name in self.of[side]], drawn)
        is_strong = (is_heard or other_heard) and self._heard.strength(bar_s) > STRONG
        return "rest" if name == AIR and not is_strong and "rest" in self.of[side] else name

    def still(self, hand: Hand | None, side: str) -> Hand:
        """A hand that keeps to its bone where that only slides, and to its place in the world where it turns."""
        turns = hand is not None and self.middle(hand, side) is not None
        return placed(self._shown.figure, hand, side, self._frames) if hand is None or turns else hand

    def middle(self, hand: Hand, side: str) -> Point | None:
        """About which point the record turns that a hand is on; None where it is on none."""
        bone = self._shown.booth.bones.get(hand.on or "")
        if bone is None or not bone.turn:
            return None
        return point(self._frames[f"{hand.on}.{side}" if bone.mirror else str(hand.on)].origin)

    def _told(self, side: str) -> Iterator[tuple[str, Work]]:
        shown = self._shown
        home = self.still(getattr(self._home, side), side)
        yield "home", Work(home, 0.012)
        away = pose_named(shown, f"hands_{_other(side)}_deck")
        rest = getattr(away, side) if away is not None else None
        if rest is not None:
            yield "rest", Work(self.still(rest, side), 0.02)
        tap = pose_named(shown, "crossfader_tap")
        hands = [(name, getattr(tap, name)) for name in SIDES] if tap is not None else []
        grip = next((_on_side(hand, name, side) for name, hand in hands if hand is not None and hand.on), None)
        free = next((_on_side(hand, name, side) for name, hand in hands if hand is not None and not hand.on), None)
        if grip is not None and "fader" in shown.booth.bones:
            yield "fader", Work(replace(grip, on="fader"), 0.0)
        for number, (x, y, z) in enumerate(_knobs(shown) if grip is not None else ()):
            assert grip is not None
            yield (
                f"knob {number}",
                Work(replace(grip, on=None, at=(x if side == "left" else -x, y, z)), 0.0, 38.0),
            )
        if free is not None:
            yield AIR, Work(free, 0.12)


def _picked(shares: Sequence[tuple[str, float]], drawn: float) -> str:
    """The name at a place (0..1) of all shares laid side by side."""
    left = drawn * sum(share for _, share in shares)
    for name, share in shares:
        left -= share
        if left < 0.0:
            return name
    return shares[0][0]


def _other(side: str) -> str:
    return SIDES[1 - SIDES.index(side)]


def _on_side(hand: Hand, own: str, side: str) -> Hand:
    return hand if own == side else mirrored(hand)


def _knobs(shown: ShownSpec) -> list[tuple[float, float, float]]:
    """Where fingers take the mixer's knobs on her left: small upright cylinders that both sides have."""
    return [
        (row.at[0], row.at[1] + 0.05, row.at[2] + 0.02)
        for row in shown.booth.primitives
        if row.type == "cylinder" and row.bone is None and row.mirror and row.radii[0] <= KNOB
    ]
