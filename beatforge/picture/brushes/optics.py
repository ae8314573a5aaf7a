"""Light that bleeds: passes that gather a plane's light at a coarser size and spread it along one direction.

In: the name of a plane of packed colours. Out: functions that a medium's `Pass` draws with; two of `spread`, one across
and one down, make a soft blur. What sends out light, and what is done with the blur, is the medium's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from beatforge.picture.gbuffer import pack_colour, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Draw, weighted
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, fabs, gate

BELL = ((0, 0.196), (1, 0.175), (2, 0.121), (3, 0.066), (4, 0.028), (5, 0.012))
"""Steps of a blur and their weights, on each side."""

PIXEL = 4.0
"""Points of a pixel at a quarter of the size of usual frames, 720 high: there places lie so many pixels apart."""

REACH = 15
"""Pixels away that a pass can read without looking them up one by one."""

_CORNERS = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))


def gathered(source: str) -> Draw:
    """`source` at the pass's own size, four places averaged."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        step = u.pixel * 0.25
        places = [planes.fetch(source, x + step * right, y + step * down, u) for right, down in _CORNERS]
        return [pack_colour(weighted([(0.25, unpack_colour(place)) for place in places]))]

    return draw


def spread(source: str, right: float, down: float, bell: Sequence[tuple[int, float]] = BELL) -> Draw:
    """`source` spread to both sides along one direction, in points per step."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        def looked_up() -> list[V]:
            taps = []
            for step, weight in bell:
                for side in (1.0, -1.0) if step else (1.0,):
                    word = planes.fetch(source, x + step * side * right, y + step * side * down, u)
                    taps.append((weight, unpack_colour(word)))
            return weighted(taps)

        if max(right, down) * bell[-1][0] >= REACH * PIXEL:
            return [pack_colour(looked_up())]

        def read() -> list[V]:
            shares = pixel_shares(max(right, down) / PIXEL, bell)
            words = {step: planes.near(source, *((step, 0) if right else (0, step))) for step in shares}
            return weighted([(share, unpack_colour(words[step])) for step, share in shares.items()])

        unusual = fabs(u.pixel - PIXEL)
        return [pack_colour(gate(unusual < 0.001, read, gate(unusual > 0.0005, looked_up, [0.0] * 3)))]

    return draw


def pixel_shares(step: float, bell: Sequence[tuple[int, float]]) -> dict[int, float]:
    """A bell whose steps are so many pixels, as the shares of whole pixels to both sides."""
    shares: dict[int, float] = {}
    for nth, weight in bell:
        for side in (1, -1) if nth else (1,):
            left = math.floor(side * nth * step)
            part = side * nth * step - left
            for pixel, share in ((left, 1.0 - part), (left + 1, part)):
                if share > 0.0:
                    shares[pixel] = shares.get(pixel, 0.0) + weight * share
    return shares
