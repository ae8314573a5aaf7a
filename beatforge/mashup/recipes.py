"""From songs and choices to an edit list and the mix it is: the table of recipes, and what each of them needs.

In: the project's `mashup:`, what was heard in each song, its stems. Out: an `EditList` with the human's edits in it,
and its `Mix`. Pure; every refusal is a `Fault` with a path below `mashup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from types import ModuleType

from beatforge.mashup.choosing import chosen, pair_scores
from beatforge.mashup.decks import STEMS_HINT, unknown_songs
from beatforge.mashup.edits import edited
from beatforge.mashup.rows import EditList, flowing, listed, parts_of
from beatforge.mashup.singing import at_their_lines
from beatforge.mashup.themes import WordLists
from beatforge.mix.parts import Mix, Part
from beatforge.project.known import AUTO
from beatforge.project.mashups import MashupSpec
from beatforge.project.places import module_names
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

TYPES = module_names("mashup", "types")
FEWEST_APART = 2
WEIGHTS = "weights"
OWN_CHOICES = ("voice", "bed", "stems", "theme", "themes", "feelings", "arc", WEIGHTS)
"""Choices that only some types have."""


def recipe(name: str) -> ModuleType:
    """The file of a type."""
    return import_module(f"beatforge.mashup.types.{name}")


def missing(spec: MashupSpec, was_chosen: bool = False) -> Iterator[Fault]:
    """What the project lacks for its type, or says and the type does not have, as far as the file alone tells.

    Weights decide what `auto` chooses: where it `was_chosen`, they had their say.
    """
    unknown = list(unknown_songs(spec))
    bare = [song for song, said in spec.songs.items() if said.stems is None]
    if spec.type == AUTO:  # songs that come apart are enough of them, where there are two
        bare = bare if len(spec.songs) - len(bare) < FEWEST_APART else []
    elif not unknown:
        uses = getattr(recipe(spec.type), "uses", lambda said: tuple(said.songs))
        try:
            bare = [song for song in bare if song in uses(spec)]
        except Fault as fault:
            unknown.append(fault)
    for song in bare:
        text = f"a mashup takes songs apart, and song {song} has no stems"
        yield Fault("BF081", text, STEMS_HINT, ("songs", song), "key")
    yield from unknown
    if spec.type == AUTO:
        return
    made = recipe(spec.type)
    for choice in OWN_CHOICES:
        if choice in spec.model_fields_set and choice not in (*made.CHOICES, *([WEIGHTS] if was_chosen else [])):
            others = ", ".join([name for name in TYPES if choice in recipe(name).CHOICES] or [AUTO])
            text = f"{choice} has no meaning in a mashup of the type {spec.type}"
            yield Fault("BF084", text, f"types that have it: {others}", (choice,), "key")
    for choice, hint in getattr(made, "NEEDS", {}).items():
        if not getattr(spec, choice):
            yield Fault("BF081", f"a mashup of the type {spec.type} needs {choice}", hint, ("type",))
    fewest = getattr(made, "FEWEST_SONGS", 2)
    if len(spec.songs) < fewest and not spec.stems:
        text = f"{spec.type} takes {fewest} songs or more, and here are {len(spec.songs)}"
        yield Fault("BF081", text, made.FEWER, ("songs",), "key")
    worded = getattr(made, "NEEDS_WORDS", 0)
    if worded > sum(said.lyrics is not None for said in spec.songs.values()):
        songs = "one song" if worded == 1 else f"{worded} songs"
        text = f"a mashup of the type {spec.type} follows words, and needs lyrics with times in {songs}"
        yield Fault("BF081", text, "give them lyrics: {file: ...}, or choose another type", ("type",))


def edit_list(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lists: WordLists
) -> EditList:
    """What is made of the songs, row by row, as the recipe has it and then as the human changed it."""
    reasons: tuple[str, ...] = ()
    if spec.type == AUTO:
        spec, made, reasons = _chosen(spec, heard, stems, lists)
    else:
        made = _made(spec, heard, stems, lists)
    silent = [song for song in spec.songs if song not in {row.song for row in made.rows}]
    made = replace(made, reasons=(*made.reasons, *([f"not heard: {', '.join(silent)}"] if silent else [])))
    rows = listed(at_their_lines(made.rows, made.decks), made.decks.per_bar)
    made = replace(made, rows=flowing(rows), reasons=(*reasons, *made.reasons), scores=pair_scores(spec, heard))
    return edited(made, spec.edits)


def _chosen(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lists: WordLists
) -> tuple[MashupSpec, EditList, tuple[str, ...]]:
    """What `auto` chose, and why: the surest type that nothing is missing for. What the project asks for by a choice of
    that type is not exchanged for another one."""
    ways = chosen(spec, heard, stems, {name: (*recipe(name).CHOICES, WEIGHTS) for name in TYPES}, lists)
    lacking: list[tuple[str, Fault]] = []
    for index, (said, sure, reason) in enumerate(ways):
        try:
            made = _made(said, heard, stems, lists, was_chosen=True)
        except Fault as fault:
            if sure >= 1:
                raise
            lacking.append((said.type, fault))
            continue
        others = [f"{other.type} {how:.2f}" for other, how, _ in ways[index + 1 : index + 4]]
        told = f"auto: {said.type} ({sure:.2f} sure): {reason}" + (f"; else {', '.join(others)}" if others else "")
        return said, made, (told, *(f"not {name}: {fault.text}" for name, fault in lacking))
    raise lacking[0][1]


def _made(
    spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lists: WordLists,
    was_chosen: bool = False,
) -> EditList:  # fmt: skip
    if fault := next(missing(spec, was_chosen), None):
        raise fault
    made: EditList = recipe(spec.type).make(spec, heard, stems, lists)
    return made


def mix_of(made: EditList, sample_rate: int, **said: object) -> Mix:
    """The mix that an edit list is; `said` is what the project's `mix:` says of it."""
    parts: tuple[Part, ...] = parts_of(made)
    return Mix(parts, made.duration_s, sample_rate, **said)  # type: ignore[arg-type]  # the language has its types
