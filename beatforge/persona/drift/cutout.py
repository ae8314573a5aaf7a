"""The figure in a picture: what stands before a plain ground, or what an alpha channel says.

In: a picture file of any kind that Pillow reads. Out: its pixels at a small size and the figure's mask, or
`UnusableError` with what is wrong in words. It knows no persona and recognises nothing: a picture with a stage, a
street or a pattern behind the figure needs an alpha channel first.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beatforge.errors import BeatforgeError
from beatforge.persona.drift.colours import lab_of

Array = Any

SIDE = 256
"""Pixels of the longer side that pictures are measured at."""

LARGEST = 100_000_000
"""Pixels of the largest picture that is opened."""

LEAST_GROUND = 0.35
"""How much of the picture's border has to be ground."""

NEAR = 9.0
"""Up to which distance in a and b, and which lightness above it, a colour is the ground's; delta E."""

SHADE = 0.62
"""How dark a soft shadow on the ground can be, as a share of its lightness."""

LEAST, MOST = 0.01, 0.97
"""Share of the picture that a figure can fill."""

CUT = 0.12
"""Share of a side from which on a figure at that side is cut off by it."""

APART = 0.04
"""From which share of the largest on a piece is somebody, and no crumb."""


class UnusableError(BeatforgeError):
    """A picture in which no figure can be found; the text says why."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A figure: pixels (height, width, 3) as bytes, where of them it is, and in how many pieces."""

    pixels: Array
    mask: Array
    num_pieces: int

    @property
    def is_cut(self) -> bool:
        """Whether the picture ends before the figure does, as in a close-up."""
        sides = (self.mask[0], self.mask[-1], self.mask[:, 0], self.mask[:, -1])
        return any(float(side.mean()) > CUT for side in sides)


def cut_out(path: Path) -> Cutout:
    """The figure of a picture file; raises UnusableError."""
    pixels, alpha = _small(path)
    mask = alpha > 127 if alpha is not None else _before_ground(pixels)
    return _whole_pieces(pixels, mask)


def _small(path: Path) -> tuple[Array, Array | None]:
    """The picture's pixels at the measured size, and its alpha channel where that hides something."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                if picture.width * picture.height > LARGEST:
                    raise UnusableError(f"{picture.width}x{picture.height} pixels are more than can be measured")
                picture.load()
                has_alpha = "A" in picture.getbands() or "transparency" in picture.info
                whole = picture.convert("RGBA" if has_alpha else "RGB")
    except UnidentifiedImageError as error:
        kind = "empty" if path.stat().st_size == 0 else "no picture that can be read"
        raise UnusableError(f"{kind}: PNG, JPEG or WebP are") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnusableError(f"damaged or cut off: {error}") from error
    if min(whole.size) < 32:
        raise UnusableError(f"{whole.width}x{whole.height} pixels are too few; 32 at least")
    scale = SIDE / max(whole.size)
    small = whole.resize(
        (max(1, round(whole.width * scale)), max(1, round(whole.height * scale))), Image.Resampling.BOX
    ) if scale < 1 else whole  # fmt: skip
    data = np.asarray(small)
    if not has_alpha:
        return data, None
    hides = (data[:, :, 3] < 250).mean() > 0.02
    return data[:, :, :3], data[:, :, 3] if hides else None


def _before_ground(pixels: Array) -> Array:
    """What is not ground: the ground is neutral or of one tint, even or of one soft slope, and comes in from the
    border; soft shadows are ground. Holes in a figure count as figure."""
    import numpy as np
    from scipy import ndimage

    lab = lab_of(pixels)
    height, width, _ = lab.shape
    edge = np.zeros((height, width), bool)
    edge[:2], edge[-2:], edge[:, :2], edge[:, -2:] = True, True, True, True
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    terms = np.stack([np.ones_like(x), x, y, y * y], -1)
    tint = np.median(lab[edge][:, 1:], 0)
    is_tint = np.hypot(*(lab[:, :, 1:] - tint).transpose(2, 0, 1)) < NEAR
    light = _fitted(terms[edge & is_tint], lab[edge & is_tint][:, 0], terms) if (edge & is_tint).any() else None
    if light is None or (edge & is_tint & (abs(lab[:, :, 0] - light) < NEAR)).sum() < LEAST_GROUND * edge.sum():
        raise UnusableError("no plain ground round the figure: cut it out (alpha channel), or render it before grey")
    is_like = is_tint & (lab[:, :, 0] < light + NEAR) & (lab[:, :, 0] > SHADE * light)
    # a shadow's edge is soft, a figure's is not
    slope = ndimage.gaussian_gradient_magnitude(lab[:, :, 0], 0.7)
    is_like &= (slope < 5.0) | (abs(lab[:, :, 0] - light) < NEAR / 2)
    labels, _ = ndimage.label(is_like)
    ground = np.isin(labels, np.setdiff1d(np.unique(labels[edge]), [0]))
    return ndimage.binary_opening(~ground, iterations=1) if (~ground).any() else ~ground


def _fitted(terms: Array, values: Array, everywhere: Array) -> Array:
    """The smooth slope through most of the values: a figure at the border is left out of it step by step."""
    import numpy as np

    kept = abs(values - np.median(values)) < 4 * NEAR
    for _ in range(4):
        weights, *_ = np.linalg.lstsq(terms[kept], values[kept], rcond=None)
        off = abs(values - terms @ weights)
        kept = off <= max(NEAR / 2, float(np.median(off)) * 2)
    return everywhere @ weights


def _whole_pieces(pixels: Array, mask: Array) -> Cutout:
    import numpy as np
    from scipy import ndimage

    labels, count = ndimage.label(mask)
    if not count or mask.mean() < LEAST:
        raise UnusableError("no figure: nothing stands before the ground")
    if mask.mean() > MOST:
        raise UnusableError("the figure fills the picture; some ground has to be seen round it")
    sizes = np.bincount(labels.ravel())[1:]
    pieces = np.flatnonzero(sizes >= APART * sizes.max()) + 1
    return Cutout(pixels, ndimage.binary_fill_holes(np.isin(labels, pieces)), len(pieces))
