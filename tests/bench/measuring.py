"""What the benchmarks share: processes timed with all their children, figures kept as JSON, goals printed beside them.

A figure that is already in the JSON file is not measured again, so a long benchmark goes on where it was interrupted:
give it the same `--json`, and `--work` where films should be kept. The load average stands beside each figure.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import beatforge
from tests.projects import environment
from tests.sounds import write_long_song, write_song

LONG_S = 240.0
"""From here on a song is written piece by piece, else the benchmark itself would need gigabytes."""

PROJECT = """\
version: 1
name: bench
song: {{file: {song}, pins: {{tempo_bpm: {bpm:g}, first_downbeat: 0}}}}
film: {{size: {size}, {film}}}
scenes:
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process and all its children took, and what it printed."""

    wall_s: float
    cpu_s: float
    said: str


class Bench:
    """One benchmark's figures, its work folder and whether the full size was asked for."""

    def __init__(self, args: argparse.Namespace, work: Path) -> None:
        self.full: bool = args.full
        self._work = work
        self._path: Path | None = args.json
        kept = self._path is not None and self._path.is_file()
        self._data: dict[str, Any] = json.loads(self._path.read_text()) if kept and self._path else {}
        self._failed = False

    def folder(self, name: str, fresh: bool = False) -> Path:
        """A folder with a store of its own, which is the store from here on; emptied first if `fresh`."""
        folder = self._work / name
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["BEATFORGE_STORE"] = str(folder / "store")
        return folder

    def figure(self, name: str, measure: Callable[[], Any]) -> Any:
        """The figure of this name: kept from an earlier run, or measured now."""
        kept = self._data.setdefault("figures", {})
        if name not in kept:
            value = measure()
            kept[name] = {"value": value, "load": round(os.getloadavg()[0], 2)}
            self._save()
        return kept[name]["value"]

    def goal(self, name: str, value: float, limit: float, unit: str = "", why: str = "") -> None:
        """Print a figure beside the limit it must not pass, and keep both."""
        holds = value <= limit
        self._failed |= not holds
        self._data.setdefault("goals", {})[name] = {"value": round(value, 4), "limit": round(limit, 4), "holds": holds}
        self._save()
        print(f"{'ok  ' if holds else 'OVER'} {name}: {value:.3g}{unit}, goal {limit:.3g}{unit} {why}", flush=True)

    def end(self) -> int:
        """Exit status: 1 if a goal was not reached."""
        print(f"     load average {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
        return int(self._failed)

    def _save(self) -> None:
        if self._path:
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(self._data, indent=1) + "\n")
            part.replace(self._path)


def run_bench(measure: Callable[[Bench], None], about: str | None) -> None:
    """The command line of a benchmark: `--full`, `--json FILE`, `--work DIR`."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="the size that counts, not a quick look")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here, and go on from those it has")
    parser.add_argument("--work", type=Path, metavar="DIR", help="build here and keep it (default: a temporary folder)")
    args = parser.parse_args()
    with _work_folder(args.work) as work:
        bench = Bench(args, work)
        measure(bench)
        status = bench.end()
    sys.exit(status)


def synthetic_project(
    folder: Path, film: str, seconds: float, size: str, bpm: float = 120.0, rate: int = 22050
) -> Path:
    """A project of a song made of numbers; `film` is what it says beside the size. Left alone if it is there."""
    file = folder / "project.yaml"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write = write_song if seconds <= LONG_S else write_long_song
        song = write(folder / "song.wav", seconds, bpm, rate)
        file.write_text(PROJECT.format(song=song.name, bpm=bpm, size=size, film=film), encoding="utf-8")
    return file


def quickstart(folder: Path) -> Path:
    """The project file of a copy of the quickstart, without what was built there."""
    source = Path(beatforge.__file__).parent.parent / "examples" / "quickstart"
    if not folder.exists():
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("build", ".beatforge"))
    return folder / "project.yaml"


def spent(command: Sequence[str], cwd: Path | None = None) -> Spent:
    """Run a command to its end; it must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Spent(wall_s, usage.ru_utime + usage.ru_stime, said)


def side_by_side(count: int, **commands: Callable[[], Spent]) -> dict[str, dict[str, float]]:
    """Medians of several commands run in turns, so that what else the machine does falls on all of them."""
    rows: dict[str, list[Spent]] = {name: [] for name in commands}
    for command in commands.values():
        command()
    for _ in range(count):
        for name, command in commands.items():
            rows[name].append(command())
    return {
        name: {
            "wall_s": statistics.median(row.wall_s for row in found),
            "cpu_s": statistics.median(row.cpu_s for row in found),
            "least_wall_s": min(row.wall_s for row in found),
        }
        for name, found in rows.items()
    }


@contextmanager
def _work_folder(asked: Path | None) -> Iterator[Path]:
    if asked:
        asked.mkdir(parents=True, exist_ok=True)
        yield asked.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="beatforge-bench-") as folder:
            yield Path(folder).resolve()
