"""Pixel: a 16-bit game. Big square pixels, two dozen colours, ordered dither where a gradient needs it and only there.

A cell is a fixed part of the height, so a picture has as many pixels at every size. All colours come from the palette's
roles and their mixtures. Near things wear a dark rim in their own colour and catch light on top. The dither's pattern
is counted in a thing's own world: it moves with the thing, a whole pixel at a time, as a sprite does.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.gbuffer import anchor_of, depth_of, emission_of, ident_of, pack_colour, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import ANCHOR, COLOUR, MATTER, Medium, Pass, weighted
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    both,
    choose,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    luma,
    mix,
    saturate,
    sel,
    smoothstep,
    vmax,
    vmin,
)
from beatforge.project.vocabulary import ROLES

MARKS = ("size", "line", "tones")

CELL = 4.0
"""Points to a pixel's side."""

BLENDS = (
    ("sky_low", "sky_top", 0.2),
    ("sky_low", "sky_top", 0.4),
    ("sky_low", "sky_top", 0.6),
    ("sky_low", "sky_top", 0.8),
    ("sky_low", "sun", 0.5),
    ("far", "sky_low", 0.5),
    ("far", "mid", 0.5),
    ("mid", "near", 0.5),
    ("near", "ink", 0.5),
    ("accent", "sun", 0.45),
    ("accent", "ink", 0.5),
    ("accent2", "paper", 0.5),
    ("accent2", "ink", 0.55),
    ("sun", "mid", 0.45),
    ("sky_top", "ink", 0.5),
    ("mid", "accent2", 0.4),
)
"""What the palette is enriched by: two roles and the share of the second."""

CLOSE = 0.16
"""Colours further apart than this (squared distance) are never dithered: it would be noise, not a gradient."""

_SIDES = ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0))


def draw_cells(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Each cell's one colour."""
    size = CELL * clamp(u.mark("size"), 1.0, 3.0)
    x, y = _middle(x, size), _middle(y, size)
    here, own = planes.fetch(MATTER, x, y, u), _mean(x, y, size, u, planes)
    depth, ident = depth_of(here), ident_of(here)
    low = high = luma(own)
    rim, top, inner = as_float(0.0), as_float(0.0), as_float(0.0)
    is_near = smoothstep(0.80, 0.60, depth)
    for right, down in _SIDES:
        there = planes.fetch(MATTER, x + size * right, y + size * down, u)
        light = luma(unpack_colour(planes.fetch(COLOUR, x + size * right, y + size * down, u)))
        low, high = vmin(low, light), vmax(high, light)
        inner = vmax(inner, sel(fabs(ident_of(there) - ident) > 0.5, 1.0, 0.0))
        if down < 1.0:
            rim = vmax(rim, smoothstep(0.05, 0.09, depth_of(there) - depth))
    above = depth_of(planes.fetch(MATTER, x, y - 2.0 * size, u))
    top = smoothstep(0.05, 0.09, above - depth) * (1.0 - rim)
    lit = emission_of(here)
    colour = saturate(own, 1.15)
    colour = mix(colour, mix(u.role("sun"), u.role("paper"), 0.3), top * is_near * (1.0 - lit) * 0.40)
    dark = clamp(rim * is_near * (1.0 - lit) * u.mark("line") * 0.85)
    colour = mix(colour, mix([channel * 0.25 for channel in own], u.role("ink"), 0.5), dark)
    even = both(high - low < 0.11, inner < 0.5, lit < 0.85)
    return [pack_colour(_limited(colour, even, _pattern(x, y, size, u, planes), u))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Square pixels."""
    size = CELL * clamp(u.mark("size"), 1.0, 3.0)
    return unpack_colour(planes.fetch("cells", _middle(x, size), _middle(y, size), u))


def _mean(x: V, y: V, size: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The drawing's mean colour in a cell, where a large frame's drawing has more than one place in it."""
    way = size * 0.25
    corners = ((x - way, y - way), (x + way, y - way), (x - way, y + way), (x + way, y + way))
    return weighted([(0.25, unpack_colour(planes.fetch(COLOUR, *corner, u))) for corner in corners])


def _middle(place: V, size: V) -> V:
    return (floor(place / size) + 0.5) * size


def _pattern(x: V, y: V, size: V, u: Uniforms, planes: Reader) -> tuple[V, V]:
    """A checker (0 or 1), and one cell of four (1); laid in the thing's own world."""
    right, down = anchor_of(planes.fetch(ANCHOR, x, y, u))
    # the anchor is the drawing's pixel's, whose middle is not the cell's at every frame size
    own = 4.0 / u.per_point
    right, down = right + x - _middle(x, own), down + y - _middle(y, own)
    column, row = floor(right / size) * 0.5, floor(down / size) * 0.5
    odd_column, odd_row = fract(column) * 2.0, fract(row) * 2.0
    checker = fabs(odd_column - odd_row)
    # one cell of four, every second row of them half a step on, so that they make no columns
    along = fract(column + floor(row) * 0.5)
    return checker, sel(both(odd_row < 0.5, along < 0.2), 1.0, 0.0)


def _limited(colour: list[Any], even: V, pattern: tuple[V, V], u: Uniforms) -> list[Any]:
    """The nearest colour that there is; on even ground mixed with the next nearest in that direction, in a pattern."""
    shades = [u.role(name) for name in ROLES]
    shades += [mix(u.role(one), u.role(other), share) for one, other, share in BLENDS]
    first = _nearest(colour, shades)
    beyond = [fma(wanted - got, 2.0, got) for wanted, got in zip(colour, first, strict=True)]
    second = _nearest(beyond, shades)
    way = [there - here for there, here in zip(second, first, strict=True)]
    apart = _dot(way, way)
    along = _dot([wanted - got for wanted, got in zip(colour, first, strict=True)], way) / vmax(apart, 1e-6)
    checker, quarter = pattern
    wanted = along * u.mark("tones")
    second_here = sel(wanted > 0.36, checker, sel(wanted > 0.14, quarter, 0.0))
    mixed = both(even, second_here > 0.5, apart < CLOSE, apart > 1e-6)
    return choose(mixed, second, first)


def _nearest(colour: list[Any], shades: list[list[Any]]) -> list[Any]:
    best: list[Any] = [*shades[0], 99.0]
    for shade in shades:
        way = [one - other for one, other in zip(colour, shade, strict=True)]
        distance = fma(way[0] * way[0], 0.9, fma(way[1] * way[1], 1.6, way[2] * way[2] * 0.6))
        best = choose(distance < best[3], [*shade, distance], best)
    return best[:3]


def _dot(one: list[Any], other: list[Any]) -> V:
    total: Number = 0.0
    for left, right in zip(one, other, strict=True):
        total = fma(left, right, total)
    return as_float(total)


MEDIUM = Medium(scale=4, passes=(Pass(draw_cells, 4, ("cells",)),), finish=finish, is_anchored=True)
