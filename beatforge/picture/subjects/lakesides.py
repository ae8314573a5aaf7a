"""A lake among mountains: firs and a cabin on its far shore, water, canoes; a hiker's rock and great firs before it.

In: scene coordinates, rows and numbers of `motifs/mountains`. Out: paint in a `G`. The mountains are in `peaks`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise, noise1
from beatforge.picture.shapes import box, capsule
from beatforge.picture.subjects.figures import cabin, canoe, person
from beatforge.picture.subjects.scenery import company, snowed
from beatforge.picture.trace import (
    V,
    as_float,
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
    vmin,
)

_FIR, _ROCK = 16, 28


def far_shore(g: G, x: V, y: V, u: Uniforms) -> None:
    """A row of firs along the far shore, and a cabin with a lit window."""

    def wood(inner: G) -> None:
        ground = u.base - 0.006
        for k, (grid, tall) in enumerate(((12.0, 0.105), (17.0, 0.075))):
            along = (x + u.cam * 0.018) * grid + k * 0.4 + u.seed
            name = cell(floor(along), None, 50 + k)
            high = tall * fma(chance(name, 1), 0.8, 0.4)
            right = (fract(along) - 0.5 + (chance(name, 2) - 0.5) * 0.3) / grid
            level = (y - ground + 0.02) / high
            needle = fract(level * 5.0 + chance(name, 3))
            tree = vmax(fabs(right) - (1.0 - level) * 0.24 * high * fma(needle, -0.4, 1.0), y - ground - high)
            stands = sel(chance(name, 4) > 0.25 + 0.2 * k, tree, 1.0)
            bank = y - ground - noise1(x * 4.0 + u.seed, 52) * 0.02
            colour = mix(mix(u.role("near"), u.role("ink"), 0.45 * k), u.role("sky_low"), 0.16 * (1 - k))
            inner.paint(u.cover(vmin(stands, bank)), colour, 0.42 - 0.04 * k, _FIR + k, 0.25)

    g.layer((u.trees > 0.5) & (y < u.base + 0.13), wood)
    right, up = x - u.cabin_x * u.half_width, y - u.base - 0.004
    bounds = (u.cabin > 0.0) & (fabs(right) < u.cabin * 2.0) & (up > -0.02) & (up < u.cabin * 2.7)
    g.layer(bounds, lambda inner: cabin(inner, right / u.cabin, up / u.cabin, u, u.cabin))


def water(g: G, x: V, down: V, ripple: V, u: Uniforms) -> None:
    """The lake's own colour over the mirror image, a bright line at the far shore, glints."""
    fine = noise(x * 9.0 + u.t * 0.1, 3.84 / (down + 0.05) - u.t * 0.3)
    glint = smoothstep(0.30, 0.42, fma(fine, 0.6, ripple * 0.4))
    away = x - u.sun_x * u.half_width
    path = falloff(away * away * 22.0) * glint
    colour = mix(g.colour, u.role("mid"), fma(smoothstep(0.0, 0.5, down), 0.42, 0.16))
    colour = mix(colour, u.role("sky_low"), smoothstep(0.012, 0.0, down) * 0.6 + glint * 0.10)
    g.colour = mix(colour, u.role("sun"), path * 0.6)
    g.depth, g.ident = 0.62 - down * 0.9, vmin(g.ident + 40.0, 99.0)
    g.direction, g.emission = as_float(0.0), g.emission * 0.5 + path * 0.3


def canoe_row(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A canoe with a paddler. A row: across, below the far shore, length, and the crowd it takes."""
    place, depth, size, wanted = row
    across, level = (x - place * u.half_width) / size, (y - u.lake + depth) / size
    here = (depth > 0.0) & ((wanted < 0.01) | (company(u) > wanted))

    def paddling() -> list[V]:
        g = G.of(under)
        moved, lift = sinp(u.t * 0.010) * 0.25, sinp(u.t * 0.13 + wanted) * 0.02
        right, up = across - moved, level - lift
        wake = falloff(fabs(up + 0.05) * 16.0) * smoothstep(1.1, 0.4, fabs(right))
        g.tint(u.role("sky_low"), wake * 0.45)
        shade = vmax(fabs(right) - 0.46, fabs(up + 0.14) - 0.13)
        g.tint(mix(u.role("ink"), u.role("accent"), 0.3), u.cover(shade * size, 3.0) * 0.45)
        canoe(g, right, up, u, size, (moved * size, lift * size))
        return g.values()

    return gate(here & (fabs(across) < 1.35) & (fabs(level) < 0.47), paddling, under)


def hiker_on_rock(g: G, x: V, y: V, u: Uniforms) -> None:
    """A rock in the foreground with a hiker on it, who looks at all this."""
    right, up = x - u.rock_x * u.half_width, y - u.rock

    def rock(inner: G) -> None:
        rough = fbm1(right * 6.0 + u.seed, 61, 3)
        flat = smoothstep(0.06, 0.16, fabs(right))
        top = (rough - 0.5) * 0.07 * flat - smoothstep(0.14, 0.6, fabs(right)) * 0.26
        face = smoothstep(0.0, 0.02, noise(right * 11.0 + up * 5.0, up * 13.0) - 0.5 + (top - up) * -0.6)
        colour = mix(mix(u.role("near"), u.role("ink"), 0.55), u.role("mid"), face * 0.35)
        rim = smoothstep(0.012, 0.0, top - up) * 0.35
        top_light = snowed(mix(colour, u.role("sun"), rim), u, smoothstep(0.05, 0.0, top - up) * 0.9)
        inner.paint(u.cover(up - top), top_light, 0.08, _ROCK, 0.15)
        stick = capsule(right, up, 0.055, 0.0, 0.045, 0.13, 0.0035)
        inner.paint(u.cover(stick), u.role("ink"), 0.07, _ROCK + 1, 0.25)
        pack = box(right + 0.022, up - 0.128, 0.021, 0.032) - 0.008
        person(inner, right, up, u, 0.21, u.t * 0.0, 0.07)
        inner.paint(u.cover(pack), u.role("accent"), 0.06, _ROCK + 2)

    g.layer((u.rock > -1.0) & (up < 0.34), rock)


def near_fir(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A near fir that frames the picture. A row: across, foot, height, phase."""
    place, foot, tall, phase = row
    level = (y - foot) / tall
    across = (x - place * u.half_width) / tall / fma(u.upright, -0.55, 1.0)

    def tree() -> list[V]:
        g = G.of(under)
        right = across + sinp(u.t * 0.10 + phase) * fma(u.wind, 0.035, 0.008) * level
        bough = fract(level * 9.0 + phase + fabs(right) * 1.2)
        wide = (1.02 - level) * 0.30 * fma(bough, -0.48, 1.0) + noise(right * 18.0, level * 30.0 + phase * 9.0) * 0.02
        shape = vmin(vmax(fabs(right) - wide, level - 1.0), vmax(fabs(right) - 0.022, level - 0.9))
        toward = sel(u.sun_x > place, 1.0, -1.0)
        rim = smoothstep(0.03, 0.20, right * toward) * smoothstep(0.75, 0.2, bough) * 0.30
        colour = mix(mix(u.role("ink"), u.role("near"), 0.35), u.role("sun"), rim * 0.5)
        colour = snowed(colour, u, smoothstep(0.35, 0.9, bough) * 0.85)
        g.paint(u.cover(shape * tall), colour, 0.05, _FIR + 2, 0.25)
        return g.values()

    return gate((fabs(across) < 0.39) & (level > -0.2) & (level < 1.03), tree, under)
