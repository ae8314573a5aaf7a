"""YAML as it stands in the file: a tree whose every key and value knows its place and its text.

Events come from PyYAML (libyaml where it is built in). Scalars stay text here: what `no` or `012` means is for the
field that reads it. Limits keep hostile files (deep nesting, alias bombs) from costing more than one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from beatforge.errors import ProjectError
from beatforge.project.problems import Problem
from beatforge.project.reading import LINE_BREAK, decoded, read_bytes
from beatforge.project.syntax import explain

MAX_NODES = 200_000
MAX_DEPTH = 40


@dataclass(slots=True, eq=False)
class Node:
    """One value as written. Places count from 0; exactly one of `text`, `items`, `entries` is not None.

    `entries` hold (key, value) by the key's text. `size` and `height` count what lies below with aliases expanded.
    `said` is the `--set` that made the node, if one did; `alias` where an alias stands for it: line, column, and ends.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str | None = None
    plain: bool = False
    items: list[Node] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None
    flow: bool = False
    said: str = ""
    alias: tuple[int, int, int, int] | None = None
    size: int = 1
    height: int = 0

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def kind(self) -> str:
        """What a user calls this value."""
        if self.text is not None:
            shown = self.text if len(self.text) <= 60 else self.text[:60] + "..."
            return "nothing" if self.is_null else f'"{shown}"' if self.plain else f'text "{shown}"'
        return "a list" if self.items is not None else "a mapping"

    def children(self) -> Iterator[tuple[str | int, Node]]:
        if self.items is not None:
            yield from enumerate(self.items)
        elif self.entries is not None:
            yield from ((key, value) for key, (_, value) in self.entries.items())


@dataclass(slots=True, eq=False)
class Source:
    """One file's text and tree. `label` is how messages call the file; `notes` are no faults."""

    label: str
    text: str
    root: Node
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def find(self, path: Sequence[str | int]) -> tuple[Node | None, Node, int]:
        """Key and value the path leads to, or the last ones on the way there, and how many steps were gone."""
        key, node = None, self.root
        for step, part in enumerate(path):
            if node.entries is not None and part in node.entries:
                key, node = node.entries[str(part)]
            elif node.items is not None and str(part).isdecimal() and int(part) < len(node.items):
                key, node = None, node.items[int(part)]
            else:
                return key, node, step
        return key, node, len(path)

    def problem(self, node: Node, code: str, message: str, hint: str = "") -> Problem:
        """A problem with the caret under the node."""
        if node.said:
            return Problem(node.said, 0, 0, 0, code, message, hint)
        line = self.lines[node.line] if node.line < len(self.lines) else ""
        end = node.end_column if node.end_line == node.line else len(line)
        return Problem(self.label, node.line + 1, node.column + 1, end + 1, code, message, hint, line)

    def place(self, node: Node) -> str:
        """The node's place as the user may type it into an editor."""
        return node.said or f"{self.label}:{node.line + 1}:{node.column + 1}"


def read_source(path: Path, label: str) -> Source:
    """The file as a tree; raises ProjectError for what is no YAML at all."""
    return parse_source(read_bytes(path, label), label)


def parse_source(data: bytes, label: str) -> Source:
    """The bytes as a tree."""
    text = decoded(data, label)
    source = Source(label, text, Node(0, 0, 0, 0, entries={}))
    source.lines = LINE_BREAK.split(text)
    source.root = _Composer(source).document()
    return source


class _Composer:
    """Events to nodes, with anchors, merge keys and limits."""

    def __init__(self, source: Source) -> None:
        import yaml

        self.yaml, self.source = yaml, source
        self.loader: Any = None
        self.anchors: dict[str, Node | None] = {}
        self.count = 0
        self.end = (0, 0)  # where what was read last ends

    def document(self) -> Node:
        """The file's one document; an empty file is an empty mapping."""
        loader = getattr(self.yaml, "CSafeLoader", self.yaml.SafeLoader)
        try:
            self.loader = loader(self.source.text)
            self.loader.get_event()
            event = self.loader.get_event()
            if isinstance(event, self.yaml.StreamEndEvent):
                return Node(0, 0, 0, 0, entries={})
            root = self._node(self.loader.get_event(), 0)
            self.loader.get_event()
            event = self.loader.get_event()
        except self.yaml.YAMLError as error:
            raise ProjectError([*self.source.problems, explain(error, self.source.label, self.source.lines)]) from error
        if not isinstance(event, self.yaml.StreamEndEvent):
            raise self._refusal(self._at(event), "BF002", "a second document starts here", "one project per file")
        return Node(0, 0, 0, 0, entries={}) if root.is_null else root

    def _node(self, event: Any, depth: int) -> Node:
        self.count += 1
        self._limit(self._at(event), depth, self.count)
        self.end = (event.end_mark.line, event.end_mark.column)
        if isinstance(event, self.yaml.AliasEvent):
            return self._aliased(event)
        node = self._at(event)
        if event.tag is not None and event.tag != "!":
            self._report(node, "BF006", f"tag {event.tag!r} has no meaning here", "leave it out")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, self.yaml.ScalarEvent):
            node.text, node.plain = event.value, not event.style
        elif isinstance(event, self.yaml.SequenceStartEvent):
            self._items(node, event, depth)
        else:
            self._entries(node, event, depth)
        self._limit(node, node.height + depth, node.size)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _items(self, node: Node, event: Any, depth: int) -> None:
        node.items, node.flow = [], event.flow_style
        while not isinstance(event := self.loader.get_event(), self.yaml.SequenceEndEvent):
            self._add(node, child := self._node(event, depth + 1))
            node.items.append(child)
        self._close(node, event)

    def _entries(self, node: Node, event: Any, depth: int) -> None:
        node.entries, node.flow = {}, event.flow_style
        merged: list[Node] = []
        while not isinstance(event := self.loader.get_event(), self.yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self.loader.get_event(), depth + 1)
            if key.text is None:
                self._report(key, "BF002", f"a key is a word, not {key.kind}", "a text with { or [ needs quotes")
            elif key.text == "<<" and key.plain:
                if merged:
                    self._report(key, "BF004", "key << twice", "<<: [*a, *b] takes from both")
                merged.extend(value.items if value.items is not None else [value])
            elif key.text in node.entries:
                first = self.source.place(node.entries[key.text][0])
                self._report(key, "BF004", f'key "{key.text}" twice', f"first written at {first}")
            else:
                self._add(node, value)
                node.entries[key.text] = (key, value)
        self._close(node, event)
        for other in merged:
            if other.entries is None:
                self._report(node, "BF006", f"<< takes a mapping, not {other.kind}", "write <<: *anchor")
                continue
            for text, entry in other.entries.items():
                if text not in node.entries:
                    self._add(node, entry[1])
                    node.entries[text] = entry
            self.count += len(other.entries)

    def _aliased(self, event: Any) -> Node:
        known = self.anchors.get(event.anchor)
        if known is None:
            inside = event.anchor in self.anchors
            text = f"*{event.anchor} contains itself" if inside else f"nothing is anchored as &{event.anchor}"
            raise self._refusal(
                self._at(event), "BF006", text, "" if inside else "text that starts with * needs quotes"
            )
        at = self._at(event)
        return replace(known, alias=(at.line, at.column, at.end_line, at.end_column))

    def _add(self, node: Node, child: Node) -> None:
        node.size += child.size
        node.height = max(node.height, child.height + 1)

    def _at(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        return Node(start.line, start.column, end.line, end.column)

    def _close(self, node: Node, event: Any) -> None:
        """Flow collections end at their bracket; block ones, which have no end of their own, with their last value."""
        if node.flow:
            self.end = (event.end_mark.line, event.end_mark.column)
        node.end_line, node.end_column = self.end

    def _report(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.source.problems.append(self.source.problem(node, code, message, hint))

    def _limit(self, node: Node, depth: int, count: int) -> None:
        if depth > MAX_DEPTH:
            raise self._refusal(node, "BF005", f"nested deeper than {MAX_DEPTH} levels")
        if count > MAX_NODES:
            raise self._refusal(node, "BF005", f"more than {MAX_NODES} values, counting what aliases repeat")

    def _refusal(self, node: Node, code: str, message: str, hint: str = "") -> ProjectError:
        self._report(node, code, message, hint)
        return ProjectError(self.source.problems)
