"""The store, the trace and other memory deleted or damaged: before a build, while it runs, after it.

What was damaged is noticed when it is needed, and made again; nothing else is. A build whose store is taken from under
it says so in one line, and the next one brings back the film.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.attack.arena import Arena, Outcome
from tests.attack.running import ending
from tests.attack.trip import BEGUN, COMMITTED, PLACED, Trip
from tests.projects import CROSSFADE, FILM, TARGETS, VERSE
from tests.undisturbed import Undisturbed

WRONG_TYPES: tuple[Any, ...] = (
    None, [], {}, "text", 7, {"outputs": []}, {"outputs": {"film.mp4": {"digest": 7, "size": "x"}}},
    {"outputs": {"film.mp4": {"digest": "../../../etc/passwd", "size": 1}}},
    {"outputs": {"film.mp4": {"digest": "a" * 64, "size": 1e999}}}, {"outputs": {"film.mp4": None}},
    {"outputs": {}, "parts": 3}, {"seconds": "soon"}, {"seconds": None, "cpu_seconds": []}, {"target": 3}, {"key": 0},
)  # fmt: skip
"""What a record may not be: a whole value, or fields put over a good one."""
DEEP = b"[" * 100_000
"""Not JSON that a recursive reader survives."""


def flip(path: Path, chance: random.Random) -> None:
    """A few random bits, date and size kept."""
    data = bytearray(path.read_bytes())
    for _ in range(min(len(data), 3)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    _overwrite(path, bytes(data))


def truncate(path: Path, chance: random.Random) -> None:
    _overwrite(path, path.read_bytes()[: chance.randrange(path.stat().st_size or 1)])


def empty(path: Path, chance: random.Random) -> None:
    _overwrite(path, b"")


def garbage(path: Path, chance: random.Random) -> None:
    _overwrite(path, chance.randbytes(path.stat().st_size))


def remove(path: Path, chance: random.Random) -> None:
    path.unlink()


DAMAGES = (flip, truncate, empty, garbage, remove)


def result_damaged(folder: Path, base: Undisturbed, name: str, how: Callable[[Path, random.Random], None]) -> Outcome:
    """A finished target's blobs are damaged, and its copy in the project is gone."""
    arena, outcome = _arena(folder, base, ())
    hurt = 0
    for path, data in arena.records().items():
        if data["target"] == name:
            for blob in data["outputs"].values():
                how(arena.blob(blob["digest"]), random.Random(path.stem))
                hurt += 1
    _forget(arena, name)
    return _judged(arena, outcome, renders_allowed=hurt, about=f"{name} {how.__name__}")


def blobs_swapped(folder: Path, base: Undisturbed) -> Outcome:
    """Two scenes' blobs under each other's name."""
    arena, outcome = _arena(folder, base, ())
    blobs = [arena.blob(data["outputs"]["segment.mp4"]["digest"]) for data in arena.records().values()
             if data["target"].startswith("scene/")][:2]  # fmt: skip
    first, second = (blob.read_bytes() for blob in blobs)
    _overwrite(blobs[0], second)
    _overwrite(blobs[1], first)
    shutil.rmtree(arena.folder / "build")
    return _judged(arena, outcome, renders_allowed=2, about="blobs swapped")


def record_replaced(folder: Path, base: Undisturbed, name: str, by: Any) -> Outcome:
    """A record that is no record; the project remembers nothing."""
    arena, outcome = _arena(folder, base, ())
    for path, data in arena.records().items():
        if data["target"] == name:
            whole = by if not isinstance(by, dict) or not by else {**data, **by}
            _overwrite(path, by if isinstance(by, bytes) else json.dumps(whole).encode())
    _forget(arena, name)
    shutil.rmtree(arena.folder / ".beatforge")
    about = f"record is {by!r:.80}"
    return _judged(arena, outcome, renders_allowed=1, about=about)


def memory_damaged(folder: Path, base: Undisturbed, how: Callable[[Path, random.Random], None], seed: int) -> Outcome:
    """Every file of the project's memory, and of the store's beside results, is damaged after a whole build."""
    arena, outcome = _arena(folder, base, ())
    arena.run()
    chance = random.Random(f"{how.__name__} {seed}")
    places = (arena.folder / ".beatforge", arena.store / "film")
    for path in (path for place in places for path in sorted(place.rglob("*")) if path.is_file()):
        how(path, chance)
    for path in sorted(path for path in arena.store.iterdir() if path.is_file()):
        how(path, chance)
    return _judged(arena, outcome, renders_allowed=len(TARGETS), about=f"memory {how.__name__} {seed}")


def anything_damaged(folder: Path, base: Undisturbed, seed: int) -> Outcome:
    """Some random files of store and memory, each in a random way; all copies in the project are gone."""
    arena, outcome = _arena(folder, base, ())
    chance = random.Random(seed)
    shutil.rmtree(arena.folder / "build")
    paths = sorted(path for root in (arena.store, arena.folder / ".beatforge") for path in root.rglob("*"))
    for path in chance.sample([path for path in paths if path.is_file()], 6):
        chance.choice(DAMAGES)(path, chance)
    return _judged(arena, outcome, renders_allowed=len(TARGETS), about=f"anything {seed}")


def taken_meanwhile(folder: Path, base: Undisturbed, part: str, moment: str) -> Outcome:
    """The store, or a folder of it, or the project's memory vanishes at this moment of a build."""
    arena, outcome = _arena(folder, base, (CROSSFADE, FILM))
    with ending(arena.start(trip=Trip(moment))) as running:
        outcome.fault(running.wait_tripped() > 0, f"it never came to {moment}")
        shutil.rmtree(arena.folder / part if part == ".beatforge" else arena.store / part)
        running.signal(signal.SIGCONT)
        status = running.ended()
    outcome.fault(status in (0, 4, 5), f"ended with {status}")
    told = running.err.read_text().splitlines()
    clear = len(told) == 1 or (status == 0 and all("the film is finished, but" in line for line in told))
    outcome.fault(clear, f"not one clear line: {told}")
    return _judged(arena, outcome, renders_allowed=len(TARGETS) + 2, about=f"{part or 'store'} taken at {moment}")


def blob_damaged_meanwhile(folder: Path, base: Undisturbed) -> Outcome:
    """A scene's blob rots while the film that reads it is made."""
    arena, outcome = _arena(folder, base, (FILM,))
    with ending(arena.start(trip=Trip(BEGUN))) as running:
        outcome.fault(running.wait_tripped() > 0, "no step began")
        (digest,) = (data["outputs"]["segment.mp4"]["digest"] for data in arena.records().values()
                     if data["target"] == VERSE)  # fmt: skip
        flip(arena.blob(digest), random.Random(1))
        running.signal(signal.SIGCONT)
        outcome.fault(running.ended() in (0, 5), running.said[-300:])
    return _judged(arena, outcome, renders_allowed=3, about="blob rots meanwhile")


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """One of each sort, and the nastiest records."""
    yield "a blob truncated", result_damaged(folder, base, FILM, truncate)
    yield "a record that counts to infinity", record_replaced(folder, base, FILM, WRONG_TYPES[8])
    yield "memory flipped", memory_damaged(folder, base, flip, 0)
    yield "store taken away in a step", taken_meanwhile(folder, base, "", BEGUN)


def many(folder: Path, base: Undisturbed, fuzz: int = 30) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Everything damaged in every way."""
    for how in DAMAGES:
        for name in ("analysis", CROSSFADE, FILM):
            yield f"blobs of {name}: {how.__name__}", lambda n=name, h=how: result_damaged(folder, base, n, h)
        yield f"memory: {how.__name__}", lambda h=how: memory_damaged(folder, base, h, 0)
    for seed in range(1, 6):
        yield "memory: flip once more", lambda s=seed: memory_damaged(folder, base, flip, s)
    yield "blobs swapped", lambda: blobs_swapped(folder, base)
    for by in (*WRONG_TYPES, b"", b"\xff\xfe", b'{"key": ', DEEP):
        yield "records of wrong types", lambda b=by: record_replaced(folder, base, FILM, b)
    for part in ("", "ac", "blob", "tmp", "claim", ".beatforge"):
        for moment in (r"^read song\.wav", BEGUN, COMMITTED, PLACED):
            yield f"{part or 'store'} taken away", lambda p=part, m=moment: taken_meanwhile(folder, base, p, m)
    yield "a blob rots while it is read", lambda: blob_damaged_meanwhile(folder, base)
    for seed in range(fuzz):
        yield "random files in random ways", lambda s=seed: anything_damaged(folder, base, s)


def _arena(folder: Path, base: Undisturbed, lost: tuple[str, ...]) -> tuple[Arena, Outcome]:
    shutil.rmtree(folder, ignore_errors=True)
    arena = Arena(folder, base, lost)
    if not lost:
        shutil.copytree(base.folder / ".beatforge", arena.folder / ".beatforge")
    return arena, Outcome()


def _forget(arena: Arena, name: str) -> None:
    """The user's own copies are gone too."""
    shutil.rmtree(arena.folder / "build", ignore_errors=True)


def _judged(arena: Arena, outcome: Outcome, renders_allowed: int, about: str) -> Outcome:
    arena.recover(outcome)
    arena.settle(outcome, renders_allowed)
    outcome.faults = [f"{about}: {fault}" for fault in outcome.faults]
    if not outcome.faults:
        arena.end()
    return outcome


def _overwrite(path: Path, data: bytes) -> None:
    """In place, though blobs are read-only."""
    path.chmod(0o644)
    path.write_bytes(data)
