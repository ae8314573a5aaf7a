"""Tiles: the picture as an isometric diorama. Blocks seen from above, near things tall, lights standing out.

Each block takes colour and height from the place its foot is at, so a subject stays where composition put it, raised
by its height. Where nothing is to be told, small blocks are one slab: four, sixteen or sixty-four of them, so that the
sky is calm and subjects are fine. The ground lies in broad terraces that slowly rise and sink. A pixel looks along the
blocks before it for the foremost that is tall enough. Light comes from the upper left; tall blocks throw shadows.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.hues import vivid
from beatforge.picture.gbuffer import SUN, depth_of, emission_of, field, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, Medium, Pass, weighted
from beatforge.picture.noise import cell, chance, noise
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
    mix,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("size", "edge")

WIDE = 11.0
"""Points from side to side of a small block; it is half as deep."""

TALLEST = 8.0
"""The height of blocks at most, in depths of a small one."""

STEP = 2.0
"""Blocks grow by such steps, so that flats stay flat."""

EVEN = (0.10, 0.12, 0.15)
"""Differences up to which four small blocks, sixteen, and sixty-four are one."""

_FIRST = 256.0
"""What is added to places on the lattice, so that none is below 0."""

_ABOUT = tuple((dx, dy) for dx in (-1.0, 0.0, 1.0) for dy in (-1.0, 0.0, 1.0))


def draw_model(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and height of a block that would stand here."""
    colours: list[tuple[float, list[V]]] = []
    tall: Number = 0.0
    for dx, dy in _ABOUT:
        # between pixels of the motif, so that a block takes the same colour at every size
        word = planes.fetch(COLOUR, fma(dx, 2.6, x), fma(dy, 1.8, y), u)
        matter = planes.fetch(MATTER, fma(dx, 2.6, x), fma(dy, 1.8, y), u)
        weight = (4.0, 2.0, 1.0)[round(abs(dx) + abs(dy))] / 16.0
        colours.append((weight, unpack_colour(word)))
        tall = fma(_height(matter), weight, tall)
    colour = vivid(saturate(weighted(colours), 1.2), 0.42, 1.6)
    return [pack([*((channel, 8) for channel in colour), (tall * (1.0 / TALLEST), 8)])]


def _height(matter: V) -> V:
    """How tall a thing stands: the sky not at all, sun and moon as a plate, near things most."""
    depth = depth_of(matter)
    thing = fma(1.0 - depth, 4.2, fma(fract(ident_of(matter) * 0.381), 0.8, 1.0)) + emission_of(matter) * 0.7
    return sel(depth > 0.985, sel(fabs(ident_of(matter) - SUN) < 0.5, 1.8, 0.0), thing)


def draw_unevenness(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How much blocks within four of here, within sixteen, and within sixty-four would differ."""
    return [pack([(_spread(x, y, u, planes, WIDE * reach), 10) for reach in (0.5, 1.2, 2.6)])]


def draw_blocks(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and height of the block that stands here, and its size: 0 small; 1, 2, 3: four, sixteen, sixty-four."""
    wide = _wide(u)
    right, left = _lattice(x, y, u, wide)
    size: Number = 0.0
    at_right, at_left = floor(right) + 0.5, floor(left) + 0.5
    for level, most in enumerate(EVEN):
        many = float(2 << level)
        middle_right, middle_left = (fma(floor(way * (1.0 / many)), many, 0.5 * many) for way in (right, left))
        word = planes.fetch("uneven", *_screen(middle_right, middle_left, u, wide), u)
        is_even = part(word, 10 * level, 10) < most
        at_right, at_left = sel(is_even, middle_right, at_right), sel(is_even, middle_left, at_left)
        size = sel(is_even, level + 1.0, size)
    word = planes.fetch("model", *_screen(at_right, at_left, u, wide), u)
    tall = part(word, 24, 8) * TALLEST
    wave = noise(fma(at_right, 0.045, u.t * 0.10), fma(at_left, 0.045, u.t * -0.07)) - 0.5
    # the ground is terraced; the sky is not, and what is near, people foremost, hardly
    wave = wave * fma(u.swell, 1.6, 5.0) * smoothstep(0.6, 1.2, tall) * fma(smoothstep(3.2, 4.4, tall), -0.8, 1.0)
    steps = clamp(tall + wave, 0.0, TALLEST) * (1.0 / STEP)
    steps = floor(steps) + smoothstep(0.38, 0.62, fract(steps))
    parts = [(part(word, shift, 8), 8) for shift in (0, 8, 16)]
    return [pack([*parts, (steps * (STEP / TALLEST), 6), (size * (1.0 / 3.0), 2)])]


def draw_front(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The foremost block that covers this place, where it stands, how tall are the two behind it, and whether the two
    before it hide its sides."""
    wide = _wide(u)
    right, left = _lattice(x, y, u, wide)
    first_right, first_left = floor(right), floor(left)
    in_right, in_left = right - first_right, left - first_left
    one = sel(in_right > in_left, 1.0, 0.0)
    to_first, to_second = 1.0 - vmax(in_right, in_left), 1.0 - vmin(in_right, in_left)
    found: list[V] = []
    for k in range(round(2 * TALLEST) + 1):
        half, odd = float(k // 2), k % 2
        at_right = first_right + (one + half if odd else half)
        at_left = first_left + ((1.0 - one) + half if odd else half)
        far = to_first + half if odd else to_second + (half - 1.0)
        word = planes.fetch("blocks", *_screen(at_right + 0.5, at_left + 0.5, u, wide), u)
        here = [word, at_right, at_left]
        is_front = _tall(word, at_right, at_left, wide) > far
        found = [sel(is_front, this, other) for this, other in zip(here, found, strict=True)] if found else here
    word, at_right, at_left = found
    behind_left, behind_right, before_left, before_right = (
        part(planes.fetch("blocks", *_screen(at_right + 0.5 + dx, at_left + 0.5 + dy, u, wide), u), 24, 6)
        for dx, dy in ((-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, 0.0))
    )
    own = part(word, 24, 6) - 0.01
    hidden = [(sel(before > own, 1.0, 0.0), 1) for before in (before_left, before_right)]
    stand = [((at + _FIRST) * (1.0 / 1023.0), 10) for at in (at_right, at_left)]
    return [word, pack([*stand, (behind_left, 5), (behind_right, 5), *hidden])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The foremost of the blocks that were found about this pixel: its top, its left or its right side."""
    wide = _wide(u)
    right, left = _lattice(x, y, u, wide)
    found: list[V] = []
    for word, stand in zip(planes.around("front")[0], planes.around("stand")[0], strict=True):
        at_right, at_left = field(stand, 0, 10) - _FIRST, field(stand, 10, 10) - _FIRST
        to_right, to_left = at_right + 1.0 - right, at_left + 1.0 - left
        missed = vmax(
            0.0 - vmin(to_right, to_left), vmax(to_right, to_left) - 1.0 - _tall(word, at_right, at_left, wide)
        )
        # a pixel that none of the four covers lies at the tip of the one it misses least
        rank = sel(missed < 0.0, at_right + at_left + 2.0 * _FIRST, 0.0 - missed)
        here = [word, stand, at_right, at_left, rank]
        is_front = rank > found[4] if found else rank > 0.0
        found = [sel(is_front, this, other) for this, other in zip(here, found, strict=True)] if found else here
    word, stand, at_right, at_left, _ = found
    tall = _tall(word, at_right, at_left, wide)
    colour, size = [part(word, shift, 8) for shift in (0, 8, 16)], field(word, 30, 2)
    to_right, to_left = at_right + 1.0 - right, at_left + 1.0 - left
    near, shows_right = vmax(vmin(to_right, to_left), 0.02), sel(to_right < to_left, 1.0, 0.0)
    many = fma(size * (size + 1.0), 0.5, 1.0) + sel(size > 2.5, 1.0, 0.0)
    on_right, on_left = clamp(right + tall - at_right), clamp(left + tall - at_left)
    shadow = _shadow(stand, on_right, on_left, tall)
    # borders of slabs, not of the small blocks in them
    across, along = (fract((at + on) / many) * many for at, on in ((at_right, on_right), (at_left, on_left)))
    rim = smoothstep(0.30, 0.16, many - vmax(across, along)) * 0.15 - smoothstep(0.16, 0.06, vmin(across, along)) * 0.07
    own = chance(cell(floor(at_right / many), floor(at_left / many)), 3) - 0.5
    top = fma(own, 0.10, 1.05) * (1.0 - shadow) + rim * u.mark("edge")
    down = tall - near
    course = smoothstep(0.16, 0.04, fabs(fract(down) - 0.04)) * 0.10 * u.mark("edge")
    side = lerp(0.82, 0.58, shows_right) * fma(smoothstep(0.2, 4.0, down), -0.25, 1.0) - course
    # at its tips a block may be the only one found, though another stands before it
    is_hidden = sel(shows_right > 0.5, field(stand, 31, 1), field(stand, 30, 1)) > 0.5
    is_top = (tall < near) | is_hidden
    lit = [channel * sel(is_top, top, side) for channel in colour]
    return [clamp(channel) for channel in mix(lit, scale(u.role("sky_top"), 0.6), sel(is_top, shadow * 0.25, 0.14))]


def _spread(x: V, y: V, u: Uniforms, planes: Reader, reach: float) -> V:
    """The greatest difference from here of colour or height, within a diamond `reach` points wide."""
    middle = planes.fetch("model", x, y, u)
    most: Number = 0.0
    for dx, dy in (
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 0.5),
        (0.0, -0.5),
        (0.5, 0.25),
        (-0.5, 0.25),
        (0.5, -0.25),
        (-0.5, -0.25),
    ):
        there = planes.fetch("model", fma(dx, reach, x), fma(dy, reach, y), u)
        apart = [fabs(part(there, shift, 8) - part(middle, shift, 8)) for shift in (0, 8, 16, 24)]
        most = vmax(most, vmax(vmax(apart[0], apart[1]), vmax(apart[2], apart[3] * 0.6)))
    return as_float(most)


def _shadow(stand: V, on_right: V, on_left: V, tall: V) -> V:
    """Shadow on a top from what stands to the left behind it, and dusk at the foot of what stands to the right."""
    left_of, right_of = (fma(part(stand, shift, 5), TALLEST, 0.0 - tall) for shift in (20, 25))
    cast = smoothstep(0.0, 0.15, left_of * 0.6 - on_right) * 0.40
    return cast + smoothstep(0.5, 0.0, on_left) * clamp(right_of * 0.7) * 0.28


def _tall(word: V, at_right: V, at_left: V, wide: V) -> V:
    """The height of a block; nothing stands below the frame, where the outermost would only be seen again."""
    return sel((at_right + at_left + 1.0) * (wide * 0.25) < 720.0, part(word, 24, 6) * TALLEST, 0.0)


def _wide(u: Uniforms) -> V:
    return vmax(u.mark("size"), 0.4) * WIDE


def _lattice(x: V, y: V, u: Uniforms, wide: V) -> tuple[V, V]:
    """Steps to the lower right and the lower left of a place on the ground."""
    across, along = (x - u.width * 0.5) / wide, y * 2.0 / wide
    return along + across, along - across


def _screen(right: V, left: V, u: Uniforms, wide: V) -> tuple[V, V]:
    """The place of a lattice point on the screen."""
    return fma((right - left) * 0.5, wide, u.width * 0.5), (right + left) * wide * 0.25


MEDIUM = Medium(
    scale=4,
    passes=(
        Pass(draw_model, 4, ("model",)),
        Pass(draw_unevenness, 4, ("uneven",)),
        Pass(draw_blocks, 4, ("blocks",)),
        Pass(draw_front, 2, ("front", "stand")),
    ),
    finish=finish,
)
