"""What moves: continuous through the handles, calm in calm music, equal whatever was asked before."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from beatforge.film.shot import Drive, Music
from beatforge.picture.colour import blend, rgb
from beatforge.picture.still import plain_music, plain_shot
from beatforge.picture.uniforms import Motion, blended

FRAMES = range(-48, 96)


def test_motion_runs_through_the_handles_without_a_jump() -> None:
    motion = Motion(plain_shot("probe", "neon"))
    for name in ("t", "cam", "beat_phase", "view_scale"):
        values = [motion.values(index)[name] for index in FRAMES]
        steps = [abs(b - a) for a, b in pairwise(values)]
        assert max(steps) < 0.11, name
    assert all(motion.values(index)["t"] > 0 for index in FRAMES)


def test_frames_do_not_depend_on_what_was_asked_before() -> None:
    shot = plain_shot("probe", "neon")
    asked = Motion(shot)
    for index in (90, -40, 3):
        asked.values(index)
    assert asked.values(5) == Motion(shot).values(5)


def test_frame_zero_is_the_same_however_long_the_handles() -> None:
    quiet = tuple([0] * 60)
    music = Music(-10, (-10, 0, 10), (0,), quiet, quiet, quiet, quiet, quiet)
    longer = Music(-12, (-20, -10, 0, 10), (0,), *[(0, 0, *quiet)] * 5)
    one, other = (Motion(plain_shot("probe", "neon", music=part)).values(0) for part in (music, longer))
    assert one["t"] == other["t"] and one["cam"] == other["cam"] and one["beat_phase"] == other["beat_phase"]


def test_loud_music_moves_faster_and_calm_music_still_moves() -> None:
    def travelled(level: int) -> float:
        curve = (level,) * 144
        shot = plain_shot("probe", "neon", music=replace(plain_music(48), energy=curve))
        motion = Motion(shot)
        return motion.values(24)["t"] - motion.values(0)["t"]

    assert 0.4 < travelled(0) < travelled(255) < 3.0


def test_the_pulse_peaks_on_the_beat_and_fades() -> None:
    motion = Motion(plain_shot("probe", "neon"))
    pulses = [motion.values(index)["pulse"] for index in range(12, 24)]
    assert pulses[0] == max(pulses) and pulses == sorted(pulses, reverse=True)


def test_crowded_beats_pulse_less() -> None:
    beats = tuple(range(-48, 96, 5))
    crowded = Motion(plain_shot("probe", "neon", music=replace(plain_music(48), beats=beats, downbeats=beats[::4])))
    assert crowded.values(beats[12])["pulse"] < 0.4 * Motion(plain_shot("probe", "neon")).values(0)["pulse"]


@pytest.mark.parametrize("feature", ["beat", "bass", "mid", "high", "onset", "energy"])
def test_a_drive_maps_its_feature_with_its_gain(feature: str) -> None:
    full, none = (
        Motion(plain_shot("probe", "neon", drives={"glow": Drive(feature, gain)})).values(12) for gain in (100, 0)
    )
    assert full["glow"] > 0.0 and none["glow"] == 0.0 and none["pulse"] == 0.0


def test_colours_blend_in_oklab_and_end_exactly() -> None:
    blue, yellow = rgb("0000ff"), rgb("ffff00")
    assert blend(blue, yellow, 0.0) == blue and blend(blue, yellow, 1.0) == yellow
    between = blend(blue, yellow, 0.5)
    assert all(0.0 <= channel <= 1.0 for channel in between)
    assert between != tuple((a + b) / 2 for a, b in zip(blue, yellow, strict=True))


def test_between_two_shots_a_seed_is_one_of_theirs_so_that_inks_are_not_drawn_anew() -> None:
    before, after = (Motion(plain_shot("probe", "neon", seed=seed)).values(0) for seed in (3, 8))
    shown = [blended(before, after, part / 10)["seed"] for part in range(11)]
    assert shown == [before["seed"]] * 5 + [after["seed"]] * 6 and before["seed"] != after["seed"]
