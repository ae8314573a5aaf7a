"""What a build may make while the song is not listened to: bounds by kind, from the length the file promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.cli.session import Session


@dataclass(frozen=True, slots=True)
class Forecast:
    """At most `count` targets of this kind, and what all of them together take."""

    name: str
    count: int
    seconds: float
    bytes: int


def forecast(session: Session) -> Iterator[Forecast]:
    """Bounds for the targets that hang on listening."""
    from beatforge.cli.session import SECONDS_PER_UNIT
    from beatforge.film import compile as steps
    from beatforge.film.clock import frame_count
    from beatforge.song.sound import promised_seconds

    film = session.project.film
    duration = promised_seconds(session.folder / session.project.song.file)
    frames = frame_count(duration, Fraction(film.fps))
    scenes = _most_scenes(session, duration)
    outputs = len(session.project.outputs)
    for kind, step, count, work in (
        ("mix", steps.ENCODE_MIX, 1, round(duration * 48000)),
        ("scene/*", steps.RENDER_SCENE, scenes, frames),
        ("transition/*", steps.RENDER_TRANSITION, scenes - 1, 2 * frames // 3),
        ("film/*", steps.ASSEMBLE, outputs, frames * outputs),
    ):
        rate = session.trace.rate(step)
        per_unit = rate.seconds if rate else SECONDS_PER_UNIT[kind.partition("/")[0]]
        yield Forecast(kind, count, per_unit * work, round((rate.bytes if rate else 0) * work))


def _most_scenes(session: Session, duration: float) -> int:
    from beatforge.film.cut import SHORTEST_SCENE_S, Count
    from beatforge.film.planning import wish_of

    wish = wish_of(session.project)
    by_length = max(1, int(duration / SHORTEST_SCENE_S) + 1)
    return min(wish.scenes, by_length) if isinstance(wish, Count) else by_length
