"""Benday: pop art. A few loud flats, big Ben-Day dots on bare paper, a fat black line, colour plates out of register.

Each place takes one of few inks by its tone and hue: paper, paper under dots, full ink, black. Plates of colour sit a
little beside the line. Dots are laid in a thing's own world and travel with it. At great moments three quarters of the
picture change their inks, spreading dot by dot, as in a silk-screen series; so do scenes that are a film's peaks.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import crowded, flying
from beatforge.picture.brushes.hues import span
from beatforge.picture.gbuffer import depth_of, emission_of, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, Medium, Pass, draw_outline, fine_anchor, smooth
from beatforge.picture.noise import cell, chance
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    as_float,
    both,
    choose,
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
    sqrt,
    vmax,
    vmin,
)

MARKS = ("size", "line", "tones", "wobble", "border")

DOT = 15.0
"""Points between dots."""

OFF = (4.0, 2.0)
"""Points right and down by which the plates of colour miss the line."""

INKS = (
    ("accent", (0.95, 0.08, 0.20)),
    ("accent2", (1.0, 0.80, 0.05)),
    ("sky_top", (0.05, 0.55, 0.95)),
    ("mid", (0.95, 0.25, 0.65)),
)
"""The roles that lend inks their hues, and the ink of the press for a role that is grey or white."""

GUTTER = 9.0
"""Points of white between the panels of a series."""


def draw_plates(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour plate beside the line plate; tone, light and depth for the dots."""
    step, pixel = planes.step, planes.step * u.pixel
    right, below = (fma(u.mark("wobble"), way, place) for way, place in zip(OFF, (x, y), strict=True))
    there = planes.fetch(MATTER, right, below, u)
    beside = unpack_colour(planes.fetch(COLOUR, right, below, u))
    places = [(fma(pixel, dx, right), fma(pixel, dy, below)) for dx, dy in _AROUND]
    around = [unpack_colour(planes.fetch(COLOUR, *place, u)) for place in places]
    colour = [sum(parts[1:], parts[0]) * (1.0 / 5.0) for parts in zip(beside, *around, strict=True)]
    fat = as_float(0.0)
    near = as_float(1.0)
    for dx, dy, share in ((0, 0, 1.0), *((dx, dy, 0.72) for dx, dy in _AROUND)):
        edge, depth = _line(planes, dx * step, dy * step)
        fat, near = vmax(fat, edge * share), vmin(near, depth)
    thin = fma(crowded(planes), -0.5, 1.0) * fma(flying(planes), -0.75, 1.0)
    line = fat * lerp(1.30, 0.55, near) * thin * u.mark("line")
    depth, kind = depth_of(there), chance(cell(ident_of(there), floor(u.seed)), 3)
    colour = _by_lot(_skin(colour, depth, emission_of(there)), kind, depth, u)
    grounds = [sel(both(kind > low, kind < high, depth < 0.955), 1.0, 0.0) for low, high in ((0.35, 0.68), (0.68, 2.0))]
    tones = pack([(luma(colour), 10), (depth, 10), (emission_of(there), 6), *((ground, 3) for ground in grounds)])
    return [pack([*((channel, 8) for channel in colour), (line * 0.8, 8)]), tones]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Paper, dots, flats, black line; in one of four sets of inks."""
    *colour, line = smooth(planes, "plates", ((0, 8), (8, 8), (16, 8), (24, 8)))
    light, depth, lit, sunny, rosy = smooth(planes, "tones", ((0, 10), (10, 10), (20, 6), (26, 3), (29, 3)))
    # a night's palette is printed as loudly as a day's
    light = light * clamp(1.04 / (luma(u.role("sky_low")) + luma(u.role("sky_top"))), 0.9, 1.5)
    is_sky = smoothstep(0.955, 0.975, depth)
    away = _from_dot(x, y, u, planes)
    hue = saturate(colour, 2.1)
    panel, gutter = _panel(x, y, away, u)
    paper = mix(u.role("paper"), [1.0, 1.0, 1.0], 0.35)
    inks = [_loud(u.role(name), stock) for name, stock in INKS]
    rose = smoothstep(0.45, 0.55, rosy)
    # blue dots on rose would be grey
    ink = _turned(inks, sel(both(rose > 0.5, light > 0.36), 0.0, _nearest(hue, inks)), panel)
    yellow = _loud(u.role("sun"), INKS[1][1])
    own = mix(mix(paper, yellow, smoothstep(0.45, 0.55, sunny)), _pale(inks[0]), rose)
    own = mix(own, yellow, smoothstep(0.42, 0.58, lit))
    ground = choose(panel > 0.5, _picked([paper, inks[1], _pale(inks[0]), _pale(inks[2])], panel), own)
    # four tones: black, full ink, ink in dots on the ground, the ground alone
    tones = u.mark("tones")
    bare = smoothstep(0.80, 0.82, light + lit * 0.30)
    full = smoothstep(0.42, 0.40, light - is_sky * 0.06)
    black = smoothstep(0.035, 0.025, light) * (1.0 - smoothstep(0.3, 0.5, lit)) * (1.0 - is_sky)
    wide = sqrt(clamp(1.12 - light)) * fma(u.pulse, 0.035, 0.50) * clamp(tones, 0.0, 1.4)
    sharp = _dot(u) / 1.2 * u.per_point
    dotted = clamp(fma(wide - away, sharp, 0.5)) * (1.0 - bare)
    printed = mix(mix(ground, ink, dotted), ink, full)
    rich = mix(ink, u.role("ink"), 0.50)
    shade = clamp(fma(0.58 - light * 2.2 - away, sharp, 0.5)) * full * (1.0 - is_sky)
    printed = mix(printed, rich, shade * 0.9)
    drawn = vmax(black, smoothstep(0.25, 0.36, line))
    printed = mix(printed, scale(u.role("ink"), 0.55), drawn)
    return mix(printed, paper, vmax(gutter, _rim(x, y, u)))


_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1))


def _line(planes: Reader, dx: int, dy: int) -> tuple[V, V]:
    word = planes.near(OUTLINE, dx, dy)
    return part(word, 0, 10), part(word, 10, 10)


def _dot(u: Uniforms) -> V:
    return clamp(u.mark("size"), 0.35, 3.0) * DOT


def _from_dot(x: V, y: V, u: Uniforms, planes: Reader) -> V:
    """Distance from the nearest dot's middle (dots are 1 apart), in the world of the thing that is here."""
    right, down = fine_anchor(x, y, u, planes)
    pitch = 0.70710678 / _dot(u)
    across, along = (right + down) * pitch, (down - right) * pitch
    return length(fract(across) - 0.5, fract(along) - 0.5)


def _by_lot(colour: list[Any], kind: V, depth: V, u: Uniforms) -> list[Any]:
    """What is dark without a hue (people at night) wears an ink by lot: black is for lines."""
    high, low = span(colour)
    hueless = smoothstep(0.12, 0.05, high - low) * smoothstep(0.34, 0.24, high) * smoothstep(0.955, 0.94, depth)
    bright = fma(high, 0.8, 0.10) / 0.5
    worn = _picked([_loud(u.role(name), stock) for name, stock in INKS], floor(kind * 3.99))
    return mix(colour, scale(worn, bright), hueless)


def _skin(colour: list[Any], depth: V, lit: V) -> list[Any]:
    """What has the hue of skin is printed light: as dots of red, not as a red."""
    red, green, blue = colour
    wide, high = red - blue, green - blue
    # between red and yellow, up to half of the way
    between = clamp(vmin(fma(wide, -0.13, high), fma(wide, 0.60, 0.0 - high)) * 25.0)
    skin = between * smoothstep(0.14, 0.30, red) * smoothstep(0.55, 0.45, depth + lit)
    return mix(colour, [0.98, 0.72, 0.62], skin * 0.75)


def _loud(colour: list[Any], stock: tuple[float, float, float]) -> list[Any]:
    """A role as a printer's ink: as saturated as it gets, neither dark nor pale; `stock` where it has no hue."""
    high, low = span(colour)
    spread = vmax(high - low, 0.12)
    pure = [clamp(fma((channel - low) / spread, 0.86, 0.07)) for channel in colour]
    return mix(pure, [*stock], smoothstep(0.24, 0.12, high - low))


def _pale(ink: list[Any]) -> list[Any]:
    return mix(ink, [1.0, 1.0, 1.0], 0.55)


def _nearest(colour: list[Any], inks: list[list[Any]]) -> V:
    """The number of the ink whose hue is nearest."""
    best = [as_float(0.0), as_float(9.0)]
    grey = luma(colour)
    for number, ink in enumerate(inks):
        own = luma(ink)
        way = [fabs((channel - grey) - (other - own) * 0.8) for channel, other in zip(colour, ink, strict=True)]
        distance = way[0] + way[1] + way[2]
        best = choose(distance < best[1], [number, distance], best)
    return best[0]


def _turned(inks: list[list[Any]], number: V, panel: V) -> list[Any]:
    """The ink of this number; in panels 1 to 3 the one so many places on, over again."""
    place = number + panel
    return _picked(inks, sel(place > 3.5, place - 4.0, place))


def _picked(colours: list[list[Any]], number: V) -> list[Any]:
    """One of the colours by its number."""
    picked = colours[0]
    for at, colour in enumerate(colours[1:], start=1):
        picked = choose(number > at - 0.5, colour, picked)
    return picked


def _panel(x: V, y: V, away: V, u: Uniforms) -> tuple[V, V]:
    """Which of four panels this is (0 where the series is not shown), and how white its gutter."""
    grown = vmax(u.burst, smoothstep(0.86, 0.96, u.intensity))
    shown = smoothstep(-0.05, 0.05, grown * 0.95 - away - 0.10)
    right, below = x - u.width * 0.5, y - 360.0
    number = sel(right > 0.0, 1.0, 0.0) + sel(below > 0.0, 2.0, 0.0)
    edge = vmin(fabs(right), fabs(below)) - GUTTER * 0.5
    return sel(shown > 0.5, number, 0.0), clamp(0.5 - edge * u.per_point) * smoothstep(0.3, 0.6, grown)


def _rim(x: V, y: V, u: Uniforms) -> V:
    """The white rim of the print."""
    inset = vmin(vmin(x, u.width - x), vmin(y, 720.0 - y))
    return clamp((u.mark("border") * 14.0 - inset) * u.per_point + 0.5)


MEDIUM = Medium(
    scale=2,
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_plates, 2, ("plates", "tones"))),
    finish=finish,
    is_anchored=True,
)
