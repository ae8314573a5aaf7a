"""The grade: what is done to a finished colour. Exposure, warmth, contrast, saturation, lifted blacks, corners, grain,
then a colour table of the user's.

In: a traced colour 0..1 and the numbers `grade.*` of the uniforms. Out: a colour 0..1. Traced only where a shot has a
grade, so a film without one pays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beatforge.picture.gbuffer import unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.planes import Plane, Reader
from beatforge.picture.trace import Colour, V, clamp, executor, floor, fma, luma, mix, smoothstep
from beatforge.project.vocabulary import GRADES

TABLE = "colour table"
"""The plane that holds the colour table."""

USUAL = {"contrast": 1.0, "saturation": 1.0}
"""What leaves colours as they are; 0 for all others."""

GRAIN = 1.6
"""Points of a grain's cell."""


@dataclass(frozen=True, slots=True, eq=False)
class ColourTable:
    """A 3D table: `size` steps of red, green and blue; red runs fastest along a row, a row for each green and blue."""

    plane: Plane
    size: int


def grade_values(grade: Mapping[str, int]) -> dict[str, float]:
    """The uniforms of a grade given in per cent; `grade.exposure` becomes the factor that its stops mean."""
    values = {name: grade.get(name, USUAL.get(name, 0.0) * 100) / 100 for name in GRADES}
    values["exposure"] = 2.0 ** values["exposure"]
    return {f"grade.{name}": value for name, value in values.items()}


def draw_grade(x: V, y: V, u: Uniforms, colour: Colour) -> list[Any]:
    """The graded colour of a pixel at (x, y) points."""
    warm = u["grade.warmth"] * 0.14
    lit = [channel * u["grade.exposure"] for channel in colour]
    lit = [lit[0] * (1.0 + warm), lit[1] * fma(warm, 0.1, 1.0), lit[2] * (1.0 - warm)]
    grey = luma(lit)
    told = [fma(fma(channel - grey, u["grade.saturation"], grey) - 0.5, u["grade.contrast"], 0.5) for channel in lit]
    fade = u["grade.fade"]
    lifted = [
        fma(clamp(channel), fma(fade, -0.22, 1.0), fade * lift) for channel, lift in zip(told, _LIFT, strict=True)
    ]
    across, down = fma(x, 1.0 / u.width, -0.5), fma(y, 1.0 / 720.0, -0.5)
    corner = smoothstep(0.10, 0.55, fma(across, across, down * down)) * u["grade.vignette"] * 0.75
    grain = (_grain(x, y, u) - 0.5) * u["grade.grain"] * 0.16
    return [clamp(fma(channel, 1.0 - corner, grain)) for channel in lifted]


_LIFT = (0.15, 0.13, 0.14)
"""What faded blacks become."""


def _grain(x: V, y: V, u: Uniforms) -> V:
    """Chance that is another one in each frame: two neighbouring cells, so that it is no checkerboard."""
    column, row, frame = floor(x * (1 / GRAIN)), floor(y * (1 / GRAIN)), u.frame
    one = chance(cell(column + frame * 7.0, row + frame * 13.0), 5)
    other = chance(cell(column + frame * 7.0 + 1.0, row + frame * 13.0), 5)
    return (one + other) * 0.5


def draw_table(colour: Colour, planes: Reader, size: int) -> list[Any]:
    """The colour that the table `TABLE` of `size` steps has for this one, between its steps."""
    slot, _ = planes.slots[TABLE]
    places = [clamp(channel) * float(size - 1) for channel in colour]
    lows = [floor(place * 0.99999) for place in places]
    parts = [place - low for place, low in zip(places, lows, strict=True)]

    def at(red: float, green: float, blue: float) -> list[V]:
        row = fma(lows[2] + blue, float(size), lows[1] + green)
        return unpack_colour(executor().fetch(slot, lows[0] + red, row))

    sides = []
    for blue in (0.0, 1.0):
        low, high = (mix(at(0.0, green, blue), at(1.0, green, blue), parts[0]) for green in (0.0, 1.0))
        sides.append(mix(low, high, parts[1]))
    return mix(sides[0], sides[1], parts[2])
