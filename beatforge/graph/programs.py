"""Versions of what a step runs besides Python: installed distributions, and programs, which are named `program:NAME`.

In: such a name. Out: its version, and the path that an upgrade replaces. ToolError where it is not there.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from beatforge.errors import ToolError

PROGRAM = "program:"
_SECONDS = 10


def version_of(package: str) -> str:
    """The installed version of a distribution, or the first line of what a program says to `--version`."""
    if package.startswith(PROGRAM):
        return _program_version(package.removeprefix(PROGRAM))
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError as error:
        raise ToolError(f"the package {package} is not installed: pip install {package}") from error


def replaced_by_upgrade(package: str) -> Path | None:
    """The folder or file that another version puts anew; None where it can't be told."""
    if package.startswith(PROGRAM):
        return _found(package.removeprefix(PROGRAM))
    from importlib import metadata

    folder = getattr(metadata.distribution(package), "_path", None)
    return Path(str(folder)) if folder is not None else None


def _program_version(name: str) -> str:
    args = [str(_found(name)), "--version"]
    try:
        done = subprocess.run(
            args, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_SECONDS,
            check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolError(f"{name} --version: {error}") from error
    return (done.stdout.strip() or done.stderr.strip()).partition("\n")[0]


def _found(name: str) -> Path:
    import shutil

    found = shutil.which(name)
    if found is None:
        raise ToolError(f"the program {name} is not on this machine")
    return Path(found).resolve()
