"""What a YAML parser's complaint means in a user's words. In: PyYAML's error; out: one Problem."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from beatforge.project.problems import Problem

_TOLD = (
    ("'\\t'", "BF003", "a tab; YAML indents with spaces only", "two spaces per level"),
    ("mapping values are not allowed", "BF002", "a second colon in one line", 'text with ": " in it needs quotes'),
    ("expected ',' or", "BF002", "a bracket is not closed, or a comma is missing", ""),
    ("unexpected end of stream", "BF002", "a quote is opened and never closed", ""),
    ("expected key", "BF002", "a key is expected here", "keys of one mapping start in the same column"),
    ("expected <block end>", "BF002", "a key is expected here", "keys of one mapping start in the same column"),
    ("expected '-' indicator", "BF002", "a list goes on with a dash", "or this line stands in the wrong column"),
    ("could not find expected ':'", "BF002", "a key without a colon", 'write "key: value"'),
    ("cannot start any token", "BF002", "a text can't start with this character", "put quotes around the text"),
    ("node content", "BF002", "a value is expected here", "text with {, [ or , needs quotes"),
    ("invalid Unicode character", "BF002", "an escape that is no character", "delete it"),
    ("unknown escape", "BF002", "an unknown escape in double quotes", "use single quotes for text with backslashes"),
)


def explain(error: Any, label: str, lines: Sequence[str]) -> Problem:
    """The parser's error as a problem; unclosed things are shown where they were opened."""
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    code, message, hint = next((told[1:] for told in _TOLD if told[0] in words), ("BF002", words, ""))
    if any(part in message for part in ("never closed", "not closed", "without a colon")):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return _unprintable(error, label, lines) or Problem(label, 0, 0, 0, code, message, hint)
    row = min(mark.line, len(lines) - 1)
    source = lines[row]
    if "second colon" in message and ":" not in source[: mark.column]:
        message, hint = "no key is possible here", "is a colon missing above, or the indentation wrong?"
    if "\t" in source[: mark.column + 1] and not source[: mark.column].strip():
        code, message, hint = _TOLD[0][1:]
    if glued := _glued(lines, row):
        row, source, at, hint = glued
        return Problem(label, row + 1, at + 1, at + 2, "BF002", "no space after the colon", hint, source)
    if "a key is expected" in message and source[: mark.column].rstrip()[-1:] in ("'", '"'):
        message, hint = "text after a closing quote", "an apostrophe ends '...'; put the other quotes around all of it"
    if "value is expected" in message and (comment := _comment_before(lines, row)):
        row, source, at = comment
        return Problem(
            label, row + 1, at + 1, len(source) + 1, code, "a # begins a comment", "put quotes around it", source
        )
    column = mark.column if row == mark.line else len(source)
    return Problem(label, row + 1, column + 1, column + 2, code, message, hint, source)


def _glued(lines: Sequence[str], row: int) -> tuple[int, str, int, str] | None:
    """Where a colon has no space behind it, in this line or the one above: then it is no colon to YAML."""
    for number in (row, row - 1):
        match = re.fullmatch(r"(\s*)([A-Za-z_]\w*):([^\s:/].*)", lines[number]) if 0 <= number < len(lines) else None
        if match:
            return number, lines[number], match.end(2), f"write {match[2]}: {match[3].strip()}"
    return None


def _comment_before(lines: Sequence[str], row: int) -> tuple[int, str, int] | None:
    """Where a colour without quotes has hidden the rest of its line."""
    for number in range(min(row, len(lines) - 1), max(-1, row - 3), -1):
        if match := re.search(r"[:,\[] +(#[0-9a-fA-F]{3,8}\b)", lines[number]):
            return number, lines[number][: match.end(1)], match.start(1)
    return None


def _unprintable(error: Any, label: str, lines: Sequence[str]) -> Problem | None:
    """The first character that YAML forbids, found again in the text: readers name bytes, not lines."""
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            if (ord(char) < 32 and char != "\t") or 0x7F <= ord(char) < 0xA0 or 0xFFFE <= ord(char) <= 0xFFFF:
                text = f"an invisible character (U+{ord(char):04X})"
                return Problem(label, row + 1, column + 1, column + 2, "BF002", text, "delete it", line)
    return None
