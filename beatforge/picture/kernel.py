"""Passes become native code: traced, compiled once per machine, kept in the user's cache, run row by row.

In: a `Pass` and where its planes lie. Out: a `Kernel`, called with uniforms and plane addresses. Lanes are chosen by
the processor and never change bytes. A cached object is trusted only if its checksum fits.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
from llvmlite import binding, ir
from platformdirs import user_cache_path

from beatforge.picture.llvm import F32, I8, I32, Emitter
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, clamp, executing, fma, luma

log = logging.getLogger(__name__)

LONG = 300_000
"""Characters from which a pass's text gets only the two rewritings that matter most: a long one would keep the first
frame waiting for a second, and runs a twentieth slower for it. Neither changes a byte of the picture."""

LUMA, BLUE, RED = 0, 1, 2
"""Slots of the picture's own three planes (bytes, BT.709 limited range, 4:2:0)."""


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


class Kernel:
    """Native code of one pass."""

    def __init__(self, text: str) -> None:
        self._engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _machine(), use_lmm=True)
        self._engine.add_object_file(binding.ObjectFileRef.from_data(_object(text)))
        self._engine.finalize_object()
        pointer, number = ctypes.c_void_p, ctypes.c_int
        kind = ctypes.CFUNCTYPE(None, pointer, pointer, number, number, number)
        self._rows = kind(self._engine.get_function_address("rows"))

    def run(self, uniforms: Any, table: Any, width: int, height: int) -> None:
        """Draw `height` rows; `table` holds address and stride of each plane."""
        self._rows(uniforms.ctypes.data, table.ctypes.data, width, 0, height)


@cache
def lanes() -> int:
    """Pixels computed at once: what the processor does best, or BEATFORGE_LANES (tests; the bytes are the same)."""
    asked = os.environ.get("BEATFORGE_LANES")
    if asked:
        return int(asked)
    features = binding.get_host_cpu_features()
    return 16 if features.get("avx512f") else 8 if features.get("avx2") else 4


def _machine() -> Any:
    """A target machine: this processor, no fast-math. An engine takes its machine over, so each needs its own.

    Code and constants lie in one piece of memory (`use_lmm`), so the small code model holds: constants are read in
    place, not through 64-bit addresses.
    """
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=_features(), opt=3, reloc="pic", codemodel="small"
    )


def _features() -> str:
    # LLVM halves 512-bit vectors on processors that would clock down for them
    return str(binding.get_host_cpu_features().flatten()) + (",-prefer-256-bit" if lanes() == 16 else "")


def _object(text: str) -> bytes:
    """The compiled text, from the cache if it was compiled here before."""
    made_by = f"{binding.get_host_cpu_name()} {_features()} {llvmlite.__version__} {binding.llvm_version_info}"
    name = hashlib.sha256(f"{made_by}\n{text}".encode()).hexdigest()
    path = user_cache_path("beatforge", appauthor=False) / "kernels" / f"{name}.o"
    try:
        stored = path.read_bytes()
    except OSError:
        stored = b""
    if stored[:32] == hashlib.sha256(stored[32:]).digest():
        return stored[32:]
    code = _compiled(text)
    _keep(path, code)
    return code


def _compiled(text: str) -> bytes:
    machine = _machine()
    module = binding.parse_assembly(text)
    module.verify()
    options = binding.create_pipeline_tuning_options(speed_level=2 if len(text) < LONG else 0)
    # the code is vectors already: looking for more takes a tenth of the time and finds nothing
    options.loop_vectorization = options.slp_vectorization = options.loop_interleaving = False
    options.loop_unrolling = False
    builder = binding.create_pass_builder(machine, options)
    if len(text) < LONG:
        passes = builder.getModulePassManager()
    else:
        passes = binding.create_new_module_pass_manager()
        passes.add_instruction_combine_pass()
        passes.add_new_gvn_pass()
    passes.run(module, builder)
    return bytes(machine.emit_object(module))


def _keep(path: Path, code: bytes) -> None:
    """Store an object atomically; a cache that cannot be written costs time, not pictures."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(code).digest() + code)
        Path(file.name).replace(path)
    except OSError as error:
        log.info("kernel not cached: %s", error)
