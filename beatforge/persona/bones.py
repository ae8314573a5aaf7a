"""Where every bone is: frames of a pose, limbs that reach, fingers that curl.

In: the figure's bones, a pose and the channels' values. Out: for each bone a rotation, an origin and the length of its
z axis (1 for all but limbs, whose z runs from joint to joint). Sided bones are named `NAME.left` and `NAME.right`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from beatforge.persona.poses import Hand, Pose
from beatforge.project.figures import SIDES, BoneSpec, FigureSpec, LimbSpec

Array = Any
MIRRORED = np.array([-1.0, 1.0, 1.0])
REACHED = 0.985
"""Part of a limb's length that it stretches to before its bones grow."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rotation (columns are the bone's axes), an origin, and what a unit of z is."""

    turn: Array
    origin: Array
    length: float = 1.0

    def place(self, point: Array) -> Array:
        """A point of the bone's, in the world."""
        return self.turn @ (np.asarray(point, float) * (1.0, 1.0, self.length)) + self.origin


WORLD = Frame(np.eye(3), np.zeros(3))


def turned(yaw: float, pitch: float, roll: float) -> Array:
    """Degrees: yaw turns to her left, pitch nods down, roll tilts to her left shoulder."""
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, roll))
    sa, ca, sb, cb, sc, cc = math.sin(a), math.cos(a), math.sin(b), math.cos(b), math.sin(c), math.cos(c)
    over = np.array([[ca, 0.0, sa], [0.0, 1.0, 0.0], [-sa, 0.0, ca]])
    nod = np.array([[1.0, 0.0, 0.0], [0.0, cb, -sb], [0.0, sb, cb]])
    tilt = np.array([[cc, sc, 0.0], [-sc, cc, 0.0], [0.0, 0.0, 1.0]])
    return over @ nod @ tilt


def direction(vector: Any) -> Array:
    """The vector, one long."""
    vector = np.asarray(vector, float)
    return vector / max(math.sqrt(float(vector @ vector)), 1e-9)


def own(channel: str, side: str) -> str:
    """A channel that each side has: `own_platter` -> `left_platter`."""
    return f"{side}_{channel.removeprefix('own_')}" if channel.startswith("own_") else channel


def all_frames(
    figure: FigureSpec, booth: Mapping[str, BoneSpec], pose: Pose, channels: Mapping[str, float]
) -> dict[str, Frame]:
    """Every bone's frame by name."""
    frames = bone_frames(figure, booth, channels)
    for name, limb in figure.limbs.items():
        hands = (pose.left, pose.right) if name == figure.arm else (None, None)
        for side, hand in zip(SIDES, hands, strict=True):
            _add_limb(frames, name, limb, side, hand, channels)
    for side, hand in zip(SIDES, (pose.left, pose.right), strict=True):
        _add_fingers(frames, figure, side, hand)
    return frames


def bone_frames(figure: FigureSpec, booth: Mapping[str, BoneSpec], channels: Mapping[str, float]) -> dict[str, Frame]:
    """Frames of the bones that follow channels alone: all but limbs and fingers."""
    frames = {"": WORLD}
    _add_bones(frames, booth, channels)
    _add_bones(frames, figure.bones, channels)
    return frames


def _add_bones(frames: dict[str, Frame], bones: Mapping[str, BoneSpec], channels: Mapping[str, float]) -> None:
    """Each bone's frame after its parent's, in whatever order they are written."""

    def add(name: str, bone: BoneSpec) -> None:
        parent = bones.get(bone.parent or "")
        if bone.parent and parent and not {bone.parent, f"{bone.parent}.{SIDES[0]}"} & frames.keys():
            add(bone.parent, parent)
        for side in SIDES if bone.mirror else ("",):
            frames[f"{name}.{side}" if side else name] = _bone(frames, bone, side, channels)

    for name, bone in bones.items():
        add(name, bone)


def _bone(frames: Mapping[str, Frame], bone: BoneSpec, side: str, channels: Mapping[str, float]) -> Frame:
    parent = frames.get(f"{bone.parent}.{side}") or frames[bone.parent or ""]
    mirror = MIRRORED if side == SIDES[1] else np.ones(3)
    at = np.asarray(bone.at, float) * mirror
    for channel, way in bone.move.items():
        at = at + np.asarray(way, float) * (channels.get(own(channel, side), 0.0) * mirror)
    origin = parent.place(at)
    if bone.hangs:
        swing_x, swing_z = channels.get("swing_x", 0.0), channels.get("swing_z", 0.0)
        return Frame(turned(0.0, swing_z * 60.0, -swing_x * 60.0), origin)
    angles = np.zeros(3)
    for channel, degrees in bone.turn.items():
        angles += np.asarray(degrees, float) * channels.get(own(channel, side), 0.0)
    return Frame(turned(*angles) if angles.any() else np.eye(3), origin)


def _add_limb(
    frames: dict[str, Frame], name: str, limb: LimbSpec, side: str, hand: Hand | None, channels: Mapping[str, float]
) -> None:
    """Joint, bend and end: the end reaches for its hand's place, or for where it stands; else it hangs down."""
    mirror = MIRRORED if side == SIDES[1] else np.ones(3)
    parent = frames[limb.parent]
    lift = channels.get(limb.lift, 0.0) if limb.lift else 0.0
    joint = parent.place(np.asarray(limb.at, float) * mirror + (0.0, lift, 0.0))
    pole = np.asarray((hand.bend if hand and hand.bend else limb.bend), float)
    pole = pole * (mirror if not (hand and hand.bend) else 1.0)
    if hand is not None:
        ahead, back = _hand_axes(hand)
        target = _place(frames, hand, side) - ahead * limb.end
    else:
        length = limb.upper + limb.lower
        down = joint + np.array([0.06 * mirror[0], -length * 0.97, 0.05])
        target = down if limb.stands is None else np.asarray(limb.stands, float) * mirror
        ahead, back = (
            direction(limb.bend if limb.stands else (0.05 * mirror[0], -1.0, 0.2)),
            mirror[0] * WORLD.turn[0],
        )
        if limb.stands is not None:
            ahead, back = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    bend, end, stretch = two_bones(joint, target, limb, pole)
    frames[f"{name}.upper.{side}"] = Frame(_along(bend - joint, pole), joint, limb.upper * stretch)
    frames[f"{name}.lower.{side}"] = Frame(_along(end - bend, pole), bend, limb.lower * stretch)
    back = direction(back - ahead * (back @ ahead))
    frames[f"{name}.end.{side}"] = Frame(np.stack([np.cross(back, ahead), back, ahead], 1), end)


def _place(frames: Mapping[str, Frame], hand: Hand, side: str) -> Array:
    """Where a hand is: on its bone, or on its way between some."""
    place = np.zeros(3)
    for on, at, share in hand.places:
        place = place + (frames.get(f"{on}.{side}") or frames[on or ""]).place(at) * share
    return place


def _hand_axes(hand: Hand) -> tuple[Array, Array]:
    back = direction(hand.back)
    fingers = np.asarray(hand.fingers, float)
    return direction(fingers - back * (back @ fingers)), back


def two_bones(joint: Array, target: Array, limb: LimbSpec, pole: Array) -> tuple[Array, Array, float]:
    """The bend, the end that can be reached, and how much both bones grew for it."""
    way = target - joint
    far = math.sqrt(float(way @ way))
    stretch = min(max(1.0, far / ((limb.upper + limb.lower) * REACHED)), max(limb.stretch, 1.0))
    upper, lower = limb.upper * stretch, limb.lower * stretch
    ahead = way / max(far, 1e-9)
    length = min(max(far, abs(upper - lower) + 1e-4), (upper + lower) * REACHED)
    part = (upper * upper - lower * lower + length * length) / (2.0 * length)
    out = direction(pole - ahead * (pole @ ahead))
    return (
        joint + ahead * part + out * math.sqrt(max(upper * upper - part * part, 0.0)),
        joint + ahead * length,
        stretch,
    )


def _along(way: Array, pole: Array) -> Array:
    """Axes whose z is the way and whose y lies towards the pole."""
    ahead = direction(way)
    up = direction(pole - ahead * (pole @ ahead))
    return np.stack([np.cross(up, ahead), up, ahead], 1)


def _add_fingers(frames: dict[str, Frame], figure: FigureSpec, side: str, hand: Hand | None) -> None:
    """Phalanges as bones of their own: `finger0.0.left` ..."""
    end = frames.get(f"{figure.arm}.end.{side}")
    if end is None:
        return
    sign = -1.0 if side == SIDES[1] else 1.0
    shape = hand.shape if hand is not None else ((18.0, 26.0, 0.0),) * len(figure.fingers)
    for at, (finger, (curl, bend, spread)) in enumerate(zip(figure.fingers, shape, strict=True)):
        yaw, pitch, roll = finger.turn
        turn = end.turn @ turned(sign * (yaw + spread), pitch, sign * roll) @ turned(0.0, curl, 0.0)
        origin = end.place(np.asarray(finger.at, float) * (sign, 1.0, 1.0))
        for joint, length in enumerate(finger.lengths):
            frames[f"finger{at}.{joint}.{side}"] = Frame(turn, origin, length)
            origin = origin + turn[:, 2] * length
            turn = turn @ turned(0.0, bend, 0.0)
