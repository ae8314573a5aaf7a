"""Ink: brush and water on rice paper. Wet washes that bleed into each other, dry strokes along the contours, one red.

Tone is all: what is far is pale and lies in mist, what is near is dark; the sky stays bare paper. Washes run to their
edges and feather out along the fibres, contours are drawn with a brush that dries where it runs fast. The sun and the
accent's colour are the only red, with the painter's seal, which like the paper never moves.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.brushes.sheet import inset, seal, tooth
from beatforge.picture.gbuffer import SUN, anchor_of, depth_of, emission_of, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    ANCHOR,
    COLOUR,
    MATTER,
    OUTLINE,
    Medium,
    Pass,
    anchor,
    draw_outline,
    outline,
    smooth,
)
from beatforge.picture.noise import cell, chance, fbm, noise
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.subjects.scenery import PETAL
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    gate,
    lerp,
    luma,
    mix,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "edge", "tones", "grain", "wobble", "border")

WANDER = 9.0
"""Points by which the washes leave the drawing."""

TONES = 4.0
"""Dilutions of the ink."""

SUBJECTS = 199.5
"""Identities above are people's and their things'."""

RED = (0.79, 0.17, 0.12)


def draw_rice(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Rice paper: tooth with some long fibres, how far the painting reaches, the seal."""
    bent = noise(x * 0.006, y * 0.006) * 9.0
    fibre = noise(fma(x, 0.016, bent), fma(y, 0.30, bent * 2.0)) * noise(fma(x, 0.05, y * 0.04), fma(y, 0.05, 3.0))
    sheet = fma(tooth(x, y), 0.62, 0.12) + noise(x * 0.021, y * 0.021) * 0.16 + smoothstep(0.34, 0.62, fibre) * 0.16
    ragged = noise(x * 0.013, y * 0.19) * 34.0 + noise(x * 0.011, y * 0.011) * 40.0
    rim = inset(x, y, u) - 8.0 - fma(u.mark("border"), 60.0, -20.0) + ragged
    painted = smoothstep(0.0, 9.0, rim - tooth(x, y) * 12.0)
    stamp, red = seal(x - u.width + 66.0, y - u.height + 70.0, tooth(x * 1.7, y * 1.7))
    return [pack([(sheet, 10), (painted, 6), (stamp, 8), (red, 8)])]


def draw_flow(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Where washes wander to, and their blotches."""
    fine = noise(x * 0.16, y * 0.16) - 0.5
    slow = [noise(fma(x, 0.015, 9.0 * k), fma(y, 0.015, 40.0 * k)) * 0.84 + 0.08 + fine * 0.15 for k in (0.0, 1.0)]
    return [pack([(slow[0], 8), (slow[1], 8), (fbm(x * 0.006 + 3.0, y * 0.009, 2), 8), (fine + 0.5, 8)])]


def draw_tone(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How much ink each place wants; the red; contours, thick where something near ends, and what they stick to."""
    here = planes.near(MATTER)
    colour, depth, lit = unpack_colour(planes.near(COLOUR)), depth_of(here), emission_of(here)
    is_sky = smoothstep(0.955, 0.98, depth)
    light = luma(colour)
    ground = luma(u.role("paper"))
    dark = clamp((ground - light) / (ground - luma(u.role("ink")) + 0.02))
    loaded = lerp(1.0, fma(_crest(x, y, here, u, planes), 0.75, 0.62), smoothstep(0.1, 0.3, depth))
    # a bright sky stays bare paper; a night, or rain, is a wide wash that runs down the sheet
    bare = smoothstep(0.20, 0.62, luma(u.role("sky_top")))
    tone = dark * lerp(1.0, 0.46, depth) * (1.0 - lit * 0.6) * (1.0 - is_sky * lerp(-0.25, 0.82, bare)) * loaded
    ax, ay = anchor(planes)
    poured = noise(ax * 0.020, ay * 0.0035) * 0.6 + noise(ax * 0.09, ay * 0.006) * 0.4
    tone = tone + vmax(u.rain, u.mist * 0.4) * is_sky * (1.0 - lit) * fma(poured, 0.55, -0.05)
    ident = ident_of(here)
    # the few things made by people are the red in a painting of ink
    wanted = sel(ident > SUBJECTS, 1.0, 0.30) * (1.0 - is_sky)
    always = vmax(sel(fabs(ident - SUN) < 0.5, 1.0, 0.0), sel(fabs(ident - PETAL) < 0.5, 0.6, 0.0))
    red = vmax(_redness(colour, u) * wanted, always)
    edge, near = outline(planes)
    line = edge * lerp(1.0, 0.34, near) * (1.0 - flying(planes))
    return [pack([(tone, 10), (red, 6), (line * 0.9, 8), (depth, 8)])]


def draw_bleed(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Washes: tone in a few dilutions with darker rims, wandering edges, and what has run out of them."""
    flow = planes.near("flow")
    across, down, blotch, fine = (part(flow, shift, 8) - 0.5 for shift in (0, 8, 16, 24))
    reach = WANDER * fma(u.mark("wobble"), 0.7, 0.3)
    x, y = fma(across, reach * 2.0, x), fma(down, reach * 2.0, y)
    word = planes.fetch("tone", x, y, u)
    taps, red = [part(word, 0, 10)], part(word, 10, 6)
    low = high = taps[0]
    for dx, dy in (
        (3.0, 0.0),
        (-3.0, 0.0),
        (0.0, 3.0),
        (0.0, -3.0),
        (7.0, 4.0),
        (-7.0, -4.0),
        (-4.0, 9.0),
        (4.0, -7.0),
    ):
        there = planes.fetch("tone", x + dx, y + dy, u)
        other = part(there, 0, 10)
        taps.append(other)
        red = red + part(there, 10, 6)
        low, high = vmin(low, other), vmax(high, other)
    soft = (taps[0] * 2.0 + taps[1] + taps[2] + taps[3] + taps[4]) * (1.0 / 6.0)
    run = (taps[5] + taps[6] + taps[7] + taps[8]) * 0.25
    steps = TONES * fma(u.mark("tones"), 0.75, 0.25)
    stepped = fma(soft, steps, across * 0.7)
    level = (floor(stepped) + smoothstep(0.45, 0.85, fract(stepped))) / steps
    wash = lerp(level, soft, 0.40) * fma(blotch, 0.9, 0.98)
    rim = clamp(high - low) * smoothstep(0.06, 0.30, soft) * 0.26 * u.mark("edge")
    feather = vmax(run - soft, 0.0) * fma(fine, 0.9, 0.55)
    return [pack([(clamp(wash + rim + feather * 0.6), 10), (red * (1.0 / 9.0), 8), (blotch + 0.5, 8)])]


def draw_brush(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The contours as brush strokes: they swell, thin, and break where the brush is dry."""
    flow = planes.near("flow")
    across, down = part(flow, 0, 8) - 0.5, part(flow, 8, 8) - 0.5
    x, y = fma(across, WANDER * 0.55, x), fma(down, WANDER * 0.55, y)
    word = planes.fetch("tone", x, y, u)
    ax, ay = anchor_of(planes.fetch(ANCHOR, x, y, u))
    swell = noise(ax * 0.013, ay * 0.013)
    hair = noise(ax * 0.09, ay * 0.55) * 0.5 + noise(ax * 0.5, ay * 0.09) * 0.5
    return [pack([(part(word, 16, 8), 8), (swell, 8), (hair, 8), (part(word, 24, 8), 8)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Ink in the paper, dry where the brush ran fast; red; the seal."""
    word = planes.near("rice")
    sheet, painted, stamp, seal_red = (part(word, *place) for place in ((0, 10), (10, 6), (16, 8), (24, 8)))
    wash, red, blotch = smooth(planes, "bleed", ((0, 10), (10, 8), (18, 8)))
    line, swell, hair, depth = smooth(planes, "brush", ((0, 8), (8, 8), (16, 8), (24, 8)))
    grain = (sheet - 0.5) * u.mark("grain")
    stroke = line * fma(swell, 1.5, 0.35) * u.mark("line")
    wet = smoothstep(0.10, 0.26, stroke)
    dry = smoothstep(0.25, 0.60, fma(hair, 0.55, fma(sheet, 0.45, fma(swell, 0.55, -0.25))))
    stroke = wet * dry * lerp(0.92, 0.36, depth)
    ink = fma(wash * painted, fma(grain, 0.7, 1.0), stroke * lerp(0.10, 1.0, painted))
    drops, red_drops = gate(u.burst > 0.02, lambda: _splatter(x, y, sheet, u), [0.0, 0.0])
    ink, red = clamp(vmax(ink, drops), 0.0, 0.97), vmax(red, red_drops)
    paper = scale(u.role("paper"), fma(sheet, 0.075, 0.95))
    shown = mix(paper, mix(u.role("ink"), (0.06, 0.06, 0.08), 0.6), ink)
    shown = mix(
        shown,
        scale(RED, fma(grain, 0.5, 1.0)),
        smoothstep(0.10, 0.75, red) * fma(grain, 0.7, fma(blotch, 0.5, 0.62)) * (1.0 - stroke) * painted,
    )
    return mix(mix(shown, paper, stamp * 0.8), RED, seal_red * 0.92)


def _splatter(x: V, y: V, rough: V, u: Uniforms) -> list[V]:
    """Ink and red flung onto the sheet by a great moment; drops dry up one after the other as it fades."""
    black, red = as_float(0.0), as_float(0.0)
    for layer, (grid, share) in enumerate(((34.0, 0.16), (92.0, 0.24))):
        across, down = fma(u.seed, 7.3, x * (1.0 / grid)), y * (1.0 / grid)
        name = cell(floor(across), floor(down), 40 + layer)
        right, low = fract(across) - fma(chance(name, 1), 0.5, 0.25), fract(down) - fma(chance(name, 2), 0.5, 0.25)
        stays = chance(name, 3) * 0.6
        big = fma(chance(name, 4), 0.15, 0.04) * smoothstep(stays, stays + 0.3, u.burst)
        drop = smoothstep(1.2, -1.2, (length(right, low) - big) * grid + (rough - 0.5) * 6.0)
        drop = sel(chance(name, 5) < share, drop * smoothstep(0.0, 0.02, big), 0.0)
        is_red = chance(name, 6) > 0.62
        black, red = vmax(black, sel(is_red, 0.0, drop * 0.9)), vmax(red, sel(is_red, drop, 0.0))
    return [black, red]


def _crest(x: V, y: V, here: V, u: Uniforms, planes: Reader) -> V:
    """1 just below the upper edge of a thing, where the brush was set down full of ink, 0 where it ran out."""
    ident, depth = ident_of(here), depth_of(here)
    total = ident * 0.0
    for up, weight in ((6.0, 0.25), (14.0, 0.25), (26.0, 0.25), (44.0, 0.25)):
        there = planes.fetch(MATTER, x, y - up, u)
        total = total + sel((fabs(ident_of(there) - ident) > 0.5) & (depth_of(there) > depth), weight, 0.0)
    return total


def _redness(colour: list[V], u: Uniforms) -> V:
    """How like the accent's hue a colour is, 0..1."""
    accent = u.role("accent")
    grey, own = luma(accent), luma(colour)
    alike = sum(((a - grey) * (c - own) for a, c in zip(accent, colour, strict=True)), 0.0 * own)
    size = sum(((a - grey) * (a - grey) for a in accent), 0.0 * own)
    return smoothstep(0.35, 0.7, alike / vmax(size, 0.01))


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_rice, 1, ("rice",)), Pass(draw_flow, 2, ("flow",))),
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_tone, 2, ("tone",)),
        Pass(draw_bleed, 2, ("bleed",)),
        Pass(draw_brush, 2, ("brush",)),
    ),
    finish=finish,
    is_anchored=True,
)
