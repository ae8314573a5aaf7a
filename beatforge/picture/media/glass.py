"""Glass: a leaded window with the light behind it. Panes of one colour each, cut to the things they show.

Panes lie in each thing's own world and travel with it; each takes the colour under its middle, unless something else
is there. Leads run between panes, thicker ones around things. Daylight drifts behind the window, breathes with the
music, and spills over the leads where a pane is bright.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import crowded, flying
from beatforge.picture.brushes.glow import glow_passes
from beatforge.picture.brushes.hues import purity, span
from beatforge.picture.brushes.places import colour_at
from beatforge.picture.brushes.roomy import pack_roomy, pack_roomy_colour, smooth_roomy, smooth_roomy_colour
from beatforge.picture.gbuffer import SKY, emission_of, ident_of, pack, pack_colour, part, unpack_colour
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
)
from beatforge.picture.noise import beside, cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
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
    screen,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
)

MARKS = ("size", "line", "grain", "bloom")

PANE = 46.0
"""Points across a usual pane; those of the sky are greater, those of people and their things smaller."""

LEAD = 1.7
"""Half the width of a lead, in points."""

REACH = 24.0
"""Points to the nearest lead that the plane of leads can tell."""


BRIGHTEST = 1.6
"""How bright a pane with the light behind it can be; white paper is 1."""


def draw_pieces(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colours evened out within each thing, and how sharply they change there."""
    ident = ident_of(planes.near(MATTER))
    own = unpack_colour(planes.near(COLOUR))
    total, count = [channel * 2.0 for channel in own], as_float(2.0)
    around = {}
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        step = planes.step if dx * dy else 2 * planes.step
        there = unpack_colour(planes.near(COLOUR, dx * step, dy * step))
        alike = sel(fabs(ident_of(planes.near(MATTER, dx * step, dy * step)) - ident) < 0.5, 1.0, 0.0)
        around[dx, dy] = choose(alike > 0.5, there, own)
        total = [fma(channel, alike, so_far) for channel, so_far in zip(there, total, strict=True)]
        count = count + alike
    steepest = vmax(_difference(around[1, 0], around[-1, 0]), _difference(around[0, 1], around[0, -1]))
    return [pack_colour([channel / count for channel in total]), pack([(steepest * 0.5, 10)])]


def draw_panes(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The colour of the pane; how near its lead is, the lead around things, light; and what shines."""
    here = planes.near(MATTER)
    ident, lit = ident_of(here), emission_of(here)
    size = sel(ident < SKY + 0.5, 1.45, sel(ident > 199.5, 0.45, 1.0))
    size = size * PANE * fma(u.mark("size"), 0.85, 0.15)
    flat = fma(chance(cell(ident), 2), 0.5, 0.75)
    right, down, between, luck = _nearest(planes, size, flat, ident)
    right, down = right * size, down * size / flat
    middle_x, middle_y = x + right, y + down
    is_own = fabs(ident_of(planes.fetch(MATTER, middle_x, middle_y, u)) - ident) < 0.5
    own = unpack_colour(planes.near("evened"))
    colour = choose(is_own, colour_at(planes, "evened", middle_x, middle_y, u), own)
    cut = smoothstep(0.35, 0.60, _difference(colour, own))
    colour = mix(colour, own, cut)
    tinge, jewel = fract(luck * 517.0), smoothstep(0.03, 0.2, luma(colour)) * (1.0 - lit)
    colour = mix(colour, u.role("accent2"), smoothstep(0.72, 1.0, tinge) * 0.22 * jewel)
    colour = mix(colour, u.role("accent"), smoothstep(0.22, 0.0, tinge) * 0.16 * jewel)
    colour = _dyed(colour, ident, tinge, lit, u)
    turn = luck * 3.0
    along, across = right * cosp(turn) + down * sinp(turn), down * cosp(turn) - right * sinp(turn)
    streak = noise(fma(along, 0.02, luck * 90.0), across * 0.17) * 0.65 + noise(right * 0.12, down * 0.12) * 0.35 - 0.5
    shade = fma(streak, u.mark("grain") * 0.42, fma(fract(luck * 33.0), 0.34, 0.86))
    # one side of a pane is thicker: light leans across it
    shade = shade + along * (0.10 / PANE)
    colour = saturate([fma(fma(channel, 0.24, 0.76), channel, 0.03) * shade for channel in colour], 1.85)
    edge, near = outline(planes)
    piece = smoothstep(0.48, 0.90, part(planes.near("steps"), 0, 10) * 2.0) * 0.34 * (1.0 - near * 0.5)
    bold = vmax(edge * lerp(1.2, 0.75, near), piece) * u.mark("line")

    def thin() -> list[V]:
        return [bold * fma(crowded(planes), -0.45, 1.0) * fma(flying(planes), -0.55, 1.0)]

    around = gate(bold > 0.0, thin, [0.0])[0]
    shine = vmax(lit * 0.9, smoothstep(0.45, 0.95, luma(colour)) * 0.5)
    parts = pack_roomy([(between * size * (1.0 / REACH), 12), (around * 0.7, 12)])
    shown = scale(colour, _day(x, y, lit, u) * (1.0 / BRIGHTEST))
    return [pack_roomy_colour(shown), parts, pack_colour(scale(colour, shine))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Lit panes, leads, light over all."""
    colour = smooth_roomy_colour(planes, "panes")
    between, around = smooth_roomy(planes, "parts", (12, 12))
    away = between * REACH
    wide = LEAD * u.mark("line")
    lead = clamp((wide - away) * 0.7 * u.per_point + 0.5)
    border = smoothstep(0.10, 0.24, around)
    bevel = smoothstep(wide, wide + 7.0, away) * (1.0 - smoothstep(0.02, 0.12, around) * 0.5)
    shown = scale(colour, fma(bevel, 0.28, 0.78) * BRIGHTEST)
    metal = fma(smoothstep(0.8, 0.0, away) * (1.0 - border), 0.10, 0.045)
    leads = [metal, metal * 0.96, metal * 1.15]
    shown = mix(shown, leads, vmax(lead, border) * 0.96)
    spill = fma(u.pulse, 0.12, fma(u.glow, 0.20, fma(u.burst, 0.30, 0.34))) * u.mark("bloom")
    return screen(shown, smooth(planes, "glow", RGB), spill)


def _day(x: V, y: V, lit: V, u: Uniforms) -> V:
    """The light behind the window: it drifts, falls off towards the corners and breathes with the music."""
    across, down = fma(x, 1.0 / u.width, -0.5), fma(y, 1.0 / 720.0, -0.5)
    drift = noise(fma(x, 0.0030, u.t * 0.050), fma(y, 0.0042, u.t * -0.031))
    day = fma(drift, 0.42, 0.80) - (across * across + down * down) * 0.75
    return day * fma(u.pulse, 0.07, fma(u.glow, 0.14, fma(u.burst, 0.22, 0.93))) + lit * 0.30


def _dyed(colour: list[Any], ident: V, tinge: V, lit: V, u: Uniforms) -> list[Any]:
    """Glass has a hue and lets light through: what is grey or dark takes the palette's colours, by thing and pane."""
    high, low = span(colour)
    grey = smoothstep(0.50, 0.15, purity(colour)) * (1.0 - lit) * smoothstep(0.97, 0.80, low)
    lot = fract(chance(cell(ident), 7) + tinge * 0.14) * 3.0
    dye = u.role("sky_top")
    for number, name in enumerate(("far", "mid"), start=1):
        dye = mix(dye, u.role(name), smoothstep(number - 0.3, number + 0.3, lot))
    dye = scale(dye, fma(high, 0.85, 0.30) / vmax(vmax(dye[0], dye[1]), vmax(dye[2], 0.2)))
    dyed = mix(colour, dye, grey * 0.58)
    lift = vmax(fma(0.26 - high, 1.6, 1.0), 1.0)
    return scale(dyed, lift)


def _difference(one: list[V], other: list[V]) -> V:
    """How far two colours are apart: 0 .. 3."""
    red, green, blue = (fabs(a - b) for a, b in zip(one, other, strict=True))
    return red + green + blue


def _nearest(planes: Reader, size: V, flat: V, ident: V) -> tuple[V, V, V, V]:
    """The nearest pane: the way to its middle and how far its border is, in panes; and a number of its own."""
    ax, ay = anchor(planes)
    each = 1.0 / size
    right, down = ax * each, ay * flat * each
    column, row = floor(right), floor(down)
    middle = cell(column, fma(ident, 3.0, row))
    best: list[V] = [as_float(9.0), as_float(0.0), as_float(0.0), as_float(0.0)]
    second = list(best[:3])
    for dx, dy in ((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
        luck = chance(beside(middle, dx, dy), 1)
        to_x = column + (dx + 0.08) + luck * 0.84 - right
        to_y = row + (dy + 0.08) + fract(luck * 4096.0) * 0.84 - down
        square = fma(to_x, to_x, to_y * to_y)
        pane = [square, to_x, to_y, luck]
        second = choose(square < best[0], best[:3], choose(square < second[0], pane[:3], second))
        best = choose(square < best[0], pane, best)
    apart_x, apart_y = second[1] - best[1], second[2] - best[2]
    apart = sqrt(fma(apart_x, apart_x, apart_y * apart_y))
    return best[1], best[2], (second[0] - best[0]) * 0.5 / vmax(apart, 0.02), best[3]


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_pieces, 2, ("evened", "steps")),
        Pass(draw_panes, 2, ("panes", "parts", "shine")),
        *glow_passes("shine", "glow", 5.0),
    ),
    finish=finish,
    is_anchored=True,
)
