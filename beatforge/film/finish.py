"""The finish and what is brought along: a scene's grade, its colour table, its footage. Pure.

A style's grade comes first, then the film's, then the scene's own; each says only what is different.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from beatforge.film.cut import Span
from beatforge.film.overrides import Said
from beatforge.film.plan import Causes
from beatforge.film.shot import Look
from beatforge.project.models import Project
from beatforge.project.recipes import Style
from beatforge.project.vocabulary import GRADES

FOOTAGE = "footage"
"""What stands for the motif of a scene of footage."""

PERFORMER = "performer"
"""What stands for the motif of a scene in which a persona is seen."""

NEUTRAL: Mapping[str, float] = {"contrast": 1.0, "saturation": 1.0}
"""What leaves colours as they are; 0 for all others."""


@dataclass(frozen=True, slots=True)
class Filmed:
    """A scene's footage: the file, from which millisecond of it on, and where the project says so."""

    file: str
    start_ms: int
    path: tuple[str | int, ...]
    causes: Causes


def grade_of(project: Project, style: Style, said: Mapping[str, Said]) -> dict[str, int]:
    """What is done to a scene's colours, in per cent, without what leaves them as they are."""
    specs = [project.film.grade, said["grade"].value if "grade" in said else None]
    wanted = dict(style.grade)
    for spec in specs:
        wanted |= {name: value for name in GRADES if spec and (value := getattr(spec, name)) is not None}
    return {name: round(value * 100) for name, value in sorted(wanted.items()) if value != NEUTRAL.get(name, 0.0)}


def lut_of(project: Project, said: Mapping[str, Said]) -> str | None:
    """The colour table of a scene: its own, else the film's."""
    own = said["grade"].value.lut if "grade" in said else None
    return own or (project.film.grade.lut if project.film.grade else None)


def footage_of(spans: Sequence[Span], said: Sequence[Mapping[str, Said]], rate: Fraction) -> tuple[Filmed | None, ...]:
    """For each scene its footage, if it has some. All scenes that one line of the project speaks of show it on and on,
    so that nothing filmed is seen twice: one begins where the one before it ended."""
    found: list[Filmed | None] = []
    passed: dict[tuple[str | int, ...], int] = {}
    for span, fields in zip(spans, said, strict=True):
        if "footage" not in fields:
            found.append(None)
            continue
        path, spec = fields["footage"].path, fields["footage"].value
        frames = passed.get(path, 0)
        passed[path] = frames + span.end_frame - span.start_frame
        causes = tuple((*path, name) for name in type(spec).model_fields)
        found.append(Filmed(spec.file, round((Fraction(str(spec.start)) + frames / rate) * 1000), path, causes))
    return tuple(found)


def filmed_look(look: Look) -> Look:
    """The look of a scene of footage: what only motifs have a say in is in no key of it."""
    return replace(look, motif=FOOTAGE, composition=0, detail=0)


def performed_look(look: Look) -> Look:
    """The look of a scene in which a persona is seen: what only motifs have a say in is in no key of it."""
    return replace(look, motif=PERFORMER, composition=0, detail=0)


def grade_causes(said: Mapping[str, Said]) -> Causes:
    """What has a say in a scene's grade, beside its style."""
    own = [(*said["grade"].path, name) for name in (*GRADES, "lut")] if "grade" in said else []
    return (*own, *(("film", "grade", name) for name in (*GRADES, "lut")))
