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
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from beatforge.errors import BeatforgeError, ProjectError
from beatforge.past.label import label_of
from beatforge.past.named import named_files, named_folders, performer_file

if TYPE_CHECKING:
    from beatforge.graph.store import Store
    from beatforge.graph.target import Origin, Target
    from beatforge.project.library import Library
    from beatforge.project.models import Project
    from beatforge.song.lyrics.lines import Lyrics

LFS_POINTER = b"version https://git-lfs"


class UnheardSongError(BeatforgeError):
    """A version's song was never listened to, or what was heard is gone from the store."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the user wrote in one version, and how to get the digest and the bytes of a file of it by its path, and the
    names of files in a folder."""

    files: Mapping[str, bytes]
    digest_of: Callable[[str], str]
    read: Callable[[str], bytes]
    names_in: Callable[[str], tuple[str, ...]] = lambda folder: ()
    has: Callable[[str], bool] = lambda path: False
    """Whether the version itself has a file; one that no version has is read as it lies there now."""

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
    """Films of versions of one project. `listened` are the parts of the keys that listening to its songs has now, by
    step."""

    file_name: str
    profile: str
    sets: Sequence[str]
    store: Store
    listened: Mapping[str, Mapping[str, Any]]
    allowed: Sequence[Path]
    folder: Path
    _libraries: dict[str, Library] = field(default_factory=dict)

    def film(self, written: Written) -> Film:
        """The film of this version. Raises ProjectError for faults, UnheardSongError for a song nobody heard."""
        from beatforge.film.compile import compile_plan
        from beatforge.film.listening import listening_targets
        from beatforge.film.music import music_of
        from beatforge.film.planning import make_plan
        from beatforge.graph.target import Source
        from beatforge.project.personas import read_persona

        project = self._project(written)
        places = places_of(project)
        listening = listening_targets(project, places)
        telling = [target for target in listening if target.kind != "stems" or project.mashup]  # as a session has it
        told = {target.name: self._told(target, project, written) for target in telling}
        music = music_of(project, told)
        heard = music.mashed.heard if music.mashed else None
        name = project.film.persona
        persona = read_persona(name, self.folder, self.allowed) if name else None
        profile = project.library.profiles[self.profile]
        plan = make_plan(project, music.analysis, profile, music.voices, heard, persona)
        targets = (*listening, *compile_plan(plan, music.analysis, places))
        sources = {i.path for target in targets for i in target.inputs if isinstance(i, Source)}
        return Film({target.name: target for target in targets}, {path: written.digest_of(path) for path in sources})

    def _project(self, written: Written) -> Project:
        from beatforge.project.load import check_source
        from beatforge.project.nodes import parse_source
        from beatforge.project.sets import apply_sets

        source = parse_source(written.files.get(self.file_name, b""), self.file_name)
        if self.sets:
            apply_sets(source, self.sets)
        persona = self._bring_persona(performer_file(source.root), written)
        if persona is None and (film := (source.root.entries or {}).get("film")):
            (film[1].entries or {}).pop("persona", None)  # it holds words, shows nothing, and may be gone by now
        styles = {path: data for path, data in written.files.items() if path != self.file_name}
        label = label_of({**styles, **({persona: b""} if persona else {})})
        library = self._library(styles, label)
        for folder in named_folders(source.root):
            _stand_in_for(self.folder, folder, written)
        for path in named_files(source.root):
            _stand_in(self.folder, path)
        project = check_source(source, self.folder, library, self.allowed)
        self._libraries[label] = project.library
        return project

    def _bring_persona(self, path: str | None, written: Written) -> str | None:
        """The path itself, once its file is as that version has it; no file where the version has a shipped persona."""
        if path is not None:
            with suppress(OSError):
                (self.folder / path).unlink()
            if written.has(path):
                (self.folder / path).parent.mkdir(exist_ok=True)
                (self.folder / path).write_bytes(written.read(path))
        return path

    def _library(self, styles: Mapping[str, bytes], label: str) -> Library | None:
        """The library with these styles, if it was read before; else they are put where loading looks for them."""
        if label not in self._libraries:
            for old in (self.folder / "styles").glob("*.y*ml"):
                old.unlink()
            for path, data in styles.items():
                (self.folder / path).parent.mkdir(exist_ok=True)
                (self.folder / path).write_bytes(data)
        return self._libraries.get(label)

    def _told(self, target: Target, project: Project, written: Written) -> Any:
        """What a target told of this version: by today's ears, or by those that heard this very version."""
        from beatforge.film.music import telling_file
        from beatforge.film.sung import READ
        from beatforge.graph.keys import key_of
        from beatforge.graph.manifests import find
        from beatforge.graph.target import Source

        if target.step == READ:
            return _lyrics(project, target.name.partition("/")[2], written).to_value()
        digests = [written.digest_of(one.path) for one in target.inputs if isinstance(one, Source)]
        parts = self.listened.get(target.step)
        keys = [key_of({**parts, "value": target.value, "inputs": digests})] if parts else []
        earlier = [manifest.keys.get(target.name, "") for manifest in find(self.store, written.label)]
        for known in (*keys, *filter(None, earlier)):
            record = self.store.find(known)
            blob = record.outputs.get(telling_file(target)) if record else None
            if record and record.parts["inputs"] == digests and blob and self.store.holds(blob):
                return json.loads(self.store.blob_path(blob.digest).read_bytes())
        raise UnheardSongError(f"its song ({digests[0][:12]}) was never listened to with this store")


@contextmanager
def films_of(
    file_name: str,
    profile: str,
    sets: Sequence[str],
    store: Store,
    listened: Mapping[str, Mapping[str, Any]],
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


def _stand_in_for(home: Path, folder: str, written: Written) -> None:
    """The folder with empty files for what is in it, without those of another version; lists of models are read."""
    with suppress(OSError, ValueError):
        for old in (home / folder).glob("*") if (home / folder).is_dir() else ():
            old.unlink()
        for name in written.names_in(folder):
            _stand_in(home, f"{folder}/{name}")
            if name.endswith(".yaml"):
                (home / folder / name).write_bytes(written.read(f"{folder}/{name}"))


def _stand_in(folder: Path, path: str) -> None:
    """An empty file where the song, or what else is named, would be, so that loading finds one."""
    with suppress(OSError, ValueError):  # a name that no disk takes: loading says so
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if not (folder / path).exists():
            (folder / path).touch()


def _lyrics(project: Project, song_id: str, written: Written) -> Lyrics:
    """The words of a version's song. They are read, not looked up: no build need have seen them."""
    from beatforge.project.sung import lyrics_problem
    from beatforge.song.lyrics.lines import LyricsFault
    from beatforge.song.lyrics.read import read_lyrics

    spec = project.songs[song_id].lyrics
    assert spec is not None and spec.file is not None
    data = written.read(spec.file)
    if data.startswith(LFS_POINTER):
        raise UnheardSongError(f"its lyrics ({spec.file}) are kept by Git LFS, and only their digest is here")
    try:
        return read_lyrics(data, PurePosixPath(spec.file).suffix)
    except LyricsFault as fault:
        raise ProjectError([lyrics_problem(project, fault, song_id=song_id)]) from fault
