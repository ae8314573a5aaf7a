"""Where in a file a part of a text stands, however YAML wrote the text: plain, quoted, folded or literal.

In: the node of a text and a span of its characters. Out: a node for the caret, on the span's first line.
"""

from __future__ import annotations

from dataclasses import replace

from beatforge.persona.constitution.words import tokens
from beatforge.project.nodes import Node, Source


def part_of(source: Source, node: Node, start: int, end: int) -> Node:
    """The node of `text[start:end]`; the whole text's where it can't be found again (escapes inside a word)."""
    if node.text is None or node.said or node.alias:
        return node
    raw, starts = _written(source, node)
    written = iter(tokens(raw))
    first = last = None
    for token in tokens(node.text):
        there = next((other for other in written if other.word == token.word), None)
        if there is None:
            return node
        if token.start >= start and first is None:
            first = there
        if token.end <= end:
            last = there
    if first is None or last is None or last.end < first.end:
        return node
    line = max(index for index, begin in enumerate(starts) if begin <= first.start)
    column = first.start - starts[line] + (node.column if line == 0 else 0)
    after = starts[line + 1] - 1 if line + 1 < len(starts) else len(raw)
    width = min(last.end, after) - first.start
    at = node.line + line
    return replace(node, line=at, column=column, end_line=at, end_column=column + width)


def _written(source: Source, node: Node) -> tuple[str, list[int]]:
    """The text as it stands in the file, and where each of its lines starts in it."""
    lines = list(source.lines[node.line : node.end_line + 1])
    if lines and node.end_line < len(source.lines):
        lines[-1] = lines[-1][: node.end_column]
    if lines:
        lines[0] = lines[0][node.column :]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return "\n".join(lines), starts
