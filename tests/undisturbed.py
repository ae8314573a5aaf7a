"""A film that was built once, undisturbed, in a process of its own; tests copy it with its store."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.projects import command, environment, make_project


@dataclass(frozen=True)
class Undisturbed:
    """A finished build: its project, its store, and when after the start each target was made, in seconds."""

    folder: Path
    store: Path
    made: dict[str, float]
    seconds: float

    @property
    def film(self) -> bytes:
        """The film's bytes."""
        return (self.folder / "build" / "small.mp4").read_bytes()


def copy_of(built: Undisturbed, folder: Path, store: Path) -> Path:
    """A finished film and its store, elsewhere."""
    shutil.copytree(built.store, store, dirs_exist_ok=True)
    shutil.copytree(built.folder, folder)
    return folder / "project.yaml"


def build_undisturbed(root: Path, song: Path) -> tuple[dict[str, float], float]:
    """Build the film of `tests.projects.PROJECT` below `root`; when each target was made, and when all was done."""
    file = make_project(root / "project", song)
    started, made = time.monotonic(), {}
    env = environment(BEATFORGE_STORE=str(root / "store"))
    with subprocess.Popen(
        command("build", str(file), "-j", "2", "--log", "json"), stdout=subprocess.PIPE, text=True, env=env
    ) as builder:
        assert builder.stdout
        for line in builder.stdout:
            event = json.loads(line)
            assert event["event"] == "made", event
            made[event["target"]] = time.monotonic() - started
    assert builder.returncode == 0
    return made, time.monotonic() - started
