"""One maker per key: whoever wants a key that someone is making waits for it.

In: a store and a key. Out: the right to make it, held by a lock of the operating system, which a dead owner loses.
It only saves work: two makers of one key would both write the same record.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from beatforge.graph.sharing import lock_mode, refused
from beatforge.graph.store import Store

WAIT_S = 0.2


@contextlib.contextmanager
def claim(store: Store, key: str, is_cancelled: Callable[[], bool]) -> Iterator[bool]:
    """Hold the claim on a key; yields False when the build was cancelled while waiting for another's.

    Raises ToolError where another user's claim cannot even be waited for.
    """
    from filelock import FileLock, Timeout

    path = store.root / "claim" / f"{key}.lock"
    lock = FileLock(path, mode=lock_mode(store.root), thread_local=False)
    while True:
        if is_cancelled():
            yield False
            return
        try:
            lock.acquire(timeout=WAIT_S)
        except Timeout:
            continue
        except PermissionError as error:
            raise refused(path, store.root) from error
        break
    try:
        yield True
    finally:
        with contextlib.suppress(OSError):
            Path(path).unlink()  # while held: a waiter that got hold of the removed file tries again
        lock.release()
