"""A machine that sleeps: the builder, a worker or both stand still for a while, at any moment, and go on.

And a clock that is wrong: files dated in the future or long ago, and, where there is a C compiler for `clock.c`,
processes that live years before or after, or for which the clock jumps. Nothing is wrongly fresh or made again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.arena import RESULT, Arena, Outcome
from tests.attack.running import Running, ending
from tests.attack.trip import BEGUN, COMMITTED, PLACED, Trip
from tests.projects import CROSSFADE, FILM, edit
from tests.undisturbed import Undisturbed

YEAR_S = 366 * 86400


def builder_sleeps(folder: Path, base: Undisturbed, moment: str, seconds: float) -> Outcome:
    """The builder alone stands still; its worker goes on and waits with its answer."""

    def attack(arena: Arena, outcome: Outcome) -> Running:
        with ending(arena.start(trip=Trip(moment))) as running:
            outcome.fault(running.wait_tripped() > 0, f"it never came to {moment}")
            time.sleep(seconds)
            running.go_on()
            outcome.fault(running.ended() == 0, f"ended with {running.ended()}: {running.said[-300:]}")
            return running

    return _slept(folder, base, attack)


def worker_sleeps(folder: Path, base: Undisturbed, seconds: float, with_builder: bool) -> Outcome:
    """A worker stands still in its step, and the builder beside it or not."""

    def attack(arena: Arena, outcome: Outcome) -> Running:
        with ending(arena.start(trip=Trip(r"^write tmp/\*/\*/", who="worker"))) as running:
            worker = running.wait_tripped()
            outcome.fault(worker > 0, "the worker never wrote")
            if with_builder:
                running.signal(signal.SIGSTOP)
            time.sleep(seconds)
            outcome.fault(not running.is_over(), "the build did not wait for its worker")
            if with_builder:
                running.go_on()
            os.kill(worker, signal.SIGCONT)
            outcome.fault(running.ended() == 0, f"ended with {running.ended()}: {running.said[-300:]}")
            return running

    return _slept(folder, base, attack)


def killed_asleep(folder: Path, base: Undisturbed) -> Outcome:
    """The builder is killed while its worker stands still: the worker ends when it wakes."""

    def attack(arena: Arena, outcome: Outcome) -> Running:
        with ending(arena.start(trip=Trip(r"^write tmp/\*/\*/", who="worker"))) as running:
            worker = running.wait_tripped()
            running.signal(signal.SIGKILL)
            running.ended()
            os.kill(worker, signal.SIGCONT)
            outcome.left += running.left_after()
            return running

    return _slept(folder, base, attack, renders_allowed=1)


def dated(folder: Path, base: Undisturbed, shift_s: float) -> Outcome:
    """All that the user wrote and all results bear a date that far from now; later an edit that keeps size and date."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (FILM,)), Outcome()
    paths = [path for path in (*arena.folder.rglob("*"), *arena.store.rglob("*")) if path.is_file()]
    for path in paths:
        os.utime(path, (time.time() + shift_s,) * 2)
    arena.recover(outcome)
    _expect_noticed(arena, outcome, keep_date=True)
    return _ended(arena, outcome)


def clock_moved(folder: Path, base: Undisturbed, first: int, second: int) -> Outcome:
    """One build lives at the first time, the next at the second; an edit between is noticed, and its undo found."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (FILM,)), Outcome()
    clock = Clock(folder)
    for when in (first, second, first, second):
        clock.set(when)
        status, running = arena.run(env=clock.env)
        outcome.fault(status == 0, f"{when}: ended with {status}: {running.said[-300:]}")
    made = [name for running in arena.runs for name in running.named("made")]
    outcome.fault(made == [FILM], f"made {made}")
    _expect_noticed(arena, outcome, env=clock.env)
    arena.recover(outcome)
    return _ended(arena, outcome)


def clock_moved_during(folder: Path, base: Undisturbed, first: int, second: int) -> Outcome:
    """The clock jumps while a step runs."""

    def attack(arena: Arena, outcome: Outcome) -> Running:
        clock = Clock(folder)
        clock.set(first)
        with ending(arena.start(trip=Trip(BEGUN), env=clock.env)) as running:
            running.wait_tripped()
            clock.set(second)
            running.go_on()
            outcome.fault(running.ended() == 0, f"ended with {running.ended()}: {running.said[-300:]}")
            return running

    return _slept(folder, base, attack)


class Clock:
    """The time that processes with `env` see."""

    def __init__(self, folder: Path) -> None:
        shim, self._shift = folder / "clock.so", folder / "shift"
        source = Path(__file__).with_name("clock.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, source], check=True)
        self.env = {"LD_PRELOAD": str(shim), "CLOCK_SHIFT": str(self._shift)}

    def set(self, seconds: int) -> None:
        """So far from the real time, from now on."""
        part = self._shift.with_suffix(".part")
        part.write_text(str(seconds))
        part.replace(self._shift)


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """Short sleeps, and files from the future."""
    yield "both asleep in a step", worker_sleeps(folder, base, 0.1, with_builder=True)
    yield "files dated in the future", dated(folder, base, YEAR_S)


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Sleeps of some seconds at every moment; dates and clocks years apart."""
    for about, moment in (("begins a step", BEGUN), ("commits", COMMITTED), ("places", PLACED)):
        yield f"builder asleep as it {about}", lambda m=moment: builder_sleeps(folder, base, m, 8)
    yield "worker asleep in a step", lambda: worker_sleeps(folder, base, 8, with_builder=False)
    yield "all asleep in a step", lambda: worker_sleeps(folder, base, 8, with_builder=True)
    yield "builder killed, worker asleep", lambda: killed_asleep(folder, base)
    yield "files dated in the future", lambda: dated(folder, base, YEAR_S)
    yield "files dated long ago", lambda: dated(folder, base, -40 * YEAR_S)
    if shutil.which("cc"):
        for first, second in ((0, -YEAR_S), (YEAR_S, 0), (0, -7200), (7200, 0)):
            yield f"clock {first:+} s then {second:+} s", lambda a=first, b=second: clock_moved(folder, base, a, b)
            yield (
                f"clock from {first:+} s to {second:+} s in a step",
                (lambda a=first, b=second: clock_moved_during(folder, base, a, b)),
            )


def _slept(
    folder: Path, base: Undisturbed, attack: Callable[[Arena, Outcome], Running], renders_allowed: int = 0
) -> Outcome:
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (CROSSFADE, FILM)), Outcome()
    before = attack(arena, outcome)
    arena.recover(outcome, [before])
    arena.settle(outcome, renders_allowed)
    if not outcome.faults:
        arena.end()
    return outcome


def _expect_noticed(arena: Arena, outcome: Outcome, keep_date: bool = False, env: dict[str, str] | None = None) -> None:
    """An edit of one byte makes a new film, with the old date or not; its undo brings the old one back."""
    stat = arena.file.stat()
    for old, new, made in (("title: Small Song", "title: Smell Song", [FILM]),
                           ("title: Smell Song", "title: Small Song", [])):  # fmt: skip
        edit(arena.file, old, new)
        if keep_date:
            os.utime(arena.file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        status, running = arena.run(env=env)
        outcome.fault(status == 0 and running.named("made") == made, f"{new}: {status} {running.said[-300:]}")
    outcome.fault((arena.folder / RESULT).read_bytes() == arena.base.film, "undo gave another film")
    arena.needed.add("the edited film")


def _ended(arena: Arena, outcome: Outcome) -> Outcome:
    arena.settle(outcome)
    if not outcome.faults:
        arena.end()
    return outcome
