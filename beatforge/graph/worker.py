"""The far side of a worker process: runs one step at a time until its parent is gone.

In: JSON lines on standard input, `{"id", "step", "value", "inputs", "out"}`. Out: JSON lines on what was standard
output: progress, then done or failed. The step itself gets no standard input, and what it prints goes to stderr.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

from beatforge.errors import BeatforgeError, GateError

PROGRESS_S = 0.1  # no more often than this
END_OF_STDERR = "\x00end of step "


def main() -> None:
    """Serve steps until standard input closes."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())  # the thread that starts workers hears no signals; steps do
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    try:
        while True:
            _serve(json.loads(waiting.get()), answers)
    finally:  # the answer may find the parent gone before the listener does
        _end()


def _listen(requests: IO[str], waiting: queue.SimpleQueue[str]) -> None:
    """Pass requests on; when the parent has closed the pipe, or died, end at once with all that the step started."""
    for line in requests:
        waiting.put(line)
    _end()


def _end() -> NoReturn:
    """End this process with all that its step started."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _serve(request: dict[str, Any], answers: IO[str]) -> None:
    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    started = os.times()
    try:
        _call(request, say)
        answer: dict[str, Any] = {"done": True}
    except BaseException as error:
        answer = {
            "failed": _in_words(error),
            "gate": isinstance(error, GateError),
            "trace": "".join(traceback.format_exception(error)),
        }
    ended = os.times()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # a step may have closed or replaced them
            stream.flush()
    os.write(2, f"\n{END_OF_STDERR}{request['id']}\n".encode())
    say({**answer, "id": request["id"], "cpu_seconds": sum(ended[:4]) - sum(started[:4])})


def _in_words(error: BaseException) -> str:
    """What our own errors say; for others also where they were raised."""
    if isinstance(error, BeatforgeError):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{os.strerror(error.errno)}: the store's disk is full; `beatforge gc --max SIZE` makes room"
    text = traceback.format_exception_only(error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    return f"{text} ({Path(frames[-1].filename).name}:{frames[-1].lineno}, in {frames[-1].name})" if frames else text


def _call(request: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    module, _, function = request["step"].partition(":")
    step = getattr(importlib.import_module(module), function)
    said_at = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - said_at >= PROGRESS_S or done == total:
            said_at = now
            say({"progress": [int(done), int(total)]})

    step(request["value"], [Path(path) for path in request["inputs"]], Path(request["out"]), progress)


if __name__ == "__main__":
    main()
