"""The lattice that blocks of an isometric picture stand on, fixed to the frame, and planes with a word for each cell.

A block's place is (right, left): whole steps to the lower right and to the lower left from the middle of the frame's
upper edge. Its row is their sum. On the screen it fills two strips, each half a block wide: the one that their
difference numbers with its right half, and the one before that with its left half.
In planes of blocks, and of slabs of four of them, odd rows stand half a column to the right. In planes of strips a word
tells the half block whose ground lies there; halves that stand before it are the words below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from beatforge.picture.layout import Uniforms
from beatforge.picture.planes import Cells, Reader
from beatforge.picture.trace import V, clamp, executor, fabs, floor, fma, gate, vmax, vmin

WIDE = 11.0
"""Points from side to side of a small block; it is half as deep."""

LEAST = 0.6
"""The smallest that the mark `size` makes a block: for that many cells there is room."""

_MARGIN = 10
_SMALL = WIDE * LEAST
BLOCKS = Cells(_SMALL, _SMALL * 0.25, _MARGIN)
SLABS = Cells(_SMALL * 2.0, _SMALL * 0.5, _MARGIN)
STRIPS = Cells(_SMALL * 0.5, _SMALL * 0.25, _MARGIN)

_ABOVE = 4.0
"""Rows of a plane above the frame."""

_BELOW = 24.0
"""Rows of a plane that are drawn besides those within the frame: what stands below it is seen in it."""


_ASIDE = 0.0077
"""A small part of a step, so that no pixel's middle lies where two strips meet."""


@dataclass(frozen=True, slots=True)
class Place:
    """The block of a cell; of a strip, whether it shows the left half (1 or 0)."""

    right: V
    left: V
    is_left: V


def wide_of(u: Uniforms) -> V:
    """Points from side to side of a block."""
    return vmax(u.mark("size"), LEAST) * WIDE


def half_block(x: V, y: V, u: Uniforms) -> tuple[V, V, V, V]:
    """Column and row in planes of strips of a place on the ground; and how far it is in its block from the back, to
    the right and to the left, 0..1."""
    each = 1.0 / wide_of(u)
    # vectors reach beyond the frame, the lattice does not
    across, along = fma(vmin(x, u.width), each, fma(u.width * each, -0.5, _ASIDE)), y * (each * 2.0)
    right, left = along + across, along - across
    first_right, first_left = floor(right), floor(left)
    # not rounded: the word of a cell is that of any place in it
    column, row = fma(across, 2.0, _middle(STRIPS, u)), first_right + (first_left + _ABOVE)
    return column, row, right - first_right, left - first_left


def word_at(planes: Reader, name: str, right: V, left: V, u: Uniforms) -> V:
    """The word of a block or slab in a plane of its kind; beyond what is drawn, of one at the border."""
    cells = planes.slots[name][1]
    assert isinstance(cells, Cells)
    middle = _middle(cells, u)
    column = clamp(floor((right - left) * 0.5) + middle, 0.0, fma(middle, 2.0, 1.0))
    return planes.cell(name, column, floor(clamp(right + left + _ABOVE, 0.0, _rows(cells, u) - 1.0)))


def over_cells(draw: Callable[[Place, Uniforms, Reader], list[V]], cells: Cells, words: int = 1) -> Any:
    """`draw` for each cell, but only for what the frame shows: there is room for smaller blocks."""

    def drawn(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        middle = _middle(cells, u)
        column, row = floor(x) - middle, floor(y) - _ABOVE
        odd = _odd(row)
        is_left = fabs(_odd(column) - odd)
        aside = column + is_left if cells == STRIPS else fma(column, 2.0, odd)
        place = Place((row + aside) * 0.5, (row - aside) * 0.5, is_left)
        is_shown = (x < fma(middle, 2.0, 2.0)) & (y < _rows(cells, u))
        return gate(is_shown, lambda: draw(place, u, planes), [executor().constant(0, "i")] * words)

    return drawn


def _middle(cells: Cells, u: Uniforms) -> V:
    """Columns to the left of the frame's middle."""
    return floor(u.width * (0.5 * _SMALL / cells.width) / wide_of(u)) + 2.0


def _rows(cells: Cells, u: Uniforms) -> V:
    """Rows that are drawn."""
    return 720.0 * (_SMALL / cells.height) / wide_of(u) + _BELOW


def _odd(value: V) -> V:
    return value - floor(value * 0.5) * 2.0
