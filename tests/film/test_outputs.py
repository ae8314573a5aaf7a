"""A further platform is one more file in config, and one more film of the same segments."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from beatforge.film.compile import compile_plan
from beatforge.film.planning import make_plan
from beatforge.graph.target import Origin, check_targets
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from beatforge.project.places import data_dir
from tests.film.songs import song

PROJECT = """\
version: 1
name: small
song: {file: song.wav}
film: {size: 64x64, scene_count: 4}
outputs:
  - {platform: youtube}
  - {platform: square}
"""


def test_a_second_output_shares_all_segments_and_has_a_name_of_its_own(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(data_dir("config"), config)
    shutil.copy(config / "platforms" / "youtube.yaml", config / "platforms" / "square.yaml")
    (tmp_path / "song.wav").touch()
    (tmp_path / "project.yaml").write_text(PROJECT)
    library = load_library(config=config)
    project = load_project(tmp_path / "project.yaml", library=library)
    plan = make_plan(project, song(), library.profiles["standard"])
    targets = compile_plan(plan, song(), lambda path: Origin("", ""))
    check_targets(targets)
    films = {target.name: target for target in targets if target.kind == "film"}
    assert {name: film.places["film.mp4"] for name, film in films.items()} == {
        "film/youtube": "build/small.mp4", "film/square": "build/small-square.mp4",
    }  # fmt: skip
    assert films["film/youtube"].inputs == films["film/square"].inputs
    alone = compile_plan(replace(plan, deliveries=plan.deliveries[:1]), song(), lambda path: Origin("", ""))
    assert [target for target in targets if target.name != "film/square"] == list(alone)
