"""Captions of the training set: what a trainer is told of each picture, in the file beside it.

In: a persona's file and its pictures. Out: a text for each, in four parts: trigger, description, expression and pose,
angle. No two pictures have the same, or a model would learn to mistake one for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from beatforge.persona.canon.pictures import Picture
from beatforge.project.personas import PersonaSpec

SUFFIX = ".txt"
SETTING = "plain grey background, three-point studio light"


def captions_of(spec: PersonaSpec, pictures: Iterable[Picture]) -> Mapping[str, str]:
    """The caption of each picture by its name, ending with a line end."""
    return {picture.name: caption_of(spec, picture) for picture in pictures}


def caption_of(spec: PersonaSpec, picture: Picture) -> str:
    """One caption."""
    described = spec.canon.description or ", ".join((spec.display_name, *spec.look))
    return ", ".join((spec.trigger, " ".join(described.split()), *picture.words, SETTING)) + "\n"


def alike(captions: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Captions that several pictures have, with the names of those."""
    by_text: dict[str, list[str]] = {}
    for name, caption in captions.items():
        by_text.setdefault(caption, []).append(name)
    return {caption: tuple(names) for caption, names in by_text.items() if len(names) > 1}
