"""Signed distances of plain shapes: negative inside, in the units of the coordinates they are given.

Combine with `vmin` (either), `vmax` (common part), `vmax(a, -b)` (a without b); `u.cover(distance)` turns a distance
into coverage with a soft edge of one pixel.
"""

from __future__ import annotations

from beatforge.picture.trace import Number, V, clamp, fabs, fma, sqrt, vmax, vmin


def length(x: V, y: V) -> V:
    return sqrt(fma(x, x, y * y))


def disc(x: V, y: V, radius: Number) -> V:
    return length(x, y) - radius


def box(x: V, y: V, half_width: Number, half_height: Number) -> V:
    """An upright rectangle about the origin (a bound, not exact, beyond its corners)."""
    return vmax(fabs(x) - half_width, fabs(y) - half_height)


def capsule(x: V, y: V, x0: Number, y0: Number, x1: Number, y1: Number, radius: Number) -> V:
    """A round-ended stroke from (x0, y0) to (x1, y1)."""
    x, y, dx, dy = x - x0, y - y0, x1 - x0, y1 - y0
    along = clamp((x * dx + y * dy) / (dx * dx + dy * dy))
    return length(x - along * dx, y - along * dy) - radius


def taper(x: V, y: V, x0: Number, y0: Number, x1: Number, y1: Number, radius0: Number, radius1: Number) -> V:
    """A stroke whose radius goes from `radius0` to `radius1`."""
    x, y, dx, dy = x - x0, y - y0, x1 - x0, y1 - y0
    along = clamp((x * dx + y * dy) / (dx * dx + dy * dy))
    return length(x - along * dx, y - along * dy) - fma(along, radius1 - radius0, radius0)


def triangle(x: V, y: V, half_base: Number, height: Number) -> V:
    """An upright triangle standing on the origin."""
    return vmax(
        (fabs(x) * height + y * half_base) / (half_base + height) - half_base * height / (half_base + height), -y
    )


def union(first: V, *others: V) -> V:
    for other in others:
        first = vmin(first, other)
    return first
