"""What stages share about her: the dark hall, the floor's edge and pit, haze, and in which order all is laid.

In: a pixel's sight and its walls. Out: paint. What stands at the back is each stage's own.
"""

from __future__ import annotations

from beatforge.persona.stages.parts.figure import Figure
from beatforge.persona.stages.parts.people import people
from beatforge.persona.stages.parts.room import CEILING, HALL, LIP, PIT, SIDE, Walls
from beatforge.persona.stages.parts.sight import Sight, level, theme
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.trace import (
    Colour,
    Number,
    V,
    as_float,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    lerp,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
    sqrt,
)


def begun(sight: Sight) -> G:
    """The hall's air, before anything stands in it."""
    u = sight.u
    return G(scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), 0.5), 0.35), 0.985, HALL)


def fill(g: G, colour: Colour, depth: Number, ident: Number, direction: Number = 0.0, emission: Number = 0.0) -> None:
    """Paint all of what a mask has cut out."""
    g.become(G(colour, depth, ident, direction, emission).values())


def hall(g: G, sight: Sight, walls: Walls) -> None:
    """Sides and ceiling in the dark, and the hall where people stand: balconies with small lamps, an end far off."""
    u = sight.u
    x, y, z = walls.point
    low, high = theme(u, "stage_low"), theme(u, "stage_high")
    light = fma(level(u, "energy"), 0.25, 0.55) * (1.0 - level(u, "dim") * 0.6)

    def sides(inner: G) -> None:
        # drapes hang in folds where the stage is, panels stand beyond it
        fold = fma(sinp(fma(z, 1.9, sinp(z * 0.7) * 0.3)), 0.5, 0.5)
        near = smoothstep(3.5, -2.5, z)
        glow = falloff(fabs(y - 1.1) * 0.75) * fma(near, 0.5, 0.5)
        tint = sel(x < 0.0, 0.0, 1.0)
        hue = mix(theme(u, "primary"), theme(u, "accent"), tint)
        base = scale(mix(low, high, clamp(y * 0.22)), fma(fold * near, 0.35, 0.28))
        fill(inner, mix(base, hue, glow * light * fma(fold, 0.12, 0.06)),
                    sight.depth(walls.distance), SIDE, 0.25)  # fmt: skip

    def ceiling(inner: G) -> None:
        fill(inner, scale(low, 0.30), sight.depth(walls.distance), CEILING)

    def end(inner: G) -> None:
        up = clamp(y * 0.22)
        hue = mix(theme(u, "primary"), theme(u, "accent"), smoothstep(-5.0, 5.0, x))
        glow = falloff(fabs(y - 0.6) * 0.42) * light
        colour = mix(scale(low, fma(up, -0.2, 0.5)), mix(theme(u, "sky"), hue, 0.5), glow * fma(u.haze, 0.5, 0.42))
        shelf = smoothstep(0.10, 0.05, fabs(y - 1.75)) + smoothstep(0.10, 0.05, fabs(y - 3.1))
        colour = mix(colour, scale(low, 0.25), shelf * 0.7)
        along = x * 1.7
        lamp = sqrt(fma(fract(along) - 0.5, fract(along) - 0.5, (y - 1.62) * (y - 1.62) * 2.9))
        on = sel(chance(cell(floor(along)), 3) < 0.75, 1.0, 0.35)
        shines = falloff(lamp * 11.0) * on
        fill(inner, mix(colour, theme(u, "accent"), clamp(shines * 0.75)), 0.97, HALL, 0.0, shines * 0.4)

    g.layer(walls.is_side, sides)
    g.layer(walls.is_top, ceiling)
    g.layer(walls.is_hall, end)

    def pit(inner: G) -> None:
        spill = falloff((z - walls.room.lip) * 0.45) * light
        colour = mix(scale(low, 0.22), mix(theme(u, "primary"), theme(u, "accent"), fma(x, 0.08, 0.5)), spill * 0.14)
        fill(inner, colour, sight.depth(walls.distance), PIT)

    def lip(inner: G) -> None:
        strip = smoothstep(0.05, 0.02, fabs(y + 0.05))
        colour = mix(scale(low, 0.30), theme(u, "primary"), strip * fma(level(u, "pulse"), 0.15, 0.45))
        fill(inner, colour, sight.depth(walls.distance), LIP, 0.0, strip * 0.3)

    g.layer(walls.is_pit, pit)
    g.layer(walls.is_lip, lip)


def tubes(g: G, sight: Sight, walls: Walls) -> None:
    """Upright tubes of light in the wings, one behind the other, for cameras that look along the stage."""
    u = sight.u
    _, y, z = walls.point

    def lit(inner: G) -> None:
        part = fract(z * 0.62) - 0.5
        nth = floor(z * 0.62)
        hue = sel(fract(nth * 0.5) < 0.25, 0.0, 1.0)
        tint = mix(theme(u, "primary"), theme(u, "accent"), hue)
        own = chance(cell(nth), 5)
        high = smoothstep(3.4, 3.2, y) * smoothstep(0.3, 0.5, y)
        power = fma(level(u, "energy"), 0.25, fma(own, 0.35, 0.35)) * dimmed(u, 0.3)
        core = smoothstep(0.075, 0.045, fabs(part)) * high
        halo = falloff(fabs(part) * 7.0) * smoothstep(4.4, 2.6, y) * smoothstep(-0.4, 0.8, y)
        inner.light(tint, halo * power * 0.50)
        inner.paint(core, mix(tint, (1.0, 1.0, 1.0), 0.25 * power), sight.depth(walls.distance), SIDE + 40.0, 0.0,
                    0.4 * power)  # fmt: skip

    g.layer(walls.is_side & (z < 2.4), lit)


def pooled(sight: Sight, walls: Walls, ground: Colour) -> list[V]:
    """A dark floor with the lamps' light upon it: soft pools that wander, a ring of light about the booth."""
    u = sight.u
    x, _, z = walls.point
    time = level(u, "time_s") * 0.045
    colour = [as_float(channel) for channel in ground]
    for nth in range(4):
        share = nth / 1.5 - 1.0
        right = x - share * 3.4 - sinp(time + nth * 0.29) * 0.9
        ahead = z + 1.6 - sinp(time * 0.8 + nth * 0.41) * 0.8
        pool = falloff(fma(right * 0.62, right * 0.62, ahead * ahead * 0.30))
        colour = mix(colour, theme(u, "accent" if nth % 2 else "primary"), pool * 0.26 * dimmed(u, 0.25))
    away = sqrt(fma(x * 0.72, x * 0.72, (z - 0.35) * (z - 0.35)))
    ring = falloff(fabs(away - 1.55) * 26.0) * fma(level(u, "pulse"), 0.08, 0.62) * dimmed(u, 0.4)
    tint = mix(theme(u, "primary"), theme(u, "accent"), smoothstep(-1.2, 1.2, x))
    return mix(colour, mix(tint, (1.0, 1.0, 1.0), 0.15), ring)


def hazy(g: G, sight: Sight, walls: Walls, amount: float = 1.0) -> None:
    """Air between the camera and what is far: it takes the theme's light and lifts the dark behind her."""
    u = sight.u
    thick = clamp((walls.distance - u.subject) * 0.05, 0.0, 0.30) * u.haze * amount
    glow = mix(theme(u, "primary"), theme(u, "accent"), smoothstep(-0.7, 0.7, sight.across))
    air = mix(theme(u, "sky"), glow, 0.35)
    g.tint(air, thick * fma(level(u, "energy"), 0.35, 0.75) * (1.0 - level(u, "dim") * 0.5))


def performed(g: G, sight: Sight, with_people: bool = True) -> G:
    """The stage with the figure and the people before it, each where it is nearer."""
    figure, away = Figure(sight), sight.u["forward.z"]
    if not with_people:
        figure.paint(g)
        return g
    g.layer(away < 0.0, figure.paint)
    g = people(g, sight)
    g.layer(away > 0.0, figure.paint)
    return g


def spot_pool(x: V, z: V) -> V:
    """Where the light that follows her falls on a floor."""
    return smoothstep(2.1, 0.9, sqrt(fma(x * 0.9, x * 0.9, (z - 0.35) * (z - 0.35))))


def dimmed(u: Uniforms, least: float) -> V:
    """How much of its light a stage keeps: less while lights are down or only she is lit."""
    return lerp(1.0, least, clamp(level(u, "dim") * 0.8 + level(u, "spot") * 0.7))
