"""Oil: thick strokes laid along the contours of things, ridged by the brush's hairs, on a canvas that shows through.

Broad strokes are laid at half size, fine ones over them where there is something to tell; both are found at half the
size at which they are laid, are fixed to the things they paint and move with them. What a stroke would blur is taken
from the drawing. Light falls on the paint from above.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from beatforge.picture.brushes.strokes import FLOW, SOFT, STROKE_PASSES, spots
from beatforge.picture.brushes.touches import drawn_through, is_border, pack_touch, seen_as_drawn, through, topmost
from beatforge.picture.gbuffer import anchor_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import ANCHOR, COLOUR, RGB, Medium, Pass, anchor, smooth
from beatforge.picture.noise import noise, noise1
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    choose,
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

BEND = 0.34
"""How much strokes are bent, at most."""

STEEP = 1.5
"""How much a stroke's slant tells, at most."""

BORDER = 0.4
"""How much of the drawing is seen at least where another thing begins."""

BROAD_WORDS = ("broad colour", "broad touch", "broad line")
FINE_WORDS = ("fine", "touch", "line")
"""The planes of a stroke: colour, touch, and what its ridges need."""

LONG, WIDE = {3: 1.12, 2: 0.74}, {3: 0.42, 2: 0.32}
"""Half a stroke's sides in cells, by how many cells are looked at in a row."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    """The topmost stroke: its colour without ridges, how deep within it a pixel is and how that changes to the next
    ones, its rank, how far the pixel is across it (in cells) and how that changes, and a number of its own."""

    colour: list[V]
    inside: V
    steep: tuple[V, V]
    order: V
    across: V
    slant: tuple[V, V]
    own: V

    def words(self, as_drawn: V) -> list[V]:
        """As planes hold it: colour, touch, and what its ridges need."""
        slant = [(fma(way, 0.5 / STEEP, 0.5), 8) for way in self.slant]
        line = pack([(self.across + 0.5, 10), *slant, (self.own, 6)])
        return [pack_colour(self.colour), pack_touch(self.inside, self.steep, as_drawn, self.order), line]


@dataclass(frozen=True, slots=True)
class _Found:
    """A stroke at a pixel: its colour without ridges, how much of the pixel it covers, and what its ridges multiply
    (but 1) and add."""

    colour: list[V]
    covered: V
    tone: V
    light: V

    def ridged(self, colour: list[Any], much: Number) -> list[Any]:
        """A colour with so much of the stroke's ridges."""
        return [fma(fma(channel, self.tone, self.light), much, channel) for channel in colour]


def draw_canvas(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The weave, lighter where a thread lies on top."""
    threads = cosp(x * 0.21) * cosp(y * 0.21) + cosp(fma(x, 0.105, y * 0.105)) * cosp(fma(x, 0.105, y * -0.105)) * 0.5
    rough = noise(x * 0.35, y * 0.35) - 0.5
    return [pack([(fma(threads, 0.22, fma(rough, 0.5, 0.5)), 8), (noise(x * 0.004, y * 0.004), 8)])]


def draw_broad(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The broad strokes that lie topmost."""
    # the anchor is that of a pixel of half this size, to the right and below
    place = [fma(u.pixel * u.view_scale, -0.25, way) for way in anchor_of(planes.fetch(ANCHOR, x, y, u))]
    return _brushed(x, y, u, planes, (place[0], place[1]), BROAD, SOFT, 3).words(as_float(0.0))


def draw_fine(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The picture in broad strokes, over a thin wash of itself; then the fine strokes that lie topmost."""
    wash = smooth(planes, SOFT, RGB)
    stroke = _found(u, planes, BROAD, *BROAD_WORDS)
    colour = stroke.ridged(stroke.colour, 1.0)
    broad = mix(wash, mix(colour, wash, _hidden(colour, wash)), stroke.covered)
    drawn = unpack_colour(planes.near(COLOUR))

    def stroked() -> list[V]:
        stroke = _brushed(x, y, u, planes, anchor(planes), FINE, COLOUR, 2)
        hidden, is_stroke = _hidden(stroke.colour, drawn), stroke.inside > 0.0
        colour = choose(is_stroke, mix(stroke.colour, drawn, hidden), broad)
        as_drawn = vmax(sel(is_border(planes), BORDER, 0.0), sel(is_stroke, hidden, 0.0))
        return replace(stroke, colour=colour).words(as_drawn)

    # wide even places, a sky or still water, are the broad brush's alone
    none = pack([(as_float(0.0), 8)])
    return [pack_colour(broad), *gate(_told(planes) > PLAIN, stroked, [pack_colour(broad), none, none])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Fine strokes over the broad ones, canvas, varnish."""
    broad, told = smooth(planes, "broad", RGB), _told(planes)

    def detailed() -> list[Any]:
        stroke = _found(u, planes, FINE, *FINE_WORDS)
        as_drawn = seen_as_drawn(planes, "touch")
        colour = drawn_through(planes, as_drawn, "fine", stroke.colour)
        fine = stroke.ridged(colour, stroke.covered * (1.0 - as_drawn))
        return mix(broad, fine, vmax(stroke.covered, through(as_drawn)) * smoothstep(PLAIN, PLAIN * 2.5, told))

    painted = gate(told > PLAIN, detailed, broad)
    weave = part(planes.near("canvas"), 0, 8) - 0.5
    thin = 1.0 - luma(painted) * 0.6
    tooth = weave * 0.14 * thin * u.mark("grain")
    # middle tones are glazed lighter and richer, the deep ones stay umber: night and autumn are not mud
    grey = luma(painted)
    glazed = saturate(scale(painted, fma(1.0 - grey, 0.42, 1.0)), fma(1.0 - grey, 0.22, 1.12))
    return [clamp(fma(channel, 1.0 + tooth, tooth * 0.12)) for channel in glazed]


def _apart(u: Uniforms, size: float) -> V:
    """Points of the screen from stroke to stroke."""
    return vmax(u.mark("size"), 0.4) * size / u.view_scale


def _told(planes: Reader) -> V:
    """How much there is to tell about a place."""
    return part(planes.coarse(FLOW), 16, 8)


def _hidden(colour: list[Any], drawn: list[V]) -> V:
    """How much of the drawing a stroke of such a colour would hide, and must not."""
    apart = fabs(colour[0] - drawn[0]) + fabs(colour[1] - drawn[1]) + fabs(colour[2] - drawn[2])
    return smoothstep(0.20, 0.6, apart) * 0.9


def _brushed(
    x: V, y: V, u: Uniforms, planes: Reader, place: tuple[V, V], size: float, source: str, around: int
) -> _Stroke:
    """The topmost stroke."""
    each, to_long, to_wide = _apart(u, size), 1.0 / LONG[around], 1.0 / WIDE[around]
    # order, inside, along, across, cosine, sine, x, y, own chance
    top: list[Any] = [-1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.5]
    for spot in spots(place, x, y, u, each * u.view_scale, 0.0, around):
        flow = planes.fetch(FLOW, spot.x, spot.y, u)
        cosine, sine = fma(part(flow, 0, 8), 2.0, -1.0), fma(part(flow, 8, 8), 2.0, -1.0)
        along = fma(spot.right, cosine, spot.down * sine)
        across = fma(spot.down, cosine, spot.right * (0.0 - sine))
        across = fma(along * along, (spot.own - 0.5) * BEND, across)
        square = along * along * (to_long * to_long)
        inside = 1.0 - square * square - across * across * (to_wide * to_wide)
        is_top = (inside > 0.0) & (spot.order > top[0])
        if around == 2:
            is_top = is_top & (part(flow, 16, 8) > spot.own * 0.5 - 0.12)
        found = (spot.order, inside, along, across, cosine, sine, spot.x, spot.y, spot.own)
        top = [sel(is_top, new, old) for new, old in zip(found, top, strict=True)]
    order, inside, along, across, cosine, sine, right, down, own = top
    tone, warm = fma(own - 0.5, 0.16, 1.0), (order - 0.5) * 0.05
    tilts = (warm, 0.0, 0.0 - warm)
    colour = [
        (channel + tilt) * tone
        for channel, tilt in zip(unpack_colour(planes.fetch(source, right, down, u)), tilts, strict=True)
    ]
    # a bent stroke's ridges are slanted
    bent = (own - 0.5) * (2.0 * BEND) * along
    slant = fma(bent, cosine, 0.0 - sine), fma(bent, sine, cosine)
    cells = u.pixel / each
    falling = along * along * along * (-4.0 * to_long**4), across * (-2.0 * to_wide * to_wide)
    steep = [
        (falling[0] * ahead + falling[1] * aside) * cells for ahead, aside in zip((cosine, sine), slant, strict=True)
    ]
    return _Stroke(colour, inside, (steep[0], steep[1]), order, across, slant, own)


def _found(u: Uniforms, planes: Reader, size: float, *names: str) -> _Found:
    """The topmost of the strokes found about this pixel."""
    touch = topmost(planes, names[1], names[0], names[2])
    word, line = touch.words
    slant = [fma(part(line, shift, 8), 2.0 * STEEP, -STEEP) for shift in (10, 18)]
    cells = u.pixel * 2.0 / _apart(u, size)
    across = fma(fma(touch.right, slant[0], touch.down * slant[1]), cells, part(line, 0, 10) - 0.5)
    own = part(line, 26, 6)
    hairs = noise1(fma(across, 16.0, own * 91.0)) - noise1(fma(across, 16.0, own * 91.0 + 0.45))
    streak = noise1(fma(across, 9.0, own * 57.0), 3) - 0.5
    # light from above and left: the side of a ridge that looks there is lit, the other is dark
    facing = fma(slant[0], 0.6, slant[1])
    rim = smoothstep(0.34, 0.0, touch.inside) * clamp(across * -4.0, -1.0, 1.0)
    relief = fma(hairs, 0.55, rim * 0.34) * facing * u.mark("grain")
    tone = fma(relief, 0.42, streak * 0.20)
    return _Found(unpack_colour(word), clamp(touch.inside * 5.0), tone, relief * 0.035)


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    paper=(Pass(draw_canvas, 1, ("canvas",)),),
    passes=(*STROKE_PASSES, Pass(draw_broad, 4, BROAD_WORDS), Pass(draw_fine, 2, ("broad", *FINE_WORDS))),
    finish=finish,
)
