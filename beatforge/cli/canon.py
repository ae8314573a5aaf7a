"""`beatforge persona canon`: the canonical set's pictures made, and what every command about a set begins with.

In: a persona and its project. Out: what is stale of the set is made, as targets of the graph in a scope of their own. A
version whose set is frozen is not drawn again: its files are those of the manifest, copied back where they are gone.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.canon_targets import canon_targets, picture_names, set_home
from beatforge.errors import CANCELLED, DONE, TARGET, GateError, UsageError

if TYPE_CHECKING:
    from beatforge.graph.execute import Report
    from beatforge.graph.target import Target
    from beatforge.persona.canon.manifest import FrozenSet
    from beatforge.project.models import Project
    from beatforge.project.personas import Persona

SIZE, SMALLEST, LARGEST = 1024, 64, 2048
"""Pixels of a picture's side: usual, and the bounds."""


@dataclass(frozen=True)
class CanonicalSet:
    """A persona's set in a project."""

    file: Path
    persona: Persona
    allowed: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        return self.file.parent

    @property
    def title(self) -> str:
        """Who at which version, in words."""
        return f"{self.persona.id.partition('@')[0]} {self.persona.spec.version}"

    @cached_property
    def place(self) -> str:
        """The folder of the set's pictures, from the project folder."""
        return set_home(self.persona).as_posix()

    @property
    def home(self) -> Path:
        """The folder of all versions, with the manifests."""
        return (self.folder / self.place).parent

    @property
    def scope(self) -> str:
        """Under which name the project remembers what was made."""
        return self.place

    @cached_property
    def frozen(self) -> FrozenSet | None:
        """The set as it was frozen; GateError where the persona was changed under it."""
        from beatforge.persona.canon.manifest import frozen_at
        from beatforge.persona.locked import SHOWN, locked_digest

        found, now = frozen_at(self.home, self.persona.spec.version), locked_digest(self.persona)
        if found is not None and found.locked != now:
            raise GateError(
                f"{self.title} is frozen in {found.name} with what is locked as {found.locked[:SHOWN]}, and that is"
                f" {now[:SHOWN]} now: raise the version, or undo the change in {', '.join(self.persona.spec.locked)}"
            )
        return found

    def project(self) -> Project:
        """The project that the set is in."""
        from beatforge.project.load import load_project

        return load_project(self.file, allowed=self.allowed)


def canon(args: argparse.Namespace) -> int:
    """Makes what is stale of a set."""
    work = the_set(args)
    _check_size(args.size)
    if work.frozen is not None:
        return _keep(work, work.frozen)
    targets = canon_targets(work.persona, args.size)
    report = make(work, targets, args.jobs, "beatforge persona canon")
    for error in report.errors:
        print(f"beatforge: {error}", file=sys.stderr)
    if not report.is_complete:
        return ended(report)
    _remove_old(work, targets)
    folders = Counter(name.partition("/")[0] for name in picture_names(targets))
    training, baseline = folders.pop("training", 0), folders.pop("baseline", 0)
    print(f"{work.place}: {sum(folders.values())} references, {training} pictures for training with captions,"
          f" {baseline} of the drift baseline; {len(report.made)} made, {len(report.restored)} restored,"
          f" {len(report.fresh)} as they were")  # fmt: skip
    return DONE


def the_set(args: argparse.Namespace) -> CanonicalSet:
    """The set that a command is about: of the persona that is named, or of the project's own (`film.persona`)."""
    from beatforge.cli.opening import FILE, find_project
    from beatforge.cli.persona import read_locked
    from beatforge.cli.settings import read_settings
    from beatforge.project.load import load_project

    name, place = args.name, args.project or getattr(args, "place", None)
    if name and not place and (Path(name) / FILE).is_file():
        name, place = None, name
    file, allowed = find_project(place), read_settings().allow
    assert file
    name = name or load_project(file, allowed=allowed).film.persona
    if not name:
        raise UsageError(
            f"whose? {file.name} has no `film: {{persona: ...}}`; name one, `beatforge persona ls` lists them"
        )
    return CanonicalSet(file, read_locked(name, file.parent, allowed), tuple(allowed))


def make(
    work: CanonicalSet, targets: Sequence[Target], jobs: int, command: str, scope: str = "", *, is_silent: bool = False
) -> Report:
    """What is stale of these targets, made; shown as it goes. `scope` is under what name they are remembered."""
    from beatforge.cli.display import choose_display
    from beatforge.cli.settings import jobs_of, read_settings
    from beatforge.graph.execute import build
    from beatforge.graph.lock import Owner, project_lock
    from beatforge.graph.store import Store
    from beatforge.graph.trace import Trace

    def wait(owner: Owner | None) -> None:
        print(f"waiting for {owner or 'another build'}", file=sys.stderr, flush=True)

    jobs = jobs_of(jobs)
    store, scope = Store(read_settings().store), scope or work.scope
    with project_lock(work.folder, command, wait), Trace(work.folder) as trace:
        if is_silent:
            return build(targets, store=store, trace=trace, scope=scope, jobs=jobs)
        with choose_display("text", jobs) as display:
            return build(targets, store=store, trace=trace, scope=scope, jobs=jobs, on_event=display.show)


def ended(report: Report) -> int:
    """The exit status of a build that did not come about."""
    if report.interrupted:
        return CANCELLED
    if report.superseded:
        print("beatforge: the code changed meanwhile; run it again", file=sys.stderr)
    return max((error.exit_status for error in report.errors), default=TARGET)


def _check_size(size: int) -> None:
    if not SMALLEST <= size <= LARGEST:
        raise UsageError(f"--size {size}: {SMALLEST} to {LARGEST} pixels are possible")


def _keep(work: CanonicalSet, frozen: FrozenSet) -> int:
    """The files of a frozen set, copied back from the store where they are not what they were."""
    from beatforge.cli.settings import read_settings
    from beatforge.graph.store import Blob, DamagedBlobError, Store

    store, lost, restored = Store(read_settings().store), [], 0
    for name, how in frozen.lacks(work.home):
        try:
            path = store.blob_path(frozen.files[name])
            store.place(Blob(frozen.files[name], path.stat().st_size), work.folder / work.place / name)
            restored += 1
        except (DamagedBlobError, FileNotFoundError):
            lost.append(f"  {how}: {work.place}/{name}")
    if lost:
        raise GateError(
            f"{work.title} is frozen in {frozen.name}, and the store no longer has\n" + "\n".join(lost)
            + "\nget them back from where you keep the project, or raise the version for a new set"
        )  # fmt: skip
    print(
        f"{work.place} is frozen in {frozen.name}: {len(frozen.files)} files, {restored} copied back; the next set"
        " comes with the persona's next version"
    )
    return DONE


def _remove_old(work: CanonicalSet, targets: Sequence[Target]) -> None:
    """Pictures that the set had and no longer has; what nobody made here is left alone."""
    from beatforge.cli.settings import read_settings
    from beatforge.graph.store import Store
    from beatforge.persona.canon.manifest import digest_of

    store, places = Store(read_settings().store), {place for target in targets for place in target.places.values()}
    for path in set_files(work):
        is_ours = store.blob_path(digest_of(path)).is_file()
        if path.relative_to(work.folder).as_posix() not in places and is_ours:
            path.unlink()


def set_files(work: CanonicalSet) -> Iterator[Path]:
    """Every picture and caption that lies in the set's folders, sorted."""
    from beatforge.persona.canon.pictures import FOLDERS

    for folder in FOLDERS:
        yield from sorted(
            path for path in (work.folder / work.place / folder).glob("*") if path.suffix in (".png", ".txt")
        )
