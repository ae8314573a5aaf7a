"""A mesh of triangles: a lattice whose corners are moved at random, and its triangles quartered where one wants.

In: a point in sides of a triangle. Out: the triangle about it, how near the point is to each corner and to the nearest
border, and the triangle's tilt. What a triangle shows, and where the lattice lies, is the medium's own affair.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.noise import cell, chance
from beatforge.picture.trace import Number, V, clamp, fabs, floor, fma, fract, sel, sqrt, vmax

MOVED = 0.38
"""The square in which a corner lies, in sides; with 0.4 triangles could fold over."""

_HIGH = 0.8660254


def triangle(right: V, down: V) -> tuple[list[list[V]], list[V]]:
    """The triangle about a point: three corners (where they are from the point, and a random height), and how near the
    point is to each (shares that make 1)."""
    row = down * (1.0 / _HIGH)
    column = fma(row, -0.5, right)
    # the nearest corner of the even lattice, as cubes are rounded
    near_column, near_row = floor(column + 0.5), floor(row + 0.5)
    near_other = floor(0.5 - column - row)
    off_column, off_row = fabs(near_column - column), fabs(near_row - row)
    off_other = fabs(near_other + column + row)
    fixed_column = (off_column > off_row) & (off_column > off_other)
    fixed_row = (off_row > off_other) & (off_row > off_column)
    near_column, near_row = (
        sel(fixed_column, 0.0 - near_row - near_other, near_column),
        sel(fixed_row, 0.0 - near_column - near_other, near_row),
    )
    column, row = near_column - column, near_row - row

    def corner(columns: Number, rows: Number) -> list[V]:
        number = chance(cell(near_column + columns, near_row + rows), 1)
        moved = fma(fract(number * 256.0), MOVED, -0.5 * MOVED), fma(fract(number * 4096.0), MOVED, -0.5 * MOVED)
        return [
            fma(row + rows, 0.5, column + columns) + moved[0],
            fma(row + rows, _HIGH, moved[1]),
            number,
        ]

    hub = corner(0.0, 0.0)

    def is_past(end: list[V]) -> V:
        """Whether the point lies beyond the line from the hub to that corner, as one goes round."""
        return _cross(end[0] - hub[0], end[1] - hub[1], 0.0 - hub[0], 0.0 - hub[1]) > 0.0

    # first in which half about the hub the point lies, then in which third of it: two corners need not be looked at
    start, turn = corner(1.0, 0.0), corner(-1.0, 0.0)
    is_first = _is_within(hub, start, turn, is_past)
    way = sel(is_first, 1.0, -1.0)
    ends = [[sel(is_first, a, b) for a, b in zip(*pair, strict=True)] for pair in ((start, turn), (turn, start))]
    rim = [ends[0], corner(0.0, way), corner(0.0 - way, way), ends[1]]
    past_second, past_third = is_past(rim[1]), is_past(rim[2])
    one = [sel(past_third, c, sel(past_second, b, a)) for a, b, c in zip(*rim[:3], strict=True)]
    other = [sel(past_third, c, sel(past_second, b, a)) for a, b, c in zip(*rim[1:], strict=True)]
    whole = 1.0 / _cross(one[0] - hub[0], one[1] - hub[1], other[0] - hub[0], other[1] - hub[1])
    to_one = _cross(0.0 - hub[0], 0.0 - hub[1], other[0] - hub[0], other[1] - hub[1]) * whole
    to_other = _cross(one[0] - hub[0], one[1] - hub[1], 0.0 - hub[0], 0.0 - hub[1]) * whole
    return [hub, one, other], [1.0 - to_one - to_other, to_one, to_other]


def quarter(weights: list[V], is_split: V) -> tuple[Any, list[V], V, V]:
    """One of the four triangles in a triangle, if it is split: how shares in it become shares of the whole, the
    point's shares in it, how fast they change, and a small shade of its own."""
    ends = [sel((weight > 0.5) & is_split, 1.0, 0.0) for weight in weights]
    is_middle = sel(is_split, 1.0 - ends[0] - ends[1] - ends[2], 0.0)
    # 2 in a corner, -2 in the middle, 1 where it is whole
    factor = fma(is_middle, -4.0, sel(is_split, 2.0, 1.0))
    inner = [fma(weight, factor, is_middle - end) for weight, end in zip(weights, ends, strict=True)]
    back = 1.0 / factor

    def whole(shares: list[V]) -> list[V]:
        return [(share + end - is_middle) * back for share, end in zip(shares, ends, strict=True)]

    shade = fma(ends[0] + ends[1] * 0.4, 0.05, is_middle * -0.05)
    return whole, inner, factor, shade


def border(corners: list[list[V]], weights: list[V], finer: V, screen: V) -> tuple[V, V, V]:
    """How far the nearest side of a facet is, in pixels (of which a triangle's side has `screen`), and the way
    there; its `weights` change `finer` times as fast as those of the triangle it is in."""
    hub, one, other = corners
    ax, ay, bx, by = one[0] - hub[0], one[1] - hub[1], other[0] - hub[0], other[1] - hub[1]
    whole = finer / _cross(ax, ay, bx, by)
    ways = [(by * whole, 0.0 - bx * whole), (0.0 - ay * whole, ax * whole)]
    ways.insert(0, (0.0 - ways[0][0] - ways[1][0], 0.0 - ways[0][1] - ways[1][1]))
    nearest: list[V] = []
    for weight, (right, down) in zip(weights, ways, strict=True):
        steep = 1.0 / sqrt(fma(right, right, down * down))
        found = [weight * steep, right * steep, down * steep]
        nearest = nearest or found
        is_nearer = found[0] < nearest[0]
        nearest = [sel(is_nearer, this, that) for this, that in zip(found, nearest, strict=True)]
    return nearest[0] * screen, 0.0 - nearest[1], 0.0 - nearest[2]


def tilt(corners: list[list[V]]) -> V:
    """How much a triangle over corners of random heights looks to the light, about -1 .. 1."""
    hub, one, other = corners
    ax, ay, ah = one[0] - hub[0], one[1] - hub[1], one[2] - hub[2]
    bx, by, bh = other[0] - hub[0], other[1] - hub[1], other[2] - hub[2]
    whole = 1.0 / _cross(ax, ay, bx, by)
    right, down = (ah * by - bh * ay) * whole, (ax * bh - bx * ah) * whole
    return clamp(right * 0.5 + down * 0.7, -1.2, 1.2)


def _is_within(hub: list[V], start: list[V], turn: list[V], is_past: Any) -> V:
    """Whether the point lies between the ways to two corners, going round from the first; they may be over a half turn
    apart, or under."""
    opened = _cross(start[0] - hub[0], start[1] - hub[1], turn[0] - hub[0], turn[1] - hub[1])
    past_start, past_turn = (sel(is_past(end), 1.0, 0.0) for end in (start, turn))
    both = past_start * (1.0 - past_turn)
    either = vmax(past_start, 1.0 - past_turn)
    return sel(opened > 0.0, both, either) > 0.5


def _cross(ax: V, ay: V, bx: V, by: V) -> V:
    return fma(ax, by, 0.0 - ay * bx)
