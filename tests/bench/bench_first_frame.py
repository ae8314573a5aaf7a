"""How soon a new process has its first 720p frame: with nothing compiled yet, and with kernels in the cache.

    python -m tests.bench.bench_first_frame [--full] [--json FILE]

Each style paints its own first motif, with `--full` every motif. A frame's time runs from the shot to its bytes; what
the interpreter and the imports take before is printed beside it. Goals: `COLD_S`, and `CACHED_S` (the best of three).
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path

from tests.bench.measuring import Bench, run_bench, spent
from tests.bench.style_shots import LIBRARY, MOTIFS, style_shot

COLD_S, CACHED_S = 1.0, 0.3

PAINT = """\
import json, sys, time
began = time.perf_counter()
import numpy as np
from beatforge.film.shot import Shot
from beatforge.picture.render import ShotPicture
loaded = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as file:
    shot = Shot.from_value(json.load(file))
out = np.empty((shot.height * 3 // 2, shot.width), np.uint8)
ShotPicture(shot).frame(0, out)
print(json.dumps([time.perf_counter() - loaded, loaded - began]))
"""


def measure(bench: Bench) -> None:
    """Every picture cold, then cached."""
    slowest = {"cold": 0.0, "cached": 0.0}
    for name, style in LIBRARY.styles.items():
        for motif in MOTIFS if bench.full else style.motifs[:1]:
            cold, cached, imports = bench.figure(f"{name} {motif}", partial(_first_frames, bench, name, motif))
            print(
                f"     {name:20} {motif:10} cold {cold:.2f} s, cached {cached:.2f} s; imports {imports:.2f} s",
                flush=True,
            )
            slowest = {"cold": max(slowest["cold"], cold), "cached": max(slowest["cached"], cached)}
    bench.goal("first frame, cold", slowest["cold"], COLD_S, " s", "(the slowest)")
    bench.goal("first frame, cached", slowest["cached"], CACHED_S, " s", "(the slowest)")


def _first_frames(bench: Bench, name: str, motif: str) -> tuple[float, float, float]:
    """Seconds to the first frame cold and cached, and of imports."""
    folder = bench.folder("first", fresh=True)
    shot = folder / "shot.json"
    shot.write_text(json.dumps(style_shot(LIBRARY.styles[name], motif).to_value()), encoding="utf-8")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    cold, *later = (_painted(shot) for _ in range(4))
    return cold[0], min(frame for frame, _ in later), min(loaded for _, loaded in later)


def _painted(shot: Path) -> tuple[float, float]:
    frame, loaded = json.loads(spent([sys.executable, "-c", PAINT, str(shot)]).said)
    return frame, loaded


if __name__ == "__main__":
    run_bench(measure, __doc__)
