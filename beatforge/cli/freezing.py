"""`beatforge persona freeze`: the lock of a version and its canonical set, complete or refused.

In: a persona of a project. Out: the digest of what is locked, beside the version in the persona's file (where it is the
project's own), and the set's manifest. Nothing is written where the set lacks something; a set nobody began is no
hindrance for the lock.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from beatforge.cli.canon import CanonicalSet, set_files, the_set
from beatforge.cli.canon_targets import canon_targets, picture_names, places_of
from beatforge.errors import DONE, GateError, UsageError

if TYPE_CHECKING:
    from beatforge.graph.target import Target
    from beatforge.persona.canon.manifest import FrozenSet

OUT_OF_DATE = "out of date"
TOLD = 40
"""Faults of a set that are told one by one."""


def freeze(args: argparse.Namespace) -> int:
    """The version locked and its set frozen; what is frozen already is left as it is."""
    work = the_set(args)
    is_begun = work.frozen is not None or any(set_files(work))
    if not is_begun and not work.persona.is_own:
        name = work.persona.id
        raise UsageError(f"{work.title} has no canonical set in this project yet: beatforge persona canon {name}")
    new = _set_to_freeze(work, args.size) if is_begun else None
    if work.persona.is_own:
        _lock(work)
    if new is None:
        print(f"no canonical set yet: beatforge persona canon {work.persona.id}")
        return DONE
    path = work.home / f"{new.name}.json"
    if work.frozen is None:
        from beatforge.project.edit import write_whole

        write_whole(path, new.text().encode())
    print(
        f"{work.title}: {len(new.files)} files are frozen as {new.name} in {path.relative_to(work.folder).as_posix()}"
    )
    return DONE


def _lock(work: CanonicalSet) -> None:
    """The digest of what is locked, written beside its version."""
    from beatforge.persona.locked import SHOWN, locked_digest
    from beatforge.project.edit import edited, write_whole

    persona = work.persona
    version, digest = persona.spec.version, locked_digest(persona)
    if version not in persona.spec.digests:
        text = edited(persona.source, ("digests", version), digest)
        write_whole(work.folder / persona.source.label, text.encode())
    print(f"{persona.id} {version} is frozen as {digest[:SHOWN]}")


def _set_to_freeze(work: CanonicalSet, size: int) -> FrozenSet:
    """The set as it would be frozen, or as it was; GateError naming all that it lacks."""
    from beatforge.persona.canon.manifest import FrozenSet, digest_of, next_name
    from beatforge.persona.locked import locked_digest

    if work.frozen is not None:
        faults = [f"{how} since it was frozen: {work.place}/{name}" for name, how in work.frozen.lacks(work.home)]
        way_out = f"`beatforge persona canon {work.persona.id}` copies them back; another set needs another version"
        _refuse(work, faults, way_out)
        return work.frozen
    targets = canon_targets(work.persona, size)
    faults = [*_verdicts(work, targets), *_stale(work, targets), *_alike(work)]
    _refuse(work, sorted(faults, key=lambda fault: fault.startswith(OUT_OF_DATE)), "")
    home = work.folder / work.place
    files = sorted(place.removeprefix(f"{work.place}/") for place in places_of(targets))
    return FrozenSet(
        name=next_name(work.home),
        persona=work.persona.id.partition("@")[0],
        version=work.persona.spec.version,
        locked=locked_digest(work.persona),
        size=size,
        tool=_tool(),
        files={name: digest_of(home / name) for name in files},
    )


def _refuse(work: CanonicalSet, faults: Sequence[str], way_out: str) -> None:
    if not faults:
        return
    more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
    lines = "\n".join(f"  {fault}" for fault in (*faults[:TOLD], *more))
    name = work.persona.id
    way_out = way_out or (
        f"`beatforge persona canon {name}` draws what is missing, out of date or changed; what is rejected needs"
        " another figure, or another verdict: beatforge persona approve"
    )
    raise GateError(f"the canonical set of {work.title} can't be frozen:\n{lines}\n{way_out}")


def _stale(work: CanonicalSet, targets: Sequence[Target]) -> Iterator[str]:
    """What is not there, or is not what the persona as it is now makes."""
    from beatforge.cli.settings import read_settings
    from beatforge.graph.staleness import survey
    from beatforge.graph.store import Store
    from beatforge.graph.trace import Trace
    from beatforge.persona.canon.manifest import digest_of

    with Trace(work.folder) as trace:
        last = trace.latest(work.scope)
        found = survey(targets, store=Store(read_settings().store), trace=trace, scope=work.scope)
    for name, entry in found.entries.items():
        for out, place in entry.target.places.items():
            digest, drawn = digest_of(work.folder / place), last[name].outputs.get(out) if name in last else None
            if not digest:
                yield f"missing: {place}"
            elif drawn is not None and drawn.digest != digest:
                yield f"changed: {place} is not what was drawn"
            elif entry.state == "stale" or out in entry.copies:
                yield f"{OUT_OF_DATE}: {place} is of another figure, size or release"


def _verdicts(work: CanonicalSet, targets: Sequence[Target]) -> Iterator[str]:
    """What people rejected, and what they approved when it looked otherwise."""
    from beatforge.cli.review import reviewed

    for row in reviewed(work, list(picture_names(targets))):
        if row.state == "rejected":
            yield f"rejected: {row.name} ({row.reason})"
        elif row.state == "changed":
            yield f"changed since it was approved: {row.name}; look at it again: beatforge persona approve {row.name}"


def _alike(work: CanonicalSet) -> Iterator[str]:
    """Captions that two pictures share: a trainer would be taught that they are the same."""
    from beatforge.persona.canon.captions import alike, captions_of
    from beatforge.persona.canon.pictures import training_pictures

    spec = work.persona.spec
    for names in alike(captions_of(spec, training_pictures(spec))).values():
        yield f"one caption for several pictures: {', '.join(names)}"


def _tool() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("beatforge")
    except PackageNotFoundError:
        return "a checkout"
