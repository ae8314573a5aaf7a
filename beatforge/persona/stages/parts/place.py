"""What a stage is to the performance, and how a camera sees points of its world.

In: a camera and the stage's levels. Out: numbers that a stage's `paint` reads. Places are in figure units: x to her
left, y up from her feet, z to the viewer. Nothing here is traced.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.trace import V

Point = tuple[float, ...]

NEAREST = 0.15
"""What lies nearer before the camera than this is not seen."""


@dataclass(frozen=True, slots=True)
class Show:
    """A moment as a stage needs it: where the camera stands, its axes, the tangent of half its view's height, where it
    looks, and the stage's levels (`moment.STAGE`)."""

    eye: Point
    forward: Point
    right: Point
    up: Point
    tangent: float
    target: Point
    levels: Mapping[str, float]

    def numbers(self) -> dict[str, float]:
        """All of it by the names that `parts.sight` reads."""
        numbers = {"tangent": self.tangent, "subject": max(self.ahead(self.target), 0.5)}
        for name in ("eye", "forward", "right", "up"):
            numbers |= {f"{name}.{axis}": part for axis, part in zip("xyz", getattr(self, name), strict=True)}
        return numbers | {f"show.{name}": level for name, level in self.levels.items()}

    def ahead(self, point: Point) -> float:
        """How far before the camera a point lies."""
        return sum((at - eye) * way for at, eye, way in zip(point, self.eye, self.forward, strict=True))

    def seen(self, point: Point) -> tuple[float, float, float]:
        """(right, up, distance) of a point: the first two in heights of the picture from its middle."""
        off = [at - eye for at, eye in zip(point, self.eye, strict=True)]
        distance = sum(part * way for part, way in zip(off, self.forward, strict=True))
        near = max(distance, NEAREST) * self.tangent * 2.0
        right, up = (sum(part * way for part, way in zip(off, axis, strict=True)) for axis in (self.right, self.up))
        return right / near, up / near, distance


@dataclass(frozen=True, slots=True)
class Place:
    """A stage: what is drawn once per shot, what moves, and what is seen."""

    arrange: Callable[[Draws], Arrangement]
    animate: Callable[[Show], Arrangement]
    paint: Callable[[V, V, Uniforms], G]


def wave(turns: float) -> float:
    """A sine of an angle in turns, -1 .. 1."""
    return math.sin(2.0 * math.pi * turns)
