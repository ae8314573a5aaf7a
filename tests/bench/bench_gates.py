"""What gates cost beside encoding: for the quickstart, and folding a film of five thousand scenes.

python -m tests.bench.bench_gates [--full] [--json FILE] [--work DIR]

(build with gates - build without) / encode, in CPU seconds, part by part, since the difference of two whole builds is
less than what they vary by: measuring and encoding the same frames of three scenes of the quickstart (1280x720, the
default preset, one thread; painted into memory first, which is not counted), and judging as the difference of two real
builds in which all gates or a single one had to judge again. Folding is timed on an hour of measures. With --full three
more styles are measured.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.cli.session import Session
from beatforge.deliver.gates.film import FILE, FilmMeasures, gather_measures
from beatforge.deliver.gates.judging import Case, judged
from beatforge.deliver.measures.watch import Measures
from beatforge.deliver.video import encode_segment
from beatforge.film.gates import GATHER, JUDGE
from beatforge.film.shot import Shot
from beatforge.picture.render import ShotPicture
from beatforge.project.gates import GATES, Gates
from tests.bench.measuring import Bench, quickstart, run_bench, spent, synthetic_project
from tests.projects import command

STYLES = ("synthwave", "watercolor", "comic_book")
SHARE, FOLD_S = 0.10, 1.0
FRAMES, SCENES, SCENE_FRAMES, FPS = 72, 5000, 17, "24"


def measure(bench: Bench) -> None:
    """The figures against their goals."""
    quick = bench.figure("quickstart", lambda: _encoding(_quickstart(bench)))
    judging_s = bench.figure("quickstart judged", lambda: _judging(_quickstart(bench)))
    encode_s = quick["encode_ms"] * quick["frames"] / 1000
    measure_s = quick["measure_ms"] * quick["frames"] / 1000
    print(f"     quickstart: encoding {encode_s:.1f} s, measuring {measure_s:.2f} s, judging {judging_s:.2f} s of CPU")
    bench.goal("quickstart: (with gates - without) / encode", (measure_s + judging_s) / encode_s, SHARE, "x")
    for style in STYLES if bench.full else ():
        found = bench.figure(style, lambda style=style: _encoding(_synthetic(bench, style)))
        print(f"     {style}: measuring {found['measure_ms']:.2f} ms a frame, encoding {found['encode_ms']:.1f} ms")
        bench.goal(f"{style}: measuring beside encoding", found["measure_ms"] / found["encode_ms"], SHARE, "x")
    folds = bench.figure("folds", lambda: _folds(bench.folder("folds", fresh=True)))
    for name, seconds in folds.items():
        print(f"     {name:20} {1000 * seconds:7.1f} ms")
    judging = sum(seconds for name, seconds in folds.items() if name != "gather")
    bench.goal(f"all gates, {SCENES} scenes", judging, FOLD_S, " s")
    bench.goal(f"reading {SCENES} measures", folds["gather"], 3 * FOLD_S, " s")


def _quickstart(bench: Bench) -> Path:
    return quickstart(bench.folder("quickstart") / "film")


def _synthetic(bench: Bench, style: str) -> Path:
    return synthetic_project(bench.folder(f"gates-{style}") / "film", f"scene_count: 3, style: {style}", 12, "1280x720")


def _encoding(file: Path) -> dict[str, float]:
    """CPU ms a frame of measuring and of encoding, for frames of three scenes; and the film's number of frames."""
    with Session.open(file) as session:
        session.require_analysis()
        values = [target.value for target in session.targets() if target.kind == "scene"]
        total = session.require_plan().num_frames
    spent_ms = {"measure_ms": 0.0, "encode_ms": 0.0}
    taken = values[:: max(1, len(values) // 3)][:3]
    for value in taken:
        encoder, picture = value["encoder"], ShotPicture(Shot.from_value(value["shot"]))
        count = min(FRAMES, value["num_frames"])
        frames = [np.empty((encoder["height"] * 3 // 2, encoder["width"]), np.uint8) for _ in range(count)]
        for index, frame in enumerate(frames):
            picture.frame(index, frame)
        watch = partial(Measures, encoder["width"], encoder["height"], encoder["fps"])
        list(watch().watch(iter(frames[:3])))  # OpenCV is loaded once per worker
        path, say = file.with_name("segment.mp4"), lambda done: None
        measuring = _cpu_ms(lambda: list(watch().watch(iter(frames))))  # noqa: B023 (run at once)
        encoding = _cpu_ms(lambda: encode_segment(path, frames, encoder, say))  # noqa: B023
        spent_ms["measure_ms"] += measuring / count / len(taken)
        spent_ms["encode_ms"] += encoding / count / len(taken)
    return {**spent_ms, "frames": total}


def _judging(file: Path) -> float:
    """CPU seconds of all gates in a build, without what a build takes for itself. A draft has as many frames."""
    build = command("build", str(file.parent), "--profile", "draft")
    spent(build)
    limits = {name: Gates.model_fields[name].default_factory().limits() for name in GATES}  # type: ignore[misc,call-arg]
    found = []
    for turn in range(3):
        moved = [f"gates.{name}.{key}={value * (0.99 - turn / 100):g}" for name, own in limits.items()
                 for key, value in list(own.items())[:1] if value]  # fmt: skip
        all_s, one_s = (spent([*build, *(part for change in some for part in ("--set", change))]).cpu_s
                        for some in (moved, moved[:1]))  # fmt: skip
        found.append((all_s - one_s) * len(GATES) / (len(moved) - 1))
    return statistics.median(found)


def _cpu_ms(work: Callable[[], Any]) -> float:
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return 1000 * least


def _folds(folder: Path) -> dict[str, float]:
    """CPU seconds of gathering an hour of measures, and of each gate."""
    assert GATHER.endswith(gather_measures.__name__) and JUDGE.endswith("judge_film")
    rng = np.random.default_rng(0)
    inputs, pieces = [], []
    for number in range(SCENES):
        watch = Measures(64, 36, FPS) if number % 50 == 0 else watch  # type: ignore[has-type]  # noqa: F821
        if number % 50 == 0:
            picture = np.cumsum(rng.normal(0, 3, (54, 128)), axis=1)
            picture = np.clip(110 + picture - picture.mean(), 16, 235).astype(np.uint8)
            frames = (np.ascontiguousarray(picture[:, at : at + 64]) for at in range(SCENE_FRAMES))
            list(watch.watch(frames))
        value = watch.to_value({"tag": "avc1", "bytes": 9000, "level": 10, "width": 64, "height": 36, "rate": FPS,
                                "pixel_format": "yuv420p", "colours": [1, 1, 1, 1]})  # fmt: skip
        value["prints"] = rng.bytes(8 * SCENE_FRAMES).hex()
        path = folder / f"{number}.json"
        path.write_text(json.dumps(value, separators=(",", ":")))
        inputs.append(path)
        pieces.append([f"verse-1.{number:04d}", "scene", SCENE_FRAMES, 1])
    began = time.process_time()
    gather_measures({"fps": FPS, "pieces": pieces}, inputs, folder, lambda done, total: None)
    seconds = {"gather": time.process_time() - began}
    for gate in GATES:
        seconds[gate] = _fold(gate, folder / FILE)
    return seconds


def _fold(gate: str, path: Path) -> float:
    began = time.process_time()
    module, film = import_module(f"beatforge.deliver.gates.{gate}"), FilmMeasures.load(path)
    starts = [piece.start for piece in film.pieces]
    facts = {
        "cuts": starts[1::5], "chains": [], "beats": list(range(0, film.num_frames, 12)), "planned": [], "pauses": [],
        "energy": [index % 255 for index in range(film.num_frames // 24)], "tag": "avc1", "width": 64, "height": 36,
        "pixel_format": "yuv420p",
    }  # fmt: skip
    seconds = film.num_frames / 24
    sound = {"samples": round(seconds * 48000), "rate": 48000, "block_ms": 100, "level": [-200] * round(seconds * 10)}
    limits = getattr(Gates(), gate).limits()
    value = {"gate": gate, "limits": limits, "advises": False, "waived": {}, "film_waived": ""}
    judged(value, Case(film, limits, facts, sound), module.judge, module.WAY_OUT)
    return time.process_time() - began


if __name__ == "__main__":
    run_bench(measure, __doc__)
