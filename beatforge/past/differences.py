"""What differs between two versions of a film, target by target, and where each side says so.

In: two films. Out: differences in the order of the film, each with both values and both places. The differences are the
keys' own, found by the code that `why` uses; code and packages are those of today on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from beatforge.film.causes import narrowed
from beatforge.graph.reasons import Reason, reasons_between
from beatforge.graph.target import Source, Target
from beatforge.graph.trace import Result
from beatforge.past.films import Film


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference of one target; `before` and `after` are places such as "project.yaml:31:11", empty for none."""

    text: str
    before: str = ""
    after: str = ""
    said: str = ""  # what the lines say, where that is not the value itself: "reactivity: 1 -> reactivity: 1.2"

    def __str__(self) -> str:
        places = dict.fromkeys(place for place in (self.before, self.after) if place)
        was = "was " if self.before and not self.after else ""
        where = was + " -> ".join(places) + (f": {self.said}" if self.said else "")
        return f"{self.text} ({where})" if where else self.text


def differing(old: Film, new: Film) -> dict[str, tuple[Difference, ...]]:
    """Differences by target, for those that have any: own ones first, then the targets they hang on."""
    found: dict[str, tuple[Difference, ...]] = {}
    for name in [*new.targets, *(name for name in old.targets if name not in new.targets)]:
        before, after = old.targets.get(name), new.targets.get(name)
        own = tuple(differences_of(old, new, name))
        both = set(before.upstream) & set(after.upstream) if before and after else set()
        hangs = [up for up in found if up in both]
        if own or hangs:
            found[name] = (*own, *(Difference(f"{up} differs") for up in hangs))
    return found


def differences_of(old: Film, new: Film, name: str) -> Iterator[Difference]:
    """What makes one target another: its own values and the files it reads."""
    before, after = old.targets.get(name), new.targets.get(name)
    if before is None or after is None:
        if before is not after:
            yield Difference("is new" if before is None else "is gone")
        return
    parts, labels = _parts(new, after)
    was, were = _parts(old, before)
    last = Result(name, "", was, before.origins, were, {}, 0.0)
    told = (_told(reason) for reason in reasons_between(last, parts, after.origins, labels))
    yield from dict.fromkeys(told)  # two shots of a transition may differ in the same way
    yield from (Difference(f"{up} is new") for up in after.upstream if up not in before.upstream)
    yield from (Difference(f"{up} is gone") for up in before.upstream if up not in after.upstream)


def _parts(film: Film, target: Target) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """A target's own parts as `reasons_between` reads them: its value and the user's files."""
    labels = tuple(i.path for i in target.inputs if isinstance(i, Source))
    inputs = [film.digests[label] for label in labels]
    return {"step": "", "value": target.value, "inputs": inputs, "code": {}, "packages": {}}, labels


def _told(reason: Reason) -> Difference:
    old, new = narrowed(reason.old_origin, reason.new_origin)
    plain = str(replace(reason, old_origin=None, new_origin=None))
    before, after = old.place if old else "", new.place if new else ""
    said = ""
    if old and new and old.said != new.said:
        (key, _, was), (_, _, now) = old.said.partition(": "), new.said.partition(": ")
        said = "" if plain == f"{key} {was} -> {now}" else f"{old.said} -> {new.said}"
    return Difference(plain, before, after, said)
