"""Files of the user that change under a build: edited in place, replaced, deleted, truncated, dated back, repeatedly.

Law 7: what is there in the end is what the film is made of. The builder, or the worker in its step, stands still while
the user writes, so that every change falls exactly between two reads.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.arena import RESULT, Arena, Outcome
from tests.attack.running import Running, ending
from tests.attack.trip import BEGUN, COMMITTED, PLACED, Trip
from tests.projects import FILM, TARGETS
from tests.undisturbed import Undisturbed

FILES = ("song.wav", "project.yaml", "styles/own.yaml")
MOMENTS = {
    "as it is hashed": r"^read song\.wav",
    "as a step begins": BEGUN,
    "as a step's result is committed": COMMITTED,
    "as the result is placed": PLACED,
}
Change = Callable[[Path, bytes], None]


def in_place(path: Path, data: bytes) -> None:
    """Written over, as most editors do."""
    with path.open("rb+") as file:
        file.write(data)
        file.truncate()


def renamed(path: Path, data: bytes) -> None:
    """Replaced by another file, as careful editors do."""
    part = path.with_name(f"{path.name}~")
    part.write_bytes(data)
    part.replace(path)


def dated_back(path: Path, data: bytes) -> None:
    """Same size, same date: only the state change time tells."""
    stat = path.stat()
    in_place(path, data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def changed(folder: Path, base: Undisturbed, name: str, how: Change, moment: str) -> Outcome:
    """Begun with another version of a file, which becomes the real one at this moment of the build."""
    arena, outcome = _arena(folder, base)
    path = arena.folder / name
    real = path.read_bytes()
    path.write_bytes(_other(name, real))
    with ending(arena.start(trip=Trip(moment))) as running:
        outcome.fault(running.wait_tripped() > 0, f"it never came to {moment}")
        how(path, real)
        running.signal(signal.SIGCONT)
        outcome.fault(running.ended() == 0, f"ended with {running.ended()}: {running.said[-300:]}")
    film = arena.folder / RESULT
    outcome.fault(film.is_file() and film.read_bytes() == base.film, "the film is not that of the last version")
    return _judged(arena, outcome, running, f"{name} {how.__name__} at {moment}")


def spoilt(folder: Path, base: Undisturbed, name: str, moment: str, left: bytes | None) -> Outcome:
    """Deleted, or cut to these bytes, at this moment: refused with reasons, or done; nothing of it stays."""
    arena, outcome = _arena(folder, base)
    path = arena.folder / name
    real = path.read_bytes()
    with ending(arena.start(trip=Trip(moment))) as running:
        outcome.fault(running.wait_tripped() > 0, f"it never came to {moment}")
        if left is None:
            path.unlink()
        else:
            in_place(path, left)
        running.signal(signal.SIGCONT)
        status = running.ended()
    told = running.err.read_text()
    outcome.fault(status in (0, 2, 3, 4, 5), f"ended with {status}")
    outcome.fault(bool(told.strip()) == (status != 0), f"{status} and said {told!r}")
    outcome.fault(status == 0 or Path(name).name in told or "project.yaml" in told, f"names no file: {told}")
    path.write_bytes(real)
    return _judged(arena, outcome, running, f"{name} {'deleted' if left is None else 'cut'} at {moment}")


def restless(folder: Path, base: Undisturbed, name: str) -> Outcome:
    """Changed at every round, for as long as the build tries: it gives up with one clear line."""
    arena, outcome = _arena(folder, base)
    path = arena.folder / name
    real = path.read_bytes()
    rounds = 0
    with ending(arena.start(trip=Trip(BEGUN, every=True))) as running:
        while running.wait_tripped_again():
            rounds += 1
            path.write_bytes(_other(name, real, rounds))
            running.go_on()
        status = running.ended()
    told = running.err.read_text().splitlines()
    outcome.fault(status == 4 and len(told) == 1 and "kept changing" in told[0], f"{status}: {told}")
    outcome.fault(0 < rounds < 40, f"{rounds} rounds")
    path.write_bytes(real)
    arena.needed |= {f"round {number}" for number in range(rounds)}
    return _judged(arena, outcome, running, f"{name} never rests")


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """Where it hurts most."""
    yield "song dated back while a step begins", changed(folder, base, "song.wav", dated_back, BEGUN)
    yield "project replaced as the film is placed", changed(folder, base, "project.yaml", renamed, PLACED)
    yield "style deleted in a step", spoilt(folder, base, "styles/own.yaml", BEGUN, None)


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Every file, changed in every way at every moment."""
    for name in FILES:
        for about, moment in MOMENTS.items():
            for how in (in_place, renamed, dated_back):
                yield (
                    f"{name}, {how.__name__} {about}",
                    (lambda n=name, h=how, m=moment: changed(folder, base, n, h, m)),
                )
            yield f"{name}, deleted {about}", lambda n=name, m=moment: spoilt(folder, base, n, m, None)
            yield f"{name}, emptied {about}", lambda n=name, m=moment: spoilt(folder, base, n, m, b"")
            yield f"{name}, cut {about}", lambda n=name, m=moment: spoilt(folder, base, n, m, _half(base, n))
        yield f"{name}, never rests", lambda n=name: restless(folder, base, n)


def _arena(folder: Path, base: Undisturbed) -> tuple[Arena, Outcome]:
    shutil.rmtree(folder, ignore_errors=True)
    return Arena(folder, base, (FILM,)), Outcome()


def _half(base: Undisturbed, name: str) -> bytes:
    data = (base.folder / name).read_bytes()
    return data[: len(data) // 2]


def _other(name: str, data: bytes, number: int = 0) -> bytes:
    """Another valid version; of the same size where no number is given."""
    if name == "song.wav":
        at = len(data) // 2 + 2 * number
        return data[:at] + bytes([data[at] ^ 64]) + data[at + 1 :]
    old, new = (b"seed: 3", f"seed: {4 + number}") if name == "project.yaml" else (b"gain: 1", f"gain: 1.{number}")
    assert old in data
    return data.replace(old, new.encode() if number or name == "project.yaml" else b"gain: 2", 1)


def _judged(arena: Arena, outcome: Outcome, running: Running, about: str) -> Outcome:
    outcome.left += running.left_after()
    arena.recover(outcome)
    arena.settle(outcome, renders_allowed=2 * len(TARGETS))
    outcome.faults = [f"{about}: {fault}" for fault in outcome.faults]
    if not outcome.faults:
        arena.end()
    return outcome
