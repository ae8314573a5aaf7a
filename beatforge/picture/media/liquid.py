"""Liquid: an oil-slide light show. Colours run in bands, the picture flows and echoes, and its subject stays its heart.

Feedback without memory: every frame looks at its own picture several times over, each time farther along the flow,
nearer by a little, and turned in hue, as a camera does that films its own screen. Far things melt most; near ones
keep their place and get an aura of bands. Bass makes it breathe; nothing flashes.
"""

from __future__ import annotations

import math
from typing import Any

from beatforge.picture.brushes.hues import purity, span, vivid
from beatforge.picture.brushes.places import colour_at
from beatforge.picture.brushes.strokes import SOFT, draw_soft
from beatforge.picture.gbuffer import depth_of, emission_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, RGB, Medium, Pass, draw_outline, outline, smooth
from beatforge.picture.noise import noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    atan2p,
    clamp,
    cosp,
    fabs,
    fma,
    fract,
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
    vmin,
)

MARKS = ("size", "line", "bloom", "wobble")

ECHOES = 5
"""Times the picture is seen in itself."""

_EDDY = tuple((math.cos(0.5 * echo), math.sin(0.5 * echo)) for echo in range(ECHOES))
"""Each echo flows a little aside of the one before."""

_NEAR = ((0, 0.20), (1, 0.18), (2, 0.12), (3, 0.07), (4, 0.03))
"""Steps of the blur that makes auras and their weights, on each side."""

_STEP = 13.0
"""Points between the steps."""


def draw_stream(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Where the liquid flows here (the curl of a slow noise, so that it neither gathers nor thins), and its marble."""
    size = 1.0 / vmax(u.mark("size"), 0.3)

    def hills(right: V, down: V) -> V:
        return (
            noise(fma(right, 0.0042 * size, u.t * 0.050), fma(down, 0.0042 * size, u.t * -0.035))
            + noise(fma(right, 0.011 * size, u.t * -0.09), fma(down, 0.011 * size, fma(u.t, 0.07, 40.0))) * 0.32
        )

    step = 6.0
    here = hills(x, y)
    flow_x, flow_y = (hills(x, y + step) - here) * 1.6, (here - hills(x + step, y)) * 1.6
    marble = fma(_mandala(x, y, u), 0.5, here * 0.75)
    return [pack([(fma(flow_x, 2.0, 0.5), 10), (fma(flow_y, 2.0, 0.5), 10), (marble * 0.8, 12)])]


def _mandala(x: V, y: V, u: Uniforms) -> V:
    """Noise seen in a kaleidoscope of twelve mirrors that slowly turns."""
    right, down = x - u.width * 0.5, y - 300.0
    away = sqrt(fma(right, right, down * down))
    turn = fma(atan2p(down, right), 6.0, fma(away, 0.0012, u.t * 0.05))
    petal = fabs(fract(turn) - 0.5) * 2.0
    out = fma(away, 0.0085, u.t * -0.12)
    seen = noise(fma(petal, 1.5, 3.0), out) * 0.75 + noise(fma(petal, 2.6, 9.0), out * 2.0) * 0.25
    return fma(seen - 0.5, smoothstep(40.0, 330.0, away), 0.5)


def draw_nearness(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How near things are, and how lit; the sky is nothing."""
    near: Number = 0.0
    lit: Number = 0.0
    # over as many places as lie between two steps of the blur, else a shoal of small things is a plaid
    for dx, dy in ((dx, dy) for dy in (-_STEP / 3, 0.0, _STEP / 3) for dx in (-_STEP / 3, 0.0, _STEP / 3)):
        matter = planes.fetch(MATTER, x + dx, y + dy, u)
        depth = depth_of(matter)
        told = sel(depth > 0.985, 0.0, fma(1.0 - depth, 0.75, 0.25))
        near = fma(vmax(told, emission_of(matter) * 0.8), 1.0 / 9.0, near)
        lit = fma(emission_of(matter), 1.0 / 9.0, lit)
    return [pack([(near, 16), (lit, 16)])]


def _blurred(source: str, right: float, down: float) -> Any:
    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        near: Number = 0.0
        lit: Number = 0.0
        for step, weight in _NEAR:
            for side in (1.0, -1.0) if step else (1.0,):
                word = planes.fetch(source, fma(side * step, right, x), fma(side * step, down, y), u)
                near, lit = fma(part(word, 0, 16), weight, near), fma(part(word, 16, 16), weight, lit)
        return [pack([(near, 16), (lit, 16)])]

    return draw


def draw_echoes(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The picture in itself, ever farther along the flow."""
    here = planes.near(MATTER)
    depth = depth_of(here)
    # where something nearer begins close by, less: silhouettes stay
    calm = smooth(planes, "aura", ((0, 16),))[0]
    melts = smoothstep(0.1, 0.95, depth) * u.mark("wobble") * fma(u.swell, 0.35, 0.8) * fma(calm, -0.9, 1.0)
    middle_x, middle_y = u.width * 0.5, as_float(330.0)
    place_x, place_y = x, y
    flow_x, flow_y = (part_ - 0.5 for part_ in smooth(planes, "stream", ((0, 10), (10, 10))))
    total: list[Any] = []
    for echo in range(ECHOES):
        reach = (150.0 if echo == 0 else 120.0) * melts
        nearer = 0.0 if echo == 0 else -0.075
        cosine, sine = _EDDY[echo]
        away_x, away_y = fma(flow_x, cosine, flow_y * -sine), fma(flow_y, cosine, flow_x * sine)
        place_x = fma(away_x, reach, fma(place_x - middle_x, nearer, place_x))
        place_y = fma(away_y, reach, fma(place_y - middle_y, nearer, place_y))
        if echo == 0:
            # what is near is not smeared over what is far
            before = depth - depth_of(planes.fetch(MATTER, place_x, place_y, u))
            flowed = colour_at(planes, COLOUR, place_x, place_y, u)
            total = saturate(mix(flowed, unpack_colour(planes.near(COLOUR)), smoothstep(0.04, 0.16, before)), 1.35)
            continue
        turned = _turned(saturate(unpack_colour(planes.fetch(COLOUR, place_x, place_y, u)), 1.35), 0.13 * echo)
        matter = planes.fetch(MATTER, place_x, place_y, u)
        shown = smoothstep(0.03, 0.25, depth - depth_of(matter)) * (0.48 * 0.78**echo)
        total = mix(total, turned, shown)
    return [pack_colour([clamp(channel) for channel in total])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Echoes in marbled bands, the aura of what is near, and lines of light along contours."""
    melted = smooth(planes, "echoes", RGB)
    marble = smooth(planes, "stream", ((20, 12),))[0]
    near, lit = smooth(planes, "aura", ((0, 16), (16, 16)))
    edge, depth = smooth(planes, "edge", ((0, 10), (10, 10)))
    far = smoothstep(0.35, 0.97, depth)
    light = luma(melted)
    # bands follow light, so that what the picture shows stays to be seen in them
    bands = fma(marble, 5.0, fma(near, 5.0, light * 3.6)) - u.t * 0.16
    wave = cosp(bands)
    hue = fma(marble, 0.60, fma(near, 0.55, light * 0.55)) - u.t * 0.012
    rainbow = _spectrum(hue + bands * 0.06, u)
    band = smoothstep(-0.2, 0.35, wave)
    deep = scale(mix(u.role("sky_top"), u.role("far"), band), 0.72)
    lit_up = mix(deep, scale(rainbow, fma(light, 0.70, 0.52)), smoothstep(0.12, 0.42, light))
    own = _vivid(melted, lit_up)
    amount = lerp(0.22, 0.72, far) * (1.0 - lit * 0.6)
    shown = mix(own, mix(lit_up, own, band * 0.45), amount)
    # thin bright lines where one oil meets the other
    seam = smoothstep(0.30, 0.05, fabs(wave)) * far * 0.40 * u.mark("line")
    shown = screen(shown, rainbow, seam)
    outlined = smoothstep(0.06, 0.5, edge) * fma(depth, -0.42, 0.56) * u.mark("line")
    shown = screen(shown, _spectrum(hue + 0.4, u), outlined)
    shown = screen(shown, shown, lit * fma(u.glow, 0.2, 0.35) * u.mark("bloom"))
    return [clamp(channel) for channel in _unbrowned(_vivid(saturate(shown, 1.2), lit_up))]


def _unbrowned(colour: list[Any]) -> list[Any]:
    """Dark yellow is brown, which no slide of oil shows: it turns to wine and violet."""
    red, green, blue = colour
    yellow = clamp(vmin(red, green) - blue) * smoothstep(0.88, 0.45, vmax(red, green))
    return [red, fma(yellow, -0.75, green), fma(yellow, 0.70, blue)]


def _vivid(colour: list[Any], other: list[Any]) -> list[Any]:
    """A colour without grey in it: its hue drawn out, and where it has none, the hue of `other`."""
    # white stays white: only what is murky is dyed
    murky = smoothstep(0.42, 0.12, purity(colour)) * smoothstep(0.95, 0.65, span(colour)[1])
    return mix(vivid(colour, 0.62, 2.2), other, murky * 0.75)


def draw_edge(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The rounded outline, and depth."""
    edge, _ = outline(planes)
    return [pack([(edge, 10), (depth_of(planes.near(MATTER)), 10)])]


def _turned(colour: list[V], turn: Number) -> list[V]:
    """A colour with its hue turned about grey."""
    cosine, sine = cosp(turn), sinp(turn) * 0.57735
    even = (colour[0] + colour[1] + colour[2]) * (1.0 / 3.0)
    return [
        fma(own - even, cosine, fma(before - after, sine, even))
        for own, before, after in (
            (colour[0], colour[2], colour[1]),
            (colour[1], colour[0], colour[2]),
            (colour[2], colour[1], colour[0]),
        )
    ]


def _spectrum(turn: V, u: Uniforms) -> list[Any]:
    """A rainbow bent towards the palette: from its sky over its sun to its accents and back."""
    place = fract(turn) * 6.0
    stops = [u.role(name) for name in ("sky_top", "far", "sky_low", "sun", "accent", "accent2", "sky_top")]
    colour = stops[0]
    for step in range(6):
        colour = mix(colour, stops[step + 1], smoothstep(step + 0.15, step + 0.85, place))
    return saturate(colour, 1.5)


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_edge, 2, ("edge",)),
        Pass(draw_soft, 4, (SOFT,)),
        Pass(draw_stream, 4, ("stream",)),
        Pass(draw_nearness, 4, ("nearness",)),
        Pass(_blurred("nearness", _STEP, 0.0), 4, ("streaks",)),
        Pass(_blurred("streaks", 0.0, _STEP), 4, ("aura",)),
        Pass(draw_echoes, 2, ("echoes",)),
    ),
    finish=finish,
)
