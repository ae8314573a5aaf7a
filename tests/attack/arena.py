"""Where attacks happen: a copy of a finished film whose results were partly or wholly lost, and what must hold after.

`expect_whole` looks at what lies under final names after an attack, `recover` builds again and compares: the film must
be the undisturbed one, made without anything that was finished before, and within what `plan` foretold.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import json
import os
import shutil
import signal
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beatforge.cli.forecast import forecast
from beatforge.cli.session import Session
from tests.attack.running import Running, ending
from tests.attack.trip import Trip
from tests.projects import FILM, TARGETS
from tests.undisturbed import Undisturbed, copy_of

RESULT = "build/small.mp4"


@dataclass
class Outcome:
    """What attacks did, in figures; all but `runs` ought to be nothing, `renders` at most the steps that ran."""

    runs: int = 0
    renders: int = 0
    bytes_lost: int = 0
    left: int = 0
    tracebacks: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> Outcome:
        """Both together."""
        for name in ("runs", "renders", "bytes_lost", "left", "tracebacks", "faults"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def fault(self, holds: bool, text: str) -> bool:
        """Note what should have held and did not."""
        if not holds:
            self.faults.append(text)
        return holds

    @property
    def is_clean(self) -> bool:
        """Nothing lost, left behind or wrong."""
        return not (self.bytes_lost or self.left or self.tracebacks or self.faults)


class Arena:
    """One project and its store, in a folder of their own."""

    def __init__(self, folder: Path, base: Undisturbed, lost: Collection[str] = TARGETS) -> None:
        self.base, self.folder, self.store = base, folder / "film", folder / "store"
        self.notes, self.needed = folder / "notes", set(lost)
        self.file = copy_of(base, self.folder, self.store)
        self.runs: list[Running] = []
        self.lose(lost)

    def lose(self, names: Collection[str]) -> None:
        """As if these had never been made, here or anywhere; the project remembers nothing."""
        shutil.rmtree(self.folder / ".beatforge", ignore_errors=True)
        for record, data in self.records().items():
            if data["target"] in names:
                record.unlink()
                for blob in data["outputs"].values():
                    self.blob(blob["digest"]).unlink(missing_ok=True)
        for name in names:
            place = RESULT if name == FILM else f"build/scenes/{name.removeprefix('scene/')}.mp4"
            (self.folder / place).unlink(missing_ok=True)

    def blob(self, digest: str) -> Path:
        return self.store / "blob" / digest[:2] / digest

    def records(self) -> dict[Path, dict[str, Any]]:
        """Every record that can be read and names its key."""
        found = {}
        for path in sorted((self.store / "ac").rglob("*.json")):
            with contextlib.suppress(OSError, ValueError, RecursionError):
                data = json.loads(path.read_bytes())
                if isinstance(data, dict) and data.get("key") == path.stem:
                    found[path] = data
        return found

    def start(self, *args: str, trip: Trip | None = None, jobs: int = 2, **how: Any) -> Running:
        """A build that runs beside the test."""
        folder = how.pop("folder", self.folder)
        args = args or ("build", str(folder), "-j", str(jobs), "--log", "json")
        running = Running(list(args), folder, how.pop("store", self.store), self.notes, trip, **how)
        self.runs.append(running)
        return running

    def run(self, *args: str, **how: Any) -> tuple[int, Running]:
        """A command to its end; its status."""
        with ending(self.start(*args, **how)) as running:
            return running.ended(), running

    def killed(self, trip: Trip, jobs: int = 2) -> Running:
        """A build that killed itself at the trip."""
        with ending(self.start(trip=trip, jobs=jobs)) as running:
            running.ended()
            return running

    def kept(self) -> dict[str, int]:
        """Whole results in the store: key -> bytes."""
        found = {}
        for path, data in self.records().items():
            with contextlib.suppress(TypeError, AttributeError, KeyError):
                blobs = [self.blob(blob["digest"]) for blob in data["outputs"].values()]
                if all(blob.is_file() and _digest(blob) == blob.name for blob in blobs):
                    found[path.stem] = sum(blob.stat().st_size for blob in blobs)
        return found

    def expect_whole(self, outcome: Outcome) -> None:
        """Whatever has a final name is whole."""
        for blob in (self.store / "blob").rglob("*"):
            outcome.fault(not blob.is_file() or _digest(blob) == blob.name, f"half a blob {blob.name}")
        for path in (self.store / "ac").rglob("*.json"):
            try:
                outputs = json.loads(path.read_bytes())["outputs"].values()
                outcome.fault(all(self.blob(o["digest"]).is_file() for o in outputs), f"a record ahead of {outputs}")
            except (ValueError, KeyError) as error:
                outcome.fault(False, f"half a record {path.name}: {error}")
        for place in (self.folder / "build").rglob("*.mp4"):
            outcome.fault(self.blob(_digest(place)).is_file(), f"half a result {place.name}")

    def plan(self) -> tuple[list[str], list[str]]:
        """Names of what a build would make, with wildcards while the song is unknown, and of what it would copy."""
        before = os.environ.get("BEATFORGE_STORE")
        os.environ["BEATFORGE_STORE"] = str(self.store)
        try:
            with Session.open(self.file) as session:
                stale = [entry.target.name for entry in session.survey.stale]
                copied = [entry.target.name for entry in session.survey.in_state("restore")]
                return stale + ([item.name for item in forecast(session)] if session.plan() is None else []), copied
        finally:
            os.environ.pop("BEATFORGE_STORE")
            if before is not None:
                os.environ["BEATFORGE_STORE"] = before

    def recover(self, outcome: Outcome, before: Sequence[Running] = ()) -> Outcome:
        """Build again, as a user would, and compare with the undisturbed film."""
        kept, (foretold, _) = self.kept(), self.plan()
        status, after = self.run()
        outcome.fault(status == 0, f"the build after it ended with {status}: {after.said[-300:]}")
        made = set(after.named("made"))
        for running in before:
            outcome.fault(not made & set(running.named("made")), f"made twice: {made & set(running.named('made'))}")
        unforeseen = {name for name in made if not any(fnmatch.fnmatch(name, row) for row in foretold)}
        outcome.fault(not unforeseen, f"plan did not foretell {unforeseen}")
        now = self.kept()
        outcome.bytes_lost += sum(size for key, size in kept.items() if key not in now)
        film = self.folder / RESULT
        outcome.fault(film.is_file() and film.read_bytes() == self.base.film, "the film is not the undisturbed one")
        outcome.fault(self.plan() == ([], []), "a whole build was not enough")
        parts = [*self.folder.rglob("*.part"), *(path for path in (self.store / "tmp").glob("*") if path.is_dir())]
        outcome.fault(not parts, f"left behind: {[path.name for path in parts]}")
        return outcome

    def settle(self, outcome: Outcome, renders_allowed: int = 0) -> Outcome:
        """Count what all commands of this arena did, and leave nothing running."""
        outcome.runs += 1
        renders = sum(running.begun for running in self.runs) - len(self.needed)
        outcome.fault(renders <= renders_allowed, f"{renders} steps ran more than needed, {renders_allowed} allowed")
        outcome.renders += max(0, renders)
        for running in self.runs:
            outcome.left += running.left_after() if running.is_over() else 0
            outcome.tracebacks += sum(running.said.count(word) for word in ("Traceback (most", "Exception ignored"))
            running.end()
        return outcome

    def end(self) -> None:
        """Remove it; a fault keeps nothing alive."""
        for running in self.runs:
            running.signal(signal.SIGKILL)
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
