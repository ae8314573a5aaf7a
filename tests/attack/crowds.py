"""Several builds at once: of copies of a project that share a store, as worktrees do, and of one project folder.

Every key is made once in total, all films are equal byte by byte, nobody waits for ever.
"""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.arena import RESULT, Arena, Outcome
from tests.attack.running import wait_until
from tests.attack.trip import BEGUN, Trip
from tests.projects import CROSSFADE, FILM, TARGETS
from tests.undisturbed import Undisturbed


def of_copies(folder: Path, base: Undisturbed, count: int, lost: tuple[str, ...] = TARGETS) -> Outcome:
    """Each copy has a folder of its own; all begin before the first has made anything."""
    arena = _arena(folder, base, lost)
    copies = [arena.folder, *(folder / f"copy-{number}" for number in range(1, count))]
    for copy in copies[1:]:
        shutil.copytree(arena.folder, copy)
    return _crowd(arena, copies, lost)


def of_one_folder(folder: Path, base: Undisturbed, count: int, lost: tuple[str, ...] = TARGETS) -> Outcome:
    """All want the same folder, so they wait in line."""
    arena = _arena(folder, base, lost)
    outcome = _crowd(arena, [arena.folder] * count, lost)
    waited = sum("waiting for `beatforge build" in running.said for running in arena.runs)
    outcome.fault(waited == count - 1, f"{waited} of {count - 1} said for whom they wait")
    return outcome


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """Two of each."""
    yield "two copies", of_copies(folder, base, 2, (CROSSFADE, FILM))
    yield "two in one folder", of_one_folder(folder, base, 2, (FILM,))


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Two and eight, from nothing."""
    for number in (2, 8):
        yield f"{number} copies", lambda n=number: of_copies(folder, base, n)
        yield f"{number} in one folder", lambda n=number: of_one_folder(folder, base, n)


def _arena(folder: Path, base: Undisturbed, lost: tuple[str, ...]) -> Arena:
    shutil.rmtree(folder, ignore_errors=True)
    return Arena(folder, base, lost)


def _crowd(arena: Arena, folders: list[Path], lost: tuple[str, ...]) -> Outcome:
    """The first stands still in its first step until all others have come to where they have to wait."""
    outcome = Outcome()
    with contextlib.ExitStack() as stack:
        first = arena.start(folder=folders[0], trip=Trip(BEGUN))
        stack.callback(first.end)
        first.wait_tripped()
        wait = Trip(r"^write (claim/|\.beatforge/lock$)", count=3 if folders[1] == folders[0] else 2)
        others = [arena.start(folder=folder, trip=wait) for folder in folders[1:]]
        for other in others:
            stack.callback(other.end)
            wait_until(lambda other=other: other.tripped is not None or other.is_over(), "its turn to wait")
        for running in (first, *others):
            running.go_on()
        for running in (first, *others):
            outcome.fault(running.ended() == 0, f"a build ended with {running.ended()}: {running.said[-300:]}")
    made = Counter(name for running in arena.runs for name in running.named("made"))
    outcome.fault(made == Counter(lost), f"made {made}, wanted each of {lost} once")
    for folder in folders:
        outcome.fault((folder / RESULT).read_bytes() == arena.base.film, f"another film in {folder.name}")
    arena.expect_whole(outcome)
    arena.recover(outcome, arena.runs[:])
    left = [path.name for path in (arena.store / "claim").iterdir()]
    outcome.fault(not left, f"claims left: {left}")
    arena.settle(outcome)
    outcome.runs += len(folders) - 1
    return outcome
