"""What each scene shows before anything is said about single scenes: motif, view, light, and how much of a peak it is.

In: the film's spans with their energy, the concept's words, the style and the lexicon. Out: one `Idea` per scene; which
motifs they show is decided in `casting`. What repeats in the music repeats in the picture: choruses come back to their
views, in another composition and another light, while verses go on through theirs. No scene's own words are read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatforge.film.casting import Ground, cast_motifs, is_recalled, places_of
from beatforge.film.cut import Span
from beatforge.film.words import Words

OWN = "own"
"""The lexicon's word for no light but the style's own."""

HERO_INTENSITY = 75
"""Peaks show at least this much, and more each time they come back."""

EDGE_INTENSITY = 45
"""A film begins and ends with no more than this, unless it does so on a peak."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A scene before its own words.

    `views` are those it would be seen from, best first; `turn` chooses among compositions of one view. `light` is
    said by the concept; `tint` is the light suggested where nothing is said of it, None for the style's own.
    """

    motif: str
    composition: int
    views: tuple[str, ...]
    turn: int
    light: str | None
    tint: str | None
    conditions: tuple[str, ...]
    intensity: int


def ideas_of(
    ground: Ground, spans: Sequence[Span], energies: Sequence[float], heroes: Sequence[bool]
) -> tuple[Idea, ...]:
    """One idea for each span; neighbours differ in motif or composition, and the last answers the first."""
    shown: Counter[tuple[str, int]] = Counter()
    first: dict[tuple[str, int], Idea] = {}
    ideas: list[Idea] = []
    scenes = zip(spans, energies, heroes, cast_motifs(ground, spans, energies, heroes), places_of(spans), strict=True)
    for index, (span, energy, hero, motif, place) in enumerate(scenes):
        before, recalled = ideas[-1] if ideas else None, first.get((span.kind, place))
        is_last = 0 < index == len(spans) - 1
        if is_last:
            recalled = ideas[0]
        elif not is_recalled(ground, span.kind):
            recalled = None
        views = recalled.views if recalled else _views(ground, span.kind, place, is_first=index == 0)
        turn = ground.turn + span.occurrence - 1
        composition = _composition(ground.views.get(motif, ()), motif, views, turn, before, recalled, shown)
        if is_last and motif == ideas[0].motif and before != ideas[0]:
            composition = ideas[0].composition
        shown[motif, composition] += 1
        light, conditions = _weather(ground.concept, index, len(spans))
        idea = Idea(
            motif=motif,
            composition=composition,
            views=views,
            turn=turn,
            light=light,
            tint=_tint(ground, span, index, len(spans)) if light is None else None,
            conditions=conditions,
            intensity=_intensity(energy, hero, span.occurrence, is_edge=index == 0 or is_last),
        )
        first.setdefault((span.kind, place), idea)
        ideas.append(idea)
    return tuple(ideas)


def composition_for(there: Sequence[str], views: Sequence[str], turn: int, unlike: int | None = None) -> int:
    """The arrangement that is seen from the first of `views` that there is; another than `unlike`, if it can be."""
    for view in filter(None, (*views, *there)):
        found = [number for number, each in enumerate(there) if each == view]
        others = [number for number in found if number != unlike]
        if others:
            return others[turn % len(others)]
    return turn % max(1, len(there))


def _composition(
    there: Sequence[str],
    motif: str,
    views: Sequence[str],
    turn: int,
    before: Idea | None,
    recalled: Idea | None,
    shown: Mapping[tuple[str, int], int],
) -> int:
    """What is recalled is seen from where it was; all else as the film has shown it least, from the first of `views`
    that there is. Never as in the scene before, if it can be."""
    unlike = before.composition if before and before.motif == motif else None
    others = [number for number in range(len(there)) if number != unlike]
    if recalled and recalled.motif == motif:
        return composition_for(there, (there[recalled.composition], *views), turn, unlike)
    least = min((shown.get((motif, number), 0) for number in others), default=0)
    fresh = [number for number in others if shown.get((motif, number), 0) == least]
    return composition_for([view if number in fresh else "" for number, view in enumerate(there)], views, turn, unlike)


def _views(ground: Ground, kind: str, place: int, is_first: bool) -> tuple[str, ...]:
    """From where a section's scene is seen: every other one as the concept says, if it does."""
    usual: tuple[str, ...] = ground.lexicon.get("sections", {}).get(kind, {}).get("views", ())
    turned = (*usual[place % len(usual) :], *usual[: place % len(usual)]) if usual else ()
    said = ground.concept.views if is_first or place % 2 == 0 else ()
    return tuple(dict.fromkeys((*said, *turned)))


def _weather(concept: Words, index: int, count: int) -> tuple[str | None, tuple[str, ...]]:
    """Light and conditions of a scene by the concept, which tells them in the order of the film."""
    if not concept.lights:
        return None, concept.conditions
    time = index * len(concept.lights) // count
    said = zip(concept.conditions, concept.times, strict=True)
    return concept.lights[time], tuple(name for name, when in said if when == time)


def _tint(ground: Ground, span: Span, index: int, count: int) -> str | None:
    """The light that moods suggest, in the order of the film; else the section's, another each time it comes back."""
    moods = [ground.lexicon["moods"][name]["light"] for name in ground.concept.moods]
    if moods:
        return str(moods[index * len(moods) // count])
    lights = ground.lexicon.get("sections", {}).get(span.kind, {}).get("lights", ())
    light = str(lights[(span.occurrence - 1) % len(lights)]) if lights else OWN
    return None if light == OWN else light


def _intensity(energy: float, hero: bool, occurrence: int, is_edge: bool) -> int:
    """How much of a peak, 0..100, in steps of five: by loudness; peaks grow each time they come back."""
    quiet = 10 + 5 * round(10 * energy)
    if hero:
        return min(100, max(HERO_INTENSITY, quiet + 20) + 5 * min(occurrence - 1, 3))
    return min(quiet, EDGE_INTENSITY) if is_edge else quiet
