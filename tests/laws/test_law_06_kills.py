"""Law 6: a half-written file never counts. Whatever ends a build, only running steps are lost, and no process stays.

A kill and a signal of each sort in a usual run, spread over every step kind with BEATFORGE_FULL=1. What has to hold
after each of them stands in `tests.attack.arena`; `python -m tests.bench.attack --full` has two hundred kills.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.attack import kills, signals
from tests.attack.arena import Arena, Outcome
from tests.attack.running import ending
from tests.attack.trip import BEGUN, Trip
from tests.projects import FILM
from tests.undisturbed import Undisturbed

FULL = bool(os.environ.get("BEATFORGE_FULL"))


def test_a_killed_build_loses_running_steps_only(undisturbed: Undisturbed, tmp_path: Path) -> None:
    for about, outcome in kills.few(tmp_path / "arena", undisturbed):
        assert outcome.is_clean and outcome.runs == 1, (about, outcome)


@pytest.mark.skipif(not FULL, reason="BEATFORGE_FULL=1 kills twenty builds more, in every step kind")
def test_a_build_killed_anywhere_loses_running_steps_only(undisturbed: Undisturbed, tmp_path: Path) -> None:
    for group, planned in kills.many(tmp_path / "recording", undisturbed, 20):
        for kind, trip, jobs in planned:
            outcome = kills.kill(tmp_path / "arena", undisturbed, kills.KINDS[kind], trip, jobs)
            assert outcome.is_clean, (group, outcome)


def test_a_build_told_to_stop_ends_with_its_status_and_keeps_what_is_finished(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    for about, outcome in signals.few(tmp_path / "arena", undisturbed):
        assert outcome.is_clean and outcome.runs == 1, (about, outcome)


def test_ctrl_c_says_that_what_was_finished_is_kept(undisturbed: Undisturbed, tmp_path: Path) -> None:
    arena = Arena(tmp_path / "arena", undisturbed, (FILM,))
    with ending(arena.start(trip=Trip(BEGUN))) as running:
        assert running.wait_tripped()
        running.signal(signal.SIGINT)
        running.go_on()
        assert running.ended() == 130
        assert running.err.read_text() == "beatforge: cancelled; what was finished is kept\n"
        assert running.named("cancelled") == [FILM] and running.left_after() == 0


def test_an_attack_that_went_wrong_is_noticed(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """Half a blob, half a record and half a result under their final names are what these tests look for."""
    arena = Arena(tmp_path / "arena", undisturbed, ())
    record, *_ = arena.records()
    place = arena.folder / "build" / "small.mp4"
    for path in (next(path for path in (arena.store / "blob").rglob("*") if path.is_file()), record, place):
        whole, outcome = path.read_bytes(), Outcome()
        path.chmod(0o644)
        path.write_bytes(whole[: len(whole) // 2])
        arena.expect_whole(outcome)
        assert len(outcome.faults) == 1 and "half a" in outcome.faults[0], outcome
        path.write_bytes(whole)
    outcome = Outcome()
    arena.expect_whole(outcome)
    assert outcome.is_clean
