"""The room a stage is in: back wall, sides, ceiling, floor, the stage's edge, the pit before it and the hall's end.

In: a pixel's sight and the room's measures. Out: how far each of them is, and which one is seen. What they look like is
the stages'.
"""

from __future__ import annotations

from dataclasses import dataclass

from beatforge.persona.stages.parts.sight import FAR, Sight
from beatforge.picture.gbuffer import G
from beatforge.picture.trace import Colour, Number, V, clamp, fabs, fma, fract, mix, sel, smoothstep, vmax, vmin

TRUSS, LIP, FLOOR, PIT, SIDE, CEILING, HALL, BACK = 8, 9, 2, 3, 4, 5, 6, 7
"""Identities of what every stage has."""


ROOMY = 0.5
"""How far from every wall a camera stands at least."""


@dataclass(frozen=True, slots=True)
class Room:
    """Measures in figure units. The stage ends at `lip`; before it people stand `pit` lower, as far as `hall`."""

    back: float = -5.2
    side: float = 8.0
    top: float = 6.8
    lip: float = 1.75
    pit: float = 0.85
    hall: float = 17.0


class Walls:
    """What of a room a pixel sees: `distance` to it, the point there, and masks by part."""

    def __init__(self, sight: Sight, room: Room) -> None:
        self.sight, self.room = sight, room
        eye_x, eye_y, eye_z = sight.eye
        # a camera may stand where a wall is: the wall then gives way
        side, top = vmax(fabs(eye_x) + ROOMY, room.side), vmax(eye_y + ROOMY, room.top)
        back = sight.meets(2, vmin(eye_z - ROOMY, room.back))
        hall = sight.meets(2, vmax(eye_z + ROOMY, room.hall))
        left, right, above = sight.meets(0, 0.0 - side), sight.meets(0, side), sight.meets(1, top)
        floor, lip, pit = sight.meets(1, 0.0), sight.meets(2, room.lip), sight.meets(1, -room.pit)
        ray_z = sight.ray[2]
        # the floor counts where it is there, the pit beyond the edge, the edge's face where it hides the floor
        over_stage = fma(ray_z, floor, eye_z) < room.lip
        below_lip = fma(sight.ray[1], lip, sight.eye[1]) < 0.0
        faces = below_lip & (ray_z < 0.0) & (eye_z > room.lip)
        floor = sel(over_stage, floor, FAR)
        lip = sel(faces, lip, FAR)
        nearest = vmin(vmin(vmin(back, hall), vmin(left, right)), vmin(above, vmin(floor, pit)))
        self.distance = vmin(nearest, lip)
        self.point = sight.at(self.distance)
        near = self.distance + 1e-3
        self.is_back, self.is_hall, self.is_floor = back < near, hall < near, floor < near
        self.is_pit, self.is_lip = pit < near, lip < near
        self.is_side = vmin(left, right) < near
        self.is_top = above < near

    def mirrored(self) -> tuple[V, V]:
        """Where on the back wall the floor shows its mirror image: across and up."""
        sight, point = self.sight, self.point
        away = clamp((self.room.back - point[2]) / vmin(sight.ray[2], -0.02), 0.0, 40.0)
        return fma(sight.ray[0], away, point[0]), sight.ray[1] * away * -1.0


def truss(g: G, sight: Sight, z: float, y: float, half_width: float, metal: Colour, lit: Colour) -> None:
    """A lattice of tubes across the stage, lit from below; one in the hall is seen from the stage."""
    distance = sight.beyond(z) if z < 0.0 else sight.meets(2, z)
    x, up = (part - at for part, at in zip(sight.at(distance)[:2], (0.0, y), strict=True))
    soft = sight.pixel * distance
    hung = vmax(fabs(up) - 0.15, fabs(x) - half_width)

    def lattice(inner: G) -> None:
        brace = fabs(up - (fabs(fract(x * 2.6) - 0.5) - 0.25) * 0.50) - 0.016
        chord = fabs(fabs(up) - 0.125) - 0.022
        tube = vmax(vmin(brace, chord), hung)
        shade = mix(metal, lit, smoothstep(0.02, -0.13, up) * 0.55)
        inner.paint(clamp(0.5 - tube / soft), shade, sight.depth(distance), TRUSS)

    g.layer((hung < 0.03) & (distance < FAR), lattice)


def tower(g: G, sight: Sight, x: float, z: float, top: float, metal: Colour, lit: Colour) -> None:
    """An upright lattice at a side of the stage, on both sides."""
    distance = sight.beyond(z)
    point = sight.at(distance)
    aside, y = fabs(point[0]) - x, point[1]
    soft = sight.pixel * distance
    stands = vmax(fabs(aside) - 0.15, vmax(y - top, 0.0 - y))

    def lattice(inner: G) -> None:
        brace = fabs(aside - (fabs(fract(y * 2.6) - 0.5) - 0.25) * 0.50) - 0.016
        chord = fabs(fabs(aside) - 0.125) - 0.022
        tube = vmax(vmin(brace, chord), stands)
        inner.paint(clamp(0.5 - tube / soft), mix(metal, lit, smoothstep(0.0, -0.15, aside) * 0.5),
                    sight.depth(distance), TRUSS)  # fmt: skip

    g.layer((stands < 0.03) & (distance < FAR), lattice)


def shadowed(x: V, z: V, amount: Number) -> V:
    """How much of its light a floor keeps about the booth."""
    round_ = fma(x * 0.62, x * 0.62, (z - 0.75) * (z - 0.75) * 1.3)
    return 1.0 - smoothstep(1.5, 0.25, round_) * amount
