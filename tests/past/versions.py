"""Random project files and random edits of them, and what two sides' edits mean together."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

Edits = Mapping[tuple[str, ...], str | None]
"""Path -> the value a side sets there, None for taken away."""

# fmt: off
SELECTORS = [
    "intro", "verse", "hero", "chorus-2", "1:12-1:20",
    "verse-1.01", "verse-1.05", "chorus-1.01", "chorus-2.09", "bridge-1.01", "outro-1.01",
]
# fmt: on
FIELDS: Mapping[str, Callable[[random.Random], str]] = {
    "seed": lambda rng: str(rng.randrange(1000)),
    "prompt": lambda rng: f"rain {rng.randrange(1000)} no: really",
    "palette": lambda rng: rng.choice(["dawn", "dusk", "night"]),
    "reactivity": lambda rng: f"1.{rng.randrange(1, 10)}",
}
TOP: Mapping[tuple[str, ...], Callable[[random.Random], str]] = {
    ("seed",): FIELDS["seed"],
    ("title",): lambda rng: f"Song {rng.randrange(1000)}",
    ("film", "fps"): lambda rng: rng.choice(["24", "25", "30"]),
    ("film", "concept"): lambda rng: f"a road {rng.randrange(1000)} to the sea",
}


def random_tree(rng: random.Random) -> dict[str, Any]:
    """A project as nested dicts of texts."""
    chosen = rng.sample(SELECTORS, rng.randrange(len(SELECTORS)))
    scenes = {selector: {f: make(rng) for f, make in FIELDS.items() if rng.random() < 0.5} or {"seed": "1"}
              for selector in chosen}  # fmt: skip
    tree: dict[str, Any] = {"version": "1", "name": "small", "seed": "3", "song": {"file": "song.wav"}, "film":
                            {"size": "64x64", "fps": "24", "concept": "a road"}, "scenes": scenes}  # fmt: skip
    if rng.random() < 0.3 or not scenes:
        del tree["scenes"]
    return tree


def written(tree: Mapping[str, Any], rng: random.Random) -> str:
    """The tree as a person may write it: in block or flow style, with comments that say where they belong."""
    lines = ["# yaml-language-server: $schema=x", ""]
    for key, value in tree.items():
        lines += ["", f"# about {key}"] if rng.random() < 0.4 else []
        if not isinstance(value, dict):
            lines.append(f"{key}: {_quoted(value, rng)}" + (f"   # the {key}" if rng.random() < 0.3 else ""))
            continue
        lines.append(f"{key}:" + (f"   # all {key}" if rng.random() < 0.3 else ""))
        for inner, below in value.items():
            lines += [f"  # of {inner}"] if rng.random() < 0.3 else []
            end = f"  # {inner} itself" if rng.random() < 0.3 else ""
            if not isinstance(below, dict):
                lines.append(f"  {inner}: {_quoted(below, rng)}{end}")
            elif rng.random() < 0.5:
                pairs = ", ".join(f"{f}: {_quoted(v, rng, flow=True)}" for f, v in below.items())
                lines.append(f"  {inner}: {{{pairs}}}{end}")
            else:
                lines.append(f"  {inner}:{end}")
                lines += [f"    {f}: {_quoted(v, rng)}" for f, v in below.items()]
        lines += [f"  # {key}-9: {{palette: dawn}}"] if rng.random() < 0.3 else []
    return "\n".join(lines) + "\n"


def random_edits(tree: Mapping[str, Any], rng: random.Random) -> dict[tuple[str, ...], str | None]:
    """A few edits: values set anew, added, taken away."""
    edits: dict[tuple[str, ...], str | None] = {}
    for _ in range(rng.randrange(1, 5)):
        if rng.random() < 0.25:
            path, make = rng.choice([*TOP.items()])
            edits[path] = make(rng)
            continue
        selector, name = rng.choice(SELECTORS), rng.choice([*FIELDS])
        there = tree.get("scenes", {}).get(selector, {})
        taken = name in there and len(there) > 1 and rng.random() < 0.2
        edits["scenes", selector, name] = None if taken else FIELDS[name](rng)
    return edits


def with_edits(tree: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """The tree after the edits."""
    result = {key: with_edits(value, {}) if isinstance(value, dict) else value for key, value in tree.items()}
    for path, value in edits.items():
        home = result
        for part in path[:-1]:
            home = home.setdefault(part, {})
        if value is None:
            home.pop(path[-1], None)
        else:
            home[path[-1]] = value
    return result


def _quoted(text: str, rng: random.Random, flow: bool = False) -> str:
    if text.startswith("rain") or (flow and " " in text) or (" " in text and rng.random() < 0.3):
        return f'"{text}"'
    return text
