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
    """A finished build: its project, its store, when after the start each target was made, in seconds; its warnings."""

    folder: Path
    store: Path
    made: dict[str, float]
    seconds: float
    warnings: str = ""

    @property
    def film(self) -> bytes:
        """The film's bytes."""
        return (self.folder / "build" / "small.mp4").read_bytes()


def copy_of(built: Undisturbed, folder: Path, store: Path) -> Path:
    """A finished film and its store, elsewhere."""
    shutil.copytree(built.store, store, dirs_exist_ok=True)
    shutil.copytree(built.folder, folder)
    return folder / "project.yaml"


def build_undisturbed(root: Path, song: Path) -> tuple[dict[str, float], float, str]:
    """Build the film of `tests.projects.PROJECT` below `root`; when each was made, when all was done; its warnings."""
    file = make_project(root / "project", song)
    started, made = time.monotonic(), {}
    env = environment(BEATFORGE_STORE=str(root / "store"))
    with subprocess.Popen(
        command("build", str(file), "-j", "2", "--log", "json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
    ) as builder:  # fmt: skip
        assert builder.stdout and builder.stderr
        for line in builder.stdout:
            event = json.loads(line)
            assert event["event"] == "made", event
            made[event["target"]] = time.monotonic() - started
        said = builder.stderr.read()
    assert builder.returncode == 0, said
    return made, time.monotonic() - started, said
