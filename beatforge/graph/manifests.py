"""What whole films were made of: the keys of all targets, under a label of what the user had written.

In: a store, and manifests to keep. Out: manifests found by label, or all of them. They let one ask what the store
still has of a branch or a tag, and tell gc what not to take. Losing one costs an answer, never a result.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from beatforge.errors import ToolError
from beatforge.graph import ledger
from beatforge.graph.keys import canonical
from beatforge.graph.sharing import let_in
from beatforge.graph.store import Store, size_of

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The keys of one whole film."""

    label: str  # hex digest of what the user wrote
    project: str  # absolute folder it was built in
    scope: str  # which kind of build of that folder
    made_at: float  # seconds since 1970, when the build ended
    keys: Mapping[str, str]  # target name -> key


def path_of(store: Store, manifest: Manifest) -> Path:
    """Where a manifest is kept: one per label, project and scope."""
    owner = hashlib.sha256(canonical([manifest.project, manifest.scope])).hexdigest()[:32]
    return store.root / "film" / f"{manifest.label}-{owner}.json"


def write(store: Store, manifest: Manifest) -> None:
    """Keep a manifest; written whole or not at all. Raises ToolError when the store cannot be written."""
    path = path_of(store, manifest)
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    text = canonical({"format": FORMAT, **asdict(manifest)})
    try:
        store.make_folders()
        try:
            with part.open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            let_in(part, store.root)
            ledger.add(store.root, len(text) - size_of(path))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ToolError(f"the store at {store.root} could not be written: {error.strerror or error}") from error


def find(store: Store, label: str) -> tuple[Manifest, ...]:
    """Manifests of this label, newest first; of several projects and scopes, where they wrote the same."""
    return _newest_first(m for _, m in _read(store, f"{label}-*.json") if m.label == label)


def every(store: Store) -> tuple[Manifest, ...]:
    """All manifests, newest first. Damaged ones are left out."""
    return _newest_first(m for _, m in _read(store, "*.json"))


def newest(store: Store, project: str, scope: str) -> Manifest | None:
    """The film that was last finished in a project and scope."""
    found = _read(store, path_of(store, Manifest("*", project, scope, 0.0, {})).name)
    return max((m for _, m in found), key=lambda m: m.made_at, default=None)


def stamps(store: Store) -> dict[str, int]:
    """File name -> when it was written, for `written_since`."""
    found = {}
    for path in (store.root / "film").glob("*.json"):
        with contextlib.suppress(OSError):
            found[path.name] = path.stat().st_mtime_ns
    return found


def written_since(store: Store, known: Mapping[str, int]) -> tuple[Manifest, ...]:
    """Manifests that are not as they were when `known` was taken."""
    now = stamps(store)
    return _newest_first(m for name, at in now.items() if known.get(name) != at for _, m in _read(store, name))


def remove(store: Store, manifest: Manifest) -> None:
    """Forget a manifest; gc, which counts anew, takes it off the store's size."""
    with contextlib.suppress(OSError):
        path_of(store, manifest).unlink()


def _newest_first(found: Iterator[Manifest]) -> tuple[Manifest, ...]:
    return tuple(sorted(found, key=lambda m: (-m.made_at, m.project, m.scope)))


def _read(store: Store, pattern: str) -> Iterator[tuple[Path, Manifest]]:
    for path in (store.root / "film").glob(pattern):
        try:
            data = json.loads(path.read_bytes())
            if data["format"] == FORMAT:
                keys = {str(name): str(key) for name, key in data["keys"].items()}
                yield path, Manifest(data["label"], data["project"], data["scope"], float(data["made_at"]), keys)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # absent meanwhile, or damaged: the next whole build writes it again
