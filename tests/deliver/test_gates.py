"""Gates are tested like what they judge: each passes pictures that are right and fails pictures that are wrong.

The pictures are computed here, encoded and measured on the way; gates see the measures only.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beatforge.deliver.gates.film import FilmMeasures
from beatforge.deliver.gates.judging import at_time
from beatforge.project.gates import GATES, Gates
from tests.deliver.pictures import (
    ENCODER,
    FPS,
    HEIGHT,
    WIDTH,
    Draw,
    Part,
    alive,
    film_of,
    flat,
    noisy,
    sound_of,
    texture,
    verdict_of,
    view,
)
from tests.sounds import write_song

SECOND = FPS


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> FilmMeasures:
    """Two scenes that live, met by a hard cut at frame 60."""
    return film_of(tmp_path_factory.mktemp("living"), [Part(alive(1), 60), Part(noisy(alive(2), 4), 60)])


def film(folder: Path, *draws: Draw, frames: int = 48, hold: int = 1) -> FilmMeasures:
    """A film of scenes of equal length."""
    return film_of(folder, [Part(draw, frames, hold=hold) for draw in draws])


def still(seed: int = 3) -> Draw:
    """A picture that stands."""
    picture = view(texture(seed), 5)
    return lambda index: picture


def pan(step: float) -> Draw:
    """A still over which the camera glides."""
    picture = texture(3)
    return lambda index: view(picture, 5 + step * index)


def zoom(index: int) -> np.ndarray:
    """A still into which the camera glides."""
    return view(ZOOMED, 5 + 0.3 * index, 3 + 0.1 * index, 1.6 - 0.004 * index)


ZOOMED = texture(4)


@pytest.mark.parametrize(
    "gate", [name for name in GATES if name not in ("av_drift", "silence", "loudness", "conformance")]
)
def test_a_film_that_lives_passes(living: FilmMeasures, gate: str) -> None:
    facts = {"cuts": [60], "beats": list(range(0, 120, 12)), "chains": [], "planned": [], "energy": []}
    verdict, failures = verdict_of(gate, living, facts)
    assert (verdict["state"], failures) == ("passes", [])


def test_every_gate_of_the_language_has_a_rule_and_a_way_out() -> None:
    from importlib import import_module

    for name in GATES:
        module = import_module(f"beatforge.deliver.gates.{name}")
        assert callable(module.judge) and module.WAY_OUT and module.__doc__, name


@pytest.mark.parametrize("draw", [still(), noisy(still(), 10)], ids=["a still", "noise on a still"])
def test_a_still_is_frozen_whatever_grain_lies_on_it(tmp_path: Path, draw: Draw) -> None:
    verdict, failures = verdict_of("freeze_ratio", film(tmp_path, alive(1), draw))
    assert 0.4 < verdict["figures"]["freeze_ratio"] <= 0.55 and verdict["figures"]["longest_s"] >= 1.9
    (text,) = failures
    assert text.startswith("freeze_ratio: verse-1.02 at 0:02.0") and "stands still for" in text and "waive: {" in text


def test_a_picture_drawn_on_twos_is_not_frozen_and_one_that_says_so_but_stands_is(tmp_path: Path) -> None:
    moving = alive(1)
    (tmp_path / "twos").mkdir()
    (tmp_path / "still").mkdir()
    on_twos = film(tmp_path / "twos", lambda index: moving(index // 2 * 2), hold=2)
    assert verdict_of("freeze_ratio", on_twos)[1] == [] and verdict_of("temporal_activity", on_twos)[1] == []
    assert verdict_of("freeze_ratio", film(tmp_path / "still", still(), hold=2))[1]
    (tmp_path / "grain").mkdir()
    grain = noisy(still(), 10)
    assert verdict_of("freeze_ratio", film(tmp_path / "grain", lambda index: grain(index // 2), hold=2))[1]


@pytest.mark.parametrize("draw", [pan(1.3), pan(0.3), zoom, noisy(pan(1.3), 6)], ids=["pan", "slow", "zoom", "noisy"])
def test_a_still_that_is_moved_as_a_whole_is_ken_burns_and_no_freeze(tmp_path: Path, draw: Draw) -> None:
    found = film(tmp_path, draw, frames=72)
    verdict, failures = verdict_of("ken_burns", found)
    assert verdict["figures"]["ken_burns"] > 0.8 and "one still that is moved as a whole" in failures[0]
    assert verdict_of("freeze_ratio", found)[1] == []


def test_a_loop_is_found_where_it_begins_anew(tmp_path: Path) -> None:
    moving = noisy(alive(1), 3)
    verdict, failures = verdict_of("duplicates", film(tmp_path, lambda index: moving(index % 36), frames=84))
    assert verdict["figures"]["repeats"] == 1 and verdict["findings"][0]["frame"] == 37
    assert "again that it had shown" in failures[0]


def test_a_picture_that_pulses_with_the_beat_while_it_drifts_is_no_loop(tmp_path: Path) -> None:
    drifting = pan(0.1)

    def pulsing(index: int) -> np.ndarray:
        return drifting(index) + np.array([40 * 0.6 ** (index % 17), 0, 0])

    assert verdict_of("duplicates", film(tmp_path, pulsing, frames=120))[1] == []
    (tmp_path / "round").mkdir()
    again = film(tmp_path / "round", lambda index: pulsing(index % 17), frames=120)
    assert verdict_of("duplicates", again)[0]["figures"]["repeats"] == 1


def test_a_scene_that_was_shown_before_names_the_first_one(tmp_path: Path) -> None:
    _, failures = verdict_of("duplicates", film(tmp_path, alive(1), alive(2), alive(1)))
    assert len(failures) == 1 and failures[0].startswith("duplicates: verse-1.03") and "verse-1.01" in failures[0]


def test_a_scene_in_which_hardly_anything_changes_is_too_calm(tmp_path: Path) -> None:
    picture = still()(0)

    def breathing(index: int) -> np.ndarray:
        return picture + np.array([0.01 * index, 0, 0])

    verdict, failures = verdict_of("temporal_activity", film(tmp_path, breathing))
    assert verdict["figures"]["calmest"] < 0.1 and "hardly changes" in failures[0]
    (tmp_path / "calm").mkdir()
    calm = film(tmp_path / "calm", alive(5, speed=0.1))
    assert verdict_of("temporal_activity", calm)[1] == [] and verdict_of("freeze_ratio", calm)[1] == []


def test_brightness_that_trembles_flickers_and_beats_do_not(tmp_path: Path) -> None:
    moving = alive(1)

    def trembling(index: int) -> np.ndarray:
        return moving(index) + np.array([6 * (-1) ** index, 0, 0])

    def beating(index: int) -> np.ndarray:
        return moving(index) + np.array([40 * 0.6 ** (index % 12), 0, 0])

    for name, draw, is_right in (("trembling", trembling, False), ("beating", beating, True)):
        (tmp_path / name).mkdir()
        assert (verdict_of("flicker", film(tmp_path / name, draw))[1] == []) is is_right


RED, DARK = flat(63, 102, 240), flat(40)


@pytest.mark.parametrize(
    ("one", "other", "hertz", "flashes", "red"),
    [
        (flat(40), flat(200), 5, 5, 0),
        (DARK, RED, 5, 5, 5),
        (flat(40), flat(200), 2.5, 2, 0),
        (flat(120), flat(130), 5, 0, 0),
        (flat(215), flat(235), 5, 0, 0),
    ],
    ids=["strobe", "red strobe", "slow", "faint", "both sides light"],
)
def test_trains_of_flashes_are_counted_and_single_or_faint_ones_are_not(
    tmp_path: Path, one: np.ndarray, other: np.ndarray, hertz: float, flashes: int, red: int
) -> None:
    found = film(tmp_path, lambda index: other if int(index * 2 * hertz / FPS) % 2 else one)
    verdict, failures = verdict_of("photosensitivity", found)
    assert verdict["figures"] == {"flashes": flashes, "red_flashes": red}
    assert bool(failures) is (max(flashes, red) > 3)


def test_a_cut_is_one_step_and_a_train_of_cuts_is_a_strobe(tmp_path: Path) -> None:
    for name, length, is_right in (("cuts", 24, True), ("strobe", 3, False)):
        (tmp_path / name).mkdir()
        parts = [Part(lambda index, n=n: flat(200 if n % 2 else 40), length) for n in range(72 // length)]  # type: ignore[misc]
        assert (verdict_of("photosensitivity", film_of(tmp_path / name, parts))[1] == []) is is_right


def test_a_flash_in_a_small_part_of_the_picture_harms_nobody(tmp_path: Path) -> None:
    def corner(index: int) -> np.ndarray:
        picture = flat(40)
        picture[: HEIGHT // 3, : WIDTH // 2] = 200 if index * 10 // FPS % 2 else 40
        return picture

    assert verdict_of("photosensitivity", film(tmp_path, corner))[0]["figures"]["flashes"] == 0


def test_colours_that_run_away_and_jump_back_at_joins_are_found(tmp_path: Path) -> None:
    moving = alive(1)

    def ramp(index: int) -> np.ndarray:
        return moving(index) + np.array([0.5, 0.2, 0.3]) * index

    facts: dict[str, Any] = {"cuts": [], "chains": [60]}
    parts = [Part(ramp, 60), Part(lambda index: moving(60 + index), 30)]
    verdict, failures = verdict_of("boundary_continuity", film_of(tmp_path, parts), facts)
    assert verdict["figures"]["colour_step"] > 3 and "verse-1.02 at 0:02.12" in failures[0]
    (tmp_path / "even").mkdir()
    even = film_of(tmp_path / "even", [Part(moving, 60), Part(lambda index: moving(60 + index), 30)])
    verdict, failures = verdict_of("boundary_continuity", even, facts)
    assert failures == [] and verdict["figures"]["likeness"] > 0.95


def test_a_scene_that_should_grow_out_of_the_one_before_and_does_not_is_found(living: FilmMeasures) -> None:
    _, failures = verdict_of("boundary_continuity", living, {"cuts": [], "chains": [60]})
    assert any("does not grow out of the last frame" in text for text in failures)
    assert verdict_of("boundary_continuity", living, {"cuts": [60], "chains": []})[1] == []


def cutting(folder: Path, late: int) -> FilmMeasures:
    """One segment of four shots that should cut at 36, 60 and 84."""
    shots, edges = [alive(seed) for seed in (1, 2, 3, 4)], [edge + late for edge in (36, 60, 84)]
    return film(folder, lambda index: shots[sum(index >= edge for edge in edges)](index), frames=108)


@pytest.mark.parametrize(("late", "f"), [(0, 1.0), (1, 1.0), (2, 0.0)])
def test_cuts_are_where_they_were_planned_to_the_frame(tmp_path: Path, late: int, f: float) -> None:
    facts = {"cuts": [36, 60, 84], "beats": list(range(0, 108, 12))}
    verdict, failures = verdict_of("cut_on_beat", cutting(tmp_path, late), facts)
    assert (verdict["figures"]["f"], verdict["figures"]["late_frames"]) == (f, late)
    assert bool(failures) is (late > 0)
    if late:
        assert f"cuts are {late} frames late as a rule" in failures[-1] or late == 2


def test_cuts_that_nobody_planned_and_cuts_on_no_beat_are_found(tmp_path: Path) -> None:
    found = cutting(tmp_path, 0)
    _, failures = verdict_of("cut_on_beat", found, {"cuts": [36], "beats": list(range(0, 108, 12))})
    assert ["no cut is planned" in text for text in failures] == [True, True]
    _, failures = verdict_of("cut_on_beat", found, {"cuts": [36, 60, 84], "beats": list(range(6, 108, 12))})
    assert ["on no beat" in text for text in failures] == [True] * 3


def test_light_that_comes_and_goes_and_a_picture_that_comes_back_are_no_cuts(tmp_path: Path) -> None:
    moving, other = alive(1, speed=0.5), alive(2)

    def draw(index: int) -> np.ndarray:
        if 30 <= index < 33:
            return other(index)  # three frames of another picture are a flash of it, no cut
        return moving(index) + np.array([90 * 0.7 ** (index % 24), 0, 0])

    verdict, failures = verdict_of("cut_on_beat", film(tmp_path, draw, frames=96), {"cuts": [], "beats": []})
    assert verdict["figures"]["found"] == 0 and failures == []


def test_light_on_the_beat_of_a_join_is_no_step_and_light_that_stays_is(tmp_path: Path) -> None:
    moving = alive(1)
    for name, fades, is_right in (("beat", 0.7, True), ("step", 1.0, False)):
        (tmp_path / name).mkdir()
        lit = lambda index, fades=fades: moving(40 + index) + np.array([30 * fades**index, 0, 0])  # noqa: E731
        found = film_of(tmp_path / name, [Part(moving, 40), Part(lit, 40)])
        failures = verdict_of("boundary_continuity", found, {"cuts": [], "chains": []})[1]
        assert (failures == []) is is_right, name


def test_motion_that_follows_the_song_correlates_and_motion_against_it_is_told(tmp_path: Path) -> None:
    energy = [40, 60, 80, 100, 140, 160, 180, 200, 220, 240] * 3
    places = np.cumsum([level / 60 for level in energy for _ in range(6)])
    moving = alive(1)
    found = film(tmp_path, lambda index: moving(float(places[index])), frames=len(places))  # type: ignore[arg-type]
    found = replace(found, fps="6")
    verdict, failures = verdict_of("energy_motion", found, {"energy": energy})
    assert verdict["figures"]["rank_correlation"] > 0.7 and failures == []
    verdict, failures = verdict_of("energy_motion", found, {"energy": energy[::-1]})
    assert verdict["figures"]["rank_correlation"] < -0.7 and "give or take 0.62" in failures[0]


def test_a_few_seconds_say_nothing_of_motion_and_energy(living: FilmMeasures) -> None:
    verdict, failures = verdict_of("energy_motion", living, {"energy": [250, 200, 100, 50, 0]})
    assert verdict["figures"]["margin"] > 1.6 and failures == []


def test_sound_that_ends_before_the_picture_is_found_by_counting_samples(living: FilmMeasures, tmp_path: Path) -> None:
    song = write_song(tmp_path / "song.wav", seconds=6)
    whole, short = sound_of(tmp_path, 5.0, song), sound_of(tmp_path, 4.5, song)
    assert verdict_of("av_drift", living, sound=whole)[1] == []
    verdict, failures = verdict_of("av_drift", living, sound=short)
    assert verdict["figures"]["drift_ms"] == 500 and "pictures last 12.00 frames longer" in failures[0]


def test_silence_where_the_song_has_no_pause_is_found(living: FilmMeasures, tmp_path: Path) -> None:
    import soundfile

    song, rate = soundfile.read(write_song(tmp_path / "song.wav", seconds=5))
    song[2 * rate : 4 * rate] = 0
    soundfile.write(tmp_path / "hole.wav", song, rate)
    sound = sound_of(tmp_path, 5.0, tmp_path / "hole.wav")
    verdict, failures = verdict_of("silence", living, {"pauses": []}, sound)
    assert 1.8 <= verdict["figures"]["longest_s"] <= 2.0 and "verse-1.01 at 0:02.0" in failures[0]
    assert verdict_of("silence", living, {"pauses": [[2 * FPS, 4 * FPS]]}, sound)[1] == []


def test_a_black_hole_is_found_and_a_planned_fade_is_not(tmp_path: Path) -> None:
    moving = alive(1)
    parts = [Part(moving, 30), Part(lambda index: flat(16), 24, kind="fade"), Part(moving, 30)]
    found = film_of(tmp_path, parts)
    verdict, failures = verdict_of("black", found, {"planned": []})
    assert (
        verdict["figures"]["longest_s"] == 1.0 and "verse-1.02 at 0:01.06 (frame 30): is black for 1 s" in failures[0]
    )
    assert verdict_of("black", found, {"planned": ["fade"]})[1] == []


def test_segments_that_are_coded_otherwise_than_planned_are_found(living: FilmMeasures) -> None:
    planned = {"tag": "avc1", "pixel_format": "yuv420p", "width": WIDTH, "height": HEIGHT, "level": ENCODER["level"],
               "kbps": ENCODER["kbps"]}  # fmt: skip
    assert verdict_of("conformance", living, planned)[1] == []
    wrong = {"width": 640, "pixel_format": "yuv422p10le", "level": "2.0", "kbps": 10, "tag": "hvc1"}
    for name, value in wrong.items():
        assert len(verdict_of("conformance", living, {**planned, name: value})[1]) == 2, name


def test_a_waiver_excuses_its_scene_and_no_other_and_tells_when_it_waives_nothing(tmp_path: Path) -> None:
    found = film(tmp_path, still(3), alive(1), still(4))
    waived = {"verse-1.01": "held breath", "verse-1.02": "no need"}
    verdict, failures = verdict_of("freeze_ratio", found, waived=waived)
    assert [text.split()[1] for text in failures] == ["verse-1.03"]
    assert [(row["scene"], row["reason"]) for row in verdict["waived"]] == [("verse-1.01", "held breath")]
    assert verdict["waives_nothing"] == ["verse-1.02"]
    verdict, failures = verdict_of("freeze_ratio", found, film_waived="a film of stills")
    assert (verdict["state"], failures, len(verdict["waived"])) == ("waived", [], 2)


def test_a_film_wide_waiver_that_waives_nothing_is_told(living: FilmMeasures) -> None:
    assert verdict_of("freeze_ratio", living, film_waived="for luck")[0]["waives_nothing"] == ["film"]


def test_moments_are_told_as_minutes_seconds_and_frames() -> None:
    from fractions import Fraction

    assert at_time(986, Fraction(24)) == "0:41.02"
    assert at_time(24000, Fraction(24000, 1001)) == "16:41.00"


def test_limits_have_defaults_that_a_living_film_keeps() -> None:
    usual = {name: getattr(Gates(), name).limits() for name in GATES}
    assert usual["freeze_ratio"] == {"max": 0.01, "longest": 0.5} and usual["photosensitivity"] == {"max": 3}
    assert Gates().energy_motion.judge == "advise" and Gates().black.judge == "fail"
