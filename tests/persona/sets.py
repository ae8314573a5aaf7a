"""A small project with a persona of its own, and its canonical set drawn once for all tests of a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from beatforge.cli.main import main
from tests.sounds import write_song

SIZE = "96"
NAME = "pebble"
WHO = (
    'version: "1.0"\ndisplay_name: Pebble\ntrigger: pebble_char\nlook: [a round grey stone]\n'
    "header: {positive: a round grey stone, negative: water}\nlocked: [header, figure]\n"
    "canon: {swatches: [moss, white]}\n"
)
"""What the tests' second persona lacks of a whole one."""


@dataclass(frozen=True)
class Drawn:
    """A project whose set is drawn, and the store that it was drawn into."""

    folder: Path
    store: Path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    """The set of the tests' second persona."""
    root = tmp_path_factory.mktemp("canon")
    folder, store = written(root / "project"), root / "store"
    kept = {name: os.environ.get(name) for name in ("BEATFORGE_STORE", "BEATFORGE_CONFIG")}
    os.environ |= {"BEATFORGE_STORE": str(store), "BEATFORGE_CONFIG": str(root / "none.yaml")}
    try:
        assert persona(folder, "canon", NAME, "--size", SIZE) == 0
        yield Drawn(folder, store)
    finally:
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


@pytest.fixture
def project(drawn: Drawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project; the store is everybody's."""
    monkeypatch.setenv("BEATFORGE_STORE", str(drawn.store))
    shutil.copytree(drawn.folder, tmp_path / "project")
    return tmp_path / "project"


def written(folder: Path) -> Path:
    """The project with nothing drawn."""
    for name in ("audio", "personas"):
        (folder / name).mkdir(parents=True)
    write_song(folder / "audio" / "song.wav", 8, 120)
    text = f"version: 1\nname: canon\nsong: {{file: audio/song.wav}}  # kept\nfilm: {{persona: {NAME}}}\n"
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    figure = (Path(__file__).parent / f"{NAME}.yaml").read_text(encoding="utf-8")
    (folder / "personas" / f"{NAME}.yaml").write_text(WHO + figure, encoding="utf-8")
    return folder


def persona(folder: Path, verb: str, *args: str) -> int:
    """The status of a command about this project's persona."""
    return main(["persona", verb, *args, "-C", str(folder)])


def edit_persona(folder: Path, old: str, new: str) -> None:
    """The persona's file with one text for another."""
    path = folder / "personas" / f"{NAME}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
