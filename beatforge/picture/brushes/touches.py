"""Touches of a brush, found at a coarser size and drawn sharp at twice it.

In: for each coarse pixel the touch that lies topmost there, packed by `pack_touch`. Out: for a pixel of twice the size
the topmost of the touches found about it, with edges as sharp as its own size allows. How touches are found, and what
they look like, is the medium's own affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.picture.gbuffer import field, ident_of, pack, part
from beatforge.picture.medium import MATTER, RGB, smooth
from beatforge.picture.planes import Reader
from beatforge.picture.trace import Number, V, as_float, clamp, fabs, fma, gate, mix, sel

STEEPEST = 2.0
"""How much the depth within a touch changes from pixel to pixel, at most."""

_ABOUT = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)


@dataclass(frozen=True, slots=True)
class Touch:
    """How deep within it a pixel is (1 in the middle, 0 at the edge and where there is none), how far the pixel is
    from the coarse one where the touch was found, in coarse pixels, and that one's words of the planes asked for."""

    inside: V
    right: V
    down: V
    words: tuple[V, ...]


def pack_touch(inside: V, steep: Sequence[V], as_drawn: V, order: V) -> V:
    """How deep within a touch a pixel is, how that changes to the next ones to the right and down, how much of the
    drawing is seen instead of it, and its rank among touches, 0 where there is none."""
    rank = sel(inside > 0.0, fma(order, 62.0 / 63.0, 1.0 / 63.0), 0.0)
    ways = [(fma(way, 0.5 / STEEPEST, 0.5), 7) for way in steep]
    return pack([(inside, 7), *ways, (as_drawn, 5), (rank, 6)])


def falls_off(touch: V) -> V:
    """How much the depth within a touch changes to the next pixel below."""
    return _steep(touch, 14)


def topmost(planes: Reader, touches: str, *others: str) -> Touch:
    """The topmost touch of those in the four nearest words of a plane of twice this pass's scale."""
    words, along, across = planes.around(touches)
    others_words = zip(*(planes.around(name)[0] for name in others), strict=True)
    top: list[Any] = []
    best: Any = 0.0
    for at, (word, more) in enumerate(zip(words, others_words, strict=True)):
        right, down = along - float(at % 2), across - float(at // 2)
        rise = fma(_steep(word, 7), right, _steep(word, 14) * down)
        # a touch is a bow, and so is its depth
        inside = fma(rise, fma(rise, -0.25, 1.0), part(word, 0, 7))
        rank = field(word, 26, 6)
        is_top = (inside > 0.0) & (rank > best)
        best = sel(is_top, rank, best)
        found = [inside, right, down, *more]
        top = top or [0.0, *found[1:]]
        top = [sel(is_top, this, other) for this, other in zip(found, top, strict=True)]
    return Touch(top[0], top[1], top[2], tuple(top[3:]))


def seen_as_drawn(planes: Reader, touches: str) -> V:
    """How much of the drawing is seen instead of touches."""
    return smooth(planes, touches, ((21, 5),))[0]


def drawn_through(planes: Reader, as_drawn: V, colours: str, painted: list[Any]) -> list[Any]:
    """`painted`, but where some of the drawing is seen, what coarse pixels show is told smoothly between them."""
    return gate(as_drawn > 0.0, lambda: mix(painted, smooth(planes, colours, RGB), through(as_drawn)), painted)


def through(as_drawn: V) -> V:
    """How far coarse pixels are smoothed where so much of the drawing is seen."""
    return clamp(as_drawn * 5.0)


def is_border(planes: Reader) -> V:
    """Whether another thing begins beside this pixel: touches end there, and coarse pixels must not show. So no touch
    of another thing is ever seen between pixels where none is."""
    here = ident_of(planes.near(MATTER))
    total: Number = 0.0
    for dx, dy in _ABOUT:
        total = fabs(ident_of(planes.near(MATTER, dx, dy)) - here) + total
    return as_float(total) > 0.5


def _steep(touch: V, shift: int) -> V:
    return fma(field(touch, shift, 7), 2.0 * STEEPEST / 127.0, -STEEPEST)
