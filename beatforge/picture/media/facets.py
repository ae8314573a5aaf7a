"""Facets: a low-poly world. Flat triangles, each with one colour and a tilt of its own that catches the light.

The mesh is a lattice of triangles with its corners moved, fixed to the things it covers; where there is detail, a
triangle falls into four, and those into four again. Small things that no triangle can tell stay as they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from beatforge.picture.brushes.mesh import border, quarter, tilt, triangle
from beatforge.picture.brushes.strokes import SOFT, draw_soft
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms, scene_coordinates
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, RGB, Medium, Pass, anchor, draw_outline, smooth
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
    gate,
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

VIVID = 1.2
"""How much richer colours are than the motif's."""

DETAIL = (0.05, 0.12)
"""Differences of light from which a triangle falls into four, and again."""

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


def draw_facets(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The facet a place lies in: one colour, shaded by its tilt, or what is another thing than the facet, as drawn;
    then how far its nearest border is and on which side, and how much of the drawing is seen."""
    side = vmax(u.mark("size"), 0.3) * SIDE
    right, down = anchor(planes)
    corners, weights = triangle(right * (1.0 / side), down * (1.0 / side))
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
    first, inner, finer, halved = quarter(weights, detail > DETAIL[0])
    second, innermost, finest, quartered = quarter(inner, detail > DETAIL[1])
    place = seen(first(second(middle)))
    facet = _between(planes, SOFT, *place, u, RGB)
    here, drawn = planes.near(MATTER), unpack_colour(planes.near(COLOUR))
    is_other = fabs(ident_of(planes.fetch(MATTER, *place, u)) - ident_of(here)) > 0.5
    apart = fabs(facet[0] - drawn[0]) + fabs(facet[1] - drawn[1]) + fabs(facet[2] - drawn[2])
    edge = part(planes.near(OUTLINE), 0, 10)
    as_drawn = vmax(sel(is_other, 1.0, smoothstep(0.27, 0.52, apart)), smoothstep(0.1, 0.5, edge))
    own = fract(_sum(corner[2] for corner in corners) * 7.0) - 0.5
    shade = fma(tilt(corners), 0.21, 1.0) + own * 0.05 + (halved + quartered)
    shade = fma(shade - 1.0, fma(lit, -0.5, 1.0) * u.mark("edge"), 1.0)
    colour = [channel * shade for channel in saturate(mix(facet, drawn, as_drawn), VIVID)]
    far, out_x, out_y = border(corners, innermost, finer * finest, screen / u.pixel)
    parts = (far, fma(out_x, 0.5, 0.5), fma(out_y, 0.5, 0.5), as_drawn)
    return [pack_colour(colour), pack([(value, 8) for value in parts])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The facet of the coarse pixel and that beyond its border, as much of each as this pixel has; what is seen as
    drawn is smooth."""
    words, along, across = planes.around("facet")
    word = planes.coarse("border")
    # this pixel from the middle of the coarse one, and which of the four about it are beside it
    right, down = 0.5 - along, 0.5 - across
    is_left, is_upper = along > 0.5, across > 0.5
    beside = sel(is_upper, sel(is_left, words[2], words[3]), sel(is_left, words[0], words[1]))
    upright = sel(is_upper, sel(is_left, words[1], words[0]), sel(is_left, words[3], words[2]))
    to_side, to_end = (fma(part(word, shift, 8), 2.0, -1.0) * way for shift, way in ((8, right), (16, down)))
    inside = clamp(fma(part(word, 0, 8) - to_side - to_end, 2.0, 0.5))
    beyond = unpack_colour(sel(to_side > to_end, beside, upright))
    colour = mix(beyond, unpack_colour(planes.coarse("facet")), inside)
    as_drawn = clamp(smooth(planes, "border", ((24, 8),))[0] * 2.0)
    return gate(as_drawn > 0.0, lambda: mix(colour, smooth(planes, "facet", RGB), as_drawn), colour)


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


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_soft, 4, (SOFT,)),
        Pass(draw_detail, 4, ("detail",)),
        Pass(draw_facets, 2, ("facet", "border")),
    ),
    finish=finish,
)
