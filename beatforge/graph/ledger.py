"""How large a store is, without walking it.

In: every growth and loss, as it happens, one line each in `<store>/size`. Out: their sum. What is killed between a line
and its bytes leaves a sum that is too large, never one that is too small; gc counts anew and sets it right.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path

from beatforge.graph import gate
from beatforge.graph.sharing import let_in


def total(root: Path) -> int | None:
    """Bytes in the store, or None where nobody has counted yet."""
    try:
        return max(0, sum(map(int, (root / "size").read_bytes().split())))
    except (OSError, ValueError):
        return None


def begin(root: Path) -> None:
    """Start counting in a new, empty store."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(root / "size", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        let_in(root / "size", root)


def add(root: Path, size: int) -> None:
    """Note that the store grows (or shrinks) by this; nothing where nobody has counted yet."""
    if not size:
        return
    with contextlib.suppress(FileNotFoundError, PermissionError), gate.shared(root):
        descriptor = os.open(root / "size", os.O_WRONLY | os.O_APPEND)
        try:
            os.write(descriptor, b"%d\n" % size)
        finally:
            os.close(descriptor)


def mark(root: Path) -> int:
    """Where the notes end now, for `recount`."""
    try:
        return (root / "size").stat().st_size
    except OSError:
        return 0


def recount(root: Path, size: int, since: int) -> None:
    """The store was counted: `size` bytes, to which notes after the mark `since` are added. Hold the gate alone."""
    path = root / "size"
    with contextlib.suppress(FileNotFoundError, ValueError):
        size += sum(map(int, path.read_bytes()[since:].split()))
    part = root / "tmp" / f"{uuid.uuid4().hex}.part"
    part.write_bytes(b"%d\n" % max(0, size))
    let_in(part, root)
    part.replace(path)
