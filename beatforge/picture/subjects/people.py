"""People made of joints: a pose in angles becomes places of joints, and those a row of numbers that `bodies` paints.

In: poses (degrees), a size, clothes. Out: rows for a table of a motif's `animate`. Feet stand where they are put: the
body moves over them. Plain arithmetic, once a frame and person; nothing here knows pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

Place = tuple[float, float]

UPPER_ARM, FOREARM, THIGH, SHIN = 0.160, 0.165, 0.245, 0.240
"""Lengths of limbs in heights of the person."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Angles in degrees. Limbs: 0 hangs down, 90 points away from the body, 180 up; beyond that over the head, and
    negative across the body. `lean`, `head` go to the right; `turn` 1 is seen from the side; `lift` is in heights."""

    lean: float = 0.0
    head: float = 0.0
    arm_l: float = 12.0
    fore_l: float = 8.0
    arm_r: float = 12.0
    fore_r: float = 8.0
    thigh_l: float = 4.0
    shin_l: float = 2.0
    thigh_r: float = 4.0
    shin_r: float = 2.0
    hips: float = 0.0
    turn: float = 0.0
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Clothes:
    """What somebody wears. Colours are (hue 0 accent .. 1 accent2, paleness, darkness), each 0..1."""

    top: tuple[float, float, float] = (0.0, 0.0, 0.3)
    bottom: tuple[float, float, float] = (1.0, 0.0, 0.7)
    skin: float = 0.5
    hair: float = 0.0
    crown: float = 1.08
    tail: float = 0.0
    tail_wide: float = 0.03
    skirt: float = 0.0
    cuff: float = 0.030


def eased(poses: Sequence[Pose], phase: float, hit: float = 0.2) -> Pose:
    """The pose at `phase` (one pose each whole number, over and over): a smooth way through all of them that lingers
    (`hit` 0 not at all, 1 standing still) where each is reached."""
    whole = math.floor(phase)
    part = phase - whole
    part -= hit * math.sin(2.0 * math.pi * part) / (2.0 * math.pi)
    keys = [poses[(whole + nth) % len(poses)] for nth in (-1, 0, 1, 2)]
    return Pose(*(_spline([getattr(key, field.name) for key in keys], part) for field in fields(Pose)))


def between(one: Pose, other: Pose, part: float) -> Pose:
    """A pose `part` of the way from one to the other."""
    names = [field.name for field in fields(Pose)]
    return Pose(*(getattr(one, name) + (getattr(other, name) - getattr(one, name)) * part for name in names))


def mirrored(pose: Pose) -> Pose:
    """The pose with left and right exchanged."""
    swapped = {
        f"{limb}_{side}": getattr(pose, f"{limb}_{other}")
        for limb in ("arm", "fore", "thigh", "shin")
        for side, other in ("lr", "rl")
    }
    return replace(pose, lean=-pose.lean, head=-pose.head, hips=-pose.hips, **swapped)


def joints(
    pose: Pose, reach_l: Place | None = None, reach_r: Place | None = None, seat: float = 0.0
) -> dict[str, Place]:
    """Where the joints are, in heights of the person over the middle of the feet; hands at `reach_l`, `reach_r` where
    these are given. `seat`: the height of the hips of somebody who sits."""
    wide = 1.0 - 0.55 * pose.turn
    tilt = math.radians(pose.hips)
    made: dict[str, Place] = {"hip": (0.0, 0.0)}
    for side, name in ((-1.0, "l"), (1.0, "r")):
        hip = (side * 0.048 * wide * math.cos(tilt), side * 0.048 * math.sin(tilt))
        thigh, shin = getattr(pose, f"thigh_{name}"), getattr(pose, f"shin_{name}")
        knee = _towards(hip, side, thigh, THIGH)
        foot = _towards(knee, side, shin, SHIN)
        made |= {f"hip_{name}": hip, f"knee_{name}": knee, f"foot_{name}": foot}
        made[f"toe_{name}"] = _towards(foot, side, min(max(shin, -30.0), 60.0) + 38.0, 0.072)
    low = min(made["foot_l"][1], made["foot_r"][1])
    weights = [1.0 / (made[foot][1] - low + 0.04) ** 2 for foot in ("foot_l", "foot_r")]
    stood = (weights[0] * made["foot_l"][0] + weights[1] * made["foot_r"][0]) / sum(weights)
    root = (-stood, (seat or 0.035 - low) + pose.lift)
    lean = math.radians(pose.lean)
    up = (math.sin(lean), math.cos(lean))
    made["waist"] = (0.105 * up[0] * 0.6, 0.105)
    neck = (made["waist"][0] + 0.225 * up[0], made["waist"][1] + 0.225 * up[1])
    made["neck"] = neck
    nod = math.radians(pose.lean * 0.6 + pose.head)
    made["head"] = (neck[0] + 0.090 * math.sin(nod), neck[1] + 0.090 * math.cos(nod))
    made["face"] = (made["head"][0] + 0.0013 * pose.head + 0.0006 * pose.lean, made["head"][1] - 0.018)
    for side, name, reach in ((-1.0, "l", reach_l), (1.0, "r", reach_r)):
        aside = side * 0.098 * wide
        shoulder = (neck[0] + aside * up[1] - 0.028 * up[0], neck[1] - aside * up[0] - 0.028 * up[1])
        if reach is None:
            elbow = _towards(shoulder, side, getattr(pose, f"arm_{name}") - side * pose.lean * 0.3, UPPER_ARM)
            hand = _towards(elbow, side, getattr(pose, f"fore_{name}") - side * pose.lean * 0.3, FOREARM)
        else:
            elbow, hand = _reached(shoulder, (reach[0] - root[0], reach[1] - root[1]), side)
        made |= {f"shoulder_{name}": shoulder, f"elbow_{name}": elbow, f"hand_{name}": hand}
    return {name: (x + root[0], y + root[1]) for name, (x, y) in made.items()}


POINTS = (
    *("head", "face", "neck", "waist", "shoulder_l", "elbow_l", "hand_l", "shoulder_r", "elbow_r", "hand_r"),
    *("hip_l", "knee_l", "foot_l", "toe_l", "hip_r", "knee_r", "foot_r", "toe_r"),
)
"""The joints of a row, two numbers each, in this order."""

EXTRAS = (
    *("size", "ground", "crown", "tail_x", "tail_y", "tail_wide", "hem_lx", "hem_ly", "hem_rx", "hem_ry", "skirt"),
    *("cuff", "skin", "hair", "top_hue", "top_pale", "top_dark", "low_hue", "low_pale", "low_dark"),
    *("left", "right", "low", "high", "drift_x", "drift_y", "depth", "ident"),
    *("neck_x", "neck_y", "body_x", "body_y", "guitar", "microphone", "back"),
)
"""What else a row tells: hair, skirt, colours, bounds; the far end and the middle of a guitar and its size; whether a
microphone is in the right hand, and whether we see their back."""


BOXES: Mapping[str, tuple[float, tuple[str, ...]]] = {
    **{f"leg_{side}": (0.065, tuple(f"{joint}_{side}" for joint in ("hip", "knee", "foot", "toe"))) for side in "lr"},
    **{f"arm_{side}": (0.042, tuple(f"{joint}_{side}" for joint in ("shoulder", "elbow", "hand"))) for side in "lr"},
    "trunk": (0.12, ("neck", "waist", "shoulder_l", "shoulder_r", "hip_l", "hip_r")),
    "head": (0.10, ("head", "neck", "face")),
    "tail": (0.075, ("head", "tail")),
}
"""Parts of a body: how far (in heights) they reach from the joints they lie between."""

SIDES = ("left", "right", "low", "high")
"""What a row tells of each of `BOXES`, last."""


def body_row(
    made: Mapping[str, Place],
    clothes: Clothes,
    place: Place,
    size: float,
    *,
    depth: float,
    ident: int,
    trail: Place = (0.0, 0.0),
    guitar: tuple[Place, Place] | None = None,
    microphone: bool = False,
    back: bool = False,
) -> tuple[float, ...]:
    """A person of height `size` whose feet are at `place`, as numbers for `bodies.body`. `trail`: how far (in heights)
    hair and skirt are left behind by the movement. `guitar`: its middle and the end of its neck."""
    at = {name: (place[0] + size * x, place[1] + size * y) for name, (x, y) in made.items()}
    head, waist = at["head"], at["waist"]
    tail = (
        head[0] - size * trail[0] * 1.3 * min(1.0, clothes.tail * 6.0),
        head[1] - size * (clothes.tail + trail[1] * 0.6),
    )
    fall = clothes.skirt * size
    hems = []
    for side, name in ((-1.0, "l"), (1.0, "r")):
        knee, hip = at[f"knee_{name}"], at[f"hip_{name}"]
        low = hip[1] - fall + abs(trail[0]) * size * 0.35
        # the edge falls from the waist and must not leave the knee bare at its side
        part = min(1.0, max(0.4, (waist[1] - knee[1]) / max(waist[1] - low, 1e-6)))
        out = max(0.0, side * (knee[0] - waist[0]) - 0.02 * size) / (part * (1.45 - 0.45 * part))
        flare = max(0.105 * size + fall * 0.22, out + 0.05 * size)
        hems += [waist[0] + side * flare - size * trail[0] * 0.9, low]
    middle, end = guitar or ((0.0, 0.0), (0.1, 0.0))
    middle, end = ((place[0] + size * x, place[1] + size * y) for x, y in (middle, end))
    ends = [*at.values(), (hems[0], hems[1]), (hems[2], hems[3]), tail, *([middle, end] if guitar else [])]
    reach = size * (0.09 + clothes.crown * 0.02)
    bounds = (
        min(x for x, _ in ends) - reach, max(x for x, _ in ends) + reach,
        min(y for _, y in ends) - reach, max(y for _, y in ends) + reach,
    )  # fmt: skip
    moved = (at["waist"][0] - place[0], at["waist"][1] - place[1] - 0.6 * size)
    numbers = [number for name in POINTS for number in at[name]]
    numbers += [size, place[1], clothes.crown, *tail, clothes.tail_wide, *hems, clothes.skirt]
    numbers += [clothes.cuff, clothes.skin, clothes.hair, *clothes.top, *clothes.bottom]
    numbers += [
        *bounds,
        *moved,
        depth,
        float(ident),
        *end,
        *middle,
        size if guitar else 0.0,
        float(microphone),
        float(back),
    ]
    at["tail"] = tail
    wider = {
        "head": 0.06 * max(clothes.crown - 1.0, 0.0),
        "tail": max(clothes.tail_wide - 0.056, 0.0),
        **{f"leg_{side}": max(clothes.cuff - 0.056, 0.0) for side in "lr"},
    }
    for limb, (near, ends_of) in BOXES.items():
        xs, ys = [at[joint][0] for joint in ends_of], [at[joint][1] for joint in ends_of]
        room = size * (near + wider.get(limb, 0.0))
        numbers += [min(xs) - room, max(xs) + room, min(ys) - room, max(ys) + room]
    assert len(numbers) == 2 * len(POINTS) + len(EXTRAS) + len(SIDES) * len(BOXES) and waist == at["waist"]
    return tuple(round(number, 5) for number in numbers)


def _spline(keys: Sequence[float], part: float) -> float:
    """Between keys[1] and keys[2], smooth through all."""
    before, start, end, after = keys
    slope0, slope1 = (end - before) * 0.5, (after - start) * 0.5
    bend = 2.0 * (start - end) + slope0 + slope1
    return start + part * (slope0 + part * (end - start - slope0 - bend + part * bend))


def _towards(start: Place, side: float, degrees: float, far: float) -> Place:
    turn = math.radians(degrees)
    return start[0] + side * math.sin(turn) * far, start[1] - math.cos(turn) * far


def _reached(shoulder: Place, target: Place, side: float) -> tuple[Place, Place]:
    """Elbow and hand of an arm that reaches for `target`, the elbow low and outside."""
    dx, dy = target[0] - shoulder[0], target[1] - shoulder[1]
    far = max(1e-6, math.hypot(dx, dy))
    reach = min(max(far, abs(UPPER_ARM - FOREARM) + 0.01), (UPPER_ARM + FOREARM) * 0.995)
    dx, dy = dx / far, dy / far
    along = (UPPER_ARM**2 - FOREARM**2 + reach * reach) / (2.0 * reach)
    out = math.sqrt(max(0.0, UPPER_ARM**2 - along * along))
    on = shoulder[0] + dx * along, shoulder[1] + dy * along
    bends = [(on[0] + dy * aside, on[1] - dx * aside) for aside in (out, -out)]
    elbow = min(bends, key=lambda bend: bend[1] - side * bend[0] * 0.6)
    return elbow, (shoulder[0] + dx * reach, shoulder[1] + dy * reach)
