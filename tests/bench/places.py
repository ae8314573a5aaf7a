"""Where the parts of a composition are in a style's picture, beside where the motif put them.

In: the motif's own matter (sky, sun, things) and the picture a style made of it, blurred until no stroke is left. Out:
how far the outlines of the one must be moved to lie on contours of the other. It asks for places only, not for colours:
a red sun on white paper and a yellow one in a blue sky are both found.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from beatforge.picture.medium import MATTER
from beatforge.picture.planes import PAD
from beatforge.picture.render import ShotPicture, rgb_of_frame
from tests.bench.look_features import box
from tests.bench.style_shots import LIBRARY, style_shot

MOTIFS = ("horizon", "sea", "mountains", "skyline", "desert", "planet")
PLAIN = "cinematic"
"""A style whose medium takes motifs at half size and moves nothing."""

SIZE = (640, 360)
SMALL = (160, 90)
ALIKE: dict[str, Any] = {"camera": 0, "speed": 0, "hold": 1, "drives": {}}
"""What of a recipe would move things, the same for all."""

REACH = 10
"""How far outlines are moved to each side, in rows of the small picture."""

NEAR = 2.0
"""Rows of the small picture within which a place counts as kept: its contours are two rows wide."""

EVEN = 7
"""Rows about a place with whose contours its own are compared, so that waves do not outweigh a horizon."""

LEAST_KEPT = 0.95
MARGIN = 14
"""Rows and columns of the small picture that are not looked at: rims of paper, bars, and what moves out."""


def places() -> float:
    """Print how many of all styles' pictures keep their composition's places, and those that do not; the share."""
    offsets: list[float] = []
    for motif, composition in itertools.product(MOTIFS, (0, 1)):
        outlines = outlines_of(motif, composition)
        for name, style in LIBRARY.styles.items():
            picture = ShotPicture(style_shot(style, motif, SIZE, composition=composition, **ALIKE))
            out = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
            picture.frame(0, out)
            right, down, alike = offset(outlines, slopes(np.clip(rgb_of_frame(out, *SIZE), 0, 1)))
            offsets.append(float(np.hypot(right, down)))
            if offsets[-1] > NEAR:
                print(f"  {name} {motif} {composition}: moved {right} right, {down} down of {SMALL[1]} rows,"
                      f" alike {alike:.2f}", flush=True)  # fmt: skip
    kept = float(np.mean([moved <= NEAR for moved in offsets]))
    print(f"{kept:.1%} of {len(offsets)} pictures keep horizon, sun and skyline in place (goal {LEAST_KEPT:.0%})")
    return kept


def outlines_of(motif: str, composition: int) -> Any:
    """Where the composition's sky, sun and things meet, on the small grid."""
    picture = ShotPicture(style_shot(LIBRARY.styles[PLAIN], motif, SIZE, composition=composition, **ALIKE))
    picture.frame(0, np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8))
    words = picture.painter.canvas.planes[MATTER].words[PAD : PAD + SIZE[1] // 2, PAD : PAD + SIZE[0] // 2]
    # any colours do, as long as two things that meet have different ones
    return slopes(np.random.default_rng(5).random((256, 3))[words >> 12 & 0xFF])


def slopes(picture: Any) -> Any:
    """Contours: how steep a picture, blurred until no stroke is left, is on the small grid beside its surroundings."""
    step = picture.shape[0] // SMALL[1]
    grid = box(picture.reshape(SMALL[1], step, SMALL[0], step, 3).mean((1, 3)), 1)
    down, across = np.gradient(grid, axis=(0, 1))
    steep = np.sqrt(np.sqrt((down**2 + across**2).sum(-1)))
    return steep / (box(steep, EVEN) + 0.02)


def offset(outlines: Any, picture: Any) -> tuple[int, int, float]:
    """(right, down) by which the outlines must be moved to lie best on the picture's, and how well they do, -1..1."""
    own = _inner(picture)
    best = (0, 0, -1.0)
    moves = sorted(itertools.product(range(-REACH, REACH + 1), repeat=2), key=lambda move: move[0] ** 2 + move[1] ** 2)
    for right, down in moves:
        alike = float((own * _inner(np.roll(outlines, (down, right), (0, 1)))).mean())
        if alike > best[2] + 0.002:
            best = (right, down, alike)
    return best


def _inner(grid: Any) -> Any:
    """Without the rims, with mean 0 and deviation 1."""
    inner = grid[MARGIN:-MARGIN, MARGIN:-MARGIN]
    return (inner - inner.mean()) / (inner.std() + 1e-9)
