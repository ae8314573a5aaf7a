"""Where a project says what is sung; and a fault of a lyrics file as a problem with its place: at its row there, or in
the project for the whole file.
"""

from __future__ import annotations

from beatforge.project.models import Project
from beatforge.project.problems import Problem
from beatforge.song.lyrics.lines import LyricsFault


def lyrics_path(project: Project, song_id: str = "") -> tuple[str, ...]:
    """The key that says where a song's words come from."""
    said = project.songs[song_id].lyrics
    return (*project.song_path(song_id), "lyrics", said.said_by if said else "file")


def lyrics_paths(project: Project, song_id: str = "") -> tuple[tuple[str, ...], ...]:
    """All that says which words of a song are sung when; none where it has no words."""
    said = project.songs[song_id].lyrics
    if said is None:
        return ()
    align = (*project.song_path(song_id), "lyrics", "align")
    return (lyrics_path(project, song_id), *([align] if said.align else []))


def lyrics_problem(project: Project, fault: LyricsFault, code: str = "BF063", song_id: str = "") -> Problem:
    """The problem that a fault of a song's lyrics file is; `code` where it is about one row."""
    said = project.songs[song_id].lyrics
    file = said.file or "" if said else ""
    if not fault.row:
        where = lyrics_path(project, song_id)
        return project.problem_at(where, "BF054", f"{file.rpartition('/')[2]}: {fault.text}", hint=fault.hint)
    end = fault.column + max(1, fault.width)
    return Problem(file, fault.row, fault.column, end, code, fault.text, fault.hint, fault.source)
