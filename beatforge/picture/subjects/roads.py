"""A road in perspective: where a depth is seen, how far it was driven, its marks, the land or sea beside it, ridges.

The ground is a plane: depth z, in half road widths, is the eye's height / the distance below the horizon. In: scene
coordinates and the view of `motifs/road`. Out: places; paint in a `G`. What stands or drives there is in `roadsides`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.scenery import snowed
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
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

_ROAD, _LAND, _WATER, _RANGE = 6, 7, 8, 10
_RIDGES = ((0.25, 2.2, 0.5, 0.30), (0.16, 3.3, 0.35, 0.20), (0.085, 4.4, 0.15, 0.08))
"""Far to near: height, scale, haze at the foot, light on the faces."""


def travelled(u: Uniforms) -> V:
    """How far the road was driven, in half road widths: in a frame no farther than what passes is thick, or it would
    flicker instead of passing."""
    return u.t * 2.0


def middle_of_road(size: V, u: Uniforms) -> V:
    """Where the road's middle line is seen where things have that size (1 / depth)."""
    away = clamp(1.0 - size)
    square = away * away
    return fma(u.bend * fma(sinp(u.t * 0.013), 0.2, 1.0), square * square * square, u.vanish * u.half_width)


def haze(z: V) -> V:
    """How much haze lies before what is that deep in the road, 0..1."""
    return smoothstep(5.0, 60.0, z)


def scene_depth(z: V) -> V:
    """A depth in the road as the depth of a pixel, 0..1."""
    return fma(smoothstep(0.0, 40.0, z), 0.85, 0.03)


def ridges(g: G, x: V, y: V, u: Uniforms) -> None:
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


def road_and_land(g: G, x: V, y: V, u: Uniforms) -> None:
    """Road with its marks; beside it land with furrows that glow, or the sea from `shore` on."""

    def plane(inner: G) -> None:
        down = vmax(u.horizon - y, 0.0012)
        z = u.eye / down
        across, along = (x - middle_of_road(down / u.eye, u)) * z, z + travelled(u)
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
        inner.colour = mix(mix(tar, choose(sea, water, land), off), u.role("sky_low"), haze(z) * 0.85)
        inner.depth, inner.ident = scene_depth(z), sel(off > 0.5, sel(sea, _WATER, _LAND), _ROAD)
        light = sel(sea, below * 0.3, lines * 0.85) * off + dash * 0.4 + side * 0.25 + stud * 0.7 * (1.0 - off)
        inner.direction, inner.emission = as_float(0.0), clamp(light) * (1.0 - haze(z))

    g.layer(y < u.horizon, plane)
