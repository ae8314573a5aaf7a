"""The memory of a build with nothing to do: which files it rested on, and what it said.

`watched` lists what planning reads (project, config, own styles, our code); the engine adds inputs, results and store.
Stats are taken before anything is read, so an edit in between shows. Imports nothing heavy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.graph.snapshot import is_current, save, signatures_now, snapshot_path, survey_signatures
from beatforge.project.places import data_dir

if TYPE_CHECKING:
    from beatforge.cli.session import Session
    from beatforge.cli.settings import Settings

PLACES = (
    "BEATFORGE_CONFIG", "BEATFORGE_STORE", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "USERPROFILE", "LOCALAPPDATA",
)  # fmt: skip
"""What in the environment decides where the user's settings and store are."""

_PACKAGE = Path(__file__).resolve().parent.parent


def recall(file: Path, profile: str, sets: Sequence[str]) -> dict[str, Any] | None:
    """What the last build of this request said, if nothing it rested on has changed since."""
    return is_current(snapshot_path(file.parent, _request(file, profile, sets)))


def remember(session: Session) -> None:
    """Keep that nothing is stale, unless a file is too young to be told from a later self."""
    if session.read is None:
        return
    from beatforge.past.lock import lock_file

    session.forget_survey()
    signatures = survey_signatures(session.survey, session.store)
    lock = lock_file(session.file)
    session.trace.files.settle([lock])  # it may have been written a moment ago
    beside = signatures_now([lock, *_stem_folders(session)])
    if signatures is None or beside is None:
        return
    summary = {"targets": list(session.survey.entries)}
    path = snapshot_path(session.folder, _request(session.file, session.scope, session.sets))
    save(path, {**signatures, **beside, **session.read}, summary)


def watched(file: Path) -> tuple[Settings, dict[str, Any] | None]:
    """The user's settings, and stats of all that loading and planning read; None while one of them is too young."""
    from beatforge.cli.settings import read_settings, settings_path
    from beatforge.project.reach import PERSONAS, own_styles, persona_files

    first = signatures_now([settings_path()])
    settings = read_settings()
    paths: list[str | Path] = [file, file.parent / "styles", *own_styles(file.parent, settings.allow)]
    paths += [file.parent / PERSONAS, *persona_files(file.parent, settings.allow).values()]
    for folder in (_PACKAGE, data_dir("config")):
        paths.append(folder)
        for parent, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in ("__pycache__", "_data") and name[0] != "."]
            paths += [os.path.join(parent, name) for name in (*folders, *names)]  # noqa: PTH118 - a hot path
    rest = signatures_now(paths)
    return settings, None if first is None or rest is None else {**first, **rest}


def _stem_folders(session: Session) -> list[Path]:
    """Folders in which another file would be another stem."""
    specs = [song.stems for song in session.project.songs.values() if song.stems]
    return [session.folder / spec.folder.folder for spec in specs if spec.folder]


def _request(file: Path, profile: str, sets: Sequence[str]) -> dict[str, Any]:
    """What was asked, and of what: a copied folder, or another installation, has files of its own to look at."""
    return {
        "file": str(file),
        "profile": profile,
        "sets": list(sets),
        "places": [os.environ.get(name, "") for name in PLACES],
        "program": [str(_PACKAGE), sys.prefix],
    }
