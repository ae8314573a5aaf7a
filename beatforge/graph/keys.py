"""Keys, and what differs between two of them.

In: the parts that decide a target's bytes (step, value, input digests, code digests, package versions).
Out: one sha256 over their canonical JSON, and the list of differences that `why` shows.
Pure: what a part means and where it was written is for `staleness` to say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = "(absent)"  # how a side that lacks the value is shown
LONG_LIST = 8  # from here on a list of numbers is counted, not listed


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `note` says it in words where the two values would be too long to read."""

    path: str
    old: Any
    new: Any
    note: str = ""


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: keys sorted, tuples as lists, no white space. NaN and infinity are errors."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_as_dict
    ).encode()


def key_of(parts: Mapping[str, Any]) -> str:
    """sha256 of the canonical parts."""
    return hashlib.sha256(canonical(parts)).hexdigest()


def changes(old: Any, new: Any, path: str = "") -> tuple[Change, ...]:
    """Differences between two canonical values, in path order; empty when they would have the same key."""
    return tuple(_changes(json.loads(canonical(old)), json.loads(canonical(new)), path))


def shown(value: Any, width: int = 60) -> str:
    """A value as a person reads it on one line."""
    if value == ABSENT:
        return ABSENT
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value and value.isprintable() and " " not in value:
        text = value
    return text if len(text) <= width else text[: width - 1] + "…"


def _changes(old: Any, new: Any, path: str) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            yield from _changes(old.get(name, ABSENT), new.get(name, ABSENT), f"{path}.{name}" if path else name)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(old, new, path)
    elif type(old) is not type(new) or old != new:
        yield Change(path, old, new)


def _list_changes(old: list[Any], new: list[Any], path: str) -> Iterator[Change]:
    if old == new and canonical(old) == canonical(new):
        return
    if max(len(old), len(new)) >= LONG_LIST and _all_numbers(old) and _all_numbers(new):
        differing = sum(a != b for a, b in zip(old, new, strict=False)) + abs(len(old) - len(new))
        yield Change(path, old, new, f"{differing} numbers changed" if differing != 1 else "1 number changed")
        return
    for index in range(max(len(old), len(new))):
        a = old[index] if index < len(old) else ABSENT
        b = new[index] if index < len(new) else ABSENT
        yield from _changes(a, b, f"{path}.{index}")


def _all_numbers(values: list[Any]) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def _as_dict(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")
