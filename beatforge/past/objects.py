"""Files as they were in a commit, read from git's objects without checking anything out.

One `git cat-file --batch` answers everything; trees are walked here, entry by entry, so no name in a repository is ever
part of a command. What was read is kept by its object name, since most commits share most of their files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple

from beatforge.past.git import GitError, Repository, talking
from beatforge.past.label import STYLES, is_style

_FILE_MODES = ("100644", "100755", "100664")
_TREE_MODE = "40000"
_KEPT_BYTES = 1 << 20  # larger files (songs) are read again when they are asked for again


class Entry(NamedTuple):
    """One entry of a folder in git."""

    mode: str
    oid: str

    @property
    def is_file(self) -> bool:
        return self.mode in _FILE_MODES


class MissingObjectError(GitError):
    """An object that should be there and is not."""


class Objects:
    """Objects of a repository by name."""

    def __init__(self, ask: IO[bytes], answer: IO[bytes]) -> None:
        self._ask, self._answer = ask, answer
        self._trees: dict[str, dict[str, Entry]] = {}
        self._files: dict[str, bytes] = {}

    def folder(self, commit: str, inside: Sequence[str]) -> dict[str, Entry]:
        """The entries of a folder in a commit, by name; empty where it does not exist."""
        entries = self._tree(f"{commit}^{{tree}}")
        for part in inside:
            entry = entries.get(part)
            entries = self._tree(entry.oid) if entry and entry.mode == _TREE_MODE else {}
        return entries

    def file(self, entry: Entry) -> bytes:
        """A file's bytes as git keeps them: with the line ends of the repository."""
        if entry.oid not in self._files:
            data = self._read(entry.oid)
            if len(data) > _KEPT_BYTES:
                return data
            self._files[entry.oid] = data
        return self._files[entry.oid]

    def find(self, entries: dict[str, Entry], path: str) -> Entry | None:
        """The file at a relative posix path below these entries."""
        *folders, name = path.split("/")
        for part in folders:
            entry = entries.get(part)
            if entry is None or entry.mode != _TREE_MODE:
                return None
            entries = self._tree(entry.oid)
        entry = entries.get(name)
        return entry if entry is not None and entry.is_file else None

    def names(self, entries: dict[str, Entry], folder: str) -> tuple[str, ...]:
        """The files in the folder at a relative posix path below these entries; none where there is no such folder."""
        for part in folder.split("/"):
            entry = entries.get(part)
            if entry is None or entry.mode != _TREE_MODE:
                return ()
            entries = self._tree(entry.oid)
        return tuple(name for name, entry in entries.items() if entry.is_file)

    def styles(self, entries: dict[str, Entry]) -> dict[str, Entry]:
        """The project's own styles among a project folder's entries, by relative path."""
        home = entries.get(STYLES)
        below = self._tree(home.oid) if home and home.mode == _TREE_MODE else {}
        return {f"{STYLES}/{name}": entry for name, entry in below.items() if entry.is_file and is_style(name)}

    def written(self, entries: dict[str, Entry], name: str) -> dict[str, bytes]:
        """What the user wrote: the project file of this name and the styles; without the file where it is none."""
        wanted = {name: entries[name]} if name in entries and entries[name].is_file else {}
        return {path: self.file(entry) for path, entry in (wanted | self.styles(entries)).items()}

    def _tree(self, name: str) -> dict[str, Entry]:
        if name not in self._trees:
            self._trees[name] = dict(_entries(self._read(name), self._oid_bytes))
        return self._trees[name]

    def _read(self, name: str) -> bytes:
        self._ask.write(name.encode() + b"\n")
        self._ask.flush()
        head = self._answer.readline().split()
        if len(head) != 3:
            raise MissingObjectError(f"git has no object {name}; is this a partial or damaged clone?")
        self._oid_bytes = len(head[0]) // 2
        data = self._answer.read(int(head[2]) + 1)[:-1]
        if len(data) != int(head[2]):
            raise GitError("git stopped in the middle of an answer")
        return data


@contextmanager
def objects_of(repository: Repository) -> Iterator[Objects]:
    """The repository's objects, for as long as the context lasts."""
    with talking(repository.folder, "cat-file", "--batch") as (ask, answer):
        yield Objects(ask, answer)


def _entries(data: bytes, oid_bytes: int) -> Iterator[tuple[str, Entry]]:
    """A tree object: "mode name NUL oid", again and again."""
    at = 0
    while at < len(data):
        space, end = data.index(b" ", at), data.index(b"\0", at)
        oid = data[end + 1 : end + 1 + oid_bytes].hex()
        yield data[space + 1 : end].decode("utf-8", "surrogateescape"), Entry(data[at:space].decode(), oid)
        at = end + 1 + oid_bytes
