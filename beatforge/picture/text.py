"""What a pass is in LLVM's text: two loops about the traced function, its words stored, or its colour as picture bytes.

In: a traced function, the planes it reads and writes. Out: the text of one module. Nothing is compiled here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir

from beatforge.picture.llvm import Emitter
from beatforge.picture.llvm_function import F32, I8, I32
from beatforge.picture.planes import BLUE, LUMA, RED, Reader
from beatforge.picture.trace import V, clamp, executing, fma, luma


def pass_text(
    draw: Callable[[V, V, Reader], Sequence[Any]], reader: Reader, writes: tuple[str, ...], lanes: int
) -> str:
    """LLVM text of a pass; without `writes` what it draws is a colour for the picture's planes."""
    emit = Emitter(lanes)
    builder, function = emit.builder, emit.function
    rows, columns, row_done, done = (function.append_basic_block(name) for name in ("rows", "columns", "next", "end"))
    entry, step = builder.block, 1 if writes else 2
    builder.branch(rows)
    builder.position_at_end(rows)
    row = builder.phi(I32)
    row.add_incoming(emit.first_row, entry)
    builder.cbranch(builder.icmp_signed("<", row, emit.end_row), columns, done)
    builder.position_at_end(columns)
    column = builder.phi(I32)
    column.add_incoming(ir.Constant(I32, 0), rows)
    emit.column, emit.row = column, row

    def drawn() -> Sequence[Any]:
        pixel = emit.uniform(0)
        middles = ir.Constant(emit.floats, [ir.Constant(F32, lane + 0.5) for lane in range(lanes)])
        x = V(builder.fadd(emit.splat(builder.sitofp(emit.column, F32)), middles))
        y = V(emit.splat(builder.sitofp(emit.row, F32))) + 0.5
        return draw(x * pixel, y * pixel, reader)

    with executing(emit):
        if writes:
            for name, word in zip(writes, drawn(), strict=True):
                emit.store(reader.slots[name][0], word)
        else:
            _emit_picture(emit, row, drawn)
    after = builder.add(column, ir.Constant(I32, lanes))
    column.add_incoming(after, builder.block)
    builder.cbranch(builder.icmp_signed("<", after, emit.width), columns, row_done)
    builder.position_at_end(row_done)
    row.add_incoming(builder.add(row, ir.Constant(I32, step)), row_done)
    builder.branch(rows)
    builder.position_at_end(done)
    builder.ret_void()
    return str(emit.module)


def picture_parts(colour: Sequence[Any]) -> tuple[V, V, V]:
    """A colour's BT.709 limited luma before it is cut to a whole number, and its share of its 2 x 2 block's chroma."""
    red, green, blue = (clamp(channel) for channel in colour)
    grey = luma((red, green, blue))
    return fma(grey, 219.0, 16.5), (blue - grey) * (0.25 * 224 / 1.8556), (red - grey) * (0.25 * 224 / 1.5748)


def _emit_picture(emit: Emitter, row: Any, drawn: Callable[[], Sequence[Any]]) -> None:
    """Two rows of luma and one of chroma."""
    builder, half = emit.builder, emit.lanes // 2
    column, bytes_kind = emit.column, ir.VectorType(I8, emit.lanes)

    def one_row(counter: Any, sums: list[V]) -> list[V]:
        emit.row = builder.add(row, counter)
        light, *tints = picture_parts(drawn())
        light_bytes = builder.trunc(builder.fptosi(light.held, emit.ints), bytes_kind)
        builder.store(light_bytes, emit.bytes_pointer(LUMA, column, emit.row, emit.lanes), align=1)
        return [total + tint for total, tint in zip(sums, tints, strict=True)]

    sums = emit.loop(2, [emit.constant(0.0, "f")] * 2, one_row)
    emit.row = row
    one = ir.Constant(I32, 1)
    across, down = builder.ashr(column, one), builder.ashr(row, one)
    floats, ints = ir.VectorType(F32, half), ir.VectorType(I32, half)
    for slot, total in zip((BLUE, RED), sums, strict=True):
        empty = ir.Constant(emit.floats, ir.Undefined)
        even, odd = (
            builder.shuffle_vector(total.held, empty, ir.Constant(ints, list(range(first, emit.lanes, 2))))
            for first in (0, 1)
        )
        block = builder.fadd(builder.fadd(even, odd), ir.Constant(floats, [ir.Constant(F32, 128.5)] * half))
        tint = builder.trunc(builder.fptosi(block, ints), ir.VectorType(I8, half))
        builder.store(tint, emit.bytes_pointer(slot, across, down, half), align=1)
