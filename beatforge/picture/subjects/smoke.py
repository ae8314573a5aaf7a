"""What rises from a fire: smoke that leans with the wind, sparks that wander in it.

In: scene coordinates and where a motif has its fire and how far it reaches (`fire_x`, `fire_y`, `reach`, `plume`). Out:
paint in a `G`.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm
from beatforge.picture.subjects.flames import fire_gold, flicker
from beatforge.picture.trace import (
    V,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)


def smoke(g: G, x: V, y: V, u: Uniforms) -> None:
    """Smoke that leans with the wind, red below."""

    up = vmax(y - u.fire_y - 0.10, 0.0)
    lean = up * fma(u.wind, 0.55, 0.16) + sinp(up * 0.8 - u.t * 0.03) * 0.05
    right = x - u.fire_x * u.half_width - lean
    wide = fma(up, 0.50, u.reach * u.reach * u.reach * u.reach + 0.04)

    def billows(inner: G) -> None:
        roll = fbm(right * 4.2 + u.seed, up * 4.2 - u.t * 0.16, 3)
        thick = smoothstep(0.36, 0.66, roll + falloff(right * right / (wide * wide) * 1.4) * 0.36 - 0.18)
        thick = thick * falloff(right * right / (wide * wide) * 0.7) * smoothstep(0.0, 0.14, up)
        red = falloff(up * 4.0) * flicker(u)
        colour = mix(
            mix(u.role("far"), u.role("near"), 0.55),
            mix(u.role("accent"), fire_gold(u), 0.35),
            clamp(red + (roll - 0.5) * 0.3),
        )
        inner.tint(colour, thick * u.plume)

    # `falloff` ends at 2.391 widths
    g.layer((u.plume > 0.0) & (up > 0.0) & (fabs(right) < wide * 2.4), billows)


def sparks(g: G, x: V, y: V, u: Uniforms) -> None:
    """Sparks that rise and wander; more of them in great moments."""

    up = y - u.fire_y
    lean = up * fma(u.wind, 0.45, 0.10)
    right = x - u.fire_x * u.half_width - lean
    wide = fma(vmax(up, 0.0), 0.38, u.reach * u.reach * u.reach * u.reach + 0.03)

    def rising(inner: G) -> None:
        share = fma(u.burst, 0.4, fma(u.intensity, 0.2, fma(u.energy, 0.15, 0.20)))

        def glowing(counter: Any, shine: list[V]) -> list[V]:
            k = counted(counter)
            grid = fma(k, -5.0, 13.0)
            along = (right + sinp(up * 1.3 + u.t * 0.05 + k * 0.4) * 0.03) * grid + k * 40.0
            high = (up - u.t * fma(k, 0.08, 0.20)) * grid
            name = cell(floor(along), floor(high) + k * 500.0, 51)
            turn = u.t * 0.13 + chance(name, 1)
            dx = fract(along) - 0.5 - sinp(turn) * 0.25
            dy = fract(high) - fma(chance(name, 2), 0.5, 0.25)
            kept = sel(chance(name, 3) < share, fma(chance(name, 4), 0.5, 0.5), 0.0)
            size = fma(k, 35.0, 60.0)
            return [shine[0] + falloff(dx * dx * size * 1.6 + dy * dy * size * 0.7) * kept]

        shine = loop(2, [0.0], glowing)[0]
        fade = falloff(right * right / (wide * wide) * 1.6) * smoothstep(0.75, 0.15, up) * smoothstep(-0.02, 0.06, up)
        strong = clamp(shine * fade * 1.25)
        inner.colour = mix(inner.colour, mix(fire_gold(u), u.role("sun"), 0.5), strong)
        inner.emission = vmax(inner.emission, strong * 0.9)

    # `falloff` ends at 1.582 widths
    g.layer((u.plume > 0.0) & (y > u.fire_y - 0.02) & (up < 0.76) & (fabs(right) < wide * 1.59), rising)
