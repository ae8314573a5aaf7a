"""Contour: traced by hand over what moves. Flat areas of shifted colour, lines between things and between their tones.

Each redrawing finds areas and lines anew, a little beside where they were: lines by one hand, colours by another, so
that they never quite meet. Lines are found in the light itself as well as between things, so that a filmed picture
without things (one identity, one depth) is traced as well as a painted one.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.gbuffer import (
    anchor_of,
    depth_of,
    emission_of,
    ident_of,
    pack,
    pack_colour,
    part,
    unpack_colour,
)
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    ANCHOR,
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
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "edge", "tones", "wobble")

TONES = 5.0
"""Flat tones between black and white."""

BOIL = 0.55
"""How far a redrawing leaves the one before."""

_NEAR = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
_FAR = ((3, 0), (-3, 0), (0, 3), (0, -3), (2, 2), (-2, 2), (2, -2), (-2, -2))


def draw_simple(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colours evened out within each thing; and lines: between things, and on the dark side of steps in the light."""
    here, own = planes.near(MATTER), unpack_colour(planes.near(COLOUR))
    ident, light = ident_of(here), luma(own)
    total, count = [channel * 2.0 for channel in own], light * 0.0 + 2.0
    close, wide = light * 2.0, light * 1.0
    lights = {}
    for ring, taps in ((0, _NEAR), (1, _FAR)):
        for dx, dy in taps:
            there = unpack_colour(planes.near(COLOUR, dx * planes.step, dy * planes.step))
            alike = sel(fabs(ident_of(planes.near(MATTER, dx * planes.step, dy * planes.step)) - ident) < 0.5, 1.0, 0.0)
            total = [fma(channel, alike, sum_) for channel, sum_ in zip(there, total, strict=True)]
            count = count + alike
            lights[dx, dy] = luma(there)
            if ring:
                wide = wide + lights[dx, dy]
            else:
                close = close + lights[dx, dy]
    even = [channel / count for channel in total]
    step = fma(wide, 1.0 / 9.0, close * -0.1)
    # nobody traces drops
    dark = smoothstep(0.032, 0.125, fma(vmax(u.rain, u.snow), -0.08, step)) * 0.80 * u.mark("edge")
    across, along = fabs(lights[3, 0] - lights[-3, 0]), fabs(lights[0, 3] - lights[0, -3])
    steep = vmax(across, along) * (4.0 / 6.0)
    edge, near = outline(planes)
    lit = emission_of(here)
    # among many things, where most of what is around is another, thin lines do
    edge = edge * lerp(1.1, 0.72, near) * fma(smoothstep(8.5, 4.5, count), -0.45, 1.0)
    line = vmax(edge, dark) * fma(flying(planes), -0.8, 1.0) * (1.0 - lit * 0.5)
    parts = [(line * 0.8, 8), (steep, 6), (depth_of(here), 6), (ident * (1.0 / 255.0), 8), (lit, 4)]
    return [pack_colour(scale(even, fma(lit, 0.30, 1.0))), pack(parts)]


def draw_traced(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colours and lines where this redrawing puts them; how steep the light is, how hard the pen is pressed."""
    ax, ay = anchor_of(planes.near(ANCHOR))
    hands = [
        [
            (noise(fma(ax, fine, fma(u.boil, BOIL, 40.0 * k)), fma(ay, fine, 17.0 * k)) - 0.5) * u.mark("wobble")
            for k in (hand, hand + 1.0)
        ]
        for hand, fine in ((1.0, 0.011), (4.0, 0.016))
    ]
    (right, low), (right2, low2) = hands
    colour = unpack_colour(planes.fetch("evened", fma(right, 17.0, x), fma(low, 17.0, y), u))
    under = planes.fetch("lines", fma(right, 17.0, x), fma(low, 17.0, y), u)
    line, depth = _line(fma(right2, 9.0, x), fma(low2, 9.0, y), u, planes)
    # wet or snowed on, tones run: their borders are hardly drawn, things as firmly as ever
    wet = vmax(u.rain, u.snow)
    press = noise(fma(ax, 0.021, u.boil * BOIL), ay * 0.021) * fma(wet, -0.5, 1.0)
    parts = [(line * fma(wet, 0.35, 1.0), 8), (part(under, 8, 6), 8), (press, 8), (depth, 8)]
    return [pack_colour(colour), pack(parts), pack([(part(under, 20, 8), 8), (part(under, 28, 4), 8)])]


def _line(x: V, y: V, u: Uniforms, planes: Reader) -> tuple[V, V]:
    """The line at a place between three pixels, and how far it is: a pen does not jump from pixel to pixel."""
    half = u.pixel * 0.5
    along, across = (fract(fma(place, u.per_point * 0.5, -0.5)) for place in (x, y))
    is_wide = along > across
    aside, below = sel(is_wide, half, 0.0 - half), sel(is_wide, 0.0 - half, half)
    first, corner, last = (
        planes.fetch("lines", x + dx, y + dy, u) for dx, dy in ((0.0 - half, 0.0 - half), (aside, below), (half, half))
    )
    weights = (1.0 - vmax(along, across), fabs(along - across), vmin(along, across))
    line = part(first, 0, 8) * weights[0] + part(corner, 0, 8) * weights[1] + part(last, 0, 8) * weights[2]
    return line, part(first, 14, 6)


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Areas of colour, warm in the light and cool in the dark, with lines over them."""
    colour = smooth(planes, "traced", RGB)
    line, steep, press, depth = smooth(planes, "pens", ((0, 8), (8, 8), (16, 8), (24, 8)))
    thing = planes.coarse("areas")
    ident, lit = part(thing, 0, 8) * 255.0, part(thing, 8, 8)
    light, steps = luma(colour), TONES * fma(u.mark("tones"), 0.8, 0.2)
    tone = light * steps
    past, rise = fract(tone) - 0.5, fma(steep, 0.25, 0.004) * steps
    level = floor(tone) + clamp(past / clamp(rise, 0.03, 0.5) + 0.5)
    # each area settles a little lighter or darker with every redrawing
    area = cell(floor(ident + 0.5), floor(tone + 0.5), 3)
    settled = (chance(cell(floor(u.boil), ident, 5)) * 0.3 + chance(area, 1) * 0.7 - 0.5) * 0.10 + 1.0
    level = clamp(level / steps)
    flat = scale(colour, (level + 0.06) / (light + 0.05) * settled)
    flat = saturate(flat, fma(u.burst, 0.5, 1.35))
    cool, warm = mix(u.role("sky_top"), u.role("accent2"), 0.25), u.role("sun")
    flat = mix(flat, cool, smoothstep(0.5, 0.0, level) * 0.22 * (1.0 - lit))
    flat = mix(flat, warm, smoothstep(0.45, 1.0, level) * 0.22)
    # at a great moment every other area is painted in the accents
    struck = sel(chance(area, 2) > 0.5, 1.0, 0.0) * smoothstep(0.05, 0.6, u.burst) * 0.55
    struck_by = mix(u.role("accent"), u.role("accent2"), sel(chance(area, 3) > 0.5, 1.0, 0.0))
    flat = mix(flat, scale(struck_by, fma(level, 0.8, 0.3)), struck)
    inner = clamp(0.9 - fabs(past) / vmax(rise, 0.01)) * smoothstep(0.012, 0.05, steep)
    inner = inner * lerp(0.95, 0.30, depth) * u.mark("edge") * smoothstep(0.20, 0.50, press)
    pressed = line * fma(press, 1.1, 0.45) * u.mark("line")
    inked = vmax(smoothstep(0.13, 0.28, pressed) * lerp(1.0, 0.75, depth), inner)
    return mix(flat, scale(mix(u.role("ink"), colour, 0.12), 0.7), inked)


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_simple, 2, ("evened", "lines")),
        Pass(draw_traced, 2, ("traced", "pens", "areas")),
    ),
    finish=finish,
    is_anchored=True,
)
