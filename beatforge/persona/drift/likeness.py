"""How a picture compares with a canonical set, in numbers.

In: picture files. Out: for the set what outlines and colours its pictures have, as JSON that is made once; for a
picture its best outline among them and its nearest colours. No model is asked: faces, and who somebody is, are not
seen here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beatforge.persona.drift.colours import lab_of, swatches_of, transport
from beatforge.persona.drift.cutout import Cutout, UnusableError, cut_out
from beatforge.persona.drift.outlines import GRID, best_cover, outline_of

Array = Any

LIKENESS = "likeness.json"

SPAN = 60.0
"""Delta E that counts as nothing alike. Five times the usual limit, as no overlap at all (0) is five times as far from
1 as the usual limit of .80: the two limits weigh the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a set's pictures look like: names, outlines (count, GRID, GRID), whether each is cut off by its picture,
    swatches (count, SWATCHES, 3)."""

    names: tuple[str, ...]
    outlines: Array
    are_cut: Array
    swatches: Array


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture against a set. `shift` is the mean way of its colours to the nearest ones (L, a, b)."""

    path: str
    silhouette: float
    palette: float
    shift: tuple[float, float, float]
    num_figures: int
    outline_like: str
    colours_like: str

    @property
    def likeness(self) -> float:
        """0..1: the lesser of the two likenesses."""
        return max(0.0, min(self.silhouette, 1.0 - self.palette / SPAN))


def likeness_step(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Outlines and colours of the set's pictures, by the names in `value`."""
    told: dict[str, Any] = {}
    for at, (name, path) in enumerate(zip(value["names"], inputs, strict=True)):
        cutout = cut_out(path)
        rows = outline_of(cutout.mask).reshape(-1).astype("uint8")
        told[name] = {"outline": _packed(rows), "is_cut": cutout.is_cut, "swatches": colours_in(cutout).tolist()}
        progress(at + 1, len(inputs))
    (out / LIKENESS).write_text(json.dumps(told, sort_keys=True), encoding="utf-8")


def read_known(path: Path) -> Known:
    """What `likeness_step` wrote."""
    import numpy as np

    told = json.loads(path.read_bytes())
    outlines = [np.unpackbits(np.frombuffer(bytes.fromhex(one["outline"]), np.uint8)) for one in told.values()]
    shape = (len(told), GRID, GRID)
    are_cut, swatches = (np.array([one[key] for one in told.values()]) for key in ("is_cut", "swatches"))
    return Known(tuple(told), np.stack(outlines).reshape(shape).astype(bool), are_cut, swatches)


def measure(path: Path, label: str, known: Known) -> Measured:
    """A picture against a set; raises UnusableError where no figure can be found in it."""
    cutout = cut_out(path)
    cover, which = nearest_outline(cutout, known)
    distance, shift, like = nearest_colours(colours_in(cutout), known)
    way = (round(shift[0], 3), round(shift[1], 3), round(shift[2], 3))
    return Measured(
        label, round(cover, 4), round(distance, 3), way, cutout.num_pieces, known.names[which], known.names[like]
    )


def nearest_outline(cutout: Cutout, known: Known) -> tuple[float, int]:
    """The set's picture whose outline covers the figure's best: intersection over union, and which it is. What the
    picture cuts off is held against what is cut off, and a whole figure against whole ones, where there are such: the
    outline of head and shoulders is nearly anybody's."""
    import numpy as np

    same = np.flatnonzero(known.are_cut == cutout.is_cut)
    same = same if len(same) else np.arange(len(known.names))
    cover, which, _ = best_cover(cutout.mask, known.outlines[same])
    return cover, int(same[which])


def nearest_colours(swatches: Array, known: Known) -> tuple[float, Array, int]:
    """The set's picture whose colours are nearest: delta E, the mean way there, and which it is."""
    found = [transport(swatches, theirs)[:2] for theirs in known.swatches]
    like = min(range(len(found)), key=lambda at: found[at][0])
    return (*found[like], like)


def colours_in(cutout: Cutout) -> Array:
    """Swatches of a figure; pixels at its edge are left out, since they are half ground."""
    from scipy import ndimage

    inner = ndimage.binary_erosion(cutout.mask, iterations=2)
    if inner.sum() < 256:
        raise UnusableError("the figure is too small to tell its colours")
    return swatches_of(lab_of(cutout.pixels[inner]))


def _packed(bits: Array) -> str:
    import numpy as np

    return np.packbits(bits).tobytes().hex()
