"""Builds a project: listen, plan, make, and again if something moved meanwhile.

Two static graphs, never a dynamic one: what listens is built first, its contents make the plan, the plan's targets
are built next. A project file or an input that changes during a build is planned again, a few times at most.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.session import Session
from beatforge.errors import ToolError

if TYPE_CHECKING:
    from beatforge.errors import TargetError
    from beatforge.graph.events import Event
    from beatforge.graph.execute import Report
    from beatforge.graph.lock import Owner
    from beatforge.graph.pool import Pool
    from beatforge.graph.staleness import Survey
    from beatforge.graph.target import Target

MAX_ROUNDS = 4


@dataclass(slots=True)
class Built:
    """What happened to each target over all rounds of a build, by name."""

    made: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    errors: list[TargetError] = field(default_factory=list)
    results: list[Path] = field(default_factory=list)
    superseded: bool = False
    interrupted: bool = False

    @property
    def is_complete(self) -> bool:
        """Everything asked for is there."""
        return not (self.failed or self.cancelled or self.superseded or self.interrupted)

    def add(self, report: Report) -> None:
        """Take in one round."""
        for name in ("made", "restored"):
            getattr(self, name).extend(getattr(report, name))
        done = {*self.made, *self.restored}
        self.fresh = [name for name in (*self.fresh, *report.fresh) if name not in done]
        self.failed, self.cancelled = list(report.failed), list(report.cancelled)
        self.errors = list(report.errors)
        self.superseded = bool(report.superseded)
        self.interrupted = report.interrupted


def build_project(
    file: Path,
    names: Sequence[str] = (),
    *,
    profile: str = "standard",
    sets: Sequence[str] = (),
    jobs: int = 0,
    keep_going: bool = False,
    locked: bool = False,
    on_event: Callable[[Event], None] = lambda event: None,
    on_expect: Callable[[Sequence[str], float], None] = lambda names, seconds: None,
    on_survey: Callable[[Survey], None] = lambda survey: None,
    on_wait: Callable[[Owner | None], None] = lambda owner: None,
    on_warning: Callable[[str], None] = lambda text: None,
    lock: AbstractContextManager[None] | None = None,
    pool: Pool | None = None,
) -> Built:
    """Make what is stale of a project, or of the named targets; raises what is wrong with the project itself.

    `locked` refuses, once the song was listened to, a project whose lock is not what this build would write.
    """
    import os

    from beatforge.cli.keeping import keep
    from beatforge.graph.lock import project_lock
    from beatforge.graph.pool import Pool as Workers
    from beatforge.graph.store import StoreGoneError

    built = Built()
    jobs = jobs or os.cpu_count() or 1
    with lock or project_lock(file.parent, " ".join(["beatforge", *sys.argv[1:]]), on_wait):
        workers = pool or Workers(jobs)
        try:
            for _ in range(MAX_ROUNDS):
                before = _written(file)
                with Session.open(file, profile, sets) as session, session.store.session() as scratch:
                    work = _Round(
                        names, jobs, keep_going, on_event, on_expect, on_survey, workers, built, scratch, locked,
                        on_warning,
                    )  # fmt: skip
                    try:
                        work.run(session)
                        if built.is_complete and not names:
                            keep(session, built, is_as_read=partial(_is_still, file, before))
                            session.remember()
                    except StoreGoneError:
                        built.superseded = True  # the next round makes it anew, from what the project has
                moved = file.exists() and _written(file) != before
                if built.interrupted or built.failed or not (built.superseded or moved):
                    break
        finally:
            if pool is None:
                workers.close()
    if (built.superseded or moved) and not (built.interrupted or built.failed):
        raise ToolError(f"inputs kept changing while they were read; {file.name} is not up to date, build again")
    return built


@dataclass(frozen=True, slots=True)
class _Round:
    """One time round: listen, plan, make."""

    names: Sequence[str]
    jobs: int
    keep_going: bool
    on_event: Callable[[Event], None]
    on_expect: Callable[[Sequence[str], float], None]
    on_survey: Callable[[Survey], None]
    pool: Pool
    built: Built
    scratch: Path
    locked: bool = False
    on_warning: Callable[[str], None] = lambda text: None

    def run(self, session: Session) -> None:
        from beatforge.cli.lock import check_lock
        from beatforge.cli.orphans import remove_orphans

        check_lock(session, locked=False)
        listening = {"analysis", *(target.name for target in session.listening)}
        is_listening = bool(self.names) and set(self.names) <= listening
        if session.analysis() is None or is_listening:
            only = session.names(self.names) if is_listening else None
            report = self._make(session, session.listening, session.heard, only)
            session.forget_heard()
            for text in session.song_warnings():
                self.on_warning(text)
            if is_listening:
                self.built.results = _placed(session, session.listening, only)
            if not report.is_complete or is_listening:
                return
        check_lock(session, self.locked)
        only = session.names(self.names) if self.names else None
        self._make(session, session.targets(), session.survey, only)
        plan = session.require_plan()
        results = [session.folder / delivery.place for delivery in plan.deliveries]
        self.built.results = results if only is None else _placed(session, session.targets(), only)
        if self.built.is_complete and not self.names:
            remove_orphans(session)
        self._remark(session)

    def _remark(self, session: Session) -> None:
        """What the gates say that were judged just now, besides failing."""
        from beatforge.cli.gates import remarks, verdicts

        judged = [name for name in self.built.made if name.startswith("gate/")]
        if judged:
            session.forget_survey()
            for text in remarks(verdicts(session, judged)):
                self.on_warning(text)

    def _make(self, session: Session, targets: Sequence[Target], survey: Survey, only: Sequence[str] | None) -> Report:
        from beatforge.deliver.coders import require_coders
        from beatforge.graph.execute import build
        from beatforge.graph.target import closure

        wanted = {target.name for target in closure(targets, only)}
        stale = [entry for entry in survey.stale if entry.target.name in wanted]
        require_coders(entry.target.value for entry in stale)
        self.on_expect([entry.target.name for entry in stale], sum(entry.seconds for entry in stale))
        self.on_survey(survey)
        heard = set(self.built.made)
        report = build(
            targets, store=session.store, trace=session.trace, scope=session.scope, jobs=self.jobs,
            keep_going=self.keep_going, only=only, pool=self.pool, scratch=self.scratch,
            on_event=lambda event: None if _told(event, heard) else self.on_event(event),
        )  # fmt: skip
        self.built.add(report)
        return report


def _placed(session: Session, targets: Sequence[Target], only: Sequence[str] | None) -> list[Path]:
    """Where the results of these targets lie in the project."""
    wanted = [target for target in targets if target.name in (only or ())]
    return [session.folder / place for target in wanted for place in target.places.values()]


def _told(event: Event, heard: set[str]) -> bool:
    """Whether an event only repeats that listening was done a moment ago."""
    return event.event == "fresh" and event.target in heard


def _is_still(file: Path, written: dict[str, object]) -> bool:
    return _written(file) == written


def _written(file: Path) -> dict[str, object]:
    """The state of all that the user writes: the project file and the project's own styles."""
    from beatforge.graph.files import signature
    from beatforge.project.reach import own_styles

    found: dict[str, object] = {}
    for path in (file, *own_styles(file.parent)):
        with suppress(FileNotFoundError):  # an editor that saves by renaming is at it
            found[str(path)] = signature(path)
    return found
