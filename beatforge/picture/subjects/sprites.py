"""Strips: small drawings side by side in one cutout, and how a kernel reads one of them.

A `Strip` hands out one `Pen` per drawing; a pen draws in the thing's own units, foot at (0, 0), top at up = 1, lit from
the right. Kernels take `sprite(u, name, middle, ...)`, where `middle` (from the strip) says which drawing is meant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatforge.picture.cutout import Cutout, CutoutPixel, Drawing, Point, is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.layout import Uniforms
from beatforge.picture.subjects.curves import rounded
from beatforge.picture.trace import Number, V, clamp, fma, fract, vmax


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on a part of a drawing: turned, scaled, set off; `ident` is what its shapes are, unless they say."""

    drawing: Drawing
    across: float
    up: float
    right: tuple[float, float]
    above: tuple[float, float]
    ident: int = 1

    def at(self, across: float, up: float, size: float = 1.0, turn: float = 0.0, flip: bool = False) -> Pen:
        """A pen whose origin is there; `turn` in turns to the left."""
        cosine, sine = size * math.cos(math.tau * turn), size * math.sin(math.tau * turn)
        x, y = self._placed((across, up))
        mirror = -1.0 if flip else 1.0
        right = self._turned(mirror * cosine, mirror * sine)
        return replace(self, across=x, up=y, right=right, above=self._turned(-sine, cosine))

    def of(self, ident: int) -> Pen:
        """This pen for a thing with that identity."""
        return replace(self, ident=ident)

    def polygon(self, points: Sequence[Point], tone: float) -> None:
        self.drawing.polygon([self._placed(point) for point in points], tone, self.ident)

    def shape(self, points: Sequence[Point], tone: float, steps: int = 4) -> None:
        """A soft outline through the points."""
        self.polygon(rounded(points, steps), tone)

    def disc(self, across: float, up: float, radius: float, tone: float) -> None:
        scale = math.hypot(*self.right)
        self.drawing.disc(self._placed((across, up)), radius * scale, tone, self.ident)

    def ellipse(self, across: float, up: float, half_width: float, half_height: float, tone: float) -> None:
        """A filled ellipse that turns with the pen."""
        ring = [math.tau * k / 16 for k in range(16)]
        self.polygon([(across + half_width * math.cos(a), up + half_height * math.sin(a)) for a in ring], tone)

    def stroke(self, points: Sequence[Point], first: float, last: float, tone: float) -> None:
        """A stroke whose half width goes from `first` to `last`."""
        left, right = [], []
        for k, (x, y) in enumerate(points):
            before, after = points[max(k - 1, 0)], points[min(k + 1, len(points) - 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            wide = (first + (last - first) * k / (len(points) - 1)) / max(math.hypot(dx, dy), 1e-9)
            left.append((x - dy * wide, y + dx * wide))
            right.append((x + dy * wide, y - dx * wide))
        self.polygon([*left, *reversed(right)], tone)

    def blob(self, across: float, up: float, radius: float, draws: Draws, tone: float, points: int = 15) -> None:
        """A lump with an uneven edge (foliage, smoke, bush)."""
        phase, ring = draws.unit(), []
        for k in range(points):
            reach = radius * (0.82 + 0.36 * draws.unit()) * (1.0 if k % 2 else 0.84)
            angle = math.tau * (k + phase) / points
            ring.append((across + reach * math.cos(angle), up + reach * math.sin(angle)))
        self.polygon(ring, tone)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return (x * self.right[0] + y * self.above[0], x * self.right[1] + y * self.above[1])

    def _placed(self, point: Point) -> Point:
        x, y = self._turned(*point)
        return (self.across + x, self.up + y)


class Strip:
    """Drawings side by side, each as high as the strip and `widths` times that wide."""

    def __init__(self, texels: int, *widths: float) -> None:
        self._drawing = Drawing(round(texels * sum(widths)), texels)
        whole, lefts = sum(widths), [sum(widths[:k]) for k in range(len(widths))]
        self.middles = tuple((left + width / 2) / whole for left, width in zip(lefts, widths, strict=True))
        self.pens = tuple(
            Pen(self._drawing, left + width / 2, 0.0, (1.0, 0.0), (0.0, 1.0))
            for left, width in zip(lefts, widths, strict=True)
        )

    def finish(self) -> Cutout:
        return self._drawing.finish()


def sprite(u: Uniforms, name: str, middle: Number, across: V, up: V, tall: Number) -> CutoutPixel:
    """The drawing at `middle` of a strip at a place in its own heights; `tall` is its height on the screen."""
    width, height = u.cutout_size(name)
    return _crisp(u, u.cutout(name, fma(across, height / width, middle), up), tall, height)


def is_sprite(u: Uniforms, name: str, middle: Number, across: V, up: V) -> V:
    """Where `sprite` may show something; asking costs a quarter of it."""
    width, height = u.cutout_size(name)
    return is_drawn(u, name, fma(across, height / width, middle), up)


def repeated(u: Uniforms, name: str, across: V, up: V, tall: Number) -> CutoutPixel:
    """A strip as a frieze without end."""
    return _crisp(u, u.cutout(name, _around(u, name, across), up), tall, u.cutout_size(name)[1])


def is_repeated(u: Uniforms, name: str, across: V, up: V) -> V:
    """Where `repeated` may show something."""
    return is_drawn(u, name, _around(u, name, across), up)


def _around(u: Uniforms, name: str, across: V) -> V:
    width, height = u.cutout_size(name)
    return clamp(fract(across * (height / width)), 0.0005, 0.9995)


def _crisp(u: Uniforms, pixel: CutoutPixel, tall: Number, height: int) -> CutoutPixel:
    """The edge one pixel wide, however large a texel is on the screen."""
    sharper = vmax(tall / (u.px * float(height)), 1.0)
    return replace(pixel, coverage=clamp(fma(pixel.coverage - 0.5, sharper, 0.5)))
