"""Paths spelled as every system spells them, so that a project found on one is found on all.

In: a path as the project has it. Out: nothing, or a Fault that names the right spelling: `/` and never `\\`, capitals
as the file has them (macOS and Windows do not care, Linux does), accents in the file's own Unicode form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from beatforge.project.problems import Fault, advice

RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
"""Names that Windows keeps for devices, whatever their suffix and capitals."""


def check_spelling(asked: str, folder: Path) -> None:
    """Refuse a path from `folder` that only some systems would find; a file that is nowhere is no matter here."""
    if "\\" in asked:
        forward = asked.replace("\\", "/")
        raise Fault("BF053", f'"{asked}" has Windows separators', f"write {_true(forward, folder) or forward}")
    true = _true(asked, folder)
    if true is None or true == PurePosixPath(asked).as_posix():
        return
    if unicodedata.normalize("NFC", true) == unicodedata.normalize("NFC", asked):
        form = "combined" if unicodedata.is_normalized("NFD", true) else "single"
        text = f'the file\'s name has its accents as {form} characters, "{asked}" has not'
        raise Fault("BF053", text, "they look alike; rename the file, or copy its name from a listing")
    raise Fault("BF053", f'"{asked}" has other capitals than the file', f"write {true}")


def likely_path(asked: str, folder: Path, suffixes: Sequence[str]) -> str:
    """A hint that names the file which was probably meant: of that name in another folder, or near in spelling."""
    parent, name = (folder / asked).parent, Path(asked).name
    for place in (folder, *_folders(folder)):
        if name in _files(place, suffixes):
            return f'did you mean "{(place / name).relative_to(folder).as_posix()}"?'
    here = _files(parent, suffixes)
    return advice(name, here) if here else ""


def _true(asked: str, folder: Path) -> str | None:
    """The path as the folders list it, if it is there up to capitals and accents."""
    parts: list[str] = []
    for part in PurePosixPath(asked).parts:
        names = [part] if part == ".." else _names(folder.joinpath(*parts))
        found = part if part in names else next((name for name in names if _folded(name) == _folded(part)), None)
        if found is None:
            return None
        parts.append(found)
    return "/".join(parts) or "."


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _names(folder: Path) -> list[str]:
    """What the folder holds; nothing where it can't be looked into."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []


def _files(folder: Path, suffixes: Sequence[str]) -> list[str]:
    return [name for name in _names(folder) if Path(name).suffix.lower() in suffixes and (folder / name).is_file()]


def _folders(folder: Path) -> list[Path]:
    """Folders directly inside, links and hidden ones left out."""
    inside = (folder / name for name in _names(folder) if not name.startswith("."))
    return [path for path in inside if path.is_dir() and not path.is_symlink()]
