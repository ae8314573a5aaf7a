"""What users read when something is wrong, letter by letter: `messages.txt` is meant to be read by people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.project.codes import CODES
from beatforge.project.known import LATER, SETS
from beatforge.project.load import load_project
from beatforge.project.models import Project
from beatforge.project.problems import Problem, advice, nearest
from tests.project.files import START, faults_of, written_project

MISTAKES = {
    title: (text, message.rstrip("\n"))
    for title, text, message in re.findall(
        r"^=== (.*)\n((?:.*\n)*?)---\n((?:(?!===).*\n?)*)",
        Path(__file__).with_name("messages.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}


@pytest.mark.parametrize("title", MISTAKES)
def test_the_message_for(tmp_path: Path, title: str) -> None:
    text, message = MISTAKES[title]
    told = faults_of(tmp_path, text, "" if "whole file" in title else START)
    assert told.replace(str(tmp_path.resolve().parent), "/above") == message


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) > 40


def test_every_code_in_the_rooms_source_is_in_the_table() -> None:
    room = Path(__file__).parents[2] / "beatforge" / "project"
    used = {code for path in room.glob("*.py") for code in re.findall(r"BF[0-9]{3}", path.read_text(encoding="utf-8"))}
    assert used == set(CODES)
    assert set(SETS.values()) <= set(CODES)


@pytest.mark.parametrize("key", [*Project.later])
def test_parts_that_come_later_are_refused_by_name(tmp_path: Path, key: str) -> None:
    text = f"{key}: {{}}\n" if "." not in key else ""
    start = START
    if key.startswith("song."):
        start = START.replace("}", f", {key.removeprefix('song.')}: x}}")
    elif "." in key:
        text = f"film: {{{key.removeprefix('film.')}: x}}\n"
    assert f'BF021 "{key.split(".")[-1]}" is not there yet' in faults_of(tmp_path, text, start)


@pytest.mark.parametrize("mode", LATER["mode"])
def test_modes_that_come_later_are_refused_by_name(tmp_path: Path, mode: str) -> None:
    assert f'BF021 mode "{mode}" is not there yet' in faults_of(tmp_path, f"film: {{mode: {mode}}}\n")


def test_all_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "mine.yaml").write_text("base: mine\nmotoin: {}\n")
    file = written_project(tmp_path, "scenes: {chorus: {seed: -1}}\nfilm: {fps: 1}\n")
    with pytest.raises(ProjectError) as caught:
        load_project(file)
    places = [(problem.file, problem.line, problem.code) for problem in caught.value.problems]
    assert places == [("project.yaml", 4, "BF013"), ("project.yaml", 5, "BF030"), ("styles/mine.yaml", 2, "BF010")]


def test_a_link_out_of_the_folder_is_followed_and_refused(tmp_path: Path) -> None:
    (tmp_path / "away.ogg").touch()
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "song.ogg").symlink_to(tmp_path / "away.ogg")
    (tmp_path / "film" / "project.yaml").write_text(START)
    with pytest.raises(ProjectError, match=r'BF051 "song\.ogg" leaves the project folder'):
        load_project(tmp_path / "film")


def test_a_missing_file_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^project\.yaml: BF001 project\.yaml is not there$"):
        load_project(tmp_path)


def test_problems_are_json_values_too() -> None:
    problem = Problem("project.yaml", 3, 1, 4, "BF010", "unknown key", "hint", "abc: 1")
    assert problem.to_value() == {
        "file": "project.yaml",
        "line": 3,
        "column": 1,
        "end_column": 4,
        "code": "BF010",
        "message": "unknown key",
        "hint": "hint",
        "source_line": "abc: 1",
    }


def test_long_lines_are_shown_around_the_fault() -> None:
    line = "x" * 500 + "bad" + "y" * 500
    shown = str(Problem("p", 1, 501, 504, "BF010", "m", "", line)).splitlines()
    assert len(shown[1]) < 140
    assert shown[1][shown[2].index("^") :].startswith("bad")


def test_nearest_names_are_one_to_three() -> None:
    assert nearest("syntwave", ["synthwave", "watercolor"]) == ["synthwave"]
    assert nearest("xyz", ["synthwave"]) == []
    assert advice("q", ["a", "b"]) == "one of a, b"
    assert advice("q", [f"name{number}" for number in range(50)]) == ""
