"""Scratches that are heard: what a performer scratches, on the part of that deck's song that sounds then. Pure.

In: what is heard, the show, the rate. Out: the same with scratches in its parts. A scratch on a deck on which nothing
sounds is seen and not heard; one song that is played as it is lies on both. Parts keep their files: only their sum is
another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from beatforge.film.causes import timing_causes
from beatforge.film.dj.show import Show
from beatforge.film.plan import Causes, Heard
from beatforge.mix.parts import Part
from beatforge.mix.scratch import Scratch, scratch_pattern
from beatforge.project.models import Project
from beatforge.project.vocabulary import AUDIBLE

SCRATCHES = ("deck_scratch_L", "deck_scratch_R")
"""The actions that scratch, by the deck that they scratch on."""


def scratched(project: Project, heard: Heard, show: Show, rate: Fraction) -> Heard:
    """What is heard, with the show's scratches where the project wants to hear them."""
    if project.film.scratch != AUDIBLE:
        return heard
    own: dict[str, list[Scratch]] = {}
    for scratch, parts in _heard_scratches(heard, show, rate):
        for part in parts:
            if not own.get(part.id) or own[part.id][-1].end_s <= scratch.start_s:
                own.setdefault(part.id, []).append(scratch)
    if not own:
        return heard
    moved = tuple(replace(part, scratches=tuple(own.get(part.id, ()))) for part in heard.mix.parts)
    return replace(heard, mix=replace(heard.mix, parts=moved), scratch_causes=_causes(project))


def _heard_scratches(heard: Heard, show: Show, rate: Fraction) -> Iterator[tuple[Scratch, list[Part]]]:
    """Each scratch with the parts that the hand moves: all of a song that sounds from its start to its middle."""
    music = [part for part in heard.mix.parts if part.role != "voice"]
    is_one = "" in show.decks.sides
    for move in sorted(show.moves, key=lambda move: move.at):
        if move.kind not in SCRATCHES:
            continue
        start_s, length_s = float(move.at / rate), float((move.end - move.at) / rate)
        scratch = Scratch(round(start_s, 9), round(length_s, 9), scratch_pattern(move.strength), move.strength)
        deck = SCRATCHES.index(move.kind)
        own = [part for part in music if is_one or show.decks.sides[part.song] == deck]
        middle_s = scratch.start_s + scratch.length_s / 2
        songs = {part.song for part in own if part.start_s <= scratch.start_s and middle_s < part.end_s}
        yield scratch, [p for p in own if p.song in songs and p.start_s < scratch.end_s and p.end_s > scratch.start_s]


def _causes(project: Project) -> Causes:
    cues = enumerate(project.film.performance)
    said = (("film", "performance", index, name) for index, cue in cues for name in sorted(cue.model_fields_set))
    return (("film", "scratch"), *said, *timing_causes(project))
