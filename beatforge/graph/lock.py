"""One builder per project folder.

In: the project folder and what the builder is called. Out: the right to build there, or a wait and the owner's name.
The lock is the operating system's, so a dead owner never holds it. Commands that only read do not take it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from beatforge.errors import ToolError


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is building here."""

    pid: int
    host: str
    started: str
    command: str

    def __str__(self) -> str:
        return f"`{self.command}` (process {self.pid} on {self.host}, since {self.started})"


@contextlib.contextmanager
def project_lock(
    project: Path, command: str, on_wait: Callable[[Owner | None], None] = lambda owner: None
) -> Iterator[None]:
    """Hold the project; while another does, say once who (None when it did not say) and wait."""
    from filelock import FileLock, Timeout

    folder = project / ".beatforge"
    with _writing(project, folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait(owner_of(project))
            lock.acquire()
    try:
        note = folder / "lock.json"
        me = Owner(os.getpid(), socket.gethostname(), time.strftime("%Y-%m-%d %H:%M:%S"), command)
        note.write_text(json.dumps(asdict(me)) + "\n", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / "lock.json").unlink()
        lock.release()


@contextlib.contextmanager
def _writing(project: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ToolError(
            f"nothing can be built in {project}: {error.strerror or error}: {error.filename or folder}; a build keeps"
            " its memory there, so make the folder writable, or copy the project to one that is"
        ) from error


def owner_of(project: Path) -> Owner | None:
    """Who holds, or last held, this project."""
    try:
        return Owner(**json.loads((project / ".beatforge" / "lock.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
