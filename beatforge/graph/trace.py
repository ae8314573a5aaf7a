"""What this project folder remembers: last results, digests by stat, how long steps take.

In: results as targets finish, one commit each. Out: what `staleness` compares with and `why` explains.
Losing it costs hashing and explanations, never a render: everything made is in the store.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from beatforge.errors import ToolError
from beatforge.graph import database
from beatforge.graph.code import CodeIndex, ModuleCode
from beatforge.graph.files import FileCache, Seen, Signature
from beatforge.graph.keys import canonical
from beatforge.graph.store import Blob
from beatforge.graph.target import Origin

FORMAT = 2
HISTORY = 20  # runs of a step that an estimate looks back on
_TABLES = """
create table if not exists result (
    scope text, target text, key text, outputs text, crc int,
    parts text, origins text, inputs text, seconds real, made_at text, crc_all int, primary key (scope, target));
create table if not exists stat (
    path text primary key, size int, mtime int, ctime int, inode int, seen int, digest text,
    crc int);
create table if not exists code (
    path text primary key, size int, mtime int, ctime int, inode int, seen int, digest text, imports text,
    crc int);
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
        self.path = self.project / ".beatforge" / "trace.db"
        self._db = database.connect(self.path, FORMAT, _TABLES)
        self.files = FileCache({row[0]: _seen(row[1:]) for row in self._rows("select * from stat")})
        self._code = {
            row[0]: ModuleCode(_seen(row[1:7]), tuple(json.loads(row[7]))) for row in self._rows("select * from code")
        }
        self._code_fresh: dict[str, ModuleCode] = {}

    def close(self) -> None:
        """Write what was learnt and let go; on a full disk that is lost, which costs hashing and nothing else."""
        with contextlib.suppress(ToolError):
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
        rows = self._rows("select scope, target, key, outputs, crc from result where scope = ?", scope)
        return {target: Last(key, _outputs(outputs)) for _, target, key, outputs in rows}

    def result(self, scope: str, target: str) -> Result | None:
        """The last result of one target."""
        rows = self._rows("select * from result where scope = ? and target = ?", scope, target)
        for _, _, key, outputs, _, parts, origins, inputs, seconds, made_at in rows:
            said = {prefix: Origin(*origin) for prefix, origin in json.loads(origins).items()}
            names = tuple(json.loads(inputs))
            return Result(target, key, json.loads(parts), said, names, _outputs(outputs), seconds, made_at)
        return None

    def rate(self, step: str) -> Rate | None:
        """What a work unit of this step takes, or None before the first run."""
        rows = self._query(
            "select seconds / work, cpu_seconds / work, 1.0 * bytes / work from timing where step = ?"
            f" and typeof(seconds + cpu_seconds) = 'real' and bytes >= 0 and work > 0 order by id desc limit {HISTORY}",
            step,
        )
        return Rate(*(sorted(column)[len(column) // 2] for column in zip(*rows, strict=True))) if rows else None

    def commit(self, scope: str = "", results: Iterable[Result] = (), timing: Timing | None = None) -> None:
        """One transaction: these results, and every digest learnt since the last one."""
        stats = list(_drain(self.files.fresh))
        code = list(_drain(self._code_fresh))
        rows = [_row(scope, result) for result in results]
        if not (stats or code or rows or timing):
            return
        try:
            try:
                self._write(rows, stats, code, timing)
            except sqlite3.DatabaseError as error:
                self._begin_anew(error)
                self._write(rows, stats, code, timing)
        except sqlite3.Error as error:
            raise ToolError(f"{self.path} cannot be written: {error}") from error

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows without their checksum; those that do not match it are damaged, and count as never written."""
        return [row[:-1] for row in self._query(query, *values) if _crc(row[:-1]) == row[-1]]

    def _query(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            try:
                self._begin_anew(error)
            except sqlite3.Error:
                raise ToolError(f"{self.path} cannot be read: {error}") from error
            return []

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """Where the file turns out to be damaged, go on with an empty one: everything made is in the store."""
        if not database.is_damage(error):
            raise error
        with self._lock:
            self._db.close()
            database.move_aside(self.path)
            self._db = database.connect(self.path, FORMAT, _TABLES)

    def _write(
        self,
        rows: list[tuple[object, ...]],
        stats: list[tuple[str, Seen]],
        code: list[tuple[str, ModuleCode]],
        timing: Timing | None,
    ) -> None:
        with self._lock, self._db:
            self._db.executemany("insert or replace into result values (?,?,?,?,?,?,?,?,?,?,?)", _signed(rows))
            self._db.executemany(
                "insert or replace into stat values (?,?,?,?,?,?,?,?)",
                _signed((path, *seen.signature, seen.seen_ns, seen.digest) for path, seen in stats),
            )
            self._db.executemany(
                "insert or replace into code values (?,?,?,?,?,?,?,?,?)",
                _signed(
                    (path, *c.seen.signature, c.seen.seen_ns, c.seen.digest, json.dumps(c.imports)) for path, c in code
                ),
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


def _row(scope: str, result: Result) -> tuple[object, ...]:
    origins = {prefix: [origin.place, origin.said] for prefix, origin in result.origins.items()}
    outputs = {name: list(blob) for name, blob in result.outputs.items()}
    short = (scope, result.target, result.key, json.dumps(outputs))
    return (
        *short,
        _crc(short),
        canonical(result.parts).decode(),
        json.dumps(origins),
        json.dumps(result.inputs),
        float(result.seconds),
        result.made_at or time.strftime("%Y-%m-%d %H:%M:%S"),
    )


def _signed(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [(*row, _crc(row)) for row in rows]


def _crc(row: tuple[object, ...]) -> int:
    return zlib.crc32(repr(row).encode("utf-8", "surrogateescape"))


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
