"""Colours of a plane at any place, not only at its pixels' middles: what is displaced by parts of a pixel neither
jags nor jumps.

In: the name of a plane of packed colours at the pass's own scale, and a place in points. Out: a colour.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V, floor, fma, mix


def colour_at(planes: Reader, name: str, x: V, y: V, u: Uniforms) -> list[V]:
    """The colour at a place, of the four nearest pixels."""
    left, top = fma(x, 1.0 / u.pixel, -0.5), fma(y, 1.0 / u.pixel, -0.5)
    column, row = floor(left), floor(top)
    rows = []
    for under in (0.5, 1.5):
        pair = [
            unpack_colour(planes.fetch(name, (column + over) * u.pixel, (row + under) * u.pixel, u))
            for over in (0.5, 1.5)
        ]
        rows.append(mix(pair[0], pair[1], left - column))
    return mix(rows[0], rows[1], top - row)
