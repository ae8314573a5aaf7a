"""beatforge's engine on the seven actions of `engines`: reads `tasks.json` where it is started, and builds.

It does what `beatforge build` does around the engine: the project's lock, and once more when something moved.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from beatforge.graph.execute import build
from beatforge.graph.lock import project_lock
from beatforge.graph.store import Store
from beatforge.graph.target import Output, Source, Target
from beatforge.graph.trace import Trace
from tests.bench.engine_action import act

ROUNDS = 4


def run_action(value: dict[str, Any], inputs: list[Path], out: Path, progress: Callable[[int, int], None]) -> None:
    """Step: the action, noted where the engine was started."""
    act(Path(os.environ["ENGINE_FOLDER"]), value["name"], out / "out", value["steps"], inputs)


def main() -> int:
    """0 done, 5 when something failed."""
    folder = Path.cwd()
    os.environ["ENGINE_FOLDER"] = str(folder)
    makers: dict[str, str] = {}
    targets = []
    for name, inputs, place, steps in json.loads(Path("tasks.json").read_text()):
        given = tuple(Output(makers[one], "out") if one in makers else Source(one) for one in inputs)
        value = {"name": name, "steps": steps}
        step = "tests.bench.engine_driver:run_action"
        targets.append(Target(name, step, value, given, ("out",), places={"out": place}))
        makers[place] = name
    with project_lock(folder, "engine_driver"), Trace(folder) as trace:
        for _ in range(ROUNDS):
            report = build(targets, store=Store(), trace=trace, jobs=1)
            if not report.superseded:
                return 0 if report.is_complete else 5
    return 5


if __name__ == "__main__":
    sys.exit(main())
