"""`watch` builds at every save, survives every save, and stops when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from beatforge.cli.saves import Saves
from tests.projects import edit, make_project, scene_ids

WAIT_S = 60


class Watching:
    """A running `beatforge watch` and the lines it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        assert process.stdout
        threading.Thread(target=lambda out: self.lines.extend(out), args=(process.stdout,), daemon=True).start()

    def until(self, holds: Callable[[list[str]], bool]) -> None:
        """Wait until the lines so far satisfy something."""
        deadline = time.monotonic() + WAIT_S
        while not holds(self.lines):
            assert time.monotonic() < deadline and self.process.poll() is None, self.lines
            time.sleep(0.05)

    def count(self, text: str) -> int:
        """Lines that hold this text."""
        return sum(text in line for line in list(self.lines))


@contextmanager
def watching(file: Path, *options: str) -> Iterator[Watching]:
    """Watch a project; Ctrl-C at the end has to give status 0."""
    command = [sys.executable, "-m", "beatforge", "watch", "-C", str(file), "-j", "2", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield Watching(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()


def test_a_save_makes_a_draft_then_the_film_and_a_bad_one_keeps_it(tmp_path: Path, song_file: Path) -> None:
    file = make_project(tmp_path / "film", song_file)
    film = file.parent / "build" / "small.mp4"
    with watching(file) as watch:
        watch.until(lambda lines: watch.count("standard:") == 1)
        assert watch.lines[1].split()[1:3] == ["draft:", watch.lines[1].split()[2]]
        good = film.read_bytes()

        edit(file, "style: own", "style: owm")
        watch.until(lambda lines: watch.count("BF031") == 1)
        assert film.read_bytes() == good and file.with_name("beatforge.lock").is_file()

        # an editor that saves by rename
        swapped = file.with_name("project.yaml~")
        swapped.write_text(file.read_text().replace("style: owm", "style: own").replace("1.4", "0.5"))
        swapped.replace(file)
        watch.until(lambda lines: watch.count("standard:") == 2 and watch.count("draft:") == 2)
        assert film.read_bytes() != good


def test_a_fault_taken_back_is_told_though_nothing_is_made(tmp_path: Path, song_file: Path) -> None:
    file = make_project(tmp_path / "film", song_file)
    with watching(file, "--draft-only") as watch:
        watch.until(lambda lines: watch.count("draft:") == 1)
        edit(file, "style: own", "style: owm")
        watch.until(lambda lines: watch.count("BF031") == 1)
        edit(file, "style: owm", "style: own")
        watch.until(lambda lines: watch.count("nothing to make") == 1)


def test_what_a_build_writes_is_no_save(tmp_path: Path) -> None:
    with Saves(tmp_path) as saves:
        for name in ("beatforge.lock", ".beatforge.lock.7.part"):
            (tmp_path / name).write_text("x")
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "film.mp4").write_text("x")
        assert not saves.saved_within(0.3)
        (tmp_path / "project.yaml").write_text("x")
        assert saves.saved_within(10)


def test_an_edit_of_one_scene_while_two_render_makes_the_other_once(tmp_path: Path, song_file: Path) -> None:
    file = make_project(tmp_path / "film", song_file)
    edit(file, "size: 64x64", "size: 960x540")  # long enough to be caught rendering
    subprocess.run([sys.executable, "-m", "beatforge", "build", str(file), "analysis"], check=True)
    first, second = scene_ids(file)[:2]
    with watching(file) as watch:
        watch.until(lambda lines: watch.count("draft:") == 1)
        time.sleep(1.0)
        with file.open("a") as out:
            out.write(f"  {first}: {{seed: 99}}\n")
        watch.until(lambda lines: watch.count("standard:") >= 1)
        time.sleep(0.5)
    made = made_by_the_store(file)
    assert made[f"scene/{second}"] == 1


def made_by_the_store(file: Path) -> dict[str, int]:
    """How often each target's standard result was made: its records in the store."""
    import json

    counts: dict[str, int] = {}
    for record in Path(os.environ["BEATFORGE_STORE"]).glob("ac/*/*.json"):
        data = json.loads(record.read_text())
        if data["parts"]["value"].get("encoder", {}).get("width") == 960:
            counts[data["target"]] = counts.get(data["target"], 0) + 1
    return counts


def test_an_idle_watch_does_not_spin(tmp_path: Path, song_file: Path) -> None:
    file = make_project(tmp_path / "film", song_file)
    with watching(file) as watch:
        watch.until(lambda lines: watch.count("standard:") == 1)
        before = cpu_ticks(watch.process.pid)
        time.sleep(2.0)
        assert cpu_ticks(watch.process.pid) - before < 0.2 * 2.0 * os.sysconf("SC_CLK_TCK")


def cpu_ticks(pid: int) -> int:
    """User and system time of a process, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
