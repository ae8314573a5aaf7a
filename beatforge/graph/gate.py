"""The moment in which gc takes things away, and in which nobody may lay a hand on them.

In: a store's folder. Out: a lock that builders share for the microseconds in which they say what they rely on, and that
gc has to itself while it reads what they said and removes the rest. A dead holder never keeps it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def shared(root: Path) -> Iterator[None]:
    """Hold the gate together with other builders."""
    with _held(root, alone=False):
        yield


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the gate with nobody else."""
    with _held(root, alone=True):
        yield


@contextlib.contextmanager
def _held(root: Path, alone: bool) -> Iterator[None]:
    path = root / "gate"
    if os.name != "posix":
        from filelock import FileLock

        with FileLock(path, thread_local=False):
            yield
        return
    import fcntl

    # read-only suffices for flock, so that several users can share a store
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
