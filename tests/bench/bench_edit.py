"""What one edited scene costs, as a share of the whole film's build: CPU of all processes.

python -m tests.bench.bench_edit [--full] [--json FILE] [--work DIR]

A film of 4 minutes in 48 scenes; the scene of median length gets another seed. With --full in 1280x720.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from beatforge.cli.session import Session
from tests.bench.measuring import Bench, run_bench, spent, synthetic_project
from tests.projects import command

SECONDS = 240.0
SHARE = 0.05


def measure(bench: Bench) -> None:
    """The full build in a store of its own, then the edit."""
    size = "1280x720" if bench.full else "320x180"
    found = bench.figure(size, lambda: _full_and_edit(bench, size))
    full, edit = ((found[f"{name}_cpu_s"], found[f"{name}_wall_s"]) for name in ("full", "edit"))
    print(f"     {size}, {found['scenes']} scenes: built in {full[0]:.1f} s CPU, {full[1]:.1f} s wall")
    print(f"     seed of {found['scene']} edited: {edit[0]:.1f} s CPU, {edit[1]:.1f} s wall")
    print(f"     made {', '.join(found['made'])}")
    why = f"of the full build's CPU; the mean scene is {100 / found['scenes']:.1f} %"
    bench.goal("one scene edited", 100 * edit[0] / full[0], 100 * SHARE, " %", why)


def _full_and_edit(bench: Bench, size: str) -> dict[str, Any]:
    folder = bench.folder(f"edit-{size}", fresh=True) / "film"
    file = synthetic_project(folder, "tier: cinematic", SECONDS, size)
    full = spent(command("build", str(folder)))
    scene, scenes = _median_scene(file)
    with file.open("a", encoding="utf-8") as text:
        text.write(f"  {scene}: {{seed: 271828}}\n")
    edit = spent(command("build", str(folder), "--log", "json"))
    events = [json.loads(line) for line in edit.said.splitlines() if line.startswith("{")]
    made = [event["target"] for event in events if event["event"] == "made"]
    return {
        "scenes": scenes, "scene": scene, "made": made,
        "full_cpu_s": full.cpu_s, "full_wall_s": full.wall_s,
        "edit_cpu_s": edit.cpu_s, "edit_wall_s": edit.wall_s,
    }  # fmt: skip


def _median_scene(file: Path) -> tuple[str, int]:
    with Session.open(file) as session:
        scenes = sorted(session.require_plan().scenes, key=lambda scene: scene.end_frame - scene.start_frame)
    return scenes[len(scenes) // 2].id, len(scenes)


if __name__ == "__main__":
    run_bench(measure, __doc__)
