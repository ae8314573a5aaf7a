from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from beatforge.graph import snapshot
from beatforge.graph.staleness import survey
from beatforge.graph.trace import Trace
from tests.graph.toy_graph import film


def take(box):
    """Snapshot of a fresh project, with its project file."""
    own = snapshot.signatures_now([box.project / "project.yaml", box.project / "beatforge.lock"])
    with Trace(box.project) as trace:
        found = snapshot.survey_signatures(survey(film(), store=box.store, trace=trace), box.store)
    assert own is not None and found is not None
    path = snapshot.snapshot_path(box.project, ["build"])
    snapshot.save(path, {**own, **found}, {"targets": 5})
    return path


@pytest.fixture
def taken(box):
    box.write("project.yaml", "seed: 41")
    box.made(film())
    time.sleep(0.06)
    with Trace(box.project) as trace:
        trace.files.settle([box.project / "song.txt"])
    return take(box)


def test_a_fresh_project_is_current(taken):
    assert snapshot.is_current(taken) == {"targets": 5}


def test_every_file_it_rests_on_is_watched(box, taken):
    paths = json.loads(taken.read_text())["paths"]
    assert len(paths) > 10
    for path in map(str, [box.project / "project.yaml", box.project / "song.txt", box.project / "build/film.txt"]):
        assert path in paths
        os.utime(path)
        assert snapshot.is_current(taken) is None
        taken = restored_snapshot(box)


def restored_snapshot(box):
    time.sleep(0.06)
    box.made(film())
    return take(box)


def test_a_lost_output_or_blob_is_noticed(box, taken):
    (blob,) = box.blobs("analysis", film())
    blob.unlink()
    assert snapshot.is_current(taken) is None


def test_a_file_that_appears_is_noticed(box, taken):
    box.write("beatforge.lock", "")
    assert snapshot.is_current(taken) is None


def test_files_too_young_are_not_trusted(box):
    assert snapshot.signatures_now([box.write("project.yaml", "seed: 42")]) is None


def test_a_stale_project_has_no_snapshot(box):
    with Trace(box.project) as trace:
        assert snapshot.survey_signatures(survey(film(), store=box.store, trace=trace), box.store) is None


@pytest.mark.parametrize("text", ["", "{}", "[1", '{"format": 0}'])
def test_a_damaged_snapshot_is_none(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    assert snapshot.is_current(path) is None


def test_looking_imports_nothing_heavy(taken):
    code = (
        "import sys; from pathlib import Path; from beatforge.graph import snapshot;"
        f"assert snapshot.is_current(Path({str(taken)!r}));"
        "print([m for m in ('doit', 'sqlite3', 'pydantic', 'numpy', 'filelock', 'ast', 'dataclasses', 'subprocess')"
        " if m in sys.modules])"
    )
    path = os.pathsep.join(p for p in sys.path if p)
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
