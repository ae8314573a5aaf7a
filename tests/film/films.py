"""Plans of small films, made of a project's values and a song of plain numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beatforge.film.plan import Plan
from beatforge.film.planning import make_plan
from beatforge.project.load import load_project
from beatforge.song.analysis import Analysis
from tests.film.songs import song

KINDS = ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus", "outro")


def planned_film(
    folder: Path,
    film: Mapping[str, Any],
    scenes: Mapping[str, Any] | None = None,
    analysis: Analysis | None = None,
    pins: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of a film of 24 scenes of two bars; `film`, `scenes` and `pins` as in a project."""
    (folder / "song.wav").touch()
    whole = {"size": "64x64", "scene_count": 24, **film}
    document = {"version": 1, "name": "small", "seed": 3, "song": {"file": "song.wav", "pins": pins or {}}}
    (folder / "project.yaml").write_text(json.dumps({**document, "film": whole, "scenes": scenes or {}}))
    project = load_project(folder / "project.yaml")
    return make_plan(project, analysis or song(bars=48, kinds=KINDS), project.library.profiles["standard"])
