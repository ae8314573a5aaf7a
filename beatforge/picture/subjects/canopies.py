"""The wood overhead: leaves that hang in, crowns from below, a bough, trunks that rise out of sight; and fireflies."""

from __future__ import annotations

from functools import partial
from typing import Any

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm, noise, noise1
from beatforge.picture.shapes import capsule, length
from beatforge.picture.trace import (
    V,
    as_float,
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
    sinp,
    smoothstep,
    vmin,
)

_CANOPY, _CROWN, _BOUGH = 7, 24, 28


def hanging(x: V, y: V, u: Uniforms) -> V:
    """Where `overhang` can have leaves: noise is 0..1."""
    return y > u.canopy - 0.23 + fabs(x / u.half_width) * 0.16


def overhang(x: V, y: V, u: Uniforms, g: G) -> None:
    """Leaves that hang into the picture from above, in two layers."""
    for k, (size, reach) in enumerate(((5.0, 0.0), (3.3, 0.09))):
        sway = sinp(u.t * 0.08 + k * 0.4 + x * 0.5) * fma(u.wind, 0.03, fma(u.swell, 0.006, 0.006))
        clump = noise((x + sway) * size + u.seed, y * size * 1.3 + k * 7.0)
        leaf = noise((x + sway) * size * 7.5 + y * 9.0, y * size * 8.5 + k * 3.0)
        edge = (y - u.canopy - reach + fabs(x / u.half_width) * -0.16) * 3.2 + (clump - 0.5) * 0.8 + (leaf - 0.5) * 0.62
        foliage = mix(
            mix(u.role("near"), u.role("mid"), 0.55 - 0.4 * k), u.role("accent2"), u.autumn * (0.55 - 0.3 * k)
        )
        lit = smoothstep(0.16, 0.0, edge) * (0.40 - 0.2 * k) * smoothstep(0.35, 0.65, leaf)
        colour = mix(mix(foliage, u.role("ink"), 0.15 + 0.3 * k), u.role("sun"), lit)
        g.paint(smoothstep(-0.015, 0.025, edge), colour, 0.30 - 0.2 * k, _CANOPY + k, 0.1, 0.0, (0.0 - sway, 0.0))


def crowns(x: V, y: V, right: V, up: V, u: Uniforms, g: G) -> None:
    """Looking up: trunks that run together towards the light, crowns about it in three layers, an owl's bough."""
    reach = length(right, up)
    g.tint(u.role("sun"), falloff(reach * 3.0) * fma(u.pulse, 0.12, 0.45))

    def crown(counter: Any, under: list[V]) -> list[V]:
        k = counted(counter)
        spin = u.cam * fma(k, 0.0012, 0.0012)
        sway = sinp(u.t * 0.05 + k * 0.3) * fma(u.wind, 0.02, fma(u.swell, 0.006, 0.006))
        near = fma(k, -0.13, 1.0)
        px, py = fma(right, near, sway + spin), fma(up, near, sway * 0.6)
        clump = fbm(px * 3.0 * near + u.seed + k * 5.0, py * 3.0 * near + k * 3.0, 2)
        leaf = noise(px * 24.0 * near + k * 9.0, py * 24.0 * near)
        fine = noise(px * 55.0 * near, py * 55.0 * near + k * 5.0)
        edge = (reach - fma(k, 0.16, 0.30)) * 0.75 + (clump - 0.46) * 1.1 + (leaf - 0.5) * 0.34 + (fine - 0.5) * 0.12
        glow = smoothstep(0.30, 0.0, edge) * smoothstep(1.2, 0.15, reach)
        foliage = mix(mix(u.role("mid"), u.role("near"), k * 0.42), u.role("sun"), glow * fma(k, -0.16, 0.62))
        foliage = mix(foliage, u.role("near"), smoothstep(0.45, 0.30, leaf) * 0.35)
        foliage = mix(foliage, u.role("sun"), smoothstep(0.60, 0.75, leaf) * fma(glow, 0.45, 0.06))
        g = G.of(under)
        g.paint(smoothstep(-0.01, 0.02, edge), foliage, fma(k, -0.12, 0.80), _CROWN + k, 0.1, glow * 0.12,
                (0.0 - spin, 0.0))  # fmt: skip
        return g.values()

    g.become(loop(3, g.values(), crown))


def bough(x: V, y: V, reach: V, turn: V, u: Uniforms, g: G) -> None:
    """Where the owl sits; rays of light before all this."""
    bough = capsule(x, y, u.half_width * 0.98, -0.36, u.half_width * 0.36, -0.305, 0.020)
    twig = capsule(x, y, u.half_width * 0.50, -0.318, u.half_width * 0.38, -0.22, 0.006)
    branch = vmin(bough + noise(x * 30.0, y * 30.0) * 0.006, twig)
    shade = mix(u.role("ink"), u.role("near"), smoothstep(-0.01, 0.012, y + 0.32) * 0.5)
    g.paint(u.cover(branch), shade, 0.11, _BOUGH, 0.0)
    fan = noise1(turn * 26.0 + u.t * 0.03, 77) * 0.6 + noise1(turn * 61.0 - u.t * 0.04, 78) * 0.4
    g.light(
        u.role("sun"), smoothstep(0.5, 0.75, fan) * falloff(reach * 2.2) * fma(u.glow, 0.2, fma(u.pulse, 0.15, 0.25))
    )


def pillar(row: list[V], under: list[V], reach: V, turn: V, u: Uniforms) -> list[V]:
    """A trunk seen from its foot: a wedge that narrows towards the light. A row: turn, half width, where it ends."""
    aim, wide, end = row
    around = turn - aim
    around = around - floor(around + 0.5)
    across = around * 6.2831853
    g = G.of(under)

    def seen(inner: G) -> None:
        grown = wide * fma(reach, 0.9, 0.75)
        grain = noise(across * 26.0 + aim * 40.0, reach * 5.0)
        edge = (fabs(across + (noise1(reach * 9.0 + aim * 31.0, 79) - 0.5) * 0.02) - grown) * reach
        side = across / grown
        bark = mix(mix(u.role("ink"), u.role("near"), 0.6), u.role("mid"), smoothstep(0.55, 0.75, grain) * 0.5)
        rim = smoothstep(0.45, 0.95, fabs(side)) * smoothstep(0.9, 0.2, reach)
        colour = mix(bark, u.role("sun"), rim * 0.45)
        begins = smoothstep(end, end + 0.05, reach)
        inner.paint(u.cover(edge) * begins, colour, 0.44 - 0.2 * smoothstep(0.2, 0.9, reach), _CROWN + 5, fract(aim))

    g.layer((u.up_view > 0.5) & (fabs(across) < 0.3) & (reach > end), seen)
    return g.values()


def fireflies(g: G, x: V, y: V, u: Uniforms) -> None:
    """Points of light that float about the undergrowth, each in its own time."""

    def floating(inner: G) -> None:
        shine = as_float(0.0)
        for k, grid in enumerate((7.0, 4.4)):
            along, high = x * grid + u.t * 0.012 * (1.0 + k) + u.detail, y * grid + 0.4 * k
            name = cell(floor(along), floor(high), 80 + k)
            lit = chance(name, 3) < u.flies * fma(u.intensity, 0.4, fma(u.burst, 0.2, 0.35))
            size = 950.0 - 420.0 * k

            def shining(name: V, right: V, up: V, size: float, shine: V) -> list[V]:
                turn = u.t * 0.03 + chance(name, 1)
                right, up = right - sinp(turn) * 0.26, up - sinp(turn * 1.7 + 0.2) * 0.24
                blink = smoothstep(-0.3, 0.8, sinp(u.t * 0.07 + chance(name, 2)))
                near = right * right + up * up
                return [shine + (falloff(near * size) + falloff(near * size * 0.07) * 0.30) * blink]

            one = partial(shining, name, fract(along) - 0.5, fract(high) - 0.5, size, shine)
            shine = gate(lit, one, [shine])[0]
        strong = clamp(shine) * smoothstep(u.ground + 0.34, u.ground + 0.10, y) * fma(u.pulse, 0.25, 0.75)
        inner.light(mix(u.role("accent2"), u.role("sun"), 0.5), strong)

    g.layer((u.flies > 0.0) & (y < u.ground + 0.34), floating)
