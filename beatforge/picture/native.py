"""Native code from LLVM's text, compiled once per machine and kept in the user's cache.

In: a text, or the name of the pass that would give it. Out: an object file's bytes. What lies in the cache is trusted
only if its checksum fits; a name leads to the object of the text it once gave.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
from llvmlite import binding
from platformdirs import user_cache_path

log = logging.getLogger(__name__)

LONG = 20_000
"""Characters from which a pass's text gets only the rewriting that matters most, and plainer code. The first frame is
there a third sooner, all others take as long (within 2 %): what is the same for all pixels is worked out before the
loops anyway. No byte of the picture changes."""


def native_code(text: Callable[[], str], name: str | None, careful: bool = False) -> bytes:
    """The compiled text, from the cache if it was compiled here before; with a `name` that is known, without `text`.
    `careful` rewrites a long text too: where loops lie in loops, it pays."""
    pointer = _folder() / f"{_hashed(name)}.name" if name else None
    if pointer:
        known = _stored(pointer)
        code = _stored(_folder() / known.decode("ascii", "replace")) if known else b""
        if code:
            return code
    written = text()
    path = _folder() / f"{_hashed(written)}{'+' * careful}.o"
    code = _stored(path)
    if not code:
        code = _compiled(written, careful or len(written) < LONG)
        _keep(path, code)
    if pointer:
        _keep(pointer, path.name.encode())
    return code


@cache
def lanes() -> int:
    """Pixels computed at once: what the processor does best, or BEATFORGE_LANES (tests; the bytes are the same)."""
    asked = os.environ.get("BEATFORGE_LANES")
    if asked:
        return int(asked)
    features = binding.get_host_cpu_features()
    return 16 if features.get("avx512f") else 8 if features.get("avx2") else 4


def machine(opt: int = 3) -> Any:
    """A target machine: this processor, no fast-math. An engine takes its machine over, so each needs its own.

    Code and constants lie in one piece of memory (`use_lmm`), so the small code model holds: constants are read in
    place, not through 64-bit addresses.
    """
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=_features(), opt=opt, reloc="pic", codemodel="small"
    )


def _features() -> str:
    features = str(binding.get_host_cpu_features().flatten())
    # LLVM halves 512-bit vectors on processors that would clock down for them; where fewer lanes are asked for, a
    # processor that could do more works like one that can't
    return f"{features},-prefer-256-bit" if lanes() == 16 else features.replace("+avx512", "-avx512")


def _folder() -> Path:
    return user_cache_path("beatforge", appauthor=False) / "kernels"


def _hashed(told: str) -> str:
    made_by = f"{binding.get_host_cpu_name()} {_features()} {llvmlite.__version__} {binding.llvm_version_info}"
    return hashlib.sha256(f"{made_by} {lanes()} {_ways()}\n{told}".encode()).hexdigest()


@cache
def _ways() -> str:
    """How things are compiled here: this file. Objects of other ways show the same, at other speeds."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _stored(path: Path) -> bytes:
    """What was kept under a path; nothing if it is not there or damaged."""
    try:
        stored = path.read_bytes()
    except OSError:
        return b""
    return stored[32:] if stored[:32] == hashlib.sha256(stored[32:]).digest() else b""


def _compiled(text: str, careful: bool) -> bytes:
    target = machine(3 if careful else 1)
    module = binding.parse_assembly(text)
    module.verify()
    options = binding.create_pipeline_tuning_options(speed_level=2 if careful else 0)
    # the code is vectors already: looking for more takes a tenth of the time and finds nothing
    options.loop_vectorization = options.slp_vectorization = options.loop_interleaving = False
    options.loop_unrolling = False
    builder = binding.create_pass_builder(target, options)
    if careful:
        passes = builder.getModulePassManager()
    else:
        passes = binding.create_new_module_pass_manager()
        passes.add_instruction_combine_pass()
    passes.run(module, builder)
    return bytes(target.emit_object(module))


def _keep(path: Path, code: bytes) -> None:
    """Store an object atomically; a cache that cannot be written costs time, not pictures."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(code).digest() + code)
        Path(file.name).replace(path)
    except OSError as error:
        log.info("kernel not cached: %s", error)
