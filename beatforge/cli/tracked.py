"""The beat tracker that a project asks for, looked for before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem


def tracker_problems(project: Project) -> Iterator[Problem]:
    """Weights that are not on this machine."""
    for song_id, song in project.songs.items():
        if song.weights.missing:
            where = (*project.song_path(song_id), "beats")
            yield project.problem_at(where, "BF072", f"beat_this: {song.weights.missing}", hint=song.weights.fetch)
