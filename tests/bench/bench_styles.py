"""CPU time of every style over every motif, beside that of encoding the same frames, in one run.

    python -m tests.bench.bench_styles [--full] [--json FILE]

Each figure is process CPU of 12 frames of 1280x720 at the usual preset (x264 veryfast, CRF 18, one thread), after one
frame that traces and compiles. Without `--full` each style paints its own first motif. Prints milliseconds a frame and
(render + encode) / encode, then the means over each kind of media; exits with 1 where a style takes more than `MOST_MS`
or a kind's mean is over its goal. Single styles over their kind's goal are marked.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.deliver.video import encode_segment
from beatforge.picture.render import ShotPicture
from tests.bench.style_shots import LIBRARY, MOTIFS, style_shot

SIZE, FRAMES = (1280, 720), 12
MOST_MS = 35.0

KINDS = {"pixel": "grid", "tiles": "grid", "wash": "wet", "ink": "wet", "liquid": "wet"}
"""The kinds of media; all others are of lines and strokes."""

GOALS = {"grid": 1.25, "wet": 1.6, "line and stroke": 2.0}
"""Mean (render + encode) / encode of a kind, over its styles and their motifs."""

ENCODER = {"codec": "libx264", "preset": "veryfast", "crf": 18, "fps": "24", "width": SIZE[0], "height": SIZE[1]}


def measure(style: str, motif: str) -> tuple[float, float]:
    """CPU milliseconds a frame to render and to encode."""
    picture = ShotPicture(style_shot(LIBRARY.styles[style], motif, SIZE))
    # as in a build, which paints every frame into one buffer, no page of memory is new
    frames = [np.full((SIZE[1] * 3 // 2, SIZE[0]), 16, np.uint8) for _ in range(FRAMES + 1)]
    picture.frame(0, frames[0])
    started = time.process_time()
    for index, frame in enumerate(frames[1:], start=1):
        picture.frame(index, frame)
    rendered = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        encode_segment(Path(folder) / "a.mp4", iter(frames[1:]), ENCODER, lambda done: None)
    encoded = time.process_time()
    return (rendered - started) / FRAMES * 1e3, (encoded - rendered) / FRAMES * 1e3


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="every motif, not only each style's own first")
    parser.add_argument("--json", type=Path, help="figures; those that are there already are kept")
    args = parser.parse_args()
    figures: dict[str, Any] = json.loads(args.json.read_text()) if args.json and args.json.is_file() else {}
    failed = False
    ratios: dict[str, list[float]] = {kind: [] for kind in GOALS}
    for name, style in LIBRARY.styles.items():
        row = []
        for motif in MOTIFS if args.full else style.motifs[:1]:
            key = f"{name} {motif}"
            if key not in figures:
                figures[key] = measure(name, motif)
                if args.json:
                    args.json.write_text(json.dumps(figures, indent=1))
            row.append(figures[key])
        kind = KINDS.get(style.medium, "line and stroke")
        own = [(render + encode) / encode for render, encode in row]
        ratios[kind] += own
        slowest, ratio = max(render for render, _ in row), statistics.mean(own)
        failed = failed or slowest > MOST_MS
        mark = "  over" if slowest > MOST_MS or ratio > GOALS[kind] else ""
        shown = " ".join(f"{render:4.1f}/{encode:4.1f}" for render, encode in row)
        print(f"{name:20} {style.medium:10} {ratio:5.2f} slowest {slowest:4.1f} ms{mark:6}   {shown}")
    for kind, found in ratios.items():
        mean = statistics.mean(found)
        failed = failed or mean > GOALS[kind]
        print(f"{kind:16} {mean:.2f} (goal {GOALS[kind]}){'  OVER' if mean > GOALS[kind] else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
