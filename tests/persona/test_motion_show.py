"""Cameras and lights of a performance: everybody is framed, and nothing flashes more than twice a second."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from beatforge.film.performance import SHOT_KINDS, Act, LightCue
from beatforge.film.shot import Shot
from beatforge.persona.lights import Lights
from beatforge.persona.moment import STAGE
from beatforge.persona.motion.measures import Measures, measured
from beatforge.persona.motion.moves import Moves
from beatforge.persona.performer import view_of
from beatforge.persona.poses import Camera, pose_of
from beatforge.project.figures import ShownSpec
from tests.persona.made_shots import FPS, made_shot, nova, pebble

SIZES = ((640, 360), (360, 640), (480, 480))
DROP = Act("drop_reaction", 91, 96, 132, 100, "delighted_joy", 48)


def measures_of(shown: ShownSpec) -> Measures:
    return measured(shown, pose_of(shown, "idle" if "idle" in shown.poses else next(iter(shown.poses))))


def seen(camera: Camera, point: tuple[float, float, float], size: tuple[int, int]) -> tuple[float, float]:
    """Where a point is in the picture, -1..1 right and up."""
    view = view_of(camera)
    deep, right, up = view.axes @ (np.asarray(point) - view.eye)
    assert deep > 0.2, "before the camera"
    return float(right / deep / view.tangent * size[1] / size[0]), float(up / deep / view.tangent)


@pytest.mark.parametrize("who", [nova, pebble])
@pytest.mark.parametrize("kind", SHOT_KINDS)
def test_the_head_is_in_every_picture_but_of_hands(who: object, kind: str) -> None:
    shown = nova() if who is nova else pebble()
    measures = measures_of(shown)
    subject = measures.decks["left"] if kind == "hands" else measures.head
    for size, push in zip(SIZES, (15, -10, 0), strict=True):
        moves = Moves(shown, made_shot(kind=kind, size=size, push=push))
        for index in (0, 239):
            x, y = seen(moves.at(index).camera, subject.middle, size)
            assert abs(x) < 0.85 and abs(y) < 0.85, (size, push, index, x, y)


@pytest.mark.parametrize("who", [nova, pebble])
def test_a_wide_picture_shows_all_of_her_and_leaves_room_for_the_stage(who: object) -> None:
    shown = nova() if who is nova else pebble()
    measures = measures_of(shown)
    camera = Moves(shown, made_shot(kind="wide")).at(60).camera
    told = [seen(camera, corner, SIZES[0]) for corner in (*measures.booth.corners(), *measures.head.corners())]
    assert all(abs(x) < 0.95 and abs(y) < 0.98 for x, y in told)
    assert max(y for _, y in told) < 0.75, "headroom"
    assert max(y for _, y in told) - min(y for _, y in told) > 0.9, "and not lost in it"


def test_a_closer_kind_of_shot_shows_more_of_her_face() -> None:
    def tall(kind: str) -> float:
        camera = Moves(nova(), made_shot(kind=kind)).at(60).camera
        ys = [seen(camera, corner, SIZES[0])[1] for corner in measures_of(nova()).head.corners()]
        return max(ys) - min(ys)

    assert tall("close_up") > 1.2 * tall("medium") > 1.8 * tall("wide")


def test_cameras_are_never_below_her_booth_and_the_crowd_is_seen_from_behind() -> None:
    for kind in SHOT_KINDS:
        eye = Moves(nova(), made_shot(kind=kind)).at(0).camera.eye
        assert eye[1] > 0.75
        assert (eye[2] < 0.0) == (kind == "crowd")


def test_a_push_comes_nearer_and_a_camera_never_stands_still() -> None:
    def distance(push: int, index: int) -> float:
        camera = Moves(nova(), made_shot(push=push)).at(index).camera
        return math.dist(camera.eye, camera.target)

    assert distance(20, 239) < 0.85 * distance(20, 0)
    assert distance(-20, 239) > 1.15 * distance(-20, 0)
    moves = Moves(nova(), made_shot())
    eyes = [moves.at(index).camera.eye for index in range(0, 240, 24)]
    assert all(0.0005 < math.dist(one, other) < 0.2 for one, other in pairwise(eyes))


def test_the_camera_gives_with_a_drop() -> None:
    moves = Moves(nova(), made_shot(acts=[DROP]))
    views = [moves.at(index).camera.view_degrees for index in range(90, 130)]
    assert views[6] == views[0] and 6 < views.index(min(views)) <= 10 and views[-1] > 0.99 * views[0]


def light_of(lights: Lights) -> float:
    """All the light there is, as eyes weigh it."""
    told = [*(light.colour for light in lights.lights.values()), lights.colours["sky"], lights.colours["ground"]]
    return sum(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in told)


def flashes(shot: Shot, frames: int) -> int:
    """Pairs of opposing changes of all light together by a tenth of the most there is (ITU-R BT.1702)."""
    moves = Moves(nova(), shot)
    told = [light_of(moves.at(index).lights) for index in range(frames)]
    most, turns, way, last = max(told), 0, 0, told[0]
    for value in told:
        if abs(value - last) >= 0.1 * most and (value > last) != (way > 0):
            turns, way, last = turns + 1, 1 if value > last else -1, value
        elif (value - last) * way > 0:
            last = value
    return turns // 2


def test_however_many_flashes_are_asked_for_there_are_two_a_second_at_most() -> None:
    cues = [LightCue("flash", at, at + 8, 100) for at in range(0, 240, 3)]
    assert flashes(made_shot(lights=cues, bpm=180), 240) <= 20
    spaced = [LightCue("flash", at, at + 8, 100) for at in range(24, 240, 48)]
    assert flashes(made_shot(lights=spaced, bpm=180), 240) == 5


def test_beats_and_chases_are_no_flashes() -> None:
    assert flashes(made_shot(lights=[LightCue("chase", 0, 240, 100)], energy=255, bpm=178), 240) == 0


def test_a_chase_runs_from_side_to_side_and_leaves_the_light_as_it_is() -> None:
    moves = Moves(nova(), made_shot(lights=[LightCue("chase", -48, 240, 100)], energy=0))
    told = [moves.at(index).lights for index in range(24, 120)]
    sums = [light_of(lights) for lights in told]
    assert max(sums) - min(sums) < 0.001 * max(sums)
    left = [sum(lights.lights["rim_left"].colour) for lights in told]
    right = [sum(lights.lights["rim_right"].colour) for lights in told]
    assert max(left) > 1.8 * min(left)
    assert np.corrcoef(left, right)[0, 1] < -0.99


def test_a_flash_is_there_at_once_and_falls_within_a_third_of_a_second() -> None:
    moves = Moves(nova(), made_shot(lights=[LightCue("flash", 48, 56, 100)], energy=0))
    levels = [moves.at(index).stage["flash"] for index in range(46, 62)]
    assert levels[1] == 0.0 and levels[2] >= 0.5 and levels[3] > 0.9 and levels[11] == 0.0
    assert all(a >= b for a, b in pairwise(levels[3:]))


def test_where_cues_meet_the_later_one_wins() -> None:
    moves = Moves(nova(), made_shot(lights=[LightCue("dim", 0, 200, 100), LightCue("spot", 80, 200, 100)]))
    assert moves.at(60).stage["dim"] == 1.0
    assert (moves.at(120).stage["dim"], moves.at(120).stage["spot"]) == (0.0, 1.0)


def test_stage_numbers_keep_within_their_ranges_and_follow_the_music() -> None:
    shot = made_shot(acts=[DROP], lights=[LightCue("flash", 96, 104, 100)], right=lambda at: 255 if at > 120 else 0)
    moves = Moves(nova(), shot)
    for stage in (moves.at(index).stage for index in range(-24, 264, 4)):
        assert tuple(stage) == STAGE
        assert all(0.0 <= value <= 1.0 for name, value in stage.items() if name != "time_s")
    assert moves.at(96).stage["pulse"] == 1.0 > moves.at(102).stage["pulse"]
    assert moves.at(102).stage["crowd"] > moves.at(95).stage["crowd"] > moves.at(40).stage["crowd"]
    assert moves.at(FPS).stage["time_s"] == 1.0
    levels = [moves.at(index).lights.levels["meter_right"] for index in (100, 140)]
    assert levels[0] == 0.0 < levels[1]
