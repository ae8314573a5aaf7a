"""Which block of an isometric lattice is seen where, and how its top and sides are lit.

In: the plane `BLOCK`. Out: for the ground of each half block the planes `FRONT`, which blocks cover it, and `FACE`,
what is seen there if that is all one face of one block, as it is wherever nothing rises or sinks.
"""

from __future__ import annotations

from beatforge.picture.brushes.blocks import (
    BLOCK,
    BLUES,
    CAST,
    DUSK,
    EDGES,
    GREENS,
    PARTS,
    REDS,
    STEP,
    TALL,
    TALLEST,
)
from beatforge.picture.brushes.lattice import STRIPS, Place, over_cells
from beatforge.picture.gbuffer import field, pack, part
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Pass
from beatforge.picture.planes import Reader
from beatforge.picture.trace import Number, V, as_float, clamp, executor, fabs, fma, fract, sel, vmax

FRONT, FACE = "front", "face"

WHOLE, EVEN, EVEN_FROM, ODD, ODD_FROM = (0, 5), (5, 4), (9, 5), (14, 4), (18, 5)
"""Bits of what covers a half block's ground: `draw_front` tells their meaning."""

FACE_COLOUR = ((0, 7), (7, 7), (14, 8))
IS_TOP, IS_MOVING, IS_DUSKY = 28, 29, 30
"""Bits of a face: its lit colour, its edges as in a block, that it is a top, that there are more faces than this, and
that something stands behind it to the right. The joints of a side's stones are told as if they were the edges at the
back of this ground's block."""

HAZE = 0.14
"""How much of the sky lies on sides."""


def draw_front(place: Place, u: Uniforms, planes: Reader) -> list[V]:
    """How far before this ground the foremost block stands that covers all of it, in rows; and those that stand before
    that one and cover a part: the foremost an even number of rows away, and odd, and from where on they cover it."""
    word, whole = planes.near(BLOCK), as_float(0.0)
    covers: list[tuple[Number, Number]] = [(0.0, 31.0), (0.0, 31.0)]
    for k in range(2 * TALLEST + 1):
        this = planes.near(BLOCK, 0, k)
        # parts of a row (a step is two rows of ground) by which this one's top lies too far down
        short = fma(high_field(this, *TALL), -4.0 / (1 << TALL[0]), float(PARTS * (k + k % 2)))
        is_whole, is_part = short < 0.5, short < 2 * PARTS - 0.5
        word, whole = sel(is_whole, this, word), sel(is_whole, float(k), whole)
        before, start = covers[k % 2]
        covers[k % 2] = sel(is_part, float(k), before), sel(is_part, short, start)
    (even, even_from), (odd, odd_from) = covers
    parts = [whole, even * 0.5, even_from, vmax(fma(odd, 0.5, -0.5), 0.0), odd_from]
    wide = [bits for _, bits in (WHOLE, EVEN, EVEN_FROM, ODD, ODD_FROM)]
    front = pack([(value * (1.0 / ((1 << bits) - 1)), bits) for value, bits in zip(parts, wide, strict=True)])
    is_between = sel(fract(field(word, *TALL) * (1.0 / PARTS) + 0.02) > 0.04, 1.0, 0.0)
    is_moving = sel(vmax(even, odd) > whole, 1.0, is_between)
    return [front, _face(word, whole, place.is_left, is_moving, u)]


def _face(word: V, before: V, is_left: V, is_moving: V, u: Uniforms) -> V:
    """What is seen of a block so many rows before this ground: its top or a side."""
    is_odd = fract(before * 0.5) * 2.0
    down = fma(before, -0.5, field(word, *TALL) * (STEP / PARTS)) - 0.4
    is_top = down < 0.0
    (light, haze), side = top_light(word), side_light(down, fabs(is_odd - is_left) < 0.5)
    colours = hazy(block_colour(word), sel(is_top, light, side), sel(is_top, haze, HAZE), u)
    # stones lie along the nearer of the ground's edges if it is a block's own, else along the farther
    is_own = 1.0 - is_odd
    joints: list[Number] = [0.0, 0.0, is_own * is_left, is_own * (1.0 - is_left)]
    edges = [sel(is_top, field(word, EDGES + k, 1), joint) for k, joint in enumerate(joints)]
    dusk = sel(is_top, sel(field(word, *DUSK) > 1.5, 1.0, 0.0), 0.0)
    flags = [*edges, sel(is_top, 1.0, 0.0), is_moving, dusk]
    wide = [bits for _, bits in FACE_COLOUR]
    return pack([*zip(colours, wide, strict=True), (0.0, EDGES - sum(wide)), *((flag, 1) for flag in flags)])


def block_colour(word: V) -> list[V]:
    """A block's colour, unlit."""
    return [part(word, *bits) for bits in (REDS, GREENS, BLUES)]


def top_light(word: V) -> tuple[V, V]:
    """How bright the top of a block is, and how much of the sky lies on it."""
    cast = part(word, *CAST) * 0.40
    return fma(cast, -1.05, 1.05), cast * 0.25


def side_light(down: V, shows_right: V) -> V:
    """How bright a side is, so far below its top: darker towards its foot."""
    return sel(shows_right, 0.58, 0.82) * fma(ramp(0.2, 4.0, down), -0.25, 1.0)


def hazy(colour: list[V], light: V, haze: V, u: Uniforms) -> list[V]:
    """A lit colour with some of the sky on it."""
    light = light * (1.0 - haze)
    return [fma(own, light, sky * (haze * 0.6)) for own, sky in zip(colour, u.role("sky_top"), strict=True)]


def ramp(start: float, end: float, value: V) -> V:
    """0 at `start`, 1 at `end`, straight between: all that a line of two pixels needs."""
    steep = 1.0 / (end - start)
    return clamp(fma(value, steep, -start * steep))


def high_field(word: V, shift: int, width: int) -> V:
    """`field`, still so many bits too high: cheaper where it is multiplied anyway."""
    run = executor()
    return run.to_float(run.binary("and", word, run.constant(((1 << width) - 1) << shift, "i")))


def is_set(word: V, place: int) -> V:
    """Where a bit from 24 to 30 is set: alone it is a float above 0."""
    return _lone(word, place) > 0.0


def as_set(word: V, place: int, clear: Number, full: Number) -> V:
    """`full` where a bit from 24 to 30 is set, else `clear`."""
    return fma(_lone(word, place), (as_float(full) - clear) * _back_to_one(place), clear)


def raised(value: V, word: V, place: int) -> V:
    """`value`, and 1 more where a bit from 24 to 30 is set."""
    return fma(_lone(word, place), _back_to_one(place), value)


def _back_to_one(place: int) -> float:
    return float(2.0 ** (127 - (1 << (place - 23))))


def _lone(word: V, place: int) -> V:
    run = executor()
    return run.as_float_bits(run.binary("and", word, run.constant(1 << place, "i")))


FACE_PASSES: tuple[Pass, ...] = (Pass(over_cells(draw_front, STRIPS, 2), STRIPS, (FRONT, FACE)),)
