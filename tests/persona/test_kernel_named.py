"""The performer's kernel has a lasting name: a new process loads what an earlier one traced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from beatforge.persona.kernel import kernel_text
from beatforge.picture.named import pass_told

ROOT = Path(__file__).parents[2]
AGO_S = 60.0

SAID = """
from beatforge.persona import kernel
told = []
load = kernel.native_code
kernel.native_code = lambda text, name, careful: load(lambda: told.append(1) or text(), name, careful)
kernel.performer_kernel()
print(len(told))
"""


def copied(folder: Path) -> Path:
    """The program's sources, as old as an installed program's."""
    shutil.copytree(ROOT / "beatforge", folder / "beatforge", ignore=shutil.ignore_patterns("__pycache__"))
    for path in folder.rglob("*.py"):
        aged(path)
    return folder


def aged(path: Path) -> None:
    state = path.stat()
    os.utime(path, (state.st_atime, state.st_mtime - AGO_S))


def edited(path: Path, comment: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}# {comment}\n", encoding="utf-8")
    aged(path)


def traced(tree: Path, cache: Path) -> int:
    """How often a new process of the program in `tree` writes the kernel's text."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", SAID], env=environment, cwd=tree, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_a_new_process_loads_the_kernel_that_an_earlier_one_traced(tmp_path: Path) -> None:
    tree, cache = copied(tmp_path), tmp_path / "cache"
    edited(tree / "beatforge" / "persona" / "distance.py", str(tmp_path))
    assert (traced(tree, cache), traced(tree, cache)) == (1, 0)
    edited(tree / "beatforge" / "persona" / "shapes.py", "a form is drawn in another way")
    assert traced(tree, cache) == 1


def test_the_kernels_name_says_its_room() -> None:
    told = pass_told(kernel_text, ())
    assert told is not None
    assert "beatforge.persona.kernel" in told
