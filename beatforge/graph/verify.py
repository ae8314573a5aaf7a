"""Whether the store still holds what was put into it.

In: blobs, and where users have copies of them. Out: those whose bytes are not what their name says. They are dropped,
so that the next build makes them again, and taken back at once from a copy that is intact. Everything is read; no
remembered digest is believed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from beatforge.graph.files import sha256_of
from beatforge.graph.keys import key_of
from beatforge.graph.store import Blob, Store, remove_file

READERS = 4  # threads; hashing lets other threads run

State = Literal["intact", "damaged", "healed", "absent"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One blob, and in which state it was found; `found` is the digest of the bytes that were there instead."""

    blob: Blob
    state: State
    found: str = ""


def check_blobs(
    store: Store,
    blobs: Iterable[Blob],
    copies: Mapping[str, Sequence[Path]] | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> tuple[Checked, ...]:
    """Read these blobs, each once, in the order of their digests; damaged ones are dropped or healed."""
    wanted = sorted(set(blobs))
    found = []
    with ThreadPoolExecutor(READERS) as readers:
        for checked in readers.map(lambda blob: _check(store, blob), wanted):
            found.append(checked)
            progress(len(found))
    return tuple(_heal(store, checked, copies or {}) for checked in found)


def blobs_in(store: Store) -> tuple[Blob, ...]:
    """Every blob of the store, with the size it should have where a record says so."""
    found = {}
    for path in (store.root / "blob").glob("??/*"):
        try:
            found[path.name] = Blob(path.name, path.stat().st_size)
        except FileNotFoundError:
            continue  # gc is at work
    return tuple(found.values())


def drop_damaged_records(store: Store, keys: Iterable[str] | None = None) -> tuple[str, ...]:
    """Keys whose record is not what was written: unreadable, or its parts give another key. They are removed."""
    if keys is None:
        keys = [path.stem for path in (store.root / "ac").glob("??/*.json")]
    damaged = []
    for key in sorted(keys):
        path = store.record_path(key)
        if path.exists() and not _is_whole(store, key):
            try:
                remove_file(path)
            except FileNotFoundError:
                continue
            damaged.append(key)
    return tuple(damaged)


def _is_whole(store: Store, key: str) -> bool:
    record = store.find(key)
    try:
        return record is not None and key_of(record.parts) == key
    except (TypeError, ValueError, json.JSONDecodeError):
        return False


def _check(store: Store, blob: Blob) -> Checked:
    path = store.blob_path(blob.digest)
    try:
        before = path.stat()
        digest = sha256_of(path)
        if digest == blob.digest:
            return Checked(blob, "intact")
        if path.stat().st_ino == before.st_ino:  # not put there anew while it was read
            store.drop(blob)
    except FileNotFoundError:
        return Checked(blob, "absent")
    except OSError as error:  # the disk cannot give it back
        store.drop(blob)
        return Checked(blob, "damaged", error.strerror or str(error))
    return Checked(blob, "damaged", digest)


def _heal(store: Store, checked: Checked, copies: Mapping[str, Sequence[Path]]) -> Checked:
    """Take a dropped blob back from a user's copy, if one is intact."""
    if checked.state == "intact":
        return checked
    for copy in copies.get(checked.blob.digest, ()):
        if not copy.is_file():
            continue
        with store.session() as scratch:
            store.heal(checked.blob, copy, scratch)
        if store.holds(checked.blob):
            return Checked(checked.blob, "healed", checked.found)
    return checked
