"""What a frame of the performer costs in CPU, by size and vector width; the bytes must be the same at every width.

    python -m tests.bench.bench_performer [--full] [--json FILE]

The booth in a scratch, and the whole figure on a neutral ground, with edges smoothed and as pixels fall. A process for
each width, the best of 5 frames (15 with `--full`), in one thread; the stage behind the figure is not in it. With 8
lanes a processor that has AVX-512 works like one that has not.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.bench.measuring import Bench, run_bench

WIDTHS = (16, 8)
SHOTS = {
    "booth 1280x720": (1280, 720, True),
    "figure 1024x1024": (1024, 1024, False),
    "booth 640x360": (640, 360, True),
}
GOALS = {"booth 1280x720": 120.0, "booth 640x360": 40.0}
"""CPU-ms of a smoothed frame, at the width that this processor does best."""

PROTOTYPE = {"booth 1280x720": (99, 209), "figure 1024x1024": (101, 197), "booth 640x360": (24, 68)}
"""CPU-ms of the prototype, rough and smooth, its stage (20 of them) included."""


def measure(bench: Bench) -> None:
    count = 15 if bench.full else 5
    told = {width: bench.figure(f"{width} lanes", partial(_measured, width, count)) for width in WIDTHS}
    print(f"     {'CPU-ms a frame':18s}" + "".join(f"{f'{width} lanes, smooth':>22s}" for width in WIDTHS))
    for name in SHOTS:
        cells = "".join(f"{told[w][name]['rough']:14.0f}{told[w][name]['smooth']:8.0f}" for w in WIDTHS)
        print(f"     {name:18s}{cells}   prototype {PROTOTYPE[name][0]}, {PROTOTYPE[name][1]}")
        assert len({told[width][name]["digest"] for width in WIDTHS}) == 1, "the width changed the picture"
    best = min(WIDTHS, key=lambda width: told[width]["booth 1280x720"]["smooth"])
    for name, limit in GOALS.items():
        bench.goal(f"{name}, smoothed", told[best][name]["smooth"], limit, " ms")
    print(f"     tables of a pose {told[best]['tables']:.1f} ms, kernel traced and loaded {told[best]['first']:.0f} ms")


def _measured(width: int, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.bench_performer", "--shots", str(count)]
    environment = {**os.environ, "BEATFORGE_LANES": str(width)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _shots(count: int) -> dict[str, Any]:
    """In this process: every shot's cost and digest."""
    from beatforge.persona.kernel import performer_kernel

    told: dict[str, Any] = {"first": _cost(performer_kernel, 1)}
    for name in SHOTS:
        told[name] = _shot(*SHOTS[name], count)
        told["tables"] = told[name].pop("tables")
    return told


def _shot(width: int, height: int, has_booth: bool, count: int) -> dict[str, Any]:
    from beatforge.persona.lights import neutral_lights, theme_lights
    from beatforge.persona.performer import Performer
    from beatforge.persona.poses import expression_in, expression_of, orbit, pose_of
    from beatforge.project.personas import read_persona

    shown = read_persona("nova_fade").spec
    gesture = "right_deck_scratch" if has_booth else "stand"
    face, pose = expression_of(shown, expression_in(shown, gesture)), pose_of(shown, gesture)
    camera = orbit(0, 15, 3.7, (0, 1.22, 0.25), 34) if has_booth else orbit(0, 4, 4.6, (0, 1.13, 0), 32)
    lights = theme_lights(next(iter(shown.themes.values()))) if has_booth else neutral_lights()
    performer = Performer(shown, width, height, has_booth, threads=1)
    planes = performer.frame(pose, face, camera, lights)
    return {
        "digest": hashlib.sha256(planes.colour.words.tobytes() + planes.matter.words.tobytes()).hexdigest(),
        "rough": _cost(lambda: performer.frame(pose, face, camera, lights, smooth=False), count),
        "smooth": _cost(lambda: performer.frame(pose, face, camera, lights), count),
        "tables": _cost(lambda: performer.rig.tables(pose, face), count),
    }


def _cost(work: Callable[[], Any], count: int) -> float:
    """CPU milliseconds of the best: others share the machine."""
    costs = []
    for _ in range(count):
        before = time.process_time()
        work()
        costs.append((time.process_time() - before) * 1e3)
    return min(costs)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--shots"]:
        print(json.dumps(_shots(int(sys.argv[2]))))
    else:
        run_bench(measure, __doc__)
