"""What an edit of a show makes stale: a theme pictures and no music, a moved cue of a mashup the shots it touches."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.laws.fields import DOCUMENT as ONE_SONG
from tests.laws.test_every_field import Film
from tests.laws.test_mashup_fields import DOCUMENT as MASHUP
from tests.laws.test_mashup_fields import Mashup

SHOW = {"size": "64x64", "fps": 24, "mode": "dj", "persona": "nova_fade", "theme": "mashup_chaos"}
HEARD = ("mix", "part/", "analysis", "lyrics", "stems")


def with_film(document: Mapping[str, Any], **film: Any) -> dict[str, Any]:
    whole = copy.deepcopy(dict(document))
    whole.pop("scenes", None)
    whole.pop("waive", None)
    return {**whole, "film": {**SHOW, **film}}


def heard(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith(HEARD)}


@pytest.mark.parametrize("scratch", ["silent", "audible"])
def test_another_theme_is_other_pictures_and_the_same_music(tmp_path: Path, scratch: str) -> None:
    for made, document in ((Film, ONE_SONG), (Mashup, MASHUP)):
        films = [made(tmp_path, with_film(document, theme=t, scratch=scratch)) for t in ("mashup_chaos", "chill_lofi")]
        stale = films[1].stale_after(films[0])
        assert {name for name in films[1].targets if name.startswith("scene/")} <= stale
        assert {"figure/nova_fade", "film/youtube"} <= stale and not heard(stale)


def test_moving_a_cue_point_of_a_mashup_makes_the_shots_it_touches(tmp_path: Path) -> None:
    def film(**edit: Any) -> Mashup:
        document = copy.deepcopy(MASHUP)
        document["mashup"]["edits"] = [{"part": "a-vocals.09", "gain_db": -1, **edit}]
        return Mashup(tmp_path, with_film(document, scene_count=16))

    before, after = film(), film(move_beats=2)
    stale = after.stale_after(before)
    scenes = [scene for scene in after.plan.scenes if f"scene/{scene.id}" in stale]
    assert scenes and len(scenes) <= len(after.plan.scenes) / 2 and "mix" in stale
    (moved,) = [part for part in after.plan.heard.mix.parts if part.id == "a-vocals.09"]
    (was,) = [part for part in before.plan.heard.mix.parts if part.id == "a-vocals.09"]
    reach = 24 * 5  # frames that a shot knows of what lies beside it, and a bar of suspense
    for scene in scenes:
        low, high = min(part.start_s for part in (was, moved)) * 24, max(part.end_s for part in (was, moved)) * 24
        assert scene.start_frame - reach <= high and low <= scene.end_frame + reach, scene.id


def test_a_cue_of_the_performance_makes_its_own_shots_and_no_music(tmp_path: Path) -> None:
    before = Film(tmp_path, with_film(ONE_SONG))
    after = Film(tmp_path, with_film(ONE_SONG, performance=[{"at": 20, "action": "crossfader_hit"}]))
    stale = after.stale_after(before)
    scenes = [scene for scene in after.plan.scenes if f"scene/{scene.id}" in stale]
    assert 1 <= len(scenes) < len(after.plan.scenes) / 2 and not heard(stale)
    assert any(scene.start_frame <= 480 < scene.end_frame for scene in scenes)


def test_a_said_view_changes_no_other_scene(tmp_path: Path) -> None:
    before = Film(tmp_path, with_film(ONE_SONG))
    scene = before.plan.scenes[4].id
    after = Film(tmp_path, {**with_film(ONE_SONG), "scenes": {scene: {"shot": "low"}}})
    assert {n for n in after.stale_after(before) if n.startswith(("scene/", "figure/"))} == {f"scene/{scene}"}


def test_a_scene_of_another_motif_cuts_away_from_her(tmp_path: Path) -> None:
    film = Film(tmp_path, {**with_film(ONE_SONG), "scenes": {"chorus": {"motif": "sea"}}})
    for scene in film.plan.scenes:
        away = scene.kind == "chorus"
        assert (scene.shot.performance is None, scene.shot.look.motif) == (away, "sea" if away else "performer")
        assert ("performed" in film.targets[f"scene/{scene.id}"].value.get("given", ())) is not away


def test_a_film_of_the_song_shows_her_where_a_shot_is_said(tmp_path: Path) -> None:
    plain = with_film(ONE_SONG, mode="song", theme=None, style="synthwave", scene_count=8)
    del plain["film"]["theme"]
    before = Film(tmp_path, plain)
    assert "figure/nova_fade" not in before.targets and before.plan.show is None
    after = Film(tmp_path, {**plain, "scenes": {"chorus-1": {"shot": "close_up"}}})
    seen = {scene.id: scene.shot.performance.shot for scene in after.plan.scenes if scene.shot.performance}
    assert set(seen.values()) == {"close_up"} and all(name.startswith("chorus-1") for name in seen)
    assert "figure/nova_fade" in after.targets
    stale = {name for name in after.stale_after(before) if name.startswith("scene/")}
    chosen = {f"scene/{name}" for name in seen}
    first = next(index for index, scene in enumerate(after.plan.scenes) if scene.id in seen)
    assert chosen <= stale <= chosen | {f"scene/{after.plan.scenes[first - 1].id}"}


def test_only_what_is_seen_of_a_persona_is_in_its_target(tmp_path: Path) -> None:
    value = Film(tmp_path, with_film(ONE_SONG)).targets["figure/nova_fade"].value
    assert {"figure", "expressions", "poses", "gestures", "booth", "themes"} == set(value)
    assert list(value["themes"]) == ["mashup_chaos"] and "show" not in value["themes"]["mashup_chaos"]


def test_three_keys_are_a_show(tmp_path: Path) -> None:
    document = with_film(ONE_SONG)
    document["film"] = {"mode": "dj", "persona": "nova_fade"}
    plan = Film(tmp_path, document).plan
    assert plan.show is not None and plan.show.theme == "sponsor_neon" and plan.persona == "nova_fade 1.0"
    assert all(scene.shot.performance for scene in plan.scenes)
    assert {join.kind for join in plan.transitions} == {"cut"}
    lengths = [scene.shot.num_frames / 24 for scene in plan.scenes]
    assert min(lengths) >= 2 and max(lengths) <= 6.1
