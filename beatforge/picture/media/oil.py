"""Oil: thick strokes laid along the contours of things, ridged by the brush's hairs, on a canvas that shows through.

Broad strokes are laid at half size, fine ones over them where there is something to tell; both are fixed to the things
they paint and move with them. What a stroke would blur is taken from the drawing. Light falls on the paint from above.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.strokes import FLOW, SOFT, STROKE_PASSES, anchor_within, spots
from beatforge.picture.gbuffer import pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, RGB, Medium, Pass, anchor, smooth
from beatforge.picture.noise import noise, noise1
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    V,
    clamp,
    cosp,
    fabs,
    fma,
    gate,
    luma,
    mix,
    saturate,
    scale,
    sel,
    smoothstep,
    vmax,
)

MARKS = ("size", "grain", "wobble")

BROAD, FINE = 25.0, 17.0
"""Points from stroke to stroke."""

PLAIN = 0.02
"""Contrast of contours below which there is nothing to tell."""

LONG, WIDE = {3: 1.12, 2: 0.74}, {3: 0.42, 2: 0.32}
"""Half a stroke's sides in cells, by how many cells are looked at in a row."""


def draw_canvas(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The weave, lighter where a thread lies on top."""
    threads = cosp(x * 0.21) * cosp(y * 0.21) + cosp(fma(x, 0.105, y * 0.105)) * cosp(fma(x, 0.105, y * -0.105)) * 0.5
    rough = noise(x * 0.35, y * 0.35) - 0.5
    return [pack([(fma(threads, 0.22, fma(rough, 0.5, 0.5)), 8), (noise(x * 0.004, y * 0.004), 8)])]


def draw_broad(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The picture in broad strokes, over a thin wash of itself."""
    wash = unpack_colour(planes.coarse(SOFT))
    return [pack_colour(_brushed(x, y, u, planes, anchor(planes), BROAD, SOFT, wash, wash, 3))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Fine strokes over the broad ones, canvas, varnish."""
    broad, drawn = smooth(planes, "broad", RGB), smooth(planes, COLOUR, RGB)
    # wide even places, a sky or still water, are the broad brush's alone
    told = part(planes.coarse(FLOW), 16, 8)

    def detailed() -> list[Any]:
        fine = _brushed(x, y, u, planes, anchor_within(x, y, u, planes), FINE, COLOUR, broad, drawn, 2)
        return mix(broad, fine, smoothstep(PLAIN, PLAIN * 2.5, told))

    painted = gate(told > PLAIN, detailed, broad)
    weave = part(planes.near("canvas"), 0, 8) - 0.5
    thin = 1.0 - luma(painted) * 0.6
    tooth = weave * 0.14 * thin * u.mark("grain")
    # middle tones are glazed lighter and richer, the deep ones stay umber: night and autumn are not mud
    grey = luma(painted)
    glazed = saturate(scale(painted, fma(1.0 - grey, 0.42, 1.0)), fma(1.0 - grey, 0.22, 1.12))
    return [clamp(fma(channel, 1.0 + tooth, tooth * 0.12)) for channel in glazed]


def _brushed(
    x: V, y: V, u: Uniforms, planes: Reader, place: tuple[V, V], size: float, source: str,
    under: list[V], drawn: list[V], around: int,
) -> list[V]:  # fmt: skip
    """The topmost stroke's colour with its ridges; `under` where there is none, `drawn` where it would lie."""
    each, long, wide = vmax(u.mark("size"), 0.4) * size, LONG[around], WIDE[around]
    # order, along, across, cosine, sine, x, y, own chance
    top: list[Any] = [-1.0, 0.0, 9.0, 1.0, 0.0, 0.0, 0.0, 0.5]
    for spot in spots(place, x, y, u, each, 0.0, around):
        flow = planes.fetch(FLOW, spot.x, spot.y, u)
        cosine, sine = fma(part(flow, 0, 8), 2.0, -1.0), fma(part(flow, 8, 8), 2.0, -1.0)
        own, order = spot.own, spot.order
        along = fma(spot.right, cosine, spot.down * sine)
        across = fma(spot.down, cosine, spot.right * (0.0 - sine))
        across = fma(along * along, (own - 0.5) * 0.34, across)
        square = along * along * (1.0 / (long * long))
        inside = 1.0 - square * square - across * across * (1.0 / (wide * wide))
        is_laid = part(flow, 16, 8) > own * 0.5 - 0.12 if around == 2 else inside > 0.0
        is_top = (inside > 0.0) & (order > top[0]) & is_laid
        found = (order, along, across, cosine, sine, spot.x, spot.y, own)
        top = [sel(is_top, new, old) for new, old in zip(found, top, strict=True)]
    order, along, across, cosine, sine, right, down, own = top
    square = along * along * (1.0 / (long * long))
    inside = 1.0 - square * square - across * across * (1.0 / (wide * wide))
    hairs = noise1(fma(across, 16.0, own * 91.0)) - noise1(fma(across, 16.0, own * 91.0 + 0.45))
    streak = noise1(fma(across, 9.0, own * 57.0), 3) - 0.5
    # light from above and left: the side of a ridge that looks there is lit, the other is dark
    facing = cosine + sine * -0.6
    rim = smoothstep(0.34, 0.0, inside) * clamp(across * -4.0, -1.0, 1.0)
    relief = (hairs * 0.55 + rim * 0.34) * facing * u.mark("grain")
    colour = unpack_colour(planes.fetch(source, right, down, u))
    tone = fma(own - 0.5, 0.16, fma(streak, 0.20, 1.0)) + relief * 0.42
    warm = (order - 0.5) * 0.05
    colour = [
        fma(channel + tilt, tone, relief * 0.035) for channel, tilt in zip(colour, (warm, 0.0, 0.0 - warm), strict=True)
    ]
    apart = fabs(colour[0] - drawn[0]) + fabs(colour[1] - drawn[1]) + fabs(colour[2] - drawn[2])
    colour = mix(colour, drawn, smoothstep(0.20, 0.6, apart) * 0.9)
    covered = clamp(inside * 5.0) * sel(order > -0.5, 1.0, 0.0)
    return mix(under, colour, covered)


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    paper=(Pass(draw_canvas, 1, ("canvas",)),),
    passes=(*STROKE_PASSES, Pass(draw_broad, 2, ("broad",))),
    finish=finish,
)
