"""Flowers so close that their petals are computed, and what lies behind them out of focus."""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.beds import kind_colour, petal_gold
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    choose,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    mix,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

_BLOOM = 150


def blur(g: G, x: V, y: V, u: Uniforms) -> None:
    """What lies behind a close bloom, out of focus: soft colour with discs of light."""
    ground = mix(mix(u.role("mid"), u.role("near"), 0.25), u.role("sky_low"), smoothstep(-0.35, 0.30, y))
    cloud = noise(x * 1.7 + u.seed, y * 2.3)
    ground = mix(ground, mix(u.role("mid"), u.role("sun"), 0.45), smoothstep(0.35, 0.75, cloud) * 0.55)
    g.tint(ground, 0.72)
    g.depth, g.ident, g.emission = as_float(0.97), as_float(0.0), g.emission * 0.3
    for k, grid in enumerate((3.1, 4.7)):
        along, high = x * grid + u.cam * 0.02 + u.detail, y * grid + u.t * 0.008 + 3.0 * k
        name = cell(floor(along), floor(high), 66 + k)
        away = length(fract(along) - 0.5, fract(high) - 0.5) / fma(chance(name, 1), 0.22, 0.16)
        disc = smoothstep(1.0, 0.86, away) * fma(smoothstep(0.4, 1.0, away), 0.4, 0.6)
        shown = sel(chance(name, 2) > 0.45, disc, 0.0) * fma(u.glow, 0.12, fma(u.pulse, 0.06, 0.16))
        g.tint(mix(kind_colour(3.0 + floor(chance(name, 3) * 3.999), u), u.role("paper"), 0.35), shown)


def bloom(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """One bloom close by. A row: across, up, radius, petals, turn, hue, depth, how far it faces us."""
    place, level, radius, _, turn, _, depth, facing = row
    sway = sinp(u.t * 0.07 + turn) * fma(u.wind, 0.05, fma(u.swell, 0.012, 0.012))
    right, up = x - place * u.half_width - sway, y - level - sway * 0.3
    g = G.of(under)

    def flower(inner: G) -> None:
        stem_x = right - up * up * 0.12 + up * 0.05
        stem = vmax(fabs(stem_x) - radius * 0.055, up)
        leaf_x, leaf_y = fabs(stem_x) - radius * 0.1, up + radius * 1.5 - fabs(stem_x) * 0.55
        blade = vmax(fabs(leaf_y) - radius * 0.20 * smoothstep(1.1, 0.1, leaf_x / radius), 0.0 - leaf_x)
        green = mix(mix(u.role("near"), u.role("mid"), 0.3), mix(u.role("mid"), u.role("sun"), 0.25),
                    smoothstep(-0.05, 0.05, stem_x / radius + leaf_y * 2.0))  # fmt: skip
        inner.paint(u.cover(vmin(stem, blade)), green, depth + 0.02, _BLOOM + k * 8.0, 0.25)
        px, py = right / radius, up / radius / facing
        reach = length(px, py)
        opening = fma(u.swell, 0.07, fma(u.burst, 0.06, 0.93))
        inner.layer(reach < opening * 1.03 + u.px / radius, lambda seen: _petals(seen, k, row, px, py, opening, u))

    wide = (fabs(right) < radius * 1.3) & (up < radius * 1.05)
    g.layer((level > -1.0) & wide, flower)
    return g.values()


def _petals(g: G, k: V, row: list[V], px: V, py: V, opening: V, u: Uniforms) -> None:
    """Rings of petals about a heart of seeds, at (px, py) in radii."""
    _, _, radius, petals, turn, hue, depth, _ = row
    reach, around = length(px, py), atan2p(py, px)
    petal_hue = choose(hue > 0.75, petal_gold(u), u.role("accent"))
    petal_hue = choose((hue > 0.25) & (hue < 0.75), mix(u.role("paper"), u.role("sun"), 0.1), petal_hue)

    for ring, (long, shift) in enumerate(((1.0, 0.5), (0.86, 0.0), (0.56, 0.25))):

        def petal(inner: G, ring: int = ring, long: float = long, shift: float = shift) -> None:
            spin = around * petals + turn + shift
            index = floor(spin)
            name = cell(index - floor(index / petals) * petals, None, 68 + ring)
            aside = (spin - index - 0.5) / petals * 6.2831853
            out = reach / (opening * long * fma(chance(name, 1), 0.10, 0.92))
            wide = 3.3 / petals * sqrt(clamp(out)) * (1.0 - 0.42 * out * out)
            edge = vmax(fabs(aside) * out - wide, out + aside * aside * 2.0 - 1.0)
            vein = noise(aside * petals * 2.2, out * 1.6 + chance(name, 2) * 9.0)
            side = smoothstep(-0.5, 0.5, aside * petals * 0.4)
            light = clamp(fma(out, 0.55, 0.12) + side * 0.28 - (vein - 0.5) * 0.25 - 0.10 * (1 - ring) + u.pulse * 0.05)
            colour = mix(mix(petal_hue, u.role("near"), 0.62), mix(petal_hue, u.role("paper"), 0.30), light)
            colour = mix(colour, mix(u.role("sun"), petal_hue, 0.3), smoothstep(0.5, 0.15, out) * 0.35)
            inner.paint(u.cover(edge * radius), colour, depth - 0.01 * ring, _BLOOM + k * 8.0 + 1.0 + ring * 2.0
                        + index - floor(index * 0.5) * 2.0, fract(around), 0.10)  # fmt: skip

        g.layer(reach < (opening * 1.03 + u.px / radius) * long, petal)
    seeds = noise(px * 22.0, py * 22.0)
    ball = reach - 0.27
    golden = mix(mix(u.role("accent2"), u.role("ink"), 0.45), mix(u.role("accent2"), u.role("sun"), 0.6),
                 smoothstep(0.35, 0.65, seeds + (py + px) * 0.5 + 0.1))  # fmt: skip
    g.paint(u.cover((ball + (seeds - 0.5) * 0.05) * radius), golden, depth - 0.04, _BLOOM + k * 8.0 + 7.0, 0.1,
                fma(u.pulse, 0.2, 0.2))  # fmt: skip
