"""What a pixel looks at: its ray from her camera, how far things are, and how depth is told to media.

Distances are counted along the camera's axis. Depth leaves the figure at about a third, so that media focus on her,
draw her boldest lines, and let haze grow behind her.
"""

from __future__ import annotations

from beatforge.picture.layout import Uniforms
from beatforge.picture.trace import Number, V, as_float, clamp, fma, sel, sqrt, vmax

FAR = 60.0
"""Beyond all that a stage has."""


class Sight:
    """One pixel's look: `column`, `row` in pixels of the figure's planes, `ray` (x, y, z; one long along the axis)."""

    def __init__(self, x: V, y: V, u: Uniforms) -> None:
        self.u = u
        right, up = (x - u.view_x) / u.view_scale, (y - u.view_y) / u.view_scale
        per_unit = 720.0 / u.pixel
        self.column, self.row = (right + u.half_width) * per_unit, (0.5 - up) * per_unit
        self.across = (self.column - u.pixels_across * 0.5) / u.pixels_down
        self.above = (u.pixels_down * 0.5 - self.row) / u.pixels_down
        wide, high = self.across * u.tangent * 2.0, self.above * u.tangent * 2.0
        self.ray = [fma(u[f"right.{axis}"], wide, fma(u[f"up.{axis}"], high, u[f"forward.{axis}"])) for axis in "xyz"]
        self.eye = [u[f"eye.{axis}"] for axis in "xyz"]
        self.longer = sqrt(fma(wide, wide, fma(high, high, 1.0)))
        self.pixel = u.tangent * 2.0 / u.pixels_down

    def meets(self, axis: int, place: Number) -> V:
        """How far along the axis the ray meets the plane at `place` of x, y or z; `FAR` where it never does."""
        way = self.ray[axis]
        steep = sel((way < 0.0), 0.0 - way, way) > 1e-5
        distance = (place - self.eye[axis]) / sel(steep, way, 1.0)
        return sel(steep & (distance > 0.0), distance, FAR)

    def beyond(self, z: Number) -> V:
        """How far along the ray meets what stands behind her at `z`; `FAR` for cameras that look to the hall: what
        hangs there was taken out of their way."""
        return sel(self.ray[2] < 0.0, self.meets(2, z), FAR)

    def at(self, distance: V) -> list[V]:
        """The point so far along."""
        return [fma(way, distance, eye) for way, eye in zip(self.ray, self.eye, strict=True)]

    def depth(self, distance: Number) -> V:
        """A distance as media take it: 0 near .. 1 far."""
        part = as_float(distance) / self.u.subject
        beyond = 1.0 - 0.66 / vmax(part * part, 1.0)
        return clamp(sel(part < 1.0, part * 0.34, beyond), 0.02, 0.985)


def level(u: Uniforms, name: str) -> V:
    """A number of the stage by its name in `moment.STAGE`."""
    return u[f"show.{name}"]


def theme(u: Uniforms, name: str) -> list[V]:
    """A colour of the theme."""
    return [u[f"theme.{name}.{channel}"] for channel in "rgb"]
