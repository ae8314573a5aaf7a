"""A city's skyline by day, dusk or night: across a river, from a roof, between towers, under a bridge, from a hill.

Two rows of towers drawn once, their windows lit by the music; before them water that mirrors them, a carpet of lights
or a motorway; in front the place where one stands, with people. Pulse and glow: windows. High: sparkle of far lights.
Burst: fireworks. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more traffic and boats), birds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from beatforge.picture.cutout import Drawing
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.lookouts import GRASS, LAMP, LEAVES, SIGN, draw_lookout
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.towers import draw_row, facade, lamp_colour, tower_ident
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    lerp,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "high", "near", "low", "far", "high")

_WATER, _CARPET, _ROAD, _BRIDGE, _BOAT, _WHEEL, _FAR, _NEAR = 6, 7, 8, 9, 70, 12, 20, 40
_FAR_TEXELS, _NEAR_TEXELS = (512, 96), (512, 160)
_USUAL: dict[str, float] = {
    **{"horizon": -0.14, "water": 1.0, "road": 0.0, "carpet": 0.0, "bridge": 1.0, "bridge_x": 0.98, "wheel": 1.0},
    **{"sun_x": -0.30, "sun_y": 0.20, "sun_r": 0.15, "moon": 0.0, "cloud": 0.7, "hero": -0.25},
    **{"far_y": 0.0, "far_size": 0.24, "near_y": 0.0, "near_size": 0.46, "gap_x": 0.55, "gap": 0.62},
    **{"fore_y": -0.53, "fore_size": 0.92, "boat": 1.0, "wheel_x": 0.20, "walk": -0.475},
}
_ROOFTOP = {
    **{"horizon": 0.06, "water": 0.0, "carpet": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0},
    **{"sun_x": 0.10, "sun_y": 0.15, "sun_r": 0.11, "far_y": -0.02, "far_size": 0.26, "near_y": -0.40},
    **{"near_size": 0.62, "gap_x": 0.16, "gap": 0.62, "fore_y": -0.54, "fore_size": 0.90, "cloud": 0.5},
    "walk": 9.0,
}
_TOWERS = {
    **{"horizon": -0.32, "water": 0.0, "road": 0.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "carpet": 0.0},
    **{
        "sun_x": 0.06,
        "sun_y": 0.50,
        "sun_r": 0.17,
        "moon": 0.0,
        "far_size": 0.40,
        "near_size": 0.34,
        "gap_x": 0.06,
        "gap": 0.25,
    },
    **{"fore_y": -0.53, "fore_size": 0.94, "cloud": 0.45, "near_y": -0.04, "walk": -0.488},
}
_BELOW = {
    **{"horizon": -0.24, "bridge": 0.0, "wheel": 1.0, "wheel_x": 0.30, "sun_x": 0.30, "sun_y": 0.11, "sun_r": 0.13},
    **{"far_size": 0.15, "near_size": 0.26, "gap_x": 0.26, "gap": 0.5, "fore_y": -0.44, "fore_size": 0.94},
    **{"boat": 2.0, "cloud": 0.9},
    "walk": 9.0,
}
_HILLTOP = {
    **{"horizon": -0.02, "water": 0.0, "carpet": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "moon": 1.0},
    **{"sun_x": 0.62, "sun_y": 0.34, "sun_r": 0.07, "far_size": 0.14, "far_y": 0.0, "near_y": -0.13, "near_size": 0.26},
    **{"gap_x": 0.30, "gap": 0.6, "fore_y": -0.53, "fore_size": 1.0, "cloud": 0.35},
    "walk": 9.0,
}
_TRAFFIC = {
    **{"horizon": 0.02, "water": 0.0, "road": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "carpet": 0.6},
    **{"sun_x": 0.04, "sun_y": 0.055, "sun_r": 0.085, "far_size": 0.17, "near_y": -0.05, "near_size": 0.42},
    **{"gap_x": -0.06, "gap": 0.42, "fore_y": -0.55, "fore_size": 0.98},
    "walk": 9.0,
}
_PLACES: tuple[dict[str, float], ...] = ({}, _ROOFTOP, _TOWERS, _BELOW, _HILLTOP, _TRAFFIC)
_WIDE = 8.0 / 9.0
"""Half the width of the frame for which places across are meant; in others they move with its edges."""

_SHELLS = 4
"""Fireworks at once."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Numbers of the view, its towers and its foreground."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    peaks = (draws.between(0.15, 0.35), draws.between(0.55, 0.8))
    far, near = Drawing(*_FAR_TEXELS), Drawing(*_NEAR_TEXELS)
    draw_row(far, draws, 30, lambda share: 0.30 + 0.42 * _hump(share, peaks), 0.20)
    draw_row(near, draws, 11, lambda share: (0.36 + 0.42 * _hump(share, peaks[::-1])) * _open(share, numbers), 0.19, 40)
    draw_row(near, draws, 13, lambda share: (0.18 + 0.16 * _hump(share, peaks)) * _open(share, numbers), 0.17, 5)
    places = [(draws.between(-0.6, 0.6), draws.between(0.26, 0.42), draws.unit(), draws.unit()) for _ in range(_SHELLS)]
    places_x = (-0.62, -0.30, -0.02, 0.34, 0.66)
    crowd = [
        (x + draws.between(-0.05, 0.05), draws.between(0.20, 0.24), draws.unit(), 0.15 * nth)
        for nth, x in enumerate(places_x)
    ]
    return {
        **numbers,
        "walkers": crowd,
        **{"shells": places, "fires": _fires(places, 0.0, 0.0, 0.0)},
        **{"far": far.finish(), "near": near.finish(), "fore": draw_lookout(composition, draws)},
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Fireworks in this frame: on great moments at once, in great scenes now and then."""
    shells = arranged["shells"]
    assert isinstance(shells, Sequence)
    return {"fires": _fires(shells, values["t"], values["burst"], values["intensity"])}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, fireworks, towers, what lies before them, the foreground, weather."""
    down = u.horizon - y
    mirrors = (u.water > 0.5) & (down > 0.0)
    wave = gate(mirrors, lambda: [_ripple(x, down, u)], [0.0])[0]
    seen_x, seen_y = x + wave, sel(mirrors, u.horizon + down * 1.04 + wave * 0.6, y)
    g = open_sky(seen_y, u, u.horizon)
    stars(g, seen_x, seen_y, u, u.horizon + 0.1)
    sun(g, seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, seen_x, seen_y, u, u.horizon, u.cloud)
    _fireworks(g, seen_x, seen_y, u)
    g.light(
        mix(u.role("sky_low"), u.role("accent"), 0.4), falloff(fabs(seen_y - u.horizon) * 7.0) * fma(u.glow, 0.12, 0.12)
    )
    up = seen_y - u.horizon
    _plane(g, x, y, u)
    g.layer((up - u.far_y < u.far_size) & (up > u.far_y), lambda inner: _far_towers(inner, seen_x, up, u))
    g.layer(u.wheel > 0.0, lambda inner: _wheel(inner, seen_x, up, u))
    _carpet(g, x, down, u)
    g.layer((up - u.near_y < u.near_size) & (up > u.near_y - 0.5), lambda inner: _near_towers(inner, seen_x, up, u))
    g.layer(u.bridge > 0.0, lambda inner: _suspension(inner, seen_x, up, u))
    g.layer(mirrors, lambda inner: _water(inner, x, down, wave, u))
    g.layer((u.road > 0.0) & (down > 0.0), lambda inner: _motorway(inner, x, down, u))
    g.layer(u.boat > 0.0, lambda inner: _boats(inner, x, y, u))
    birds(g, x, y, u, u.horizon)
    _foreground(g, x, y, u)
    g.layer((u.crowd > 0.0) & (u.walk < 5.0), lambda inner: _walkers(inner, x, y, u))
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    rain(g, x, y, u)
    snow(g, x, y, u)
    return g


def _hump(share: float, peaks: tuple[float, float]) -> float:
    """How high a city stands at a place 0..1 of its row: two centres, the first the greater."""
    return max(max(0.0, 1.0 - abs(share - peak) * 4.2) * part for peak, part in zip(peaks, (1.0, 0.7), strict=True))


def _open(share: float, numbers: Mapping[str, float]) -> float:
    """How far towers may rise at a place of the near row: low ones where something is to be seen behind them."""
    away = abs((share - 0.5) * numbers["near_size"] * _NEAR_TEXELS[0] / _NEAR_TEXELS[1] - numbers["gap_x"] * _WIDE)
    part = max(0.0, min(1.0, 1.6 - 1.6 * away / max(numbers["gap"], 0.01)))
    return 1.0 - 0.72 * part


def _fires(shells: Sequence[Sequence[float]], t: float, burst: float, intensity: float) -> list[tuple[float, ...]]:
    """Each shell: place, radius, brightness, hue. Those of a burst open with it; others come and go by themselves."""
    rows = []
    for nth, (x, y, hue, phase) in enumerate(shells):
        cycle = (t * 0.11 + phase) % 1.0
        often = max(0.0, min(1.0, intensity * 2.5 - 1.5))
        bright = often * math.sin(math.pi * min(1.0, cycle * 1.25)) ** 2 if cycle < 0.8 else 0.0
        age = cycle * 2.4
        if burst > 0.03 and burst * 0.9 > bright:
            age = -1.6 * math.log(burst) + 0.16 * nth
            bright = burst * (1.0 if nth != 1 else 0.7)
        rows.append((x, y, (0.16 + 0.05 * hue) * (1.0 - math.exp(-2.2 * max(age, 0.02))), bright, hue, age))
    return [tuple(round(number, 5) for number in row) for row in rows]


def _fireworks(g: G, x: V, y: V, u: Uniforms) -> None:
    """Balls of sparks that open, fall and fade."""

    def shell(k: int, light: list[V]) -> list[V]:
        fx, fy, radius, bright, hue, age = u.row("fires", k)

        def sparks() -> list[V]:
            right, up = x - fx * u.half_width, y - fy + radius * 0.12 * age
            away = length(right, up)
            turn = atan2p(up, right) * 26.0
            ray = fabs(fract(turn) - 0.5)
            jitter = chance(cell(floor(turn), None, 5), 1)
            reach = radius * fma(jitter, 0.35, 0.72)
            tip = falloff(fabs(away - reach) * 70.0) * smoothstep(0.34, 0.05, ray)
            trail = smoothstep(reach, reach * 0.35, away) * smoothstep(0.0, reach, away) * smoothstep(0.22, 0.02, ray)
            heart = falloff(away * 8.0) * 0.35
            sum_ = (tip + sel(away < reach, trail * 0.45, 0.0) + heart) * bright
            return [light[0] + sum_ * (1.0 - hue), light[1] + sum_ * hue]

        near = (bright > 0.01) & (length(x - fx * u.half_width, y - fy) < radius * 1.4 + 0.5)
        return gate(near, sparks, light)

    warm, cold = loop(u.rows("fires"), [0.0, 0.0], shell)
    g.light(mix(u.role("accent"), u.role("sun"), 0.4), clamp(warm))
    g.light(mix(u.role("accent2"), u.role("sun"), 0.15), clamp(cold))


def _far_towers(g: G, x: V, up: V, u: Uniforms) -> None:
    """The farther row, pale with distance."""
    size, shift = u.far_size, u.cam * 0.003
    along = (x + shift) / size + u.seed
    high = (up - u.far_y) / size
    p = u.cutout("far", fract(along * (_FAR_TEXELS[1] / _FAR_TEXELS[0])), high)
    _, lit = facade(p, along, high, u, 20.0, 26.0, 0.2)
    stone = mix(
        mix(u.role("far"), u.role("mid"), 0.35), u.role("sky_low"), fma(p.tone, 0.35, smoothstep(0.5, 0.0, high) * 0.35)
    )
    shade = mix(stone, lamp_colour(p, along, high, u), lit * 0.7)
    g.paint(p.coverage, shade, 0.90, tower_ident(p, _FAR), 0.25, lit * 0.5, drift=(0.0 - shift, 0.0))


def _near_towers(g: G, x: V, up: V, u: Uniforms) -> None:
    """The nearer row; it leaves a gap where the sun, the water or the road is to be seen."""
    size, shift = u.near_size, u.cam * 0.006
    place = x - u.gap_x * (u.half_width - _WIDE)
    along = (place + shift) / size + 0.5 * _NEAR_TEXELS[0] / _NEAR_TEXELS[1]
    high = (up - u.near_y) / size
    p = u.cutout("near", fract(along * (_NEAR_TEXELS[1] / _NEAR_TEXELS[0])), vmax(high, 0.055))
    pane, lit = facade(p, along, high, u, 24.0, 34.0, 0.35)
    haze = smoothstep(0.35, 0.0, up - u.near_y) * 0.3
    stone = mix(
        mix(u.role("near"), u.role("mid"), fma(p.tone, 0.8, 0.05)), u.role("sky_low"), fma(p.tone, 0.22, haze) * 0.7
    )
    stone = mix(stone, mix(u.role("near"), u.role("far"), 0.35), pane * 0.45)
    shade = mix(stone, lamp_colour(p, along, high, u), lit * 0.9)
    g.paint(p.coverage, shade, 0.72, tower_ident(p, _NEAR), 0.25, lit * 0.65, drift=(0.0 - shift, 0.0))


def _wheel(g: G, x: V, up: V, u: Uniforms) -> None:
    """A great wheel on the bank that turns slowly, its cabins lit."""
    size = 0.125
    right, high = x - u.wheel_x * u.half_width, up - size - 0.02
    away = length(right, high)

    def turning(inner: G) -> None:
        turn = atan2p(high, right) + u.t * 0.006
        spoke = fabs(fract(turn * 16.0) - 0.5) * away * (6.2832 / 16.0)
        rim = vmin(fabs(away - size) - 0.0032, fabs(away - size * 0.86) - 0.0016)
        frame = vmin(rim, vmax(spoke - 0.0012, away - size))
        legs = fabs(fabs(right) + (high + size) * 0.42 - size * 0.44) - 0.004
        frame = vmin(frame, vmax(vmax(legs, high), 0.0 - size - 0.02 - high))
        inner.paint(u.cover(frame), mix(u.role("near"), u.role("paper"), 0.35), 0.85, _WHEEL)
        bay = fract(turn * 16.0 + 0.5) - 0.5
        cabin = length(bay * away * (6.2832 / 16.0), away - size * 1.04) - 0.0085
        name = cell(floor(turn * 16.0 + 0.5), None, 4)
        hue = mix(u.role("accent"), u.role("accent2"), sel(chance(name, 1) > 0.5, 1.0, 0.0))
        glow = fma(u.pulse, 0.25, 0.55)
        inner.light(hue, falloff(vmax(cabin, 0.0) * 60.0) * glow * 0.5)
        inner.paint(u.cover(cabin), mix(hue, u.role("paper"), 0.3), 0.85, _WHEEL + 1, 0.0, glow)

    g.layer((away < size * 1.25) | ((fabs(right) < size * 0.6) & (up < size) & (up > 0.0)), turning)


def _suspension(g: G, x: V, up: V, u: Uniforms) -> None:
    """A suspension bridge that comes in from the right, with cars on it."""
    right = x - u.bridge_x * u.half_width
    deck = 0.045 + right * 0.012
    tower_x = fabs(fabs(right - 0.02) - 0.30)
    bow = fabs(fract((right - 0.02) * (1.0 / 0.60) + 0.5) - 0.5) * 2.0
    inside = fabs(right - 0.02) < 0.30
    sag = sel(inside, (1.0 - bow) * (1.0 - bow), (1.0 - fabs(1.0 - bow)) * 0.0)
    outer = clamp((fabs(right - 0.02) - 0.30) * (1.0 / 0.30))
    cable_y = deck + 0.012 + 0.155 * sel(inside, lerp(1.0, sag, 1.0), 0.0)
    middle = (right - 0.02) * (1.0 / 0.30)
    cable_y = sel(inside, deck + 0.014 + 0.165 * middle * middle, deck + 0.179 - 0.175 * outer)
    cable = fabs(up - cable_y) - 0.0024
    hanger = vmax(fabs(fract(right * 34.0) - 0.5) * (1.0 / 34.0) - 0.0009, vmax(deck - up, up - cable_y))
    road = fabs(up - deck) - 0.007
    towers = vmax(tower_x - 0.011, up - deck - 0.185)
    legs = vmax(tower_x - 0.017, up - deck)
    shape = vmin(vmin(vmin(cable, hanger), road), vmin(towers, legs))
    shape = vmax(shape, vmax(-0.62 - right, 0.0 - up))
    g.paint(u.cover(shape), mix(u.role("near"), u.role("ink"), 0.35), 0.66, _BRIDGE)
    lane = fract(right * 9.0 - u.t * 0.16)
    busy = fma(u.crowd, 0.4, 0.45)
    car = sel(chance(cell(floor(right * 9.0 - u.t * 0.16), None, 2), 1) < busy, 1.0, 0.0)
    glow = falloff(length((lane - 0.5) * (1.0 / 9.0), up - deck - 0.011) * 190.0) * car * sel(right > -0.62, 1.0, 0.0)
    g.light(u.role("sun"), glow * 0.9)
    lamp = falloff(length((fract(right * 17.0) - 0.5) * (1.0 / 17.0), up - deck - 0.03) * 230.0)
    g.light(mix(u.role("sun"), u.role("accent2"), 0.3), lamp * sel(right > -0.62, 1.0, 0.0) * fma(u.pulse, 0.25, 0.5))


def _ripple(x: V, down: V, u: Uniforms) -> V:
    """How far the mirror image is shaken aside."""
    z = 0.10 / vmax(down, 0.004)
    long_wave = noise(x * z * 2.2 + u.t * 0.10, z * 7.0 + u.t * 0.22) - 0.5
    fine = noise(x * 30.0 + u.t * 0.2, down * 130.0 + u.t * 0.5) - 0.5
    return fma(long_wave, 0.6, fine * 0.45) * fma(down, 0.20, 0.004) * fma(u.wind, 0.7, fma(u.swell, 0.2, 0.8))


def _plane(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ground under a city without water."""
    down = u.horizon - y
    ground = mix(mix(u.role("far"), u.role("sky_low"), 0.3), u.role("near"), smoothstep(0.0, 0.35, down))
    g.paint(u.cover(0.0 - down) * sel(u.water > 0.5, 0.0, 1.0), ground, 0.88 - 0.3 * clamp(down), _CARPET)


def _water(g: G, x: V, down: V, wave: V, u: Uniforms) -> None:
    """The river over its mirror image; streaks of light run towards us."""
    deep = mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.4, down))
    cover = fma(smoothstep(0.0, 0.35, down), 0.22, 0.16)
    g.colour = mix(g.colour, deep, cover)
    streak = noise(x * 22.0, down * 60.0 - u.t * 0.25)
    g.colour = mix(g.colour, u.role("sky_low"), smoothstep(0.62, 0.75, streak) * smoothstep(0.0, 0.12, down) * 0.4)
    away = x - u.sun_x * u.half_width
    path = falloff(away * away * 40.0 / fma(down, 5.0, 1.0)) * smoothstep(0.55, 0.68, streak * 0.6 + 0.25 + wave * 4.0)
    g.colour = mix(g.colour, u.role("sun"), path * 0.7)
    line = smoothstep(0.006, 0.002, down)
    g.colour = mix(g.colour, u.role("near"), line * 0.7)
    g.depth, g.ident = 0.85 - smoothstep(0.0, 0.5, down) * 0.5, as_float(_WATER)
    g.direction, g.emission = as_float(0.0), g.emission * 0.6 + path * 0.4


def _carpet(g: G, x: V, down: V, u: Uniforms) -> None:
    """Lights of the city in the plain, in streets that run away from us."""

    def lights(inner: G) -> None:
        z = 0.16 / vmax(down, 0.006)
        across, along = x * z, z * 2.6
        total = as_float(0.0)
        for layer, grid in enumerate((13.0, 22.0)):
            column, row = across * grid, along * grid * 0.5
            name = cell(floor(column), floor(row), 20 + layer)
            right, back = fract(column) - fma(chance(name, 1), 0.5, 0.25), fract(row) - 0.5
            spot = falloff((right * right + back * back * 0.6) * 26.0)
            on = smoothstep(-0.05, 0.05, fma(u.glow, 0.2, 0.42) - chance(name, 2))
            total = total + spot * on * fma(sinp(u.t * 0.1 + chance(name, 3)), 0.2, fma(u.high, 0.25, 0.6))
        street = smoothstep(0.05, 0.015, fabs(fract(across * 1.2) - 0.5) * (1.0 / 1.2)) * 0.35
        near = smoothstep(0.0, 0.03, down) * smoothstep(0.42, 0.12, down)
        light = clamp((total + street) * near) * u.carpet
        hue = mix(u.role("sun"), u.role("accent2"), smoothstep(0.6, 0.8, noise(across * 2.0, along)))
        inner.colour = mix(inner.colour, hue, light * 0.8)
        inner.emission = clamp(inner.emission + light * 0.5)

    g.layer((u.carpet > 0.0) & (down > 0.0), lights)


def _motorway(g: G, x: V, down: V, u: Uniforms) -> None:
    """A motorway that bends away to the towers; headlights come, tail lights go."""
    z = 0.20 / vmax(down, 0.006)
    bend = sinp(z * 0.055 + 0.02) * 0.42 - 0.05
    across = (x - 0.06) * z - bend * (z - 0.4) * 0.32
    wide = 0.36
    lane = across * (1.0 / wide)
    road = u.cover((fabs(lane) - 1.0) * wide / z)
    tar = mix(mix(u.role("near"), u.role("ink"), 0.35), u.role("far"), smoothstep(0.35, 0.0, down) * 0.5)
    dash = smoothstep(0.03, 0.015, fabs(fabs(lane) - 0.52)) * sel(fract(z * 3.0 + u.t * 0.0) > 0.5, 0.5, 0.0)
    edge = smoothstep(0.035, 0.015, fabs(fabs(lane) - 0.96)) * 0.7 + smoothstep(0.05, 0.02, fabs(lane)) * 0.6
    colour = mix(tar, u.role("paper"), clamp(dash + edge) * smoothstep(9.0, 2.0, z) * 0.6)
    side = sel(lane > 0.0, 1.0, 0.0)
    track = floor(fabs(lane) * 2.0)
    name0 = track + side * 4.0
    pace = fma(track, -0.10, 0.75)
    run = z * 0.9 + u.t * sel(lane > 0.0, -0.55, 0.8) * pace + chance(cell(name0, None, 6), 2) * 5.0
    name = cell(floor(run), name0, 8)
    place = fract(run) - fma(chance(name, 1), 0.4, 0.3)
    sideways = (fract(fabs(lane) * 2.0) - 0.5) * 0.5
    pair = fabs(fabs(sideways) - 0.10)
    busy = sel(chance(name, 3) < fma(u.crowd, 0.35, 0.55), 1.0, 0.0)
    shape = falloff(pair * pair * 420.0 + place * place * 90.0) * busy
    trail = (
        falloff(
            sideways * sideways * 50.0
            + vmax(place * sel(lane > 0.0, 1.0, -1.0), 0.0) * 16.0
            + vmax(place * sel(lane > 0.0, -1.0, 1.0), 0.0) * 2.6
        )
        * busy
    )
    inside = sel(fabs(lane) < 0.97, 1.0, 0.0) * smoothstep(0.004, 0.02, down)
    hue = [
        sel(lane > 0.0, red, white)
        for red, white in zip(u.role("accent"), mix(u.role("sun"), u.role("paper"), 0.6), strict=True)
    ]
    light = clamp(shape + trail * fma(u.pulse, 0.10, 0.35)) * inside
    g.paint(road, mix(colour, hue, light), 0.84 - 0.5 * smoothstep(0.0, 0.5, down), _ROAD, 0.25, light * 0.9)


def _boats(g: G, x: V, y: V, u: Uniforms) -> None:
    """A ferry with lit windows that crosses, or a rowing boat with somebody in it."""
    way = fract(u.t * 0.0055 + u.detail * 0.37) * 2.8 - 1.4
    size = 0.10
    right, up = (x - way) / size, (y - u.horizon + 0.075 + sinp(u.t * 0.05) * 0.002) / size
    hull = vmax(vmax(fabs(right) - 1.0 - up * 0.25, fabs(up - 0.09) - 0.10), -1.0)
    house = vmax(fabs(right + 0.12) - 0.70, fabs(up - 0.34) - 0.16)
    upper = vmin(
        vmax(fabs(right + 0.02) - 0.42, fabs(up - 0.58) - 0.10), vmax(fabs(right + 0.25) - 0.06, fabs(up - 0.76) - 0.12)
    )
    pane = (fabs(fract(right * 6.0) - 0.5) < 0.32) & (fabs(up - 0.36) < 0.07)
    lit = sel(pane, fma(u.pulse, 0.2, 0.7), 0.0)
    here = (fabs(right) < 1.4) & (fabs(up) < 1.2)

    def ferry(inner: G) -> None:
        mirror = vmax(fabs(right) - 0.95, fabs(up + 0.45) - 0.45)
        inner.tint(u.role("near"), u.cover(mirror * size, 6.0) * 0.35)
        inner.paint(u.cover(hull * size), mix(u.role("near"), u.role("ink"), 0.3), 0.5, _BOAT, drift=(way, 0.0))
        cabin = mix(u.role("paper"), u.role("mid"), 0.35)
        inner.paint(
            u.cover(vmin(house, upper) * size),
            mix(cabin, u.role("sun"), lit),
            0.5,
            _BOAT + 1,
            0.0,
            lit,
            drift=(way, 0.0),
        )
        stripe = vmax(hull, fabs(up - 0.15) - 0.025)
        inner.paint(u.cover(stripe * size), u.role("accent"), 0.5, _BOAT + 2, drift=(way, 0.0))

    g.layer(here & (u.boat < 1.5), ferry)
    _rower(g, x, y, u)


def _rower(g: G, x: V, y: V, u: Uniforms) -> None:
    """Somebody who rows slowly across, pulling once a bar."""
    size = 0.17
    way = 0.30 - fract(u.t * 0.003) * 0.0 + sinp(u.t * 0.004 + 0.3) * 0.25 - 0.2
    right, up = (x - way) / size, (y + 0.355) / size - sinp(u.t * 0.04) * 0.02
    pull = sinp(u.bar_phase * 0.5)
    here = (u.boat > 1.5) & (fabs(right) < 1.2) & (up > -0.6) & (up < 0.9)

    def rowing(inner: G) -> None:
        inner.tint(u.role("near"), u.cover(vmax(fabs(right) - 0.7, fabs(up + 0.22) - 0.22) * size, 8.0) * 0.45)
        sheer = up - 0.10 - right * right * 0.22
        hull = vmax(vmax(sheer, fabs(right) - 0.75), right * right * 0.30 - up - 0.10)
        lean = pull * 0.10
        body_x = right - lean * clamp(up * 2.0)
        torso = vmax(fabs(body_x) - 0.11 + up * 0.05, fabs(up - 0.28) - 0.22)
        head = length(body_x, up - 0.60) - 0.085
        oar = fabs(up - 0.20 + (right - 0.05) * (0.35 + pull * 0.08)) - 0.014
        oar = vmax(oar, fabs(right - 0.30) - 0.62)
        inner.paint(u.cover(vmin(torso, head) * size), u.role("ink"), 0.3, _BOAT + 5, 0.25)
        inner.paint(
            u.cover(vmax(fabs(body_x) - 0.12, fabs(up - 0.70) - 0.025) * size), u.role("accent"), 0.3, _BOAT + 6
        )
        inner.paint(u.cover(oar * size), mix(u.role("near"), u.role("sun"), 0.4), 0.29, _BOAT + 7)
        inner.paint(u.cover(hull * size), mix(u.role("accent"), u.role("ink"), 0.25), 0.28, _BOAT + 8, drift=(way, 0.0))

    g.layer(here, rowing)


def _walkers(g: G, x: V, y: V, u: Uniforms) -> None:
    """With a crowd, others who walk by."""

    def walker(k: int, under: list[V]) -> list[V]:
        place, tall, stride, wanted = u.row("walkers", k)
        way = place * vmin(1.0, u.half_width * 1.15) + sinp(u.t * 0.003 + stride) * 0.10
        here = (u.crowd > wanted) & (fabs(x - way) < 0.12) & (y > u.walk - 0.01) & (y < u.walk + 0.3)

        def walking() -> list[V]:
            inner = G.of(under)
            person(inner, x - way, y - u.walk, u, tall, u.beat_phase * 0.5 + stride * 2.0, 0.09)
            return inner.values()

        return gate(here, walking, under)

    painted = G.of(loop(u.rows("walkers"), g.values(), walker))
    g.paint(
        as_float(1.0), painted.colour, painted.depth, painted.ident, painted.direction, painted.emission, painted.drift
    )


def _foreground(g: G, x: V, y: V, u: Uniforms) -> None:
    """The place where one stands, lit by the sky and by its own lamps."""
    size = u.fore_size
    squeeze = clamp(u.half_width * 1.28, 0.55, 1.0)
    across, up = x / (size * 2.0 * squeeze) + 0.5, (y - u.fore_y) / size
    p = u.cutout("fore", across, up)
    is_lamp = fabs(p.ident - float(LAMP)) < 0.5
    rim = smoothstep(0.35, 0.9, p.tone)
    body_ = mix(u.role("ink"), u.role("near"), fma(p.tone, 0.9, 0.25))
    green = mix(mix(u.role("near"), u.role("mid"), 0.5), u.role("accent2"), 0.12)
    is_green = fabs(p.ident - (LEAVES + GRASS) * 0.5) < 0.6
    body_ = [
        sel(is_green, mix_, own)
        for mix_, own in zip(mix(u.role("ink"), green, fma(p.tone, 0.6, 0.4)), body_, strict=True)
    ]
    is_scarf = fabs(p.ident - float(SCARF)) < 0.5
    is_sign = fabs(p.ident - float(SIGN)) < 0.5
    body_ = [sel(is_scarf, one, own) for one, own in zip(u.role("accent"), body_, strict=True)]
    sign = mix(mix(u.role("mid"), u.role("near"), 0.3), u.role("paper"), smoothstep(0.5, 0.8, p.tone))
    body_ = [sel(is_sign, one, own) for one, own in zip(sign, body_, strict=True)]
    warm = mix(u.role("sky_low"), u.role("sun"), 0.4)
    shade = mix(body_, warm, rim * sel(is_sign, 0.1, 0.55))
    pane, lit = facade(p, x / size, up, u, 22.0, 22.0, 0.3)
    lit = sel(p.ident < float(SOMEONE - 2), lit, 0.0)
    shade = mix(shade, mix(u.role("near"), u.role("far"), 0.4), sel(p.ident < float(SOMEONE - 2), pane, 0.0) * 0.5)
    shade = mix(shade, lamp_colour(p, x / size, up, u), lit * 0.9)
    glow = fma(u.pulse, 0.2, 0.75)
    shade = mix(shade, mix(u.role("sun"), u.role("paper"), 0.5), sel(is_lamp, glow, 0.0))
    g.paint(p.coverage, shade, 0.10, p.ident, 0.25, clamp(lit * 0.6 + sel(is_lamp, 0.95, 0.0)))
