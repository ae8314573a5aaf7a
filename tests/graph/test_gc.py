"""gc: the least lately used goes first, what films in use need stays, and nothing a build found or made is taken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from beatforge.errors import ToolError
from beatforge.graph import ledger, sessions
from beatforge.graph.gc import ORPHAN_S, Collected, collect
from beatforge.graph.inventory import take_inventory
from beatforge.graph.manifests import Manifest, every, find, write
from beatforge.graph.pool import Pool
from beatforge.graph.store import Blob, Record, Store
from beatforge.graph.target import Target
from tests.graph.toy_graph import Box, film, target

DAY_NS = 86_400_000_000_000


def gc(box: Box, cap: int, *roots: Manifest, dry_run: bool = False) -> Collected:
    done = collect(box.store, cap, lambda: roots, dry_run=dry_run)
    assert done is not None
    return done


def manifest_of(box: Box, targets: Sequence[Target], label: str = "a" * 64, made_at: float = 0.0) -> Manifest:
    """What the hook of a finished build writes."""
    keys = {name: str(entry.key) for name, entry in box.survey(list(targets)).entries.items()}
    made = Manifest(label, str(box.project), "standard", made_at, keys)
    write(box.store, made)
    return made


def aged(box: Box, days: int) -> None:
    """Everything in the store was last used so many days ago."""
    for path in [*(box.store.root / "ac").rglob("*.json"), *(box.store.root / "blob").rglob("*")]:
        if path.is_file():
            stamp = time.time_ns() - days * DAY_NS
            os.utime(path, ns=(stamp, stamp))


def records(store: Store) -> set[str]:
    return {path.stem for path in (store.root / "ac").rglob("*.json")}


def walked(store: Store) -> int:
    """The store's size, counted by hand."""
    kinds = ("ac", "blob", "film")
    return sum(p.stat().st_size for kind in kinds for p in (store.root / kind).rglob("*") if p.is_file())


def test_within_the_cap_nothing_goes(box: Box) -> None:
    box.build(film())
    done = gc(box, 10**9)
    assert done.gone == () and done.before == done.after == walked(box.store)


def test_the_least_lately_used_goes_first_and_only_as_much_as_it_takes(box: Box) -> None:
    box.build(film(seed=1))
    aged(box, 3)
    old = records(box.store)
    box.build(film(seed=2))
    size = walked(box.store)
    done = gc(box, size - 1)
    assert {gone.key for gone in done.gone} < old and len(done.gone) == 1
    done = gc(box, 0)
    assert records(box.store) == set() and done.after == walked(box.store) == 0


def test_what_was_found_again_counts_as_used(box: Box) -> None:
    box.build(film(seed=1))
    first = records(box.store)
    aged(box, 3)
    box.build(film(seed=2))
    aged(box, 2)
    second = records(box.store) - first
    box.build(film(seed=1))  # undo: scene and film are copied back, the rest is still there
    manifest_of(box, film(seed=1), made_at=time.time())
    gc(box, walked(box.store) - 1)
    assert first <= records(box.store) and not second <= records(box.store)


def test_what_a_root_names_stays_even_above_the_cap(box: Box) -> None:
    box.build(film(seed=1))
    root = manifest_of(box, film(seed=1))
    aged(box, 9)
    box.build(film(seed=2))
    done = gc(box, 0, root)
    assert done.is_over and done.rooted > 0
    assert records(box.store) == set(root.keys.values())
    assert box.made(film(seed=1)) == []


def test_a_dry_run_says_what_would_go_and_removes_nothing(box: Box) -> None:
    box.build(film(seed=1))
    before = {path: path.stat().st_mtime_ns for path in box.store.root.rglob("*") if path.is_file()}
    told = gc(box, 0, dry_run=True)
    assert before == {path: path.stat().st_mtime_ns for path in box.store.root.rglob("*") if path.is_file()}
    done = gc(box, 0)
    assert [gone.key for gone in told.gone] == [gone.key for gone in done.gone]
    assert (told.before, told.after) == (done.before, done.after)


def test_a_blob_that_another_record_points_at_stays(box: Box) -> None:
    a = target("analysis", step="same")
    b = target("film", step="same", n=2)
    box.build([a])
    aged(box, 3)
    box.build([a, b])
    kept = Manifest("b" * 64, "p", "s", 0.0, {"film": str(box.survey([b]).entries["film"].key)})
    gc(box, 0, kept)
    assert len(records(box.store)) == 1 and box.made([b]) == []


def test_a_blob_without_a_record_goes_when_it_is_old_and_a_young_one_is_left_alone(box: Box) -> None:
    box.build(film())
    for name in ("old", "young"):
        path = box.write(name, name)
        blob = box.store.blob_path(name * 16)
        blob.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, blob)
    stamp = time.time() - ORPHAN_S - 1
    os.utime(box.store.blob_path("old" * 16), (stamp, stamp))
    done = gc(box, 10**9)
    assert done.orphans == 1 and done.gone == ()
    assert not box.store.blob_path("old" * 16).exists() and box.store.blob_path("young" * 16).exists()


def test_a_damaged_record_is_the_first_to_go(box: Box) -> None:
    box.build(film())
    path = next((box.store.root / "ac").rglob("*.json"))
    path.write_bytes(b"{rot")
    done = gc(box, walked(box.store) - 1)
    assert [gone.key for gone in done.gone] == [path.stem]


def test_a_manifest_is_forgotten_with_most_of_its_film(box: Box) -> None:
    box.build(film(seed=1))
    old = manifest_of(box, film(seed=1), "1" * 64)
    aged(box, 3)
    box.build(film(seed=2))
    new = manifest_of(box, film(seed=2), "2" * 64, made_at=time.time())
    gc(box, 0, new)
    assert [m.label for m in every(box.store)] == [new.label, old.label]  # half of the old film is in the new one
    gc(box, 0)
    assert every(box.store) == () and find(box.store, old.label) == ()


def test_what_a_living_session_found_is_not_taken_while_it_lives(box: Box) -> None:
    box.build(film(seed=1))
    aged(box, 3)
    with box.store.session() as scratch:
        key = str(box.survey(film(seed=1)).entries["scene/1"].key)
        record = box.store.adopt(key, scratch)
        assert record is not None
        gc(box, 0)
        assert records(box.store) == {key}
        assert all(box.store.holds(blob) for blob in record.outputs.values())
    gc(box, 0)
    assert records(box.store) == set()


def test_a_dead_sessions_pins_hold_nothing(box: Box) -> None:
    box.build(film(seed=1))
    code = (
        "import os, sys; from pathlib import Path; from beatforge.graph.store import Store\n"
        "store = Store(Path(sys.argv[1])); session = store.session(); scratch = session.__enter__()\n"
        "store.pin(scratch, sys.argv[2:]); os._exit(9)"
    )
    keys = records(box.store)
    assert subprocess.run([sys.executable, "-c", code, str(box.store.root), *keys], check=False).returncode == 9
    assert list((box.store.root / "tmp").glob("*.pins"))
    gc(box, 0)
    assert records(box.store) == set() and list((box.store.root / "tmp").iterdir()) == []


def test_what_a_build_finds_stays_until_it_ends_with_gc_beside_it(box: Box) -> None:
    """gc takes everything it may at every single step; a film that was whole is made from what is left, once."""
    box.build(film(seed=41))
    aged(box, 3)
    box.events.clear()
    taken = []

    def collect_all(event: object) -> None:
        taken.append(gc(box, 0))

    shutil.rmtree(box.project / "build")
    report = box.build(film(seed=41), on_event=collect_all)
    assert report.made == () and report.is_complete and len(taken) == 5
    report = box.build(film(seed=42), on_event=collect_all)
    assert report.made == ("scene/1", "film") and report.is_complete


def test_builds_with_gc_running_all_the_time_end_well(box: Box, tmp_path: Path, pool: Pool) -> None:
    """Whatever gc takes is made again; a build never fails by it, and never makes what it has seen in this build."""
    other = Box(tmp_path / "other", box.store.root, pool)
    stop, failures = threading.Event(), []

    def keep_collecting() -> None:
        try:
            while not stop.is_set():
                gc(box, 0)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=keep_collecting)
    thread.start()
    try:
        for seed in range(12):
            here = (box, other)[seed % 2]
            report = here.build(film(seed=seed % 3))
            assert report.is_complete, report.errors
            assert len(set(report.made)) == len(report.made)
            assert here.read("build/film.txt").count("(") == 7
    finally:
        stop.set()
        thread.join()
    assert not failures


def test_what_is_touched_between_look_and_removal_stays(box: Box) -> None:
    box.build(film(seed=1))
    aged(box, 3)
    record = box.store.find(str(box.survey(film(seed=1)).entries["film"].key))
    assert record is not None

    class Touched(Store):
        """A store in which a build finds the film the moment gc begins to remove."""

        def note_removal(self) -> None:
            super().note_removal()
            self.touch(record)

    done = collect(Touched(box.store.root), 0, tuple)
    assert records(box.store) == {record.key}
    assert done is not None and len(done.gone) == 4 and done.after == walked(box.store)


def test_two_gcs_take_turns_and_an_automatic_one_does_not_wait(box: Box) -> None:
    from filelock import FileLock

    box.build(film())
    box.store.make_folders()
    waited = []
    with FileLock(box.store.root / "gc.lock"):
        assert collect(box.store, 0, tuple, wait=False) is None
        thread = threading.Thread(target=lambda: collect(box.store, 0, tuple, on_wait=lambda: waited.append(1)))
        thread.start()
        while not waited:
            time.sleep(0.002)
        assert records(box.store)
    thread.join()
    assert not records(box.store)


@pytest.mark.parametrize("after", [1, 3, 5, 8])
def test_gc_killed_midway_leaves_a_store_in_which_nothing_points_at_nothing(box: Box, after: int) -> None:
    """Killed after so many removals: records go before their blobs, and the next gc counts right."""
    box.build(film(seed=1))
    code = (
        "import os, sys; from pathlib import Path; from beatforge.graph import gc, store\n"
        "left = [int(sys.argv[2])]\n"
        "def audit(event, args):\n"
        "    if event == 'os.remove' and ('/ac/' in str(args[0]) or '/blob/' in str(args[0])):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os.kill(os.getpid(), 9)\n"
        "sys.addaudithook(audit)\n"
        "gc.collect(store.Store(Path(sys.argv[1])), 0, tuple)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(box.store.root), str(after)], check=False)
    assert done.returncode == -9
    known = take_inventory(box.store)
    assert all(blob.digest in known.blobs for kept in known.records.values() for blob in kept.outputs)
    assert (ledger.total(box.store.root) or 0) >= walked(box.store)
    report = box.build(film(seed=1))
    assert report.is_complete and not report.failed
    gc(box, 10**9)
    assert ledger.total(box.store.root) == walked(box.store)


def test_the_ledger_knows_the_size_without_walking(box: Box) -> None:
    for seed in (1, 2, 1):
        box.build(film(seed=seed))
        manifest_of(box, film(seed=seed), label=f"{seed}" * 64)
        assert ledger.total(box.store.root) == walked(box.store)
    gc(box, walked(box.store) // 2)
    assert ledger.total(box.store.root) == walked(box.store)
    box.blobs("film", film(seed=1))
    for blob in (box.store.root / "blob").rglob("*"):
        if blob.is_file():
            box.store.drop(Blob(blob.name, 0))
    assert ledger.total(box.store.root) == walked(box.store)


def test_a_store_that_was_never_counted_is_counted_by_gc(box: Box) -> None:
    box.build(film())
    (box.store.root / "size").unlink()
    box.build(film(seed=5))
    assert ledger.total(box.store.root) is None
    gc(box, 10**9)
    assert ledger.total(box.store.root) == walked(box.store)


def test_claims_nobody_holds_are_removed_and_held_ones_stay(box: Box) -> None:
    from filelock import FileLock

    box.store.make_folders()
    (box.store.root / "claim" / "stale.lock").touch()
    with FileLock(box.store.root / "claim" / "held.lock"):
        gc(box, 10**9)
        assert [p.name for p in (box.store.root / "claim").iterdir()] == ["held.lock"]


def test_a_film_finished_while_gc_runs_stays(box: Box) -> None:
    """Its manifest is written after gc has asked which films are in use."""
    box.build(film(seed=1))
    aged(box, 3)
    finished = []

    def roots() -> tuple[Manifest, ...]:
        finished.append(manifest_of(box, film(seed=1)))
        return ()

    collect(box.store, 0, roots)
    assert records(box.store) == set(finished[0].keys.values())


def test_a_store_that_cannot_be_written_is_said_in_one_line(box: Box) -> None:
    box.store.root.mkdir(parents=True)
    (box.store.root / "ac").write_text("no folder")
    with pytest.raises(ToolError, match="gc cannot change the store at"):
        gc(box, 0)


def test_a_record_is_never_there_without_its_session_having_pinned_it(box: Box) -> None:
    """What `put` relies on is pinned before it looks whether the blob is there already."""
    path = box.write("x", "x")
    with box.store.session() as scratch:
        blob = Blob("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", 1)
        box.store.put(Record("k" * 64, "x", {}, {"x": blob}, 0.0, 0.0), {"x": path}, scratch)
        assert {"k" * 64, blob.digest} <= sessions.pinned(box.store.root)
