"""Blocks of an isometric lattice: what colour and height each has, and its shadows.

In: a motif's planes at a quarter of the size. Out: the plane `BLOCK` of strips. Where nothing is to be told, small
blocks are one slab: four, sixteen or sixty-four of them. Which block is seen where is told by `brushes/faces.py`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.brushes.hues import vivid
from beatforge.picture.brushes.lattice import BLOCKS, SLABS, STRIPS, Place, over_cells, wide_of, word_at
from beatforge.picture.gbuffer import SUN, depth_of, emission_of, field, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, Pass, weighted
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    clamp,
    executor,
    fabs,
    floor,
    fma,
    fract,
    gate,
    saturate,
    sel,
    smoothstep,
    vmax,
)

BLOCK = "block"

TALLEST = 8
"""The height of blocks at most, in depths of a small one."""

STEP = 2.0
"""Blocks grow by such steps, so that flats stay flat."""

PARTS = 15
"""Parts of a step in which heights are told: what does not move is a whole number of steps high."""

EVEN = (0.09, 0.12, 0.15)
"""Differences from the middle up to which four small blocks, sixteen, and sixty-four are one."""

REDS, GREENS, BLUES, TALL = (0, 6), (6, 7), (13, 5), (18, 6)
"""Bits of a block's colour (a block is of one, and no two are quite the same: these are enough) and of its height."""

EDGES = 24
"""Four bits: that its borders at the front right and front left are those of its slab, and that at the back right and
back left they are not."""

CAST, DUSK = (28, 2), (30, 2)
"""The shadow on its top from what stands to the left behind it; dusk at the foot of what stands to the right."""

_ABOUT = ((0.0, 0.0), (-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0))


def draw_things(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and height of what is here, together."""
    colour = unpack_colour(planes.near(COLOUR))
    return [pack([*((channel, 8) for channel in colour), (_height(planes.near(MATTER)) * (1.0 / TALLEST), 8)])]


def _height(matter: V) -> V:
    """How tall a thing stands: the sky not at all, sun and moon as a plate, near things most."""
    depth = depth_of(matter)
    thing = fma(1.0 - depth, 4.2, fma(fract(ident_of(matter) * 0.381), 0.8, 1.0)) + emission_of(matter) * 0.7
    return sel(depth > 0.985, sel(fabs(ident_of(matter) - SUN) < 0.5, 1.8, 0.0), thing)


def draw_model(place: Place, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and height of a block."""
    wide = wide_of(u)
    x, y = fma((place.right - place.left) * 0.5, wide, u.width * 0.5), (place.right + place.left + 1.0) * wide * 0.25
    # blocks that stand below the frame are those above its edge, mirrored
    y = 720.0 - fabs(720.0 - y)
    values: list[tuple[float, list[V]]] = []
    for dx, dy in _ABOUT:
        # between pixels of the motif, so that a block takes the same colour at every size
        word = planes.fetch("things", fma(dx, 2.6, x), fma(dy, 1.8, y), u)
        weight = (1.0 / 6.0) if dx or dy else (1.0 / 3.0)
        values.append((weight, [field(word, shift, 8) for shift in (0, 8, 16, 24)]))
    *colour, tall = (value * (1.0 / 255.0) for value in weighted(values))
    colour = vivid(saturate(colour, 1.2), 0.42, 1.6)
    return [pack([*((channel, 8) for channel in colour), (tall, 8)])]


def draw_slab(place: Place, u: Uniforms, planes: Reader) -> list[V]:
    """Of four small blocks: the greatest slab they are one in (0 none, 1, 2, 3: of four, sixteen, sixty-four), its
    colour and height."""
    found: list[V] = [as_float(0.0)] * 5
    for level in range(len(EVEN)):
        # a slab is made of even slabs
        grown = partial(_slab, found, place.right * 2.0, place.left * 2.0, level, u, planes)
        found = gate(found[4] > level - 0.5, grown, found)
    *colour, tall, size = found
    return [pack([*((channel, 7) for channel in colour), (tall, 8), (size * (1.0 / 3.0), 2)])]


def _slab(before: list[V], right: V, left: V, level: int, u: Uniforms, planes: Reader) -> list[V]:
    """Colour, height and size of the slab of this level about a block, if it is even; else what was found `before`."""
    many = float(2 << level)
    middle_right, middle_left = (fma(floor(way * (1.0 / many)), many, 0.5 * many) for way in (right, left))

    def parts(across: float, along: float) -> list[V]:
        word = word_at(planes, "model", middle_right + across, middle_left + along, u)
        return [part(word, shift, 8) for shift in (0, 8, 16, 24)]

    inner = [parts(across, along) for across in (-1.0, 0.0) for along in (-1.0, 0.0)]
    middle = weighted([(0.25, values) for values in inner])
    reach = float(1 + level)
    ways = (-reach, 0.0, reach - 1.0) if level == 1 else (-reach, reach - 1.0)
    outer = [parts(a, b) for a in ways for b in ways if a or b] if level else inner
    spread: Number = 0.0
    for values in outer:
        apart = [fabs(value - own) for value, own in zip(values, middle, strict=True)]
        spread = vmax(spread, vmax(vmax(apart[0], apart[1]), vmax(apart[2], apart[3] * 0.6)))
    is_even = as_float(spread) < EVEN[level]
    grown: list[Number] = [*middle, level + 1.0]
    return [sel(is_even, new, old) for new, old in zip(grown, before, strict=True)]


def draw_tile(place: Place, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and height of the block that stands here, and which of its borders are its slab's."""
    right, left = place.right, place.left
    slab = word_at(planes, "slab", floor(right * 0.5), floor(left * 0.5), u)
    size, own = field(slab, 29, 2), planes.near("model")
    is_slab = size > 0.5
    many = fma(size * (size + 1.0), 0.5, 1.0) + sel(size > 2.5, 1.0, 0.0)
    colour = [sel(is_slab, part(slab, 7 * k, 7), part(own, 8 * k, 8)) for k in range(3)]
    tall = sel(is_slab, part(slab, 21, 8), part(own, 24, 8)) * TALLEST
    slab_right, slab_left = floor(right / many), floor(left / many)
    light = fma(chance(cell(slab_right, slab_left), 3) - 0.5, 0.10, 1.0)
    in_right, in_left = fma(slab_right, 0.0 - many, right), fma(slab_left, 0.0 - many, left)
    ends = [sel(at > many - 1.5, 1.0, 0.0) for at in (in_right, in_left)]
    inner = [sel(at > 0.5, 1.0, 0.0) for at in (in_right, in_left)]
    steps = _steps(tall, fma(slab_right, many, many * 0.5), fma(slab_left, many, many * 0.5), u)
    bits = [(channel * light, wide) for channel, (_, wide) in zip(colour, (REDS, GREENS, BLUES), strict=True)]
    return [pack([*bits, (steps * (PARTS / 63.0), 6), *((edge, 1) for edge in (*ends, *inner))])]


def _steps(tall: V, right: V, left: V, u: Uniforms) -> V:
    """How many steps high a block stands now."""
    wave = noise(fma(right, 0.045, u.t * 0.10), fma(left, 0.045, u.t * -0.07)) - 0.5
    # the ground is terraced; the sky is not, and what is near, people foremost, hardly
    wave = wave * fma(u.swell, 1.6, 5.0) * smoothstep(0.6, 1.2, tall) * fma(smoothstep(3.2, 4.4, tall), -0.8, 1.0)
    steps = clamp(tall + wave, 0.0, TALLEST) * (1.0 / STEP)
    return floor(steps) + smoothstep(0.45, 0.55, fract(steps))


def draw_block(place: Place, u: Uniforms, planes: Reader) -> list[V]:
    """The block of a strip, with its shadows."""
    about = ((0.0, 0.0), (-1.0, 0.0), (0.0, -1.0))
    own, *behind = (word_at(planes, "tile", place.right + a, place.left + b, u) for a, b in about)
    tall = field(own, *TALL)
    cast, dusk = ((field(word, *TALL) - tall) * (STEP / PARTS) for word in behind)
    return [executor().binary("or", own, pack([(0.0, CAST[0]), (cast * 0.5, 2), (dusk * 0.7, 2)]))]


BLOCK_PASSES: tuple[Pass, ...] = (
    Pass(draw_things, 4, ("things",)),
    Pass(over_cells(draw_model, BLOCKS), BLOCKS, ("model",)),
    Pass(over_cells(draw_slab, SLABS), SLABS, ("slab",)),
    Pass(over_cells(draw_tile, BLOCKS), BLOCKS, ("tile",)),
    Pass(over_cells(draw_block, STRIPS), STRIPS, (BLOCK,)),
)
