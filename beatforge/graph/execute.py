"""Makes what is stale.

In: targets, store, trace. Out: a Report, and events on the way. Restores what only needs placing, then has the stale
targets walked and settled one by one. It decides nothing that the survey has not said. The caller holds the project
lock.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from beatforge.errors import GateError, TargetError, ToolError
from beatforge.graph.events import Event, What
from beatforge.graph.holding import held_survey
from beatforge.graph.making import Ended, Maker
from beatforge.graph.pool import Pool
from beatforge.graph.staleness import Entry, Survey, survey
from beatforge.graph.store import DamagedBlobError, Store, part_of
from beatforge.graph.target import Target, check_targets
from beatforge.graph.trace import Result, Trace
from beatforge.graph.walk import walk

MAX_SURVEYS = 3  # one more after damaged blobs were dropped, and one to be sure
WIND_DOWN_S = 5.0  # for threads whose workers were killed


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, in target names. `superseded`: something they read moved, so plan and build again."""

    made: tuple[str, ...]
    restored: tuple[str, ...]
    fresh: tuple[str, ...]
    failed: tuple[str, ...]
    cancelled: tuple[str, ...]
    superseded: tuple[str, ...]
    errors: tuple[TargetError, ...]
    interrupted: bool
    survey: Survey

    @property
    def is_complete(self) -> bool:
        """Everything asked for is there."""
        return not (self.failed or self.cancelled or self.superseded or self.interrupted)


def build(
    targets: Sequence[Target],
    *,
    store: Store,
    trace: Trace,
    scope: str = "",
    jobs: int | None = None,
    keep_going: bool = False,
    only: Iterable[str] | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    pool: Pool | None = None,
    scratch: Path | None = None,
) -> Report:
    """Make what is stale among the targets, or among `only` and what they hang on.

    `scratch` is the folder of a session of the store, for a caller whose finds are to stay beyond this build.
    A failed step is in the report; ToolError is raised when store or project cannot be written. Ctrl-C kills the
    running steps and gives a report with `interrupted`; before the first step it is raised on.
    """
    check_targets(targets)
    wanted = list(only) if only is not None else None
    with contextlib.ExitStack() as stack:
        scratch = scratch or stack.enter_context(store.session())
        if pool is None:
            pool = stack.enter_context(Pool(jobs or os.cpu_count() or 1))
        pool.begin()
        _remove_unfinished(trace.project, targets)
        for _ in range(MAX_SURVEYS):
            plan = held_survey(
                lambda: survey(targets, store=store, trace=trace, scope=scope, only=wanted), store, scratch
            )
            work = _Build(Maker(store, trace, plan, pool, scratch), on_event)
            if work.restore():
                return work.run(jobs or pool.size, keep_going)
    raise ToolError(f"the store at {store.root} does not keep what is written to it; check its disk")


class _Build:
    """One build; its methods run on doit's threads."""

    def __init__(self, maker: Maker, on_event: Callable[[Event], None]) -> None:
        self.maker, self.plan, self.trace, self.pool = maker, maker.plan, maker.trace, maker.pool
        self.on_event = on_event
        self.settled: dict[str, What] = {}
        self.errors: dict[str, TargetError] = {}
        self.broken: BaseException | None = None
        self.lock = threading.RLock()
        self.running = 0
        self.ended = threading.Condition(self.lock)

    def restore(self) -> bool:
        """Place and heal what the survey found made; False when a blob turned out damaged, and was dropped."""
        known = self.trace.latest(self.plan.scope)
        results: list[Result] = []
        is_whole = True
        for name, entry in self.plan.entries.items():
            if entry.state == "stale":
                continue
            is_new_here = name not in known or known[name].key != entry.key
            try:
                result = self.maker.restore(entry, is_new_here)
            except DamagedBlobError:
                is_whole = False
                continue
            if result and is_new_here:
                results.append(result)
        self.trace.commit(self.plan.scope, results)
        return is_whole

    def run(self, jobs: int, keep_going: bool) -> Report:
        """Make the stale targets."""
        interrupted = False
        stale = {entry.target.name: entry for entry in self.plan.stale}
        for name, entry in self.plan.entries.items():
            if name not in stale:
                self._settle(name, "restored" if entry.state == "restore" else "fresh", task="")
        if stale:
            try:
                walk(_slowest_first(stale), self._make, jobs, keep_going)
            except KeyboardInterrupt:
                interrupted = True
            finally:
                self._wind_down(interrupted)
        if self.broken is not None:
            raise self.broken
        for name in stale:
            if name not in self.settled:
                self._settle(name, "cancelled")
        if not interrupted:
            self._expect_sources_to_stand()
            self.trace.files.settle(self.maker.written)
        self.trace.commit()
        return self._report(interrupted)

    def _expect_sources_to_stand(self) -> None:
        """A user's file that changed after its step was done or found fresh: the result is that of an older one."""
        for name, entry in self.plan.entries.items():
            if self.settled[name] in ("made", "restored", "fresh") and not self.maker.sources_stand(entry):
                self.settled[name] = "superseded"

    def _report(self, interrupted: bool) -> Report:
        def named(*what: What) -> tuple[str, ...]:
            return tuple(name for name in self.plan.entries if self.settled.get(name) in what)

        return Report(
            made=named("made"),
            restored=named("restored"),
            fresh=named("fresh"),
            failed=named("failed"),
            cancelled=named("cancelled"),
            superseded=named("superseded"),
            errors=tuple(self.errors[name] for name in self.plan.entries if name in self.errors),
            interrupted=interrupted,
            survey=self.plan,
        )

    def _make(self, name: str) -> bool:
        """doit's action: settle one target. Never raises; False lets doit leave the rest out."""
        with _signals_left_to_main():
            return self._settled(name)

    def _settled(self, name: str) -> bool:
        with self.lock:
            self.running += 1
        try:
            what, seconds, message = self._ended(self.plan.entries[name])
            if what == "failed":
                kind = GateError if name in self.maker.refused else TargetError
                self.errors[name] = kind(f"{name}: {message}")
            self._settle(name, what, seconds, message)
        except BaseException as error:
            with self.lock:
                self.broken = self.broken or error
            self.pool.cancel()
            return False
        finally:
            with self.ended:
                self.running -= 1
                self.ended.notify_all()
        return what != "failed"

    def _ended(self, entry: Entry) -> Ended:
        name = entry.target.name
        if self.broken is not None or self.pool.is_cancelled(name):
            return "cancelled", 0.0, ""
        for up in entry.target.upstream:
            if up not in self.maker.outputs:
                return ("superseded" if self.settled[up] == "superseded" else "cancelled"), 0.0, f"waits for {up}"
        return self.maker.settle(
            entry,
            started=lambda: self._tell("started", name),
            progress=lambda done, total: self._tell("progress", name, done=done, total=total),
        )

    def _settle(self, name: str, what: What, seconds: float = 0.0, message: str = "", task: str | None = None) -> None:
        with self.lock:
            self.settled[name] = what
            self._tell(what, name, task, seconds, len(self.settled), len(self.plan.entries), message)

    def _tell(
        self,
        what: What,
        name: str,
        task: str | None = None,
        seconds: float = 0.0,
        done: int = 0,
        total: int = 0,
        message: str = "",
    ) -> None:
        with self.lock:
            self.on_event(Event(what, name, name if task is None else task, seconds, done, total, message))

    def _wind_down(self, interrupted: bool) -> None:
        """After an end that was not the walk's own, kill the workers and wait for the threads that lent them."""
        if interrupted:
            self.pool.cancel()
        with self.ended:
            self.ended.wait_for(lambda: self.running == 0, timeout=WIND_DOWN_S)


def _slowest_first(stale: Mapping[str, Entry]) -> dict[str, list[str]]:
    """{target: stale targets it hangs on}, so ordered that no long step is left for the end."""
    order = sorted(stale, key=lambda name: -stale[name].seconds)
    rank = {name: number for number, name in enumerate(order)}
    after = {name: [up for up in (*stale[name].target.upstream, stale[name].twin) if up in rank] for name in order}
    return {name: sorted(set(ups), key=rank.__getitem__) for name, ups in after.items()}


@contextlib.contextmanager
def _signals_left_to_main() -> Iterator[None]:
    """Ctrl-C that any other thread took would be heard when the main one wakes of itself, when its step has ended."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _remove_unfinished(project: Path, targets: Iterable[Target]) -> None:
    """Half files that a killed build left beside the places, whatever the film was then, and in its memory."""
    folders = {part_of(project / place).parent for target in targets for place in target.places.values()}
    left = [part for folder in folders for part in folder.glob(".*.part")]
    for part in (*left, *(project / ".beatforge" / "fresh").glob("*.part")):
        with contextlib.suppress(OSError):
            part.unlink()
