"""What this project folder remembers: last results, digests by stat, how long steps take.

In: results as targets finish, one commit each. Out: what `staleness` compares with and `why` explains.
Losing it costs hashing and explanations, never a render: everything made is in the store.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from beatforge.errors import ToolError
from beatforge.graph.code import CodeIndex, ModuleCode
from beatforge.graph.files import FileCache, Seen, Signature
from beatforge.graph.keys import canonical
from beatforge.graph.store import Blob
from beatforge.graph.target import Origin

FORMAT = 1
HISTORY = 20  # runs of a step that an estimate looks back on
_TABLES = """
create table if not exists result (
    scope text, target text, key text, parts text, origins text, inputs text, outputs text, seconds real, made_at text,
    primary key (scope, target));
create table if not exists stat (
    path text primary key, size int, mtime int, ctime int, inode int, seen int, digest text);
create table if not exists code (
    path text primary key, size int, mtime int, ctime int, inode int, seen int, digest text, imports text);
create table if not exists timing (
    id integer primary key, step text, seconds real, cpu_seconds real, bytes int, work int);
create index if not exists timing_step on timing (step);
"""


class Last(NamedTuple):
    """The key and files of a target's last result."""

    key: str
    outputs: Mapping[str, Blob]


@dataclass(frozen=True, slots=True)
class Result:
    """A target's result, with all that `why` needs; `inputs` names them in the order of the parts."""

    target: str
    key: str
    parts: Mapping[str, Any]
    origins: Mapping[str, Origin]
    inputs: tuple[str, ...]
    outputs: Mapping[str, Blob]
    seconds: float
    made_at: str = ""


class Timing(NamedTuple):
    """What one run of a step took."""

    step: str
    seconds: float
    cpu_seconds: float
    bytes: int
    work: int


class Rate(NamedTuple):
    """What one work unit of a step took lately: the median over its last runs."""

    seconds: float
    cpu_seconds: float
    bytes: float


class Trace:
    """The database of one project folder; safe to use from several threads."""

    def __init__(self, project: Path) -> None:
        self.project = Path(project).absolute()
        self._lock = threading.RLock()
        self._db = _open(self.project / ".beatforge" / "trace.db")
        self.files = FileCache({row[0]: _seen(row[1:]) for row in self._db.execute("select * from stat")})
        self._code = {
            row[0]: ModuleCode(_seen(row[1:7]), tuple(json.loads(row[7])))
            for row in self._db.execute("select * from code")
        }
        self._code_fresh: dict[str, ModuleCode] = {}

    def close(self) -> None:
        """Write what was learnt and let go."""
        self.commit()
        with self._lock:
            self._db.close()

    def __enter__(self) -> Trace:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def code(self) -> CodeIndex:
        """A look at the code as it is now; ask anew after time has passed."""
        index = CodeIndex(self._code)
        index.fresh = self._code_fresh
        return index

    def latest(self, scope: str) -> dict[str, Last]:
        """{target: key and files} of the last results in a scope."""
        with self._lock:
            rows = self._db.execute("select target, key, outputs from result where scope = ?", (scope,)).fetchall()
        return {target: Last(key, _outputs(outputs)) for target, key, outputs in rows}

    def result(self, scope: str, target: str) -> Result | None:
        """The last result of one target."""
        with self._lock:
            row = self._db.execute(
                "select key, parts, origins, inputs, outputs, seconds, made_at from result"
                " where scope = ? and target = ?",
                (scope, target),
            ).fetchone()
        if row is None:
            return None
        origins = {prefix: Origin(*origin) for prefix, origin in json.loads(row[2]).items()}
        inputs = tuple(json.loads(row[3]))
        return Result(target, row[0], json.loads(row[1]), origins, inputs, _outputs(row[4]), row[5], row[6])

    def rate(self, step: str) -> Rate | None:
        """What a work unit of this step takes, or None before the first run."""
        with self._lock:
            rows = self._db.execute(
                "select seconds / work, cpu_seconds / work, 1.0 * bytes / work from timing"
                " where step = ? order by id desc limit ?",
                (step, HISTORY),
            ).fetchall()
        return Rate(*(sorted(column)[len(column) // 2] for column in zip(*rows, strict=True))) if rows else None

    def commit(self, scope: str = "", results: Iterable[Result] = (), timing: Timing | None = None) -> None:
        """One transaction: these results, and every digest learnt since the last one."""
        stats = list(_drain(self.files.fresh))
        code = list(_drain(self._code_fresh))
        rows = [_row(scope, result) for result in results]
        if not (stats or code or rows or timing):
            return
        try:
            self._write(rows, stats, code, timing)
        except sqlite3.Error as error:
            raise ToolError(f"{self.project / '.beatforge' / 'trace.db'} can't be written: {error}") from error

    def _write(
        self,
        rows: list[tuple[object, ...]],
        stats: list[tuple[str, Seen]],
        code: list[tuple[str, ModuleCode]],
        timing: Timing | None,
    ) -> None:
        with self._lock, self._db:
            self._db.executemany("insert or replace into result values (?,?,?,?,?,?,?,?,?)", rows)
            self._db.executemany(
                "insert or replace into stat values (?,?,?,?,?,?,?)",
                [(path, *seen.signature, seen.seen_ns, seen.digest) for path, seen in stats],
            )
            self._db.executemany(
                "insert or replace into code values (?,?,?,?,?,?,?,?)",
                [(path, *c.seen.signature, c.seen.seen_ns, c.seen.digest, json.dumps(c.imports)) for path, c in code],
            )
            if timing is not None:
                self._db.execute(
                    "insert into timing (step, seconds, cpu_seconds, bytes, work) values (?,?,?,?,?)", timing
                )
                self._db.execute(
                    "delete from timing where step = ? and id <= (select id from timing where step = ?"
                    " order by id desc limit 1 offset ?)",
                    (timing.step, timing.step, HISTORY),
                )


def _open(path: Path) -> sqlite3.Connection:
    """The database, made anew where it is damaged or of another format; in memory where the folder is read-only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connect(str(path))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
    except sqlite3.DatabaseError:
        _move_aside(path)
        return _connect(str(path))
    except OSError:
        pass
    return _connect(":memory:")


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30, check_same_thread=False)
    try:
        (found,) = db.execute("pragma user_version").fetchone()
        (check,) = db.execute("pragma quick_check(1)").fetchone()
        if check != "ok" or found not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"{path}: format {found}, {check}")
        try:
            db.execute("pragma journal_mode = wal").fetchone()
            db.executescript(_TABLES)
        except sqlite3.OperationalError:  # network file systems without shared memory
            db.execute("pragma journal_mode = delete").fetchone()
            db.executescript(_TABLES)
        db.execute("pragma synchronous = normal")
        db.execute(f"pragma user_version = {FORMAT}")
    except BaseException:
        db.close()
        raise
    return db


def _move_aside(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        part = path.with_name(path.name + end)
        if part.exists():
            part.replace(path.with_name(f"damaged-{path.name}{end}"))


def _row(scope: str, result: Result) -> tuple[object, ...]:
    origins = {prefix: [origin.place, origin.said] for prefix, origin in result.origins.items()}
    outputs = {name: list(blob) for name, blob in result.outputs.items()}
    return (
        scope,
        result.target,
        result.key,
        canonical(result.parts).decode(),
        json.dumps(origins),
        json.dumps(result.inputs),
        json.dumps(outputs),
        result.seconds,
        result.made_at or time.strftime("%Y-%m-%d %H:%M:%S"),
    )


def _outputs(text: str) -> dict[str, Blob]:
    return {name: Blob(*blob) for name, blob in json.loads(text).items()}


def _seen(row: tuple[Any, ...]) -> Seen:
    return Seen(Signature(*row[:4]), row[4], row[5])


def _drain(fresh: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    # popitem is atomic, so other threads may go on learning meanwhile
    while fresh:
        try:
            yield fresh.popitem()
        except KeyError:
            return
