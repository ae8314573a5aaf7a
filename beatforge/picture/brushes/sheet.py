"""Paper: its tooth, how far a place is from the edge, and the seals that printers and painters press into a corner.

In: points of the frame. Out: values 0..1, or distances in points. Nothing here moves: media paint it once per shot.
"""

from __future__ import annotations

from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import box, disc
from beatforge.picture.trace import V, fabs, fma, sinp, smoothstep, vmax, vmin

SEAL = 19.0
"""Half the width of a seal, in points."""


def tooth(x: V, y: V) -> V:
    """The roughness of drawing paper, about 0.5."""
    fine = noise(fma(x, 0.37, y * 0.11), fma(y, 0.33, x * -0.09))
    return fine * 0.55 + noise(x * 0.09 + 7.0, y * 0.09) * 0.45


def inset(x: V, y: V, u: Uniforms) -> V:
    """Points to the nearest edge of the frame."""
    return vmin(vmin(x, u.width - x), vmin(y, u.height - y))


def seal(x: V, y: V, rough: V) -> tuple[V, V]:
    """A square stamp about (0, 0) with a sun over two waves cut into it: its whole, and what of it is red.

    `rough` 0..1 frays it.
    """
    block = box(x, y, SEAL - 3.0, SEAL - 3.0) - 3.0
    rim = fabs(block + 3.6) - 0.9
    sun = disc(x - 4.0, y + 6.0, 4.6)
    waves = vmin(_wave(x, y - 4.0), _wave(x + 5.0, y - 10.0))
    cut = vmin(vmin(sun, vmax(waves, block + 4.5)), rim)
    fray = (rough - 0.5) * 2.6
    whole = smoothstep(0.9, -0.7, block + fray)
    return whole, whole * smoothstep(-0.7, 0.9, cut - fray * 0.6)


def _wave(x: V, y: V) -> V:
    return fabs(y + sinp(x * (1.0 / 17.0)) * 2.6) - 1.4
