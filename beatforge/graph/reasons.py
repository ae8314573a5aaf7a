"""Why a target is stale, in words a user can act on.

In: the parts of the last key and of the new one, and where their values were written. Out: one Reason per difference.
The differences are the key's own, so a reason cannot disagree with the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from beatforge.graph.keys import ABSENT, Change, changes, shown
from beatforge.graph.programs import PROGRAM
from beatforge.graph.target import Origin
from beatforge.graph.trace import Result

Kind = Literal["never made", "value", "input", "code", "package", "upstream", "twin", "missing blob", "place"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference; `path` is dotted for values, else the input, module, package, target or file."""

    kind: Kind
    path: str = ""
    old: Any = ABSENT
    new: Any = ABSENT
    note: str = ""
    prefix: str = ""  # the origin's part of the path
    old_origin: Origin | None = None
    new_origin: Origin | None = None

    def __str__(self) -> str:
        return f"{self._what()}{self._where()}"

    def _what(self) -> str:
        match self.kind:
            case "never made":
                return "never made"
            case "upstream":
                return f"{self.path} is stale"
            case "twin":
                return f"{self.path} will make the same"
            case "value":
                name = self._name()
                return f"{name}: {self.note}" if self.note else f"{name} {shown(self.old)} -> {shown(self.new)}"
            case "package":
                what = self.path.replace(":", " ") if self.path.startswith(PROGRAM) else f"package {self.path}"
                return f"{what} {shown(self.old)} -> {shown(self.new)}"
            case "input" | "code":
                return f"{self.kind} {self.path} {self.note or _verb(self.old, self.new)}"
            case _:
                return f"{self.path} {self.note}"

    def _name(self) -> str:
        """The last parts of the path: all that the origin covers, or the whole path where nobody said it."""
        if not self.prefix:
            return self.path
        return self.prefix.rpartition(".")[2] + self.path[len(self.prefix) :]

    def _where(self) -> str:
        if self.new_origin is None:
            return f" (was {self.old_origin.place})" if self.old_origin else ""
        said = ""
        if self.old_origin and self.old_origin.said != self.new_origin.said:
            name = self._name()
            plain = (f"{name}: {shown(self.old)}", f"{name}: {shown(self.new)}")
            if (self.old_origin.said, self.new_origin.said) != plain:
                said = f": {self.old_origin.said} -> {self.new_origin.said}"
        return f" ({self.new_origin.place}{said})"


def reasons_between(
    last: Result, parts: Mapping[str, Any], origins: Mapping[str, Origin], labels: Sequence[str]
) -> tuple[Reason, ...]:
    """Differences between the last result and these parts; input digests not known yet (None) are left out."""
    found: list[Reason] = []
    found += (_reason("value", c, last.origins, origins) for c in changes(last.parts["value"], parts["value"], "value"))
    found += _input_reasons(last, parts["inputs"], origins, labels)
    if last.parts["step"] != parts["step"]:
        found.append(Reason("code", parts["step"], last.parts["step"], parts["step"], "is the step now"))
    for module in sorted(last.parts["code"].keys() | parts["code"].keys()):
        old, new = last.parts["code"].get(module, ABSENT), parts["code"].get(module, ABSENT)
        if old != new:
            found.append(Reason("code", module, old, new))
    for package in sorted(last.parts["packages"].keys() | parts["packages"].keys()):
        old, new = last.parts["packages"].get(package, ABSENT), parts["packages"].get(package, ABSENT)
        if old != new:
            found.append(Reason("package", package, old, new))
    return tuple(found)


def _input_reasons(
    last: Result, digests: Sequence[str | None], origins: Mapping[str, Origin], labels: Sequence[str]
) -> Iterator[Reason]:
    old: Sequence[str] = last.parts["inputs"]
    if len(old) == len(digests):
        for index, (before, now) in enumerate(zip(old, digests, strict=True)):
            if now is not None and before != now:
                change = Change(f"inputs.{index}", before, now)
                yield _reason("input", change, last.origins, origins, labels[index])
        return
    was, now_is = dict(zip(last.inputs, old, strict=True)), dict(zip(labels, digests, strict=True))
    for label in [*now_is, *(label for label in was if label not in now_is)]:
        before, now = was.get(label, ABSENT), now_is.get(label, ABSENT)
        if now is not None and before != now:
            yield Reason("input", label, before, now)


def _reason(
    kind: Kind, change: Change, old_origins: Mapping[str, Origin], origins: Mapping[str, Origin], path: str = ""
) -> Reason:
    prefix = _covering(change.path, origins) or _covering(change.path, old_origins)
    old = old_origins.get(_covering(change.path, old_origins))
    new = origins.get(_covering(change.path, origins))
    return Reason(kind, path or change.path, change.old, change.new, change.note, prefix if not path else "", old, new)


def _covering(path: str, origins: Mapping[str, Origin]) -> str:
    """The longest prefix, at dots, that someone said; "" for none."""
    while path:
        if path in origins:
            return path
        path = path.rpartition(".")[0]
    return ""


def _verb(old: Any, new: Any) -> str:
    if old == ABSENT:
        return "is new"
    return "is gone" if new == ABSENT else "changed"
