"""Warm worker processes, lent to one step at a time.

In: a step's request. Out: its answer, or why there is none. A worker keeps its imports between steps; it is replaced
when the code or packages it may have loaded have changed, and killed with all its children when its step is cancelled.
"""

from __future__ import annotations

import collections
import contextlib
import importlib.util
import itertools
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beatforge.graph.code import package_modules
from beatforge.graph.files import Signature, signature
from beatforge.graph.worker import END_OF_STDERR

_log = logging.getLogger(__name__)

TAIL_LINES = 40
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")

_SECRET = re.compile(
    r"(KEYS?|TOKENS?|SECRETS?|CREDENTIALS?|PASSWORDS?|PASSWD|PASSPHRASE|COOKIES?)(_|$)|(^|_)(AUTH|PASS|PAT)(_|$)"
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a step; `roots` and `packages` say what a worker may have loaded for it."""

    target: str
    step: str
    value: Mapping[str, Any]
    inputs: tuple[Path, ...]
    out: Path
    roots: tuple[str, ...]
    packages: Mapping[str, str] = field(default_factory=dict)


class StepFailedError(Exception):
    """The step raised, or its process died; the text is for the user. `is_gate`: what it would make is refused."""

    is_gate = False


class StepCancelledError(Exception):
    """The step was cancelled before it ended."""


class Pool:
    """At most `size` workers. Threads call `run`; any thread may cancel."""

    def __init__(self, size: int) -> None:
        self.size = max(1, size)
        self._change = threading.Condition()
        self._idle: list[_Worker] = []
        self._busy: dict[_Worker, str] = {}
        self._lent = 0
        self._all_cancelled = False
        self._cancelled: set[str] = set()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def begin(self) -> None:
        """A new build: earlier cancellations are over."""
        with self._change:
            self._all_cancelled = False
            self._cancelled.clear()

    def run(self, request: Request, progress: Progress) -> float:
        """Run one step to its end; CPU seconds it took. Waits for a free worker."""
        worker = self._borrow(request)
        answer = None
        try:
            answer = worker.call(request, progress)
        finally:
            if answer is None:
                worker.kill()  # it may have died and left children
            self._give_back(worker)
        if (answer is None or "failed" in answer) and self.is_cancelled(request.target):
            raise StepCancelledError(request.target)  # what it says is that its children were killed before it was
        if answer is None:
            raise StepFailedError(worker.obituary())
        if "failed" in answer:
            _log.debug("%s: %s", request.target, answer["trace"])
            failed = StepFailedError("\n".join(filter(None, (worker.tail(), answer["failed"]))))
            failed.is_gate = answer["gate"]
            raise failed
        return float(answer["cpu_seconds"])

    def cancel(self) -> None:
        """Kill all running steps, and refuse further ones until `begin`."""
        with self._change:
            self._all_cancelled = True
            for worker in self._busy:
                worker.kill()
            self._change.notify_all()

    def cancel_targets(self, names: Iterable[str]) -> None:
        """Kill the steps of these targets if they run, and refuse them until `begin`."""
        with self._change:
            self._cancelled.update(names)
            for worker, target in self._busy.items():
                if target in self._cancelled:
                    worker.kill()
            self._change.notify_all()

    def is_cancelled(self, target: str) -> bool:
        """Whether this target was cancelled since `begin`."""
        return self._all_cancelled or target in self._cancelled

    def close(self) -> None:
        """End all workers."""
        self.cancel()
        with self._change:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
        for worker in idle:
            worker.wait()

    def _borrow(self, request: Request) -> _Worker:
        with self._change:
            self._change.wait_for(lambda: self._lent < self.size or self.is_cancelled(request.target))
            if self.is_cancelled(request.target):
                raise StepCancelledError(request.target)
            self._lent += 1
            worker = self._idle.pop() if self._idle else None
        try:
            loaded = _code_state(request)
            if worker is not None and not worker.suits(loaded, request.packages):
                worker.kill()
                worker.wait()
                worker = None
            worker = worker or _Worker()
            worker.may_load(loaded, request.packages)
        except BaseException:
            with self._change:
                self._lent -= 1
                self._change.notify_all()
            raise
        with self._change:
            self._busy[worker] = request.target
            if self.is_cancelled(request.target):
                worker.kill()
        return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._change:
            del self._busy[worker]
            self._lent -= 1
            if worker.is_alive() and not self._all_cancelled:
                self._idle.append(worker)
            else:
                worker.kill()
            self._change.notify_all()
        if not worker.is_alive():
            worker.wait()


class _Worker:
    """One process and the two pipes to it."""

    _ids = itertools.count()

    def __init__(self) -> None:
        self._path = _search_path()
        env = {**without_secrets(os.environ), "PYTHONPATH": self._path, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
        env |= {f"{name}_NUM_THREADS": "1" for name in _THREADS}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "beatforge.graph.worker"],  # -P: a project's folder holds no modules of ours
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            start_new_session=True,
        )
        self._killed = False
        self._loaded: dict[str, object] = {}
        self._packages: dict[str, str] = {}
        self._tail: collections.deque[str] = collections.deque(maxlen=TAIL_LINES)
        self._said_all = threading.Event()
        threading.Thread(target=self._keep_tail, daemon=True).start()

    def suits(self, loaded: Mapping[str, object], packages: Mapping[str, str]) -> bool:
        """Whether nothing this worker may have imported has changed since."""
        return (
            self.is_alive()
            and self._path == _search_path()
            and all(self._loaded.get(top, state) == state for top, state in loaded.items())
            and all(self._packages.get(name, version) == version for name, version in packages.items())
        )

    def may_load(self, loaded: Mapping[str, object], packages: Mapping[str, str]) -> None:
        self._loaded.update(loaded)
        self._packages.update(packages)

    def call(self, request: Request, progress: Progress) -> dict[str, Any] | None:
        """The step's answer, or None when the process ended without one."""
        assert self._process.stdin and self._process.stdout
        number = next(self._ids)
        line = {
            "id": number,
            "step": request.step,
            "value": request.value,
            "inputs": [str(path) for path in request.inputs],
            "out": str(request.out),
        }
        self._tail.clear()
        self._said_all.clear()
        try:
            self._process.stdin.write(json.dumps(line, default=dict).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            return None
        for said in self._process.stdout:
            answer: dict[str, Any] = json.loads(said)
            if "progress" in answer:
                progress(*answer["progress"])
            elif answer["id"] == number:
                self._said_all.wait(2.0)
                return answer
        return None

    def tail(self) -> str:
        """The last lines on standard error."""
        return "\n".join(line for line in self._tail if line.strip())

    def obituary(self) -> str:
        """How the process ended, after its last words."""
        status = self.wait()
        self._said_all.wait(0.5)
        if status < 0:
            try:
                name = signal.Signals(-status).name
            except ValueError:
                name = f"signal {-status}"
            hint = " (out of memory?)" if name == "SIGKILL" else ""
            end = f"the process of this step was killed by {name}{hint}"
        else:
            end = f"the process of this step ended with status {status}"
        return "\n".join(filter(None, (self.tail(), end)))

    def is_alive(self) -> bool:
        return not self._killed and self._process.poll() is None

    def kill(self) -> None:
        """End the process and everything it started, now."""
        if self._killed or self._process.returncode is not None:
            return
        self._killed = True
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def wait(self) -> int:
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        return status

    def _keep_tail(self) -> None:
        assert self._process.stderr
        with self._process.stderr as stderr:
            for raw in stderr:
                line = raw.decode("utf-8", "replace").rstrip()
                if line.startswith(END_OF_STDERR):
                    self._said_all.set()
                else:
                    self._tail.append(line)
        self._said_all.set()


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment less what is named like a secret: no step needs one, and a tool's dump of it would keep it."""
    return {name: value for name, value in environment.items() if not _SECRET.search(name.upper())}


def _search_path() -> str:
    return os.pathsep.join(os.path.abspath(p) for p in sys.path)  # noqa: PTH100 - "" means the working folder


def _code_state(request: Request) -> dict[str, object]:
    """{top package: stats of its files}: what a worker that imports from it might load."""
    tops = {root.partition(".")[0] for root in request.roots}
    return {top: tuple((path, _state(path)) for path in _module_files(top)) for top in tops}


_listed: dict[str, tuple[tuple[str, ...], dict[str, Signature | None]]] = {}
"""By top package: its modules' files, and the state of its folders before they were listed."""


def _module_files(top: str) -> tuple[str, ...]:
    """Files of the package's modules; listing them takes longer than a short step, so only after a folder changed."""
    known = _listed.get(top)
    if known is None or any(_state(folder) != was for folder, was in known[1].items()):
        folders = {folder: _state(folder) for folder in _folders(top)}
        known = _listed[top] = (tuple(str(path) for path in package_modules(top).values()), folders)
    return known[0]


def _folders(top: str) -> list[str]:
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return []
    roots = list(spec.submodule_search_locations or ()) if spec else []
    walked = (parent for root in roots for parent, _, _ in os.walk(root))
    return [folder for folder in walked if not folder.endswith("__pycache__")]


def _state(path: str) -> Signature | None:
    try:
        return signature(path)
    except FileNotFoundError:
        return None
