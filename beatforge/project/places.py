"""Where our own data lies: `config`, `schemas`, `templates`, in a checkout as well as in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_dir(name: str) -> Path:
    """The folder of this name; a wheel carries it inside the package, a checkout beside it."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def module_names(*folder: str) -> tuple[str, ...]:
    """Names of the modules in a folder of the package, those for inner use left out."""
    found = _PACKAGE.joinpath(*folder).glob("*.py")
    return tuple(sorted(path.stem for path in found if not path.stem.startswith("_")))
