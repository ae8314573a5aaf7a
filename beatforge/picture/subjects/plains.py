"""Wide land: a heap of clouds, rows of hills, a plain with fields and water, a near hill, grass in the wind.

In: scene coordinates and what `motifs/horizon` arranged. Out: paint in a `G`. What stands there is in `standing`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise, noise1
from beatforge.picture.shapes import length
from beatforge.picture.subjects.scenery import snowed
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
    lerp,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_MELT = 0.06
"""Half heights of the frame over which two balls of a cloud become one."""

_CLOUD, _HILL, _PLAIN, WATER, _GRASS = 6, 8, 12, 13, 38
HILLS = ((0.10, 1.1), (0.085, 1.7), (0.07, 2.3))
"""Far to near: height and scale."""


def cloud_heap(x: V, y: V, u: Uniforms, g: G) -> None:
    """A tower of cloud: balls upon balls, lit from the sun's side, flat below."""
    middle = u.heap_x * u.half_width
    side = sel(u.sun_x > u.heap_x, 1.0, -1.0)
    drift = sinp(u.t * 0.004) * 0.03
    edge = (noise(x * 21.0 + drift * 20.0, y * 21.0) - 0.5) * 0.045

    def balls(inner: G, layer: int, wide: float, tall: float, lift: float) -> None:
        nearest, lit = as_float(1.0), as_float(0.0)
        along = (x - drift * (1.0 + 0.4 * layer)) / wide
        for nth in (-1.0, 0.0, 1.0):
            name = cell(floor(along) + nth, None, 21 + layer)
            at = (floor(along) + nth + fma(chance(name, 1), 0.5, 0.25)) * wide
            away = (at - middle) / (0.62 - 0.02 * layer)
            body = smoothstep(1.05, 0.1, fabs(away))
            up = u.horizon + lift + body * tall * fma(chance(name, 2), 0.22, 0.78) * u.heap
            radius = wide * fma(chance(name, 3), 0.35, 0.62) * fma(body, 0.65, 0.35)
            right, high = x - drift - at, y - up
            ball = vmax(length(right, vmax(high, 0.0)) - radius, u.horizon + lift * 0.55 - y) + edge
            ball = ball + smoothstep(0.15, 0.02, body) * 0.2
            light = clamp((right * side * 0.6 + high * 0.8) / radius * 0.5 + 0.5)
            light = light * fma(smoothstep(0.10, -0.22, high), -0.45, 1.0)
            # where two balls meet they melt into each other; a hard seam would make pillars of them
            nearer = clamp(fma(nearest - ball, 0.5 / _MELT, 0.5))
            lit = lerp(lit, light, nearer)
            nearest = lerp(nearest, ball, nearer) - nearer * (1.0 - nearer) * _MELT
        shade = mix(mix(u.role("far"), u.role("sky_low"), 0.45), mix(u.role("sun"), u.role("paper"), 0.45), lit * lit)
        faint = smoothstep(0.0, 0.14, y - u.horizon)
        cover = smoothstep(0.012, -0.012, nearest) * faint * 0.95
        inner.paint(
            cover,
            mix(shade, u.role("sky_low"), 0.25 - 0.08 * layer),
            0.97 - 0.005 * layer,
            _CLOUD,
            0.1,
            lit * fma(u.glow, 0.15, 0.1),
        )

    for layer, (wide, tall, lift) in enumerate(((0.22, 0.44, 0.15), (0.16, 0.28, 0.09), (0.11, 0.13, 0.04))):
        # a ball is less than its layer's width wide, and beyond 1.05 half heaps it is too small to be seen
        high = (y < u.horizon + tall * u.heap + (lift + wide + 0.07)) & (y > u.horizon)
        far = fabs(x - drift - middle) < 0.66 + wide * 1.85
        g.layer(high & far, partial(balls, layer=layer, wide=wide, tall=tall, lift=lift))


def hill(x: V, y: V, u: Uniforms, k: int, g: G) -> None:
    """A row of soft hills with hedges."""
    rise, scale_ = HILLS[k]
    moved = u.cam * (0.004 + 0.004 * k)
    along = (x + moved) * scale_ + u.seed + 5.7 * k
    top = u.horizon + (fbm1(along, 60 + k, 2) - 0.12) * rise * u.hills
    wood = noise(along * 26.0, y * 60.0) * smoothstep(0.50, 0.62, noise1(along * 3.0, 70 + k)) * 0.014
    fall = top + wood - y
    stripe = smoothstep(0.42, 0.58, noise(along * 5.0 + fall * 14.0, fall * 20.0 + k))
    colour = mix(mix(u.role("far"), u.role("mid"), 0.25 + 0.3 * k), u.role("sun"), stripe * 0.16)
    colour = mix(colour, u.role("near"), smoothstep(0.004, 0.012, wood) * smoothstep(0.018, 0.0, fall) * 0.45)
    colour = mix(snowed(colour, u), u.role("sky_low"), fma(smoothstep(0.0, 0.09, fall), 0.30, 0.30 - 0.11 * k))
    g.paint(u.cover(0.0 - fall), colour, 0.92 - 0.06 * k, _HILL + k, 0.06, 0.0, (0.0 - moved, 0.0))


def plain(x: V, y: V, u: Uniforms, g: G) -> None:
    """Fields in patches with furrows, cut by water that mirrors the sky."""
    down = vmax(u.horizon - y, 0.002)
    z = u.eye / down
    moved = u.cam * 0.012
    across, along = (x - u.vanish * u.half_width + moved) * z, z + u.t * 0.05 * u.travel
    blur = z * u.px
    bend = noise(across * 0.35, along * 0.4) * 0.9
    name = cell(floor(across * 0.7 + bend), floor(along * 0.45 + bend * 0.4), 80)
    pick, turn = chance(name, 1), chance(name, 2)
    crop = mix(
        mix(u.role("mid"), u.role("sun"), 0.38), mix(u.role("mid"), u.role("near"), 0.25), smoothstep(0.25, 0.55, pick)
    )
    crop = mix(crop, mix(u.role("accent2"), u.role("mid"), 0.5), smoothstep(0.72, 0.78, pick))
    meadow = mix(
        u.role("mid"), u.role("near"), fma(smoothstep(0.3, 0.75, noise(across * 1.5, along * 0.9)), 0.30, 0.08)
    )
    land = mix(meadow, crop, u.fields * smoothstep(0.01, 0.06, down))
    row = sel(turn > 0.5, across * 7.0, along * 2.8 + across * 0.6)
    thin = smoothstep(0.5, 0.08, sel(turn > 0.5, blur * 7.0, blur * 2.8 * z / u.eye * 0.6))
    furrow = smoothstep(0.20, 0.42, fabs(fract(row) - 0.5)) * thin * u.fields
    land = mix(land, u.role("near"), furrow * 0.34)
    lit = falloff(fabs(x - u.sun_x * u.half_width) * 2.2) * smoothstep(0.30, 0.0, down)
    land = mix(snowed(land, u, 0.85), u.role("sun"), lit * 0.22)
    land = mix(land, u.role("near"), smoothstep(0.08, 0.5, down) * 0.35)
    level = noise(across * 0.5 + 3.0, along * 0.75 + u.seed) + noise(across * 1.7, along * 2.1) * 0.22
    pool = smoothstep(
        0.0,
        0.03 + blur * 0.6,
        level - fma(u.water, -0.30, fma(u.rain, -0.14, 0.98)) + smoothstep(0.30, 0.5, down) * 0.2,
    )

    def mirror() -> list[V]:
        wave = noise(x * 7.0, z * 3.0 + u.t * 0.16) - 0.5
        sky = mix(u.role("sky_low"), u.role("sky_top"), smoothstep(0.02, 0.52, down + wave * 0.03) * 0.9)
        away = x - u.sun_x * u.half_width + wave * fma(down, 0.35, 0.02)
        path = smoothstep(1.0, 0.55, fabs(away) / (u.sun_r * 0.8)) * smoothstep(u.sun_y * 2.4 + 0.12, 0.0, down)
        return [*mix(sky, u.role("sun"), path * 0.75), path]

    *glass, path = gate(pool > 0.0, mirror, [*land, as_float(0.0)])
    rim = smoothstep(0.10, 0.0, fabs(level - fma(u.water, -0.30, fma(u.rain, -0.14, 0.98)) - 0.01)) * (1.0 - pool) * 0.5
    colour = mix(mix(land, u.role("near"), rim * u.water), glass, pool)
    g.colour = mix(colour, u.role("sky_low"), smoothstep(0.09, 0.0, down) * 0.55)
    g.depth, g.ident = 0.84 - smoothstep(0.0, 0.5, down) * 0.6, sel(pool > 0.5, WATER, _PLAIN)
    g.direction, g.emission = as_float(0.02), path * pool * 0.5
    g.drift = [0.0 - moved, as_float(0.0)]


def near_hill(g: G, x: V, y: V, top: V, u: Uniforms) -> None:
    """The near hill that tree and house stand on, with a path."""
    fall = top - y
    furrow = fract((x - u.knoll_x * u.half_width) / (fall + 0.25) * 3.4 + noise(x * 3.0, fall * 4.0) * 0.35)
    stripe = smoothstep(0.22, 0.42, fabs(furrow - 0.5)) * smoothstep(0.02, 0.12, fall) * u.fields
    grass = mix(
        mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.28, fall) * 0.65 + 0.18),
        u.role("sun"),
        smoothstep(0.016, 0.0, fall) * 0.30,
    )
    grass = mix(snowed(grass, u), u.role("near"), stripe * 0.32)
    bend = (x - u.house_x * u.half_width) - sinp(fall * 1.3) * 0.10 + 0.02
    way = smoothstep(0.012, 0.004, fabs(bend) - fall * 0.16) * sel(u.house > 0.0, 0.55, 0.0)
    g.paint(u.cover(0.0 - fall), mix(grass, mix(u.role("paper"), u.role("sun"), 0.4), way), 0.34, _PLAIN + 2, 0.05)


def grass(g: G, x: V, y: V, u: Uniforms) -> None:
    """Blades in the foreground in three rows, near ones dark; they bow as gusts pass."""
    for k, (density, share, depth) in enumerate(((44.0, 0.55, 0.20), (27.0, 0.78, 0.13), (15.0, 1.0, 0.07))):
        tall = u.grass * share
        moved = u.cam * (0.010 + 0.012 * k)

        def row(
            inner: G, k: int = k, density: float = density, tall: V = tall, depth: float = depth, moved: V = moved
        ) -> None:
            gust = sinp(u.t * 0.08 - x * 0.35 + 0.2 * k) * fma(u.wind, 0.05, fma(u.swell, 0.012, 0.010)) + u.wind * 0.07
            nearest, hue = as_float(1.0), as_float(0.0)
            for half in (0.0, 0.5):
                up = (y + 0.52) / vmax(tall, 0.01)
                along = (x + moved - gust * up * up * tall * 6.0) * density + half
                name = cell(floor(along), None, 40 + 3 * k + int(half * 2))
                high = fma(chance(name, 1), 0.55, 0.45)
                lean = (chance(name, 2) - 0.5) * 0.9
                part = up / high
                aside = fabs(fract(along) - 0.5 - lean * part * part * 0.55)
                blade = vmax(aside - 0.13 * (1.0 - part), part - 1.0)
                head = length(aside * 1.6, (part - 0.97) * tall * density * 0.34 * high) - 0.16
                blade = vmin(blade, sel(chance(name, 3) > 0.72, head, 1.0))
                flower = sel((chance(name, 3) > 0.88) & (part > 0.90), 1.0, 0.0)
                closer = blade < nearest
                nearest, hue = sel(closer, blade, nearest), sel(closer, flower, hue)
            ground = (noise1((x + moved) * 5.0, 50 + k) - 0.62) * tall * 0.35 + tall * 0.16
            shape = vmin(nearest / density, y + 0.52 - ground)
            part = clamp((y + 0.52) / vmax(tall, 0.01))
            colour = mix(mix(u.role("near"), u.role("ink"), 0.30 + 0.20 * k), u.role("mid"), part * (0.42 - 0.1 * k))
            colour = mix(
                colour,
                u.role("sun"),
                smoothstep(0.45, 1.0, part) * falloff(fabs(x - u.sun_x * u.half_width) * 2.0) * 0.35,
            )
            colour = mix(snowed(colour, u, 0.35), mix(u.role("accent"), u.role("accent2"), 0.5 * k), hue * 0.85)
            inner.paint(
                u.cover(shape), colour, depth, _GRASS if k == 2 else inner.ident, 0.25, 0.0, (gust * 0.2 - moved, 0.0)
            )

        g.layer((u.grass > 0.0) & (y < tall - 0.51), row)
