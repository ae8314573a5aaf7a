"""The film that a version of the project means: its targets with their values, compiled by the beatforge of today.

In: what the user wrote in that version (project file, styles) and the digest of its song. Out: targets with the lines
they come from. What was heard in the song is looked up, never computed. Nothing is made; a version is loaded once.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from beatforge.errors import BeatforgeError, ProjectError
from beatforge.past.label import label_of
from beatforge.past.named import named_files

if TYPE_CHECKING:
    from beatforge.graph.store import Store
    from beatforge.graph.target import Origin, Target
    from beatforge.project.library import Library
    from beatforge.project.models import Project
    from beatforge.song.analysis import Analysis
    from beatforge.song.lyrics.lines import Lyrics

LFS_POINTER = b"version https://git-lfs"


class UnheardSongError(BeatforgeError):
    """A version's song was never listened to, or what was heard is gone from the store."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the user wrote in one version, and how to get the digest and the bytes of a file of it by its path."""

    files: Mapping[str, bytes]
    digest_of: Callable[[str], str]
    read: Callable[[str], bytes]

    @property
    def label(self) -> str:
        return label_of(self.files)


@dataclass(frozen=True, slots=True)
class Film:
    """The targets of one version by name, and the digests of the files they read."""

    targets: Mapping[str, Target]
    digests: Mapping[str, str]


@dataclass(slots=True)
class Films:
    """Films of versions of one project. `listened` are the parts of the key that listening to its song has now."""

    file_name: str
    profile: str
    sets: Sequence[str]
    store: Store
    listened: Mapping[str, Any]
    allowed: Sequence[Path]
    folder: Path
    _libraries: dict[str, Library] = field(default_factory=dict)

    def film(self, written: Written) -> Film:
        """The film of this version. Raises ProjectError for faults, UnheardSongError for a song nobody heard."""
        from beatforge.film.compile import compile_plan
        from beatforge.film.listening import listening_targets
        from beatforge.film.planning import make_plan
        from beatforge.graph.target import Source

        project = self._project(written)
        places = places_of(project)
        listening = listening_targets(project, places)
        analysis = self._analysis(listening[0], written.digest_of(project.song.file), written.label)
        analysis = replace(analysis, lyrics=_lyrics(project, written))
        plan = make_plan(project, analysis, project.library.profiles[self.profile])
        targets = (*listening, *compile_plan(plan, analysis, places))
        sources = {i.path for target in targets for i in target.inputs if isinstance(i, Source)}
        return Film({target.name: target for target in targets}, {path: written.digest_of(path) for path in sources})

    def _project(self, written: Written) -> Project:
        from beatforge.project.load import check_source
        from beatforge.project.nodes import parse_source
        from beatforge.project.sets import apply_sets

        source = parse_source(written.files.get(self.file_name, b""), self.file_name)
        if self.sets:
            apply_sets(source, self.sets)
        styles = {path: data for path, data in written.files.items() if path != self.file_name}
        label = label_of(styles)
        library = self._library(styles, label)
        for path in named_files(source.root):
            _stand_in(self.folder, path)
        project = check_source(source, self.folder, library, self.allowed)
        self._libraries[label] = project.library
        return project

    def _library(self, styles: Mapping[str, bytes], label: str) -> Library | None:
        """The library with these styles, if it was read before; else they are put where loading looks for them."""
        if label not in self._libraries:
            for old in (self.folder / "styles").glob("*.y*ml"):
                old.unlink()
            for path, data in styles.items():
                (self.folder / path).parent.mkdir(exist_ok=True)
                (self.folder / path).write_bytes(data)
        return self._libraries.get(label)

    def _analysis(self, listening: Target, digest: str, label: str) -> Analysis:
        """What was heard in a song of this digest: by today's ears, or by those that heard this very version."""
        from beatforge.graph.keys import key_of
        from beatforge.graph.manifests import find
        from beatforge.song.analysis import Analysis

        key = key_of({**self.listened, "value": listening.value, "inputs": [digest]})
        earlier = [manifest.keys.get(listening.name, "") for manifest in find(self.store, label)]
        for known in (key, *filter(None, earlier)):
            record = self.store.find(known)
            blob = record.outputs.get("analysis.json") if record else None
            if record and record.parts["inputs"] == [digest] and blob and self.store.holds(blob):
                return Analysis.from_value(json.loads(self.store.blob_path(blob.digest).read_bytes()))
        raise UnheardSongError(f"its song ({digest[:12]}) was never listened to with this store")


@contextmanager
def films_of(
    file_name: str,
    profile: str,
    sets: Sequence[str],
    store: Store,
    listened: Mapping[str, Any],
    allowed: Sequence[Path] = (),
) -> Iterator[Films]:
    """Films of a project's versions; they are loaded in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="beatforge-") as folder:
        yield Films(file_name, profile, sets, store, listened, allowed, Path(folder))


def places_of(project: Project) -> Callable[[tuple[str | int, ...]], Origin]:
    """Where a version of a project says something, and what."""
    from beatforge.graph.target import Origin

    @cache
    def place_of(path: tuple[str | int, ...]) -> Origin:
        said = project.said(path)
        return Origin(project.place(path), " ".join(said.split()) if said else f"{path[-1]}: (default)")

    return place_of


def digest_of_pointer(data: bytes) -> str:
    """sha256 of a file as git has it: of the bytes, or what a Git LFS pointer says it is of."""
    if data.startswith(LFS_POINTER):
        for line in data.splitlines():
            if line.startswith(b"oid sha256:"):
                return line.removeprefix(b"oid sha256:").strip().decode()
    return hashlib.sha256(data).hexdigest()


def _stand_in(folder: Path, path: str) -> None:
    """An empty file where the song, or what else is named, would be, so that loading finds one."""
    with suppress(OSError, ValueError):  # a name that no disk takes: loading says so
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if not (folder / path).exists():
            (folder / path).touch()


def _lyrics(project: Project, written: Written) -> Lyrics | None:
    """The words of a version's song. They are read, not looked up: no build need have seen them."""
    from beatforge.project.sung import lyrics_problem
    from beatforge.song.lyrics.lines import LyricsFault
    from beatforge.song.lyrics.read import read_lyrics

    spec = project.song.lyrics
    if spec is None:
        return None
    data = written.read(spec.file)
    if data.startswith(LFS_POINTER):
        raise UnheardSongError(f"its lyrics ({spec.file}) are kept by Git LFS, and only their digest is here")
    try:
        return read_lyrics(data, PurePosixPath(spec.file).suffix)
    except LyricsFault as fault:
        raise ProjectError([lyrics_problem(project, fault)]) from fault
