"""How long a build with nothing to do takes, beside doit's own on the same graph.

python -m tests.bench.bench_noop [--full] [--json FILE] [--work DIR]

The film is real: a synthetic song fast enough that every scene has a bar of its own, in very small pictures. doit gets
the same tasks with the same dependencies and as many targets, all of them files that are there, and its defaults.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from beatforge.cli.session import Session
from beatforge.graph.target import Output, Source, Target
from tests.bench.measuring import Bench, run_bench, side_by_side, spent, synthetic_project
from tests.projects import command

BPM = 180.0
SECONDS_PER_SCENE = 4 * 60 / BPM + 0.01
GOALS_S = {100: 0.15, 1000: 0.25}

DODO = """\
import json
from pathlib import Path

DOIT_CONFIG = {"verbosity": 0}


def make(targets):
    for target in targets:
        Path(target).write_text(target)


def task_film():
    for name, file_dep, targets in json.loads(Path("tasks.json").read_text()):
        yield {"name": name, "actions": [make], "file_dep": file_dep, "targets": targets}
"""


def measure(bench: Bench) -> None:
    """A project of each size, built once by both; then both with nothing to do, in turns."""
    for scenes in (100, 1000) if bench.full else (100,):
        both = bench.figure(f"{scenes} scenes", lambda scenes=scenes: _both(bench, scenes))
        ours, doit = both["beatforge"], both["doit"]
        print(f"     {scenes} scenes: beatforge {ours['wall_s']:.3f} s ({ours['cpu_s']:.3f} CPU), "
              f"doit {doit['wall_s']:.3f} s ({doit['cpu_s']:.3f} CPU)")  # fmt: skip
        bench.goal(f"no-op of {scenes} scenes", ours["wall_s"], GOALS_S[scenes], " s")
        bench.goal(f"no-op of {scenes} scenes beside doit's", ours["wall_s"] / doit["wall_s"], 1, "x")
        bench.goal(f"no-op of {scenes} scenes beside doit's, CPU", ours["cpu_s"] / doit["cpu_s"], 1, "x")


def _both(bench: Bench, scenes: int) -> dict[str, dict[str, float]]:
    work = bench.folder(str(scenes))
    folder, rival = work / "film", work / "doit"
    file = synthetic_project(folder, f"scene_count: {scenes}", scenes * SECONDS_PER_SCENE, "64x36", BPM)
    build = command("build", str(folder))
    spent(build)
    with Session.open(file) as session:
        targets = session.targets()
    found = sum(target.kind == "scene" for target in targets)
    if found < 0.98 * scenes:
        raise SystemExit(f"the film has {found} scenes, not {scenes}")
    _write_dodo(rival, targets)
    doit = [sys.executable, "-m", "doit"]
    spent(doit, rival)
    return side_by_side(25 if bench.full else 9, beatforge=lambda: spent(build), doit=lambda: spent(doit, rival))


def _write_dodo(folder: Path, targets: tuple[Target, ...]) -> None:
    """The same graph for doit; where our scenes hold planned values, its tasks depend on the analysis."""
    (folder / "made").mkdir(parents=True, exist_ok=True)
    (folder / "song.wav").write_text("a song")

    def place(name: str, output: str) -> str:
        return f"made/{name.replace('/', '-')}.{output}"

    tasks = []
    for target in targets:
        inputs = [place(i.target, i.name) for i in target.inputs if isinstance(i, Output)]
        inputs += ["song.wav" for i in target.inputs if isinstance(i, Source)]
        tasks.append([target.name, inputs or [place("analysis", "analysis.json")],
                      [place(target.name, output) for output in target.outputs]])  # fmt: skip
    (folder / "tasks.json").write_text(json.dumps(tasks))
    (folder / "dodo.py").write_text(DODO)


if __name__ == "__main__":
    run_bench(measure, __doc__)
