"""A builder in a process of its own: python -m tests.graph.builder PROJECT STORE SEED.

Says each event as a line of JSON.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from beatforge.graph.events import Event
from beatforge.graph.execute import build
from beatforge.graph.lock import project_lock
from beatforge.graph.store import Store
from beatforge.graph.target import Source, Target
from beatforge.graph.trace import Trace
from tests.graph.toy_graph import out, target

SECONDS = 0.15  # of one step


def slow_film(pids: str, seed: int, scenes: int = 5) -> list[Target]:
    def slow(name: str, *inputs: object, n: int) -> Target:
        value = {"n": n, "seconds": SECONDS, "pids": pids}
        return target(name, *inputs, step="slow", value=value)

    return [
        slow("analysis", Source("song.txt"), n=0),
        *(slow(f"scene/{i}", out("analysis"), n=seed + i) for i in range(scenes)),
        slow("film", *(out(f"scene/{i}") for i in range(scenes)), n=0),
    ]


def main() -> int:
    project, store, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

    def say(event: Event) -> None:
        print(json.dumps(dataclasses.asdict(event)), flush=True)

    def wait(owner: object) -> None:
        print(json.dumps({"event": "waiting", "target": str(owner)}), flush=True)

    targets = slow_film(str(store.parent / "pids"), seed)
    with project_lock(project, "builder", wait), Trace(project) as trace:
        report = build(targets, store=Store(store), trace=trace, jobs=2, on_event=say)
    return 130 if report.interrupted else 0 if report.is_complete else 5


if __name__ == "__main__":
    sys.exit(main())
