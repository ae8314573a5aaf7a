"""The memory of a project may be lost, damaged, read-only or on a file system without shared memory: never a render."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from beatforge.errors import ToolError
from beatforge.graph import database
from beatforge.graph.manifests import Manifest
from beatforge.graph.rebuild import refill
from beatforge.graph.trace import Trace
from tests.graph.toy_graph import Box, film, out, target


def memory(box: Box) -> Path:
    return box.project / ".beatforge" / "trace.db"


def journal(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return str(db.execute("pragma journal_mode").fetchone()[0])


def manifest_of(box: Box) -> Manifest:
    keys = {name: str(entry.key) for name, entry in box.survey(film()).entries.items()}
    return Manifest("a" * 64, str(box.project), "", 0.0, keys)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_memory_costs_no_render(box: Box, seed: int) -> None:
    """Bytes of the file are overwritten at chance, in rows, pages and indices; some of it shows only later."""
    box.build(film())
    chance = random.Random(seed)
    data = bytearray(memory(box).read_bytes())
    for _ in range(1 + 40 * (seed % 3)):
        data[chance.randrange(100 if seed % 4 else 0, len(data))] ^= chance.randrange(1, 256)
    memory(box).write_bytes(data)
    assert box.made(film()) == []
    assert box.made(film(seed=77)) == ["scene/1", "film"]
    assert box.made(film(seed=77)) == []


def test_a_changed_digest_in_the_memory_is_not_believed(box: Box) -> None:
    """The one lie that would pass every check of the database: another digest for the same file."""
    box.build(film())
    with closing(sqlite3.connect(memory(box))) as db, db:
        assert db.execute("update stat set digest = ? where path like '%song.txt'", ("0" * 64,)).rowcount == 1
        assert db.execute("update result set outputs = replace(outputs, 'a', 'b')").rowcount == 5
    assert box.made(film()) == []


def test_memory_damaged_while_it_is_open_is_begun_anew(box: Box) -> None:
    box.build(film())
    with Trace(box.project) as trace:
        size = memory(box).stat().st_size
        memory(box).write_bytes(b"rot" * (size // 3))
        with closing(sqlite3.connect(":memory:")):
            trace.files.digest(box.write("new.txt", "new"))
        trace.commit()
    assert box.made(film()) == []


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"no database")])
def test_a_lost_memory_is_filled_again_and_still_explains(box: Box, lose: Callable[[Path], object]) -> None:
    box.build(film(seed=41))
    manifest = manifest_of(box)
    lose(memory(box))
    with Trace(box.project) as trace:
        assert refill(trace, box.store, manifest, "") == 5
        assert trace.rate("tests.graph.toy_steps:join") is not None
    assert box.reasons(film(seed=42), "scene/1")[0].startswith("n 41 -> 42 (project.yaml:7:4")
    assert box.made(film(seed=41)) == []


def test_a_refilled_memory_names_the_inputs_it_knows(box: Box) -> None:
    box.build(film())
    manifest = manifest_of(box)
    memory(box).unlink()
    with Trace(box.project) as trace:
        refill(trace, box.store, manifest, "")
        result = trace.result("", "film")
        assert result is not None
        assert result.inputs == ("scene/0:out.txt", "scene/1:out.txt", "scene/2:out.txt")
    fewer = [*film()[:-1], target("film", out("scene/0"))]
    assert box.reasons(fewer, "film") == ["input scene/1:out.txt is gone", "input scene/2:out.txt is gone"]


def test_what_the_store_no_longer_has_is_left_out_of_a_refill(box: Box) -> None:
    box.build(film())
    manifest = manifest_of(box)
    box.store.record_path(manifest.keys["scene/1"]).unlink()
    memory(box).unlink()
    with Trace(box.project) as trace:
        assert refill(trace, box.store, manifest, "") == 4
        assert trace.result("", "scene/1") is None


def test_the_memory_has_a_write_ahead_log_where_the_file_system_allows(box: Box) -> None:
    box.build(film())
    assert journal(memory(box)) == "wal"


def test_without_shared_memory_a_rollback_journal_serves(box: Box) -> None:
    """SQLite cannot make the log's shared memory where a folder has its name; that is as real as on a network disk."""
    memory(box).with_name("trace.db-shm").mkdir(parents=True)
    assert len(box.made(film())) == 5
    assert journal(memory(box)) == "delete"
    assert box.made(film()) == []
    assert box.reasons(film(seed=42), "scene/1") == ["n 41 -> 42 (project.yaml:7:4)"]


def test_a_memory_moved_to_where_there_is_no_shared_memory_keeps_what_it_knows(box: Box) -> None:
    box.build(film())
    assert journal(memory(box)) == "wal"
    memory(box).with_name("trace.db-shm").mkdir()
    with Trace(box.project) as trace:
        assert len(trace.latest("")) == 5
    assert journal(memory(box)) == "delete"
    assert box.made(film(seed=42)) == ["scene/1", "film"]


def test_another_format_is_moved_aside(box: Box) -> None:
    box.build(film())
    with closing(sqlite3.connect(memory(box))) as db:
        db.execute("pragma user_version = 999")
    assert box.made(film()) == []
    assert memory(box).with_name("damaged-trace.db").exists()


def test_a_memory_that_another_process_holds_is_said_in_one_line(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.build(film())
    monkeypatch.setattr(database, "PATIENCE_S", 0.05)  # a user waits longer before this is said; the way is the same
    with closing(sqlite3.connect(memory(box), isolation_level=None)) as db:
        db.execute("begin exclusive")
        with pytest.raises(ToolError, match=r"trace\.db is held by another process"):
            Trace(box.project)


def test_a_read_only_memory_is_read_and_learns_for_this_run_only(box: Box, tmp_path: Path) -> None:
    """Opened as from a folder in which nothing can be made: content yes, changes no."""
    box.build(film())
    copy = tmp_path / "copy"
    shutil.copytree(box.project, copy)
    with closing(database._in_memory(copy / ".beatforge" / "trace.db", 2, "")) as db:
        assert db.execute("select count(*) from result").fetchone() == (5,)
        db.execute("delete from result")
        db.commit()
    with Trace(copy) as trace:
        assert len(trace.latest("")) == 5
