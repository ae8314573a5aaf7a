"""`ls` says what the store still has, by branch and scene, with when it was made and what it took."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.main import main
from beatforge.cli.session import Session
from tests.past.repositories import git, repository, save
from tests.projects import FILM, TARGETS, VERSE, build, edit


def listed(capsys: pytest.CaptureFixture[str], file: Path, *args: str) -> dict[str, Any]:
    """Versions by their names."""
    capsys.readouterr()
    assert main(["ls", str(file), "--json", *args]) == 0
    return {", ".join(row["names"]): row for row in json.loads(capsys.readouterr().out)["versions"]}


def test_ls_lists_every_target_of_the_film_with_time_and_cost(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (version,) = listed(capsys, film).values()
    assert version["names"] == ["work tree"] and version["profile"] == "standard"
    rows = {row["name"]: row for row in version["targets"]}
    assert {*rows} == {*TARGETS}
    for row in rows.values():
        assert row["state"] == "there" and row["bytes"] > 0 and row["usd"] == 0
        assert 0 < row["seconds"] < 600 and 0 < time.time() - row["made_at"] < 3600
    assert main(["ls", str(film)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("work tree: built 20") and f"{len(TARGETS)} of {len(TARGETS)} targets are there" in out
    assert f"  {FILM} " in out and "$0.00" in out and "of CPU)" in out


def test_ls_lists_branches_tags_stashes_and_worktrees(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    top = repository(film.parent)
    git(top, "tag", "v1")
    git(top, "checkout", "-q", "-b", "other")
    edit(film, "seed: 41", "seed: 42")
    build(film)
    save(top, "other")
    edit(film, "seed: 42", "seed: 43")
    git(top, "stash", "-q")
    git(top, "worktree", "add", "-q", str(tmp_path / "second"), "main")
    found = listed(capsys, film, "--all-branches")
    assert {*found} == {"work tree, branch other", f"branch main, tag v1, worktree {tmp_path / 'second'}", "stash@{0}"}
    other, main_, stash = (
        found[name] for name in sorted(found, reverse=True, key=lambda name: (name[0] == "w", name[0] == "b"))
    )
    for version in (other, main_):
        assert sorted(row["name"] for row in version["targets"]) == sorted(TARGETS)
    assert stash["built_at"] is None and stash["targets"] == []
    seed_of = {row["name"]: row["made_at"] for row in other["targets"]}
    assert seed_of[VERSE] > {row["name"]: row["made_at"] for row in main_["targets"]}[VERSE]
    assert {*listed(capsys, film)} == {"work tree"}
    assert main(["ls", str(film), "--all-branches"]) == 0
    assert "stash@{0}: never built as a whole with this store" in capsys.readouterr().out


def test_ls_tells_what_is_gone(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Session.open(film) as session:
        outputs = session.survey.entries[VERSE].outputs
        assert outputs
        session.store.drop(outputs["segment.mp4"])
    (version,) = listed(capsys, film).values()
    assert [row["name"] for row in version["targets"] if row["state"] == "gone"] == [VERSE]
    assert main(["ls", str(film)]) == 0
    assert "gone; a build makes it again" in capsys.readouterr().out


def test_ls_of_all_branches_needs_a_repository(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ls", str(film), "--all-branches"]) == 4
    assert "is in no git repository" in capsys.readouterr().err
