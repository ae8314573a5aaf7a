"""Fire itself: tongues that lick, a flame of three of them, a wood that burns along its whole length, and its light.

Painted in scene coordinates, from rows of a motif's table; a motif says where (`fire_x`, `fire_y`, `ground`) and how
large. Pulse and glow brighten it a little, swell and burst make it higher; it never strobes.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise1
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
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
    sqrt,
    vmax,
    vmin,
)

_FLAME = 40


def fire_gold(u: Uniforms) -> list[V]:
    """A warm yellow, of the second accent where that is warm, else of the sun."""
    red, _, blue = u.role("accent2")
    return mix(mix(u.role("sun"), u.role("accent"), 0.22), u.role("accent2"), smoothstep(0.0, 0.3, red - blue) * 0.6)


def flicker(u: Uniforms) -> V:
    """How bright the fire is now: slow noise, a little of the beat."""
    return fma(noise1(u.t * 0.55, 41), 0.16, fma(u.pulse, 0.10, fma(u.glow, 0.08, 0.78)))


def _tongue(right: V, up: V, phase: V, rise: V, restless: V) -> tuple[V, V]:
    """Where a point is in one licking tongue of fire: across from its crooked middle line, and up."""
    bent = sinp(up * 0.75 - rise + phase) * 0.34 + sinp(up * 1.9 - rise * 1.7 + phase * 2.3) * 0.13
    return right - bent * restless * clamp(up * 1.4), up


def _outline(place: tuple[V, V], size: V) -> V:
    """Distance from the outline of a tongue drawn `size` times as large: a drop with a drawn out tip."""
    up = place[1] / size
    rest = clamp(1.0 - up)
    wide = sqrt(clamp(fma(up, 2.6, 0.30))) * rest * fma(rest, 0.42, 0.50)
    return fma(wide, 0.0 - size, fabs(place[0])) + vmax(up - 1.0, 0.0)


def _burn(g: G, tongues: list[tuple[V, V]], size: V, heat: V, restless: V, u: Uniforms) -> None:
    """Tongues of fire in three colours within each other; `heat` dims what burns far off."""
    gold = fire_gold(u)
    outer, middle = mix(u.role("accent"), gold, 0.18), mix(gold, u.role("sun"), 0.20)
    core = mix(u.role("sun"), u.role("paper"), fma(u.pulse, 0.2, 0.45))

    def burning(inner: G) -> None:
        inner.become(loop(3, inner.values(), painted))

    def painted(counter: Any, under: list[V]) -> list[V]:
        k = counted(counter)
        part = fma(k, -0.31, 1.0)
        edge = _outline(tongues[0], part)
        for tongue in tongues[1:]:
            edge = vmin(edge, _outline(tongue, part))
        colour = mix(u.role("accent"), choose(k < 0.5, outer, choose(k < 1.5, middle, core)), heat)
        inner = G.of(under)
        # a candle is too slender for lines within
        ident = _FLAME + sel(restless > 0.5, k, 0.0)
        inner.paint(u.cover(edge * size), colour, 0.39, ident, 0.25, fma(k, 0.1, 0.8))
        return inner.values()

    # the smaller a tongue is drawn, the slimmer it is at every height: where the first colour ends, all do
    widest = [_outline(tongue, as_float(1.0)) for tongue in tongues]
    g.layer(reduce(vmin, widest) * size < u.px, burning)


def flame(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A flame of three tongues. A row: across, foot, half width, height, phase, how restless."""
    place, foot, wide, tall, phase, restless = row
    tall = tall * fma(u.swell, 0.08, fma(u.burst, 0.12, fma(u.intensity, 0.10, 0.95)))
    right, up = (x - place * u.half_width) / wide, (y - foot) / tall
    g = G.of(under)

    def burning(inner: G) -> None:
        rise = u.t * fma(restless, 0.75, 0.10)
        leaning = right - up * up * (sinp(u.t * 0.09 + phase) * 0.14 + u.wind * 0.7 * restless)
        main = _tongue(leaning, up, phase, rise, restless)
        # beside it two lower ones, only where the fire is restless
        lower = fma(restless, 0.62, 0.001)
        left = _tongue((leaning + 0.50) * 1.25, up / lower, phase + 0.37, rise * 1.3, restless)
        other = _tongue((leaning - 0.52) * 1.35, up / (lower * 0.86), phase + 0.71, rise * 1.15, restless)
        _burn(inner, [main, left, other], vmin(wide, tall) * 0.8, as_float(1.0), restless, u)

    aside, above = right * sel(restless < 0.5, 0.22, 0.42), up - 0.4
    far = (aside * aside + above * above * sel(restless < 0.5, 0.35, 1.0)) * 1.6
    # from 4 on `falloff` is 0
    near = (far < 4.0) & (foot > -1.0) & (fabs(right) < 7.5) & (up > -2.2) & (up < 3.1)
    gold = mix(u.role("accent"), fire_gold(u), 0.5)
    g.layer(near, lambda inner: inner.light(gold, falloff(far) * 0.30 * flicker(u)))
    g.layer((foot > -1.0) & (fabs(right) < 2.6) & (up > -0.14) & (up < 1.02), burning)
    return g.values()


def burning_wood(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A wood on fire along its whole length: tongues without end, in two rows of two."""
    row = floor(k * 0.5)
    half = fma(row, -2.0, k) * 0.5
    grid, tall, foot = fma(row, 1.8, 5.0), fma(row, -0.10, 0.34), fma(row, -0.045, 0.035)
    level = y - u.ground - foot
    g = G.of(under)

    def tongues(inner: G) -> None:
        along = (x + u.cam * fma(row, 0.005, 0.007)) * grid + half + u.seed + row * 9.0
        name = cell(floor(along), k, 56)
        strong = fma(chance(name, 1), 0.75, 0.40) * fma(noise1(along * 0.21 + u.t * 0.03, 58), 0.7, 0.55)
        up = level / (tall * strong * fma(u.swell, 0.12, 0.92))
        right = (fract(along) - 0.5 - (chance(name, 2) - 0.5) * 0.2) * 2.2 - up * up * u.wind * 0.3
        place = _tongue(right, up, chance(name, 3), u.t * fma(chance(name, 4), 0.3, 0.65), as_float(0.7))
        _burn(inner, [place], 0.5 / grid, fma(row, 0.2, 0.8), as_float(1.0), u)

    g.layer((u.front > 0.5) & (level > -0.03) & (level < tall * 1.4), tongues)
    return g.values()


def warmth(x: V, y: V, u: Uniforms) -> V:
    """The fire's light in the air, 0..1."""
    right, up = x - u.fire_x * u.half_width, (y - u.fire_y - u.reach * 0.12) * 1.15
    return falloff((right * right + up * up) / (u.reach * u.reach) * 2.6) * flicker(u)
