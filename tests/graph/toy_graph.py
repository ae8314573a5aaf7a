"""Little graphs, and a project folder to build them in."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from beatforge.graph.events import Event
from beatforge.graph.execute import Report, build
from beatforge.graph.pool import Pool
from beatforge.graph.staleness import Survey, survey
from beatforge.graph.store import Store
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.graph.trace import Trace


def target(name: str, *inputs: Source | Output, step: str = "join", n: Any = 0, **more: Any) -> Target:
    """A target with one output, placed under its name; `n` is its value, said on line 7."""
    given: dict[str, Any] = {
        "value": {"n": n},
        "outputs": ("out.txt",),
        "places": {"out.txt": f"build/{name}.txt"},
        "origins": {"value.n": Origin("project.yaml:7:4", f"n: {n}")},
    }
    return Target(name, step if ":" in step else f"tests.graph.toy_steps:{step}", inputs=inputs, **{**given, **more})


def out(name: str) -> Output:
    return Output(name, "out.txt")


def film(seed: int = 41, scenes: int = 3) -> list[Target]:
    """A song, an analysis without a place, scenes, and a film; only scene/1 has the seed."""
    return [
        target("analysis", Source("song.txt"), places={}),
        *(target(f"scene/{i}", out("analysis"), n=seed if i == 1 else i) for i in range(scenes)),
        target("film", *(out(f"scene/{i}") for i in range(scenes))),
    ]


class Box:
    """One project folder and a store; each call opens the trace anew, as each command does."""

    def __init__(self, project: Path, store: Path, pool: Pool) -> None:
        self.project, self.store, self.pool = project, Store(store), pool
        project.mkdir(parents=True, exist_ok=True)
        self.write("song.txt", "la la la")
        self.events: list[Event] = []

    def write(self, path: str, text: str) -> Path:
        file = self.project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def read(self, path: str) -> str:
        return (self.project / path).read_text()

    def build(self, targets: list[Target], **how: Any) -> Report:
        self.events = []
        with Trace(self.project) as trace:
            return build(
                targets,
                **{"store": self.store, "trace": trace, "pool": self.pool, "on_event": self.events.append, **how},
            )

    def survey(self, targets: list[Target], **how: Any) -> Survey:
        with Trace(self.project) as trace:
            return survey(targets, store=self.store, trace=trace, **how)

    def made(self, targets: list[Target]) -> list[str]:
        """Build, and say what was made."""
        report = self.build(targets)
        assert not report.failed, report.errors
        assert report.is_complete
        return list(report.made)

    def reasons(self, targets: list[Target], name: str) -> list[str]:
        return [str(reason) for reason in self.survey(targets).entries[name].reasons]

    def blobs(self, name: str, targets: list[Target]) -> list[Path]:
        """The blob files of a made target."""
        outputs = self.survey(targets).entries[name].outputs or {}
        return [self.store.blob_path(blob.digest) for blob in outputs.values()]


def replaced(targets: list[Target], name: str, **changes: Any) -> list[Target]:
    return [dataclasses.replace(t, **changes) if t.name == name else t for t in targets]
