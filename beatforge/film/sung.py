"""The target that tells what is sung in a song: read from a file, aligned to the song, or heard in it. Pure.

In: what a project says of one song. Out: a target whose key knows the words' file, and, where a model listens, the song
(or its voice alone, where there are stems) and the model's bytes. Times that are only estimated are in no target: they
are laid over the analysis, like pins.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from beatforge.film.places import Places
from beatforge.graph.target import Output, Source, Target
from beatforge.project.lyrics import ESTIMATE, WHISPER, LyricsSpec
from beatforge.project.songs import Song
from beatforge.song.analysis import Analysis
from beatforge.song.lyrics.lines import LYRICS
from beatforge.song.stems.stems import stem_file

READ = "beatforge.song.lyrics.read:lyrics_step"
HEAR = "beatforge.song.lyrics.whispered:transcribe_step"
ALIGN = "beatforge.song.lyrics.aligned:align_step"

VOICE = "vocals"
_LISTENING = ("numpy", "av", "soundfile", "torch", "openai-whisper")

HEARD_WORK = 400
"""What a model takes beside a file that is read, in units of that."""


def lyrics_target(song: Song, name: str, stems: str, places: Places, at: tuple[str, ...] = ("song",)) -> Target:
    """The target `name` that tells the words of a song whose `lyrics` are said; `at` is where the song is written,
    `stems` the target of its stems. A file's suffix says how it is read; its name is in no key.
    """
    spec = song.lyrics
    assert spec is not None
    said = (*at, "lyrics")
    value: dict[str, Any] = {}
    inputs: list[Source | Output] = []
    origins = {"value": places((*said, spec.said_by)), "step": places((*said, spec.said_by))}
    if spec.is_heard:
        model = spec.found
        value = {"model": model.name, "language": spec.language or "", "device": spec.device or "cpu"}
        inputs = [_sound(song, stems), Source(model.file.as_posix())]
        origins |= {
            "inputs.0": places((*at, "stems" if isinstance(inputs[0], Output) else "file")),
            "inputs.1": places((*said, "model")),
            **{f"value.{key}": places((*said, key)) for key in value},
        }
    if spec.file is not None:
        value["suffix"] = PurePosixPath(spec.file).suffix.lower()
        origins |= {key: places((*said, "file")) for key in ("value.suffix", f"inputs.{len(inputs)}")}
        inputs.append(Source(spec.file))
    if spec.align == WHISPER:
        origins["step"] = places((*said, "align"))
    return Target(
        name=name,
        step=_step(spec),
        value=value,
        inputs=tuple(inputs),
        outputs=(LYRICS,),
        packages=_LISTENING if spec.is_heard else (),
        origins=origins,
        work=HEARD_WORK if spec.is_heard else 1,
    )


def with_estimates(spec: LyricsSpec | None, analysis: Analysis) -> Analysis:
    """The song with times for words that its lyrics have none for, where it asks for estimates."""
    if spec is None or spec.align != ESTIMATE or analysis.lyrics is None:
        return analysis
    from beatforge.song.lyrics.estimate import estimated

    return replace(analysis, lyrics=estimated(analysis.lyrics, analysis, analysis.stems.get(VOICE, ())))


def _step(spec: LyricsSpec) -> str:
    if spec.file is None:
        return HEAR
    return ALIGN if spec.align == WHISPER else READ


def _sound(song: Song, stems: str) -> Source | Output:
    """What the model listens to: the voice alone, if there are stems of it."""
    if song.stems is not None and VOICE in song.stems.names:
        return Output(stems, stem_file(VOICE))
    return Source(song.file)
