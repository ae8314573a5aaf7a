"""Told to stop: Ctrl-C once and twice, SIGTERM, SIGQUIT, a closed terminal, a reader of the log that goes away.

The builder stands still at the chosen moment while the signal is sent, so that it arrives exactly there.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import termios
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.arena import Arena, Outcome
from tests.attack.running import Running, ending, wait_until
from tests.attack.trip import BEGUN, COMMITTED, PLACED, Trip
from tests.projects import CROSSFADE, FILM
from tests.undisturbed import Undisturbed

STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGQUIT: 131}
MOMENTS = {
    "starting": r"^mkdir \.beatforge",
    "surveying": r"^read song\.wav",
    "beginning a step": BEGUN,
    "committing": COMMITTED,
    "placing": PLACED,
    "ending": r"^rename \.beatforge/fresh",
}


def told(folder: Path, base: Undisturbed, number: signal.Signals, moment: str) -> Outcome:
    """One signal at one moment."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        with ending(arena.start(trip=Trip(moment))) as running:
            outcome.fault(running.wait_tripped() > 0, f"it never came to {moment}")
            running.signal(number)
            running.signal(signal.SIGCONT)
            _expect(outcome, running, STATUS[number])

    return _attacked(folder, base, attack)


def told_twice(folder: Path, base: Undisturbed, number: signal.Signals) -> Outcome:
    """The second signal comes while the first is obeyed: the killed step's folder is being removed."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        with ending(arena.start(trip=Trip(r"^rmtree tmp/\*/\*"))) as running:
            wait_until(lambda: running.begun > 0, "a step")
            running.signal(number)
            outcome.fault(running.wait_tripped() > 0, "it did not wind down")
            running.signal(number)
            running.signal(signal.SIGCONT)
            _expect(outcome, running, STATUS[number])

    return _attacked(folder, base, attack, CROSSFADE)


def told_at_once_twice(folder: Path, base: Undisturbed, number: signal.Signals) -> Outcome:
    """Two signals as fast as they can be sent."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        with ending(arena.start(trip=Trip(BEGUN))) as running:
            running.wait_tripped()
            for each in (number, signal.SIGCONT, number):
                running.signal(each)
            _expect(outcome, running, STATUS[number])

    return _attacked(folder, base, attack)


def unread(folder: Path, base: Undisturbed, log: str) -> Outcome:
    """The reader of the output goes away, as in `beatforge build | head -1`."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        reader, writer = os.pipe()
        words = ("build", str(arena.folder), "--log", log)
        with ending(arena.start(*words, trip=Trip(BEGUN), stdout=writer)) as running:
            os.close(writer)
            running.wait_tripped()
            os.close(reader)
            running.signal(signal.SIGCONT)
            _expect(outcome, running, 141)
            outcome.fault(running.err.read_text() == "", running.err.read_text()[-300:])

    return _attacked(folder, base, attack)


def closed(folder: Path, base: Undisturbed, moment: str = BEGUN) -> Outcome:
    """The terminal is closed: SIGHUP, and writing to it fails from then on."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        terminal, slave = pty.openpty()
        ended = threading.Event()
        reader = threading.Thread(target=_read_until, args=(terminal, ended))
        reader.start()
        streams = {"stdin": slave, "stdout": slave, "stderr": slave}
        words = ("build", str(arena.folder))
        with ending(arena.start(*words, trip=Trip(moment), preexec_fn=_take_terminal, **streams)) as running:
            os.close(slave)
            running.wait_tripped()
            ended.set()
            reader.join()
            os.close(terminal)
            running.signal(signal.SIGCONT)
            _expect(outcome, running, 129)

    return _attacked(folder, base, attack)


def ignored(folder: Path, base: Undisturbed) -> Outcome:
    """Under nohup a closed terminal ends nothing."""

    def attack(arena: Arena, outcome: Outcome) -> None:
        with ending(arena.start(trip=Trip(BEGUN), prefix=["nohup"])) as running:
            running.wait_tripped()
            running.signal(signal.SIGHUP)
            running.signal(signal.SIGCONT)
            _expect(outcome, running, 0)

    return _attacked(folder, base, attack)


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """Each sort once."""
    yield "Ctrl-C twice", told_twice(folder, base, signal.SIGINT)
    yield "SIGTERM between blob and record", told(folder, base, signal.SIGTERM, COMMITTED)
    yield "a closed terminal", closed(folder, base)
    yield "a reader that is gone", unread(folder, base, "json")


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Every signal at every moment, and the rest."""
    for number in STATUS:
        for about, moment in MOMENTS.items():
            yield f"{number.name}, {about}", lambda n=number, m=moment: told(folder, base, n, m)
        if number != signal.SIGQUIT:  # which ends a process without winding down
            yield f"{number.name}, twice, winding down", lambda n=number: told_twice(folder, base, n)
        yield f"{number.name}, twice at once", lambda n=number: told_at_once_twice(folder, base, n)
    for about, moment in MOMENTS.items():
        yield f"terminal closed, {about}", lambda m=moment: closed(folder, base, m)
    yield "reader of the text log gone", lambda: unread(folder, base, "text")
    yield "reader of the JSON log gone", lambda: unread(folder, base, "json")
    yield "nohup", lambda: ignored(folder, base)


def _attacked(folder: Path, base: Undisturbed, attack: Callable[[Arena, Outcome], None], lost: str = FILM) -> Outcome:
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (lost,)), Outcome()
    attack(arena, outcome)
    outcome.left += arena.runs[0].left_after()
    arena.expect_whole(outcome)
    arena.recover(outcome, arena.runs[:1])
    arena.settle(outcome, renders_allowed=1)
    if not outcome.faults:
        arena.end()
    return outcome


def _expect(outcome: Outcome, running: Running, status: int) -> None:
    found = running.ended()
    outcome.fault(found == status, f"ended with {found}, not {status}: {running.said[-300:]}")


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read_until(terminal: int, ended: threading.Event) -> None:
    while not ended.is_set():
        if select.select([terminal], [], [], 0.02)[0]:
            os.read(terminal, 4096)
