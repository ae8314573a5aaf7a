"""The performer: a persona's figure in a pose, seen by a camera in a light.

In: the persona's file and a frame's size; for each frame a pose, an expression, a camera and lights. Out: planes of
colour and matter of figure and booth only; the stage behind them, motion and music are others'.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from beatforge.persona import layout
from beatforge.persona.kernel import performer_kernel
from beatforge.persona.lights import Lights
from beatforge.persona.poses import Camera, Expression, Pose
from beatforge.persona.rig import Rig
from beatforge.persona.tile import SCRATCH_WORDS
from beatforge.persona.tiles import View, tile_lists
from beatforge.picture.planes import Plane
from beatforge.project.figures import ShownSpec

Array = Any
SHADOW_STEPS = 9
TILES_AT_ONCE = 96
"""Tiles that a thread takes at a time."""


@dataclass(frozen=True, slots=True)
class Planes:
    """What a frame shows: `colour` as the picture room packs it, `matter` with depth (16 bits, to `DEPTH_SPAN`), the
    material (8 bits, 0 is none) and how much of the pixel is covered (8 bits)."""

    colour: Plane
    matter: Plane

    def rgb(self) -> Array:
        """Display colours 0..1 of what is there; any where nothing is."""
        words = _inner(self.colour)
        parts = [(words >> shift & (1 << bits) - 1) / np.float32((1 << bits) - 1) for shift, bits in _CHANNELS]
        return np.stack(parts, 2).astype(np.float32)

    def coverage(self) -> Array:
        return (_inner(self.matter) >> 24).astype(np.float32) / np.float32(255.0)

    def depth(self) -> Array:
        """Distance along the ray; 0 where nothing is."""
        return (_inner(self.matter) & 0xFFFF).astype(np.float32) * np.float32(layout.DEPTH_SPAN / 65535.0)

    def over(self, ground: Array) -> Array:
        """The figure before a ground (height, width, 3; 0..1), as bytes."""
        share = self.coverage()[:, :, None]
        return ((ground * (1.0 - share) + self.rgb() * share).clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


_LINES = [layout.KINDS.index(kind) for kind in ("cone", "lock")]
_CHANNELS = ((0, 11), (11, 11), (22, 10))


class Performer:
    """One figure at one size. Planes are filled anew with every frame."""

    def __init__(self, shown: ShownSpec, width: int, height: int, with_booth: bool = True, threads: int = 0) -> None:
        self.width, self.height = width, height
        self.rig = Rig(shown, with_booth)
        self._threads = threads or _cores()
        self._seen = Planes(Plane(width, height, 1), Plane(width, height, 1))
        self._done = Planes(Plane(width, height, 1), Plane(width, height, 1))
        self._tiles = -(-width // layout.TILE) * -(-height // layout.TILE)
        self._columns = -(-width // layout.TILE)
        self._starts = np.zeros(self._tiles * 16 + 16, np.float32)
        self._numbers = np.zeros(layout.TOTAL, np.float32)
        self._casters = np.zeros(layout.CASTER * layout.PRIMITIVES_MAX, np.float32)

    @property
    def planes(self) -> Planes:
        """Where frames with smooth edges are put, the same at every frame."""
        return self._done

    def frame(self, pose: Pose, expression: Expression, camera: Camera, lights: Lights, smooth: bool = True) -> Planes:
        """The planes of one moment; they hold until the next. Without `smooth`, edges are as pixels fall."""
        view = view_of(camera)
        tables = self.rig.tables(pose, expression, view.eye)
        self._set_numbers(tables.materials, tables.primitives, view, lights)
        self._set_casters(tables.primitives, tables.casters)
        tiles, index = tile_lists(tables.primitives, view, self.width, self.height)
        scratch = SCRATCH_WORDS + 32
        lists = np.zeros(len(index) + self._threads * scratch, np.int32)
        lists[: len(index)] = index
        for plane in (self._seen.colour, self._seen.matter, self._done.colour, self._done.matter):
            plane.words[:] = 0
        spans = self._spans(tiles)
        for phase in (0, 1) if smooth else (0,):
            self._numbers[layout.PLACE["phase"]] = phase
            self._run(spans, tiles, lists, len(index), scratch)
        return self._done if smooth else self._seen

    def _set_numbers(self, materials: Array, primitives: Array, view: View, lights: Lights) -> None:
        numbers = self._numbers
        told: dict[str, float] = {
            "shadow_steps": SHADOW_STEPS,
            "width": self.width,
            "height": self.height,
            "tangent": view.tangent,
            "pixel": 2.0 * view.tangent / self.height,
            **lights.numbers(view.axes[0]),
        }
        for name, value in told.items():
            numbers[layout.PLACE[name]] = value
        for name, vector in (("eye", view.eye), *zip(("forward", "right", "up"), view.axes, strict=True)):
            first = layout.PLACE[f"{name}_x"]
            numbers[first : first + 3] = vector
        first = layout.MATERIALS_AT
        numbers[first : first + materials.size] = materials.ravel()
        numbers[layout.PRIMITIVES_AT : layout.PRIMITIVES_AT + primitives.size] = primitives.ravel()

    def _set_casters(self, primitives: Array, casters: Array) -> None:
        """Each number of the casters for all of them, so that a vector of casters is read at once; beyond the last, far
        away."""
        table = self._casters.reshape(layout.CASTER, -1)
        table[:3] = 1e6
        table[3:] = 0.0
        rows, count = primitives[casters], len(casters)
        is_line = np.isin(rows[:, layout.KIND], _LINES)[:, None]
        along = rows[:, layout.ALONG : layout.ALONG + 3] * is_line
        starts = (rows[:, first : first + 3] for first in (layout.START, layout.CENTRE))
        table[:3, :count] = np.where(is_line, *starts).T
        table[3:6, :count] = along.T
        # a line's reach is half of it longer than it is thick
        table[6, :count] = rows[:, layout.REACH] - np.sqrt((along * along).sum(1)) / 2
        table.view(np.int32)[7, :count] = casters
        self._numbers[layout.PLACE["casters"]] = count

    def _spans(self, tiles: Array) -> list[tuple[int, int]]:
        """Stretches of tiles between the first and the last that have anything in them."""
        filled = np.flatnonzero(tiles.view(np.int32)[:, 1])
        if not len(filled):
            return []
        first, end = int(filled[0]), int(filled[-1]) + 1
        return [(start, min(start + TILES_AT_ONCE, end)) for start in range(first, end, TILES_AT_ONCE)]

    def _run(self, spans: Sequence[tuple[int, int]], tiles: Array, lists: Array, used: int, scratch: int) -> None:
        kernel = performer_kernel()
        planes = (self._seen.colour, self._seen.matter, self._done.colour, self._done.matter)
        arrays = (self._starts, tiles, lists, self._casters)

        def work(thread: int) -> None:
            places = [(plane.address, plane.stride) for plane in planes]
            places += [(int(array.ctypes.data), 0) for array in arrays]
            places.append((int(lists.ctypes.data), used + thread * scratch))
            table = np.array(places, np.int64)
            for start, end in spans[thread :: self._threads]:
                kernel.run_rows(self._numbers, table, self._columns, start, end)

        if self._threads == 1:
            work(0)
        else:
            list(_pool(self._threads).map(work, range(self._threads)))


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@lru_cache(1)
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, "performer")


def view_of(camera: Camera) -> View:
    """The camera's axes."""
    eye, target = np.asarray(camera.eye, float), np.asarray(camera.target, float)
    ahead = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(ahead, (0.0, 1.0, 0.0))
    right /= np.linalg.norm(right)
    return View(eye, np.stack([ahead, right, np.cross(right, ahead)]), math.tan(math.radians(camera.view_degrees) / 2))


def _inner(plane: Plane) -> Array:
    from beatforge.picture.planes import PAD

    return plane.words[PAD : PAD + plane.height, PAD : PAD + plane.width]
