"""How a persona is written: in `config/personas/`, or in a project's own `personas/`, in the same form.

In: a name or `name@version`. Out: the persona's file, checked, with the places of its values. A persona's versions stay
side by side: `nova_fade.yaml` is the one in use, `nova_fade@1.0.yaml` an older one that films can still name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.errors import ProjectError
from beatforge.project.fields import EmptyIsList, EmptyIsMapping, Written, choice, number, text
from beatforge.project.figures import ShownSpec
from beatforge.project.known import Surroundings
from beatforge.project.nodes import Source, read_source
from beatforge.project.places import data_dir
from beatforge.project.problems import Fault, Problem, advice
from beatforge.project.reach import may_read, persona_files, ways_out
from beatforge.project.validate import validate

ABOUT = ("herself", "picture")
"""What an article can be about: what the persona is and does, or how the whole picture looks."""

_Words = Annotated[tuple[Annotated[str, text(120)], ...], EmptyIsList]


class HeaderSpec(Written):
    """The words that begin every prompt for this persona, and those that every model is told to leave out."""

    positive: Annotated[str, text(2000)] = Key(description="who they are, as a model is told")
    negative: Annotated[str, text(2000)] = Key(description="what they are not, as a model is told")


class ArticleSpec(Written):
    """One thing that may not be."""

    title: Annotated[str, text(200)] = Key(description="the article in one sentence, as messages quote it")
    of: Annotated[str, choice("subject", ABOUT)] = Key(
        default="herself", description="whom it binds: the persona alone, or everything in the picture"
    )
    forbids: Mapping[Annotated[str, text(80)], _Words] = Key(
        description="by the name of what is forbidden, the words that say it: endings and spellings are understood,"
        " =word is exactly that word, <class> one of a class, .. up to three words"
    )
    unless: _Words = Key(default=(), description="harmless phrases that hold such words")
    instead: Annotated[str, text(400)] = Key(default="", description="what to write instead")


class ThresholdSpec(Written):
    """From where on pictures are no longer of this persona."""

    identity: Annotated[float, number(0, 1)] = Key(default=0.75, description="likeness of the whole, at least")
    face: Annotated[float, number(0, 1)] = Key(default=0.70, description="likeness of the face, at least")
    silhouette: Annotated[float, number(0, 1)] = Key(
        default=0.80, description="intersection over union of silhouettes, at least"
    )
    batch_variance: Annotated[float, number(0, 1)] = Key(
        default=0.15, description="how far a batch's pictures lie apart, at most"
    )
    palette: Annotated[float, number(0, 100)] = Key(
        default=12.0, description="distance of colours (CIE76 delta E), at most"
    )
    approve: Annotated[float, number(0, 1)] = Key(
        default=0.80, description="likeness from which on a picture needs no look, if one figure is alone in it"
    )
    reject: Annotated[float, number(0, 1)] = Key(
        default=0.40, description="likeness below which a picture is of somebody else"
    )


class CanonSpec(Written):
    """What the canonical set of pictures has of this persona."""

    description: Annotated[str, text(1000, empty=True)] = Key(
        default="", description="who is seen, for captions; without it, display name and `look`"
    )
    dj_poses: _Words = Key(
        default=(), description="poses and gestures that are references; without them, the first four"
    )
    swatches: _Words = Key(default=(), description="colours of the figure that its palette shows; without them, all")


class PersonaSpec(ShownSpec):
    """A character: who they are, what they may never be, how they look and move."""

    version: Annotated[str, text(20)] = Key(description="raised whenever something locked changes")
    display_name: Annotated[str, text(80)] = Key(description="name for people")
    about: Annotated[str, text(1000)] = Key(default="", description="who they are, for those who choose")
    trigger: Annotated[str, text(80)] = Key(description="the word that models learn for this persona")
    header: HeaderSpec = Key(description="words for models")
    look: _Words = Key(default=(), description="how they look, for people")
    voice: _Words = Key(default=(), description="how they are, for people")
    always: _Words = Key(default=(), description="what every picture of them shows, for people")
    camera: _Words = Key(default=(), description="how they are looked at, for people")
    locked: _Words = Key(default=(), description="keys of this file that only a new version may change")
    digests: Annotated[Mapping[Annotated[str, text(20)], Annotated[str, text(64)]], EmptyIsMapping] = Key(
        default={}, description="digest of what is locked, by version; `beatforge persona freeze` writes it"
    )
    thresholds: ThresholdSpec = Key(default_factory=ThresholdSpec, description="when pictures have drifted")
    canon: CanonSpec = Key(default_factory=CanonSpec, description="the canonical set of pictures")
    herself: _Words = Key(default=(), description="words for the persona in prompts")
    others: _Words = Key(default=(), description="words for others, who may do what the persona may not")
    words: Annotated[Mapping[Annotated[str, text(40)], _Words], EmptyIsMapping] = Key(
        default={}, description="classes of words, for the articles"
    )
    constitution: Annotated[tuple[ArticleSpec, ...], EmptyIsList] = Key(default=(), description="what may never be")

    @model_validator(mode="after")
    def _canon_names(self) -> PersonaSpec:
        shelves = {"dj_poses": ("pose", (*self.poses, *self.gestures)), "swatches": ("colour", self.figure.colours)}
        for key, (kind, names) in shelves.items():
            for at, name in enumerate(getattr(self.canon, key)):
                if name not in names:
                    raise Fault("BF030", f'unknown {kind} "{name}"', advice(name, names), ("canon", key, at))
        return self


@dataclass(frozen=True, slots=True)
class Persona:
    """A persona by the name that projects use, with its file."""

    id: str
    spec: PersonaSpec
    source: Source
    is_own: bool
    """Whether the project brought it along."""


def read_persona(name: str, folder: Path | None = None, allowed: Sequence[Path] = ()) -> Persona:
    """The persona with this id; raises ProjectError with every fault of its file."""
    files = persona_files(folder, allowed)
    asked = name.replace("-", "_")
    if asked not in files:
        raise ProjectError([Problem(name, 0, 0, 0, "BF039", f'unknown persona "{name}"', advice(name, files))])
    path = files[asked]
    is_own = folder is not None and path.is_relative_to(folder)
    base = folder if is_own and folder is not None else data_dir("config").parent
    label = path.relative_to(base).as_posix()
    if is_own and folder is not None and not may_read(path, folder, allowed):
        hint = ways_out(path.resolve().parent)
        raise ProjectError([Problem(label, 0, 0, 0, "BF051", f"{label} is a link out of the project folder", hint)])
    source = read_source(path, label)
    spec: PersonaSpec | None = validate(source, PersonaSpec, Surroundings({}, base, tuple(allowed)))
    if spec is None or source.problems:
        raise ProjectError(source.problems)
    return Persona(asked, spec, source, is_own)
