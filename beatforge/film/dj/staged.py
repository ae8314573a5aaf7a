"""A performance in a film: in which scenes she is seen, whose figure it is, and what in the project has a say in it.

In: a project, its persona's file, the music, spans, what the project says of each scene. Out: `Staged`, or problems
with their places. Films without a performer have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatforge.errors import ProjectError
from beatforge.film.causes import timing_causes
from beatforge.film.cut import Lengths, Span
from beatforge.film.dj.show import Show, performances_of, show_of, theme_of
from beatforge.film.overrides import Said
from beatforge.film.performance import Performance
from beatforge.film.plan import Causes, Figure
from beatforge.mix.parts import Mix
from beatforge.project.figures import ShownSpec
from beatforge.project.models import Project
from beatforge.project.personas import Persona
from beatforge.project.problems import Fault, Problem
from beatforge.project.selectors import parse_selector
from beatforge.song.analysis import Analysis

DJ = "dj"
"""The mode of films whose scenes all show a performer, unless they say otherwise."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A show with its figure, and each scene's own part of it, None for scenes in which she is not seen."""

    show: Show
    figure: Figure
    performances: tuple[Performance | None, ...]


def has_performer(project: Project) -> bool:
    """Whether a persona is to be seen at all."""
    shots = any(scene.shot is not None for scene in project.scenes.values())
    return project.film.persona is not None and (project.film.mode == DJ or shots)


def performer_of(project: Project) -> str | None:
    """The persona that is seen, by its id."""
    return (project.film.persona or "").replace("-", "_") if has_performer(project) else None


def pace_of(project: Project, persona: Persona | None) -> Lengths | None:
    """How long the theme wants scenes, where the project does not say."""
    film = project.film
    if film.mode != DJ or persona is None or any((film.tier, film.scene_count, film.scene_seconds)):
        return None
    show = theme_of(film, persona.spec)[1].show
    return Lengths(show.shortest_s, show.longest_s)


def named_problems(project: Project, persona: Persona) -> Iterator[Problem]:
    """A problem for a theme, and for each expression, that the persona does not have."""
    film, spec = project.film, persona.spec
    if has_performer(project) and not (spec.themes and spec.expressions):
        text = f"{persona.id} {spec.version} has no theme or no expression, and can't perform"
        yield project.problem_at(("film", "persona"), "BF094", text)
    elif film.theme is not None and film.theme.replace("-", "_") not in spec.themes:
        text = f'{persona.id} has no theme "{film.theme}"'
        yield project.problem_at(("film", "theme"), "BF094", text, candidates=tuple(spec.themes))
    elif film.event_safe and not (chosen := theme_of(film, spec))[1].is_event_safe:
        safe = ", ".join(name for name, theme in spec.themes.items() if theme.is_event_safe)
        text = f"the theme {chosen[0]} has strobes, and film.event_safe is on"
        where = ("film", "theme" if film.theme else "event_safe")
        yield project.problem_at(where, "BF016", text, hint=f"safe for events: {safe or 'none of ' + persona.id}")
    for index, cue in enumerate(film.performance):
        if cue.face is not None and cue.face not in spec.expressions:
            at, text = ("film", "performance", index, "face"), f'{persona.id} has no expression "{cue.face}"'
            yield project.problem_at(at, "BF094", text, candidates=tuple(spec.expressions))


def staged(
    project: Project,
    persona: Persona | None,
    analysis: Analysis,
    mix: Mix | None,
    spans: Sequence[Span],
    said: Sequence[Mapping[str, Said]],
    rate: Fraction,
) -> Staged | None:
    """The performance of a film that has one; ProjectError for what can't be done. That the persona has what is named
    (`named_problems`) was checked."""
    if not has_performer(project):
        return None
    assert persona is not None, "whoever plans a film with a performer reads the persona's file"
    show, faults = show_of(project.film, analysis, mix, persona.spec, rate)
    shots, more = _shots(said, spans, project.film.mode == DJ)
    if faults := (*faults, *more):
        raise ProjectError([project.problem_at(f.at, f.code, f.text, f.token, hint=f.hint) for f in faults])
    name, theme = theme_of(project.film, persona.spec)
    wishes = [shot or None for shot in shots]
    performances = performances_of(show, spans, [shot is not None for shot in shots], wishes, theme, rate)
    return Staged(show, _figure(persona, name), performances)


def performance_causes(project: Project, fields: Mapping[str, Said]) -> dict[str, Causes]:
    """What has a say in a scene's performance, by prefix into its shot's value."""
    said = tuple(
        ("film", "performance", index, name)
        for index, cue in enumerate(project.film.performance)
        for name in sorted(cue.model_fields_set)
    )
    cues: Causes = said or (("film", "performance"),)
    who, timing = (("film", "theme"), ("film", "persona")), timing_causes(project)
    own = (fields["shot"].path,) if "shot" in fields else ()
    return {
        "performance": (*own, ("film", "mode"), *who, *cues, *timing),
        "performance.theme": who,
        "performance.amount": who,
        "performance.shot": (*own, *cues, *who, *timing),
        "performance.push": (*who, *cues, *timing),
        "performance.frame": timing,
        "performance.acts": (*cues, *timing, ("film", "persona")),
        "performance.faces": (*cues, *timing, ("film", "persona")),
        "performance.lights": (*cues, *who, *timing),
    }


def _figure(persona: Persona, theme: str) -> Figure:
    """The persona's shown part with the one theme that is seen; what only plans the show is no part of it."""
    spec = persona.spec
    keys = set(ShownSpec.model_fields) - {"themes"}
    shown = spec.model_dump(mode="json", include=keys, exclude_defaults=True)
    look = spec.themes[theme].model_dump(mode="json", exclude={"show", "display_name"}, exclude_defaults=True)
    return Figure(persona.id, spec.version, {**shown, "themes": {theme: look}})


def _shots(
    said: Sequence[Mapping[str, Said]], spans: Sequence[Span], is_dj: bool
) -> tuple[list[str | None], list[Fault]]:
    """For each scene the view that is asked for, "" where that is left to the show, None where she is not seen."""
    shots, faults = list[str | None](), list[Fault]()
    for fields, span in zip(said, spans, strict=True):
        shot = fields.get("shot")
        other = next((fields[name] for name in ("footage", "motif") if name in fields), None)
        if shot and other and _rank(shot) == _rank(other):
            text = f'"{_selector(other)}" says {other.path[-1]} for {span.scene_id}, and neither is more specific'
            faults.append(
                Fault("BF042", text, f"say it for {span.scene_id} itself, or take one away", shot.path, "key")
            )
        is_away = other is not None and (shot is None or _rank(other) > _rank(shot))
        shots.append(None if is_away else str(shot.value) if shot else "" if is_dj else None)
    return shots, list({(fault.at, fault.text): fault for fault in faults}.values())


def _selector(said: Said) -> str:
    return str(said.path[1])


def _rank(said: Said) -> int:
    return parse_selector(_selector(said)).rank
