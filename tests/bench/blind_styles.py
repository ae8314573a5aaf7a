"""A blind check: can styles be told apart by simple features, and do subjects keep their place in all of them?

    python -m tests.bench.blind_styles [--full] [SONG ...]

Stills of films (as planned, for each song, style and prompt) become vectors of colour, edge directions and texture; a
still is right if its nearest neighbour among stills of *other songs and prompts* has its own style. For motifs, the
same composition in every style is blurred until no stroke is left, and its layout is compared with that of the plain
picture: as far as light and dark parts lie in the same places, horizon, sun and skyline are where they were put.
Without songs the quickstart's is cut in two ways. Exits with 1 below `LEAST`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TypeAlias

import numpy as np

from beatforge.cli.style_sheet import shown_scenes, style_plan
from beatforge.picture.render import ShotPicture, rgb_of_frame
from beatforge.song.listen import listen
from tests.bench.style_shots import LIBRARY

LEAST = 0.9
PROMPTS = ("a walk by the sea at dawn", "neon street in the rain at night", "mountains and a lake in autumn",
           "flowers in the wind, a bright day")  # fmt: skip
SIZE = (640, 360)
Label: TypeAlias = tuple[str, str]


def features(frame: np.ndarray) -> np.ndarray:
    """What a look is made of, without what it shows: (colour, edges, texture) of one frame's bytes."""
    rgb = np.clip(rgb_of_frame(frame, *SIZE), 0, 1)
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    chroma = np.ptp(rgb, axis=-1)
    colour = [*np.quantile(luma, (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)), *np.quantile(chroma, (0.1, 0.5, 0.9, 0.98))]
    edge = np.concatenate([rgb[:12].reshape(-1, 3), rgb[-12:].reshape(-1, 3)])
    colour += [*edge.mean(0), *edge.std(0)]
    down, across = np.gradient(luma)
    size, angle = np.hypot(down, across), np.mod(np.arctan2(down, across), np.pi)
    directions, _ = np.histogram(angle, 12, (0, np.pi), weights=size)
    edges = [*(directions / max(directions.sum(), 1e-9)), size.mean(), *np.quantile(size, (0.5, 0.75, 0.9, 0.97))]
    texture = []
    for step in (1, 2, 4, 8, 16):
        for axis in (0, 1):
            moved = np.abs(luma - np.roll(luma, step, axis))
            texture += [moved.mean(), np.quantile(moved, 0.5), (moved < 0.004).mean()]
    bands = np.abs(np.fft.rfft2(luma - luma.mean()))
    radius = np.hypot(*np.meshgrid(np.fft.rfftfreq(SIZE[0]), np.fft.fftfreq(SIZE[1])))
    bounds = (0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.36, 0.5)
    power = [np.log1p(bands[(radius >= low) & (radius < high)].mean()) for low, high in itertools.pairwise(bounds)]
    return np.array([*colour, *edges, *texture, *power])


def stills(songs: list[Path], prompts: tuple[str, ...], styles: list[str]) -> tuple[np.ndarray, list[Label]]:
    """Vectors of stills and the (style, song and prompt) of each."""
    vectors, labels = [], []
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    for song in songs:
        analysis = listen(song)
        for style, prompt in itertools.product(styles, prompts):
            for scene, index in shown_scenes(style_plan(song, style, prompt, LIBRARY, analysis)):
                ShotPicture(scene.shot).frame(index, out)
                vectors.append(features(out))
                labels.append((style, f"{song.name} {prompt}"))
    return np.array(vectors), labels


def nearest_share(vectors: np.ndarray, labels: list[Label]) -> tuple[float, Counter[tuple[str, str]]]:
    """Share of stills whose nearest neighbour from elsewhere has their style, and which are taken for which."""
    scaled = (vectors - vectors.mean(0)) / np.maximum(vectors.std(0), 1e-9)
    right, taken = 0, Counter[tuple[str, str]]()
    for vector, (style, source) in zip(scaled, labels, strict=True):
        distance = np.abs(scaled - vector).sum(1)
        distance[[other == source for _, other in labels]] = np.inf
        found = labels[int(distance.argmin())][0]
        right += found == style
        taken[style, found] += found != style
    return right / len(labels), +taken


def main() -> int:
    """Print both checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("songs", nargs="*", type=Path)
    parser.add_argument("--full", action="store_true", help="all four prompts, not two")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    songs = args.songs or [Path("examples/quickstart/audio/vibe_ace.ogg")]
    vectors, labels = stills(songs, PROMPTS if args.full else PROMPTS[:2], list(LIBRARY.styles))
    share, taken = nearest_share(vectors, labels)
    print(f"{share:.1%} of {len(labels)} stills have a nearest neighbour of their own style (goal {LEAST:.0%})")
    for (style, found), count in taken.most_common(12):
        print(f"  {style} taken for {found}: {count}")
    if args.json:
        args.json.write_text(json.dumps({"share": share, "stills": len(labels)}))
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
