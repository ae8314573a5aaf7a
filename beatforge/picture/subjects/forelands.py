"""What lies before a city: a plain, a river that mirrors it, a carpet of lights, a motorway.

In: scene coordinates, how far below the horizon a place is, what `motifs/skyline` arranged. Out: paint in a `G`. What
floats or stands by a river is in `riverside`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
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
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)

_WATER, _CARPET, _ROAD = 6, 7, 8


def plain(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ground under a city without water."""
    down = u.horizon - y

    def land(inner: G) -> None:
        ground = mix(mix(u.role("far"), u.role("sky_low"), 0.3), u.role("near"), smoothstep(0.0, 0.35, down))
        inner.paint(u.cover(0.0 - down), ground, 0.88 - 0.3 * clamp(down), _CARPET)

    g.layer((u.water < 0.51) & (down > 0.0 - u.px), land)


def river(g: G, x: V, down: V, wave: V, u: Uniforms) -> None:
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


def carpet(g: G, x: V, down: V, u: Uniforms) -> None:
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


def motorway(g: G, x: V, down: V, u: Uniforms) -> None:
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
