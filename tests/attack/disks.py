"""A disk that is full at every kind of write: scratch, blob, record, place, trace, snapshot, manifest, locks.

The builder stands still right before the write while the room is taken: on a small tmpfs of its own by filling it
(`python -m tests.attack.disks`, inside `unshare -rm`), elsewhere by forbidding the process to let any file grow. One
clear line and exit 4 or 5, nothing that was finished is touched, and with room again the build goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.attack.arena import Arena, Outcome
from tests.attack.running import Running, ending
from tests.attack.trip import BEGUN, Trip
from tests.projects import CROSSFADE, FILM
from tests.undisturbed import Undisturbed

HOPED = (0,)
"""What only saves time may fail in silence."""
REFUSED = (4, 5)


@dataclass(frozen=True)
class Write:
    """A moment right before something is written, what is lost before, and how the build may end."""

    about: str
    match: str
    lost: str = FILM
    statuses: tuple[int, ...] = REFUSED


WRITES = (
    Write("scratch output of a scene's step", BEGUN, CROSSFADE),
    Write("scratch output of the film's step", BEGUN),
    Write("a blob", r"^rename blob/"),
    Write("a record", r"^write tmp/\*/\*\.part"),
    Write("a place", r"^write build/"),
    Write("the trace, as a step ends", r"^remove build/\.small"),
    Write("the trace, as it is opened", r"^connect", statuses=(0, *REFUSED)),
    Write("the snapshot", r"^write \.beatforge/fresh", statuses=HOPED),
    Write("the manifest", r"^write film/", statuses=HOPED),
    Write("the project lock", r"^write \.beatforge/lock$", statuses=(0, *REFUSED)),
    Write("the note beside the project lock", r"^write \.beatforge/lock\.json", statuses=(0, *REFUSED)),
    Write("the lock of a session", r"^write tmp/\*\.lock", statuses=(0, *REFUSED)),
    Write("a claim", r"^write claim/", statuses=(0, *REFUSED)),
    Write("a pin against gc", r"^write tmp/\*\.pins", statuses=(0, *REFUSED)),
    Write("the store's gate", r"^write gate", statuses=(0, *REFUSED)),
    Write("the store's size", r"^write size", statuses=(0, *REFUSED)),
)


class Room:
    """The room on a file system of one's own; a name in it is refused no more than elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def take(self, running: Running, pid: int) -> None:
        """All of it."""
        with self._ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        with self._ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0")

    def give(self) -> None:
        """All of it back."""
        self._ballast.unlink()


class Allowance(Room):
    """No room for one process: none of its files, and of those it starts, may grow."""

    def take(self, running: Running, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]))

    def give(self) -> None:
        """It was that process's alone."""


def full_at(folder: Path, base: Undisturbed, write: Write, room: Room) -> Outcome:
    """One disk that is full from this write on."""
    shutil.rmtree(folder, ignore_errors=True)
    arena, outcome = Arena(folder, base, (write.lost,)), Outcome()
    kept = arena.kept()
    pipes = [os.pipe(), os.pipe()]
    with ending(arena.start(trip=Trip(write.match), stdout=pipes[0][1], stderr=pipes[1][1])) as running:
        for _, writer in pipes:
            os.close(writer)
        pid = running.wait_tripped()
        if outcome.fault(pid > 0, "it was never written"):
            room.take(running, pid)
        running.signal(signal.SIGCONT)
        status = running.ended()
        if pid:
            room.give()
    for path, (reader, _) in zip((running.out, running.err), pipes, strict=True):
        with os.fdopen(reader, "rb") as stream:
            path.write_bytes(stream.read())
    outcome.fault(status in write.statuses, f"ended with {status}")
    told = [line for line in running.err.read_text().splitlines() if line.strip()]
    outcome.fault(len(told) == 1 or status == 0, f"not one clear line: {told}")
    clear = "beatforge: the film is finished, but: " if status == 0 else "beatforge: "
    outcome.fault(all(line.startswith(clear) for line in told), f"not a clear line: {told}")
    now = arena.kept()
    outcome.bytes_lost += sum(size for key, size in kept.items() if key not in now)
    arena.expect_whole(outcome)
    arena.recover(outcome, [running])
    arena.settle(outcome, renders_allowed=1)
    outcome.faults = [f"{write.about}: {fault}" for fault in outcome.faults]
    if not outcome.faults:
        arena.end()
    return outcome


def few(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Outcome]]:
    """A step's output, a record and the trace."""
    for write in WRITES:
        if write.about in ("scratch output of the film's step", "a record", "the trace, as a step ends"):
            yield write.about, full_at(folder, base, write, Allowance(folder))


def many(folder: Path, base: Undisturbed) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    """Every kind of write, with an allowance."""
    for write in WRITES:
        yield f"no file may grow, {write.about}", lambda w=write: full_at(folder, base, w, Allowance(folder))


def everything(folder: Path, base: Undisturbed, room: Room) -> Iterator[tuple[str, Outcome]]:
    """Every kind of write."""
    for write in WRITES:
        yield write.about, full_at(folder, base, write, room)


def on_tmpfs(base_root: Path, scratch: Path) -> list[tuple[str, Outcome]] | None:
    """Every kind of write on a small tmpfs; None where nobody may mount one."""
    scratch.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "tests.attack.disks", str(base_root), str(scratch)]
    done = subprocess.run(["unshare", "-rm", *words], capture_output=True, text=True, check=False)
    if done.returncode == UNMOUNTED or "unshare" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    return [(about, Outcome(**row)) for about, row in map(json.loads, done.stdout.splitlines())]


UNMOUNTED = 77


def main() -> int:
    """Mounts a tmpfs over the scratch folder and attacks there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base", type=Path)
    parser.add_argument("scratch", type=Path)
    args = parser.parse_args()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "beatforge-attack", args.scratch]
    if subprocess.run(mount, check=False).returncode:
        return UNMOUNTED
    base = Undisturbed(args.base / "project", args.base / "store", *json.loads((args.base / "made.json").read_text()))
    for about, outcome in everything(args.scratch / "arena", base, Room(args.scratch)):
        print(json.dumps([about, dataclasses.asdict(outcome)]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
