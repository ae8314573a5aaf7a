"""What gates cost: measuring beside encoding the same frames, and folding a film of five thousand scenes.

python -m tests.bench.bench_gates [--full] [--json FILE] [--work DIR]

1280x720 at the default preset, one thread. The frames are painted into memory first, which is not counted. Folding is
timed on an hour of measures; with --full three styles are measured instead of one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
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
from tests.bench.measuring import Bench, run_bench, synthetic_project

STYLES = ("synthwave", "watercolor", "comic_book")
SHARE, FOLD_S = 0.10, 1.0
FRAMES, SCENES, SCENE_FRAMES, FPS = 72, 5000, 17, "24"


def measure(bench: Bench) -> None:
    """Both figures against their goals."""
    shares = []
    for style in STYLES if bench.full else STYLES[:1]:
        found = bench.figure(style, lambda style=style: _style(bench, style))
        shares.append(found["measure_ms"] / found["encode_ms"])
        print(f"     {style}: measuring {found['measure_ms']:.2f} ms a frame, encoding {found['encode_ms']:.1f} ms")
    folds = bench.figure("folds", lambda: _folds(bench.folder("folds", fresh=True)))
    for name, seconds in folds.items():
        print(f"     {name:20} {1000 * seconds:7.1f} ms")
    per_frame = 1000 * sum(folds.values()) / (SCENES * SCENE_FRAMES)
    encode = bench.figure(STYLES[0], dict)["encode_ms"]
    bench.goal("measuring and folding beside encoding", max(shares) + per_frame / encode, SHARE, "x")
    judging = sum(seconds for name, seconds in folds.items() if name != "gather")
    bench.goal(f"all gates, {SCENES} scenes", judging, FOLD_S, " s")
    bench.goal(f"reading {SCENES} measures", folds["gather"], 3 * FOLD_S, " s")


def _style(bench: Bench, style: str) -> dict[str, float]:
    """CPU ms a frame of measuring and of encoding, the same frames."""
    file = synthetic_project(bench.folder(f"gates-{style}") / "film", f"scene_count: 3, style: {style}", 12, "1280x720")
    with Session.open(file) as session:
        session.require_analysis()
        value = next(target.value for target in session.targets() if target.kind == "scene")
    encoder, picture = value["encoder"], ShotPicture(Shot.from_value(value["shot"]))
    frames = [np.empty((encoder["height"] * 3 // 2, encoder["width"]), np.uint8) for _ in range(FRAMES)]
    for index, frame in enumerate(frames):
        picture.frame(index, frame)
    watch = Measures(encoder["width"], encoder["height"], encoder["fps"])
    list(watch.watch(iter(frames[:3])))  # OpenCV is loaded once per worker
    return {
        "measure_ms": _cpu_ms(lambda: list(Measures(encoder["width"], encoder["height"], FPS).watch(iter(frames)))),
        "encode_ms": _cpu_ms(lambda: encode_segment(file.with_name("segment.mp4"), frames, encoder, lambda n: None)),
    }


def _cpu_ms(work: Callable[[], Any]) -> float:
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return 1000 * least / FRAMES


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
