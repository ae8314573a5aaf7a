"""What tells all about the songs, as targets: listening to them, reading their words, taking them apart. Pure.

In: a project. Out: targets whose contents make the plan. They come first, in a graph of their own. The one song's are
called `analysis`, `lyrics` and `stems`; those of a mashup's song have its id too: `analysis/a`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from beatforge.film.heard import voice_targets
from beatforge.film.places import Places as Places
from beatforge.film.stems import stems_target
from beatforge.film.sung import lyrics_target
from beatforge.graph.target import Origin, Source, Target
from beatforge.project.models import Project
from beatforge.project.songs import Song
from beatforge.song.analysis import BASIC
from beatforge.song.trackers import BEAT_THIS

LISTEN = "beatforge.song.listen:listen_step"
LISTEN_LEARNED = "beatforge.song.learned_beats:listen_step"
ANALYSIS, WORDS, STEMS = "analysis", "lyrics", "stems"
"""Kinds of targets that tell of a song."""

LEARNED_WORK = 10
"""Listening by a model costs about so many times as much as by rules."""

_LISTENING = ("numpy", "scipy", "av", "soundfile")


def listening_targets(project: Project, places: Places) -> tuple[Target, ...]:
    """What tells all about what is heard: song by song, then the voices over it."""
    songs = [target for song_id in project.songs for target in song_targets(project, song_id, places)]
    return (*songs, *voice_targets(project, places))


def song_targets(project: Project, song_id: str, places: Places) -> Iterator[Target]:
    """What tells all about one song: what is heard in it, its stems, its words."""
    song, at = project.songs[song_id], project.song_path(song_id)
    yield _analysis_target(song, told_by(ANALYSIS, song_id), places, at)
    if song.stems:
        yield stems_target(song, told_by(STEMS, song_id), places, at)
    if song.lyrics:
        yield lyrics_target(song, told_by(WORDS, song_id), told_by(STEMS, song_id), places, at)


def told_by(kind: str, song_id: str) -> str:
    """The name of the target that tells this of a song."""
    return f"{kind}/{song_id}" if song_id else kind


def _analysis_target(song: Song, name: str, places: Places, at: tuple[str, ...]) -> Target:
    if song.beats == BEAT_THIS:
        return _learned_target(song, name, places, at)
    return Target(
        name=name,
        step=LISTEN,
        value={"tempo_bpm": song.pins.tempo_bpm, **_asked(song)},
        inputs=(Source(song.file),),
        outputs=("analysis.json",),
        packages=_LISTENING,
        origins={
            "inputs.0": places((*at, "file")),
            "value.tempo_bpm": places((*at, "pins", "tempo_bpm")),
            **_asked_places(places, at),
        },
    )


def _learned_target(song: Song, name: str, places: Places, at: tuple[str, ...]) -> Target:
    """Listening by a model: its checkpoint is an input like the song; a pinned tempo is laid over what it hears."""
    return Target(
        name=name,
        step=LISTEN_LEARNED,
        value=_asked(song),
        inputs=(Source(song.file), Source(song.weights.file.as_posix())),
        outputs=("analysis.json",),
        packages=(*_LISTENING, "torch", "beat_this"),
        origins={
            "inputs.0": places((*at, "file")),
            "inputs.1": places((*at, "beats")),
            "step": places((*at, "beats")),
            **_asked_places(places, at),
        },
        work=LEARNED_WORK,
    )


def _asked(song: Song) -> dict[str, Any]:
    """How deep listening goes and how many sections it may find, where that is not as usual. `full` listens like
    `standard`: its words are laid over what was heard."""
    count = song.section_count
    counts = {"min": count.min, "max": count.max} if count else {}
    said = {name: number for name, number in counts.items() if number is not None}
    return {**({"depth": BASIC} if song.depth == BASIC else {}), **({"section_count": said} if said else {})}


def _asked_places(places: Places, at: tuple[str, ...]) -> dict[str, Origin]:
    counts = {f"value.section_count.{bound}": places((*at, "section_count", bound)) for bound in ("min", "max")}
    return {"value.depth": places((*at, "depth")), "value.section_count": places((*at, "section_count")), **counts}
