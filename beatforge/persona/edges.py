"""The second look: pixels on edges are looked at thrice more.

In: the planes of the first look. Out: the finished planes. Where material, depth or brightness have an edge is decided
pixel by pixel; samples are then packed densely, block by block, so that all of a packet looks at nearly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from beatforge.persona.layout import (
    COLOUR_PLANE,
    DONE_COLOUR,
    DONE_MATTER,
    LISTS,
    MATTER_PLANE,
    STARTS,
    TILE,
)
from beatforge.persona.packets import UNIT, Packets
from beatforge.persona.rays import Rays, depth_of, pack_matter
from beatforge.persona.tile import BLOCKS, EDGE_COUNTS_AT, EDGES_AT, SAMPLED_AT, SUM, SUMS_AT, Tile
from beatforge.picture.gbuffer import field, pack_colour, unpack_colour
from beatforge.picture.llvm_function import whole
from beatforge.picture.trace import V, fabs, fma, luma, sel, vmax

SAMPLES = ((-0.375, 0.125), (0.125, -0.375), (0.30, 0.375))
"""Where in a pixel edges are looked at besides its middle."""

EDGE_DEPTH, EDGE_PIXELS, EDGE_LIGHT = 0.012, 5.0, 0.18
"""What makes an edge: a step in depth, one that grows with a pixel's size there, and one in brightness."""

NOWHERE = 1e3
"""A start beyond all ends."""


class Edges:
    """The second look at one tile after another."""

    def __init__(self, emit: Packets, rays: Rays) -> None:
        self.emit, self._rays = emit, rays
        self._parts = range(UNIT // emit.lanes)

    def look_again(self, tile: Tile) -> None:
        """A tile as it was seen, with what lies on edges seen thrice more."""
        emit, builder = self.emit, self.emit.builder
        tile.clear(EDGE_COUNTS_AT, BLOCKS)

        def line(counter: Any, carried: list[V]) -> Sequence[V]:
            found = carried[0].held
            emit.row = builder.add(tile.row, counter)
            for part in range(TILE // emit.lanes):
                emit.column = builder.add(tile.column, whole(part * emit.lanes))
                place = builder.add(builder.mul(counter, whole(TILE)), whole(part * emit.lanes))
                is_edge = emit.bits(self._edge(tile))
                found = builder.or_(found, is_edge)
                emit.each_bit(is_edge, whole(0), partial(self._note, tile, place))
            return [V(found, "i")]

        found = emit.loop(TILE, [V(whole(0), "i")], line)[0].held
        emit.when(builder.icmp_signed("!=", found, whole(0)), partial(self._blocks, tile))

    def _blocks(self, tile: Tile) -> None:
        tile.list_blocks()
        tile.each_block(EDGE_COUNTS_AT, partial(self._block, tile))

    def _note(self, tile: Tile, place: Any, none: Any, lane: Any) -> Any:
        """An edge's place in its tile, in its block's list."""
        emit, builder = self.emit, self.emit.builder
        pixel = builder.add(place, lane)
        down = builder.shl(builder.lshr(pixel, whole(6)), whole(2))
        block = builder.add(down, builder.and_(builder.lshr(pixel, whole(2)), whole(3)))
        at = tile.scratch(builder.add(block, whole(EDGE_COUNTS_AT)))
        count = emit.word(LISTS, at)
        tile.keep(builder.add(builder.add(builder.mul(block, whole(UNIT)), count), whole(EDGES_AT)), pixel)
        emit.keep_word(LISTS, at, builder.add(count, whole(1)))
        return none

    def _block(self, tile: Tile, block: Any, edges: Any) -> None:
        """All samples of a block's edges, packed densely: first all at the first place in their pixel, then the second.
        Then each pixel's samples are put together with its middle."""
        emit, builder = self.emit, self.emit.builder
        listed = builder.add(builder.mul(block, whole(UNIT)), whole(EDGES_AT))
        total = builder.mul(edges, whole(len(SAMPLES)))
        start = emit.number(STARTS, builder.add(tile.blocks, block))

        def twice_more(at: Any, _: list[V]) -> Sequence[V]:
            pixel = emit.word(LISTS, tile.scratch(builder.add(listed, at)))
            for times in range(len(SAMPLES)):
                tile.keep(builder.add(builder.add(builder.mul(edges, whole(times)), at), whole(SAMPLED_AT)), pixel)
            return ()

        def unit_of(number: Any, _: list[V]) -> Sequence[V]:
            begin = builder.mul(number, whole(UNIT))
            places = []
            for part in self._parts:
                at = builder.add(begin, whole(part * emit.lanes))
                x, y, __, order = self._listed(tile, builder.add(at, whole(SAMPLED_AT)), at)
                edge = tile.float(edges)
                jx, jy = (sel(order < edge, a, sel(order < edge * 2.0, b, c)) for a, b, c in zip(*SAMPLES, strict=True))
                # beyond the list's end nothing is looked at, not even for shadows
                places.append((x + jx, y + jy, sel(order < tile.float(total), start, NOWHERE)))
            for part, (colour, way, hit, material) in enumerate(self._rays.seen(tile, places, block)):
                for field_, value in enumerate((*colour, way, hit, material)):
                    at = builder.add(begin, whole(SUMS_AT + field_ * SUM + part * emit.lanes))
                    emit.keep_words(LISTS, tile.scratch(at), value)
            return ()

        emit.loop(edges, [], twice_more)
        emit.loop(builder.ashr(builder.add(total, whole(UNIT - 1)), whole(4)), [], unit_of)
        for part in self._parts:
            self._put_together(tile, builder.add(listed, whole(part * emit.lanes)), edges, part)

    def _listed(self, tile: Tile, place: Any, first: Any) -> tuple[V, V, V, V]:
        """Pixels of a list in the scratch: their middles in the frame, their place in the tile, and the list's order
        from `first` on. Beyond the list's end lies any pixel of the tile."""
        emit, builder = self.emit, self.emit.builder
        told = V(builder.load(emit.pointer(LISTS, tile.scratch(place), emit.ints), align=4), "i")
        inside = emit.binary("and", told, emit.constant(TILE * TILE - 1, "i"))
        x = emit.to_float(emit.binary("and", inside, emit.constant(TILE - 1, "i")))
        y = emit.to_float(emit.binary("lshr", inside, emit.constant(4, "i")))
        order = tile.float(first) + emit.lane_values(range(emit.lanes))
        return x + tile.float(tile.column) + 0.5, y + tile.float(tile.row) + 0.5, inside, order

    def _put_together(self, tile: Tile, listed: Any, edges: Any, part: int) -> None:
        emit, builder = self.emit, self.emit.builder
        x, y, inside, order = self._listed(tile, listed, whole(part * emit.lanes))
        matter = emit.fetch(MATTER_PLANE, x, y)
        hits = field(matter, 24, 8) * (1.0 / 255.0)
        sums = [channel * hits for channel in unpack_colour(emit.fetch(COLOUR_PLANE, x, y))]
        depth, kind = depth_of(matter), field(matter, 16, 8)
        for times in range(len(SAMPLES)):
            at = builder.add(builder.mul(edges, whole(times)), whole(part * emit.lanes + SUMS_AT))
            *channels, way, hit, material = (
                emit.words(LISTS, tile.scratch(builder.add(at, whole(number * SUM)))) for number in range(6)
            )
            sums = [fma(channel, hit, total) for channel, total in zip(channels, sums, strict=True)]
            is_new = (hit > 0.5) & (hits < 0.5)
            depth, kind, hits = sel(is_new, way, depth), sel(is_new, material, kind), hits + hit
        share = 1.0 / vmax(hits, 1.0)
        mean = pack_colour([total * share for total in sums])
        coverage = hits * (1.0 / (len(SAMPLES) + 1))
        self._scatter(tile, order < tile.float(edges), inside, mean, pack_matter(depth, kind, coverage))

    def _edge(self, tile: Tile) -> V:
        """Where a pixel's middle differs from a neighbour's in matter, depth or colour; copies the pixels besides."""
        emit = self.emit
        colour, matter = emit.near(COLOUR_PLANE, 0, 0), emit.near(MATTER_PLANE, 0, 0)
        emit.store(DONE_COLOUR, colour)
        emit.store(DONE_MATTER, matter)
        way, light, kind = depth_of(matter), luma(unpack_colour(colour)), field(matter, 16, 8)
        allowed = fma(way, tile.frame["pixel"] * EDGE_PIXELS, EDGE_DEPTH)
        differs: Any = 0.0
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            other = emit.near(MATTER_PLANE, dx, dy)
            other_light = luma(unpack_colour(emit.near(COLOUR_PLANE, dx, dy)))
            is_other = fabs(field(other, 16, 8) - kind) > 0.5
            is_other = is_other | (fabs(depth_of(other) - way) > allowed)
            differs = sel(is_other | (fabs(other_light - light) > EDGE_LIGHT), 1.0, differs)
        assert isinstance(differs, V)
        return differs > 0.5

    def _scatter(self, tile: Tile, valid: V, inside: V, colour: V, matter: V) -> None:
        """Words to the finished planes, each lane's to its own pixel."""
        emit, builder = self.emit, self.emit.builder

        def put(none: Any, lane: Any) -> Any:
            at = builder.extract_element(inside.held, lane)
            column = builder.add(tile.column, builder.and_(at, whole(TILE - 1)))
            row = builder.add(tile.row, builder.lshr(at, whole(4)))
            for slot, word in ((DONE_COLOUR, colour), (DONE_MATTER, matter)):
                emit.put_word(slot, column, row, builder.extract_element(word.held, lane))
            return none

        emit.each_bit(emit.bits(valid), whole(0), put)
