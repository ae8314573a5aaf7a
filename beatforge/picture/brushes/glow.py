"""Light that bleeds into the air: passes that spread a plane of half size far and softly, at a quarter of the size.

In: the name of a plane of packed colours at half size. Out: passes that leave its glow in another plane; read it with
`smooth(planes, into, RGB)`. What glows, and how strongly it is added, is the medium's.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import pack_colour, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import Draw, Pass, weighted
from beatforge.picture.planes import Reader
from beatforge.picture.trace import V

SPREAD = ((0, 0.196), (1, 0.175), (2, 0.121), (3, 0.066), (4, 0.028), (5, 0.012))
"""Steps of the blur and their weights, on each side."""


def glow_passes(source: str, into: str, step: float) -> tuple[Pass, ...]:
    """Passes that blur `source` by steps of so many points, and write `into`."""
    small, streaks = f"{into}.small", f"{into}.streaks"
    return (
        Pass(_shrunk(source), 4, (small,)),
        Pass(_blurred(small, step, 0.0), 4, (streaks,)),
        Pass(_blurred(streaks, 0.0, step), 4, (into,)),
    )


def _shrunk(source: str) -> Draw:
    """Four places of a plane of half size, averaged."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        step = u.pixel * 0.25
        corners = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))
        places = [planes.fetch(source, x + step * right, y + step * down, u) for right, down in corners]
        return [pack_colour(weighted([(0.25, unpack_colour(place)) for place in places]))]

    return draw


def _blurred(source: str, right: float, down: float) -> Draw:
    """`source` spread to both sides along one direction (in points a step)."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        taps = []
        for step, weight in SPREAD:
            for side in (1.0, -1.0) if step else (1.0,):
                word = planes.fetch(source, x + step * side * right, y + step * side * down, u)
                taps.append((weight, unpack_colour(word)))
        return [pack_colour(weighted(taps))]

    return draw
