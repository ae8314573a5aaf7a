"""A lost memory, filled again from the store.

In: an empty scope of a trace, and the manifest of the film that was last finished there. Out: its results and how
long they took, as far as the store still has records of them, so that `why` can explain and `plan` can estimate. Where
values were written is not in a record, so old values come without their lines.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping

from beatforge.graph.manifests import Manifest
from beatforge.graph.store import Record, Store
from beatforge.graph.trace import Result, Timing, Trace

RUNS = 3  # per step; estimates need no more


def refill(trace: Trace, store: Store, manifest: Manifest, scope: str) -> int:
    """Note what a film was made of; how many results were found."""
    found = {name: record for name, key in manifest.keys.items() if (record := store.find(key)) is not None}
    makers = {blob.digest: f"{name}:{out}" for name, record in found.items() for out, blob in record.outputs.items()}
    made_at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(manifest.made_at))
    trace.commit(
        scope,
        [
            Result(name, r.key, r.parts, {}, tuple(_labels(r, makers)), r.outputs, r.seconds, made_at)
            for name, r in found.items()
        ],
    )
    for timing in _timings(found):
        trace.commit(timing=timing)
    return len(found)


def _labels(record: Record, makers: Mapping[str, str]) -> Iterator[str]:
    """Names for a record's inputs: the target that makes those bytes, else a number."""
    for number, digest in enumerate(record.parts["inputs"], 1):
        yield makers.get(digest, f"input {number}")


def _timings(found: Mapping[str, Record]) -> Iterator[Timing]:
    seen: Counter[str] = Counter()
    for record in found.values():
        if record.work and record.rated and seen[record.rated] < RUNS:
            seen[record.rated] += 1
            size = sum(blob.size for blob in record.outputs.values())
            yield Timing(record.rated, record.seconds, record.cpu_seconds, size, record.work)
