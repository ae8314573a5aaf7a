"""Law 9, but for money: the preview bounds the build, and equals it where all is certain."""

from __future__ import annotations

import fnmatch
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.projects import (
    CHORUS,
    CROSSFADE,
    FILM,
    INTRO,
    JUDGING,
    MORPH,
    OUTRO,
    PICTURES,
    TARGETS,
    VERSE,
    build,
    edit,
    events_of,
    in_order,
    make_project,
    planned,
    run,
)
from tests.sounds import write_song
from tests.undisturbed import Undisturbed

EDITS = (
    ("seed: 41", "seed: {n}"),
    ("title: Small Song", "title: Song {n}"),
    ("the sea at night", "the sea at night {n} times"),
    ("reactivity: 1.4", "reactivity: 1.{n}"),
    ("verse: {transition: morph}", "verse: {transition: cut}"),
    ("outro: {transition: cut}", "outro: {transition: morph}"),
)
RANDOM = 12 if os.environ.get("BEATFORGE_FULL") else 2


def rows_of(file: Path, *args: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows and totals of `plan --json`."""
    done = run("plan", str(file), "--json", *args)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return said["targets"], said["totals"]


def test_a_fresh_project_is_bounded_by_kinds_before_its_song_is_heard(
    undisturbed: Undisturbed, short_song: Path, tmp_path: Path
) -> None:
    file = make_project(tmp_path / "project", short_song)
    rows, totals = rows_of(file)
    assert [(row["name"], row["certain"]) for row in rows] == [
        ("analysis", True), ("mix", False), ("scene/*", False), ("transition/*", False), ("measures", False),
        ("gate/*", False), ("film/*", False),
    ]  # fmt: skip
    assert all(not row["fresh"] and row["seconds"] > 0 for row in rows)
    for row in rows:
        made = fnmatch.filter(undisturbed.made, row["name"])
        assert 0 < len(made) <= row.get("count", 1), row
    assert totals["stale"] >= len(undisturbed.made) and totals["certain"] == 1


def test_once_the_song_is_heard_the_preview_is_the_build(
    undisturbed: Undisturbed, short_song: Path, tmp_path: Path
) -> None:
    file = make_project(tmp_path / "project", short_song)
    assert build(file, "analysis") == ["analysis"]
    stale = planned(file, judging=True)
    assert all(stale.values())
    assert sorted([*stale, "analysis"]) == sorted(undisturbed.made) == sorted(TARGETS)


@pytest.mark.parametrize("number", range(RANDOM))
def test_after_random_edits_the_preview_is_the_build(film: Path, number: int) -> None:
    chance = random.Random(number)
    for old, new in chance.sample(EDITS, 2):
        edit(film, old, new.replace("{n}", str(chance.randint(5, 9))))
    expected = planned(film, judging=True)
    assert all(expected.values())
    assert build(film, judging=True) == list(expected)
    assert planned(film, judging=True) == {}


def test_a_build_of_one_scene_makes_what_the_preview_of_that_scene_says(film: Path) -> None:
    edit(film, "seed: 3\n", "seed: 4\n")
    rows, _ = rows_of(film, "scene/intro-1.01")
    assert [row["name"] for row in rows if not row["fresh"]] == [INTRO]
    assert build(film, "intro-1.01") == [INTRO]
    rest = planned(film)
    assert INTRO not in rest and {CHORUS, OUTRO, MORPH, FILM} <= set(rest)


def test_what_may_come_out_the_same_is_possible_and_not_certain(film: Path) -> None:
    """New code for one step may give the old bytes: what hangs on it is possible, and is then not made."""
    from tests.laws.trees import change_literal, copy_tree

    tree = copy_tree(film.parent.parent / "tree")
    change_literal(tree / "beatforge" / "picture" / "motifs" / "sea.py")
    done = run("plan", str(film), "--json", tree=tree)
    certain = {row["name"]: row["certain"] for row in json.loads(done.stdout)["targets"] if not row["fresh"]}
    assert certain[FILM] is False and certain[VERSE] is True and CROSSFADE in certain


def test_another_song_leaves_what_hangs_on_listening_open(film: Path) -> None:
    write_song(film.parent / "song.wav", seconds=16, seed=3)
    rows, totals = rows_of(film)
    bound = {row["name"]: row.get("count", 1) for row in rows if not row["fresh"]}
    made = events_of(film)["made"]
    for name in made:
        kind = name.partition("/")[0]
        assert name in bound or f"{kind}/*" in bound or kind in bound
    assert len(made) <= totals["stale"]
    assert len([name for name in made if name.startswith("scene/")]) <= bound["scene/*"]


def test_estimates_come_from_what_was_measured(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    rows, totals = rows_of(film)
    by_name = {row["name"]: row for row in rows}
    size = (film.parent / "build" / "scenes" / "verse-1.01.mp4").stat().st_size
    assert 0.2 * size < by_name[VERSE]["bytes"] < 5 * size
    assert 0 < by_name[VERSE]["seconds"] < 30
    assert by_name[INTRO]["seconds"] == 0 and by_name[INTRO]["fresh"]
    assert totals["usd"] == 0 and totals["stale"] == 4 + len(JUDGING)


def test_deleted_results_are_copied_and_cost_no_step(film: Path) -> None:
    for path in (film.parent / "build").rglob("*.mp4"):
        path.unlink()
    rows, totals = rows_of(film)
    assert all(row["fresh"] for row in rows) and totals["stale"] == 0 and totals["bytes"] > 0
    assert set(events_of(film)["restored"]) == {FILM, *(name for name in PICTURES if name.startswith("scene/"))}
    assert in_order(planned(film)) == []
