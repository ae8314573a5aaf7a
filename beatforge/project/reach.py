"""What a project may read: what lies in its folder, and in folders that the user allowed.

In: a path as the project has it, its folder and the allowed folders. Out: the path to open, or the fault and the ways
out. Links are followed before judging, so a link inside a project reaches no further than a written path. Nothing is
opened here, and a project can allow itself nothing: what is allowed comes from the user's own settings.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from beatforge.project.places import data_dir
from beatforge.project.problems import Fault

PERSONAS = "personas"
"""The folder of personas, in `config/` and in a project."""


def may_read(path: Path, folder: Path, allowed: Sequence[Path] = ()) -> bool:
    """Whether the path, links followed, lies in the project's folder or in an allowed one."""
    real = real_path(path)
    return any(real.is_relative_to(real_path(home)) for home in (folder, *allowed))


def real_path(path: Path) -> Path:
    """The path with its links followed; one that goes in circles ends where the circle begins."""
    return Path(os.path.realpath(path))


def reached(asked: str, folder: Path, allowed: Sequence[Path] = ()) -> tuple[str, Path]:
    """What the project names: as it is written from the project folder (or whole, elsewhere), and the path to open."""
    name = _name(asked)
    path, is_whole = folder / name, name.startswith("/") or Path(name).is_absolute()
    try:
        real, home = real_path(path), real_path(folder)
        is_allowed = may_read(path, folder, allowed)
    except (OSError, ValueError, RuntimeError) as error:
        raise Fault("BF050", f'"{asked}" can\'t be a file name: {error}') from error
    if is_whole and real.is_relative_to(home):
        hint = f"a project that moves keeps its song: {real.relative_to(home).as_posix()}"
        raise Fault("BF051", f'"{asked}" does not start in the project folder', hint)
    if not is_allowed:
        verb = "does not start in" if is_whole else "leaves"
        raise Fault("BF051", f'"{asked}" {verb} the project folder', ways_out(real.parent))
    return name, path


def ways_out(folder: Path) -> str:
    """What a user can do about a file in a folder that is not allowed."""
    return f"copy it into the project, or allow its folder: beatforge allow {shlex.quote(str(folder))}"


def own_styles(folder: Path, allowed: Sequence[Path] = ()) -> list[Path]:
    """The files of the project's own styles, sorted; none where the folder is a link that leads out."""
    styles = folder / "styles"
    if styles.is_symlink() and not may_read(styles, folder, allowed):
        return []
    found = (path for suffix in ("yaml", "yml") for path in styles.glob(f"*.{suffix}"))
    return sorted(path for path in found if not path.name.startswith("."))  # those are editors' and Mac's own


def persona_files(folder: Path | None = None, allowed: Sequence[Path] = ()) -> dict[str, Path]:
    """Every persona's file by its id; the project's own win over shipped ones."""
    files = sorted((data_dir("config") / PERSONAS).glob("*.yaml"))
    if folder is not None and may_read(folder / PERSONAS, folder, allowed):
        files += sorted(path for path in (folder / PERSONAS).glob("*.yaml") if not path.name.startswith("."))
    return {path.stem.replace("-", "_"): path for path in files}


def _name(asked: str) -> str:
    """The path as it is called from here on, with forward slashes; `~` is the user's home."""
    if PureWindowsPath(asked).drive and os.name != "nt":
        raise Fault("BF051", f'"{asked}" does not start in the project folder', "copy it into the project")
    inner = PurePosixPath(asked.replace("\\", "/"))
    return Path(inner).expanduser().as_posix() if inner.parts[:1] == ("~",) else inner.as_posix()
