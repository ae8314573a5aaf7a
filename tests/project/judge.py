"""One broken file before every way that reads it: loader, `check`, `build` or `plan`, `migrate`, the no-op's glance.

All have to agree, quickly, without a traceback, and without reading outside the project: an audit hook notes every file
that Python opens or lists while a file is judged.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beatforge.cli.main import main
from beatforge.cli.noop import recall
from beatforge.cli.session import Session
from beatforge.errors import PROJECT, BeatforgeError, ProjectError, UsageError
from beatforge.project.draft import meaning
from beatforge.project.library import load_library
from beatforge.project.load import load_project
from beatforge.project.nodes import parse_source
from beatforge.project.places import data_dir
from beatforge.project.problems import Problem
from beatforge.project.upgrades import migrated, upgrade
from tests.project.mutants import Mutant

HANGS_S = 120
"""Wall-clock seconds after which a file is taken to hang its reader, however busy the machine is."""

BUSY_S = 10.0
"""Seconds of work that no file of a few kilobytes is worth."""

READS = {"open", "os.listdir", "os.scandir", "os.readlink"}


class Wrong(AssertionError):
    """What the readers did with a file that they must not do."""


@dataclass
class Judge:
    """A project folder in which files are broken one after another. `store` is the one its commands use."""

    folder: Path
    store: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0

    def __post_init__(self) -> None:
        self.library = load_library(self.folder)
        self.whole = {path: (self.folder / path).read_bytes() for path in ("project.yaml", "styles/own.yaml")}
        self._reads: list[str] | None = None
        here = (self.folder, self.store, Path(os.environ["BEATFORGE_CONFIG"]))
        ours = (data_dir("config").parent, *map(Path, {*sys.path, sys.prefix, sys.base_prefix, sys.exec_prefix} - {""}))
        self._may = tuple(os.path.realpath(path) for path in (*here, *ours))
        sys.addaudithook(self._note)

    def load(self, mutant: Mutant) -> str:
        """Judge what the loader makes of the file, and what a glance says before; the outcome in a word."""
        with self._broken(mutant), self._watched(mutant):
            glance = recall(self.folder / "project.yaml", "standard", ())
            outcome, _ = self._loaded(mutant)
            self._same_after_migration(mutant)
            _sure(glance is None, mutant, "a glance took an edited file for a fresh film")
        self.outcomes[outcome] += 1
        return outcome

    def judge(self, mutant: Mutant) -> str:
        """Judge every way there is; the outcome in a word."""
        file = self.folder / "project.yaml"
        with self._broken(mutant), self._watched(mutant):
            glance = recall(file, "standard", ())
            outcome, problems = self._loaded(mutant)
            self._same_after_migration(mutant)
            checked = self._checked(mutant, problems)
            if checked:
                outcome = "faults of the plan" if outcome == "project" else outcome
                self._refused(mutant, _command("build", str(file)), checked)
                _sure(glance is None, mutant, "a glance took a file with faults for a fresh film")
            else:
                outcome = self._planned(mutant, file, glance)
        self.outcomes[outcome] += 1
        return outcome

    def _loaded(self, mutant: Mutant) -> tuple[str, list[Problem]]:
        library = self.library if mutant.place == "project.yaml" else None
        try:
            load_project(self.folder, library=library)
        except ProjectError as error:
            shown = str(error)
            _sure(bool(error.problems) and shown.isprintable() is not None, mutant, "an error without a problem")
            _sure("\x1b" not in shown and "\0" not in shown, mutant, "control characters for the terminal")
            labels = ("project.yaml", "styles/own.yaml")
            _sure(all(one.file in labels for one in error.problems), mutant, "a fault in another file")
            unread = {"BF001", "BF002", "BF003", "BF005", "BF006"} & {one.code for one in error.problems}
            return "no YAML" if unread else "faults", list(error.problems)
        return "project", []

    def _checked(self, mutant: Mutant, problems: list[Problem]) -> list[Problem]:
        """What `check` says, which is what the loader says, or more where the plan has faults."""
        status, said, _ = _command("check", str(self.folder), "--format", "json")
        _sure(status in (0, PROJECT), mutant, f"check ended with {status}")
        found = [Problem(**one) for one in json.loads(said)["problems"]]
        _sure(bool(found) == bool(status), mutant, "check's status and its problems differ")
        if problems:
            _sure(found == sorted(found, key=lambda one: one.order), mutant, "faults out of order")
            _sure([*map(str, found)] == [*map(str, problems)], mutant, f"check says {found}, the loader {problems}")
        return found

    def _refused(self, mutant: Mutant, done: tuple[int, str, str], checked: list[Problem]) -> None:
        """Whether `build` refuses the file as `check` does."""
        status, _, said = done
        _sure(status == PROJECT, mutant, f"check finds faults, build ends with {status}")
        _sure(all(str(one) in said for one in checked), mutant, f"build does not say what check says: {said}")

    def _planned(self, mutant: Mutant, file: Path, glance: dict[str, Any] | None) -> str:
        """A file without faults: it can be planned; where all is fresh, build has nothing to do, at a glance too."""
        status, said, _ = _command("plan", str(file), "--json")
        _sure(status == 0 and bool(json.loads(said)), mutant, f"plan ended with {status}")
        with Session.open(file) as session:
            targets, is_fresh = list(session.survey.entries), session.survey.is_fresh and session.plan() is not None
        if glance is not None:
            _sure(is_fresh and glance["targets"] == targets, mutant, "the glance saw another film than the survey")
        if not is_fresh:
            return "a film to make"
        status, full, _ = _command("build", str(file))
        _sure(status == 0 and "nothing to make" in full, mutant, f"all is fresh, and build says {full}")
        glance = recall(file, "standard", ())
        if glance is None:
            return "fresh"
        _sure(glance["targets"] == targets, mutant, "the glance remembers another film")
        _sure(_command("build", str(file)) == (status, full, ""), mutant, "fast and full build differ")
        return "fresh at a glance"

    def _same_after_migration(self, mutant: Mutant) -> None:
        """An older file's new text means what its tree means in memory."""
        if mutant.place != "project.yaml":
            return
        try:
            source = parse_source(mutant.data, "project.yaml")
            text = migrated(source)
        except (ProjectError, UsageError):
            return
        upgrade(source)
        again = parse_source(text.encode(), "project.yaml")
        _sure(meaning(again.root) == meaning(source.root), mutant, "migrate and the loader read different films")
        self.outcomes["(migrated)"] += text != source.text

    @contextlib.contextmanager
    def _broken(self, mutant: Mutant) -> Iterator[None]:
        """The mutant in its place, and afterwards what was there."""
        path = self.folder / mutant.place
        path.write_bytes(mutant.data)
        try:
            yield
        finally:
            path.write_bytes(self.whole[mutant.place])

    @contextlib.contextmanager
    def _watched(self, mutant: Mutant) -> Iterator[None]:
        """No hang, no more work than it is worth, no read outside."""
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, _hang)
            signal.alarm(HANGS_S)
        self._reads, began = [], time.process_time()
        try:
            yield
        except Wrong:
            raise
        except BeatforgeError as error:
            raise Wrong(f"{mutant}: {error!r} where none should be") from error
        finally:
            reads, self._reads = self._reads, None
            if hasattr(signal, "SIGALRM"):
                signal.alarm(0)
        self.slowest_s = max(self.slowest_s, time.process_time() - began)
        _sure(time.process_time() - began < BUSY_S, mutant, "too much work")
        outside = {path for path in reads or () if not os.path.realpath(path).startswith(self._may)}
        _sure(not outside, mutant, f"read outside the project: {sorted(outside)}")

    def _note(self, event: str, args: tuple[Any, ...]) -> None:
        if self._reads is not None and event in READS and args and isinstance(args[0], (str, bytes, os.PathLike)):
            self._reads.append(os.fsdecode(args[0]))


def _command(*args: str) -> tuple[int, str, str]:
    """A command in this process: status, what it printed, and what it said of errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(args)
    return status, out.getvalue(), err.getvalue()


def _sure(holds: bool, mutant: Mutant, text: str) -> None:
    if not holds:
        raise Wrong(f"{text}\n{mutant}")


def _hang(*_: object) -> None:
    raise Wrong("the reader hangs")
