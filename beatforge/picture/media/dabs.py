"""Dabs: impressionism. Short touches of broken colour, warm beside cool, on a light ground that shows between them.

Broad touches at half size, quick ones over them; both are found at half the size at which they are laid, and stick to
the things they paint. No touch is black: shadows are violet and blue, lights are yellow, and every third touch strays
in hue. Small round ones (`size` 50) are a Seurat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from beatforge.picture.brushes.strokes import FLOW, SOFT, STROKE_PASSES, spots
from beatforge.picture.brushes.touches import drawn_through, falls_off, is_border, pack_touch, seen_as_drawn, topmost
from beatforge.picture.gbuffer import anchor_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import ANCHOR, COLOUR, RGB, Medium, Pass, anchor, smooth
from beatforge.picture.noise import noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    choose,
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

BEND = 0.8
"""How much dabs are bent, at most."""

BROAD_WORDS, QUICK_WORDS = ("broad dab", "broad touch"), ("quick", "touch")
"""The planes of dabs: colour, and what kind of touch they are."""

VIOLET, GOLD = (0.20, 0.17, 0.46), (1.0, 0.88, 0.54)
"""What shadows and lights lean to."""


@dataclass(frozen=True, slots=True)
class _Dab:
    """The topmost dab: its colour, how deep within it a pixel is (1 in the middle, 0 where it ends), how much deeper
    the next ones to the right and down are, its rank, and how much of the drawing is seen through it."""

    colour: list[V]
    inside: V
    steep: tuple[V, V]
    order: V
    as_drawn: V


def draw_ground(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The weave of a primed canvas."""
    weave = cosp(x * 0.19) * cosp(y * 0.19) * 0.25 + (noise(x * 0.3, y * 0.3) - 0.5) * 0.6
    return [pack([(weave + 0.5, 8), (noise(x * 0.05, y * 0.05), 8)])]


def draw_broad(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The broad dabs that lie topmost."""
    # the anchor is that of a pixel of half this size, to the right and below
    right, down = (fma(u.pixel * u.view_scale, -0.25, way) for way in anchor_of(planes.fetch(ANCHOR, x, y, u)))
    thin = unpack_colour(planes.near(SOFT))
    word = planes.near(FLOW)
    flow = [fma(part(word, shift, 8), 2.0, -1.0) for shift in (0, 8)]
    dab = _dabbed(x, y, u, planes, (right, down), flow, BROAD, SOFT, thin, 3)
    as_drawn = sel(dab.inside > 0.0, dab.as_drawn, 0.0)
    return [
        pack_colour(choose(dab.inside > 0.0, dab.colour, _ground(thin, u))),
        pack_touch(dab.inside, dab.steep, as_drawn, dab.order),
    ]


def draw_quick(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Broad dabs on the ground; then the quick dabs that lie topmost."""
    broad = _painted(u, planes, BROAD, 3, *BROAD_WORDS, _ground(smooth(planes, SOFT, RGB), u))
    flow = [fma(way, 2.0, -1.0) for way in smooth(planes, FLOW, ((0, 8), (8, 8)))]
    dab = _dabbed(x, y, u, planes, anchor(planes), flow, QUICK, COLOUR, unpack_colour(planes.near(COLOUR)), 2)
    is_dab = dab.inside > 0.0
    as_drawn = sel(is_border(planes), 1.0, sel(is_dab, dab.as_drawn, 0.0))
    return [
        pack_colour(broad),
        pack_colour(choose(is_dab, dab.colour, broad)),
        pack_touch(dab.inside, dab.steep, as_drawn, dab.order),
    ]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Quick dabs over broad ones, and the canvas under both."""
    painted = _painted(u, planes, QUICK, 2, *QUICK_WORDS, smooth(planes, "broad", RGB))
    tooth = (part(planes.near("canvas"), 0, 8) - 0.5) * 0.12 * u.mark("grain")
    return [clamp(channel * (1.0 + tooth)) for channel in painted]


def _ground(thin: list[V], u: Uniforms) -> list[Any]:
    """The picture, thin and pale."""
    return mix(thin, u.role("paper"), 0.20)


def _painted(
    u: Uniforms, planes: Reader, size: float, around: int, colours: str, touches: str, under: list[Any]
) -> list[Any]:
    """The topmost of the dabs that were found about this pixel, over what is under them."""
    dab = topmost(planes, touches, touches, colours)
    touch, word = dab.words
    # a dab's upper side is where it rises downwards
    cells = u.pixel * 2.0 / _apart(u, size)
    low = fma(dab.down, cells / WIDE[around], falls_off(touch) * (-0.5 * WIDE[around] / cells))
    # paint is piled along it
    shade = fma(smoothstep(0.5, 0.0, dab.inside) * low, -0.13, 1.0)
    painted = mix(under, scale(unpack_colour(word), shade), clamp(dab.inside * 4.0))
    return drawn_through(planes, seen_as_drawn(planes, touches), colours, painted)


def _apart(u: Uniforms, size: float) -> V:
    """Points of the screen from dab to dab."""
    return vmax(u.mark("size"), 0.35) * size / u.view_scale


def _dabbed(
    x: V, y: V, u: Uniforms, planes: Reader, place: tuple[V, V], flow: list[V], size: float, source: str,
    drawn: list[V], around: int,
) -> _Dab:  # fmt: skip
    """The topmost dab; where it would hide what is small, `drawn` is seen."""
    each = _apart(u, size)
    # small touches are round
    stretch = clamp(u.mark("size") * 1.6 - 0.6)
    to_long, to_wide = 1.0 / lerp(WIDE[around], LONG[around], stretch), 1.0 / WIDE[around]
    # order, inside, own chance, x, y, along, across, cosine, sine
    top: list[Any] = [-1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    # touches are short: the flow at the pixel is that at their middle
    ahead, aside = flow
    for spot in spots(place, x, y, u, each * u.view_scale, 0.0, around):
        tilt = (spot.own - 0.5) * 0.7
        cosine, sine = fma(aside, 0.0 - tilt, ahead), fma(ahead, tilt, aside)
        along = fma(spot.right, cosine, spot.down * sine) * to_long
        across = fma(spot.down, cosine, spot.right * (0.0 - sine)) * to_wide
        across = fma(along * along, (spot.order - 0.5) * BEND, across)
        inside = 1.0 - along * along - across * across
        is_top = (inside > 0.0) & (spot.order > top[0])
        found = (spot.order, inside, spot.own, spot.x, spot.y, along, across, cosine, sine)
        top = [sel(is_top, new, old) for new, old in zip(found, top, strict=True)]
    order, inside, own, right, down, along, across, cosine, sine = top
    colour = unpack_colour(planes.fetch(source, right, down, u))
    apart = fabs(colour[0] - drawn[0]) + fabs(colour[1] - drawn[1]) + fabs(colour[2] - drawn[2])
    as_drawn = smoothstep(0.22, 0.60, apart) * 0.9
    colour = _broken(mix(colour, drawn, as_drawn), own, fract(order * 37.0), u.mark("tones"))
    # how the depth changes along the dab and across it, then from pixel to pixel
    falling = -2.0 * u.pixel / each
    steep_along = fma((order - 0.5) * (2.0 * BEND), across, 1.0) * along * to_long * falling
    steep_across = across * to_wide * falling
    steep = (
        fma(steep_along, cosine, steep_across * (0.0 - sine)),
        fma(steep_along, sine, steep_across * cosine),
    )
    return _Dab(scale(colour, fma(own - 0.5, 0.10, 1.0)), inside, steep, order, as_drawn)


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
    passes=(*STROKE_PASSES, Pass(draw_broad, 4, BROAD_WORDS), Pass(draw_quick, 2, ("broad", *QUICK_WORDS))),
    finish=finish,
)
