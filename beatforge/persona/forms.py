"""Forms: the file's primitives, both sides and every stretch of a line on its own.

In: the persona's file. Out: a list of `Form`s, groups together, whose rows need only be put where their bones are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from beatforge.persona import layout
from beatforge.persona.bones import MIRRORED, Array, direction, own
from beatforge.persona.features import linear
from beatforge.project.figures import SIDES, FigureSpec, PrimitiveSpec, ShownSpec

LEAST_BLEND = 1e-3
FINGER_BLEND = 0.012


@dataclass(slots=True)
class Form:
    """One row to be: where it is in its bone's frame, what moves it there, and the numbers that never change."""

    kind: str
    bone: str
    at: Array
    material: str
    group: int
    side: float
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    move: dict[str, Array] = field(default_factory=dict)
    other_bone: str = ""
    other: Array = field(default_factory=lambda: np.zeros(3))
    other_move: dict[str, Array] = field(default_factory=dict)
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)
    inverse: tuple[float, float, float] = (1.0, 1.0, 1.0)
    reach: float = 0.0
    blend: float = 0.0
    casts: bool = True
    numbers: dict[int, float] = field(default_factory=dict)
    bulge: Array = field(default_factory=lambda: np.zeros(3))
    strand_x: Array = field(default_factory=lambda: np.array([1.0, 0.0, 0.0]))
    strand_y: Array = field(default_factory=lambda: np.array([0.0, 0.0, 1.0]))

    def row(self, material: int) -> Array:
        """The row with all that does not move."""
        blend = max(self.blend, LEAST_BLEND)
        row = np.zeros(layout.PRIMITIVE, np.float64)
        row[layout.KIND], row[layout.GROUP] = layout.KINDS.index(self.kind), self.group
        row[layout.HALF_OVER_BLEND], row[layout.BLEND] = 0.5 / blend, blend
        row[layout.REACH], row[layout.OF_MATERIAL], row[layout.CASTS] = self.reach, material, float(self.casts)
        row[layout.COLOUR : layout.COLOUR + 3] = self.colour
        for place, value in self.numbers.items():
            row[place] = value
        return row


def forms_of(shown: ShownSpec, with_booth: bool) -> list[Form]:
    """Every form of the figure, and of its booth."""
    making = _Making(shown.figure)
    for spec in shown.figure.primitives:
        making.add(spec)
    making.add_fingers()
    if with_booth:
        sided = {name for name, bone in shown.booth.bones.items() if bone.mirror}
        making.sided |= sided
        for spec in shown.booth.primitives:
            making.add(spec)
    order = {group: at for at, group in enumerate(dict.fromkeys(form.group for form in making.forms))}
    for form in making.forms:
        form.group = order[form.group]
    return sorted(making.forms, key=lambda form: form.group)


class _Making:
    """One pass over the rows of a file."""

    def __init__(self, figure: FigureSpec) -> None:
        self.figure, self.forms = figure, list[Form]()
        self._groups: dict[str, int] = {}
        self.sided = {name for name, bone in figure.bones.items() if bone.mirror}
        self.sided |= {f"{limb}.{part}" for limb in figure.limbs for part in ("upper", "lower", "end")}

    def add(self, spec: PrimitiveSpec) -> None:
        for side in SIDES if spec.mirror else SIDES[:1]:
            self.forms.extend(self._sided(spec, side))

    def _sided(self, spec: PrimitiveSpec, side: str) -> Iterator[Form]:
        is_sided = spec.bone in self.sided
        bone = f"{spec.bone}.{side}" if is_sided else spec.bone or ""
        group = self.group(f"{spec.group}.{side}" if is_sided else spec.group, spec.group is None)
        mirror = MIRRORED if side == SIDES[1] else np.ones(3)
        side_number = 0.0 if not (spec.mirror or is_sided) else -1.0 if side == SIDES[1] else 1.0
        yaw, pitch, roll = spec.turn
        sign = float(mirror[0])
        start = {
            "bone": bone, "material": spec.material, "group": group, "side": side_number, "blend": spec.blend,
            "casts": spec.shadow, "colour": linear(self.figure.colours[spec.colour]) if spec.colour else (1.0,) * 3,
            "turn": (yaw * sign, pitch, roll * sign), "other_bone": bone,
        }  # fmt: skip
        moves = {own(name, side): np.asarray(way, float) * mirror for name, way in spec.move.items()}
        if spec.type in ("cone", "lock"):
            yield from self._line(spec, start, mirror, moves)
        else:
            yield _solid(spec, start, np.asarray(spec.at, float) * mirror, moves | _follow(spec, 0))

    def _line(
        self, spec: PrimitiveSpec, start: dict[str, Any], mirror: Array, moves: dict[str, Array]
    ) -> Iterator[Form]:
        """Every stretch of a line; strands turn as little as they can on the way along it."""
        points = [np.asarray(point, float) * mirror for point in spec.points]
        lengths = [float(np.linalg.norm(b - a)) for a, b in pairwise(points)]
        ahead = direction(points[1] - points[0])
        across = direction(np.cross(ahead, (0.31, 0.2, 0.93)))
        for at, length in enumerate(lengths):
            ahead = direction(points[at + 1] - points[at])
            across = direction(across - ahead * (across @ ahead))
            radius, end = spec.radii[at], spec.radii[at + 1]
            numbers = {layout.RADIUS: radius, layout.GROWTH: end - radius}
            if spec.type == "lock":
                numbers |= {
                    layout.STRAND_AT: sum(lengths[:at]),
                    layout.STRAND_LENGTH: length,
                    layout.STRAND_COUNT: spec.strands,
                    layout.STRAND_DEPTH: spec.groove,
                    layout.STRAND_PHASE: float(sum(points[0]) * 3.7 % 1.0),
                }
            yield Form(
                kind=spec.type,
                at=points[at],
                other=points[at + 1],
                move=moves | _follow(spec, at),
                other_move=moves | _follow(spec, at + 1),
                numbers=numbers,
                bulge=_bulge(points, at) if spec.type == "lock" else np.zeros(3),
                strand_x=across,
                strand_y=np.cross(ahead, across),
                **start,
            )

    def add_fingers(self) -> None:
        """Two cones or three for each finger."""
        figure = self.figure
        for side in SIDES if figure.fingers else ():
            sign = -1.0 if side == SIDES[1] else 1.0
            for at, finger in enumerate(figure.fingers):
                group = self.group(f"hand.{side}", False)
                for joint in range(len(finger.lengths)):
                    radius, end = finger.radii[joint], finger.radii[joint + 1]
                    bone = f"finger{at}.{joint}.{side}"
                    self.forms.append(
                        Form(
                            "cone",
                            bone,
                            np.zeros(3),
                            figure.finger_material,
                            group,
                            sign,
                            linear(figure.colours[figure.finger_colour]),
                            other_bone=bone,
                            other=np.array([0.0, 0.0, 1.0]),
                            blend=FINGER_BLEND,
                            casts=False,
                            numbers={layout.RADIUS: radius, layout.GROWTH: end - radius},
                        )
                    )

    def group(self, name: str | None, is_own: bool) -> int:
        return self._groups.setdefault(f"own {len(self._groups)}" if is_own else str(name), len(self._groups))


def _bulge(points: list[Array], at: int) -> Array:
    """How far the smooth curve through all points lies from the chord, in the middle of one stretch."""
    before = points[at - 1] if at else points[0] * 2.0 - points[1]
    after = points[at + 2] if at + 2 < len(points) else points[-1] * 2.0 - points[-2]
    bend: Array = (points[at] + points[at + 1] - before - after) / 10.0
    return bend


def _follow(spec: PrimitiveSpec, at: int) -> dict[str, Array]:
    """How a point goes with what swings."""
    share = spec.follow[at] if spec.follow else 0.0
    return {f"swing_{axis}": np.eye(3)[place] * share for place, axis in enumerate("xyz")} if share else {}


def _solid(spec: PrimitiveSpec, start: dict[str, Any], at: Array, move: dict[str, Array]) -> Form:
    radii, edge = spec.radii, spec.round
    form = Form(kind=spec.type, at=at, move=move, **start)
    size = layout.SIZE
    if spec.type in ("ellipsoid", "lid"):
        form.inverse = (1.0 / radii[0], 1.0 / radii[1], 1.0 / radii[2])
        form.reach = max(radii)
        form.numbers = {size + place: value for place, value in enumerate((*form.inverse, min(radii)))}
    elif spec.type == "box":
        form.reach = float(np.linalg.norm(radii))
        form.numbers = {size + place: value - edge for place, value in enumerate(radii)} | {size + 3: edge}
    elif spec.type == "torus":
        form.reach, form.numbers = sum(radii), {size: radii[0], size + 1: radii[1]}
    elif spec.type == "cylinder":
        form.reach = float(np.hypot(radii[0], radii[1]))
        form.numbers = {size: radii[0] - edge, size + 1: radii[1] - edge, size + 2: edge}
    elif spec.type == "octahedron":
        # one size, and the axes' shares of it
        largest = max(radii)
        form.inverse = (largest / radii[0], largest / radii[1], largest / radii[2])
        form.reach, form.numbers = largest, {size: largest, size + 1: edge}
    else:
        form.reach = 0.5
        form.numbers = {layout.SIZE + 8: spec.depth, layout.SIZE + 9: spec.lips}
    return form
