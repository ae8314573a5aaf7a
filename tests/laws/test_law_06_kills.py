"""Law 6: a half-written file never counts. Whatever kills a build, only running steps are lost, and no process stays.

Four kills in a usual run, twenty with BEATFORGE_FULL=1: at random moments of a real build, and while a result is
being committed (a blob has just reached the store, its record and the project have not heard of it yet).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import FILM, INTRO, TARGETS, command, environment, make_project, planned, run
from tests.undisturbed import Undisturbed

KILLS = 20 if os.environ.get("BEATFORGE_FULL") else 4
GONE_S = 3.0
"""After this long no worker of a killed builder may be left."""


class Builder:
    """A build in a process group of its own, and what it has said so far."""

    def __init__(self, file: Path, store: Path) -> None:
        self.store, self.lines, self._seen = store, [], threading.Condition()
        self.process = subprocess.Popen(
            command("build", str(file), "-j", "2", "--log", "json"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env=environment(BEATFORGE_STORE=str(store), BEATFORGE_TEST_BUILD=str(file)),
        )  # fmt: skip
        self._mark = f"BEATFORGE_TEST_BUILD={file}"
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def signal(self, number: int) -> None:
        """To the builder's own group; its workers have groups of their own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def wait_for(self, event: str, target: str) -> None:
        with self._seen:
            assert self._seen.wait_for(lambda: (event, target) in self.lines or self.process.poll() is not None, 60)

    def ended(self) -> int:
        """Its exit status, once all it said was read."""
        status = self.process.wait(timeout=60)
        self._reader.join(timeout=60)
        return status

    @property
    def made(self) -> set[str]:
        return {target for event, target in self.lines if event == "made"}

    def processes(self) -> list[str]:
        """Of builder and workers, those that live: they carry a mark in their environment."""
        listed = subprocess.run(
            ["ps", "axeww", "-o", "pid=,stat=,command="], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 2) for line in listed.stdout.splitlines() if self._mark in line]
        return [" ".join(row)[:80] for row in rows if not row[1].startswith("Z")]

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            event = json.loads(line)
            with self._seen:
                self.lines.append((event["event"], event["target"]))
                self._seen.notify_all()
        with self._seen:
            self._seen.notify_all()


@contextlib.contextmanager
def builder(file: Path, store: Path) -> Iterator[Builder]:
    """A running build that does not outlive the test."""
    running = Builder(file, store)
    try:
        yield running
    finally:
        running.signal(signal.SIGKILL)
        running.ended()
        assert running.process.stdout and running.process.stderr
        running.process.stdout.close()
        running.process.stderr.close()


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_build_loses_running_steps_only(
    undisturbed: Undisturbed, short_song: Path, tmp_path: Path, own_store: Path, number: int
) -> None:
    chance = random.Random(f"kill {number}")
    file = make_project(tmp_path / "project", short_song)
    with builder(file, own_store) as killed:
        if number % 2:
            _wait_for_blobs(killed, own_store, chance.randint(1, 2 * len(TARGETS) - 4))
            time.sleep(chance.uniform(0, 0.004))
        else:
            share = (number // 2 + chance.random()) / ((KILLS + 1) // 2)
            time.sleep(share * undisturbed.seconds)
        killed.signal(signal.SIGKILL)
        killed.ended()
        _expect_no_process(killed)
        left = set(planned(file)) if (file.parent / ".beatforge").exists() else set()
        finishing = run("build", str(file), "-j", "2", "--log", "json")
    assert finishing.returncode == 0, finishing.stderr
    events = [json.loads(line) for line in finishing.stdout.splitlines()]
    made = {event["target"] for event in events if event["event"] == "made"}
    assert not made & killed.made and not left & killed.made
    assert made | killed.made <= set(TARGETS)
    assert (file.parent / "build" / "small.mp4").read_bytes() == undisturbed.film
    assert planned(file) == {}
    assert list(file.parent.rglob("*.part")) == []
    assert [path for path in (own_store / "tmp").iterdir() if path.is_dir()] == []


def test_ctrl_c_ends_a_build_at_once_and_keeps_what_is_finished(
    undisturbed: Undisturbed, short_song: Path, tmp_path: Path, own_store: Path
) -> None:
    file = make_project(tmp_path / "project", short_song)
    with builder(file, own_store) as running:
        running.wait_for("made", INTRO)
        time.sleep(0.15)
        asked = time.monotonic()
        running.signal(signal.SIGINT)
        status = running.ended()
        assert time.monotonic() - asked < 2
        assert status == 130
        assert (
            running.process.stderr
            and "beatforge: cancelled; what was finished is kept" in running.process.stderr.read()
        )
        _expect_no_process(running)
    assert {"analysis", INTRO} <= running.made and ("cancelled", FILM) in running.lines
    happened = run("build", str(file), "--log", "json").stdout
    made = {row["target"] for row in map(json.loads, happened.splitlines()) if row["event"] == "made"}
    assert made | running.made == set(TARGETS) and not made & running.made
    assert (file.parent / "build" / "small.mp4").read_bytes() == undisturbed.film


def test_ctrl_c_while_listening_ends_at_once(short_song: Path, tmp_path: Path, own_store: Path) -> None:
    file = make_project(tmp_path / "project", short_song)
    with builder(file, own_store) as running:
        deadline = time.monotonic() + 20
        while len(running.processes()) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        running.signal(signal.SIGINT)
        assert running.ended() == 130
        _expect_no_process(running)
    assert running.made == set()


def _wait_for_blobs(builder: Builder, store: Path, count: int) -> None:
    """Until this many blobs have reached the store under their names."""
    while builder.process.poll() is None:
        if sum(1 for path in (store / "blob").rglob("*") if path.is_file()) >= count:
            return
        time.sleep(0.001)


def _expect_no_process(builder: Builder) -> None:
    deadline = time.monotonic() + GONE_S
    while left := builder.processes():
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
