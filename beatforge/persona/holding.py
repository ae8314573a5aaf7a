"""A project held against its persona's constitution: concept, prompts, styles, scenes, before any work is done.

In: a checked project and a persona. Out: one problem for each violation, at the words themselves. The negative prompt
of a style may name what is forbidden: there it is told to leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beatforge.persona.constitution.articles import Article, Constitution, Violation
from beatforge.persona.placed import part_of
from beatforge.project.looks import StyleSpec
from beatforge.project.models import Project
from beatforge.project.personas import Persona, PersonaSpec
from beatforge.project.problems import Problem

Path = tuple[str | int, ...]


def constitution_of(spec: PersonaSpec) -> Constitution:
    """The persona's constitution, ready to judge texts."""
    articles = (Article(one.title, one.of, one.forbids, one.unless, one.instead.strip()) for one in spec.constitution)
    return Constitution(tuple(articles), spec.words, spec.herself, spec.others)


def violations_of(project: Project, persona: Persona) -> list[Problem]:
    """Everything in the project that the constitution forbids, in the order of the file."""
    constitution = constitution_of(persona.spec)
    problems: list[Problem] = []
    for path, words in _texts(project):
        for violation in constitution.violations(words):
            problems.append(_problem(project, persona, path, violation))
    for path, spec in _styles(project):
        said = spec.prompt_suffix or ""
        problems += [_problem(project, persona, (*path, "prompt_suffix"), one) for one in constitution.violations(said)]
        problems += _named_style(project, persona, constitution, path, spec)
    return sorted(problems, key=lambda problem: problem.order)


def _texts(project: Project) -> Iterator[tuple[Path, str]]:
    """Every text that says what is seen."""
    yield ("film", "concept"), project.film.concept
    for selector, override in project.scenes.items():
        yield ("scenes", selector, "prompt"), override.prompt or ""


def _styles(project: Project) -> Iterator[tuple[Path, StyleSpec]]:
    yield ("film", "style"), project.film.style
    for selector, override in project.scenes.items():
        if override.style is not None:
            yield ("scenes", selector, "style"), override.style


def _named_style(
    project: Project, persona: Persona, constitution: Constitution, path: Path, spec: StyleSpec
) -> Iterator[Problem]:
    """A style that is forbidden by its name, or by what it tells models to make."""
    if spec.base is None:
        return
    style = project.library.styles[spec.base]
    where = path if project.said((*path, "base")) is None else (*path, "base")
    for words in (style.id, style.display_name, style.advice.prompt_suffix):
        found = constitution.violations(words)
        if found:
            said = f'the style "{style.id}" asks for "{found[0].said}", which'
            yield project.problem_at(where, "BF090", f"{said} {_against(persona, found[0])}", hint=_way_out(found))
            return


def _problem(project: Project, persona: Persona, path: Path, violation: Violation) -> Problem:
    source = project._source
    _, node, _ = source.find(path)
    at = part_of(source, node, violation.start, violation.end)
    said = " ".join(violation.said.split())
    return source.problem(at, "BF090", f'"{said}" {_against(persona, violation)}', _way_out([violation]))


def _against(persona: Persona, violation: Violation) -> str:
    about = violation.article.title
    return f"is against {persona.id} {persona.spec.version}: {about} ({violation.forbidden})"


def _way_out(violations: Sequence[Violation]) -> str:
    return violations[0].article.instead
