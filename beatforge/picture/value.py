"""A traced value, and who carries out what is done with it.

`V` stands for one number per pixel; its operators go to the executor in use: `llvm.Emitter` writes code,
`oracle.Oracle` computes. Both offer what `Executor` lists and nothing else, so what can be traced can be both compiled
and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias


class V:
    """One value per pixel: kind "f" float32, "i" 32-bit integer, "m" mask."""

    __slots__ = ("held", "kind")

    def __init__(self, held: Any, kind: str = "f") -> None:
        self.held, self.kind = held, kind

    def __add__(self, other: Number) -> V:
        return executor().binary("fadd", self, as_float(other))

    def __radd__(self, other: Number) -> V:
        return executor().binary("fadd", as_float(other), self)

    def __sub__(self, other: Number) -> V:
        return executor().binary("fsub", self, as_float(other))

    def __rsub__(self, other: Number) -> V:
        return executor().binary("fsub", as_float(other), self)

    def __mul__(self, other: Number) -> V:
        return executor().binary("fmul", self, as_float(other))

    def __rmul__(self, other: Number) -> V:
        return executor().binary("fmul", as_float(other), self)

    def __truediv__(self, other: Number) -> V:
        """Division; by a plain number it is a multiplication with the reciprocal."""
        return executor().binary("fdiv", self, other) if isinstance(other, V) else self * (1.0 / other)

    def __rtruediv__(self, other: Number) -> V:
        return executor().binary("fdiv", as_float(other), self)

    def __neg__(self) -> V:
        return 0.0 - self

    def __lt__(self, other: Number) -> V:
        return executor().compare("<", self, as_float(other))

    def __gt__(self, other: Number) -> V:
        return executor().compare(">", self, as_float(other))

    def __and__(self, other: V) -> V:
        return executor().binary("and", self, other)

    def __or__(self, other: V) -> V:
        return executor().binary("or", self, other)

    def __bool__(self) -> bool:
        raise TypeError("a traced value has no truth: use sel(mask, yes, no) or gate(mask, paint, otherwise)")


Number: TypeAlias = V | float
Colour: TypeAlias = Sequence[Number]


class Executor(Protocol):
    """The operations a picture is made of. Loop counters are the executor's own."""

    def constant(self, value: float, kind: str) -> V: ...
    def binary(self, operation: str, one: V, other: V) -> V: ...
    def compare(self, operation: str, one: V, other: V) -> V: ...
    def select(self, mask: V, yes: V, no: V) -> V: ...
    def call(self, name: str, *values: V) -> V: ...
    def to_int(self, value: V) -> V: ...
    def to_float(self, value: V) -> V: ...
    def as_float_bits(self, value: V) -> V: ...
    def uniform(self, slot: int) -> V: ...
    def uniform_at(self, slot: int, counter: Any, step: int) -> V: ...
    def count(self, slot: int) -> Any: ...
    def counted(self, counter: Any) -> V: ...
    def loop(self, times: Any, start: list[V], body: Callable[[Any, list[V]], Sequence[Number]]) -> list[V]: ...
    def gate(self, mask: V, paint: Callable[[], Sequence[Number]], otherwise: list[V]) -> list[V]: ...
    def near(self, slot: int, dx: int, dy: int) -> V: ...
    def coarse(self, slot: int, ratio: int) -> V: ...
    def around(self, slot: int, ratio: int) -> tuple[list[V], V, V]: ...
    def fetch(self, slot: int, column: V, row: V) -> V: ...
    def fetch_side_by_side(self, slot: int, columns: Sequence[V], rows: Sequence[V]) -> list[V]: ...


_executors: list[Executor] = []


@contextmanager
def executing(one: Executor) -> Iterator[None]:
    """Within this block operations on values go to `one`."""
    _executors.append(one)
    try:
        yield
    finally:
        _executors.pop()


def executor() -> Executor:
    """Who carries out operations now."""
    assert _executors, "values exist only while a picture is traced"
    return _executors[-1]


def as_float(value: Number) -> V:
    """`value` as a traced value."""
    return value if isinstance(value, V) else executor().constant(value, "f")
