"""Where a scene that the file says nothing about yet is put: among the others, in the order of their selectors.

Two branches that each add a scene then mostly write to different places, which git merges by itself. One line goes in
after the scene it follows, so that comments above the next one stay there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beatforge.project.nodes import Node, Source
from beatforge.project.problems import Fault
from beatforge.project.quoting import written
from beatforge.project.selectors import parse_selector


def with_new_scene(source: Source, lines: Sequence[str], path: Sequence[str], value: str) -> list[str] | None:
    """The lines with the first thing said about a scene; None where that is no plain insertion.

    `path` is "scenes", the selector and one key; `value` is YAML text.
    """
    key, scenes, steps = source.find(path)
    if len(path) != 3 or path[0] != "scenes" or steps != 1 or key is None or scenes.flow or not scenes.entries:
        return None
    before = [entry for text, entry in scenes.entries.items() if _order(text) < _order(path[1])]
    last = max(before, key=lambda entry: _order(entry[0].text or ""), default=None)
    at = _last_line(last[1], lines) + 1 if last else key.line + 1
    column = min(name.column for name, _ in scenes.entries.values())
    line = f"{' ' * column}{written(path[1])}: {{{written(path[2])}: {value}}}"
    return [*lines[:at], line, *lines[at:]]


def with_new_rows(
    source: Source, lines: Sequence[str], path: Sequence[str], value: Any, indent: int
) -> list[str] | None:
    """The lines with a value under keys that are new, in rows of their own behind the last key beside them; a list of
    mappings has a row for each. None where that is no plain insertion."""
    _, home, steps = source.find(path)
    if steps >= len(path) or home.flow or not home.entries:
        return None
    column = min(name.column for name, _ in home.entries.values())
    rows = []
    for key in path[steps:]:
        rows.append(f"{' ' * column}{written(key)}:")
        column += indent
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        rows += [f"{' ' * column}- {written(item)}" for item in value]
    else:
        rows[-1] += f" {written(value)}"
    at = _last_line(home, lines) + 1
    return [*lines[:at], *rows, *lines[at:]]


def _order(text: str) -> tuple[int, str]:
    """Selectors from weak to strong, as they are explained, and those of one strength by name."""
    try:
        return parse_selector(text).rank, text
    except Fault:
        return 0, text


def _last_line(node: Node, lines: Sequence[str]) -> int:
    """The last line that belongs to a value: block text ends at the start of the line after it."""
    last = node.end_line if node.end_column else node.end_line - 1
    while last > node.line and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last -= 1
    return last
