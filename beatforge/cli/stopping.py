"""Ends a command that is told to stop: Ctrl-C, a closed terminal, a polite kill.

The first such signal is raised in the main thread as KeyboardInterrupt, whichever it was: running steps end, and what
is finished is kept. A second one ends the process at once, which is as safe as any kill. What was ignored from the
start (nohup, a shell's background jobs) stays ignored. Imports nothing heavy.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from beatforge.errors import CANCELLED, DONE

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SHOW_CURSOR = "\x1b[?25h"


class Stop:
    """Which signal told the command to stop; 0 while none did."""

    def __init__(self) -> None:
        self.number = 0

    def status(self, status: int) -> int:
        """The exit status a shell expects: 128 and the signal's number, 130 for Ctrl-C."""
        return 128 + self.number if self.number and status != DONE else status


@contextmanager
def stopping(is_process: bool) -> Iterator[Stop]:
    """Listen to these signals meanwhile. After a stop, and at the end of a process, they end it without a word."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def told(number: int, frame: FrameType | None) -> None:
        if stop.number:
            _end_now(number)
        stop.number = number
        raise KeyboardInterrupt

    known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in known}
    heard = [number for number in known if before[number] not in (signal.SIG_IGN, None)]
    for number in heard:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL if is_process or stop.number else before[number])


def leave_output() -> None:
    """Nobody reads any more: what is still to be printed goes nowhere, instead of failing once again at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())


def _end_now(number: int) -> None:
    with suppress(OSError):
        os.write(2, f"{_SHOW_CURSOR if os.isatty(2) else ''}beatforge: ended at once\n".encode())
    os._exit(CANCELLED if number == signal.SIGINT else 128 + number)
