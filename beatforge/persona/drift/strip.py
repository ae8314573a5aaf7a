"""The diff strip: pictures beside what they were held against, as one PNG, the least alike first.

In: a scorecard, the pictures and those of the set. Out: for each picture a row: itself, both outlines over each other
(grey is both, red is missing, blue is too much), the canonical picture with that outline, and both lists of colours,
each swatch above the one that it would become.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beatforge.persona.drift.colours import transport
from beatforge.persona.drift.cutout import cut_out
from beatforge.persona.drift.likeness import Known, Measured, colours_in
from beatforge.persona.drift.outlines import best_cover
from beatforge.persona.drift.scorecard import Scorecard

Array = Any

CELL, GAP, WORDS = 160, 8, 300
MOST = 24
"""Rows of a strip; more are nobody's to look at."""

BOTH, MISSING, EXTRA, GROUND, FRAME = (150, 150, 156), (226, 60, 60), (60, 120, 232), (244, 244, 246), (24, 24, 28)


def write_strip(
    card: Scorecard, files: Mapping[str, Path], known: Known, canon: Mapping[str, Path], path: Path
) -> None:
    """The strip of the least alike pictures; `files` and `canon` are pictures by their labels and names."""
    from PIL import Image, ImageDraw

    shown = sorted(card.pictures, key=lambda one: (one.likeness, one.path))[:MOST]
    strip = Image.new("RGB", (4 * (CELL + GAP) + GAP + WORDS, len(shown) * (CELL + GAP) + GAP), FRAME)
    draw = ImageDraw.Draw(strip)
    for row, one in enumerate(shown):
        top = GAP + row * (CELL + GAP)
        for column, cell in enumerate(_cells(one, files[one.path], known, canon)):
            strip.paste(cell, (GAP + column * (CELL + GAP), top))
        draw.multiline_text((4 * (CELL + GAP) + GAP, top + 8), _words(one, card), fill=(225, 225, 230), spacing=5)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    strip.save(part, "PNG")
    part.replace(path)


def _cells(one: Measured, file: Path, known: Known, canon: Mapping[str, Path]) -> list[Any]:
    from PIL import Image

    cutout = cut_out(file)
    at = known.names.index(one.outline_like)
    _, _, ours = best_cover(cutout.mask, known.outlines[at : at + 1])
    compared = Image.fromarray(_over_each_other(ours, known.outlines[at])).resize(
        (CELL, CELL), Image.Resampling.NEAREST
    )
    swatches, theirs = colours_in(cutout), known.swatches[known.names.index(one.colours_like)]
    _, _, becomes = transport(swatches, theirs)
    order = swatches[:, 0].argsort(kind="stable")
    colours = _bars(swatches[order], theirs[becomes][order])
    return [_fitted(file), compared, _fitted(canon[one.outline_like]), colours]


def _fitted(file: Path) -> Any:
    from PIL import Image

    cell = Image.new("RGB", (CELL, CELL), GROUND)
    with Image.open(file) as picture:
        small = picture.convert("RGBA")
    small.thumbnail((CELL, CELL))
    cell.paste(small, ((CELL - small.width) // 2, (CELL - small.height) // 2), small)
    return cell


def _over_each_other(ours: Array, theirs: Array) -> Array:
    import numpy as np

    picture = np.full((*ours.shape, 3), GROUND, np.uint8)
    for mask, colour in ((ours & theirs, BOTH), (theirs & ~ours, MISSING), (ours & ~theirs, EXTRA)):
        picture[mask] = colour
    return picture


def _bars(ours: Array, theirs: Array) -> Any:
    """Ours above, theirs below."""
    import numpy as np
    from PIL import Image

    rows = np.stack([rgb_of(ours), rgb_of(theirs)])
    return Image.fromarray(rows).resize((CELL, CELL), Image.Resampling.NEAREST)


def rgb_of(lab: Array) -> Array:
    """sRGB bytes of CIE L*a*b* (D65), what no display can show brought to what it can."""
    import numpy as np

    y = (lab[..., 0] + 16) / 116
    parts = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    told = np.where(parts > 6 / 29, parts**3, (116 * parts - 16) * 27 / 24389) * np.array([0.95047, 1.0, 1.08883])
    matrix = np.array([[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560],
                       [0.0556434, -0.2040259, 1.0572252]])  # fmt: skip
    light = (told @ matrix.T).clip(0.0, 1.0)
    share = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return (share * 255 + 0.5).astype(np.uint8)


def _words(one: Measured, card: Scorecard) -> str:
    limits = card.thresholds
    return "\n".join(
        (
            one.path[-44:],
            "passes" if card.is_like(one) else "drifted",
            f"silhouette {one.silhouette:.2f} (at least {limits.silhouette:g})",
            f"  like {one.outline_like}"[:48],
            f"palette {one.palette:.1f} (at most {limits.palette:g})",
            f"  like {one.colours_like}"[:48],
            f"{card.triage(one)}, likeness {one.likeness:.2f}",
        )
    )
