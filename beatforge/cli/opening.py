"""Which project a command is about: named with -C, named first among the arguments, or found from here upwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from beatforge.errors import UsageError

FILE = "project.yaml"


def find_project(named: str | None, required: bool = True) -> Path | None:
    """The project file; UsageError if there is none and one is required."""
    path = _found(named, required)
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{path}: this path is not UTF-8; give the folder another name") from error
    return path


def _found(named: str | None, required: bool) -> Path | None:
    if named:
        path = Path(named)
        try:
            path = path / FILE if path.is_dir() or not path.suffix else path
            is_there = path.is_file()
        except OSError as error:
            raise UsageError(f"{named[:80]}: {error.strerror}") from error
        if not is_there:
            import shlex

            start = f"`beatforge new {shlex.quote(str(path.parent))}` starts one"
            raise UsageError(f"{path}: no such project file; {_other_file(path.parent) or start}")
        return path.absolute()
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / FILE).is_file():
            return folder / FILE
    if required:
        start = "name a project folder, or start one: beatforge new FOLDER"
        raise UsageError(f"no {FILE} here or in a folder above; {_other_file(Path.cwd()) or start}")
    return None


def split_names(named: str | None, names: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
    """The project file and the names of targets: a first name that is a project folder or file is the project."""
    if not named and names and _is_project(names[0]):
        named, names = names[0], names[1:]
    path = find_project(named, required=not names)
    if path is None:
        raise UsageError(f'"{names[0]}" is no project folder, and there is no {FILE} here or in a folder above')
    return path, tuple(names)


def song_or_project(named: str | None) -> tuple[Path, bool]:
    """An audio file, or the project that is named or found from here upwards; and whether it is a project."""
    path = Path(named or "")
    if named and not (path.is_dir() or path.suffix in (".yaml", ".yml")):
        return path, False
    file = find_project(named)
    assert file
    return file, True


def _is_project(name: str) -> bool:
    """Whether a name means a project: it holds one, or is a file or folder that ought to be one."""
    path = Path(name)
    if name.endswith(("/", "\\")) or len(name) > 1000:
        return True
    return (path / FILE).is_file() or path.suffix in (".yaml", ".yml") or (path.is_dir() and not _is_target(name))


def _other_file(folder: Path) -> str:
    """What to do where the project file may have been renamed."""
    found = [path for path in sorted(folder.glob("*.y*ml")) if path.is_file() and _is_like_a_project(path)]
    return f"is it {found[0]}? name the file itself" if found else ""


def _is_like_a_project(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    return b"\nversion:" in b"\n" + start and (b"\nsong:" in start or b"\nmashup:" in start)


def _is_target(name: str) -> bool:
    return name.split("/")[0] in ("scene", "transition", "film", "clip", "gate")
