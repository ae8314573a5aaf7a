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
    return [pack([(gold, 10), (laid, 10)])]


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
    metal = _metal(x, y, u)
    light = luma(colour)
    flat = _stepped(light, u)
    own = saturate(scale(colour, (luma(flat) + 0.04) / (light + 0.04)), 1.25)
    vivid = vmax(vmax(colour[0], colour[1]), colour[2]) - vmin(vmin(colour[0], colour[1]), colour[2])
    tone = mix(flat, own, 0.35)
    # the accents of a poster are pure
    rich = saturate(scale(colour, (floor(light * 6.0) + 1.0) / (light * 6.0 + 0.5)), 1.15)
    tone = mix(tone, rich, smoothstep(0.50, 0.70, vivid) * 0.85)
    sky, ray = _rays(x, y, light, u)
    picture = mix(tone, sky, is_sky)
    lamp = smoothstep(0.35, 0.65, lit)
    warm = mix(u.role("sun"), scale(saturate(colour, 1.2), 1.1), 0.55)
    picture = mix(picture, warm, lamp)
    # a fine seam of gold where one step of tone meets the next, and along the rays
    fine = vmax(smoothstep(0.22, 0.5, seam) * (1.0 - is_sky) * (1.0 - near * 0.8) * 0.6, ray * is_sky * 0.75) * (
        1.0 - lamp
    )
    picture = mix(picture, metal, fine * u.mark("line"))
    # black along the edge, gold beside it on both sides
    black = smoothstep(0.40, 0.50, edge)
    double = smoothstep(0.10, 0.24, edge) * smoothstep(0.50, 0.34, edge)
    weight = lerp(1.0, 0.62, near) * u.mark("line")
    picture = mix(picture, scale(u.role("ink"), 0.6), black * weight * 0.7)
    picture = mix(picture, metal, clamp(double * weight))
    word = planes.near("ornament")
    gold, laid = part(word, 0, 10), part(word, 10, 10)
    ground = mix(scale(u.role("ink"), 0.8), u.role("near"), 0.25)
    return mix(mix(picture, ground, laid), metal, gold)


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


def _rays(x: V, y: V, light: V, u: Uniforms) -> tuple[list[Any], V]:
    """The sky: rays in two blues, lighter towards the ground, and the gold line on one side of each."""
    across, up = x - u.width * 0.5, 470.0 - y
    away = length(across, up)
    turn = atan2p(up, across) * 2.0 * RAYS / clamp(u.mark("size"), 0.5, 2.0) + 0.5
    odd = fract(turn * 0.5)
    edge = fabs(fract(turn) - 0.5)
    width = away * 0.0715 * clamp(u.mark("size"), 0.5, 2.0)
    ray = smoothstep(0.75, 0.25, (0.5 - edge) * width - 0.35) * smoothstep(40.0, 120.0, away)
    rise = clamp(away * (1.0 / 520.0))
    bands = (floor(rise * 5.0) + smoothstep(0.92, 1.0, fract(rise * 5.0))) * 0.2
    low = mix(u.role("sky_low"), u.role("mid"), 0.30)
    high = mix(u.role("sky_top"), u.role("ink"), 0.45)
    one = mix(low, high, clamp(bands + 0.12))
    other = mix(low, high, clamp(bands + 0.42))
    colour = mix(one, other, smoothstep(0.49, 0.51, odd) * smoothstep(1.0, 0.99, odd))
    sunny = smoothstep(0.45, 0.95, light) * 0.45
    return mix(colour, mix(u.role("sun"), u.role("sky_low"), 0.4), sunny), ray


def _metal(x: V, y: V, u: Uniforms) -> list[Any]:
    """Gold leaf: bands of shade and light aslant, and a glint that crosses in a bar."""
    shade, lit, glint = ([*tone] for tone in GOLD)
    aslant = fma(x, 0.0021, y * 0.0034)
    sheen = fabs(fract(aslant) - 0.5) * 2.0
    leaf = noise(x * 0.05, y * 0.05) * 0.25
    gold = mix(shade, lit, clamp(fma(sheen, 0.75, leaf + 0.30)))
    away = (fract(u.bar_phase * 0.5) * 1.8 - 0.4 - x / u.width - (y - 360.0) * 0.0004) * 7.0
    bright = falloff(away * away * 2.0) * fma(u.glow, 0.4, 0.4) + u.pulse * 0.22 * sheen + u.burst * 0.5
    return mix(gold, glint, clamp(bright + smoothstep(0.82, 1.0, sheen) * 0.35))


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_ornament, 1, ("ornament",)),),
    passes=(Pass(draw_outline, 2, (OUTLINE,)), Pass(draw_steps, 2, ("steps", "edges"))),
    finish=finish,
)
