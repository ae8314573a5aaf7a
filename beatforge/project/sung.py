"""A fault of a lyrics file as a problem with its place: at its row there, or in the project for the whole file."""

from __future__ import annotations

from beatforge.project.models import Project
from beatforge.project.problems import Problem
from beatforge.song.lyrics.lines import LyricsFault

WHERE = ("song", "lyrics", "file")
"""The key that names the file."""


def lyrics_problem(project: Project, fault: LyricsFault, code: str = "BF063") -> Problem:
    """The problem that a fault of the project's lyrics file is; `code` where it is about one row."""
    file = project.song.lyrics.file if project.song.lyrics else ""
    if not fault.row:
        return project.problem_at(WHERE, "BF054", f"{file.rpartition('/')[2]}: {fault.text}", hint=fault.hint)
    end = fault.column + max(1, fault.width)
    return Problem(file, fault.row, fault.column, end, code, fault.text, fault.hint, fault.source)
