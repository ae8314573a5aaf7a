"""Which songs a film uses, and when each is heard: the list that whoever shows it at an event hands in. Pure.

In: a plan, whose edit list says it; nothing is listened to. Out: a target of two small files beside an output's film.
What a song's file says of itself (title, artist, licence) is read by the step, and so is its digest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.film.dj.decks import songs_in_turn
from beatforge.film.plan import Causes, Delivery, Heard, Plan, Used
from beatforge.graph.target import Origin, Source, Target
from beatforge.mix.parts import Part
from beatforge.project.models import Project

WRITE_USAGE = "beatforge.deliver.usage_files:write_usage"
FILES = ("usage.json", "usage.csv")

Stretch = tuple[int, int, str]
"""(start, end, stem) of what is heard of a song, in milliseconds of the film."""

SEAM_MS = 50
"""Parts of a song that follow each other closer than this are one stretch: their seams lie within it."""


def used_songs(project: Project, heard: Heard) -> tuple[Used, ...]:
    """The songs that are heard in a film that is safe for events, in the order in which they come in; none for other
    films."""
    if not project.film.event_safe:
        return ()
    found = []
    for song_id in songs_in_turn([part for part in heard.mix.parts if part.song in project.songs]):
        song, at, is_film = project.songs[song_id], project.song_path(song_id), not song_id
        found.append(
            Used(
                id=song_id,
                file=heard.sounds[song_id].file,
                title=(project.title or "") if is_film else "",
                artist=(project.artist or "") if is_film else "",
                credit=song.credit or "",
                licence=song.licence or "",
                causes=((*at, "credit"), (*at, "licence"), *((("title",), ("artist",)) if is_film else ())),
            )
        )
    return tuple(found)


def usage_target(plan: Plan, delivery: Delivery, origin: Callable[[Causes], Origin]) -> Target | None:
    """The list beside an output's film; None where the film has none."""
    if not plan.used:
        return None
    stem = delivery.place.rpartition(".")[0]
    parts = plan.heard.mix.parts
    return Target(
        name=f"usage/{delivery.platform}",
        step=WRITE_USAGE,
        value={"film": plan.title, "artist": plan.artist, "seconds": round(plan.duration, 3),
               "songs": [_song_value(used, parts) for used in plan.used]},
        inputs=tuple(Source(used.file) for used in plan.used),
        outputs=FILES,
        packages=("av",),
        places={name: f"{stem}.{name}" for name in FILES},
        origins={
            "value.film": origin((("title",), ("name",))),
            "value.artist": origin((("artist",),)),
            "value.songs": origin(plan.causes),
            **{f"value.songs.{index}.{key}": origin(used.causes)
               for index, used in enumerate(plan.used) for key in ("title", "artist", "credit", "licence")},
            **{f"inputs.{index}": origin((plan.heard.sounds[used.id].path,)) for index, used in enumerate(plan.used)},
        },
    )  # fmt: skip


def stretches_of(parts: Sequence[Part]) -> tuple[Stretch, ...]:
    """When what is heard of a song's parts, in order; parts of one stem that touch are one stretch."""
    found: dict[str, list[tuple[int, int]]] = {}
    for part in sorted(parts, key=lambda part: part.start_s):
        start, end = round(part.start_s * 1000), round(part.end_s * 1000)
        own = found.setdefault(part.stem, [])
        if own and start - own[-1][1] <= SEAM_MS:
            own[-1] = own[-1][0], max(own[-1][1], end)
        else:
            own.append((start, end))
    return tuple(sorted((start, end, stem) for stem, stretches in found.items() for start, end in stretches))


def heard_ms(stretches: Sequence[Stretch]) -> int:
    """For how long anything of a song is heard, in milliseconds; several stems at once count once."""
    total = reached = 0
    for start, end, _ in sorted(stretches):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _song_value(used: Used, parts: Sequence[Part]) -> dict[str, Any]:
    stretches = stretches_of([part for part in parts if part.song == used.id])
    return {
        "id": used.id,
        "file": used.file.rpartition("/")[2],
        "title": used.title,
        "artist": used.artist,
        "credit": used.credit,
        "licence": used.licence,
        "seconds": heard_ms(stretches) / 1000,
        "stretches": [[start / 1000, end / 1000, stem] for start, end, stem in stretches],
    }
