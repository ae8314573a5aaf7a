"""Law 4: a re-made upstream with the same result stops the cascade."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.laws.trees import copy_tree, stale_in
from tests.projects import CROSSFADE, FILM, MORPH, VERSE, run, without_judging
from tests.undisturbed import Undisturbed


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_tree(tmp_path / "tree")


def add_nothing(path: Path) -> None:
    """Code that is another and does the same."""
    path.write_text(path.read_text() + "\n_SPARE = 1\n")


def made_by(tree: Path, file: Path) -> list[str]:
    done = run("build", str(file), "--log", "json", tree=tree)
    assert done.returncode == 0, done.stderr
    return sorted(row["target"] for row in map(json.loads, done.stdout.splitlines()) if row["event"] == "made")


def test_a_listener_that_hears_the_same_renders_nothing(tree: Path, film: Path, undisturbed: Undisturbed) -> None:
    add_nothing(tree / "beatforge" / "song" / "tempo.py")
    assert made_by(tree, film) == ["analysis"]
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film


def test_a_motif_that_draws_the_same_makes_its_scenes_and_no_film(
    tree: Path, film: Path, undisturbed: Undisturbed
) -> None:
    add_nothing(tree / "beatforge" / "picture" / "motifs" / "sea.py")
    foretold = stale_in(tree, film)
    assert FILM in foretold
    made = made_by(tree, film)
    assert set(made) == {*without_judging(foretold)} - {FILM} and {VERSE, MORPH, CROSSFADE} <= set(made)
    assert (film.parent / "build" / "small.mp4").read_bytes() == undisturbed.film
    assert stale_in(tree, film) == []


def test_an_assembly_that_writes_the_same_leaves_the_file_alone(tree: Path, film: Path) -> None:
    place = film.parent / "build" / "small.mp4"
    add_nothing(tree / "beatforge" / "deliver" / "assemble.py")
    before = place.read_bytes()
    assert made_by(tree, film) == [FILM]
    assert place.read_bytes() == before
