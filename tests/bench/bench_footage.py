"""What footage costs and how steadily it is painted, for each style.

    python -m tests.bench.bench_footage VIDEO [--start SECONDS] [--size 640x360] [STYLE...]

First the footage itself: CPU milliseconds a frame to decode and to bring into a scene, and the growth of its frame
difference from one drawing to the next and the one after. Then the same for each style: lines and strokes that stick
lose little against the footage. Films of people are not in the repository; any video will do.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from beatforge.picture.footage import Footage
from beatforge.picture.given import Given
from beatforge.picture.planes import PAD
from beatforge.picture.render import ShotPicture
from tests.bench.style_shots import LIBRARY, style_shot

COUNT = 24


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path)
    parser.add_argument("styles", nargs="*", default=list(LIBRARY.styles))
    parser.add_argument("--start", type=float, default=0.0)
    parser.add_argument("--size", default="640x360")
    args = parser.parse_args()
    width, height = (int(side) for side in args.size.split("x"))
    start = round(args.start * 1000)
    shot = style_shot(LIBRARY.styles[args.styles[0]], "footage", (width, height), footage_ms=start, hold=1)
    footage, lights = Footage(args.video, shot, 2), []
    started = time.process_time()
    for index in range(COUNT):
        footage.show(index)
        words = footage.cutout.plane.words[PAD : PAD + footage.cutout.height, PAD : PAD + footage.cutout.width]
        lights.append((words >> 14 & 255).astype(np.int16))
    print(f"{args.video.name:20} {(time.process_time() - started) / COUNT * 1e3:5.1f} ms {growth(lights):.2f}")
    for name in args.styles:
        shot = style_shot(LIBRARY.styles[name], "footage", (width, height), footage_ms=start)
        picture, hold = ShotPicture(shot, given=Given(footage=args.video)), shot.look.hold
        out, lumas = np.empty((height * 3 // 2, width), np.uint8), []
        picture.frame(0, out)  # compiles
        started = time.process_time()
        for index in range(0, COUNT * hold, hold):
            picture.frame(index, out)
            lumas.append(out[:height].astype(np.int16))
        print(f"{name:20} {(time.process_time() - started) / COUNT * 1e3:5.1f} ms {growth(lumas):.2f}", flush=True)


def growth(lumas: list[np.ndarray]) -> float:
    """Mean difference of pictures two apart over that of pictures one apart: noise 1.0, steady motion 2.0."""
    one, two = (
        np.mean([np.abs(after - before).mean() for before, after in zip(lumas, lumas[lag:], strict=False)])
        for lag in (1, 2)
    )
    return float(two / max(one, 1e-9))


if __name__ == "__main__":
    main()
