"""The rooms and their doors: imports go one way, planning is pure, start-up is light, names are typed once."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import beatforge
from beatforge.project.library import load_library

PACKAGE = Path(beatforge.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "errors": {"project"},  # for the type of a problem only
    "graph": set(),
    "song": set(),
    "project": {"song"},
    "mix": {"song"},
    "mashup": {"mix", "project", "song"},
    "film": {"graph", "mashup", "mix", "project", "song"},
    "picture": {"film", "project"},
    "deliver": {"film", "mix", "picture", "song"},
    "persona": {"film", "mix", "picture", "project", "song"},
    "past": {"film", "graph", "mashup", "project", "song"},
    "cli": {"graph", "project", "song", "mashup", "mix", "film", "picture", "deliver", "past", "persona"},
}
"""Room -> the rooms it may import from, besides itself and the errors."""

IMPURE = {"os", "time", "random", "subprocess", "threading", "datetime", "tempfile", "shutil", "socket", "glob"}
HEAVY = {
    "numpy",
    "av",
    "librosa",
    "scipy",
    "llvmlite",
    "pydantic",
    "yaml",
    "ruamel",
    "doit",
    "rich",
    "PIL",
    "sqlite3",
    "cv2",
    "python_stretch",
    "demucs",
    "torch",
    "whisper",
    "numba",
    "chromadb",
    "pysubs2",
    "beat_this",
}


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    seen = {name.split(".")[1] for name in imports_of(path) if name.startswith("beatforge.")}
    assert seen - {room, "errors"} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", sorted((PACKAGE / "film").rglob("*.py")), ids=lambda path: path.name)
def test_planning_knows_no_files_clocks_processes_or_chance(path: Path) -> None:
    assert not IMPURE & {name.split(".")[0] for name in imports_of(path)}
    calls = {_called(node) for node in ast.walk(ast.parse(path.read_text()))}
    assert not calls & {"open", "print", "input"}


def test_names_of_styles_and_palettes_are_typed_in_config_only() -> None:
    library = load_library()
    names = {*library.styles, *library.palettes, *library.platforms, *library.tiers}
    names -= {"day", "night", "garden", "haze", "basic", "standard", "square", "4k"}  # words for other things too
    defaults = PACKAGE / "project" / "known.py"
    for path in MODULES:
        if path != defaults:
            words = {_said(node) for node in ast.walk(ast.parse(path.read_text()))}
            assert not words & names, path


@pytest.mark.parametrize("args", [["--help"], ["build", "--help"], ["library", "match", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"import sys\nsys.argv = ['beatforge', *{args}]\nfrom beatforge.cli.main import main\n"
    code += "try: main()\nexcept SystemExit: pass\nprint('LOADED', *{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.rpartition("LOADED")[2].split())


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _said(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
