"""Boxes about what stands at places of its own, so that a pixel asks no more of a row than whether it is near it.

In: the rows of a table in a frame, each with what it can reach; out: those that are in the picture, each after its box
(left, right, low, high in scene units), and how many they are. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from beatforge.picture.trace import V

Box: TypeAlias = tuple[float, float, float, float]

Row: TypeAlias = tuple[float, ...]

SIDES = 4
"""Columns that a box takes in front of a row."""

_SPARE = 1e-3
"""A box's margin: a kernel's single precision may put an edge a little farther out."""


def boxed(rows: Iterable[tuple[Box, Sequence[float]]], length: int, columns: int) -> tuple[list[Row], float]:
    """A table of `length` rows that begins with those given, and their count."""
    made = [
        (left - _SPARE, right + _SPARE, low - _SPARE, high + _SPARE, *row) for (left, right, low, high), row in rows
    ]
    return [*made, *[(0.0,) * columns] * (length - len(made))], float(len(made))


def within(row: Sequence[V], x: V, y: V) -> V:
    """Where a row's box is."""
    left, right, low, high = row[:SIDES]
    return (x > left) & (x < right) & (y > low) & (y < high)


def kept_inside(values: Mapping[str, float], middle: float, reach: float) -> float:
    """`Uniforms.inside` for a frame's numbers."""
    room = max(values["half_width"] * 0.86 - reach, 0.0)
    return min(max(middle, -room), room)
