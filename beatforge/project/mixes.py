"""The language of what is heard beside the songs: how loud the whole is, and voices that join it.

In: keys below `mix` and `voices`. Out: frozen models; what is done with them is the mix room's business.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Key

from beatforge.project.fields import AudioFile, Seconds, Written, choice, number

STRETCHES = ("signalsmith", "rubberband")
"""What changes tempo and pitch: a library that comes along, and a program that has to be there."""


class MixSpec(Written):
    """How the whole sounds."""

    usual: ClassVar = "loudness_lufs"

    loudness_lufs: Annotated[float, number(-40, -5)] | None = Key(
        default=None,
        description="integrated loudness; -14 for a mashup and wherever there are voices, while a song alone is left"
        " as it is",
        examples=[-14],
    )
    true_peak_dbtp: Annotated[float, number(-12, 0)] | None = Key(
        default=None,
        description="the highest peak of the film's sound; -1 wherever loudness is brought to a level",
        examples=[-1],
    )
    stretch: Annotated[str, choice("stretch", STRETCHES)] = Key(
        default=STRETCHES[0],
        description="what changes tempo and pitch; `rubberband` is a program of that name that has to be installed",
    )


class VoiceSpec(Written):
    """A voice over the music, from a file: narration, dialogue."""

    usual: ClassVar = "file"

    file: AudioFile = Key(description="the recording", examples=["voices/intro.wav"])
    at: Seconds = Key(default=0.0, description="where it begins, in seconds or as m:ss", examples=["0:12"])
    gain_db: Annotated[float, number(-60, 24)] = Key(
        default=0.0, description="louder or softer than the file by so much"
    )
    duck_db: Annotated[float, number(0, 40)] = Key(
        default=10.0, description="how far the music goes down while the voice speaks; 0 leaves it"
    )
    fade_in_s: Annotated[float, number(0, 60)] = Key(default=0.0, description="seconds it takes to come in")
    fade_out_s: Annotated[float, number(0, 60)] = Key(default=0.0, description="seconds it takes to go out")
