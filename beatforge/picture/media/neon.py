"""Neon: a dark key in which contours are glowing tubes and whatever emits light bleeds into the air.

Tubes follow changes of identity, softened before they are drawn, so that a contour between two pixels does not flicker.
The night is painted at the motif's half size, its glow at a quarter; at full size come the tubes' hot cores and the
scan lines, which are fixed to the screen.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.optics import gathered, spread
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    COLOUR,
    MATTER,
    OUTLINE,
    RGB,
    Medium,
    Pass,
    draw_outline,
    outline,
    smooth,
)
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    cosp,
    fma,
    fract,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    screen,
    smoothstep,
    vmax,
)

MARKS = ("size", "line", "bloom")

STEP = 5.0
"""Points between the steps of the glow's blur."""

SCAN = 4.0
"""Points from scan line to scan line."""


def draw_sources(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What sends out light: emitting things and burning tubes."""
    here = planes.near(MATTER)
    lit, tube = emission_of(here), part(planes.near(OUTLINE), 0, 10) * 0.6
    burning = _tube_colour(here, u)
    colour = unpack_colour(planes.near(COLOUR))
    return [pack_colour([fma(own, lit, glow * tube) for own, glow in zip(colour, burning, strict=True)])]


def draw_night(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Dark ground, tubes, glow and vignette; beside the colour the tubes' hot core."""
    here = planes.near(MATTER)
    colour, lit = unpack_colour(planes.near(COLOUR)), emission_of(here)
    narrow, depth = outline(planes)
    edge = lerp(_broad(planes), narrow, smoothstep(0.12, 0.42, depth))
    tube = edge * lerp(1.15, 0.55, depth) * (1.0 - lit * 0.7) * u.mark("line")
    # what lies between the tubes is a dark body with a form, its far side lost in the glow of the sky
    ground = scale(saturate(colour, 1.5), fma(luma(colour), 0.34, 0.56))
    dusk = mix(scale(u.role("accent"), 0.22), scale(u.role("accent2"), 0.26), y * (1.0 / 720.0))
    air = smoothstep(0.16, 0.92, depth_of(here)) * fma(u.mist, 0.30, 0.15) * smoothstep(1.0, 0.965, depth_of(here))
    ground = screen(screen(ground, dusk, 0.42), u.role("sky_low"), air)
    ground = mix(ground, colour, lit * 0.85)
    wet = clamp(luma(colour) - luma(u.role("sky_top")) - 0.10) * vmax(u.rain, u.mist)
    ground = screen(ground, mix(colour, u.role("accent2"), 0.4), wet * 0.75 * (1.0 - lit))
    ground = mix(ground, _tube_colour(here, u), smoothstep(0.12, 0.60, tube) * 0.85)
    halo = _halo(planes) * lerp(1.3, 0.5, depth) * (1.0 - lit) * u.mark("line") * clamp(u.mark("bloom"))
    ground = screen(ground, _tube_colour(here, u), halo)
    # a lamp keeps its own colour: its glow is for the air around it, or a low sun burns out to white
    strength = fma(u.pulse, 0.25, fma(u.glow, 0.35, 1.15)) * (1.0 - lit * 0.4) * u.mark("bloom")
    night = scale(screen(ground, smooth(planes, "glow", RGB), strength), _vignette(x, y, u))
    return [pack([*zip(night, (9, 9, 8), strict=True), (tube * _vignette(x, y, u), 6)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The night with hot tube cores, behind scan lines."""
    *night, tube = smooth(planes, "night", ((0, 9), (9, 9), (18, 8), (26, 6)))
    core = smoothstep(0.32, 0.66, tube) * 0.45
    shade = fma(cosp(y / (SCAN * clamp(u.mark("size"), 0.5, 3.0))), 0.035, 0.965)
    return [fma(1.0 - channel, core, channel) * shade for channel in night]


def _broad(planes: Reader) -> V:
    """The outline as a thicker tube: what is near moves fast, and hair lines would flicker there."""
    total = as_float(0.0)
    for dx, dy in ((2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0)):
        total = total + part(planes.near(OUTLINE, dx * planes.step, dy * planes.step), 0, 10)
    return total * (1.5 / 9.0)


def _halo(planes: Reader) -> V:
    """The air a tube lights close about it, which also keeps fast tubes from flickering."""
    total = as_float(0.0)
    for away, share in ((2, 0.11), (4, 0.08), (6, 0.05)):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            word = planes.near(OUTLINE, dx * away * planes.step, dy * away * planes.step)
            total = fma(part(word, 0, 10), share, total)
    return total


def _tube_colour(matter: V, u: Uniforms) -> list[Any]:
    """One of the two accents, by what the thing is."""
    return mix(u.role("accent"), u.role("accent2"), smoothstep(0.35, 0.65, fract(ident_of(matter) * 0.37)))


def _vignette(x: V, y: V, u: Uniforms) -> V:
    across, down = fma(x, 1.0 / u.width, -0.5), fma(y, 1.0 / 720.0, -0.5)
    return 1.0 - 0.5 * smoothstep(0.12, 0.62, fma(across, across, down * down))


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_sources, 2, ("sources",)),
        Pass(gathered("sources"), 4, ("lamps",)),
        Pass(spread("lamps", STEP, 0.0), 4, ("streaks",)),
        Pass(spread("streaks", 0.0, STEP), 4, ("glow",)),
        Pass(draw_night, 2, ("night",)),
    ),
    finish=finish,
)
