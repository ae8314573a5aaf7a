"""The offline director: what the music does and what the project's words say make a look for every scene.

Ideas come first (`ideas`): motif, view and light of each scene by its part of the song, the film's concept and style.
Then a scene's own words and settings win over all of that, and reach no other scene. A look that comes out of here
holds small integers and colours only: nothing of the scene's place in the film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from beatforge.film.casting import Ground
from beatforge.film.causes import shot_causes, style_causes, timing_causes
from beatforge.film.cut import Span
from beatforge.film.ideas import HERO_INTENSITY, Idea, composition_for, ideas_of
from beatforge.film.mixing import coloured, lit, strengthened, tinted
from beatforge.film.overrides import Said
from beatforge.film.plan import Causes
from beatforge.film.shot import Drive, Look
from beatforge.film.words import Meanings, Words, meanings_of, read_words
from beatforge.project.models import Project
from beatforge.project.recipes import USUAL_ATTACK_MS, USUAL_RELEASE_MS, Style, StyleDrive
from beatforge.project.vocabulary import CONDITIONS, EVENTS

SLOW = ("energy", "section")
"""Features that are followed as they are: no style makes them rise or fall in another time."""

CONCEPT_SHARE, SCENE_SHARE = 0.7, 1.0
"""How far colours lean towards one that the film's, or the scene's own words name."""

RICH, FAINT = 1.15, 0.9
"""How much stronger colours are on peaks, and how much fainter where the music is calm."""

CALM_INTENSITY = 35

_PACES = {"slow": 60, "fast": 160}


@dataclass(frozen=True, slots=True)
class Directed:
    """A scene's look, the style it is in, what was understood, and which lines of the project decided what.

    `view` is from where it is seen; `light` in which light, empty for the style's own; `guessed` if no word asked for
    that light.
    """

    look: Look
    style: str
    view: str
    light: str
    guessed: bool
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    causes: dict[str, Causes]


class Director:
    """Makes looks from one project and the library it was checked against."""

    def __init__(self, project: Project) -> None:
        self._project, self._film, self._library = project, project.film, project.library
        self._style = self._library.style(self._film.style)
        self._meanings: Meanings = meanings_of(self._library.lexicon)
        self._concept = read_words(self._film.concept, self._meanings)
        self._style_causes, self._timing_causes = style_causes(project, {}), timing_causes(project)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Words of the concept that mean nothing to this director."""
        return self._concept.unknown

    def ideas(self, spans: Sequence[Span], energies: Sequence[float], heroes: Sequence[bool]) -> tuple[Idea, ...]:
        """What each scene shows before anything is said about single scenes; no scene's words change another's."""
        turn = _derived(self._project.seed, "composition") % 97
        ground = Ground(self._concept, self._style, self._library.lexicon, self._library.views, turn)
        return ideas_of(ground, spans, energies, heroes)

    def direct(self, idea: Idea, fields: Mapping[str, Said]) -> Directed:
        """The look of one scene: the idea, then what the project says about the scene."""
        style = self._library.style(fields["style"].value, self._style) if "style" in fields else self._style
        words = read_words(fields["prompt"].value, self._meanings) if "prompt" in fields else Words()
        motif = self._motif(style, idea, words, fields)
        there = self._library.views.get(motif, ())
        composition = idea.composition
        if motif != idea.motif or words.views:
            composition = composition_for(there, (*words.views, *idea.views), idea.turn)
        light, guessed = self._light(idea, words, fields)
        reactivity = fields["reactivity"].value if "reactivity" in fields else self._film.reactivity
        pace = _PACES.get(words.pace or self._concept.pace or "", 100) * (85 + 0.3 * idea.intensity) / 100
        look = Look(
            motif=motif,
            medium=style.medium,
            palette=self._palette(style, idea, words, fields, light, guessed),
            composition=composition,
            detail=words.detail,
            speed=round(style.motion.speed * pace),
            camera=round(style.motion.camera * (80 + 0.4 * idea.intensity)),
            conditions=_conditions(idea, words),
            drives={channel: _driven(drive, reactivity) for channel, drive in sorted(style.drives.items())},
            marks={name: round(amount * 100) for name, amount in sorted(style.marks.items())},
            hold=style.motion.hold,
            intensity=idea.intensity,
        )
        understood = tuple(dict.fromkeys((*self._concept.understood, *words.understood)))
        said = style_causes(self._project, fields) if "style" in fields else self._style_causes
        causes = shot_causes(fields, words, self._concept, said, self._timing_causes)
        view = there[composition % len(there)] if there else ""
        return Directed(look, style.id, view, light or "", guessed, understood, words.unknown, causes)

    def _motif(self, style: Style, idea: Idea, words: Words, fields: Mapping[str, Said]) -> str:
        """What is shown: as the scene says, as its words say, as its own style or mood suggests, as the idea was."""
        if "motif" in fields:
            return str(fields["motif"].value)
        if words.motifs:
            return words.motifs[0]
        listed = fields["style"].value.motifs if "style" in fields else None
        if listed and idea.motif not in listed:
            return str(listed[idea.turn % len(listed)])
        if words.moods and not self._concept.motifs:
            meant = [motif for motif in self._mood(words)["motifs"] if motif in style.motifs]
            return idea.motif if idea.motif in meant or not meant else str(meant[0])
        return idea.motif

    def _light(self, idea: Idea, words: Words, fields: Mapping[str, Said]) -> tuple[str | None, bool]:
        """The light of a scene, and whether nobody asked for it outright; none under a palette that was chosen."""
        if "palette" in fields:
            return None, False
        if words.lights:
            return words.lights[0], False
        if words.moods and not idea.light:
            return str(self._mood(words)["light"]), True
        if self._film.palette:
            return None, False
        return (idea.light, False) if idea.light else (idea.tint, idea.tint is not None)

    def _mood(self, words: Words) -> Mapping[str, Any]:
        mood: Mapping[str, Any] = self._library.lexicon["moods"][words.moods[0]]
        return mood

    def _palette(
        self, style: Style, idea: Idea, words: Words, fields: Mapping[str, Said], light: str | None, guessed: bool
    ) -> tuple[str, ...]:
        """The scene's own palette as it is; else the style's or the film's in the scene's light, leaning towards the
        colours that were named, strong on peaks and faint where it is calm."""
        palettes, lexicon = self._library.palettes, self._library.lexicon
        if "palette" in fields:
            return palettes[fields["palette"].value].colours
        colours = palettes[self._film.palette].colours if self._film.palette else style.palette.colours
        if light:
            asked = palettes[lexicon["light"][light][style.palette.tone]].colours
            colours = tinted(colours, asked) if guessed else lit(colours, asked)
        named, share = (words.colours, SCENE_SHARE) if words.colours else (self._concept.colours, CONCEPT_SHARE)
        if named and (words.colours or not self._film.palette):
            colours = coloured(colours, lexicon["colours"][named[0]]["colour"], share)
        if self._film.palette:
            return colours
        factor = RICH if idea.intensity >= HERO_INTENSITY else FAINT if idea.intensity <= CALM_INTENSITY else 1.0
        return strengthened(colours, factor)


def seed_of(project_seed: int, scene_id: str) -> int:
    """The seed of a scene that has none of its own: from the project's seed and the scene's id, 0..2^31-1."""
    return _derived(project_seed, scene_id)


def _conditions(idea: Idea, words: Words) -> dict[str, int]:
    wanted = {*words.conditions, *(name for name in idea.conditions if name not in words.absent)}
    return {name: 100 if name in wanted else 0 for name in CONDITIONS}


def _driven(drive: StyleDrive, reactivity: float) -> Drive:
    """A channel's drive; what has a pace of its own is not told another."""
    attack = USUAL_ATTACK_MS if drive.feature in (*EVENTS, *SLOW) else drive.attack_ms
    release = USUAL_RELEASE_MS if drive.feature in SLOW else drive.release_ms
    return Drive(drive.feature, round(drive.gain * reactivity * 100), attack, release)


def _derived(seed: int, name: str) -> int:
    return int(sha256(f"{seed}/{name}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF
