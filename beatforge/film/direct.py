"""The offline director: sections, energy and the project's words make a look for every scene.

Motifs come from the concept's words, else from the style. A kind of section has a home motif, so that what repeats
in the music repeats in the picture; scenes inside a section alternate around it. Light and weather follow the words of
the concept through the film ("at night ... rain at dawn"). A scene's own words win over all of that, and reach no
other scene.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from beatforge.film.causes import shot_causes, style_causes, timing_causes
from beatforge.film.cut import Span
from beatforge.film.overrides import Said
from beatforge.film.plan import Causes
from beatforge.film.shot import Drive, Look
from beatforge.film.words import Meanings, Words, meanings_of, read_words
from beatforge.project.models import Project
from beatforge.project.recipes import Style
from beatforge.project.vocabulary import CONDITIONS

_PACES = {"slow": 60, "fast": 160}


@dataclass(frozen=True, slots=True)
class Idea:
    """A scene before its own words: its place in the film's order of motifs, compositions and lights."""

    motif: str
    composition: int
    light: str | None
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directed:
    """A scene's look, the style it is in, what was understood, and which lines of the project decided what."""

    look: Look
    style: str
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    causes: dict[str, Causes]


class Director:
    """Makes looks from one project and the library it was checked against."""

    def __init__(self, project: Project) -> None:
        self._project, self._film, self._library, self._seed = project, project.film, project.library, project.seed
        self._style = self._library.style(self._film.style)
        self._meanings: Meanings = meanings_of(self._library.lexicon)
        self._concept = read_words(self._film.concept, self._meanings)
        self._style_causes, self._timing_causes = style_causes(project, {}), timing_causes(project)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words of the concept that mean nothing to this director."""
        return self._concept.unknown

    def ideas(self, spans: Sequence[Span]) -> tuple[Idea, ...]:
        """What each scene shows before anything is said about single scenes; no scene's words change another's."""
        motifs = self._concept.motifs or self._style.motifs
        home = {kind: index for index, kind in enumerate(dict.fromkeys(span.kind for span in spans))}
        shown: dict[str, int] = dict.fromkeys(motifs, _derived(self._seed, "composition") % 97)
        ideas: list[Idea] = []
        place, part = -1, None
        for index, span in enumerate(spans):
            place = place + 1 if (span.kind, span.occurrence) == part else home[span.kind]
            part = (span.kind, span.occurrence)
            motif = motifs[place % len(motifs)]
            if len(motifs) > 1 and ideas and motif == ideas[-1].motif:
                place += 1
                motif = motifs[place % len(motifs)]
            if index == len(spans) - 1 and len(ideas) > 1 and ideas[-1].motif != motifs[-1]:
                motif = motifs[-1] if self._concept.motifs else motif  # a film ends where its concept ends
            shown[motif] += 1
            ideas.append(Idea(motif, shown[motif], *self._weather_at(index, len(spans))))
        return tuple(ideas)

    def direct(self, idea: Idea, fields: Mapping[str, Said]) -> Directed:
        """The look of one scene: the idea, then what the project says about the scene."""
        style = self._library.style(fields["style"].value, self._style) if "style" in fields else self._style
        words = read_words(fields["prompt"].value, self._meanings) if "prompt" in fields else Words()
        listed = fields["style"].value.motifs if "style" in fields else None
        own = listed[idea.composition % len(listed)] if listed and idea.motif not in listed else None
        motif = _first(_value(fields, "motif"), *words.motifs[:1], own, idea.motif)
        reactivity = fields["reactivity"].value if "reactivity" in fields else self._film.reactivity
        pace = _PACES.get(words.pace or self._concept.pace or "", 100)
        look = Look(
            motif=motif,
            medium=style.medium,
            palette=self._palette(style, idea, words, fields),
            composition=idea.composition,
            detail=words.detail,
            speed=round(style.motion.speed * pace),
            camera=round(style.motion.camera * 100),
            conditions=_conditions(idea, words),
            drives={
                channel: Drive(drive.feature, round(drive.gain * reactivity * 100))
                for channel, drive in sorted(style.drives.items())
            },
        )
        understood = tuple(dict.fromkeys((*self._concept.understood, *words.understood)))
        said = style_causes(self._project, fields) if "style" in fields else self._style_causes
        causes = shot_causes(fields, words, self._concept, said, self._timing_causes)
        return Directed(look, style.id, understood, words.unknown, causes)

    def _weather_at(self, index: int, count: int) -> tuple[str | None, tuple[str, ...]]:
        """Light and conditions of a scene by the concept, which tells them in the order of the film."""
        concept = self._concept
        if not concept.lights:
            return None, concept.conditions
        time = index * len(concept.lights) // count
        said = zip(concept.conditions, concept.times, strict=True)
        return concept.lights[time], tuple(name for name, when in said if when == time)

    def _palette(self, style: Style, idea: Idea, words: Words, fields: Mapping[str, Said]) -> tuple[str, ...]:
        """Colours: the scene's own palette, its words' light, the film's palette, the concept's light, the style's."""
        palettes = self._library.palettes
        if "palette" in fields:
            return palettes[fields["palette"].value].colours
        light = words.lights[0] if words.lights else None if self._film.palette else idea.light
        if light:
            return palettes[self._library.lexicon["light"][light][style.palette.tone]].colours
        return palettes[self._film.palette].colours if self._film.palette else style.palette.colours


def seed_of(project_seed: int, scene_id: str) -> int:
    """The seed of a scene that has none of its own: from the project's seed and the scene's id, 0..2^31-1."""
    return _derived(project_seed, scene_id)


def _conditions(idea: Idea, words: Words) -> dict[str, int]:
    wanted = {*words.conditions, *(name for name in idea.conditions if name not in words.absent)}
    return {name: 100 if name in wanted else 0 for name in CONDITIONS}


def _derived(seed: int, name: str) -> int:
    return int(sha256(f"{seed}/{name}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF


def _value(fields: Mapping[str, Said], name: str) -> Any:
    return fields[name].value if name in fields else None


def _first(*candidates: Any) -> Any:
    return next((candidate for candidate in candidates if candidate), None)
