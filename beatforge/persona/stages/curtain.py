"""A ballroom's curtain: velvet in deep folds with a swag above, chandeliers, sconces and a brass rail, polished wood.

Warm light that stays: nothing here flashes, lamps breathe with the music.
"""

from __future__ import annotations

import math

from beatforge.persona.stages.parts.hall import begun, dimmed, fill, hall, hazy, performed, spot_pool
from beatforge.persona.stages.parts.lamps import Lamp, aimed, beams, follow_spot, lamp_rows
from beatforge.persona.stages.parts.people import people_cutouts, people_rows
from beatforge.persona.stages.parts.place import Place, Show, wave
from beatforge.persona.stages.parts.room import BACK, FLOOR, SIDE, Room, Walls, shadowed
from beatforge.persona.stages.parts.sight import FAR, Sight, level, theme
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise, noise1
from beatforge.picture.trace import (
    V,
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
    vmax,
    vmin,
)

ROOM = Room()

ROWS = ((2.7, 0.6), (3.6, 0.58), (4.6, 0.55), (5.8, 0.58), (7.2, 0.56), (9.0, 0.6))

CHANDELIERS = ((-3.0, 2.72, -3.0, 0.80), (3.0, 2.72, -3.0, 0.80), (0.0, 3.45, -4.2, 1.05))
"""Place of the middle and half the width."""

SWAG, RAIL, CRYSTAL = 70, 71, 72


def arrange(draws: Draws) -> Arrangement:
    return people_cutouts(0.35)


def animate(show: Show) -> Arrangement:
    return {"rows": people_rows(show, ROWS), "lamps": lamp_rows(show, _lamps(show))}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Hall, curtain, floor, what hangs and stands before it, her, guests."""
    sight = Sight(x, y, u)
    walls = Walls(sight, ROOM)
    g = begun(sight)
    hall(g, sight, walls)
    g.layer(walls.is_side, lambda inner: _sconces(inner, sight, walls))
    g.layer(walls.is_back, lambda inner: _curtain(inner, sight, walls))
    g.layer(walls.is_floor, lambda inner: _wood(inner, sight, walls))
    for nth, (place, up, z, half) in enumerate(CHANDELIERS):
        _chandelier(g, sight, (place, up, z, half), nth)
    _rail(g, sight)
    hazy(g, sight, walls)
    beams(g, sight, "lamps", fma(u.haze, 1.4, 0.40), 0.5)
    return performed(g, sight)


def _lamps(show: Show) -> list[Lamp]:
    """Soft beams from above that hardly move, lamps in the hall, the one that follows her."""
    told = show.levels
    kept = (1.0 - 0.7 * told["dim"]) * (1.0 - 0.6 * told["spot"])
    power = kept * (0.30 + 0.14 * told["energy"] + 0.10 * told["flash"] + 0.10 * told["chase"])
    lamps = []
    for nth in range(6):
        share = nth / 5.0 * 2.0 - 1.0
        at = (share * 6.0, 6.2, -3.2)
        way = aimed(at, (share * 3.6 + 0.5 * wave(told["time_s"] * 0.035 + nth * 0.21), 0.0, -1.4))
        lamps.append(Lamp(at, way, 0.5 * (nth % 2), power * 0.8, 0.12, 0.14, 6.0))
    for nth in range(5):
        share = nth / 4.0 * 2.0 - 1.0
        at = (share * 5.4, 3.8, 9.5)
        lamps.append(Lamp(at, aimed(at, (share, 1.0, 0.3)), 0.5 * (nth % 2), power * 0.9, 0.75 * kept, 0.09, 8.0))
    lamps.append(follow_spot(show, (-2.6, 5.7, -2.0), 1.3 * told["spot"]))
    return lamps


def _folds(x: V, y: V) -> tuple[V, V]:
    """How far a place of the velvet stands out (0..1), and how much it looks to the left light (-1..1)."""
    # folds run together where the cloth is gathered, above
    along = fma(noise1(x * 0.55, 3), 1.6, x * 1.15)
    sway = fma(sinp(fma(y, 0.07, x * 0.31)), 0.05, along)
    deep = sinp(sway) * 0.62 + sinp(fma(sway, 2.17, 0.3)) * 0.26 + sinp(sway * 4.3) * 0.10
    slope = sinp(sway + 0.25) * 0.62 + sinp(fma(sway, 2.17, 0.55)) * 0.40
    return fma(deep, 0.5, 0.5), slope


def _velvet(u: Uniforms, x: V, y: V) -> list[V]:
    out, slope = _folds(x, y)
    light = fma(level(u, "pulse"), 0.03, fma(level(u, "energy"), 0.12, 0.80)) * dimmed(u, 0.45)
    low, high = theme(u, "stage_low"), theme(u, "stage_high")
    cloth = mix(scale(low, 0.55), scale(high, 1.25), out)
    # light from the floor upon the lower cloth, from above in pools
    pools = falloff(fabs(fract(x * 0.21 + 0.5) - 0.5) * 5.2) * smoothstep(1.2, 4.8, y)
    up = falloff(vmax(y - 0.2, 0.0) * 0.85)
    sheen = smoothstep(0.15, 0.95, slope) * out
    cloth = mix(cloth, theme(u, "accent"), clamp(sheen * fma(pools, 0.50, fma(up, 0.55, 0.16))) * light)
    cloth = mix(cloth, theme(u, "primary"), clamp(out * fma(pools, 0.20, up * 0.24)) * light)
    return scale(cloth, fma(light, 0.75, 0.25))


def _curtain(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, y, _ = walls.point
    soft = sight.pixel * walls.distance
    out, _ = _folds(x, y)
    fill(g, _velvet(u, x, y), sight.depth(walls.distance), floor(fma(out, 1.99, float(BACK + 50))), 0.25)
    # the swag: scallops that hang from above, with a golden fringe
    part = fract(x * 0.34 + 0.5) - 0.5
    edge = fma(part * part, 2.6, 3.42)
    inside = edge - y
    shade = fma(sinp(fma(fabs(part), 3.4, y * 1.25)), 0.5, 0.5)
    cloth = mix(scale(theme(u, "stage_low"), 0.7), scale(theme(u, "stage_high"), 1.45), shade)
    cloth = mix(cloth, theme(u, "accent"), smoothstep(0.7, 1.0, shade) * 0.28)
    fringe = smoothstep(0.24, 0.20, 0.0 - inside)
    threads = fma(sinp(x * 9.0), 0.25, 0.75)
    cloth = mix(cloth, scale(theme(u, "accent"), threads), fringe * 0.85)
    g.paint(clamp(0.5 + (0.0 - inside) / soft), scale(cloth, 0.80), sight.depth(walls.distance), SWAG, 0.0)


def _sconces(g: G, sight: Sight, walls: Walls) -> None:
    """Panelled walls with a warm lamp on each panel."""
    u = sight.u
    _, y, z = walls.point
    part = (fract(z * 0.42 + 0.2) - 0.5) * 2.4
    power = fma(level(u, "energy"), 0.12, 0.76) * dimmed(u, 0.5)
    panel = vmax(fabs(part) - 0.95, fabs(y - 2.2) - 1.75)
    moulding = smoothstep(0.07, 0.03, fabs(panel + 0.05))
    base = mix(scale(theme(u, "stage_low"), 0.6), scale(theme(u, "stage_high"), 0.8), smoothstep(0.0, -0.02, panel))
    base = mix(base, theme(u, "accent"), moulding * 0.30)
    away = sqrt(fma(part, part, (y - 2.35) * (y - 2.35) * 0.7))
    base = mix(base, theme(u, "accent"), clamp(falloff(away * 1.5) * 0.62) * power)
    fill(g, base, sight.depth(walls.distance), SIDE)
    arm = vmax(fabs(part) - 0.03, fabs(y - 2.0) - 0.16)
    g.paint(smoothstep(0.02, 0.0, arm), scale(theme(u, "accent"), 0.6), g.depth, RAIL)
    shade = vmax(fabs(part) - fma(y - 2.35, -0.25, 0.17), fabs(y - 2.35) - 0.16)
    lamp = mix(theme(u, "primary"), (1.0, 1.0, 1.0), 0.3)
    g.paint(smoothstep(0.02, -0.02, shade), scale(lamp, fma(power, 0.6, 0.35)), g.depth, RAIL + 6.0, 0.0, 0.4 * power)


def _wood(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, _, z = walls.point
    wide, high = walls.mirrored()
    plank = floor(x * 2.6)
    board = noise(fma(plank, 3.1, x * 0.6), fma(z, 0.8, plank * 1.7))
    tone = fma(chance(cell(plank, floor(fma(z, 0.5, chance(cell(plank), 2)))), 1), 0.25, board * 0.25)
    base = mix(scale(theme(u, "stage_low"), 0.75), scale(theme(u, "accent"), 0.55), tone + 0.08)
    soft = sight.pixel * walls.distance * 2.6
    seam = smoothstep(0.47 - soft, 0.5, fabs(fract(x * 2.6) - 0.5)) * smoothstep(0.8, 0.2, soft)
    base = scale(base, 1.0 - seam * 0.45)
    grazing = smoothstep(0.80, 0.10, 0.0 - sight.ray[1])
    mirror = _velvet(u, fma(board - 0.5, 0.25, wide), high)
    colour = mix(base, mirror, falloff(high * 0.30) * fma(grazing, 0.45, 0.12))
    colour = mix(colour, theme(u, "primary"), spot_pool(x, z) * fma(level(u, "spot"), 0.34, 0.12))
    fill(g, scale(colour, shadowed(x, z, 0.6)), sight.depth(walls.distance), FLOOR)


def _chandelier(g: G, sight: Sight, where: tuple[float, float, float, float], nth: int) -> None:
    """Two rings of candles, strings of crystal between them."""
    place, up, z, half = where
    u = sight.u
    distance = sight.beyond(z)
    x, y = (part - at for part, at in zip(sight.at(distance)[:2], (place, up), strict=True))
    soft = sight.pixel * distance
    # seen from below: rings are ellipses
    tilt = clamp((up - sight.eye[1]) / vmax(distance, 1.0), 0.04, 0.5)

    def hanging(inner: G) -> None:
        warm, gold = theme(u, "primary"), theme(u, "accent")
        power = fma(level(u, "energy"), 0.12, 0.78) * dimmed(u, 0.5)
        rod = vmax(fabs(x) - 0.018, 0.0 - y)
        inner.paint(clamp(0.5 - rod / soft), scale(gold, 0.45), sight.depth(distance), CRYSTAL)
        for tier, (wide, high, count) in enumerate(((half, 0.0, 16), (half * 0.58, 0.42, 10))):
            right, above = x / wide, (y - high) / (wide * vmax(tilt, 0.10))
            ring = sqrt(fma(right, right, above * above))
            inner.paint(
                smoothstep(0.10, 0.05, fabs(ring - 1.0) * clamp(tilt * 5.0 + 0.4)), scale(gold, 0.62),
                sight.depth(distance), CRYSTAL,
            )  # fmt: skip
            # crystal hangs between the rings and below
            drop = vmax(fabs(x) - wide * (1.0 - tier * 0.1), vmax(y - high, high - 0.30 * wide - y))
            bead = smoothstep(0.30, 0.5, fabs(fract(x * 13.0) - 0.5)) * smoothstep(
                0.20, 0.5, fabs(fract(y * 11.0) - 0.5)
            )
            veil = smoothstep(0.05, -0.05, drop) * fma(bead, 0.55, 0.12) * smoothstep(1.05, 0.2, fabs(right))
            inner.light(mix(gold, warm, 0.6), veil * power * 0.75)
            for one in range(count):
                turn = 2.0 * math.pi * (one + 0.5 * tier) / count
                cx, depth_ = math.cos(turn) * wide, math.sin(turn) * wide
                cy = high + 0.07
                dx, dy = x - cx, y - cy - tilt * depth_
                flame = sqrt(fma(dx, dx, dy * dy))
                inner.light(warm, falloff(flame * (1.0 / 0.16) * 4.0) * power * 0.55)
                inner.paint(smoothstep(0.040, 0.018, flame), mix(warm, (1.0, 1.0, 1.0), 0.6), sight.depth(distance),
                            CRYSTAL, 0.0, 0.7 * power)  # fmt: skip

    near = vmax(fabs(x) - half - 0.25, fabs(y - 0.2) - 0.9)
    g.layer((near < 0.0) & (distance < FAR), hanging)
    glow = falloff(fma(x, x, y * y) * (0.42 / (half * half)))
    power = fma(level(u, "energy"), 0.12, 0.78) * dimmed(u, 0.4)
    g.light(theme(u, "accent"), sel(distance < FAR, glow * 0.40 * power, 0.0))


def _rail(g: G, sight: Sight) -> None:
    """Brass posts with a rope that hangs between them, at the back of the stage."""
    u = sight.u
    distance = sight.beyond(-3.4)
    x, y, _ = sight.at(distance)
    soft = sight.pixel * distance

    def brass(inner: G) -> None:
        gold = theme(u, "accent")
        aside = (fract(x * 0.5 + 0.5) - 0.5) * 2.0
        post = vmax(fabs(aside) - 0.035, y - 0.92)
        knob = sqrt(fma(aside, aside, (y - 0.96) * (y - 0.96))) - 0.075
        foot = vmax(fabs(aside) - 0.17, y - 0.05)
        part = fract(x * 0.5) - 0.5
        rope = fabs(y - fma(part * part, 1.3, 0.52)) - 0.036
        shine = falloff(fabs(aside + 0.012) * 60.0)
        velvet = mix(
            scale(theme(u, "stage_high"), 1.2), gold, smoothstep(-0.02, 0.03, y - fma(part * part, 1.3, 0.52)) * 0.4
        )
        depth = sight.depth(distance)
        inner.paint(clamp(0.5 - rope / soft), velvet, depth, RAIL)
        metal = mix(scale(gold, 0.55), mix(gold, (1.0, 1.0, 1.0), 0.5), shine)
        inner.paint(
            clamp(0.5 - vmin(vmin(post, knob), foot) / soft),
            scale(metal, lerp(0.6, 1.0, dimmed(u, 0.4))),
            depth,
            RAIL + 5,
        )

    g.layer((y < 1.1) & (y > 0.0) & (distance < FAR) & (fabs(x) < 7.5), brass)


PLACE = Place(arrange, animate, paint)
