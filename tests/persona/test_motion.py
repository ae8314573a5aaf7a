"""Motion: what lands lands on time, nothing jumps, nothing repeats, and a cut does not show in how she moves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from beatforge.film.performance import Act
from beatforge.film.shot import Shot
from beatforge.mix.scratch import crossfader_cut, scratch_offset, scratch_pattern
from beatforge.persona.bones import Frame, bone_frames
from beatforge.persona.moment import STAGE, Moment
from beatforge.persona.motion.decks import HELD_TURN_S
from beatforge.persona.motion.moves import Moves
from beatforge.persona.poses import Hand
from beatforge.persona.rig import Rig
from beatforge.project.figures import ShownSpec
from tests.persona.made_shots import FPS, made_shot, nova, pebble

SCRATCH = Act("deck_scratch_L", 91, 96, 120, 80, "focused_intensity")
HIT = Act("crossfader_hit", 186, 192, 210, 80, "mischievous_grin")
DROP = Act("drop_reaction", 283, 288, 324, 90, "delighted_joy", 48)
SHOWN = Act("spotlight_presentation", 374, 384, 424, 60, "neutral_confident")
ACTS = (SCRATCH, HIT, DROP, SHOWN)


def lively(frame: int) -> float:
    """Music that swells and ebbs."""
    return 150 + 90 * math.sin(frame / 61)


def whole_shot(frame: int = 0, num_frames: int = 480) -> Shot:
    """All acts to a film of two songs: the second comes in with the hit."""
    return made_shot(
        frame,
        num_frames,
        acts=ACTS,
        energy=lively,
        left=lambda at: 255 if at < HIT.at else 0,
        right=lambda at: 255 if at >= HIT.at - 24 else 0,
        crossfader=lambda at: 0 if at < HIT.at else 255,
        faces=((-1000, "neutral_confident"), (150, "mischievous_grin")),
    )


def moments(shot: Shot, first: int, end: int, shown: ShownSpec | None = None) -> list[Moment]:
    moves = Moves(shown or nova(), shot)
    return [moves.at(index) for index in range(first, end)]


def head_of(moment: Moment, shown: ShownSpec | None = None) -> Frame:
    shown = shown or nova()
    return bone_frames(shown.figure, shown.booth.bones, moment.pose.channels)[shown.figure.head]


def chin_heights(told: Sequence[Moment]) -> list[float]:
    """How high her face is: a point before the middle of the head."""
    return [float(head_of(moment).place((0.0, 0.0, 0.4))[1]) for moment in told]


def hand(moment: Moment, side: str) -> Hand:
    own = moment.pose.left if side == "left" else moment.pose.right
    assert own is not None and own.on is None, "hands are told in the world"
    return own


def numbers_of(moment: Moment) -> dict[str, float]:
    """All that moves of her: channels, hands, the face."""
    told = dict(moment.pose.channels)
    for side in ("left", "right"):
        own = hand(moment, side)
        told |= {f"{side} {axis}": value for axis, value in zip("xyz", own.at, strict=True)}
    return told


@pytest.mark.parametrize(("bpm", "fps"), [(92, 24), (120, 24), (128, 30), (140, 25), (100, 60)])
def test_nods_land_on_the_beat(bpm: int, fps: int) -> None:
    end = 5 * fps
    shot = made_shot(num_frames=end, bpm=bpm, fps=fps)
    heights = chin_heights(moments(shot, 0, end))
    near = max(3, round(0.12 * fps))
    for beat in shot.music.beats:
        if near <= beat < end - near:
            lowest = min(range(beat - near, beat + near + 1), key=lambda at: heights[at])
            assert abs(lowest - beat) <= 1, (beat, lowest)


def test_downbeats_weigh_most() -> None:
    shot = made_shot(num_frames=10 * FPS)
    pitch = [moment.pose.channels["head_pitch"] for moment in moments(shot, 0, 10 * FPS)]
    inner = [beat for beat in shot.music.beats if 6 < beat < 10 * FPS]
    falls = {beat: pitch[beat] - min(pitch[beat - 6 : beat]) for beat in inner}
    down = [fall for beat, fall in falls.items() if beat in shot.music.downbeats]
    others = [fall for beat, fall in falls.items() if beat not in shot.music.downbeats]
    assert sum(down) / len(down) > 1.3 * sum(others) / len(others)


def test_the_head_rises_before_it_falls() -> None:
    """Anticipation: just before a downbeat's fall it is higher than between the beats."""
    pitch = [moment.pose.channels["head_pitch"] for moment in moments(made_shot(), 0, 100)]
    assert min(pitch[90:94]) < pitch[88] - 0.5


def test_music_that_is_strong_moves_her_more_and_silence_hardly() -> None:
    def moved(energy: int, amount: int = 100) -> float:
        pitch = [m.pose.channels["head_pitch"] for m in moments(made_shot(energy=energy, amount=amount), 0, 96)]
        return sum(abs(b - a) for a, b in pairwise(pitch))

    assert moved(240) > 1.4 * moved(60) > 2.0 * moved(0)
    assert moved(200, 30) < 0.8 * moved(200)


def test_what_swings_comes_after_the_head() -> None:
    """Hair stays behind a head that falls, and swings past it when that has landed."""
    told = moments(made_shot(), 84, 110)
    pitch = [moment.pose.channels["head_pitch"] for moment in told]
    swing = [moment.pose.channels["swing_z"] for moment in told]
    fastest = max(range(1, len(pitch)), key=lambda at: pitch[at] - pitch[at - 1])
    furthest = max(range(len(swing)), key=lambda at: abs(swing[at]))
    assert fastest <= furthest <= fastest + 4
    assert min(swing) < -0.01 < 0.01 < max(swing)


def test_a_scratch_turns_record_and_hand_with_the_curve_that_is_heard() -> None:
    told = moments(whole_shot(), SCRATCH.at, SCRATCH.end)
    length_s = (SCRATCH.end - SCRATCH.at) / FPS
    still = bone_frames(nova().figure, nova().booth.bones, {})["platter.left"].origin
    start = told[0]
    for index, moment in enumerate(told):
        heard = scratch_offset(scratch_pattern(SCRATCH.strength), length_s, index / FPS, SCRATCH.strength)
        record = moment.pose.channels["left_platter"] - start.pose.channels["left_platter"]
        assert abs((record + 360.0 * heard / HELD_TURN_S + 180.0) % 360.0 - 180.0) < 0.01
        away, before = (np.asarray(hand(each, "left").at) - still for each in (moment, start))
        turned = math.degrees(math.atan2(away[0], away[2]) - math.atan2(before[0], before[2]))
        assert abs((turned + 360.0 * heard / HELD_TURN_S + 180.0) % 360.0 - 180.0) < 0.5
    reach = [moment.pose.channels["left_platter"] for moment in told]
    assert max(reach) - min(reach) > 20.0, "it can be seen"


def test_hands_lie_on_record_and_crossfader_as_a_scratch_begins() -> None:
    moment = Moves(nova(), whole_shot()).at(SCRATCH.at)
    frames = bone_frames(nova().figure, nova().booth.bones, moment.pose.channels)
    for side, bone in (("left", "platter.left"), ("right", "crossfader")):
        away = np.asarray(hand(moment, side).at) - frames[bone].origin
        assert np.hypot(away[0], away[2]) < 0.28 and 0.02 < away[1] < 0.09


def test_a_hit_lands_on_time_and_snaps_the_crossfader_over() -> None:
    told = moments(whole_shot(), HIT.at - 8, HIT.at + 9)
    heights = [hand(moment, "right").at[1] for moment in told]
    assert abs(min(range(17), key=lambda at: heights[at]) - 8) <= 1
    assert max(heights[:7]) > heights[8] + 0.10, "it comes down from above"
    assert max(heights[9:]) > heights[8] + 0.03, "and springs back"
    stands = [moment.pose.channels["crossfader"] for moment in told]
    assert all(at == 1.0 for at in stands[:6]) and all(at == -1.0 for at in stands[8:])


def crossfader_of(act: Act) -> list[float]:
    shot = made_shot(num_frames=240, acts=[act])
    return [moment.pose.channels["crossfader"] for moment in moments(shot, act.start, act.end)]


def test_a_hit_of_a_mix_that_stays_flicks_and_comes_back() -> None:
    stands = crossfader_of(HIT)
    assert stands.index(min(stands)) == HIT.at - HIT.start and min(stands) < 0.5
    assert stands[0] == stands[-1] == 1.0


def test_a_scratch_is_cut_with_the_crossfader_where_its_pattern_is() -> None:
    for strength in (80, 81, 82, 83):
        act = replace(SCRATCH, strength=strength)
        moved = max(crossfader_of(act)) - min(crossfader_of(act)) > 0.2
        cut = min(crossfader_cut(scratch_pattern(strength), 1.0, at / 1000) for at in range(1000)) < 1.0
        assert moved == cut, scratch_pattern(strength)


def test_a_drop_is_waited_for_and_let_go_on_time() -> None:
    told = moments(whole_shot(), DROP.at - 48, DROP.at + 37)
    bob = [moment.pose.channels["bob"] for moment in told]
    assert abs(min(range(36, 60), key=lambda at: bob[at]) - 48) <= 1, "she is lowest at the drop itself"
    assert bob[48] < bob[36] - 0.06 and max(bob[50:60]) > bob[48] + 0.15
    hands = [hand(moment, "left").at[1] for moment in told]
    assert hands[36] > hands[0] + 0.15, "hands come up while she waits"
    assert hands[48] < hands[40] and max(hands[48:56]) > hands[48] + 0.35, "go down with her, and up with the drop"
    rounded = [moment.expression.numbers["mouth_round"] for moment in told]
    assert rounded[40] > 0.9 and rounded[54] < 0.1
    beats = [60, 72]  # of the shot's 300 and 312
    assert all(hands[beat + 1] < hands[beat - 5] for beat in beats), "arms bounce with the beats"


def test_presenting_arrives_on_time() -> None:
    told = moments(whole_shot(), SHOWN.at - 14, SHOWN.at + 20)
    reach = [hand(moment, "left").at[0] for moment in told]
    assert reach[14] > 0.7 and reach[0] < 0.65
    assert max(abs(b - a) for a, b in pairwise(reach[16:])) < 0.02, "and is held"


@cache
def minute() -> Shot:
    """A minute with all acts three times, on the beat and beside it."""
    late = (0, 7, 0, 5)
    acts = [_later(act, 480 * round_ + extra) for round_ in range(3) for act, extra in zip(ACTS, late, strict=True)]
    return made_shot(num_frames=60 * FPS, acts=acts, energy=lively, right=lambda at: 255 * (at // 200 % 2))


@cache
def minute_of_moments() -> list[Moment]:
    return moments(minute(), 0, 60 * FPS)


def steps(told: Sequence[Moment]) -> Iterator[tuple[str, float, int]]:
    """How far each number goes from frame to frame; platters round their circle."""
    for at, (one, other) in enumerate(pairwise([numbers_of(moment) for moment in told])):
        for name in one:
            step = abs(other[name] - one[name])
            yield name, min(step, 360.0 - step) if name.endswith("platter") else step, at


LIMITS = {
    "platter": 45.0, "fader": 2.0, "blink": 1.0, "gaze_x": 0.85, "gaze_y": 0.62, "head_pitch": 11.0, "head_yaw": 5.5,
    "head_roll": 5.0, "lean": 7.0, "twist": 5.0, "tilt": 3.0, "bob": 0.08, "sway": 0.02, "shrug": 0.03,
    "swing_x": 0.06, "swing_y": 0.06, "swing_z": 0.09,
}  # fmt: skip
"""The most from frame to frame at 24 a second: degrees, figure units, or parts. Eyes dart and faders snap."""

HAND_STEP = 0.20
"""A hand's fastest: under 5 figure units a second, as arms are thrown up at a drop."""


def test_nothing_jumps_in_a_minute_of_music() -> None:
    for name, step, at in steps(minute_of_moments()):
        most = next((most for end, most in LIMITS.items() if name.endswith(end)), HAND_STEP)
        assert step <= most, (name, step, at)


def test_her_idle_never_comes_again() -> None:
    """For a minute, at every lag: standing in silence she never does the same, and dancing never quite the same."""
    for energy, likeness in ((0, 0.6), (180, 0.9)):
        told = moments(made_shot(num_frames=720, fps=6, energy=energy), 0, 720)
        names = [name for name in numbers_of(told[0]) if not name.endswith(("platter", "fader"))]
        table = np.array([[numbers[name] for name in names] for numbers in map(numbers_of, told)])
        table = table[:, table.std(0) > 1e-9]
        table = (table - table.mean(0)) / table.std(0)
        half = len(table) // 2
        for lag in range(6, half):
            assert (table[:half] * table[lag : lag + half]).mean() < likeness, lag


@pytest.mark.parametrize("cut", [90, 108, 125, 189, 200, 270, 290, 330, 380, 430])
def test_a_cut_does_not_show_in_how_she_moves(cut: int) -> None:
    """Frames that two shots share through their handles are the same but for the camera, half a second to each side."""
    one, other = Moves(nova(), whole_shot(cut - 90, 90)), Moves(nova(), whole_shot(cut, 90))
    for away in range(-FPS // 2, FPS // 2 + 1, 3):
        before, after = one.at(90 + away), other.at(away)
        assert before.pose == after.pose, away
        assert before.expression == after.expression
        assert (before.lights, before.stage) == (after.lights, after.stage)


def test_any_frame_alone_is_the_same() -> None:
    in_turn = moments(whole_shot(), 280, 300)
    assert [Moves(nova(), whole_shot()).at(index) for index in (299, 280, 288)] == [in_turn[19], in_turn[0], in_turn[8]]


def test_she_never_blinks_while_something_lands() -> None:
    shot = minute()
    assert shot.performance is not None
    closed = [moment.pose.channels["blink"] for moment in minute_of_moments()]
    accents = {act.at for act in shot.performance.acts} | {at for at in shot.music.downbeats if at >= 0}
    for accent in accents:
        assert max(closed[max(accent - 1, 0) : accent + 2], default=0.0) == 0.0
    starts = [at for at in range(1, len(closed)) if closed[at] > 0.0 and closed[at - 1] == 0.0]
    assert 8 <= len(starts) <= 24, "2 to 6 seconds apart, some left out"
    assert max(closed) > 0.9


def test_eyes_look_at_the_deck_that_is_scratched_and_up_at_the_drop() -> None:
    moves = Moves(nova(), whole_shot())
    scratching, waiting = moves.at(SCRATCH.at + 4), moves.at(DROP.at - 10)
    assert scratching.pose.channels["gaze_y"] < -0.2
    assert scratching.pose.channels["head_yaw"] > 10.0
    assert waiting.pose.channels["gaze_y"] > 0.1


def test_a_record_turns_once_a_bar_while_it_is_heard_and_stands_when_not() -> None:
    shot = made_shot(num_frames=240, left=lambda at: 255 if at < 120 else 0, right=0)
    told = [moment.pose.channels for moment in moments(shot, 0, 240)]
    turned = [(b["left_platter"] - a["left_platter"]) % -360.0 for a, b in pairwise(told[:119])]
    assert all(math.isclose(step, -360.0 / 48, abs_tol=1e-3) for step in turned)
    assert len({channels["left_platter"] for channels in told[230:]}) == 1
    assert {channels["right_platter"] for channels in told} == {0.0}


def test_hands_go_neither_through_the_booth_nor_through_her() -> None:
    """Palms stay above whatever is under them, and before her chest."""
    for moment in moments(whole_shot(), 0, 480):
        chest = bone_frames(nova().figure, nova().booth.bones, moment.pose.channels)["chest"].origin
        for side in ("left", "right"):
            x, y, z = hand(moment, side).at
            if 0.46 < z < 1.1 and abs(x) < 0.95:
                assert y > 0.79, (side, x, y, z)
            if abs(x) < 0.24 and y < chest[1] + 0.1:
                assert z > chest[2] + 0.1, (side, x, y, z)


def test_a_persona_without_those_poses_performs_too() -> None:
    told = moments(whole_shot(), 60, 340, pebble())
    assert {tuple(moment.stage) for moment in told} == {STAGE}
    rig = Rig(pebble())
    for moment in told[::80]:
        assert np.isfinite(rig.tables(moment.pose, moment.expression).primitives).all()
    bob = [moment.pose.channels["bob"] for moment in told]
    assert bob[36] < bob[32] and bob[228] == min(bob[210:240])
    for name, step, at in steps(told):
        assert step < (HAND_STEP if name[0] in "lr" and " " in name else 46.0), (name, step, at)


def test_music_without_beats_is_stood_through() -> None:
    """No nods, no jumps, and a slow count for all that changes."""
    shot = made_shot(num_frames=240, energy=0, left=0)
    silent = replace(shot, fps="24000/1001", music=replace(shot.music, beats=(), downbeats=()))
    told = moments(silent, 0, 240)
    assert max(moment.stage["pulse"] for moment in told) == 0.0
    assert max(step for name, step, _ in steps(told) if name == "head_pitch") < 1.0
    assert 0.0 < max(step for name, step, _ in steps(told) if name == "head_yaw") < 2.5


def _later(act: Act, frames: int) -> Act:
    return replace(act, start=act.start + frames, at=act.at + frames, end=act.end + frames)
