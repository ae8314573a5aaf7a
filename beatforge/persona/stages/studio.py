"""A plain studio: a seamless backdrop in the theme's colours, two soft lights upon it, nobody there but her."""

from __future__ import annotations

from beatforge.persona.stages.parts.hall import begun, dimmed, fill, hall, performed, spot_pool
from beatforge.persona.stages.parts.place import Place, Show
from beatforge.persona.stages.parts.room import BACK, FLOOR, Room, Walls, shadowed
from beatforge.persona.stages.parts.sight import Sight, level, theme
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.trace import V, clamp, falloff, fma, mix, scale, smoothstep

ROOM = Room(back=-5.2, lip=30.0, hall=14.0)


def arrange(draws: Draws) -> Arrangement:
    return {}


def animate(show: Show) -> Arrangement:
    return {}


def paint(x: V, y: V, u: Uniforms) -> G:
    """The backdrop, the floor it runs into, and her."""
    sight = Sight(x, y, u)
    walls = Walls(sight, ROOM)
    g = begun(sight)
    hall(g, sight, walls)
    across, up, deep = walls.point
    light = dimmed(u, 0.45) * fma(level(u, "pulse"), 0.05, fma(level(u, "energy"), 0.15, 0.8))

    def lit(wide: V, high: V) -> list[V]:
        glow = (falloff((wide + 1.7) * (wide + 1.7) * 0.5), falloff((wide - 1.7) * (wide - 1.7) * 0.5))
        rise = falloff((high - 1.4) * (high - 1.4) * 0.22)
        ground = mix(theme(u, "stage_low"), theme(u, "stage_high"), smoothstep(-0.2, 3.4, high))
        colour = mix(ground, theme(u, "primary"), glow[0] * rise * 0.42 * light)
        return mix(colour, theme(u, "accent"), glow[1] * rise * 0.42 * light)

    def backdrop(inner: G) -> None:
        fill(inner, lit(across, up), sight.depth(walls.distance), BACK, 0.25)

    def floor(inner: G) -> None:
        wide, high = walls.mirrored()
        seam = smoothstep(-1.2, -2.4, deep)
        ground = mix(scale(theme(u, "stage_low"), 0.85), lit(wide, high), fma(seam, 0.55, 0.40))
        ground = mix(ground, theme(u, "sky"), spot_pool(across, deep) * fma(level(u, "spot"), 0.4, 0.10))
        fill(inner, scale(ground, shadowed(across, deep, 0.55)), sight.depth(walls.distance), FLOOR)

    g.layer(walls.is_back, backdrop)
    g.layer(walls.is_floor, floor)
    g.tint(theme(u, "sky"), clamp((walls.distance - u.subject) * 0.02, 0.0, 0.10))
    return performed(g, sight, with_people=False)


PLACE = Place(arrange, animate, paint)
