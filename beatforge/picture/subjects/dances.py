"""Dances: poses in the order in which they are struck, one each beat; and what dancers wear.

In: a count of beats. Out: joints and how far cloth and hair trail behind. A pose is lingered in on its beat and the
body gives in the knees on each; calm music keeps the steps small.
"""

from __future__ import annotations

import math
from dataclasses import replace

from beatforge.picture.subjects.people import Clothes, Place, Pose, between, eased, joints, mirrored

_STEP = Pose(-8, 6, arm_l=64, fore_l=158, arm_r=34, fore_r=62, thigh_l=6, shin_l=2, thigh_r=26, shin_r=8, hips=-6)
_SINK = Pose(6, -10, arm_l=44, fore_l=-46, arm_r=66, fore_r=34, thigh_l=30, shin_l=-12, thigh_r=24, shin_r=-4, hips=3)
_REACH = Pose(-5, 10, arm_l=104, fore_l=158, arm_r=150, fore_r=172, thigh_l=3, shin_l=1, thigh_r=50, shin_r=-34, hips=5)
_POINT = Pose(-9, -12, arm_l=44, fore_l=-56, arm_r=142, fore_r=148, thigh_l=3, shin_l=0, thigh_r=23, shin_r=16, hips=8)
_ACROSS = Pose(9, 14, arm_l=46, fore_l=-54, arm_r=-18, fore_r=-44, thigh_l=20, shin_l=14, thigh_r=8, shin_r=-4, hips=-7)
_WIDE = Pose(-4, 8, arm_l=104, fore_l=128, arm_r=88, fore_r=72, thigh_l=10, shin_l=2, thigh_r=26, shin_r=18, hips=5)
_FLEX = Pose(7, -6, arm_l=84, fore_l=168, arm_r=40, fore_r=104, thigh_l=24, shin_l=10, thigh_r=15, shin_r=-8, hips=-5)
_ARABESQUE = Pose(
    24, -6, arm_l=96, fore_l=104, arm_r=128, fore_r=112, thigh_l=64, shin_l=80, thigh_r=-2, shin_r=2, hips=-12
)
_CROWN = Pose(-4, 6, arm_l=142, fore_l=206, arm_r=150, fore_r=212, thigh_l=2, shin_l=0, thigh_r=12, shin_r=-8, hips=4)
_LUNGE = Pose(14, 8, arm_l=112, fore_l=122, arm_r=134, fore_r=128, thigh_l=36, shin_l=42, thigh_r=42, shin_r=-2, hips=3)
_TURN = Pose(-4, -8, arm_l=66, fore_l=-40, arm_r=118, fore_r=192, thigh_l=46, shin_l=-46, thigh_r=1, shin_r=0, hips=-6)

STREET = (_STEP, _SINK, mirrored(_STEP), _REACH, mirrored(_STEP), _FLEX, _STEP, mirrored(_REACH))
DISCO = (_POINT, _ACROSS, _POINT, _WIDE, mirrored(_POINT), mirrored(_ACROSS), mirrored(_POINT), _FLEX)
BALLET = (_CROWN, _ARABESQUE, _TURN, _LUNGE, _CROWN, mirrored(_ARABESQUE), mirrored(_TURN), mirrored(_LUNGE))
DANCES = (STREET, DISCO, BALLET)

SLOW = 0.5
"""Poses per beat of the dance that has great steps."""

REST = Pose(lean=2, head=4, arm_l=20, fore_l=6, arm_r=18, fore_r=30, thigh_l=10, shin_l=2, thigh_r=14, shin_r=6, hips=3)

WARDROBE = (
    Clothes((0.0, 0.0, 0.15), (0.0, 0.0, 0.2), skirt=0.30, tail=0.15, tail_wide=0.048, skin=0.75, cuff=0.026),
    Clothes((1.0, 0.5, 0.3), (1.0, 0.2, 0.85), crown=1.12, skin=0.5, cuff=0.044),
    Clothes((0.4, 0.7, 0.05), (0.0, 0.1, 0.45), crown=1.5, skin=0.35, hair=0.1, cuff=0.036),
    Clothes((1.0, 0.1, 0.1), (1.0, 0.1, 0.2), skirt=0.19, tail=0.10, tail_wide=0.066, skin=0.7, hair=0.8, cuff=0.027),
    Clothes((0.1, 0.1, 0.75), (0.6, 0.6, 0.3), crown=1.06, skin=0.6, hair=0.3, cuff=0.040),
    Clothes((0.7, 0.0, 0.2), (0.7, 0.0, 0.25), skirt=0.42, tail=0.24, tail_wide=0.062, skin=0.8, hair=0.5, cuff=0.026),
    Clothes((0.3, 0.2, 0.88), (0.3, 0.2, 0.9), crown=1.08, skin=0.65, cuff=0.034),
)  # fmt: skip
"""Dresses, suits and street clothes; by number."""


def danced(dance: int, beats: float, effort: float, is_mirrored: bool = False) -> tuple[dict[str, Place], Place]:
    """The joints at a count of beats and the trail of cloth and hair; `effort` 0 sways .. 1 takes the whole step."""
    now, before = (_joints(dance, beats - late, effort, is_mirrored) for late in (0.0, 0.22))
    trail = [
        max(-0.16, min(0.16, 0.6 * (now["waist"][way] - before["waist"][way] + now["head"][way] - before["head"][way])))
        for way in (0, 1)
    ]
    return now, (trail[0], trail[1])


def waltzed(beats: float, effort: float) -> tuple[dict[str, Place], dict[str, Place], Place]:
    """Two who dance together, both over the same middle: hand in hand on one side, arms about each other."""
    sway = math.sin(math.pi * beats * 0.5) * (0.4 + 0.6 * effort)
    rise = 0.5 - 0.5 * math.cos(2.0 * math.pi * beats / 3.0)
    clasp = (-0.30 - 0.05 * sway, 0.80 + 0.10 * rise + 0.05 * sway)
    step = 14.0 + 10.0 * effort * math.sin(math.pi * beats * 0.5 + 0.8)
    lead = Pose(lean=5 * sway, head=6, thigh_l=step, shin_l=step - 6 * rise, thigh_r=16, shin_r=4 + 5 * rise, turn=0.5)
    follow = Pose(
        lean=4 * sway + 7, head=14 + 8 * sway, thigh_l=8 + 4 * rise, shin_l=2, thigh_r=24, shin_r=22, turn=0.45
    )
    apart = 0.115
    him = joints(lead, (clasp[0] + apart, clasp[1]), (apart * 1.9, 0.66))
    her = joints(follow, (clasp[0] - apart, clasp[1]), (-apart * 0.7, 0.84))
    return him, her, (0.09 * math.cos(math.pi * beats * 0.5) * (0.4 + 0.6 * effort), 0.0)


def _joints(dance: int, beats: float, effort: float, is_mirrored: bool) -> dict[str, Place]:
    pace = SLOW if DANCES[dance] is BALLET else 1.0
    pose = between(REST, eased(DANCES[dance], beats * pace), effort)
    give = (0.5 + 0.5 * math.cos(2.0 * math.pi * beats)) * (2.0 + 3.0 * effort)
    sway = 4.0 * math.sin(math.pi * beats)
    pose = replace(
        pose,
        lean=pose.lean + sway * 0.5, hips=pose.hips + sway, head=pose.head - sway,
        thigh_l=pose.thigh_l + give, shin_l=pose.shin_l - give, thigh_r=pose.thigh_r + give, shin_r=pose.shin_r - give,
    )  # fmt: skip
    return joints(mirrored(pose) if is_mirrored else pose)
