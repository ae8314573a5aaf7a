"""The way out for a build with nothing to do: stats only.

In: the stat of every file that a fresh survey rested on, and a summary to show. Out: that summary again, for as long
as all of them are unchanged. Imports nothing heavy, because this is all that a no-op build loads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.graph.files import Signature, signature

if TYPE_CHECKING:
    from beatforge.graph.staleness import Survey
    from beatforge.graph.store import Store

FORMAT = 1
GONE = Signature(-1, 0, 0, 0)  # for a file that must not appear


def snapshot_path(project: Path, request: Any) -> Path:
    """Where the snapshot of this request is kept; a request is what the command line asked for, as JSON values."""
    text = json.dumps(request, sort_keys=True)
    return project / ".beatforge" / "fresh" / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.json"


def signatures_now(paths: Iterable[str | Path]) -> dict[str, Signature] | None:
    """Stats of files about to be read, GONE for absent ones; None while one is too young to be told from a later self.

    Take them before reading: an edit in between must show.
    """
    now_ns = time.time_ns()
    found: dict[str, Signature] = {}
    for path in paths:
        try:
            found[str(path)] = signature(path)
        except OSError:
            found[str(path)] = GONE
    return found if all(s == GONE or s.rests_at_ns < now_ns for s in found.values()) else None


def survey_signatures(survey: Survey, store: Store) -> dict[str, Signature] | None:
    """Stats of all that a fresh survey rested on; None when it was not fresh, or files are too young."""
    from beatforge.graph.programs import replaced_by_upgrade
    from beatforge.graph.target import Source

    if not survey.is_fresh:
        return None
    files, project = survey.trace.files, survey.trace.project
    found: dict[str, Signature | None] = {}
    roots: set[tuple[str, ...]] = set()
    packages: set[str] = set()
    for entry in survey.entries.values():
        target, outputs = entry.target, entry.outputs or {}
        for i in target.inputs:
            if isinstance(i, Source):
                found[str(project / i.path)] = files.trusted(project / i.path)
        for name in target.outputs:
            blob = store.blob_path(outputs[name].digest)
            if name in target.places:
                place = project / target.places[name]
                found[str(place)] = files.trusted(place)
                found[str(blob)] = signature(blob)  # only its being there counts, the place is what was read
            else:
                found[str(blob)] = files.trusted(blob)
        roots.add(target.roots)
        packages.update(target.packages)
    plain: set[Path] = {folder for package in packages if (folder := replaced_by_upgrade(package))}
    for root in roots:  # many targets share a few
        found.update(survey.code.trusted(root))
        plain.update(survey.code.folders(root))
    around = signatures_now(plain)
    if around is None or None in found.values():
        return None
    return {**around, **{path: s for path, s in found.items() if s is not None}}


def save(path: Path, signatures: Mapping[str, Signature], summary: Mapping[str, Any]) -> None:
    """Keep these stats and the summary; written whole or not at all, as on a full disk: it only saves time."""
    data = {
        "format": FORMAT,
        "paths": list(signatures),
        "stats": [number for s in signatures.values() for number in s],
        "summary": dict(summary),
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


def is_current(path: Path) -> dict[str, Any] | None:
    """The summary, if every file is as it was; else None, and the full way has to be gone."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            return None
        numbers = iter(data["stats"])
        stat = os.stat
        for name, size, mtime, ctime, inode in zip(data["paths"], numbers, numbers, numbers, numbers, strict=True):
            try:
                s = stat(name)
            except OSError:
                if size == GONE.size:
                    continue
                return None
            if s.st_size != size or s.st_mtime_ns != mtime or s.st_ctime_ns != ctime or s.st_ino != inode:
                return None
        summary: dict[str, Any] = data["summary"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return summary
