"""A `beatforge` process under attack: real command line, own process group, its moments noted by the audit hook."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.attack.trip import Trip
from tests.projects import command, environment

HOOK = Path(__file__).parent / "hook"
LONG_S = 120.0
"""No event of a tiny build takes this long, even on a busy machine; waiting for one ends earlier."""


class Running:
    """One command; what it prints goes to files, so nothing has to read along."""

    def __init__(
        self, args: list[str], project: Path, store: Path, notes: Path, trip: Trip | None = None,
        env: dict[str, str] | None = None, prefix: list[str] | None = None, **how: Any,
    ) -> None:  # fmt: skip
        notes.mkdir(parents=True, exist_ok=True)
        self.name = uuid.uuid4().hex
        self.out, self.err = notes / f"{self.name}.out", notes / f"{self.name}.err"
        self.log, self.mark = notes / f"{self.name}.log", notes / f"{self.name}.mark"
        self.id = f"BEATFORGE_ATTACKED={self.name}"
        spec = {"match": "", "count": 0, "who": "", "then": "", "after_s": 0.0, "every": False}
        spec |= dataclasses.asdict(trip) if trip else {}
        spec |= {"log": str(self.log), "mark": str(self.mark), "project": str(project)}
        spec["notes"] = (env or {}).get("BEATFORGE_NOTES", "begun")
        real = environment(BEATFORGE_STORE=str(store), BEATFORGE_TRIP=json.dumps(spec), **(env or {}))
        real = {**real, "PYTHONPATH": f"{HOOK}{os.pathsep}{real['PYTHONPATH']}", "BEATFORGE_ATTACKED": self.name}
        how = {"stdin": subprocess.DEVNULL, "stdout": self.out.open("wb"), "stderr": self.err.open("wb"), **how}
        first = how.pop("preexec_fn", lambda: None)
        self.process = subprocess.Popen(
            [*(prefix or []), *command(*args)], env=real, start_new_session=True,
            preexec_fn=lambda: (_listen_to_signals(), first()), **how,
        )  # fmt: skip
        for stream in (how["stdout"], how["stderr"]):
            if hasattr(stream, "close"):
                stream.close()

    def signal(self, number: int) -> None:
        """To the command's own process group; its workers have groups of their own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def go_on(self) -> None:
        """After it stood still."""
        wait_until(lambda: self.is_over() or state_of(self.process.pid) in ("T", "t"), "the process to stand still")
        self.signal(signal.SIGCONT)

    def ended(self) -> int:
        """Its exit status, as a shell would say it."""
        status = self.process.wait(timeout=LONG_S)
        return status if status >= 0 else 128 - status

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def wait_tripped(self) -> int:
        """Until the trip was reached, and with SIGSTOP the process stands still; its pid. 0 if the command ended."""
        wait_until(lambda: self.tripped is not None or self.is_over(), "the trip")
        if self.tripped is None:
            return 0
        pid = int(self.tripped.split()[0])
        wait_until(lambda: state_of(pid) in ("T", "t", "Z", "X", ""), "the process to stand still")
        return pid

    def wait_tripped_again(self) -> bool:
        """Until the builder stands still at one more moment; False if it ended instead."""
        wait_until(lambda: self.is_over() or state_of(self.process.pid) in ("T", "t"), "one more moment")
        return not self.is_over()

    @property
    def tripped(self) -> str | None:
        """`PID MOMENT` of the trip."""
        return next((line.split(" TRIP ")[1] for line in _lines(self.log) if " TRIP " in line), None)

    @property
    def moments(self) -> list[str]:
        """What the builder itself did, in order."""
        return [line.removeprefix("builder ") for line in _lines(self.log) if line.startswith("builder ")]

    @property
    def opened(self) -> list[str]:
        """`open PATH` and the like, of builder and workers, where BEATFORGE_NOTES is `opened`."""
        return [line.split(" OPENED ")[1] for line in _lines(self.log) if " OPENED " in line]

    @property
    def variables(self) -> list[list[str]]:
        """Names in the environment of each worker."""
        return [json.loads(line.split(" VARIABLES ")[1]) for line in _lines(self.log) if " VARIABLES " in line]

    @property
    def begun(self) -> int:
        """Steps that began."""
        return sum(moment == "mkdir tmp/*/*" for moment in self.moments)

    @property
    def said(self) -> str:
        """All that it printed, on both streams."""
        return self.out.read_text(errors="replace") + self.err.read_text(errors="replace")

    @property
    def events(self) -> list[dict[str, Any]]:
        """What `--log json` told; a killed command may have left half a line."""
        found = []
        for line in _lines(self.out):
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found

    def named(self, event: str) -> list[str]:
        """Targets with this event."""
        return [row["target"] for row in self.events if row.get("event") == event]

    def processes(self) -> list[str]:
        """Those of the command, its workers and their children that live: they carry a mark in their environment."""
        listed = subprocess.run(
            ["ps", "axeww", "-o", "pid=,stat=,command="], capture_output=True, text=True, errors="replace", check=True
        )
        rows = [line.split(None, 2) for line in listed.stdout.splitlines() if self.id in line]
        return [" ".join(row)[:90] for row in rows if not row[1].startswith("Z")]

    def left_after(self, seconds: float = 20.0) -> int:
        """Processes that have not ended within this time after the command itself."""
        deadline = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.03)
        return len(left)

    def end(self) -> None:
        """Kill what is left."""
        self.signal(signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        for row in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(row.split()[0]), signal.SIGKILL)


@contextlib.contextmanager
def ending(running: Running) -> Iterator[Running]:
    """The command does not outlive the block."""
    try:
        yield running
    finally:
        running.end()


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = LONG_S) -> None:
    """Until it is so; AssertionError after far too long."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.005)


def state_of(pid: int) -> str:
    """R, S, T for stopped, Z; empty when there is no such process."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip()[:1]


def _listen_to_signals() -> None:
    """As on a terminal, also where the tests themselves run in the background."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
