"""A scene's own words change that scene and no other; what nobody says comes from the style."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from beatforge.film.mixing import coloured
from beatforge.film.plan import Plan
from beatforge.film.shot import Shot
from beatforge.project.colour import oklab, rgb
from beatforge.project.library import load_library
from beatforge.project.vocabulary import ROLES
from tests.film.films import planned_film

SCENE = "chorus-2.03"
LIBRARY = load_library()


def shot_of(plan: Plan, scene_id: str = SCENE) -> Shot:
    return next(scene.shot for scene in plan.scenes if scene.id == scene_id)


def directed(folder: Path, prompt: str, **film: Any) -> Shot:
    return shot_of(planned_film(folder, film, {SCENE: {"prompt": prompt}}))


@pytest.mark.parametrize(
    "prompt",
    ["a quiet harbour", "neon street in the rain", "aerial view of dunes in red", "grief", "zebras", "winter at dawn"],
)
def test_one_word_of_one_scenes_prompt_changes_one_scene_and_its_two_transitions(tmp_path: Path, prompt: str) -> None:
    before = planned_film(tmp_path, {"concept": "city and sea"}, {SCENE: {"prompt": "a street"}})
    after = planned_film(tmp_path, {"concept": "city and sea"}, {SCENE: {"prompt": prompt}})
    changed = [one.id for one, other in zip(before.scenes, after.scenes, strict=True) if one.shot != other.shot]
    assert changed == [SCENE]
    kinds = [[(t.before, t.after, t.kind, t.num_frames) for t in plan.transitions] for plan in (before, after)]
    differing = [one for one, other in zip(*kinds, strict=True) if one != other]
    assert all(SCENE in one[:2] for one in differing)


@pytest.mark.parametrize(
    ("prompt", "view"),
    [("close-up of the sea", "near"), ("wide shot of the sea", "far"), ("the sea from above", "high"),
     ("looking up, the sea, low angle", "low"), ("bird's eye view over a harbour", "high")],
)  # fmt: skip
def test_words_choose_from_where_a_scene_is_seen(tmp_path: Path, prompt: str, view: str) -> None:
    shot = directed(tmp_path, prompt)
    assert shot.look.motif == "sea"
    assert LIBRARY.views["sea"][shot.look.composition] == view


def test_named_colours_lean_the_grounds_and_leave_how_light_they_are(tmp_path: Path) -> None:
    plain = dict(zip(ROLES, directed(tmp_path, "the sea").look.palette, strict=True))
    red = dict(zip(ROLES, directed(tmp_path, "a red sea").look.palette, strict=True))
    for role in ("sky_low", "far", "mid"):
        before, after = oklab(rgb(plain[role])), oklab(rgb(red[role]))
        assert after[1] > before[1] + 0.02, role
        assert abs(after[0] - before[0]) < 0.06, role
    assert red["paper"] == plain["paper"]


@pytest.mark.parametrize("colour", sorted(LIBRARY.lexicon["colours"]))
def test_a_named_colour_makes_no_grey_of_a_skys_own(colour: str) -> None:
    named = str(LIBRARY.lexicon["colours"][colour]["colour"])
    for palette in LIBRARY.palettes.values():
        before, after = (dict(zip(ROLES, codes, strict=True)) for codes in
                         (palette.colours, coloured(palette.colours, named, 1.0)))  # fmt: skip
        least = 0.45 * min(strength(before["sky_top"]), strength(named))
        assert strength(after["sky_top"]) > least - 0.005, palette


def strength(code: str) -> float:
    """How far a colour is from grey."""
    return math.hypot(*oklab(rgb(code))[1:])


def test_a_palette_that_is_chosen_is_taken_as_it_is(tmp_path: Path) -> None:
    fields = {SCENE: {"prompt": "a red sea at night", "palette": "dawn"}}
    assert shot_of(planned_film(tmp_path, {}, fields)).look.palette == LIBRARY.palettes["dawn"].colours
    plan = planned_film(tmp_path, {"palette": "dawn", "concept": "joy in a golden night"})
    assert {scene.shot.look.palette for scene in plan.scenes} == {LIBRARY.palettes["dawn"].colours}


@pytest.mark.parametrize(
    ("prompt", "conditions"),
    [("heavy snowfall", {"snow"}), ("petals in the breeze", {"blossom", "wind"}), ("a winter lake", {"snow"}),
     ("crowds under umbrellas in fog", {"crowd", "rain", "mist"}), ("geese beneath the stars", {"birds", "stars"})],
)  # fmt: skip
def test_words_make_the_weather(tmp_path: Path, prompt: str, conditions: set[str]) -> None:
    assert {name for name, amount in directed(tmp_path, prompt).look.conditions.items() if amount} == conditions


def test_styles_stay_apart_under_one_light(tmp_path: Path) -> None:
    plans = [planned_film(tmp_path, {"style": name, "concept": "night"}) for name in ("pop_art", "ukiyo_e", "ink_wash")]
    assert len({plan.scenes[1].shot.look.palette for plan in plans}) == 3


def test_marks_hold_and_times_of_a_style_reach_the_shot(tmp_path: Path) -> None:
    style = {
        "medium": "cel",
        "marks": {"line": 1.25},
        "motion": {"hold": 3},
        "drives": {"pulse": {"from": "bass", "attack_ms": 5, "release_ms": 900}},
    }
    look = planned_film(tmp_path, {"style": style}).scenes[0].shot.look
    assert (look.marks["line"], look.hold) == (125, 3)
    assert (look.drives["pulse"].attack_ms, look.drives["pulse"].release_ms) == (5, 900)


def test_reactivity_scales_every_channel(tmp_path: Path) -> None:
    full, half, none = (
        planned_film(tmp_path, {"reactivity": amount}).scenes[0].shot.look.drives for amount in (1, 0.5, 0)
    )
    assert set(full) == {"pulse", "glow", "swell", "burst", "shift"}
    assert all(abs(half[name].gain - full[name].gain / 2) <= 1 for name in full)
    assert {drive.gain for drive in none.values()} == {0}


def test_a_scenes_own_words_win_over_a_concept_that_names_something_else(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {"concept": "surfers"}, {SCENE: {"prompt": "an igloo under the matterhorn"}})
    assert shot_of(plan).look.motif == "mountains"
    assert [s.id for s in plan.scenes if s.hero and s.shot.look.motif != "sea"] == [SCENE]
