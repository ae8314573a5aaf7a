"""Film: a miniature before a lens. Haze by depth, focus that racks, lights that open into discs, a print that glows.

Light is added in linear terms and goes through a film's curve, so that lamps burn out softly and shadows keep colour.
Halation is the warm ring about highlights, streaks are a wide lens's. Focus is on what is near, and a little more so as
a section goes on. Grain lives (it is redrawn eight times a second) and is faint. Bars lie above and below wide frames.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.optics import gathered, spread
from beatforge.picture.brushes.roomy import pack_roomy_colour, smooth_roomy_colour
from beatforge.picture.gbuffer import depth_of, emission_of, field, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, RGB, Medium, Pass, smooth, weighted
from beatforge.picture.noise import cell, chance
from beatforge.picture.planes import Reader
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
    luma,
    mix,
    saturate,
    sel,
    smoothstep,
    sqrt,
    vmax,
)

MARKS = ("size", "tones", "grain", "bloom", "border")

OPEN = 8.0
"""Points of the largest disc that a point of light opens to."""

DISC = tuple(
    (radius, across, down)
    for radius, ring in (
        (0.38, ((1.0, 0.0), (-0.5, 0.866), (-0.5, -0.866))),
        (0.72, ((0.5, 0.866), (-1.0, 0.0), (0.5, -0.866), (0.866, 0.5), (-0.866, 0.5), (0.0, -1.0))),
        (1.0, ((1.0, 0.0), (0.5, 0.866), (-0.5, 0.866), (-1.0, 0.0), (-0.5, -0.866), (0.5, -0.866))),
        (1.0, ((0.866, 0.5), (0.0, 1.0), (-0.866, 0.5), (-0.866, -0.5), (0.0, -1.0), (0.866, -0.5))),
    )
    for across, down in ring
)
"""Places in a lens's opening: how far from its middle, and in which direction."""

BRIGHT = 3.0
"""The brightest light that planes hold; white paper is 1."""

ALIKE = 0.008
"""Difference of neighbours' colours below which opening the lens shows nothing."""

_SQUARE = BRIGHT / (255.0 * 255.0)
_CORNERS = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))

STREAK = ((0, 0.20), (1, 0.15), (2, 0.105), (3, 0.065), (4, 0.04), (5, 0.025), (6, 0.015))
_STREAKED = spread("halo", 26.0, 0.0, STREAK)

WIDE = 2.0
"""Width to height of what the bars leave of a wide frame."""


def draw_light(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The scene's light, hazy with depth; beside it how far out of focus each place is."""
    here = planes.near(MATTER)
    colour, depth, lit = unpack_colour(planes.near(COLOUR)), depth_of(here), emission_of(here)
    haze = smoothstep(0.30, 0.96, depth) * smoothstep(1.0, 0.975, depth) * 0.27 * (1.0 - lit)
    colour = mix(colour, mix(u.role("sky_low"), u.role("far"), 0.35), haze)
    gain = fma(lit, fma(u.glow, 0.35, fma(u.pulse, 0.30, 0.45)), 0.80)
    light = [channel * channel * gain * (1.0 / BRIGHT) for channel in colour]
    roots = [sqrt(clamp(channel)) for channel in light]
    spreads = smoothstep(0.0, 0.25, _blur(depth, u))
    return [
        pack_colour(roots),
        pack([*((root, 8) for root in roots), (spreads, 4), (_unlike(planes), 1), (lit, 3)]),
    ]


def draw_spots(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What four places tell of the lens, together."""
    step = u.pixel * 0.25
    first, *others = (planes.fetch("focus", fma(step, right, x), fma(step, down, y), u) for right, down in _CORNERS)
    for other in others:
        first = first | other
    return [first]


def draw_busy(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Where there is something to open, as far as the lens opens it."""
    found = planes.near("spots")
    for down in range(-2, 3):
        for right in range(-2, 3):
            found = found | planes.near("spots", right, down)
    return [found]


def draw_lens(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The light through the opening: sharp in focus, gathered from a disc beyond it."""
    own, blur = _lit(planes.near("light")), _blur(depth_of(planes.near(MATTER)), u)
    # around things in focus their own pixels are sharpened: the picture was painted at half the size
    around = [_lit(planes.near("light", dx, dy)) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    mean = weighted([(0.25, light) for light in around])
    crisp = [vmax(fma(one - other, 0.45, one), one * 0.5) for one, other in zip(own, mean, strict=True)]
    reach = blur * OPEN * u.mark("size")

    def opened() -> list[V]:
        # channels are summed as squares of bytes, shares in fifteenths
        total: list[Any] = [channel * (0.6 * 15.0 / _SQUARE) for channel in own]
        weight: Number = 0.6 * 15.0
        for radius, right, down in DISC:
            word = planes.fetch("focus", fma(reach, radius * right, x), fma(reach, radius * down, y), u)
            light = _squares(word)
            # lamps open into whole discs, other things only soften; what is sharp does not spread at all
            lamp = fma(luma(light), 2.0 / 7.0 * _SQUARE, 0.6 / 7.0)
            share = fma(field(word, 29, 3), lamp, 0.85 - radius * 0.75) * field(word, 24, 4)
            total = [fma(channel, share, so_far) for channel, so_far in zip(light, total, strict=True)]
            weight = weight + share
        # what the bytes have cut off is added again, lest flat colours change where the lens begins to open
        cut = [one - square * _SQUARE for one, square in zip(own, _squares(planes.near("focus")), strict=True)]
        disc = [fma(one, _SQUARE / as_float(weight), rest) for one, rest in zip(total, cut, strict=True)]
        return mix(crisp, disc, smoothstep(0.04, 0.22, blur))

    # where all is alike about a place, a disc of it is what it was
    opens = vmax(part(planes.coarse("busy"), 28, 1), smoothstep(OPEN, OPEN + 0.1, reach))
    seen = gate((blur > 0.04) & (opens > 0.0), opened, crisp)
    return [pack_colour([sqrt(clamp(channel * (1.0 / BRIGHT))) for channel in seen])]


def draw_lamps(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What is bright enough to bleed."""
    light, lit = _lit(planes.near("light")), part(planes.near("focus"), 29, 3)
    share = clamp(smoothstep(0.45, 1.2, luma(light)) + lit * 0.6)
    return [pack_colour([sqrt(clamp(channel * share * (1.0 / BRIGHT))) for channel in light])]


def draw_bled(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """What bleeds: a warm ring about lights, and the cool streak of a wide lens."""
    near = _lit(planes.near("halo"))
    (word,) = _STREAKED(x, y, u, planes)
    cool = mix(u.role("accent2"), (0.55, 0.75, 1.0), 0.5)
    parts = zip(near, _lit(word), (0.42, 0.277, 0.21), cool, strict=True)
    return [
        pack_colour([sqrt(clamp(fma(far * 0.55, tint, own * warm) * (1.0 / BRIGHT))) for own, far, warm, tint in parts])
    ]


def draw_print(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Lens, halation and streak through the film's curve; grade and corners. All of it is smooth at half size."""
    light = _lit(planes.near("lens"))
    bled = [channel * channel * BRIGHT for channel in smooth(planes, "bled", RGB)]
    bloom, corners = u.mark("bloom") * fma(u.glow, 0.25, 0.85), _corners(x, y, u) * 1.12
    exposed = [fma(more, bloom, own) * corners for own, more in zip(light, bled, strict=True)]
    printed = [_curve(channel) for channel in exposed]
    grey = luma(printed)
    # shadows lean to the night's blue green, lights to the lamp's yellow, as far as the print is a strong one
    strong = u.mark("tones")
    graded = [
        clamp(channel + (1.0 - grey) * (1.0 - grey) * strong * cold + grey * (1.0 - grey) * strong * warm)
        for channel, cold, warm in zip(printed, (0.004, 0.020, 0.034), (0.050, 0.012, -0.045), strict=True)
    ]
    return [pack_roomy_colour(saturate(graded, fma(strong, 0.40, 0.70)))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """The print with its grain, between the bars."""
    printed = smooth_roomy_colour(planes, "print")
    speck = _grain(x, y, u) * u.mark("grain") * fma(luma(printed), -0.022, 0.030)
    shown = _open(y, u)
    return [(channel + speck) * shown for channel in printed]


def _squares(word: V) -> list[V]:
    """Light as squares of bytes, of a word of `focus`."""
    return [root * root for root in (field(word, shift, 8) for shift in (0, 8, 16))]


def _blur(depth: V, u: Uniforms) -> V:
    """How far out of focus a place is."""
    return smoothstep(0.46, 0.95, depth + u.section * 0.08) * sel(depth > 0.97, 0.6, 1.0)


def _unlike(planes: Reader) -> V:
    """1 where the colour is not that of the next pixels."""
    own, lit = unpack_colour(planes.near(COLOUR)), emission_of(planes.near(MATTER))
    most: Number = 0.0
    for dx, dy in ((1, 0), (0, 1)):
        other = unpack_colour(planes.near(COLOUR, dx, dy))
        for one, two in zip(own, other, strict=True):
            most = vmax(most, fabs(one - two))
        most = vmax(most, fabs(lit - emission_of(planes.near(MATTER, dx, dy))) * 0.3)
    return sel(as_float(most) > ALIKE, 1.0, 0.0)


def _lit(word: V) -> list[V]:
    """Light as it adds up, of a packed root."""
    return [channel * channel * BRIGHT for channel in unpack_colour(word)]


def _curve(light: V) -> V:
    """A film's answer to light: a toe, a straight part, a long shoulder; then the eye's root."""
    return sqrt(clamp(light * fma(light, 2.51, 0.03) / fma(light, fma(light, 2.43, 0.59), 0.14)))


def _grain(x: V, y: V, u: Uniforms) -> V:
    """-1..1, in grains of a point and a quarter."""
    name = cell(floor(fma(x, 0.8, u.boil * 37.0)), floor(fma(y, 0.8, u.boil * 59.0)), 3)
    luck = chance(name)
    return luck + fract(luck * 1024.0) - 1.0


def _corners(x: V, y: V, u: Uniforms) -> V:
    across, down = fma(x, 1.0 / u.width, -0.5), fma(y, 1.0 / 720.0, -0.5)
    return 1.0 - 0.55 * smoothstep(0.10, 0.60, fma(across, across, down * down))


def _open(y: V, u: Uniforms) -> V:
    """0 behind the bars, which only frames wider than the usual screen's 3:2 have."""
    bar = vmax(fma(u.width, -0.5 / WIDE, 360.0), 0.0) * u.mark("border") * sel(u.width > 1080.0, 1.0, 0.0)
    inset = 360.0 - fabs(y - 360.0)
    return clamp((inset - bar) * u.per_point + 0.5)


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_light, 2, ("light", "focus")),
        Pass(draw_spots, 4, ("spots",)),
        Pass(draw_busy, 4, ("busy",)),
        Pass(draw_lens, 2, ("lens",)),
        Pass(draw_lamps, 2, ("bright",)),
        Pass(gathered("bright"), 4, ("lamps",)),
        Pass(spread("lamps", 4.0, 0.0), 4, ("halo_across",)),
        Pass(spread("halo_across", 0.0, 4.0), 4, ("halo",)),
        Pass(draw_bled, 4, ("bled",)),
        Pass(draw_print, 2, ("print",)),
    ),
    finish=finish,
)
