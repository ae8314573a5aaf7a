"""Colours as numbers: "rrggbb" and OKLab, in which mixtures look like mixtures.

Plain Python on purpose: thirty numbers per frame need no arrays, and powers computed here only feed what is rounded to
float32 or to eight bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

Triple: TypeAlias = tuple[float, float, float]

_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_CONE_BACK = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_RGB_BACK = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def rgb(code: str) -> Triple:
    """ "rrggbb" as 0..1."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def code_of(colour: Triple) -> str:
    """0..1 as "rrggbb"."""
    return "".join(f"{round(255 * channel):02x}" for channel in colour)


def contrast(one: str, other: str) -> float:
    """How far two "rrggbb" stand apart in luminance, 1..21, as WCAG 2.1 defines its contrast ratio."""
    low, high = sorted(_luminance(rgb(code)) for code in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(colour: Triple) -> Triple:
    linear = tuple(((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in colour)
    lightness, green_red, blue_yellow = _turned(_LAB, [cone ** (1 / 3) for cone in _turned(_CONE, linear)])
    return lightness, green_red, blue_yellow


def from_oklab(colour: Triple) -> Triple:
    linear = _turned(_RGB_BACK, [cone**3 for cone in _turned(_CONE_BACK, colour)])
    held = [min(1.0, max(0.0, c)) for c in linear]
    red, green, blue = (1.055 * c ** (1 / 2.4) - 0.055 if c > 0.0031308 else c * 12.92 for c in held)
    return red, green, blue


def blend(one: Triple, other: Triple, part: float) -> Triple:
    """The colour between two, by OKLab; exactly one of them at part 0 or 1."""
    if part <= 0.0 or one == other:
        return one
    if part >= 1.0:
        return other
    lightness, green_red, blue_yellow = (a + (b - a) * part for a, b in zip(oklab(one), oklab(other), strict=True))
    return from_oklab((lightness, green_red, blue_yellow))


def toned(one: Triple, other: Triple, part: float) -> Triple:
    """Between two colours and about as strong as they are: what `blend` makes grey of opposites keeps a hue."""
    lightness, green_red, blue_yellow = (a + (b - a) * part for a, b in zip(oklab(one), oklab(other), strict=True))
    first, second = (sum(value * value for value in oklab(colour)[1:]) ** 0.5 for colour in (one, other))
    strength, wanted = (green_red * green_red + blue_yellow * blue_yellow) ** 0.5, first + (second - first) * part
    factor = 1.0 if strength < 1e-6 else min(2.5, 0.3 + 0.7 * wanted / strength)
    return from_oklab((lightness, green_red * factor, blue_yellow * factor))


def leaned(one: Triple, other: Triple, part: float) -> Triple:
    """A colour with `part` of the other's hue, as light as before and hardly weaker than both: of opposites, whose
    mixture were grey, the hue of the stronger one stays."""
    lightness, *own = oklab(one)
    named = oklab(other)[1:]
    hue = [a + (b - a) * part for a, b in zip(own, named, strict=True)]
    first, second, strength = (math.hypot(*way) for way in (own, named, hue))
    wanted = 0.7 * (first + (second - first) * part)
    if 1e-6 < strength < wanted:
        pull, far = (own, first) if first * (1.0 - part) > second * part else (named, second)
        along = sum(way * to for way, to in zip(hue, pull, strict=True)) / far
        more = (math.sqrt(along * along + wanted * wanted - strength * strength) - along) / far
        hue = [way + to * more for way, to in zip(hue, pull, strict=True)]
    return from_oklab((lightness, hue[0], hue[1]))


def enriched(one: Triple, factor: float) -> Triple:
    """A colour as light as before and `factor` times as strong."""
    lightness, green_red, blue_yellow = oklab(one)
    return from_oklab((lightness, green_red * factor, blue_yellow * factor))


def _turned(matrix: Sequence[Triple], vector: Sequence[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix]


def _luminance(colour: Triple) -> float:
    """WCAG's relative luminance, 0..1, of sRGB."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
