"""Three versions of a YAML tree as one: what each side changed, value by value.

In: the trees of a common ancestor, ours and theirs. Out: the merged tree and the paths at which both sides say
different things. Only values count; comments, quotes, order of keys and layout are for `merge` to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from beatforge.project.nodes import Node

Path = tuple[str, ...]
Side = Literal["base", "ours", "theirs"]

ABSENT: Any = object()


def _by(*keys: str) -> Callable[[Any], str]:
    """What tells the items of a list apart: these keys of theirs."""
    return lambda item: repr([item.get(key, "") for key in keys] if isinstance(item, dict) else item)


ITEMS: Mapping[Path, Callable[[Any], str]] = {
    ("song", "pins", "sections"): _by("at"),
    ("outputs",): _by("platform"),
    ("mashup", "edits"): _by("part", "bar", "stem"),
}
"""Lists whose items have names of their own; all others are one value. A mashup's songs have those of a song."""


@dataclass(slots=True)
class Merged:
    """The tree that both sides together mean; where they can't be brought together, it holds the preferred side's."""

    value: Any
    conflicts: list[Path] = field(default_factory=list)


def plain(node: Node) -> Any:
    """The node as text, None, dict or list."""
    if node.text is not None:
        return None if node.is_null else node.text.rstrip("\n")
    if node.entries is not None:
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return [plain(item) for item in node.items or []]


def merge_values(base: Any, ours: Any, theirs: Any, prefer: Side = "ours", path: Path = ()) -> Merged:
    """The merge of three values, any of which may be ABSENT."""
    if theirs == base or ours == theirs:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    sides = {"base": base, "ours": ours, "theirs": theirs}
    if _all(dict, *sides.values()):
        return _merge_mappings(sides, prefer, path)
    if _kind(path) in ITEMS and _all(list, *sides.values()):
        return _merge_lists(sides, prefer, path)
    return Merged(sides[prefer], [path])


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, new value or ABSENT) for the smallest parts of mappings in which two values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif old != new:
        yield path, new


def value_at(value: Any, path: Sequence[str]) -> Any:
    """The value below `value` at the path; ABSENT if there is none."""
    for part in path:
        value = value.get(part, ABSENT) if isinstance(value, dict) else ABSENT
    return value


def _kind(path: Path) -> Path:
    """The path as it is for the one song, where it is of a mashup's."""
    return ("song", *path[3:]) if path[:2] == ("mashup", "songs") else path


def _merge_mappings(sides: Mapping[str, Any], prefer: Side, path: Path) -> Merged:
    base, ours, theirs = ({} if side in (ABSENT, None) else side for side in sides.values())
    merged = Merged({})
    for key in dict.fromkeys((*ours, *theirs, *base)):
        b, o, t = (side.get(key, ABSENT) for side in (base, ours, theirs))
        part = merge_values(b, o, t, prefer, (*path, key))
        merged.conflicts += part.conflicts
        if part.value is not ABSENT:
            merged.value[key] = part.value
    if not merged.value and ABSENT in (sides["ours"], sides["theirs"]):
        merged.value = ABSENT  # both took away all that there was
    return merged


def _merge_lists(sides: Mapping[str, Any], prefer: Side, path: Path) -> Merged:
    """Item by item; ours keep their order, and what theirs added follows what it followed there."""
    lists = [[] if side in (ABSENT, None) else side for side in sides.values()]
    named = [{ITEMS[_kind(path)](item): item for item in side} for side in lists]
    order = merged_order(*([*items] for items in named))
    if order is None or any(len(items) != len(side) for items, side in zip(named, lists, strict=True)):
        return Merged(sides[prefer], [path])  # two of one name: only a person knows which is which
    found: dict[str, Any] = {}
    conflicts: list[Path] = []
    for name in order:
        b, o, t = (items.get(name, ABSENT) for items in named)
        part = merge_values(b, o, t, prefer, (*path, name))
        conflicts += part.conflicts
        if part.value is not ABSENT:
            found[name] = part.value
    if _kind(path) in SORTED:
        found = dict(sorted(found.items(), key=lambda item: SORTED[_kind(path)](item[1])))
    return Merged([*found.values()], conflicts)


def merged_order(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any] | None:
    """All names of both sides in one order; None where both sides reordered what they share."""
    common = [name for name in base if name in ours and name in theirs]
    o, t = [name for name in ours if name in common], [name for name in theirs if name in common]
    if o != common and t != common and o != t:
        return None
    first, second = (theirs, ours) if o == common and t != common else (ours, theirs)
    order = list(first)
    for index, name in enumerate(second):
        if name not in order:
            before = next((other for other in reversed(second[:index]) if other in order), None)
            place = order.index(before) + 1 if before is not None else 0
            while place < len(order) and order[place] not in second:
                place += 1  # behind what the other side put there
            order.insert(place, name)
    return order


def _seconds(item: Any) -> float:
    from beatforge.project.problems import Fault
    from beatforge.project.scalars import read_seconds

    try:
        at = item.get("at") if isinstance(item, dict) else None
        return float(read_seconds(Node(0, 0, 0, 0, text=str(at), plain=True)))
    except Fault:
        return 0.0  # `check` finds fault with it


SORTED: Mapping[Path, Callable[[Any], float]] = {("song", "pins", "sections"): _seconds}
"""Lists whose order means nothing but time."""


def _all(kind: type, *values: Any) -> bool:
    return any(isinstance(value, kind) for value in values) and all(
        value is ABSENT or value is None or isinstance(value, kind) for value in values
    )
