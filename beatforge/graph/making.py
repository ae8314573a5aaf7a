"""Settles one stale target: finds what its key gave elsewhere, or runs its step and takes the result.

In: a survey's entry whose upstream is settled. Out: how it ended. A result counts only if nothing the step read has
moved meanwhile; it becomes visible by renames, blobs first, then the record, the places, and one commit to the trace.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from beatforge.errors import ToolError
from beatforge.graph.claims import claim
from beatforge.graph.events import What
from beatforge.graph.files import sha256_of, signature
from beatforge.graph.keys import key_of
from beatforge.graph.pool import Pool, Progress, Request, StepCancelledError, StepFailedError
from beatforge.graph.staleness import Entry, Survey, is_intact
from beatforge.graph.store import Blob, DamagedBlobError, Record, Store, StoreGoneError
from beatforge.graph.target import Output, Source, Target
from beatforge.graph.trace import Result, Timing, Trace

Ended = tuple[What, float, str]  # how, after how many seconds of its step, and a message


class Maker:
    """Settles targets of one build; safe to use from several threads, one target each."""

    def __init__(self, store: Store, trace: Trace, plan: Survey, pool: Pool, scratch: Path) -> None:
        self.store, self.trace, self.plan, self.pool, self.scratch = store, trace, plan, pool, scratch
        self.outputs = {name: entry.outputs for name, entry in plan.entries.items() if entry.outputs is not None}
        self.written: list[Path] = []
        self.refused: set[str] = set()
        """Targets that failed because a gate refuses what they would be."""

    def restore(self, entry: Entry, is_new_here: bool) -> Result | None:
        """Heal and place what was made before; its result if this project did not know it. Raises DamagedBlobError."""
        outputs = self.outputs[entry.target.name]
        for out in entry.heals:
            self.store.heal(outputs[out], self.trace.project / entry.target.places[out], self.scratch)
        if entry.heals and self.store.find(entry.key or "") is None:
            self._write_record_again(entry, outputs)
        self._place(entry.target, outputs, entry.copies)
        if not (is_new_here or entry.copies):
            return None
        record = self.store.adopt(entry.key or "", self.scratch)
        return self._result(entry, entry.key or "", entry.parts, outputs, record.seconds if record else 0.0)

    def settle(self, entry: Entry, started: Callable[[], None], progress: Progress) -> Ended:
        """Find or make one target whose upstream is in `outputs`. Raises StoreGoneError when the store vanished."""
        try:
            ended = self._settled(entry, started, progress)
        except (OSError, ToolError) as error:
            if self.scratch.is_dir():
                raise
            raise self._gone() from error
        if ended[0] == "failed" and not self.scratch.is_dir():
            raise self._gone()  # it failed because its folder went
        return ended

    def _gone(self) -> StoreGoneError:
        return StoreGoneError(f"the store at {self.store.root} was removed while it was used; build again")

    def _settled(self, entry: Entry, started: Callable[[], None], progress: Progress) -> Ended:
        target = entry.target
        digests = [
            self.outputs[i.target][i.name].digest if isinstance(i, Output) else entry.parts["inputs"][index]
            for index, i in enumerate(target.inputs)
        ]
        parts = {**entry.parts, "inputs": digests}
        key = key_of(parts)
        with claim(self.store, key, lambda: self.pool.is_cancelled(target.name)) as held:
            if not held:
                return "cancelled", 0.0, ""
            found = self._found(entry, key, parts)
            if found is not None:
                return found, 0.0, ""
            if not self._inputs_stand(entry):
                return "superseded", 0.0, "an input changed before its step began"
            started()
            try:
                return self._made(entry, key, parts, progress)
            except StepCancelledError:
                return "cancelled", 0.0, ""
            except StepFailedError as error:
                if error.is_gate:
                    self.refused.add(target.name)
                return "failed", 0.0, str(error)

    def _write_record_again(self, entry: Entry, outputs: Mapping[str, Blob]) -> None:
        """A result that only the project still knew is known to the store again."""
        target, last = entry.target, self.trace.result(self.plan.scope, entry.target.name)
        seconds = last.seconds if last and last.key == entry.key else 0.0
        kept = {name: outputs[name] for name in target.outputs}
        self.store.put(Record(entry.key or "", target.name, entry.parts, kept, seconds, 0.0), {}, self.scratch)

    def sources_stand(self, entry: Entry) -> bool:
        """Whether the user's files are still what the key says."""
        sources = [(index, i) for index, i in enumerate(entry.target.inputs) if isinstance(i, Source)]
        try:
            return all(
                self.trace.files.digest(self.trace.project / i.path) == entry.parts["inputs"][index]
                for index, i in sources
            )
        except OSError:
            return False

    def _found(self, entry: Entry, key: str, parts: Mapping[str, Any]) -> What | None:
        """Take what this key gave before or elsewhere, if all of it is intact."""
        target = entry.target
        record = self.store.adopt(key, self.scratch)
        if record is None or not set(target.outputs) <= record.outputs.keys():
            return None
        if not all(is_intact(self.store, self.trace.files, record.outputs[out]) for out in target.outputs):
            return None
        copies = [out for out in target.places if not self._is_placed(target, out, record.outputs[out])]
        try:
            self._place(target, record.outputs, copies)
        except DamagedBlobError:
            return None
        self.outputs[target.name] = record.outputs
        result = self._result(entry, key, parts, record.outputs, record.seconds)
        self.trace.commit(self.plan.scope, [result])
        return "restored" if copies else "fresh"

    def _made(self, entry: Entry, key: str, parts: Mapping[str, Any], progress: Progress) -> Ended:
        target = entry.target
        out = self.scratch / uuid.uuid4().hex
        out.mkdir()
        try:
            watched = self._watched(entry)
            started = time.monotonic()
            cpu_seconds = self.pool.run(self.request(entry, out), progress)
            seconds = time.monotonic() - started
            if watched != self._watched(entry) or not self._inputs_stand(entry):
                return "superseded", seconds, "an input changed while its step ran"
            files = {name: out / name for name in target.outputs}
            for name, path in files.items():
                if not path.is_file() or path.stat().st_size == 0:
                    raise StepFailedError(f"{target.step} ended well but left no {name}")
            outputs = {name: Blob(sha256_of(path), path.stat().st_size) for name, path in files.items()}
            work = max(1, target.work)
            record = Record(key, target.name, parts, outputs, seconds, cpu_seconds, work, target.rated)
            self.store.put(record, files, self.scratch)
        finally:
            shutil.rmtree(out, ignore_errors=True)
        try:
            self._place(target, outputs, tuple(target.places))
        except DamagedBlobError as error:
            raise ToolError(f"the store at {self.store.root} lost what was just written to it") from error
        self.outputs[target.name] = outputs
        self.written += (self.store.blob_path(outputs[name].digest) for name in outputs if name not in target.places)
        result = self._result(entry, key, parts, outputs, seconds)
        size = sum(blob.size for blob in outputs.values())
        timing = Timing(target.rated, seconds, cpu_seconds, size, work)
        self.trace.commit(self.plan.scope, [result], timing)
        return "made", seconds, ""

    def request(self, entry: Entry, out: Path) -> Request:
        """What a worker is asked to do for a target whose upstream is in `outputs`."""
        target = entry.target
        paths = []
        for i in target.inputs:
            if isinstance(i, Source):
                paths.append(self.trace.project / i.path)
            else:
                paths.append(self.store.blob_path(self.outputs[i.target][i.name].digest))
        return Request(target.name, target.step, target.value, tuple(paths), out, target.roots, entry.parts["packages"])

    def _watched(self, entry: Entry) -> dict[str, object]:
        """State of every file the step may read: sources, and its code."""
        paths = [str(self.trace.project / i.path) for i in entry.target.inputs if isinstance(i, Source)]
        paths += self.plan.code.signatures(entry.target.roots)
        return {path: _state(path) for path in paths}

    def _inputs_stand(self, entry: Entry) -> bool:
        """Whether sources, upstream files and code are still what the key says."""
        if not self.sources_stand(entry):
            return False
        for i in entry.target.inputs:
            if isinstance(i, Output) and not is_intact(
                self.store, self.trace.files, blob := self.outputs[i.target][i.name]
            ):
                self.store.drop(blob)  # so that the next survey finds it missing
                return False
        return all(_state(path) == was for path, was in self.plan.code.signatures(entry.target.roots).items())

    def _is_placed(self, target: Target, out: str, blob: Blob) -> bool:
        try:
            return self.trace.files.digest(self.trace.project / target.places[out]) == blob.digest
        except OSError:
            return False

    def _place(self, target: Target, outputs: Mapping[str, Blob], names: Iterable[str]) -> None:
        for name in names:
            path = self.trace.project / target.places[name]
            self.store.place(outputs[name], path)
            self.written.append(path)

    def _result(
        self, entry: Entry, key: str, parts: Mapping[str, Any], outputs: Mapping[str, Blob], seconds: float
    ) -> Result:
        return Result(entry.target.name, key, parts, entry.target.origins, entry.labels, outputs, seconds)


def _state(path: str) -> object:
    try:
        return signature(path)
    except OSError:
        return None
