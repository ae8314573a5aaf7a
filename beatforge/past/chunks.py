"""A YAML file in pieces that can change places: each key of a block mapping with its lines and the comments above it.

In: a file's text and tree. Out: a tree of chunks whose lines together are the text again, to the letter. Items of lists
that have names (`values.ITEMS`) are chunks too; flow style, other lists and scalars are leaves. None for layouts in
which a line belongs to two keys; `merge` then has another way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from beatforge.past.values import ITEMS, Path, plain
from beatforge.project.nodes import Node, Source

_BLOCK_TEXT = re.compile(r".*[:-] +(?:[&!]\S+ +)*[|>][0-9+-]*\s*(?:#.*)?$")
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")


@dataclass(slots=True)
class Chunk:
    """One key: the blank and comment lines above it, its own lines, and what is below it if that is in chunks too."""

    key: str
    above: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    below: list[Chunk] | None = None

    def text(self) -> Iterator[str]:
        """All lines in order."""
        yield from self.above
        yield from self.lines
        for chunk in self.below or ():
            yield from chunk.text()

    @property
    def own(self) -> list[str]:
        """All lines without those above."""
        return [*self.lines, *(line for chunk in self.below or () for line in chunk.text())]


def chunks_of(source: Source) -> Chunk | None:
    """The file as one chunk without a key; what follows the last key is a chunk with the key "" at the end."""
    text = source.text
    if _ODD_BREAKS.search(text) or source.root.entries is None or source.root.flow:
        return None
    lines = text.removesuffix("\n").split("\n") if text else []
    whole = Chunk("", below=[])
    starts = list(_starts(source.root, whole, ()))
    numbers = [number for _, _, number, _ in starts]
    if any(after <= before for before, after in itertools.pairwise(numbers)):
        return None
    ends = [*numbers[1:], len(lines)][: len(numbers)]
    above = lines[: numbers[0]] if numbers else lines
    if any(line.strip() and not line.lstrip().startswith("#") for line in above):
        return None  # a document marker or a directive
    for (home, chunk, start, column), end in zip(starts, ends, strict=True):
        last = _content_end(lines, start, end, column)
        chunk.above, chunk.lines, above = above, lines[start:last], lines[last:end]
        assert home.below is not None
        home.below.append(chunk)
    assert whole.below is not None
    whole.below.append(Chunk("", above))
    return whole


def _starts(node: Node, home: Chunk, path: Path) -> Iterator[tuple[Chunk, Chunk, int, int]]:
    """(where it belongs, the chunk, its first line, its column) of each key, in the order of the file."""
    for key, name, value in _named(node, path):
        chunk = Chunk(key)
        yield home, chunk, name.line, name.column
        inside = [first for _, first, _ in _named(value, (*path, key))]
        if inside and not value.flow and all(name.line < first.line <= value.end_line for first in inside):
            chunk.below = []  # not for aliases and merge keys, whose keys stand elsewhere
            yield from _starts(value, chunk, (*path, key))


def _named(node: Node, path: Path) -> list[tuple[str, Node, Node]]:
    """(name, where it begins, value) of each key of a mapping, or of each item of a list whose items have names."""
    if node.items is not None:
        return [(ITEMS[path](plain(item)), item, item) for item in node.items] if path in ITEMS else []
    return [(key, name, value) for key, (name, value) in (node.entries or {}).items()]


def _content_end(lines: Sequence[str], start: int, end: int, column: int) -> int:
    """The line after the last one with content; blank and comment lines at the end belong to what follows."""
    deeper_is_text = _BLOCK_TEXT.match(lines[start]) is not None
    while end > start + 1:
        line = lines[end - 1]
        indent = len(line) - len(line.lstrip())
        is_comment = line.lstrip().startswith("#") and not (deeper_is_text and indent > column)
        if line.strip() and not is_comment:
            break
        end -= 1
    return end
