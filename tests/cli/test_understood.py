"""`plan` says what the words of a project were understood to mean, and how much of the film they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from beatforge.cli.understood import understood_lines
from beatforge.film.planning import make_plan
from beatforge.project.load import load_project
from beatforge.project.personas import read_persona
from tests.film.films import planned_film
from tests.film.songs import song


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


def test_a_show_chooses_no_motifs(tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    planned_film(tmp_path, {})
    file.write_text(file.read_text().replace('"scene_count": 24', '"mode": "dj", "persona": "nova_fade"'))
    project = load_project(file)
    plan = make_plan(project, song(bars=48), project.library.profiles["standard"], persona=read_persona("nova_fade"))
    assert "no words for what is seen" not in "\n".join(understood_lines(plan, project))


def test_where_nothing_is_named_it_says_who_chose(tmp_path: Path) -> None:
    assert "no words for what is seen: motifs of the style, by mood and energy" in told(tmp_path, concept="xyzzy")
