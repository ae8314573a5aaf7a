"""20,000 broken project files before every reader: no traceback, no hang, no read outside, one verdict.

python -m tests.bench.bench_mutations [--full] [--json FILE] [--work DIR]

Each file is loaded, migrated and looked at by the no-op's glance; each twenty-third goes through `check` and `build` or
`plan` too, where the glance and the full way have to agree. With strace, hostile paths are also watched from outside
Python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.measuring import Bench, run_bench
from tests.project.judge import BUSY_S, Judge
from tests.project.mutants import OLD, TEXT, mutant
from tests.projects import PROJECT, command, environment
from tests.sounds import write_song
from tests.undisturbed import build_undisturbed

TEXTS = {"film": PROJECT, "all": TEXT, "old": OLD}
ALL_WAYS = 23
"""Each so manyth file is judged in every way; no multiple of a kind's turn."""

SONG = "file: song.wav"
HOSTILE: dict[str, Callable[[Path], None]] = {
    "a song of the system": lambda home: _edit(home, SONG, "file: /etc/passwd"),
    "a song above": lambda home: _edit(home, SONG, "file: ../../../../../../../../etc/passwd"),
    "a song of the user": lambda home: _edit(home, SONG, "file: ~/.profile"),
    "a song that never ends": lambda home: _link(home / "odd.wav", "/dev/zero", home, "file: odd.wav"),
    "a song that is a secret": lambda home: _link(home / "odd.wav", "/proc/self/environ", home, "file: odd.wav"),
    "a folder of songs": lambda home: _link(home / "audio", "/etc", home, "file: audio/passwd.wav"),
    "a style that is a secret": lambda home: (home / "styles" / "odd.yaml").symlink_to("/etc/passwd"),
    "a style in a circle": lambda home: (home / "styles" / "odd.yaml").symlink_to("odd.yaml"),
    "styles elsewhere": lambda home: (shutil.rmtree(home / "styles"), (home / "styles").symlink_to("/etc"))[0],
    "a style by its path": lambda home: _edit(home, "style: own", "style: ../../../../etc/passwd"),
    "a project that is a secret": lambda home: (
        (home / "project.yaml").unlink(),
        (home / "project.yaml").symlink_to("/etc/passwd"),
    )[0],
}


def measure(bench: Bench) -> None:
    """All files in pieces that an interrupted run goes on from."""
    work = bench.folder("mutations")
    os.environ["BEATFORGE_CONFIG"] = str(work / "config.yaml")
    if not (work / "project").exists():
        build_undisturbed(work, write_song(work / "song.wav", seconds=16))
    judge = Judge(work / "project", work / "store")
    pieces, size = (40, 500) if bench.full else (2, 150)
    done = [bench.figure(f"files {n * size} to {(n + 1) * size - 1}", lambda n=n: _piece(judge, n * size, size))
            for n in range(pieces)]  # fmt: skip
    total: Counter[str] = Counter()
    for piece in done:
        total.update(piece["outcomes"])
    print(f"     {pieces * size} files: {dict(total)}")
    bench.goal("slowest file, CPU", max(piece["slowest_s"] for piece in done), BUSY_S, " s")
    if shutil.which("strace"):
        outside = bench.figure("opened outside, by strace", lambda: _strace(work))
        print(f"     {len(HOSTILE)} hostile projects under strace opened outside: {outside or 'nothing'}")
        bench.goal("files opened outside under strace", len(outside), 0)


def _piece(judge: Judge, first: int, count: int) -> dict[str, Any]:
    """Judge some files; raises at the first that is wrong."""
    judge.outcomes.clear()
    for number in range(first, first + count):
        (judge.judge if number % ALL_WAYS == 0 else judge.load)(mutant(number, TEXTS))
    print(f"     {first} to {first + count - 1}: {dict(judge.outcomes)}", flush=True)
    return {"outcomes": dict(judge.outcomes), "slowest_s": judge.slowest_s}


def _strace(work: Path) -> list[str]:
    """What `check` opens for hostile projects and does not for a sound one, outside project and store."""
    sound: set[str] = set()
    opened: dict[str, set[str]] = {}
    for name, spoil in {"sound": lambda home: None, **HOSTILE}.items():
        home = work / "hostile"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(work / "project", home, ignore=shutil.ignore_patterns("build", ".beatforge"))
        spoil(home)
        opened[name] = _opened(home, work) - sound
        sound = sound or opened.pop(name)
    assert sound, "strace saw no file of the system at all"
    return sorted(f"{name}: {path}" for name, paths in opened.items() for path in paths)


def _opened(home: Path, work: Path) -> set[str]:
    """Paths that a process opened, or whose folder it listed, outside `work` and the program."""
    log = work / "strace.log"
    line = [
        "strace",
        "-f",
        "-qq",
        "-y",
        "-e",
        "trace=open,openat,getdents64",
        "-e",
        "status=successful",
        "-o",
        str(log),
    ]
    env = environment(BEATFORGE_STORE=str(work / "store"))
    subprocess.run([*line, *command("check", str(home))], env=env, capture_output=True, timeout=120, check=False)
    found = set(re.findall(r"= \d+<([^>]*)>|getdents64\(\d+<([^>]*)>", log.read_text(errors="replace")))
    mine = (os.path.realpath(work), os.path.realpath(Path(__file__).parents[2]), sys.prefix, sys.base_prefix)
    paths = {path for pair in found for path in pair if path}
    return {path for path in paths if not path.startswith(mine) and not re.match(r"(pipe|socket|anon_inode):", path)}


def _edit(home: Path, old: str, new: str) -> None:
    file = home / "project.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _link(path: Path, target: str, home: Path, song: str) -> None:
    path.symlink_to(target)
    _edit(home, SONG, song)


if __name__ == "__main__":
    run_bench(measure, __doc__)
