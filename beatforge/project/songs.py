"""The language of songs: what is heard, what a human knows of it, where its words come from.

In: keys below `song`. Out: frozen models; `models` has the rest of the language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field as Key
from pydantic import PrivateAttr, ValidationInfo, model_validator

from beatforge.project.fields import AudioFile, EmptyIsList, Seconds, Written, choice, number, text, whole
from beatforge.project.known import Surroundings
from beatforge.project.lyrics import LyricsSpec
from beatforge.project.moments import MoodPin, SectionCountSpec, StretchPin
from beatforge.project.problems import Fault
from beatforge.project.stems import StemsSpec
from beatforge.song.analysis import DEPTHS, SECTION_KINDS, STANDARD
from beatforge.song.chroma import KEYS
from beatforge.song.toned import Tone
from beatforge.song.trackers import BEAT_THIS, DSP, TRACKERS, Weights, beat_this_weights


class SectionPin(Written):
    """Where a part of the song begins; it ends where the next one begins."""

    at: Seconds = Key(description="start, in seconds or as m:ss", examples=["0:16.3"])
    kind: Annotated[str, choice("section kind", SECTION_KINDS)] = Key(
        description="what part of the song it is", examples=["verse"]
    )


class TempoPin(Written):
    """From when on the song goes at a tempo; it does so until the next one."""

    at: Seconds = Key(description="start, in seconds or as m:ss; a beat lies there", examples=["1:04"])
    tempo_bpm: Annotated[float, number(30, 300)] = Key(description="tempo in beats per minute", examples=[90])


class Pins(Written):
    """What a human knows better than any analysis."""

    checks: ClassVar = ("BF016", "BF017")

    tempo_bpm: Annotated[float, number(30, 300)] | None = Key(
        default=None, description="tempo in beats per minute", examples=[118]
    )
    tempos: Annotated[tuple[TempoPin, ...], EmptyIsList] = Key(
        default=(),
        description="tempi of a song whose tempo changes, in order; from 0 on, it goes through the first downbeat",
        examples=[[{"at": 0, "tempo_bpm": 120}, {"at": "1:04", "tempo_bpm": 90}]],
    )
    beats_per_bar: Annotated[int, whole(2, 12)] | None = Key(
        default=None,
        description="beats in a bar, counted from the first downbeat; a bar of 6/8 has two, each a dotted quarter",
        examples=[3],
    )
    first_downbeat: Seconds | None = Key(
        default=None, description="the first beat one, in seconds from the start of the file", examples=[0.42]
    )
    sections: Annotated[tuple[SectionPin, ...], EmptyIsList] = Key(
        default=(),
        description="the song's parts, in order",
        examples=[[{"at": 0, "kind": "intro"}, {"at": "0:16.3", "kind": "verse"}]],
    )
    key: Annotated[str, choice("key", KEYS)] | None = Key(
        default=None, description="the key the song is in", examples=["A minor"]
    )
    drops: Annotated[tuple[Seconds, ...], EmptyIsList] = Key(
        default=(), description="when energy jumps up, instead of where that was heard", examples=[["1:02"]]
    )
    builds: Annotated[tuple[StretchPin, ...], EmptyIsList] = Key(
        default=(),
        description="where energy gathers, instead of where that was heard",
        examples=[[{"start": "0:46", "end": "1:02"}]],
    )
    breaks: Annotated[tuple[StretchPin, ...], EmptyIsList] = Key(
        default=(),
        description="where the beat stays away, instead of where that was heard",
        examples=[[{"start": "2:10", "end": "2:26"}]],
    )
    mood: MoodPin | None = Key(
        default=None, description="how the song feels", examples=[{"valence": 0.2, "energy": 0.8, "tags": ["dark"]}]
    )
    words: Annotated[tuple[Seconds, ...], EmptyIsList] = Key(
        default=(),
        description="when words that matter are sung; drives with `from: word` follow these, not those of `lyrics`",
        examples=[["0:21.4", 22.1]],
    )

    @model_validator(mode="after")
    def _in_order(self) -> Pins:
        for index, (before, after) in enumerate(zip(self.sections, self.sections[1:], strict=False), start=1):
            if after.at <= before.at:
                raise Fault("BF017", "sections are listed in the order they are heard", at=("sections", index, "at"))
        for index, (earlier, later) in enumerate(zip(self.tempos, self.tempos[1:], strict=False), start=1):
            if later.at <= earlier.at:
                raise Fault("BF017", "tempos are listed in the order they are heard", at=("tempos", index, "at"))
        if self.tempos and self.tempo_bpm is not None:
            text = "tempo_bpm and tempos exclude each other"
            raise Fault("BF016", text, "keep tempos; the first may be at 0", at=("tempo_bpm",), token="key")
        return self

    @property
    def tone(self) -> Tone:
        """What is pinned of key, turns and mood."""
        return Tone(
            key=self.key,
            drops=self.drops,
            builds=tuple((build.start, build.end) for build in self.builds),
            breaks=tuple((rest.start, rest.end) for rest in self.breaks),
            valence=self.mood.valence if self.mood else None,
            energy=self.mood.energy if self.mood else None,
            tags=self.mood.tags if self.mood else (),
        )


class Song(Written):
    """What is heard."""

    usual: ClassVar = "file"

    file: AudioFile = Key(
        description="the song, relative to the project folder: mp3, wav, flac, ogg, m4a or opus",
        examples=["audio/song.mp3"],
    )
    depth: Annotated[str, choice("depth", DEPTHS)] = Key(
        default=STANDARD,
        description="how much is listened for: `basic` is tempo, key, energy and mood, with sections of even length;"
        " `standard` all that is heard; with `full` the words of `lyrics` have a say in mood and arc too",
        examples=[STANDARD],
    )
    section_count: SectionCountSpec | None = Key(
        default=None,
        description="how many sections are looked for; as many as the song seems to have if nothing is said",
        examples=[{"min": 4, "max": 16}],
    )
    beats: Annotated[str, choice("beat tracker", TRACKERS)] = Key(
        default=DSP,
        description="what finds the beats: `dsp`, rules that need no weights, or `beat_this`, a model that has to be on"
        " this machine",
        examples=[DSP],
    )
    lyrics: LyricsSpec | None = Key(
        default=None,
        description="the song's words; drives with `from: word` follow them",
        examples=[{"file": "audio/song.lrc"}],
    )
    stems: StemsSpec | None = Key(
        default=None,
        description="the song's voices and instruments apart from each other: files of its maker's, or separated",
        examples=[{"separate": "dsp"}],
    )
    credit: Annotated[str, text(500)] | None = Key(
        default=None,
        description="whom to name for the song, for the list of songs of a film with `event_safe`",
        examples=["Karissa Hobbs: Let's Go Fishin'"],
    )
    licence: Annotated[str, text(200)] | None = Key(
        default=None,
        description="under what terms the song may be used, for the same list; its file's own word if nothing is said",
        examples=["CC BY 3.0"],
    )
    pins: Pins = Key(
        default_factory=Pins, description="what a human knows better than any analysis", examples=[{"tempo_bpm": 118}]
    )

    _weights: Weights = PrivateAttr(default=Weights(Path()))

    @model_validator(mode="after")
    def _find_weights(self, info: ValidationInfo) -> Song:
        if self.beats == BEAT_THIS and isinstance(info.context, Surroundings):
            self._weights = beat_this_weights()
        return self

    @property
    def weights(self) -> Weights:
        """The checkpoint of `beats: beat_this` as it lies on this machine, or what is missing of it."""
        return self._weights
