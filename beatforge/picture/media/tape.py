"""Tape: an evening's video cassette. Warm, faded, soft; colour lags behind and bleeds, lines shake a little.

Light is kept sharp (with the recorder's own ringing), colour is carried coarse and late, as on a cassette. Lines
wobble on purpose, eight times a second, most where the head switches: in a band that climbs the frame. Scan lines, dust
and the rounded screen belong to the set and stay where they are; dust is redrawn with the wobble.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.optics import gathered, spread
from beatforge.picture.brushes.roomy import pack_roomy_colour, smooth_roomy_colour
from beatforge.picture.gbuffer import emission_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, RGB, Medium, Pass, smooth
from beatforge.picture.noise import cell, chance, noise, noise1
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
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
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "grain", "bloom", "wobble", "border")

LATE = 5.0
"""Points by which colour comes after light."""

SHAKE = 2.6
"""Points by which a line may stand beside its place; in the band of the head's switch ten times that."""

SCAN = 3.0
"""Points from scan line to scan line."""

BRIGHTEST = 1.25
"""What a scan line can brighten at most."""


def draw_lamps(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Lamps that bleed on a worn tube."""
    lit = emission_of(planes.near(MATTER))
    colour = unpack_colour(planes.near(COLOUR))
    share = clamp(fma(lit, 0.8, smoothstep(0.62, 1.0, luma(colour)) * 0.35))
    return [pack_colour([channel * share for channel in colour])]


def draw_set(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What the set does to every picture: scan lines and dark corners, and the rim of its screen."""
    line = fma(cosp(y * (1.0 / SCAN)), u.mark("line") * 0.030, 1.0)
    shade = line * (1.0 - u.mark("border") * 0.42 * _corner(x, y, u))
    return [pack([(shade * (1.0 / BRIGHTEST), 16), (_screen(x, y, u), 16)])]


def draw_signal(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Light along a shaken line, ringing at its edges; colour that comes late; lamps' bleeding; all of it faded."""
    shake = _shake(y, u)
    place = x + shake
    light = _light(place, y, u, planes)
    before, after = _light(place - 3.5, y, u, planes), _light(place + 3.5, y, u, planes)
    rung = clamp(fma(light - (before + after) * 0.5, 0.55, light), -0.125, 1.125)
    tint = unpack_colour(planes.fetch("tints", place - LATE, y, u))
    grey = luma(tint)
    colour = [clamp(rung + (channel - grey) * 1.05) for channel in tint]
    glow = smooth(planes, "glow", RGB)
    strength = u.mark("bloom") * fma(u.glow, 0.35, fma(u.pulse, 0.2, 0.75))
    warm = (1.0, 0.86, 0.68)
    colour = [
        fma(1.0 - channel, clamp(bled * tone * strength), channel)
        for channel, bled, tone in zip(colour, glow, warm, strict=True)
    ]
    return [pack_roomy_colour(_faded(colour))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The picture with scan lines, noise and dust, within the screen's rim."""
    word = planes.near("set")
    shade, rim = part(word, 0, 16) * BRIGHTEST, part(word, 16, 16)
    hiss = (_hiss(x, y, u) - 0.5) * u.mark("grain") * 0.055
    colour = [fma(channel, shade, hiss) for channel in smooth_roomy_colour(planes, "signal")]
    colour = mix(colour, (0.96, 0.91, 0.80), clamp(_dust(x, y, u) * u.mark("grain")) * 0.55)
    return scale(colour, fma(rim, 0.97, 0.03))


def _light(x: V, y: V, u: Uniforms, planes: Reader) -> V:
    """Light at any place along a line, between two of the drawing's pixels."""
    size = u.pixel
    at = x / size - 0.5
    left = (floor(at) + 0.5) * size
    one, other = (luma(unpack_colour(planes.fetch(COLOUR, left + step, y, u))) for step in (0.0, size))
    return lerp(one, other, fract(at))


def _shake(y: V, u: Uniforms) -> V:
    """How far a line stands to the side, in points."""
    wander = (noise1(fma(y, 0.012, u.t * 0.25), 4) - 0.5) * 1.6
    tremble = (noise1(fma(y, 0.35, u.boil * 61.0), 5) - 0.5) * 0.7
    climbing = fract(u.t * 0.045 + u.seed * 0.37)
    away = fabs(y - lerp(780.0, -60.0, climbing))
    band = smoothstep(34.0, 0.0, away)
    torn = band * band * (noise1(fma(y, 0.11, u.boil * 17.0), 6) - 0.15) * 9.0
    kick = u.burst * (noise1(fma(y, 0.02, u.boil * 29.0), 7) - 0.5) * 16.0
    return (wander + tremble + torn + kick) * u.mark("wobble") * SHAKE


def _faded(colour: list[Any]) -> list[Any]:
    """An old cassette's colours: brown blacks, cream whites, reds that last longest."""
    grey = luma(colour)
    soft = mix(colour, [grey, grey, grey], 0.08)
    warm = [
        fma(channel, gain, lift)
        for channel, gain, lift in zip(soft, (0.94, 0.88, 0.80), (0.092, 0.066, 0.070), strict=True)
    ]
    return [
        clamp(fma(grey * (1.0 - grey), tone, channel)) for channel, tone in zip(warm, (0.14, 0.05, -0.05), strict=True)
    ]


def _hiss(x: V, y: V, u: Uniforms) -> V:
    """Noise drawn out along the lines."""
    return noise(fma(x, 0.16, u.boil * 31.7), floor(y * 0.5) + u.boil * 17.0)


def _dust(x: V, y: V, u: Uniforms) -> V:
    """A few specks and a hair, somewhere else each time."""
    across, down = x * (1.0 / 190.0), y * (1.0 / 190.0)
    name = cell(floor(across) + floor(u.seed * 9.0), floor(down) + u.boil * 3.0, 8)

    def drawn() -> list[V]:
        right = (fract(across) - fma(chance(name, 1), 0.7, 0.15)) * 190.0
        below = (fract(down) - fma(chance(name, 2), 0.7, 0.15)) * 190.0
        curl = below - (right * right) * (chance(name, 5) - 0.5) * 0.05
        hair = vmax(fabs(curl + right * (chance(name, 6) - 0.5)) - 0.6, fabs(right) - 14.0)
        speck = length(right, below * 1.3) - fma(chance(name, 4), 1.6, 0.9)
        return [clamp((0.5 - sel(chance(name, 7) < 0.25, hair, speck)) * u.per_point + 0.5)]

    return gate(chance(name, 3) < 0.10, drawn, [0.0])[0]


def _corner(x: V, y: V, u: Uniforms) -> V:
    across, down = fma(x, 1.0 / u.width, -0.5), fma(y, 1.0 / 720.0, -0.5)
    return smoothstep(0.08, 0.58, fma(across, across, down * down))


def _screen(x: V, y: V, u: Uniforms) -> V:
    """1 on the rounded screen, 0 in the corners beyond it."""
    radius = 46.0
    right, below = fabs(x - u.width * 0.5), fabs(y - 360.0)
    across, down = right - u.width * 0.5 + radius + 4.0, below - 356.0 + radius
    outside = length(vmax(across, 0.0), vmax(down, 0.0)) + vmin(vmax(across, down), 0.0) - radius
    return lerp(1.0, smoothstep(5.0, -9.0, outside), clamp(u.mark("border")))


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_set, 1, ("set",)),),
    passes=(
        Pass(gathered(COLOUR), 4, ("chroma",)),
        Pass(spread("chroma", 4.0, 0.0), 4, ("tints",)),
        Pass(draw_lamps, 2, ("lamps",)),
        Pass(gathered("lamps"), 4, ("lamps4",)),
        Pass(spread("lamps4", 6.0, 0.0), 4, ("across",)),
        Pass(spread("across", 0.0, 6.0), 4, ("glow",)),
        Pass(draw_signal, 2, ("signal",)),
    ),
    finish=finish,
)
