"""A label names what the user wrote, wherever it stands; a repository tells which labels it still names."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from beatforge.past.git import find_repository, require_repository
from beatforge.past.label import label_of, label_on_disk
from beatforge.past.labels import labels_in_repository
from tests.past.repositories import git, make_hostile, repository, save


def write(folder: Path, project: str, style: str = "") -> str:
    """A project's text and one style; their label."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "project.yaml").write_text(project)
    if style:
        (folder / "styles").mkdir(exist_ok=True)
        (folder / "styles" / "own.yaml").write_text(style)
    label = label_on_disk(folder / "project.yaml")
    assert label
    return label


def test_a_label_is_the_digest_of_paths_and_bytes_with_line_ends_as_git_keeps_them() -> None:
    expected = hashlib.sha256(b"project.yaml\0a: 1\n\0styles/own.yaml\0b: 2\n\0").hexdigest()
    assert label_of({"styles/own.yaml": b"b: 2\r\n", "project.yaml": b"a: 1\n"}) == expected
    assert label_of({"project.yaml": b"a: 2\n", "styles/own.yaml": b"b: 2\n"}) != expected


def test_without_a_repository_there_are_no_labels(tmp_path: Path) -> None:
    write(tmp_path, "a: 1\n")
    assert labels_in_repository(tmp_path) == set()
    assert labels_in_repository(tmp_path / "nowhere") == set()


def test_without_git_there_are_no_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository(tmp_path), "a: 1\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert labels_in_repository(tmp_path) == set()


def test_a_repository_without_commits_has_the_label_of_its_files(tmp_path: Path) -> None:
    label = write(repository(tmp_path, commit=False), "a: 1\n")
    assert labels_in_repository(tmp_path) == {label}


@pytest.mark.parametrize("inside", [".", "films/summer night"])
def test_tags_branches_stashes_and_worktrees_are_named(tmp_path: Path, inside: str) -> None:
    top = repository(tmp_path / "repo")
    folder = top / inside
    tagged = write(folder, "a: 1\n", "b: 1\n")
    save(top, "tagged")
    git(top, "tag", "-a", "v1", "-m", "one")
    lost = write(folder, "a: 2\n", "b: 1\n")
    save(top, "lost")
    git(top, "checkout", "-q", "-b", "other", "HEAD~1")
    git(top, "branch", "-q", "-f", "main", "v1")
    other = write(folder, "a: 1\n", "b: 3\n")
    save(top, "other")
    stashed = write(folder, "a: 4\n")
    git(top, "stash", "-q")
    deeper = write(folder, "a: 5\n")
    git(top, "stash", "-q")
    git(top, "worktree", "add", "-q", str(tmp_path / "second"), "main")
    second = write(tmp_path / "second" / inside, "a: 6\n")
    edited = write(folder, "a: 7\n")
    assert labels_in_repository(folder) == {tagged, other, stashed, deeper, second, edited}
    assert lost not in labels_in_repository(folder)
    assert labels_in_repository(tmp_path / "second" / inside) == labels_in_repository(folder)


def test_a_rebase_keeps_the_label_of_its_tip(tmp_path: Path) -> None:
    top = repository(tmp_path)
    write(top, "a: 1\n")
    save(top, "base")
    git(top, "checkout", "-q", "-b", "work")
    tip = write(top, "a: 2\n")
    save(top, "work")
    git(top, "checkout", "-q", "main")
    (top / "notes.txt").write_text("elsewhere")
    save(top, "notes")
    git(top, "rebase", "-q", "main", "work")
    assert tip in labels_in_repository(top)


def test_a_working_copy_with_windows_line_ends_has_the_label_of_its_commit(tmp_path: Path) -> None:
    top = repository(tmp_path)
    (top / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    label = write(top, "a: 1\nb: 2\n")
    save(top, "one")
    (top / "project.yaml").unlink()
    git(top, "checkout", "--", "project.yaml")
    assert b"\r\n" in (top / "project.yaml").read_bytes()
    assert labels_in_repository(top) == {label, label_on_disk(top / "project.yaml")} == {label}


def test_a_project_file_of_another_name_has_its_own_label(tmp_path: Path) -> None:
    top = repository(tmp_path)
    write(top, "a: 1\n")
    (top / "short.yaml").write_text("a: 2\n")
    save(top, "two films")
    git(top, "rm", "-q", "short.yaml")
    assert label_of({"short.yaml": b"a: 2\n"}) in labels_in_repository(top)


def test_reading_a_hostile_repository_runs_nothing_of_it(tmp_path: Path) -> None:
    """Hooks, file monitor, text converters, filters and the fetch of a missing object all want to leave a mark."""
    top, mark = repository(tmp_path / "repo"), tmp_path / "mark"
    write(top, "a: 1\n")
    save(top, "one")
    label = write(top, "a: 2\n")
    make_hostile(top, mark)
    blob = git(top, "rev-parse", "HEAD:project.yaml").strip()
    (top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    mark.unlink(missing_ok=True)
    assert labels_in_repository(top) == {label}  # the work tree's; what is missing is not fetched
    assert not mark.exists(), mark.read_text()


def test_a_hook_of_git_that_runs_us_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git tells its hooks where the repository is, relative to where they run."""
    top = repository(tmp_path / "repo")
    label = write(top / "film", "a: 1\n")
    save(top, "one")
    monkeypatch.chdir(top)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    repository_found = find_repository(top / "film")
    assert repository_found and repository_found.inside == ("film",)
    assert labels_in_repository(top / "film") == {label}


def test_a_revision_that_is_none_is_named(tmp_path: Path) -> None:
    top = repository(tmp_path)
    write(top, "a: 1\n")
    commit = save(top, "one")
    assert require_repository(top).resolve("HEAD") == commit
    for revision in ("v9", "--output=x", "HEAD:project.yaml"):
        with pytest.raises(Exception, match="is no commit, branch or tag"):
            require_repository(top).resolve(revision)
