"""Deco: a poster of the twenties. Night blue, black and ivory in steps, thin double lines of gold, rays and fans.

The steps come from the palette (ink, near, mid, far, paper), the accents stay where light is. Gold is metal: its shade
runs with the place and a glint crosses it on the beat. Rays fill the sky from the middle of the ground line; the frame
with its corner fans is laid once per shot and stands still, for it is the poster's.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.gbuffer import depth_of, emission_of, pack, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, OUTLINE, Medium, Pass, draw_outline, outline, smooth
from beatforge.picture.noise import noise
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
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

MARKS = ("line", "size", "border")

GOLD = ((0.24, 0.15, 0.05), (0.82, 0.62, 0.27), (1.0, 0.92, 0.66))
"""Gold in shade, in light, and where it glints."""

RAYS = 22.0
"""Rays in a half turn."""

FRAME = 15.0
"""Points from the edge to the frame's outer line."""


def draw_ornament(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The frame: how much gold, and how much of the poster's dark ground, each place has."""
    right, below = u.width * 0.5 - fabs(x - u.width * 0.5), 360.0 - fabs(y - 360.0)
    inset = vmin(right, below)
    wide = u.mark("border") * FRAME
    lines = vmin(fabs(inset - wide) - 1.6, fabs(inset - wide - 7.0) - 0.7)
    # a fan of rings in each corner, cut by the frame, with ribs
    across, down = right - wide, below - wide
    away = length(across, down)
    ring = vmin(fabs(away - 46.0) - 0.9, vmin(fabs(away - 64.0) - 1.5, fabs(away - 70.0) - 0.7))
    ribs = fract(atan2p(down, across) * 28.0 + 0.5) - 0.5
    rib = vmax(fabs(ribs) * away * 0.22 - 0.7, vmax(46.0 - away, away - 64.0))
    steps = vmin(fabs(away - 18.0) - 0.8, fabs(away - 30.0) - 0.8)
    inside = vmax(0.0 - across, 0.0 - down)
    fan = vmax(vmin(vmin(ring, rib), steps), inside)
    gold = clamp(0.5 - vmin(lines, fan) * u.per_point) * clamp(u.mark("border") * 4.0)
    ground = vmin(inset - wide - 7.0, sel(inside < 0.0, away - 70.0, 1000.0))
    laid = clamp(0.5 - ground * u.per_point) * clamp(u.mark("border") * 4.0)
    sheen = fabs(fract(fma(x, 0.0021, y * 0.0034)) - 0.5) * 2.0
    return [pack([(gold, 8), (laid, 8), (sheen, 8), (noise(x * 0.05, y * 0.05), 8)])]


def draw_rays(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The sky: rays in two blues, lighter towards the ground, and the gold line on one side of each."""
    across, up = x - u.width * 0.5, 470.0 - y
    away = length(across, up)
    turn = atan2p(up, across) * 2.0 * RAYS / clamp(u.mark("size"), 0.5, 2.0) + 0.5
    odd = fract(turn * 0.5)
    edge = fabs(fract(turn) - 0.5)
    width = away * 0.0715 * clamp(u.mark("size"), 0.5, 2.0)
    line = smoothstep(0.75, 0.25, (0.5 - edge) * width - 0.35) * smoothstep(40.0, 120.0, away)
    rise = clamp(away * (1.0 / 520.0)) * 5.0
    bands = (floor(rise) + smoothstep(0.92, 1.0, fract(rise))) * 0.2
    turned = smoothstep(0.49, 0.51, odd) * smoothstep(1.0, 0.99, odd)
    return [pack([(lerp(clamp(bands + 0.12), clamp(bands + 0.42), turned), 16), (line, 16)])]


def draw_steps(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour and light softened, the outline's weight, what is sky."""
    here = planes.near(MATTER)
    depth, lit = depth_of(here), emission_of(here)
    narrow, near = outline(planes)
    edge = lerp(_broad(planes), narrow, smoothstep(0.45, 0.75, near)) * fma(flying(planes), -0.8, 1.0)
    is_sky = smoothstep(0.955, 0.975, depth) * (1.0 - smoothstep(0.3, 0.5, lit))
    colour = unpack_colour(planes.near(COLOUR))
    place = _place(luma(colour), u)
    seam = as_float(0.0)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        beside = _place(luma(unpack_colour(planes.near(COLOUR, dx, dy))), u)
        seam = seam + sel(fabs(floor(place + 0.5) - floor(beside + 0.5)) > 0.5, 0.34, 0.0)
    colours = pack([*zip(colour, (8, 8, 8), strict=True), (is_sky, 8)])
    return [colours, pack([(edge, 10), (near, 8), (lit, 8), (clamp(seam), 6)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Rays, steps, gold lines on both sides of every edge, frame."""
    *colour, is_sky = smooth(planes, "steps", ((0, 8), (8, 8), (16, 8), (24, 8)), 1.4)
    edge, near, lit, seam = smooth(planes, "edges", ((0, 10), (10, 8), (18, 8), (26, 6)))
    light = luma(colour)
    ornament = planes.near("ornament")
    gold, laid = part(ornament, 0, 8), part(ornament, 8, 8)
    word = planes.near("rays")
    sky, ray = _sky(part(word, 0, 16), light, u), part(word, 16, 16)
    tone = gate(is_sky < 1.0, lambda: _tone(colour, light, u), [0.0] * 3)
    picture = mix(tone, sky, is_sky)
    lamp = smoothstep(0.35, 0.65, lit)
    picture = gate(lamp > 0.0, lambda: mix(picture, _warm(colour, u), lamp), picture)
    # a fine seam of gold where one step of tone meets the next, and along the rays
    seams = smoothstep(0.22, 0.5, seam) * (1.0 - is_sky) * (1.0 - near * 0.8) * 0.6
    fine = vmax(seams, ray * is_sky * 0.75) * (1.0 - lamp) * u.mark("line")
    # black along the edge, gold beside it on both sides
    black = smoothstep(0.40, 0.50, edge)
    weight = lerp(1.0, 0.62, near) * u.mark("line")
    double = clamp(smoothstep(0.10, 0.24, edge) * smoothstep(0.50, 0.34, edge) * weight)
    golden = vmax(vmax(fine, double), gold)
    metal = gate(golden > 0.0, lambda: _metal(x, y, part(ornament, 16, 8), part(ornament, 24, 8), u), [0.0] * 3)
    picture = mix(picture, metal, fine)
    picture = mix(picture, scale(u.role("ink"), 0.6), black * weight * 0.7)
    picture = mix(picture, metal, double)
    ground = mix(scale(u.role("ink"), 0.8), u.role("near"), 0.25)
    return mix(mix(picture, ground, laid), metal, gold)


def _tone(colour: list[V], light: V, u: Uniforms) -> list[Any]:
    """What is not sky: in the poster's tones, with some of its own colour; the accents are pure."""
    flat = _stepped(light, u)
    own = saturate(scale(colour, (luma(flat) + 0.04) / (light + 0.04)), 1.25)
    vivid = vmax(vmax(colour[0], colour[1]), colour[2]) - vmin(vmin(colour[0], colour[1]), colour[2])
    tone = mix(flat, own, 0.35)
    pure = smoothstep(0.50, 0.70, vivid) * 0.85

    def rich() -> list[Any]:
        return mix(tone, saturate(scale(colour, (floor(light * 6.0) + 1.0) / (light * 6.0 + 0.5)), 1.15), pure)

    return gate(pure > 0.0, rich, tone)


def _warm(colour: list[V], u: Uniforms) -> list[Any]:
    """A lamp's light on a poster."""
    return mix(u.role("sun"), scale(saturate(colour, 1.2), 1.1), 0.55)


def _broad(planes: Reader) -> V:
    """The outline drawn with a wider pen: what is near moves fast, and hair lines would flicker there."""
    total = as_float(0.0)
    for dx, dy in ((2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 0)):
        total = total + part(planes.near(OUTLINE, dx * planes.step, dy * planes.step), 0, 10)
    return total * (1.35 / 9.0)


def _place(light: V, u: Uniforms) -> V:
    """Where between the poster's tones a light is, 0 .. 5; a night's palette uses them all."""
    gain = clamp(0.86 / (luma(u.role("sky_low")) + luma(u.role("sky_top"))), 0.9, 1.5)
    return clamp(light * gain * 1.05) * 5.0


def _stepped(light: V, u: Uniforms) -> list[Any]:
    """The poster's tone for a light: black, night blue, two greys of the place, champagne, ivory."""
    champagne = mix(u.role("paper"), [*GOLD[1]], 0.40)
    steps = [
        scale(u.role("ink"), 0.8),
        mix(u.role("near"), u.role("mid"), 0.25),
        mix(u.role("mid"), u.role("far"), 0.5),
    ]
    steps += [mix(u.role("far"), u.role("paper"), 0.28), champagne, u.role("paper")]
    place = _place(light, u)
    picked = steps[0]
    for nth, step in enumerate(steps[1:], start=1):
        picked = mix(picked, step, smoothstep(nth - 0.54, nth - 0.46, place))
    return picked


def _sky(rung: V, light: V, u: Uniforms) -> list[Any]:
    """The sky's colour so far up between its two blues."""
    low = mix(u.role("sky_low"), u.role("mid"), 0.30)
    high = mix(u.role("sky_top"), u.role("ink"), 0.45)
    sunny = smoothstep(0.45, 0.95, light) * 0.45
    return mix(mix(low, high, rung), mix(u.role("sun"), u.role("sky_low"), 0.4), sunny)


def _metal(x: V, y: V, sheen: V, leaf: V, u: Uniforms) -> list[Any]:
    """Gold leaf: bands of shade and light aslant, and a glint that crosses in a bar."""
    shade, lit, glint = ([*tone] for tone in GOLD)
    gold = mix(shade, lit, clamp(fma(sheen, 0.75, fma(leaf, 0.25, 0.30))))
    away = (fract(u.bar_phase * 0.5) * 1.8 - 0.4 - x * (1.0 / u.width) - (y - 360.0) * 0.0004) * 7.0
    bright = falloff(away * away * 2.0) * fma(u.glow, 0.4, 0.4) + u.pulse * 0.22 * sheen + u.burst * 0.5
    return mix(gold, glint, clamp(bright + smoothstep(0.82, 1.0, sheen) * 0.35))


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_ornament, 1, ("ornament",)), Pass(draw_rays, 1, ("rays",))),
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_steps, 2, ("steps", "edges"))),
    finish=finish,
)
