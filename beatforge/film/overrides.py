"""What the project says about single scenes, by precedence: kind < hero < occurrence < time range < id.

Two selectors of the same rank that say different things about the same scene are an error: the order in the file
never decides. A selector that selects nothing is an error that names the nearest one that would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from beatforge.film.clock import seconds_at
from beatforge.film.cut import Span
from beatforge.project.problems import Fault, advice
from beatforge.project.selectors import HERO, Selector, parse_selector


@dataclass(frozen=True, slots=True)
class Said:
    """A value of an override and where in the project it stands."""

    value: Any
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    selector: Selector
    said: Said


def resolve_overrides(
    overrides: Mapping[str, Mapping[str, Any]], spans: Sequence[Span], heroes: Sequence[bool], rate: Fraction
) -> tuple[tuple[dict[str, Said], ...], tuple[Fault, ...]]:
    """For each scene the fields that are said about it, and the faults of overrides that can't be."""
    faults: list[Fault] = []
    scenes: list[dict[str, _Held]] = [{} for _ in spans]
    by_id = {span.scene_id: index for index, span in enumerate(spans)}
    for text, fields in overrides.items():
        selector = parse_selector(text)
        chosen, hint = chosen_scenes(text, by_id, spans, heroes, rate)
        if not chosen:
            faults.append(Fault("BF041", f'no scene is selected by "{text}"', hint, ("scenes", text), "key"))
        for index in chosen:
            faults += _merge(scenes[index], selector, fields, spans[index].scene_id)
    return tuple({name: held.said for name, held in scene.items()} for scene in scenes), _once(faults)


def chosen_scenes(
    text: str, by_id: Mapping[str, int], spans: Sequence[Span], heroes: Sequence[bool], rate: Fraction
) -> tuple[list[int], str]:
    """Numbers of the scenes that a selector means; where it means none, a hint that names the nearest that would."""
    selector = parse_selector(text)
    if selector.form == "scene":
        chosen = [by_id[text]] if text in by_id else []
    else:
        chosen = [index for index in range(len(spans)) if _selects(selector, spans[index], heroes[index], rate)]
    return chosen, "" if chosen else advice(text, _names(spans, heroes))


def _merge(scene: dict[str, _Held], selector: Selector, fields: Mapping[str, Any], scene_id: str) -> list[Fault]:
    faults = []
    for name, value in fields.items():
        held, path = scene.get(name), ("scenes", selector.text, name)
        if held and held.selector.rank == selector.rank and held.said.value != value:
            text = f'"{held.selector.text}" also says {name} for {scene_id}, and neither is more specific'
            faults.append(Fault("BF042", text, f"say it for {scene_id} itself, or take one away", path, "key"))
        if not held or selector.rank > held.selector.rank:
            scene[name] = _Held(selector, Said(value, path))
    return faults


def _selects(selector: Selector, span: Span, hero: bool, rate: Fraction) -> bool:
    """A time range selects the scenes that start in [start, end)."""
    match selector.form:
        case "kind":
            return selector.section == span.kind
        case "occurrence":
            return (selector.section, selector.occurrence) == (span.kind, span.occurrence)
        case "range":
            return selector.start_s - 1e-6 <= seconds_at(span.start_frame, rate) < selector.end_s
        case _:
            return hero


def _names(spans: Sequence[Span], heroes: Sequence[bool]) -> tuple[str, ...]:
    ids = [span.scene_id for span in spans]
    occurrences = [f"{span.kind}-{span.occurrence}" for span in spans]
    return tuple(dict.fromkeys((*ids, *occurrences, *(span.kind for span in spans), *([HERO] if any(heroes) else []))))


def _once(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple({(fault.at, fault.text): fault for fault in faults}.values())
