"""A tile of the frame while the kernel is written: where it is, what it meets, and the scratch of its thread.

In: the emitter and the walk for distance. Out: for each of the tile's 4 x 4 blocks how far its cone of rays is empty,
and lists of what that cone meets. Blocks are worked on one a lane.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from beatforge.persona.layout import LISTS, PRIMITIVE, PRIMITIVES_AT, PRIMITIVES_MAX, SCRATCH, STARTS, TILE, TILES
from beatforge.persona.meeting import meets
from beatforge.persona.packets import UNIT, Packets
from beatforge.persona.spots import Frame
from beatforge.picture.llvm_function import F32, whole
from beatforge.picture.trace import V, sel

BLOCKS = (TILE // 4) ** 2

AROUND_AT = BLOCKS * PRIMITIVES_MAX
COUNTS_AT = AROUND_AT * 2
CASTERS_AT = COUNTS_AT + BLOCKS * 2
EDGE_COUNTS_AT = CASTERS_AT + PRIMITIVES_MAX
EDGES_AT = EDGE_COUNTS_AT + BLOCKS
SAMPLED_AT = EDGES_AT + TILE * TILE
SUM = UNIT * 4
SUMS_AT = SAMPLED_AT + SUM
SCRATCH_WORDS = SUMS_AT + 6 * SUM + UNIT
"""A thread's scratch: what each block of a tile meets, what is around that and darkens it, how many these are; a unit's
casters; how many edges each block has, where they are, a block's samples, and what they saw."""


class Tile:
    """The tile at hand; `enter` goes to another."""

    def __init__(self, emit: Packets, distance: Callable[..., list[V]]) -> None:
        self.emit, self.frame, self._distance = emit, Frame(), distance
        self.column = self.row = self.first = self.count = self.at = self.blocks = whole(0)
        self._scratch = emit.offset(SCRATCH)

    def enter(self, tile: Any) -> None:
        """Read where a tile is and what is in it."""
        builder, across = self.emit.builder, self.emit.width
        self.column = builder.mul(builder.srem(tile, across), whole(TILE))
        self.row = builder.mul(builder.sdiv(tile, across), whole(TILE))
        at = builder.mul(tile, whole(4))
        self.first, self.count = self.emit.word(TILES, at), self.emit.word(TILES, builder.add(at, whole(1)))
        self.at, self.blocks = at, builder.mul(tile, whole(BLOCKS))

    @property
    def far(self) -> V:
        """Where the last of the tile's things ends."""
        return self.emit.number(TILES, self.emit.builder.add(self.at, whole(3)))

    def find_starts(self) -> None:
        """How far the cones of all blocks are empty."""
        for part in range(BLOCKS // self.emit.lanes):
            self._near_blocks(part)

    def list_blocks(self) -> None:
        """What the cones of all blocks meet."""
        self.clear(COUNTS_AT, BLOCKS * 2)
        for part in range(BLOCKS // self.emit.lanes):
            self._list_blocks(part)

    def each_block(self, counts: int, body: Callable[[Any, Any], None]) -> None:
        """`body(block, count)` for the blocks whose count in the scratch is not 0."""
        emit, builder = self.emit, self.emit.builder

        def one(block: Any, _: list[V]) -> Sequence[V]:
            count = emit.word(LISTS, self.scratch(builder.add(block, whole(counts))))
            return emit.when(builder.icmp_signed(">", count, whole(0)), partial(body, block, count))

        emit.loop(BLOCKS, [], one)

    def float(self, number: Any) -> V:
        """A whole number in every lane."""
        return V(self.emit.splat(self.emit.builder.sitofp(number, F32)))

    def scratch(self, place: Any) -> Any:
        """A place in this thread's scratch, as a place in the lists."""
        return self.emit.builder.add(self._scratch, place)

    def keep(self, place: Any, word: Any) -> None:
        self.emit.keep_word(LISTS, self.scratch(place), word)

    def clear(self, first: int, count: int) -> None:
        for at in range(count):
            self.keep(whole(first + at), whole(0))

    def _block_rays(self, part: int) -> tuple[list[V], V]:
        """The rays through the middles of some blocks, and how much a block's cone widens along them."""
        blocks = [part * self.emit.lanes + lane for lane in range(self.emit.lanes)]
        x = self.float(self.column) + self.emit.lane_values([block % 4 * 4 + 2.0 for block in blocks])
        y = self.float(self.row) + self.emit.lane_values([block // 4 * 4 + 2.0 for block in blocks])
        return self.frame.ray(x, y), self.frame["pixel"] * 3.6

    def _near_blocks(self, part: int) -> None:
        """For some of the tile's blocks of 4 x 4 pixels, one a lane: how far their cone is empty."""
        emit, builder = self.emit, self.emit.builder
        ray, wide = self._block_rays(part)
        near, far = (emit.number(TILES, builder.add(self.at, whole(place))) for place in (2, 3))

        def go(_: Any, carried: list[V]) -> tuple[list[V], V]:
            way = carried[0]
            free = (self._distance(*self.frame.along(ray, way), self.first, self.count)[0] - wide * way) * 0.92
            going = (free > wide * way * 0.4) & (way < far)
            return [sel(going, way + free, way)], going

        start = emit.until(20, [near], go)[0]
        emit.keep_words(STARTS, builder.add(self.blocks, whole(part * emit.lanes)), start)

    def _list_blocks(self, part: int) -> None:
        """For the same blocks, what their cones meet."""
        emit, builder = self.emit, self.emit.builder
        ray, wide = self._block_rays(part)

        def one(counter: Any, _: list[V]) -> Sequence[V]:
            index = emit.word(LISTS, builder.add(self.first, counter))
            row = emit.row_of(PRIMITIVES_AT, PRIMITIVE, index)
            for kind, mask in enumerate(meets(emit, row, self.frame, ray, wide)):
                emit.each_bit(emit.bits(mask), whole(0), partial(self._keep_met, part, kind, index))
            return ()

        emit.loop(self.count, [], one)

    def _keep_met(self, part: int, kind: int, index: Any, none: Any, lane: Any) -> Any:
        """A primitive at the end of a block's list of what it meets (0), or of what is around (1)."""
        emit, builder = self.emit, self.emit.builder
        block = builder.add(lane, whole(part * emit.lanes))
        place = self.scratch(builder.add(block, whole(COUNTS_AT + kind * BLOCKS)))
        count = emit.word(LISTS, place)
        there = builder.add(builder.mul(block, whole(PRIMITIVES_MAX)), count)
        self.keep(builder.add(there, whole(kind * AROUND_AT)), index)
        emit.keep_word(LISTS, place, builder.add(count, whole(1)))
        return none
