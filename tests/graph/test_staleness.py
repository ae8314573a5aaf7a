from __future__ import annotations

import dataclasses
import os

import pytest

from beatforge.errors import ToolError
from beatforge.graph.programs import version_of
from beatforge.graph.target import Origin, Output, Source, check_targets, closure
from tests.graph.toy_graph import Box, film, out, replaced, target

ALL = ["analysis", "scene/0", "scene/1", "scene/2", "film"]


def test_first_build_makes_all_and_the_second_nothing(box):
    assert box.made(film()) == ALL
    assert box.made(film()) == []
    assert box.survey(film()).is_fresh


def test_editing_one_scene_makes_that_scene_and_the_film(box):
    box.made(film())
    assert box.made(film(42)) == ["scene/1", "film"]


def test_undo_renders_nothing(box):
    box.made(film(41))
    box.made(film(42))
    before = box.read("build/film.txt")
    report = box.build(film(41))
    assert (report.made, report.restored) == ((), ("scene/1", "film"))
    assert box.read("build/film.txt") != before


def test_a_second_project_sharing_the_store_makes_nothing(box, tmp_path, pool):
    box.made(film())
    clone = Box(tmp_path / "clone", box.store.root, pool)
    assert clone.made(film()) == []
    assert clone.read("build/film.txt") == box.read("build/film.txt")
    assert clone.survey(film()).is_fresh


def test_two_targets_with_one_key_are_made_once(box):
    twins = [target("scene/a", Source("song.txt")), target("scene/b", Source("song.txt"))]
    assert len(box.made(twins)) == 1
    assert box.read("build/scene/a.txt") == box.read("build/scene/b.txt")


def test_a_deleted_output_is_restored(box):
    box.made(film())
    (box.project / "build/scene/1.txt").unlink()
    assert box.reasons(film(), "scene/1") == ["build/scene/1.txt is missing"]
    report = box.build(film())
    assert (report.made, report.restored) == ((), ("scene/1",))


@pytest.mark.parametrize("damage", ["other bytes", "(", "longer" * 100])
def test_a_damaged_output_is_restored(box, damage):
    box.made(film())
    right = box.read("build/film.txt")
    box.write("build/film.txt", damage)
    report = box.build(film())
    assert (report.made, report.restored) == ((), ("film",))
    assert box.read("build/film.txt") == right


def test_an_edited_output_does_not_reach_the_store(box):
    box.made(film())
    right = box.read("build/film.txt")
    with (box.project / "build/film.txt").open("r+") as file:
        file.write("scribble")
    box.made(film())
    assert box.read("build/film.txt") == right


@pytest.mark.parametrize("what_else", [{}, {"may_repeat": True, "value": {"n": 7}}], ids=["nothing", "its value"])
def test_a_step_that_delivers_more_than_an_older_release_did_is_made_with_what_hangs_on_that(box, what_else):
    """What it gave last may well come out again, which can spare what reads that, and not what reads the new output."""
    box.made(film())
    newer = replaced(film(), "scene/1", outputs=("out.txt", "notes.json"), **what_else)
    newer += [target("notes", Output("scene/1", "notes.json"))]
    entries = box.survey(newer).entries
    assert {name for name, entry in entries.items() if entry.state == "stale"} == {"scene/1", "film", "notes"}
    assert [entries[name].certain for name in ("scene/1", "film", "notes")] == [True, False, True]
    assert box.made(newer) == ["scene/1", *(["film"] if what_else else []), "notes"]
    assert box.read("build/notes.txt").endswith('|{"inputs": 1})') and box.survey(newer).is_fresh


@pytest.mark.parametrize("same_size", [True, False])
def test_a_damaged_blob_is_made_again(box, same_size):
    box.made(film())
    (blob,) = box.blobs("analysis", film())
    blob.chmod(0o644)
    blob.write_bytes(bytes(blob.stat().st_size) if same_size else b"x")
    assert "out.txt is gone from the store, or damaged there" in box.reasons(film(), "analysis")
    report = box.build(film())
    assert (report.made, report.restored) == (("analysis",), ())
    assert box.survey(film()).is_fresh


def test_a_damaged_blob_under_a_lost_place_is_made_again(box):
    box.made(film())
    (blob,) = box.blobs("scene/1", film())
    blob.chmod(0o644)
    blob.write_bytes(bytes(blob.stat().st_size))
    (box.project / "build/scene/1.txt").unlink()
    report = box.build(film())
    assert (report.made, report.restored) == (("scene/1",), ())


def test_a_lost_blob_is_healed_from_its_intact_place(box):
    box.made(film())
    (blob,) = box.blobs("scene/1", film())
    blob.unlink()
    report = box.build(film())
    assert (report.made, report.restored) == ((), ())
    assert blob.read_text() == box.read("build/scene/1.txt")


def test_touch_makes_nothing(box):
    box.made(film())
    for path in [box.project / "song.txt", box.project / "build/film.txt"]:
        os.utime(path)
    assert box.made(film()) == []


def test_same_mtime_with_other_bytes_is_stale(box):
    box.made(film())
    stat = (box.project / "song.txt").stat()
    os.utime(box.write("song.txt", "LA LA LA"), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert box.made(film()) == ALL


def test_a_renamed_input_with_the_same_bytes_makes_nothing(box):
    box.made(film())
    (box.project / "song.txt").rename(box.project / "anthem.txt")
    assert box.made(replaced(film(), "analysis", inputs=(Source("anthem.txt"),))) == []


def test_a_renamed_target_makes_nothing(box):
    box.made([target("scene/a", Source("song.txt"))])
    assert box.made([target("scene/b", Source("song.txt"))]) == []


def test_early_cut_off(box):
    def targets() -> list:
        return [target("plan", Source("song.txt"), step="shout"), target("film", out("plan"))]

    box.made(targets())
    box.write("song.txt", "LA la LA")
    assert box.made(targets()) == ["plan"]
    assert [(e.event, e.target) for e in box.events if e.target == "film"] == [("fresh", "film")]


def test_a_lost_trace_makes_nothing(box):
    box.made(film())
    for path in (box.project / ".beatforge").glob("trace.db*"):
        path.write_bytes(b"not a database" * 100)
    assert box.made(film()) == []
    assert (box.project / ".beatforge/damaged-trace.db").exists()


def test_scopes_do_not_know_each_other(box):
    box.build(film(41), scope="draft")
    box.build(film(42), scope="song")
    assert [e.target.name for e in box.survey(film(41), scope="draft").in_state("restore")] == ["scene/1", "film"]
    assert str(box.survey(film(43), scope="draft").entries["scene/1"].reasons[0]).startswith("n 41 -> 43")


def test_only_makes_the_named_and_what_they_hang_on(box):
    report = box.build(film(), only=["scene/1"])
    assert report.made == ("analysis", "scene/1")
    assert box.made(film()) == ["scene/0", "scene/2", "film"]


def test_only_refuses_unknown_names():
    with pytest.raises(ValueError, match="scene/9"):
        closure(film(), ["scene/9"])


# why


def test_why_names_old_and_new_value_and_place(box):
    box.made(film(41))
    assert box.reasons(film(42), "scene/1") == ["n 41 -> 42 (project.yaml:7:4)"]
    assert box.reasons(film(42), "film") == ["scene/1 is stale"]


def test_why_says_what_the_user_wrote_where_the_value_was_made_from_it(box):
    def shot(tempo: int, line: int) -> list:
        music = {"beats": [round(i * 1440 / tempo) for i in range(100)], "accent": tempo / 2}
        origins = {"value.music": Origin(f"project.yaml:{line}:5", f"tempo_bpm: {tempo}")}
        return [target("scene/1", value={"music": music}, origins=origins)]

    box.made(shot(118, 12))
    assert box.reasons(shot(120, 14), "scene/1") == [
        "music.accent 59.0 -> 60.0 (project.yaml:14:5: tempo_bpm: 118 -> tempo_bpm: 120)",
        "music.beats: 97 numbers changed (project.yaml:14:5: tempo_bpm: 118 -> tempo_bpm: 120)",
    ]


def test_why_tells_where_a_removed_value_was(box):
    box.made([target("scene/1", value={"n": 1, "seed": 4}, origins={"value.seed": Origin("p.yaml:3:1", "seed: 4")})])
    assert box.reasons([target("scene/1", value={"n": 1}, origins={})], "scene/1") == [
        "seed 4 -> (absent) (was p.yaml:3:1)"
    ]


def test_why_names_inputs_that_changed_came_and_went(box):
    box.write("a.png", "a")
    box.write("b.png", "b")
    origins = {"inputs.0": Origin("project.yaml:4:2", "file: a.png")}
    one = [target("scene/1", Source("a.png"), origins=origins)]
    box.made(one)
    box.write("a.png", "A")
    assert box.reasons(one, "scene/1") == ["input a.png changed (project.yaml:4:2)"]
    two = [target("scene/1", Source("a.png"), Source("b.png"), origins=origins)]
    assert box.reasons(two, "scene/1") == ["input a.png changed", "input b.png is new"]


def test_why_names_packages(box, tmp_path, monkeypatch):
    def install(version: str) -> None:
        info = tmp_path / "site" / "toypack-1.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: toypack\nVersion: {version}\n")

    monkeypatch.syspath_prepend(tmp_path / "site")
    targets = [target("scene/1", packages=("toypack",)), target("scene/2")]
    install("1.0")
    box.made(targets)
    install("1.1")
    assert box.reasons(targets, "scene/1") == ["package toypack 1.0 -> 1.1"]
    assert box.made(targets) == ["scene/1"]
    with pytest.raises(ToolError, match="pip install nosuchpack"):
        version_of("nosuchpack")


def test_another_version_of_a_program_is_stale_and_a_missing_one_is_told(box, tmp_path, monkeypatch):
    def install(version):
        program = tmp_path / "toytool"
        program.write_text(f"#!/bin/sh\necho {version} >&2\n")
        program.chmod(0o755)

    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    targets = [target("scene/1", packages=("program:toytool",)), target("scene/2")]
    install("3.1")
    box.made(targets)
    install("3.2")
    assert box.reasons(targets, "scene/1") == ["program toytool 3.1 -> 3.2"]
    assert box.made(targets) == ["scene/1"]
    with pytest.raises(ToolError, match="the program nosuchtool is not on this machine"):
        version_of("program:nosuchtool")


def test_why_fresh_says_since_when_and_where(box):
    box.made(film())
    text = box_survey_text(box, "scene/1")
    assert "scene/1 is not stale: key " in text and ", made 20" in text
    assert "nothing in it differs; 1 inputs, 3 modules and 0 packages" in text
    assert "build/scene/1.txt: present" in text
    (box.project / "build/scene/1.txt").unlink()
    assert "build/scene/1.txt: to be copied from the store" in box_survey_text(box, "scene/1")


def box_survey_text(box: Box, name: str) -> str:
    from beatforge.graph.staleness import survey
    from beatforge.graph.trace import Trace

    with Trace(box.project) as trace:
        return survey(film(), store=box.store, trace=trace).why_fresh(name)


# estimates


def test_estimates_come_from_history_per_work_unit(box):
    targets = [target(f"scene/{i}", n=i, work=10) for i in range(3)]
    assert box.survey(targets, estimate=lambda t: t.work / 2).seconds == 15
    box.made(targets)
    again = box.survey([dataclasses.replace(t, value={"n": 9}) for t in targets], estimate=lambda t: 1000.0)
    assert 0 < again.seconds < 100
    assert again.bytes > 0


def test_a_missing_source_is_named_before_anything_runs(box):
    with pytest.raises(ToolError, match=r"scene/1 needs gone\.wav"):
        box.build([target("scene/0"), target("scene/1", Source("gone.wav"))])
    assert not box.events


@pytest.mark.parametrize(
    ("targets", "fault"),
    [
        ([target("a"), target("a", places={})], "two targets"),
        ([target("a", out("b")), target("b")], "comes later"),
        ([target("a", places={}), target("b", Output("a", "x"))], "delivers no x"),
        ([target("a"), target("b", places={"out.txt": "build/a.txt"})], "both want"),
        ([target("a", places={"out.txt": "../a.txt"})], "inside the project"),
        ([target("a=b")], "may not"),
        ([target("a", outputs=("x/y",), places={})], "plain file names"),
    ],
)
def test_lists_that_cannot_be_built_are_refused(targets, fault):
    with pytest.raises(ValueError, match=fault):
        check_targets(targets)
