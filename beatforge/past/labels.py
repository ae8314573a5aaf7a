"""Which versions of a project its repository still names: by tags, branches, stashes and worktrees.

In: a project folder. Out: the labels of what the user wrote there. gc keeps the films of these. Without git, without a
repository, or where git refuses, there are none, silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from beatforge.past.git import GitError, Repository, find_repository, require_repository
from beatforge.past.label import label_of, label_on_disk
from beatforge.past.objects import MissingObjectError, Objects, objects_of

STASH = "refs/stash"


@dataclass(frozen=True, slots=True)
class Ref:
    """Something with a name that keeps a commit: "tag v1", "branch main", "stash@{0}"."""

    kind: str  # branch, tag, remote, stash or worktree
    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class Worktree:
    """A checked-out work tree; `commit` is empty before the first commit, `branch` where HEAD is detached."""

    root: Path
    commit: str
    branch: str


def labels_in_repository(folder: Path) -> set[str]:
    """Labels of all versions of the project in `folder` that a tag, branch, stash or worktree names."""
    repository = find_repository(folder)
    if repository is None:
        return set()
    try:
        trees = worktrees_of(repository)
        commits = {ref.commit for ref in refs_of(repository)} | {tree.commit for tree in trees if tree.commit}
    except GitError:
        return set()
    found = {label for tree in trees for label in _labels_on_disk(tree.root.joinpath(*repository.inside))}
    with suppress(GitError, OSError), objects_of(repository) as objects:
        for commit in sorted(commits):
            with suppress(MissingObjectError):  # a partial or damaged clone still names the rest
                found |= set(_labels_in(objects, commit, repository))
    return found


def versions_named(file: Path) -> Iterator[tuple[str, str]]:
    """(name, label) of every branch, tag, stash and worktree that has this project file; GitError without git."""
    repository = require_repository(file.parent)
    trees = worktrees_of(repository)
    with objects_of(repository) as objects:
        for ref in refs_of(repository):
            with suppress(MissingObjectError):
                written = objects.written(objects.folder(ref.commit, repository.inside), file.name)
                if file.name in written:
                    yield f"{ref.kind} {ref.name}" if ref.kind != "stash" else ref.name, label_of(written)
    for tree in trees:
        place = tree.root.joinpath(*repository.inside, file.name)
        if place != file.resolve() and (label := label_on_disk(place)):
            yield f"worktree {tree.root}", label


def refs_of(repository: Repository) -> list[Ref]:
    """Branches, tags, remote branches and stashes; what they name that is no commit is left out."""
    kinds = {"heads": "branch", "tags": "tag", "remotes": "remote"}
    form = "%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(refname)"
    found = []
    for line in repository.lines("for-each-ref", f"--format={form}", *(f"refs/{kind}" for kind in kinds)):
        kind, oid, inner_kind, inner_oid, name = line.split(" ", 4)
        commit = oid if kind == "commit" else inner_oid if inner_kind == "commit" else ""
        _, group, short = name.split("/", 2)
        if commit and not (group == "remotes" and short.endswith("/HEAD")):
            found.append(Ref(kinds[group], short, commit))
    return found + [Ref("stash", f"stash@{{{n}}}", commit) for n, commit in enumerate(_stashes(repository))]


def worktrees_of(repository: Repository) -> list[Worktree]:
    """The main work tree and linked ones, as far as their folders exist."""
    found: list[Worktree] = []
    for block in "\n".join(repository.lines("worktree", "list", "--porcelain")).split("\n\n"):
        said = dict(line.partition(" ")[::2] for line in block.splitlines())
        root = Path(said.get("worktree", ""))
        if "worktree" not in said or "bare" in said or not root.is_dir():
            continue
        commit = said.get("HEAD", "")
        found.append(Worktree(root, commit if commit.strip("0") else "", said.get("branch", "")[len("refs/heads/") :]))
    return found


def _stashes(repository: Repository) -> list[str]:
    try:
        return repository.lines("rev-list", "--walk-reflogs", STASH, "--")
    except GitError:
        return []  # nothing is stashed


def _labels_in(objects: Objects, commit: str, repository: Repository) -> Iterator[str]:
    """A project file may have any name, so each YAML file of the folder counts as one; most labels name no film."""
    entries = objects.folder(commit, repository.inside)
    for name in entries:
        if name.endswith((".yaml", ".yml")) and entries[name].is_file:
            yield label_of(objects.written(entries, name))


def _labels_on_disk(folder: Path) -> Iterator[str]:
    for file in (*folder.glob("*.yaml"), *folder.glob("*.yml")):
        if label := label_on_disk(file):
            yield label
