"""A small database file that opens wherever a project lies.

In: a path, a format and the tables. Out: a connection: with a write-ahead log where the file system has shared memory,
with a rollback journal elsewhere, and in memory, with what could be read, where the folder cannot be written. A damaged
file, or one of another format, is moved aside. Damage that shows only later is for the caller, who has checksums.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from beatforge.errors import ToolError

_CIRCUMSTANCES = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM, sqlite3.SQLITE_INTERRUPT,
}  # fmt: skip
PATIENCE_S = 30  # for another process's transaction


def connect(path: Path, form: int, tables: str) -> sqlite3.Connection:
    """The database at this path. Raises ToolError when another process does not let go of it."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _writable(path, form, tables)
        except _DamagedError:
            move_aside(path)
            return _writable(path, form, tables)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise ToolError(f"{path} is held by another process, or cannot be locked there: {error}") from error
    return _in_memory(path, form, tables)


class _DamagedError(Exception):
    """The file is no database, or one of another format."""


def _writable(path: Path, form: int, tables: str) -> sqlite3.Connection:
    try:
        return _prepared(path, form, tables, "wal")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
    _leave_wal(path)
    return _prepared(path, form, tables, "delete")


def _prepared(path: Path, form: int, tables: str, journal: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE_S, check_same_thread=False)
    with _closed_on_error(db):
        found = _check(db, form)
        db.execute(f"pragma journal_mode = {journal}").fetchone()
        db.execute("begin immediate")  # only an attempt to write shows that the log has no shared memory
        db.execute("rollback")
        if found != form:
            db.executescript(f"{tables} pragma user_version = {form};")
        db.execute("pragma synchronous = normal")
    return db


def _leave_wal(path: Path) -> None:
    """Take a file back from its write-ahead log without the shared memory that log needs."""
    db = sqlite3.connect(path, timeout=PATIENCE_S)
    with contextlib.closing(db):
        db.execute("pragma locking_mode = exclusive").fetchone()  # before the first look, or it asks for shared memory
        db.execute("pragma journal_mode = delete").fetchone()


def _in_memory(path: Path, form: int, tables: str) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    for how in ("mode=ro", "mode=ro&immutable=1"):  # immutable: a log's file without its folder being writable
        try:
            with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True)) as file:
                if _check(file, form) == form:
                    file.backup(memory)
                    return memory
        except (sqlite3.DatabaseError, _DamagedError):
            continue
    memory.executescript(tables)
    return memory


def _check(db: sqlite3.Connection, form: int) -> int:
    """The file's format, 0 for a new one."""
    try:
        (found,) = db.execute("pragma user_version").fetchone()
        db.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise _DamagedError(str(error)) from error
    if found not in (0, form):
        raise _DamagedError(f"format {found}")
    return int(found)


@contextlib.contextmanager
def _closed_on_error(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is to blame: not a full or failing disk, a lock, rights, or a closed connection."""
    if isinstance(error, sqlite3.ProgrammingError):
        return False
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _CIRCUMSTANCES


def move_aside(path: Path) -> None:
    """Keep a damaged file under another name, out of the way."""
    for end in ("", "-wal", "-shm"):
        part = path.with_name(path.name + end)
        if part.exists():
            part.replace(path.with_name(f"damaged-{path.name}{end}"))
