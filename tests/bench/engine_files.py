"""The same seven actions in the language of every engine of `engines`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

SCENES = [f"build/s{number}.bin" for number in range(4)]
TASKS: list[tuple[str, list[str], str]] = [
    ("analysis", ["song.txt"], "build/analysis.txt"),
    ("plan", ["build/analysis.txt"], "build/plan.txt"),
    *((f"s{number}", [f"scenes/s{number}.txt", "build/plan.txt"], place) for number, place in enumerate(SCENES)),
    ("film", SCENES, "build/film.txt"),
]
"""Name, inputs, output."""
COMMANDS = {
    "beatforge": [sys.executable, "-m", "tests.bench.engine_driver"],
    "make": ["make", "-s"],
    "ninja": ["ninja", "-j1"],
    "doit": ["doit", "run"],
    "snakemake": ["snakemake", "--cores", "1", "-q", "all", "--scheduler", "greedy"],
    "dvc": ["dvc", "repro", "-q"],
    "pytask": ["pytask"],
}


def write_files(engine: str, folder: Path, steps: int) -> None:
    """Write what this engine reads; `steps` stands in the command of s1."""
    (folder / "tasks.json").write_text(json.dumps([[*task, _steps(task[0], steps)] for task in TASKS]))
    for name, text in FILES[engine]([(*task, _command(*task, steps)) for task in TASKS]).items():
        (folder / name).write_text(text)


def _steps(name: str, steps: int) -> str:
    return "" if name[0] != "s" else str(steps if name == "s1" else 20)


def _command(name: str, inputs: list[str], output: str, steps: int) -> str:
    return f"{sys.executable} act.py {name} {output} {_steps(name, steps) or '-'} {' '.join(inputs)}"


Spelt = Callable[[list[tuple[str, list[str], str, str]]], dict[str, str]]


def _make(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    rules = [f"{output}: {' '.join(inputs)}\n\t@{command}\n" for _, inputs, output, command in tasks]
    return {"Makefile": "all: build/film.txt\n.DELETE_ON_ERROR:\n" + "".join(rules)}


def _ninja(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    rules = [f"build {output}: run {' '.join(inputs)}\n  words = {command}\n" for _, inputs, output, command in tasks]
    return {"build.ninja": "rule run\n  command = $words\n" + "".join(rules)}


def _doit(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    rows = [{"name": n, "actions": [c], "file_dep": i, "targets": [o]} for n, i, o, c in tasks]
    return {"dodo.py": f"DOIT_CONFIG = {{'verbosity': 0}}\n\n\ndef task_all():\n    yield from {rows!r}\n"}


def _snakemake(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    rules = [f"rule {n}:\n    input: {', '.join(map(repr, i))}\n    output: {o!r}\n    shell: {c!r}\n"
             for n, i, o, c in tasks]  # fmt: skip
    return {"Snakefile": "rule all:\n    input: 'build/film.txt'\n" + "".join(rules)}


def _dvc(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    return {"dvc.yaml": json.dumps({"stages": {n: {"cmd": c, "deps": i, "outs": [o]} for n, i, o, c in tasks}})}


def _pytask(tasks: list[tuple[str, list[str], str, str]]) -> dict[str, str]:
    lines = ["import subprocess", "from pathlib import Path", "from typing import Annotated",
             "from pytask import Product, task", "HERE = Path(__file__).parent"]  # fmt: skip
    for name, inputs, output, command in tasks:
        lines += [f"@task(id={name!r})",
                  f"def task_{name}(given: list[Path] = [HERE / one for one in {inputs!r}],",
                  f"                made: Annotated[Path, Product] = HERE / {output!r}):",
                  f"    subprocess.run({command!r}, shell=True, check=True, cwd=HERE)"]  # fmt: skip
    return {"task_film.py": "\n".join(lines) + "\n", "pyproject.toml": "[tool.pytask.ini_options]\n"}


FILES: dict[str, Spelt] = {
    "beatforge": lambda tasks: {}, "make": _make, "ninja": _ninja, "doit": _doit, "snakemake": _snakemake,
    "dvc": _dvc, "pytask": _pytask,
}  # fmt: skip
