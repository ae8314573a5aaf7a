"""How well burned words stand off every style: `python -m tests.bench.bench_lyrics [FILE.png] [--size 1080x1920]`.

For each style and two of its motifs a karaoke line is burned over a frame, half of it sung, with an edge and with a
panel. The contrast of WCAG 2.1 is measured on pixels: the letters' median against the lightest twentieth of the
darkest that is met within a few pixels of them. Exit status 1 where one is below 4.5. FILE.png gets all frames, to be
looked at.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import binary_dilation, minimum_filter

from beatforge.deliver.sheet import paste_sheet
from beatforge.deliver.subtitles import with_lyrics
from beatforge.film.subtitles import letters_of
from beatforge.project.shown import LEAST_CONTRAST, ShownLyrics
from tests.bench.style_shots import LIBRARY, frames_of, style_shot

WORDS = [["Neon ", 0, 1], ["rivers ", 0, 1], ["burning ", 20, 21], ["slowly ", 20, 21]]
FRAME = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", nargs="?", type=Path)
    parser.add_argument("--size", default="640x360")
    asked = parser.parse_args()
    width, height = (int(side) for side in asked.size.split("x"))
    platform = LIBRARY.platforms["youtube" if width >= height else "tiktok"]
    stills, labels, worst = [], [], 21.0
    for name, style in LIBRARY.styles.items():
        for motif in style.motifs[:2]:
            shot = style_shot(style, motif, (width, height))
            (bare,) = frames_of(shot, range(FRAME, FRAME + 1))
            found = []
            for box in ("outline", "panel"):
                letters = letters_of(ShownLyrics(box=box), platform, width, height).to_value()
                shown = burned(bare, letters)
                mask = letters_mask(letters, width, height)
                found.append(min(contrast(shown, mask[part]) for part in ("sung", "unsung")))
                stills.append(_still(shown))
                labels.append(f"{name} {motif} {found[-1]:.1f}:1")
            worst = min(worst, *found)
            print(f"{name:22} {motif:12} outline {found[0]:5.2f}   panel {found[1]:5.2f}")
    print(f"least {worst:.2f}, and {LEAST_CONTRAST:g} is asked for")
    if asked.sheet:
        paste_sheet(stills, labels, 4 if width >= height else 8, asked.sheet)
    return int(worst < LEAST_CONTRAST)


def burned(picture: np.ndarray, letters: dict[str, Any]) -> np.ndarray:
    """The picture with the line over it."""
    line = {"first": -FRAME, "num_frames": 60, "fade": 1, "words": [[t, a - FRAME, b - FRAME] for t, a, b in WORDS]}
    return next(with_lyrics(iter([picture.copy()]), {"letters": letters, "lines": [line]}, None))


def letters_mask(letters: dict[str, Any], width: int, height: int) -> dict[str, np.ndarray]:
    """Where letters are, by what is sung: read off a black picture."""
    black = np.full((height * 3 // 2, width), 128, np.uint8)
    black[:height] = 16
    shown = rgb_of(burned(black, letters))
    light = shown[..., :2].min(-1) > 0.75
    return {"sung": light & (shown[..., 2] < 0.45), "unsung": light & (shown[..., 2] > 0.9)}


def contrast(picture: np.ndarray, mask: np.ndarray) -> float:
    """WCAG's contrast of letters against what is right around them."""
    rgb = rgb_of(picture)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light = linear @ np.array((0.2126, 0.7152, 0.0722))
    reach = max(2, round(picture.shape[1] / 320))
    ring = binary_dilation(mask, iterations=2 * reach) & ~binary_dilation(mask, iterations=max(1, reach // 2))
    around = minimum_filter(light, size=2 * reach + 1)[ring]
    return float((np.median(light[mask]) + 0.05) / (np.percentile(around, 95) + 0.05))


def rgb_of(picture: np.ndarray) -> np.ndarray:
    """BT.709 limited planes as (height, width, 3), 0..1."""
    height, width = picture.shape[0] * 2 // 3, picture.shape[1]
    luma = (picture[:height].astype(float) - 16) / 219
    blue, red = ((plane.repeat(2, 0).repeat(2, 1).astype(float) - 128) / 224
                 for plane in picture[height:].reshape(2, height // 2, width // 2))  # fmt: skip
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    return np.clip(np.stack([r, (luma - 0.2126 * r - 0.0722 * b) / 0.7152, b], -1), 0, 1)


def _still(picture: np.ndarray) -> Any:
    from PIL import Image

    image = Image.fromarray((rgb_of(picture) * 255).round().astype(np.uint8))
    return image.resize((320, round(320 * image.height / image.width)))


if __name__ == "__main__":
    sys.exit(main())
