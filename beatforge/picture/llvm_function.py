"""The function that a pass becomes: its module, its types, its arguments, and what is loaded once before its loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir

F32, I32, I64, I8, I1 = ir.FloatType(), ir.IntType(32), ir.IntType(64), ir.IntType(8), ir.IntType(1)


class Function:
    """One function for `lanes` pixels at a time; `column` and `row` are set by the loops of `text`."""

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

    def splat(self, scalar: Any, kind: Any = None) -> Any:
        """A scalar in every lane."""
        kind = kind or self.floats
        empty = ir.Constant(kind, ir.Undefined)
        single = self.builder.insert_element(empty, scalar, whole(0))
        return self.builder.shuffle_vector(single, empty, ir.Constant(self.ints, [0] * self.lanes))

    def hoist(self, name: Any, load: Callable[[], Any]) -> Any:
        """The value loaded once, before the loops: stores to planes would else make LLVM load it again."""
        if name not in self._hoisted:
            with self.builder.goto_entry_block():
                self._hoisted[name] = load()
        return self._hoisted[name]

    def intrinsic(self, name: str, kind: Any) -> Any:
        """One of LLVM's own functions, declared once."""
        return self.module.globals.get(name) or ir.Function(self.module, kind, name)


def whole(value: int) -> Any:
    """A number as the function counts."""
    return ir.Constant(I32, value)
