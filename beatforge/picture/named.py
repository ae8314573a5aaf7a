"""The name of a pass: equal names trace equally, in every process, as long as the program's sources are the same.

In: what is traced, and the key under which a process keeps it. Out: a digest, or None where no lasting name can be
given. Tracing takes ten times as long as loading what it leads to; a name makes it unnecessary.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

PACKAGE = Path(__file__).parents[1]

SETTLED_S = 2.0
"""A source that is younger than this program's start by less could have been changed after it was loaded."""

_STARTED = time.time()


def pass_name(draw: Callable[..., Any], key: Hashable) -> str | None:
    """A digest of a traced function and its `key`; None for functions from elsewhere and for sources being edited."""
    sources, told = _sources(), pass_told(draw, key)
    return sources and told and hashlib.sha256(f"{sources}\n{told}".encode()).hexdigest()


def pass_told(draw: Callable[..., Any], key: Hashable) -> str | None:
    """A traced function and its key in words; None for functions from elsewhere."""
    return _told((draw.__module__, draw.__qualname__, key)) if _is_ours(draw) else None


def _is_ours(function: Callable[..., Any]) -> bool:
    return function.__module__.startswith("beatforge.picture.")


def _told(value: Any) -> str | None:
    """A key in words that mean the same in another process: functions by name and by what they hold."""
    if isinstance(value, FunctionType):
        if not _is_ours(value):
            return None
        held = tuple(cell.cell_contents for cell in value.__closure__ or ())
        return _told((value.__module__, value.__qualname__, held, value.__defaults__, value.__kwdefaults__))
    if isinstance(value, tuple):
        parts = [_told(part) for part in value]
        return None if None in parts else f"({','.join(str(part) for part in parts)})"
    if isinstance(value, str | int | float | bool | None):
        return repr(value)
    return None


def _sources() -> str | None:
    """The digest of all that is traced, if it is still what this process has loaded."""
    digest, states = _read()
    return digest if states and states == _states() else None


@cache
def _read() -> tuple[str, tuple[tuple[int, int], ...]]:
    """The digest of the sources and their states; no states if one is younger than this process."""
    states = _states()
    told = hashlib.sha256()
    for path in _files():
        told.update(hashlib.sha256(path.read_bytes()).digest())
    settled = max((changed for changed, _ in states), default=0) < (_STARTED - SETTLED_S) * 1e9
    return told.hexdigest(), states if settled else ()


def _states() -> tuple[tuple[int, int], ...]:
    """When each source was changed, in ns, and its size; nothing where they can't be seen."""
    try:
        return tuple((state.st_mtime_ns, state.st_size) for state in (path.stat() for path in _files()))
    except OSError:
        return ()


@cache
def _files() -> tuple[Path, ...]:
    """All of this room, and what it takes from the project: words by which uniforms are laid out, colours, names."""
    others = (PACKAGE / "project" / f"{name}.py" for name in ("colour", "known", "vocabulary"))
    return (*sorted((PACKAGE / "picture").rglob("*.py")), *others)
