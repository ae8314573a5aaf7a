"""Where people dance: under a sky, in a hall with tall windows, before a wall of lights, on a terrace; the floor.

Each is painted behind the dancers, at (x, y) of the mirrored floor too; `u.horizon` is where the floor begins.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.scenery import clouds, open_sky, stars, sun
from beatforge.picture.trace import (
    V,
    both,
    clamp,
    executor,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    lerp,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_FLOOR = 6

WALL, _COLUMN, _LAMP = 7, 8, 9


def ballroom(g: G, x: V, y: V, u: Uniforms) -> None:
    """Tall arched windows with the evening outside, and curtains between them."""
    up, bay = y - u.horizon, x * 1.75 + 0.18
    right = (fract(bay) - 0.5) * (1.0 / 1.75)
    arch = vmin(vmax(fabs(right) - 0.155, fabs(up - 0.30) - 0.22), length(right, up - 0.52) - 0.155)

    def draped(inner: G) -> None:
        fold = noise(x * 46.0, u.seed) * 0.6 + noise(x * 17.0 + sinp(u.t * 0.03 + up) * 0.05, up * 1.3) * 0.4
        drape = mix(mix(u.role("near"), u.role("accent"), 0.25), u.role("ink"), 0.55 - fold * 0.4)
        inner.paint(u.cover(0.10 - fabs(right)), drape, 0.93, WALL, 0.25)

    def outside(inner: G) -> None:
        bars = vmin(
            vmin(fabs(right) - 0.004, fabs(fract(up * 6.0) - 0.5) * (1.0 / 6.0) - 0.004), fabs(arch + 0.004) - 0.006
        )
        evening = mix(u.role("sky_low"), u.role("sky_top"), smoothstep(0.1, 0.75, up))
        hills = up - 0.16 - noise(x * 4.0 + u.seed, 3.0) * 0.07
        evening = mix(evening, u.role("far"), u.cover(hills) * 0.8)
        dim = mix(evening, u.role("near"), 0.35)
        inner.paint(u.cover(arch), dim, 0.97, WALL + 20, 0.0, 0.18)
        moon = length(x - 0.42 * u.half_width, up - 0.50) - 0.045
        inner.paint(u.cover(vmax(moon, arch)), u.role("sun"), 0.97, WALL + 21, 0.0, 0.8)
        inner.paint(u.cover(vmax(bars, arch)), mix(u.role("near"), u.role("ink"), 0.5), 0.92, WALL + 22, 0.25)

    g.layer(fabs(right) > 0.10 - u.px, draped)
    g.layer(arch < u.px * 2.5, outside)
    glow = falloff(vmax(arch, 0.0) * 9.0) * fma(u.glow, 0.12, 0.16)
    g.light(u.role("sky_low"), sel(arch > 0.0, glow, 0.0))


def light_wall(g: G, x: V, y: V, u: Uniforms) -> None:
    """A wall of lights behind the dancers: columns that rise with the music, in panels."""
    up = y - u.horizon
    bay = floor(x * 9.0 + 0.5)
    level = fma(noise(bay * 0.83 + u.t * 0.35, u.seed), 0.34, 0.06) * fma(u.glow, 0.7, fma(u.pulse, 0.25, 0.55))
    right, high = fract(x * 9.0 + 0.5) - 0.5, fract(up * 15.0) - 0.5
    lamp = smoothstep(0.46, 0.36, fabs(right)) * smoothstep(0.46, 0.34, fabs(high))
    lit = smoothstep(0.05, -0.05, up - level) * fma(chance(cell(bay, floor(up * 15.0)), 1), 0.4, 0.6)
    hot = mix(u.role("accent"), u.role("accent2"), clamp(up * 2.4 + sinp(bay * 0.07) * 0.3))
    frame = mix(u.role("near"), u.role("mid"), 0.5)
    shade = mix(mix(u.role("ink"), frame, lamp * 0.6), hot, lit * lamp * 0.9)
    g.paint(u.cover(vmax(up - 0.46, fabs(x) - 0.86)), shade, 0.9, WALL, 0.0, lit * lamp * 0.7)
    g.light(mix(u.role("accent"), u.role("accent2"), 0.5), falloff(vmax(up, 0.0) * 5.0) * fma(u.glow, 0.2, 0.1))


def terrace(g: G, x: V, y: V, u: Uniforms) -> None:
    """Columns and a balustrade before the view, lanterns on strings above."""
    up = y - u.horizon
    stone = mix(mix(u.role("mid"), u.role("paper"), 0.25), u.role("near"), 0.45)

    def railed(inner: G) -> None:
        rail = vmax(vmin(fabs(up - 0.105) - 0.012, vmin(fabs(up - 0.008) - 0.010, 1.0)), -1.0)
        post = fabs(fract(x * 11.0) - 0.5) * (1.0 / 11.0)
        belly = 0.010 + falloff(fabs(up - 0.035) * 60.0) * 0.010
        rail = vmin(rail, vmax(post - belly, fabs(up - 0.05) - 0.06))
        inner.paint(u.cover(rail), stone, 0.75, _COLUMN, 0.0)

    g.layer(fabs(up - 0.0535) < 0.0645 + u.px, railed)
    middle = fma(floor(x * 1.1 + 0.5), 1.0 / 1.1, 0.0)
    shaft = fabs(x - middle)

    def columned(inner: G) -> None:
        column = vmin(vmax(shaft - 0.030 + up * 0.006, up - 0.62), vmax(shaft - 0.052, fabs(up - 0.02) - 0.035))
        round_ = mix(stone, u.role("ink"), smoothstep(-0.01, 0.03, x - middle) * 0.5)
        inner.paint(u.cover(column), round_, 0.72, _COLUMN + 2, 0.25)

    g.layer((shaft < 0.053 + u.px) & (up < 0.621 + u.px), columned)
    for k, (hang, pace) in enumerate(((0.40, 1.1), (0.52, 0.83))):
        near = fabs(up - hang - 0.05) < 0.26 + u.wind * 0.01
        g.layer(near, partial(_lanterns, x=x, up=up, k=k, hang=hang, pace=pace, u=u))


def _lanterns(g: G, x: V, up: V, k: int, hang: float, pace: float, u: Uniforms) -> None:
    """A string of lanterns that glow."""
    bow = fract(x * pace + 0.5 * k + 0.5) - 0.5
    string = hang + bow * bow * 0.42 + sinp(u.t * 0.06 + k * 0.4) * 0.006 * (1.0 + u.wind)
    g.paint(u.cover(fabs(up - string) - 0.0016), u.role("ink"), 0.6, _LAMP + 4)
    bead = fract(x * 7.0) - 0.5
    away = length(bead * (1.0 / 7.0), up - string + 0.022)
    glow = fma(u.pulse, 0.25, fma(chance(cell(floor(x * 7.0), None, k), 2), 0.3, 0.45))
    hue = mix(u.role("sun"), u.role("accent"), chance(cell(floor(x * 7.0), None, k), 3) * 0.6)
    g.light(hue, falloff(away * 24.0) * glow * 0.6)
    g.paint(u.cover(away - 0.015), mix(hue, u.role("paper"), glow * 0.6), 0.6, _LAMP, 0.0, glow)


def backdrop(x: V, y: V, u: Uniforms) -> G:
    """Sky with its disc; or the dark of a hall, a wall of lights, a terrace with lanterns."""
    g = open_sky(y, u, u.horizon)
    hall = mix(u.role("near"), u.role("ink"), smoothstep(0.0, 0.6, y - u.horizon) * 0.7 + 0.1)
    g.tint(hall, u.night * 0.96)
    outside = u.night < 0.5
    g.layer(outside, lambda inner: _sky(inner, x, y, u))
    g.layer(u.wall > 0.0, lambda inner: light_wall(inner, x, y, u))
    g.layer(u.terrace > 0.0, lambda inner: terrace(inner, x, y, u))
    g.layer(u.hall > 0.0, lambda inner: ballroom(inner, x, y, u))
    return g


def _sky(g: G, x: V, y: V, u: Uniforms) -> None:
    stars(g, x, y, u, u.horizon + 0.05)
    sun(
        g,
        x - u.sun_x * u.half_width,
        y - u.horizon - u.sun_y,
        u,
        lerp(u.sun_r, u.sun_r * 0.72, u.upright),
        u.moon,
        u.stripes,
    )
    clouds(g, x, y, u, u.horizon, u.cloud)
    up = y - u.horizon

    def ridged(inner: G) -> None:
        ridge = noise(x * 3.1 + u.seed, u.seed) * 0.07 + noise(x * 9.0, u.seed) * 0.018 - 0.012
        inner.paint(u.cover(up - ridge), mix(u.role("far"), u.role("sky_low"), 0.25), 0.92, WALL)

    g.layer(up < 0.077 + u.px, ridged)


def dance_floor(g: G, x: V, down: V, z: V, u: Uniforms) -> None:
    """The floor over its mirror image: boards or tiles, pools of light about the dancers' feet."""
    across = x * z
    tile_x, tile_z = fract(across * 2.6), fract(z * 2.2)
    check = sel(both(tile_x > 0.5, tile_z > 0.5) | both(tile_x < 0.5, tile_z < 0.5), 1.0, 0.0)
    seam = smoothstep(0.08, 0.02, fabs(fract(across * 5.0) - 0.5)) * smoothstep(9.0, 3.0, z)
    seam = lerp(seam * 0.5, check, clamp(u.boards - 1.0)) * clamp(u.boards * 2.0) * smoothstep(7.0, 2.0, z)
    near = smoothstep(0.0, 0.45, down)
    ground = mix(mix(u.role("mid"), u.role("near"), near * 0.8 + 0.1), u.role("ink"), seam * 0.30)
    ring = length(x - 0.06, (fma(0.0 - down, 1.0, u.horizon) + 0.12) * 1.45)
    sunlit = smoothstep(0.74, 0.70, ring) * fma(smoothstep(0.012, 0.004, fabs(ring - 0.55)), -0.35, 1.0)
    ground = mix(ground, mix(u.role("sun"), u.role("sky_low"), 0.35), u.shadows * sunlit * (0.62 - check * 0.16))
    cover = 1.0 - u.gloss * fma(near, -0.35, 0.75)
    g.colour = mix(g.colour, ground, cover)

    def pool(k: int, shine: list[V]) -> list[V]:
        row = u.row("cast", k)
        place = row[0] * vmin(1.0, u.half_width * (1.0 / 0.85))
        right, back = x - place, (down - u.horizon + row[1]) * 3.0
        return [shine[0] + falloff(fma(right, right, back * back) * 7.0)]

    shine = loop(u.rows("cast"), [0.0], pool)[0]
    warm = mix(u.role("sun"), u.role("accent"), 0.35)
    g.colour = mix(g.colour, warm, clamp(shine * fma(u.spots, 0.85, 0.10)) * fma(u.pulse, 0.15, 0.6))
    g.depth, g.ident = (
        0.9 - smoothstep(0.0, 0.5, down) * fma(u.shadows, -0.25, 0.6),
        executor().constant(float(_FLOOR), "f"),
    )
    g.emission = g.emission * (1.0 - cover) * 0.7
