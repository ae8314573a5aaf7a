"""How long an edit takes in `beatforge watch`: from save until a reader of the draft film decodes other pixels.

python -m tests.bench.bench_watch [--full] [--json FILE] [--work DIR]

A copy of the quickstart; scenes in turn get another seed, saved as editors do (written beside, renamed). Half of the
edits come when all is quiet, half while the film of the edit before is still rendered.
"""

from __future__ import annotations

import hashlib
import os
import queue
import signal
import statistics
import subprocess
import threading
import time
from fractions import Fraction
from pathlib import Path

import av

from beatforge.cli.session import Session
from tests.bench.measuring import Bench, quickstart, run_bench, spent
from tests.projects import command, environment

GOAL_S = 1.5
PATIENCE_S = 120.0


def measure(bench: Bench) -> None:
    """The median of the edits made in quiet has to reach the goal."""
    found = bench.figure("seconds", lambda: _edits(bench, 8 if bench.full else 3))
    for when, seconds in found.items():
        print(f"     {when}: " + ", ".join(f"{value:.2f}" for value in seconds) + " s")
    bench.goal("from save to changed pixels", statistics.median(found["in quiet"]), GOAL_S, " s", "(median, in quiet)")
    busy = statistics.median(found["while rendering"])
    bench.goal("the same while the film renders", busy, GOAL_S, " s", "(median)")


def _edits(bench: Bench, count: int) -> dict[str, list[float]]:
    file = quickstart(bench.folder("watch") / "film")
    plain = file.read_text(encoding="utf-8")
    for profile in ("draft", "standard"):
        spent(command("build", str(file.parent), "--profile", profile))
    with Session.open(file, "draft") as session:
        plan = session.require_plan()
    film = file.parent / plan.deliveries[0].place
    scenes = [(scene.id, scene.start_frame + scene.shot.num_frames // 3) for scene in plan.scenes[1:-1]]
    found: dict[str, list[float]] = {"in quiet": [], "while rendering": []}
    watching = Watching(file.parent)
    try:
        watching.wait_for("watching")
        time.sleep(1.0)
        for number in range(2 * count):
            scene, frame = scenes[number % len(scenes)]
            seconds = _edit(file, f"{plain}  {scene}: {{seed: {1000 + number}}}\n", film, frame, Fraction(plan.fps))
            found[("in quiet", "while rendering")[number % 2]].append(seconds)
            if number % 2:
                watching.wait_for("standard:")
                time.sleep(0.5)
    finally:
        watching.end()
        file.write_text(plain, encoding="utf-8")
    return found


def _edit(file: Path, text: str, film: Path, frame: int, rate: Fraction) -> float:
    """Save this text; seconds until the film's frame is another one."""
    before, seen = _pixels(film, frame, rate), film.stat().st_mtime_ns
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    began = time.perf_counter()
    os.replace(part, file)  # noqa: PTH105 - what editors call
    while time.perf_counter() - began < PATIENCE_S:
        if film.stat().st_mtime_ns != seen:
            seen = film.stat().st_mtime_ns
            if _pixels(film, frame, rate) != before:
                return time.perf_counter() - began
        time.sleep(0.005)
    raise SystemExit(f"{film.name} has not changed {PATIENCE_S:.0f} s after the save")


def _pixels(film: Path, number: int, rate: Fraction) -> str:
    """md5 of one decoded frame."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        container.seek(int(number / rate / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            if round(frame.pts * stream.time_base * rate) >= number:
                return hashlib.md5(frame.to_ndarray().tobytes()).hexdigest()
    raise SystemExit(f"{film.name} has no frame {number}")


class Watching:
    """A running `beatforge watch` and what it says."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            command("watch", str(folder)), env=environment(), stdout=subprocess.PIPE, text=True
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for(self, words: str) -> None:
        """Until it says these words."""
        while words not in self._lines.get(timeout=PATIENCE_S):
            pass

    def end(self) -> None:
        """Ctrl-C."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=20)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)


if __name__ == "__main__":
    run_bench(measure, __doc__)
