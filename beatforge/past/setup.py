"""What a repository needs so that git merges project files by key: a driver in its own configuration, and attributes.

In: a project folder. Out: what was written, line by line, for the user to read. Only the repository's own `.git/config`
and the `.gitattributes` beside the project file are touched, and only where they lack something.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from beatforge.past.git import GitError, require_repository, run

SECTION = "merge.beatforge"
ATTRIBUTES = ("project.yaml merge=beatforge", "styles/*.yaml merge=beatforge", "beatforge.lock merge=beatforge")


def driver() -> dict[str, str]:
    """The driver's configuration: this very installation, by its full path, since git may be run from anywhere."""
    program = f"{shlex.quote(Path(sys.executable).as_posix())} -P -m beatforge"
    return {
        f"{SECTION}.name": "beatforge merges project files by key",
        f"{SECTION}.driver": f"{program} merge-file --marker-size %L %O %A %B %P",
        f"{SECTION}.recursive": "text",
    }


def set_up(folder: Path) -> list[str]:
    """Write what is missing; what was written."""
    require_repository(folder)
    said = []
    for name, value in driver().items():
        if _configured(folder, name) != value:
            run(folder, "config", "--local", name, value)
            said.append(f".git/config: {name} = {value}")
    return said + _add_attributes(folder / ".gitattributes")


def undo(folder: Path) -> list[str]:
    """Take the driver out of the repository's configuration; what was taken out."""
    require_repository(folder)
    if not any(_configured(folder, name) for name in driver()):
        return []
    run(folder, "config", "--local", "--remove-section", SECTION)
    return [f".git/config: {SECTION} is gone; its lines in .gitattributes do nothing without it and may stay"]


def _configured(folder: Path, name: str) -> str:
    try:
        return run(folder, "config", "--local", "--get", name).decode().removesuffix("\n")
    except GitError:
        return ""


def _add_attributes(file: Path) -> list[str]:
    text = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else ""
    there = {tuple(line.split()) for line in text.splitlines()}
    missing = [line for line in ATTRIBUTES if tuple(line.split()) not in there]
    if missing:
        text += "\n" if text and not text.endswith("\n") else ""
        file.write_bytes((text + "".join(f"{line}\n" for line in missing)).encode("utf-8", "surrogateescape"))
    return [f"{file.name}: {line}" for line in missing]
