"""What a project names of its persona is held against the persona's file wherever a film is planned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from beatforge.errors import ProjectError
from beatforge.film.planning import make_plan
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from tests.film.dj.shows import nova, usual

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("film", "scenes", "text"),
    [
        ({"mode": "dj", "theme": "noir"}, {}, 'no theme "noir"'),
        ({"theme": "noir"}, {"chorus": {"shot": "wide"}}, 'no theme "noir"'),
        ({"mode": "dj", "performance": [{"at": 3, "face": "rage"}]}, {}, 'no expression "rage"'),
    ],
)
def test_planning_tells_what_the_persona_does_not_have(
    tmp_path: Path, film: dict[str, Any], scenes: dict[str, Any], text: str
) -> None:
    """As history does, which plans versions of a project that no command has opened."""
    (tmp_path / "song.wav").touch()
    document = {"version": 1, "song": {"file": "song.wav"}, "film": {"persona": "nova_fade", **film}, "scenes": scenes}
    (tmp_path / "project.yaml").write_text(json.dumps({**document, "name": "small"}))
    project = load_project(tmp_path / "project.yaml", library=LIBRARY)
    with pytest.raises(ProjectError, match=text) as caught:
        make_plan(project, usual(), LIBRARY.profiles["standard"], persona=nova())
    assert [problem.code for problem in caught.value.problems] == ["BF094"]
