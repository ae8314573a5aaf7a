"""Splinters of light: glowing plates that stand askew in the dark behind her, torn by the music into stripes.

On accents stripes of a plate jump aside and its colours come apart; that moves light and makes none. Beams cross,
cracks in the floor glow.
"""

from __future__ import annotations

import math

from beatforge.persona.stages.parts.hall import begun, dimmed, fill, hall, hazy, performed, pooled, spot_pool, tubes
from beatforge.persona.stages.parts.lamps import beams, lamp_rows
from beatforge.persona.stages.parts.people import people_cutouts, people_rows
from beatforge.persona.stages.parts.place import Place, Show, wave
from beatforge.persona.stages.parts.rig import Rig, rig_lamps
from beatforge.persona.stages.parts.room import BACK, FLOOR, Room, Walls, shadowed, truss
from beatforge.persona.stages.parts.sight import FAR, Sight, level, theme
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    loop,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

ROOM = Room()
RIG = Rig(over=7, across=5.6, height=5.6, behind=-3.2, floor=7, swing=1.5, power=1.0, pace=0.5)

ROWS = ((2.45, 0.92), (3.1, 0.86), (3.9, 0.80), (4.7, 0.88), (5.6, 0.80), (6.7, 0.86), (8.2, 0.82), (10.5, 0.86))

PLATES = (
    (-5.9, 1.9, -3.9, 1.0, 2.6, 15.0, 0.1),
    (-3.9, 2.7, -4.8, 0.95, 2.7, -19.0, 0.9),
    (-2.25, 1.6, -3.5, 0.62, 2.0, 9.0, 0.25),
    (-0.75, 3.2, -4.6, 0.85, 2.4, -8.0, 0.75),
    (1.05, 2.4, -4.0, 0.70, 2.6, 14.0, 0.0),
    (2.65, 1.8, -3.4, 0.66, 2.1, -14.0, 0.85),
    (4.3, 2.9, -4.7, 1.05, 2.7, 20.0, 0.2),
    (6.2, 2.0, -3.8, 0.9, 2.5, -11.0, 1.0),
)
"""Place of the middle, half width, half height, degrees aside, colour (0 primary .. 1 accent)."""


def arrange(draws: Draws) -> Arrangement:
    return people_cutouts()


def animate(show: Show) -> Arrangement:
    return {
        "rows": people_rows(show, ROWS),
        "lamps": lamp_rows(show, rig_lamps(show, RIG)),
        "plates": [_plate(show, nth) for nth in range(len(PLATES))],
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Hall, plates from far to near, floor, beams, her, the crowd."""
    sight = Sight(x, y, u)
    walls = Walls(sight, ROOM)
    g = begun(sight)
    hall(g, sight, walls)
    tubes(g, sight, walls)
    g.layer(walls.is_back, lambda inner: _dark(inner, sight, walls))
    g.layer(walls.is_floor, lambda inner: _floor(inner, sight, walls))
    g = G.of(loop(u.rows("plates"), g.values(), lambda k, under: _shard(k, under, sight)))
    metal = scale(theme(u, "stage_low"), 0.8)
    truss(g, sight, RIG.behind, RIG.height + 0.28, 7.2, metal, theme(u, "accent"))
    truss(g, sight, 9.5, 4.2, 7.0, metal, theme(u, "primary"))
    hazy(g, sight, walls)
    beams(g, sight, "lamps", fma(u.haze, 1.4, 0.8))
    return performed(g, sight)


def _plate(show: Show, nth: int) -> tuple[float, ...]:
    """A plate of the moment: its place, sizes, cosine and sine of how it stands, colour, how bright it is; far ones
    first."""
    order = sorted(range(len(PLATES)), key=lambda at: PLATES[at][2])
    x, y, z, wide, high, degrees, hue = PLATES[order[nth]]
    told, own = show.levels, order[nth] * 0.37
    turn = math.radians(degrees + 2.2 * wave(told["time_s"] * 0.05 + own) + 1.4 * told["bass"])
    up = y + 0.10 * wave(told["time_s"] * 0.07 + own * 1.7)
    ran = told["chase"] * max(0.0, 1.0 - abs(x / 6.5 - (told["bar"] * 2.0 % 1.0 * 2.6 - 1.3)) / 0.5)
    kept = (1.0 - 0.65 * told["dim"]) * (1.0 - 0.6 * told["spot"])
    louder = told["left"] if x > 0 else told["right"]
    light = kept * (0.50 + 0.25 * louder + 0.06 * told["pulse"] + 0.22 * told["flash"] + 0.30 * ran)
    row = (x, up, z, wide, high, math.cos(turn), math.sin(turn), hue, light, float(nth))
    return tuple(round(number, 6) for number in row)


def _shard(k: int, under: list[V], sight: Sight) -> list[V]:
    u = sight.u
    x, y, z, wide, high, cosine, sine, hue, light, own = u.row("plates", k)
    g = G.of(under)
    distance = sight.beyond(z)
    px, py, _ = sight.at(distance)
    right, up = px - x, py - y
    soft = sight.pixel * distance
    near = vmax(fabs(right) - wide - 1.5, fabs(up) - high - 0.5)

    def plate(inner: G) -> None:
        time = level(u, "time_s")
        # stripes that jump: which ones is drawn anew some times a second, how far follows the music
        stripe = floor(py * 5.0)
        torn = chance(cell(stripe, floor(time * 4.0), 3), 1)
        shift = sel(torn > 0.72, (torn - 0.86) * 2.4, 0.0) * fma(level(u, "high"), 0.4, level(u, "flash") * 0.6 + 0.08)
        a, b = right + shift, up
        along, tall = a * cosine + b * sine, b * cosine - a * sine
        # a splinter: two of its corners are cut
        taper = fma(tall, 0.16, 0.0) * sel(fract(own * 0.5) > 0.25, 1.0, -1.0)
        body = vmax(fabs(along) - wide - taper, fabs(tall) - high)
        cut = (along * 0.8 + tall * 0.6) * sel(fract(own * 0.25) > 0.4, 1.0, -1.0) - (wide * 0.8 + high * 0.45)
        body = vmax(body, cut)
        primary, accent = theme(u, "primary"), theme(u, "accent")
        tint = mix(primary, accent, hue)
        other = mix(accent, primary, hue)
        rise = clamp(fma(tall / high, 0.5, 0.5))
        lines = smoothstep(0.15, 0.45, fabs(fract(py * 14.0) - 0.5))
        inside = mix(scale(tint, 0.16), tint, fma(rise, 0.55, 0.12))
        inside = mix(
            inside,
            other,
            smoothstep(0.35, 0.0, fabs(along / wide - fma(sinp(time * 0.11 + own * 0.3), 0.6, 0.0))) * 0.25,
        )
        inside = scale(inside, fma(lines, 0.22, 0.78) * light)
        covered = clamp(0.5 - body / soft)
        depth = sight.depth(distance)
        inner.light(tint, falloff(vmax(body, 0.0) * 4.5) * 0.40 * light)
        inner.paint(covered, inside, depth, BACK + 60.0 + own, 0.25, rise * 0.25)
        # the edges' tubes: colours come apart where a stripe jumps
        apart = fabs(shift) * 0.35 + 0.05
        for tube, side in ((primary, 1.0), (accent, -1.0)):
            edge = vmax(fabs(along + apart * side) - wide - taper, fabs(tall) - high)
            line = falloff(fabs(vmax(edge, cut)) * 60.0)
            inner.light(mix(tube, (1.0, 1.0, 1.0), 0.10), line * light * 0.85)

    g.layer((near < 0.0) & (distance < FAR), plate)
    return g.values()


def _dark(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, y, _ = walls.point
    smoke = noise(fma(x, 0.35, level(u, "time_s") * 0.03), y * 0.4)
    glow = falloff(vmin(fabs(y - 1.6) * 0.55, 3.9)) * smoke * dimmed(u, 0.4)
    hue = mix(theme(u, "primary"), theme(u, "accent"), smoothstep(-2.5, 2.5, fma(smoke - 0.5, 5.0, x)))
    colour = mix(scale(mix(theme(u, "stage_low"), theme(u, "stage_high"), smoke), 0.55), hue, glow * 0.34)
    fill(g, colour, sight.depth(walls.distance), BACK)


def _floor(g: G, sight: Sight, walls: Walls) -> None:
    u = sight.u
    x, _, z = walls.point
    base = pooled(sight, walls, scale(theme(u, "stage_low"), 0.45))
    # the plates' light lies on the floor in stripes that lead to the camera
    wide, high = walls.mirrored()
    lit: list[V] = base
    for nth, (middle, _, _, half, _, degrees, hue) in enumerate(PLATES):
        lean = math.tan(math.radians(degrees))
        beam = falloff(fabs(wide - middle - high * lean) * (2.2 / half)) * falloff(high * 0.55)
        tint = [one + (other - one) * hue for one, other in zip(theme(u, "primary"), theme(u, "accent"), strict=True)]
        lit = mix(lit, tint, clamp(beam * (0.30 + 0.02 * (nth % 2))) * dimmed(u, 0.4))
    # cracks that glow
    crack: V = as_float(1.0)
    for nth, (one, other, every) in enumerate(((0.93, 0.37, 1.9), (0.42, -0.91, 2.3), (-0.68, 0.73, 3.1))):
        place = fma(x, one, z * other) * (1.0 / every) + 0.21 * nth
        along = fma(x, other, z * -one)
        broken = chance(cell(floor(place), floor(along * 0.55), 30 + nth), 1)
        crack = vmin(crack, fabs(fract(place) - 0.5) * every + sel(broken > 0.45, 0.0, 1.0))
    soft = sight.pixel * walls.distance
    line = smoothstep(0.022 + soft * 0.8, 0.0, crack) + falloff(crack * 9.0) * 0.16
    lit = mix(
        lit, mix(theme(u, "accent"), (1.0, 1.0, 1.0), 0.2), line * fma(level(u, "bass"), 0.25, 0.30) * dimmed(u, 0.4)
    )
    lit = mix(lit, (1.0, 0.98, 0.94), spot_pool(x, z) * level(u, "spot") * 0.30)
    fill(g, scale(lit, shadowed(x, z, 0.6)), sight.depth(walls.distance), FLOOR)


PLACE = Place(arrange, animate, paint)
