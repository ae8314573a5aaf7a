"""What an editor has to show for project files: each check takes a server and a project, and raises if it fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from beatforge.errors import ProjectError
from beatforge.project.load import load_project
from tests.editor.client import Client

START = """\
# yaml-language-server: $schema=schemas/project.v1.schema.json
version: 1
name: drive
song: {file: audio/song.ogg}
"""

BAD: Final = {
    "an unknown key": "film:\n  reactvity: 1\n",
    "a key in the wrong place": "tier: basic\n",
    "a number out of range": "film:\n  fps: 24\n  reactivity: 3\n",
    "a word for a number": "seed: many\n",
    "a text for a mapping": "scenes:\n  hero: rain\n",
    "a word that is not possible": "scenes:\n  hero:\n    transition: fade\n",
    "a frame rate": "film:\n  fps: 26\n",
    "a selector": "scenes:\n  choruss-2: {seed: 1}\n",
    "a missing key": "film:\n  scene_seconds: {min: 2}\n",
    "a channel": "film:\n  style:\n    drives:\n      puls: {from: bass}\n",
    "a colour": "film:\n  style: {palette: {colours: {sun: red}}}\n",
    "a later part": "mashup: {}\n",
    "the same key twice": "seed: 1\nseed: 2\n",
    "a tab": "film:\n\tfps: 24\n",
}

COMPLETED: Final = {
    "keys of the file": ("\n", 4, 0, {"film", "scenes", "outputs", "seed", "title"}),
    "keys of film": ("film:\n  \n", 5, 2, {"fps", "size", "style", "concept", "reactivity", "tier", "chain"}),
    "keys of scenes": ("scenes:\n  \n", 5, 2, {"chorus", "verse", "hero", "drop"}),
    "keys of a scene": ("scenes:\n  verse-2.09:\n    \n", 6, 4, {"prompt", "seed", "transition", "motif"}),
    "keys of a style": ("film:\n  style:\n    \n", 6, 4, {"base", "palette", "motion", "drives"}),
    "keys of drives": ("film:\n  style:\n    drives:\n      \n", 7, 6, {"pulse", "glow", "swell"}),
    "roles of colours": ("film:\n  style:\n    palette:\n      colours:\n        \n", 8, 8, {"sun", "sky_top", "ink"}),
    "keys of an output": ("outputs:\n  - \n", 5, 4, {"platform"}),
    "transitions": ("scenes:\n  hero:\n    transition: \n", 6, 16, {"cut", "morph", "crossfade"}),
    "frame rates": ("film:\n  fps: \n", 5, 7, {"23.976", "24", "60"}),
    "tiers": ("film:\n  tier: \n", 5, 8, {"basic", "professional", "cinematic"}),
    "styles": ("film:\n  style: \n", 5, 9, {"synthwave", "watercolor"}),
    "motifs": ("scenes:\n  hero:\n    motif: \n", 6, 11, {"city", "road", "sea"}),
    "flags": ("film:\n  chain: \n", 5, 9, {"true", "false"}),
}

HOVERED: Final = {
    "fps": ("film:\n  fps: 24\n", 5, 3, "23.976 means 24000/1001"),
    "seed of a scene": ("scenes:\n  verse-2.09: {seed: 7}\n", 5, 17, "another roll of the same dice"),
    "song": ("", 3, 2, "What is heard"),
    "a channel's feature": (
        "film: {style: {drives: {pulse: {from: bass}}}}\n",
        4,
        33,
        "part of the music that is followed",
    ),
}


def every_check(client: Client, folder: Path) -> dict[str, Callable[[], None]]:
    """Name -> check, for a project folder that `beatforge new` made."""
    checks: dict[str, Callable[[], None]] = {
        "a new project has no fault": lambda: _no_fault(client, folder / "project.yaml"),
        "keys with nothing below are no fault": lambda: _no_fault(client, _written(folder, "film:\nscenes:\n  # x\n")),
    }
    for name, bad in BAD.items():
        checks[f"marked: {name}"] = lambda bad=bad: _marked(client, _written(folder, bad))
    for name, (text, line, column, words) in COMPLETED.items():
        checks[f"offered: {name}"] = lambda *_, t=text, at=(line, column), w=words: _offered(
            client, _written(folder, t), at, w
        )
    for name, (text, line, column, said) in HOVERED.items():
        checks[f"explained: {name}"] = lambda *_, t=text, at=(line, column), s=said: _explained(
            client, _written(folder, t), at, s
        )
    return checks


def _written(folder: Path, text: str) -> Path:
    """A file of its own beside the schema."""
    path = folder / f"project-{len([*folder.glob('project-*')])}.yaml"
    path.write_text(START + text, encoding="utf-8", newline="")
    return path


def _no_fault(client: Client, path: Path) -> None:
    load_project(path)
    assert client.open(path) == []


def _marked(client: Client, path: Path) -> None:
    """The editor marks a line that our own loader names."""
    try:
        load_project(path)
    except ProjectError as error:
        lines = {problem.line - 1 for problem in error.problems}
    else:
        raise AssertionError("our own loader finds nothing wrong")
    found = client.open(path)
    marked = {one["range"]["start"]["line"] for one in found}
    assert marked & lines, f"we name lines {lines}, the editor says {found}"


def _offered(client: Client, path: Path, at: tuple[int, int], words: set[str]) -> None:
    client.open(path)
    labels = set(client.completions(path, *at))
    assert words <= labels, f"{words - labels} are missing among {sorted(labels)}"


def _explained(client: Client, path: Path, at: tuple[int, int], said: str) -> None:
    client.open(path)
    text = client.hover(path, *at)
    assert said in text.replace("\\", ""), text
