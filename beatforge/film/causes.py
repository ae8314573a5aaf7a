"""Which lines of the project have a say in which part of the film. `why` reads this; no key holds it.

Most values come from more than one line: how long a scene is, from the count of scenes, the pins and the song. So a
value's causes are all of them, the deciding one first; once an edit is made, `narrowed` keeps the ones that say
something else than before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from beatforge.film.overrides import Said
from beatforge.film.plan import Causes, Path
from beatforge.film.words import Words
from beatforge.graph.target import Origin
from beatforge.project.models import Project
from beatforge.project.songs import Pins
from beatforge.project.sung import lyrics_paths

_BETWEEN = "\x1f"


def timing_causes(project: Project) -> Causes:
    """What says when scenes begin and end, and which music they have."""
    film = project.film
    pace: Causes = (("film", film.pace),)
    if film.scene_seconds:
        pace = ("film", film.pace, "min"), ("film", film.pace, "max")
    elif film.mode == "dj" and film.scene_count is None and film.tier is None:
        pace = ("film", "theme"), ("film", "persona")
    heard = mashup_causes(project) if project.mashup else song_causes(project, "")
    return (*heard[:1], *pace, ("film", "fps"), *heard[1:])


def mashup_causes(project: Project) -> Causes:
    """What has a say in where the parts of the mashup lie: its edits and choices, and what is said of its songs."""
    spec = project.mashup
    assert spec is not None
    edits = tuple(_leaves(project, spec.edits[index], ("mashup", "edits", index)) for index in range(len(spec.edits)))
    return (
        ("mashup", "type"),
        *(cause for edit in edits for cause in edit),
        *(("mashup", name) for name in type(spec).model_fields if name not in ("type", "songs", "edits")),
        *(cause for song in spec.songs for cause in song_causes(project, song)),
    )


def song_causes(project: Project, song_id: str) -> Causes:
    """What says what a song is: its file, what its human pinned, how deep it is listened to, its words. Pinned words
    are no part of that: they say when pictures move, not what is heard."""
    song, at = project.songs[song_id], project.song_path(song_id)
    return (
        (*at, "file"),
        *_pinned(song.pins, (*at, "pins")),
        *((*at, name) for name in ("depth", "section_count", "beats")),
        *lyrics_paths(project, song_id),
    )


def _pinned(pins: Pins, at: Path) -> Iterator[Path]:
    """Every pin, said or not, and of pinned lists and mappings whatever is in them."""
    for name, value in pins:
        if name == "words":
            continue
        items = enumerate(value) if isinstance(value, tuple) and value else [(None, value)]
        for index, item in items:
            path = (*at, name) if index is None else (*at, name, index)
            inner = sorted(item.model_fields_set) if isinstance(item, BaseModel) else []
            yield from ((*path, field) for field in inner) if inner else (path,)


def style_causes(project: Project, fields: Mapping[str, Said]) -> Causes:
    """What says which style a scene has: its own words about it, then the film's."""
    own: Causes = ()
    if "style" in fields:
        own = tuple(_leaves(project, fields["style"].value, fields["style"].path))
        if fields["style"].value.base is not None:
            return own
    return own + tuple(_leaves(project, project.film.style, ("film", "style")))


def shot_causes(
    fields: Mapping[str, Said], words: Words, concept: Words, style: Causes, timing: Causes
) -> dict[str, Causes]:
    """Causes by dotted prefix into a shot's value; `fields` is what the project says about this scene."""

    def said(name: str) -> Causes:
        return (fields[name].path,) if name in fields else ()

    prompt, whole = said("prompt"), (("film", "concept"),)
    colours = ("film", "palette")
    light = prompt if words.lights or words.colours or words.moods else ()
    by_film = (colours, *whole) if not concept.lights else (*whole, colours)
    pace = *(prompt if words.pace else ()), *(whole if concept.pace else ())
    motif = (
        *said("motif"),
        *(prompt if words.motifs or words.moods else ()),
        *(whole if concept.motifs else ()),
        *style,
        *prompt,
        *whole,
        ("seed",),
        *timing,
    )
    return {
        "chain": (*(said("chain") or (("film", "chain"),)), *timing),
        "look": style,
        "look.motif": motif,
        "look.composition": (*(prompt if words.views else ()), *(whole if concept.views else ()), ("seed",), *motif),
        "look.detail": prompt or whole,
        "look.conditions": (*prompt, *whole),
        "look.speed": (*pace, *style, *prompt, *whole, *timing),
        "look.camera": (*style, *timing),
        "look.intensity": timing,
        "look.palette": (*said("palette"), *light, *(by_film if concept.lights else ()), *style, *by_film, *prompt,
                         *timing),
        "look.drives": (*style, *(said("reactivity") or (("film", "reactivity"),))),
        "seed": said("seed") or (("seed",),),
        "width": (("film", "size"),),
        "height": (("film", "size"),),
        "fps": (("film", "fps"),),
        "backend": (("film", "backend"),),
        "num_frames": timing,
        "music": timing,
    }  # fmt: skip


def joined(origins: Sequence[Origin]) -> Origin:
    """Several origins as one."""
    several = list(dict.fromkeys(origins))
    return Origin(_BETWEEN.join(o.place for o in several), _BETWEEN.join(o.said for o in several))


def narrowed(old: Origin | None, new: Origin | None) -> tuple[Origin | None, Origin | None]:
    """The origins before and after an edit, each with only those causes that say something else than the other's."""
    before, after = _parted(old), _parted(new)
    kept = [_differing(before, after), _differing(after, before)]
    first, second = (_told(parts or all_of[:1]) for parts, all_of in zip(kept, (before, after), strict=True))
    return first, second


def _leaves(project: Project, value: object, at: Path) -> Iterator[Path]:
    """Paths of all values that the user wrote below `at`; a bare id stands for its mapping's `base`."""
    if isinstance(value, BaseModel):
        for name in sorted(value.model_fields_set):
            path = (*at, type(value).model_fields[name].alias or name)
            is_short = name == "base" and project.said(path) is None
            yield from _leaves(project, getattr(value, name), at if is_short else path)
        if not value.model_fields_set:
            yield at
    elif isinstance(value, Mapping):
        for key in value:
            yield from _leaves(project, value[key], (*at, key))
    elif value is not None:
        yield at


def _parted(origin: Origin | None) -> list[Origin]:
    if origin is None:
        return []
    pairs = zip(origin.place.split(_BETWEEN), origin.said.split(_BETWEEN), strict=True)
    return [Origin(place, said) for place, said in pairs]


def _differing(these: Sequence[Origin], those: Sequence[Origin]) -> list[Origin]:
    """Of these, what those don't say; each saying answers one."""
    left = [origin.said for origin in those]
    found = []
    for origin in these:
        if origin.said in left:
            left.remove(origin.said)
        else:
            found.append(origin)
    return found


def _told(origins: Sequence[Origin]) -> Origin | None:
    if not origins:
        return None
    return Origin(", ".join(o.place for o in origins), ", ".join(o.said for o in origins))
