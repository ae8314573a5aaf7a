"""Cutouts: what is easier drawn than computed (trees, skylines, crowds, letters), drawn once per shot and then sampled.

A motif's `arrange` draws with Pillow at four times the size, so that edges are smooth, and returns the `Cutout` among
its numbers; its `paint` asks `u.cutout(name, across, up)` and colours, moves and lights what it gets. Pillow's shapes
are whole-number arithmetic: the same bytes everywhere. Text is drawn in the font that Pillow carries (Latin).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from beatforge.picture.planes import PAD, Plane, Reader
from beatforge.picture.trace import Number, V, as_float, clamp, executor, floor, fma, sel, vmax

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap
    from PIL.ImageDraw import ImageDraw

    from beatforge.picture.layout import Uniforms

FINER = 4
"""Drawn texels per kept one, each way."""

PATCH = 4
"""Texels of a patch, each way: below its texels a cutout's plane has a word per patch, 1 where it shows something."""

Point: TypeAlias = tuple[float, float]
"""(across, up) in heights of the drawing: (0, 0) is its lower left corner, (width / height, 1) the upper right."""


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """A drawn layer: packed words coverage8 tone8 ident8 depth8 on a plane of `width` x `height` texels."""

    plane: Plane
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CutoutPixel:
    """`coverage`, `tone` and `depth` 0..1; `ident` 0..255 as it was drawn."""

    coverage: V
    tone: V
    ident: V
    depth: V


class Drawing:
    """Shapes laid over each other, later ones in front; `width` and `height` in texels."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image, ImageDraw

        self.width, self.height = width, height
        size = (width * FINER, height * FINER)
        self._layers: list[Bitmap] = [Image.new("L", size, 0) for _ in range(4)]  # coverage, tone, ident, depth
        self._pens = [ImageDraw.Draw(layer) for layer in self._layers]

    def polygon(self, points: Sequence[Point], tone: float = 0.0, ident: int = 1, depth: float = 0.0) -> None:
        """A filled outline. `tone` 0..1 means what the motif wants it to mean; `depth` 1 far .. 0 near."""
        placed = [self._place(point) for point in points]
        for pen, value in self._inks(tone, ident, depth):
            pen.polygon(placed, fill=value)

    def line(
        self, points: Sequence[Point], width: float, tone: float = 0.0, ident: int = 1, depth: float = 0.0
    ) -> None:
        """A stroke with round joints and ends, `width` in heights of the drawing."""
        placed = [self._place(point) for point in points]
        pixels = max(1, round(width * self.height * FINER))
        for pen, value in self._inks(tone, ident, depth):
            pen.line(placed, fill=value, width=pixels, joint="curve")
            for x, y in placed:
                pen.ellipse((x - pixels / 2, y - pixels / 2, x + pixels / 2, y + pixels / 2), fill=value)

    def disc(self, middle: Point, radius: float, tone: float = 0.0, ident: int = 1, depth: float = 0.0) -> None:
        """A filled circle, `radius` in heights of the drawing."""
        self.ellipse(middle, radius, radius, tone, ident, depth)

    def ellipse(
        self,
        middle: Point,
        half_width: float,
        half_height: float,
        tone: float = 0.0,
        ident: int = 1,
        depth: float = 0.0,
    ) -> None:
        """A filled upright ellipse."""
        x, y = self._place(middle)
        wide, high = half_width * self.height * FINER, half_height * self.height * FINER
        for pen, value in self._inks(tone, ident, depth):
            pen.ellipse((x - wide, y - high, x + wide, y + high), fill=value)

    def text(self, foot: Point, words: str, size: float, tone: float = 0.0, ident: int = 1, depth: float = 0.0) -> None:
        """Letters that stand on `foot`, centred; `size` in heights of the drawing."""
        from PIL import ImageFont

        font = ImageFont.load_default(max(1.0, size * self.height * FINER))
        for pen, value in self._inks(tone, ident, depth):
            pen.text(self._place(foot), words, fill=value, font=font, anchor="ms")

    def finish(self) -> Cutout:
        """The drawing as a cutout."""
        coverage, tone, ident, depth = (np.asarray(layer) for layer in self._layers)
        covered = _summed((coverage > 0).astype(np.uint8))
        count = np.maximum(covered, 1)
        share = (covered * 255 + FINER * FINER // 2) // (FINER * FINER)
        # what is not covered is 0 in every layer
        mean_tone, mean_depth = ((_summed(layer) + count // 2) // count for layer in (tone, depth))
        front = ident[FINER // 2 :: FINER, FINER // 2 :: FINER]
        most = np.where(front > 0, front, _gathered(ident, np.maximum)).astype(np.uint32)
        patches = _patches(share > 0)
        plane = Plane(self.width, self.height + len(patches), 1)
        words = share | mean_tone << 8 | most << 16 | mean_depth << 24
        plane.words[PAD : PAD + self.height, PAD : PAD + self.width] = words
        plane.words[PAD + self.height : PAD + plane.height, PAD : PAD + patches.shape[1]] = patches
        plane.extend_border()
        return Cutout(plane, self.width, self.height)

    def _place(self, point: Point) -> tuple[float, float]:
        scale = self.height * FINER
        return round(point[0] * scale), round((1.0 - point[1]) * scale)

    def _inks(self, tone: float, ident: int, depth: float) -> list[tuple[ImageDraw, int]]:
        values = (255, round(tone * 255), ident, round(depth * 255))
        return list(zip(self._pens, values, strict=True))


def cutout_word(u: Uniforms, name: str, across: V, up: V) -> V:
    """The word of the texel at (across, up), 0..1; outside, that of the border."""
    planes, plane, (width, height) = u.drawn(name)
    column = clamp(floor(across * float(width)), 0.0, width - 1.0)
    row = clamp(floor((1.0 - up) * float(height)), 0.0, height - 1.0)
    return executor().fetch(planes.slots[plane][0], column, row)


def is_drawn(u: Uniforms, name: str, across: V, up: V) -> V:
    """Where `u.cutout` may show something at (across, up): one read that spares a sample and its colours."""
    planes, plane, (width, height) = u.drawn(name)
    column = floor(clamp(fma(across, float(width), -0.5), 0.0, width - 1.0) * (1.0 / PATCH))
    row = floor(clamp(fma(up, -float(height), height - 0.5), 0.0, height - 1.0) * (1.0 / PATCH))
    patch = executor().fetch_side_by_side(planes.slots[plane][0], [column], [row + float(height)])[0]
    return executor().to_float(patch) > 0.5


def sample_cutout(planes: Reader, plane: str, size: tuple[int, int], across: Number, up: Number) -> CutoutPixel:
    """The cutout between its texels; (across, up) 0..1, outside of it coverage 0."""
    width, height = size
    x, y = fma(across, float(width), -0.5), fma(up, -float(height), height - 0.5)
    left, top = floor(x), floor(y)
    right, down = x - left, y - top
    slot, _ = planes.slots[plane]
    columns = [clamp(left + over, 0.0, width - 1.0) for over in (0.0, 1.0)]
    rows = [clamp(top + under, 0.0, height - 1.0) for under in (0.0, 1.0)]
    words = executor().fetch_side_by_side(slot, columns, rows)
    both = right * down
    weights = [1.0 - right - down + both, right - both, down - both, both]
    covers = [_byte(word, 0) * weight for word, weight in zip(words, weights, strict=True)]
    cover = covers[0] + covers[1] + covers[2] + covers[3]
    total = vmax(cover, 1e-4)
    tone, depth = (
        sum((_byte(word, shift) * part for word, part in zip(words, covers, strict=True)), as_float(0.0)) / total
        for shift in (8, 24)
    )
    ident = executor().to_float(_bits(words[0], 16))
    best = covers[0]
    for word, part in zip(words[1:], covers[1:], strict=True):
        ident = sel(part > best, executor().to_float(_bits(word, 16)), ident)
        best = vmax(best, part)
    inside = (as_float(across) > 0.0) & (as_float(across) < 1.0) & (as_float(up) > 0.0) & (as_float(up) < 1.0)
    unit = 1.0 / 255.0
    return CutoutPixel(sel(inside, cover * unit, 0.0), tone * unit, ident, depth * unit)


def _byte(word: V, shift: int) -> V:
    return executor().to_float(_bits(word, shift))


def _bits(word: V, shift: int) -> V:
    run = executor()
    low = run.binary("lshr", word, run.constant(shift, "i")) if shift else word
    return run.binary("and", low, run.constant(255, "i"))


def _patches(seen: np.ndarray) -> np.ndarray:
    """1 for patches of which a sample shows something: its texels are that at its place and the next ones."""
    high, wide = (-(-side // PATCH) * PATCH for side in seen.shape)
    whole = np.zeros((high + 1, wide + 1), bool)
    whole[: seen.shape[0], : seen.shape[1]] = seen
    whole[:-1] |= whole[1:]
    whole[:, :-1] |= whole[:, 1:]
    pieces = whole[:-1, :-1].reshape(high // PATCH, PATCH, wide // PATCH, PATCH)
    return np.asarray(pieces.any((1, 3)))


def _summed(fine: np.ndarray) -> np.ndarray:
    """Sums over the texels that become one."""
    return _gathered(fine.astype(np.uint16), np.add).astype(np.uint32)


def _gathered(fine: np.ndarray, together: np.ufunc) -> np.ndarray:
    """The texels that become one, taken `together`: rows first, as they lie in memory."""
    rows: np.ndarray = reduce(together, [fine[nth::FINER] for nth in range(FINER)])
    gathered: np.ndarray = reduce(together, [rows[:, nth::FINER] for nth in range(FINER)])
    return gathered
