"""A blind check: can styles be told apart by simple features, and do subjects keep their place in all of them?

    python -m tests.bench.blind_styles [--full] [--keep FOLDER] [SONG ...]

Stills of films (as planned, for each song, style and prompt) become vectors (`look_features`), each number scaled to
the spread it has over all stills. A still is right if its nearest neighbour has its own style. Left out are: for the
first figure, which is the one with a limit, all stills of the same song *and* prompt, whatever their style; for the
second, only those of the very same film, so that the same scene in other styles may draw a still away from its own; for
the third, all stills of the same song *or* prompt (which needs two songs).
`--places` asks the other half: the same composition in every style, blurred until no stroke is left. The outlines of
its sky, sun and things, as the motif tells them, are moved over the picture's contours; where they lie best is where
horizon, sun or skyline are. The share that lies where it was put (`places.NEAR`) has a limit.
Exits with 1 below a limit. `--keep` keeps vectors between runs: use an empty folder after edits.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from beatforge.cli.style_sheet import shown_scenes, style_plan
from beatforge.picture.render import ShotPicture, rgb_of_frame
from beatforge.song.listen import listen
from tests.bench.look_features import look_vector
from tests.bench.places import LEAST_KEPT, places
from tests.bench.style_shots import LIBRARY

LEAST = 0.9
PROMPTS = ("a walk by the sea at dawn", "neon street in the rain at night", "mountains and a lake in autumn",
           "flowers in the wind, a bright day")  # fmt: skip
SIZE = (640, 360)


class Label(NamedTuple):
    """Where a still is from."""

    style: str
    song: str
    prompt: str


LEFT_OUT: dict[str, Callable[[Label, Label], bool]] = {
    "of another song or prompt": lambda one, other: one[1:] == other[1:],
    "of another film": lambda one, other: one == other,
    "of another song and another prompt": lambda one, other: one.song == other.song or one.prompt == other.prompt,
}
"""Which stills may not be a still's neighbour, by what its neighbours then are."""


def stills(song: Path, keep: Path | None, prompts: tuple[str, ...]) -> Iterator[tuple[np.ndarray, Label]]:
    """Vectors of a song's stills and where they are from."""
    analysis = listen(song)
    for style, prompt in itertools.product(LIBRARY.styles, prompts):
        label = Label(style, song.stem, prompt)
        file = keep / f"{style}~{song.stem}~{PROMPTS.index(prompt)}.json" if keep else None
        if file and file.is_file():
            vectors = json.loads(file.read_text())
        else:
            scenes = shown_scenes(style_plan(song, style, prompt, LIBRARY, analysis))
            vectors = [look_vector(_still(ShotPicture(scene.shot), index)).tolist() for scene, index in scenes]
            if file:
                file.write_text(json.dumps(vectors))
        yield from ((np.array(vector), label) for vector in vectors)


def _still(picture: ShotPicture, index: int) -> Any:
    out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    picture.frame(index, out)
    return np.clip(rgb_of_frame(out, *SIZE), 0, 1)


def nearest_share(
    vectors: np.ndarray, labels: list[Label], is_left_out: Callable[[Label, Label], bool]
) -> tuple[float, Counter[tuple[str, str]]]:
    """Share of stills whose nearest neighbour has their style, and which are taken for which."""
    scaled = (vectors - vectors.mean(0)) / np.maximum(vectors.std(0), 1e-9)
    right, taken = 0, Counter[tuple[str, str]]()
    for vector, label in zip(scaled, labels, strict=True):
        distance = np.abs(scaled - vector).sum(1)
        distance[[is_left_out(label, other) for other in labels]] = np.inf
        found = labels[int(distance.argmin())].style
        right += found == label.style
        taken[label.style, found] += found != label.style
    return right / len(labels), +taken


def main() -> int:
    """Print the checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*", type=Path)
    parser.add_argument("--full", action="store_true", help="all four prompts, not two")
    parser.add_argument("--places", action="store_true", help="where horizon, sun and skyline are, not the styles")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if args.places:
        return int(places() < LEAST_KEPT)
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    songs = args.songs or [Path("examples/quickstart/audio/vibe_ace.ogg")]
    found = [pair for song in songs for pair in stills(song, args.keep, PROMPTS if args.full else PROMPTS[:2])]
    vectors, labels = np.array([vector for vector, _ in found]), [label for _, label in found]
    shares: dict[str, float] = {}
    for what, is_left_out in LEFT_OUT.items():
        if what.count("another") == 2 and len(songs) < 2:
            continue
        shares[what], taken = nearest_share(vectors, labels, is_left_out)
        print(f"{shares[what]:.1%} of {len(labels)} stills: nearest neighbour {what} is of their own style")
        for (style, other), count in taken.most_common(10):
            print(f"  {style} taken for {other}: {count}")
    if args.json:
        args.json.write_text(json.dumps({"shares": shares, "stills": len(labels)}))
    first = next(iter(shares.values()))
    print(f"first figure {first:.1%}, goal {LEAST:.0%}")
    return int(first < LEAST)


if __name__ == "__main__":
    sys.exit(main())
