"""The one place that starts git: plumbing commands that read, with argument lists, in the project's folder.

A repository can be hostile: its configuration names programs to run (hooks, text converters, file monitors, fetches
of missing objects). None of the commands used here runs any, and fetching is switched off. `merge_texts` is git's own
merge of three texts, in a folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from beatforge.errors import BeatforgeError, ToolError

_QUIET = ("--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
_NO_FETCH = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


class GitError(ToolError):
    """git is missing, refuses, or finds no repository."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository a folder is in: the root of its work tree, and the folders that lead from there to it."""

    folder: Path
    root: Path
    inside: tuple[str, ...]

    def lines(self, *args: str) -> list[str]:
        """The lines a git command prints; GitError if it fails."""
        return run(self.folder, *args).decode("utf-8", "surrogateescape").splitlines()

    def resolve(self, revision: str) -> str:
        """The full name of the commit that a revision means; GitError if there is none."""
        try:
            return self.lines("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")[0]
        except (GitError, IndexError) as error:
            raise GitError(f'"{revision}" is no commit, branch or tag of this repository') from error


def find_repository(folder: Path) -> Repository | None:
    """The repository that this folder is in; None without one, or without git."""
    try:
        return require_repository(folder)
    except BeatforgeError:
        return None


def require_repository(folder: Path) -> Repository:
    """The repository that this folder is in; GitError says what is missing."""
    try:
        root, inside = (
            run(folder, "rev-parse", "--show-toplevel", "--show-prefix")
            .decode(errors="surrogateescape")[:-1]
            .split("\n")
        )
    except ValueError as error:
        raise GitError(f"{folder} is in a git repository whose path can't be read") from error
    return Repository(folder, Path(root), tuple(part for part in inside.split("/") if part))


def run(folder: Path, *args: str) -> bytes:
    """What a git command prints when it is run in this folder; GitError with its last line if it fails."""
    try:
        done = subprocess.run(
            ["git", *_QUIET, *args], cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
            check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _missing(folder) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"ended with status {done.returncode}"]
        if "not a git repository" in said[0]:
            raise GitError(f"{folder} is in no git repository; `git init` makes one")
        raise GitError(f"git: {said[0].removeprefix('fatal: ')}")
    return done.stdout


@contextmanager
def talking(folder: Path, *args: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A git command that answers questions: what it reads from, and what it writes to."""
    try:
        process = subprocess.Popen(
            ["git", *_QUIET, *args], cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _missing(folder) from error
    with process:
        assert process.stdin and process.stdout
        try:
            yield process.stdin, process.stdout
        finally:
            process.kill()  # it only reads; nothing is lost


def merge_texts(base: str, ours: str, theirs: str, marker_size: int = 7) -> tuple[str, bool]:
    """What `git merge-file` makes of three texts, and whether it is free of conflicts."""
    names = ("ours", "base", "theirs")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in zip(names, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(text.encode("utf-8", "surrogateescape"))
        labels = [part for name in names for part in ("-L", name)]
        try:
            done = subprocess.run(
                ["git", *_QUIET, "merge-file", "-p", f"--marker-size={marker_size}", *labels, *names],
                cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise GitError("git is not installed; it merges what has to be merged by lines") from error
    if not 0 <= done.returncode <= 127:
        raise GitError(f"git merge-file: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8", "surrogateescape"), done.returncode == 0


def environment() -> Mapping[str, str]:
    """The user's environment, without fetches; relative places in it are made absolute, since git runs elsewhere."""
    env = {**os.environ, **_NO_FETCH, "LC_ALL": "C"}
    for name in _PLACES:
        if name in env:
            env[name] = str(Path(env[name]).absolute())
    return env


def _missing(folder: Path) -> GitError:
    if not folder.is_dir():
        return GitError(f"{folder} is no folder")
    return GitError("git is not installed; this command reads the project's past from it")
