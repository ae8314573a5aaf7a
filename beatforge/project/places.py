"""Where our own data lies: `config`, `schemas`, `templates`, in a checkout as well as in an installed wheel."""

from __future__ import annotations

import re
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


def module_words(constant: str, *folder: str) -> dict[str, tuple[str, ...]]:
    """For each module in a folder of the package the words of a constant, read as text: nothing is imported."""
    import ast  # a build with nothing to do loads this file, and no syntax trees

    said = re.compile(rf"^{constant}(?:: [^=\n]+)? = (\([^)]*\))", re.MULTILINE)
    words = {}
    for name in module_names(*folder):
        found = said.search(_PACKAGE.joinpath(*folder, f"{name}.py").read_text(encoding="utf-8"))
        words[name] = tuple(ast.literal_eval(found[1])) if found else ()
    return words
