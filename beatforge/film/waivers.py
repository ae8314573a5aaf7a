"""What a film is judged by, and what is waived: the project's `gates:` and `waive:` met with the film's scenes. Pure.

A waiver's selector is checked like an override's. Where two waive the same gate for a scene, the more special one's
reason is told. Whether a waiver waives anything is known when the gate has judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from beatforge.film.cut import Span
from beatforge.film.overrides import chosen_scenes
from beatforge.film.plan import Causes, Gate
from beatforge.project.gates import ADVISE, GATES, OFF
from beatforge.project.models import Project
from beatforge.project.problems import Fault
from beatforge.project.selectors import FILM, parse_selector


def choose_gates(
    project: Project, spans: Sequence[Span], heroes: Sequence[bool], rate: Fraction
) -> tuple[tuple[Gate, ...], tuple[Fault, ...]]:
    """The gates that are on, and the faults of waivers that select nothing."""
    waived: dict[str, dict[str, str]] = {name: {} for name in GATES}
    faults: list[Fault] = []
    selectors = sorted((text for text in project.waive if text != FILM), key=lambda text: parse_selector(text).rank)
    by_id = {span.scene_id: index for index, span in enumerate(spans)}
    for text in selectors:
        chosen, hint = chosen_scenes(text, by_id, spans, heroes, rate)
        if not chosen:
            faults.append(Fault("BF041", f'no scene is selected by "{text}"', hint, ("waive", text), "key"))
        for gate, reason in project.waive[text].items():
            waived[gate] |= {spans[index].scene_id: reason for index in chosen}
    whole = project.waive.get(FILM, {})
    gates = []
    for name in GATES:
        spec = getattr(project.gates, name)
        if spec.judge != OFF:
            advises, causes = spec.judge == ADVISE, _causes(project, name)
            gates.append(Gate(name, advises, spec.limits(), waived[name], whole.get(name, ""), causes))
    return tuple(gates), tuple(faults)


def _causes(project: Project, name: str) -> dict[str, Causes]:
    """Which lines have a say in a gate's value, by prefix."""
    reasons = tuple(("waive", text, name) for text, gates in project.waive.items() if name in gates)
    limits: dict[str, Causes] = {
        f"limits.{key}": (("gates", name, key),) for key in getattr(project.gates, name).limits()
    }
    return {
        **limits,
        "advises": (("gates", name, "judge"), ("gates", name)),
        "waived": (*reasons, ("waive",)),
        "film_waived": (("waive", FILM, name), ("waive",)),
    }
