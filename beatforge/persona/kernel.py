"""The kernel: tiles of the frame marched, shaded and antialiased by one table of primitives.

In: the frame's array (`layout`) and planes. Out, by phase: first the colour and the matter of every pixel's middle;
then the same with more samples on edges. Written: colour as the picture room packs it, and matter (depth 16 bits,
material 8, coverage 8). The stage behind the figure is another's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from beatforge.persona.distance import emit_walk
from beatforge.persona.edges import Edges
from beatforge.persona.layout import COLOUR_PLANE, MATTER_PLANE, PLACE, STARTS
from beatforge.persona.packets import UNIT, Packets
from beatforge.persona.rays import Rays, pack_matter
from beatforge.persona.tile import COUNTS_AT, Tile
from beatforge.picture.gbuffer import pack_colour
from beatforge.picture.kernel import Kernel
from beatforge.picture.llvm_function import whole
from beatforge.picture.named import pass_name
from beatforge.picture.native import lanes, native_code
from beatforge.picture.trace import V, executing


@cache
def performer_kernel() -> Kernel:
    """Native code for this processor, traced and compiled once a machine, loaded once a process."""
    return Kernel(native_code(kernel_text, pass_name(kernel_text, ()), careful=True))


def kernel_text() -> str:
    """LLVM text of the kernel for this processor."""
    emit = Packets(packet())
    with executing(emit):
        _write(emit)
    return str(emit.module)


def packet() -> int:
    """Pixels of a packet: a whole unit where it takes two registers, since rows of the table are then read once for
    both (a sixth less time on AVX2)."""
    return UNIT if lanes() * 2 >= UNIT else lanes()


def _write(emit: Packets) -> None:
    """The function of a stretch of tiles: the first look or the second, as the frame's phase says."""
    builder = emit.builder
    distance = emit_walk(emit, full=False)
    rays = Rays(emit, distance)
    builder.branch(start := builder.append_basic_block("start"))
    builder.position_at_end(start)
    tile = Tile(emit, distance)
    looks: tuple[Callable[[Tile], None], ...] = (partial(_look, emit, rays), Edges(emit, rays).look_again)
    emit.switch(emit.count(PLACE["phase"]), {at: partial(_each, emit, tile, look) for at, look in enumerate(looks)})
    builder.ret_void()


def _each(emit: Packets, tile: Tile, look: Callable[[Tile], None]) -> None:
    """`look` at every tile that has anything in it."""
    builder = emit.builder

    def one(counter: Any, _: list[V]) -> Sequence[V]:
        tile.enter(builder.add(counter, emit.first_row))
        return emit.when(builder.icmp_signed(">", tile.count, whole(0)), partial(look, tile))

    emit.loop(builder.sub(emit.end_row, emit.first_row), [], one)


def _look(emit: Packets, rays: Rays, tile: Tile) -> None:
    """The first look: the middles of a tile's pixels."""
    tile.find_starts()
    tile.list_blocks()
    tile.each_block(COUNTS_AT, partial(_look_at_block, emit, rays, tile))


def _look_at_block(emit: Packets, rays: Rays, tile: Tile, block: Any, _: Any) -> None:
    builder, down = emit.builder, emit.lanes // 4
    column = builder.add(tile.column, builder.shl(builder.and_(block, whole(3)), whole(2)))
    row = builder.add(tile.row, builder.shl(builder.lshr(block, whole(2)), whole(2)))
    start = emit.number(STARTS, builder.add(tile.blocks, block))
    x = tile.float(column) + emit.lane_values([lane % 4 + 0.5 for lane in range(emit.lanes)])
    y = tile.float(row) + emit.lane_values([lane // 4 + 0.5 for lane in range(emit.lanes)])
    places = [(x, y + float(part * down), start) for part in range(UNIT // emit.lanes)]
    for part, (colour, way, hit, material) in enumerate(rays.seen(tile, places, block)):
        emit.store_block(COLOUR_PLANE, column, row, pack_colour(colour), part)
        emit.store_block(MATTER_PLANE, column, row, pack_matter(way, material, hit), part)
