"""Which song of a project is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatforge.errors import UsageError

if TYPE_CHECKING:
    from beatforge.project.models import Project


def known_song(project: Project, song: str | None) -> str:
    """The id of the song, empty for the only one; UsageError where a mashup has no such song, or which is not said."""
    from beatforge.project.problems import advice

    names = [name for name in project.songs if name]
    if not names and song:
        raise UsageError(f'there is one song, and none is called "{song}"; leave --song out')
    if names and song not in names:
        hint = advice(song or "", names) or f"the songs are {', '.join(names)}"
        raise UsageError(f'no song "{song}"; {hint}' if song else f"which song? --song {' or '.join(names)}")
    return song or ""
