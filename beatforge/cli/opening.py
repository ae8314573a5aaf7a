"""Which project a command is about: named with -C, named first among the arguments, or found from here upwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from beatforge.errors import UsageError

FILE = "project.yaml"


def find_project(named: str | None, required: bool = True) -> Path | None:
    """The project file; UsageError if there is none and one is required."""
    if named:
        path = Path(named)
        if path.is_dir():
            path = path / FILE
        if not path.is_file():
            raise UsageError(f"{path}: no such project file; `beatforge new {path.parent}` starts one")
        return path.absolute()
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / FILE).is_file():
            return folder / FILE
    if required:
        raise UsageError(
            f"no {FILE} here or in a folder above; name a project folder, or start one: beatforge new FOLDER"
        )
    return None


def split_names(named: str | None, names: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
    """The project file and the names of targets: a first name that is a project folder or file is the project."""
    if not named and names and _is_project(names[0]):
        named, names = names[0], names[1:]
    path = find_project(named, required=not names)
    if path is None:
        raise UsageError(f'"{names[0]}" is no project folder, and there is no {FILE} here or in a folder above')
    return path, tuple(names)


def _is_project(name: str) -> bool:
    """Whether a name means a project: it holds one, or is a file or folder that ought to be one."""
    path = Path(name)
    return (path / FILE).is_file() or path.suffix in (".yaml", ".yml") or (path.is_dir() and not _is_target(name))


def _is_target(name: str) -> bool:
    return name.split("/")[0] in ("scene", "transition", "film", "clip", "gate")
