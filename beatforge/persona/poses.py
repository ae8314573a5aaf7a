"""Poses, expressions and cameras as plain values, and how they are mixed.

In: the persona's file. Out: frozen values that a performer takes; blends of them are values of the same kind, so that
motion is arithmetic. No numpy, no picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from beatforge.project.figures import FACE, FigureSpec, HandShapeSpec, HandSpec, PoseSpec, ShownSpec

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand: where what touches is (in the frame of the bone `on`), directions of fingers and back, the elbow's way,
    and its fingers' degrees (curl, bend, spread of each). On its way between bones it is at several places at once:
    each of `elsewhere` is a bone, a place in its frame, and its share of the whole."""

    on: str | None
    at: Point
    fingers: Point
    back: Point
    bend: Point | None
    shape: tuple[tuple[float, float, float], ...]
    elsewhere: tuple[tuple[str | None, Point, float], ...] = ()

    @property
    def places(self) -> tuple[tuple[str | None, Point, float], ...]:
        """Every bone that it is on, the place there, and its share; shares add up to 1."""
        return ((self.on, self.at, 1.0 - sum(share for _, _, share in self.elsewhere)), *self.elsewhere)


@dataclass(frozen=True, slots=True)
class Pose:
    """What bones do (channel -> amount) and where the hands are; a hand that is None hangs down."""

    channels: Mapping[str, float]
    left: Hand | None = None
    right: Hand | None = None

    def with_channels(self, **channels: float) -> Pose:
        return replace(self, channels={**self.channels, **channels})


@dataclass(frozen=True, slots=True)
class Expression:
    """Numbers of the face by name (`figures.FACE`), none left out."""

    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where from, where to, and how wide (degrees from top to bottom)."""

    eye: Point
    target: Point
    view_degrees: float


def orbit(
    turn: float, rise: float, distance: float, target: Point = (0.0, 1.15, 0.0), view_degrees: float = 34.0
) -> Camera:
    """A camera about a target: `turn` 0 is in front of her, 90 at her left; degrees."""
    a, e = math.radians(turn), math.radians(rise)
    way = (math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e))
    eye = tuple(to + distance * part for to, part in zip(target, way, strict=True))
    return Camera((eye[0], eye[1], eye[2]), target, view_degrees)


def expression_of(shown: ShownSpec, name: str) -> Expression:
    """A named expression with what it leaves unsaid."""
    return Expression({**dict.fromkeys(FACE, 0.0), **shown.figure.face, **shown.expressions[name]})


def mixed_expressions(shares: Mapping[Expression, float] | list[tuple[Expression, float]]) -> Expression:
    """Several expressions by their shares."""
    told = list(shares.items()) if isinstance(shares, Mapping) else shares
    total = sum(share for _, share in told)
    return Expression({name: sum(one.numbers[name] * share for one, share in told) / total for name in FACE})


def pose_of(shown: ShownSpec, name: str) -> Pose:
    """A named pose or gesture, complete."""
    spec = shown.gestures.get(name) or shown.poses[name]
    return _complete(shown, spec)


def expression_in(shown: ShownSpec, name: str) -> str:
    """The expression that goes with a pose or gesture."""
    spec: PoseSpec | None = shown.gestures.get(name) or shown.poses[name]
    while spec is not None:
        if spec.expression is not None:
            return spec.expression
        spec = shown.poses[spec.base] if spec.base is not None else None
    return next(iter(shown.expressions))


def mixed_poses(one: Pose, other: Pose, part: float) -> Pose:
    """Between two poses: `one` at 0, `other` at 1. A hand goes straight from bone to bone, wherever they move; one that
    hangs down changes over halfway."""
    names = {*one.channels, *other.channels}
    channels = {name: _lerp(one.channels.get(name, 0.0), other.channels.get(name, 0.0), part) for name in names}
    return Pose(channels, _mixed_hands(one.left, other.left, part), _mixed_hands(one.right, other.right, part))


def _complete(shown: ShownSpec, spec: PoseSpec) -> Pose:
    start = _complete(shown, shown.poses[spec.base]) if spec.base is not None else Pose({})
    left, right = (_hand(shown.figure, hand, sign) for hand, sign in ((spec.left, 1.0), (spec.right, -1.0)))
    return Pose({**start.channels, **spec.channels}, left or start.left, right or start.right)


def _hand(figure: FigureSpec, spec: HandSpec | None, sign: float) -> Hand | None:
    """A hand as the file says; where that leaves the elbow's way unsaid, the limb's own, so that it can be mixed."""
    if spec is None:
        return None
    bend, limb = spec.bend, figure.limbs.get(figure.arm)
    if bend is None and limb is not None:
        bend = (limb.bend[0] * sign, limb.bend[1], limb.bend[2])
    return Hand(spec.on, spec.at, spec.fingers, spec.back, bend, shape_of(figure.hand_shapes[spec.shape]))


def shape_of(spec: HandShapeSpec) -> tuple[tuple[float, float, float], ...]:
    """A hand shape finger by finger."""
    spread = spec.spread or (0.0,) * len(spec.curl)
    return tuple(zip(spec.curl, spec.bend, spread, strict=True))


def _mixed_hands(one: Hand | None, other: Hand | None, part: float) -> Hand | None:
    if one is None or other is None:
        return one if part < 0.5 else other
    if part <= 0.0 or part >= 1.0:
        return one if part <= 0.0 else other
    (on, at, _), *elsewhere = _shared(one, other, part)
    bend = other.bend if one.bend is None else one.bend
    if one.bend is not None and other.bend is not None:
        bend = _between(one.bend, other.bend, part)
    shape = tuple(_between(a, b, part) for a, b in zip(one.shape, other.shape, strict=True))
    return Hand(
        on,
        at,
        _between(one.fingers, other.fingers, part),
        _between(one.back, other.back, part),
        bend,
        shape,
        tuple(elsewhere),
    )


def _shared(one: Hand, other: Hand, part: float) -> list[tuple[str | None, Point, float]]:
    """The places of two hands by their shares, those on one bone as one."""
    told: dict[str | None, tuple[Point, float]] = {}
    for hand, weight in ((one, 1.0 - part), (other, part)):
        for on, at, share in hand.places:
            share *= weight
            before, held = told.get(on, (at, 0.0))
            whole = held + share
            told[on] = (_between(before, at, share / whole) if whole else at, whole)
    return [(on, at, share) for on, (at, share) in told.items()]


def _between(one: Point, other: Point, part: float) -> Point:
    return (_lerp(one[0], other[0], part), _lerp(one[1], other[1], part), _lerp(one[2], other[2], part))


def _lerp(start: float, end: float, part: float) -> float:
    return start + (end - start) * part
