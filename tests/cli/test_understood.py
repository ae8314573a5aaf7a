"""`plan` says what the words of a project were understood to mean, and how much of the film they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from beatforge.cli.understood import understood_lines
from beatforge.project.load import load_project
from tests.film.films import planned_film


def told(folder: Path, **film: Any) -> str:
    plan = planned_film(folder, film)
    return "\n".join(understood_lines(plan, load_project(folder / "project.yaml")))


def test_scenes_of_what_is_named_are_counted_and_its_company_is_told(tmp_path: Path) -> None:
    text = told(tmp_path, concept="ferries between islands", style="cinematic")
    assert "ferries (sea); islands (sea)" in text
    assert "scenes that show what the concept names: sea 18; beside them: horizon 3, underwater 3" in text


def test_hints_are_told_only_where_they_counted(tmp_path: Path) -> None:
    text = told(tmp_path, concept="a letter from the harbour")
    assert "harbour (sea)" in text and "letter" not in text
    assert "letter (window)" in told(tmp_path, concept="a letter")


def test_where_nothing_is_named_it_says_who_chose(tmp_path: Path) -> None:
    assert "no words for what is seen: motifs of the style, by mood and energy" in told(tmp_path, concept="xyzzy")
