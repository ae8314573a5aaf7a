"""The language of songs: what is heard, what a human knows of it, where its words come from.

In: keys below `song`. Out: frozen models; `models` has the rest of the language.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.project.fields import AudioFile, EmptyIsList, LyricsFile, Seconds, Written, choice, number
from beatforge.project.problems import Fault
from beatforge.song.analysis import SECTION_KINDS


class SectionPin(Written):
    """Where a part of the song begins; it ends where the next one begins."""

    at: Seconds = Key(description="start, in seconds or as m:ss", examples=["0:16.3"])
    kind: Annotated[str, choice("section kind", SECTION_KINDS)] = Key(
        description="what part of the song it is", examples=["verse"]
    )


class Pins(Written):
    """What a human knows better than any analysis."""

    checks: ClassVar = ("BF017",)

    tempo_bpm: Annotated[float, number(30, 300)] | None = Key(
        default=None, description="tempo in beats per minute", examples=[118]
    )
    first_downbeat: Seconds | None = Key(
        default=None, description="the first beat one, in seconds from the start of the file", examples=[0.42]
    )
    sections: Annotated[tuple[SectionPin, ...], EmptyIsList] = Key(
        default=(),
        description="the song's parts, in order",
        examples=[[{"at": 0, "kind": "intro"}, {"at": "0:16.3", "kind": "verse"}]],
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
        return self


class LyricsSpec(Written):
    """Where the song's words come from."""

    usual: ClassVar = "file"
    later: ClassVar = ("transcribe",)

    file: LyricsFile = Key(
        description="the words with their times: .lrc, .srt, .vtt, .ass (karaoke) or UltraStar's .txt; a plain .txt has"
        " words and no times",
        examples=["audio/song.lrc"],
    )


class Song(Written):
    """What is heard."""

    usual: ClassVar = "file"
    later: ClassVar = ("stems",)

    file: AudioFile = Key(
        description="the song, relative to the project folder: mp3, wav, flac, ogg, m4a or opus",
        examples=["audio/song.mp3"],
    )
    lyrics: LyricsSpec | None = Key(
        default=None,
        description="the song's words; drives with `from: word` follow them",
        examples=[{"file": "audio/song.lrc"}],
    )
    pins: Pins = Key(
        default_factory=Pins, description="what a human knows better than any analysis", examples=[{"tempo_bpm": 118}]
    )
