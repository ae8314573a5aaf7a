"""Questions that media which draw lines ask of the matter around a pixel.

In: the planes `MATTER` and `OUTLINE`, read at their own scale. Out: masks 0..1.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import depth_of, ident_of, part
from beatforge.picture.medium import MATTER, OUTLINE
from beatforge.picture.planes import Reader
from beatforge.picture.subjects.scenery import LEAF, PETAL
from beatforge.picture.trace import V, as_float, fabs, sel, smoothstep, vmax

_RING = ((5, 0), (-5, 0), (0, 5), (0, -5), (3, 3), (-3, 3), (3, -3), (-3, -3))
_AROUND = ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1))


def flying(planes: Reader) -> V:
    """1 on petals and leaves in the air and beside them, where a bold outline would make pebbles of them."""
    total = ident_of(planes.near(MATTER)) * 0.0
    for dx, dy in _AROUND:
        total = vmax(total, flies(planes.near(MATTER, dx * planes.step, dy * planes.step)))
    return total


def flies(matter: V) -> V:
    """1 on a petal or leaf in the air."""
    middle, apart = (PETAL + LEAF) * 0.5, abs(LEAF - PETAL) * 0.5 + 0.1
    return sel(fabs(ident_of(matter) - middle) < apart, 1.0, 0.0)


def crowded(planes: Reader) -> V:
    """1 among many lines, where fat ones would drown small things."""
    total = as_float(0.0)
    for dx, dy in _RING:
        total = total + part(planes.near(OUTLINE, dx * planes.step, dy * planes.step), 0, 10)
    return smoothstep(1.6, 3.6, total)


def upper_rim(planes: Reader) -> V:
    """1 along the upper left edges of things, where what lies behind is far behind."""
    here = planes.near(MATTER)
    above = planes.near(MATTER, -planes.step, -2 * planes.step)
    is_edge = (fabs(ident_of(above) - ident_of(here)) > 0.5) & (depth_of(above) - depth_of(here) > 0.12)
    return sel(is_edge, 1.0, 0.0)
