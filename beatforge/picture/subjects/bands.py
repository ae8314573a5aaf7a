"""A band at work: singer, guitarist, bassist, drummer, keys; what each does on the beat.

In: a part (`SINGER` ..), a count of beats, how hard they play. Out: joints, and where a guitar is held.
"""

from __future__ import annotations

import math

from beatforge.picture.subjects.people import Clothes, Place, Pose, between, eased, joints, mirrored

SINGER, GUITAR, BASS, DRUMS, KEYBOARD = range(5)

Playing = tuple[dict[str, Place], "tuple[Place, Place] | None"]

OUTFITS = (
    Clothes((0.0, 0.1, 0.1), (1.0, 0.0, 0.8), tail=0.13, tail_wide=0.062, skin=0.7, hair=0.5, cuff=0.034),
    Clothes((1.0, 0.3, 0.55), (0.5, 0.1, 0.85), crown=1.16, tail=0.12, tail_wide=0.060, skin=0.6, cuff=0.030),
    Clothes((0.5, 0.8, 0.35), (1.0, 0.1, 0.75), crown=1.08, skin=0.5, hair=0.3, cuff=0.034),
    Clothes((1.0, 0.6, 0.25), (0.0, 0.0, 0.9), crown=1.35, skin=0.4, hair=0.1),
    Clothes((0.2, 0.2, 0.5), (0.2, 0.1, 0.6), tail=0.20, tail_wide=0.058, skin=0.75, hair=0.7, skirt=0.17),
)
"""By part."""

_SONG = (
    Pose(-4, -6, arm_l=26, fore_l=40, thigh_l=8, shin_l=2, thigh_r=14, shin_r=6, hips=4),
    Pose(5, 6, arm_l=84, fore_l=112, thigh_l=12, shin_l=10, thigh_r=6, shin_r=0, hips=-4),
    Pose(-8, 10, arm_l=150, fore_l=166, thigh_l=4, shin_l=0, thigh_r=20, shin_r=12, hips=5),
    Pose(3, -4, arm_l=96, fore_l=82, thigh_l=16, shin_l=8, thigh_r=12, shin_r=4, hips=-3),
)
_RIFF = (
    Pose(-7, -8, thigh_l=10, shin_l=2, thigh_r=22, shin_r=12, hips=4),
    Pose(5, 10, thigh_l=18, shin_l=8, thigh_r=12, shin_r=-4, hips=-4),
    Pose(-12, -14, thigh_l=6, shin_l=0, thigh_r=30, shin_r=20, hips=5),
    Pose(2, 8, thigh_l=14, shin_l=2, thigh_r=16, shin_r=6, hips=-2),
)


def played(part: int, beats: float, effort: float) -> Playing:
    """Someone at their part, and for strings the guitar's middle and the end of its neck."""
    bob = 0.5 + 0.5 * math.cos(2.0 * math.pi * beats)
    if part == DRUMS:
        return _drummer(beats, effort, bob), None
    if part == KEYBOARD:
        pose = Pose(
            3.0 + 4.0 * math.sin(math.pi * beats), 8.0 * bob * effort, thigh_l=7, thigh_r=10, shin_l=2, shin_r=4
        )
        press = 0.02 * math.sin(math.pi * beats)
        return joints(pose, (-0.13 + press, 0.53 + 0.02 * bob), (0.15 + press, 0.55 - 0.02 * bob)), None
    if part == SINGER:
        pose = between(Pose(2, 4, arm_l=20, fore_l=30, thigh_l=8, thigh_r=10), eased(_SONG, beats * 0.5), effort)
        stood = joints(pose)
        mouth = stood["head"]
        return joints(pose, None, (mouth[0] + 0.045, mouth[1] - 0.055)), None
    pose = between(Pose(-3, 2, thigh_l=8, thigh_r=12), eased(_RIFF, beats * 0.5 + part), effort)
    pose = mirrored(pose) if part == BASS else pose
    waist = joints(pose)["waist"]
    side = 1.0 if part == BASS else -1.0
    middle = (waist[0] - side * 0.045, waist[1] - 0.045)
    raised = 0.16 + 0.06 * effort * math.sin(math.pi * beats * 0.25)
    end = (middle[0] + side * 0.40, middle[1] + raised)
    fret = 0.60 + 0.12 * math.sin(math.pi * beats * 0.5)
    neck = (middle[0] + (end[0] - middle[0]) * fret, middle[1] + (end[1] - middle[1]) * fret)
    strum = (
        middle[0] - side * 0.01,
        middle[1] + 0.035 * math.cos(2.0 * math.pi * beats * (1.0 if part == BASS else 2.0)),
    )
    hands = (neck, strum) if side < 0 else (strum, neck)
    return joints(pose, *hands), (middle, end)


def _drummer(beats: float, effort: float, bob: float) -> dict[str, Place]:
    """Sits; the hands come down by turns, the left one twice as seldom."""
    raise_l, raise_r = (0.5 - 0.5 * math.cos(2.0 * math.pi * (beats * pace + 0.5)) for pace in (0.5, 1.0))
    swing = 0.05 * math.sin(math.pi * beats * 0.5)
    left = (-0.24 + swing, 0.56 + (0.10 + 0.16 * effort) * raise_l)
    right = (0.26 + swing, 0.58 + (0.08 + 0.14 * effort) * raise_r)
    pose = Pose(6.0 * math.sin(math.pi * beats * 0.5), -6.0 + 10.0 * bob, thigh_l=62, shin_l=4, thigh_r=60, shin_r=2)
    return joints(pose, left, right, seat=0.30)
