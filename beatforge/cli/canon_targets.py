"""The pictures of a canonical set as targets of the house's graph: each hangs on what it shows and on nothing else.

In: a persona and a size in pixels. Out: targets with places in the project's `canon/<persona>/<version>/`. The figure
alone is one file and the figure with its booth another, so that an edit of the booth draws no turntable again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from beatforge.errors import UsageError
from beatforge.graph.target import Output, Target

if TYPE_CHECKING:
    from beatforge.persona.canon.pictures import Picture
    from beatforge.project.personas import Persona, PersonaSpec

CANON = "canon"
"""The folder of canonical sets in a project."""

STEPS = "beatforge.persona.canon.steps"
FIGURE, BOOTH, CAPTIONS = "canon/figure", "canon/booth", "canon/captions"
_DRAWN_WITH = ("llvmlite", "numpy", "pillow")


def set_home(persona: Persona) -> PurePosixPath:
    """The folder of a persona's set at its version, from the project folder."""
    version = persona.spec.version
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", version):
        raise UsageError(
            f'{persona.source.label}: version "{version}" can\'t name a folder; letters, digits, . - _ can'
        )
    return PurePosixPath(CANON, persona.id.partition("@")[0], version)


def canon_targets(persona: Persona, size: int) -> tuple[Target, ...]:
    """Everything that the set at this version is made of, what is read first in front."""
    from beatforge.persona.canon.captions import SUFFIX, captions_of
    from beatforge.persona.canon.pictures import canonical_pictures, training_pictures
    from beatforge.persona.canon.steps import shown_value

    spec, home = persona.spec, set_home(persona)
    captions = captions_of(spec, training_pictures(spec))
    told = {PurePosixPath(name).name + SUFFIX: text for name, text in captions.items()}
    places = {PurePosixPath(name).name + SUFFIX: str(home / (name + SUFFIX)) for name in captions}
    return (
        Target(FIGURE, f"{STEPS}:figure_step", shown_value(spec, False), (), ("figure.json",)),
        Target(BOOTH, f"{STEPS}:figure_step", shown_value(spec, True), (), ("figure.json",)),
        Target(CAPTIONS, f"{STEPS}:captions_step", {"captions": told}, (), tuple(told), places=places),
        *(picture_target(spec, picture, size, home) for picture in canonical_pictures(spec)),
    )


def picture_target(spec: PersonaSpec, picture: Picture, size: int, home: PurePosixPath) -> Target:
    """One picture, with its place in the folder `home`."""
    name, places = f"canon/{picture.name}", {"picture.png": str(home / f"{picture.name}.png")}
    work = max(1, size * size // 10000)
    if picture.kind == "swatches":
        colours = [spec.figure.colours[name] for name in spec.canon.swatches or spec.figure.colours]
        value: dict[str, Any] = {"colours": colours, "size": size}
        return Target(name, f"{STEPS}:swatches_step", value, (), ("picture.png",), packages=_DRAWN_WITH[1:],
                      places=places)  # fmt: skip
    inputs = (Output(BOOTH if _needs_booth(spec, picture) else FIGURE, "figure.json"),)
    value = picture_value(spec, picture, size)
    return Target(
        name, f"{STEPS}:picture_step", value, inputs, ("picture.png",), packages=_DRAWN_WITH, places=places, work=work
    )


def picture_value(spec: PersonaSpec, picture: Picture, size: int) -> dict[str, Any]:
    """All that decides how a picture of the figure looks, beside the figure."""
    from beatforge.persona.canon.steps import pose_value
    from beatforge.persona.poses import expression_of

    assert picture.pose is not None and picture.camera is not None
    camera = picture.camera
    theme = spec.themes[picture.theme].model_dump(mode="json", exclude_defaults=True) if picture.theme else None
    return {
        "kind": picture.kind,
        "size": size,
        "pose": pose_value(picture.pose),
        "expression": dict(expression_of(spec, picture.expression).numbers),
        "camera": {"eye": camera.eye, "target": camera.target, "view_degrees": camera.view_degrees},
        "with_booth": picture.with_booth,
        "has_floor": picture.has_floor,
        "theme": theme,
    }


def places_of(targets: Sequence[Target]) -> Mapping[str, tuple[Target, str]]:
    """What belongs to a set, by its place in the project: its target and that target's output."""
    return {place: (target, out) for target in targets for out, place in target.places.items()}


def picture_names(targets: Sequence[Target]) -> Iterator[str]:
    """Names of a set's pictures, as in expressions/delighted_joy."""
    yield from (target.name.removeprefix("canon/") for target in targets if "picture.png" in target.outputs)


def _needs_booth(spec: PersonaSpec, picture: Picture) -> bool:
    from beatforge.persona.canon.pictures import stands_at_booth

    return picture.with_booth or (picture.pose is not None and stands_at_booth(spec, picture.pose))
