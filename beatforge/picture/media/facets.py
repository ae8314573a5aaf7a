"""Facets: a low-poly world. Flat triangles, each with one colour and a tilt of its own that catches the light.

The mesh is a lattice of triangles with its corners moved, fixed to the things it covers; where there is detail, a
triangle falls into four, and those into four again. Small things that no triangle can tell stay as they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from beatforge.picture.brushes.strokes import SOFT, anchor_within, draw_soft
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms, scene_coordinates
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, RGB, Medium, Pass, draw_outline, smooth
from beatforge.picture.noise import cell, chance
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    lerp,
    luma,
    mix,
    saturate,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("size", "edge")

SIDE = 74.0
"""Points along a triangle's side, where nothing is to be told."""

MOVED = 0.38
"""The square in which a corner lies, in sides; with 0.4 triangles could fold over."""

DETAIL = (0.05, 0.12)
"""Differences of light from which a triangle falls into four, and again."""

_HIGH = 0.8660254
_ABOUT = tuple((dx, dy) for dx in (-2, 0, 2) for dy in (-2, 0, 2))


def draw_detail(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How much there is to tell about a place, and how lit it is."""
    lights = [luma(unpack_colour(planes.near(SOFT, dx, dy))) for dx, dy in _ABOUT]
    low = high = lights[0]
    for light in lights[1:]:
        low, high = vmin(low, light), vmax(high, light)
    matter = planes.fetch(MATTER, x, y, u)
    # stars would break the sky to splinters
    told = (high - low) * sel(depth_of(matter) > 0.985, 0.5, 1.0)
    return [pack([(told, 16), (emission_of(matter), 16)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The facet a pixel lies in: one colour, shaded by its tilt; what is another thing than the facet, as drawn."""
    side = vmax(u.mark("size"), 0.3) * SIDE
    right, down = anchor_within(x, y, u, planes)
    corners, weights = _triangle(right * (1.0 / side), down * (1.0 / side))
    screen = side / u.view_scale
    # all pixels of a thing must find the same places, more exactly than anchors tell: whole points of drift do
    scene_x, scene_y = (way * 720.0 for way in scene_coordinates(x, y, u))
    steady_x, steady_y = (
        fma(_unsteady(scene_x - right), 1.0 / u.view_scale, x),
        fma(_unsteady(0.0 - scene_y - down), 1.0 / u.view_scale, y),
    )

    def seen(shares: list[V]) -> tuple[V, V]:
        """Where on the screen a point of the triangle is."""
        across, along = (
            _sum(share * corner[way] for share, corner in zip(shares, corners, strict=True)) for way in (0, 1)
        )
        return fma(across, screen, steady_x), fma(along, screen, steady_y)

    middle = [as_float(1.0 / 3.0)] * 3
    detail, lit = _between(planes, "detail", *seen(middle), u, ((0, 16), (16, 16)))
    first, inner, half = _quarter(weights, detail > DETAIL[0])
    second, _, quarter = _quarter(inner, detail > DETAIL[1])
    place = seen(first(second(middle)))
    facet = _between(planes, SOFT, *place, u, RGB)
    drawn = smooth(planes, COLOUR, RGB)
    is_other = fabs(ident_of(planes.fetch(MATTER, *place, u)) - ident_of(planes.coarse(MATTER))) > 0.5
    apart = fabs(facet[0] - drawn[0]) + fabs(facet[1] - drawn[1]) + fabs(facet[2] - drawn[2])
    edge = smooth(planes, OUTLINE, ((0, 10),))[0]
    as_drawn = vmax(sel(is_other, 1.0, smoothstep(0.27, 0.52, apart)), smoothstep(0.1, 0.5, edge))
    own = fract(_sum(corner[2] for corner in corners) * 7.0) - 0.5
    shade = fma(_tilt(corners), 0.21, 1.0) + own * 0.05 + (half + quarter)
    shade = fma(shade - 1.0, fma(lit, -0.5, 1.0) * u.mark("edge"), 1.0)
    return [clamp(channel * shade) for channel in saturate(mix(facet, drawn, as_drawn), 1.2)]


def _unsteady(drift: V) -> V:
    """What a drift lacks to whole points."""
    return floor(drift + 0.5) - drift


def _sum(parts: Iterable[V]) -> V:
    total: Number = 0.0
    for one in parts:
        total = one + total
    return as_float(total)


def _between(planes: Reader, name: str, x: V, y: V, u: Uniforms, fields: Sequence[tuple[int, int]]) -> list[V]:
    """Packed values of a plane of a quarter of the size, anywhere, between its pixels: so that the place may be told a
    little less exactly than a pixel without a facet falling apart."""
    step = 4.0 / u.per_point
    column, row = fma(x, 1.0 / step, -0.5), fma(y, 1.0 / step, -0.5)
    left, top = floor(column), floor(row)
    along, across = column - left, row - top
    words = [
        planes.fetch(name, (left + (0.5 + right)) * step, (top + (0.5 + down)) * step, u)
        for down in (0.0, 1.0)
        for right in (0.0, 1.0)
    ]
    values = []
    for shift, width in fields:
        taps = [part(word, shift, width) for word in words]
        values.append(lerp(lerp(taps[0], taps[1], along), lerp(taps[2], taps[3], along), across))
    return values


def _triangle(right: V, down: V) -> tuple[list[list[V]], list[V]]:
    """The triangle about a point: three corners (where they are from the point, and a random height), and how near the
    point is to each (shares that make 1)."""
    row = down * (1.0 / _HIGH)
    column = fma(row, -0.5, right)
    # the nearest corner of the even lattice, as cubes are rounded
    near_column, near_row = floor(column + 0.5), floor(row + 0.5)
    near_other = floor(0.5 - column - row)
    off_column, off_row = fabs(near_column - column), fabs(near_row - row)
    off_other = fabs(near_other + column + row)
    fixed_column = (off_column > off_row) & (off_column > off_other)
    fixed_row = (off_row > off_other) & (off_row > off_column)
    near_column, near_row = (
        sel(fixed_column, 0.0 - near_row - near_other, near_column),
        sel(fixed_row, 0.0 - near_column - near_other, near_row),
    )
    column, row = near_column - column, near_row - row

    def corner(columns: Number, rows: Number) -> list[V]:
        number = chance(cell(near_column + columns, near_row + rows), 1)
        moved = fma(fract(number * 256.0), MOVED, -0.5 * MOVED), fma(fract(number * 4096.0), MOVED, -0.5 * MOVED)
        return [
            fma(row + rows, 0.5, column + columns) + moved[0],
            fma(row + rows, _HIGH, moved[1]),
            number,
        ]

    hub = corner(0.0, 0.0)

    def is_past(end: list[V]) -> V:
        """Whether the point lies beyond the line from the hub to that corner, as one goes round."""
        return _cross(end[0] - hub[0], end[1] - hub[1], 0.0 - hub[0], 0.0 - hub[1]) > 0.0

    # first in which half about the hub the point lies, then in which third of it: two corners need not be looked at
    start, turn = corner(1.0, 0.0), corner(-1.0, 0.0)
    is_first = _is_within(hub, start, turn, is_past)
    way = sel(is_first, 1.0, -1.0)
    ends = [[sel(is_first, a, b) for a, b in zip(*pair, strict=True)] for pair in ((start, turn), (turn, start))]
    rim = [ends[0], corner(0.0, way), corner(0.0 - way, way), ends[1]]
    past_second, past_third = is_past(rim[1]), is_past(rim[2])
    one = [sel(past_third, c, sel(past_second, b, a)) for a, b, c in zip(*rim[:3], strict=True)]
    other = [sel(past_third, c, sel(past_second, b, a)) for a, b, c in zip(*rim[1:], strict=True)]
    whole = 1.0 / _cross(one[0] - hub[0], one[1] - hub[1], other[0] - hub[0], other[1] - hub[1])
    to_one = _cross(0.0 - hub[0], 0.0 - hub[1], other[0] - hub[0], other[1] - hub[1]) * whole
    to_other = _cross(one[0] - hub[0], one[1] - hub[1], 0.0 - hub[0], 0.0 - hub[1]) * whole
    return [hub, one, other], [1.0 - to_one - to_other, to_one, to_other]


def _is_within(hub: list[V], start: list[V], turn: list[V], is_past: Any) -> V:
    """Whether the point lies between the ways to two corners, going round from the first; they may be over a half turn
    apart, or under."""
    opened = _cross(start[0] - hub[0], start[1] - hub[1], turn[0] - hub[0], turn[1] - hub[1])
    past_start, past_turn = (sel(is_past(end), 1.0, 0.0) for end in (start, turn))
    both = past_start * (1.0 - past_turn)
    either = vmax(past_start, 1.0 - past_turn)
    return sel(opened > 0.0, both, either) > 0.5


def _quarter(weights: list[V], is_split: V) -> tuple[Any, list[V], V]:
    """One of the four triangles in a triangle, if it is split: how shares in it become shares of the whole, the
    point's shares in it, and a small shade of its own."""
    ends = [sel((weight > 0.5) & is_split, 1.0, 0.0) for weight in weights]
    is_middle = sel(is_split, 1.0 - ends[0] - ends[1] - ends[2], 0.0)
    # 2 in a corner, -2 in the middle, 1 where it is whole
    factor = fma(is_middle, -4.0, sel(is_split, 2.0, 1.0))
    inner = [fma(weight, factor, is_middle - end) for weight, end in zip(weights, ends, strict=True)]
    back = 1.0 / factor

    def whole(shares: list[V]) -> list[V]:
        return [(share + end - is_middle) * back for share, end in zip(shares, ends, strict=True)]

    shade = fma(ends[0] + ends[1] * 0.4, 0.05, is_middle * -0.05)
    return whole, inner, shade


def _tilt(corners: list[list[V]]) -> V:
    """How much a triangle over corners of random heights looks to the light, about -1 .. 1."""
    hub, one, other = corners
    ax, ay, ah = one[0] - hub[0], one[1] - hub[1], one[2] - hub[2]
    bx, by, bh = other[0] - hub[0], other[1] - hub[1], other[2] - hub[2]
    whole = 1.0 / _cross(ax, ay, bx, by)
    right, down = (ah * by - bh * ay) * whole, (ax * bh - bx * ah) * whole
    return clamp(right * 0.5 + down * 0.7, -1.2, 1.2)


def _cross(ax: V, ay: V, bx: V, by: V) -> V:
    return fma(ax, by, 0.0 - ay * bx)


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_soft, 4, (SOFT,)), Pass(draw_detail, 4, ("detail",))),
    finish=finish,
)
