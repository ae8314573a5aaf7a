"""The forms of primitives: distances, gradients, colours, each from its row of the table.

In: a row and a point. Out: the distance, and how the surface is told where somebody asks. Pseudo-distances of
ellipsoids are no strict bounds. No form knows which thing of a figure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beatforge.persona.layout import (
    ALONG,
    BULGE,
    COLOUR,
    EXTRA,
    FRAME_AT,
    GROWTH,
    INVERSE_SQUARE,
    MOUTH_NUMBERS,
    RADIUS,
    SIZE,
    START,
    STRAND_AT,
    STRAND_COUNT,
    STRAND_DEPTH,
    STRAND_LENGTH,
    STRAND_PHASE,
    STRAND_X,
    STRAND_Y,
)
from beatforge.persona.lens import Lens
from beatforge.persona.packets import Row
from beatforge.persona.vectors import cross, dot, unit
from beatforge.picture.trace import V, atan2p, clamp, cosp, fabs, floor, fma, sel, sqrt, vmax, vmin

Point = Sequence[V]
Surface = tuple[list[V], list[V]]
"""Gradient and colour."""

Form = tuple[V, Callable[[V], Surface]]
"""The distance to one primitive, and how its surface is told where a pixel is so large."""


def opened(row: Row, point: Point, group: list[V]) -> list[V]:
    """The group with a mouth: lips stand out a little, what lies between them goes in."""
    x, y, z = _local(row, point)
    numbers = dict(zip(MOUTH_NUMBERS, row.many(SIZE, len(MOUTH_NUMBERS)), strict=True))
    lens = Lens.mouth(numbers)
    outside, slope_x, slope_y = lens.at(x, y)
    outside = vmax(outside, (0.12 - z) * 0.6)
    near = clamp(1.0 - fabs(outside) * (1.0 / 0.045))
    aside = (x - numbers["x"]) / numbers["width"]
    # lips end at the corners
    lips = numbers["lips"] * clamp((1.0 - aside * aside) * 3.0)
    swell = lips * near * near
    body = group[0] - swell
    inside = vmin(outside * -0.85, body + numbers["depth"])
    is_wall = inside > body
    told = [sel(is_wall, inside, body)]
    if len(group) == 1:
        return told
    matrix = [row.many(FRAME_AT + 4 * line, 3) for line in range(3)]
    across = [fma(matrix[0][at], slope_x, matrix[1][at] * slope_y) for at in range(3)]
    tilt = lips * near * sel(outside > 0.0, 44.0, -44.0)
    lifted = [fma(way, tilt, old) for way, old in zip(across, group[1:4], strict=True)]
    wall = (outside * -0.85) < (body + numbers["depth"])
    told += [
        sel(is_wall, sel(wall, way * -1.0, old), new) for way, old, new in zip(across, group[1:4], lifted, strict=True)
    ]
    return told + group[4:]


def _colour(row: Row) -> list[V]:
    return row.many(COLOUR, 3)


def _local(row: Row, point: Point) -> list[V]:
    """The point in the row's own frame."""
    lines = [row.many(FRAME_AT + 4 * line, 4) for line in range(3)]
    return [fma(a, point[0], fma(b, point[1], fma(c, point[2], d))) for a, b, c, d in lines]


def local_line(row: Row, point: Point, way: Point) -> tuple[list[V], list[V]]:
    """A point and a way in the row's own frame."""
    lines = [row.many(FRAME_AT + 4 * line, 3) for line in range(3)]
    return _local(row, point), [dot(line, way) for line in lines]


def _turned(row: Row, gradient: Sequence[Any]) -> list[V]:
    """A gradient in the row's own frame, as the figure's."""
    lines = [row.many(FRAME_AT + 4 * line, 3) for line in range(3)]
    return [dot([line[at] for line in lines], gradient) for at in range(3)]


def _ellipsoid(row: Row, point: Point) -> Form:
    """Scaled to a sphere: the frame's lines are divided by the radii. Exact on its surface and near it."""
    local = _local(row, point)
    radius = sqrt(vmax(dot(local, local), 1e-12))
    # as long as the gradient, without turning it
    slope = [part * row[SIZE + at] for at, part in enumerate(local)]
    steep = 1.0 / sqrt(vmax(dot(slope, slope), 1e-12))
    return (radius * radius - radius) * steep, lambda _: (
        [part * steep for part in _turned(row, local)],
        _colour(row),
    )


def _lid(row: Row, point: Point) -> Form:
    """An ellipsoid with an almond cut out of its front half."""
    distance, surface = _ellipsoid(row, point)
    local = _local(row, point)
    outside, slope_x, slope_y = Lens.lid(row, EXTRA).at(local[0], local[1])
    cut = vmin(outside * -0.8, local[2] + 0.05) * row[SIZE + 3]

    def seen(pixel: V) -> Surface:
        gradient, colour = surface(pixel)
        edge = unit(_turned(row, [slope_x * -1.0, slope_y * -1.0, 0.0]))
        return [sel(cut > distance, one, other) for one, other in zip(edge, gradient, strict=True)], colour

    return vmax(distance, cut), seen


def _cone(row: Row, point: Point) -> Form:
    """Round cone: a sphere whose radius changes along a line."""
    distance, out, length, _ = _swept(row, point, is_bent=False)

    def seen(_: V) -> Surface:
        inverse = 1.0 / length
        return [way * inverse for way in out], _colour(row)

    return distance, seen


def _swept(row: Row, point: Point, is_bent: bool) -> tuple[V, list[V], V, V]:
    """Distance, the way out from the line, its length, and the part of the line where it begins."""
    from_start = [part - row[START + at] for at, part in enumerate(point)]
    along = row.many(ALONG, 3)
    part = clamp(dot(from_start, along) * row[INVERSE_SQUARE])
    out = [fma(part * -1.0, way, at) for way, at in zip(along, from_start, strict=True)]
    if is_bent:
        # a parabola over the chord: as good as an arc where it is flat, and no equation to solve
        arch = part * (part - 1.0) * 4.0
        out = [fma(arch, way, at) for way, at in zip(row.many(BULGE, 3), out, strict=True)]
    length = sqrt(vmax(dot(out, out), 1e-12))
    return length - fma(part, row[GROWTH], row[RADIUS]), out, length, part


def _lock(row: Row, point: Point) -> Form:
    """A cone of strands: grooves go along it, as many at its tip as at its root; fine ones fade with distance."""
    distance, out, length, part = _swept(row, point, is_bent=True)

    def seen(pixel: V) -> Surface:
        inverse = 1.0 / length
        gradient = [way * inverse for way in out]
        turn = atan2p(dot(out, row.many(STRAND_Y, 3)), dot(out, row.many(STRAND_X, 3)))
        bright, tilt = _strands(row, turn, fma(part, row[STRAND_LENGTH], row[STRAND_AT]), pixel)
        across = cross(unit(row.many(ALONG, 3)), gradient)
        gradient = [fma(way, tilt, old) for way, old in zip(across, gradient, strict=True)]
        return gradient, [channel * bright for channel in _colour(row)]

    return distance, seen


def _strands(row: Row, turn: V, along: V, pixel: V) -> tuple[V, V]:
    """How bright a place between grooves is, and how far its normal leans across them: round cords with narrow dark
    grooves, finer ones on them, and fibres that only a near eye sees. All wander a little on their way; each kind goes
    round a whole number of times, since they meet where the angle begins anew."""
    count, depth = row[STRAND_COUNT], row[STRAND_DEPTH]
    wander = cosp(along * 0.9 + row[STRAND_PHASE]) * 0.25
    cord, yarn, fibre = (
        fma(turn, count, wander),
        fma(turn, floor(count * 2.0), wander * 2.0 + along * 1.1),
        fma(turn, floor(count * 5.0), cosp(along * 2.3 + turn * 3.0) * 0.5),
    )
    shown = clamp(fma(pixel, -240.0, 1.35))
    low, middle = (fma(cosp(way), -0.5, 0.5) for way in (cord, yarn))
    groove = fma(low * low, low * 0.75, middle * middle * 0.45)
    tilt = fma(cosp(yarn - 0.25), 0.45, cosp(cord - 0.25)) + cosp(fibre - 0.25) * shown * 0.22
    shade = fma(cosp(fibre), shown * 0.16, 0.42) - groove
    return fma(shade, depth * 1.9, 1.0), tilt * depth


def _box(row: Row, point: Point) -> Form:
    local = _local(row, point)
    over = [fabs(part) - row[SIZE + at] for at, part in enumerate(local)]
    outside = [vmax(part, 0.0) for part in over]
    length = sqrt(vmax(dot(outside, outside), 1e-14))
    most = vmax(over[0], vmax(over[1], over[2]))

    def seen(_: V) -> Surface:
        inside, inverse = most < 0.0, 1.0 / length
        ways = [
            sel(part < 0.0, -1.0, 1.0) * sel(inside, sel(far < most, 0.0, 1.0), out * inverse)
            for part, far, out in zip(local, over, outside, strict=True)
        ]
        return _turned(row, ways), _colour(row)

    return length + vmin(most, 0.0) - row[SIZE + 3], seen


def _torus(row: Row, point: Point) -> Form:
    """Around its own y."""
    x, y, z = _local(row, point)
    wide = sqrt(vmax(fma(x, x, z * z), 1e-12))
    over = wide - row[SIZE]
    length = sqrt(vmax(fma(over, over, y * y), 1e-12))

    def seen(_: V) -> Surface:
        inverse = 1.0 / length
        ring = over * inverse / wide
        return _turned(row, [x * ring, y * inverse, z * ring]), _colour(row)

    return length - row[SIZE + 1], seen


def _cylinder(row: Row, point: Point) -> Form:
    """Around its own y, with a rounded edge."""
    x, y, z = _local(row, point)
    wide = sqrt(vmax(fma(x, x, z * z), 1e-12))
    out, up = wide - row[SIZE], fabs(y) - row[SIZE + 1]
    outside, above = vmax(out, 0.0), vmax(up, 0.0)
    length = sqrt(vmax(fma(outside, outside, above * above), 1e-14))
    most = vmax(out, up)

    def seen(_: V) -> Surface:
        inside, inverse, is_side = most < 0.0, 1.0 / length, out > up
        side = sel(inside, sel(is_side, 1.0, 0.0), outside * inverse) / wide
        top = sel(inside, sel(is_side, 0.0, 1.0), above * inverse) * sel(y < 0.0, -1.0, 1.0)
        return _turned(row, [x * side, top, z * side]), _colour(row)

    return length + vmin(most, 0.0) - row[SIZE + 2], seen


def _octahedron(row: Row, point: Point) -> Form:
    local = _local(row, point)
    summed = fabs(local[0]) + fabs(local[1]) + fabs(local[2])
    faces = [sel(part < 0.0, -0.57735, 0.57735) for part in local]
    return (summed - row[SIZE]) * 0.57735 - row[SIZE + 1], lambda _: (_turned(row, faces), _colour(row))


SHAPES: dict[str, Callable[[Row, Point], Form]] = {
    "ellipsoid": _ellipsoid,
    "cone": _cone,
    "box": _box,
    "torus": _torus,
    "cylinder": _cylinder,
    "octahedron": _octahedron,
    "lid": _lid,
    "lock": _lock,
}
