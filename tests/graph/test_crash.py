"""Builders that are killed, interrupted, or not alone."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.graph.builder import SECONDS, slow_film
from tests.graph.toy_graph import Box


@pytest.fixture
def slow_box(box):
    (box.project.parent / "pids").mkdir()
    return box


def start(project: Path, store: Path, seed: int = 0) -> subprocess.Popen:
    path = os.pathsep.join(p for p in sys.path if p)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.graph.builder", str(project), str(store), str(seed)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    )


def said(builder: subprocess.Popen) -> list[dict]:
    text, _ = builder.communicate(timeout=30)
    return [json.loads(line) for line in text.splitlines()]


def named(events: list[dict], what: str) -> list[str]:
    return [e["target"] for e in events if e["event"] == what]


def left_alive(folder: Path) -> list[str]:
    """Workers and their children that still run, after a moment to end."""
    deadline = time.monotonic() + 10
    while True:
        pids = sorted(path.name for path in folder.iterdir())
        states = subprocess.run(
            ["ps", "-o", "pid=,stat=", "-p", ",".join(pids or ["0"])], capture_output=True, text=True
        )
        alive = [line for line in states.stdout.splitlines() if line.split()[1][0] != "Z"]
        if not alive or time.monotonic() > deadline:
            return alive
        time.sleep(0.05)


@pytest.mark.parametrize("seed", range(6))
def test_kill_9_leaves_no_process_and_loses_only_running_steps(slow_box, seed):
    box = slow_box
    builder = start(box.project, box.store.root)
    time.sleep(random.Random(seed).uniform(0.2, 0.6 + 4 * SECONDS))
    builder.kill()
    before = said(builder)
    assert left_alive(box.project.parent / "pids") == []

    targets = slow_film(str(box.project.parent / "pids"), 0)
    kept = {e.target.name for e in box.survey(targets).entries.values() if e.state != "stale"}
    assert set(named(before, "made")) <= kept
    report = box.build(targets)
    assert set(report.made).isdisjoint(kept)
    assert len(report.made) == len(targets) - len(kept)
    for place in (t.places["out.txt"] for t in targets):
        assert box.read(place).startswith('({"n": ')
    assert not list(box.project.rglob("*.part"))
    assert not list((box.store.root / "tmp").iterdir())


def test_a_worker_whose_answer_nobody_takes_ends_with_all_it_started(tmp_path):
    """Its answer may meet a dead builder before the closed pipe does: here the request's pipe stays open."""
    pids, out = tmp_path / "pids", tmp_path / "out"
    out.mkdir()
    value = {"n": 1, "seconds": 0.2, "pids": str(pids)}
    request = {"id": 0, "step": "tests.graph.toy_steps:slow", "value": value, "inputs": [], "out": str(out)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "beatforge.graph.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        start_new_session=True,
    )
    assert worker.stdin and worker.stdout
    worker.stdout.close()
    worker.stdin.write(json.dumps(request).encode() + b"\n")
    worker.stdin.flush()
    assert worker.wait(timeout=30) == -signal.SIGKILL
    assert len(list(pids.iterdir())) == 2
    assert left_alive(pids) == []
    worker.stdin.close()


def test_ctrl_c_kills_running_steps_and_keeps_finished_ones(slow_box):
    box = slow_box
    builder = start(box.project, box.store.root)
    assert builder.stdout
    events = []
    for line in builder.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "started" and events[-1]["target"] != "analysis":
            break
    builder.send_signal(signal.SIGINT)
    events += said(builder)
    assert builder.returncode == 130
    assert left_alive(box.project.parent / "pids") == []
    assert not list((box.store.root / "tmp").iterdir())
    made, cancelled = named(events, "made"), named(events, "cancelled")
    assert "analysis" in made and "film" in cancelled
    targets = slow_film(str(box.project.parent / "pids"), 0)
    assert sorted(made + cancelled) == sorted(t.name for t in targets)
    assert sorted(box.made(targets)) == sorted(cancelled)


def test_two_builds_sharing_a_store_make_each_key_once(slow_box, pool):
    box = slow_box
    other = Box(box.project.parent / "other", box.store.root, pool)
    builders = [start(box.project, box.store.root), start(other.project, box.store.root)]
    made = [name for builder in builders for name in named(said(builder), "made")]
    assert sorted(made) == sorted(t.name for t in slow_film("", 0))
    assert box.read("build/film.txt") == other.read("build/film.txt")


def test_a_second_build_of_one_project_waits_and_says_for_whom(slow_box):
    box = slow_box
    first = start(box.project, box.store.root)
    assert first.stdout and first.stdout.readline()
    second = said(start(box.project, box.store.root))
    said(first)
    assert second[0]["event"] == "waiting"
    assert f"`builder` (process {first.pid} on " in second[0]["target"]
    assert named(second, "made") == []
    assert len(named(second, "fresh")) == 7
