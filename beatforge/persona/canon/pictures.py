"""What pictures the canonical set of a persona has: references, the training set, the drift baseline.

In: a persona's file. Out: frozen values, each picture with its name, which is also its place in the set's folder, and
all that decides how it looks. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from beatforge.persona.poses import Camera, Pose, expression_in, orbit, pose_of
from beatforge.project.figures import ShownSpec
from beatforge.project.personas import PersonaSpec

REFERENCES = ("structural", "face", "expressions", "dj_poses", "silhouettes", "palette", "studio_anchor")
TRAINING, BASELINE = "training", "baseline"
FOLDERS = (*REFERENCES, TRAINING, BASELINE)
"""Folders of a set, in order."""

TURNTABLE = 16
"""Views round the figure, one every 22.5 degrees."""

ANGLES: Mapping[str, float] = {
    "front": 0.0,
    "three_quarter_left": 40.0,
    "three_quarter_right": -40.0,
    "side_left": 90.0,
    "side_right": -90.0,
}
"""Degrees from which faces are seen; left and right are the persona's own."""

GESTURE_ANGLES = ("front", "three_quarter_left", "three_quarter_right")

WHOLE, BUST, CLOSEUP, BOOTH = "full figure", "head and shoulders", "face close-up", "upper body at the booth"
"""Framings, as captions call them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: of the figure, of its silhouette, or of its colours (then nothing else is said)."""

    name: str
    kind: str = "figure"  # figure, silhouette, swatches
    pose: Pose | None = None
    expression: str = ""
    camera: Camera | None = None
    with_booth: bool = False
    has_floor: bool = False
    """Whether the figure's soft shadow lies below it; otherwise the floor is out of sight."""
    theme: str = ""
    """The show in whose light it stands; without one, three lights that turn with the camera before a plain ground."""
    words: tuple[str, ...] = ()
    """What can be seen, for its caption."""

    @property
    def folder(self) -> str:
        return self.name.partition("/")[0]


def canonical_pictures(spec: PersonaSpec) -> tuple[Picture, ...]:
    """Every picture of the set in order: references, training set, drift baseline."""
    from beatforge.persona.canon.baseline import baseline_pictures

    return (*reference_pictures(spec), *training_pictures(spec), *baseline_pictures(spec))


def reference_pictures(spec: PersonaSpec) -> tuple[Picture, ...]:
    """The references: 20 of a persona with five expressions, four poses and a booth."""
    stand, face = _standing(spec), next(iter(spec.expressions))
    structural = {"front_neutral": 0.0, "three_quarter_neutral": 40.0, "side_view": 90.0, "back_view": 180.0}
    found = [
        *(_whole(spec, f"structural/{name}", stand, face, turn) for name, turn in structural.items()),
        _of_face(spec, "face/front_closeup", face, 0.0, CLOSEUP),
        _of_face(spec, "face/three_quarter_closeup", face, 40.0, CLOSEUP),
        *(_of_face(spec, f"expressions/{name}", name, 0.0) for name in spec.expressions),
        *(_posed(spec, f"dj_poses/{name}", name, 0.0) for name in posed_names(spec)),
    ]
    for name, turn in (("front", 0.0), ("three_quarter", 40.0)):
        camera = whole_camera(spec, turn)
        found.append(Picture(f"silhouettes/{name}", "silhouette", stand, face, camera))
    found.append(Picture("palette/color_swatches", "swatches"))
    if spec.booth.primitives:
        found += _studio(spec)
    return tuple(found)


def training_pictures(spec: PersonaSpec) -> tuple[Picture, ...]:
    """What a model learns from: the turntable, expressions from five sides, gestures from three."""
    stand, face = _standing(spec), next(iter(spec.expressions))
    turns = (360.0 * at / TURNTABLE for at in range(TURNTABLE))
    return (
        *(_whole(spec, f"{TRAINING}/turntable_{int(turn):03}", stand, face, turn) for turn in turns),
        *(
            _of_face(spec, f"{TRAINING}/expression_{name}_{angle}", name, turn)
            for name in spec.expressions
            for angle, turn in ANGLES.items()
        ),
        *(
            _posed(spec, f"{TRAINING}/gesture_{name}_{angle}", name, ANGLES[angle])
            for name in spec.gestures
            for angle in GESTURE_ANGLES
        ),
    )


def posed_names(spec: PersonaSpec) -> tuple[str, ...]:
    """Poses and gestures that are references: those of the file, else the first four beside the pose at rest."""
    return spec.canon.dj_poses or (*spec.gestures, *list(spec.poses)[1:])[:4]


def stands_at_booth(shown: ShownSpec, pose: Pose) -> bool:
    """Whether a hand of the pose is on something of the booth's, so that it makes no sense without."""
    return any(hand is not None and hand.on in shown.booth.bones for hand in (pose.left, pose.right))


def whole_camera(spec: PersonaSpec, turn: float, rise: float = 5.0, distance: float = 4.95) -> Camera:
    """A camera that sees the whole figure; `turn` and `rise` in degrees, `distance` in figure units."""
    return orbit(turn, rise, distance, spec.figure.reach, 29.0)


def face_camera(spec: PersonaSpec, turn: float, rise: float = 3.0, distance: float = 3.5) -> Camera:
    """A camera that sees head and shoulders."""
    x, y, z = spec.figure.reach
    return orbit(turn, rise, distance, (x, y + 0.41, z), 26.0)


def booth_camera(turn: float, rise: float = 15.0, distance: float = 5.2) -> Camera:
    """A camera that sees all of the booth and who stands at it."""
    return orbit(turn, rise, distance, (0.0, 0.92, 0.25), 34.0)


def angle_words(turn: float) -> str:
    """From where a picture is taken, in words; 90 degrees are the persona's left."""
    turn = turn % 360.0
    side, away = ("left", turn) if turn <= 180.0 else ("right", 360.0 - turn)
    plain = {0.0: "front view", 40.0: f"three-quarter view from the {side}", 90.0: f"view of the {side} side",
             180.0: "back view"}  # fmt: skip
    return plain.get(away, f"seen {away:g} degrees from the front on the {side}")


def _whole(spec: PersonaSpec, name: str, pose: Pose, expression: str, turn: float) -> Picture:
    words = (WHOLE, "standing", said(expression) + " expression", angle_words(turn))
    return Picture(name, "figure", pose, expression, whole_camera(spec, turn), has_floor=True, words=words)


def _of_face(spec: PersonaSpec, name: str, expression: str, turn: float, framing: str = BUST) -> Picture:
    camera = face_camera(spec, turn) if framing == BUST else face_camera(spec, turn, distance=3.0)
    words = (framing, said(expression) + " expression", angle_words(turn))
    return Picture(name, "figure", _standing(spec), expression, camera, words=words)


def _posed(spec: PersonaSpec, name: str, posed: str, turn: float) -> Picture:
    pose, expression = pose_of(spec, posed), expression_in(spec, posed)
    at_booth = stands_at_booth(spec, pose)
    camera = booth_camera(turn) if at_booth else whole_camera(spec, turn, distance=5.3)
    what = (BOOTH if at_booth else WHOLE, said(posed), said(expression) + " expression", angle_words(turn))
    return Picture(name, "figure", pose, expression, camera, at_booth, not at_booth, words=what)


def _studio(spec: PersonaSpec) -> Iterator[Picture]:
    """The booth with the persona at it, in the light of the first show."""
    names = [name for name in spec.poses if stands_at_booth(spec, pose_of(spec, name))]
    posed = names[0] if names else next(iter(spec.poses))
    pose, expression = pose_of(spec, posed), expression_in(spec, posed)
    theme = next(iter(spec.themes), "")
    for name, turn in (("booth_front", 0.0), ("booth_three_quarter", 40.0)):
        yield Picture(f"studio_anchor/{name}", "figure", pose, expression, booth_camera(turn), True, theme=theme)


def _standing(spec: PersonaSpec) -> Pose:
    """The first pose of the file: how the figure stands when it does nothing."""
    return pose_of(spec, next(iter(spec.poses)))


def said(name: str) -> str:
    """A name of the file as words."""
    return name.replace("_", " ")
