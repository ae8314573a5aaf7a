"""`beatforge watch`: builds at every save. A draft comes first, then the film; a bad edit shows its errors and waits.

Two lanes share the project and the store: drafts and films. A save starts the draft lane at once. In a lane that is
still building it ends what nobody wants any more; steps whose result is still wanted go on, so that nothing is
rendered twice.
"""

from __future__ import annotations

import argparse
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.opening import split_names
from beatforge.cli.settings import jobs_of, settings_path
from beatforge.errors import DONE, BeatforgeError, ProjectError

if TYPE_CHECKING:
    from beatforge.cli.building import Built
    from beatforge.cli.saves import Saves
    from beatforge.graph.events import Event
    from beatforge.graph.staleness import Survey

_log = logging.getLogger(__name__)

QUIET_S = 0.06
"""A save is over when nothing was written for this long; editors write, rename and touch in bursts."""


def watch(args: argparse.Namespace) -> int:
    """Build now and at every save, until Ctrl-C."""
    from beatforge.cli.saves import Saves
    from beatforge.graph.lock import project_lock

    file, _ = split_names(args.project, args.names)
    jobs = jobs_of(args.jobs)
    lock = _SharedLock(lambda: project_lock(file.parent, "beatforge watch", lambda owner: say(f"waiting for {owner}")))
    saves = Saves(file.parent)
    draft = _Lane(file, "draft", jobs, lock, saves)
    lanes = [draft] if args.draft_only else [draft, _Lane(file, "standard", jobs, lock, saves, after=draft)]
    try:
        with saves:
            saves.follow([settings_path()])
            say(f"watching {file.parent}; Ctrl-C ends it")
            for lane in lanes:
                lane.start()
            while saves.wait(QUIET_S):
                for lane in lanes:
                    lane.save()
    except KeyboardInterrupt:
        say("stopped; what was finished is kept")
    finally:
        for lane in lanes:
            lane.end()
    return DONE


class _Lane:
    """Builds one profile after every save, on a thread of its own; `after` has to be done with that save before."""

    def __init__(
        self, file: Path, profile: str, jobs: int, lock: _SharedLock, saves: Saves, after: _Lane | None = None
    ) -> None:
        from beatforge.graph.pool import Pool

        self._file, self._profile, self._jobs, self._lock, self._after = file, profile, jobs, lock, after
        self._files = saves
        self._pool = Pool(jobs)
        self._wake = threading.Condition()
        self._saves, self._done, self._ended = 1, 0, False
        self._keys: dict[str, str | None] = {}
        self._running: set[str] = set()
        self._was_faulty = False
        self._thread = threading.Thread(target=self._run, name=f"watch {profile}", daemon=True)

    def start(self) -> None:
        """Build as things are."""
        self._thread.start()

    def save(self) -> None:
        """Build again; end what runs for a result that is no longer wanted."""
        with self._wake:
            self._saves += 1
            self._wake.notify_all()
        if self._keys:
            self._end_unwanted()

    def end(self) -> None:
        """Stop at once; what was finished is kept."""
        with self._wake:
            self._ended = True
            self._wake.notify_all()
        self._pool.cancel()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._pool.close()

    def wait_until_done(self, saves: int) -> bool:
        """Sleep until this lane has dealt with that many saves; False if the watch ends before."""
        with self._wake:
            self._wake.wait_for(lambda: self._ended or self._done >= saves)
            return not self._ended

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._ended or self._saves > self._done)
                saves = self._saves
            if self._ended or (self._after and not self._after.wait_until_done(saves)):
                return
            self._build(saves)
            with self._wake:
                self._done = saves
                self._wake.notify_all()

    def _build(self, saves: int) -> None:
        from beatforge.cli.building import build_project

        started = time.monotonic()
        try:
            built = build_project(
                self._file, profile=self._profile, jobs=self._jobs, pool=self._pool, lock=self._lock,
                on_event=self._note, on_survey=self._plan,
            )  # fmt: skip
            self._tell(built, time.monotonic() - started)
        except ProjectError as error:
            # one lane is enough to say it, and where a newer save waits, its build says what is still wrong
            if self._after is None and self._saves == saves:
                self._was_faulty = True
                count = len(error.problems)
                say(f"not built\n{error}\n{count} problem{'s' if count != 1 else ''}; the last good film stays")
        except BeatforgeError as error:
            say(str(error))
        except Exception as error:  # a watch outlives everything; the next save tries again
            _log.debug("watch", exc_info=True)
            say(f"not built: {type(error).__name__}: {error}")
        finally:
            self._keys = {}

    def _plan(self, survey: Survey) -> None:
        from beatforge.graph.target import Source

        targets = [entry.target for entry in survey.entries.values()]
        sources = {i.path for target in targets for i in target.inputs if isinstance(i, Source)}
        self._files.follow([*map(self._file.parent.joinpath, sources), *self._file.parent.glob("styles/*.yaml")])
        self._keys = {entry.target.name: entry.key for entry in survey.stale}

    def _note(self, event: Event) -> None:
        if event.event == "started":
            self._running.add(event.target)
        elif event.event != "progress":
            self._running.discard(event.target)
        if event.event == "failed":
            say(f"failed {event.target}: {event.message}")

    def _end_unwanted(self) -> None:
        """Keep running steps whose target has the same key in the project as it is now; end all others."""
        from beatforge.cli.session import Session

        keys = dict(self._keys)
        try:
            with Session.open(self._file, self._profile) as session:
                now = {name: entry.key for name, entry in session.survey.entries.items()}
        except (BeatforgeError, OSError):
            return  # a bad edit: the film of the last good one goes on
        same = {name for name, key in keys.items() if key is not None and now.get(name) == key}
        if same != {name for name, key in keys.items() if key is not None}:
            self._pool.cancel_targets(set(keys) - (same & self._running))

    def _tell(self, built: Built, seconds: float) -> None:
        if built.is_complete and (built.made or built.restored):
            place = built.results[0].name if built.results else ""
            say(f"{self._profile}: {len(built.made)} made, {len(built.restored)} restored in {seconds:.1f} s  {place}")
        elif built.is_complete and self._was_faulty:
            say(f"{self._profile}: nothing to make; the film is as the project says again")
        self._was_faulty = False


class _SharedLock:
    """The project's lock, held while at least one lane builds, so that builds elsewhere get their turn between."""

    def __init__(self, make: Callable[[], AbstractContextManager[None]]) -> None:
        self._make, self._mutex, self._holders = make, threading.Lock(), 0
        self._held: AbstractContextManager[None] | None = None

    def __enter__(self) -> None:
        with self._mutex:
            if not self._holders:
                self._held = self._make()
                self._held.__enter__()
            self._holders += 1

    def __exit__(self, *ended: object) -> None:
        with self._mutex:
            self._holders -= 1
            if not self._holders and self._held:
                self._held.__exit__(None, None, None)


def say(text: str) -> None:
    """A line with the time of day, at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()
