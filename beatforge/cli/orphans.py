"""Results that the project no longer asks for leave its build folder; the store keeps them.

After a whole build only, and only what a build of this project put there: files of scenes the film no longer has, and
films of outputs that were taken out or now have another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.cli.session import Session


def remove_orphans(session: Session) -> None:
    """Remove what was built here before and has no place in the film as it is now."""
    places = {place for target in session.targets() for place in target.places.values()}
    for place in {*_scenes(session, places), *_films(session)} - places:
        (session.folder / place).unlink(missing_ok=True)


def _scenes(session: Session, places: set[str]) -> Iterator[str]:
    """Places that scenes built before may have had; a draft leaves the film's scenes alone."""
    if any(place.startswith("build/scenes/") for place in places):
        for name in session.trace.latest(session.scope):
            if name.startswith("scene/"):
                yield from _files(f"build/scenes/{name.removeprefix('scene/')}")


def _films(session: Session) -> Iterator[str]:
    """Places that films built before may have had, as the first output and as a further one."""
    from beatforge.film.outputs import film_stem

    for name in session.trace.latest(session.scope):
        if name.startswith("film/"):
            platform = name.removeprefix("film/")
            yield from _files(film_stem(session.project.name, platform, session.profile))
            yield from _files(film_stem(session.project.name, "", session.profile))


def _files(stem: str) -> Iterator[str]:
    from beatforge.film.codecs import CODECS

    for container in {codec.container for codec in CODECS.values()}:
        yield f"{stem}.{container}"
