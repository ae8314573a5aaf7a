"""The executor that computes with numpy, a whole plane at once: what the compiled code must equal, bit by bit.

In: the same traced functions, uniforms and planes. Some fifty times slower; `OracleCanvas` is for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from beatforge.picture.canvas import Canvas, Traced
from beatforge.picture.planes import PAD, Plane, Scale
from beatforge.picture.text import picture_parts
from beatforge.picture.trace import V, as_float, executing

_FLOATS = {"fadd": np.add, "fsub": np.subtract, "fmul": np.multiply, "fdiv": np.divide}
_INTS = {"add": np.add, "mul": np.multiply, "xor": np.bitwise_xor, "lshr": np.right_shift, "shl": np.left_shift}
_BITS = {"and": np.bitwise_and, "or": np.bitwise_or}


class Oracle:
    """Computes one pass over `width` x `height` pixels; `planes` by slot."""

    def __init__(self, uniforms: Any, planes: dict[int, Plane], width: int, height: int) -> None:
        self._uniforms, self._planes = uniforms, planes
        self.width, self.height = width, height
        self.columns, self.rows = np.meshgrid(np.arange(width), np.arange(height))

    def constant(self, value: float, kind: str) -> V:
        return V(np.float32(value), "f") if kind == "f" else V(np.uint32(value), "i")

    def binary(self, operation: str, one: V, other: V) -> V:
        with np.errstate(over="ignore"):  # integers wrap, as they do in registers
            if operation in _FLOATS:
                return V(_FLOATS[operation](one.held, other.held, dtype=np.float32))
            return V((_BITS.get(operation) or _INTS[operation])(one.held, other.held), one.kind)

    def compare(self, operation: str, one: V, other: V) -> V:
        return V(one.held < other.held if operation == "<" else one.held > other.held, "m")

    def select(self, mask: V, yes: V, no: V) -> V:
        return V(np.where(mask.held, yes.held, no.held), yes.kind)

    def call(self, name: str, *values: V) -> V:
        held = [value.held for value in values]
        if name == "fma":
            return V(_fused(*held))
        return V({"floor": np.floor, "sqrt": np.sqrt, "fabs": np.abs}[name](held[0]).astype(np.float32))

    def to_int(self, value: V) -> V:
        return V(np.asarray(value.held).astype(np.int32).view(np.uint32), "i")

    def to_float(self, value: V) -> V:
        return V(np.asarray(value.held, np.uint32).view(np.int32).astype(np.float32))

    def as_float_bits(self, value: V) -> V:
        return V(np.asarray(value.held, np.uint32).view(np.float32))

    def uniform(self, slot: int) -> V:
        return V(self._uniforms[slot])

    def uniform_at(self, slot: int, counter: Any, step: int) -> V:
        return V(self._uniforms[slot + counter * step])

    def count(self, slot: int) -> Any:
        return int(self._uniforms[slot])

    def counted(self, counter: Any) -> V:
        return V(np.float32(counter))

    def loop(self, times: Any, start: list[V], body: Callable[[Any, list[V]], Sequence[Any]]) -> list[V]:
        values = start
        for counter in range(times):
            values = [as_float(value) for value in body(counter, values)]
        return values

    def gate(self, mask: V, paint: Callable[[], Sequence[Any]], otherwise: list[V]) -> list[V]:
        with np.errstate(all="ignore"):  # outside its bounds a layer may divide by nothing
            pairs = zip(paint(), otherwise, strict=True)
            return [self.select(mask, as_float(result), other) for result, other in pairs]

    def near(self, slot: int, dx: int, dy: int) -> V:
        return self._read(slot, self.columns + dx, self.rows + dy)

    def store(self, slot: int, word: V) -> None:
        self._planes[slot].words[PAD : PAD + self.height, PAD : PAD + self.width] = word.held

    def coarse(self, slot: int, ratio: int) -> V:
        return self._read(slot, self.columns // ratio, self.rows // ratio)

    def around(self, slot: int, ratio: int) -> tuple[list[V], V, V]:
        along, across = ((index + 0.5) / ratio - 0.5 for index in (self.columns, self.rows))
        left, upper = np.floor(along).astype(int), np.floor(across).astype(int)
        words = [self._read(slot, left + dx, upper + dy) for dy in (0, 1) for dx in (0, 1)]
        return words, V((along - left).astype(np.float32)), V((across - upper).astype(np.float32))

    def fetch(self, slot: int, column: V, row: V) -> V:
        return self._read(slot, np.asarray(column.held).astype(int), np.asarray(row.held).astype(int))

    def fetch_side_by_side(self, slot: int, columns: Sequence[V], rows: Sequence[V]) -> list[V]:
        return [self.fetch(slot, column, row) for row in rows for column in columns]

    def _read(self, slot: int, columns: Any, rows: Any) -> V:
        return V(self._planes[slot].words[rows + PAD, columns + PAD], "i")


class OracleCanvas(Canvas):
    """A canvas whose passes are computed, not compiled."""

    def run_pass(self, draw: Traced, scale: Scale, writes: tuple[str, ...], key: Hashable) -> Callable[..., None]:
        def run(uniforms: Any, width: int, height: int, picture: Sequence[Any] = ()) -> None:
            planes = {slot: self.planes[name] for name, (slot, _) in self.slots.items()}
            oracle = Oracle(uniforms, planes, width, height)
            x, y = (V((places + np.float32(0.5)).astype(np.float32)) for places in (oracle.columns, oracle.rows))
            with executing(oracle), np.errstate(all="ignore"):
                pixel = oracle.uniform(0)
                drawn = draw(x * pixel, y * pixel, self.reader(scale))
                for name, word in zip(writes, drawn, strict=False):
                    oracle.store(self.slots[name][0], word)
                if picture:
                    _show(picture_parts(drawn), picture, width)

        return run


def _show(parts: Sequence[V], picture: Sequence[Any], width: int) -> None:
    """Luma, and chroma summed as the kernel does: rows first, then columns."""
    light, *tints = (np.broadcast_to(part.held, (picture[0].shape[0], width)) for part in parts)
    picture[0][:, :width] = light.astype(np.uint8)
    for plane, tint in zip(picture[1:], tints, strict=True):
        rows = (np.float32(0.0) + tint[0::2]) + tint[1::2]
        plane[:, : width // 2] = ((rows[:, 0::2] + rows[:, 1::2]) + np.float32(128.5)).astype(np.uint8)


def _fused(factor: Any, times: Any, plus: Any) -> Any:
    """factor * times + plus rounded once to float32, through float64 rounded to odd."""
    product, plus = np.multiply(factor, times, dtype=np.float64), np.asarray(plus, np.float64)
    total = np.atleast_1d(product + plus)
    back = total - product
    error = (product - (total - back)) + (plus - back)
    bits = total.view(np.int64)
    bits = bits + np.where((error != 0) & (bits & 1 == 0), np.where((error > 0) == (total > 0), 1, -1), 0)
    rounded = bits.view(np.float64).astype(np.float32)
    return rounded if np.ndim(product) or np.ndim(plus) else rounded[0]
