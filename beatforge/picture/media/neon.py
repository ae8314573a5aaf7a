"""Neon: a dark key in which contours are glowing tubes and whatever emits light bleeds into the air.

Tubes follow changes of identity, softened before they are drawn, so that a contour between two pixels does not flicker.
The night is painted at the motif's half size, its glow at a quarter; at full size come the tubes' hot cores and the
scan lines, which are fixed to the screen.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.gbuffer import emission_of, ident_of, pack, pack_colour, part, unpack_colour
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
    weighted,
)
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, cosp, fma, fract, lerp, luma, mix, saturate, scale, screen, smoothstep

SPREAD = ((0, 0.196), (1, 0.175), (2, 0.121), (3, 0.066), (4, 0.028), (5, 0.012))
"""Steps of the glow's blur and their weights, on each side."""

STEP = 5.0
"""Points between the steps."""


def draw_sources(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What sends out light: emitting things and burning tubes."""
    here = planes.near(MATTER)
    lit, tube = emission_of(here), part(planes.near(OUTLINE), 0, 10) * 0.6
    burning = _tube_colour(here, u)
    colour = unpack_colour(planes.near(COLOUR))
    return [pack_colour([fma(own, lit, glow * tube) for own, glow in zip(colour, burning, strict=True)])]


def draw_lamps(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The light at a quarter of the size, four places averaged."""
    step = u.pixel * 0.25
    corners = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))
    places = [planes.fetch("sources", x + step * right, y + step * down, u) for right, down in corners]
    return [pack_colour(weighted([(0.25, unpack_colour(place)) for place in places]))]


def _blurred(source: str, right: float, down: float) -> Any:
    """A pass that spreads `source` to both sides along one direction (in points per step)."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        taps = []
        for step, weight in SPREAD:
            for side in (1.0, -1.0) if step else (1.0,):
                word = planes.fetch(source, x + step * side * right, y + step * side * down, u)
                taps.append((weight, unpack_colour(word)))
        return [pack_colour(weighted(taps))]

    return draw


def draw_night(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Dark ground, tubes, glow and vignette; beside the colour the tubes' hot core."""
    here = planes.near(MATTER)
    colour, lit = unpack_colour(planes.near(COLOUR)), emission_of(here)
    edge, depth = outline(planes)
    tube = edge * lerp(1.15, 0.55, depth) * (1.0 - lit * 0.7)
    ground = scale(saturate(colour, 1.5), fma(luma(colour), 0.38, 0.40))
    dusk = mix(scale(u.role("accent"), 0.22), scale(u.role("accent2"), 0.26), y * (1.0 / 720.0))
    ground = mix(mix(ground, dusk, 0.30), colour, lit * 0.85)
    ground = mix(ground, _tube_colour(here, u), smoothstep(0.12, 0.60, tube) * 0.85)
    # a lamp keeps its own colour: its glow is for the air around it, or a low sun burns out to white
    strength = fma(u.pulse, 0.25, fma(u.glow, 0.35, 1.15)) * (1.0 - lit * 0.4)
    night = scale(screen(ground, smooth(planes, "glow", RGB), strength), _vignette(x, y, u))
    return [pack([*zip(night, (9, 9, 8), strict=True), (tube * _vignette(x, y, u), 6)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The night with hot tube cores, behind scan lines."""
    *night, tube = smooth(planes, "night", ((0, 9), (9, 9), (18, 8), (26, 6)))
    core = smoothstep(0.32, 0.66, tube) * 0.45
    shade = fma(cosp(y * 0.25), 0.035, 0.965)
    return [fma(1.0 - channel, core, channel) * shade for channel in night]


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
        Pass(draw_lamps, 4, ("lamps",)),
        Pass(_blurred("lamps", STEP, 0.0), 4, ("streaks",)),
        Pass(_blurred("streaks", 0.0, STEP), 4, ("glow",)),
        Pass(draw_night, 2, ("night",)),
    ),
    finish=finish,
)
