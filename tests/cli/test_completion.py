"""TAB offers what the last build left behind, at once: nothing is listened to, planned or built for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_start import HEAVY
from tests.projects import environment, run

Offer = Callable[..., list[list[str]]]

DRIVER = """
eval "$(beatforge completion bash)"
while IFS= read -r line; do
    COMP_LINE="$line" COMP_POINT=${#line} COMP_TYPE=9 COMPREPLY=()
    _python_argcomplete beatforge
    (IFS='|'; echo "${COMPREPLY[*]}")
done
"""


@pytest.fixture
def offer(tmp_path: Path) -> Offer:
    """What a real bash offers for half-written lines, run in a folder."""
    program = tmp_path / "bin" / "beatforge"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m beatforge "$@"\n')
    program.chmod(0o755)

    def asked(folder: Path, *lines: str) -> list[list[str]]:
        env = environment(PATH=f"{program.parent}:{os.environ['PATH']}")
        done = subprocess.run(
            ["bash", "--norc", "-c", DRIVER], input="\n".join(lines) + "\n", capture_output=True, text=True,
            env=env, cwd=folder, check=True,
        )  # fmt: skip
        assert done.stderr == ""
        return [[word.strip() for word in line.split("|") if word] for line in done.stdout.splitlines()]

    return asked


def test_bash_offers_commands_scenes_targets_and_names(film: Path, offer: Offer) -> None:
    found = offer(
        film.parent,
        "beatforge pl", "beatforge build ver", "beatforge build scene/", "beatforge build --profile draft cho",
        "beatforge build --profile d", "beatforge scene set verse-1.01 transi", "beatforge plan --set film.styl",
        "beatforge scene set verse-1.01 style ow", "beatforge frame intro-1.01 --for yout",
        "beatforge check --format j",
        "beatforge nowhere x", "beatforge build --keep",
    )  # fmt: skip
    assert found == [
        ["plan"], ["verse-1.01"],
        ["scene/chorus-1.01", "scene/intro-1.01", "scene/outro-1.01", "scene/verse-1.01"], ["chorus-1.01"],
        ["draft"], ["transition"], ["film.style="], ["own"], ["youtube"], ["json"], [], ["--keep-going"],
    ]  # fmt: skip


def test_the_project_may_be_named_first_or_by_option(film: Path, offer: Offer) -> None:
    found = offer(
        film.parent.parent, "beatforge build proj", "beatforge build project ver", "beatforge plan -C project intro"
    )
    assert found == [["project/"], ["verse-1.01"], ["intro-1.01"]]


def test_before_anything_was_made_nothing_is_offered_and_nothing_is_made(tmp_path: Path, offer: Offer) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "project.yaml").write_text("version: {{{ broken\n")
    assert offer(tmp_path / "new", "beatforge build ver", "beatforge frame ") == [[], []]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["project.yaml"]


def test_it_reads_no_project_and_loads_nothing_heavy(film: Path) -> None:
    line = "beatforge build ver"
    env = environment(
        _ARGCOMPLETE="1", _ARGCOMPLETE_SHELL="bash", COMP_LINE=line, COMP_POINT=str(len(line)), COMP_TYPE="9"
    )
    code = f"exec {sys.executable} -P -X importtime -m beatforge 8>&1 9>/dev/null"
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, env=env, cwd=film.parent, check=True)
    assert done.stdout.strip() == "verse-1.01"
    loaded = {row.rpartition("|")[2].strip().split(".")[0] for row in done.stderr.splitlines() if "|" in row}
    assert loaded & (HEAVY - {"sqlite3"}) == set() and "sqlite3" in loaded


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script_and_how_to_use_it(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0 and shell in done.stdout.splitlines()[0] and "beatforge" in done.stdout
    assert run("completion", "tcsh").returncode == 2
