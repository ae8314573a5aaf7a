"""How large a persona is: boxes about its head, its body and its booth, and where its decks are.

In: a persona's file. Out: boxes in the world, as it stands in a pose; whatever its proportions, cameras are placed by
these. Corners of boxes are taken along the world's axes, which is near enough for a frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from beatforge.persona.bones import MIRRORED, Array, Frame, all_frames
from beatforge.persona.motion.curves import Point
from beatforge.persona.motion.hands import point
from beatforge.persona.poses import Pose
from beatforge.project.figures import SIDES, PrimitiveSpec, ShownSpec


@dataclass(frozen=True, slots=True)
class Box:
    """From its lowest to its highest corner."""

    low: Point
    high: Point

    @property
    def middle(self) -> Point:
        return point([(low + high) / 2.0 for low, high in zip(self.low, self.high, strict=True)])

    @property
    def size(self) -> Point:
        return point([high - low for low, high in zip(self.low, self.high, strict=True)])

    def corners(self) -> Iterator[Point]:
        for x in (self.low[0], self.high[0]):
            for y in (self.low[1], self.high[1]):
                for z in (self.low[2], self.high[2]):
                    yield (x, y, z)

    def cut(self, low: tuple[float | None, ...], high: tuple[float | None, ...]) -> Box:
        """What of it lies within; None where it is not cut."""
        kept_low = [own if told is None else max(own, told) for own, told in zip(self.low, low, strict=True)]
        kept_high = [own if told is None else min(own, told) for own, told in zip(self.high, high, strict=True)]
        return Box(point(kept_low), point([max(a, b) for a, b in zip(kept_low, kept_high, strict=True)]))


@dataclass(frozen=True, slots=True)
class Measures:
    """The head with all that hangs on it, the whole figure, its booth (the figure again where it has none), and the top
    of each deck (the booth's halves where it has none), and where its hands are."""

    head: Box
    figure: Box
    booth: Box
    decks: Mapping[str, Box]
    hands: Box


def measured(shown: ShownSpec, pose: Pose) -> Measures:
    """A persona in a pose."""
    frames = all_frames(shown.figure, shown.booth.bones, pose, pose.channels)
    figure = [(row.bone, box) for row in shown.figure.primitives for box in _boxes(row, frames)]
    booth = [(row.bone, box) for row in shown.booth.primitives for box in _boxes(row, frames)]
    whole = around(box for _, box in figure)
    table = around(box for _, box in booth) if booth else whole
    head = [box for bone, box in figure if bone == shown.figure.head]
    decks = {}
    for sign, side in zip((1.0, -1.0), SIDES, strict=True):
        own = [box for bone, box in booth if bone == "platter" and box.middle[0] * sign > 0.0]
        low, high = sorted((0.0, table.size[0] / 2 * sign))
        half = Box((low, table.high[1] - 0.05, table.low[2]), (high, table.high[1], table.high[2]))
        decks[side] = around(own) if own else half
    palms = [point(frames[f"{shown.figure.arm}.end.{side}"].origin) for side in SIDES] if shown.figure.limbs else []
    hands = around(Box(palm, palm) for palm in palms) if palms else table
    return Measures(around(head) if head else whole, whole, table, decks, hands)


def around(boxes: Iterable[Box]) -> Box:
    """The box about all of them."""
    told = list(boxes)
    low = [min(box.low[axis] for box in told) for axis in range(3)]
    high = [max(box.high[axis] for box in told) for axis in range(3)]
    return Box(point(low), point(high))


def _boxes(row: PrimitiveSpec, frames: Mapping[str, Frame]) -> Iterator[Box]:
    """One box for each side of a form, in the world."""
    if row.type == "mouth":
        return
    is_sided = f"{row.bone}.{SIDES[0]}" in frames
    for side in SIDES if row.mirror else SIDES[:1]:
        frame = frames[f"{row.bone}.{side}" if is_sided else row.bone or ""]
        mirror = MIRRORED if side == SIDES[1] else np.ones(3)
        corners = [frame.place(corner) for low, high in _spans(row, mirror) for corner in Box(low, high).corners()]
        yield Box(point(np.min(corners, axis=0)), point(np.max(corners, axis=0)))


def _spans(row: PrimitiveSpec, mirror: Array) -> Iterator[tuple[Point, Point]]:
    """Boxes in the bone's own frame, turned forms as if they were upright."""
    if row.points:
        for at, radius in zip(row.points, row.radii, strict=True):
            middle = np.asarray(at, float) * mirror
            reach = np.array([radius, radius, 0.0 if row.bone and "." in row.bone else radius])
            yield point(middle - reach), point(middle + reach)
        return
    radii = row.radii
    size = {"torus": (sum(radii), sum(radii), sum(radii)), "cylinder": (radii[0], radii[-1], radii[0])}.get(
        row.type, radii
    )
    middle = np.asarray(row.at, float) * mirror
    yield point(middle - np.asarray(size, float)), point(middle + np.asarray(size, float))
