"""Round outlines for cutouts, with light on one edge.

In: a drawing and places in its heights. In what is drawn here tone means light: `EDGE` on an edge that it meets, `DARK`
in the shade; a motif mixes its colours by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.picture.cutout import Drawing, Point
from beatforge.picture.subjects.curves import rounded

DARK, EDGE = 0.12, 0.85


def shape(
    drawing: Drawing,
    points: Sequence[Point],
    ident: int,
    tone: float = DARK,
    lit: Point = (0.0, 0.018),
    edge: float = EDGE,
    depth: float = 0.0,
) -> None:
    """A closed shape; its side towards `lit` catches light as broad as that vector is long."""
    outline = rounded(points, 4)
    drawing.polygon(outline, edge, ident, depth)
    drawing.polygon([(x - lit[0], y - lit[1]) for x, y in outline], tone, ident, depth)


def blob(
    drawing: Drawing,
    middle: Point,
    wide: float,
    high: float,
    ident: int,
    tone: float = DARK,
    lit: Point = (0.0, 0.018),
    edge: float = EDGE,
    depth: float = 0.0,
) -> None:
    """A round thing, lit as `shape` is."""
    drawing.ellipse(middle, wide, high, edge, ident, depth)
    drawing.ellipse((middle[0] - lit[0], middle[1] - lit[1]), wide * 0.97, high * 0.97, tone, ident, depth)
