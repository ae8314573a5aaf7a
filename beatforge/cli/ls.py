"""`beatforge ls`: what the store still has, by branch and scene; when it was made, how long it took, what it cost."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.cli.wording import in_bytes, in_words

if TYPE_CHECKING:
    from beatforge.past.inventory import Item, Shelf

HERE = "work tree"


def ls(args: argparse.Namespace) -> int:
    """What the store has of the film as it is written now, or of every version that git names."""
    from beatforge.cli.settings import read_settings
    from beatforge.graph.store import Store
    from beatforge.past.inventory import shelves

    file, _ = split_names(args.project, args.names)
    named = _labels(file, args.all_branches)
    found = list(shelves(Store(read_settings().store), named))
    if args.json:
        print(json.dumps(_value(found), indent=1, ensure_ascii=False))
        return 0
    for shelf in found:
        print("\n".join(_lines(shelf)))
    return 0


def _labels(file: Path, everywhere: bool) -> dict[str, list[str]]:
    """Label -> the names of versions that have it; the work tree first."""
    from beatforge.past.label import label_on_disk

    now = label_on_disk(file)
    named: dict[str, list[str]] = {now: [HERE]} if now else {}
    if everywhere:
        from beatforge.past.labels import versions_named

        for name, label in versions_named(file):
            named.setdefault(label, []).append(name)
    return named


def _lines(shelf: Shelf) -> list[str]:
    head = ", ".join(shelf.names)
    if shelf.built_at is None:
        return [f"{head}: never built as a whole with this store"]
    kind = "" if shelf.scope == "standard" else f" as {shelf.scope}"
    lines = [f"{head}: built {_time(shelf.built_at)}{kind}, {len(shelf.there)} of {len(shelf.items)} targets are there"]
    width = max((len(item.name) for item in shelf.items), default=0)
    return lines + [f"  {_told(item, width)}" for item in shelf.items]


def _told(item: Item, width: int) -> str:
    if not item.is_there:
        return f"{item.name:{width}}  gone; a build makes it again"
    made = _time(item.made_at) if item.made_at is not None else "?"
    took = f"took {in_words(item.seconds)} ({in_words(item.cpu_seconds)} of CPU)"
    return f"{item.name:{width}}  {in_bytes(item.bytes):>7}  made {made}, {took}, ${item.usd:.2f}"


def _value(found: list[Shelf]) -> dict[str, Any]:
    versions = [
        {"names": list(shelf.names), "label": shelf.label, "profile": shelf.scope or None, "built_at": shelf.built_at,
         "targets": [_row(item) for item in shelf.items]}
        for shelf in found
    ]  # fmt: skip
    there = [item for shelf in found for item in shelf.there]
    return {
        "versions": versions,
        "totals": {"there": len(there), "gone": sum(len(shelf.items) for shelf in found) - len(there)},
    }


def _row(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "kind": item.name.partition("/")[0],
        "state": "there" if item.is_there else "gone",
        "bytes": item.bytes,
        "made_at": item.made_at,
        "seconds": round(item.seconds, 3),
        "cpu_seconds": round(item.cpu_seconds, 3),
        "usd": item.usd,
    }


def _time(seconds: float) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
