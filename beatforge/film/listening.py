"""What tells all about a song, as targets: listening to it, reading its words. Pure.

In: a project. Out: targets whose contents make the plan. They come first, in a graph of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from beatforge.graph.target import Origin, Source, Target
from beatforge.project.models import Project
from beatforge.song.lyrics.lines import LYRICS

Places = Callable[[tuple[str | int, ...]], Origin]
"""Where the project says something: path in the YAML -> place and text."""

LISTEN = "beatforge.song.listen:listen_step"
READ_LYRICS = "beatforge.song.lyrics.read:lyrics_step"

_LISTENING = ("numpy", "scipy", "av", "soundfile")


def listening_target(song: str, tempo_bpm: float | None, places: Places) -> Target:
    """The target that listens to the song; its contents make the plan."""
    return Target(
        name="analysis",
        step=LISTEN,
        value={"tempo_bpm": tempo_bpm},
        inputs=(Source(song),),
        outputs=("analysis.json",),
        packages=_LISTENING,
        origins={
            "inputs.0": places(("song", "file")),
            "value.tempo_bpm": places(("song", "pins", "tempo_bpm")),
        },
    )


def listening_targets(project: Project, places: Places) -> tuple[Target, ...]:
    """What tells all about the song: what is heard in it, and its words where a file has them."""
    song = project.song
    heard = listening_target(song.file, song.pins.tempo_bpm, places)
    return (heard, lyrics_target(song.lyrics.file, places)) if song.lyrics else (heard,)


def lyrics_target(file: str, places: Places) -> Target:
    """The target that reads the song's words. The file's suffix says how; its name is in no key."""
    return Target(
        name="lyrics",
        step=READ_LYRICS,
        value={"suffix": PurePosixPath(file).suffix.lower()},
        inputs=(Source(file),),
        outputs=(LYRICS,),
        origins={
            "inputs.0": places(("song", "lyrics", "file")),
            "value.suffix": places(("song", "lyrics", "file")),
        },
    )
