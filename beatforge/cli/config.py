"""`beatforge config`: the user's settings, each with its value and where that comes from."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from typing import Any

from beatforge.cli.settings import LibrarySettings, Settings, read_settings, settings_path


def config(args: argparse.Namespace) -> int:
    """Show the file's place and every setting; raises what is wrong with the file."""
    settings, path = read_settings(), settings_path()
    if args.json:
        rows = {key: {"value": value, "origin": _origin(settings, key)} for key, value, _ in _rows(settings)}
        print(json.dumps({"file": str(path), "exists": path.is_file(), "settings": rows}, indent=1, ensure_ascii=False))
        return 0
    print(f"{path}" + ("" if path.is_file() else " (not there; write it to change a setting)"))
    for key, _, text in _rows(settings):
        first, *more = text.split("\n")
        print(f"  {key + ':':11} {first}  ({_origin(settings, key)})")
        for line in more:
            print(f"  {'':11} {line}")
    return 0


def _rows(settings: Settings) -> Iterator[tuple[str, Any, str]]:
    """Key, value as JSON, and value as a person writes or reads it."""
    from beatforge.cli.wording import in_bytes
    from beatforge.graph.store import default_root

    store = str(settings.store or default_root())
    jobs = settings.jobs or os.cpu_count() or 1
    folders = [str(folder) for folder in settings.allow]
    yield "store", store, store
    yield "store_max", settings.store_max, in_bytes(settings.store_max)
    yield "jobs", jobs, str(jobs) if settings.jobs else f"one per core, {jobs}"
    yield "allow", folders, "\n".join(folders) or "nothing outside a project's own folder"
    yield "library", _library(settings.library), "\n".join(f"{k}: {v}" for k, v in _library(settings.library).items())


def _library(library: LibrarySettings) -> dict[str, Any]:
    """Where the library is, and what is set of it."""
    from beatforge.mashup.library.shelf import library_root

    embedder = str(library.embedder) if library.embedder else None
    said = {
        "embedder": embedder,
        "min_score": library.min_score,
        "num_candidates": library.num_candidates,
        "weights": dict(library.weights),
    }
    return {
        "path": str(library.path or library_root()),
        **{name: value for name, value in said.items() if value or value == 0},
    }


def _origin(settings: Settings, key: str) -> str:
    return settings.origins.get(key, "default")
