"""A few attacks of every sort in a usual run; kills and signals are in tests/laws.

`python -m tests.bench.attack --full` carries out all of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attack import crowds, damage, disks, inputs, secrets, sleeps
from tests.attack.arena import Outcome
from tests.projects import environment
from tests.undisturbed import Undisturbed

SORTS = {
    "crowds": crowds, "full disk": disks, "sleep and clock": sleeps, "damage": damage, "edited inputs": inputs,
    "secrets": secrets,
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_nothing_is_lost_left_behind_or_wrong_after(sort: str, undisturbed: Undisturbed, tmp_path: Path) -> None:
    for about, outcome in SORTS[sort].few(tmp_path / "arena", undisturbed):
        assert outcome.is_clean, (about, outcome)


def test_modules_in_a_project_folder_are_never_run(film: Path) -> None:
    """Also where Python itself would look there first."""
    sprung = film.parent / "sprung"
    for name in ("yaml.py", "pydantic.py", "sitecustomize.py", "numpy.py", "styles/__init__.py"):
        (film.parent / name).write_text(f"open({str(sprung)!r}, 'w').close()\n")
    for words in (["check"], ["plan"]):
        done = subprocess.run(
            [sys.executable, "-m", "beatforge", *words],
            cwd=film.parent,
            env=environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert not sprung.exists()


def test_an_outcome_counts_everything_that_went_wrong() -> None:
    for bad in (Outcome(bytes_lost=1), Outcome(left=1), Outcome(tracebacks=1), Outcome(faults=["half a blob"])):
        assert not bad.is_clean and not Outcome(runs=1).add(bad).is_clean
    assert Outcome(runs=1, renders=1).is_clean
