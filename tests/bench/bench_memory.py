"""How much memory a longer song takes: peak resident size of `beatforge` and of its workers, stage by stage.

python -m tests.bench.bench_memory [--full] [--json FILE] [--work DIR]

With --full at 2, 10, 20 and 60 minutes, otherwise at 1 and 3, in small pictures and few long scenes: what grows with
the song grows in any size. Each length is compared with the one before. Linux (it reads /proc).
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import time
from pathlib import Path

from beatforge.cli.session import Session
from tests.bench.measuring import Bench, run_bench, synthetic_project
from tests.projects import command, environment

MORE_MB_PER_MINUTE = 10.0
LOOK_EVERY_S = 0.005


def measure(bench: Bench) -> None:
    """Peaks of each stage at all lengths, and the growth from one to the next."""
    lengths = (2, 10, 20, 60) if bench.full else (1, 3)
    found = {minutes: _peaks(bench, minutes) for minutes in lengths}
    for short, long in itertools.pairwise(lengths):
        for name, at_long in found[long].items():
            at_short = found[short][name]
            growth = (at_long - at_short) / (long - short)
            why = f"a minute ({at_short:.0f} at {short} min, {at_long:.0f} at {long})"
            bench.goal(f"{name}, {short} to {long} min", growth, MORE_MB_PER_MINUTE, " MB", why)


def _peaks(bench: Bench, minutes: int) -> dict[str, float]:
    """MB by stage and process. Each stage has a process of its own, whose peak is its own."""
    folder = bench.folder(f"memory-{minutes}") / "film"
    file = synthetic_project(folder, "tier: basic", 60 * minutes, "64x36", rate=44100)
    found: dict[str, float] = {}
    for stage, args in (
        ("listening", ("build", "analysis")), ("mixing", ("build", "mix")), ("planning", ("plan",)),
        ("rendering", ("build", "scene", "transition")), ("joining", ("build", "film")), ("no-op", ("build",)),
    ):  # fmt: skip
        if stage == "rendering":
            args = ("build", *_kinds(file))
        words = command(args[0], str(folder), *args[1:])
        found |= bench.figure(f"{minutes} min, {stage}", lambda stage=stage, words=words: _peak(stage, words))
    return found


def _kinds(file: Path) -> list[str]:
    with Session.open(file) as session:
        return sorted({target.kind for target in session.targets()} & {"scene", "transition"})


def _peak(stage: str, words: list[str]) -> dict[str, float]:
    process = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL)
    found: dict[str, float] = {}
    while process.poll() is None:
        for name, pids in (("beatforge", [process.pid]), ("worker", _children(process.pid))):
            for pid in pids:
                key = f"{stage}, {name}"
                found[key] = max(found.get(key, 0.0), _most_mb(pid))
        time.sleep(LOOK_EVERY_S)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _most_mb(pid: int) -> float:
    """The most a process has held so far (the kernel keeps it), 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return 0.0


if __name__ == "__main__":
    run_bench(measure, __doc__)
