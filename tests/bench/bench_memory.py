"""How much memory a longer song takes: peak resident size of `beatforge` and of its workers, stage by stage.

python -m tests.bench.bench_memory [--full] [--json FILE] [--work DIR]

With --full at 2 and 10 minutes in 1280x720, otherwise at 1 and 3 minutes in small pictures. Linux (it reads /proc).
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from pathlib import Path

from beatforge.cli.session import Session
from tests.bench.measuring import Bench, run_bench, spent, synthetic_project
from tests.projects import command, environment

MORE_MB_PER_MINUTE = 10.0
LOOK_EVERY_S = 0.005


def measure(bench: Bench) -> None:
    """Peaks of each stage at both lengths, and the growth between them."""
    (short, long), size = ((2, 10), "1280x720") if bench.full else ((1, 3), "64x36")
    before = bench.figure(f"{short} min", lambda: _peaks(bench, short, size))
    after = bench.figure(f"{long} min", lambda: _peaks(bench, long, size))
    for name, at_long in after.items():
        at_short = before[name]
        growth = (at_long - at_short) / (long - short)
        why = f"a minute ({at_short:.0f} at {short} min, {at_long:.0f} at {long})"
        bench.goal(name, growth, MORE_MB_PER_MINUTE, " MB", why)


def _peaks(bench: Bench, minutes: int, size: str) -> dict[str, float]:
    """MB by stage and process. Each stage has a process of its own, whose peak is its own."""
    folder = bench.folder(f"memory-{minutes}", fresh=True) / "film"
    file = synthetic_project(folder, "tier: basic", 60 * minutes, size, rate=44100)
    found = {}
    for stage, args in (("listening", ("build", "analysis")), ("mixing", ("build", "mix")), ("planning", ("plan",))):
        found |= _peak(stage, command(args[0], str(folder), *args[1:]))
    with Session.open(file) as session:
        kinds = {target.kind for target in session.targets()}
    spent(command("build", str(folder), *sorted(kinds & {"scene", "transition"})))
    return found | _peak("assembling", command("build", str(folder), "film", "-j1"))


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
