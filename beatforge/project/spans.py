"""Pieces of a file's text that are to be replaced, found from the nodes that stand there.

In: nodes of one source and what shall stand in their place. Out: the whole text with all replacements made. A piece
that is asked for twice, because an anchor is used twice, is replaced once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from beatforge.project.nodes import Node, Source
from beatforge.project.reading import LINE_BREAK

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")


class Span(NamedTuple):
    """Characters [start, end) of the text, and what they become."""

    start: int
    end: int
    text: str


class Spans:
    """What changes in one source."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._starts = [0, *(match.end() for match in LINE_BREAK.finditer(source.text))]
        self._spans: dict[Span, None] = {}
        self._at_aliases: dict[Span, None] = {}

    def reword(self, node: Node, word: str) -> None:
        """The scalar says `word`, in the quotes it has. What an alias says is said at its anchor, or else in place."""
        start, end = self._token(node)
        token = self._text[start:end]
        if node.alias:
            self._at_aliases[Span(start, end, word)] = None
        elif token[:1] in ("|", ">"):
            self._spans[Span(start, end, word + _rest(token))] = None
        else:
            quote = token[:1] if token[:1] in ("'", '"') else ""
            self._spans[Span(start, end, quote + word + quote)] = None

    def wrap(self, node: Node, before: str, after: str, quoted: str) -> None:
        """The scalar between two texts of a flow collection; `quoted` is how it has to be written there."""
        start, end = self._token(node)
        token = self._text[start:end]
        opening = start if node.alias else self._offset(node.line, node.column)
        if token[:1] in ("|", ">"):
            self._spans[Span(start, end, before + quoted + after + _rest(token))] = None
            return
        self._spans[Span(opening, opening, before)] = None
        if node.plain and quoted != token and not node.alias:
            self._spans[Span(start, end, quoted)] = None
        self._spans[Span(end, end, after)] = None

    def pair(self, node: Node, column: int, names: Sequence[str]) -> None:
        """The list as a mapping: `[2, 8]` becomes `{min: 2, max: 8}`, dashes become keys right of `column`."""
        start, end = self._token(node)
        if node.flow:
            self._spans[Span(start, start + 1, "{")] = None
            self._spans[Span(end - 1, end, "}")] = None
        for name, item in zip(names, node.items or (), strict=True):
            at = self._offset(*item.alias[:2]) if item.alias else self._offset(item.line, item.column)
            dash = at if node.flow else self._text.rfind("-", 0, at)
            indent = (
                "  "
                if not node.flow and dash - self._starts[node.line if name == names[0] else item.line] <= column
                else ""
            )
            self._spans[Span(dash, at, f"{indent}{name}: ")] = None

    def texts(self) -> tuple[str, ...]:
        """The new text; a second one, with aliases resolved where they stand, if some have changed."""
        plain = _replaced(self._text, [*self._spans])
        return (plain, _replaced(self._text, [*self._spans, *self._at_aliases])) if self._at_aliases else (plain,)

    def _token(self, node: Node) -> tuple[int, int]:
        """Where the value itself stands, or the alias for it: anchor and tag left out."""
        if node.alias:
            line, column, end_line, end_column = node.alias
            return self._offset(line, column), self._offset(end_line, end_column)
        start, end = self._offset(node.line, node.column), self._offset(node.end_line, node.end_column)
        match = _PROPERTIES.match(self._text, start, end)
        return match.end() if match else start, end

    def _offset(self, line: int, column: int) -> int:
        return min(self._starts[min(line, len(self._starts) - 1)] + column, len(self._text))


def _rest(token: str) -> str:
    """What of a block text is not its text: the comment behind its mark, the line ends that close it."""
    comment = re.match(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?", token)
    return (comment[1] or "" if comment else "") + token[len(token.rstrip()) :]


def _replaced(text: str, spans: Sequence[Span]) -> str:
    result, done = [], 0
    for start, end, new in sorted(spans, key=lambda span: span[:2]):
        result += [text[done : max(done, start)], new]
        done = max(done, end)
    return "".join([*result, text[done:]])
