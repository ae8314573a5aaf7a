"""The history of one target: which commits changed what it is made of, and how.

In: the versions of a project and their films. Out: one chapter per commit that matters, newest first. A merge matters
only where the result is none of its parents'. A version that can't be loaded is told and skipped: the next one is
compared with the last whole one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from beatforge.errors import ProjectError
from beatforge.past.differences import Difference, differences_of
from beatforge.past.films import Film, Films, UnheardSongError
from beatforge.past.versions import Commit, State, Versions

NOTHING = Film({}, {})


@dataclass(frozen=True, slots=True)
class Chapter:
    """One commit that changed a target, or that could not be read."""

    commit: Commit
    changes: tuple[Difference, ...]
    skipped: str = ""


@dataclass(slots=True)
class Story:
    """The chapters of targets of one project."""

    versions: Versions
    films: Films
    _films: dict[State, Film | str] = field(default_factory=dict)
    _commits: dict[str, Commit] = field(default_factory=dict)

    def chapters(self, target: str, now: Film | None = None) -> Iterator[Chapter]:
        """Commits that changed the target, newest first; before them what is not committed yet, given the film now."""
        commits = list(self.versions.commits())
        self._commits = {commit.oid: commit for commit in commits}
        if now is not None and commits:
            changes = tuple(differences_of(self.whole(commits[0].oid), now, target))
            if changes:
                yield Chapter(Commit("", (commits[0].oid,), "", "", "not committed yet"), changes)
        for commit in commits:
            yield from self._chapter(commit, target)

    def whole(self, oid: str) -> Film:
        """The film of a commit, or of the last one before it that can be loaded."""
        while oid:
            film = self._film(oid)
            if isinstance(film, Film):
                return film
            oid = next(iter(self._commits[oid].parents), "")
        return NOTHING

    def _chapter(self, commit: Commit, target: str) -> Iterator[Chapter]:
        state = self.versions.state(commit.oid)
        parents = [parent for parent in commit.parents if parent in self._commits]  # a shallow clone has not all
        if any(self.versions.state(parent) == state for parent in parents) or not (parents or state):
            return
        film = self._film(commit.oid)
        if isinstance(film, str):
            yield Chapter(commit, (), film)
            return
        sides = [tuple(differences_of(self.whole(parent), film, target)) for parent in parents]
        if not parents:
            sides = [tuple(differences_of(NOTHING, film, target))]
        if all(sides):
            yield Chapter(commit, sides[0])

    def _film(self, oid: str) -> Film | str:
        """The film of a commit, or why there is none."""
        state = self.versions.state(oid)
        if state not in self._films:
            self._films[state] = self._loaded(oid, state)
        return self._films[state]

    def _loaded(self, oid: str, state: State) -> Film | str:
        if not any(path == self.versions.file_name for path, _ in state):
            return f"there is no {self.versions.file_name}"
        try:
            return self.films.film(self.versions.written(oid))
        except ProjectError as error:
            return str(error.problems[0]).splitlines()[0]
        except UnheardSongError as error:
            return str(error)
