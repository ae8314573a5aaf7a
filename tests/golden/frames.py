"""The golden frames: for each style its first motifs, small, in its own palette, from plain music."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from tests.bench.style_shots import LIBRARY, frames_of, style_shot

DIGESTS = Path(__file__).with_name("styles.json")
SHEET = Path(__file__).with_name("styles.png")
SIZE, SHOWN = (160, 90), (320, 180)
MOTIFS, FRAME = 3, 14


def golden_frames(style: str, size: tuple[int, int] = SIZE, motifs: int = MOTIFS) -> list[np.ndarray]:
    """A frame of each of the style's first motifs, (height * 3 // 2, width) uint8."""
    recipe = LIBRARY.styles[style]
    shots = [
        style_shot(recipe, motif, size, composition=at, intensity=80) for at, motif in enumerate(recipe.motifs[:motifs])
    ]
    return [frames_of(shot, range(FRAME, FRAME + 1))[0] for shot in shots]


def digests(style: str) -> list[str]:
    """Their digests; equal on every machine and at every width of its vectors."""
    return [hashlib.sha256(frame.tobytes()).hexdigest()[:20] for frame in golden_frames(style)]


def known() -> dict[str, list[str]]:
    """The digests that were last agreed on."""
    kept: dict[str, list[str]] = json.loads(DIGESTS.read_text())
    return kept
