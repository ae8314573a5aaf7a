"""How the emitted function reads and writes planes: neighbours, coarser planes, any place.

Planes hold 32-bit words; the function's table says for each its address and stride.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import Any

import numpy as np
from llvmlite import binding, ir

from beatforge.picture.llvm_function import F32, I1, I8, I32, I64, Function, whole
from beatforge.picture.trace import V


class PlaneFunction(Function):
    """A function that knows planes by their slots."""

    def near(self, slot: int, dx: int, dy: int) -> V:
        column, row = self.builder.add(self.column, whole(dx)), self.builder.add(self.row, whole(dy))
        return V(self._load(slot, column, row), "i")

    def store(self, slot: int, word: V) -> None:
        self.builder.store(word.held, self._pointer(slot, self.column, self.row, self.ints), align=4)

    def coarse(self, slot: int, ratio: int) -> V:
        bits = whole(ratio.bit_length() - 1)
        words = self._load(slot, self.builder.ashr(self.column, bits), self.builder.ashr(self.row, bits))
        return V(self._shuffle(words, [lane // ratio for lane in range(self.lanes)]), "i")

    def around(self, slot: int, ratio: int) -> tuple[list[V], V, V]:
        builder, bits = self.builder, whole(ratio.bit_length() - 1)
        places = [(lane + 0.5) / ratio - 0.5 for lane in range(self.lanes)]
        lefts = [int(np.floor(place)) for place in places]
        along = ir.Constant(self.floats, [ir.Constant(F32, p - left) for p, left in zip(places, lefts, strict=True)])
        # the row above the middle of a coarse pixel lies between it and the one before
        half = whole(ratio // 2)
        upper = builder.ashr(builder.sub(self.row, half), bits)
        rest = builder.sub(builder.sub(self.row, half), builder.shl(upper, bits))
        across = builder.fmul(builder.fadd(builder.sitofp(rest, F32), F32(0.5)), F32(1.0 / ratio))
        first = builder.sub(builder.ashr(self.column, bits), whole(1))
        words = []
        for row in (upper, builder.add(upper, whole(1))):
            loaded = self._load(slot, first, row)
            words += [V(self._shuffle(loaded, [left + 1 + step for left in lefts]), "i") for step in (0, 1)]
        return words, V(along), V(self.splat(across))

    def fetch(self, slot: int, column: V, row: V) -> V:
        columns, rows = (self.builder.fptosi(place.held, self.ints) for place in (column, row))
        return V(self._gathered(slot, columns, rows), "i")

    def fetch_side_by_side(self, slot: int, columns: Sequence[V], rows: Sequence[V]) -> list[V]:
        """Where all pixels read one short stretch of each row it is loaded whole and put in order: a processor takes
        a tenth of the time that it gathers for."""
        builder = self.builder
        across, down = ([builder.fptosi(place.held, self.ints) for place in places] for places in (columns, rows))
        if not _puts_in_order(self.lanes):
            return [V(self._gathered(slot, column, row), "i") for row in down for column in across]
        ends = [builder.extract_element(across[0], whole(lane)) for lane in (0, self.lanes - 1)]
        first = builder.select(builder.icmp_signed("<", *ends), *ends)
        heads = [builder.extract_element(row, whole(0)) for row in down]
        steps = [builder.sub(column, self.splat(first, self.ints)) for column in across]
        long = self.splat(whole(2 * self.lanes), self.ints)
        told = [builder.icmp_unsigned("<", step, long) for step in steps]
        told += [
            builder.icmp_signed("==", row, self.splat(head, self.ints)) for row, head in zip(down, heads, strict=True)
        ]
        near = reduce(builder.and_, told)
        word = ir.IntType(self.lanes)
        stretch, scattered, done = (builder.append_basic_block(name) for name in ("stretch", "scattered", "read"))
        builder.cbranch(builder.icmp_signed("==", builder.bitcast(near, word), word(-1)), stretch, scattered)
        builder.position_at_end(stretch)
        ordered = []
        for head in heads:
            parts = [self._load(slot, builder.add(first, whole(lane)), head) for lane in (0, self.lanes)]
            ordered += [self._in_order(parts, step) for step in steps]
        builder.branch(done)
        builder.position_at_end(scattered)
        gathered = [self._gathered(slot, column, row) for row in down for column in across]
        builder.branch(done)
        builder.position_at_end(done)
        words = []
        for one, other in zip(ordered, gathered, strict=True):
            words.append(builder.phi(self.ints))
            words[-1].add_incoming(one, stretch)
            words[-1].add_incoming(other, scattered)
        return [V(word, "i") for word in words]

    def _in_order(self, parts: list[Any], steps: Any) -> Any:
        """Of two vectors, one after the other, the numbers at `steps`."""
        builder, low, high = self.builder, *parts
        if self.lanes == 16:
            kind = ir.FunctionType(self.ints, [self.ints] * 3)
            return builder.call(self.intrinsic("llvm.x86.avx512.vpermi2var.d.512", kind), [low, steps, high])
        order = self.intrinsic("llvm.x86.avx2.permd", ir.FunctionType(self.ints, [self.ints] * 2))
        is_low = builder.icmp_unsigned("<", steps, self.splat(whole(self.lanes), self.ints))
        return builder.select(is_low, *(builder.call(order, [part, steps]) for part in (low, high)))

    def _gathered(self, slot: int, columns: Any, rows: Any) -> Any:
        builder, wide = self.builder, ir.VectorType(I64, self.lanes)
        address, stride = self._plane(slot)
        index = builder.add(builder.mul(rows, self.splat(builder.trunc(stride, I32), self.ints)), columns)
        # one address and signed 32-bit steps: what processors gather by, where 64-bit pointers take two gathers
        pointers = builder.gep(
            builder.inttoptr(address, I32.as_pointer()), [builder.sext(index, wide)], source_etype=I32
        )
        pointers.type = pointers_kind = ir.VectorType(I32.as_pointer(), self.lanes)
        masks = ir.VectorType(I1, self.lanes)
        kind = ir.FunctionType(self.ints, [pointers_kind, I32, masks, self.ints])
        gather = self.intrinsic(f"llvm.masked.gather.v{self.lanes}i32.v{self.lanes}p0", kind)
        every, nothing = ir.Constant(masks, [1] * self.lanes), ir.Constant(self.ints, [0] * self.lanes)
        return builder.call(gather, [pointers, whole(4), every, nothing])

    def bytes_pointer(self, slot: int, column: Any, row: Any, lanes: int) -> Any:
        """Where `lanes` bytes of an output plane go."""
        return self._pointer(slot, column, row, ir.VectorType(I8, lanes), shift=0)

    def _plane(self, slot: int) -> tuple[Any, Any]:
        def load(index: int) -> Callable[[], Any]:
            return lambda: self.builder.load(self.builder.gep(self._planes, [whole(index)]))

        return self.hoist(("at", slot), load(2 * slot)), self.hoist(("stride", slot), load(2 * slot + 1))

    def _pointer(self, slot: int, column: Any, row: Any, kind: Any, shift: int = 2) -> Any:
        builder = self.builder
        address, stride = self._plane(slot)
        index = builder.add(builder.mul(builder.sext(row, I64), stride), builder.sext(column, I64))
        index = builder.shl(index, ir.Constant(I64, shift)) if shift else index
        return builder.inttoptr(builder.add(address, index), kind.as_pointer())

    def _load(self, slot: int, column: Any, row: Any) -> Any:
        return self.builder.load(self._pointer(slot, column, row, self.ints), align=4)

    def _shuffle(self, vector: Any, order: list[int]) -> Any:
        return self.builder.shuffle_vector(
            vector, ir.Constant(vector.type, ir.Undefined), ir.Constant(self.ints, order)
        )


@cache
def _puts_in_order(lanes: int) -> bool:
    """Whether this processor has an instruction that puts a vector's numbers in any order."""
    needed = {16: "avx512f", 8: "avx2"}.get(lanes)
    return bool(needed and binding.get_host_cpu_features().get(needed))
