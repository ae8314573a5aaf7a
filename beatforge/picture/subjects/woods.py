"""A wood with its air: rows of trees behind each other, the floor with its path and shadows, light that slants in.

In: scene coordinates, rows and the cutout `wood` of `motifs/forest`, where its light is. Out: paint in a `G`. What
stands at a place of its own is in `undergrowth`, leaves overhead in `canopies`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, fbm, noise, noise1
from beatforge.picture.shapes import length
from beatforge.picture.subjects.sprites import is_repeated, repeated
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)

_GROUND, _ROW = 6, 10


def haze(right: V, up: V, u: Uniforms) -> list[V]:
    """What the air between the trees looks like there: bright about the light."""
    bright = falloff((right * right + up * up) * 3.0)
    return mix(mix(u.role("far"), u.role("sky_low"), 0.55), u.role("sun"), bright * fma(u.pulse, 0.12, 0.55))


def interior(x: V, y: V, right: V, up: V, u: Uniforms, g: G) -> None:
    """The dim air deep in the wood, and the ground before it."""
    air = haze(right, up, u)
    deep = clamp(1.0 - u.canopy) * smoothstep(0.9, 0.2, length(right, up * 1.2))
    g.tint(air, smoothstep(0.30, 0.0, y - u.ground) * 0.75 + deep * 0.45)
    g.layer(y < u.ground, lambda inner: _floor(inner, x, y, right, air, u))


def tree_row(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms, air: list[V]) -> list[V]:
    """A row of the frieze in its own air. A row: foot, height, how fast it passes, haze before it, where it begins."""
    foot, tall, pace, dim, offset = row
    passed = u.cam * pace
    level = (y - foot) / tall
    g = G.of(under)

    def trees_of_row(inner: G) -> None:
        sway = sinp(u.t * 0.07 + x * 0.4 + k * 0.3) * fma(u.wind, 0.014, fma(u.swell, 0.003, 0.003)) * level
        across = (x + passed + sway) / tall + offset * 2.4
        inner.layer(is_repeated(u, "wood", across, level), lambda tree: tree_of_row(tree, across))

    def tree_of_row(inner: G, across: V) -> None:
        p = repeated(u, "wood", across, level, tall)
        is_leaf = p.ident > 1.5
        dark = mix(u.role("near"), u.role("mid"), dim * 0.7)
        bark = mix(mix(u.role("near"), u.role("sun"), 0.35), u.role("paper"), u.pale * 0.9)
        foliage = mix(mix(u.role("mid"), u.role("sun"), 0.30), u.role("accent2"), u.autumn)
        colour = mix(dark, choose(is_leaf, foliage, bark), p.tone)
        colour = mix(colour, u.role("paper"), smoothstep(0.45, 0.7, p.tone) * u.snow * 0.9)
        ident = sel(is_leaf, _ROW + 1.0, _ROW) + k * 2.0
        colour = mix(colour, air, fma(smoothstep(0.35, 0.0, level), 0.18, dim))
        grown = sel((y - foot) > noise1(x * 30.0 + k * 9.0, 84) * 0.018, p.coverage, 0.0)
        inner.paint(grown, colour, fma(dim, 0.36, 0.58), ident, 0.25, 0.0, (0.0 - passed, 0.0))

    upright = (u.up_view < 0.5) & (level > 0.0) & (level < 1.0)
    g.layer(upright, trees_of_row)
    veil = (u.up_view < 0.5) & (fabs(y - foot) < 0.10)
    g.layer(veil, lambda inner: inner.tint(air, smoothstep(0.10, 0.0, fabs(y - foot)) * dim * 0.40))
    return g.values()


def _floor(g: G, x: V, y: V, right: V, air: list[V], u: Uniforms) -> None:
    """The floor: path, patches of light, shadows that fan out from the light, litter; snow when it lies."""
    down = vmax(u.ground - y, 0.002)
    z = u.eye / down
    away = clamp(1.0 - down / u.eye)
    middle = fma(u.bend * away, away * 0.35, u.path_x * u.half_width)
    across, along = (x - middle) * z, z
    rough = noise(x * 9.0, z * 3.0)
    fan = right / (down + 0.07)
    trunk_shadow = (
        smoothstep(0.50, 0.66, noise1(fan * 3.3 + (rough - 0.5) * 0.5 + u.seed, 71))
        * smoothstep(0.5, 0.1, fabs(fan) * 0.10)
        * clamp(u.shafts * 2.0)
    )
    shifted = (rough - 0.5) * 0.5
    patch = smoothstep(
        0.46,
        0.64,
        fbm(x * 3.4 + z * 0.37 + shifted + u.seed, z * 1.3 - x * 1.1 + shifted, 2) + falloff(fan * fan * 0.5) * 0.22,
    )
    floor_colour = mix(mix(u.role("mid"), u.role("near"), 0.45), mix(u.role("near"), u.role("ink"), 0.5),
                       smoothstep(0.02, 0.40, down + rough * 0.10))  # fmt: skip
    lit = (
        patch * (1.0 - trunk_shadow) * smoothstep(0.45, 0.05, down) * fma(u.pulse, 0.10, 0.42) * fma(u.moon, -0.7, 1.0)
    )
    floor_colour = mix(floor_colour, mix(u.role("sun"), u.role("mid"), 0.35), lit)
    fallen = chance(cell(floor(across * 26.0), floor(along * 20.0), 72), 1) > 0.90
    floor_colour = mix(floor_colour, u.role("accent2"), sel(fallen, u.autumn * smoothstep(5.0, 1.2, z) * 0.8, 0.0))
    edge = fabs(across) - u.path * fma(rough, 0.3, 0.85)
    trodden = u.cover(edge / z, 3.0) * sel(u.path > 0.0, 1.0, 0.0)
    way = mix(mix(u.role("far"), u.role("near"), 0.45), u.role("sun"), lit * 0.6 + smoothstep(0.12, 0.0, down) * 0.25)
    colour = mix(floor_colour, mix(way, u.role("near"), trunk_shadow * 0.5), trodden * 0.85)
    white = mix(mix(u.role("paper"), u.role("far"), 0.25 + trunk_shadow * 0.4), u.role("near"), trodden * 0.15)
    colour = mix(colour, white, u.snow * 0.88)
    colour = mix(colour, air, smoothstep(0.09, 0.0, down) * 0.7)
    g.colour = colour
    g.depth, g.ident = fma(smoothstep(0.0, 0.4, down), -0.5, 0.58), as_float(_GROUND)
    g.direction, g.emission = as_float(0.0), lit * 0.25
    g.drift = [as_float(0.0), as_float(0.0)]


def shafts(g: G, right: V, up: V, u: Uniforms) -> None:
    """Light that slants down between the trunks, wandering slowly."""
    fan = right / (0.55 - up)
    beam = noise1(fan * 7.0 + u.t * 0.035 + u.seed, 74) * 0.6 + noise1(fan * 15.0 - u.t * 0.05, 75) * 0.4
    beam = smoothstep(0.46, 0.74, beam) * smoothstep(0.32, 0.0, up) * smoothstep(-0.62, -0.1, up)
    strong = u.shafts * fma(u.glow, 0.20, fma(u.pulse, 0.10, fma(u.intensity, 0.12, 0.20))) + u.burst * 0.12
    g.light(u.role("sun"), clamp(beam * falloff(fan * fan * 2.2) * strong))
