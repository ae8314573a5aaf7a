"""Which primitives each tile of the frame can see: lists from projected bounds.

In: the primitives' rows and a camera. Out: one list after another, and for each tile its place, its length, and between
which distances its things lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from beatforge.persona.layout import (
    ALONG,
    AO_REACH,
    CENTRE,
    FRAME_AT,
    KIND,
    KINDS,
    REACH,
    SIZE,
    SPARE,
    START,
    TILE,
)

Array = Any
_LINES, _BOX = [KINDS.index("cone"), KINDS.index("lock")], KINDS.index("box")
_CORNERS = np.array([[x, y, z] for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
_SLACK = 1.03
"""Spheres seen from near are larger than their radius over their distance."""


@dataclass(frozen=True, slots=True)
class View:
    """A camera's eye and axes (forward, right, up), and the tangent of half its height."""

    eye: Array
    axes: Array
    tangent: float


def tile_lists(primitives: Array, view: View, width: int, height: int) -> tuple[Array, Array]:
    """Tiles (offset, count, near, far: 4 words each) and the lists as one."""
    columns, rows = -(-width // TILE), -(-height // TILE)
    places, sizes, owners = _outline(primitives)
    off = places - view.eye
    ahead = np.maximum(off @ view.axes[0], 0.05)
    pixels = height / 2 / view.tangent / ahead
    size = (sizes + AO_REACH) * pixels * _SLACK
    across = _covered(width / 2 + (off @ view.axes[1]) * pixels, size, columns, owners)
    down = _covered(height / 2 - (off @ view.axes[2]) * pixels, size, rows, owners)
    flat = np.flatnonzero(down[:, None, :] & across[None, :, :])
    index = (flat % len(primitives)).astype(np.int32)
    counts = np.bincount(flat // len(primitives), minlength=columns * rows)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    tiles = np.zeros((columns * rows, 4), np.float32)
    tiles.view(np.int32)[:, 0], tiles.view(np.int32)[:, 1] = starts, counts
    off, reach = primitives[:, CENTRE : CENTRE + 3] - view.eye, primitives[:, REACH] + AO_REACH
    far = np.sqrt((off * off).sum(1))
    some = counts > 0
    if some.any():
        tiles[some, 2] = np.maximum(np.minimum.reduceat((far - reach)[index], starts[some]), 0.05)
        tiles[some, 3] = np.maximum.reduceat((far + reach)[index], starts[some])
    return tiles, index


def _outline(primitives: Array) -> tuple[Array, Array, Array]:
    """Spheres whose hull holds each primitive: places, sizes, and where each primitive's begin: both ends of a line,
    the corners of a box, one for all others."""
    kinds = primitives[:, KIND]
    is_line, is_box = np.isin(kinds, _LINES), kinds == _BOX
    counts = np.where(is_line, 2, np.where(is_box, 8, 1))
    owner = np.repeat(np.arange(len(primitives)), counts)
    owners = np.concatenate([[0], np.cumsum(counts)[:-1]])
    place = np.arange(len(owner)) - owners[owner]
    rows = primitives[owner]
    places, sizes = rows[:, CENTRE : CENTRE + 3].copy(), rows[:, REACH].copy()
    at = is_line[owner]
    way = rows[at, ALONG : ALONG + 3]
    places[at] = rows[at, START : START + 3] + way * place[at, None]
    # a line's reach is half of it longer than it is thick
    sizes[at] -= np.sqrt((way * way).sum(1)) / 2
    at = is_box[owner]
    turns = rows[at, FRAME_AT : FRAME_AT + 12].reshape(-1, 3, 4)[:, :, :3]
    signs = _CORNERS[place[at]] * (rows[at, SIZE : SIZE + 3] + rows[at, SIZE + 3, None])
    places[at] += np.einsum("rij,ri->rj", turns, signs)
    sizes[at] = rows[at, SPARE]
    return places, sizes, owners


def _covered(middle: Array, size: Array, count: int, owners: Array) -> Array:
    """For each tile along one side, which primitives it touches."""
    first = np.minimum.reduceat(np.floor((middle - size) / TILE), owners)
    last = np.maximum.reduceat(np.floor((middle + size) / TILE), owners)
    at = np.arange(count)[:, None]
    return (at >= first) & (at <= last)
