"""A command starts at once: `--help` and a build with nothing to do import next to nothing, and are right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.noop import recall
from beatforge.cli.session import Session
from tests.projects import INTRO, MORPH, TARGETS, build, edit, environment
from tests.sounds import write_song

HEAVY = {
    "numpy", "scipy", "librosa", "av", "soundfile", "llvmlite", "pydantic", "doit", "yaml", "ruamel", "jinja2", "rich",
    "watchdog", "PIL", "cv2", "sqlite3", "filelock", "platformdirs",
}  # fmt: skip

LOADED = """
import sys
from beatforge.cli.main import main
try:
    status = main(sys.argv[1:])
except SystemExit as end:
    status = end.code
print(status, *sorted(name for name in sys.modules if "." not in name), sep="\\n", file=sys.stderr)
"""


def loaded_by(*args: str) -> set[str]:
    """Top-level modules in memory after a command that succeeded."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADED, *args], capture_output=True, text=True, env=environment(), check=True
    )
    status, *names = done.stderr.split()
    assert status == "0", done
    return set(names)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["build", "--help"], ["plan", "--help"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    assert loaded_by(*args) & HEAVY == set()


def test_a_build_with_nothing_to_do_imports_nothing_heavy(film: Path) -> None:
    settled(film)
    assert loaded_by("build", str(film)) & HEAVY == set()
    assert loaded_by("build", str(film), "--log", "json") & HEAVY == set()


def test_a_build_right_after_a_build_is_the_short_way_already(film: Path) -> None:
    edit(film, "seed: 41", "seed: 42")
    time.sleep(0.1)
    assert main(["build", str(film)]) == 0
    assert recall(film, "standard", ()) is not None


def _say_otherwise(file: Path) -> None:
    edit(file, "# made of numbers", "# made of many numbers")


def _same_size_same_time(file: Path) -> None:
    was = file.stat()
    edit(file, "seed: 41", "seed: 42")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def _lose_a_blob(file: Path) -> None:
    with Session.open(file) as session:
        outputs = session.survey.entries[MORPH].outputs
        assert outputs
        session.store.blob_path(outputs["segment.mp4"].digest).unlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda file: None,
    "a comment": _say_otherwise,
    "touched": lambda file: file.touch(),
    "a seed": lambda file: edit(file, "seed: 41", "seed: 42"),
    "a seed under the same size and time": _same_size_same_time,
    "a title": lambda file: edit(file, "title: Small Song", "title: Big Song"),
    "invalid": lambda file: edit(file, "fps: 24", "fps: 23"),
    "own style": lambda file: edit(file.parent / "styles" / "own.yaml", "gain: 1", "gain: 0.5"),
    "a further style": lambda file: (file.parent / "styles" / "more.yaml").write_text("base: own\n"),
    "a style that is wrong": lambda file: (file.parent / "styles" / "more.yaml").write_text("base: zzz\n"),
    "no styles": lambda file: shutil.rmtree(file.parent / "styles"),
    "another song": lambda file: write_song(file.parent / "song.wav", 16, seed=1),
    "song touched": lambda file: (file.parent / "song.wav").touch(),
    "no song": lambda file: (file.parent / "song.wav").unlink(),
    "film deleted": lambda file: (file.parent / "build" / "small.mp4").unlink(),
    "scene damaged": lambda file: (file.parent / "build" / "scenes" / "intro-1.01.mp4").write_bytes(b"rot"),
    "build moved away": lambda file: (file.parent / "build").rename(file.parent / "old"),
    "memory lost": lambda file: (file.parent / ".beatforge" / "trace.db").unlink(),
    "blob lost": _lose_a_blob,
    "store lost": lambda file: shutil.rmtree(os.environ["BEATFORGE_STORE"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_short_way_is_gone_only_where_the_long_way_would_make_nothing(film: Path, change: str) -> None:
    from beatforge.errors import BeatforgeError

    settled(film)
    CHANGES[change](film)
    is_recalled = recall(film, "standard", ()) is not None
    try:
        with Session.open(film) as session:
            is_fresh = session.survey.is_fresh
    except BeatforgeError:
        is_fresh = False
    assert not is_recalled or is_fresh
    if change == "nothing":
        assert is_recalled


def test_the_two_ways_say_the_same(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settled(film)
    capsys.readouterr()
    assert main(["build", str(film), "--log", "json"]) == 0
    short = capsys.readouterr().out
    shutil.rmtree(film.parent / ".beatforge" / "fresh")
    assert main(["build", str(film), "--log", "json"]) == 0
    long = capsys.readouterr().out
    assert [json.loads(line)["target"] for line in short.splitlines()] == [
        json.loads(line)["target"] for line in long.splitlines()
    ]
    assert short.count('"fresh"') == long.count('"fresh"') == len(TARGETS)


def test_another_request_is_another_memory(film: Path) -> None:
    settled(film)
    assert recall(film, "standard", ()) is not None
    assert recall(film, "draft", ()) is None
    assert recall(film, "standard", ("seed=9",)) is None
    assert recall(film.parent / "other.yaml", "standard", ()) is None


def test_another_store_is_another_memory(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(film)
    monkeypatch.setenv("BEATFORGE_STORE", str(tmp_path / "elsewhere"))
    assert recall(film, "standard", ()) is None


def test_a_build_of_one_scene_does_not_stand_for_the_whole(film: Path) -> None:
    edit(film, "seed: 3\n", "seed: 4\n")
    assert build(film, "intro-1.01") == [INTRO]
    time.sleep(0.1)
    assert build(film, "intro-1.01") == []
    assert recall(film, "standard", ()) is None


def settled(file: Path) -> None:
    """Build until the short way is open: files younger than the clock's grain are not believed."""
    time.sleep(0.1)
    for _ in range(3):
        assert build(file) == []
        if recall(file, "standard", ()) is not None:
            return
        time.sleep(0.1)
    raise AssertionError("the memory of a build with nothing to do never came")
