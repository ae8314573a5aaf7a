"""The performer: the same bytes at every width, everybody inside the frame, hands where they are put, both sides alike,
and another persona as data alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from beatforge.errors import ProjectError
from beatforge.persona import layout, paints
from beatforge.persona.bones import all_frames
from beatforge.persona.lights import neutral_lights, theme_lights
from beatforge.persona.performer import Performer, Planes
from beatforge.persona.poses import (
    Camera,
    Expression,
    Pose,
    expression_in,
    expression_of,
    mixed_expressions,
    mixed_poses,
    orbit,
    pose_of,
)
from beatforge.persona.rig import Rig
from beatforge.persona.sheets import SHEETS, write_sheets
from beatforge.project.figures import FACE, MAX_FORMS, PAINTS, ShownSpec
from beatforge.project.known import Surroundings
from beatforge.project.nodes import parse_source
from beatforge.project.personas import read_persona
from beatforge.project.validate import validate

WIDTH, HEIGHT = 96, 96
CAMERA = orbit(0.0, 5.0, 5.2, (0.0, 1.15, 0.0), 30.0)
TINY = Path(__file__).with_name("pebble.yaml")


@cache
def nova() -> ShownSpec:
    return read_persona("nova_fade").spec


@cache
def pebble() -> ShownSpec:
    """A persona of the tests' own: a round thing without hair, ears or legs."""
    return shown_in(TINY.read_text(encoding="utf-8"))


def shown_in(text: str) -> ShownSpec:
    source = parse_source(text.encode(), "pebble.yaml")
    value: ShownSpec | None = validate(source, ShownSpec, Surroundings({}, Path(), ()))
    if value is None:
        raise ProjectError(source.problems)
    return value


@cache
def performer(with_booth: bool) -> Performer:
    return Performer(nova(), WIDTH, HEIGHT, with_booth, threads=1)


def seen(pose: Pose, expression: str, camera: Camera = CAMERA, with_booth: bool = False) -> Planes:
    return performer(with_booth).frame(pose, expression_of(nova(), expression), camera, neutral_lights())


def digest(planes: Planes) -> str:
    return hashlib.sha256(planes.colour.words.tobytes() + planes.matter.words.tobytes()).hexdigest()


SAID = """
import sys
from tests.persona.test_figure import *
shown = nova() if sys.argv[1] == "nova" else pebble()
names = ["right_deck_scratch", "drop_reaction"] if shown is nova() else ["stand"]
for name in names:
    p = Performer(shown, 128, 96, threads=int(sys.argv[2]))
    face = expression_of(shown, expression_in(shown, name))
    print(digest(p.frame(pose_of(shown, name), face, orbit(20.0, 12.0, 3.9), neutral_lights())))
"""


def digests(who: str, lanes: int, threads: int = 1) -> str:
    """What a process of its own sees, at a vector width."""
    command = [sys.executable, "-c", SAID, who, str(threads)]
    environment = {**os.environ, "BEATFORGE_LANES": str(lanes)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("who", ["nova", "pebble"])
def test_every_vector_width_and_every_process_gives_the_same_bytes(who: str) -> None:
    told = digests(who, 16)
    assert told.strip()
    assert told == digests(who, 8) == digests(who, 4) == digests(who, 16, threads=2)


@pytest.mark.parametrize("name", [*nova().poses, *nova().gestures])
def test_every_pose_shows_the_whole_figure_inside_the_frame(name: str) -> None:
    coverage = seen(pose_of(nova(), name), expression_in(nova(), name)).coverage()
    assert 0.1 < coverage.mean() < 0.6
    assert not coverage[0].any() and not coverage[:, 0].any() and not coverage[:, -1].any()


def test_every_expression_is_another_face() -> None:
    camera = orbit(0.0, 3.0, 3.15, (0.0, 1.52, 0.0), 26.0)
    faces = [
        seen(pose_of(nova(), "stand"), name, camera).over(np.zeros((HEIGHT, WIDTH, 3))) for name in nova().expressions
    ]
    for at, one in enumerate(faces):
        for other in faces[at + 1 :]:
            assert (np.abs(one.astype(int) - other.astype(int)).max(2) > 40).mean() > 0.01


@pytest.mark.parametrize("name", [*nova().gestures])
def test_hands_reach_what_they_touch(name: str) -> None:
    shown, pose = nova(), pose_of(nova(), name)
    frames = all_frames(shown.figure, shown.booth.bones, pose, pose.channels)
    for side, hand in (("left", pose.left), ("right", pose.right)):
        assert hand is not None
        end, base = frames[f"arm.end.{side}"], frames.get(f"{hand.on}.{side}") or frames[hand.on or ""]
        touching = end.place((0.0, 0.0, shown.figure.limbs["arm"].end))
        assert np.linalg.norm(touching - base.place(hand.at)) < 0.02


@pytest.mark.parametrize("name", [*nova().gestures])
def test_a_hand_goes_straight_from_bone_to_bone(name: str) -> None:
    """At no part does it jump, nor its elbow, wherever the bones are by then."""
    shown, start, end = nova(), pose_of(nova(), "decks"), pose_of(nova(), name)
    limb = shown.figure.limbs["arm"].end

    def places(part: float) -> np.ndarray:
        pose = mixed_poses(start, end, part)
        frames = all_frames(shown.figure, shown.booth.bones, pose, pose.channels)
        hands = [frames[f"arm.end.{side}"].place((0.0, 0.0, limb)) for side in ("left", "right")]
        return np.stack([*hands, *(frames[f"arm.lower.{side}"].origin for side in ("left", "right"))])

    way = np.stack([places(at / 40) for at in range(41)])
    longest = np.linalg.norm(np.diff(way, axis=0), axis=2).max()
    assert longest < max(np.linalg.norm(way[-1] - way[0], axis=1).max(), 0.2) / 8
    assert mixed_poses(start, end, 1.0).left == end.left
    twice = mixed_poses(mixed_poses(start, end, 0.5), end, 0.5)
    once = mixed_poses(start, end, 0.75)
    assert twice.right is not None and once.right is not None
    assert [on for on, _, _ in twice.right.places] == [on for on, _, _ in once.right.places]
    for (_, at, share), (_, other_at, other) in zip(twice.right.places, once.right.places, strict=True):
        assert (*at, share) == pytest.approx((*other_at, other))


def test_irises_turn_only_to_a_camera_at_their_side() -> None:
    rig, pose, face = Rig(nova(), with_booth=False), Pose({}), expression_of(nova(), "neutral_confident")
    still = rig.tables(pose, face).materials
    assert (rig.tables(pose, face, np.array([0.0, 1.6, 6.0])).materials == still).all()
    aside = rig.tables(pose, face, np.array([6.0, 1.6, 0.3])).materials
    assert not np.allclose(aside, still)
    assert np.isfinite(aside).all()


def test_no_order_of_bones_changes_what_is_seen() -> None:
    shown = nova()
    turned = dict(reversed(shown.figure.bones.items()))
    other = shown.model_copy(update={"figure": shown.figure.model_copy(update={"bones": turned})})
    pose = pose_of(shown, "drop_reaction")
    assert list(turned) != list(shown.figure.bones)
    told = [all_frames(one.figure, one.booth.bones, pose, pose.channels) for one in (shown, other)]
    assert told[0].keys() == told[1].keys()
    for name, frame in told[0].items():
        assert np.array_equal(frame.turn, told[1][name].turn) and np.array_equal(frame.origin, told[1][name].origin)


def test_mirrored_rows_are_mirrored() -> None:
    tables = Rig(nova(), with_booth=False).tables(Pose({}), expression_of(nova(), "drop_anticipation"))
    eyes = [row for row in tables.primitives if layout.KINDS[int(row[layout.KIND])] == "lid"]
    assert len(eyes) == 2
    left, right = (row[layout.CENTRE : layout.CENTRE + 3] for row in eyes)
    assert np.allclose(left * (-1, 1, 1), right, atol=1e-6)


def test_a_persona_of_other_proportions_is_data_alone() -> None:
    shown = pebble()
    small = Performer(shown, 64, 64, threads=1)
    planes = small.frame(pose_of(shown, "stand"), expression_of(shown, "calm"), CAMERA, neutral_lights())
    assert 0.02 < planes.coverage().mean() < 0.6
    rgb = planes.rgb()[planes.coverage() > 0.9]
    assert rgb[:, 1].mean() > rgb[:, 0].mean(), "it is green"


def test_without_smoothing_edges_are_whole_pixels_and_with_it_they_are_parts() -> None:
    face, pose = expression_of(nova(), "neutral_confident"), pose_of(nova(), "stand")
    rough = performer(False).frame(pose, face, CAMERA, neutral_lights(), smooth=False).coverage()
    assert {*np.unique(rough)} == {0.0, 1.0}
    smooth = performer(False).frame(pose, face, CAMERA, neutral_lights()).coverage()
    assert len(np.unique(smooth)) > 3
    assert abs(smooth.mean() - rough.mean()) < 0.01


def test_the_tables_hold_as_many_forms_as_a_file_may_have() -> None:
    assert layout.PRIMITIVES_MAX == MAX_FORMS


def test_lights_of_sheets_turn_with_the_camera() -> None:
    pose = pose_of(nova(), "stand")
    light = [seen(pose, "neutral_confident", orbit(turn, 5.0, 5.2)).rgb().mean() for turn in (0.0, 180.0)]
    assert abs(light[0] - light[1]) < 0.05


def test_poses_and_faces_mix() -> None:
    one, other = pose_of(nova(), "decks"), pose_of(nova(), "drop_anticipation")
    assert mixed_poses(one, other, 0.0).channels["lean"] == one.channels["lean"]
    middle = mixed_poses(one, other, 0.5)
    assert middle.channels["lean"] == pytest.approx((one.channels["lean"] + other.channels["lean"]) / 2)
    faces = [expression_of(nova(), name) for name in ("neutral_confident", "delighted_joy")]
    mixed = mixed_expressions([(faces[0], 1.0), (faces[1], 1.0)])
    assert {*mixed.numbers} == {*FACE}
    assert mixed.numbers["mouth_open"] == pytest.approx(sum(face.numbers["mouth_open"] for face in faces) / 2)


def test_a_blink_closes_the_eyes() -> None:
    pose, face = pose_of(nova(), "stand"), "neutral_confident"
    camera = orbit(0.0, 3.0, 3.15, (0.0, 1.52, 0.0), 26.0)
    eyes = [_whites(seen(pose.with_channels(blink=amount), face, camera)) for amount in (0.0, 0.5, 1.0)]
    assert eyes[0] > eyes[1] > eyes[2]
    assert eyes[2] < eyes[0] * 0.1


def _whites(planes: Planes) -> float:
    """How much of the upper face is white."""
    rgb = planes.rgb()[HEIGHT // 4 : HEIGHT * 6 // 10, WIDTH // 4 : WIDTH * 3 // 4]
    return float(((rgb.min(2) > 0.7) & (np.ptp(rgb, axis=2) < 0.1)).mean())


def test_every_theme_lights_the_booth_in_its_own_way() -> None:
    pose, face = pose_of(nova(), "idle"), expression_of(nova(), "neutral_confident")
    means = [
        performer(True).frame(pose, face, orbit(0.0, 15.0, 3.9), theme_lights(theme)).rgb().mean((0, 1))
        for theme in nova().themes.values()
    ]
    for at, one in enumerate(means):
        assert all(np.abs(one - other).max() > 0.004 for other in means[at + 1 :])


def test_a_figure_alone_has_no_sheets_of_what_it_lacks(tmp_path: Path) -> None:
    bare = pebble().model_copy(update={"gestures": {}, "themes": {}})
    assert [path.name for path in write_sheets(bare, tmp_path, 32)] == ["expressions.png", "turntable.png"]


def test_sheets_are_written_whole(tmp_path: Path) -> None:
    paths = write_sheets(pebble(), tmp_path, 32, ["turntable", "expressions"])
    assert [path.name for path in paths] == ["expressions.png", "turntable.png"]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["expressions.png", "turntable.png"]
    assert {*SHEETS} == {"expressions", "gestures", "turntable", "booth"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("bone: head", "bone: heat", "BF030"),
        ("colour: moss", "colour: mos", "BF030"),
        ("shape: flat", "shape: flatt", "BF030"),
        ("radii: [0.5, 0.5, 0.5]", "radii: [0.5, 0.5]", "BF013"),
        ("type: mouth", "type: mouht", "BF030"),
        ("blush: 0.2", "blushh: 0.2", "BF030"),
        ("parent: body", "parent: bodi", "BF030"),
        ("parent: body", "parent: head", "BF016"),
        ("base: stand", "base: stnd", "BF030"),
        ("head_yaw: 5", "head_yow: 5", "BF030"),
        ("light: 1", "lite: 1", "BF030"),
        ("curl: [10]", "curl: [10, 20]", "BF013"),
        ("on: body", "on: bodi", "BF030"),
    ],
)
def test_a_slip_in_a_figure_is_told_with_its_place(old: str, new: str, code: str) -> None:
    text = TINY.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ProjectError) as told:
        shown_in(text.replace(old, new, 1))
    (problem, *_) = told.value.problems
    assert problem.code == code
    assert problem.line == next(at for at, line in enumerate(text.splitlines(), 1) if old in line)


def test_what_there_is_is_told_in_one_order() -> None:
    """Names that come out of sets would be told in another order by each process."""
    with pytest.raises(ProjectError) as told:
        shown_in(TINY.read_text(encoding="utf-8").replace("on: body", "on: xyzzy", 1))
    (problem, *_) = told.value.problems
    names = problem.hint.removeprefix("one of ").split(", ")
    assert len(names) > 2 and names == sorted(names)


def test_paints_know_what_files_can_say_of_them() -> None:
    assert {*paints.PAINTS} == {*PAINTS}
    for name, words in PAINTS.items():
        numbers = paints.PAINTS[name].numbers
        assert all(word in numbers or f"{word}_r" in numbers for word in words)


def test_an_expression_holds_every_number() -> None:
    for name in nova().expressions:
        assert {*expression_of(nova(), name).numbers} == {*FACE}
    assert isinstance(expression_of(nova(), "delighted_joy"), Expression)
