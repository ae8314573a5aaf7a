"""A loft at night: a wide window with the city's lights out of focus and rain that runs down the glass, plants, a lamp,
shelves with records, a string of bulbs. Friends, not a crowd.

Calm: nothing answers the beat but the warmth of the bulbs, and that only a little.
"""

from __future__ import annotations

from beatforge.persona.stages.parts.furniture import drawn_plant, drawn_shelf
from beatforge.persona.stages.parts.hall import begun, dimmed, fill, performed, spot_pool
from beatforge.persona.stages.parts.people import people_cutouts, people_rows
from beatforge.persona.stages.parts.place import Place, Show
from beatforge.persona.stages.parts.room import BACK, CEILING, FLOOR, HALL, SIDE, Room, Walls, shadowed
from beatforge.persona.stages.parts.sight import FAR, Sight, level, theme
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.trace import (
    V,
    as_float,
    both,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

ROOM = Room(back=-5.2, side=6.4, top=5.6, lip=30.0, hall=10.5)

ROWS = ((4.4, 1.12), (6.2, 1.05))

GLASS, FRAME, PLANT, LAMP, SHELF, BULB = 80, 81, 84, 85, 86, 87

LIGHTS = ((-14.0, 0.62, 0.0, 0.9), (-22.0, 0.45, 0.37, 0.75), (-38.0, 0.36, 0.71, 0.55))
"""Layers of the city: place, half width of a light in its cell, a number of its own, brightness."""


def arrange(draws: Draws) -> Arrangement:
    return {**people_cutouts(0.25, 0.34), "plant": drawn_plant(draws), "shelf": drawn_shelf(draws)}


def animate(show: Show) -> Arrangement:
    return {"rows": people_rows(show, ROWS)}


def paint(x: V, y: V, u: Uniforms) -> G:
    """The city, the window, walls and floor, furniture, her, friends."""
    sight = Sight(x, y, u)
    walls = Walls(sight, ROOM)
    g = begun(sight)
    g.layer(walls.is_back, lambda inner: _window(inner, sight, walls))
    _room(g, sight, walls)
    g.layer(walls.is_floor, lambda inner: _boards(inner, sight, walls))
    _stand(g, sight, "shelf", (4.75, 0.0, -4.6), (2.0, 3.2), SHELF)
    _stand(g, sight, "plant", (-4.55, 0.0, -3.9), (1.9, 2.9), PLANT)
    _floor_lamp(g, sight, (-2.95, 2.25, -4.2))
    _stand(g, sight, "plant", (2.75, 0.0, -4.4), (1.05, 1.6), PLANT + 40)
    _bulbs(g, sight)
    g.tint(theme(u, "sky"), clamp((walls.distance - u.subject) * 0.018, 0.0, 0.09))
    return performed(g, sight)


def _warm(u: Uniforms) -> V:
    return fma(level(u, "pulse"), 0.03, fma(level(u, "energy"), 0.12, 0.78)) * dimmed(u, 0.5)


def _city(g: G, sight: Sight, wet: V) -> None:
    """Lights of the street and of windows far away, each a soft disc; the farther, the slower they pass."""
    u = sight.u
    first = sight.meets(2, LIGHTS[0][0])
    top = sight.at(first)[1]
    sky = mix(theme(u, "stage_high"), theme(u, "primary"), smoothstep(8.0, -2.0, top) * 0.62)
    night = scale(theme(u, "primary"), 0.20)
    g.colour = mix(night, scale(sky, 1.15), fma(smoothstep(8.0, -1.0, top), 0.85, 0.05))
    for z, size, own, bright in reversed(LIGHTS):
        distance = sight.meets(2, z)
        x, y, _ = sight.at(distance)
        pace = (-z) * 0.085
        # rain on the glass bends what is seen through it
        x, y = fma(wet, pace * 0.5, x) * (1.0 / pace), fma(wet, pace * 0.7, y) * (1.0 / pace)
        # houses stand before the sky: above their roofs there are no lights
        house = floor(fma(x, 0.33, own * 7.0))
        roof = fma(chance(cell(house, 0.0, 9), 1), 2.3, 0.9 + own)
        outline = smoothstep(0.08, -0.08, y - roof)
        g.colour = mix(
            g.colour,
            scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), 0.5 + own * 0.4), 0.30 + own * 0.35),
            outline * 0.75,
        )
        name = cell(floor(x), floor(y), 5)
        right = fract(x) - fma(chance(name, 1), 0.4, 0.3)
        up = fract(y) - fma(chance(name, 2), 0.4, 0.3)
        radius = fma(chance(name, 4), 0.16, 0.14) * (size * 1.7)
        away = sqrt(fma(right, right, up * up))
        disc = smoothstep(radius, radius * 0.78, away) * fma(smoothstep(0.5, 1.0, away / radius), 0.45, 0.55)
        hue = chance(name, 3)
        tint = mix(mix(theme(u, "accent"), theme(u, "primary"), smoothstep(0.45, 0.75, hue)), (1.0, 0.86, 0.66), 0.35)
        burns = sel(chance(name, 6) < 0.58, fma(chance(name, 7), 0.6, 0.4), 0.0)
        calm = fma(sinp(fma(level(u, "time_s"), 0.05, hue)), 0.12, 0.88)
        g.light(tint, disc * burns * calm * outline * bright * 1.5)


def _window(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, y, _ = walls.point
    soft = sight.pixel * walls.distance
    aside = fabs(x + 0.35)
    pane = vmax(aside - 4.1, fabs(y - 2.45) - 1.85)
    fill(g, _wall_colour(u, x, y), sight.depth(walls.distance), BACK)
    time = level(u, "time_s")

    def glass(inner: G) -> None:
        # drops run in lanes of their own, each at its pace, stopping now and then
        lane = floor(x * 6.0)
        lot = chance(cell(lane), 2)
        run = fma(y, 0.9, fma(time, fma(lot, 0.10, 0.05), lot * 9.0))
        name = cell(lane, floor(run), 4)
        right = fract(x * 6.0) - fma(chance(name, 1), 0.5, 0.25) + sinp(run * 1.7) * 0.08
        along = fract(run)
        trail = (
            smoothstep(0.16, 0.02, fabs(right)) * smoothstep(1.0, 0.15, along) * sel(chance(name, 3) < 0.55, 1.0, 0.0)
        )
        drop = smoothstep(0.24, 0.10, sqrt(fma(right, right, (along - 0.10) * (along - 0.10) * 12.0)))
        drop = drop * sel(chance(name, 3) < 0.55, 1.0, 0.0)
        fine = cell(floor(x * 17.0), floor(y * 17.0), 8)
        dx, dy = fract(x * 17.0) - fma(chance(fine, 1), 0.5, 0.25), fract(y * 17.0) - fma(chance(fine, 2), 0.5, 0.25)
        bead = smoothstep(0.20, 0.08, sqrt(fma(dx, dx, dy * dy))) * sel(chance(fine, 3) < 0.4, 1.0, 0.0)
        seen = smoothstep(0.035, 0.012, soft)
        wet = (trail * right * 2.0 + drop * (along - 0.1) * 3.0 + bead * dx * 2.0 * seen) * 1.4
        _city(inner, sight, wet)
        inner.light((0.92, 0.92, 1.0), clamp(drop * 0.22 + bead * seen * 0.10 + trail * 0.05))
        inner.depth, inner.ident, inner.direction = as_float(0.96), as_float(float(GLASS)), as_float(0.25)
        inner.emission = clamp(inner.emission, 0.0, 0.5)

    g.layer(pane < soft, glass)
    bars = vmin(vmin(fabs(aside - 1.37), fabs(aside - 4.1)), vmin(fabs(y - 3.30), fabs(fabs(y - 2.45) - 1.85)))
    frame = vmax(bars - 0.055, vmax(aside - 4.17, fabs(y - 2.45) - 1.92))
    lit = smoothstep(-0.055, 0.03, bars - 0.03)
    wood = mix(scale(theme(u, "stage_low"), 0.42), theme(u, "accent"), lit * 0.34 + 0.10)
    g.paint(clamp(0.5 - frame / soft), wood, sight.depth(walls.distance), FRAME)
    sill = vmax(aside - 4.4, fabs(y - 0.52) - 0.07)
    g.paint(clamp(0.5 - sill / soft), mix(wood, theme(u, "accent"), 0.16), sight.depth(walls.distance), FRAME)


def _wall_colour(u: Uniforms, x: V, y: V) -> list[V]:
    """Plaster in the lamp's light."""
    base = scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), fma(noise(x * 0.7, y * 0.7), 0.5, 0.25)), 0.50)
    glow = falloff(fma((x + 2.95) * (x + 2.95), 0.30, (y - 2.3) * (y - 2.3) * 0.42))
    glow = glow + falloff(fma((x - 4.75) * (x - 4.75), 0.35, (y - 2.2) * (y - 2.2) * 0.35)) * 0.6
    return mix(base, theme(u, "accent"), clamp(glow * 0.62) * _warm(u))


def _room(g: G, sight: Sight, walls: Walls) -> None:
    """Sides, ceiling with beams, the room's other end with pictures and lamps."""
    u = sight.u
    x, y, z = walls.point

    def side(inner: G) -> None:
        colour = _wall_colour(u, sel(x < 0.0, -2.95 - (z + 4.2) * 0.6, 4.75 + (z + 4.6) * 0.6), y)
        fill(inner, scale(colour, 0.85), sight.depth(walls.distance), SIDE)
        _pictures(inner, u, z - 0.4, y)

    def ceiling(inner: G) -> None:
        beam = smoothstep(0.30, 0.34, fabs(fract(z * 0.4) - 0.5))
        fill(inner, scale(theme(u, "stage_low"), fma(beam, 0.22, 0.38)), sight.depth(walls.distance), CEILING)

    def end(inner: G) -> None:
        fill(inner, scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), clamp(y * 0.2)), 0.75), 0.95, HALL)
        _pictures(inner, u, x, y)

    g.layer(walls.is_side, side)
    g.layer(walls.is_top, ceiling)
    g.layer(walls.is_hall, end)


def _pictures(g: G, u: Uniforms, along: V, y: V) -> None:
    """Framed pictures on a wall, a small lamp over each; `along` is the way along the wall."""
    part = fract(along * 0.42) - 0.5
    glow = falloff(fma(part * part, 6.0, (y - 2.6) * (y - 2.6) * 1.1))
    g.tint(theme(u, "accent"), glow * 0.62 * _warm(u))
    nth = floor(along * 0.42)
    wide, high = fma(chance(cell(nth), 6), 0.09, 0.13), fma(chance(cell(nth), 7), 0.16, 0.34)
    frame = vmax((fabs(part) - wide) * 2.4, fabs(y - 1.75) - high)
    hill = sinp(fma(part, 1.7, chance(cell(nth), 8))) * 0.12
    hue = chance(cell(nth), 4)
    upper = mix(mix(theme(u, "primary"), theme(u, "sky"), hue), theme(u, "accent"), smoothstep(2.2, 1.6, y) * 0.4)
    lower = scale(mix(theme(u, "stage_high"), theme(u, "primary"), hue), 0.6)
    inside = scale(mix(lower, upper, smoothstep(-0.02, 0.02, y - 1.68 - hill)), fma(_warm(u), 0.4, 0.3))
    g.paint(smoothstep(0.075, 0.055, frame), scale(theme(u, "stage_low"), 0.45), g.depth, SIDE + 60.0)
    g.paint(smoothstep(0.01, -0.01, frame), inside, g.depth, SIDE + 61.0)
    bulb = sqrt(fma(part * part, 5.6, (y - 2.45) * (y - 2.45)))
    g.paint(smoothstep(0.085, 0.05, bulb), (1.0, 0.92, 0.78), g.depth, SIDE + 62.0, 0.0, 0.5)


def _boards(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, _, z = walls.point
    plank = floor(z * 2.2)
    tone = fma(chance(cell(plank, floor(fma(x, 0.35, chance(cell(plank), 2) * 3.0))), 1), 0.22,
               noise(x * 0.9, fma(z, 6.0, plank)) * 0.14)  # fmt: skip
    base = mix(scale(theme(u, "stage_low"), 0.62), scale(theme(u, "accent"), 0.62), tone)
    wide, high = walls.mirrored()
    grazing = smoothstep(0.75, 0.10, 0.0 - sight.ray[1])
    shine = falloff(fabs(high - 2.4) * 0.75) * smoothstep(4.6, 3.2, fabs(wide + 0.35))
    colour = mix(base, mix(theme(u, "primary"), theme(u, "stage_high"), 0.4), shine * fma(grazing, 0.34, 0.08))
    lamp = falloff(fma((x + 2.95) * (x + 2.95), 0.28, (z + 4.2) * (z + 4.2) * 0.28))
    colour = mix(colour, theme(u, "accent"), clamp(lamp * 0.55) * _warm(u))
    # a round rug under the booth
    away = sqrt(fma(x, x, (z - 0.3) * (z - 0.3) * 1.2))
    ring = sel(fabs(away - 2.0) < 0.09, 1.0, sel(fabs(away - 1.65) < 0.05, 0.6, 0.0))
    rug = mix(scale(theme(u, "primary"), 0.34), scale(theme(u, "accent"), 0.62), ring * 0.8)
    colour = mix(colour, rug, smoothstep(2.26, 2.22, away) * 0.9)
    colour = mix(colour, theme(u, "sky"), spot_pool(x, z) * fma(level(u, "spot"), 0.34, 0.06))
    fill(g, scale(colour, shadowed(x, z, 0.5)), sight.depth(walls.distance), FLOOR)


def _stand(
    g: G, sight: Sight, name: str, where: tuple[float, float, float], size: tuple[float, float], ident: int
) -> None:
    """A drawn thing on the floor: `where` its foot's middle is, `size` in figure units."""
    u = sight.u
    distance = sight.beyond(where[2])
    x, y, _ = sight.at(distance)
    across, up = fma(x - where[0], 1.0 / size[0], 0.5), (y - where[1]) * (1.0 / size[1])

    def drawn(inner: G) -> None:
        p = u.cutout(name, across, up)
        dark = scale(mix(theme(u, "stage_low"), theme(u, "primary"), 0.16), 0.55)
        # the lamp is on one side, the window on the other
        lit = mix(theme(u, "accent"), theme(u, "primary"), smoothstep(-4.0, 4.0, x))
        colour = mix(dark, lit, p.tone * 0.62 * _warm(u))
        inner.paint(p.coverage, colour, sight.depth(distance), fma(p.ident, 1.0, float(ident)), 0.25)

    g.layer(both(fabs(across - 0.5) < 0.5, up > 0.0, up < 1.0, distance < FAR), drawn)


def _floor_lamp(g: G, sight: Sight, where: tuple[float, float, float]) -> None:
    """A standing lamp with a paper shade."""
    u = sight.u
    distance = sight.beyond(where[2])
    x, y, _ = sight.at(distance)
    right, up = x - where[0], y - where[1]
    soft = sight.pixel * distance
    there = sel(distance < FAR, 1.0, 0.0)
    warm = mix(theme(u, "accent"), (1.0, 0.90, 0.72), 0.55)
    stem = vmax(fabs(right) - 0.022, vmax(up, 0.0 - y))
    foot = vmax(fabs(right) - 0.26, fabs(y - 0.03) - 0.03)
    wood = mix(scale(theme(u, "stage_low"), 0.5), theme(u, "accent"), 0.2)
    g.paint(clamp(0.5 - vmin(stem, foot) / soft) * there, wood, sight.depth(distance), LAMP)
    shade = vmax(fabs(right) - fma(up, -0.30, 0.36), fabs(up) - 0.30)
    glow = fma(falloff(fma(right, right, (up + 0.1) * (up + 0.1)) * 9.0), 0.30, 0.66) * _warm(u)
    g.paint(clamp(0.5 - shade / soft) * there, mix(wood, warm, glow), sight.depth(distance), LAMP + 20, 0.0, 0.35)
    g.light(warm, falloff(fma(right, right, up * up) * 0.85) * 0.40 * there * _warm(u))


def _bulbs(g: G, sight: Sight) -> None:
    """A string of bulbs in two bows before the window."""
    u = sight.u
    distance = sight.beyond(-4.5)
    x, y, _ = sight.at(distance)
    soft = sight.pixel * distance
    part = fract(x * 0.25 + 0.5) - 0.5
    hangs = fma(part * part, 2.2, 3.18)

    def string(inner: G) -> None:
        wire = fabs(y - hangs) - 0.012
        inner.paint(clamp(0.5 - wire / soft) * 0.8, scale(theme(u, "stage_low"), 0.3), sight.depth(distance), BULB)
        right = (fract(x * 2.0) - 0.5) * 0.5
        lot = chance(cell(floor(x * 2.0)), 3)
        away = sqrt(fma(right, right, (y - hangs + 0.07) * (y - hangs + 0.07)))
        warm = mix(theme(u, "accent"), (1.0, 0.90, 0.70), 0.5)
        power = _warm(u) * fma(sinp(fma(level(u, "time_s"), 0.13, lot)), 0.10, 0.90)
        inner.light(warm, falloff(away * 11.0) * 0.75 * power)
        inner.paint(smoothstep(0.062, 0.030, away), mix(warm, (1.0, 1.0, 1.0), 0.55), sight.depth(distance), BULB,
                    0.0, 0.55)  # fmt: skip

    g.layer(both(fabs(y - hangs) < 0.4, fabs(x) < 5.9, distance < FAR), string)


PLACE = Place(arrange, animate, paint)
