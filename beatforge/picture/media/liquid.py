"""Liquid: an oil-slide light show. Colours run in bands, the picture flows and echoes, and its subject stays its heart.

Feedback without memory: every frame looks at its own picture several times over, each time farther along the flow,
nearer by a little, and turned in hue, as a camera does that films its own screen. Far things melt most; near ones
keep their place and get an aura of bands. Bass makes it breathe; nothing flashes.
"""

from __future__ import annotations

import math
from typing import Any

from beatforge.picture.brushes.hues import pure_or_murky, spectrum, turned_hue, unbrowned
from beatforge.picture.brushes.places import colour_at
from beatforge.picture.gbuffer import depth_of, emission_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, Medium, Pass, draw_outline, outline, smooth, weighted
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
    gate,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    screen,
    sel,
    smoothstep,
    sqrt,
    vmax,
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
    """How high the liquid stands here (a slow noise), and its marble."""
    size = 1.0 / vmax(u.mark("size"), 0.3)
    hill = (
        noise(fma(x, 0.0042 * size, u.t * 0.050), fma(y, 0.0042 * size, u.t * -0.035))
        + noise(fma(x, 0.011 * size, u.t * -0.09), fma(y, 0.011 * size, fma(u.t, 0.07, 40.0))) * 0.32
    )
    marble = fma(_mandala(x, y, u), 0.5, hill * 0.75)
    return [pack([(hill * 0.75, 20), (marble * 0.8, 12)])]


def _mandala(x: V, y: V, u: Uniforms) -> V:
    """Noise seen in a kaleidoscope of twelve mirrors that slowly turns."""
    right, down = x - u.width * 0.5, y - 300.0
    away = sqrt(fma(right, right, down * down))
    turn = fma(atan2p(down, right), 6.0, fma(away, 0.0012, u.t * 0.05))
    petal = fabs(fract(turn) - 0.5) * 2.0
    out = fma(away, 0.0085, u.t * -0.12)
    seen = noise(fma(petal, 1.5, 3.0), out) * 0.75 + noise(fma(petal, 2.6, 9.0), out * 2.0) * 0.25
    return fma(seen - 0.5, smoothstep(40.0, 330.0, away), 0.5)


def draw_seen(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What is seen again in echoes, four of the motif's pixels in one: colour and depth; and how near and lit it is."""
    step = u.pixel * 0.25
    colours: list[tuple[float, list[V]]] = []
    far: Number = 0.0
    near: Number = 0.0
    lit: Number = 0.0
    for right, down in ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)):
        at_x, at_y = fma(step, right, x), fma(step, down, y)
        colours.append((0.25, unpack_colour(planes.fetch(COLOUR, at_x, at_y, u))))
        matter = planes.fetch(MATTER, at_x, at_y, u)
        depth, emission = depth_of(matter), emission_of(matter)
        told = sel(depth > 0.985, 0.0, fma(depth, -0.75, 1.0))
        far, lit = fma(depth, 0.25, far), fma(emission, 0.25, lit)
        near = fma(vmax(told, emission * 0.8), 0.25, near)
    colour = [(channel, 8) for channel in saturate(weighted(colours), 1.35)]
    return [pack([*colour, (far, 8)]), pack([(near, 16), (lit, 16)])]


def draw_nearness(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """How near and lit things are, over as much as lies between two steps of the blur, else a shoal of small things
    is a plaid."""
    near: Number = 0.0
    lit: Number = 0.0
    for dx, dy in ((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
        word = planes.near("told", dx * planes.step, dy * planes.step)
        near, lit = fma(part(word, 0, 16), 1.0 / 9.0, near), fma(part(word, 16, 16), 1.0 / 9.0, lit)
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
    """Where the liquid flows here (the curl of its hills, so that it neither gathers nor thins), and the picture seen
    in itself, ever farther along the flow: colour, and how much shows through."""
    here = planes.near("stream")
    right, low = (part(planes.near("stream", dx, dy), 0, 20) for dx, dy in ((1, 0), (0, 1)))
    hill = part(here, 0, 20)
    steep = 25.6 / u.pixel
    flow_x, flow_y = (low - hill) * steep, (hill - right) * steep
    depth = part(planes.near("seen"), 24, 8)
    reach = _melts(depth, part(planes.near("aura"), 0, 16), u) * 120.0
    middle_x, middle_y = u.width * 0.5, as_float(330.0)
    place_x, place_y = fma(flow_x, reach * 1.25, x), fma(flow_y, reach * 1.25, y)
    echoes: list[Any] = [0.0, 0.0, 0.0]
    through: Number = 1.0
    for echo in range(1, ECHOES):
        cosine, sine = _EDDY[echo]
        away_x, away_y = fma(flow_x, cosine, flow_y * -sine), fma(flow_y, cosine, flow_x * sine)
        place_x = fma(away_x, reach, fma(place_x - middle_x, -0.075, place_x))
        place_y = fma(away_y, reach, fma(place_y - middle_y, -0.075, place_y))
        word = planes.fetch("seen", place_x, place_y, u)
        turned = turned_hue([part(word, shift, 8) for shift in (0, 8, 16)], 0.13 * echo)
        shown = smoothstep(0.03, 0.25, depth - part(word, 24, 8)) * (0.48 * 0.78**echo)
        echoes = mix(echoes, [clamp(channel) for channel in turned], shown)
        through = through * (1.0 - shown)
    flow = [(way + 0.5, 16) for way in (flow_x, flow_y)]
    return [pack(flow), pack([*((channel, 8) for channel in echoes), (through, 8)])]


def _melts(depth: V, calm: V, u: Uniforms) -> V:
    """How far things flow; where something nearer begins close by, less: silhouettes stay."""
    return smoothstep(0.1, 0.95, depth) * u.mark("wobble") * fma(u.swell, 0.35, 0.8) * fma(calm, -0.9, 1.0)


def draw_oils(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The picture melted, in two oils: its colours in either, and where they meet; the light of both, and bands."""
    depth = depth_of(planes.near(MATTER))
    near, lit = smooth(planes, "aura", ((0, 16), (16, 16)))
    melted = _melted(depth, near, x, y, u, planes)
    marble = smooth(planes, "stream", ((20, 12),))[0]
    far = smoothstep(0.35, 0.97, depth)
    light = luma(melted)
    # bands follow light, so that what the picture shows stays to be seen in them
    bands = fma(marble, 5.0, fma(near, 5.0, light * 3.6))
    hue = fma(marble, 0.60, fma(near, 0.55, light * 0.55)) - u.t * 0.012
    rainbow = spectrum(fma(bands - u.t * 0.16, 0.06, hue), u)
    bright, is_bright = scale(rainbow, fma(light, 0.70, 0.52)), smoothstep(0.12, 0.42, light)
    own, murky = pure_or_murky(melted)
    amount = lerp(0.22, 0.72, far) * (1.0 - lit * 0.6)
    edge, _ = outline(planes)
    outlined = smoothstep(0.06, 0.5, edge) * fma(depth, -0.42, 0.56) * u.mark("line")
    lines = gate(outlined > 0.001, lambda: scale(spectrum(hue + 0.4, u), outlined), [0.0, 0.0, 0.0])
    bloom = lit * fma(u.glow, 0.2, 0.35) * u.mark("bloom")
    oils = []
    for role, share in (("sky_top", 1.0), ("far", 0.55)):
        lit_up = mix(scale(u.role(role), 0.72), bright, is_bright)
        shown = mix(mix(own, lit_up, murky), lit_up, amount * share)
        shown = [channel + (1.0 - channel) * line for channel, line in zip(shown, lines, strict=True)]
        shown = saturate(screen(shown, shown, bloom), 1.2)
        pure, is_murky = pure_or_murky(shown)
        oils.append([clamp(channel) for channel in unbrowned(mix(pure, lit_up, is_murky))])
    shine = far * u.mark("line")
    seam = scale(mix(mix(oils[0], oils[1], 0.3), rainbow, shine * 0.40), fma(shine, 0.22, 1.0))
    lights = [(luma(oil), 10) for oil in oils]
    return [*(pack_colour(colour) for colour in (*oils, seam)), pack([*lights, (bands * (1.0 / 16.0), 12)])]


def _melted(depth: V, calm: V, x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The picture along the flow, with its echoes."""
    flow_x, flow_y = (way - 0.5 for way in smooth(planes, "flow", ((0, 16), (16, 16))))
    reach = _melts(depth, calm, u) * 150.0
    place_x, place_y = fma(flow_x, reach, x), fma(flow_y, reach, y)
    # what is near is not smeared over what is far
    before = depth - depth_of(planes.fetch(MATTER, place_x, place_y, u))
    flowed = colour_at(planes, COLOUR, place_x, place_y, u)
    own = saturate(mix(flowed, unpack_colour(planes.near(COLOUR)), smoothstep(0.04, 0.16, before)), 1.35)
    *echoes, through = smooth(planes, "echoes", ((0, 8), (8, 8), (16, 8), (24, 8)))
    return [fma(channel, through, echo) for channel, echo in zip(own, echoes, strict=True)]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Bands of the two oils, and thin bright lines where one meets the other.

    A picture's light is finer than its colours: those are the coarse pixel's own.
    """
    dark, bright, bands = smooth(planes, "lights", ((0, 10), (10, 10), (20, 12)))
    wave = cosp(fma(bands, 16.0, u.t * -0.16))
    band = smoothstep(-0.2, 0.35, wave)
    first, second, seam = (unpack_colour(planes.coarse(name)) for name in ("first", "second", "seam"))
    coarse = mix(first, second, band)
    shown = mix(coarse, seam, smoothstep(0.30, 0.05, fabs(wave)))
    finer = lerp(dark, bright, band) - luma(coarse)
    return [clamp(channel + finer) for channel in shown]


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_stream, 4, ("stream",)),
        Pass(draw_seen, 4, ("seen", "told")),
        Pass(draw_nearness, 4, ("nearness",)),
        Pass(_blurred("nearness", _STEP, 0.0), 4, ("streaks",)),
        Pass(_blurred("streaks", 0.0, _STEP), 4, ("aura",)),
        Pass(draw_echoes, 4, ("flow", "echoes")),
        Pass(draw_oils, 2, ("first", "second", "seam", "lights")),
    ),
    finish=finish,
)
