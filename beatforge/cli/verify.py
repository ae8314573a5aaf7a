"""`beatforge verify`: whether the store still holds what was put into it, and whether steps give the same again.

In: targets of a project, or the whole store. Out: what is damaged, by target; it is dropped, or taken back from the
project's own copy. With `--sample` some targets are made once more beside their results and compared, by the class each
declares. Exit status 5 when something is damaged beyond healing, or came out differently.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.cli.opening import find_project, split_names
from beatforge.cli.verified import Found, as_json, lines
from beatforge.errors import DONE, TARGET, UsageError

if TYPE_CHECKING:
    from beatforge.cli.session import Session
    from beatforge.graph.remake import Likeness, Remade
    from beatforge.graph.staleness import Entry
    from beatforge.graph.store import Blob, Store


def verify(args: argparse.Namespace) -> int:
    """Check blobs of a project's film or of the whole store; then, if asked, make a sample again."""
    if args.sample is not None and args.sample < 1:
        raise UsageError("--sample takes a number of targets from 1 up")
    if args.all and not args.names and find_project(args.project, required=False) is None:
        if args.sample is not None:
            raise UsageError("--sample makes targets of a project: run it in one, or name it with -C")
        found = _whole_store(_user_store(), {})
    else:
        from beatforge.cli.session import Session

        file, asked = split_names(args.project, args.names)
        if args.all and asked:
            raise UsageError("name targets, or ask for --all of the store, not both")
        with Session.open(file, profile=args.profile, sets=args.sets) as session:
            entries = _entries(session, asked)
            found = _whole_store(session.store, _copies(session, entries)) if args.all else _film(session, entries)
            if args.sample is not None:
                found.remade = _sample(session, asked, args.sample, args.seed)
    seed = args.seed if args.sample is not None else None
    print(
        json.dumps(as_json(found, seed), indent=1, ensure_ascii=False) if args.json else "\n".join(lines(found, seed))
    )
    return DONE if found.is_well else TARGET


def _entries(session: Session, asked: Sequence[str]) -> list[Entry]:
    """What was made, of the targets asked for."""
    names = set(session.names(asked)) if asked else None
    entries = session.survey.entries
    return [e for name, e in entries.items() if _outputs(e) and (names is None or name in names)]


def _outputs(entry: Entry) -> Mapping[str, Blob]:
    """What a target gave; also where a look has already seen that some of it is damaged."""
    return entry.outputs or (entry.lost and entry.expected) or {}


def _film(session: Session, entries: Sequence[Entry]) -> Found:
    from beatforge.graph.verify import check_blobs, drop_damaged_records

    blobs: dict[Blob, list[str]] = {}
    for entry in entries:
        for blob in _outputs(entry).values():
            blobs.setdefault(blob, []).append(entry.target.name)
    records = drop_damaged_records(session.store, [entry.key for entry in entries if entry.key])
    rotten = [place for entry in entries for place in _rotten(session, entry)]
    checked = check_blobs(session.store, blobs, _copies(session, entries), _progress(len(blobs)))
    return Found(checked, {blob.digest: names for blob, names in blobs.items()}, records, rotten)


def _whole_store(store: Store, copies: Mapping[str, Sequence[Path]]) -> Found:
    from beatforge.graph.inventory import take_inventory
    from beatforge.graph.verify import blobs_in, check_blobs, drop_damaged_records

    records = drop_damaged_records(store)
    whose: dict[str, list[str]] = {}
    for kept in take_inventory(store).records.values():
        for blob in kept.outputs:
            whose.setdefault(blob.digest, []).append(kept.target)
    blobs = blobs_in(store)
    return Found(check_blobs(store, blobs, copies, _progress(len(blobs))), whose, records)


def _copies(session: Session, entries: Iterable[Entry]) -> dict[str, list[Path]]:
    """Digest -> where the project has these bytes too."""
    copies: dict[str, list[Path]] = {}
    for entry in entries:
        for out, place in entry.target.places.items():
            copies.setdefault(_outputs(entry)[out].digest, []).append(session.folder / place)
    return copies


def _rotten(session: Session, entry: Entry) -> Iterable[str]:
    """Places whose bytes changed though nobody wrote them; marked, so that the next build copies them anew."""
    from beatforge.graph.files import sha256_of

    for out, place in entry.target.places.items():
        path = session.folder / place
        if out not in entry.copies and path.is_file() and sha256_of(path) != _outputs(entry)[out].digest:
            os.utime(path)
            yield place


def _sample(session: Session, asked: Sequence[str], count: int, seed: int) -> Sequence[Remade]:
    from beatforge.graph.making import Maker
    from beatforge.graph.pool import Pool
    from beatforge.graph.remake import choose, remake

    session.forget_survey()  # blobs may have been dropped just now
    jobs = session.settings.jobs or os.cpu_count() or 1
    names = set(session.names(asked)) if asked else set(session.survey.entries)
    entries = [
        entry for entry in choose(session.survey, len(session.survey.entries), seed) if entry.target.name in names
    ]
    with session.store.session() as scratch, Pool(jobs) as pool:
        maker = Maker(session.store, session.trace, session.survey, pool, scratch)
        return remake(maker, entries[:count], {"perceptual": _judge}, _say_made)


def _judge(kept: Path, again: Path) -> Likeness:
    from beatforge.deliver.likeness import nearness
    from beatforge.graph.remake import Likeness

    near = nearness(kept, again)
    return Likeness(near.is_same_picture, str(near))


def _user_store() -> Store:
    from beatforge.cli.settings import read_settings
    from beatforge.graph.store import Store

    return Store(read_settings().store)


def _progress(total: int) -> Callable[[int], None]:
    """Says on a terminal how far reading is."""
    if not sys.stderr.isatty():
        return lambda count: None
    return lambda count: print(
        f"\r{count}/{total} read", end="\n" if count == total else "", file=sys.stderr, flush=True
    )


def _say_made(name: str) -> None:
    print(f"made {name} again", file=sys.stderr, flush=True)
