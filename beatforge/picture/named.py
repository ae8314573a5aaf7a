"""The name of a pass: equal names trace equally, in every process, as long as the program's sources are the same.

In: what is traced, and the key under which a process keeps it. Out: a digest, or None where no lasting name can be
given. Tracing takes ten times as long as loading what it leads to; a name makes it unnecessary. What another room
traces is named by that room's sources too.
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
    told = pass_told(draw, key)
    sources = [_sources(room) for room in sorted(_rooms((draw, key)))] if told else [None]
    return None if None in sources else hashlib.sha256(f"{sources}\n{told}".encode()).hexdigest()


def pass_told(draw: Callable[..., Any], key: Hashable) -> str | None:
    """A traced function and its key in words; None for functions from elsewhere."""
    return _told((draw.__module__, draw.__qualname__, key)) if _room(draw) else None


def _room(function: Callable[..., Any]) -> str:
    """The room of the program that a function is in; empty for functions from elsewhere."""
    program, _, rest = function.__module__.partition(".")
    return rest.partition(".")[0] if program == PACKAGE.name else ""


def _rooms(value: Any) -> set[str]:
    """The rooms of all functions in a key: a persona's stage is painted by a pass of the picture's."""
    if isinstance(value, FunctionType):
        return {_room(value)}.union(*(_rooms(cell.cell_contents) for cell in value.__closure__ or ()))
    return set().union(*map(_rooms, value)) if isinstance(value, tuple) else set()


def _told(value: Any) -> str | None:
    """A key in words that mean the same in another process: functions by name and by what they hold."""
    if isinstance(value, FunctionType):
        if not _room(value):
            return None
        held = tuple(cell.cell_contents for cell in value.__closure__ or ())
        return _told((value.__module__, value.__qualname__, held, value.__defaults__, value.__kwdefaults__))
    if isinstance(value, tuple):
        parts = [_told(part) for part in value]
        return None if None in parts else f"({','.join(str(part) for part in parts)})"
    if isinstance(value, str | int | float | bool | None):
        return repr(value)
    return None


def _sources(room: str) -> str | None:
    """The digest of all that is traced for a room, if it is still what this process has loaded."""
    digest, states = _read(room)
    return digest if states and states == _states(room) else None


@cache
def _read(room: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The digest of the sources and their states; no states if one is younger than this process."""
    states = _states(room)
    told = hashlib.sha256()
    for path in _files(room):
        told.update(hashlib.sha256(path.read_bytes()).digest())
    settled = max((changed for changed, _ in states), default=0) < (_STARTED - SETTLED_S) * 1e9
    return told.hexdigest(), states if settled else ()


def _states(room: str) -> tuple[tuple[int, int], ...]:
    """When each source was changed, in ns, and its size; nothing where they can't be seen."""
    try:
        return tuple((state.st_mtime_ns, state.st_size) for state in (path.stat() for path in _files(room)))
    except OSError:
        return ()


@cache
def _files(room: str) -> tuple[Path, ...]:
    """All of this room, and what it takes from the project: words by which uniforms are laid out, colours, names. For
    another room, all of that too, and of the project."""
    if room != "picture":
        return tuple(path for name in ("picture", "project", room) for path in sorted((PACKAGE / name).rglob("*.py")))
    taken = (PACKAGE / "project" / f"{name}.py" for name in ("colour", "known", "vocabulary"))
    return (*sorted((PACKAGE / "picture").rglob("*.py")), *taken)
