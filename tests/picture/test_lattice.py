"""Laws of the isometric lattice: as many cells at every size; a pixel shows the foremost block that covers it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from beatforge.picture.brushes.blocks import BLOCK, PARTS, STEP, TALL, TALLEST
from beatforge.picture.brushes.faces import EVEN, EVEN_FROM, FACE, FRONT, IS_MOVING, ODD, ODD_FROM, WHOLE, draw_front
from beatforge.picture.brushes.lattice import BLOCKS, SLABS, STRIPS, half_block, over_cells
from beatforge.picture.canvas import Canvas
from beatforge.picture.gbuffer import pack
from beatforge.picture.layout import PASS, Uniforms, block_layout
from beatforge.picture.noise import cell, chance
from beatforge.picture.planes import PAD, words_of
from beatforge.picture.trace import floor

HEIGHTS = {"settled": float(PARTS), "moving": 1.0}
"""Heights of blocks are multiples of so many parts of a step."""


@pytest.mark.parametrize("scale", [BLOCKS, SLABS, STRIPS])
def test_a_lattice_has_as_many_cells_at_every_size(scale: Any) -> None:
    assert words_of(320, 180, scale) == words_of(1280, 720, scale) == words_of(3840, 2160, scale)


def looked_up(kind: str, canvas: Canvas) -> tuple[np.ndarray, ...]:
    """Words of random blocks: in planes of strips, and for each pixel its own cell and where it lies in it."""
    layout = block_layout({})
    uniforms = np.zeros(len(PASS) + layout.size, np.float32)
    values = {"per_point": canvas.height / 720.0, "width": canvas.width * 720.0 / canvas.height, "height": 720.0}
    for name, value in values.items():
        uniforms[PASS.index(name)] = value
    uniforms[len(PASS) + layout.floats["mark.size"]] = 1.0
    u = Uniforms(layout, len(PASS))

    def blocks(place: Any, u: Uniforms, planes: Any) -> list[Any]:
        steps = floor(chance(cell(place.right + 500.0, place.left + 500.0)) * (4.0 * PARTS / HEIGHTS[kind] + 0.999))
        return [pack([(0.0, TALL[0]), (steps * (HEIGHTS[kind] / 63.0), 6)])]

    def pixels(x: Any, y: Any, planes: Any) -> list[Any]:
        column, row, in_right, in_left = half_block(x, y, u)
        return [
            pack([(floor(column) * (1.0 / 65535.0), 16), (row * (1.0 / 65535.0), 16)]),
            pack([(in_right, 16), (in_left, 16)]),
        ]

    for draw, words in ((blocks, (BLOCK,)), (draw_front, (FRONT, FACE))):
        cells = over_cells(draw, STRIPS, len(words))
        canvas.prepare(lambda x, y, planes, cells=cells: cells(x, y, u, planes), STRIPS, words, (kind, words))(uniforms)
    canvas.prepare(pixels, 1, ("cell", "within"), "pixels")(uniforms)
    planes = (canvas.planes[name] for name in (BLOCK, FRONT, FACE, "cell", "within"))
    return tuple(plane.words[PAD : PAD + plane.height, PAD : PAD + plane.width] for plane in planes)


def bits(words: np.ndarray, place: tuple[int, int]) -> np.ndarray:
    return (words >> place[0] & (1 << place[1]) - 1).astype(float)


@pytest.mark.parametrize("kind", HEIGHTS)
def test_a_pixel_shows_the_foremost_block_that_covers_it(kind: str) -> None:
    blocks, front, face, cells, within = looked_up(kind, Canvas(200, 150))
    columns, rows = (cells & 65535).astype(int), (cells >> 16).astype(int)
    in_right, in_left = (within & 65535) / 65535.0, (within >> 16) / 65535.0
    low, high = np.minimum(in_right, in_left), np.maximum(in_right, in_left)
    # from the silhouettes themselves: a block covers what lies between its top's back edges and its foot's front ones
    seen = np.zeros(low.shape)
    for k in range(2 * TALLEST + 1):
        tall = bits(blocks[rows + k, columns], TALL) * (STEP / PARTS)
        near = k // 2 + 1 - (low if k % 2 else high)
        across = 1.0 - (high - low) if k % 2 else high - low
        seen = np.where(near + across - 1.0 < tall, float(k), seen)
    told = front[rows, columns]
    even = np.where(low * 2 * PARTS > bits(told, EVEN_FROM), bits(told, EVEN) * 2, 0)
    odd = np.where(high * 2 * PARTS > bits(told, ODD_FROM), bits(told, ODD) * 2 + 1, 0)
    found = np.maximum(bits(told, WHOLE), np.maximum(even, odd))
    is_moving = bits(face[rows, columns], (IS_MOVING, 1)) > 0.5
    if kind == "settled":
        assert not is_moving.any()
        assert (found == seen).all()
    else:
        assert is_moving.mean() > 0.5
        # of three and more blocks that begin on half a block's ground the last two are told
        assert (found == seen).mean() > 0.97
    assert len(np.unique(seen)) > 8
