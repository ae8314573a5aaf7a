"""The way of older project files to this release's language: one step per version, on the tree and on the text.

In: a `Source` as it was written. Out: the same source with this version's tree in it (`upgrade`; every node keeps its
place in the user's file), or its text rewritten (`migrated`). A released step never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from beatforge.errors import ProjectError, UsageError
from beatforge.project.draft import Draft, meaning
from beatforge.project.nodes import Node, Source, parse_source
from beatforge.project.problems import Problem

VERSION: Final = 1
"""The version of the language that this release writes."""


def to_version_1(draft: Draft) -> None:
    """From the draft language of before the first release, where a bare text could stand for the mapping around it."""
    draft.wrap("song", "file")
    draft.rename("song.pins.bpm", "tempo_bpm")
    draft.rename("film.resolution", "size")
    draft.rename("film.prompt", "concept")
    draft.pair("film.scene_seconds", ("min", "max"))
    draft.wrap("scenes.*", "prompt")
    draft.reword("scenes.*.transition", {"dissolve": "crossfade"})
    for style in ("film.style", "scenes.*.style"):
        draft.rename(f"{style}.palette.colors", "colours")
        draft.wrap(f"{style}.drives.*", "from")
    draft.wrap("outputs.*", "platform")


STEPS: Final[Mapping[int, Callable[[Draft], None]]] = {0: to_version_1}
"""Version -> what brings it to the next one."""


def written_version(source: Source) -> int | None:
    """The version the file says it is in; None if it says none, or no number."""
    _, node, steps = source.find(["version"])
    text = node.text if steps and node.plain else None
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 6 else None


def upgrade(source: Source) -> None:
    """An older file's tree in this version's words; a note in the source says so. Does nothing to others."""
    version = written_version(source)
    if version not in STEPS:
        return
    _, node, _ = source.find(["version"])
    text = f"version {version} of the language; it is read as version {VERSION}"
    source.notes.append(source.problem(node, "BF022", text, "beatforge migrate shows and writes the new words"))
    while (now := written_version(source)) in STEPS:
        source.root = _upgraded(source, int(now or 0)).root


def migrated(source: Source) -> str:
    """The file's text in this version's words; its own text if it is in them. UsageError where only a hand can do it.

    Each step's text is read again and has to say what the step's tree says.
    """
    while (version := written_version(source)) in STEPS:
        draft = _upgraded(source, int(version or 0))
        if source.problems:
            raise ProjectError(source.problems)
        source = _first_that_says(draft, source)
    return source.text


def _upgraded(source: Source, version: int) -> Draft:
    """The draft of one step."""
    draft = Draft(source)
    STEPS[version](draft)
    draft.reword("version", {str(version): str(version + 1)})
    return draft


def _first_that_says(draft: Draft, source: Source) -> Source:
    """The text that says what the draft's tree says, read."""
    found: Problem | None = None
    for text in draft.texts():
        try:
            read = parse_source(text.encode(), source.label)
        except ProjectError:
            continue
        if meaning(read.root) == meaning(draft.root):
            return read
        found = found or source.problem(_first_difference(draft.root, read.root), "BF022", "")
    place = f"{source.label}:{found.line}:{found.column}" if found else source.label
    raise UsageError(f"{place}: woven into other text by an anchor or a layout; bring this part up to date by hand")


def _first_difference(wanted: Node, found: Node) -> Node:
    """The first node of `wanted` that `found` says otherwise."""
    others = dict(found.children())
    for step, child in wanted.children():
        if step not in others:
            return child
        if meaning(child) != meaning(others[step]):
            return _first_difference(child, others[step])
    return wanted
