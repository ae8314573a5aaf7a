"""A tree on its way to the next version of the language, and the pieces of text that change along with it.

In: a `Source` and the changes that a step asks for by path (`*` stands for every key or item). Out: the tree, whose
nodes keep their places in the user's file, and the new text, in which nothing else has changed: comments, quotes,
order, columns and line ends stay. A path that leads nowhere, or to another kind of value, asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from beatforge.project.nodes import Node, Source
from beatforge.project.quoting import written
from beatforge.project.spans import Spans

_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?|0[ox][0-9a-fA-F]+")


class _Spot(NamedTuple):
    """One value: what holds it, under which key or index, and itself."""

    home: Node
    step: str | int
    value: Node


class Draft:
    """One source, one step."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = _copy(source.root)
        self.spans = Spans(source)

    def rename(self, path: str, name: str) -> None:
        """The key at the end of the path gets another name; having both is a fault."""
        for home, old, _ in self._spots(path):
            assert home.entries is not None and isinstance(old, str)
            if name in home.entries:
                text = f'"{old}" is called "{name}" now, and both stand here'
                key = home.entries[old][0]
                self.source.problems.append(self.source.problem(key, "BF016", text, "keep one"))
                del home.entries[old]
                continue
            key = home.entries[old][0]
            renamed = {name if k == old else k: entry for k, entry in home.entries.items()}
            renamed[name] = (replace(key, text=name, alias=None), home.entries[old][1])
            home.entries = renamed
            self.spans.reword(key, name)

    def reword(self, path: str, words: Mapping[str, str]) -> None:
        """Texts that stand in `words` become what they stand for there."""
        for home, step, value in self._spots(path):
            if (word := words.get(value.text or "")) is not None:
                _put(home, step, replace(value, text=word, alias=None))
                self.spans.reword(value, word)

    def wrap(self, path: str, name: str) -> None:
        """A bare text becomes a mapping with the text under `name`."""
        for home, step, value in self._spots(path):
            if value.text is not None and not value.is_null:
                _put(home, step, _mapping(value, {name: value}))
                self.spans.wrap(value, f"{{{name}: ", "}", written(value.text))

    def pair(self, path: str, names: Sequence[str]) -> None:
        """A list of as many texts as there are names becomes a mapping."""
        for home, step, value in self._spots(path):
            items = value.items or []
            if len(items) == len(names) and all(item.text is not None for item in items):
                _put(home, step, _mapping(value, dict(zip(names, items, strict=True))))
                self.spans.pair(value, self._column(home, step), names)

    def texts(self) -> tuple[str, ...]:
        """The new text, in one or two readings of what aliases stand for; the caller takes the first that fits."""
        return self.spans.texts()

    def _spots(self, path: str) -> Iterator[_Spot]:
        *way, last = path.split(".")
        homes = [self.root]
        for part in way:
            homes = [_own(home, step) for home in homes for step in _steps(home, part)]
        for home in homes:
            for step in _steps(home, last):
                yield _Spot(home, step, _child(home, step))

    def _column(self, home: Node, step: str | int) -> int:
        """Where what stands below this key has to be right of."""
        return home.entries[str(step)][0].column if home.entries is not None else home.column


def _steps(home: Node, part: str) -> list[str | int]:
    """The keys or indices of `home` that one part of a path means."""
    if part == "*":
        return [step for step, _ in home.children()]
    return [part] if home.entries is not None and part in home.entries else []


def _child(home: Node, step: str | int) -> Node:
    if home.items is not None:
        return home.items[int(step)]
    assert home.entries is not None
    return home.entries[str(step)][1]


def _own(home: Node, step: str | int) -> Node:
    """The child, free to be changed: aliases elsewhere may share what is written here."""
    copied = _copy(_child(home, step))
    _put(home, step, copied)
    return copied


def _put(home: Node, step: str | int, value: Node) -> None:
    if home.items is not None:
        home.items[int(step)] = value
    elif home.entries is not None:
        home.entries[str(step)] = (home.entries[str(step)][0], value)


def _copy(node: Node) -> Node:
    if node.items is not None:
        return replace(node, items=list(node.items))
    return replace(node, entries=dict(node.entries)) if node.entries is not None else replace(node)


def _mapping(value: Node, children: Mapping[str, Node]) -> Node:
    """A mapping in the place of the value; its keys stand where their values do."""
    entries = {name: (Node(child.line, child.column, child.line, child.column, text=name, plain=True), child)
               for name, child in children.items()}  # fmt: skip
    size, height = 1 + sum(child.size for child in children.values()), value.height + 1
    return replace(value, text=None, plain=False, items=None, entries=entries, alias=None, size=size, height=height)


def meaning(node: Node) -> object:
    """What the tree says, without places, layout and aliases; to be compared."""
    if node.text is not None:
        is_quoted_number = not node.plain and _NUMBER.fullmatch(node.text) is not None
        return None if node.is_null else (node.text.rstrip("\n"), is_quoted_number)
    if node.items is not None:
        return [meaning(item) for item in node.items]
    return {key: meaning(value) for key, (_, value) in (node.entries or {}).items()}
