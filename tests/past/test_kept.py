"""gc keeps what git names: a tag, a stash, another branch, a rebased one and a second worktree cost no render."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.session import Session
from tests.past.repositories import git, repository, save
from tests.projects import FILM, VERSE, build, edit, events_of


@pytest.fixture
def top(film: Path, own_store: Path) -> Path:
    """The finished film in a repository, tagged v1; then another film of it on main, made too."""
    folder = repository(film.parent)
    assert build(film) == []
    git(folder, "tag", "v1")
    for manifest in own_store.glob("film/*.json"):  # the store was copied, with a film of a project elsewhere
        if json.loads(manifest.read_bytes())["project"] != str(folder):
            manifest.unlink()
    edit(film, "title: Small Song", "title: On main")
    assert build(film) == [FILM]
    save(folder, "another title")
    return folder


def collected(store: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What gc says that is to leave nothing unneeded; everything in the store is made to look a year old first."""
    old = time.time() - 365 * 86400
    for path in (*store.glob("ac/*/*"), *store.glob("blob/*/*")):
        os.utime(path, (old, old))
    assert main(["gc", "--max", "1kB"]) == 0
    return capsys.readouterr().out


def made(file: Path) -> list[str]:
    """Targets that a build makes."""
    return events_of(file).get("made", [])


def test_a_tagged_film_is_kept_and_one_that_nothing_names_any_more_is_not(
    top: Path, own_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = top / "project.yaml"
    edit(file, "seed: 41", "seed: 43")
    assert VERSE in build(file)
    save(top, "another sea")
    git(top, "reset", "-q", "--hard", "HEAD~1")
    assert "removed scene/verse-1.01 " in collected(own_store, capsys)
    git(top, "checkout", "-q", "v1")
    assert made(file) == []
    git(top, "checkout", "-q", "main")
    assert made(file) == []
    edit(file, "seed: 41", "seed: 43")
    assert VERSE in made(file)


def test_a_film_whose_tag_is_gone_goes_too(top: Path, own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collected(own_store, capsys)
    git(top, "tag", "-d", "v1")
    assert "removed film/youtube " in collected(own_store, capsys)
    git(top, "checkout", "-q", "HEAD~1")
    assert made(top / "project.yaml") == [FILM]


def test_a_stash_is_kept(top: Path, own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = top / "project.yaml"
    edit(file, "title: On main", "title: Stashed")
    assert build(file) == [FILM]
    git(top, "stash", "-q")
    assert made(file) == []
    collected(own_store, capsys)
    git(top, "stash", "pop", "-q")
    assert made(file) == []


def test_a_second_worktree_makes_nothing_and_keeps_what_it_has(
    top: Path, own_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(top, "worktree", "add", "-q", str(tmp_path / "second"), "v1")
    second = tmp_path / "second" / "project.yaml"
    assert made(second) == []
    edit(second, "title: Small Song", "title: In the second")
    assert build(second) == [FILM]
    git(top, "tag", "-d", "v1")
    collected(own_store, capsys)
    assert made(second) == [] and made(top / "project.yaml") == []


def test_a_rebased_branch_makes_nothing(top: Path, own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commits are others, what they say is the same."""
    file = top / "project.yaml"
    git(top, "checkout", "-q", "-b", "work", "v1")
    edit(file, "title: Small Song", "title: Rebased")
    assert build(file) == [FILM]
    save(top, "work")
    (top / "notes.txt").write_text("elsewhere")
    git(top, "checkout", "-q", "-b", "base", "v1")
    save(top, "notes")
    git(top, "rebase", "-q", "base", "work")
    collected(own_store, capsys)
    assert made(file) == []
    with Session.open(file) as session:
        assert session.project.title == "Rebased"
