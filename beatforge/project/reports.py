"""Problems in the formats that other programs read: JSON, GitHub's annotations, SARIF 2.1.0.

In: problems, notes (which are no faults), and where the project folder lies as the reader sees it. Out: one text.
Positions count from 1; columns are characters, and an end is exclusive, in all three.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from beatforge.project.codes import CODES
from beatforge.project.problems import Problem

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(problems: Sequence[Problem], notes: Sequence[Problem], folder: str) -> str:
    """`{"problems": [{"file", "line", "column", "code", "message", ..}], "notes": [..]}`, files from the project."""
    value = {"problems": [one.to_value() for one in problems], "notes": [one.to_value() for one in notes]}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def as_github(problems: Sequence[Problem], notes: Sequence[Problem], folder: str) -> str:
    """Workflow commands, one a line, that GitHub shows beside the lines they are about."""
    lines = [_command("error", one, folder) for one in problems] + [_command("notice", one, folder) for one in notes]
    return "".join(line + "\n" for line in lines)


def as_sarif(problems: Sequence[Problem], notes: Sequence[Problem], folder: str) -> str:
    """A log with one run, for GitHub's code scanning and for editors."""
    rules = [{"id": code, "shortDescription": {"text": text}} for code, text in CODES.items()]
    results = [_result(one, "error", folder) for one in problems] + [_result(one, "note", folder) for one in notes]
    tool = {"driver": {"name": "beatforge", "rules": rules}}
    run = {"tool": tool, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


FORMATS: Final[Mapping[str, Callable[[Sequence[Problem], Sequence[Problem], str], str]]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def _command(level: str, problem: Problem, folder: str) -> str:
    said = {"file": _path(problem, folder), "title": problem.code}
    if problem.line:
        said |= {"line": str(problem.line), "col": str(problem.column), "endColumn": str(problem.end_column - 1)}
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in said.items())
    return f"::{level} {properties}::{_escaped(_words(problem))}"


def _escaped(text: str, more: str = "") -> str:
    """The text as a workflow command carries it: percent signs, line ends and separators as their codes."""
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


def _result(problem: Problem, level: str, folder: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(_path(problem, folder))}}
    if problem.line:
        place["region"] = {
            "startLine": problem.line, "startColumn": problem.column, "endColumn": problem.end_column
        }  # fmt: skip
    return {
        "ruleId": problem.code,
        "ruleIndex": [*CODES].index(problem.code),
        "level": level,
        "message": {"text": _words(problem)},
        "locations": [{"physicalLocation": place}],
    }


def _path(problem: Problem, folder: str) -> str:
    """The file as the reader of the report finds it."""
    return f"{folder}/{problem.file}" if folder not in ("", ".") else problem.file


def _words(problem: Problem) -> str:
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message
