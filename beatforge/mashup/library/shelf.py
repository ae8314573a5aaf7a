"""The library's folder, and the one truth about it: a small file per song, its analysis beside it.

    songs/<digest>.json         the entry; a song is in the library when this is there
    analyses/<digest>.json.gz   what was heard
    pending/<digest>            the index does not know of the latest change to this song yet
    index/                      ChromaDB; made again from the rest whenever that is needed
    scratch/, claims/, lock

Every file comes to be by a rename, and its mark in `pending/` before it: whatever is killed at whatever moment, the
next command finds each song whole or not at all, and tells the index. Changes are made with the lock held.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from beatforge.errors import ToolError
from beatforge.mashup.library.entry import Entry
from beatforge.song.analysis import Analysis

ANALYSIS, ENTRY = "analysis.json.gz", "entry.json"
"""What listening leaves in a scratch folder."""


WAIT_S = 0.2
"""How long a look at another command's claim sleeps, so that Ctrl-C is heard between two."""


def library_root() -> Path:
    """`BEATFORGE_LIBRARY`, or a folder of the user's own data."""
    if root := os.environ.get("BEATFORGE_LIBRARY"):
        return Path(root).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("beatforge", appauthor=False)) / "library"


class Shelf:
    """The folder `root` as a library; made when something is first put there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.index = root / "index"
        self._songs, self._analyses = root / "songs", root / "analyses"
        self._pending, self._scratch = root / "pending", root / "scratch"
        self._claims = root / "claims"

    @property
    def exists(self) -> bool:
        """Whether anything was ever put here."""
        return self._songs.is_dir()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Alone with the library; waits for whoever else is. The system lets go of it when its holder dies."""
        from filelock import FileLock

        with self._writing():
            for folder in (self._songs, self._analyses, self._pending, self._scratch, self._claims):
                folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "lock", thread_local=False)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def claim(self, digest: str, waits: bool = False) -> Callable[[], None] | None:
        """What lets go of a song that is nobody else's to listen to until then; None while another command is at it.

        The system lets go of it when its holder dies. `waits` sleeps instead of giving None.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self._claims / f"{digest}.lock", thread_local=False)
        while not lock.is_locked:
            try:
                lock.acquire(timeout=WAIT_S if waits else 0)
            except Timeout:
                if not waits:
                    return None

        def let_go() -> None:
            if lock.is_locked:
                with contextlib.suppress(OSError):  # while held: who gets hold of a removed file tries again
                    Path(lock.lock_file).unlink()
                lock.release()

        return let_go

    def digests(self) -> set[str]:
        """All songs there are."""
        return _stems(self._songs)

    def entries(self) -> dict[str, Entry]:
        """All songs there are, by digest; a file that can't be read is none."""
        found = ((digest, self.entry(digest)) for digest in sorted(self.digests()))
        return {digest: entry for digest, entry in found if entry}

    def entry(self, digest: str) -> Entry | None:
        """One song, None if it is not here or a power cut left half of it."""
        try:
            return Entry.from_value(json.loads(self._song(digest).read_bytes()))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def analysis(self, digest: str) -> Analysis:
        """What was heard in this song. ToolError when it is not here."""
        try:
            return Analysis.from_value(json.loads(gzip.decompress(self._analysis(digest).read_bytes())))
        except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
            raise ToolError(
                f"the analysis of {digest[:12]} can't be read ({error}); beatforge library add --again"
            ) from error

    def put(self, entry: Entry, heard: Path | None = None) -> None:
        """The song is here from now on, or as it is now; `heard` is its analysis' file, which is moved here."""
        with self._writing():
            self._mark(entry.digest)
            if heard is not None:
                _sync(heard)
                heard.replace(self._analysis(entry.digest))
            part = self._song(entry.digest).with_suffix(f".{os.getpid()}.part")
            part.write_text(json.dumps(entry.to_value(), ensure_ascii=False, allow_nan=False), encoding="utf-8")
            if heard is not None:  # what listening took seconds for survives a power cut too
                _sync(part)
            part.replace(self._song(entry.digest))

    def remove(self, digest: str) -> None:
        """The song is here no more; its file is left alone."""
        with self._writing():
            self._mark(digest)
            self._song(digest).unlink(missing_ok=True)
            self._analysis(digest).unlink(missing_ok=True)

    def pending(self) -> list[str]:
        """Songs whose latest change the index does not know."""
        return sorted(_names(self._pending))

    def settled(self, digest: str) -> None:
        """The index knows this song as it is."""
        (self._pending / digest).unlink(missing_ok=True)

    def forget_index(self) -> None:
        """Throw the index away; it is made again from the songs."""
        shutil.rmtree(self.index, ignore_errors=True)
        with self._writing():
            for digest in self.digests():
                self._mark(digest)

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder of one's own to listen in; what killed commands left of theirs goes."""
        from filelock import FileLock, Timeout

        with self.lock():
            for stale in self._scratch.glob("*.lock"):
                with contextlib.suppress(Timeout), FileLock(stale, timeout=0):
                    shutil.rmtree(stale.with_suffix(""), ignore_errors=True)
                    stale.unlink(missing_ok=True)
            number = next(n for n in range(10**6) if not (self._scratch / f"{n}.lock").exists())
            mine = FileLock(self._scratch / f"{number}.lock", thread_local=False)
            mine.acquire()
            folder = self._scratch / str(number)
            folder.mkdir(exist_ok=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            mine.release()
            with contextlib.suppress(OSError):
                (self._scratch / f"{number}.lock").unlink(missing_ok=True)

    def _song(self, digest: str) -> Path:
        return self._songs / f"{digest}.json"

    def _analysis(self, digest: str) -> Path:
        return self._analyses / f"{digest}.json.gz"

    def _mark(self, digest: str) -> None:
        (self._pending / digest).touch()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ToolError(
                f"the library in {self.root} can't be written: {error.strerror or error}; BEATFORGE_LIBRARY names"
                " another folder for it"
            ) from error


def _stems(folder: Path) -> set[str]:
    return {name.removesuffix(".json") for name in _names(folder) if name.endswith(".json")}


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - asked for thousands of songs; a Path for each costs ten times as much
    except FileNotFoundError:
        return []


def _sync(path: Path) -> None:
    """On the disk before the name is: a power cut leaves the old file or the new one."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
