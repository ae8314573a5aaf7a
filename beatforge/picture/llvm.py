"""The executor that emits LLVM vector code: a traced pass becomes the text of one function.

    void rows(float *uniforms, int64 *planes, int32 width, int32 first_row, int32 end_row)

`planes` holds (address, stride) by slot. No fast-math flag is ever set, so operations round as IEEE says and their
order is the trace's. Nothing is compiled here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from llvmlite import ir

from beatforge.picture.llvm_function import F32, I32, whole
from beatforge.picture.llvm_planes import PlaneFunction
from beatforge.picture.trace import V, as_float


class _Splat(ir.Constant):  # type: ignore[misc]
    """One number in every lane, written once: a text of sixteen lanes takes a while to write and to read."""

    def __init__(self, kind: Any, one: Any) -> None:
        super().__init__(kind, ir.Undefined)
        self._one = one

    def _get_reference(self) -> str:
        return f"splat ({self._one})"


class Emitter(PlaneFunction):
    """What the vocabulary of `trace` becomes."""

    def __init__(self, lanes: int) -> None:
        super().__init__(lanes)
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
        return V(self._emitted(lambda: self.builder.call(self.intrinsic(full, kind), held), name, *values))

    def to_int(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.fptosi(value.held, self.ints), "fptosi", value), "i")

    def to_float(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.sitofp(value.held, self.floats), "sitofp", value))

    def as_float_bits(self, value: V) -> V:
        return V(self._emitted(lambda: self.builder.bitcast(value.held, self.floats), "bitcast", value))

    # uniforms

    def uniform(self, slot: int) -> V:
        def load() -> Any:
            return self.splat(self.builder.load(self.builder.gep(self._uniforms, [whole(slot)])))

        held = self.hoist(("uniform", slot), load)
        self._steady[id(held)] = held
        return V(held)

    def uniform_at(self, slot: int, counter: Any, step: int) -> V:
        at = self.builder.add(self.builder.mul(_as_int(counter), whole(step)), whole(slot))
        return V(self.splat(self.builder.load(self.builder.gep(self._uniforms, [at]))))

    def count(self, slot: int) -> Any:
        def load() -> Any:
            return self.builder.fptosi(self.builder.load(self.builder.gep(self._uniforms, [whole(slot)])), I32)

        return self.hoist(("count", slot), load)

    def counted(self, counter: Any) -> V:
        return V(self.splat(self.builder.sitofp(_as_int(counter), F32)))

    # control

    def loop(self, times: Any, start: list[V], body: Callable[[Any, list[V]], Sequence[Any]]) -> list[V]:
        builder, before = self.builder, self.builder.block
        head, round_, done = (builder.append_basic_block(name) for name in ("loop", "round", "done"))
        builder.branch(head)
        builder.position_at_end(head)
        counter = builder.phi(I32)
        counter.add_incoming(whole(0), before)
        carried = [builder.phi(value.held.type) for value in start]
        for phi, value in zip(carried, start, strict=True):
            phi.add_incoming(value.held, before)
        builder.cbranch(builder.icmp_signed("<", counter, _as_int(times)), round_, done)
        builder.position_at_end(round_)
        results = body(counter, [V(phi, value.kind) for phi, value in zip(carried, start, strict=True)])
        counter.add_incoming(builder.add(counter, whole(1)), builder.block)
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

    # what is the same for all pixels

    def _emitted(self, emit: Callable[[], Any], operation: str, *values: V) -> Any:
        """What `emit` makes; what depends on uniforms alone is worked out once, before the loops."""
        held = [value.held for value in values]
        if not all(isinstance(one, ir.Constant) or id(one) in self._steady for one in held):
            return emit()
        made = self.hoist((operation, *map(id, held)), emit)
        # kept, so that their ids stay theirs
        self._steady |= {id(one): one for one in (made, *held)}
        return made


def _as_int(value: Any) -> Any:
    return whole(value) if isinstance(value, int) else value
