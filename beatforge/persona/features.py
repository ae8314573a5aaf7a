"""Features of a face as numbers of rows: lids, eyes, the mouth and what is painted.

In: an expression's numbers by name, and how far the eyes are closed. Out: rows filled in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from beatforge.persona import layout
from beatforge.persona.bones import direction

Array = Any

SHUT, SHUT_BOW = -0.42, 0.40
"""Where lids meet, in the eye's unit sphere, and how much that line rises towards the corners."""

FRONT = 0.87
"""Cosine of the angle up to which a camera is in front of an eye."""

_MOUTH = ("x", "y", "width", "smile", "smirk", "open", "upper", "round")


def linear(code: str) -> tuple[float, float, float]:
    """A colour as light: displays square what they are told, nearly."""
    red, green, blue = (int(code[at : at + 2], 16) / 255.0 for at in (0, 2, 4))
    return (red * red, green * green, blue * blue)


def lens_of(told: Mapping[str, float], blink: float, side: float) -> tuple[float, ...]:
    """The opening of one lid, in the order of `layout.LID_NUMBERS`; `side` is 1 at her left. In a blink both lids meet
    on a curve that hangs a little below the middle, crossed over by a trifle, so that nothing shows between them."""
    top = told["lid"] + (told["lid_extra"] if side > 0 else 0.0)
    meeting = (SHUT - 0.02, 0.0, -SHUT_BOW, SHUT, SHUT_BOW)
    seen = (top, told["lid_slant"] * side, told["lid_bow"], told["low"], told["low_bow"])
    return *(a + (b - a) * blink for a, b in zip(seen, meeting, strict=True)), told["lid_shift"] * side


def fill_lid(row: Array, told: Mapping[str, float], blink: float, side: float, at: int = layout.EXTRA) -> None:
    row[at : at + 6] = lens_of(told, blink, side)


def fill_mouth(row: Array, told: Mapping[str, float], numbers: Mapping[int, float]) -> None:
    """`numbers` are the form's own: how deep it is, how far lips stand out."""
    row[layout.SIZE : layout.SIZE + 8] = [told[f"mouth_{name}"] for name in _MOUTH]
    for place, value in numbers.items():
        row[place] = value
    # a mouth that is shut has no inside
    gap = told["mouth_open"] + told["mouth_upper"]
    row[layout.SIZE + 8] = row[layout.SIZE + 8] * min(1.0, max(0.0, (gap - 0.012) / 0.10))


def fill_eye(
    row: Array, told: Mapping[str, float], blink: float, side: float, head: Array, form: Array, camera: Array | None
) -> None:
    """Where an eye looks, in its own frame; both look the same way. A `camera` that sees them from the side draws them
    towards it, as cartoons do: an iris that looks straight past it would be a line."""
    way = head @ direction((told["gaze_x"] * 0.9, told["gaze_y"], 1.0))
    if camera is not None:
        way = _drawn(way, direction(camera - form[layout.CENTRE : layout.CENTRE + 3]), row[_places("eye")["toward"]])
    lines = form[layout.FRAME_AT : layout.FRAME_AT + 12].reshape(3, 4)[:, :3].astype(float)
    own = np.array([direction(line) for line in lines]) @ way
    values = {"gaze_x": own[0], "gaze_y": own[1], "gaze_z": own[2], "iris": told["iris"], "pupil": told["pupil"]}
    values |= dict(zip(layout.LID_NUMBERS, lens_of(told, blink, side), strict=True))
    _fill(row, "eye", values)


def _drawn(way: Array, view: Array, toward: float) -> Array:
    """A gaze drawn to the camera: not where that is in front of the eye (within 30 degrees), wholly at its side."""
    part = min(max((FRONT - float(way @ view)) / FRONT, 0.0), 1.0)
    return direction(way + view * (toward * part * part * (3.0 - 2.0 * part)))


def face_numbers(row: Array, told: Mapping[str, float]) -> None:
    _fill(row, "face", told)


def _fill(row: Array, paint: str, values: Mapping[str, float]) -> None:
    places = _places(paint)
    for name, value in values.items():
        if name in places:
            row[places[name]] = value


@cache
def _places(paint: str) -> dict[str, int]:
    from beatforge.persona.paints import PAINTS

    return {name: layout.MATERIAL_NUMBERS + at for at, name in enumerate(PAINTS[paint].numbers)}
