"""Hands: where each is at a time, on its way from one thing to do to the next.

In: stations (something to do, from when on) and the bones' frames. Out: hands in the world, so that they can go from
bone to bone without a jump. They travel on arcs, at rest at both ends, and come down on time; fingers follow the palm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from beatforge.film.performance import Act
from beatforge.persona.bones import MIRRORED, Array, Frame, direction
from beatforge.persona.motion.curves import Point, between, clamp, eased
from beatforge.persona.poses import Hand
from beatforge.project.figures import SIDES, FigureSpec

HANGING = ((18.0, 26.0, 0.0),)
"""Fingers of a hand that does nothing, as the rig has them."""

DRAG_S = 0.05
"""How much later than the palm its turn and its fingers come."""


@dataclass(frozen=True, slots=True)
class Station:
    """Something a hand does from `arrive` on, for which it sets out at `depart` (seconds).

    On the way it rises by `lift`. `taps` is how far it comes down with a nod. `holds` is the scratch whose record it
    has in its grip, which turns about `middle`. `strikes` is when it lands with a recoil; `pulls` how far it goes down
    with a crouch. By `twists` degrees it turns about.
    """

    depart: float
    arrive: float
    hand: Hand | None
    lift: float = 0.05
    taps: float = 0.0
    holds: Act | None = None
    middle: Point | None = None
    strikes: float | None = None
    pulls: float = 0.0
    twists: float = 0.0


def placed(figure: FigureSpec, hand: Hand | None, side: str, frames: Mapping[str, Frame]) -> Hand:
    """A hand in the world, with all that the rig would think of by itself."""
    limb = figure.limbs[figure.arm]
    mirror = MIRRORED if side == SIDES[1] else np.ones(3)
    if hand is None:
        joint = frames[limb.parent].place(np.asarray(limb.at, float) * mirror)
        ahead = direction((0.05 * mirror[0], -1.0, 0.2))
        at = joint + np.array([0.06 * mirror[0], -(limb.upper + limb.lower) * 0.97, 0.05]) + ahead * limb.end
        shape = HANGING * len(figure.fingers)
        return Hand(None, point(at), point(ahead), (float(mirror[0]), 0.0, 0.0), point(limb.bend * mirror), shape)
    base = frames.get(f"{hand.on}.{side}") or frames[hand.on or ""]
    return replace(hand, on=None, at=point(base.place(hand.at)), bend=hand.bend or point(limb.bend * mirror))


def mirrored(hand: Hand) -> Hand:
    """The other hand doing the same."""
    at, fingers, back = (_flip(way) for way in (hand.at, hand.fingers, hand.back))
    return replace(hand, at=at, fingers=fingers, back=back, bend=hand.bend and _flip(hand.bend))


def moved(hand: Hand, by: Point) -> Hand:
    return replace(hand, at=(hand.at[0] + by[0], hand.at[1] + by[1], hand.at[2] + by[2]))


def about(hand: Hand, middle: Point, degrees: float) -> Hand:
    """The hand turned about an upright axis; yaw to her left counts up."""
    angle = math.radians(degrees)
    away = (hand.at[0] - middle[0], hand.at[1], hand.at[2] - middle[2])
    x, y, z = _turned(away, angle)
    return replace(
        hand,
        at=(middle[0] + x, y, middle[2] + z),
        fingers=_turned(hand.fingers, angle * 0.6),
        back=_turned(hand.back, angle * 0.6),
    )


def on_the_way(one: Hand, other: Hand, since: float, long: float, lift: float) -> Hand:
    """Between two hands in the world: on an arc, fingers a little behind, the grip last."""
    part, late = eased(since / long), eased((since - DRAG_S) / long)
    reach = math.dist(one.at, other.at)
    rise = abs(other.at[1] - one.at[1])
    # over the table for what is near; out to the side for what goes up or down far
    high = (lift + 0.10 * max(reach - rise, 0.0)) * 4.0 * part * (1.0 - part)
    aside = 0.16 * rise * 4.0 * part * (1.0 - part)
    x, y, z = between(one.at, other.at, part)
    side = 1.0 if x >= 0.0 else -1.0
    assert one.bend is not None and other.bend is not None
    shape = tuple(
        between(a, b, eased((since - 1.4 * DRAG_S) / long)) for a, b in zip(one.shape, other.shape, strict=True)
    )
    return Hand(
        None,
        (x + side * aside, y + high, z + aside * 0.5),
        between(one.fingers, other.fingers, late),
        between(one.back, other.back, late),
        between(one.bend, other.bend, part),
        shape,
    )


def travel_s(one: Hand, other: Hand) -> float:
    """How long a hand takes for a way, unhurried."""
    return clamp(0.36 + 0.55 * math.dist(one.at, other.at), 0.42, 0.8)


def point(vector: Array | Sequence[float]) -> Point:
    return (float(vector[0]), float(vector[1]), float(vector[2]))


def _flip(way: Point) -> Point:
    return (-way[0], way[1], way[2])


def _turned(way: Point, angle: float) -> Point:
    x, y, z = way
    return (x * math.cos(angle) + z * math.sin(angle), y, z * math.cos(angle) - x * math.sin(angle))
