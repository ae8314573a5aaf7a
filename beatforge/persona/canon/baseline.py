"""The drift baseline: twenty pictures of the figure whose pose, face and camera a seed decides.

In: a persona's file and seeds. Out: pictures as values. The same seed gives the same picture of the same persona, so
that a figure, a renderer or a model can be asked for them again and held against the frozen ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from beatforge.persona.canon.pictures import (
    ANGLES,
    BASELINE,
    GESTURE_ANGLES,
    Picture,
    face_camera,
    posed_names,
    stands_at_booth,
    whole_camera,
)
from beatforge.persona.poses import Pose, expression_in, pose_of
from beatforge.project.figure_names import channels_of
from beatforge.project.personas import PersonaSpec

FIRST_SEED, SEEDS = 42, 20

SWAY = {"head_yaw": 8.0, "head_pitch": 5.0, "head_roll": 5.0, "twist": 5.0, "tilt": 3.0, "lean": 3.0, "sway": 0.02}
"""How far a seed moves a channel to either side (degrees; `sway` in figure units); those that a figure lacks stay."""


def baseline_pictures(spec: PersonaSpec, seeds: Sequence[int] = ()) -> tuple[Picture, ...]:
    """The pictures of these seeds, or of the baseline's own."""
    return tuple(picture_of(spec, seed) for seed in seeds or range(FIRST_SEED, FIRST_SEED + SEEDS))


def picture_of(spec: PersonaSpec, seed: int) -> Picture:
    """What a seed shows: two of five times head and shoulders, else the whole figure, standing or in a pose that needs
    no booth. Only `Random.random` is drawn from, whose numbers Python promises to keep."""
    dice = Random(seed)
    is_face = dice.random() < 0.4
    expression = list(spec.expressions)[int(dice.random() * len(spec.expressions))]
    names = [next(iter(spec.poses)), *_free_names(spec)]
    name = names[int(dice.random() ** 2 * len(names))]
    rise, nearer = 1.0 + 9.0 * dice.random(), 0.94 + 0.12 * dice.random()
    turn, stands = dice.random(), is_face or name == names[0]
    pose = _swayed(spec, pose_of(spec, names[0] if is_face else name), dice)
    if is_face:
        camera = face_camera(spec, -100.0 + 200.0 * turn, rise, 3.7 * nearer)
    elif stands:
        camera = whole_camera(spec, 360.0 * turn, rise, 4.95 * nearer)
    else:
        near = ANGLES[GESTURE_ANGLES[int(turn * len(GESTURE_ANGLES))]]
        camera = whole_camera(spec, near - 12.0 + 24.0 * dice.random(), rise, 5.3 * nearer)
    face = expression if stands else expression_in(spec, name)
    return Picture(f"{BASELINE}/seed_{seed}", "figure", pose, face, camera, has_floor=not is_face)


def _free_names(spec: PersonaSpec) -> list[str]:
    """Poses of the set that need no booth."""
    names = dict.fromkeys((*posed_names(spec), *spec.gestures))
    return [name for name in names if not stands_at_booth(spec, pose_of(spec, name))]


def _swayed(spec: PersonaSpec, pose: Pose, dice: Random) -> Pose:
    known = channels_of(spec)
    sway = {name: width * (2.0 * dice.random() - 1.0) for name, width in SWAY.items()}
    return pose.with_channels(
        **{name: pose.channels.get(name, 0.0) + way for name, way in sway.items() if name in known}
    )
