"""A road that runs to a huge sun: lanes, palms or lamps that pass, ridges, a car ahead and cars that come towards us.

The ground is a plane seen in perspective: depth z, in half road widths, is the eye's height / the distance below the
horizon. What stands by the road lives in the same space and comes nearer with `t`. Pulse: sun, brake lights, lamps.
Glow: the lines on the land. Conditions: rain (wet road), mist, stars, wind (palms), crowd (more cars), birds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects.figures import car
from beatforge.picture.subjects.scenery import (
    birds,
    blossom,
    clouds,
    company,
    leaves,
    mist,
    open_sky,
    rain,
    snow,
    snowed,
    stars,
    sun,
)
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    choose,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "low", "far", "near", "high", "far")

_ROAD, _LAND, _WATER, _RANGE, _PALM, _LAMP = 6, 7, 8, 10, 14, 15
_GAP, _NEAREST = 6.5, 0.6
"""Distance from palm to palm, and where one is surely out of the picture."""
_RIDGES = ((0.25, 2.2, 0.5, 0.30), (0.16, 3.3, 0.35, 0.20), (0.085, 4.4, 0.15, 0.08))
"""Far to near: height, scale, haze at the foot, light on the faces."""

_USUAL: dict[str, float] = {
    **{"horizon": 0.0, "eye": 0.46, "vanish": 0.0, "bend": 0.0},
    **{"sun_x": 0.0, "sun_y": 0.13, "sun_r": 0.19, "moon": 0.0, "stripes": 1.0, "cloud": 0.5},
    **{"valley_x": 0.0, "valley": 0.55, "ridges": 1.0, "grid": 1.0, "shore": 99.0},
    **{"palms": 7.0, "palm_left": 2.4, "palm_right": 2.4, "lamps": 0.0, "lamp_side": 1.5, "cars": 1.0},
}
_LOW_BEND = {
    **{"horizon": -0.18, "eye": 0.34, "vanish": 0.22, "bend": 0.16, "valley_x": 0.45, "valley": 1.0, "ridges": 0.7},
    **{"sun_x": 0.45, "sun_y": 0.03, "sun_r": 0.29, "palm_right": 99.0, "cloud": 0.7},
}
_FROM_ABOVE = {
    **{"horizon": 0.22, "eye": 1.0, "vanish": 0.25, "bend": -0.75, "valley_x": 0.4, "valley": 0.3, "ridges": 1.3},
    **{"sun_x": 0.45, "sun_y": 0.10, "sun_r": 0.085, "stripes": 0.0, "palms": 0.0, "grid": 0.3, "cloud": 0.8},
}
_COAST = {
    **{"horizon": 0.06, "eye": 0.50, "vanish": -0.25, "bend": 0.30, "valley_x": 0.75, "valley": 1.3, "ridges": 1.5},
    **{"sun_x": 0.52, "sun_y": 0.10, "sun_r": 0.13, "stripes": 0.0, "palm_right": 99.0, "shore": 1.7, "cloud": 0.6},
}
_LAMPS = {
    **{"horizon": -0.08, "eye": 0.40, "vanish": 0.26, "bend": -0.30, "valley_x": 0.3, "valley": 0.5, "ridges": 0.9},
    **{"sun_x": -0.55, "sun_y": 0.34, "sun_r": 0.065, "moon": 1.0, "stripes": 0.0, "cloud": 0.4, "grid": 0.4},
    **{"palms": 0.0, "lamps": 7.0, "lamp_side": -1.5},
}
_CLOSE = {
    **{"horizon": 0.08, "eye": 0.52, "vanish": -0.2, "bend": 0.12, "valley_x": -0.15, "valley": 0.35, "ridges": 1.5},
    **{"sun_x": -0.15, "sun_y": 0.07, "sun_r": 0.24, "palm_left": 99.0, "palm_right": 1.6, "grid": 0.7},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _LOW_BEND, _FROM_ABOVE, _COAST, _LAMPS, _CLOSE)
_COMING, _EVERY, _GONE = 2.0, 30.0, 7.5
"""In place of a phase: a car that comes towards us; how often one does, in half road widths driven; and its size when
it has left the picture. It grows evenly, slower than a car would, so that nothing leaps."""

_CARS = ((1.9, 0.5), (1.3, -0.5), (3.4, 0.5), (2.0, 0.5), (1.5, -0.48), (1.25, 0.42))
"""Depth and lane of the car ahead, by composition."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Where sun, road and roadside are; the last rows of `cars` show in a crowd only."""
    numbers = {**_USUAL, **_PLACES[composition]}
    distance, lane = _CARS[composition]
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    numbers["bend"] += draws.between(-0.05, 0.05)
    ahead = (1.0 / (distance * draws.between(0.95, 1.08)), lane, 0.0)
    others = [(1.0 / (distance * 2.6 + 1.0), lane * 1.05, 0.71), (draws.unit(), -0.75 if lane > 0.0 else 0.75, _COMING)]
    return {**numbers, "traffic": [*others, ahead]}


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """In an upright frame the horizon lies lower, so that road does not fill it."""
    upright = min(max((0.5 - values["half_width"]) / 0.21875, 0.0), 1.0)
    horizon = arranged["horizon"]
    assert isinstance(horizon, float)
    return {"horizon": horizon - upright * (0.05 + 0.55 * max(horizon, 0.0))}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, ridges, ground, roadside from far to near, cars, weather."""
    place = u.half_width
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.05)
    sun(g, x - u.sun_x * place, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, u.stripes)
    clouds(g, x, y, u, u.horizon, u.cloud)
    birds(g, x, y, u, u.horizon)
    _ridges(g, x, y, u)
    _ground(g, x, y, u)
    g = G.of(loop(u.count("palms"), g.values(), lambda k, v: _palm(counted(k), v, x, y, u)))
    g = G.of(loop(u.count("lamps"), g.values(), lambda k, v: _lamp(counted(k), v, x, y, u)))
    g = G.of(loop(u.rows("traffic"), g.values(), lambda k, v: _car(u.row("traffic", k), v, x, y, u)))
    mist(g, x, y, u, u.horizon + 0.02)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _travel(u: Uniforms) -> V:
    """How far the road was driven, in half road widths: in a frame no farther than what passes is thick, or it would
    flicker instead of passing."""
    return u.t * 2.0


def _middle(size: V, u: Uniforms) -> V:
    """Where the road's middle line is seen where things have that size (1 / depth)."""
    away = clamp(1.0 - size)
    square = away * away
    return fma(u.bend * fma(sinp(u.t * 0.013), 0.2, 1.0), square * square * square, u.vanish * u.half_width)


def _haze(z: V) -> V:
    return smoothstep(5.0, 60.0, z)


def _depth(z: V) -> V:
    return fma(smoothstep(0.0, 40.0, z), 0.85, 0.03)


def _ridges(g: G, x: V, y: V, u: Uniforms) -> None:
    """Three ranges with a valley where the light is."""
    for k in range(3):
        mask = (y > u.horizon - 0.01) & (y < u.horizon + 0.01 + u.ridges * _RIDGES[k][0])
        g.layer(mask, partial(_ridge, x, y, u, k))


def _ridge(x: V, y: V, u: Uniforms, k: int, g: G) -> None:
    tall, scale, haze, lit = _RIDGES[k]
    moved = u.cam * (0.006 * k + 0.004)
    along = (x + moved) * scale + u.seed + 4.1 * k
    open_land = smoothstep(0.03, u.valley * (1.0 - 0.18 * k), fabs(x - u.valley_x * u.half_width))
    top = u.horizon + fbm1(along, 5 + k, 3) * fma(open_land, 0.9, 0.1) * u.ridges * tall + 0.004
    fall = top - y
    face = smoothstep(0.46, 0.56, noise(along * 3.3 + fall * 9.0, fall * 8.0 + k))
    colour = mix(mix(u.role("far"), u.role("near"), 0.42 * k), u.role("sun"), face * lit)
    colour = mix(colour, u.role("sky_low"), smoothstep(0.16, 0.0, y - u.horizon) * haze)
    g.paint(u.cover(0.0 - fall), snowed(colour, u, 0.6), 0.93 - 0.05 * k, _RANGE + k, 0.12, 0.0, (0.0 - moved, 0.0))


def _ground(g: G, x: V, y: V, u: Uniforms) -> None:
    """Road with its marks; beside it land with furrows that glow, or the sea from `shore` on."""

    def plane(inner: G) -> None:
        down = vmax(u.horizon - y, 0.0012)
        z = u.eye / down
        across, along = (x - _middle(down / u.eye, u)) * z, z + _travel(u)
        blur = z * u.px
        tuft = noise(across * 1.3, along * 0.45)
        bare = smoothstep(0.15, 0.85, tuft) * 0.55 + smoothstep(0.0, 0.3, down) * 0.35
        land = mix(u.role("mid"), u.role("near"), bare)
        furrow = smoothstep(0.035 + blur * 1.5, 0.0, fabs(fract(across * 0.7) - 0.5) * 1.43)
        rung = smoothstep(0.30 + blur * z / u.eye * 0.5, 0.0, fabs(fract(along * 0.5) - 0.5) * 2.0) * 0.8
        lines = vmax(furrow, rung) * smoothstep(0.0012, 0.008, u.eye / (z * z)) * u.grid
        land = mix(snowed(land, u, 0.85), u.role("accent2"), lines * fma(u.glow, 0.25, fma(u.burst, 0.15, 0.6)))
        lamp = x - u.sun_x * u.half_width
        below = falloff(lamp * lamp * 9.0)
        ripple = noise(x * z * 0.6 + u.t * 0.1, z * 1.4 + u.t * 0.3)
        water = mix(u.role("sky_low"), u.role("mid"), smoothstep(0.0, 0.16, down) * 0.75 + 0.1)
        water = mix(water, u.role("sun"), smoothstep(0.78, 0.86, ripple + below * 0.45))
        sea = across > u.shore
        off = smoothstep(1.04, 1.06 + blur, fabs(across))
        tar = mix(mix(u.role("near"), u.role("ink"), 0.35), u.role("mid"), tuft * 0.22)
        name = cell(floor(across * 1.9 + 0.3), floor(along * 0.21), 12)
        worn = sel(chance(name, 1) > 0.72, 0.10, 0.0) * smoothstep(0.5, 0.2, blur)
        track = smoothstep(0.16, 0.05, fabs(fabs(fabs(across) - 0.48) - 0.21))
        joint = smoothstep(0.22 + blur * z / u.eye, 0.02, fabs(fract(along * 0.23) - 0.5) * 4.3) * smoothstep(
            18.0, 4.0, z
        )
        tar = mix(tar, u.role("ink"), clamp(worn + track * 0.14 + joint * 0.22) * smoothstep(40.0, 8.0, z))
        tar = snowed(tar, u, fma(track, -0.55, 0.75))
        long = fma(u.upright, 0.30, 0.14)
        sheen = below * smoothstep(long, 0.0, down) * fma(u.rain, 0.3, 0.34)
        tar = mix(tar, mix(u.role("sky_low"), u.role("sun"), 0.3), sheen)
        tar = mix(tar, u.role("sky_low"), u.rain * smoothstep(0.35, 0.75, noise(across * 1.6, along * 0.3)) * 0.4)
        dash = smoothstep(0.05 + blur, 0.03, fabs(across)) * smoothstep(0.22, 0.20, fabs(fract(along * 0.3) - 0.5))
        side = smoothstep(0.035 + blur, 0.02, fabs(fabs(across) - 0.93))
        eye = length(fabs(across) - 0.86, (fract(along * 0.9) - 0.5) * 1.1 * u.eye / z * 2.2)
        stud = smoothstep(0.045, 0.02, eye) * smoothstep(9.0, 3.0, z)
        tar = mix(tar, mix(u.role("sun"), u.role("paper"), 0.5), clamp(dash * smoothstep(50.0, 12.0, z) + side * 0.8))
        tar = mix(tar, u.role("accent2"), stud * fma(u.pulse, 0.3, 0.6))
        inner.colour = mix(mix(tar, choose(sea, water, land), off), u.role("sky_low"), _haze(z) * 0.85)
        inner.depth, inner.ident = _depth(z), sel(off > 0.5, sel(sea, _WATER, _LAND), _ROAD)
        light = sel(sea, below * 0.3, lines * 0.85) * off + dash * 0.4 + side * 0.25 + stud * 0.7 * (1.0 - off)
        inner.direction, inner.emission = as_float(0.0), clamp(light) * (1.0 - _haze(z))

    g.layer(y < u.horizon, plane)


def _stand(k: V, count: V, u: Uniforms) -> tuple[V, V, V]:
    """Depth of roadside thing `k`, far ones first, its size on the screen, and how far it has come out of the haze."""
    z = fma(count - k - fract(_travel(u) * (1.0 / _GAP)), _GAP, _NEAREST)
    last = fma(count, _GAP, _NEAREST)
    return z, 1.0 / z, smoothstep(last, last - 9.0, z)


def _palm(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A pair of palms, left and right of the road."""
    z, size, shown = _stand(k, u.palms, u)
    side = x - _middle(size, u)
    across = fabs(side) * z - sel(side > 0.0, u.palm_right, u.palm_left)
    up = fma(y - u.horizon, z, u.eye)
    crown = (fabs(across + 0.35) < 1.5) & (up > 1.0)
    trunk = (fabs(across + 0.15) < 0.45) & (up > -0.03)

    def tree() -> list[V]:
        own = k - floor(_travel(u) * (1.0 / _GAP))
        sway = sinp(u.t * 0.11 + own * 0.31) * fma(u.wind, 0.08, 0.02) + u.wind * 0.06
        lean = across + up * up * 0.05 + sway * up
        stem = vmax(fabs(lean) - 0.075 + up * 0.016, vmax(0.0 - up, up - 2.3))
        high = up - 2.3
        reach = length(lean, high)
        turn = atan2p(high + reach * reach * 0.7, lean)
        frond = fabs(fract(turn * 7.0 + 0.25) - 0.5) * reach * 0.8 - 0.145 * (1.0 - reach * 0.8)
        frond = vmax(frond, reach - 1.0 - u.pulse * 0.02)
        shape = vmin(stem, frond) * size
        colour = mix(mix(u.role("ink"), u.role("near"), 0.3), u.role("accent"), smoothstep(0.4, -0.9, lean) * 0.2)
        g = G.of(under)
        foot = u.horizon - u.eye * size
        place = (_middle(size, u) + sel(side > 0.0, u.palm_right, 0.0 - u.palm_left) * size, foot)
        g.paint(
            u.cover(shape) * shown, mix(colour, u.role("sky_low"), _haze(z) * 0.8), _depth(z), _PALM, 0.25, 0.0, place
        )
        return g.values()

    return gate((crown | trunk) & (up < 3.3), tree, under)


def _lamp(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A street lamp with its halo, arm over the road."""
    z, size, shown = _stand(k, u.lamps, u)
    side = sel(u.lamp_side > 0.0, 1.0, -1.0)
    across = ((x - _middle(size, u)) * z + u.lamp_side) * side
    up = fma(y - u.horizon, z, u.eye)

    def post() -> list[V]:
        g = G.of(under)
        stem = vmin(capsule(across, up, 0.0, 0.0, 0.0, 2.2, 0.04), capsule(across, up, 0.0, 2.2, 0.6, 2.34, 0.03))
        colour = mix(u.role("ink"), u.role("sky_low"), _haze(z) * 0.8)
        place = (_middle(size, u) - u.lamp_side * size, u.horizon - u.eye * size)
        g.paint(u.cover(stem * size) * shown, colour, _depth(z), _LAMP, 0.25, 0.0, place)
        right, above = across - 0.62, up - 2.30
        halo = falloff((right * right + above * above) * 3.2) * fma(u.pulse, 0.25, 0.45)
        pool = falloff(right * right * 1.2 + up * up * 60.0) * 0.35
        g.light(u.role("sun"), (halo + pool) * shown)
        bulb = capsule(across, up, 0.5, 2.31, 0.76, 2.34, 0.055)
        g.paint(u.cover(bulb * size) * shown, mix(u.role("sun"), u.role("paper"), 0.6), _depth(z), _LAMP + 1, 0.0, 1.0)
        return g.values()

    return gate((fabs(across - 0.62) < 1.83) & (up > -0.26) & (up < 3.45), post, under)


def _car(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A car. A row: nearness, lane, phase; the last row is the one ahead, one comes towards us and is near when its
    first number says, the others need a crowd."""
    near, lane, phase = row
    is_ahead, comes = phase < 0.01, phase > 1.5
    way = fract(near + _travel(u) * (1.0 / _EVERY))
    size = sel(comes, fma(way * way, _GONE, 0.02), near)
    wide = size * 0.34
    wide = sel(is_ahead, vmin(wide, u.half_width * fma(u.upright, -0.14, 0.64)), wide)
    narrow = sel(comes, 1.0, clamp(u.half_width * 1.5, 0.35, 1.0))
    middle = _middle(size, u) + lane * size * narrow
    foot = u.horizon - u.eye * size
    side = (x - sel(is_ahead, u.inside(middle, wide * 1.17), middle)) / wide
    up = (y - sel(is_ahead, vmax(foot, fma(u.upright, 0.18, -0.6)), foot)) / wide
    here = is_ahead | comes | (company(u) > phase * 0.8)

    def seen() -> list[V]:
        g = G.of(under)
        sway = sel(comes, 0.0, 1.0)
        swerve, bounce = sinp(u.t * 0.05 + phase) * 0.11 * sway, sinp(u.t * 1.1 + phase) * 0.012
        car(g, side + swerve, up + bounce, u, wide, (swerve * (0.0 - wide), bounce * (0.0 - wide)), 1.0 - sway)
        return g.values()

    return gate(here & (fabs(side) < 1.75) & (up > -1.45) & (up < 1.4), seen, under)
