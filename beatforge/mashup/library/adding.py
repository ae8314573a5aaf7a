"""Adds files to a library: only what is new is listened to, several at once, and what is finished is kept at once.

In: files and folders, and a function that listens in a child process. Out: a `Result` for each file, as it is known.
A file whose size and time are as they were is not even read; one with known bytes is a song that moved, or lies in two
places. Stopping at any moment, even by SIGKILL, leaves every finished song in the library, once. Two commands that add
the same song listen to it once: whoever comes second goes on with other songs, and waits for the first at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from beatforge.errors import BeatforgeError, UsageError
from beatforge.mashup.library.embedder import Embedder, text_of
from beatforge.mashup.library.entry import Entry, Place
from beatforge.mashup.library.hear import read_words
from beatforge.mashup.library.shelf import ANALYSIS, ENTRY, Shelf
from beatforge.mashup.library.sound import sound_words
from beatforge.mashup.profile import profile_of
from beatforge.project.known import AUDIO_SUFFIXES, LYRICS_SUFFIXES

Hear = Callable[[Path, Path | None, Path], None]
"""Listens to a song with its lyrics file and leaves `ANALYSIS` and `ENTRY` in a folder. BeatforgeError if it can't."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a file: "added", "again", "moved" (or found in a second place), "words" (its lyrics file changed),
    "unchanged" or "refused"; `note` says why, or what was left out."""

    path: Path
    outcome: str
    entry: Entry | None = None
    note: str = ""


def songs_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """All audio files among these files and in these folders, each once, in order; UsageError for what is not there."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                songs = (name for name in sorted(files) if _is_song(name))
                found |= dict.fromkeys(Path(folder, name).absolute() for name in songs)
        elif not path.exists():
            raise UsageError(f"there is no file or folder {path}")
        elif not _is_song(path.name):
            raise UsageError(f"{path.name} is no song by its name; one of {' '.join(AUDIO_SUFFIXES)}")
        else:
            found[path.absolute()] = None
    return tuple(found)


def add_songs(
    shelf: Shelf,
    songs: Sequence[Path],
    hear: Hear,
    cancel: Callable[[], None],
    jobs: int,
    again: bool = False,
    embedder: Embedder | None = None,
) -> Iterator[Result]:
    """Each song's result as soon as it is in the library, in the order in which they are finished.

    `again` listens to songs that are known, too. `cancel` is called when this ends early, and ends what `hear` runs.
    """
    with shelf.scratch() as scratch, ThreadPoolExecutor(jobs) as threads:
        work = _Work(shelf, hear, scratch, again, embedder)
        futures = [threads.submit(work.take, number, path) for number, path in enumerate(songs)]
        try:
            for future in as_completed(futures):
                taken = future.result()
                if not work.waits(taken):
                    yield work.finish(taken)
            yield from (work.finish(work.settle(taken)) for taken in work.left)
        except BaseException:
            for future in futures:
                future.cancel()
            cancel()
            raise


def _nothing() -> None:
    """Nothing was claimed."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a thread found out of a file. `folder` is where it was listened to, None if that was not needed; `claim` is
    what lets go of the song; `elsewhere` is where to listen if another command that is at it never ends."""

    path: Path
    place: Place | None = None
    digest: str = ""
    folder: Path | None = None
    note: str = ""
    claim: Callable[[], None] = _nothing
    elsewhere: Path | None = None


class _Work:
    """`left` are files whose twin, of the same bytes, is still being listened to, here or by another command."""

    def __init__(self, shelf: Shelf, hear: Hear, scratch: Path, again: bool, embedder: Embedder | None) -> None:
        self._shelf, self._hear, self._scratch, self._again = shelf, hear, scratch, again
        self._embedder = embedder
        self._known: dict[str, list[tuple[Place, str]]] = {}
        for digest, entry in shelf.entries().items():
            for place in entry.places:
                self._known.setdefault(place.path, []).append((place, digest))
        self._claims: set[str] = set()
        self._guard = threading.Lock()
        self.left: list[_Taken] = []

    def take(self, number: int, path: Path) -> _Taken:
        """In a thread: read the file if it has to be, listen to it if nobody did."""
        try:
            if not _is_utf8(path):
                return _Taken(path, note="its name is not UTF-8; give it another one")
            if not path.is_file():  # a pipe would keep its reader waiting, and Ctrl-C with it
                return _Taken(path, note="is no plain file")
            place = Place.of(path)
            known = [digest for old, digest in self._known.get(str(path), ()) if old == place]
            if known and not self._again:
                return _Taken(path, place, known[0])
            digest = _digest(path)
            with self._guard:
                is_twin = digest in self._claims
                self._claims.add(digest)
            if is_twin or (not self._again and self._shelf.entry(digest)):
                return _Taken(path, place, digest)
            folder = self._scratch / str(number)
            claim = self._shelf.claim(digest)
            if claim is None:
                return _Taken(path, place, digest, elsewhere=folder)
            return self._listen(_Taken(path, place, digest, folder, claim=claim))
        except (BeatforgeError, OSError) as error:
            return _Taken(path, note=_reason(error, path))

    def settle(self, taken: _Taken) -> _Taken:
        """In the one thread that writes: wait for the other command, and do what it did not."""
        if taken.elsewhere is None or taken.place is None:
            return taken
        claim = self._shelf.claim(taken.digest, waits=True)
        assert claim
        return self._listen(_Taken(taken.path, taken.place, taken.digest, taken.elsewhere, claim=claim))

    def _listen(self, taken: _Taken) -> _Taken:
        """The song heard in its folder, unless another command finished with it just before it was claimed."""
        assert taken.folder
        try:
            if not self._again and self._shelf.entry(taken.digest):
                return replace(taken, folder=None)
            taken.folder.mkdir()
            self._hear(taken.path, lyrics_beside(taken.path), taken.folder)
        except (BeatforgeError, OSError) as error:
            taken.claim()
            return _Taken(taken.path, note=_reason(error, taken.path))
        except BaseException:
            taken.claim()
            raise
        return taken

    def waits(self, taken: _Taken) -> bool:
        """Whether this file's twin has to be in the library first."""
        waits = bool(taken.digest) and taken.folder is None and self._shelf.entry(taken.digest) is None
        if waits:
            self.left.append(taken)
        return waits

    def finish(self, taken: _Taken) -> Result:
        """In the one thread that writes: the song is in the library when this returns."""
        if taken.place is None:
            return Result(taken.path, "refused", note=taken.note)
        try:
            return self._finish(taken, taken.place)
        finally:
            taken.claim()

    def _finish(self, taken: _Taken, place: Place) -> Result:
        with self._shelf.lock():
            known = self._shelf.entry(taken.digest)
            if taken.folder is not None:
                entry, note = _heard(taken.path, place, taken.digest, taken.folder, known)
                entry = _with_meaning(entry, self._embedder)
                outcome = "again" if known else "added"
            elif known is None:
                return Result(taken.path, "refused", note="its twin, a file of the same bytes, could not be read")
            else:
                entry, note = _with_words(self._shelf, known, taken.path)
                entry = _with_meaning(entry, self._embedder)
                outcome = "words" if entry is not known else "unchanged"
                if place not in entry.places:
                    entry, outcome = entry.at(place), "moved"
            if entry is not known:
                self._shelf.put(entry, taken.folder / ANALYSIS if taken.folder else None)
            self._forget(place, taken.digest)
        return Result(taken.path, outcome, entry, note)

    def _forget(self, place: Place, digest: str) -> None:
        """A file that has other bytes now is no place of the song it was."""
        for _, old in self._known.get(place.path, ()):
            entry = self._shelf.entry(old) if old != digest else None
            if entry is None:
                continue
            places = tuple(other for other in entry.places if other.path != place.path)
            if places:
                self._shelf.put(replace(entry, places=places))
            else:
                self._shelf.remove(old)


def lyrics_beside(path: Path) -> Path | None:
    """The lyrics file of the same name, if there is one."""
    return next((beside for end in LYRICS_SUFFIXES if (beside := path.with_suffix(end)).is_file()), None)


def _heard(path: Path, place: Place, digest: str, folder: Path, known: Entry | None) -> tuple[Entry, str]:
    """The entry that was heard in a folder, and its note."""
    value = json.loads((folder / ENTRY).read_bytes())
    note, lyrics = value.pop("note"), lyrics_beside(path)
    entry = Entry.from_value({**value, "digest": digest, "places": [], "words": None})
    words = Place.of(lyrics) if lyrics else None
    return replace(entry, places=known.places if known else (), words=words).at(place), note


def _with_words(shelf: Shelf, entry: Entry, path: Path) -> tuple[Entry, str]:
    """The entry with the words that lie beside the song now; the same object if they are as they were."""
    lyrics = lyrics_beside(path)
    words = Place.of(lyrics) if lyrics else None
    if words == entry.words or _has_other_words(entry, path):
        return entry, ""
    read, note = read_words(lyrics)
    analysis = replace(shelf.analysis(entry.digest), lyrics=read)
    profile = profile_of(analysis, entry.tags, entry.profile.timbre)
    return replace(entry, profile=profile, sound=sound_words(analysis, profile), words=words), note


def _has_other_words(entry: Entry, path: Path) -> bool:
    """Whether the song's words lie, still, beside another place of it: two copies do not take turns."""
    if entry.words is None:
        return False
    words = Path(entry.words.path)
    return words.with_suffix("") != path.with_suffix("") and words.is_file()


def _with_meaning(entry: Entry, embedder: Embedder | None) -> Entry:
    """The entry with what its words mean to this embedder; the same object if that is known, or nobody asks."""
    if embedder is None or entry.profile.meant_by == embedder.name:
        return entry
    lyrics, _ = read_words(Path(entry.words.path) if entry.words else None)
    lines = [line.text for line in lyrics.lines] if lyrics else []
    meaning = embedder.embed(text_of(entry.tags.title, entry.tags.artist, entry.tags.genre, lines))
    return replace(entry, profile=replace(entry.profile, meaning=meaning, meant_by=embedder.name))


def _reason(error: Exception, path: Path) -> str:
    """Why a file is refused, without its name, which stands before it."""
    return str(error).removeprefix(f"{path} ")


def _is_utf8(path: Path) -> bool:
    """Whether the name can be written down, as JSON and into an index."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_song(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in AUDIO_SUFFIXES
