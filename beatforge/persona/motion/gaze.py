"""Where she looks: at the crowd, in darts; at what her hands set out for; up at a drop.

In: the acts' moves and the hands' stations, where hands and head are. Out: the eyes' channels, and how far the head
follows. Eyes go before hands, and the head after the eyes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from beatforge.persona.bones import Frame
from beatforge.persona.motion.acted import ANTICIPATION, Move
from beatforge.persona.motion.curves import Point, bump, chance, clamp, lerp, ramp
from beatforge.persona.motion.decks import SCRATCHED
from beatforge.persona.motion.hands import Station

CELL_S, WAIT_S, DART_S = 1.9, 1.5, 0.07
"""One dart in each cell of the film's time, up to so long after its start, and how long it takes."""

WIDEST, HIGHEST, LOWEST = 0.42, 0.28, -0.34
"""How far eyes turn, as expressions count it."""

BEFORE_S = 0.10
"""How much earlier than her hand she looks."""

HEAD_S = 0.45
"""How long the head takes to turn after the eyes."""

PER_GAZE = 0.9
"""The rig turns eyes by so much for each unit of `gaze_x`."""


@dataclass(frozen=True, slots=True)
class Look:
    """From when until when she looks where: at her `left` or `right` hand, at the `crowd`, `up`."""

    start: float
    end: float
    where: str

    def share(self, time_s: float, long: float) -> float:
        """How much she looks there; `long` is how long it takes to turn."""
        return ramp(self.start, self.start + long, time_s) * (1.0 - ramp(self.end, self.end + long, time_s))


class Gaze:
    """Where one persona looks in one shot."""

    def __init__(self, moves: Sequence[Move], stations: Mapping[str, Sequence[Station]]) -> None:
        self._looks = sorted(_looks(moves, stations), key=lambda look: look.start)

    def head(self, time_s: float) -> dict[str, float]:
        """Degrees by which the head goes with the eyes."""
        turn = {"left": (7.0, 4.0), "right": (-7.0, 4.0), "up": (0.0, -4.0), "crowd": (0.0, -1.0)}
        told = {"head_yaw": 0.0, "head_pitch": 0.0}
        for look in self._looks:
            if look.start < time_s < look.end + 0.1 + HEAD_S:
                yaw, pitch = turn[look.where]
                share = look.share(time_s - 0.05, HEAD_S)
                told["head_yaw"] = lerp(told["head_yaw"], yaw, share)
                told["head_pitch"] = lerp(told["head_pitch"], pitch, share)
        return told

    def eyes(
        self, time_s: float, head: Frame, hands: Mapping[str, Point], face: tuple[float, float]
    ) -> dict[str, float]:
        """Channels of the eyes; `face` is where the expression by itself looks."""
        x, y = (own + dart for own, dart in zip(face, _darted(time_s), strict=True))
        for look in self._looks:
            if look.start < time_s < look.end + 0.3:
                share = look.share(time_s, DART_S)
                to_x, to_y = _seen(head, _target(look.where, hands))
                x, y = lerp(x, to_x, share), lerp(y, to_y, share)
        return {"gaze_x": clamp(x, -WIDEST, WIDEST), "gaze_y": clamp(y, LOWEST, HIGHEST)}


def _looks(moves: Sequence[Move], stations: Mapping[str, Sequence[Station]]) -> Iterator[Look]:
    for side, told in stations.items():
        for station in told:
            busy = any(move.begin - 0.1 <= station.depart < move.leave for move in moves)
            if not busy and station.hand is not None and station.hand.at[1] < 1.0:
                yield Look(station.depart - BEFORE_S, station.arrive + 0.08, side)
    for move in moves:
        if move.kind in SCRATCHED:
            yield Look(move.begin - BEFORE_S, move.leave - 0.1, SCRATCHED[move.kind])
        elif move.kind == "crossfader_hit":
            side = "right" if move.pose.right is not None and move.pose.right.on else "left"
            yield Look(move.begin - BEFORE_S, move.reach + 0.12, side)
            yield Look(move.reach + 0.12, move.gone, "crowd")
        elif move.kind in (ANTICIPATION, "drop_reaction"):
            yield Look(move.begin, move.leave, "up")
        else:
            yield Look(move.begin, move.leave, "crowd")


def _target(where: str, hands: Mapping[str, Point]) -> Point:
    if where in hands:
        return hands[where]
    return (0.0, 3.2, 6.0) if where == "up" else (0.0, 1.3, 6.0)


def _seen(head: Frame, target: Point) -> tuple[float, float]:
    """The gaze that meets a point of the world."""
    x, y, z = (float(part) for part in head.turn.T @ (np.asarray(target) - head.origin))
    far = max(z, 0.2)
    return x / far / PER_GAZE, y / far


def _darted(time_s: float) -> tuple[float, float]:
    """Small looks about, each held until the next."""
    cell = math.floor(time_s / CELL_S)
    dart = (cell - 1) * CELL_S + WAIT_S * chance(cell - 1, 71)
    x, y = 0.0, 0.0
    for number in (cell - 2, cell - 1, cell):
        dart = number * CELL_S + WAIT_S * chance(number, 71)
        part = bump(dart, dart + DART_S, 1e9, time_s)
        x = lerp(x, 0.20 * (2.0 * chance(number, 72) - 1.0), part)
        y = lerp(y, 0.09 * (2.0 * chance(number, 73) - 1.0), part)
    return x, y
