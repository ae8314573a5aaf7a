"""What would be made, and why: the one answer that `plan`, `why` and `build` share.

In: targets in topological order, store and trace. Out: a Survey with one entry per target: fresh, restore (only its
places need copying) or stale. Makes nothing and takes no lock; what it learns about files goes to the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from beatforge.errors import ToolError
from beatforge.graph.code import CodeIndex
from beatforge.graph.files import FileCache
from beatforge.graph.keys import key_of
from beatforge.graph.programs import version_of
from beatforge.graph.reasons import Reason, reasons_between
from beatforge.graph.store import Blob, Store
from beatforge.graph.target import Output, Source, Target, closure
from beatforge.graph.trace import Last, Rate, Result, Trace

State = Literal["fresh", "restore", "stale"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One target's state. `key` and `outputs` are None while they hang on something stale."""

    target: Target
    state: State
    certain: bool  # False: an upstream result that comes out the same would spare it
    reasons: tuple[Reason, ...]
    seconds: float
    cpu_seconds: float
    bytes: int
    parts: Mapping[str, Any]  # input digests not known yet are None
    labels: tuple[str, ...]
    key: str | None = None
    outputs: Mapping[str, Blob] | None = None
    expected: Mapping[str, Blob] | None = None  # what it will deliver, if only code, packages or the store changed
    copies: tuple[str, ...] = ()  # outputs whose place is missing or differs
    heals: tuple[str, ...] = ()  # outputs whose blob is lost but whose place is intact
    lost: frozenset[str] = frozenset()  # digests of blobs that are all it lacks
    twin: str = ""  # an earlier stale target that will have the same key


@dataclass(frozen=True, slots=True)
class Survey:
    """The state of all targets asked for, in their order."""

    entries: Mapping[str, Entry]
    scope: str
    code: CodeIndex
    trace: Trace = field(repr=False)

    def in_state(self, state: State) -> tuple[Entry, ...]:
        """Entries in this state."""
        return tuple(entry for entry in self.entries.values() if entry.state == state)

    @property
    def stale(self) -> tuple[Entry, ...]:
        """What a build would make."""
        return self.in_state("stale")

    @property
    def is_fresh(self) -> bool:
        """Nothing to make, restore or heal."""
        return all(e.state == "fresh" and not e.heals for e in self.entries.values())

    @property
    def seconds(self) -> float:
        """Estimated seconds of all stale steps, one after another."""
        return sum(entry.seconds for entry in self.stale)

    @property
    def bytes(self) -> int:
        """Estimated bytes a build would write."""
        return sum(entry.bytes for entry in self.entries.values())

    def why_fresh(self, name: str) -> str:
        """Why this target is not stale, line by line."""
        entry = self.entries[name]
        if entry.key is None or entry.state == "stale":
            raise ValueError(f"{name} is stale")
        last = self.trace.result(self.scope, name)
        made = f", made {last.made_at}" if last and last.key == entry.key else ", made for another project or version"
        parts = entry.parts
        lines = [
            f"{name} is not stale: key {entry.key[:12]}{made}",
            f"  value: nothing in it differs; {len(parts['inputs'])} inputs, {len(parts['code'])} modules and"
            f" {len(parts['packages'])} packages have the same content",
        ]
        for out in entry.target.outputs:
            place = entry.target.places.get(out)
            if place is None:
                lines.append(f"  {out}: in the store")
            else:
                lines.append(f"  {place}: " + ("to be copied from the store" if out in entry.copies else "present"))
        return "\n".join(lines)


def survey(
    targets: Sequence[Target],
    *,
    store: Store,
    trace: Trace,
    scope: str = "",
    only: Iterable[str] | None = None,
    estimate: Callable[[Target], float] = lambda target: 1.0,
) -> Survey:
    """What a build of these targets would do now. `estimate` gives seconds for steps that never ran here."""
    look = _Look(store, trace, scope, trace.latest(scope), trace.code(), estimate)
    for target in closure(targets, only):
        look.entries[target.name] = look.entry(target)
    trace.commit()
    return Survey(_with_twins(look.entries), scope, look.code, trace)


def is_intact(store: Store, files: FileCache, blob: Blob) -> bool:
    """Whether the store holds exactly these bytes; read once, then believed by stat."""
    try:
        return files.digest(store.blob_path(blob.digest)) == blob.digest
    except OSError:
        return False


@dataclass
class _Look:
    store: Store
    trace: Trace
    scope: str
    latest: Mapping[str, Last]
    code: CodeIndex
    estimate: Callable[[Target], float]
    entries: dict[str, Entry] = field(default_factory=dict)
    rates: dict[str, Rate | None] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def entry(self, target: Target) -> Entry:
        inputs = [self._digest(target, i, "outputs") for i in target.inputs]
        labels = tuple(i.path if isinstance(i, Source) else f"{i.target}:{i.name}" for i in target.inputs)
        parts = {
            "step": target.step,
            "value": target.value,
            "inputs": inputs,
            "code": self.code.digests(target.roots),
            "packages": {name: self._version(name) for name in target.packages},
        }
        if None in inputs:
            return self._below_stale(target, parts, labels)
        key = key_of(parts)
        outputs = self._made(target, key)
        if outputs is None:
            last = self.trace.result(self.scope, target.name)
            reasons = self._reasons(last, target, parts, labels)
            return self._stale(target, parts, labels, reasons, True, key, _if_same(target, last, reasons))
        return self._present(target, parts, labels, key, outputs)

    def _below_stale(self, target: Target, parts: dict[str, Any], labels: tuple[str, ...]) -> Entry:
        """A target hanging on a stale one: possible rather than certain where its upstream may come out the same."""
        last = self.trace.result(self.scope, target.name)
        own = self._reasons(last, target, parts, labels)
        stale = [name for name in target.upstream if self.entries[name].outputs is None]
        reasons = (*own, *(Reason("upstream", name) for name in stale))
        expected_inputs = [self._digest(target, i, "expected") for i in target.inputs]
        if None in expected_inputs:
            return self._stale(target, parts, labels, reasons, True)
        key = key_of({**parts, "inputs": expected_inputs})
        outputs = self._made(target, key)
        if outputs is None:
            return self._stale(target, parts, labels, reasons, True, None, _if_same(target, last, own))
        lost = frozenset(b.digest for b in outputs.values() if not is_intact(self.store, self.trace.files, b))
        return self._stale(target, parts, labels, reasons, bool(lost), None, outputs, lost)

    def _present(
        self, target: Target, parts: dict[str, Any], labels: tuple[str, ...], key: str, outputs: Mapping[str, Blob]
    ) -> Entry:
        """A target that was made: fresh, to be copied, or lost."""
        copies, heals, lost = [], [], set()
        reasons: list[Reason] = []
        for name in target.outputs:
            blob, place = outputs[name], target.places.get(name)
            state = "none" if place is None else self._place_state(place, blob)
            if state == "intact":
                if not self.store.holds(blob):
                    heals.append(name)
            elif not is_intact(self.store, self.trace.files, blob):
                lost.add(blob.digest)
                reasons.append(Reason("missing blob", name, note="is gone from the store, or damaged there"))
            elif place is not None:
                copies.append(name)
                reasons.append(Reason("place", place, note=state))
        if lost:
            return self._stale(target, parts, labels, tuple(reasons), True, key, outputs, frozenset(lost))
        size = sum(outputs[name].size for name in copies)
        state_now: State = "restore" if copies else "fresh"
        return Entry(
            target, state_now, True, tuple(reasons), 0.0, 0.0, size, parts, labels, key,
            outputs=outputs, expected=outputs, copies=tuple(copies), heals=tuple(heals),
        )  # fmt: skip

    def _stale(
        self,
        target: Target,
        parts: dict[str, Any],
        labels: tuple[str, ...],
        reasons: tuple[Reason, ...],
        certain: bool,
        key: str | None = None,
        expected: Mapping[str, Blob] | None = None,
        lost: frozenset[str] = frozenset(),
    ) -> Entry:
        if target.rated not in self.rates:
            self.rates[target.rated] = self.trace.rate(target.rated)
        rate = self.rates[target.rated]
        if rate is None:
            seconds = cpu_seconds = self.estimate(target)
            size = 0
        else:
            seconds, cpu_seconds = rate.seconds * target.work, rate.cpu_seconds * target.work
            size = round(rate.bytes * target.work)
        return Entry(
            target, "stale", certain, reasons, seconds, cpu_seconds, size, parts, labels, key,
            expected=expected, lost=lost,
        )  # fmt: skip

    def _reasons(
        self, last: Result | None, target: Target, parts: dict[str, Any], labels: tuple[str, ...]
    ) -> tuple[Reason, ...]:
        if last is None:
            return (Reason("never made"),)
        return reasons_between(last, parts, target.origins, labels)

    def _made(self, target: Target, key: str) -> Mapping[str, Blob] | None:
        """What this key gave, here or anywhere."""
        last = self.latest.get(target.name)
        outputs: Mapping[str, Blob] | None = last.outputs if last and last.key == key else None
        if outputs is None:
            record = self.store.find(key)
            outputs = record.outputs if record else None
        return outputs if outputs is not None and set(target.outputs) <= outputs.keys() else None

    def _digest(self, target: Target, i: Any, which: Literal["outputs", "expected"]) -> str | None:
        if isinstance(i, Source):
            return source_digest(self.trace, target, i)
        found: Mapping[str, Blob] | None = getattr(self.entries[i.target], which)
        blob = found.get(i.name) if found is not None else None  # an older release may have made less
        return blob.digest if blob is not None else None

    def _version(self, package: str) -> str:
        """The version of a distribution or program, looked up once per survey: each look takes 1 ms or more."""
        if package not in self.versions:
            self.versions[package] = version_of(package)
        return self.versions[package]

    def _place_state(self, place: str, blob: Blob) -> str:
        path = self.trace.project / place
        try:
            if path.stat().st_size == blob.size and self.trace.files.digest(path) == blob.digest:
                return "intact"
        except FileNotFoundError:
            return "is missing"
        return "differs from what was made"


def source_digest(trace: Trace, target: Target, source: Source) -> str:
    """Digest of a user's file."""
    path = trace.project / source.path
    try:
        return trace.files.digest(path)
    except OSError as error:
        raise ToolError(f"{target.name} needs {source.path}, which cannot be read: {error.strerror}") from error


def _with_twins(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Targets that another stale one may spare: it will have the same key, or bring back the blobs they lack."""
    makers: dict[str, str] = {}
    bringers: dict[str, set[str]] = {}
    found: dict[str, Entry] = {}
    for name, entry in entries.items():
        if entry.state == "stale":
            for blob in (entry.expected or {}).values():
                bringers.setdefault(blob.digest, set()).add(name)
    for name, entry in entries.items():
        found[name] = entry
        if entry.state != "stale":
            continue
        pending = [
            digest or (isinstance(i, Output) and [found[i.target].twin or i.target, i.name])
            for i, digest in zip(entry.target.inputs, entry.parts["inputs"], strict=True)
        ]
        maker = makers.setdefault(key_of({**entry.parts, "inputs": pending}), name)
        if maker != name:
            reasons = (*entry.reasons, Reason("twin", maker))
            found[name] = replace(entry, certain=False, twin=maker, seconds=0.0, cpu_seconds=0.0, reasons=reasons)
        elif entry.lost and all(bringers[digest] != {name} for digest in entry.lost):
            found[name] = replace(entry, certain=False)
    return found


def _if_same(target: Target, last: Result | None, reasons: tuple[Reason, ...]) -> Mapping[str, Blob] | None:
    """The last outputs, where new code or packages, or for some targets new values, may well give them again."""
    if last is None or (not target.may_repeat and any(reason.kind not in ("code", "package") for reason in reasons)):
        return None
    return last.outputs
