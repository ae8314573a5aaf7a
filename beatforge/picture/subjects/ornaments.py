"""Forms without a name: arches, ribbons, a tunnel of squares, a fan of petals, rings about a core, balls that shine.

Each paints one row of a motif's table, or all of one kind, with the solids of `solids`; music moves and swells them.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.solids import (
    ARCH,
    arch,
    ball,
    petals,
    ribbon,
    ring,
    shadow,
    tube,
)
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    fabs,
    fma,
    gate,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)


def arch_row(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    across, base, radius, bands, pick = row
    size = radius * fma(u.swell, 0.012, 0.99) * fma(u.upright, -0.25, 1.0)
    right, up = x - across * u.half_width, y - u.ground - base

    def stand() -> list[V]:
        g = G.of(under)
        arch(g, right, up, u, [size, bands, pick, fma(_own_pace(pick), 0.03, 0.03)], 0.62 - 0.06 * k, k + ARCH)
        mirror = vmax(length(right, up * 1.8) - size, up)
        g.tint(mix(u.role("ink"), u.role("near"), 0.5), u.cover(mirror, 8.0) * smoothstep(-0.16, 0.0, up) * 0.35)
        return g.values()

    return gate((fabs(right) < size + 0.09) & (up < size + 0.09) & (up > -0.2), stand, under)


def _own_pace(pick: V) -> V:
    """A fraction that differs from pick to pick."""
    return pick * 0.37 - sel(pick > 2.5, 0.9, 0.0)


def ribbon_row(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    level, swing, _, width, _, _ = row
    reach = (swing * 1.4 + width * 1.6) * 1.5 + 0.32

    def flow() -> list[V]:
        g = G.of(under)
        ribbon(g, x, y, u, row)
        return g.values()

    return gate(fabs(y - level) < reach, flow, under)


def tube_row(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    g = G.of(under)
    tube(g, x - 0.03, y, u, k, 11.0)
    return g.values()


def fan(g: G, x: V, y: V, u: Uniforms) -> None:
    """Three whorls of petals, one before the other, that open with the music."""
    right, up = x - u.fan_x * u.half_width, y - u.fan_y
    reach = u.fan_r * fma(u.upright, -0.10, 1.0)

    def unfold(inner: G) -> None:
        opened = clamp(fma(u.pulse, 0.20, fma(u.burst, 0.5, fma(u.energy, 0.35, 0.25))))
        for layer, (share, count, way) in enumerate(((1.0, 15.0, 0.004), (0.70, 11.0, -0.005), (0.42, 8.0, 0.007))):
            petals(
                inner, right, up, u, reach * share * fma(u.swell, 0.018, 0.97), count, u.t * way + u.spin, opened, layer
            )
        ball(inner, right, up, u, reach * 0.085 * fma(u.pulse, 0.10, 1.0), as_float(1.0), 0.28, (0.0, 0.0))

    g.layer(length(right, up) < reach * 1.01, unfold)


def ring_row(row: list[V], under: list[V], x: V, y: V, u: Uniforms, is_front: bool) -> list[V]:
    radius = row[0] * fma(u.upright, -0.5, 1.0)
    right, up = x - u.core_x * u.half_width, y - u.core_y

    def turn() -> list[V]:
        g = G.of(under)
        ring(g, right, up, u, [radius, *row[1:]], is_front)
        return g.values()

    return gate((fabs(right) < radius + 0.03) & (fabs(up) < radius * 0.8), turn, under)


def core(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ball that all turns about, with latitudes, and its shadow on the wall."""
    right, up = x - u.core_x * u.half_width, y - u.core_y
    radius = u.core_r * fma(u.swell, 0.05, fma(u.pulse, 0.02, 0.97)) * fma(u.upright, -0.35, 1.0)

    def body(inner: G) -> None:
        shadow(inner, right - 0.10, up + 0.10, u, radius, 0.45)
        ball(inner, right, up, u, radius, as_float(0.0), 0.45, (0.0, 0.0))
        inside = length(right, up) / radius
        bands = fabs(sinp((up * 0.93 + right * 0.36) / radius * 2.2 + u.t * 0.01)) - 0.10
        line = smoothstep(0.03, -0.03, bands) * smoothstep(1.0, 0.93, inside)
        inner.tint(u.role("paper"), line * 0.55)

    g.layer((u.core_y > -1.0) & (length(right - 0.05, up + 0.05) < radius * 1.3 + 0.09), body)


def ball_row(row: list[V], under: list[V], x: V, y: V, u: Uniforms, is_behind: bool) -> list[V]:
    place, level, radius, pick, depth, way, lift = row
    right, up = x - place, y - level
    here = depth > 0.45 if is_behind else depth < 0.4500001

    def float_by() -> list[V]:
        g = G.of(under)
        on_floor = sel(u.tiled > 0.0, 1.0, 0.0)
        shadow(
            g,
            right - radius * fma(on_floor, 0.75, 0.5),
            (up + radius * fma(on_floor, 0.45, 0.5)) * fma(on_floor, 2.2, 1.0),
            u,
            radius,
            0.42,
        )
        ball(g, right, up, u, radius, pick, depth, (way, lift))
        return g.values()

    return gate(
        here & (fabs(right - radius * 0.5) < radius * 2.4) & (fabs(up + radius * 0.4) < radius * 2.0), float_by, under
    )
