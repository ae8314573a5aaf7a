"""The crowd before the stage: rows of people, each with a height, a pace, a face to the stage and arms of their own.

Rows stand in the world, so they pass each other as the camera moves. From the hall they are shapes with light on their
edges, low in the picture; from behind her they are lit by the stage. Where a camera would see none of them in a wide
picture, or only backs of heads, the pit is as deep as it takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from beatforge.persona.stages.parts.place import Show
from beatforge.persona.stages.parts.sight import Sight, level, theme
from beatforge.persona.stages.parts.sprites import ARMS, HEADS, draw_arms, draw_people
from beatforge.picture.cutout import CutoutPixel
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement
from beatforge.picture.noise import cell, chance
from beatforge.picture.trace import (
    V,
    both,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    lerp,
    loop,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
)

PEOPLE, RAISED = "people", "raised"

SPACING = 0.56
"""Share of its height between neighbours of a row."""

HEAD = 0.71
"""Where in its cell a head ends, in heights of the cell."""

HOP = 0.10
"""Share of their height that the most excited hop."""

HIGHEST, LOWEST = -0.255, -0.30
"""Between which heights of the picture, from its middle, heads of the nearest row end in wide pictures from the
hall."""

WIDE = 3.0
"""Height of what the camera sees where it looks from which on a picture is a wide one."""


def people_cutouts(lively: float = 1.0, filled: float = 0.96) -> Arrangement:
    """What draws people, how much of the crowd's excitement they show, and how many of a row's places are taken."""
    return {PEOPLE: draw_people(), RAISED: draw_arms(), "lively": lively, "filled": filled}


def people_rows(show: Show, rows: Sequence[tuple[float, float]]) -> list[tuple[float, ...]]:
    """Rows of (place z, height of the tallest's head above the stage's floor), as this camera sees them: place, top,
    size, a number of their own, light on their faces, on their edges, where she is seen between them, whether they are
    seen at all; far ones first."""
    from_stage = show.forward[2] > 0.0
    told = []
    for nth, (z, top) in enumerate(rows):
        size = 1.45 - 0.04 * nth
        before = (z - show.eye[2]) / show.forward[2] if abs(show.forward[2]) > 0.2 else -1.0
        shown = min(1.0, max(0.0, (before - 2.7) / 0.6)) * min(1.0, max(0.0, (abs(show.forward[2]) - 0.35) / 0.2))
        if not from_stage and shown > 0.0:
            # who comes too near goes down, out of the picture
            top += _lift(show, z, top, nth) - (1.0 - shown) * 1.6
        # a camera across the stage sees no row, and may look along none
        along = (z - show.eye[2]) / (show.target[2] - show.eye[2]) if shown else 0.0
        clear = show.eye[0] + (show.target[0] - show.eye[0]) * along
        fades = math.exp(-0.16 * max(0.0, z - 2.5))
        front = (0.25 + 0.75 * fades) if from_stage else 0.0
        told.append(
            (
                before,
                (
                    z,
                    top,
                    size,
                    17.0 + 5.0 * nth,
                    front,
                    0.35 + 0.65 * fades,
                    clear if shown else 0.0,
                    float(shown > 0.0),
                ),
            )
        )
    order = sorted(told, key=lambda row: -row[0])
    return [tuple(round(number, 6) for number in row) for _, row in order]


def people(g: G, sight: Sight) -> G:
    """All rows that this camera sees, laid over what is behind them."""
    return G.of(loop(sight.u.rows("rows"), g.values(), partial(_row, sight)))


def _lift(show: Show, z: float, top: float, nth: int) -> float:
    """How much higher a row stands, so that a picture from the hall has heads at its lower edge and no more."""
    x = show.target[0]
    _, up, distance = show.seen((x, top, z))
    if distance < 0.3:
        return 0.0
    wide = min(1.0, max(0.0, (show.ahead(show.target) * show.tangent * 2.0 - WIDE) / 0.8))
    lowest, highest = LOWEST - 0.025 * nth, HIGHEST - 0.02 * nth
    wanted = min(max(up, lowest * wide + up * (1.0 - wide)), highest)
    return (wanted - up) * 2.0 * show.tangent * distance


def _row(sight: Sight, k: int, under: list[V]) -> list[V]:
    u = sight.u
    g = G.of(under)
    z, top, size, own, front, edge, clear, shown = u.row("rows", k)
    distance = sight.meets(2, z)
    x, y, _ = sight.at(distance)
    up = (y - top) / size
    in_row = both(up < 0.80, up > -1.0, shown > 0.0)
    pace = size * SPACING
    who = (own, front, edge, clear / pace)
    g.layer(in_row, lambda inner: _two(inner, sight, (x / pace, up), who, distance))
    return g.values()


def _two(g: G, sight: Sight, place: tuple[V, V], row: tuple[V, V, V, V], distance: V) -> None:
    """The two people of a row who can be at a place; every other one stands a little farther back."""
    along, _ = place
    own = floor(along)
    part = along - own
    other = own + sel(part < 0.5, -1.0, 1.0)
    is_even = fract(own * 0.5) < 0.25
    for who in (sel(is_even, own, other), sel(is_even, other, own)):
        _one(g, sight, place, who, row, distance)


def _one(g: G, sight: Sight, place: tuple[V, V], who: V, row: tuple[V, V, V, V], distance: V) -> None:
    u, (along, up), (own, front, edge, clear) = sight.u, place, row
    name = cell(who, own)
    excited = level(u, "crowd") * u.lively
    lot = chance(name, 1)
    # each has a pace of their own: all come down about the beat, nobody quite as high or as soon as a neighbour
    part = fract(fma(level(u, "bar"), 4.0, fma(chance(name, 2), 0.24, -0.12)))
    bounce = part * (1.0 - part) * 4.0
    sway = sinp(fma(u["show.time_s"], fma(lot, 0.15, 0.28), chance(name, 3)))
    hop = fma(bounce, fma(chance(name, 4), 0.7, 0.3), sway * 0.25) * fma(excited, HOP, 0.012)
    tall = fma(chance(name, 5), -0.20, 0.0)
    right = (along - who - 0.5 + fma(chance(name, 6), 0.3, -0.15)) * SPACING - sway * 0.018 * fma(excited, 1.0, 0.4)
    high = up - tall - hop + HEAD
    kind = floor(chance(name, 7) * (HEADS - 0.001))
    mirror = sel(chance(name, 8) < 0.5, -1.0, 1.0)
    # arms go up one after another as the crowd warms up; from the hall nobody hides her, and all stay lower
    wants = smoothstep(lot * 0.85 + 0.12, lot * 0.85 + 0.42, excited)
    wants = wants * lerp(smoothstep(0.9, 1.9, fabs(who - clear)) * 0.62, 1.0, clamp(front * 4.0))
    reach = high - 0.34 - fma(wants, 0.12, fma(sway, 0.03, bounce * 0.05 * excited))
    arms = floor(chance(name, 9) * (ARMS - 0.001))
    is_there = chance(name, 10) < u.filled
    raised = both(is_there, wants > 0.02, reach > -0.35, fabs(right) < 0.48)

    def arm(inner: G) -> None:
        lean = right + reach * sway * 0.05 * mirror
        up_ = reach + (1.0 - wants) * 0.7
        p = u.cutout(RAISED, (arms + fma(lean, mirror, 0.5)) * (1.0 / ARMS), up_)
        _lit(inner, sight, p, (front, edge), distance, (lot, high))

    g.layer(raised, arm)
    inside = both(is_there, high > 0.0, high < 1.0, fabs(right) < 0.46)

    def head(inner: G) -> None:
        p = u.cutout(PEOPLE, (kind + fma(right, mirror, 0.5)) * (1.0 / HEADS), high)
        _lit(inner, sight, p, (front, edge), distance, (lot, high))

    g.layer(inside, head)


def _lit(g: G, sight: Sight, p: CutoutPixel, row: tuple[V, V], distance: V, who: tuple[V, V]) -> None:
    """One who stands in the dark with the stage's light upon the edges, or before it with the light on the face."""
    u, (front, edge), (lot, high) = sight.u, row, who
    primary, accent = theme(u, "primary"), theme(u, "accent")
    hue = mix(primary, accent, smoothstep(0.25, 0.75, lot))
    power = fma(level(u, "pulse"), 0.06, 0.70) * (1.0 - level(u, "dim") * 0.5) * (1.0 - level(u, "spot") * 0.3)
    dark = scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), lot), 0.26)
    # beams go over them
    time = level(u, "time_s")
    swept = falloff(fabs(fract(fma(sight.across, 0.9, time * 0.07)) - 0.5) * 7.0)
    swept = swept + falloff(fabs(fract(fma(sight.across, -0.7, time * 0.05)) - 0.5) * 7.0)
    # below the shoulders nobody is told from a neighbour
    upper = smoothstep(0.05, 0.60, high)
    rim = smoothstep(0.35, 0.85, p.tone)
    face = mix(hue, theme(u, "sky"), 0.45)
    cloth = mix(
        mix(dark, hue, upper * 0.08), face, front * upper * clamp(fma(lot, 0.30, fma(swept, 0.45, 0.22))) * power
    )
    lit = mix(cloth, mix(hue, (1.0, 1.0, 1.0), fma(front, 0.30, 0.12)), rim * edge * upper * power)
    # who is far away stands in the haze
    air = mix(theme(u, "sky"), mix(primary, accent, smoothstep(-0.6, 0.6, sight.across)), 0.45)
    lit = mix(lit, scale(air, 0.75), clamp((distance - 5.0) * 0.055, 0.0, 0.55) * front)
    shines = smoothstep(0.89, 0.98, p.tone)
    lit = mix(lit, mix((0.86, 0.93, 1.0), primary, 0.15), shines * lerp(0.75, 0.40, front))
    g.paint(p.coverage, lit, sight.depth(distance), p.ident, 0.25, fma(shines, 0.6, rim * 0.06))
