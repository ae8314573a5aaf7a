"""Rays: what a unit of sixteen pixels sees.

In: places in the frame and the tile they lie in. Out: colour, length of the ray, whether it hit, material. Rays are
marched packet by packet; which things can throw shadows on a unit is decided once for all its packets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.persona.distance import emit_walk
from beatforge.persona.layout import (
    CASTER,
    CASTERS,
    DEPTH_SPAN,
    LISTS,
    PLACE,
    PRIMITIVES_MAX,
)
from beatforge.persona.packets import Packets, flag
from beatforge.persona.shading import SHADOW_LENGTH, SHADOW_NEAR, SHADOW_WIDENS, emit_shade
from beatforge.persona.spots import Frame
from beatforge.persona.tile import AROUND_AT, BLOCKS, CASTERS_AT, COUNTS_AT, Tile
from beatforge.persona.vectors import dot
from beatforge.picture.gbuffer import field, pack
from beatforge.picture.llvm_function import F32, whole
from beatforge.picture.trace import V, clamp, fma, sel, sqrt, vmax, vmin

STEPS, LATE = 40, 12
"""Steps of a ray at most, and how many of its last ones end where earlier ones would go on."""

Look = tuple[V, V, V]
"""Where in the frame a pixel is looked at, and from which distance on."""

Seen = tuple[list[V], V, V, V]
"""Colour, length of the ray, whether it hit (1 or 0), material; all zeros where it did not."""


class Rays:
    """Marching and shading in one tile after another."""

    def __init__(self, emit: Packets, distance: Callable[..., list[V]]) -> None:
        self.emit, self._frame, self._distance = emit, Frame(), distance
        self._shade = emit_shade(emit, emit_walk(emit, full=True), distance)
        self._march = emit.inner("march", 5, 2, 2, self._marched)

    def seen(self, tile: Tile, places: Sequence[Look], block: Any) -> list[Seen]:
        """What a unit's pixels see, all of them in one block."""
        emit = self.emit
        rays = [self._frame.ray(x, y) for x, y, _ in places]
        builder = emit.builder
        begin = builder.mul(block, whole(PRIMITIVES_MAX))
        first, around = (tile.scratch(builder.add(begin, whole(at))) for at in (0, AROUND_AT))
        count, more = (
            emit.word(LISTS, tile.scratch(builder.add(block, whole(at)))) for at in (COUNTS_AT, COUNTS_AT + BLOCKS)
        )
        far = tile.far
        ways = [self._march(*ray, start, far, first, count) for ray, (_, _, start) in zip(rays, places, strict=True)]
        points = [self._frame.along(ray, way) for ray, (way, _) in zip(rays, ways, strict=True)]
        zero = emit.constant(0.0, "f")

        def shaded() -> list[V]:
            casters = self._casters(tile, points, [hit for _, hit in ways])
            told = []
            for ray, point, (way, hit) in zip(rays, points, ways, strict=True):
                lists = (first, count, around, more, tile.scratch(whole(CASTERS_AT)), casters)
                seen = self._shade(*point, *ray, way, hit, *lists)
                told += [sel(hit > 0.5, value, 0.0) for value in (*seen[:3], way, hit, seen[3])]
            return told

        hits = [hit for _, hit in ways]
        some = hits[0]
        for hit in hits[1:]:
            some = vmax(some, hit)
        told = emit.when(emit.any(some > 0.5), shaded, [zero] * (6 * len(ways)))
        parts = [told[at : at + 6] for at in range(0, len(told), 6)]
        return [(part[:3], part[3], part[4], part[5]) for part in parts]

    def _casters(self, tile: Tile, points: Sequence[Sequence[V]], hits: Sequence[V]) -> Any:
        """Count of what can throw a shadow on the unit, listed in the scratch: what meets its bounding sphere as that
        is swept towards the light."""
        emit, builder, frame = self.emit, self.emit.builder, self._frame
        low, high = [], []
        for at in range(3):
            ends = [(sel(hit > 0.5, point[at], 99.0), sel(hit > 0.5, point[at], -99.0))
                    for point, hit in zip(points, hits, strict=True)]  # fmt: skip
            lower, upper = ends[0]
            for one, other in ends[1:]:
                lower, upper = vmin(lower, one), vmax(upper, other)
            low.append(emit.over_lanes(lower, vmin))
            high.append(emit.over_lanes(upper, vmax))
        middle = [(one + other) * 0.5 for one, other in zip(low, high, strict=True)]
        half = [(other - one) * 0.5 for one, other in zip(low, high, strict=True)]
        size, key = sqrt(dot(half, half)), frame.vector("key")

        def tested(counter: Any, carried: list[V]) -> Sequence[V]:
            at = builder.mul(counter, whole(emit.lanes))
            numbers = [emit.words(CASTERS, builder.add(at, whole(kind * PRIMITIVES_MAX))) for kind in range(CASTER - 1)]
            start, along, thick = numbers[:3], numbers[3:6], numbers[6]
            off = [part - centre for part, centre in zip(start, middle, strict=True)]
            way, aside = _nearest(off, along, key)
            limit = thick + size * (1.0 + SHADOW_WIDENS) + fma(way, SHADOW_WIDENS, SHADOW_NEAR)

            def keep(count: Any, lane: Any) -> Any:
                index = emit.word(CASTERS, builder.add(builder.add(at, lane), whole((CASTER - 1) * PRIMITIVES_MAX)))
                tile.keep(builder.add(count, whole(CASTERS_AT)), index)
                return builder.add(count, whole(1))

            met = emit.bits(dot(aside, aside) < limit * limit)
            return [V(emit.each_bit(met, carried[0].held, keep), "i")]

        chunks = builder.sdiv(builder.add(emit.count(PLACE["casters"]), whole(emit.lanes - 1)), whole(emit.lanes))
        return emit.loop(chunks, [V(whole(0), "i")], tested)[0].held

    def _marched(self, x: V, y: V, z: V, start: V, far: V, first: Any, count: Any) -> list[V]:
        """How far a ray goes, and whether it then hits: near means within a part of a pixel, at last within more."""
        emit, ray, pixel = self.emit, [x, y, z], self._frame["pixel"]
        builder = emit.builder

        def go(counter: Any, carried: list[V]) -> tuple[list[V], V]:
            way, live, hit = carried
            free = self._distance(*self._frame.along(ray, way), first, count)[0]
            late = builder.icmp_signed(">=", counter, whole(STEPS - LATE))
            close = V(emit.splat(builder.select(late, F32(1.5), F32(0.35))))
            is_live = live > 0.5
            has_hit = is_live & (free < way * pixel * close)
            after = way + free
            going = is_live & (after < far)
            live = sel(has_hit, 0.0, flag(going))
            return [sel(live > 0.5, after, way), live, sel(has_hit, 1.0, hit)], live > 0.5

        zero = emit.constant(0.0, "f")
        way, _, hit = emit.until(STEPS, [start, flag(start < far), zero], go)
        return [way, hit]


def _nearest(off: Sequence[V], along: Sequence[V], key: Sequence[V]) -> tuple[V, list[V]]:
    """How far towards the light a line is nearest, and how far aside it is there. Where the way to the light ends
    before, the line is asked again for what is nearest to its end."""
    ahead, square, to_start = dot(key, along), vmax(dot(along, along), 1e-9), dot(off, key)
    part = clamp((ahead * to_start - dot(along, off)) / vmax(square - ahead * ahead, 1e-6))
    way = clamp(fma(part, ahead, to_start), 0.0, SHADOW_LENGTH)
    part = clamp((ahead * way - dot(along, off)) / square)
    return way, [fma(part, along[at], off[at]) - key[at] * way for at in range(3)]


def pack_matter(way: V, material: V, coverage: V) -> V:
    return pack([(way * (1.0 / DEPTH_SPAN), 16), (material * (1.0 / 255.0), 8), (coverage, 8)])


def depth_of(matter: V) -> V:
    return field(matter, 0, 16) * (DEPTH_SPAN / 65535.0)
