"""What listening told, put together: the song that a film follows, and what is heard. Pure.

In: a project and the contents of the targets that tell of its songs. Out: `Music`, which with the project makes the
plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from beatforge.film.heard import voice_id
from beatforge.film.listening import ANALYSIS, STEMS, WORDS, told_by
from beatforge.film.mashed import Mashed, Told, mashed
from beatforge.film.planning import pinned
from beatforge.graph.target import Target
from beatforge.mix.voices import VOICE, Voice
from beatforge.project.models import Project
from beatforge.song.analysis import Analysis
from beatforge.song.lyrics.lines import LYRICS
from beatforge.song.stems.curves import stem_curves
from beatforge.song.stems.stems import STEMS as STEMS_FILE
from beatforge.song.stems.stems import Stems

TELLING = {"analysis": "analysis.json", "lyrics": LYRICS, "stems": STEMS_FILE, "voice": VOICE}
"""Which file of a target tells something, by the target's kind."""


@dataclass(frozen=True, slots=True)
class Music:
    """The song as it was heard, or as it was composed of several; `mashed` for a mashup, `voices` over it.

    `songs` are all songs as they were heard, by their id.
    """

    analysis: Analysis
    songs: Mapping[str, Analysis]
    mashed: Mashed | None = None
    voices: tuple[Voice, ...] = ()


def telling_file(target: Target) -> str:
    """Which of a listening target's outputs tells what was found."""
    return TELLING[target.kind]


def music_of(project: Project, told: Mapping[str, Any]) -> Music:
    """The music that contents of listening targets, by their names, tell of."""
    voices = tuple(Voice.from_value(told[voice_id(index)]) for index in range(len(project.voices)))
    songs = {song: _analysis(song, told) for song in project.songs}
    apart = {song: Stems.from_value(told[name]) for song in project.songs if told.get(name := told_by(STEMS, song))}
    songs |= {song: replace(songs[song], stems=stem_curves(stems)) for song, stems in apart.items()}
    if project.mashup is None:
        return Music(songs[""], songs, None, voices)
    known = {}
    for song, analysis in songs.items():
        known[song] = Told(pinned(project, analysis, song), apart.get(song))
    made = mashed(project, known)
    return Music(made.analysis, songs, made, voices)


def _analysis(song_id: str, told: Mapping[str, Any]) -> Analysis:
    return Analysis.from_value({**told[told_by(ANALYSIS, song_id)], "lyrics": told.get(told_by(WORDS, song_id))})
