"""Arithmetic of traced vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beatforge.picture.trace import V, fma, sqrt, vmax


def dot(one: Sequence[Any], other: Sequence[Any]) -> V:
    return fma(one[0], other[0], fma(one[1], other[1], one[2] * other[2]))


def unit(vector: Sequence[V]) -> list[V]:
    inverse = 1.0 / sqrt(vmax(dot(vector, vector), 1e-20))
    return [part * inverse for part in vector]


def cross(one: Sequence[V], other: Sequence[V]) -> list[V]:
    return [one[a] * other[b] - one[b] * other[a] for a, b in ((1, 2), (2, 0), (0, 1))]
