"""Wash: watercolour on rough paper. Pigment runs to the edges of each wash, settles in the grain, leaves a torn border.

Paper, tooth and border are painted once and stay where they are; the washes flow under them. Where an edge wanders to
is fixed in the thing's own world, so a wash keeps its shape as it moves, and it wanders by a few points only, so that
masts and windows stay what they are. Whatever emits light stays bare paper. Washes are painted at the motif's half
size, the grain at full size.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.roomy import pack_roomy_colour, smooth_roomy_colour
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, Medium, Pass, anchor, weighted
from beatforge.picture.noise import fbm, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    lerp,
    luma,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("edge", "grain", "border", "wobble")

WANDER = 7.0
"""Points by which the washes' edges leave the drawing."""

BORDER = 26.0
"""Points of bare paper around the picture."""


def draw_sheet(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Tooth of the paper, and how far inside the torn border this is."""
    tooth = noise(fma(x, 0.37, y * 0.11), fma(y, 0.33, x * -0.09)) * 0.55 + noise(x * 0.09 + 7.0, y * 0.09) * 0.45
    fine = _fine(x, y)
    inset = vmin(vmin(x, u.width - x), vmin(y, u.height - y))
    torn = (
        inset
        - BORDER * u.mark("border")
        - (noise(x * 0.012, y * 0.012) - 0.5) * 26.0
        - _slow(x, y, 0) * 8.0
        - fine * 5.0
        + 8.0
    )
    inside = smoothstep(-1.5, 2.0, torn)
    pooled = 0.30 * smoothstep(8.0, 0.0, fabs(torn - 2.5)) * inside * clamp(u.mark("border"))
    return [pack([(tooth, 12), (inside, 10), (pooled, 10)])]


def draw_flow(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Where washes wander to in x and y, and blotches; coarse, for it is looked up all over."""
    fine = noise(fma(x, 0.10, y * 0.03), fma(y, 0.10, x * -0.03))
    return [pack([(_slow(x, y, 0), 8), (_slow(x, y, 1), 8), (fine, 8), (fbm(x * 0.007 + 3.0, y * 0.007, 2), 8)])]


def draw_washes(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Washes in a few tones with dark rims, where the drawing has them; beside them the way their edges wander."""
    here = planes.near(MATTER)
    ident, lit, depth = ident_of(here), emission_of(here), depth_of(here)
    colours = [(0.44, unpack_colour(planes.near(COLOUR)))]
    line: Number = 0.0
    low = high = luma(colours[0][1])
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        colour = unpack_colour(planes.near(COLOUR, dx * planes.step, dy * planes.step))
        colours.append((0.14, colour))
        other = luma(colour)
        low, high = vmin(low, other), vmax(high, other)
        there = planes.near(MATTER, 2 * dx * planes.step, 2 * dy * planes.step)
        line = line + sel(fabs(ident_of(there) - ident) > 0.5, 0.5, 0.0)
    wet = weighted(colours)
    right, down = anchor(planes)
    flow = planes.fetch("flow", _folded(right, u.width), _folded(down, u.height), u)
    slow, fine, blotch = (part(flow, shift, 8) - 0.5 for shift in (0, 16, 24))
    light = luma(wet)
    tone = fma(slow, 0.8, fma(fine, 0.25, light * 5.0))
    level = fma(floor(tone) + smoothstep(0.30, 0.70, fract(tone)), 0.23, -0.035)
    rim = smoothstep(0.10, 0.0, fabs(fract(tone) - 0.34)) * 0.08 * smoothstep(0.85, 0.6, light)
    wash = saturate(scale(wet, lerp(1.0, (level + 0.06) / (light + 0.06), 0.5)), 1.42)
    density = clamp(0.90 + blotch * 0.55 - lit * 0.25, 0.12, 1.4)
    wash = [1.0 - (1.0 - channel) * density for channel in wash]
    dark = clamp((clamp((high - low) * 1.8) * 0.42 + rim + vmin(line, 1.0) * lerp(0.30, 0.10, depth)) * u.mark("edge"))
    return [pack_colour([channel * (1.0 - dark * (1.0 - 0.55 * channel)) for channel in wash]), flow]


def draw_wander(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The washes, their edges wandering."""
    across, down, fine = (part(planes.near("way"), shift, 8) - 0.5 for shift in (0, 8, 16))
    wander = u.mark("wobble")
    across, down = fma(across, WANDER, fine * 2.0) * wander, fma(down, WANDER, fine * -2.0) * wander
    return [pack_roomy_colour(unpack_colour(planes.fetch("washes", x + across, y + down, u)))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Pigment in the tooth of the sheet, pooled at the border, bare paper around."""
    word = planes.near("sheet")
    tooth, inside, pooled = part(word, 0, 12), part(word, 12, 10), part(word, 22, 10)
    wash = smooth_roomy_colour(planes, "wandered")
    # dark washes fill the tooth; where nothing is painted the sheet shows
    grain = u.mark("grain")
    settled = fma((tooth - 0.5) * 0.54 * grain, clamp(luma(wash) * 2.2), 1.0) * inside
    shade = fma((tooth - 0.5) * grain, 0.09, 0.985) * (1.0 - pooled)
    return [
        fma(channel - 1.0, settled, 1.0) * (sheet * shade) for channel, sheet in zip(wash, u.role("paper"), strict=True)
    ]


def _folded(place: V, side: V) -> V:
    """A place anywhere, folded to and fro into 0 .. `side`."""
    return (1.0 - fabs(fract(place * (0.5 / side)) * 2.0 - 1.0)) * side


def _slow(x: V, y: V, which: int) -> V:
    return noise(x * 0.016 + 9.0 * which, y * 0.016 + 40.0 * which)


def _fine(x: V, y: V) -> V:
    coarse = noise(fma(x, 0.11, _slow(x, y, 0) * 3.0), y * 0.11)
    return coarse * 0.65 + noise(x * 0.31, fma(y, 0.27, _slow(x, y, 1) * 5.0)) * 0.35


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_sheet, 1, ("sheet",)), Pass(draw_flow, 4, ("flow",))),
    passes=(Pass(draw_washes, 2, ("washes", "way")), Pass(draw_wander, 2, ("wandered",))),
    finish=finish,
    is_anchored=True,
)
