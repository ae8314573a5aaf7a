"""What is seen out of a window, out of focus as far as the drops on the glass do not sharpen it.

A city of lights, a garden with its house, land that passes a train; `streets` has a street from high above. `soft` says
how far out of focus a place is; the motif puts the sky behind and the glass before it.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import SKY, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_HILL, _TREE, _HOUSE, _ROAD = 12, 14, 16, 18


def wide(u: Uniforms) -> V:
    """How far things stay apart across: less in narrow frames."""
    return clamp(u.half_width * 1.18, 0.45, 1.0)


def soft_cover(distance: V, soft: V) -> V:
    """A signed distance as coverage with an edge as broad as the picture is out of focus."""
    return clamp(fma(distance / vmax(soft, 0.002), -0.5, 0.5))


def city(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Houses out of focus, and lights that have become discs."""
    up = y - u.horizon
    for k, (grid, tall) in enumerate(((4.2, 0.36), (6.3, 0.22))):

        def houses(inner: G, k: int = k, grid: float = grid, tall: float = tall) -> None:
            along = x * grid + u.seed2 + k * 3.7
            name = cell(floor(along), None, 50 + k)
            top = tall * fma(chance(name, 1), 0.8, 0.35)
            side = (fabs(fract(along) - 0.5) - 0.47) * (1.0 / grid)
            body = mix(
                mix(u.role("far"), u.role("near"), 0.25 + 0.45 * k), u.role("sky_low"), smoothstep(0.3, -0.1, up) * 0.3
            )
            inner.paint(soft_cover(vmax(up - top, side), soft * 1.6), body, 0.97, SKY)

        # the ground before them hides the rest
        g.layer((up < tall * 1.16 + soft * 2.0) & (up > -0.023 - soft * 3.0), houses)
    ground = mix(u.role("near"), u.role("mid"), 0.35)
    g.layer(up < soft * 3.0, lambda inner: inner.paint(soft_cover(up + 0.02, soft * 3.0), ground, 0.97, SKY))
    g.layer((up < 0.30) & (up > -0.5), lambda inner: _lights(inner, x, y, up, u))


def _lights(g: G, x: V, y: V, up: V, u: Uniforms) -> None:
    """Lamps and windows of the city as discs of light."""
    low = smoothstep(0.30, 0.05, up) * smoothstep(-0.5, -0.2, up)
    for layer, (grid, size) in enumerate(((5.0, 0.30), (8.0, 0.26), (3.1, 0.24))):
        across, high = x * grid + u.cam * 0.01 * (layer + 1), y * grid + layer * 0.37
        name = cell(floor(across), floor(high), 55 + layer)

        def lit(inner: G, across: V = across, high: V = high, name: V = name, size: float = size) -> None:
            right, top = fract(across) - fma(chance(name, 1), 0.3, 0.35), fract(high) - fma(chance(name, 2), 0.3, 0.35)
            radius = size * fma(chance(name, 3), 0.6, 0.4)
            away = length(right, top)
            inner.layer(away < radius, lambda seen: shining(seen, name, away, radius))

        def shining(inner: G, name: V, away: V, radius: V) -> None:
            disc = smoothstep(radius, radius * 0.86, away) * fma(smoothstep(radius * 0.4, radius, away), 0.35, 0.65)
            hue = chance(name, 5)
            light = mix(
                mix(u.role("sun"), u.role("accent"), smoothstep(0.45, 0.5, hue)),
                u.role("accent2"),
                smoothstep(0.75, 0.8, hue),
            )
            beat = fma(u.pulse, sel(chance(name, 6) > 0.5, 0.25, 0.05), fma(u.glow, 0.2, 0.75))
            inner.light(light, disc * low * beat * fma(sinp(u.t * 0.03 + hue), 0.15, 0.85))

        g.layer(chance(name, 4) < fma(u.crowd, 0.25, 0.42), lit)


def garden(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Hills, a tree in leaf, a hedge, a house with a lit window."""
    up = y - u.horizon

    def hilly(inner: G) -> None:
        hills = up - 0.03 - noise(x * 2.3 + u.seed2, 2.0) * 0.11
        inner.paint(soft_cover(hills, soft * 2.0), mix(u.role("far"), u.role("sky_low"), 0.25), 0.9, _HILL)

    def grassy(inner: G) -> None:
        meadow = up + 0.04 - noise(x * 3.7 + u.seed2, 5.0) * 0.05
        inner.paint(soft_cover(meadow, soft * 2.0), mix(u.role("mid"), u.role("accent2"), 0.10), 0.7, _HILL + 1)

    def hedged(inner: G) -> None:
        hedge = up + 0.085 + noise(x * 13.0, 3.0) * 0.02
        inner.paint(soft_cover(hedge, soft), mix(u.role("near"), u.role("mid"), 0.45), 0.4, _TREE + 4)

    g.layer(up < 0.141 + soft * 2.0, hilly)
    g.layer(up < 0.011 + soft * 2.0, grassy)
    place = x + 0.42 * wide(u)
    g.layer((fabs(place) < 0.20) & (up > -0.1) & (up < 0.38), lambda inner: _tree(inner, place, up, soft, u))
    home = x + 0.16 * wide(u)
    g.layer((fabs(home) < 0.12) & (fabs(up - 0.04) < 0.12), lambda inner: _house(inner, home, up, soft, u))
    g.layer(up < soft - 0.082, hedged)
    g.tint(u.role("paper"), u.snow * 0.75 * smoothstep(0.04, -0.02, up))


def _tree(g: G, place: V, up: V, soft: V, u: Uniforms) -> None:
    """A tree in leaf."""
    sway = sinp(u.t * 0.05) * 0.006 * (1.0 + u.wind * 2.0) * clamp(up * 4.0)
    crown = (
        length(place - sway, (up - 0.20) * 1.1)
        - 0.125
        - (noise(place * 16.0 + u.t * 0.05 * (0.3 + u.wind), up * 16.0) - 0.5) * 0.09
    )
    trunk = vmax(fabs(place - 0.01) - 0.013 - up * up * 0.05, vmax(up - 0.2, -0.06 - up))
    leaf = mix(mix(u.role("mid"), u.role("near"), 0.4), u.role("accent"), u.blossom * 0.45)
    leaf = mix(leaf, u.role("sun"), smoothstep(0.45, 0.7, noise(place * 22.0, up * 22.0)) * 0.35)
    g.paint(soft_cover(trunk, soft), mix(u.role("ink"), u.role("near"), 0.5), 0.5, _TREE)
    g.paint(soft_cover(crown, soft), leaf, 0.5, _TREE + 1)


def _house(g: G, home: V, up: V, soft: V, u: Uniforms) -> None:
    """A house with a lit window."""
    wall = vmax(fabs(home) - 0.055, fabs(up - 0.02) - 0.045)
    roof = vmax(fabs(home) * 0.8 + up - 0.115, 0.06 - up)
    g.paint(soft_cover(wall, soft), mix(u.role("near"), u.role("paper"), 0.25), 0.62, _HOUSE + 3)
    g.paint(soft_cover(roof, soft), mix(u.role("accent"), u.role("near"), 0.35), 0.62, _HOUSE + 4)
    lit = soft_cover(vmax(fabs(fabs(home) - 0.025) - 0.010, fabs(up - 0.02) - 0.014), soft)
    g.light(u.role("sun"), lit * fma(u.pulse, 0.2, 0.7))


def landscape(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Land that passes a train: far hills slowly, fields, woods, poles by the line fast."""
    up = y - u.horizon
    run = u.t * 0.06

    def ridged(inner: G) -> None:
        ridge = up - 0.02 - noise((x + run * 0.10) * 1.7 + u.seed2, 7.0) * 0.15
        haze = mix(u.role("far"), u.role("sky_low"), 0.3)
        inner.paint(soft_cover(ridge, soft * 1.5), haze, 0.92, _HILL, drift=(0.0 - run * 0.10, 0.0))

    def hilly(inner: G) -> None:
        hill = up - noise((x + run * 0.3) * 2.1 + u.seed2, 9.0) * 0.09
        green = mix(u.role("mid"), u.role("far"), 0.4)
        inner.paint(soft_cover(hill, soft * 1.5), green, 0.85, _HILL + 1, drift=(0.0 - run * 0.3, 0.0))

    def bushy(inner: G) -> None:
        bush = up + 0.30 - noise((x + run * 2.6) * 5.0, 3.0) * 0.10
        dark = mix(u.role("near"), u.role("ink"), 0.35)
        inner.paint(soft_cover(bush, soft * 3.0), dark, 0.4, _TREE + 7, drift=(0.0 - run * 2.6, 0.0))

    g.layer(up < 0.171 + soft * 1.5, ridged)
    g.layer(up < 0.091 + soft * 1.5, hilly)
    g.layer(up < soft + 0.002, lambda inner: _fields(inner, x, up, soft, run, u))
    g.layer(fabs(up - 0.025) < 0.15, lambda inner: _by_the_line(inner, x + run, up, soft, run, u))
    g.layer(up < 0.302 + soft, lambda inner: _poles(inner, x + run * 2.6, up, soft, run, u))
    g.layer(up < soft * 3.0 - 0.199, bushy)
    g.tint(u.role("paper"), u.snow * 0.7 * smoothstep(0.03, -0.03, up))


def _fields(g: G, x: V, up: V, soft: V, run: V, u: Uniforms) -> None:
    """Fields, some in furrows."""
    z = 0.10 / vmax(0.0 - up, 0.008)
    field = floor((x * z + run * 3.0) * 0.30)
    furrow = smoothstep(0.3, 0.5, fabs(fract((x * z + run * 3.0) * 2.4) - 0.5)) * smoothstep(3.0, 1.0, z) * 0.3
    tint = chance(cell(field, None, 61), 1)
    ground = mix(
        mix(u.role("mid"), u.role("accent2"), smoothstep(0.5, 0.55, tint) * 0.35),
        u.role("near"),
        fma(tint, 0.4, furrow),
    )
    g.paint(soft_cover(up, soft), ground, 0.7, _ROAD, 0.0, drift=(0.0 - run * 0.5, 0.0))


def _by_the_line(g: G, near: V, up: V, soft: V, run: V, u: Uniforms) -> None:
    """Trees and houses not far from the line."""
    wood = cell(floor(near * 5.5), None, 62)
    middle = (fract(near * 5.5) - 0.5) * (1.0 / 5.5)
    tall = fma(chance(wood, 1), 0.07, 0.05)
    ball = length(middle, (up + 0.025 - tall * 0.5) * (0.085 / tall)) - 0.075
    stem = vmax(fabs(middle) - 0.006, fabs(up + 0.02) - 0.05)
    has = sel(chance(wood, 2) < 0.55, 1.0, 0.0)
    leaf = mix(mix(u.role("near"), u.role("mid"), fma(chance(wood, 3), 0.5, 0.2)), u.role("accent"), u.blossom * 0.3)
    g.paint(soft_cover(vmin(ball, stem), soft) * has, leaf, 0.6, _TREE, drift=(0.0 - run, 0.0))
    home = cell(floor(near * 0.9 + 0.3), None, 64)
    side = (fract(near * 0.9 + 0.3) - 0.5) * (1.0 / 0.9)

    def built(inner: G) -> None:
        house = vmin(vmax(fabs(side) - 0.08, fabs(up - 0.0) - 0.05), vmax(fabs(side) * 0.7 + up - 0.115, 0.05 - up))
        roof = sel(up > 0.05, 1.0, 0.0)
        shade = mix(mix(u.role("paper"), u.role("near"), 0.4), mix(u.role("accent"), u.role("near"), 0.3), roof)
        inner.paint(soft_cover(house, soft), shade, 0.58, _HOUSE, drift=(0.0 - run, 0.0))
        pane = soft_cover(vmax(fabs(fabs(side) - 0.04) - 0.014, fabs(up + 0.005) - 0.018), soft)
        inner.light(u.role("sun"), pane * fma(u.pulse, 0.2, 0.6))

    g.layer((chance(home, 1) > 0.35) & (fabs(side) < 0.13), built)


def _poles(g: G, close: V, up: V, soft: V, run: V, u: Uniforms) -> None:
    """Poles and their wire, close by the line."""
    pole = fabs(fract(close * 0.55) - 0.5) * (1.0 / 0.55)
    mast = vmin(vmax(pole - 0.008, up - 0.30), vmax(pole - 0.05, fabs(up - 0.26) - 0.005))
    bow = fract(close * 0.55 + 0.5) - 0.5
    wire = fabs(up - 0.20 - bow * bow * 0.26) - 0.0018
    g.paint(
        soft_cover(vmin(mast, wire), soft),
        mix(u.role("near"), u.role("ink"), 0.5),
        0.45,
        _TREE + 6,
        drift=(0.0 - run * 2.6, 0.0),
    )
