"""The stems that a project names, looked at before anything is made; and what there is of them, for people.

In: a project and its folder, or the stems of a song. Out: faults with their place in the project, or lines of text. A
file's length is taken from its header where that can be believed; the step that reads it counts samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ToolError

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem
    from beatforge.project.songs import Song
    from beatforge.song.stems.stems import Stems

_BELIEVED = (".wav", ".flac", ".ogg", ".opus", ".m4a")
"""Suffixes of files whose header knows their length; that of an .mp3 may be guessed."""

APPROXIMATE = "approximate (by rules of thumb, without a model)"


def stems_problems(project: Project) -> Iterator[Problem]:
    """Models that are not on this machine, and stems that can't be of their song."""
    for song_id, song in project.songs.items():
        where = (*project.song_path(song_id), "stems")
        if song.stems is None:
            continue
        if song.stems.separate == "demucs" and song.stems.found.missing:
            key = "model" if song.stems.model else "separate"
            found = song.stems.found
            yield project.problem_at((*where, key), "BF072", f"demucs: {found.missing}", hint=found.fetch)
        yield from _length_problems(project, song, (*where, "folder"))


def stems_lines(stems: Mapping[str, Stems]) -> list[str]:
    """Per song: who made its stems, which there are, and whether they are all of the song."""
    lines = []
    for song_id, made in stems.items():
        kind = f", {APPROXIMATE}" if made.approximate else ""
        lines.append(f"stems{' of ' if song_id else ''}{song_id}: {', '.join(made.names)}, by {made.made_by}{kind}")
        if made.residual_db is not None and not made.is_whole:
            lines.append(f"  they don't add up to the song; the difference is at {made.residual_db:.1f} dB of it")
    return lines


def _length_problems(project: Project, song: Song, where: tuple[str, ...]) -> Iterator[Problem]:
    if song.stems is None or song.stems.folder is None:
        return
    from beatforge.song.stems.given import length_fault

    whole = _seconds(project.folder / song.file)
    for _, file in song.stems.folder.files:
        own = _seconds(project.folder / file)
        fault = length_fault(file, own, whole) if own and whole else ""
        if fault:
            yield project.problem_at(where, "BF073", fault, hint="export every stem from the first to the last sample")


def _seconds(path: Path) -> float | None:
    """How long the file says it is; None where that is only a guess, or it says nothing."""
    if path.suffix.lower() not in _BELIEVED:
        return None
    from beatforge.song.sound import promised_seconds

    try:
        return promised_seconds(path)
    except ToolError:
        return None
