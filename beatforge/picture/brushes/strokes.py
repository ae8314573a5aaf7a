"""What brush strokes need to know of a picture: where they lie, which way they run, and what colour is there.

In: a motif's planes at half size, with anchors. Out: the planes `SOFT` (colour) and `FLOW` (direction, light) at a
quarter of the size, and helpers that find the strokes about a pixel. How a stroke looks is the medium's own affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from beatforge.picture.gbuffer import anchor_of, direction_of, emission_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import ANCHOR, COLOUR, MATTER, Pass, weighted
from beatforge.picture.noise import beside, cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import Number, V, atan2p, clamp, cosp, floor, fma, fract, luma, sinp, sqrt

SOFT, SLOPE, FLOW = "soft", "slope", "flow"

_CORNERS = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))
_ABOUT = ((0, 0, 4.0), *((dx, dy, 2.0) for dx, dy in ((2, 0), (-2, 0), (0, 2), (0, -2))))
_ABOUT += tuple((dx, dy, 1.0) for dx in (2, -2) for dy in (2, -2))
_FLAT = 0.035
"""Contrast below which strokes follow the motif's own direction rather than the picture's contours."""

_SWIRL = 0.22
"""Turns by which strokes stray where nothing tells them where to go."""


JITTER = {3: 0.7, 2: 0.5}
"""How far strokes lie from their lattice, in cells from side to side, by how many cells are looked at in a row."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stroke of a lattice that is fixed to a thing: two random numbers of its own, where its middle is on the screen
    (in points), and how far the pixel is from it, in cells."""

    own: V
    order: V
    x: V
    y: V
    right: V
    down: V


def draw_soft(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Four of the motif's pixels averaged."""
    step = u.pixel * 0.25
    places = [planes.fetch(COLOUR, fma(step, right, x), fma(step, down, y), u) for right, down in _CORNERS]
    return [pack_colour(weighted([(0.25, unpack_colour(place)) for place in places]))]


def draw_slope(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The direction along contours as a doubled angle (so that opposite ways agree), as long as the contrast."""
    light = {
        (dx, dy): luma(unpack_colour(planes.near(SOFT, dx, dy))) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy
    }
    right = sum(light[1, dy] * weight - light[-1, dy] * weight for dy, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)))
    down = sum(light[dx, 1] * weight - light[dx, -1] * weight for dx, weight in ((-1, 0.25), (0, 0.5), (1, 0.25)))
    squares = fma(right, right, down * down)
    shorter = 0.5 / sqrt(squares + 1e-6)
    return [pack([((down * down - right * right) * shorter + 0.5, 16), (fma(right * down * -2.0, shorter, 0.5), 16)])]


def draw_flow(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Which way strokes run (cosine and sine), how strong the contours there are, and light."""
    matter = planes.fetch(MATTER, x, y, u)
    right, down = anchor_of(planes.fetch(ANCHOR, x, y, u))
    stray = (noise(right * 0.005, down * 0.007) + noise(right * 0.013, fma(down, 0.017, 40.0)) * 0.5 - 0.75) * _SWIRL
    own = (direction_of(matter) - stray * u.mark("wobble")) * -2.0
    along, across = cosp(own) * _FLAT, sinp(own) * _FLAT
    strong: Number = 0.0
    for dx, dy, weight in _ABOUT:
        word = planes.near(SLOPE, dx, dy)
        one, other = part(word, 0, 16) - 0.5, part(word, 16, 16) - 0.5
        along, across = fma(one, weight / 8.0, along), fma(other, weight / 8.0, across)
        strong = fma(sqrt(fma(one, one, other * other)), weight / 8.0, strong)
    turns = atan2p(across, along) * 0.5
    parts = [fma(cosp(turns), 0.5, 0.5), fma(sinp(turns), 0.5, 0.5), clamp(strong * 2.0), emission_of(matter)]
    return [pack([(value, 8) for value in parts])]


STROKE_PASSES = (Pass(draw_soft, 4, (SOFT,)), Pass(draw_slope, 4, (SLOPE,)), Pass(draw_flow, 4, (FLOW,)))


def anchor_within(x: V, y: V, u: Uniforms, planes: Reader) -> tuple[V, V]:
    """`medium.anchor` in a pass at twice the motif's size: where in its own world this pixel's thing is."""
    right, down = anchor_of(planes.coarse(ANCHOR))
    block = u.pixel * 2.0
    inner = u.view_scale
    return (
        fma(x - (floor(x / block) + 0.5) * block, inner, right),
        fma(y - (floor(y / block) + 0.5) * block, inner, down),
    )


def spots(place: tuple[V, V], x: V, y: V, u: Uniforms, size: Number, shift: float, around: int) -> Iterator[Spot]:
    """The strokes whose middles are nearest to a pixel whose anchor is `place`: one to a cell of `size` points.

    With `around` 3 those of nine cells: a stroke may reach 1.15 cells from its middle; with 2 of four: 0.75 cells.
    `shift` (a part of a cell) gives another lattice.
    """
    each, jitter = 1.0 / size, JITTER[around]
    shift += 0.5 if around == 2 else 0.0
    across, along = fma(place[0], each, shift), fma(place[1], each, shift)
    left, top = floor(across), floor(along)
    across, along = across - left, along - top
    middle = cell(left, top, round(shift * 64))
    screen = size / u.view_scale
    first, to_middle = (-1, 0.5) if around == 3 else (0, 0.0)
    for row in range(first, 2):
        for column in range(first, 2):
            name = beside(middle, column, row)
            place_x, place_y = _two(chance(name, 1))
            own, order = _two(chance(name, 2))
            right = across - fma(place_x, jitter, column + to_middle - 0.5 * jitter)
            down = along - fma(place_y, jitter, row + to_middle - 0.5 * jitter)
            yield Spot(own, order, x - right * screen, y - down * screen, right, down)


def _two(number: V) -> tuple[V, V]:
    """Two random numbers out of one."""
    return number, fract(number * 1024.0)
