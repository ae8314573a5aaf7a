"""Copies of the program, so that a test can edit its code without touching the real one."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import beatforge
from beatforge.cli.session import Session
from tests.projects import run

ROOT = Path(beatforge.__file__).parent.parent


def copy_tree(folder: Path) -> Path:
    """The package with its config, as it is in a checkout."""
    for name in ("beatforge", "config", "schemas", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    return folder


def stale_in(tree: Path, file: Path, *args: str) -> list[str]:
    """Names of what the program in `tree` would make, in its order."""
    done = run("plan", str(file), "--json", *args, tree=tree)
    assert done.returncode == 0, done.stderr
    return [row["name"] for row in json.loads(done.stdout)["targets"] if not row["fresh"]]


def modules_in(tree: Path) -> list[Path]:
    """Its source files."""
    return sorted((tree / "beatforge").rglob("*.py"))


def change_literal(path: Path) -> str:
    """Another value for one of the file's numbers; the line that was changed."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for node in _literals(ast.parse("\n".join(lines))):
        row = node.lineno - 1
        line = lines[row].encode()
        assert node.end_col_offset is not None
        changed = line[: node.col_offset] + repr(node.value + 1).encode() + line[node.end_col_offset :]
        lines[row] = changed.decode()
        path.write_text("\n".join(lines), encoding="utf-8")
        return lines[row]
    raise AssertionError(f"{path} has no number")


def change_comments(path: Path) -> None:
    """Another docstring for everything that has one, comments, blank lines, and the line ends of Windows."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for node in sorted(_docstrings(ast.parse(text)), key=lambda node: -(node.end_lineno or 0)):
        assert node.end_lineno and node.end_col_offset
        row = lines[node.end_lineno - 1].encode()
        end = node.end_col_offset - 3
        assert row[end : end + 3] == b'"""', (path, node.lineno)
        lines[node.end_lineno - 1] = (row[:end] + b" Said otherwise." + row[end:]).decode()
    body = "\n".join(["# a remark", "", *lines, "", "# another"])
    path.write_bytes(body.replace("\n", "\r\n").encode())


def motifs_of(file: Path) -> dict[str, str]:
    """Scene target -> the motif it shows."""
    with Session.open(file) as session:
        plan = session.plan()
        assert plan
        return {f"scene/{scene.id}": scene.shot.look.motif for scene in plan.scenes}


def _literals(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1):
            yield node


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            for statement in node.body:
                value = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value
