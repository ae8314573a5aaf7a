"""Halftone: a printed comic. Flat posterised colours, Ben-Day dots, spot blacks, and a bold key line.

The dots take their size from the tone beneath and are laid in a thing's own world, so they travel with it. Flats and
ink are found at the motif's half size; ink (outlines and blacks) is rounded into smooth strokes at full size, and
outlines are bolder the nearer a thing is.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.brushes.hues import vivid
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, Medium, Pass, draw_outline, fine_anchor, outline, smooth
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    both,
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
    scale,
    sel,
    smoothstep,
    sqrt,
    vmax,
)

MARKS = ("size", "line", "tones")

DOT = 8.0
"""Points between dots."""

TONES = 4.0
"""Flat tones between black and white."""


def draw_plates(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The colour plate with the ink plate, and how dark, bare or shaded dots make a place."""
    here = planes.near(MATTER)
    colour, depth, lit = unpack_colour(planes.near(COLOUR)), depth_of(here), emission_of(here)
    light = luma(colour)
    is_sky = smoothstep(0.96, 0.975, depth)
    tones = TONES * clamp(u.mark("tones"), 0.5, 3.0)
    tone = clamp(light) * (tones - 0.001)
    level = (floor(tone) + smoothstep(0.9, 1.0, fract(tone))) / tones + 0.30
    flat = vivid(saturate(scale(colour, lerp(level / (light + 0.06), 1.15, is_sky * 0.93)), 1.3), 0.60, 2.0)
    edge, near = outline(planes)
    line = edge * lerp(1.25, 0.66, near) * fma(flying(planes), -0.7, 1.0) * u.mark("line")
    # blacks are spotted: a dark thing keeps colour, and light along its upper left edge; a sky is never black
    rim = gate(light < 0.26, lambda: [_rim(here, planes) * smoothstep(0.26, 0.16, light)], [0.0])[0]
    flat = mix(flat, u.role("sky_low"), rim * 0.55)
    black = smoothstep(0.105, 0.055, light) * (1.0 - smoothstep(0.2, 0.4, lit)) * (1.0 - is_sky) * (1.0 - rim) * 0.7
    bare = smoothstep(0.55, 0.85, lit)
    plates = pack([*((channel, 8) for channel in flat), (vmax(line, black), 8)])
    shade = (0.72 - light * 2.6) * smoothstep(0.34, 0.26, light) * (1.0 - lit)
    return [plates, pack([(sqrt(clamp(1.0 - light)), 12), (bare, 8), (shade, 8)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Paper, flats, dots, ink: in the order of the press."""
    *flat, ink = smooth(planes, "plates", ((0, 8), (8, 8), (16, 8), (24, 8)))
    word = planes.coarse("tones")
    tone, bare, shade = part(word, 0, 12), part(word, 12, 8), part(word, 20, 8)
    distance = _from_dot(x, y, u, planes)
    sharpness = _pitch(u) * u.per_point * (1.0 / 1.2)
    dotted = clamp(fma(fma(tone, fma(u.pulse, 0.03, 0.62), -distance), sharpness, 0.5))
    paper = lerp(0.46, 0.80, bare) * (1.0 - dotted)
    printed = [fma(sheet - channel, paper, channel) for channel, sheet in zip(flat, u.role("paper"), strict=True)]
    hatched = clamp((shade - distance) * sharpness) * 0.85
    return mix(printed, scale(u.role("ink"), 0.75), vmax(hatched, smoothstep(0.30, 0.45, ink)))


def _rim(here: V, planes: Reader) -> V:
    """1 along the upper left edge of a thing before something farther."""
    beyond = planes.near(MATTER, -3 * planes.step, -2 * planes.step)
    is_rim = both(fabs(ident_of(beyond) - ident_of(here)) > 0.5, depth_of(beyond) > depth_of(here) + 0.03)
    return sel(is_rim, 1.0, 0.0)


def _pitch(u: Uniforms) -> V:
    return clamp(u.mark("size"), 0.5, 3.0) * DOT


def _from_dot(x: V, y: V, u: Uniforms, planes: Reader) -> V:
    """Distance from the nearest dot's middle, in the world of the thing that is here; dots are 1 apart."""
    across, along = fine_anchor(x, y, u, planes)
    pitch = _pitch(u)
    right, down = fma(across, 0.8, along * -0.6) / pitch, fma(across, 0.6, along * 0.8) / pitch
    return length(fract(right) - 0.5, fract(down) - 0.5)


MEDIUM = Medium(
    scale=2,
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_plates, 2, ("plates", "tones"))),
    finish=finish,
    is_anchored=True,
)
