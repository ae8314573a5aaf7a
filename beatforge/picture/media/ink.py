"""Ink: brush and water on rice paper. Wet washes that bleed into each other, dry strokes along the contours, one red.

Tone is all: what is far is pale and lies in mist, what is near is dark; the sky stays bare paper. Washes run to their
edges and feather out along the fibres, contours are drawn with a brush that dries where it runs fast. The sun and the
accent's colour are the only red, with the painter's seal, which like the paper never moves.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import crowded, flying
from beatforge.picture.brushes.roomy import pack_roomy, smooth_roomy
from beatforge.picture.brushes.sheet import inset, seal, tooth
from beatforge.picture.brushes.splashes import splattered
from beatforge.picture.gbuffer import SUN, depth_of, emission_of, ident_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, Medium, Pass, anchor, draw_outline, outline
from beatforge.picture.noise import fbm, noise
from beatforge.picture.planes import Reader
from beatforge.picture.subjects.scenery import PETAL
from beatforge.picture.trace import (
    Number,
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

_BESIDE = ((1, 1), (-1, 1), (1, -1), (-1, -1))
_FARTHER = ((3, 2), (-3, -2), (-2, 4), (2, -4))
"""Places about one, in steps of two points: what a wash softens into, and what runs into it."""


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


def draw_hair(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How a brush swells, and where its hairs part."""
    hair = noise(x * 0.09, y * 0.55) * 0.5 + noise(x * 0.5, y * 0.09) * 0.5
    return [pack([(noise(x * 0.013, y * 0.013), 16), (hair, 16)])]


def draw_crest(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """1 just below the upper edge of a thing, where the brush was set down full of ink, 0 where it ran out."""
    here = planes.fetch(MATTER, x, y, u)
    ident, depth = ident_of(here), depth_of(here)

    def sought() -> list[V]:
        total = as_float(0.0)
        for up in (6.0, 14.0, 26.0, 44.0):
            there = planes.fetch(MATTER, x, y - up, u)
            total = total + sel((fabs(ident_of(there) - ident) > 0.5) & (depth_of(there) > depth), 0.25, 0.0)
        return [total]

    return [pack([(gate((depth > 0.1) & (depth < 0.98), sought, [0.0])[0], 8)])]


def draw_tone(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How much ink each place wants; the red; contours, thick where something near ends, and what they stick to."""
    here = planes.near(MATTER)
    colour, depth, lit = unpack_colour(planes.near(COLOUR)), depth_of(here), emission_of(here)
    is_sky = smoothstep(0.955, 0.98, depth)
    light = luma(colour)
    ground = luma(u.role("paper"))
    dark = clamp((ground - light) * (1.0 / (ground - luma(u.role("ink")) + 0.02)))
    close = smoothstep(0.3, 0.1, depth)
    loaded = lerp(fma(part(planes.coarse("crest"), 0, 8), 0.75, 0.62), 1.0, close)
    # a bright sky stays bare paper; a night, or rain, is a wide wash that runs down the sheet
    bare = smoothstep(0.20, 0.62, luma(u.role("sky_top")))
    tone = dark * lerp(1.0, 0.46, depth) * (1.0 - lit * 0.6) * (1.0 - is_sky * lerp(-0.25, 0.82, bare)) * loaded
    wet = vmax(u.rain, u.mist * 0.4) * is_sky * (1.0 - lit)
    tone = tone + gate(wet > 0.0, lambda: [wet * _poured(planes)], [0.0])[0]
    ident = ident_of(here)
    # the few things made by people are the red in a painting of ink
    wanted = sel(ident > SUBJECTS, 1.0, 0.48) * (1.0 - is_sky)
    always = vmax(sel(fabs(ident - SUN) < 0.5, 1.0, 0.0), sel(fabs(ident - PETAL) < 0.5, 0.6, 0.0))
    red = vmax(_redness(colour, u) * wanted, always)
    # where red is laid the ink is left out: together they are brown
    tone = lerp(tone, smoothstep(0.04, 0.80, tone), fma(depth, -0.6, 0.6)) * fma(red, -0.7, 1.0)
    edge, near = outline(planes)
    line = gate(edge > 0.0, lambda: [edge * (1.0 - flying(planes)) * fma(crowded(planes), -0.45, 1.0)], [0.0])[0]
    line = line * lerp(1.0, 0.34, near)
    return [pack([(tone, 10), (red, 6), (line * 0.9, 8), (depth, 8)])]


def draw_pool(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Tone and red softened, how much the tone changes about each place, and the tone farther around."""
    word = planes.near("tone")
    own, red = part(word, 0, 10), part(word, 10, 6)
    soft, low, high = own * 0.28, own, own
    run: Number = 0.0
    for share, places in ((0.18, _BESIDE), (0.0, _FARTHER)):
        for right, down in places:
            there = planes.near("tone", right * planes.step, down * planes.step)
            other = part(there, 0, 10)
            red = red + part(there, 10, 6)
            low, high = vmin(low, other), vmax(high, other)
            soft, run = fma(other, share, soft) if share else soft, run if share else fma(other, 0.25, run)
    return [pack([(soft, 10), (high - low, 8), (run, 7), (red * (1.0 / 9.0), 7)])]


def draw_brush(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Washes: tone in a few dilutions with darker rims, wandering edges, and what has run out of them. Contours as
    brush strokes: they swell, thin, and break where the brush is dry."""
    across, down, blotch, fine = (part(planes.near("flow"), shift, 8) - 0.5 for shift in (0, 8, 16, 24))
    reach = WANDER * fma(u.mark("wobble"), 1.4, 0.6)
    pool = planes.fetch("pool", fma(across, reach, x), fma(down, reach, y), u)
    soft, change, run, red = part(pool, 0, 10), part(pool, 10, 8), part(pool, 18, 7), part(pool, 25, 7)
    steps = TONES * fma(u.mark("tones"), 0.75, 0.25)
    stepped = fma(soft, steps, across * 0.7)
    level = (floor(stepped) + smoothstep(0.45, 0.85, fract(stepped))) * (1.0 / steps)
    wash = lerp(level, soft, 0.40) * fma(blotch, 0.9, 0.98)
    rim = change * smoothstep(0.06, 0.30, soft) * 0.26 * u.mark("edge")
    feather = vmax(run - soft, 0.0) * fma(fine, 0.9, 0.55)
    reddened = smoothstep(0.10, 0.70, red) * fma(blotch, 0.4, 0.85)
    word = planes.fetch("tone", fma(across, WANDER * 0.55, x), fma(down, WANDER * 0.55, y), u)
    line = part(word, 16, 8)
    stroke, dryness = gate(line > 0.0, lambda: _hairs(line, u, planes), [0.0, 0.5])
    stroke = stroke * u.mark("line")
    return [
        pack_roomy([(clamp(wash + rim + feather * 0.6), 8), (reddened, 6), (part(word, 24, 8), 6)]),
        pack_roomy([(stroke * 0.7, 12), (dryness, 12)]),
    ]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Ink in the paper, dry where the brush ran fast; red; the seal."""
    word = planes.near("rice")
    sheet, painted, stamp = (part(word, *place) for place in ((0, 10), (10, 6), (16, 8)))
    wash, red, depth = smooth_roomy(planes, "wash", (8, 6, 6))
    stroke, dryness = smooth_roomy(planes, "stroke", (12, 12))
    grain = (sheet - 0.5) * u.mark("grain")

    def drawn() -> list[V]:
        dry = smoothstep(0.25, 0.60, fma(dryness, 1.1, fma(sheet, 0.45, -0.25)))
        return [smoothstep(0.07, 0.182, stroke) * dry * lerp(0.92, 0.36, depth)]

    stroke = gate(stroke > 0.07, drawn, [0.0])[0]
    ink = fma(wash * painted, fma(grain, 0.7, 1.0), stroke * lerp(0.10, 1.0, painted))
    ink, red = gate(u.burst > 0.02, lambda: splattered(x, y, sheet, ink, red, u), [ink, red])
    paper = scale(u.role("paper"), fma(sheet, 0.075, 0.95))
    shown = mix(paper, mix(u.role("ink"), (0.06, 0.06, 0.08), 0.6), vmin(ink, 0.97))

    def reddened() -> list[Any]:
        share = red * fma(grain, 1.1, 1.0) * (1.0 - stroke) * painted
        return mix(shown, scale(RED, fma(grain, 0.5, 1.0)), share)

    shown = gate(red > 0.0, reddened, shown)

    def sealed() -> list[Any]:
        return mix(mix(shown, paper, stamp * 0.8), RED, part(word, 24, 8) * 0.92)

    return gate(stamp > 0.0, sealed, shown)


def _poured(planes: Reader) -> V:
    """A wash that has run down the sheet."""
    ax, ay = anchor(planes)
    return fma(noise(ax * 0.020, ay * 0.0035) * 0.6 + noise(ax * 0.09, ay * 0.006) * 0.4, 0.55, -0.05)


def _hairs(line: V, u: Uniforms, planes: Reader) -> list[V]:
    """A line as wide as the brush is pressed there, and how dry the brush is."""
    ax, ay = anchor(planes)
    brush = planes.fetch("hair", _folded(ax, 300.0), _folded(ay, 300.0), u)
    swell, hair = part(brush, 0, 16), part(brush, 16, 16)
    return [line * fma(swell, 1.5, 0.35), fma(hair, 0.5, swell * 0.5)]


def _folded(place: V, side: float) -> V:
    """A place anywhere, folded to and fro into 0 .. `side`."""
    return (1.0 - fabs(fract(place * (0.5 / side)) * 2.0 - 1.0)) * side


def _redness(colour: list[V], u: Uniforms) -> V:
    """How like the accent's hue a colour is, 0..1; skin and wood are not red enough."""
    accent = u.role("accent")
    grey, own = luma(accent), luma(colour)
    alike = sum(((a - grey) * (c - own) for a, c in zip(accent, colour, strict=True)), 0.0 * own)
    size = sum(((a - grey) * (a - grey) for a in accent), 0.0 * grey)
    return smoothstep(0.36, 0.66, alike * (1.0 / vmax(size, 0.01)))


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_rice, 1, ("rice",)), Pass(draw_flow, 2, ("flow",)), Pass(draw_hair, 2, ("hair",))),
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_crest, 4, ("crest",)),
        Pass(draw_tone, 2, ("tone",)),
        Pass(draw_pool, 2, ("pool",)),
        Pass(draw_brush, 2, ("wash", "stroke")),
    ),
    finish=finish,
    is_anchored=True,
)
