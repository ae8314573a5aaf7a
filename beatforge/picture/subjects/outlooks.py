"""What is seen out of a window, out of focus as far as the drops on the glass do not sharpen it.

A city of lights, a garden with its house, land that passes a train, a street from high above. `soft` says how far out
of focus a place is; the motif puts the sky behind and the glass before it.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import SKY, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
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
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_HILL, _TREE, _HOUSE, _ROAD, _PEOPLE = 12, 14, 16, 18, 100


def wide(u: Uniforms) -> V:
    """How far things stay apart across: less in narrow frames."""
    return clamp(u.half_width * 1.18, 0.45, 1.0)


def _soft(distance: V, soft: V) -> V:
    """A signed distance as coverage with an edge as broad as the picture is out of focus."""
    return clamp(fma(distance / vmax(soft, 0.002), -0.5, 0.5))


def city(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Houses out of focus, and lights that have become discs."""
    up = y - u.horizon
    for k, (grid, tall) in enumerate(((4.2, 0.36), (6.3, 0.22))):
        along = x * grid + u.seed2 + k * 3.7
        name = cell(floor(along), None, 50 + k)
        top = tall * fma(chance(name, 1), 0.8, 0.35)
        side = (fabs(fract(along) - 0.5) - 0.47) * (1.0 / grid)
        body = mix(
            mix(u.role("far"), u.role("near"), 0.25 + 0.45 * k), u.role("sky_low"), smoothstep(0.3, -0.1, up) * 0.3
        )
        g.paint(_soft(vmax(up - top, side), soft * 1.6), body, 0.97, SKY)
    ground = mix(u.role("near"), u.role("mid"), 0.35)
    g.paint(_soft(up + 0.02, soft * 3.0), ground, 0.97, SKY)
    for layer, (grid, size) in enumerate(((5.0, 0.30), (8.0, 0.26), (3.1, 0.24))):
        across, high = x * grid + u.cam * 0.01 * (layer + 1), y * grid + layer * 0.37
        name = cell(floor(across), floor(high), 55 + layer)
        right, top = fract(across) - fma(chance(name, 1), 0.3, 0.35), fract(high) - fma(chance(name, 2), 0.3, 0.35)
        radius = size * fma(chance(name, 3), 0.6, 0.4)
        away = length(right, top)
        disc = smoothstep(radius, radius * 0.86, away) * fma(smoothstep(radius * 0.4, radius, away), 0.35, 0.65)
        low = smoothstep(0.30, 0.05, up) * smoothstep(-0.5, -0.2, up)
        on = sel(chance(name, 4) < fma(u.crowd, 0.25, 0.42), 1.0, 0.0) * low
        hue = chance(name, 5)
        light = mix(
            mix(u.role("sun"), u.role("accent"), smoothstep(0.45, 0.5, hue)),
            u.role("accent2"),
            smoothstep(0.75, 0.8, hue),
        )
        beat = fma(u.pulse, sel(chance(name, 6) > 0.5, 0.25, 0.05), fma(u.glow, 0.2, 0.75))
        g.light(light, disc * on * beat * fma(sinp(u.t * 0.03 + hue), 0.15, 0.85))


def garden(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Hills, a tree in leaf, a hedge, a house with a lit window."""
    up = y - u.horizon
    hills = up - 0.03 - noise(x * 2.3 + u.seed2, 2.0) * 0.11
    g.paint(_soft(hills, soft * 2.0), mix(u.role("far"), u.role("sky_low"), 0.25), 0.9, _HILL)
    meadow = up + 0.04 - noise(x * 3.7 + u.seed2, 5.0) * 0.05
    g.paint(_soft(meadow, soft * 2.0), mix(u.role("mid"), u.role("accent2"), 0.10), 0.7, _HILL + 1)
    place = x + 0.42 * wide(u)
    sway = sinp(u.t * 0.05) * 0.006 * (1.0 + u.wind * 2.0) * clamp(up * 4.0)
    crown = (
        length(place - sway, (up - 0.20) * 1.1)
        - 0.125
        - (noise(place * 16.0 + u.t * 0.05 * (0.3 + u.wind), up * 16.0) - 0.5) * 0.09
    )
    trunk = vmax(fabs(place - 0.01) - 0.013 - up * up * 0.05, vmax(up - 0.2, -0.06 - up))
    leaf = mix(mix(u.role("mid"), u.role("near"), 0.4), u.role("accent"), u.blossom * 0.45)
    leaf = mix(leaf, u.role("sun"), smoothstep(0.45, 0.7, noise(place * 22.0, up * 22.0)) * 0.35)
    g.paint(_soft(trunk, soft), mix(u.role("ink"), u.role("near"), 0.5), 0.5, _TREE)
    g.paint(_soft(crown, soft), leaf, 0.5, _TREE + 1)
    home = x + 0.16 * wide(u)
    wall = vmax(fabs(home) - 0.055, fabs(up - 0.02) - 0.045)
    roof = vmax(fabs(home) * 0.8 + up - 0.115, 0.06 - up)
    g.paint(_soft(wall, soft), mix(u.role("near"), u.role("paper"), 0.25), 0.62, _HOUSE + 3)
    g.paint(_soft(roof, soft), mix(u.role("accent"), u.role("near"), 0.35), 0.62, _HOUSE + 4)
    lit = _soft(vmax(fabs(fabs(home) - 0.025) - 0.010, fabs(up - 0.02) - 0.014), soft)
    g.light(u.role("sun"), lit * fma(u.pulse, 0.2, 0.7))
    hedge = up + 0.085 + noise(x * 13.0, 3.0) * 0.02
    g.paint(_soft(hedge, soft), mix(u.role("near"), u.role("mid"), 0.45), 0.4, _TREE + 4)
    g.tint(u.role("paper"), u.snow * 0.75 * smoothstep(0.04, -0.02, up))


def landscape(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """Land that passes a train: far hills slowly, fields, woods, poles by the line fast."""
    up = y - u.horizon
    run = u.t * 0.06
    ridge = up - 0.02 - noise((x + run * 0.10) * 1.7 + u.seed2, 7.0) * 0.15
    haze = mix(u.role("far"), u.role("sky_low"), 0.3)
    g.paint(_soft(ridge, soft * 1.5), haze, 0.92, _HILL, drift=(0.0 - run * 0.10, 0.0))
    along = x + run * 0.3
    hill = up - noise(along * 2.1 + u.seed2, 9.0) * 0.09
    g.paint(
        _soft(hill, soft * 1.5), mix(u.role("mid"), u.role("far"), 0.4), 0.85, _HILL + 1, drift=(0.0 - run * 0.3, 0.0)
    )
    z = 0.10 / vmax(0.0 - up, 0.008)
    field = floor((x * z + run * 3.0) * 0.30)
    furrow = smoothstep(0.3, 0.5, fabs(fract((x * z + run * 3.0) * 2.4) - 0.5)) * smoothstep(3.0, 1.0, z) * 0.3
    tint = chance(cell(field, None, 61), 1)
    ground = mix(
        mix(u.role("mid"), u.role("accent2"), smoothstep(0.5, 0.55, tint) * 0.35),
        u.role("near"),
        fma(tint, 0.4, furrow),
    )
    g.paint(_soft(up, soft), ground, 0.7, _ROAD, 0.0, drift=(0.0 - run * 0.5, 0.0))
    near = x + run
    wood = cell(floor(near * 5.5), None, 62)
    middle = (fract(near * 5.5) - 0.5) * (1.0 / 5.5)
    tall = fma(chance(wood, 1), 0.07, 0.05)
    ball = length(middle, (up + 0.025 - tall * 0.5) * (0.085 / tall)) - 0.075
    stem = vmax(fabs(middle) - 0.006, fabs(up + 0.02) - 0.05)
    has = sel(chance(wood, 2) < 0.55, 1.0, 0.0)
    leaf = mix(mix(u.role("near"), u.role("mid"), fma(chance(wood, 3), 0.5, 0.2)), u.role("accent"), u.blossom * 0.3)
    g.paint(_soft(vmin(ball, stem), soft) * has, leaf, 0.6, _TREE, drift=(0.0 - run, 0.0))
    home = cell(floor(near * 0.9 + 0.3), None, 64)
    side = (fract(near * 0.9 + 0.3) - 0.5) * (1.0 / 0.9)
    house = vmin(vmax(fabs(side) - 0.08, fabs(up - 0.0) - 0.05), vmax(fabs(side) * 0.7 + up - 0.115, 0.05 - up))
    built = sel(chance(home, 1) > 0.35, 1.0, 0.0)
    roof = sel(up > 0.05, 1.0, 0.0)
    shade = mix(mix(u.role("paper"), u.role("near"), 0.4), mix(u.role("accent"), u.role("near"), 0.3), roof)
    g.paint(_soft(house, soft) * built, shade, 0.58, _HOUSE, drift=(0.0 - run, 0.0))
    pane = _soft(vmax(fabs(fabs(side) - 0.04) - 0.014, fabs(up + 0.005) - 0.018), soft) * built
    g.light(u.role("sun"), pane * fma(u.pulse, 0.2, 0.6))
    close = x + run * 2.6
    pole = fabs(fract(close * 0.55) - 0.5) * (1.0 / 0.55)
    mast = vmin(vmax(pole - 0.008, up - 0.30), vmax(pole - 0.05, fabs(up - 0.26) - 0.005))
    bow = fract(close * 0.55 + 0.5) - 0.5
    wire = fabs(up - 0.20 - bow * bow * 0.26) - 0.0018
    g.paint(
        _soft(vmin(mast, wire), soft),
        mix(u.role("near"), u.role("ink"), 0.5),
        0.45,
        _TREE + 6,
        drift=(0.0 - run * 2.6, 0.0),
    )
    bush = up + 0.30 - noise(close * 5.0, 3.0) * 0.10
    g.paint(
        _soft(bush, soft * 3.0), mix(u.role("near"), u.role("ink"), 0.35), 0.4, _TREE + 7, drift=(0.0 - run * 2.6, 0.0)
    )
    g.tint(u.role("paper"), u.snow * 0.7 * smoothstep(0.03, -0.03, up))


def street(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """A street from high above: wet asphalt with the light of shops, cars, and people under umbrellas."""
    tar = mix(mix(u.role("near"), u.role("mid"), 0.45), u.role("far"), noise(x * 1.5, y * 2.5) * 0.35)
    g.paint(as_float(1.0), tar, 0.9, _ROAD)
    lean = x + (y - 0.1) * 0.28
    kerb = fabs(lean + 0.10) - 0.30
    pave = mix(mix(u.role("mid"), u.role("far"), 0.5), u.role("paper"), 0.12)
    flag = smoothstep(0.44, 0.49, vmax(fabs(fract(lean * 9.0) - 0.5), fabs(fract(y * 9.0) - 0.5))) * 0.25
    g.paint(_soft(0.0 - kerb, soft), mix(pave, u.role("near"), flag), 0.88, _ROAD + 1)
    stripe = smoothstep(0.24, 0.20, fabs(fract(lean * 12.0) - 0.5)) * smoothstep(0.085, 0.075, fabs(y - 0.34))
    g.tint(u.role("paper"), _soft(kerb, soft) * stripe * 0.75)
    dash = smoothstep(0.010, 0.006, fabs(lean + 0.10)) * smoothstep(0.28, 0.24, fabs(fract(y * 5.0) - 0.5))
    g.tint(u.role("paper"), dash * 0.6 * smoothstep(0.10, 0.12, fabs(y - 0.34)))
    shop = mix(u.role("sun"), u.role("accent"), smoothstep(0.3, 0.7, noise(y * 3.0, u.seed2)))
    gleam = smoothstep(0.35, 0.75, noise(lean * 14.0, y * 5.0 + u.t * 0.02))
    edge = falloff(fabs(fabs(lean + 0.10) - 0.42) * 7.0)
    g.light(shop, edge * fma(gleam, 0.35, 0.25) * fma(u.glow, 0.25, fma(u.pulse, 0.12, 0.55)))
    for side, pace in ((-1.0, 0.026), (1.0, -0.034)):
        _car(g, lean + 0.10 - side * 0.15, y, soft, side, u.t * pace, u)
    values = loop(u.rows("walkers"), g.values(), lambda k, v: _umbrella(k, v, lean, y, soft, u))
    g.become(values)


def _car(g: G, aside: V, y: V, soft: V, side: float, run: V, u: Uniforms) -> None:
    """Cars from above in one lane, with the light they throw ahead."""
    along = y * 0.9 - run
    name = cell(floor(along), None, 70 + int(side))
    up = (fract(along) - 0.5) * (1.0 / 0.9)
    shell = vmax(fabs(aside) - 0.055, fabs(up) - 0.115)
    shell = length(vmax(fabs(aside) - 0.030, 0.0), vmax(fabs(up) - 0.085, 0.0)) - 0.027 + vmin(shell, 0.0) * 0.0
    ahead = up * (-side)
    cone = (
        falloff(fabs(aside) * 14.0 / vmax(fma(ahead - 0.1, 2.2, 0.6), 0.3))
        * smoothstep(0.10, 0.13, ahead)
        * smoothstep(0.42, 0.14, ahead)
    )
    has = sel(chance(name, 1) < fma(u.crowd, 0.3, 0.65), 1.0, 0.0)
    g.light(mix(u.role("sun"), u.role("paper"), 0.4), cone * has * 0.5)
    paint_ = mix(
        mix(u.role("accent"), u.role("accent2"), smoothstep(0.4, 0.6, chance(name, 2))),
        u.role("near"),
        fma(chance(name, 3), 0.5, 0.2),
    )
    glass = vmax(fabs(aside) - 0.040, vmax(fabs(fabs(up) - 0.055) - 0.018, 0.0))
    lift = mix(paint_, u.role("ink"), _soft(glass, soft) * 0.7)
    lift = mix(lift, u.role("paper"), _soft(vmax(fabs(aside) - 0.032, fabs(up) - 0.030), soft) * 0.25)
    drift = (0.0, run * (1.0 / 0.9))
    g.paint(_soft(shell, soft) * has, lift, 0.8, _HOUSE + 6.0 + side, 0.25, 0.05, drift)


def _umbrella(k: int, under: list[V], lean: V, y: V, soft: V, u: Uniforms) -> list[V]:
    """Somebody under an umbrella, from above, walking along the pavement. A row: place, hue, way, pace."""
    place, hue, way, pace = u.row("walkers", k)
    at = counted(k)
    is_left = fract(at * 0.5) > 0.25
    lane = sel(is_left, -0.58, 0.32) + (hue - 0.5) * 0.20
    up = y - (fract(place + u.t * way * fma(pace, 0.004, 0.006)) * 1.3 - 0.62)
    aside = lean - lane
    radius = fma(hue, 0.02, 0.074)
    shown = (at < 6.5) | (u.crowd > 0.3)

    def walking() -> list[V]:
        g = G.of(under)
        away = length(aside, up)
        g.tint(u.role("ink"), _soft(length(aside - 0.02, up + 0.025) - radius, soft * 4.0) * 0.45)
        step = sinp(u.beat_phase * 0.5 + at * 0.37) * 0.022
        feet = (
            vmin(length(aside - 0.012, up - step - way * 0.045), length(aside + 0.012, up + step - way * 0.045)) - 0.012
        )
        g.paint(_soft(feet, soft), u.role("ink"), 0.62, _PEOPLE + 1)
        # eight cloth panels: which side of the nearest rib a place lies on
        cross, slope = aside * up, fabs(aside) - fabs(up)
        panel = sel(cross * slope > 0.0, 1.0, 0.0)
        cloth = mix(
            mix(u.role("accent"), u.role("accent2"), smoothstep(0.45, 0.55, fract(hue * 3.0))),
            u.role("paper"),
            smoothstep(0.8, 0.85, hue) * 0.8,
        )
        cloth = mix(cloth, u.role("ink"), panel * 0.22)
        cloth = mix(cloth, u.role("paper"), falloff(length(aside + 0.02, up - 0.025) * 30.0) * 0.5)
        g.paint(_soft(away - radius, soft), cloth, 0.6, _PEOPLE + 2.0 + at, 0.1, 0.06)
        g.paint(_soft(away - 0.004, soft), u.role("ink"), 0.6, _PEOPLE + 2.0 + at)
        return g.values()

    return gate(shown & (fabs(aside) < 0.20) & (fabs(up) < 0.22), walking, under)
