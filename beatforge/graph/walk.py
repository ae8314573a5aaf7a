"""doit walks the stale subgraph; this is the only module that knows it.

In: names, their dependencies and one function to call per name. Out: calls in dependency order on `jobs` threads.
doit gets no files and no memory: what is stale was decided before, so every task it is given runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def walk(dependencies: Mapping[str, Sequence[str]], make: Callable[[str], bool], jobs: int, keep_going: bool) -> None:
    """Call `make` for every name after its dependencies. False means failed: dependents are left out, and so is
    all that has not begun unless `keep_going`. `make` must not raise.
    """
    from doit.action import BaseAction
    from doit.cmd_base import TaskLoader2
    from doit.cmd_run import Run
    from doit.dependency import Dependency
    from doit.exceptions import TaskFailed
    from doit.reporter import ZeroReporter
    from doit.task import Task

    class Make(BaseAction):  # type: ignore[misc]  # doit has no types
        """Not doit's PythonAction, which swaps sys.stdout and cannot do so from several threads."""

        def __init__(self, name: str) -> None:
            self.name = name
            self.task: Task = None
            self.out = self.err = self.result = None
            self.values: dict[str, Any] = {}

        def execute(self, out: Any = None, err: Any = None) -> TaskFailed | None:
            return None if make(self.name) else TaskFailed(self.name)

    class Loader(TaskLoader2):  # type: ignore[misc]  # doit has no types
        def load_doit_config(self) -> dict[str, Any]:
            return {"verbosity": 0, "reporter": ZeroReporter(sys.stderr, {})}

        def load_tasks(self, cmd: Any, pos_args: Any) -> list[Task]:
            return [Task(name, [Make(name)], task_dep=list(after)) for name, after in dependencies.items()]

    command = Run(task_loader=Loader())
    command.dep_manager = Dependency(_NoMemory, "")
    command.parse_execute(["-n", str(jobs), "-P", "thread", *(["--continue"] if keep_going else [])])


class _NoMemory:
    """doit's database, for one run."""

    def __init__(self, name: str, codec: Any, *, module_name: Any = None) -> None:
        self.name = name
        self._tasks: dict[str, dict[str, Any]] = {}

    def set(self, task: str, key: str, value: Any) -> None:
        self._tasks.setdefault(task, {})[key] = value

    def get(self, task: str, key: str) -> Any:
        return self._tasks.get(task, {}).get(key)

    def in_(self, task: str) -> bool:
        return task in self._tasks

    def remove(self, task: str) -> None:
        self._tasks.pop(task, None)

    def remove_all(self) -> None:
        self._tasks.clear()

    def dump(self) -> None:
        """Nothing outlives the run."""
