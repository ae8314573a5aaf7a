"""verify: damage is found by reading, dropped or healed; a sample made again is judged by the class it declares."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from beatforge.deliver.likeness import nearness
from beatforge.graph.making import Maker
from beatforge.graph.remake import Judge, Likeness, Remade, choose, remake
from beatforge.graph.store import Blob
from beatforge.graph.target import Target
from beatforge.graph.trace import Trace
from beatforge.graph.verify import blobs_in, check_blobs, drop_damaged_records
from tests.graph.toy_graph import Box, film, target


def rot(path: Path) -> None:
    """Other bytes under the same size and times, as a failing disk leaves them."""
    stat = path.stat()
    path.chmod(0o644)
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    path.chmod(0o444)
    import os

    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def blob_of(box: Box, name: str) -> Blob:
    outputs = box.survey(film()).entries[name].outputs
    assert outputs
    return outputs["out.txt"]


def made_again(box: Box, targets: list[Target], judges: Mapping[str, Judge], count: int = 99) -> tuple[Remade, ...]:
    survey = box.survey(targets)
    with Trace(box.project) as trace, box.store.session() as scratch:
        maker = Maker(box.store, trace, survey, box.pool, scratch)
        return remake(maker, choose(survey, count, seed=0), judges, lambda name: None)


def test_an_intact_store_has_nothing_to_tell(box: Box) -> None:
    box.build(film())
    assert {checked.state for checked in check_blobs(box.store, blobs_in(box.store))} == {"intact"}
    assert drop_damaged_records(box.store) == ()


def test_a_damaged_blob_is_dropped_and_the_next_build_makes_it_again(box: Box) -> None:
    """The analysis has no place in the project, so nothing can give it back; its result is the same."""
    box.build(film())
    blob = blob_of(box, "analysis")
    rot(box.store.blob_path(blob.digest))
    (checked,) = (c for c in check_blobs(box.store, blobs_in(box.store)) if c.state != "intact")
    assert checked.state == "damaged" and checked.blob.digest == blob.digest and checked.found != blob.digest
    assert not box.store.holds(blob)
    assert box.made(film()) == ["analysis"]
    assert {c.state for c in check_blobs(box.store, blobs_in(box.store))} == {"intact"}


@pytest.mark.parametrize("lose", [rot, Path.unlink])
def test_a_blob_is_taken_back_from_the_users_intact_copy(box: Box, lose: Callable[[Path], None]) -> None:
    box.build(film())
    blob = blob_of(box, "film")
    lose(box.store.blob_path(blob.digest))
    copy = box.project / "build/film.txt"
    (checked,) = check_blobs(box.store, [blob], {blob.digest: [box.project / "gone.txt", copy]})
    assert checked.state == "healed" and box.store.holds(blob)
    assert box.made(film()) == []


def test_a_copy_that_is_damaged_too_heals_nothing(box: Box) -> None:
    box.build(film())
    blob = blob_of(box, "film")
    rot(box.store.blob_path(blob.digest))
    copy = box.project / "build/film.txt"
    rot(copy)
    (checked,) = check_blobs(box.store, [blob], {blob.digest: [copy]})
    assert checked.state == "damaged"


@pytest.mark.parametrize("text", ["{", '{"key": "x"}', None])
def test_a_record_whose_parts_do_not_give_its_key_is_removed(box: Box, text: str | None) -> None:
    box.build(film())
    key = str(box.survey(film()).entries["scene/1"].key)
    path = box.store.record_path(key)
    path.write_text(path.read_text().replace('"n": 41', '"n": 14') if text is None else text)
    assert drop_damaged_records(box.store) == (key,)
    assert not path.exists()
    assert drop_damaged_records(box.store) == ()


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another(box: Box) -> None:
    box.build(film(scenes=12))
    survey = box.survey(film(scenes=12))
    names = [[entry.target.name for entry in choose(survey, 5, seed)] for seed in (1, 1, 2)]
    assert names[0] == names[1] != names[2]
    assert len(set(names[0])) == 5


def test_steps_that_give_equal_bytes_are_equal(box: Box) -> None:
    box.build(film())
    rows = made_again(box, film(), {})
    assert sorted(row.target for row in rows) == ["analysis", "film", "scene/0", "scene/1", "scene/2"]
    assert {row.verdict for row in rows} == {"equal"} and all(row.kept == row.again for row in rows)


def test_a_step_that_gives_other_bytes_is_told_with_both_digests(box: Box) -> None:
    targets = [target("scene/1", step="by_chance")]
    box.build(targets)
    kept = box.survey(targets).entries["scene/1"].outputs
    (row,) = made_again(box, targets, {"perceptual": lambda kept, again: Likeness(True, "")})
    assert row.verdict == "differs" and row.repeats == "exact"
    assert kept and row.kept == kept["out.txt"].digest != row.again != ""
    assert box.survey(targets).is_fresh  # what the store had, it keeps


def test_a_step_that_fails_the_second_time_is_told_why(box: Box) -> None:
    targets = [target("scene/1", step="once", value={"flag": str(box.project / "flag")})]
    box.build(targets)
    (row,) = made_again(box, targets, {})
    assert row.verdict == "failed" and "only once" in row.note


def judge(kept: Path, again: Path) -> Likeness:
    near = nearness(kept, again)
    return Likeness(near.is_same_picture, str(near))


def video(name: str, **value: object) -> Target:
    value = {"frames": 12, "noise": 0, **value}
    made = target(name, step="video", value=value, outputs=("out.mp4",), places={})
    return dataclasses.replace(made, repeats="perceptual")


def test_a_perceptual_target_may_differ_by_what_nobody_sees(box: Box) -> None:
    """Each run adds noise of its own, as another device's arithmetic would: other bytes, the same picture."""
    targets = [video("scene/1", noise=1)]
    box.build(targets)
    (row,) = made_again(box, targets, {"perceptual": judge})
    assert row.verdict == "alike" and row.kept != row.again and "PSNR" in row.note
    (row,) = made_again(box, [dataclasses.replace(targets[0], repeats="exact")], {"perceptual": judge})
    assert row.verdict == "differs"


@pytest.mark.parametrize(
    ("habit", "said"), [("shift", "PSNR"), ("shorter", "fewer frames"), ("smaller", "its size is"), ("text", "decoded")]
)
def test_a_perceptual_target_may_not_differ_by_what_one_sees(box: Box, habit: str, said: str) -> None:
    targets = [video("scene/1", later=habit, flag=str(box.project / "flag"))]
    box.build(targets)
    (row,) = made_again(box, targets, {"perceptual": judge})
    assert row.verdict == "differs" and said in row.note, row.note


def test_a_sample_leaves_no_file_behind(box: Box) -> None:
    box.build(film())
    before = sorted(path for path in box.store.root.rglob("*"))
    made_again(box, film(), {})
    assert sorted(path for path in box.store.root.rglob("*")) == before
