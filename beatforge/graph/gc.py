"""Removes from a store what was not used for the longest time, until it is within its cap.

In: a store, a cap in bytes and the manifests of films that must stay. Out: what went, and how large the store is now.
Nothing that a manifest names goes, nor what a living session relies on, nor what was touched since gc began. Records go
before their blobs; gc can be killed at any moment, and run beside builds and beside itself.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from beatforge.errors import ToolError
from beatforge.graph import gate, ledger, manifests, sessions
from beatforge.graph.inventory import Inventory, Kept, look_again, take_inventory
from beatforge.graph.manifests import Manifest
from beatforge.graph.sharing import lock_mode
from beatforge.graph.store import Store, remove_file, size_of

ORPHAN_S = 3600.0  # a blob without a record is somebody's work in progress until it is this old
BATCH = 64  # records per turn at the gate: a few milliseconds
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gone:
    """One result that was removed, or would be; `bytes` is what that gives back."""

    key: str
    target: str
    bytes: int
    used_at: float  # seconds since 1970


@dataclass(frozen=True, slots=True)
class Collected:
    """What gc did, or would do."""

    cap: int
    before: int  # bytes
    after: int
    rooted: int  # bytes that films in use need
    gone: tuple[Gone, ...]
    orphans: int  # blobs without a record
    manifests: tuple[Manifest, ...]  # forgotten with their results

    @property
    def is_over(self) -> bool:
        """The store is still larger than it should be."""
        return self.after > self.cap


def collect(
    store: Store,
    cap: int,
    roots: Callable[[], Sequence[Manifest]],
    *,
    aim: int | None = None,
    dry_run: bool = False,
    wait: bool = True,
    on_wait: Callable[[], None] = lambda: None,
) -> Collected | None:
    """Bring the store to `aim` bytes or less (the cap itself by default), or say what that would take.

    None: another gc is at it, and `wait` is off. Raises ToolError for a store that cannot be changed.
    """
    aim = cap if aim is None else aim
    if dry_run:
        return _Collection(store, cap, aim, roots).run(remove=False)
    from filelock import FileLock, Timeout

    with _removing(store), contextlib.ExitStack() as stack:
        store.make_folders()
        lock = FileLock(store.root / "gc.lock", mode=lock_mode(store.root), thread_local=False)
        try:
            stack.enter_context(lock.acquire(timeout=0))
        except Timeout:
            if not wait:
                return None
            on_wait()
            stack.enter_context(lock.acquire())
        return _Collection(store, cap, aim, roots).run(remove=True)


class _Collection:
    """One run of gc."""

    def __init__(self, store: Store, cap: int, aim: int, roots: Callable[[], Sequence[Manifest]]) -> None:
        self.store, self.cap, self.aim = store, cap, aim
        self.now_s = time.time()
        self.films = manifests.stamps(store)  # before the roots are asked: what is finished later counts too
        self.roots = roots()
        self.rooted = {key for manifest in self.roots for key in manifest.keys.values()}

    def run(self, remove: bool) -> Collected:
        root = self.store.root
        since = ledger.mark(root)
        known = take_inventory(self.store)
        every = manifests.every(self.store)
        pinned = sessions.pinned(root)
        self.refs = Counter(blob.digest for kept in known.records.values() for blob in set(kept.outputs))
        before = known.bytes
        orphans = self._orphans(known, pinned)
        chosen = self._choose(known, before - sum(known.blobs[d].size for d in orphans), every, pinned)
        if remove:
            chosen, orphans = self._remove(known, chosen, orphans)
        forgotten = self._forgotten(known, every, {gone.key for gone in chosen})
        freed = sum(gone.bytes for gone in chosen) + sum(known.blobs[digest].size for digest in orphans)
        freed += sum(size_of(manifests.path_of(self.store, m)) for m in forgotten)
        if remove:
            for manifest in forgotten:
                manifests.remove(self.store, manifest)
            sessions.sweep(root)
            sessions.sweep_strays(root, self.now_s)
            sessions.sweep_claims(root)
            with gate.alone(root):
                ledger.recount(root, before - freed, since)
        return Collected(
            self.cap, before, before - freed, self._rooted_bytes(known), tuple(chosen), len(orphans), tuple(forgotten)
        )

    def _choose(self, known: Inventory, size: int, every: Iterable[Manifest], pinned: set[str]) -> list[Gone]:
        """The least lately used of what nobody needs, as many as it takes."""
        left = self.refs.copy()
        chosen: list[Gone] = []
        for used_s, kept in _oldest_first(known, every):
            if size <= self.aim:
                break
            if kept.key in self.rooted or kept.key in pinned:
                continue
            freed = kept.size + known.blob_bytes({b.digest for b in kept.outputs if left[b.digest] == 1} - pinned)
            left.subtract(blob.digest for blob in set(kept.outputs))
            size -= freed
            chosen.append(Gone(kept.key, kept.target, freed, used_s))
        return chosen

    def _orphans(self, known: Inventory, pinned: set[str]) -> list[str]:
        """Blobs that no record points at, and that are no session's work in progress."""
        oldest_ns = (self.now_s - ORPHAN_S) * 1e9
        return [
            digest
            for digest, lying in known.blobs.items()
            if not self.refs[digest] and digest not in pinned and lying.made_ns < oldest_ns
        ]

    def _remove(self, known: Inventory, chosen: Sequence[Gone], orphans: Sequence[str]) -> tuple[list[Gone], list[str]]:
        """Remove, a few at a time with the gate to ourselves; what of it really went."""
        gone: list[Gone] = []
        for batch in _batches(chosen):
            with self._turn(known) as pinned:
                for item in batch:
                    freed = self._remove_record(known.records[item.key], pinned)
                    if freed is not None:
                        gone.append(Gone(item.key, item.target, freed, item.used_at))
        went: list[str] = []
        for few in _batches(orphans):
            with self._turn(known) as pinned:
                went += (digest for digest in few if self._remove_blob(digest, pinned))
        return gone, went

    @contextlib.contextmanager
    def _turn(self, known: Inventory) -> Iterator[set[str]]:
        """Nobody begins to rely on anything meanwhile; yields what they rely on already."""
        with gate.alone(self.store.root):
            for kept in look_again(self.store, known):
                self.refs.update(blob.digest for blob in set(kept.outputs))
            finished = manifests.written_since(self.store, self.films)
            self.store.note_removal()
            yield sessions.pinned(self.store.root).union(*(manifest.keys.values() for manifest in finished))

    def _remove_record(self, kept: Kept, pinned: set[str]) -> int | None:
        path = self.store.record_path(kept.key)
        try:
            stat = path.stat()
            if kept.key in pinned or (kept.used_ns and stat.st_mtime_ns != kept.used_ns):
                return None  # found or made again since we looked
            remove_file(path)
        except FileNotFoundError:
            return None
        digests = {blob.digest for blob in kept.outputs}
        self.refs.subtract(digests)
        return stat.st_size + sum(self._remove_blob(digest, pinned) for digest in digests)

    def _remove_blob(self, digest: str, pinned: set[str]) -> int:
        if self.refs[digest] > 0 or digest in pinned:
            return 0
        path = self.store.blob_path(digest)
        try:
            size = path.stat().st_size
            remove_file(path)
        except FileNotFoundError:
            return 0
        return size

    def _forgotten(self, known: Inventory, every: Iterable[Manifest], gone: set[str]) -> list[Manifest]:
        """Manifests of which less than half is left, if nobody needs the film."""
        present = known.records.keys() - gone
        needed = {manifests.path_of(self.store, manifest) for manifest in self.roots}
        return [
            manifest
            for manifest in every
            if manifests.path_of(self.store, manifest) not in needed
            and 2 * len(present & set(manifest.keys.values())) < len(manifest.keys)
        ]

    def _rooted_bytes(self, known: Inventory) -> int:
        kept = [known.records[key] for key in self.rooted if key in known.records]
        return sum(k.size for k in kept) + known.blob_bytes({blob.digest for k in kept for blob in k.outputs})


def _oldest_first(known: Inventory, every: Iterable[Manifest]) -> list[tuple[float, Kept]]:
    """(last use, record): when it was made or found, or when a film that has it was finished."""
    finished: dict[str, float] = {}
    for manifest in every:
        for key in manifest.keys.values():
            finished[key] = max(finished.get(key, 0.0), manifest.made_at)
    used = ((max(kept.used_ns / 1e9, finished.get(key, 0.0)), kept) for key, kept in known.records.items())
    return sorted(used, key=lambda pair: (pair[0], pair[1].key))


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


@contextlib.contextmanager
def _removing(store: Store) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise ToolError(f"gc cannot change the store at {store.root}: {error.strerror or error}{where}") from error


def owners(every: Iterable[Manifest]) -> Mapping[str, Manifest]:
    """Key -> the newest manifest that has it: whose result it is."""
    found: dict[str, Manifest] = {}
    for manifest in every:
        for key in manifest.keys.values():
            found.setdefault(key, manifest)
    return found
