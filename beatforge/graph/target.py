"""What must exist: targets, their inputs, and where each value of theirs was said.

In: plain values from whoever compiles a plan. Out: frozen types that the rest of this room reads.
Nothing here opens a file or knows what a step does; `check_targets` only refuses lists that could not be built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A user's file. Its bytes are in the key, its name is not."""

    path: str  # relative to the project folder, or absolute


@dataclass(frozen=True, slots=True)
class Output:
    """One file that another target delivers."""

    target: str
    name: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the user wrote what a value comes from, and what they wrote."""

    place: str  # "project.yaml:31:11"
    said: str  # "seed: 41"


@dataclass(frozen=True, slots=True)
class Target:
    """What must exist, and all that decides its bytes. Inputs are ordered as the step expects them."""

    name: str  # "scene/chorus-2.09"
    step: str  # "package.module:function"
    value: Mapping[str, Any]
    inputs: tuple[Source | Output, ...]
    outputs: tuple[str, ...]
    code: tuple[str, ...] = ()  # root modules the step finds by name at run time
    packages: tuple[str, ...] = ()  # distributions, and `program:NAME`s, whose version changes bytes
    places: Mapping[str, str] = field(default_factory=dict)  # output name -> path in the project folder
    origins: Mapping[str, Origin] = field(default_factory=dict)  # dotted prefix of the key's parts -> Origin
    work: int = 1  # units, for estimates: pixels of a segment, samples of a song
    may_repeat: bool = False  # other values may well give the same bytes; what hangs on it is possible, not certain
    repeats: str = "exact"  # made again: equal bytes; "perceptual": a picture nobody would tell apart. In no key
    rate_as: str = ""  # whose seconds and bytes a unit takes, where a step does unlike things; in no key

    @property
    def kind(self) -> str:
        """The word before the slash: scene, transition, film."""
        return self.name.partition("/")[0]

    @property
    def rated(self) -> str:
        """The name under which seconds and bytes of a work unit are remembered."""
        return self.rate_as or self.step

    @property
    def roots(self) -> tuple[str, ...]:
        """Modules where this target's code begins, the step's own first."""
        return (self.step.partition(":")[0], *self.code)

    @property
    def upstream(self) -> tuple[str, ...]:
        """Names of the targets whose outputs this one reads, each once, in order."""
        return tuple(dict.fromkeys(i.target for i in self.inputs if isinstance(i, Output)))


def closure(targets: Sequence[Target], only: Iterable[str] | None) -> tuple[Target, ...]:
    """The named targets and everything they hang on, in the given order; all of them for None."""
    if only is None:
        return tuple(targets)
    wanted = set(only)
    unknown = wanted - {target.name for target in targets}
    if unknown:
        raise ValueError(f"no target is named {', '.join(sorted(unknown))}")
    for target in reversed(targets):
        if target.name in wanted:
            wanted.update(target.upstream)
    return tuple(target for target in targets if target.name in wanted)


def check_targets(targets: Sequence[Target]) -> None:
    """Refuse a list that could not be built: a compiler of plans made a mistake, not a user."""
    outputs: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    for target in targets:
        name = target.name
        # doit reads "=" and "*" in task names as its own syntax
        if not name or any(c in name for c in "=*\n"):
            raise ValueError(f"target name {name!r} may not be empty or hold '=', '*' or a line end")
        if name in outputs:
            raise ValueError(f"two targets are named {name}")
        if not target.outputs or any(PurePath(out).name != out for out in target.outputs):
            raise ValueError(f"{name}: outputs must be plain file names, at least one")
        for i in target.inputs:
            if isinstance(i, Output) and i.name not in outputs.get(i.target, ()):
                raise ValueError(f"{name}: {i.target} comes later in the list, or delivers no {i.name}")
        for out, place in target.places.items():
            if out not in target.outputs:
                raise ValueError(f"{name}: a place is given for {out}, which is no output")
            if PurePath(place).is_absolute() or ".." in PurePath(place).parts:
                raise ValueError(f"{name}: place {place} must be inside the project folder")
            if (taken := places.setdefault(place, name)) != name:
                raise ValueError(f"{name} and {taken} both want {place}")
        outputs[name] = target.outputs
