"""Whether a block's cone of rays meets a primitive: by its line, its box, or its bounding sphere.

In: a row and the rays through the middles of blocks. Out: two masks: of what is met, and of what is so near that it
darkens what is met. Both may hold for a miss, never fail for a meeting: each is grown by the blend of the row's group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from beatforge.persona.layout import (
    ALONG,
    AO_REACH,
    CENTRE,
    KIND,
    KINDS,
    REACH,
    SIZE,
    SPARE,
    START,
)
from beatforge.persona.packets import Packets, Row, flag
from beatforge.persona.shapes import local_line
from beatforge.persona.spots import Frame
from beatforge.persona.vectors import dot
from beatforge.picture.trace import V, clamp, fabs, fma, sqrt, vmax, vmin

LINES, BOXES = ("cone", "lock"), ("box",)


def meets(emit: Packets, row: Row, frame: Frame, ray: Sequence[V], wide: V) -> list[V]:
    """What is met, and what is around it; `wide` is how much the cone widens along its rays."""
    eye = frame.vector("eye")
    cases: dict[int, Callable[[], Sequence[V]]] = {}
    for number, kind in enumerate(KINDS):
        if kind in LINES:
            cases[number] = lambda: _line(row, eye, ray, wide)
        elif kind in BOXES:
            cases[number] = lambda: _box(row, eye, ray, wide)
        else:
            cases[number] = lambda: _sphere(row, eye, ray, wide)
    none = emit.constant(0.0, "f")
    return [found > 0.5 for found in emit.switch(row.whole(KIND), cases, [none, none])]


def _sphere(row: Row, eye: Sequence[V], ray: Sequence[V], wide: V) -> list[V]:
    centre = [row[CENTRE + at] - eye[at] for at in range(3)]
    way = dot(centre, ray)
    return _within(dot(centre, centre) - way * way, row[REACH] + wide * way)


def _line(row: Row, eye: Sequence[V], ray: Sequence[V], wide: V) -> list[V]:
    """The nearest place of the line to the ray. `REACH` is half the line longer than it is thick, its bend included."""
    start, along = [row[START + at] - eye[at] for at in range(3)], row.many(ALONG, 3)
    ahead, square = dot(ray, along), dot(along, along)
    to_start = dot(ray, start)
    part = clamp((ahead * to_start - dot(along, start)) / vmax(square - ahead * ahead, 1e-6))
    way = fma(part, ahead, to_start)
    off = [fma(part, along[at], start[at]) - ray[at] * way for at in range(3)]
    thick = row[REACH] - sqrt(square) * 0.5
    return _within(dot(off, off), thick + wide * way)


def _within(square: V, reach: V) -> list[V]:
    return [flag(square < (reach + more) * (reach + more)) for more in (0.0, AO_REACH)]


def _box(row: Row, eye: Sequence[V], ray: Sequence[V], wide: V) -> list[V]:
    """The ray between each pair of sides, in the box's own frame."""
    begin, ahead = local_line(row, eye, ray)
    middle = dot([row[CENTRE + at] - eye[at] for at in range(3)], ray)
    told = []
    for more in (0.0, AO_REACH):
        enters, leaves = None, None
        for at in range(3):
            half = row[SIZE + at] + row[SIZE + 3] + row[SPARE] + wide * (middle + row[REACH]) + more
            inverse = 1.0 / vmax(fabs(ahead[at]), 1e-6)
            centre = begin[at] * ahead[at] * inverse * inverse * -1.0
            reach = half * inverse
            enters = centre - reach if enters is None else vmax(enters, centre - reach)
            leaves = centre + reach if leaves is None else vmin(leaves, centre + reach)
        assert enters is not None and leaves is not None
        told.append(flag(enters < leaves))
    return told
