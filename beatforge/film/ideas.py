"""What each scene shows before anything is said about single scenes: motif, view, light, and how much of a peak it is.

In: the film's spans with their energy, the concept's words, the style and the lexicon. Out: one `Idea` per scene. What
repeats in the music repeats in the picture: choruses come back to their motifs and views, in another composition and
another light, while verses go on through theirs. No scene's own words are read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.film.cut import Span
from beatforge.film.words import Words
from beatforge.project.recipes import Style

FEW = 3
"""Fewer motifs than this are joined by others that go with them."""

OWN = "own"
"""The lexicon's word for no light but the style's own."""

SAME = "same"
"""The lexicon's word for a section that shows the same motifs from the same views whenever it comes."""

CALM, LOUD = 0.4, 0.65
"""Mean energies below and above which a part shows what suits quiet and loud music."""

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


@dataclass(frozen=True, slots=True)
class Ground:
    """What all ideas of a film rest on. `views` has for each motif from where its compositions look."""

    concept: Words
    style: Style
    lexicon: Mapping[str, Any]
    views: Mapping[str, tuple[str, ...]]
    turn: int


def ideas_of(
    ground: Ground, spans: Sequence[Span], energies: Sequence[float], heroes: Sequence[bool]
) -> tuple[Idea, ...]:
    """One idea for each span; neighbours differ in motif or composition, and the last answers the first."""
    rounds = _rounds(ground, spans, energies)
    shown: Counter[tuple[str, int]] = Counter()
    heard: Counter[str] = Counter()
    first: dict[tuple[str, int], Idea] = {}
    ideas: list[Idea] = []
    place, part = 0, None
    for index, (span, energy, hero) in enumerate(zip(spans, energies, heroes, strict=True)):
        place = place + 1 if (span.kind, span.occurrence) == part else 0
        part = (span.kind, span.occurrence)
        before, recalled = ideas[-1] if ideas else None, first.get((span.kind, place))
        if ground.lexicon.get("sections", {}).get(span.kind, {}).get("again") != SAME:
            recalled = None
        is_last = 0 < index == len(spans) - 1
        if is_last:
            motif = ground.concept.motifs[-1] if ground.concept.motifs else ideas[0].motif
            recalled = ideas[0]
        else:
            home = list(rounds).index(span.kind) + heard[span.kind]
            motif = _motif(ground, rounds[span.kind], home, index / len(spans), before, recalled)
        heard[span.kind] += 1
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


def _motif(
    ground: Ground, motifs: tuple[str, ...], home: int, progress: float, before: Idea | None, recalled: Idea | None
) -> str:
    """What a section's scene shows: what it showed when it was heard before, or the next of its round that the scene
    before does not show. Where a story leads to its last motif by way of others, that one waits for the film's second
    half."""
    if recalled:
        return recalled.motif
    if progress < 0.5 and len(ground.concept.motifs) >= FEW:
        motifs = motifs[:-1]
    motif = motifs[home % len(motifs)]
    return motifs[(home + 1) % len(motifs)] if before and motif == before.motif else motif


def _rounds(ground: Ground, spans: Sequence[Span], energies: Sequence[float]) -> dict[str, tuple[str, ...]]:
    """For each kind of section, in the order in which they are first heard, the motifs that its scenes go through."""
    said = ground.concept.motifs
    rounds: dict[str, tuple[str, ...]] = {}
    for kind in dict.fromkeys(span.kind for span in spans):
        heard = [energy for span, energy in zip(spans, energies, strict=True) if span.kind == kind]
        rounds[kind] = _accompanied(ground, said) if said else _suited(ground, sum(heard) / len(heard))
    return rounds


def _accompanied(ground: Ground, said: tuple[str, ...]) -> tuple[str, ...]:
    """The motifs that were named, in their order; where they are few, now and then one that goes with them."""
    if len(said) >= FEW:
        return said
    companions = ground.lexicon.get("companions", {})
    kin = [
        name for motif in said for name in companions.get(motif, ()) if name not in said and name in ground.style.motifs
    ]
    if len(said) == 1:
        return tuple(name for extra in kin[:2] for name in (*said, *said, extra)) or said
    return (*said, kin[0], *said) if kin else said


def _suited(ground: Ground, energy: float) -> tuple[str, ...]:
    """The style's motifs: those that go with the concept's mood first, then those that go with the part's energy."""
    motifs = ground.style.motifs
    moods = [ground.lexicon["moods"][name]["motifs"] for name in ground.concept.moods]
    meant = [motif for mood in moods for motif in mood if motif in motifs]
    level = "calm" if energy < CALM else "loud" if energy > LOUD else None
    fitting = ground.lexicon.get("energy", {}).get(level, {}).get("motifs", ()) if level else motifs
    suited = [motif for motif in motifs if motif in fitting]
    chosen = dict.fromkeys((*meant, *suited))
    return tuple(chosen) if len(chosen) >= FEW else tuple(dict.fromkeys((*chosen, *motifs)))


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
