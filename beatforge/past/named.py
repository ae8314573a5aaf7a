"""Which files of the user's a version of a project names: its song and lyrics, footage, colour tables, fonts, models.

In: a project file's tree. Out: paths as they are written, each once. Only those are looked for in git.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from beatforge.errors import ProjectError
from beatforge.project.nodes import Node, parse_source
from beatforge.project.reach import PERSONAS

_KEYS = ("file", "lut", "font")
"""Keys whose value is a path."""

_MODEL = ".pt"
"""How a model's path ends; other models are names."""


def files_of(project: bytes) -> tuple[str, ...]:
    """The files that a project file names; none where it can't be read."""
    try:
        root = parse_source(project, "").root
        return (*named_files(root), *filter(None, [performer_file(root)]))
    except ProjectError:
        return ()


def folders_of(project: bytes) -> tuple[str, ...]:
    """The folders that a project file names; none where it can't be read."""
    try:
        return named_folders(parse_source(project, "").root)
    except ProjectError:
        return ()


def named_folders(root: Node) -> tuple[str, ...]:
    """The folders below a node that can lie in its own: of stems, and of models that separate them."""
    found = (path.rstrip("/") for path in _folders(root, ""))
    return tuple(dict.fromkeys(path for path in found if PurePosixPath(path).parts and _is_inside(path)))


def named_files(root: Node) -> tuple[str, ...]:
    """The paths below a node that can lie in its folder."""
    return tuple(dict.fromkeys(path for path in _paths(root, "") if _is_inside(path)))


def performer_file(root: Node) -> str | None:
    """Where a project would have the persona that performs in its film, if one does: shots or the mode say so. One that
    only holds words shows nothing."""
    entries = root.entries or {}
    film = (entries["film"][1].entries or {}) if "film" in entries else {}
    scenes = (entries["scenes"][1].entries or {}) if "scenes" in entries else {}
    performs = "mode" in film and film["mode"][1].text == "dj"
    performs = performs or any("shot" in (scene.entries or {}) for _, scene in scenes.values())
    name = film["persona"][1].text if performs and "persona" in film else None
    # a name and no path: what is there is taken away and put there again
    return f"{PERSONAS}/{name.replace('-', '_')}.yaml" if name and not set(name) & {*"/\\:"} else None


def _paths(node: Node, key: str) -> Iterator[str]:
    if node.text and (key in _KEYS or (key == "model" and node.text.endswith(_MODEL))):
        yield node.text
    for name, (_, value) in (node.entries or {}).items():
        yield from _paths(value, name)
    for item in node.items or ():
        yield from _paths(item, "")


def _folders(node: Node, key: str) -> Iterator[str]:
    if node.text and key == "folder":
        yield node.text
    elif node.text and key == "model" and not node.text.endswith(_MODEL):
        yield node.text.rpartition("/")[0]
    for name, (_, value) in (node.entries or {}).items():
        yield from _folders(value, name)
    for item in node.items or ():
        yield from _folders(item, "")


def _is_inside(text: str) -> bool:
    """A path as git has it: never out of the folder."""
    path = PurePosixPath(text)
    return "\0" not in text and "\\" not in text and not path.is_absolute() and ".." not in path.parts
