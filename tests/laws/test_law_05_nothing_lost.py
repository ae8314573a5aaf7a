"""Law 5: nothing is lost and nothing is made twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from tests.projects import CROSSFADE, FILM, MORPH, TARGETS, VERSE, build, edit, events_of, planned, run
from tests.undisturbed import Undisturbed


def test_a_build_that_follows_a_build_makes_nothing(film: Path) -> None:
    assert planned(film) == {}
    assert build(film) == []


def test_undo_makes_nothing_and_brings_back_the_same_film(film: Path, undisturbed: Undisturbed) -> None:
    text = film.read_text()
    edit(film, "seed: 41", "seed: 42")
    assert build(film) == [VERSE, MORPH, CROSSFADE, FILM]
    assert _film_of(film) != undisturbed.film
    film.write_text(text)
    happened = events_of(film)
    assert "made" not in happened and FILM in happened["restored"]
    assert _film_of(film) == undisturbed.film


def test_switching_between_branches_makes_each_film_once(film: Path) -> None:
    main, branch = film.read_text(), film.read_text().replace("title: Small Song", "title: Other Song")
    films = {}
    for text, made in ((branch, [FILM]), (main, []), (branch, []), (main, [])):
        film.write_text(text)
        assert build(film) == made
        assert films.setdefault(text, _film_of(film)) == _film_of(film)
    assert films[main] != films[branch]


@pytest.mark.parametrize("with_memory", [False, True], ids=["cloned", "copied with all it remembers"])
def test_a_second_clone_makes_nothing(film: Path, tmp_path: Path, undisturbed: Undisturbed, with_memory: bool) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(film.parent, clone, ignore=None if with_memory else shutil.ignore_patterns("build", ".beatforge"))
    assert build(clone / "project.yaml") == []
    assert _film_of(clone / "project.yaml") == undisturbed.film


def test_a_copied_project_does_not_believe_what_the_other_remembers(film: Path, tmp_path: Path) -> None:
    """A copy with its memory is another project: an edit or a loss there has to show, with nothing changed here."""
    assert run("build", str(film)).returncode == 0
    assert run("build", str(film)).stdout.startswith("nothing to make")
    copy = tmp_path / "copy"
    shutil.copytree(film.parent, copy)
    shutil.rmtree(copy / "build")
    assert run("build", str(copy)).stdout.startswith("restored ")
    assert (copy / "build" / "small.mp4").is_file()


@pytest.mark.parametrize("name", ["small.mp4", "scenes/verse-1.01.mp4"])
def test_a_deleted_output_is_copied_back(film: Path, undisturbed: Undisturbed, name: str) -> None:
    (film.parent / "build" / name).unlink()
    happened = events_of(film)
    assert "made" not in happened and len(happened["restored"]) == 1
    assert (film.parent / "build" / name).read_bytes() == (undisturbed.folder / "build" / name).read_bytes()


def test_all_outputs_and_all_memory_deleted_make_nothing(film: Path, undisturbed: Undisturbed) -> None:
    shutil.rmtree(film.parent / "build")
    shutil.rmtree(film.parent / ".beatforge")
    assert build(film) == []
    assert _film_of(film) == undisturbed.film


def test_a_damaged_output_is_copied_back(film: Path, undisturbed: Undisturbed) -> None:
    place = film.parent / "build" / "small.mp4"
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    happened = events_of(film)
    assert "made" not in happened and happened["restored"] == [FILM]
    assert _film_of(film) == undisturbed.film


def test_a_blob_damaged_in_the_store_is_made_again_and_nothing_else(film: Path, undisturbed: Undisturbed) -> None:
    """Only the morph lives in the store alone; the result is the same, so the film stays."""
    with Session.open(film) as session:
        outputs = session.survey.entries[MORPH].outputs
        assert outputs
        blob = session.store.blob_path(outputs["segment.mp4"].digest)
    blob.chmod(0o600)
    blob.write_bytes(b"rot" + blob.read_bytes()[3:])
    assert planned(film) == {MORPH: True, FILM: False}
    assert build(film) == [MORPH]
    assert _film_of(film) == undisturbed.film


def test_two_projects_share_what_is_the_same(film: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(film.parent, other, ignore=shutil.ignore_patterns("build", ".beatforge"))
    edit(other / "project.yaml", "name: small", "name: big")
    edit(other / "project.yaml", "artist: Nobody", "artist: Somebody")
    happened = events_of(other / "project.yaml")
    assert happened["made"] == [FILM]
    assert {*happened["restored"], *happened["fresh"]} == {*TARGETS} - {FILM}


def _film_of(file: Path) -> bytes:
    return (file.parent / "build" / "small.mp4").read_bytes()
