"""What a film shows scene after scene: variety between neighbours, recall between choruses, an arc over the whole."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from beatforge.project.library import load_library
from tests.film.films import planned_film

STORY = "A driver leaves the city at night, follows the road at dusk and reaches the sea at dawn"


@pytest.mark.parametrize("concept", ["", "the sea", "city and road", STORY, "heartbreak and hope"])
def test_neighbours_differ_in_motif_or_composition(tmp_path: Path, concept: str) -> None:
    plan = planned_film(tmp_path, {"concept": concept})
    for one, following in pairwise(scene.shot.look for scene in plan.scenes):
        assert (one.motif, one.composition) != (following.motif, following.composition)


def test_a_film_about_one_thing_shows_it_from_all_sides(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {"concept": "the sea"})
    views = {scene.view for scene in plan.scenes if scene.shot.look.motif == "sea"}
    assert views == {"far", "near", "low", "high"}
    assert sum(scene.shot.look.motif == "sea" for scene in plan.scenes) > len(plan.scenes) / 2


def test_a_chorus_recalls_the_chorus_before_dressed_anew(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {})
    first, second = ([s for s in plan.scenes if (s.kind, s.occurrence) == ("chorus", n)] for n in (1, 2))
    assert [s.shot.look.motif for s in first] == [s.shot.look.motif for s in second]
    assert [s.view for s in first] == [s.view for s in second]
    for one, again in zip(first, second, strict=True):
        assert one.shot.seed != again.shot.seed and one.shot.look.palette != again.shot.look.palette


def test_a_story_reaches_its_end_in_its_second_half_and_ends_there(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {"concept": STORY})
    shown = [scene.shot.look.motif for scene in plan.scenes]
    assert "sea" not in shown[: len(shown) // 2]
    assert shown[-1] == "sea" and set(shown) == {"city", "road", "sea"}
    assert list(dict.fromkeys(scene.light for scene in plan.scenes)) == ["night", "dusk", "dawn"]


def test_the_end_answers_the_opening(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {})
    first, last = plan.scenes[0], plan.scenes[-1]
    assert (first.shot.look.motif, first.view) == (last.shot.look.motif, last.view)
    assert first.view == "far"


def test_peaks_show_more_than_all_else_and_grow(tmp_path: Path) -> None:
    plan = planned_film(tmp_path, {})
    peaks = [scene for scene in plan.scenes if scene.hero]
    least, most = min(s.shot.look.intensity for s in peaks), max(
        s.shot.look.intensity for s in plan.scenes if not s.hero
    )  # fmt: skip
    assert least > most
    by_chorus = [max(s.shot.look.intensity for s in peaks if s.occurrence == n) for n in (1, 2, 3)]
    assert by_chorus == sorted(set(by_chorus))
    calm = next(s for s in plan.scenes if s.kind == "intro")
    assert peaks[0].shot.look.speed > calm.shot.look.speed and peaks[0].shot.look.camera > calm.shot.look.camera


def test_calm_parts_show_calm_things_where_nothing_is_said(tmp_path: Path) -> None:
    energy = load_library().lexicon["energy"]
    plan = planned_film(tmp_path, {"style": "cinematic"})
    assert {s.shot.look.motif for s in plan.scenes if s.kind == "intro"} <= set(energy["calm"]["motifs"])
    assert {s.shot.look.motif for s in plan.scenes if s.kind == "chorus"} <= set(energy["loud"]["motifs"])


def test_a_mood_chooses_motifs_and_light_where_no_thing_is_named(tmp_path: Path) -> None:
    library = load_library()
    mood = library.lexicon["moods"]["sorrow"]
    plan = planned_film(tmp_path, {"style": "lofi", "concept": "a broken heart"})
    assert {scene.light for scene in plan.scenes} == {mood["light"]} and all(scene.guessed for scene in plan.scenes)
    meant = [motif for motif in mood["motifs"] if motif in library.styles["lofi"].motifs]
    assert plan.scenes[0].shot.look.motif in meant


def test_another_seed_is_another_film_of_the_same_story(tmp_path: Path) -> None:
    plans = [planned_film(tmp_path, {"concept": STORY, "fps": fps}) for fps in (24, 25)]
    looks = [[(s.shot.look.motif, s.shot.look.composition) for s in plan.scenes] for plan in plans]
    assert looks[0] == looks[1], "frames a second decide nothing about what is shown"


NAMED = {
    "a lighthouse keeper walks home": "sea",
    "saguaros in June": "desert",
    "the ballerina never sleeps": "dancers",
    "jellyfish and plankton": "underwater",
    "a cosmonaut": "planet",
    "hairpins and a stolen cabriolet": "road",
    "toadstools": "forest",
}


@pytest.mark.parametrize(("concept", "motif"), NAMED.items())
def test_what_a_concept_names_carries_the_film(tmp_path: Path, concept: str, motif: str) -> None:
    related = load_library().lexicon["companions"][motif]
    for style in ("cinematic", "watercolor"):
        scenes = planned_film(tmp_path, {"concept": concept, "style": style}).scenes
        shown = [scene.shot.look.motif for scene in scenes]
        assert shown.count(motif) >= 0.7 * len(shown)
        assert {scene.shot.look.motif for scene in scenes if scene.hero} == {motif}
        assert set(shown) - {motif} and set(shown) - {motif} <= set(related)
        assert shown[0] == shown[-1] == motif
        assert all(motif in pair for pair in pairwise(shown)), "company never stays for two scenes"


def test_two_named_things_share_the_film_and_its_peaks(tmp_path: Path) -> None:
    scenes = planned_film(tmp_path, {"concept": "harbours and skyscrapers"}).scenes
    shown = [scene.shot.look.motif for scene in scenes]
    assert min(shown.count("sea"), shown.count("skyline")) >= 0.35 * len(shown)
    assert {scene.shot.look.motif for scene in scenes if scene.hero} == {"sea", "skyline"}


def test_a_mood_is_kept_where_no_thing_is_named(tmp_path: Path) -> None:
    meant = set(load_library().lexicon["moods"]["sorrow"]["motifs"])
    for style in ("cinematic", "synthwave"):
        plan = planned_film(tmp_path, {"concept": "bereavement and tears", "style": style})
        assert {scene.shot.look.motif for scene in plan.scenes} == meant


def test_every_motif_has_company_of_its_own_world() -> None:
    library = load_library()
    companions = library.lexicon["companions"]
    assert set(companions) == set(library.names["motif"])
    for motif, kin in companions.items():
        assert motif not in kin and 1 <= len(kin) <= 2 and set(kin) <= set(library.names["motif"]), motif
