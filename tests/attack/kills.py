"""Kill -9 of the builder in every step kind, at every kind of moment. Law 6: at most the running steps are lost.

In: how many kills. Out: an outcome per group. Moments of the builder itself (committing, placing, surveying) are hit
exactly, by count; the span of a running step is hit at shares of the time it took when it was recorded.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from tests.attack.arena import Arena, Outcome
from tests.attack.running import Running, ending
from tests.attack.trip import BEGUN, Trip
from tests.projects import CROSSFADE, FILM, MORPH, OUTRO, TARGETS, VERSE
from tests.undisturbed import Undisturbed

PHASES = {
    "committing": r"^(mkdir blob/|write tmp/\*/\*|chmod tmp|rename blob|mkdir ac/|rename ac|rmtree tmp/\*/\*)",
    "placing": r"^(mkdir|write|rename|remove) build",
    "surveying": r"^(read|list|connect|utime|mkdir (ac|blob|tmp|claim)$)",
    "ending": r"^((write|rename|remove) (\.beatforge/.*\.(part|json)|film)|remove claim|rmtree tmp/\*$|remove tmp)",
}
LATE = frozenset({VERSE, OUTRO, MORPH, CROSSFADE, FILM})
KINDS = {"analysis": TARGETS, "mix": TARGETS, "scene": LATE, "transition": LATE, "film": LATE}


@dataclass(frozen=True)
class Recording:
    """An undisturbed build with one job: the names it made in order, their seconds, and its moments."""

    made: tuple[str, ...]
    seconds: dict[str, float]
    moments: tuple[str, ...]


def record(folder: Path, base: Undisturbed, lost: frozenset[str] | tuple[str, ...]) -> Recording:
    """Build what was lost, with nothing in the way."""
    arena = Arena(folder, base, lost)
    status, running = arena.run(jobs=1, env={"BEATFORGE_NOTES": "all"})
    assert status == 0 and set(running.named("made")) == set(lost), running.said
    seconds = {row["target"]: row["seconds"] for row in running.events if row["event"] == "made"}
    seen = Recording(tuple(seconds), seconds, tuple(running.moments))
    arena.end()
    return seen


def kill(folder: Path, base: Undisturbed, lost: frozenset[str] | tuple[str, ...], trip: Trip, jobs: int = 1) -> Outcome:
    """One kill, and the build after it."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, lost), Outcome()
    killed = arena.killed(dataclasses.replace(trip, then="SIGKILL"), jobs)
    outcome.fault(killed.process.returncode in (-9, 0), f"ended with {killed.process.returncode}")
    outcome.runs -= killed.process.returncode == 0  # it was over before the kill
    return _recovered(arena, killed, outcome, jobs, str(trip))


def kill_waiting(folder: Path, base: Undisturbed, name: str, polls: int) -> Outcome:
    """A kill while the builder waits for another's claim on a key, or for the project (an empty name)."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (FILM,)), Outcome()
    path, match = arena.folder / ".beatforge" / "lock", r"^write \.beatforge/lock$"
    if name:
        key = next(key for key, data in _records_of(base).items() if data == name)
        path, match = arena.store / "claim" / f"{key}.lock", r"^write claim/"
    path.parent.mkdir(exist_ok=True)
    with FileLock(path):
        killed = arena.killed(Trip(match, count=polls, then="SIGKILL"))
        outcome.fault(killed.process.returncode == -9, f"not killed while waiting: {killed.said[-200:]}")
        outcome.fault(killed.begun == 0, "it did not wait")
    return _recovered(arena, killed, outcome, 2, f"waiting for {name or 'the project'}")


def kill_worker(folder: Path, base: Undisturbed, name: str) -> Outcome:
    """A kill of the worker alone: the build says so and ends, and the next one makes that step."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (name,)), Outcome()
    status, broken = arena.run(trip=Trip(r"^write tmp/\*/\*/", who="worker", then="SIGKILL"))
    outcome.fault(status == 5 and "killed by SIGKILL" in broken.said, f"{status}: {broken.said[-300:]}")
    return _recovered(arena, broken, outcome, 1, f"worker of {name}")


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """A kill of each sort, on as little work as there can be."""
    for about, lost, trip in (
        ("while a transition is encoded", CROSSFADE, Trip(BEGUN, after_s=0.4)),
        ("between blob and record", FILM, Trip(r"^rename ac/")),
        ("while placing", FILM, Trip(r"^rename build/")),
        ("while the snapshot is written", FILM, Trip(r"^rename \.beatforge/fresh")),
    ):
        yield about, kill(folder, base, (lost,), trip)
    yield "of a worker", kill_worker(folder, base, CROSSFADE)


def many(folder: Path, base: Undisturbed, count: int) -> Iterator[tuple[str, list[tuple[str, Trip, int]]]]:
    """Groups of `count` kills in all, spread over spans and moments: (group, [(kind, trip, jobs)])."""
    recordings = {lost: record(folder, base, lost) for lost in {*KINDS.values()}}
    share = count // 20
    for kind, lost in KINDS.items():
        seen = recordings[lost]
        names = [name for name in seen.made if name.partition("/")[0] == kind]
        running = []
        for number in range(8 * share // 5):
            name = names[number % len(names)]
            after_s = seen.seconds[name] * 1.05 * (number + 0.5) / (8 * share // 5)
            running.append((kind, Trip(BEGUN, seen.made.index(name) + 1, after_s=after_s), 1))
        yield f"running {kind}", running
        yield f"committing {kind}", [(kind, trip, 1) for trip in _in_commit_of(seen, names, share)]
    for phase, number, jobs in (("placing", 2 * share, 1), ("surveying", 2 * share, 2), ("ending", share, 2)):
        found = sum(1 for moment in recordings[LATE].moments if _matches(PHASES[phase], moment))
        counts = [1 + round((found - 1) * 0.95 * i / max(1, number - 1)) for i in range(number)]
        yield phase, [("film", Trip(PHASES[phase], n), jobs) for n in counts]


def _in_commit_of(seen: Recording, names: list[str], number: int) -> list[Trip]:
    """Trips at moments between the end of these targets' steps and their results in the store."""
    begun, at, counts = 0, 0, []
    for moment in seen.moments:
        begun += moment == "mkdir tmp/*/*"
        if _matches(PHASES["committing"], moment):
            at += 1
            if begun and seen.made[begun - 1] in names:
                counts.append(at)
    return [Trip(PHASES["committing"], counts[(len(counts) - 1) * i // max(1, number - 1)]) for i in range(number)]


def _recovered(arena: Arena, killed: Running, outcome: Outcome, running: int, about: str) -> Outcome:
    with ending(killed):
        outcome.left += killed.left_after()
    arena.expect_whole(outcome)
    arena.recover(outcome, [killed])
    arena.settle(outcome, renders_allowed=running)
    outcome.faults = [f"{about}: {fault}" for fault in outcome.faults]
    if not outcome.faults:
        arena.end()
    return outcome


def _matches(pattern: str, moment: str) -> bool:
    return re.search(pattern, moment) is not None


def _records_of(base: Undisturbed) -> dict[str, str]:
    return {path.stem: json.loads(path.read_bytes())["target"] for path in (base.store / "ac").rglob("*.json")}
