"""Fixtures of all tests: one thread per library, a store of the test's own, small real projects."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.sounds import write_song
from tests.undisturbed import Undisturbed, build_undisturbed, copy_of

settings.register_profile("usual", derandomize=True)  # a usual run judges the change, not the dice; full ones roll them
settings.load_profile("default" if os.environ.get("BEATFORGE_FULL") else "usual")


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No test sees the user's store or settings, nor another test's."""
    store = tmp_path_factory.mktemp("store")
    monkeypatch.setenv("BEATFORGE_STORE", str(store))
    monkeypatch.setenv("BEATFORGE_CONFIG", str(store.with_name(f"{store.name}.yaml")))
    yield store


@pytest.fixture(scope="session")
def song_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic song of 20 s at 120 bpm: quiet, loud, quiet, with a clear beat."""
    return write_song(tmp_path_factory.mktemp("song") / "song.wav", seconds=20)


@pytest.fixture(scope="session")
def short_song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """16 s at 120 bpm."""
    return write_song(tmp_path_factory.mktemp("short") / "song.wav", seconds=16)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of one test run share; what is made there once is made under a lock."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def undisturbed(run_folder: Path, short_song: Path) -> Undisturbed:
    """The film of `tests.projects.PROJECT`; the processes of one test run share it."""
    root = run_folder / "undisturbed"
    root.mkdir(exist_ok=True)
    record = root / "made.json"
    with FileLock(root / "lock"):
        if not record.exists():
            record.write_text(json.dumps(build_undisturbed(root, short_song)))
    return Undisturbed(root / "project", root / "store", *json.loads(record.read_text()))


@pytest.fixture
def film(undisturbed: Undisturbed, tmp_path: Path, own_store: Path) -> Path:
    """The project file of a finished film of the test's own."""
    return copy_of(undisturbed, tmp_path / "project", own_store)
