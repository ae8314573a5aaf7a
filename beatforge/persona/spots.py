"""What paints are told: a spot on the figure, and the frame's own numbers by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.persona.layout import PLACE
from beatforge.persona.packets import Row
from beatforge.persona.vectors import unit
from beatforge.picture.trace import V, executor, fma


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the figure: in its material's own space, its normal, its colour so far, and a pixel's size there."""

    local: Sequence[V]
    normal: Sequence[V]
    colour: Sequence[V]
    pixel: V


class Frame:
    """The frame's numbers by the names of `layout.FRAME`."""

    def __getitem__(self, name: str) -> V:
        return executor().uniform(PLACE[name])

    def colour(self, name: str) -> list[V]:
        return [self[f"{name}_{channel}"] for channel in "rgb"]

    def vector(self, name: str) -> list[V]:
        return [self[f"{name}_{axis}"] for axis in "xyz"]

    def ray(self, x: V, y: V) -> list[V]:
        """The way a pixel looks."""
        scale = self["tangent"] * 2.0 / self["height"]
        right, up = (x - self["width"] * 0.5) * scale, (self["height"] * 0.5 - y) * scale
        forward, rightward, upward = (self.vector(name) for name in ("forward", "right", "up"))
        return unit([fma(rightward[at], right, fma(upward[at], up, forward[at])) for at in range(3)])

    def along(self, ray: Sequence[V], way: V) -> list[V]:
        """A point on a ray."""
        return [fma(part, way, eye) for part, eye in zip(ray, self.vector("eye"), strict=True)]


def numbers_of(row: Row, start: int, names: Sequence[str]) -> dict[str, V]:
    """A row's numbers from `start` on, by name."""
    return {name: row[start + at] for at, name in enumerate(names)}
