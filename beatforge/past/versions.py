"""The versions of a project in git: commits in order, and what the user had written in each.

In: a repository, its objects, and how to digest a file of the work tree. Out: commits with their state, equal where
their films are equal, and `Written` for `films`. A song, or what else is named, that git does not have counts as it is
now, and is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from beatforge.past.films import Written, digest_of_pointer
from beatforge.past.git import Repository
from beatforge.past.named import files_of, folders_of
from beatforge.past.objects import Entry, Objects

State = tuple[tuple[str, str], ...]


class Commit(NamedTuple):
    """One commit: its name, parents, author, date (ISO 8601) and the first line of its message."""

    oid: str
    parents: tuple[str, ...]
    author: str
    date: str
    message: str


@dataclass(slots=True)
class Versions:
    """What commits say about one project."""

    repository: Repository
    objects: Objects
    file_name: str
    digest_now: Callable[[str], str]
    read_now: Callable[[str], bytes]
    names_now: Callable[[str], tuple[str, ...]] = lambda folder: ()
    untracked: set[str] = field(default_factory=set)
    _digests: dict[str, str] = field(default_factory=dict)
    _named: dict[State, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    def commits(self, revision: str = "HEAD") -> Iterator[Commit]:
        """The commit and all before it, newest first, children before parents."""
        form = "--format=%H%x00%P%x00%an%x00%aI%x00%s"
        for line in self.repository.lines("rev-list", "--topo-order", "--encoding=UTF-8", form, revision, "--"):
            if "\0" in line:  # between them stand lines that say "commit" and its name
                oid, parents, author, date, message = line.split("\0", 4)
                yield Commit(oid, tuple(parents.split()), author, date, message)

    def commit(self, revision: str) -> Commit:
        """The one commit that a revision means; GitError if there is none."""
        return next(self.commits(self.repository.resolve(revision)))

    def state(self, commit: str) -> State:
        """(path, object) of all that decides what the film is: the project file, the styles, and the files it names."""
        entries = self.objects.folder(commit, self.repository.inside)
        own = {self.file_name: entries[self.file_name]} if self.file_name in entries else {}
        said = tuple(sorted((path, entry.oid) for path, entry in (own | self.objects.styles(entries)).items()))
        if said not in self._named:
            project = self.objects.written(entries, self.file_name).get(self.file_name, b"")
            self._named[said] = files_of(project), folders_of(project)
        files, folders = self._named[said]
        inside = [f"{folder}/{name}" for folder in folders for name in self.objects.names(entries, folder)]
        found = [(path, self.objects.find(entries, path)) for path in dict.fromkeys((*files, *inside))]
        return (*said, *((path, entry.oid) for path, entry in found if entry))

    def written(self, commit: str) -> Written:
        """What the user had written there."""
        entries = self.objects.folder(commit, self.repository.inside)
        own = self.objects.written(entries, self.file_name)
        return Written(
            own,
            lambda path: self._digest(entries, path),
            lambda path: self._read(entries, path),
            lambda folder: self.objects.names(entries, folder) or self.names_now(folder),
            lambda path: self.objects.find(entries, path) is not None,
        )

    def _digest(self, entries: dict[str, Entry], path: str) -> str:
        found = self.objects.find(entries, path)
        if found is None:
            self.untracked.add(path)
            return self.digest_now(path)
        if found.oid not in self._digests:
            self._digests[found.oid] = digest_of_pointer(self.objects.file(found))
        return self._digests[found.oid]

    def _read(self, entries: dict[str, Entry], path: str) -> bytes:
        found = self.objects.find(entries, path)
        return self.objects.file(found) if found else self.read_now(path)
