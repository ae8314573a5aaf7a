"""Which motif each scene shows before anything is said about single scenes.

In: the film's spans with their energy and peaks, and what all ideas rest on. Out: one motif per scene. What the concept
names carries the film: it has most scenes and every peak. Where it leaves room, now and then a scene between two calm
ones shows something that goes with it (`companions` in the lexicon), never anything else. Where nothing is named, the
style, the mood and the music choose. No scene's own words are read here.
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
"""Fewer motifs than this do not yet make a story, or a choice."""

COMPANY_SHARES = {1: 0.25, 2: 0.125}
"""How many of a film's scenes, at most, show what only goes with the motifs that were named, by how many those are."""

SAME = "same"
"""The lexicon's word for a section that shows the same motifs from the same views whenever it comes."""

CALM, LOUD = 0.4, 0.65
"""Mean energies below and above which a part shows what suits quiet and loud music."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all ideas of a film rest on. `views` has for each motif from where its compositions look."""

    concept: Words
    style: Style
    lexicon: Mapping[str, Any]
    views: Mapping[str, tuple[str, ...]]
    turn: int


def cast_motifs(
    ground: Ground, spans: Sequence[Span], energies: Sequence[float], heroes: Sequence[bool]
) -> tuple[str, ...]:
    """One motif for each span; a film leads to what was named last."""
    shown = _led(ground, spans, energies)
    company = _company(ground)
    for turn, index in enumerate(_breaths(ground, spans, heroes) if company else ()):
        shown[index] = company[turn % len(company)]
    return tuple(shown)


def is_recalled(ground: Ground, kind: str) -> bool:
    """Whether sections of this kind come back to what they showed."""
    return bool(ground.lexicon.get("sections", {}).get(kind, {}).get("again") == SAME)


def places_of(spans: Sequence[Span]) -> list[int]:
    """The number of each scene within its own section."""
    places: list[int] = []
    for index, span in enumerate(spans):
        before = spans[index - 1] if index else None
        goes_on = before and (before.kind, before.occurrence) == (span.kind, span.occurrence)
        places.append(places[-1] + 1 if goes_on else 0)
    return places


def _led(ground: Ground, spans: Sequence[Span], energies: Sequence[float]) -> list[str]:
    """Each section's round of motifs, scene after scene; what is recalled shows what it showed."""
    rounds = _rounds(ground, spans, energies)
    heard: Counter[str] = Counter()
    first: dict[tuple[str, int], str] = {}
    shown: list[str] = []
    for index, (span, place) in enumerate(zip(spans, places_of(spans), strict=True)):
        home = list(rounds).index(span.kind) + heard[span.kind]
        heard[span.kind] += 1
        if 0 < index == len(spans) - 1:
            motif = ground.concept.motifs[-1] if ground.concept.motifs else shown[0]
        elif is_recalled(ground, span.kind) and (span.kind, place) in first:
            motif = first[span.kind, place]
        else:
            motif = _next(ground, rounds[span.kind], home, index / len(spans), shown[-1] if shown else None)
        first.setdefault((span.kind, place), motif)
        shown.append(motif)
    return shown


def _next(ground: Ground, motifs: tuple[str, ...], home: int, progress: float, before: str | None) -> str:
    """The next of a round that the scene before does not show, if there are several. Where a story leads to its last
    motif by way of others, that one waits for the film's second half."""
    if progress < 0.5 and len(ground.concept.motifs) >= FEW:
        motifs = motifs[:-1]
    motif = motifs[home % len(motifs)]
    return motifs[(home + 1) % len(motifs)] if motif == before else motif


def _rounds(ground: Ground, spans: Sequence[Span], energies: Sequence[float]) -> dict[str, tuple[str, ...]]:
    """For each kind of section, in the order in which they are first heard, the motifs that its scenes go through."""
    rounds: dict[str, tuple[str, ...]] = {}
    for kind in dict.fromkeys(span.kind for span in spans):
        heard = [energy for span, energy in zip(spans, energies, strict=True) if span.kind == kind]
        rounds[kind] = ground.concept.motifs or _suited(ground, sum(heard) / len(heard))
    return rounds


def _suited(ground: Ground, energy: float) -> tuple[str, ...]:
    """Where no thing is named: what goes with the concept's moods; without any, what the style shows, first what goes
    with the part's energy."""
    moods = [ground.lexicon["moods"][name]["motifs"] for name in ground.concept.moods]
    if moods:
        return _styled(ground, [motif for mood in moods for motif in mood])
    motifs = ground.style.motifs
    level = "calm" if energy < CALM else "loud" if energy > LOUD else None
    fitting = ground.lexicon.get("energy", {}).get(level, {}).get("motifs", ()) if level else motifs
    suited = tuple(motif for motif in motifs if motif in fitting)
    return suited if len(suited) >= FEW else tuple(dict.fromkeys((*suited, *motifs)))


def _company(ground: Ground) -> tuple[str, ...]:
    """What goes with the motifs that were named."""
    said, companions = ground.concept.motifs, ground.lexicon.get("companions", {})
    return _styled(ground, [name for motif in said for name in companions.get(motif, ()) if name not in said])


def _styled(ground: Ground, motifs: Sequence[str]) -> tuple[str, ...]:
    """The motifs, each once; those that the style shows anyway come first."""
    return tuple(sorted(dict.fromkeys(motifs), key=lambda name: name not in ground.style.motifs))


def _breaths(ground: Ground, spans: Sequence[Span], heroes: Sequence[bool]) -> list[int]:
    """The scenes that leave room for company, spread over the film: never two in a row, a peak, a part that is
    recalled, the beginning or the end."""
    share = COMPANY_SHARES.get(len(ground.concept.motifs), 0.0)
    free = [
        index
        for index, (span, hero) in enumerate(zip(spans, heroes, strict=True))
        if not hero and not is_recalled(ground, span.kind) and 0 < index < len(spans) - 1
    ]
    count = min(int(share * len(spans)), len(free))
    picked: list[int] = []
    for number in range(count):
        index = free[(2 * number + 1) * len(free) // (2 * count)]
        if not picked or index > picked[-1] + 1:
            picked.append(index)
    return picked
