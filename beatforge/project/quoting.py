"""A value as YAML text that reads back as the same value, with quotes only where they are needed."""

from __future__ import annotations

from typing import Any

from beatforge.errors import ProjectError
from beatforge.project.nodes import parse_source


def written(value: Any) -> str:
    """The value on one line, fit for block and for flow style."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in value.items()) + "}"
    return _written_text(str(value))


def _written_text(text: str) -> str:
    if _is_plain(text):
        return text
    if text.isprintable():
        return '"' + text + '"' if not set(text) & {'"', "\\"} else "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _is_plain(text: str) -> bool:
    """Whether the bare text means itself, as a value and as a key, in brackets too."""
    if not text.isprintable():
        return False
    try:
        items = parse_source(f"[{text}]".encode(), "").root.items or []
        entries = parse_source(f"{{{text}: 0}}".encode(), "").root.entries or {}
    except (ProjectError, UnicodeEncodeError):
        return False
    is_itself = len(items) == 1 and items[0].plain and items[0].text == text and not items[0].is_null
    return is_itself and [*entries] == [text]


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    return char if char.isprintable() else f"\\U{ord(char):08X}"
