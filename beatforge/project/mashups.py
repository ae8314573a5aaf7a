"""The language of mashups: several songs, what is made of them, and what a human chose otherwise.

In: keys below `mashup`. Out: frozen models. What each type is, and what it needs, is the mashup room's business; a
choice that a type does not have is told there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.project.fields import (
    EmptyIsList,
    EmptyIsMapping,
    Field,
    Flag,
    OneIsList,
    Seconds,
    Slug,
    Written,
    choice,
    number,
    one_of,
    text,
    whole,
)
from beatforge.project.problems import Fault
from beatforge.project.scalars import read_slug, read_text
from beatforge.project.songs import Song
from beatforge.song.chroma import KEYS
from beatforge.song.wheel import MAX_SEMITONES

SWAPPED = ("drums", "bass", "other", "vocals")
"""What a song comes apart into."""

PART_ROLES = ("lead", "harmony", "call", "response", "texture", "bed")


class ArcSpec(Written):
    """One point of the emotional arc; between points it runs straight."""

    checks: ClassVar = ("BF017",)

    at: Annotated[float, number(0, 1)] = Key(
        description="where in the mashup, 0 its start and 1 its end", examples=[0.5]
    )
    valence: Annotated[float, number(-1, 1)] = Key(
        description="how it feels, from -1 (dark, sad) to 1 (bright, glad)", examples=[0.8]
    )
    energy: Annotated[float, number(0, 1)] = Key(
        description="how strong it is, from 0 (still) to 1 (all there is)", examples=[0.9]
    )


class WeightsSpec(Written):
    """How much each likeness counts when songs are matched; only their proportions matter. Nothing tells the genre of a
    project's songs: the library's weights have it."""

    bpm: Annotated[float, number(0, 100)] = Key(default=35.0, description="tempo, after the best change of it")
    key: Annotated[float, number(0, 100)] = Key(default=30.0, description="key, after the best shift")
    energy: Annotated[float, number(0, 100)] = Key(default=20.0, description="how loud and dense")
    harmonic: Annotated[float, number(0, 100)] = Key(default=60.0, description="all three together, against `semantic`")
    semantic: Annotated[float, number(0, 100)] = Key(default=40.0, description="what the words are about")


class EditSpec(Written):
    """What is different in one row of the edit list, or in all rows that begin in one bar."""

    checks: ClassVar = ("BF016",)

    part: Annotated[str, text(120)] | None = Key(
        default=None, description="the row's id, as `beatforge plan` prints it", examples=["a-vocals.09"]
    )
    bar: Annotated[int, whole(1, 10000)] | None = Key(
        default=None,
        description="instead of `part`: all rows that begin in this bar of the mashup, counted from 1",
        examples=[9],
    )
    stem: Annotated[str, choice("stem", (*SWAPPED, "instrumental"))] | None = Key(
        default=None, description="with `bar`: only rows of this stem"
    )
    mute: Flag = Key(default=False, description="leave the row out")
    move_beats: Annotated[int, whole(-256, 256)] | None = Key(
        default=None, description="beats by which it is heard later, or earlier where negative", examples=[1]
    )
    source: Seconds | None = Key(
        default=None,
        alias="from",
        description="where in its song it begins; the downbeat nearest to it is taken",
        examples=["1:02"],
    )
    bars: Annotated[int, whole(1, 512)] | None = Key(
        default=None, description="how many bars of it are heard", examples=[8]
    )
    gain_db: Annotated[float, number(-60, 24)] | None = Key(
        default=None, description="louder or softer by so much than the recipe has it", examples=[-3]
    )
    semitones: Annotated[int, whole(-MAX_SEMITONES, MAX_SEMITONES)] | None = Key(
        default=None, description="pitch shift, instead of the recipe's", examples=[-2]
    )
    low_cut_hz: Annotated[float, number(0, 2000)] | None = Key(
        default=None,
        description="takes away what lies below, instead of the recipe's; 0 keeps the basses",
        examples=[150],
    )
    duck_db: Annotated[float, number(0, 40)] | None = Key(
        default=None, description="how far it goes down under a lead, instead of the recipe's", examples=[4]
    )
    fade_in_s: Annotated[float, number(0, 60)] | None = Key(
        default=None, description="seconds it takes to come in", examples=[0.5]
    )
    fade_out_s: Annotated[float, number(0, 60)] | None = Key(
        default=None, description="seconds it takes to go out", examples=[2]
    )
    role: Annotated[str, choice("role", PART_ROLES)] | None = Key(default=None, description="what it is in the whole")

    @model_validator(mode="after")
    def _one_address(self) -> EditSpec:
        if (self.part is None) == (self.bar is None):
            told = "an edit needs part or bar" if self.part is None else "bar can't stand beside part"
            raise Fault("BF016", told, "name the row (part: a-vocals.09) or the bar it begins in (bar: 9)")
        if self.stem is not None and self.bar is None:
            raise Fault("BF016", "stem belongs to bar", "a part's id says its stem already", ("stem",), "key")
        return self


class WordFeelingsSpec(Written):
    """Words of the project's own, by how they feel; a word that stands here counts as it is said here."""

    glad: Annotated[tuple[Annotated[str, text(60)], ...], OneIsList(), EmptyIsList] = Key(
        default=(), description="words that make a line glad", examples=[["liebe", "sonne"]]
    )
    sad: Annotated[tuple[Annotated[str, text(60)], ...], OneIsList(), EmptyIsList] = Key(
        default=(), description="words that make a line sad", examples=[["einsam", "tod"]]
    )


_GIVER = Field(
    read_slug,
    {"type": ["string", "number", "boolean"], "maxLength": 80, "description": "the song that gives it"},
    codes=("BF012", "BF013", "BF014", "BF015"),
)
_THEME = Field(
    lambda value: read_text(value, 60),
    {"type": "string", "maxLength": 60, "x-kind": "theme"},
    codes=("BF012", "BF013", "BF014", "BF015"),
)


class MashupSpec(Written):
    """What is heard instead of one song: several, made into one."""

    checks: ClassVar = ("BF017",)

    type: Annotated[str, one_of("mashup type")] = Key(
        description="what is made of the songs; auto chooses and says why"
    )
    songs: Annotated[Mapping[Slug, Song], EmptyIsMapping] = Key(
        description="the songs by ids of yours, two or more, each written as `song` is; where nothing else is said the"
        " first one sings and the second one carries it",
        examples=[{"a": {"file": "audio/one.ogg"}, "b": {"file": "audio/two.ogg"}}],
        min_length=2,
    )
    tempo_bpm: Annotated[float, number(30, 300)] | None = Key(
        default=None,
        description="tempo of the mashup; that of the song which carries it if nothing is said",
        examples=[120],
    )
    key: Annotated[str, choice("key", KEYS)] | None = Key(
        default=None,
        description="key of the mashup; that of the song which carries it if nothing is said",
        examples=["A minor"],
    )
    bars: Annotated[int, whole(4, 2000)] | None = Key(
        default=None,
        description="how long it is at most, in bars; as long as the songs give if nothing is said",
        examples=[64],
    )
    phrase_bars: Annotated[int, whole(1, 32)] = Key(default=8, description="bars of a phrase; parts begin with one")
    voice: Slug | None = Key(default=None, description="the song that sings", examples=["a"])
    bed: Slug | None = Key(default=None, description="the song that carries the others", examples=["b"])
    stems: Annotated[
        Mapping[Annotated[str, choice("stem", SWAPPED)], Annotated[str, _GIVER]],
        EmptyIsMapping,
    ] = Key(
        default={},
        description="which song each stem comes from",
        examples=[{"drums": "a", "bass": "b", "vocals": "c"}],
    )
    theme: Annotated[tuple[Annotated[str, text(60)], ...], OneIsList(), EmptyIsList] = Key(
        default=(), description="words that the lines to keep are about", examples=[["love", "night"]]
    )
    themes: Annotated[
        Mapping[Annotated[str, _THEME], Annotated[tuple[Annotated[str, text(60)], ...], OneIsList()]],
        EmptyIsMapping,
    ] = Key(
        default={},
        description="words that carry a theme, in any language; one of a shipped name has these words too",
        examples=[{"volcano": ["lava", "ash", "erupt"]}],
    )
    feelings: WordFeelingsSpec = Key(
        default_factory=WordFeelingsSpec,
        description="words that feel glad or sad, in any language, beside the shipped English ones",
        examples=[{"glad": ["liebe", "sonne"], "sad": ["einsam"]}],
    )
    arc: Annotated[tuple[ArcSpec, ...], EmptyIsList] = Key(
        default=(),
        description="how it feels from start to end",
        examples=[[{"at": 0, "valence": -0.4, "energy": 0.3}, {"at": 1, "valence": 0.8, "energy": 0.9}]],
    )
    weights: WeightsSpec = Key(
        default_factory=WeightsSpec,
        description="how much each likeness counts when `auto` looks for who sings over whom",
        examples=[{"key": 50}],
    )
    edits: Annotated[tuple[EditSpec, ...], EmptyIsList] = Key(
        default=(),
        description="what is different from what the recipe makes, row by row",
        examples=[[{"part": "a-vocals.09", "move_beats": 1, "gain_db": -3}]],
    )

    @model_validator(mode="after")
    def _in_order(self) -> MashupSpec:
        for index, (before, after) in enumerate(zip(self.arc, self.arc[1:], strict=False), start=1):
            if after.at <= before.at:
                raise Fault("BF017", "points of the arc are listed in their order", at=("arc", index, "at"))
        return self
