"""Woodblock: a colour print. Flat blocks of pigment, a key block of dark blue lines, gradations wiped by hand.

Colours lie a little beside their lines, as plates that were not quite in register. Borders of the flats are cut at
full size from a smooth picture of half size; where light falls off steeply a thin line is cut along them. The grain of
the wood, the paper's margin with its frame and the printer's seal never move.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.brushes.hues import vivid
from beatforge.picture.brushes.sheet import inset, seal, tooth
from beatforge.picture.gbuffer import SUN, depth_of, emission_of, ident_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    COLOUR,
    MATTER,
    OUTLINE,
    RGB,
    Medium,
    Pass,
    anchor,
    draw_outline,
    outline,
    smooth,
    weighted,
)
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import box
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    cosp,
    fabs,
    floor,
    fma,
    fract,
    gate,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "tones", "grain", "border")

TONES = 5.0
"""Plates between black and white."""

BORDER = 22.0
"""Points of margin."""


def draw_block(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Grain of the cherry wood with the paper's fibres, frame, margin, and the seal outside of the lower right."""
    flow = noise(x * 0.004, y * 0.012) * 7.0
    grain = noise(x * 0.008, fma(y, 0.085, flow)) * 0.55 + noise(x * 0.022, fma(y, 0.33, flow * 2.0)) * 0.45
    rim = inset(x, y, u) - BORDER * u.mark("border") + (noise(x * 0.02, y * 0.02) - 0.5) * 1.6
    margin, frame = smoothstep(0.6, -0.6, rim), smoothstep(1.7, 0.7, fabs(rim))
    stamp, red = seal(x - u.width + 62.0, y - u.height + 64.0, tooth(x * 2.0, y * 2.0))
    return [pack([(grain, 8), (margin, 8), (frame, 8)]), pack([(tooth(x, y), 12), (stamp, 8), (red, 8)])]


def draw_plates(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The colours a step beside their place; line, steepness of the light, how far and how like sky."""
    here = planes.near(MATTER)
    aside = planes.near(MATTER, planes.step, 0)
    depth, ident = depth_of(aside), ident_of(aside)
    around = [
        unpack_colour(planes.near(COLOUR, planes.step + dx, dy))
        for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    colour = weighted([(0.36, around[0]), *((0.16, other) for other in around[1:])])
    right, left, low, high = (luma(other) for other in around[1:])
    steep = vmin(vmax(fabs(right - left), fabs(low - high)) * 2.0, 1.0)
    is_sky = smoothstep(0.955, 0.975, depth) * sel(fabs(ident - SUN) < 0.5, 0.0, 1.0)
    # a sky wiped straight from orange into blue would be grey half way: between them the paper is bare
    bare = smoothstep(0.56, 0.20, y * (1.0 / 720.0)) * smoothstep(0.38, 0.62, luma(colour)) * is_sky * 0.75
    colour = mix(vivid(colour, 0.46, 1.5), (1.0, 0.97, 0.90), bare)
    edge, near = outline(planes)
    ax, ay = anchor(planes)
    carved = noise(ax * 0.045, ay * 0.045)
    edge = edge * fma(flying(planes), -0.85, 1.0)
    line = edge * lerp(1.25, 0.72, near) * fma(carved, 0.7, 0.62) * (1.0 - emission_of(here) * 0.5) * u.mark("line")
    return [pack_colour(colour), pack([(line * 0.7, 8), (steep, 8), (depth, 8), (is_sky, 8)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Flats, gradations, grain, key block, paper."""
    word = planes.near("block")
    grain, margin, frame = (part(word, shift, 8) for shift in (0, 8, 16))
    word = planes.near("fibre")
    fibre, stamp, red = (part(word, *place) for place in ((0, 12), (12, 8), (20, 8)))
    colour = smooth(planes, "plates", RGB)
    line, steep, depth, is_sky = smooth(planes, "parts", ((0, 8), (8, 8), (16, 8), (24, 8)))
    light, steps = luma(colour), TONES * fma(u.mark("tones"), 0.8, 0.2)
    tone = light * steps
    past = fract(tone) - 0.5
    rise = fma(steep, 0.25, 0.01) * steps
    level = (floor(tone) + clamp(past / clamp(rise, 0.08, 0.5) + 0.5)) / steps
    flat = scale(colour, lerp((level + 0.05) / (light + 0.03), 1.0, smoothstep(0.95, 0.98, depth)))
    flat = saturate([fma(channel, 0.94, 0.055) for channel in flat], 1.22)
    cut = clamp(0.95 - fabs(past) / vmax(rise, 0.02)) * smoothstep(0.04, 0.16, steep) * (1.0 - is_sky)
    key_colour = mix(u.role("ink"), (0.07, 0.12, 0.26), 0.6)
    print_ = _wiped(mix(flat, u.role("paper"), is_sky * 0.12), y, u, grain, is_sky)
    wood = (grain - 0.5) * fma(is_sky, 0.06, 0.13) + (fibre - 0.5) * 0.07
    print_ = [
        channel * fma(wood, u.mark("grain"), 1.0) * sheet for channel, sheet in zip(print_, _paper(u), strict=True)
    ]
    inked = vmax(smoothstep(0.17, 0.27, line), cut * lerp(0.50, 0.12, depth) * u.mark("line"))
    print_ = mix(print_, key_colour, inked * lerp(0.95, 0.62, depth) * fma(fibre, 0.25, 0.82))
    flakes = vmax(u.burst, smoothstep(0.75, 1.0, u.intensity) * 0.5)
    flakes = flakes * fma(is_sky, 0.85, 0.15)
    gilt = gate(flakes > 0.02, lambda: [_gold_leaf(x, y, flakes, fibre, u)], [0.0])[0]
    print_ = mix(print_, mix((0.86, 0.68, 0.30), u.role("accent2"), 0.35), gilt * 0.9)
    sheet = scale(_paper(u), fma(fibre, 0.06, 0.95))
    print_ = mix(print_, sheet, margin)
    print_ = mix(print_, key_colour, frame * 0.85)
    return mix(mix(print_, sheet, stamp * 0.7), (0.74, 0.17, 0.13), red * 0.92)


def _wiped(flat: list[Any], y: V, u: Uniforms, grain: V, is_sky: V) -> list[Any]:
    """Gradations: blue wiped over the sky at the upper edge, what is below darkens towards the lower one."""
    down = fma(y, 1.0 / 720.0, (grain - 0.5) * 0.05)
    deep = mix(u.role("sky_top"), (0.05, 0.20, 0.46), 0.60)
    top = smoothstep(0.30, 0.02, down) * is_sky * 0.85
    low = smoothstep(0.72, 1.05, down) * (1.0 - is_sky) * 0.5
    return [
        channel * lerp(lerp(1.0, shade * 1.25, top), fma(shade, 0.75, 0.25), low)
        for channel, shade in zip(flat, deep, strict=True)
    ]


def _gold_leaf(x: V, y: V, amount: V, fibre: V, u: Uniforms) -> V:
    """Cut gold leaf, sprinkled over the print at great moments: small turned squares, most of them towards the top."""
    total = as_float(0.0)
    for layer, grid in enumerate((15.0, 27.0)):
        across, down = fma(u.seed, 5.7, x * (1.0 / grid)), y * (1.0 / grid)
        name = cell(floor(across), floor(down), 50 + layer)
        right, low = fract(across) - fma(chance(name, 1), 0.5, 0.25), fract(down) - fma(chance(name, 2), 0.5, 0.25)
        turn = chance(name, 3)
        cosine, sine = cosp(turn), sinp(turn)
        flake = box(right * cosine + low * sine, low * cosine - right * sine, 0.13, 0.09)
        rare = chance(name, 4) < amount * fma(y, -0.30 / 720.0, 0.36)
        total = vmax(total, sel(rare, smoothstep(0.6, -0.6, flake * grid + (fibre - 0.5) * 2.0), 0.0))
    return total


def _paper(u: Uniforms) -> list[Any]:
    return mix(u.role("paper"), (0.96, 0.92, 0.81), 0.6)


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_block, 1, ("block", "fibre")),),
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_plates, 2, ("plates", "parts"))),
    finish=finish,
    is_anchored=True,
)
