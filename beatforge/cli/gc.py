"""`beatforge gc`: the store within its cap, without what films in use need.

In: the user's cap or `--max`, and the projects that ever finished a film here. Out: what went, or would go, by project
and target. Films in use are those of the projects as they are now, and of every tag, branch and worktree of their git.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import FILE
from beatforge.cli.wording import exact_bytes, in_words
from beatforge.errors import DONE, UsageError

if TYPE_CHECKING:
    from beatforge.graph.gc import Collected
    from beatforge.graph.manifests import Manifest
    from beatforge.graph.store import Store

SPARE = 0.9  # gc on its own leaves room, so that the next builds need none
REGROWN = 0.05  # of the cap: what may come before it tries again where it could not get below


def gc(args: argparse.Namespace) -> int:
    """Bring the store within its cap, or say what that would take."""
    from beatforge.cli.settings import read_settings
    from beatforge.graph.gc import collect, owners
    from beatforge.graph.manifests import every
    from beatforge.graph.store import Store

    settings = read_settings()
    cap = settings.store_max if args.max is None else read_size(args.max)
    store = Store(settings.store)
    whose = owners(every(store))  # before the manifests of what goes are forgotten
    done = collect(store, cap, lambda: films_in_use(store), dry_run=args.dry_run, on_wait=_say_wait)
    assert done is not None
    if args.json:
        print(json.dumps(_as_json(store, done, whose, args.dry_run), indent=1, ensure_ascii=False))
    else:
        print("\n".join(_lines(store, done, whose, args.dry_run)))
    return DONE


def collect_if_over(store: Store, cap: int) -> Collected | None:
    """gc at the end of a build that made something: only where the store has outgrown its cap, and never in the way."""
    from beatforge.graph.gc import collect
    from beatforge.graph.ledger import total

    size = total(store.root)
    if size is not None and (size <= cap or size <= _could_not(store, cap)):
        return None
    done = collect(store, cap, lambda: films_in_use(store), aim=round(cap * SPARE), wait=False)
    if done is not None:
        note = store.root / "gc.json"
        note.write_text(json.dumps({"cap": cap, "after": done.after}), encoding="utf-8")
    return done


def films_in_use(store: Store) -> tuple[Manifest, ...]:
    """Manifests of what known projects are now, and of the tags, branches and worktrees of their repositories."""
    from beatforge.graph.manifests import every
    from beatforge.past.label import label_on_disk
    from beatforge.past.labels import labels_in_repository

    known = every(store)
    labels: set[str] = set()
    used: list[Manifest] = []
    for project in sorted({manifest.project for manifest in known}):
        file = Path(project) / FILE if Path(project).is_dir() else Path(project)
        if file.is_file():
            labels |= labels_in_repository(file.parent)
            used += _newest_of([m for m in known if m.project == project], label_on_disk(file))
    return tuple({id(m): m for m in (*used, *(m for m in known if m.label in labels))}.values())


def read_size(text: str) -> int:
    """Bytes of "20G", "500M" or "1.5T"; UsageError for anything else."""
    from beatforge.cli.settings_file import read_bytes
    from beatforge.project.problems import Fault

    try:
        return read_bytes(text or "nothing")
    except Fault as fault:
        raise UsageError(f"--max: {fault.text}; {fault.hint}") from fault


def over_line(done: Collected) -> str:
    """What to say where films in use alone are larger than the cap."""
    return (
        f"films in use alone need {exact_bytes(done.rooted)}, more than the cap of {exact_bytes(done.cap)}; none was"
        " removed: raise store_max in your settings, or remove projects, branches or tags you are done with"
    )


def _newest_of(manifests: Iterable[Manifest], label: str | None) -> Iterable[Manifest]:
    """Of each scope what the project is now, else, where that was not built yet, its newest film."""
    by_scope: dict[str, Manifest] = {}
    for manifest in manifests:  # newest first
        known = by_scope.setdefault(manifest.scope, manifest)
        if manifest.label == label and known.label != label:
            by_scope[manifest.scope] = manifest
    return by_scope.values()


def _could_not(store: Store, cap: int) -> int:
    """Up to which size another try would change nothing."""
    try:
        note = json.loads((store.root / "gc.json").read_bytes())
        return int(note["after"] + cap * REGROWN) if note["cap"] == cap and note["after"] > cap else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _lines(store: Store, done: Collected, whose: Mapping[str, Manifest], dry_run: bool) -> Iterable[str]:
    verb = "would remove" if dry_run else "removed"
    for row in _rows(done, whose):
        used = in_words(max(0.0, time.time() - row["used_at"]))
        whose_it_is = row["project"] or "an unknown project"
        yield f"{verb} {row['target']} of {whose_it_is}, {exact_bytes(row['bytes'])}, used {used} ago"
    if done.orphans:
        yield f"{verb} {done.orphans} files that belong to no result"
    freed = done.before - done.after
    size = f"{exact_bytes(done.after)} of at most {exact_bytes(done.cap)}"
    if not freed:
        yield f"nothing to remove; the store at {store.root} holds {size}"
    else:
        yield f"{verb} {exact_bytes(freed)}; the store at {store.root} {'would hold' if dry_run else 'holds'} {size}"
    if done.is_over and done.rooted > done.cap:
        yield over_line(done)
    elif done.is_over:
        yield "it stays larger than its cap: the rest is in use by running builds, or too young to be removed"


def _as_json(store: Store, done: Collected, whose: Mapping[str, Manifest], dry_run: bool) -> dict[str, Any]:
    return {
        "store": str(store.root),
        "dry_run": dry_run,
        "max": done.cap,
        "before": done.before,
        "after": done.after,
        "in_use": done.rooted,
        "removed": _rows(done, whose),
        "orphans": done.orphans,
    }


def _rows(done: Collected, whose: Mapping[str, Manifest]) -> Sequence[dict[str, Any]]:
    rows = []
    for gone in done.gone:
        owner = whose.get(gone.key)
        names = [name for name, key in owner.keys.items() if key == gone.key] if owner else []
        rows.append(
            {"key": gone.key, "target": names[0] if names else gone.target or "a damaged record",
             "project": owner.project if owner else None, "bytes": gone.bytes, "used_at": round(gone.used_at, 3)}
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["project"] or "", row["target"], row["used_at"]))


def _say_wait() -> None:
    print("waiting for another gc of this store", file=sys.stderr, flush=True)
