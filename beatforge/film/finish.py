"""The finish and what is brought along: a scene's grade, its colour table, its footage. Pure.

A style's grade comes first, then the film's, then the scene's own; each says only what is different.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from beatforge.film.cut import Span
from beatforge.film.overrides import Said
from beatforge.film.plan import Causes
from beatforge.project.models import Project
from beatforge.project.recipes import Style
from beatforge.project.vocabulary import GRADES

NEUTRAL: Mapping[str, float] = {"contrast": 1.0, "saturation": 1.0}
"""What leaves colours as they are; 0 for all others."""


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


def footage_of(
    spans: Sequence[Span], said: Sequence[Mapping[str, Said]], rate: Fraction
) -> tuple[tuple[str, int] | None, ...]:
    """For each scene the file of its footage and from which millisecond of it on. Scenes in a row that one line of the
    project speaks of show it on and on: a scene begins where the one before ended."""
    found: list[tuple[str, int] | None] = []
    first = 0
    for index, fields in enumerate(said):
        if "footage" not in fields:
            found.append(None)
            continue
        path = fields["footage"].path
        if not index or "footage" not in said[index - 1] or said[index - 1]["footage"].path != path:
            first = spans[index].start_frame
        spec = fields["footage"].value
        passed = Fraction(spans[index].start_frame - first) / rate
        found.append((spec.file, round(spec.start * 1000) + round(passed * 1000)))
    return tuple(found)


def grade_causes(said: Mapping[str, Said]) -> Causes:
    """What has a say in a scene's grade, beside its style."""
    own = [(*said["grade"].path, name) for name in (*GRADES, "lut")] if "grade" in said else []
    return (*own, *(("film", "grade", name) for name in (*GRADES, "lut")))
