"""Drives that follow stems: what has a say in them, and the fault of those whose song has no such stem. Pure.

In: a project. Out: causes, or problems at the style that asks. Nothing is followed in place of a stem that is not
there: the low end of a song is no bassline.
"""

from __future__ import annotations

from collections.abc import Iterator

from beatforge.film.plan import Causes
from beatforge.project.looks import StyleSpec
from beatforge.project.models import Project
from beatforge.project.problems import Problem
from beatforge.project.recipes import Style
from beatforge.project.vocabulary import STEM_FEATURES
from beatforge.song.stems.stems import files_of

_KEYS = ("folder", "separate", "model")


def stem_causes(project: Project) -> Causes:
    """What says where stems come from."""
    return tuple(
        (*project.song_path(song_id), "stems", key)
        for song_id, song in project.songs.items()
        if song.stems is not None
        for key in _KEYS
        if getattr(song.stems, key) is not None
    )


def stem_problems(project: Project) -> Iterator[Problem]:
    """A problem for each style of the film or of a scene that follows a stem which no song has."""
    film = project.library.style(project.film.style)
    yield from _of_style(project, film, project.film.style, ("film", "style"))
    for name, scene in project.scenes.items():
        if scene.style is not None:
            yield from _of_style(
                project, project.library.style(scene.style, film), scene.style, ("scenes", name, "style")
            )


def _of_style(project: Project, style: Style, spec: StyleSpec, at: tuple[str, ...]) -> Iterator[Problem]:
    known = [song.stems.names for song in project.songs.values() if song.stems is not None]
    for channel, drive in style.drives.items():
        stem = STEM_FEATURES.get(drive.feature)
        if stem is None or not drive.gain or any(files_of(stem, names) for names in known):
            continue
        own = (*at, "drives", channel, "from")
        is_own = spec.drives is not None and channel in spec.drives
        text = f"{channel} follows {drive.feature}, " + (
            f"and no stem of the song is called {stem}" if known else "and the song has no stems"
        )
        where = "stems:" if project.song is None else "song.stems:"
        hint = (
            f"say {where} {{separate: demucs}} or {{folder: ...}}, or {{separate: dsp}}, which is approximate; "
            "without stems bass, mid, high and onset can be followed"
        )
        yield project.problem_at(own if is_own else at, "BF089", text, hint=hint)
