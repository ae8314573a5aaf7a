"""A street canyon: a row of houses on each side with a taller one behind it, the wet floor, a quay.

Walls run along a street seen in perspective: at depth z the height above the street is (y - horizon) * z + eye, and
where that is negative the same wall is seen again in the wet street. In: scene coordinates and what `motifs/city`
arranged. Out: places; paint in a `G`. Fronts of houses are in `houses`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.subjects.houses import house_front
from beatforge.picture.subjects.scenery import snowed
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    executor,
    fabs,
    floor,
    fma,
    fract,
    lerp,
    mix,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

_STREET, _WATER, _WALL, _RAIL = 6, 7, 10, 30


def ripples(x: V, down: V, z: V, across: V, wet: V, u: Uniforms) -> list[V]:
    """How far the mirror image is shaken aside, and the long ripple alone."""
    ripple = noise(across * 3.0 + u.t * 0.05, z * sel(wet, 5.0, 2.0) + u.t * 0.12) - 0.5
    fine = noise(x * 34.0, down * 120.0 + u.t * 0.4) - 0.5
    wave = fma(ripple, 0.7, fine * 0.5) * fma(down, 0.22, 0.006) * fma(u.rain, 0.5, 0.8)
    return [wave, ripple]


def front_depth(x: V, u: Uniforms) -> V:
    """Depth at which the front house row is met at x."""
    aside = x - u.vanish * u.half_width
    return sel(aside > 0.0, u.right, u.left) / vmax(fabs(aside), 0.012)


def houses(g: G, x: V, y: V, front: V, u: Uniforms) -> None:
    """A house row on each side with a taller one behind it; below the street's line their mirror image."""
    is_right = sel(x > u.vanish * u.half_width, 1.0, 0.0)
    above = y - u.horizon

    def row(nth: int, z: V, taller: float) -> tuple[V, V, V]:
        """Name, height above the street and top of the house that stands at depth z."""
        name = cell(floor((z + u.t * 0.24) * 0.5) * 2.0 + is_right, None, 11 + nth)
        return name, fabs(fma(above, z, u.eye)), u.lowest * taller * fma(chance(name, 1), 0.75, 0.75)

    def street(inner: G) -> None:
        back = front * 1.75
        name, up, top = row(0, front, 1.0)
        name_back, up_back, top_back = row(1, back, 2.1)
        cover, cover_back = u.cover((up - top) / front), u.cover((up_back - top_back) / back)
        is_front = cover > 0.5
        name = executor().select(is_front, name, name_back)
        z, height = sel(is_front, front, back), sel(is_front, up, up_back)
        along = z + u.t * 0.24
        colour, light = house_front(name, along, height, is_right, u)
        haze = smoothstep(1.5, 13.0, z)
        block = floor(along * 0.5)
        ident = block - floor(block * 0.25) * 4.0 + is_right * 4.0 + sel(is_front, _WALL, _WALL + 8.0)
        depth = fma(smoothstep(0.0, 14.0, z), 0.8, 0.1)
        shade = mix(colour, u.role("sky_low"), haze * 0.75)
        inner.paint(vmax(cover, cover_back), shade, depth, ident, 0.25, light * fma(haze, -0.5, 1.0))

    g.layer((front < 40.0) & (fabs(above) * front < u.lowest * 3.3 / 1.75 + u.eye), street)


def street_floor(g: G, down: V, z: V, across: V, wet: V, ripple: V, u: Uniforms) -> None:
    """Asphalt or water laid over the mirror image."""
    along = z + u.t * 0.24
    puddle = smoothstep(0.30, 0.62, noise(across * 2.2 + 4.0, along * 1.1) + u.rain * 0.25)
    tar = mix(scale(u.role("near"), 0.8), u.role("ink"), 0.35)
    dry = mix(tar, u.role("mid"), smoothstep(0.4, 0.0, down) * 0.35)
    trodden = smoothstep(0.10, 0.30, fabs(fabs(across) - 0.2)) * smoothstep(0.35, 0.6, noise(across * 3.1, along * 2.0))
    dry = snowed(dry, u, fma(trodden, 0.5, 0.4))
    cover = sel(wet, fma(smoothstep(0.0, 0.4, down), 0.25, 0.20), fma(puddle, -0.36, 0.68))
    colour = mix(g.colour, [sel(wet, water, road) for water, road in zip(u.role("mid"), dry, strict=True)], cover)
    glint = smoothstep(0.22, 0.34, ripple) * sel(wet, 0.35, 0.0)
    colour = mix(colour, u.role("sky_low"), glint)
    dash = smoothstep(0.035 + z * u.px, 0.02, fabs(across)) * smoothstep(0.24, 0.22, fabs(fract(along * 0.55) - 0.5))
    stripe = smoothstep(0.26, 0.22, fabs(fract(across * 4.0) - 0.5)) * smoothstep(0.34, 0.32, fabs(z - 2.05))
    mark = lerp(dash, stripe, u.zebra)
    kerb = smoothstep(0.03 + z * u.px, 0.015, vmin(fabs(across + u.left * 0.72), fabs(across - u.right * 0.72)))
    edge = smoothstep(0.04 + z * u.px, 0.02, fabs(across - u.shore))
    mark = sel(wet, 0.0, clamp(mark * 0.75 + kerb * 0.30)) * smoothstep(16.0, 5.0, z)
    g.colour = mix(mix(colour, mix(u.role("paper"), u.role("far"), 0.35), mark), u.role("ink"), edge * 0.8)
    g.depth, g.ident = fma(smoothstep(0.0, 14.0, z), 0.8, 0.06), sel(wet, _WATER, _STREET)
    g.direction, g.emission = as_float(0.0), g.emission * (1.0 - cover) * 0.8


def railing(g: G, x: V, y: V, u: Uniforms) -> None:
    """A quay with a railing in front of the water."""
    post = fabs(fract(x * 5.0 + 0.5) - 0.5) * 0.2 - 0.006
    bars = vmin(fabs(y + 0.265) - 0.007, vmin(fabs(y + 0.32) - 0.003, vmax(post, y + 0.265)))
    g.paint(u.cover(bars), u.role("ink"), 0.12, _RAIL, 0.0)
    stone = mix(u.role("near"), u.role("ink"), 0.3)
    g.paint(u.cover(y + 0.375), mix(stone, u.role("mid"), smoothstep(-0.42, -0.375, y) * 0.5), 0.12, _RAIL + 1, 0.0)
