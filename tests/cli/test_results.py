"""What lies in `build/` is what the film is made of now."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.cli.main import main
from tests.projects import build, edit, make_project, scene_ids


def test_scenes_that_the_film_no_longer_has_leave_and_come_back(tmp_path: Path, song_file: Path) -> None:
    file = make_project(tmp_path / "film", song_file)
    build(file)
    folder = file.parent / "build" / "scenes"
    before = sorted(path.stem for path in folder.iterdir())
    assert before == sorted(scene_ids(file))
    edit(file, "scene_count: 4", "scene_count: 2")
    edit(file, "  verse-1.01: {seed: 41, prompt: the sea at night}\n", "")
    edit(file, "  verse: {transition: morph}\n", "")
    edit(file, "  outro: {transition: cut}\n", "")
    edit(file, "  chorus: {transition: crossfade}\n", "")
    build(file)
    assert sorted(path.stem for path in folder.iterdir()) == sorted(scene_ids(file)) != before


def test_a_build_names_what_was_asked_for_and_no_film_it_did_not_make(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(film, "seed: 41", "seed: 42")
    assert main(["build", "-C", str(film), "verse-1.01"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(film.parent / "build" / "scenes" / "verse-1.01.mp4")
    assert main(["build", "-C", str(film), "transition"]) == 0  # these have no place in the project
    assert "2 made" in capsys.readouterr().out.splitlines()[-1]
    assert main(["build", "-C", str(film), "film"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(film.parent / "build" / "small.mp4")
