"""A city's skyline by day, dusk or night: across a river, from a roof, between towers, under a bridge, from a hill.

Two rows of towers drawn once, their windows lit by the music; before them water that mirrors them, a carpet of lights
or a motorway; in front the place where one stands, with people. Pulse and glow: windows. High: sparkle of far lights.
Burst: fireworks. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more traffic and boats), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.cutout import CutoutPixel, Drawing, is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.fireworks import fires, fireworks
from beatforge.picture.subjects.lookouts import GRASS, LAMP, LEAVES, SIGN, draw_lookout
from beatforge.picture.subjects.riverside import boats, ripple, suspension, walkers, wheel
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.towers import draw_row, facade, lamp_colour, tower_ident
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)

VIEWS = ("far", "high", "near", "low", "far", "high")

_WATER, _CARPET, _ROAD, _FAR, _NEAR = 6, 7, 8, 20, 40
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
        **{"shells": places, **_burning(places, {"t": 0.0, "burst": 0.0, "intensity": 0.0})},
        **{"far": far.finish(), "near": near.finish(), "fore": draw_lookout(composition, draws)},
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Fireworks in this frame: on great moments at once, in great scenes now and then."""
    shells = arranged["shells"]
    assert isinstance(shells, Sequence)
    return _burning(shells, values)


def _burning(shells: Sequence[Sequence[float]], values: Mapping[str, float]) -> Arrangement:
    rows, count = fires(shells, values["t"], values["burst"], values["intensity"])
    return {"fires": rows, "burning": count}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, fireworks, towers, what lies before them, the foreground, weather."""
    down = u.horizon - y
    mirrors = (u.water > 0.5) & (down > 0.0)
    wave = gate(mirrors, lambda: [ripple(x, down, u)], [0.0])[0]
    seen_x, seen_y = x + wave, sel(mirrors, u.horizon + down * 1.04 + wave * 0.6, y)
    g = open_sky(seen_y, u, u.horizon)
    stars(g, seen_x, seen_y, u, u.horizon + 0.1)
    sun(g, seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, seen_x, seen_y, u, u.horizon, u.cloud)
    fireworks(g, seen_x, seen_y, u)
    g.light(
        mix(u.role("sky_low"), u.role("accent"), 0.4), falloff(fabs(seen_y - u.horizon) * 7.0) * fma(u.glow, 0.12, 0.12)
    )
    up = seen_y - u.horizon
    _plane(g, x, y, u)
    g.layer((up - u.far_y < u.far_size) & (up > u.far_y), lambda inner: _far_towers(inner, seen_x, up, u))
    g.layer(u.wheel > 0.0, lambda inner: wheel(inner, seen_x, up, u))
    _carpet(g, x, down, u)
    g.layer((up - u.near_y < u.near_size) & (up > u.near_y - 0.5), lambda inner: _near_towers(inner, seen_x, up, u))
    g.layer(u.bridge > 0.0, lambda inner: suspension(inner, seen_x, up, u))
    g.layer(mirrors, lambda inner: _water(inner, x, down, wave, u))
    g.layer((u.road > 0.0) & (down > 0.0), lambda inner: _motorway(inner, x, down, u))
    g.layer(u.boat > 0.0, lambda inner: boats(inner, x, y, u))
    birds(g, x, y, u, u.horizon)
    _foreground(g, x, y, u)
    g.layer((u.crowd > 0.0) & (u.walk < 5.0), lambda inner: walkers(inner, x, y, u))
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


def _far_towers(g: G, x: V, up: V, u: Uniforms) -> None:
    """The farther row, pale with distance."""
    size, shift = u.far_size, u.cam * 0.003
    along = (x + shift) / size + u.seed
    high = (up - u.far_y) / size
    across = fract(along * (_FAR_TEXELS[1] / _FAR_TEXELS[0]))

    def standing(inner: G) -> None:
        _far_tower(inner, u.cutout("far", across, high), along, high, shift, u)

    g.layer(is_drawn(u, "far", across, high), standing)


def _far_tower(g: G, p: CutoutPixel, along: V, high: V, shift: V, u: Uniforms) -> None:
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
    across, seen = fract(along * (_NEAR_TEXELS[1] / _NEAR_TEXELS[0])), vmax(high, 0.055)

    def standing(inner: G) -> None:
        _near_tower(inner, u.cutout("near", across, seen), along, high, up, shift, u)

    g.layer(is_drawn(u, "near", across, seen), standing)


def _near_tower(g: G, p: CutoutPixel, along: V, high: V, up: V, shift: V, u: Uniforms) -> None:
    pane, lit = facade(p, along, high, u, 24.0, 34.0, 0.35)
    haze = smoothstep(0.35, 0.0, up - u.near_y) * 0.3
    stone = mix(
        mix(u.role("near"), u.role("mid"), fma(p.tone, 0.8, 0.05)), u.role("sky_low"), fma(p.tone, 0.22, haze) * 0.7
    )
    stone = mix(stone, mix(u.role("near"), u.role("far"), 0.35), pane * 0.45)
    shade = mix(stone, lamp_colour(p, along, high, u), lit * 0.9)
    g.paint(p.coverage, shade, 0.72, tower_ident(p, _NEAR), 0.25, lit * 0.65, drift=(0.0 - shift, 0.0))


def _plane(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ground under a city without water."""
    down = u.horizon - y

    def land(inner: G) -> None:
        ground = mix(mix(u.role("far"), u.role("sky_low"), 0.3), u.role("near"), smoothstep(0.0, 0.35, down))
        inner.paint(u.cover(0.0 - down), ground, 0.88 - 0.3 * clamp(down), _CARPET)

    g.layer((u.water < 0.51) & (down > 0.0 - u.px), land)


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


def _foreground(g: G, x: V, y: V, u: Uniforms) -> None:
    """The place where one stands, lit by the sky and by its own lamps."""
    size = u.fore_size
    squeeze = clamp(u.half_width * 1.28, 0.55, 1.0)
    across, up = x / (size * 2.0 * squeeze) + 0.5, (y - u.fore_y) / size
    inside = (across > 0.0) & (across < 1.0) & (up > 0.0) & (up < 1.0)
    g.layer(inside & is_drawn(u, "fore", across, up), lambda inner: _lookout(inner, x / size, across, up, u))


def _lookout(g: G, along: V, across: V, up: V, u: Uniforms) -> None:
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
    pane, lit = facade(p, along, up, u, 22.0, 22.0, 0.3)
    lit = sel(p.ident < float(SOMEONE - 2), lit, 0.0)
    shade = mix(shade, mix(u.role("near"), u.role("far"), 0.4), sel(p.ident < float(SOMEONE - 2), pane, 0.0) * 0.5)
    shade = mix(shade, lamp_colour(p, along, up, u), lit * 0.9)
    glow = fma(u.pulse, 0.2, 0.75)
    shade = mix(shade, mix(u.role("sun"), u.role("paper"), 0.5), sel(is_lamp, glow, 0.0))
    g.paint(p.coverage, shade, 0.10, p.ident, 0.25, clamp(lit * 0.6 + sel(is_lamp, 0.95, 0.0)))
