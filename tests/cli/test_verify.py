"""`beatforge verify`, `beatforge status` and a lost memory, on a real film."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.graph import ledger
from beatforge.graph.files import Seen, sha256_of, signature
from beatforge.graph.manifests import every, remove
from beatforge.graph.store import Blob, Store
from beatforge.graph.trace import Trace
from tests.projects import FILM, MORPH, TARGETS, VERSE, build, edit, planned


def blob_of(file: Path, target: str, output: str) -> tuple[Blob, Path]:
    with Session.open(file) as session:
        outputs = session.survey.entries[target].outputs
        assert outputs
        return outputs[output], session.store.blob_path(outputs[output].digest)


def rot(path: Path, believed_by: Path | None = None) -> None:
    """Other bytes in a file; to the memory of the project in this folder it is what it was, as with a failing disk."""
    digest, mode = sha256_of(path), path.stat().st_mode
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    path.chmod(mode)
    if believed_by is not None:
        with Trace(believed_by) as trace:
            trace.files.fresh[str(path)] = Seen(signature(path), time.time_ns() + 10**10, digest)


def told(capsys: pytest.CaptureFixture[str], *args: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main([*args, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_a_whole_film_verifies(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "verify", str(film))
    assert said["ok"] and said["damaged"] == said["records"] == said["copies"] == [] and said["files"] > len(TARGETS)
    assert main(["verify", str(film), "--all"]) == 0
    assert "0 of them not as they were" in capsys.readouterr().out


def test_damage_is_told_by_target_and_made_good(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The morph lies in the store alone; the verse has an intact copy in the project."""
    morph, morph_path = blob_of(film, MORPH, "segment.mp4")
    verse, verse_path = blob_of(film, VERSE, "segment.mp4")
    rot(morph_path, film.parent)
    rot(verse_path, film.parent)
    assert planned(film) == {}  # nobody would notice
    said = told(capsys, "verify", str(film), status=5)
    states = {row["targets"][0]: (row["state"], row["digest"]) for row in said["damaged"]}
    assert states == {MORPH: ("damaged", morph.digest), VERSE: ("healed", verse.digest)} and not said["ok"]
    assert not morph_path.exists() and verse_path.exists()
    assert build(film) == [MORPH]
    assert told(capsys, "verify", str(film))["damaged"] == []


def test_only_the_named_targets_are_read(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, path = blob_of(film, MORPH, "segment.mp4")
    rot(path)
    assert told(capsys, "verify", str(film), "verse-1.01")["ok"]
    assert not told(capsys, "verify", str(film), MORPH, status=5)["ok"]


def test_a_copy_that_rotted_in_the_project_is_copied_anew(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(film)
    place = film.parent / "build" / "small.mp4"
    whole = place.read_bytes()
    rot(place, film.parent)
    assert told(capsys, "verify", str(film))["copies"] == ["build/small.mp4"]
    assert build(film) == []
    assert place.read_bytes() == whole


def test_a_sample_made_again_is_equal(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "verify", str(film), "scene", "--sample", "1", "--seed", "3")["sample"]
    assert said["seed"] == 3 and {row["verdict"] for row in said["outputs"]} == {"equal"}
    assert {row["repeats"] for row in said["outputs"]} == {"exact"}
    assert all(row["target"].startswith("scene/") for row in said["outputs"])


def test_a_result_that_is_another_than_its_step_makes_is_found_by_a_sample(
    film: Path, own_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record that leads to intact bytes of another making: no digest tells, only making it again."""
    import hashlib

    with Session.open(film) as session:
        key = str(session.survey.entries[VERSE].key)
    path = Store(own_store).record_path(key)
    record = json.loads(path.read_bytes())
    forged = b"not what the step makes"
    blob = Blob(hashlib.sha256(forged).hexdigest(), len(forged))
    there = Store(own_store).blob_path(blob.digest)
    there.parent.mkdir(exist_ok=True)
    there.write_bytes(forged)
    record["outputs"]["measures.json"] = {"digest": blob.digest, "size": blob.size}
    path.write_text(json.dumps(record))
    (film.parent / ".beatforge" / "trace.db").unlink()
    said = told(capsys, "verify", str(film), VERSE, "--sample", "1", status=5)
    assert said["damaged"] == []
    (row,) = (row for row in said["sample"]["outputs"] if row["output"] == "measures.json")
    assert row["verdict"] == "differs" and row["kept"] == blob.digest != row["again"]


@pytest.mark.parametrize(
    ("args", "said"),
    [(["--sample", "0"], "from 1 up"), (["--all", "scene"], "not both"), (["scene/nowhere"], "no target")],
)
def test_misuse_is_told(film: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert main(["verify", "-C", str(film.parent), *args]) == 2
    assert said in capsys.readouterr().err


def test_the_whole_store_is_read_without_a_project(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, path = blob_of(film, MORPH, "segment.mp4")
    rot(path)
    monkeypatch.chdir(tmp_path)
    said = told(capsys, "verify", "--all", status=5)
    assert [row["targets"] for row in said["damaged"]] == [[MORPH]]
    assert main(["verify", "--all", "--sample", "2"]) == 2


def test_status_says_how_much_room_is_taken(film: Path, own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(film)
    disk = told(capsys, "status", str(film))["disk"]
    files = [path for path in (film.parent / "build").rglob("*") if path.is_file()]
    assert disk["build_folder"] == sum(path.stat().st_size for path in files)
    assert disk["store"] == str(own_store) and disk["store_bytes"] == ledger.total(own_store)
    assert disk["store_max"] == 20_000_000_000
    assert 0 < disk["film_in_store"] < disk["store_bytes"]
    assert main(["status", str(film)]) == 0
    assert "of at most 20 GB" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["lost", "no database"])
def test_a_lost_memory_renders_nothing_and_why_still_explains(
    film: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build(film)
    memory = film.parent / ".beatforge" / "trace.db"
    memory.unlink()
    if damage == "no database":
        memory.write_bytes(b"rot" * 5000)
    edit(film, "seed: 41", "seed: 42")
    assert main(["why", "-C", str(film.parent), VERSE]) == 0
    said = capsys.readouterr().out
    assert "seed 41 -> 42" in said and "project.yaml:" in said
    assert main(["plan", str(film), "--json"]) == 0
    seconds = {row["name"]: row["seconds"] for row in json.loads(capsys.readouterr().out)["targets"]}
    assert seconds[VERSE] > 0
    edit(film, "seed: 42", "seed: 41")
    assert build(film) == []


def test_a_store_without_the_films_manifest_still_renders_nothing(film: Path, own_store: Path) -> None:
    for manifest in every(Store(own_store)):
        remove(Store(own_store), manifest)
    (film.parent / ".beatforge" / "trace.db").unlink()
    assert planned(film) == {} and build(film) == []
    assert FILM in every(Store(own_store))[0].keys
