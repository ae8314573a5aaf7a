"""Tiles: the picture as an isometric diorama. Blocks seen from above, near things tall, lights standing out.

Each block takes colour and height from the place its foot is at, so a subject stays where composition put it, raised
by its height. Where nothing is to be told, small blocks are one slab, so that the sky is calm and subjects are fine.
The ground lies in broad terraces that slowly rise and sink. Light comes from the upper left; tall blocks throw shadows.
All that is the same for half a block is worked out on the lattice; a pixel finds its half block there and adds lines.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.blocks import BLOCK, BLOCK_PASSES, DUSK, EDGES, PARTS, STEP, TALL
from beatforge.picture.brushes.faces import (
    EVEN,
    EVEN_FROM,
    FACE,
    FACE_COLOUR,
    FACE_PASSES,
    FRONT,
    HAZE,
    IS_DUSKY,
    IS_MOVING,
    IS_TOP,
    ODD,
    ODD_FROM,
    WHOLE,
    as_set,
    block_colour,
    hazy,
    high_field,
    is_set,
    raised,
    ramp,
    side_light,
    top_light,
)
from beatforge.picture.brushes.lattice import half_block
from beatforge.picture.gbuffer import field, part
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Medium
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, fabs, floor, fma, fract, gate, sel, vmax, vmin

MARKS = ("size", "edge")

DARKEST = 0.28
"""How dark it is at the foot of what stands behind to the right."""


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The foremost block that covers this pixel: its top, its left or its right side."""
    column, row, in_right, in_left = half_block(x, y, u)
    face = planes.cell(FACE, column, row)
    return gate(
        is_set(face, IS_MOVING),
        lambda: _moving(column, row, in_right, in_left, u, planes),
        _still(face, in_right, in_left, u),
    )


def _still(face: V, in_right: V, in_left: V, u: Uniforms) -> list[V]:
    """A pixel of half a block's ground that shows one face: a top just as this block's lies, or a side."""
    front, back = _edges(face, in_right, in_left)
    edge = u.mark("edge")
    dark = as_set(face, IS_TOP, edge * -0.145, edge * -0.066)
    dusk = as_set(face, IS_DUSKY, 0.0, ramp(0.5, 0.0, in_left) * -DARKEST)
    light = fma(front, edge * 0.1425, fma(back, dark, 1.0 + dusk))
    return [high_field(face, at, wide) * (light * (1.0 / ((1 << wide) - 1 << at))) for at, wide in FACE_COLOUR]


def _moving(column: V, row: V, in_right: V, in_left: V, u: Uniforms, planes: Reader) -> list[V]:
    """A pixel where blocks are not whole steps high."""
    aside, low, high = in_right - in_left, vmin(in_right, in_left), vmax(in_right, in_left)
    before = _foremost(planes.cell(FRONT, column, row), low, high)
    word = planes.cell(BLOCK, column, row + before)
    half = floor(before * 0.5)
    is_odd = half + 0.25 < before * 0.5
    # from the front tip of a block to here: along its nearer front edge, and how much farther along the other
    near = half + 1.0 - sel(is_odd, low, high)
    farther = sel(is_odd, 1.0 - fabs(aside), fabs(aside))
    shows_right = sel(is_odd, 0.0 - aside, aside) > 0.0
    down = fma(field(word, *TALL), STEP / PARTS, 0.0 - near)
    nearer, other = 1.0 + down, 1.0 + down - farther
    on_right, on_left = sel(shows_right, nearer, other), sel(shows_right, other, nearer)
    top, haze = top_light(word)
    front, back = _edges(word, on_right, on_left)
    edge = u.mark("edge")
    top = fma(front, edge * 0.15, fma(back, edge * -0.07, top)) - ramp(0.5, 0.0, on_left) * (
        part(word, *DUSK) * DARKEST
    )
    side = fma(_back(fract(down)), edge * -0.10, side_light(down, shows_right))
    is_top = down < 0.0
    return hazy(block_colour(word), sel(is_top, top, side), sel(is_top, haze, HAZE), u)


def _foremost(told: V, low: V, high: V) -> V:
    """How many rows before a pixel's own block the one stands that it shows."""
    even = sel(low * (2.0 * PARTS) > field(told, *EVEN_FROM), field(told, *EVEN) * 2.0, 0.0)
    odd = sel(high * (2.0 * PARTS) > field(told, *ODD_FROM), fma(field(told, *ODD), 2.0, 1.0), 0.0)
    return vmax(field(told, *WHOLE), vmax(even, odd))


def _edges(word: V, on_right: V, on_left: V) -> tuple[V, V]:
    """Lines along the front borders of slabs (not of the small blocks in them), and along those at the back."""
    front = vmax(raised(on_right, word, EDGES), raised(on_left, word, EDGES + 1))
    return ramp(1.70, 1.84, front), _back(vmin(raised(on_right, word, EDGES + 2), raised(on_left, word, EDGES + 3)))


def _back(down: V) -> V:
    return ramp(0.18, 0.07, down)


MEDIUM = Medium(scale=4, passes=BLOCK_PASSES + FACE_PASSES, finish=finish)
