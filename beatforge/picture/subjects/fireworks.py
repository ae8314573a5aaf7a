"""Fireworks: shells that burst over a city, on drops, and their light."""

from __future__ import annotations

import math
from collections.abc import Sequence

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    atan2p,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    smoothstep,
)

_SEEN = 0.01
"""How bright a shell is that can be seen."""


def fires(
    shells: Sequence[Sequence[float]], t: float, burst: float, intensity: float
) -> tuple[list[tuple[float, ...]], float]:
    """Each shell: place, radius, brightness, hue; first those that are seen, and their count. Those of a burst open
    with it; others come and go by themselves."""
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
    rows.sort(key=lambda row: row[3] <= _SEEN)
    seen = sum(row[3] > _SEEN for row in rows)
    return [tuple(round(number, 5) for number in row) for row in rows], float(seen)


def fireworks(g: G, x: V, y: V, u: Uniforms) -> None:
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

        near = length(x - fx * u.half_width, y - fy) < radius * 1.4 + 0.5
        return gate(near, sparks, light)

    warm, cold = loop(u.count("burning"), [0.0, 0.0], shell)

    def shining(inner: G) -> None:
        inner.light(mix(u.role("accent"), u.role("sun"), 0.4), clamp(warm))
        inner.light(mix(u.role("accent2"), u.role("sun"), 0.15), clamp(cold))

    g.layer(warm + cold > 0.0, shining)
