"""What stands or floats over wide land: mills and turbines, poles with wires, a house, a tree, balloons.

In: scene coordinates, rows and the cutout `crown` of `motifs/horizon`. Out: paint in a `G`.
"""

from __future__ import annotations

import math

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import box, disc, length, taper
from beatforge.picture.subjects.boxes import SIDES, within
from beatforge.picture.subjects.figures import cabin
from beatforge.picture.subjects.plains import WATER
from beatforge.picture.subjects.scenery import company
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
    mix,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

_TREE, _MILL, _BALLOON, _POLE = 16, 20, 26, 34


def tower(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A windmill or a turbine: across, foot, height, kind, phase. Sails turn with the wind."""
    place, foot, tall, kind, phase = row
    tall = tall * fma(u.upright, -0.25, 1.0)
    right, up = (x - place * u.half_width) / tall, (y - foot) / tall
    is_mill = kind < 0.5

    def turning() -> list[V]:
        g = G.of(under)
        hub = sel(is_mill, 0.80, 0.96)
        angle = u.t * fma(u.wind, 0.10, 0.055) + phase
        cosine, sine = sinp(angle + 0.25), sinp(angle)
        dx, dy = right, up - hub
        a, b = dx * cosine + dy * sine, dy * cosine - dx * sine
        haze = smoothstep(0.5, 0.05, tall) * 0.6
        stone = mix(
            mix(u.role("near"), u.role("ink"), 0.35),
            u.role("sun"),
            smoothstep(-0.05, 0.12, right * sel(u.sun_x > place, 1.0, -1.0)) * 0.22,
        )
        body = vmin(taper(right, up, 0.0, 0.0, 0.0, 0.72, 0.17, 0.10), vmax(length(right, up - 0.74) - 0.11, 0.74 - up))
        mast = taper(right, up, 0.0, 0.0, 0.0, 0.96, 0.022, 0.012)
        under_it = taper(
            right + (noise(x * 9.0, y * 50.0 + u.t * 0.3) - 0.5) * 0.06, 0.0 - up, 0.0, 0.0, 0.0, 0.80, 0.17, 0.10
        )
        mirror = u.cover(vmax(under_it, up) * tall, 2.0) * sel(is_mill & (fabs(g.ident - WATER) < 0.5), 0.5, 0.0)
        g.tint(u.role("near"), mirror)
        shape = vmax(sel(is_mill, body, mast), 0.0 - up)
        g.paint(
            u.cover(shape * tall),
            mix(stone, mix(u.role("paper"), u.role("far"), 0.25), sel(is_mill, 0.0, 0.8)),
            fma(haze, 0.4, 0.45),
            _MILL,
            0.25,
        )
        deck = vmax(fabs(up - 0.34) - 0.012, fabs(right) - 0.19)
        g.paint(u.cover(sel(is_mill, deck, 1.0) * tall), u.role("ink"), 0.44, _MILL + 1)
        panes = vmin(box(right, up - 0.50, 0.025, 0.035), box(right - 0.03, up - 0.18, 0.03, 0.05))
        lamp = mix(u.role("accent2"), u.role("sun"), 0.4)
        g.paint(u.cover(sel(is_mill, panes, 1.0) * tall), lamp, 0.44, _MILL + 2, 0.0, fma(u.pulse, 0.15, 0.8))
        arm, width = vmax(fabs(a), fabs(b)), vmin(fabs(a), fabs(b))
        spar = vmax(width - 0.010, arm - 0.56)
        aside = sel(fabs(a) > fabs(b), b * sel(a > 0.0, 1.0, -1.0), 0.0 - a * sel(b > 0.0, 1.0, -1.0))
        cloth = vmax(vmax(0.004 - aside, aside - 0.105), vmax(arm - 0.54, 0.13 - arm))
        bar = smoothstep(0.12, 0.06, fabs(fract(arm * 11.0) - 0.5)) * 0.35
        g.paint(
            u.cover(sel(is_mill, cloth, 1.0) * tall),
            mix(mix(u.role("paper"), u.role("accent"), 0.25), u.role("near"), bar + haze * 0.5),
            0.43,
            _MILL + 3,
            0.0,
            0.05,
        )
        g.paint(u.cover(sel(is_mill, spar, 1.0) * tall), u.role("ink"), 0.43, _MILL + 4)
        white = mix(u.role("paper"), u.role("sky_low"), haze * 0.6)
        for nth in range(3):
            c, s = math.cos(2 * math.pi * nth / 3), math.sin(2 * math.pi * nth / 3)
            p, q = a * c + b * s, b * c - a * s
            blade = vmax(fabs(q + 0.012) - 0.026 * (1.05 - p * 2.2), vmax(p - 0.44, 0.0 - p))
            g.paint(u.cover(sel(is_mill, 1.0, blade) * tall), white, 0.42, _MILL + 5, 0.0, 0.05)
        g.paint(u.cover(sel(is_mill, 1.0, disc(dx, dy, 0.026)) * tall), white, 0.42, _MILL + 4)
        return g.values()

    return gate((fabs(right) < 0.62) & (up > sel(is_mill, -0.95, -0.02)) & (up < 1.45), turning, under)


def wires(x: V, y: V, u: Uniforms, g: G) -> None:
    """Poles that come from the vanishing point, with wires that sag, and birds that sit there."""
    aside = x - u.vanish * u.half_width
    # beyond 9 nothing is seen of them
    g.layer(aside > 0.068, lambda inner: _poles(inner, aside, y, u))


def _poles(g: G, aside: V, y: V, u: Uniforms) -> None:
    z = 0.62 / vmax(aside, 0.012)
    count = z * 0.72 + 0.35
    part = fract(count)
    up = fma(y - u.horizon, z, u.eye)
    near = smoothstep(9.0, 1.5, z) * sel(aside > 0.02, 1.0, 0.0)
    colour = mix(u.role("ink"), u.role("sky_low"), smoothstep(1.0, 9.0, z) * 0.6)
    hung = as_float(1.0)
    for high in (0.66, 0.60):
        wire = fabs(up - high + part * (1.0 - part) * 0.30) / z - 0.0016
        hung = vmin(hung, wire)
    sway = sinp(u.t * 0.05 + count) * 0.004
    line = u.cover(hung + sway * part * (1.0 - part)) * near
    g.paint(line * 0.9, colour, 0.50, _POLE)
    spot = fract(count * 9.0)
    guest = cell(floor(count * 9.0), None, 33)
    sag = 0.66 - part * (1.0 - part) * 0.30
    perched = length((spot - 0.5) * 0.62 / (9.0 * 0.72 * z) * 1.6, (up - sag - 0.018) / z) - 0.017 / z
    has = (chance(guest, 1) < fma(u.birds, 0.5, 0.22)) & (z < 4.0)
    g.paint(u.cover(sel(has, perched, 1.0)) * near, u.role("ink"), 0.49, _POLE + 1)
    nearest = fabs(part - sel(part > 0.5, 1.0, 0.0)) / 0.72
    pole = vmax(nearest * 0.62 / (z * z) - 0.012 / z, vmax(up - 0.74, -0.02 - up) / z)
    arm = vmin(fabs(up - 0.665), fabs(up - 0.605)) / z - 0.006 / z
    pole = vmin(pole, vmax(arm, nearest * 0.62 / (z * z) - 0.075 / z))
    g.paint(u.cover(pole) * near, colour, 0.48, _POLE + 2, 0.25)


def house_and_tree(g: G, x: V, y: V, u: Uniforms) -> None:
    """On the knoll, or where there is none on the plain."""
    tall = vmax(u.tree, 0.01)
    base = u.knoll - smoothstep(0.0, 1.1, fabs(u.tree_x - u.knoll_x) * u.half_width) * 0.20 - 0.03
    right, up = x - u.tree_x * u.half_width, y - base

    def tree(inner: G) -> None:
        high = up / tall
        gust = sinp(u.t * 0.07 - x * 0.4) * fma(u.wind, 0.035, 0.008) + u.wind * 0.03
        lean = gust * smoothstep(0.1, 1.0, high) + (noise(x * 14.0, fma(u.t, 0.2, y * 14.0)) - 0.5) * fma(
            u.wind, 0.02, 0.008
        )
        thing = u.cutout("crown", right / tall + lean + 0.5, high)
        leaf = mix(mix(u.role("near"), u.role("ink"), 0.25), mix(u.role("mid"), u.role("accent2"), 0.35), thing.tone)
        rose = mix(mix(u.role("accent"), u.role("paper"), 0.35), u.role("paper"), thing.tone)
        leaf = mix(leaf, rose, u.blossom * 0.85)
        leaf = mix(leaf, u.role("paper"), u.snow * smoothstep(0.35, 0.8, thing.tone) * 0.9)
        wood = mix(u.role("ink"), u.role("near"), thing.tone)
        colour = [sel(thing.ident > 1.5, one, other) for one, other in zip(leaf, wood, strict=True)]
        cover = clamp((thing.coverage - 0.5) * fma(tall, 1.0 / 176.0 / u.px, 0.8) + 0.5)
        inner.paint(cover, colour, 0.36, thing.ident + _TREE, 0.25, 0.0, (lean * -0.5, 0.0))

    g.layer((u.tree > 0.0) & (fabs(right) < tall * 0.56) & (up > 0.0) & (up < tall), tree)
    wide = vmax(u.house, 0.01)
    middle = u.inside(u.house_x * u.half_width, wide * 0.5)
    floor_ = sel(u.knoll > -1.0, u.knoll - 0.03, u.horizon - 0.36)
    a, b = (x - middle) / wide, (y - floor_) / wide
    g.layer((u.house > 0.0) & (fabs(a) < 1.7) & (b > -0.6) & (b < 2.7), lambda inner: cabin(inner, a, b, u, wide))


def balloon(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A hot-air balloon: across, up, radius, phase, and the crowd it takes, after its box. Its burner lights
    it on the beat."""
    g = G.of(under)
    g.layer(within(row, x, y), lambda inner: inner.become(_aloft(row[SIDES:], inner.values(), x, y, u)))
    return g.values()


def _aloft(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    place, level, size, phase, wanted = row
    size = size * fma(u.upright, -0.30, 1.0)
    moved, lift = sinp(u.t * 0.006 + phase) * 0.05, sinp(u.t * 0.014 + phase * 3.0) * 0.018
    right, up = (x - place * u.half_width - moved) / size, (y - level - lift) / size
    here = (wanted < 0.01) | (company(u) > wanted)

    def aloft() -> list[V]:
        g = G.of(under)
        narrow = smoothstep(-0.15, -1.35, up)
        skin = vmax(vmax(length(right, vmax(up, -0.15) + 0.15 * 0.0) - 1.0, up - 1.0), -1.32 - up)
        skin = vmax(sel(up > -0.15, length(right, up) - 1.0, fabs(right) - 0.99 * (1.0 - narrow * 0.78)), -1.32 - up)
        turned = right / fma(narrow, -0.78, 1.0)
        bulge = sqrt(clamp(1.0 - turned * turned - vmax(up, 0.0) * vmax(up, 0.0)))
        gore = fract(turned / (bulge + 0.55) * 2.6 + phase + u.t * 0.004)
        band = smoothstep(0.06, 0.04, fabs(up - 0.12) - 0.16)
        tint = mix(u.role("accent"), u.role("accent2"), sel(phase > 0.5, 1.0, 0.0))
        cloth = mix(tint, mix(u.role("paper"), u.role("sun"), 0.25), smoothstep(0.46, 0.50, fabs(gore - 0.5) * 2.0))
        cloth = mix(cloth, mix(u.role("near"), tint, 0.35), band * 0.75)
        lit = clamp(turned * sel(u.sun_x > place, 0.6, -0.6) + 0.55)
        cloth = mix(mix(cloth, u.role("near"), 0.55), cloth, lit)
        flame = falloff(length(right, up + 1.25) * 1.7) * fma(u.pulse, 0.45, 0.15)
        cloth = mix(cloth, mix(u.role("sun"), u.role("accent2"), 0.3), flame)
        haze = smoothstep(0.12, 0.03, size) * 0.35
        depth = 0.80 - smoothstep(0.02, 0.25, size) * 0.4
        g.paint(
            u.cover(skin * size), mix(cloth, u.role("sky_low"), haze), depth, _BALLOON, 0.0, flame * 0.6, (moved, lift)
        )
        rope = vmax(fabs(fabs(right) - 0.17) - 0.012, fabs(up + 1.50) - 0.19)
        basket = box(right, up + 1.78, 0.19, 0.13)
        heads = vmin(disc(right - 0.07, up + 1.56, 0.055), disc(right + 0.08, up + 1.58, 0.055))
        g.paint(u.cover(vmin(rope, heads) * size), u.role("ink"), depth, _BALLOON + 1, 0.0, 0.0, (moved, lift))
        g.paint(
            u.cover(basket * size),
            mix(u.role("near"), u.role("accent2"), 0.25),
            depth,
            _BALLOON + 2,
            0.0,
            0.0,
            (moved, lift),
        )
        fire = length(right, (up + 1.30) * 0.55) - fma(u.pulse, 0.06, 0.03)
        g.paint(
            u.cover(fire * size), mix(u.role("sun"), u.role("paper"), 0.5), depth, _BALLOON + 3, 0.0, 1.0, (moved, lift)
        )
        return g.values()

    return gate(here & (fabs(right) < 1.02) & (up > -1.95) & (up < 1.02), aloft, under)
