"""What a build shows while it runs: a live line per running step on a terminal, plain lines in a pipe, JSON on demand.

Comes in: the engine's events, from several threads. Goes out: text. Decides nothing.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Protocol

from beatforge.cli.terminal import is_live
from beatforge.cli.wording import in_words
from beatforge.graph.events import Event

FINAL = ("made", "restored", "fresh", "failed", "cancelled")


class Display(Protocol):
    """Where events go; used as a context manager around a build."""

    def __enter__(self) -> Display: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def expect(self, names: Sequence[str], seconds: float) -> None:
        """The targets about to be made and how long that is likely to take on one core."""

    def show(self, event: Event) -> None:
        """One event, from any thread."""


class JsonLog:
    """One object a line on standard output, with `event` and `target`; only what is final for a target."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> JsonLog:
        return self

    def __exit__(self, *ended: object) -> None:
        sys.stdout.flush()

    def expect(self, names: Sequence[str], seconds: float) -> None:
        """Nothing: the log holds events only."""

    def show(self, event: Event) -> None:
        """The event as one line."""
        if event.event not in FINAL:
            return
        line: dict[str, Any] = {"event": event.event, "target": event.target}
        if event.task:
            line["task"] = event.task
        if event.event == "made":
            line["seconds"] = round(event.seconds, 3)
        if event.message:
            line["message"] = event.message
        with self._lock:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()


class PlainLines:
    """One line per target that was made, restored, or failed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> PlainLines:
        return self

    def __exit__(self, *ended: object) -> None:
        sys.stdout.flush()

    def expect(self, names: Sequence[str], seconds: float) -> None:
        """How much there is to do."""
        if names:
            self._print(f"{len(names)} to make, about {in_words(seconds)}")

    def show(self, event: Event) -> None:
        """A line for what is final; steps that started or went on say nothing."""
        if event.event == "made":
            self._print(f"made {event.target} ({event.seconds:.1f} s)")
        elif event.event in ("restored", "failed", "cancelled"):
            self._print(f"{event.event} {event.target}" + (f": {_first_line(event.message)}" if event.message else ""))

    def _print(self, text: str) -> None:
        with self._lock:
            print(text, flush=True)


class Live:
    """A live table on a terminal: running steps with their speed, and the whole with the time left."""

    def __init__(self, jobs: int) -> None:
        from rich.progress import BarColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[note]}", markup=False)
        )
        self._jobs = jobs
        self._whole: Any = None
        self._rows: dict[str, Any] = {}
        self._since: dict[str, float] = {}
        self._left: dict[str, float] = {}
        self._total = 0.0
        self._started = time.monotonic()

    def __enter__(self) -> Live:
        self._progress.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._progress.stop()

    def expect(self, names: Sequence[str], seconds: float) -> None:
        """The whole build's row."""
        if self._whole is not None:
            self._progress.remove_task(self._whole)
        self._started = time.monotonic()
        self._left = dict.fromkeys(names, seconds / max(1, len(names)))
        self._total = max(1, len(names))
        self._whole = self._progress.add_task("film", total=self._total, note=f"about {in_words(seconds / self._jobs)}")

    def show(self, event: Event) -> None:
        """Move the row of the event's target, or end it."""
        if event.event == "started":
            self._since[event.target] = time.monotonic()
            self._rows[event.target] = self._progress.add_task(event.target, total=None, note="")
        elif event.event == "progress" and event.target in self._rows:
            speed = event.done / max(1e-3, time.monotonic() - self._since[event.target])
            note = f"{event.done}/{event.total} frames, {speed:.0f} fps" if _counts_frames(event.target) else ""
            self._progress.update(self._rows[event.target], completed=event.done, total=event.total, note=note)
            self._advance()
        elif event.event in FINAL:
            self._finish(event)

    def _finish(self, event: Event) -> None:
        row = self._rows.pop(event.target, None)
        if row is not None:
            self._progress.remove_task(row)
        self._left.pop(event.target, None)
        if event.event == "failed":
            told = f"failed {event.target}: {_first_line(event.message)}"
            self._progress.console.print(told, markup=False, highlight=False)
        self._advance()

    def _advance(self) -> None:
        if self._whole is None:
            return
        partial = sum(_share(self._progress.tasks, row) for row in self._rows.values())
        done = self._total - len(self._left) + partial
        spent = time.monotonic() - self._started
        left = in_words(spent / done * (self._total - done)) if done > 0.5 else "..."
        self._progress.update(self._whole, completed=done, note=f"{left} left")


def _share(rows: Sequence[Any], row: Any) -> float:
    found = next((task for task in rows if task.id == row), None)
    return float(found.completed / found.total) if found and found.total else 0.0


def _first_line(message: str) -> str:
    """What can be told in a line while others run; the whole is told at the end."""
    first, _, rest = message.partition("\n")
    return f"{first} ..." if rest else first


def _counts_frames(target: str) -> bool:
    return target.startswith(("scene/", "transition/"))


def choose_display(log: str, jobs: int) -> Display:
    """JSON where it was asked for, a live display on a terminal, plain lines elsewhere."""
    if log == "json":
        return JsonLog()
    return Live(jobs) if is_live() else PlainLines()
