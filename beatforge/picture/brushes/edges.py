"""Questions that media which draw lines ask of the matter around a pixel.

In: the plane `MATTER`, read at its own scale. Out: masks 0..1.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import depth_of, ident_of
from beatforge.picture.medium import MATTER
from beatforge.picture.planes import Reader
from beatforge.picture.subjects.scenery import LEAF, PETAL
from beatforge.picture.trace import V, fabs, sel, vmax

_AROUND = ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1))


def flying(planes: Reader) -> V:
    """1 on petals and leaves in the air and beside them, where a bold outline would make pebbles of them."""
    middle, apart = (PETAL + LEAF) * 0.5, abs(LEAF - PETAL) * 0.5 + 0.1
    total = ident_of(planes.near(MATTER)) * 0.0
    for dx, dy in _AROUND:
        ident = ident_of(planes.near(MATTER, dx * planes.step, dy * planes.step))
        total = vmax(total, sel(fabs(ident - middle) < apart, 1.0, 0.0))
    return total


def upper_rim(planes: Reader) -> V:
    """1 along the upper left edges of things, where what lies behind is far behind."""
    here = planes.near(MATTER)
    above = planes.near(MATTER, -planes.step, -2 * planes.step)
    is_edge = (fabs(ident_of(above) - ident_of(here)) > 0.5) & (depth_of(above) - depth_of(here) > 0.12)
    return sel(is_edge, 1.0, 0.0)
