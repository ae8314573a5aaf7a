"""Words with room above each value, so that a smooth look at a plane adds up four words and takes one sum apart.

In: values 0..1 and how many bits each is to have. Out: a word, and the values between the pixels of a plane of such
words, as `medium.smooth` tells them, for about half its price. What the values mean is the medium's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.picture.gbuffer import field, pack
from beatforge.picture.planes import Reader
from beatforge.picture.trace import Colour, Number, V, executor

ROOM = 4
"""Bits above a value: the shares of four neighbours, at twice the size, are sixteenths."""

COLOUR_ROOM = 2
"""Bits above a channel: the shares of the three nearest neighbours are quarters."""

CHANNELS = (9, 9, 8)


def pack_roomy(parts: Sequence[tuple[Number, int]], room: int = ROOM) -> V:
    """Values 0..1 packed with so many bits each and room above; 32 bits in all."""
    fields: list[tuple[Number, int]] = []
    for value, width in parts:
        fields += [(value, width), (0.0, room)]
    return pack(fields)


def pack_roomy_colour(colour: Colour) -> V:
    """A colour in one word."""
    return pack_roomy(list(zip(colour, CHANNELS, strict=True)), COLOUR_ROOM)


def smooth_roomy(planes: Reader, name: str, widths: Sequence[int]) -> list[V]:
    """The values of a plane of twice this pass's scale, bilinear, 0..1; `widths` are those it was packed with."""
    upper, lower, is_right, is_low = _rows(planes, name)
    rows = [_sum(one, other, _twice(executor().select(is_right, other, one))) for one, other in (upper, lower)]
    return _parted(_sum(*rows, _twice(executor().select(is_low, rows[1], rows[0]))), widths, ROOM)


def smooth_roomy_colour(planes: Reader, name: str) -> list[V]:
    """The colour between the pixels of a plane of twice this pass's scale, linear in the triangle of the nearest."""
    upper, lower, is_right, is_low = _rows(planes, name)
    nearest = [executor().select(is_right, other, one) for one, other in (upper, lower)]
    return _parted(_sum(*nearest, executor().select(is_low, _sum(*lower), _sum(*upper))), CHANNELS, COLOUR_ROOM)


def _rows(planes: Reader, name: str) -> tuple[tuple[V, V], tuple[V, V], V, V]:
    """The words left and right of a pixel in the row above and in the one below, and whether it lies nearer to the
    right ones, to the lower ones: a quarter from those, three from the others."""
    (one, two, three, four), along, across = planes.around(name)
    return (one, two), (three, four), along > 0.5, across > 0.5


def _sum(first: V, *others: V) -> V:
    for other in others:
        first = executor().binary("add", first, other)
    return first


def _twice(word: V) -> V:
    return executor().binary("add", word, word)


def _parted(total: V, widths: Sequence[int], room: int) -> list[V]:
    values, shift = [], 0
    for width in widths:
        values.append(field(total, shift, width + room) * (1.0 / (((1 << width) - 1) << room)))
        shift += width + room
    return values
