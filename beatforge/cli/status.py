"""`beatforge status`: each target's state, and how much room the project and the store take.

In: a survey, the project's `build/` and the store's own count. Out: text, or JSON. Nothing in the store is walked.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.cli.opening import split_names
from beatforge.cli.session import Session
from beatforge.cli.wording import exact_bytes

if TYPE_CHECKING:
    from beatforge.graph.staleness import Survey


def status(args: argparse.Namespace) -> int:
    """Each target's state, without reasons, and the use of disk."""
    file, _ = split_names(args.project, args.names)
    with Session.open(file, profile=args.profile, sets=args.sets) as session:
        entries, counts, disk = session.survey.entries.values(), _counts(session.survey), _disk(session)
        if args.json:
            rows = [
                {"name": e.target.name, "kind": e.target.kind, "state": e.state, "fresh": e.state != "stale",
                 "places": list(e.target.places.values())}
                for e in entries
            ]  # fmt: skip
            print(json.dumps({"targets": rows, "totals": counts, "disk": disk}, indent=1, ensure_ascii=False))
            return 0
        for entry in entries:
            print(f"{entry.state:8} {entry.target.name}")
        if session.plan() is None:
            print("the song is not listened to yet, so its scenes are not known: beatforge build analysis")
        print(_disk_line(disk))
        print(", ".join(f"{count} {state}" for state, count in counts.items() if count))
    return 0


def _counts(survey: Survey) -> dict[str, int]:
    return {
        "fresh": len(survey.in_state("fresh")),
        "restore": len(survey.in_state("restore")),
        "stale": len(survey.stale),
    }


def _disk(session: Session) -> dict[str, Any]:
    from beatforge.graph.ledger import total

    blobs = {b.digest: b.size for e in session.survey.entries.values() for b in (e.outputs or {}).values()}
    return {
        "build_folder": _bytes_below(session.folder / "build"),
        "store": str(session.store.root),
        "store_bytes": total(session.store.root),
        "store_max": session.settings.store_max,
        "film_in_store": sum(blobs.values()),
    }


def _disk_line(disk: dict[str, Any]) -> str:
    size = "not counted yet" if disk["store_bytes"] is None else exact_bytes(disk["store_bytes"])
    return (
        f"build folder {exact_bytes(disk['build_folder'])}; store {size} of at most {exact_bytes(disk['store_max'])},"
        f" {exact_bytes(disk['film_in_store'])} of it for this film"
    )


def _bytes_below(folder: Path) -> int:
    size, open_folders = 0, [str(folder)]
    while open_folders:
        try:
            with os.scandir(open_folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        open_folders.append(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:
            continue  # not built yet, or cleaned meanwhile
    return size
