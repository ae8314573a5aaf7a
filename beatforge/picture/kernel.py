"""Native code of a pass, loaded: called with uniforms and plane addresses, it draws rows.

In: an object file's bytes. Out: a `Kernel`. What is drawn was decided when the pass was traced.
"""

from __future__ import annotations

import ctypes
from typing import Any

from llvmlite import binding

from beatforge.picture.native import machine


class Kernel:
    """Native code of one pass."""

    def __init__(self, code: bytes) -> None:
        self._engine = binding.create_mcjit_compiler(binding.parse_assembly(""), machine(), use_lmm=True)
        self._engine.add_object_file(binding.ObjectFileRef.from_data(code))
        self._engine.finalize_object()
        pointer, number = ctypes.c_void_p, ctypes.c_int
        kind = ctypes.CFUNCTYPE(None, pointer, pointer, number, number, number)
        self._rows = kind(self._engine.get_function_address("rows"))

    def run(self, uniforms: Any, table: Any, width: int, height: int) -> None:
        """Draw `height` rows; `table` holds address and stride of each plane."""
        self.run_rows(uniforms, table, width, 0, height)

    def run_rows(self, uniforms: Any, table: Any, width: int, first: int, end: int) -> None:
        """Draw the rows from `first` to before `end`; threads may draw others at once."""
        self._rows(uniforms.ctypes.data, table.ctypes.data, width, first, end)
