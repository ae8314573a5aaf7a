"""`--set film.size=640x360`: values from the command line, written into the tree before it is checked.

They are then read, checked and blamed like any other value; their place is the `--set` itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from beatforge.errors import ProjectError, UsageError
from beatforge.project.nodes import Node, Source, parse_source
from beatforge.project.selectors import split_selector


def apply_sets(source: Source, sets: Sequence[str], known_ids: Collection[str] = ()) -> None:
    """Each "a.b=c" put into the tree, later ones over earlier ones."""
    for text in sets:
        dotted, equals, value = text.partition("=")
        if not equals or not dotted.strip():
            raise UsageError(f"--set {text}: write KEY=VALUE, for example --set film.size=640x360")
        said = f"--set {text}"
        put(source.root, split_path(dotted.strip(), {*known_ids, *_scene_keys(source)}), as_node(value, said), said)


def split_path(dotted: str, known_ids: Collection[str] = ()) -> tuple[str, ...]:
    """The keys of "scenes.verse-1.05.prompt"; after `scenes.` the longest known id or selector is one key."""
    first, dot, rest = dotted.partition(".")
    if first != "scenes" or not dot:
        return tuple(dotted.split("."))
    selector, after = split_selector(rest, known_ids)
    return ("scenes", selector, *(after.split(".") if after else ()))


def as_node(value: str, said: str) -> Node:
    """The value as a tree. Only what opens a bracket or a quote is YAML; other text is taken as it stands."""
    if value.lstrip()[:1] not in ("[", "{", '"', "'"):
        return Node(0, 0, 0, 0, text=value.strip(), plain=True, said=said)
    try:
        node = parse_source(value.encode(), said).root
    except ProjectError as error:
        raise UsageError(f"{said}: {error.problems[0].message}") from error
    _blame(node, said)
    return node


def put(root: Node, path: Sequence[str], value: Node, said: str) -> None:
    """The value at the path, with the mappings that lead there."""
    node = root
    for step, part in enumerate(path):
        is_last, here = step + 1 == len(path), ".".join(path[:step])
        if node.items is not None:
            index = int(part) if part.isdecimal() else -1
            if not 0 <= index < len(node.items):
                raise UsageError(f"{said}: {here} is a list of {len(node.items)}, counted from 0")
            below = value if is_last else _own(node.items[index])
            node.items[index] = below
            node = below
            continue
        if node.entries is None:
            if not node.is_null:
                raise UsageError(f"{said}: {here} is {node.kind} and has no keys")
            node.text, node.entries = None, {}
        fresh = (Node(0, 0, 0, 0, text=part, plain=True, said=said), Node(0, 0, 0, 0, entries={}, said=said))
        key, below = node.entries.get(part, fresh)
        node.entries[part] = (key, value if is_last else _own(below))
        node = node.entries[part][1]


def _own(node: Node) -> Node:
    """A copy to write into; an alias elsewhere in the file may share the node itself."""
    if node.items is not None:
        return replace(node, items=list(node.items))
    return replace(node, entries=dict(node.entries)) if node.entries is not None else replace(node)


def _blame(node: Node, said: str) -> None:
    node.said = said
    for key, _ in (node.entries or {}).values():
        key.said = said
    for _, child in node.children():
        _blame(child, said)


def _scene_keys(source: Source) -> tuple[str, ...]:
    scenes = (source.root.entries or {}).get("scenes")
    return tuple(scenes[1].entries or ()) if scenes is not None else ()
