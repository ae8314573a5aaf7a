"""The Rubber Band program: what it is told, what is said where it is missing. `bench_mix.py` runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beatforge.cli.brought import check_brought
from beatforge.errors import ProjectError, ToolError
from beatforge.mix.rubberband import LATE_S, RUN_UP_S, rubberband_args, timemap
from beatforge.project.load import load_project
from tests.mix.sounds import made_part, write

RATE = 10000
ANCHORS = [(4.0, 0), (5.0, 11000), (6.5, 26500)]


def test_the_map_of_time_has_every_anchor_where_source_and_result_begin_with_some_run_up() -> None:
    lead, late = round(RUN_UP_S * RATE), round(LATE_S * RATE)
    rows = [tuple(map(int, row.split())) for row in timemap(ANCHORS, 40000 - lead, lead, RATE).splitlines()]
    assert [(source - lead + late, found - lead + late) for source, found in rows] == [
        (0, 0), (10000, 11000), (25000, 26500)
    ]  # fmt: skip


def test_anchors_before_the_source_begins_are_left_out() -> None:
    assert timemap([(0.0, 0), (1.0, 9000)], 0, 0, RATE).split() == ["9860", "8860"]


def test_the_command_stretches_by_the_map_with_the_fine_engine() -> None:
    files = (Path("times.txt"), Path("in.wav"), Path("out.wav"))
    assert rubberband_args(Path("/opt/rubberband"), 1.05, 0, *files) == [
        "/opt/rubberband", "--quiet", "--fine", "--time=1.05", "--timemap=times.txt", "in.wav", "out.wav"
    ]  # fmt: skip
    assert "--pitch=-3" in rubberband_args(Path("rubberband"), 1.05, -3, *files)


def test_without_the_program_a_part_is_refused_with_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    noise = np.zeros((2, 2 * RATE), np.float32)
    with pytest.raises(ToolError, match=r"which is not there; install it .* or write `stretch: signalsmith`"):
        made_part(tmp_path, noise, RATE, [(0.0, 0), (1.0, 11000)], stretch="rubberband")


def test_a_program_that_fails_is_reported_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "rubberband"
    program.write_text("#!/bin/sh\necho no such engine >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    with pytest.raises(ToolError, match="rubberband ended with status 3: no such engine"):
        made_part(tmp_path, np.zeros((2, RATE), np.float32), RATE, [(0.0, 0), (1.0, 11000)], stretch="rubberband")
    assert not {"source.wav", "stretched.wav", "times.txt"} & {path.name for path in tmp_path.iterdir()}


def test_a_mashup_that_asks_for_it_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.wav", np.zeros((2, RATE), np.float32), RATE)
    songs = "{a: {file: a.wav, stems: {separate: dsp}}, b: {file: b.wav, stems: {separate: dsp}}}"
    text = f"version: 1\nname: two\nmashup: {{type: classic, songs: {songs}}}\nmix: {{stretch: rubberband}}\n"
    (tmp_path / "project.yaml").write_text(text)
    monkeypatch.setenv("PATH", str(tmp_path))
    project = load_project(tmp_path / "project.yaml")
    with pytest.raises(ProjectError) as refused:
        check_brought(project, tmp_path)
    said = str(refused.value)
    assert "project.yaml:4:16: BF076 the program rubberband is not on this machine" in said
    assert "apt install rubberband-cli" in said and "`stretch: signalsmith`" in said
