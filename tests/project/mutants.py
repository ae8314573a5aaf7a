"""Broken project files of every kind, by number: the same number is the same file on every machine.

Texts reworded and torn, bytes hit, typed trees regrown and written in another style, older files, styles. In: a number
and texts to start from. Out: a `Mutant`, which says what to write where.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

TEXT = """\
version: 1
name: drive
seed: 42
song:
  file: song.wav
  pins: {tempo_bpm: 118, first_downbeat: 0.42, sections: [{at: 0:00, kind: intro}, {at: 0:16.3, kind: verse}]}
film:
  size: 1280x720
  fps: 23.976
  tier: professional
  style: {base: synthwave, palette: {base: dawn, colours: {sun: "#ffcc00"}}, drives: {pulse: {from: bass, gain: 2}}}
  concept: >
    A lone driver crosses a neon city at night.
  backend: [procedural]
  chain: false
scenes:
  chorus: &wet {prompt: rain, reactivity: 1.4}
  hero: {<<: *wet, transition: morph}
  1:12-1:20: {seed: 7}
  verse-2.09:
    palette: dusk
outputs:
  - {platform: youtube}
"""

OLD = """\
version: 0            # of the language
name: drive
song: song.wav        # what is heard
film:
    resolution: "640x360"
    'prompt': >
        rain, and more rain
    scene_seconds: [ 2, 8 ]   # seconds
    style: {base: synthwave, palette: {colors: {sun: "#ffcc00"}}, drives: {pulse: bass}}
scenes:
  chorus: &r rain at night     # a bare text
  bridge: *r
  hero:   {transition: dissolve}
outputs: [youtube]
"""

STYLE = """\
base: synthwave
motifs: [road, sea]
medium: neon
palette: {base: night, colours: {accent: "#ff2d95"}}
motion: {speed: 1, camera: 1}
drives: {pulse: {from: beat, gain: 1}}
"""

WORDS: Final = ["no", "null", "1e999", ".nan", "-1", "[]", "{}", '""', "*wet", "1:12", "雨", "\U0001f600", "9" * 400,
         "../x", "/etc/passwd", "../../", "0x", "chorus-2", "a" * 300, "'3'", "1_000", "05", "~", "[[1]]", "{a: b}",
         "../../../../etc/passwd", "/dev/zero", "/proc/self/environ", "~/.ssh/id_rsa", "..", "C:\\x", "a\\b", "con",
         "Song.wav", "styles/own.yaml", "own", "\\\\server\\share"]  # fmt: skip
NOISE: Final = [*WORDS, "&a", "!!int 3", "<<", "'", '"', "#", "\t", "\r\n", "\x00", "\ufeff", "- ", ": ", "? ", "|",
         ">", "%", "@", "---\n", "[" * 60, "\\", "_", "\u2028", "\x85"]  # fmt: skip
VALUES: Final = [None, True, False, 0, 1, -1, 2**32, 10**30, 0.5, -1.5, 1e308, float("inf"), float("nan"), "", " ", "x",
          "雨", "1:12", "0:75", "a" * 5000, [], {}, [[]], [None], {"": 1}, {"x": {"x": {"x": 1}}}, "../x",
          "/etc/passwd", "/dev/zero", "synthwave", "youtube", "crossfade", "\x1b[2J", "*a", "&a", "null", "12",
          "640x360", [1, 2], "#ff0000"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken file: its number, how it was made, where it goes in the project, its bytes."""

    number: int
    kind: str
    place: str
    data: bytes


def mutant(number: int, texts: Mapping[str, str]) -> Mutant:
    """The mutant of this number; `texts` are what project files start from, by name."""
    chance = random.Random(number)
    place = "styles/own.yaml" if chance.random() < 0.12 else "project.yaml"
    start = STYLE if place != "project.yaml" else texts[chance.choice([*texts])]
    kind = [*KINDS][number % len(KINDS)]
    return Mutant(number, kind, place, KINDS[kind](chance, start))


def reworded(chance: random.Random, start: str) -> bytes:
    """Other words for some keys and values: still YAML, mostly."""
    words = re.split(r"([A-Za-z0-9_.:#-]+[A-Za-z0-9_-])", start)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(1, len(words), 2)
        word = words[place]
        words[place] = chance.choice([chance.choice(WORDS), word[:-1], word + "s", word.upper()])
    return "".join(words).encode()


def torn(chance: random.Random, start: str) -> bytes:
    """Noise in it, pieces missing, lines moved."""
    text = start
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        kind = chance.randrange(3)
        if kind == 0:
            text = text[:at] + chance.choice(NOISE) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 12) :]
        else:
            lines = text.splitlines(keepends=True)
            lines.insert(chance.randrange(len(lines)), " " * chance.choice([0, 0, 2, 4]) + chance.choice(lines))
            text = "".join(lines)
    return text.encode()


def hit(chance: random.Random, start: str) -> bytes:
    """Single bytes changed, cut off, doubled; another encoding."""
    data = bytearray(start.encode())
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at:at] = chance.randbytes(chance.randint(1, 4))
        elif kind == 2:
            del data[at : at + chance.randint(1, 30)]
        elif kind == 3:
            data[at] ^= 1 << chance.randrange(8)
        else:
            data += data[at : at + 40]
    if chance.random() < 0.05:
        return start.encode(chance.choice(["utf-16", "utf-32", "utf-16-le", "utf-8-sig"]))
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


def regrown(chance: random.Random, start: str) -> bytes:
    """The tree with other types, keys and branches, written in some style."""
    tree = yaml.load(start, yaml.BaseLoader) if chance.random() < 0.3 else yaml.safe_load(start)
    for _ in range(chance.randint(1, 5)):
        _change(chance, tree)
    return _in_some_style(chance, tree)


def restyled(chance: random.Random, start: str) -> bytes:
    """The same tree as other people write it; what it means has to stay, so texts stay texts."""
    text = start
    for _ in range(chance.randint(1, 3)):
        lines = text.splitlines(keepends=True)
        at = chance.randrange(len(lines) + 1)
        lines.insert(at, chance.choice(["\n", "# a comment\n", "    # another: one\n"]))
        text = "".join(lines) if ">" not in text else chance.choice([text + "# last\n", "# first\n" + text])
    ends = chance.choice(["\n", "\r\n", "\n"])
    return (chance.choice(["", "", "\ufeff"]) + text.replace("\n", ends)).encode()


KINDS: Final[Mapping[str, Callable[[random.Random, str], bytes]]] = {
    "reworded": reworded,
    "torn": torn,
    "hit": hit,
    "regrown": regrown,
    "restyled": restyled,
    "regrown again": regrown,
}


def _spots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every mapping or list with each of its keys or indices."""
    steps = [*tree] if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else []
    for step in steps:
        yield tree, step
        yield from _spots(tree[step])


def _change(chance: random.Random, tree: Any) -> None:
    """One change at one spot."""
    spots = [*_spots(tree)]
    if not spots:
        return
    home, step = chance.choice(spots)
    kind = chance.randrange(7)
    if kind == 0:
        del home[step]
    elif kind == 1 and isinstance(home, dict):
        home[chance.choice([step for _, step in spots if isinstance(step, str)] or ["x"])] = home.pop(step)
    elif kind == 2:
        home[step] = copy.deepcopy((other := chance.choice(spots))[0][other[1]])
    elif kind == 3:
        home[step] = chance.choice([[home[step]], {"x": home[step]}, {"base": home[step]}])
    elif kind == 4 and isinstance(home[step], (int, float)):
        home[step] = chance.choice([home[step] + 1, -home[step], str(home[step]), home[step] / 3])
    elif kind == 5 and isinstance(home, dict):
        home[chance.choice(["x", "seed", "style", "base", "chorus", "at", "film", "version"])] = chance.choice(VALUES)
    else:
        home[step] = copy.deepcopy(chance.choice(VALUES))


def _in_some_style(chance: random.Random, tree: Any) -> bytes:
    text: str = yaml.safe_dump(
        tree,
        default_flow_style=chance.choice([True, False, None]),
        default_style=chance.choice([None, None, None, "'", '"']),
        sort_keys=chance.random() < 0.5,
        allow_unicode=chance.random() < 0.5,
        indent=chance.choice([2, 4]),
        width=chance.choice([20, 80, 1000]),
    )
    return text.encode(errors="backslashreplace")
