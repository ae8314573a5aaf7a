"""Every command on a small film: what it prints, what it writes, and the shapes of its JSON."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.main import main
from tests.projects import (
    CHORUS,
    CROSSFADE,
    FILM,
    INTRO,
    MORPH,
    RESEEDED,
    TARGETS,
    VERSE,
    build,
    edit,
    events_of,
    make_project,
    planned,
    run,
)

Say = Callable[..., str]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command in this process that has to succeed; what it prints."""

    def command(*args: object) -> str:
        capsys.readouterr()
        assert main([str(arg) for arg in args]) == 0
        return capsys.readouterr().out

    return command


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


class TestBuild:
    def test_it_prints_a_line_per_target_and_one_in_all(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        *lines, summary, place = say("build", film).splitlines()
        assert lines[0].startswith(f"{len(RESEEDED)} to make, about ")
        assert sorted(line.split()[1] for line in lines[1:]) == sorted(RESEEDED)
        assert summary == f"{len(RESEEDED)} made, {len(TARGETS) - len(RESEEDED)} fresh"
        assert place == str(film.parent / "build" / "small.mp4")

    def test_its_log_has_one_object_a_line(self, film: Path, say: Say) -> None:
        edit(film, "title: Small Song", "title: Big Song")
        (film.parent / "build" / "scenes" / "verse-1.01.mp4").unlink()
        events = lines_of(say("build", film, "--log", "json"))
        assert all({"event", "target"} <= set(event) for event in events)
        assert {event["target"]: event["event"] for event in events} == {
            **dict.fromkeys(TARGETS, "fresh"), FILM: "made", VERSE: "restored",
        }  # fmt: skip
        made = next(event for event in events if event["event"] == "made")
        assert set(made) == {"event", "target", "task", "seconds"} and made["task"] == FILM and made["seconds"] > 0

    def test_doit_has_one_task_for_each_stale_target_and_none_for_the_others(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        events = lines_of(say("build", film, "--log", "json"))
        assert sorted(event["target"] for event in events if event.get("task")) == sorted(RESEEDED)

    def test_with_nothing_to_do_it_says_so_in_both_ways(self, film: Path, say: Say) -> None:
        for _ in range(3):  # the last by memory, which wants files that have come to rest
            assert say("build", film) == f"nothing to make; {len(TARGETS)} targets are fresh\n"
            time.sleep(0.1)
        events = lines_of(say("build", film, "--log", "json"))
        assert events == [{"event": "fresh", "target": name} for name in planned_order(film)]

    @pytest.mark.parametrize("name", ["intro-1.01", "scene/intro-1.01"])
    def test_one_scene_by_its_id(self, film: Path, say: Say, name: str) -> None:
        edit(film, "seed: 3\n", "seed: 4\n")
        say("build", film, name)
        assert INTRO not in planned(film) and FILM in planned(film)

    def test_a_kind_of_targets_and_what_it_hangs_on(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        assert "2 made" in say("build", film, "transition")
        assert list(planned(film)) == [VERSE, FILM]
        assert say("build", film, "film").startswith(f"{len(RESEEDED) - 2} to make, about ")
        assert planned(film, judging=True) == {}

    def test_targets_may_follow_options(self, film: Path, say: Say) -> None:
        edit(film, "seed: 3\n", "seed: 4\n")
        assert [
            e["target"] for e in lines_of(say("build", film, "--log", "json", "intro-1.01")) if e["event"] == "made"
        ] == [INTRO]

    def test_a_value_for_one_run(self, film: Path, say: Say) -> None:
        """After `scenes.` the longest id that is known is one key, dots and all."""
        text, rain = film.read_text(), ("--set", "scenes.verse-1.01.prompt=rain")
        made = [e["target"] for e in lines_of(say("build", film, "--log", "json", *rain)) if e["event"] == "made"]
        assert sorted(made) == sorted(RESEEDED)
        assert film.read_text() == text
        assert build(film) == []

    def test_a_draft_is_small_and_lies_beside_the_film(self, film: Path, say: Say, undisturbed: Any) -> None:
        assert f"{len(TARGETS) - 1} made, 1 fresh" in say("build", film, "--profile", "draft")
        folder = film.parent / "build"
        assert (folder / "small-draft.mp4").is_file()
        assert (folder / "small.mp4").read_bytes() == undisturbed.film
        assert build(film) == [] and planned(film, profile="draft") == {}

    def test_it_finds_the_project_from_inside(self, film: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(film.parent / "styles")
        assert "fresh" in say("build")
        assert "fresh" in say("build", "-C", "..")


def planned_order(file: Path) -> list[str]:
    from beatforge.cli.session import Session

    with Session.open(file) as session:
        return [target.name for target in session.targets()]


class TestPlan:
    def test_its_json_is_what_is_documented(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        said = json.loads(say("plan", film, "--json"))
        assert set(said) == {"targets", "outputs", "totals"}
        kinds = {"name": str, "kind": str, "fresh": bool, "certain": bool, "reasons": list, "bytes": int}
        for row in said["targets"]:
            assert set(row) == {*kinds, "seconds", "usd"}
            assert all(isinstance(row[name], kind) for name, kind in kinds.items())
            assert all(isinstance(row[name], int | float) for name in ("seconds", "usd"))
            assert row["kind"] == row["name"].partition("/")[0]
        assert [row["name"] for row in said["targets"]] == planned_order(film)
        assert {row["name"] for row in said["targets"] if not row["fresh"]} == set(RESEEDED)
        assert said["totals"] == {
            "stale": len(RESEEDED), "certain": len(RESEEDED), "usd": 0,
            "seconds": pytest.approx(sum(row["seconds"] for row in said["targets"])),
            "bytes": sum(row["bytes"] for row in said["targets"]),
        }  # fmt: skip

    def test_fresh_is_what_can_be_restored_too(self, film: Path, say: Say) -> None:
        shutil.rmtree(film.parent / "build")
        said = json.loads(say("plan", film, "--json"))
        assert all(row["fresh"] for row in said["targets"])
        assert "copy film/youtube from the store" in say("plan", film)

    def test_its_text_lists_scenes_words_and_what_is_to_make(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        text = say("plan", film)
        assert "small: 4 scenes, 384 frames at 24 fps; 1 morphs, 1 crossfades, 1 cuts" in text
        assert "verse-1.01" in text and "words understood:" in text
        assert "make scene/verse-1.01, about" in text and "seed 41 -> 42 (project.yaml:" in text
        count = len(RESEEDED)
        assert f"{count} to make ({count} certain), {len(TARGETS) - count} fresh; about" in text
        edit(film, "seed: 42", "seed: 41")
        assert say("plan", film).splitlines()[-1] == f"nothing to make; {len(TARGETS)} targets are fresh"

    def test_planning_writes_nothing_that_a_build_would_see(self, film: Path, say: Say) -> None:
        edit(film, "seed: 41", "seed: 42")
        results = {path: path.read_bytes() for path in (film.parent / "build").rglob("*.mp4")}
        say("plan", film)
        assert {path: path.read_bytes() for path in (film.parent / "build").rglob("*.mp4")} == results
        assert build(film) == [VERSE, MORPH, CROSSFADE, FILM]

    def test_a_project_never_built_names_kinds_and_says_how_to_learn_more(
        self, tmp_path: Path, short_song: Path, say: Say
    ) -> None:
        text = say("plan", make_project(tmp_path / "new", short_song))
        assert "make analysis" in text and "maybe scene/* (up to 4)" in text and "beatforge build analysis" in text


class TestStatus:
    def test_its_json_names_states_and_places(self, film: Path, say: Say) -> None:
        edit(film, "title: Small Song", "title: Big Song")
        (film.parent / "build" / "scenes" / "intro-1.01.mp4").unlink()
        said = json.loads(say("status", film, "--json"))
        rows = {row["name"]: row for row in said["targets"]}
        assert all(set(row) == {"name", "kind", "state", "fresh", "places"} for row in rows.values())
        assert rows[FILM] == {
            "name": FILM,
            "kind": "film",
            "state": "stale",
            "fresh": False,
            "places": ["build/small.mp4"],
        }
        assert rows[INTRO]["state"] == "restore" and rows[INTRO]["fresh"] and rows[VERSE]["state"] == "fresh"
        fresh = len(TARGETS) - 2
        assert said["totals"] == {"fresh": fresh, "restore": 1, "stale": 1}
        assert f"{fresh} fresh, 1 restore, 1 stale" in say("status", film).splitlines()


class TestCheck:
    def test_a_sound_project_has_no_problems(self, film: Path, say: Say) -> None:
        assert say("check", film) == "project.yaml: no problems\n"
        assert json.loads(say("check", film, "--format", "json")) == {"problems": [], "notes": []}

    def test_before_the_song_is_heard_it_says_what_is_left_to_check(
        self, tmp_path: Path, short_song: Path, say: Say
    ) -> None:
        assert "scenes are checked once the song was listened to" in say(
            "check", make_project(tmp_path / "new", short_song)
        )

    def test_faults_are_listed_with_their_places(self, film: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(film, "fps: 24", "fps: 23")
        edit(film, "style: own", "style: watercolour")
        assert main(["check", str(film), "--format", "json"]) == 3
        problems = json.loads(capsys.readouterr().out)["problems"]
        assert all({"file", "line", "column", "code", "message", "hint"} <= set(problem) for problem in problems)
        assert [(p["file"], p["line"], p["code"][:2]) for p in problems] == [
            ("project.yaml", 18, "BF"),
            ("project.yaml", 20, "BF"),
        ]
        assert "watercolor" in problems[1]["hint"]

    def test_faults_of_the_plan_count_once_the_song_is_known(
        self, film: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edit(film, "verse-1.01: {", "verse-1.02: {")
        assert main(["check", str(film)]) == 3
        text = capsys.readouterr().err
        assert 'BF041 no scene is selected by "verse-1.02"' in text and 'did you mean "verse-1.01"' in text


class TestLooking:
    def test_a_frame_is_a_png_of_the_film_s_size(self, film: Path, say: Say) -> None:
        path = Path(say("frame", "-C", film, "verse-1.01", "--beat", "3").strip())
        assert path == film.parent / "build" / "frames" / "verse-1.01-3.png"
        assert _png_size(path) == (64, 64)

    def test_a_frame_can_be_of_an_edit_that_is_not_built(self, film: Path, say: Say, tmp_path: Path) -> None:
        pictures = []
        for number, sets in enumerate(([], ["--set", "scenes.verse-1.01.seed=77"], ["--set", "film.size=96x54"])):
            path = tmp_path / f"{number}.png"
            say("frame", "-C", film, "verse-1.01", "-o", path, *sets)
            pictures.append(path)
        assert pictures[0].read_bytes() != pictures[1].read_bytes() and _png_size(pictures[2]) == (96, 54)
        assert planned(film) == {}

    def test_a_frame_listens_first_where_it_has_to(self, tmp_path: Path, short_song: Path, say: Say) -> None:
        file = make_project(tmp_path / "new", short_song)
        assert say("frame", "-C", file, "intro-1.01").strip().endswith("intro-1.01-1.png")

    def test_a_sheet_has_a_cell_for_each_scene(self, film: Path, say: Say, tmp_path: Path) -> None:
        path = Path(say("sheet", film).strip())
        assert path == film.parent / "build" / "small-sheet.png"
        width, height = _png_size(path)
        assert width > 600 and height > 600
        assert say("sheet", film, "-o", tmp_path / "other.png").strip() == str(tmp_path / "other.png")

    def test_a_song_s_json_is_what_is_documented(self, short_song: Path, say: Say) -> None:
        said = json.loads(say("song", "show", short_song, "--json"))
        assert {"duration", "tempo_bpm", "beats", "downbeats", "key", "sections"} <= set(said)
        assert said["duration"] == 16 and abs(said["tempo_bpm"] - 120) < 1
        assert set(said["downbeats"]) <= set(said["beats"]) and len(said["beats"]) > 25
        assert all({"start", "end", "kind"} == set(part) for part in said["sections"])
        assert (said["sections"][0]["start"], said["sections"][-1]["end"]) == (0, 16)
        assert "bpm" in say("song", "show", short_song)

    def test_a_project_s_song_is_shown_with_its_pins(self, film: Path, say: Say) -> None:
        said = json.loads(say("song", "show", film, "--json"))
        assert [part["kind"] for part in said["sections"]] == ["intro", "verse", "chorus", "outro"]
        assert said["downbeats"] == [0, 2, 4, 6, 8, 10, 12, 14]


class TestWriting:
    def test_a_new_project_builds_at_once(self, tmp_path: Path, short_song: Path, say: Say) -> None:
        folder = tmp_path / "my film"
        assert "next: beatforge build" in say("new", folder, "--song", short_song)
        assert {"project.yaml", ".gitignore", ".gitattributes", "schemas", "audio"} <= {
            path.name for path in folder.iterdir()
        }
        say("check", folder)
        made = events_of(folder / "project.yaml", sets=("film.size=64x64", "film.tier=basic"))["made"]
        assert FILM in made

    def test_the_schema_is_json(self, say: Say) -> None:
        assert json.loads(say("schema"))["$schema"].startswith("http://json-schema.org/draft-07")

    def test_styles_are_listed_with_the_project_s_own(self, film: Path, say: Say) -> None:
        rows = {row["id"]: row for row in json.loads(say("styles", "-C", film, "--json"))["styles"]}
        assert {"synthwave", "watercolor", "comic_book", "own"} <= set(rows)
        own = rows["own"]
        assert set(own) == {
            "id", "display_name", "category", "description", "motifs", "medium", "marks", "palette", "tone", "motion",
            "drives", "prompt_suffix", "negative_prompt", "backend", "models", "loras", "guidance_scale",
            "controlnet_scale", "requires_source_footage", "best_for", "note",
        }  # fmt: skip
        assert (own["motifs"], own["medium"], own["palette"]) == (["road", "sea"], "neon", "night")
        assert own["motion"] == {**rows["synthwave"]["motion"], "speed": 1} != rows["synthwave"]["motion"]
        assert "watercolor" in say("styles", "-C", film)

    def test_a_scene_s_value_is_set_in_the_file(self, film: Path, say: Say) -> None:
        say("scene", "-C", film, "set", "verse-1.01", "seed", "42")
        assert "verse-1.01: {seed: 42, prompt: the sea at night}" in film.read_text()
        assert "song.wav  # made of numbers" in film.read_text()
        assert list(planned(film)) == [VERSE, MORPH, CROSSFADE, FILM]
        say("scene", "-C", film, "set", "chorus-1.01", "prompt", "stars: over the sea")
        assert CHORUS in planned(film)


def test_clean_then_build_restores_and_makes_nothing(film: Path, say: Say, undisturbed: Any) -> None:
    text = say("clean", film)
    assert str(film.parent / "build") in text and not (film.parent / "build").exists()
    kept = {".beatforge", "beatforge.lock", "project.yaml", "song.wav", "styles"}
    assert {path.name for path in film.parent.iterdir()} == kept
    events = lines_of(say("build", film, "--log", "json"))
    assert {event["event"] for event in events} == {"fresh", "restored"}
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film


def test_a_folder_may_be_named_with_or_without_a_slash_or_by_its_file(film: Path) -> None:
    for name in ("project", "project/", "project/project.yaml", "./project"):
        assert run("status", name, cwd=film.parent.parent).returncode == 0


def _png_size(path: Path) -> tuple[int, int]:
    from PIL import Image

    with Image.open(path) as picture:
        assert picture.format == "PNG"
        picture.load()
        return picture.size
