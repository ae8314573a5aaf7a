"""What `doctor` finds of the machine: processor and kernels, GPUs, memory, the store and its file system, settings.

In: this machine. Out: `Finding`s. A tiny picture is compiled and compared with what numpy computes; files of a few
bytes are written beside the store's own and removed again.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from beatforge.cli.findings import Finding, attempt, run_tool
from beatforge.cli.settings import Settings, read_settings, settings_path
from beatforge.cli.wording import exact_bytes
from beatforge.errors import ProjectError

COARSE_NS = 1_000_000_000


def machine(project: Path | None) -> Iterator[Finding]:
    """All of it, in the order it is told; `project` is a project's folder to look at besides the store."""
    yield attempt("processor", "cores", True, _cores)
    yield attempt("processor", "vector units", True, _vectors)
    yield attempt("processor", "kernels", True, _kernels)
    yield attempt("gpu", "NVIDIA", False, _nvidia)
    yield attempt("gpu", "Apple Metal", False, _metal)
    yield attempt("gpu", "torch", False, _torch)
    settings = attempt("store", "settings", True, _settings)
    yield settings
    known = read_settings() if settings.state != "failed" else Settings()
    yield from _store(known)
    if project is not None:
        yield attempt("project", "folder", True, lambda: _folder("project", "folder", project))


def _cores() -> Finding:
    can_use = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {exact_bytes(os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE'))} of memory"
    return Finding("processor", "cores", "ok", True, f"{can_use}{memory}", "a build runs one step per core at once")


def _vectors() -> Finding:
    from llvmlite import binding

    from beatforge.picture.native import lanes

    binding.initialize_native_target()
    features = binding.get_host_cpu_features()
    is_x86 = platform.machine().lower() in ("x86_64", "amd64", "i386", "i686")
    there = [shown for name, shown in (("fma", "FMA"), ("avx2", "AVX2"), ("avx512f", "AVX-512"), ("neon", "NEON"))
             if features.get(name)]  # fmt: skip
    found = f"{binding.get_host_cpu_name()}: {', '.join(there) or 'none of FMA, AVX2, AVX-512'}"
    if is_x86 and not features.get("fma"):
        means = "without FMA every multiply-and-add is computed in software: painting is many times slower"
        return Finding("processor", "vector units", "warn", True, found, means)
    return Finding("processor", "vector units", "ok", True, found, f"paints {lanes()} pixels at once on each core")


def _kernels() -> Finding:
    from platformdirs import user_cache_path

    folder = user_cache_path("beatforge", appauthor=False) / "kernels"
    started = time.monotonic()
    with _other_cache():
        is_right = _paints_what_numpy_computes()
    if not is_right:
        means = "the compiled picture differs from the computed one: please report this processor"
        return Finding("processor", "kernels", "failed", True, "wrong bytes", means)
    found = f"compiled and right in {time.monotonic() - started:.2f} s"
    if not _can_write(folder):
        return Finding(
            "processor", "kernels", "warn", True, found, f"{folder} can't be written: every process compiles"
        )
    return Finding("processor", "kernels", "ok", True, found, f"kept in {folder}")


@contextmanager
def _other_cache() -> Iterator[None]:
    """An empty kernel cache, so that the kernel is compiled now; where caches can't be moved, the last one is used."""
    was = os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory(prefix="beatforge-") as scratch:
        os.environ["XDG_CACHE_HOME"] = scratch
        try:
            yield
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if was is not None:
                os.environ["XDG_CACHE_HOME"] = was


def _paints_what_numpy_computes() -> bool:
    """A tiny picture with what kernels are made of, compiled now and compared byte by byte."""
    import numpy as np

    from beatforge.picture.canvas import Canvas
    from beatforge.picture.layout import PASS
    from beatforge.picture.oracle import OracleCanvas
    from beatforge.picture.trace import exp, fma, sinp

    def draw(x: Any, y: Any, reader: Any) -> tuple[Any, Any, Any]:
        return sinp(x * 0.1) * 0.5 + 0.5, fma(x, 0.01, y * 0.002), exp(y * -0.01)

    pictures = []
    for kind in (Canvas, OracleCanvas):
        out = np.zeros((36 * 3 // 2, 64), np.uint8)
        kind(64, 36).prepare_picture(draw, "doctor")(np.zeros(len(PASS), np.float32), out)
        pictures.append(out)
    return bool(np.array_equal(pictures[0], pictures[1])) and bool(pictures[0].std() > 1)


def _nvidia() -> Finding:
    means = "would serve generative models in a later release; films are painted by the processor"
    if not shutil.which("nvidia-smi"):
        return Finding("gpu", "NVIDIA", "absent", False, "no nvidia-smi", means)
    query = ("--query-gpu=name,memory.total,driver_version,compute_cap", "--format=csv,noheader")
    try:
        return Finding(
            "gpu", "NVIDIA", "ok", False, run_tool("nvidia-smi", *query), means.replace("would serve", "serves")
        )
    except (subprocess.SubprocessError, OSError) as error:
        return Finding("gpu", "NVIDIA", "failed", False, f"nvidia-smi: {error}", means)


def _metal() -> Finding:
    is_there = platform.system() == "Darwin" and platform.machine() == "arm64"
    found = f"macOS {platform.mac_ver()[0]}" if is_there else "no Apple processor"
    means = "would serve generative models in a later release; films are painted by the processor"
    return Finding("gpu", "Apple Metal", "ok" if is_there else "absent", False, found, means)


def _torch() -> Finding:
    from importlib import metadata

    means = "runs the models of the extras stems, lyrics and beats; no film needs it without them"
    try:
        return Finding("gpu", "torch", "ok", False, metadata.version("torch"), means)
    except metadata.PackageNotFoundError:
        return Finding("gpu", "torch", "absent", False, "not installed", means)


def _settings() -> Finding:
    path = settings_path()
    try:
        read_settings()
    except ProjectError as error:
        first = str(error.problems[0]).partition("\n")[0]
        return Finding("store", "settings", "failed", True, first, "beatforge config shows all its faults")
    means = "beatforge config shows every setting and where it comes from"
    return Finding("store", "settings", "ok", True, f"{path}" + ("" if path.is_file() else " (not there)"), means)


def _store(settings: Settings) -> Iterator[Finding]:
    from beatforge.graph.store import default_root

    root = settings.store or default_root()
    folder = attempt("store", "folder", True, lambda: _folder("store", "folder", root))
    yield folder
    if folder.state != "failed":
        yield attempt("store", "space", True, lambda: _space(root, settings.store_max))
        yield attempt("store", "blocks shared", False, lambda: _sharing(root))
    yield attempt("store", "clock of files", True, lambda: _grain(root))


def _folder(group: str, name: str, folder: Path) -> Finding:
    """Whether files can be written, renamed and locked there, and how a database lives there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".doctor-") as scratch:
        part, whole = Path(scratch) / "x.part", Path(scratch) / "x"
        with part.open("wb") as file:
            file.write(b"beatforge")
            file.flush()
            os.fsync(file.fileno())
        part.replace(whole)
        if whole.read_bytes() != b"beatforge":
            raise OSError(f"{folder} gives back other bytes than were written")
        journal = _journal(Path(scratch) / "x.db")
    where = f"{folder} ({_file_system(folder)}, {'WAL' if journal == 'wal' else 'rollback journal'})"
    means = "written, flushed, renamed and read back" + (
        "" if journal == "wal" else "; readers may have to wait a moment"
    )
    return Finding(group, name, "ok", True, where, means)


def _journal(path: Path) -> str:
    """How SQLite keeps its journal here: write-ahead where the file system has shared memory."""
    db = sqlite3.connect(path)
    try:
        (mode,) = db.execute("pragma journal_mode = wal").fetchone()
        db.execute("create table x (y)")
        return str(mode)
    except sqlite3.OperationalError:
        return "delete"
    finally:
        db.close()


def _space(root: Path, cap: int) -> Finding:
    used = sum(
        file.stat().st_size for part in ("ac", "blob", "film") for file in (root / part).rglob("*") if file.is_file()
    )
    free = shutil.disk_usage(root).free
    found = f"{exact_bytes(used)} of at most {exact_bytes(cap)} used, {exact_bytes(free)} free on the disk"
    if free < min(1_000_000_000, cap // 10):
        return Finding(
            "store", "space", "warn", True, found, "little space: beatforge gc --max, or another disk for store:"
        )
    if used + free < cap:
        means = "the disk is full before the store is: a lower store_max keeps space for other things"
        return Finding("store", "space", "warn", True, found, means)
    return Finding("store", "space", "ok", True, found, "what was used longest ago goes first")


def _sharing(root: Path) -> Finding:
    from beatforge.graph.store import share_blocks

    with tempfile.TemporaryDirectory(dir=root, prefix=".doctor-") as scratch:
        source = Path(scratch) / "source"
        source.write_bytes(b"x" * 65536)
        with source.open("rb") as read, (Path(scratch) / "copy").open("wb") as write:
            is_shared = share_blocks(read.fileno(), write.fileno())
    means = (
        "results lie in store and project at once" if is_shared else "results take their space twice: store and project"
    )
    return Finding(
        "store", "blocks shared", "ok" if is_shared else "absent", False, "yes" if is_shared else "no", means
    )


def _grain(root: Path) -> Finding:
    """How finely the file system tells times: what is younger than that is read again, not believed."""
    from beatforge.graph.files import GRAIN_NS

    home = next(folder for folder in (root, *root.parents) if os.access(folder, os.W_OK))
    times = set()
    with tempfile.TemporaryDirectory(dir=home, prefix=".doctor-") as scratch:
        path = Path(scratch) / "tick"
        deadline = time.monotonic() + 0.06
        while time.monotonic() < deadline:
            path.write_bytes(b"x")
            times.add(path.stat().st_mtime_ns)
        skew = time.time() - path.stat().st_mtime
    steps = sorted(times)
    grain = min((b - a for a, b in pairwise(steps)), default=COARSE_NS)
    found = f"steps of {grain / 1e6:.3g} ms" if grain < COARSE_NS else "whole seconds"
    if abs(skew) > 2:
        means = f"files are dated {skew:+.0f} s off this computer's clock: they are read again until it has passed them"
        return Finding("store", "clock of files", "warn", True, found, means)
    if grain > GRAIN_NS:
        return Finding("store", "clock of files", "warn", True, found, "new files are read again for two seconds")
    return Finding("store", "clock of files", "ok", True, found, "a file is believed by its times once it is at rest")


def _file_system(folder: Path) -> str:
    """Its kind, where the system says so."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.system()
    real, best, kind = str(folder.resolve()), "", "unknown file system"
    for line in lines:
        before, _, after = line.partition(" - ")
        place = before.split()[4].replace("\\040", " ")
        if (real == place or real.startswith(place.rstrip("/") + "/")) and len(place) >= len(best):
            best, kind = place, after.split()[0]
    return kind


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
