"""Makes finished targets once more, beside the result they have, and compares.

In: entries of a survey that are not stale, the pool a build would use, and who judges outputs that need not be equal.
Out: for each target whether it came out as before. What is made here is thrown away; the store keeps what it had.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from beatforge.graph.files import sha256_of
from beatforge.graph.making import Maker
from beatforge.graph.pool import StepCancelledError, StepFailedError
from beatforge.graph.staleness import Entry, Survey, is_intact
from beatforge.graph.target import Output

Verdict = Literal["equal", "alike", "differs", "failed"]


class Likeness(NamedTuple):
    """How near two files are, in the words of who compared them."""

    is_close: bool
    note: str


Judge = Callable[[Path, Path], Likeness]
"""(the kept file, the new one) -> how near they are."""


@dataclass(frozen=True, slots=True)
class Remade:
    """One output that was made again; `note` says how near, or why there is none."""

    target: str
    output: str
    repeats: str  # the class its target declares
    verdict: Verdict
    kept: str  # digests
    again: str
    note: str = ""


def choose(survey: Survey, count: int, seed: int) -> tuple[Entry, ...]:
    """Up to `count` targets that have a result and all they need to be made again; the same for the same seed."""
    ready = [entry for entry in survey.entries.values() if entry.state != "stale" and entry.outputs]
    ready.sort(key=lambda entry: hashlib.sha256(f"{seed}:{entry.target.name}".encode()).hexdigest())
    return tuple(ready[:count])


def remake(
    maker: Maker, entries: Sequence[Entry], judges: Mapping[str, Judge], done: Callable[[str], None]
) -> tuple[Remade, ...]:
    """Run these targets' steps again, as many at once as the pool has workers. Ctrl-C ends their processes."""
    with ThreadPoolExecutor(maker.pool.size) as threads:
        try:
            found = []
            for entry, rows in zip(entries, threads.map(lambda e: _remake(maker, e, judges), entries), strict=True):
                found += rows
                done(entry.target.name)
            return tuple(found)
        except BaseException:
            maker.pool.cancel()
            raise


def _remake(maker: Maker, entry: Entry, judges: Mapping[str, Judge]) -> list[Remade]:
    target, outputs = entry.target, maker.outputs[entry.target.name]
    out = maker.scratch / uuid.uuid4().hex
    out.mkdir()
    try:
        missing = [i for i in target.inputs if isinstance(i, Output) and not _has(maker, i)]
        if missing:
            raise StepFailedError(f"needs {missing[0].target}, which the store does not have; build first")
        maker.pool.run(maker.request(entry, out), lambda done, total: None)
        return [_compared(maker, entry, name, out / name, judges) for name in target.outputs]
    except (StepFailedError, StepCancelledError) as error:
        return [
            Remade(target.name, name, target.repeats, "failed", outputs[name].digest, "", str(error))
            for name in target.outputs
        ]
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _has(maker: Maker, i: Output) -> bool:
    return i.target in maker.outputs and is_intact(maker.store, maker.trace.files, maker.outputs[i.target][i.name])


def _compared(maker: Maker, entry: Entry, name: str, again: Path, judges: Mapping[str, Judge]) -> Remade:
    target, blob = entry.target, maker.outputs[entry.target.name][name]
    if not again.is_file():
        return Remade(target.name, name, target.repeats, "failed", blob.digest, "", f"the step left no {name}")
    digest = sha256_of(again)
    if digest == blob.digest:
        return Remade(target.name, name, target.repeats, "equal", blob.digest, digest)
    judge = judges.get(target.repeats)
    kept = maker.store.blob_path(blob.digest)
    if judge is None or not kept.is_file():
        return Remade(target.name, name, target.repeats, "differs", blob.digest, digest)
    likeness = judge(kept, again)
    verdict: Verdict = "alike" if likeness.is_close else "differs"
    return Remade(target.name, name, target.repeats, verdict, blob.digest, digest, likeness.note)
