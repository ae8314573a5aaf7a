"""Whether a file's sound is locked (DRM): read from its head, since decoders give noise or a riddle for an answer.

Knows MP4 (m4a, m4p, aax: the name of the sample entry) and ASF (wma: its encryption objects). Nothing is unlocked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

LOCKED_ENTRIES = {b"drms": "FairPlay", b"drmi": "FairPlay", b"enca": "Common Encryption", b"aavd": "Audible"}
"""Sample entries that name no codec but a lock (ISO/IEC 14496-12, 23001-7; the rest by their makers' use)."""

_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_LOCKS = {
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"): "Windows Media DRM",
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"): "Windows Media DRM",
}
_ASF_HEAD = 1 << 16
_PATH = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_BEFORE_ENTRIES = 8


def lock_of(path: Path) -> str:
    """The name of the lock on a file, "" where there is none that is known."""
    with path.open("rb") as file:
        head = file.read(16)
        if head[4:8] == b"ftyp":
            file.seek(0)
            return next((LOCKED_ENTRIES[name] for name in _entries(file, _size(file)) if name in LOCKED_ENTRIES), "")
        if head == _ASF:
            rest = file.read(_ASF_HEAD)
            return next((name for mark, name in _ASF_LOCKS.items() if mark in rest), "")
    return ""


def _entries(file: IO[bytes], end: int, depth: int = 0) -> Iterator[bytes]:
    """The four letters of every sample entry between here and `end`."""
    while file.tell() + 8 <= end:
        start = file.tell()
        size, name = int.from_bytes(file.read(4), "big"), file.read(4)
        size = int.from_bytes(file.read(8), "big") if size == 1 else size or end - start
        if size < 8 or start + size > end:
            return
        if depth < len(_PATH) and name == _PATH[depth]:
            yield from _entries(file, start + size, depth + 1)
        elif depth == len(_PATH) and name == b"stsd":
            file.seek(_BEFORE_ENTRIES, 1)
            while file.tell() + 8 <= start + size:
                entry = file.tell()
                length = int.from_bytes(file.read(4), "big")
                yield file.read(4)
                file.seek(entry + max(length, 8))
        file.seek(start + size)


def _size(file: IO[bytes]) -> int:
    end = file.seek(0, 2)
    file.seek(0)
    return end
