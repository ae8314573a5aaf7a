"""Distance, gradient and colour of the figure: one walk over a list of primitives.

In: points and a list of rows of the table. Out: the distance to what is nearest, or with it what shading needs. Rows of
one group blend, groups are united. A smooth minimum is a polynomial, so its gradient is the blend of gradients: no
further walks are needed for normals. Nothing is skipped inside: what a packet sees must not depend on its width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.persona.layout import (
    BLEND,
    GROUP,
    HALF_OVER_BLEND,
    KIND,
    KINDS,
    LISTS,
    OF_MATERIAL,
    PRIMITIVE,
    PRIMITIVES_AT,
)
from beatforge.persona.packets import Packets, Row
from beatforge.persona.shapes import SHAPES, Point, opened
from beatforge.picture.llvm_function import whole
from beatforge.picture.trace import V, clamp, fma, lerp, sel

FAR = 16.0
"""Farther than anything."""


def emit_walk(emit: Packets, full: bool) -> Callable[..., list[V]]:
    """The walk as an inner function of a point (and the pixel's size there), the list's first place and its length.

    It gives the distance; a full one gives normal (3), colour (3) and material.
    """

    def walk(x: V, y: V, z: V, *more: Any) -> list[V]:
        *pixel, first, count = more
        width = 8 if full else 1
        far = [emit.constant(FAR, "f")] + [emit.constant(0.0, "f")] * (width - 1)
        start = [*far, *far, V(whole(-1), "i")]

        def step(counter: Any, carried: list[V]) -> list[V]:
            nearest, group, last = carried[:width], carried[width:-1], carried[-1].held
            index = emit.word(LISTS, emit.builder.add(counter, first))
            row = emit.row_of(PRIMITIVES_AT, PRIMITIVE, index)
            mine = row.whole(GROUP)
            other = emit.builder.icmp_signed("!=", mine, last)
            nearest = [*emit.when(other, lambda: _united(nearest, group), nearest)]
            group[0] = V(emit.builder.select(other, far[0].held, group[0].held))
            group = _blended(emit, row, [x, y, z], group, pixel)
            return [*nearest, *group, V(mine, "i")]

        *carried, _ = emit.loop(count, start, step)
        told = _united(carried[:width], carried[width:])
        return told[1:] if full else told

    return emit.inner("shaped" if full else "distance", 4 if full else 3, 2, 7 if full else 1, walk)


def _united(nearest: list[V], group: list[V]) -> list[V]:
    nearer = group[0] < nearest[0]
    return [sel(nearer, one, other) for one, other in zip(group, nearest, strict=True)]


def _blended(emit: Packets, row: Row, point: Point, group: list[V], pixel: Sequence[V]) -> list[V]:
    """The group with one more member. Where it is the first, it replaces what stood there exactly: what was left out of
    the list must not show. What does not reach the point changes nothing, so no packet asks it for more."""

    def member(kind: str) -> Callable[[], list[V]]:
        def joined() -> list[V]:
            distance, surface = SHAPES[kind](row, point)
            part = clamp(fma(group[0] - distance, row[HALF_OVER_BLEND], 0.5))
            alone = part < 1.0
            smooth = fma(part, distance - group[0], group[0]) - row[BLEND] * part * (1.0 - part)
            nearest = sel(alone, smooth, distance)
            if len(group) == 1:
                return [nearest]

            def seen() -> list[V]:
                gradient, colour = surface(pixel[0])
                new = [*gradient, *colour]
                told = [sel(alone, lerp(old, one, part), one) for old, one in zip(group[1:7], new, strict=True)]
                return [*told, sel(part > 0.5, row[OF_MATERIAL], group[7])]

            return [nearest, *emit.gate(part > 0.0, seen, group[1:])]

        return joined

    cases = {number: member(kind) for number, kind in enumerate(KINDS) if kind in SHAPES}
    cases[KINDS.index("mouth")] = lambda: opened(row, point, group)
    return emit.switch(row.whole(KIND), cases, group)
