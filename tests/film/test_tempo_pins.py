"""Pins about tempo and bars, from the project to the plan: what they move, and what is said about wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.brought import check_brought
from beatforge.errors import ProjectError
from beatforge.film.listening import LISTEN, LISTEN_LEARNED, listening_targets
from beatforge.graph.target import Origin, Source
from beatforge.project.load import load_project
from beatforge.project.models import Project
from tests.film.films import planned_film
from tests.film.songs import song


def cuts(folder: Path, pins: dict[str, Any]) -> list[float]:
    """Seconds at which scenes of a song of one long part begin; the last part begins on a beat of every test's grid."""
    pins = {"sections": [{"at": 0, "kind": "verse"}, {"at": 88, "kind": "outro"}], **pins}
    plan = planned_film(folder, {"scene_count": 20}, analysis=song(bars=48, kinds=("verse",) * 8), pins=pins)
    return [scene.start_frame / 24 for scene in plan.scenes]


def problems(folder: Path, pins: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ProjectError) as raised:
        planned_film(folder, {}, pins=pins)
    return [(problem.code, problem.source_line.strip()[problem.column - 1 :]) for problem in raised.value.problems]


def test_scenes_begin_on_the_beats_of_pinned_tempos(tmp_path: Path) -> None:
    pinned = cuts(tmp_path, {"tempos": [{"at": 0, "tempo_bpm": 120}, {"at": "0:40", "tempo_bpm": 100}]})
    assert pinned != cuts(tmp_path, {})
    assert pinned[0] == 0
    for at in pinned[1:]:
        beats = (at - 40) / 0.6 if at >= 40 else at / 0.5
        assert beats == pytest.approx(round(beats), abs=0.09)  # half a frame


def test_scenes_begin_on_bars_of_as_many_beats_as_were_pinned(tmp_path: Path) -> None:
    three = [at for at in cuts(tmp_path, {"beats_per_bar": 3}) if at < 88]
    assert any(at % 2 for at in three) and not any(at % 2 for at in cuts(tmp_path, {}))
    assert all(at / 1.5 == pytest.approx(round(at / 1.5), abs=0.03) for at in three)


@pytest.mark.parametrize(
    ("pins", "codes"),
    [
        ({"tempos": [{"at": 10, "tempo_bpm": 120}, {"at": 10, "tempo_bpm": 90}]}, ["BF017"]),
        ({"tempos": [{"at": 0, "tempo_bpm": 120}, {"at": 4000, "tempo_bpm": 90}], "words": [5000]}, ["BF060", "BF060"]),
        ({"tempos": [{"at": 0, "tempo_bpm": 120}], "tempo_bpm": 100}, ["BF016"]),
        ({"tempos": [{"at": 0, "tempo_bpm": 20}]}, ["BF013"]),
        ({"tempos": [{"at": 0}]}, ["BF011"]),
        ({"beats_per_bar": 1}, ["BF013"]),
        ({"beats_per_bar": 3.5}, ["BF012"]),
    ],
)
def test_pins_that_can_not_be_are_all_told(tmp_path: Path, pins: dict[str, Any], codes: list[str]) -> None:
    assert [code for code, _ in problems(tmp_path, pins)] == codes


def project(folder: Path, **said: Any) -> Project:
    (folder / "song.wav").touch()
    document = {"version": 1, "name": "small", "song": {"file": "song.wav", **said}, "film": {"size": "64x64"}}
    (folder / "project.yaml").write_text(json.dumps(document))
    return load_project(folder / "project.yaml")


def test_a_model_that_listens_is_an_input_like_the_song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.ckpt").touch()
    monkeypatch.setenv("BEATFORGE_BEAT_THIS", str(tmp_path / "own.ckpt"))
    (heard,) = listening_targets(project(tmp_path, beats="beat_this"), lambda path: Origin("", ""))
    assert heard.step == LISTEN_LEARNED
    assert heard.inputs == (Source("song.wav"), Source((tmp_path / "own.ckpt").as_posix()))
    assert {"torch", "beat_this"} <= set(heard.packages)
    (usual,) = listening_targets(project(tmp_path), lambda path: Origin("", ""))
    assert usual.step == LISTEN and not {"torch", "beat_this"} & set(usual.packages)


def test_a_model_that_is_not_there_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.delenv("BEATFORGE_BEAT_THIS", raising=False)
    with pytest.raises(ProjectError) as raised:
        check_brought(project(tmp_path, beats="beat_this"), tmp_path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.line) == ("BF072", 1)
    assert "beat_this-final0.ckpt is not there" in problem.message and "beats: dsp" in problem.hint


def test_an_unknown_tracker_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"BF030.*madmom"):
        project(tmp_path, beats="madmom")
