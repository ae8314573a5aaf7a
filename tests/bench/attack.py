"""The engine under attack: kills, signals, full disks, damaged stores, edited inputs, crowds, sleep, clocks, secrets.

[BEATFORGE_ATTACK_ONLY=WORD] python -m tests.bench.attack --full --json FILE --work DIR

Every attack is on real builds of a tiny film through the real command line. A line per group says how many attacks,
steps run more than needed, bytes of finished results lost, processes left alive, tracebacks printed. With `--json` a
group that was attacked before is not attacked again.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.attack import crowds, damage, disks, inputs, kills, secrets, signals, sleeps
from tests.attack.arena import Outcome
from tests.bench.measuring import Bench, run_bench
from tests.projects import FILM
from tests.sounds import write_song
from tests.undisturbed import Undisturbed, build_undisturbed

Attack = Callable[[], Outcome]
SORTS = {"told to stop": signals, "crowds": crowds, "full disk": disks, "sleep and clock": sleeps, "secrets": secrets,
         "edited inputs": inputs, "damage": damage}  # fmt: skip
KILLS, QUICK_KILLS = 200, 20


def measure(bench: Bench) -> None:
    """Every group of attacks."""
    base = _base(bench)
    total = Outcome()
    for name, attack in _groups(bench, base):
        if (word := os.environ.get("BEATFORGE_ATTACK_ONLY")) and word not in name:
            continue
        kept = bench.figure(name, lambda attack=attack: dataclasses.asdict(attack()))
        outcome = Outcome(**kept)
        total.add(outcome)
        print(_line(name, outcome), flush=True)
        for fault in outcome.faults:
            print(f"       {fault}", flush=True)
    print(_line("all", total))
    bench.goal("bytes of finished results lost", total.bytes_lost, 0)
    bench.goal("processes left", total.left, 0)
    bench.goal("tracebacks", total.tracebacks, 0)
    bench.goal("other faults", len(total.faults), 0)


def _groups(bench: Bench, base: Undisturbed) -> Iterator[tuple[str, Attack]]:
    work = bench.folder("arena")
    for sort, attacks in SORTS.items():
        rows = attacks.many(work / "attack", base) if bench.full else attacks.few(work / "attack", base)
        if not bench.full:
            yield sort, functools.partial(_sum, (outcome for _, outcome in rows))
            continue
        for about, group in itertools.groupby(rows, key=lambda row: row[0].partition(",")[0]):
            yield f"{sort}: {about}", functools.partial(_sum, (attack() for attack in [a for _, a in group]))
    yield "full disk: on a tmpfs", lambda: _on_tmpfs(bench, work)
    yield from _kill_groups(bench, base, work)


def _on_tmpfs(bench: Bench, work: Path) -> Outcome:
    found = disks.on_tmpfs(bench.folder("base"), work / "tmpfs")
    return _sum(outcome for _, outcome in found or ())


def _kill_groups(bench: Bench, base: Undisturbed, work: Path) -> Iterator[tuple[str, Attack]]:
    for group, planned in kills.many(work / "recording", base, KILLS if bench.full else QUICK_KILLS):
        yield f"kill -9, {group}", functools.partial(_kills, work, base, planned)
    number = KILLS // 20 if bench.full else 1
    yield (
        "kill -9, waiting for a claim",
        lambda: _sum(kills.kill_waiting(work / "kill", base, FILM, polls) for polls in range(1, number + 1)),
    )
    yield (
        "kill -9, waiting for the project",
        lambda: _sum(kills.kill_waiting(work / "kill", base, "", polls) for polls in range(1, number + 1)),
    )


def _kills(work: Path, base: Undisturbed, planned: list[tuple[str, kills.Trip, int]]) -> Outcome:
    return _sum(kills.kill(work / "kill", base, kills.KINDS[kind], trip, jobs) for kind, trip, jobs in planned)


def _sum(outcomes: Iterable[Outcome]) -> Outcome:
    return functools.reduce(Outcome.add, outcomes, Outcome())


def _line(name: str, outcome: Outcome) -> str:
    return (
        f"{'ok  ' if outcome.is_clean else 'FAIL'} {name}: {outcome.runs} runs, {outcome.renders} renders caused, "
        f"{outcome.bytes_lost} bytes lost, {outcome.left} processes left, {outcome.tracebacks} tracebacks"
    )


def _base(bench: Bench) -> Undisturbed:
    """The film as it is without any attack, built once."""
    root = bench.folder("base")
    record = root / "made.json"
    if not record.exists():
        record.write_text(json.dumps(build_undisturbed(root, write_song(root / "song.wav", seconds=16))))
    return Undisturbed(root / "project", root / "store", *json.loads(record.read_text()))


if __name__ == "__main__":
    run_bench(measure, __doc__)
