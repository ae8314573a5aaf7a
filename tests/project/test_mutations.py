"""Broken project files of every kind: a ProjectError in a moment, or a project; never anything else."""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from tests.project.files import written_project

COUNT = 500 if os.environ.get("BEATFORGE_FULL") else 120

TEXT = """\
version: 1
name: drive
seed: 42
song:
  file: song.ogg
  pins: {tempo_bpm: 118, first_downbeat: 0.42, sections: [{at: 0:00, kind: intro}, {at: 0:16.3, kind: verse}]}
film:
  size: 1280x720
  fps: 23.976
  tier: professional
  style: {base: synthwave, palette: {base: dawn, colours: {sun: "#ffcc00"}}, drives: {pulse: {from: bass, gain: 2}}}
  concept: >
    A lone driver crosses a neon city at night.
  backend: [procedural]
scenes:
  chorus: &wet {prompt: rain, reactivity: 1.4}
  hero: {<<: *wet, transition: morph}
  1:12-1:20: {seed: 7}
  verse-2.09:
    palette: dusk
outputs:
  - {platform: youtube}
"""
WORDS = ["no", "null", "1e999", ".nan", "-1", "[]", "{}", '""', "*wet", "1:12", "雨", "\U0001f600", "9" * 400, "../x",
         "/etc/passwd", "../../", "0x", "chorus-2", "a" * 300, "'3'", "1_000", "05", "~", "[[1]]",
         "{a: b}"]  # fmt: skip
NOISE = [*WORDS, "&a", "!!int 3", "<<", "'", '"', "#", "\t", "\r\n", "\x00", "\ufeff", "- ", ": ", "? ", "|", ">", "%",
         "@", "---\n", "[" * 60, "\\", "_", "\u2028", "\x85"]  # fmt: skip


def reworded(chance: random.Random) -> str:
    """The text with other words for some keys and values: still YAML, mostly."""
    words = re.split(r"([A-Za-z0-9_.:#-]+[A-Za-z0-9_-])", TEXT)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(1, len(words), 2)
        word = words[place]
        words[place] = chance.choice([chance.choice(WORDS), word[:-1], word + "s", word.upper()])
    return "".join(words)


def torn(chance: random.Random) -> str:
    """The text with noise in it, pieces missing, lines moved."""
    text = TEXT
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        kind = chance.randrange(3)
        if kind == 0:
            text = text[:start] + chance.choice(NOISE) + text[start:]
        elif kind == 1:
            text = text[:start] + text[start + chance.randint(1, 12) :]
        else:
            lines = text.splitlines(keepends=True)
            lines.insert(chance.randrange(len(lines)), " " * chance.choice([0, 0, 2, 4]) + chance.choice(lines))
            text = "".join(lines)
    return text


def test_no_broken_file_breaks_the_loader(tmp_path: Path) -> None:
    library = load_library()
    outcomes = {"project": 0, "faults": 0, "no yaml": 0}
    for seed in range(COUNT):
        text = (torn if seed % 2 else reworded)(random.Random(seed))
        file = written_project(tmp_path, "", text)
        started = time.perf_counter()
        try:
            load_project(file, library=library)
            outcomes["project"] += 1
        except ProjectError as error:
            assert error.problems
            assert all(str(problem).startswith("project.yaml:") for problem in error.problems), seed
            is_yaml = not {"BF001", "BF002", "BF003", "BF005", "BF006"} & {problem.code for problem in error.problems}
            outcomes["faults" if is_yaml else "no yaml"] += 1
        assert time.perf_counter() - started < 2, seed
    assert outcomes["faults"] > COUNT / 3, outcomes
    assert outcomes["no yaml"] > COUNT / 5, outcomes


NINE = ",".join(["*a{0}"] * 9)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 50_000,
        "? " * 50_000,
        "a: " * 100_000,
        "{" * 3,
        "a: &a [*a]",
        "a: &a {<<: *a}",
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{NINE.format(n - 1)}]\n" for n in range(1, 40)),
        "a: &a {" + ",".join(f"k{n}: 1" for n in range(2000)) + "}\nb:\n" + "  - {<<: *a}\n" * 3000,
        "a: [" + "x," * 400_000 + "]",
        "".join(f"k{n}: 1\n" for n in range(20_000)),
        "a: " + "x" * 1_900_000,
        "a: " + "x" * 3_000_000,
        "a: !!python/object/apply:os.system [ls]",
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_files_cost_one_moment(tmp_path: Path, text: str) -> None:
    library = load_library()
    file = written_project(tmp_path, "", text)
    started = time.perf_counter()
    with pytest.raises(ProjectError) as caught:
        load_project(file, library=library)
    assert len(str(caught.value)) < 100_000
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    "data", [b"name: \xff", "version: 1".encode("utf-16"), b"a: \x00b", b"\x80", b"", b"\n\n# x\n"]
)
def test_bytes_that_are_no_text_are_one_fault(tmp_path: Path, data: bytes) -> None:
    file = written_project(tmp_path, "")
    file.write_bytes(data)
    with pytest.raises(ProjectError) as caught:
        load_project(file)
    assert len(caught.value.problems) == 1
