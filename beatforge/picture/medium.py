"""What a medium and a motif are to the renderer, and how they are found: one file each, by name.

A medium states the scale at which motifs are painted for it, the passes that lead to its picture, those that make its
paper (once per shot, in no music), and `finish`, the colour of each pixel. Its helpers for reading planes are here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from beatforge.errors import ToolError
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G, anchor_of, depth_of, field, ident_of, pack, part
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.planes import Reader, Scale
from beatforge.picture.trace import Number, V, as_float, clamp, fabs, floor, fma, sel, vmin

COLOUR, MATTER, ANCHOR = "colour", "matter", "anchor"
"""The planes a motif writes; the last one for media that ask for it."""

OUTLINE = "outline"
"""The plane `draw_outline` writes."""

RGB = ((0, 11), (11, 11), (22, 10))
"""The fields of a packed colour."""


_RING = ((1, 0, 2.0), (-1, 0, 2.0), (0, 1, 2.0), (0, -1, 2.0), (1, 1, 1.0), (-1, 1, 1.0), (1, -1, 1.0), (-1, -1, 1.0))


Draw = Callable[[V, V, Uniforms, Reader], Sequence[Any]]
"""(x, y, uniforms, planes) -> the words of the pass's planes, or red, green, blue; x and y in points."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One sweep over the frame at `scale`, or over the cells of a lattice; `writes` names the planes that get what
    `draw` returns, in order."""

    draw: Draw
    scale: Scale
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Medium:
    """How a picture is painted. Passes draw with block 0 of the uniforms (no motif's own numbers).

    `is_anchored` media read the plane `ANCHOR` too (at the motif's scale), so that their strokes stick to things.
    """

    scale: int
    finish: Callable[[V, V, Uniforms, Reader], list[Any]]
    passes: tuple[Pass, ...] = ()
    paper: tuple[Pass, ...] = ()
    is_anchored: bool = False


@dataclass(frozen=True, slots=True)
class Motif:
    """What is seen. `animate`, where there is one, makes numbers anew for each frame (joints of a dancer); what it
    returns stands in for what `arrange` called the same, tables with as many rows."""

    compositions: int
    arrange: Callable[[int, Draws], Arrangement]
    paint: Callable[[V, V, Uniforms], G]
    animate: Callable[[Mapping[str, float], Arrangement], Arrangement] | None = None

    def arranged(self, composition: int, seed: int) -> Arrangement:
        """The numbers of a composition (taken modulo what there is)."""
        composition %= self.compositions
        return self.arrange(composition, Draws(seed, composition, 3))

    def at(self, values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
        """The numbers in a frame with these `values`."""
        return {**arranged, **self.animate(values, arranged)} if self.animate else arranged


def find_medium(name: str) -> Medium:
    """The medium in picture/media/<name>.py."""
    medium: Medium = _module("media", name).MEDIUM
    return medium


def find_motif(name: str) -> Motif:
    """The motif in picture/motifs/<name>.py."""
    module = _module("motifs", name)
    return Motif(len(module.VIEWS), module.arrange, module.paint, getattr(module, "animate", None))


def smooth(planes: Reader, name: str, fields: Sequence[tuple[int, int]], crisp: float = 1.0) -> list[V]:
    """Packed values (shift, width) of a coarser plane, bilinear, 0..1; `crisp` 2 makes edges half as wide."""
    words, along, across = planes.around(name)
    if crisp > 1.0:
        along, across = (clamp(fma(way, crisp, 0.5 - 0.5 * crisp)) for way in (along, across))
    both = along * across
    weights = [1.0 - along - across + both, along - both, across - both, both]
    values = []
    for shift, width in fields:
        taps = [field(word, shift, width) for word in words]
        total = taps[0] * weights[0]
        for tap, weight in zip(taps[1:], weights[1:], strict=True):
            total = fma(tap, weight, total)
        values.append(total * (1.0 / ((1 << width) - 1)))
    return values


def anchor(planes: Reader) -> tuple[V, V]:
    """Where this pixel's thing is in its own, unmoved world: points to the right and down, 0 .. 8192."""
    return anchor_of(planes.near(ANCHOR))


def fine_anchor(x: V, y: V, u: Uniforms, planes: Reader) -> tuple[V, V]:
    """`anchor` in a pass at full size of a motif painted at half: the coarse pixel's, moved by the place within it."""
    block = 2.0 / u.per_point
    right, down = anchor_of(planes.coarse(ANCHOR))
    return right + x - (floor(x / block) + 0.5) * block, down + y - (floor(y / block) + 0.5) * block


def draw_outline(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """A pass after the motif: how much of an outline is at each pixel, and the nearer side's depth."""
    here = planes.near(MATTER)
    ident, depth = ident_of(here), depth_of(here)
    total: Number = 0.0
    for dx, dy, weight in _RING:
        there = planes.near(MATTER, dx * planes.step, dy * planes.step)
        total = total + sel(fabs(ident_of(there) - ident) > 0.5, weight, 0.0)
        depth = vmin(depth, depth_of(there))
    # share x (1 - share) is the same on both sides of an edge, and evener along its steps than the share
    share = total * (1.0 / 16.0)
    return [pack([(share * (1.0 - share) * 4.0, 10), (depth, 10)])]


def outline(planes: Reader) -> tuple[V, V]:
    """The outline, rounded (its steps from pixel to pixel averaged away, so that it neither jags nor flickers): 0..0.7
    on it, 0.25 beside it; and the depth of the nearer thing it belongs to."""
    taps = [(4.0, 0, 0), *((2.0, dx, dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)))]
    taps += [(1.0, dx, dy) for dx in (1, -1) for dy in (1, -1)]
    total: Number = 0.0
    for weight, dx, dy in taps:
        total = fma(part(planes.near(OUTLINE, dx * planes.step, dy * planes.step), 0, 10), weight / 16.0, total)
    return as_float(total), part(planes.near(OUTLINE), 10, 10)


def weighted(parts: list[tuple[float, list[V]]]) -> list[V]:
    """A sum of colours with fixed weights."""
    weight, total = parts[0][0], parts[0][1]
    summed = [channel * weight for channel in total]
    for weight, colour in parts[1:]:
        summed = [fma(channel, weight, so_far) for channel, so_far in zip(colour, summed, strict=True)]
    return summed


def _module(folder: str, name: str) -> Any:
    full = f"beatforge.picture.{folder}.{name}"
    try:
        return import_module(full)
    except ModuleNotFoundError as error:
        if error.name != full:
            raise
        raise ToolError(f"this beatforge has no {full}; is the project newer than the program?") from error
