"""`beatforge gc`, and gc at the end of a build: what films in use need stays, by project, branch, tag and worktree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from beatforge.cli.gc import collect_if_over, films_in_use, read_size
from beatforge.cli.main import main
from beatforge.errors import UsageError
from beatforge.graph import ledger
from beatforge.graph.gc import collect
from beatforge.graph.manifests import every, remove
from beatforge.graph.store import Store
from tests.projects import CROSSFADE, FILM, MORPH, TARGETS, VERSE, build, edit, events_of, planned

GIT = ("git", "-c", "user.name=n", "-c", "user.email=e@x", "-c", "commit.gpgsign=false")


@pytest.fixture
def store(film: Path, own_store: Path) -> Store:
    """The store of the film, which knows nothing of the project that the film was copied from."""
    found = Store(own_store)
    for manifest in every(found):
        remove(found, manifest)
    collect(found, 10**12, tuple)  # counts anew
    return found


def git(folder: Path, *args: str) -> None:
    subprocess.run([*GIT, "-C", str(folder), *args], check=True, capture_output=True)


def kept(store: Store) -> set[str]:
    return {path.stem for path in (store.root / "ac").rglob("*.json")}


def keys_now(store: Store) -> set[str]:
    """Keys of the film that was finished last."""
    return set(every(store)[0].keys.values())


def test_the_film_a_project_has_now_stays_and_an_older_one_goes(
    film: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    build(film)
    edit(film, "seed: 41", "seed: 42")
    assert build(film) == [VERSE, MORPH, CROSSFADE, FILM]
    now, before = keys_now(store), kept(store)
    assert main(["gc", "--max", "0G", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert all(f"would remove {name} of {film.parent}, " in told for name in (VERSE, MORPH, CROSSFADE, FILM))
    assert kept(store) == before
    assert main(["gc", "--max", "0G"]) == 0
    said = capsys.readouterr().out
    assert kept(store) == now < before
    assert "removed scene/verse-1.01" in said and "films in use alone need" in said and "none was removed" in said
    assert build(film) == [] and planned(film) == {}


def test_a_project_that_was_edited_since_keeps_its_newest_film(film: Path, store: Store) -> None:
    build(film)
    edit(film, "seed: 41", "seed: 42")
    assert main(["gc", "--max", "0G"]) == 0
    edit(film, "seed: 42", "seed: 41")
    assert build(film) == []


def test_results_of_a_project_that_is_gone_go(film: Path, store: Store) -> None:
    build(film)
    shutil.rmtree(film.parent)
    assert main(["gc", "--max", "0G"]) == 0
    assert kept(store) == set() and every(store) == ()


def test_tags_branches_and_worktrees_keep_their_films(film: Path, store: Store, tmp_path: Path) -> None:
    folder = film.parent
    (folder / ".gitignore").write_text("build\n.beatforge\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "tag", "first")
    build(film)
    build(edit(film, "seed: 41", "seed: 42"))
    git(folder, "commit", "-q", "-am", "second")
    git(folder, "branch", "second")
    build(edit(film, "title: Small Song", "title: Never committed"))
    git(folder, "checkout", "-q", "-f", "first")
    assert len({manifest.label for manifest in every(store)}) == 3
    assert len({manifest.label for manifest in films_in_use(store)}) == 2
    assert main(["gc", "--max", "0G"]) == 0
    assert build(film) == []
    git(folder, "worktree", "add", "-q", str(tmp_path / "tree"), "second")
    assert build(tmp_path / "tree" / "project.yaml") == []


def test_gc_says_what_went_as_json(film: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    build(film)
    edit(film, "title: Small Song", "title: Other")
    assert build(film) == [FILM]
    size = ledger.total(store.root)
    assert main(["gc", "--max", "0G", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = told["removed"]
    assert row["target"] == FILM and row["project"] == str(film.parent) and row["used_at"] <= time.time()
    assert told["before"] == size and told["before"] - told["after"] >= row["bytes"] > 0
    assert told["after"] == ledger.total(store.root) and told["in_use"] <= told["after"] and told["max"] == 0


def test_a_store_that_outgrew_its_cap_is_brought_back_below_it(film: Path, store: Store) -> None:
    """The cap leaves room for one film and a bit; an edit makes another."""
    build(film)
    cap = int((ledger.total(store.root) or 0) * 1.3)
    assert collect_if_over(store, cap) is None
    edit(film, "title: Small Song", "title: Other Song")
    assert build(film) == [FILM]
    assert (ledger.total(store.root) or 0) > cap
    done = collect_if_over(store, cap)
    assert done is not None and done.after <= cap and [gone.target for gone in done.gone] == [FILM]
    assert build(film) == []


def test_a_build_that_made_something_collects_by_itself(
    film: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user's cap is 100 MB, the least there is; the store says that it holds more than it does."""
    settings = Path(os.environ["BEATFORGE_CONFIG"])
    settings.write_text("store_max: 100M\n")
    build(film)
    ledger.add(store.root, 200_000_000)  # as after kills, which leave the count too large
    build(film)
    assert (ledger.total(store.root) or 0) > 200_000_000  # nothing was made, nothing is looked at
    edit(film, "title: Small Song", "title: Other Song")
    assert build(film) == [FILM]
    assert ledger.total(store.root) == sum(
        path.stat().st_size for kind in ("ac", "blob", "film") for path in (store.root / kind).rglob("*.*")
    ) + sum(path.stat().st_size for path in (store.root / "blob").rglob("*") if path.is_file())
    assert capsys.readouterr().err == ""  # nothing had to go


def test_where_films_in_use_are_larger_than_the_cap_it_is_tried_once(film: Path, store: Store) -> None:
    build(film)
    first = collect_if_over(store, 1000)
    assert first is not None and first.is_over and first.rooted > 1000 and not first.gone
    assert collect_if_over(store, 1000) is None  # not walked again
    ledger.add(store.root, first.after // 10)
    again = collect_if_over(store, 1000)
    assert again is not None and not again.gone


def test_values_of_one_run_only_root_nothing(film: Path, store: Store) -> None:
    build(film)
    build(film, sets=("title=Other",))
    assert {manifest.scope for manifest in every(store)} == {"standard"}
    with_set = kept(store)
    main(["gc", "--max", "0G"])
    assert kept(store) == keys_now(store) < with_set


@pytest.mark.parametrize(
    ("text", "size"), [("20G", 20e9), ("500M", 5e8), ("1.5T", 1.5e12), ("0G", 0), ("2GiB", 2 * 2**30), ("3gb", 3e9)]
)
def test_sizes_are_read(text: str, size: float) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["20", "", "G", "-1G", "1e9", "20 gigs", "1,5G", "nanG", "infG", "20GG", "٢G"])
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"500M, 20G, 1\.5T"):
        read_size(text)


def test_a_finished_build_is_noted_with_every_target(film: Path, store: Store) -> None:
    events_of(film)
    (manifest,) = (manifest for manifest in every(store) if manifest.project == str(film.parent))
    assert set(manifest.keys) == set(TARGETS) and manifest.project == str(film.parent)
    assert set(manifest.keys.values()) == kept(store)
