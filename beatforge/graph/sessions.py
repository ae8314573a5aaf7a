"""Running builds, as the store knows them: a folder for unfinished files each, and what they rely on.

In: a store. Out: `tmp/<session>/`, held by a lock that a dead process loses, with a list of keys and digests beside it.
Whatever stands in the list of a living session is not removed by gc.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from beatforge.graph import gate
from beatforge.graph.sharing import lock_mode

STRAY_S = 3600.0  # a file of nobody's session is removed when it is older than this


@contextlib.contextmanager
def session(root: Path) -> Iterator[Path]:
    """A folder for unfinished files, removed at the end; folders of dead sessions are removed now."""
    from filelock import FileLock

    name = uuid.uuid4().hex
    folder = root / "tmp" / name
    lock = FileLock(root / "tmp" / f"{name}.lock", mode=lock_mode(root), thread_local=False)
    sweep(root)
    lock.acquire()
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            pins_of(folder).unlink()
        with contextlib.suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def pins_of(folder: Path) -> Path:
    """Where a session says what it relies on."""
    return folder.with_name(f"{folder.name}.pins")


def pin(root: Path, folder: Path, words: Iterable[str]) -> None:
    """Rely on these keys and digests until the session ends. Look only then whether they are there."""
    text = "".join(f"{word}\n" for word in words).encode()
    with gate.shared(root):
        descriptor = os.open(pins_of(folder), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            while text:  # a full disk may take half of it
                text = text[os.write(descriptor, text) :]
        finally:
            os.close(descriptor)


def pinned(root: Path) -> set[str]:
    """Keys and digests that living sessions rely on. Hold the gate alone."""
    found: set[str] = set()
    for path in sorted((root / "tmp").glob("*.pins")):
        if _is_alive(path.with_suffix(".lock")):
            with contextlib.suppress(FileNotFoundError):
                found.update(path.read_text(encoding="ascii").split("\n"))
    return found - {""}


def sweep(root: Path) -> None:
    """Remove what dead sessions left."""
    from filelock import FileLock, Timeout

    for path in sorted((root / "tmp").iterdir()):
        if path.suffix == ".lock":
            with contextlib.suppress(Timeout, OSError), FileLock(path, timeout=0, thread_local=False):
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                path.with_suffix(".pins").unlink(missing_ok=True)
                path.unlink()
        elif path.is_dir() and not path.with_name(f"{path.name}.lock").exists():
            shutil.rmtree(path, ignore_errors=True)


def sweep_strays(root: Path, now_s: float) -> None:
    """Remove old files under `tmp/` that belong to no session any more."""
    for path in sorted((root / "tmp").glob("*.p*")):
        with contextlib.suppress(OSError):
            if now_s - path.stat().st_mtime > STRAY_S and not path.with_suffix(".lock").exists():
                path.unlink()


def sweep_claims(root: Path) -> int:
    """Remove claims that nobody holds; how many."""
    from filelock import FileLock, Timeout

    count = 0
    for path in sorted((root / "claim").glob("*.lock")):
        with contextlib.suppress(Timeout, OSError), FileLock(path, timeout=0, thread_local=False):
            path.unlink()  # while held: a waiter that got hold of the removed file tries again
            count += 1
    return count


def _is_alive(lock_file: Path) -> bool:
    """Whether the session's process holds its lock; a lock file is not made by asking."""
    from filelock import FileLock, Timeout

    if not lock_file.exists():
        return False
    try:
        with FileLock(lock_file, timeout=0, thread_local=False):
            return False
    except Timeout:
        return True
    except OSError:
        return True  # another user's: it cannot be asked, so it may live
