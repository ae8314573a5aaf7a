"""What the store still has of films that were built: target by target, with when it was made and what it took.

In: names of versions with their labels, and the store. Out: one shelf per version of the project's text and kind of
build, newest first. Manifests say which keys a film had; records and blobs say what is left of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.graph.manifests import Manifest
    from beatforge.graph.store import Record, Store


@dataclass(frozen=True, slots=True)
class Item:
    """One target of a film: there, or gone from the store. Times are seconds since 1970, `usd` what it cost."""

    name: str
    is_there: bool
    bytes: int = 0
    made_at: float | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is left of one film: `names` say which branches, tags or worktrees have its text."""

    names: tuple[str, ...]
    label: str
    scope: str
    built_at: float | None
    items: tuple[Item, ...]

    @property
    def there(self) -> tuple[Item, ...]:
        """The items that the store has."""
        return tuple(item for item in self.items if item.is_there)


def shelves(store: Store, named: Mapping[str, Iterable[str]]) -> Iterator[Shelf]:
    """Shelves of versions by label; one that was never built as a whole has an empty one."""
    from beatforge.graph.manifests import find

    for label, names in named.items():
        newest: dict[str, Manifest] = {}
        for manifest in find(store, label):
            newest.setdefault(manifest.scope, manifest)
        for scope, manifest in sorted(newest.items(), key=lambda pair: -pair[1].made_at):
            items = tuple(_item(store, name, key) for name, key in manifest.keys.items())
            yield Shelf(tuple(names), label, scope, manifest.made_at, items)
        if not newest:
            yield Shelf(tuple(names), label, "", None, ())


def _item(store: Store, name: str, key: str) -> Item:
    record = store.find(key)
    if record is None or not all(store.holds(blob) for blob in record.outputs.values()):
        return Item(name, False)
    size = sum(blob.size for blob in record.outputs.values())
    return Item(name, True, size, _made_at(store, record), record.seconds, record.cpu_seconds)


def _made_at(store: Store, record: Record) -> float | None:
    """When its last blob was written: blobs keep their time, records are touched when they are used."""
    times = []
    for blob in record.outputs.values():
        try:
            times.append(store.blob_path(blob.digest).stat().st_mtime)
        except OSError:
            return None  # gone meanwhile
    return max(times, default=None)
