"""Workers keep what they imported for as long as it is what lies on disk; a step that was cancelled has not failed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from beatforge.graph.pool import Pool, Request, StepCancelledError

STEPS = """\
import importlib, os, sys

def look(value, inputs, out, progress):
    try:
        extra = importlib.import_module("warm_toys.more.extra").WORD
    except ImportError:
        extra = "nothing"
    (out / "said").write_text(f"{extra} {os.getpid()}")

def fail(value, inputs, out, progress):
    progress(1, 1)
    raise ValueError("my child is gone")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one step, which imports a module that may be there."""
    folder = tmp_path / "code" / "warm_toys"
    (folder / "more").mkdir(parents=True)
    for parent in (folder, folder / "more"):
        (parent / "__init__.py").touch()
    (folder / "steps.py").write_text(STEPS)
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def test_a_worker_is_kept_between_steps_and_replaced_when_a_module_is_added(package: Path, tmp_path: Path) -> None:
    request = Request("toy", "warm_toys.steps:look", {}, (), tmp_path, ("warm_toys.steps",))
    said = []
    with Pool(1) as pool:
        for change in (None, None, "extra", None):
            if change:
                (package / "more" / f"{change}.py").write_text("WORD = 'something'\n")
                os.utime(package / "more", (1_900_000_000, 1_900_000_000))  # however coarse the clock of the disk
            pool.run(request, lambda done, total: None)
            said.append((tmp_path / "said").read_text().split())
    words, pids = zip(*said, strict=True)
    assert words == ("nothing", "nothing", "something", "something")
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_step_that_fails_while_it_is_cancelled_is_cancelled(package: Path, tmp_path: Path) -> None:
    request = Request("toy", "warm_toys.steps:fail", {}, (), tmp_path, ("warm_toys.steps",))
    with Pool(1) as pool, pytest.raises(StepCancelledError):
        pool.run(request, lambda done, total: pool.cancel_targets(["toy"]))
