"""What a whole build costs beside encoding the same frames, in CPU: listening, compiling, painting, checking, joining.

python -m tests.bench.bench_cost [--full] [--json FILE] [--work DIR]

1280x720, each style in a store of its own. The frames to encode are painted into memory first, which is not counted.
With --full the whole quickstart, otherwise a few seconds, of which listening and compiling are a larger part.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.cli.session import Session
from beatforge.deliver.video import encode_segment
from beatforge.film.shot import Shot
from beatforge.picture.render import ShotPicture, TransitionPicture
from tests.bench.measuring import Bench, quickstart, run_bench, spent, synthetic_project
from tests.projects import command

STYLES = ("synthwave", "watercolor", "comic_book")
RATIO = 1.6


def measure(bench: Bench) -> None:
    """Each style's ratio, and the median."""
    ratios = []
    for style in STYLES:
        found = bench.figure(style, lambda style=style: _style(bench, style))
        build, frames, encode = found["build_cpu_s"], found["frames"], found["encode_cpu_s"]
        ratios.append(build / encode)
        print(f"     {style}: {frames} frames, build {build:.1f} s CPU, encoding {encode:.1f} s, painting "
              f"{found['paint_cpu_s']:.1f} s, compiling {found['compile_cpu_s']:.1f} s: {ratios[-1]:.2f}x")  # fmt: skip
    bench.goal("whole build beside encode-only, median", statistics.median(ratios), RATIO, "x")


def _style(bench: Bench, style: str) -> dict[str, float]:
    folder = bench.folder(f"cost-{style}", fresh=True) / "film"
    if bench.full:
        file = quickstart(folder)
        text = file.read_text(encoding="utf-8")
        assert "style: synthwave" in text and "size: 1280x720" in text
        file.write_text(text.replace("style: synthwave", f"style: {style}"), encoding="utf-8")
    else:
        file = synthetic_project(folder, f"scene_count: 3, style: {style}", 12, "1280x720")
    build = spent(command("build", str(folder), "-j1"))
    return {"build_cpu_s": build.cpu_s, "build_wall_s": build.wall_s, **_parts(file, folder.parent / "segment.mp4")}


def _parts(file: Path, path: Path) -> dict[str, float]:
    """CPU of the same frames, in one thread: compiling kernels and painting one frame, painting, encoding."""
    cpu = {"compile": 0.0, "paint": 0.0, "encode": 0.0}
    count = 0
    with Session.open(file) as session:
        values = [target.value for target in session.targets() if target.kind in ("scene", "transition")]
    for value in values:
        began = time.process_time()
        frames = [_frame(picture := _picture(value), value, 0)]
        painting = time.process_time()
        frames += [_frame(picture, value, index) for index in range(1, value["num_frames"])]
        encoding = time.process_time()
        encode_segment(path, frames, value["encoder"], lambda done: None)
        ended = time.process_time()
        cpu["compile"] += painting - began
        cpu["paint"] += encoding - painting
        cpu["encode"] += ended - encoding
        count += len(frames)
    return {"frames": count, **{f"{name}_cpu_s": seconds for name, seconds in cpu.items()}}


def _picture(value: Mapping[str, Any]) -> ShotPicture | TransitionPicture:
    if "shot" in value:
        return ShotPicture(Shot.from_value(value["shot"]))
    before, after = Shot.from_value(value["before"]), Shot.from_value(value["after"])
    return TransitionPicture(before, after, value["kind"], value["num_frames"])


def _frame(picture: ShotPicture | TransitionPicture, value: Mapping[str, Any], index: int) -> np.ndarray:
    out = np.empty((value["encoder"]["height"] * 3 // 2, value["encoder"]["width"]), np.uint8)
    picture.frame(index, out)
    return out


if __name__ == "__main__":
    run_bench(measure, __doc__)
