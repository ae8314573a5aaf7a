"""What a store holds, looked at once.

In: a store. Out: its records with what they point at and when they were last used, its blobs, and the bytes of all of
it. A look is never complete while builds run beside it, so `look_again` finds what came since.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from beatforge.graph.store import Blob, Store

UNSETTLED_NS = 2_000_000_000  # a folder changed this lately may change again without showing it


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as it lies in the store; `outputs` are empty for a damaged one."""

    key: str
    target: str
    size: int  # of the record itself
    used_ns: int  # when it was made, or last found
    outputs: tuple[Blob, ...]


@dataclass(frozen=True, slots=True)
class Lying:
    """One blob as it lies in the store."""

    size: int
    made_ns: int


@dataclass(slots=True)
class Inventory:
    """One look at a store."""

    records: dict[str, Kept] = field(default_factory=dict)
    blobs: dict[str, Lying] = field(default_factory=dict)
    other_bytes: int = 0  # manifests
    settled: dict[str, int] = field(default_factory=dict)  # folder of records -> mtime under which it is known

    @property
    def bytes(self) -> int:
        """Everything that counts against the cap."""
        records = sum(kept.size for kept in self.records.values())
        return records + sum(lying.size for lying in self.blobs.values()) + self.other_bytes

    def blob_bytes(self, digests: set[str]) -> int:
        """Bytes of those of these blobs that are there."""
        return sum(self.blobs[digest].size for digest in digests if digest in self.blobs)


def take_inventory(store: Store) -> Inventory:
    """Look at all of a store. Raises OSError only for folders that cannot be read."""
    found = Inventory()
    for kept in look_again(store, found):
        found.records[kept.key] = kept
    for entry in _files_below(store.root / "blob"):
        try:
            stat = entry.stat()
        except FileNotFoundError:
            continue
        found.blobs[entry.name] = Lying(stat.st_size, stat.st_mtime_ns)
    found.other_bytes = sum(e.stat().st_size for e in _entries(store.root / "film") if e.name.endswith(".json"))
    return found


def look_again(store: Store, known: Inventory) -> Iterator[Kept]:
    """Records that are not as `known` has them, in folders that may have changed since."""
    for folder in _entries(store.root / "ac"):
        now_ns = time.time_ns()
        changed_ns = folder.stat().st_mtime_ns
        if known.settled.get(folder.name) == changed_ns:
            continue
        if changed_ns < now_ns - UNSETTLED_NS:
            known.settled[folder.name] = changed_ns
        for entry in _entries(Path(folder.path)):
            key, dot, ending = entry.name.partition(".")
            try:
                stat = entry.stat()
                was = known.records.get(key)
                if dot + ending == ".json" and (was is None or was.used_ns != stat.st_mtime_ns):
                    yield _read(key, Path(entry.path), stat)
            except FileNotFoundError:
                continue


def _read(key: str, path: Path, stat: os.stat_result) -> Kept:
    try:
        data = json.loads(path.read_bytes())
        outputs = tuple(Blob(str(o["digest"]), int(o["size"])) for o in dict(data["outputs"]).values())
        return Kept(key, str(data["target"]), stat.st_size, stat.st_mtime_ns, outputs)
    except (ValueError, KeyError, TypeError):
        return Kept(key, "", stat.st_size, 0, ())


def _files_below(folder: Path) -> Iterator[os.DirEntry[str]]:
    for inner in _entries(folder):
        yield from _entries(Path(inner.path))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except (FileNotFoundError, NotADirectoryError):
        return
