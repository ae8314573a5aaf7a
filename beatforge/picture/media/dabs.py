"""Dabs: impressionism. Short touches of broken colour, warm beside cool, on a light ground that shows between them.

Broad touches at half size, quick ones over them; both stick to the things they paint. No touch is black: shadows are
violet and blue, lights are yellow, and every third touch strays in hue. Small round ones (`size` 50) are a Seurat.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.strokes import FLOW, SOFT, STROKE_PASSES, anchor_within, spots
from beatforge.picture.gbuffer import pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, RGB, Medium, Pass, anchor, smooth
from beatforge.picture.noise import noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    clamp,
    cosp,
    fabs,
    fma,
    fract,
    lerp,
    luma,
    mix,
    saturate,
    sel,
    sinp,
    smoothstep,
    vmax,
)

MARKS = ("size", "tones", "grain", "wobble")

BROAD, QUICK = 21.0, 15.0
"""Points from dab to dab."""

LONG, WIDE = {3: 0.95, 2: 0.66}, {3: 0.46, 2: 0.36}
"""Half a dab's sides in cells, by how many cells are looked at in a row."""

VIOLET, GOLD = (0.20, 0.17, 0.46), (1.0, 0.88, 0.54)
"""What shadows and lights lean to."""


def draw_ground(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The weave of a primed canvas."""
    weave = cosp(x * 0.19) * cosp(y * 0.19) * 0.25 + (noise(x * 0.3, y * 0.3) - 0.5) * 0.6
    return [pack([(weave + 0.5, 8), (noise(x * 0.05, y * 0.05), 8)])]


def draw_broad(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Broad dabs on the ground, which is the picture, thin and pale."""
    thin = unpack_colour(planes.coarse(SOFT))
    ground = mix(thin, u.role("paper"), 0.20)
    return [pack_colour(_dabbed(x, y, u, planes, anchor(planes), BROAD, SOFT, ground, thin, 3))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Quick dabs over broad ones, and the canvas under both."""
    broad, drawn = smooth(planes, "broad", RGB), smooth(planes, COLOUR, RGB)
    painted = _dabbed(x, y, u, planes, anchor_within(x, y, u, planes), QUICK, COLOUR, broad, drawn, 2)
    tooth = (part(planes.near("canvas"), 0, 8) - 0.5) * 0.12 * u.mark("grain")
    return [clamp(fma(channel, 1.0 + tooth, 0.0)) for channel in painted]


def _dabbed(
    x: V, y: V, u: Uniforms, planes: Reader, place: tuple[V, V], size: float, source: str,
    under: list[V], drawn: list[V], around: int,
) -> list[V]:  # fmt: skip
    """The topmost dab's colour; `under` between dabs, `drawn` where a dab would hide what is small."""
    each = vmax(u.mark("size"), 0.35) * size
    # small touches are round
    stretch = clamp(u.mark("size") * 1.6 - 0.6)
    long = lerp(WIDE[around], LONG[around], stretch)
    # order, inside, own chance, x, y, across
    top: list[Any] = [-1.0, 0.0, 0.5, 0.0, 0.0, 0.0]
    # touches are short: the flow at the pixel is that at their middle
    ahead, aside = (fma(way, 2.0, -1.0) for way in smooth(planes, FLOW, ((0, 8), (8, 8))))
    for spot in spots(place, x, y, u, each, 0.0, around):
        tilt = (spot.own - 0.5) * 0.7
        cosine, sine = fma(aside, 0.0 - tilt, ahead), fma(ahead, tilt, aside)
        along = fma(spot.right, cosine, spot.down * sine) / long
        across = fma(spot.down, cosine, spot.right * (0.0 - sine)) * (1.0 / WIDE[around])
        across = fma(along * along, (spot.order - 0.5) * 0.8, across)
        inside = 1.0 - along * along - across * across
        is_top = (inside > 0.0) & (spot.order > top[0])
        found = (spot.order, inside, spot.own, spot.x, spot.y, across)
        top = [sel(is_top, new, old) for new, old in zip(found, top, strict=True)]
    order, inside, own, right, down, across = top
    colour = unpack_colour(planes.fetch(source, right, down, u))
    apart = fabs(colour[0] - drawn[0]) + fabs(colour[1] - drawn[1]) + fabs(colour[2] - drawn[2])
    colour = mix(colour, drawn, smoothstep(0.22, 0.60, apart) * 0.9)
    colour = _broken(colour, own, fract(order * 37.0), u.mark("tones"))
    # paint is piled along a dab's upper side, and bristles leave it streaky
    shade = fma(smoothstep(0.5, 0.0, inside) * across, -0.13, fma(own - 0.5, 0.10, 1.0))
    colour = [channel * shade for channel in colour]
    return mix(under, colour, clamp(inside * 4.0) * sel(order > -0.5, 1.0, 0.0))


def _broken(colour: list[V], own: V, other: V, amount: V) -> list[V]:
    """A colour as a palette of pure ones would give it: strayed in hue, shadows violet, lights golden."""
    light = luma(colour)
    turn = (own - 0.5) * 0.14 * amount
    cosine, sine = cosp(turn), sinp(turn) * 0.57735
    even = (colour[0] + colour[1] + colour[2]) * (1.0 / 3.0)
    red, green, blue = (
        fma(fma(0.0 - even, 1.0, own_part), cosine, fma(before - after, sine, even))
        for own_part, before, after in ((colour[0], colour[2], colour[1]), (colour[1], colour[0], colour[2]),
                                        (colour[2], colour[1], colour[0]))
    )  # fmt: skip
    pure = saturate([red, green, blue], 1.5)
    shadow = smoothstep(0.42, 0.04, light) * fma(other, 0.40, 0.06)
    lit = smoothstep(0.50, 0.9, light) * fma(other, 0.26, -0.02)
    pure = mix(mix(pure, VIOLET, shadow * amount), GOLD, clamp(lit) * amount)
    # values are set apart, so that a subject of many hues still stands before its ground
    apart = fma(smoothstep(0.06, 1.04, light) - light, 0.75, light)
    value = (apart + 0.05) / (light + 0.05)
    return [fma(channel * value, 0.95, 0.03) * fma(other - 0.5, 0.15, 1.0) for channel in pure]


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    paper=(Pass(draw_ground, 1, ("canvas",)),),
    passes=(*STROKE_PASSES, Pass(draw_broad, 2, ("broad",))),
    finish=finish,
)
