"""The picture's emitter with what marching a distance field needs besides: inner functions, loops that end early,
branches on one number, rows of a table, and packets of 4 x 4 pixels.

A *packet* is one vector of pixels; a *unit* is always 16 pixels, one packet or several, whatever the vector width is:
what is decided for pixels together is decided by unit, so that the width changes no byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from llvmlite import ir

from beatforge.picture.llvm import Emitter
from beatforge.picture.llvm_function import F32, I32, whole
from beatforge.picture.trace import V, as_float, sel

UNIT = 16
"""Pixels that are decided about together."""

Values = Sequence[Any]


class Packets(Emitter):
    """What the vocabulary of `trace` becomes, packet by packet."""

    # inner functions

    def inner(
        self, name: str, vectors: int, whole_numbers: int, results: int, body: Callable[..., Values]
    ) -> Callable[..., list[V]]:
        """A function of so many values and whole numbers that gives so many values, emitted once; what is given back
        calls it."""
        kinds = [self._uniforms.type, self._planes.type, *[self.floats] * vectors, *[I32] * whole_numbers]
        struct = ir.LiteralStructType([self.floats] * results)
        function = ir.Function(self.module, ir.FunctionType(struct, kinds), name)
        function.linkage, function.calling_convention = "internal", "fastcc"
        function.attributes.add("noinline")
        outer = (self.builder, self.function, self._uniforms, self._planes, self._hoisted, self._steady)
        self._uniforms, self._planes, *args = function.args
        self.function, self._hoisted, self._steady = function, {}, {}
        self.builder = ir.IRBuilder(function.append_basic_block("entry"))
        self.builder.branch(start := function.append_basic_block("start"))
        self.builder.position_at_end(start)
        held: Any = ir.Constant(struct, ir.Undefined)
        for at, value in enumerate(body(*[V(arg) for arg in args[:vectors]], *args[vectors:])):
            held = self.builder.insert_value(held, as_float(value).held, at)
        self.builder.ret(held)
        self.builder, self.function, self._uniforms, self._planes, self._hoisted, self._steady = outer

        def call(*given: Any) -> list[V]:
            told = [as_float(one).held for one in given[:vectors]] + [_scalar(one) for one in given[vectors:]]
            back = self.builder.call(function, [self._uniforms, self._planes, *told], cconv="fastcc")
            return [V(self.builder.extract_value(back, at)) for at in range(results)]

        return call

    # control

    def until(
        self, times: Any, start: Values, body: Callable[[Any, list[V]], tuple[Values, V]], first: Any = None
    ) -> list[V]:
        """`loop` that ends as soon as the mask that `body` gives besides its values holds nowhere."""
        builder, before = self.builder, self.builder.block
        begun = [as_float(value) for value in start]
        head, round_, done = (builder.append_basic_block(name) for name in ("until", "again", "reached"))
        builder.branch(head)
        builder.position_at_end(head)
        counter = builder.phi(I32)
        counter.add_incoming(_scalar(0 if first is None else first), before)
        carried = self._phis(begun, before)
        builder.cbranch(builder.icmp_signed("<", counter, _scalar(times)), round_, done)
        builder.position_at_end(round_)
        results, going = body(counter, [V(phi, value.kind) for phi, value in zip(carried, begun, strict=True)])
        held = [as_float(result).held for result in results]
        counter.add_incoming(builder.add(counter, whole(1)), builder.block)
        for phi, result in zip(carried, held, strict=True):
            phi.add_incoming(result, builder.block)
        after = builder.block
        builder.cbranch(self.any(going), head, done)
        builder.position_at_end(done)
        ended = []
        for phi, result, value in zip(carried, held, begun, strict=True):
            end = builder.phi(value.held.type)
            end.add_incoming(phi, head)
            end.add_incoming(result, after)
            ended.append(V(end, value.kind))
        return ended

    def when(self, condition: Any, paint: Callable[[], Values | None], otherwise: Values = ()) -> list[V]:
        """`paint()` if one scalar condition holds, else `otherwise`."""
        return self.switch(self.builder.zext(condition, I32), {1: paint}, otherwise)

    def switch(self, number: Any, cases: Mapping[int, Callable[[], Values | None]], otherwise: Values = ()) -> list[V]:
        """What the case of a whole number gives, else `otherwise`."""
        builder = self.builder
        rest = [as_float(value) for value in otherwise]
        done, before = builder.append_basic_block("chosen"), builder.block
        branch = builder.switch(number, done)
        told = [(before, [value.held for value in rest])]
        for case, paint in cases.items():
            block = builder.append_basic_block("case")
            branch.add_case(whole(case), block)
            builder.position_at_end(block)
            held = [as_float(value).held for value in paint() or ()]
            told.append((builder.block, held))
            builder.branch(done)
        builder.position_at_end(done)
        joined = []
        for at, value in enumerate(rest):
            phi = builder.phi(value.held.type)
            for block, held in told:
                phi.add_incoming(held[at], block)
            joined.append(V(phi, value.kind))
        return joined

    def any(self, mask: V) -> Any:
        """Whether a mask holds in any lane, as one bit."""
        word = ir.IntType(self.lanes)
        return self.builder.icmp_unsigned("!=", self.builder.bitcast(mask.held, word), word(0))

    def bits(self, mask: V) -> Any:
        """A mask as a whole number, lane 0 lowest."""
        return self.builder.zext(self.builder.bitcast(mask.held, ir.IntType(self.lanes)), I32)

    def each_bit(self, bits: Any, start: Any, body: Callable[[Any, Any], Any]) -> Any:
        """`start` after `body(value, place)` for each set bit's place, lowest first."""
        builder, before = self.builder, self.builder.block
        head, round_, done = (builder.append_basic_block(name) for name in ("bits", "bit", "none"))
        builder.branch(head)
        builder.position_at_end(head)
        left, value = builder.phi(I32), builder.phi(I32)
        left.add_incoming(bits, before)
        value.add_incoming(start, before)
        builder.cbranch(builder.icmp_signed("!=", left, whole(0)), round_, done)
        builder.position_at_end(round_)
        place = builder.cttz(left, ir.Constant(ir.IntType(1), 1))
        result = body(value, place)
        value.add_incoming(result, builder.block)
        left.add_incoming(builder.and_(left, builder.sub(left, whole(1))), builder.block)
        builder.branch(head)
        builder.position_at_end(done)
        return value

    # lanes

    def lane_values(self, values: Sequence[float]) -> V:
        """Another plain number in each lane."""
        assert len(values) == self.lanes, "one number a lane"
        return V(ir.Constant(self.floats, [ir.Constant(F32, float(value)) for value in values]))

    def over_lanes(self, value: V, together: Callable[[V, V], V]) -> V:
        """All lanes put together by twos, the result in every lane."""
        half = self.lanes // 2
        while half:
            order = [lane ^ half for lane in range(self.lanes)]
            value, half = together(value, V(self._shuffle(value.held, order))), half // 2
        return value

    def lane(self, value: V, place: Any) -> Any:
        return self.builder.extract_element(value.held, _scalar(place))

    # tables and lists

    def row_of(self, base: int, stride: int, index: Any) -> Row:
        """Row `index` (a whole number) of the table that begins at slot `base` of the uniforms."""
        return Row(self, base, self.builder.mul(index, whole(stride)))

    def word(self, slot: int, index: Any) -> Any:
        """One word of a list."""
        return self.builder.load(self.pointer(slot, index, I32))

    def number(self, slot: int, index: Any) -> V:
        """One float of a list, in every lane."""
        return V(self.splat(self.builder.load(self.pointer(slot, index, F32))))

    def words(self, slot: int, index: Any) -> V:
        """A vector of floats of a list, from `index` on."""
        return V(self.builder.load(self.pointer(slot, index, self.floats), align=4))

    def keep_word(self, slot: int, index: Any, word: Any) -> None:
        self.builder.store(word, self.pointer(slot, index, word.type), align=4)

    def keep_words(self, slot: int, index: Any, words: V) -> None:
        self.builder.store(words.held, self.pointer(slot, index, self.floats), align=4)

    def pointer(self, slot: int, index: Any, kind: Any) -> Any:
        """Where in a list."""
        address, _ = self._plane(slot)
        there = self.builder.add(address, self.builder.shl(self.builder.sext(index, address.type), address.type(2)))
        return self.builder.inttoptr(there, kind.as_pointer())

    def offset(self, slot: int) -> Any:
        """What stands for the stride of a slot that is no plane."""
        return self.builder.trunc(self._plane(slot)[1], I32)

    def put_word(self, slot: int, column: Any, row: Any, word: Any) -> None:
        self.builder.store(word, self._pointer(slot, column, row, I32), align=4)

    def store_block(self, slot: int, column: Any, row: Any, word: V, part: int) -> None:
        """The words of one packet of a 4 x 4 block, whose rows begin `part` packets below."""
        rows = self.lanes // 4
        four = ir.VectorType(I32, 4)
        for line in range(rows):
            order = ir.Constant(four, [line * 4 + lane for lane in range(4)])
            held = self.builder.shuffle_vector(word.held, ir.Constant(self.ints, ir.Undefined), order)
            there = self._pointer(slot, column, self.builder.add(row, whole(part * rows + line)), four)
            self.builder.store(held, there, align=4)

    def _phis(self, values: Sequence[V], before: Any) -> list[Any]:
        phis = []
        for value in values:
            phi = self.builder.phi(value.held.type)
            phi.add_incoming(value.held, before)
            phis.append(phi)
        return phis


class Row:
    """One row of a table among the uniforms: its numbers by their place in it."""

    __slots__ = ("_base", "_emit", "_start")

    def __init__(self, emit: Packets, base: int, start: Any) -> None:
        self._emit, self._base, self._start = emit, base, start

    def __getitem__(self, place: int) -> V:
        return self._emit.uniform_at(self._base + place, self._start, 1)

    def many(self, place: int, count: int) -> list[V]:
        return [self[place + at] for at in range(count)]

    def whole(self, place: int) -> Any:
        """A number of the row as a whole number."""
        return self._emit.builder.fptosi(self._emit.lane(self[place], 0), I32)


def flag(mask: V) -> V:
    """A mask as 1 and 0, which loops carry with less effort."""
    return sel(mask, 1.0, 0.0)


def _scalar(value: Any) -> Any:
    return whole(value) if isinstance(value, int) else value
