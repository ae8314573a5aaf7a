"""Digests of files, each read once.

In: paths. Out: sha256 digests, remembered under (size, mtime, ctime, inode) in the trace.
An entry is believed only if the file had come to rest when it was read (git's racy rule): a second write within
the clock's grain leaves the same stat, so a file younger than that is read again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from beatforge.errors import ToolError

GRAIN_NS = 50_000_000  # kernels stamp files by the timer tick, up to 10 ms; some network file systems are slower
COARSE_GRAIN_NS = 2_000_000_000  # FAT and old HFS stamp whole or even seconds
CHUNK = 1 << 20


class Signature(NamedTuple):
    """What tells a file from its later self without reading it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def rests_at_ns(self) -> int:
        """From this moment on another write would show."""
        # ctime cannot be set by hand; on Windows it is the birth, so mtime has to do
        changed = self.ctime_ns if os.name == "posix" else self.mtime_ns
        return changed + (COARSE_GRAIN_NS if changed % 1_000_000_000 == 0 else GRAIN_NS)


class Seen(NamedTuple):
    """A digest and the state of the file it was read from."""

    signature: Signature
    seen_ns: int  # the clock before reading began
    digest: str

    def is_trusted(self, now: Signature) -> bool:
        return now == self.signature and now.rests_at_ns < self.seen_ns


def signature(path: str | Path) -> Signature:
    """The stat of a file. Raises FileNotFoundError."""
    s = os.stat(path)  # noqa: PTH116 - called thousands of times in a no-op; Path.stat costs twice as much
    return Signature(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)


def sha256_of(path: Path) -> str:
    """Digest of the bytes, always read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class FileCache:
    """Digests by path; `fresh` holds what was learnt and not yet written to the trace."""

    def __init__(self, known: dict[str, Seen]) -> None:
        self._known = known
        self.fresh: dict[str, Seen] = {}

    def digest(self, path: Path) -> str:
        """sha256 of the file's bytes. Raises FileNotFoundError."""
        name, now = str(path), signature(path)
        seen = self._known.get(name)
        if seen is not None and seen.is_trusted(now):
            return seen.digest
        for _ in range(5):
            started_ns = time.time_ns()
            digest = sha256_of(path)
            before, now = now, signature(path)
            if before == now:
                self._known[name] = self.fresh[name] = Seen(now, started_ns, digest)
                return digest
        raise ToolError(f"{path} is being written all the time; save it once and build again")

    def trusted(self, path: Path) -> Signature | None:
        """The signature under which the known digest may be believed without reading, else None."""
        seen = self._known.get(str(path))
        return seen.signature if seen is not None and seen.signature.rests_at_ns < seen.seen_ns else None

    def settle(self, paths: Iterable[Path]) -> None:
        """Read just written files once more when they have come to rest, so that the next look costs a stat each."""
        young = []
        for path in paths:
            try:
                now = signature(path)
            except FileNotFoundError:
                continue
            seen = self._known.get(str(path))
            if seen is None or not seen.is_trusted(now):
                young.append((now.rests_at_ns, path))
        wait_ns = max((rest for rest, _ in young), default=0) - time.time_ns()
        if 0 < wait_ns <= 2 * GRAIN_NS:  # never for files dated in the future, nor for coarse clocks
            time.sleep(wait_ns / 1e9 + 0.002)
        for _, path in young:
            try:
                self.digest(path)
            except FileNotFoundError:
                continue
