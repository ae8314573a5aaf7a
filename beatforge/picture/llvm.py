"""The executor that emits LLVM vector code: a traced pass becomes the text of one function.

    void rows(float *uniforms, int64 *planes, int32 width, int32 first_row, int32 end_row)

`planes` holds (address, stride) by slot. No fast-math flag is ever set, so operations round as IEEE says and their
order is the trace's. Nothing is compiled here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import Any

import numpy as np
from llvmlite import binding, ir

from beatforge.picture.trace import V, as_float

F32, I32, I64, I8, I1 = ir.FloatType(), ir.IntType(32), ir.IntType(64), ir.IntType(8), ir.IntType(1)


class _Splat(ir.Constant):  # type: ignore[misc]
    """One number in every lane, written once: a text of sixteen lanes takes a while to write and to read."""

    def __init__(self, kind: Any, one: Any) -> None:
        super().__init__(kind, ir.Undefined)
        self._one = one

    def _get_reference(self) -> str:
        return f"splat ({self._one})"


class Emitter:
    """Emits one function for `lanes` pixels at a time; `column` and `row` are set by the loops of `kernel`."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.floats, self.ints = ir.VectorType(F32, lanes), ir.VectorType(I32, lanes)
        self.module = ir.Module("picture")
        self.module.triple = ""
        kinds = [F32.as_pointer(), I64.as_pointer(), I32, I32, I32]
        self.function = ir.Function(self.module, ir.FunctionType(ir.VoidType(), kinds), "rows")
        self._uniforms, self._planes, self.width, self.first_row, self.end_row = self.function.args
        self.builder = ir.IRBuilder(self.function.append_basic_block("entry"))
        self.column: Any = None
        self.row: Any = None
        self._hoisted: dict[Any, Any] = {}
        self._steady: dict[int, Any] = {}  # by id: what is the same for all pixels
        self._constants: dict[bytes | int, Any] = {}

    # plain operations

    def constant(self, value: float, kind: str) -> V:
        known = np.float32(value).tobytes() if kind == "f" else int(value)
        if known not in self._constants:
            one = ir.Constant(F32, float(np.float32(value))) if kind == "f" else ir.Constant(I32, int(value))
            self._constants[known] = _Splat(self.floats if kind == "f" else self.ints, one)
        return V(self._constants[known], kind)

    def binary(self, operation: str, one: V, other: V) -> V:
        emit = {"and": self.builder.and_, "or": self.builder.or_}.get(operation) or getattr(self.builder, operation)
        return V(self._emitted(lambda: emit(one.held, other.held), operation, one, other), one.kind)

    def compare(self, operation: str, one: V, other: V) -> V:
        held = self._emitted(lambda: self.builder.fcmp_ordered(operation, one.held, other.held), operation, one, other)
        return V(held, "m")

    def select(self, mask: V, yes: V, no: V) -> V:
        held = self._emitted(lambda: self.builder.select(mask.held, yes.held, no.held), "select", mask, yes, no)
        return V(held, yes.kind)

    def call(self, name: str, *values: V) -> V:
        full = f"llvm.{name}.v{self.lanes}f32"
        kind = ir.FunctionType(self.floats, [self.floats] * len(values))
        held = [value.held for value in values]
        return V(self._emitted(lambda: self.builder.call(self._intrinsic(full, kind), held), name, *values))

    def to_int(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.fptosi(value.held, self.ints), "fptosi", value), "i")

    def to_float(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.sitofp(value.held, self.floats), "sitofp", value))

    def as_float_bits(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.bitcast(value.held, self.floats), "bitcast", value))

    # uniforms

    def uniform(self, slot: int) -> V:
        def load() -> Any:
            return self.splat(self.builder.load(self.builder.gep(self._uniforms, [_int(slot)])))

        held = self._hoist(("uniform", slot), load)
        self._steady[id(held)] = held
        return V(held)

    def uniform_at(self, slot: int, counter: Any, step: int) -> V:
        at = self.builder.add(self.builder.mul(_as_int(counter), _int(step)), _int(slot))
        return V(self.splat(self.builder.load(self.builder.gep(self._uniforms, [at]))))

    def count(self, slot: int) -> Any:
        def load() -> Any:
            return self.builder.fptosi(self.builder.load(self.builder.gep(self._uniforms, [_int(slot)])), I32)

        return self._hoist(("count", slot), load)

    def counted(self, counter: Any) -> V:
        return V(self.splat(self.builder.sitofp(_as_int(counter), F32)))

    # control

    def loop(self, times: Any, start: list[V], body: Callable[[Any, list[V]], Sequence[Any]]) -> list[V]:
        builder, before = self.builder, self.builder.block
        head, round_, done = (builder.append_basic_block(name) for name in ("loop", "round", "done"))
        builder.branch(head)
        builder.position_at_end(head)
        counter = builder.phi(I32)
        counter.add_incoming(_int(0), before)
        carried = [builder.phi(value.held.type) for value in start]
        for phi, value in zip(carried, start, strict=True):
            phi.add_incoming(value.held, before)
        builder.cbranch(builder.icmp_signed("<", counter, _as_int(times)), round_, done)
        builder.position_at_end(round_)
        results = body(counter, [V(phi, value.kind) for phi, value in zip(carried, start, strict=True)])
        counter.add_incoming(builder.add(counter, _int(1)), builder.block)
        for phi, result in zip(carried, results, strict=True):
            phi.add_incoming(as_float(result).held, builder.block)
        builder.branch(head)
        builder.position_at_end(done)
        return [V(phi, value.kind) for phi, value in zip(carried, start, strict=True)]

    def gate(self, mask: V, paint: Callable[[], Sequence[Any]], otherwise: list[V]) -> list[V]:
        builder, before = self.builder, self.builder.block
        inside, done = builder.append_basic_block("inside"), builder.append_basic_block("join")
        word = ir.IntType(self.lanes)
        builder.cbranch(builder.icmp_unsigned("!=", builder.bitcast(mask.held, word), word(0)), inside, done)
        builder.position_at_end(inside)
        pairs = zip(paint(), otherwise, strict=True)
        results = [self.select(mask, as_float(result), other) for result, other in pairs]
        after = builder.block
        builder.branch(done)
        builder.position_at_end(done)
        joined = []
        for result, other in zip(results, otherwise, strict=True):
            phi = builder.phi(other.held.type)
            phi.add_incoming(result.held, after)
            phi.add_incoming(other.held, before)
            joined.append(V(phi, other.kind))
        return joined

    # planes

    def near(self, slot: int, dx: int, dy: int) -> V:
        column, row = self.builder.add(self.column, _int(dx)), self.builder.add(self.row, _int(dy))
        return V(self._load(slot, column, row), "i")

    def store(self, slot: int, word: V) -> None:
        self.builder.store(word.held, self._pointer(slot, self.column, self.row, self.ints), align=4)

    def coarse(self, slot: int, ratio: int) -> V:
        bits = _int(ratio.bit_length() - 1)
        words = self._load(slot, self.builder.ashr(self.column, bits), self.builder.ashr(self.row, bits))
        return V(self._shuffle(words, [lane // ratio for lane in range(self.lanes)]), "i")

    def around(self, slot: int, ratio: int) -> tuple[list[V], V, V]:
        builder, bits = self.builder, _int(ratio.bit_length() - 1)
        places = [(lane + 0.5) / ratio - 0.5 for lane in range(self.lanes)]
        lefts = [int(np.floor(place)) for place in places]
        along = ir.Constant(self.floats, [ir.Constant(F32, p - left) for p, left in zip(places, lefts, strict=True)])
        # the row above the middle of a coarse pixel lies between it and the one before
        half = _int(ratio // 2)
        upper = builder.ashr(builder.sub(self.row, half), bits)
        rest = builder.sub(builder.sub(self.row, half), builder.shl(upper, bits))
        across = builder.fmul(builder.fadd(builder.sitofp(rest, F32), F32(0.5)), F32(1.0 / ratio))
        first = builder.sub(builder.ashr(self.column, bits), _int(1))
        words = []
        for row in (upper, builder.add(upper, _int(1))):
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
        ends = [builder.extract_element(across[0], _int(lane)) for lane in (0, self.lanes - 1)]
        first = builder.select(builder.icmp_signed("<", *ends), *ends)
        heads = [builder.extract_element(row, _int(0)) for row in down]
        steps = [builder.sub(column, self.splat(first, self.ints)) for column in across]
        long = self.splat(_int(2 * self.lanes), self.ints)
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
            parts = [self._load(slot, builder.add(first, _int(lane)), head) for lane in (0, self.lanes)]
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
            return builder.call(self._intrinsic("llvm.x86.avx512.vpermi2var.d.512", kind), [low, steps, high])
        order = self._intrinsic("llvm.x86.avx2.permd", ir.FunctionType(self.ints, [self.ints] * 2))
        is_low = builder.icmp_unsigned("<", steps, self.splat(_int(self.lanes), self.ints))
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
        gather = self._intrinsic(f"llvm.masked.gather.v{self.lanes}i32.v{self.lanes}p0", kind)
        every, nothing = ir.Constant(masks, [1] * self.lanes), ir.Constant(self.ints, [0] * self.lanes)
        return builder.call(gather, [pointers, _int(4), every, nothing])

    # what `kernel` needs besides

    def splat(self, scalar: Any, kind: Any = None) -> Any:
        kind = kind or self.floats
        empty = ir.Constant(kind, ir.Undefined)
        single = self.builder.insert_element(empty, scalar, _int(0))
        return self.builder.shuffle_vector(single, empty, ir.Constant(self.ints, [0] * self.lanes))

    def bytes_pointer(self, slot: int, column: Any, row: Any, lanes: int) -> Any:
        """Where `lanes` bytes of an output plane go."""
        return self._pointer(slot, column, row, ir.VectorType(I8, lanes), shift=0)

    def _plane(self, slot: int) -> tuple[Any, Any]:
        def load(index: int) -> Callable[[], Any]:
            return lambda: self.builder.load(self.builder.gep(self._planes, [_int(index)]))

        return self._hoist(("at", slot), load(2 * slot)), self._hoist(("stride", slot), load(2 * slot + 1))

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

    def _hoist(self, name: Any, load: Callable[[], Any]) -> Any:
        """The value loaded once, before the loops: stores to planes would else make LLVM load it again."""
        if name not in self._hoisted:
            with self.builder.goto_entry_block():
                self._hoisted[name] = load()
        return self._hoisted[name]

    def _emitted(self, emit: Callable[[], Any], operation: str, *values: V) -> Any:
        """What `emit` makes; what depends on uniforms alone is worked out once, before the loops."""
        held = [value.held for value in values]
        if not all(isinstance(one, ir.Constant) or id(one) in self._steady for one in held):
            return emit()
        made = self._hoist((operation, *map(id, held)), emit)
        # kept, so that their ids stay theirs
        self._steady |= {id(one): one for one in (made, *held)}
        return made

    def _intrinsic(self, name: str, kind: Any) -> Any:
        return self.module.globals.get(name) or ir.Function(self.module, kind, name)


@cache
def _puts_in_order(lanes: int) -> bool:
    """Whether this processor has an instruction that puts a vector's numbers in any order."""
    needed = {16: "avx512f", 8: "avx2"}.get(lanes)
    return bool(needed and binding.get_host_cpu_features().get(needed))


def _int(value: int) -> Any:
    return ir.Constant(I32, value)


def _as_int(value: Any) -> Any:
    return _int(value) if isinstance(value, int) else value
