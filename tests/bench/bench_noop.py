"""How long a build with nothing to do takes, beside doit's own on the same graph; and one with one scene to do.

python -m tests.bench.bench_noop [--full] [--json FILE] [--work DIR]

The film is real: a synthetic song fast enough that every scene has a bar of its own, in very small pictures. doit gets
the same tasks with the same dependencies and as many targets, all of them files that are there, and its defaults.
With --full at 100, 1000, 5000 and 10,000 scenes: give --json and --work, and a night; it goes on where it was stopped.
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
GOALS_S = {100: 0.15, 1000: 0.25, 5000: 0.6, 10000: 1.2}
BESIDE_DOIT = {5000: 0.5, 10000: 0.5}
"""Shares of doit's time, where a whole one is not enough."""

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
    for scenes in GOALS_S if bench.full else (100,):
        both = bench.figure(f"{scenes} scenes", lambda scenes=scenes: _both(bench, scenes))
        ours, doit = both["beatforge"], both["doit"]
        print(f"     {scenes} scenes: beatforge {ours['wall_s']:.3f} s ({ours['cpu_s']:.3f} CPU), "
              f"doit {doit['wall_s']:.3f} s ({doit['cpu_s']:.3f} CPU)")  # fmt: skip
        bench.goal(f"no-op of {scenes} scenes", ours["wall_s"], GOALS_S[scenes], " s")
        share = BESIDE_DOIT.get(scenes, 1)
        bench.goal(f"no-op of {scenes} scenes beside doit's", ours["wall_s"] / doit["wall_s"], share, "x")
        bench.goal(f"no-op of {scenes} scenes beside doit's, CPU", ours["cpu_s"] / doit["cpu_s"], share, "x")
        edit = bench.figure(f"one edit of {scenes} scenes", lambda scenes=scenes: _edited(bench, scenes))
        print(f"     one of {scenes} scenes edited: {edit['wall_s']:.1f} s ({edit['cpu_s']:.1f} CPU), "
              f"joining the film {edit['film_s']:.1f} s of it; {edit['made']} of {edit['targets']} made")  # fmt: skip


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


def _edited(bench: Bench, scenes: int) -> dict[str, float]:
    """The middle scene gets another seed, three times; the median."""
    folder = bench.folder(str(scenes)) / "film"
    file = folder / "project.yaml"
    with Session.open(file) as session:
        ids, targets = [scene.id for scene in session.require_plan().scenes], len(session.targets())
    plain = file.read_text(encoding="utf-8").partition("scenes:\n")[0]
    rows = []
    for seed in (101, 102, 103):
        file.write_text(f"{plain}scenes:\n  {ids[len(ids) // 2]}: {{seed: {seed}}}\n", encoding="utf-8")
        done = spent(command("build", str(folder), "--log", "json"))
        events = [json.loads(line) for line in done.said.splitlines() if line.startswith("{")]
        made = {event["target"]: event["seconds"] for event in events if event["event"] == "made"}
        film_s = sum(seconds for name, seconds in made.items() if name.startswith("film/"))
        rows.append({"wall_s": done.wall_s, "cpu_s": done.cpu_s, "film_s": film_s, "made": len(made)})
    rows.sort(key=lambda row: row["wall_s"])
    return {**rows[1], "targets": targets}


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
