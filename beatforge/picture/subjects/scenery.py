"""What motifs share: sky, sun and moon, clouds, stars, birds, mist, leaves in the wind, blossom, snow and rain.

Each function paints one thing into a `G` at scene coordinates. It is skipped where it can't be seen, and for free
when its condition is 0. What stands behind everything has depth >= 0.97; what falls comes last, over the picture.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import SKY, SUN, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import disc, length
from beatforge.picture.trace import (
    Colour,
    Number,
    V,
    as_float,
    both,
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
    scale,
    screen,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

BIRDS, PETAL, LEAF = 2, 4, 5
"""Identities that scenery uses; a motif's own begin at 6."""


def open_sky(y: V, u: Uniforms, horizon: Number) -> G:
    """A new picture: the sky from its low colour at the horizon to its top colour."""
    return G(mix(u.role("sky_low"), u.role("sky_top"), smoothstep(horizon, horizon + 0.55, y)), 1.0, SKY)


def sun(g: G, x: V, y: V, u: Uniforms, radius: Number, moon: Number, stripes: Number) -> None:
    """The sun about (x, y) = (0, 0), breathing with the pulse, greater in great scenes. `moon` 1: a pale crescent.
    `stripes` 1: cut by bars."""
    wide = radius * fma(u.pulse, 0.035, fma(u.intensity, 0.16, 0.92))
    away = length(x, y)
    high = y / wide
    glow = falloff(vmax(away - wide, 0.0) * fma(moon, 6.0, 4.2))
    strong = fma(u.pulse, 0.12, fma(u.burst, 0.25, fma(u.intensity, 0.12, 0.18)))
    g.light(mix(u.role("sun"), u.role("accent"), 0.4), glow * strong * (1.0 - moon * 0.45))

    def disk(inner: G) -> None:
        shadow = disc(x - wide * 0.5, y - wide * 0.22, wide * 0.92)
        edge = vmax(away - wide, sel(as_float(moon) > 0.5, 0.0 - shadow, -1.0))
        bar = fract(high * 3.6 - u.t * 0.05) > fma(high, 0.85, 0.66)
        shown = sel(both(as_float(stripes) > 0.5, bar, as_float(high) < 0.36), 0.0, 1.0)
        warm = mix(u.role("accent"), u.role("sun"), smoothstep(-1.0, 0.3, high))
        inner.paint(u.cover(edge) * shown, mix(warm, u.role("sun"), moon), 0.99, SUN, 0.0, 0.9)

    g.layer(away < wide + u.px, disk)


def clouds(g: G, x: V, y: V, u: Uniforms, base: Number, amount: Number) -> None:
    """Long clouds above `base`, thinner and flatter towards it."""

    def drifting() -> list[V]:
        height = vmax(y - base, 0.0)
        along = fma(x, 1.5 - height * 0.6, u.t * 0.014 + u.detail * 3.1)
        lifted = height * (8.5 - height * 3.0) + u.detail
        fray = noise(fma(along, 3.3, u.t * 0.02), fma(lifted, 1.9, along))
        body = noise(fma(fray, 0.7, along), fma(along, 0.4, fma(fray, 0.6, lifted)))
        thick = fma(fray, 0.25, body * 0.75)
        seen = smoothstep(0.60 - amount * 0.14, 0.68 - amount * 0.14, thick) * smoothstep(0.02, 0.12, height)
        lit = mix(u.role("sky_low"), u.role("sun"), smoothstep(0.5, 0.9, thick) * 0.7)
        return mix(g.colour, lit, seen * amount * fma(height, -0.6, 0.85))

    g.colour = gate((y > base) & (as_float(amount) > 0.01), drifting, g.colour)


def stars(g: G, x: V, y: V, u: Uniforms, base: Number) -> None:
    """Stars above `base`, more of them as the condition grows, twinkling with the high notes."""

    def twinkling() -> list[V]:
        colour: Colour = mix(g.colour, scale(u.role("sky_top"), 0.45), u.stars * 0.5)
        for layer, (grid, sharp) in enumerate(((24.0, 60.0), (10.0, 110.0))):
            across, up = fma(u.cam, 0.02, x * grid), y * grid
            name = cell(floor(across), floor(up), layer)
            dx, dy = fract(across) - fma(chance(name, 1), 0.6, 0.2), fract(up) - fma(chance(name, 2), 0.6, 0.2)
            kept = smoothstep(0.85 - u.stars * 0.35, 1.0, chance(name, 3))
            light = 0.6 + sinp(u.t * 0.12 + chance(name, 4)) * 0.25 + u.high * 0.4
            colour = screen(colour, u.role("paper"), falloff((dx * dx + dy * dy) * sharp) * kept * light)
        return mix(g.colour, colour, smoothstep(base, base + 0.22, y))

    g.colour = gate((u.stars > 0.0) & (y > base), twinkling, g.colour)


def snowed(colour: Colour, u: Uniforms, amount: Number = 0.8) -> list[V]:
    """Land of that colour, white as far as it snows."""
    return mix(colour, mix(u.role("paper"), u.role("far"), 0.16), u.snow * amount)


def company(u: Uniforms) -> V:
    """How many there are: as the crowd says, and more in great scenes."""
    return vmax(u.crowd, (u.intensity - 0.55) * 1.6)


def birds(g: G, x: V, y: V, u: Uniforms, base: Number) -> None:
    """A flock between `base` + 0.06 and + 0.34; each bird comes and goes outside the frame."""

    def flock(counter: int, nearest: list[V]) -> list[V]:
        k = counted(counter)
        at = fract(k * 0.137 + u.t * 0.014 + u.detail * 0.37) * 2.6 - 1.3
        up = base + 0.12 + fract(k * 0.618) * 0.14 + sinp(k * 0.31 + u.t * 0.05) * 0.02
        wide = fract(k * 0.77) * 0.010 + 0.020
        flap = sinp(u.t * 0.9 + k * 0.37) * 0.45 + 0.55
        side = fabs(x - at)
        wing = fabs(y - up - side * flap * 0.75 + side * side * flap * 14.0) - (wide - side) * 0.18
        return [vmin(nearest[0], vmax(wing, side - wide))]

    def flying(inner: G) -> None:
        inner.paint(u.cover(loop(8, [1.0], flock)[0]), u.role("ink"), 0.6, BIRDS)

    g.layer((u.birds > 0.0) & (y > base + 0.06) & (y < base + 0.34), flying)


def mist(g: G, x: V, y: V, u: Uniforms, ground: Number) -> None:
    """Haze that grows with depth, and banks drifting about the line `ground`."""

    def banks() -> list[V]:
        drift = fma(noise(fma(x, 1.2, u.t * 0.05), y * 7.0), 0.7, noise(fma(x, 3.0, u.t * -0.04), y * 15.0) * 0.3)
        low = smoothstep(0.30, 0.0, fabs(y - ground)) * smoothstep(0.25, 0.75, drift) * smoothstep(0.02, 0.2, g.depth)
        thick = clamp(fma(smoothstep(0.05, 0.95, g.depth), 0.55, low * 0.6)) * u.mist
        return [*mix(g.colour, mix(u.role("sky_low"), u.role("paper"), 0.3), thick), g.emission * (1.0 - thick * 0.7)]

    *g.colour, g.emission = gate(u.mist > 0.0, banks, [*g.colour, g.emission])


def rain(g: G, x: V, y: V, u: Uniforms) -> None:
    """A grey veil and falling streaks in three depths, slanted by the wind."""

    def falling() -> list[V]:
        light: Number = 0.0
        slanted = x + y * (u.wind * 0.3 + 0.08)
        for layer, (grid, stretch, fall, width) in enumerate(
            ((62.0, 3.6, 2.6, 0.10), (36.0, 2.5, 2.8, 0.085), (20.0, 1.7, 3.0, 0.065))
        ):
            across = slanted * grid
            name = cell(floor(across), None, layer + 1)
            drop = fract(y * stretch + u.t * fall + chance(name, 1) * 7.0)
            side = fabs(fract(across) - fma(chance(name, 3), 0.6, 0.2))
            line = smoothstep(width, width * 0.4, side) * smoothstep(0.62, 0.95, drop)
            light = light + sel(chance(name, 2) < u.rain * 0.75, line * (0.36 + 0.2 * layer), 0.0)
        veil = mix(g.colour, mix(u.role("mid"), u.role("sky_top"), 0.5), u.rain * fma(g.depth, 0.34, 0.06))
        light = clamp(light) * fma(u.high, 0.15, 0.45)
        return [*mix(veil, u.role("paper"), light), fma(g.emission, 1.0 - u.rain * 0.25, light * 0.35)]

    *g.colour, g.emission = gate(u.rain > 0.0, falling, [*g.colour, g.emission])


def snow(g: G, x: V, y: V, u: Uniforms) -> None:
    """Flakes in four depths that sway as they fall, driven aside by the wind, and a pale veil over what is far."""

    def falling() -> list[V]:
        white: Number = 0.0
        for layer, (grid, fall, size) in enumerate(
            ((27.0, 0.10, 0.17), (15.0, 0.15, 0.15), (8.0, 0.22, 0.14), (3.4, 0.34, 0.10))
        ):
            aside = sinp(u.t * 0.07 + y * 0.9 + 0.23 * layer) * 0.025 - u.t * fma(u.wind, 0.9, 0.08) * fall
            across, up = (x + aside) * grid, fma(u.t, fall, y) * grid
            name = cell(floor(across), floor(up), 90 + layer)
            right, high = fract(across) - fma(chance(name, 1), 0.6, 0.2), fract(up) - fma(chance(name, 2), 0.6, 0.2)
            wide = fma(chance(name, 3), 0.55, 0.45) * size
            flake = smoothstep(1.0, 0.45, (right * right + high * high) / (wide * wide))
            white = white + sel(chance(name, 4) < u.snow * 0.85, flake * (1.0 - 0.08 * layer), 0.0)
        veil = mix(g.colour, mix(u.role("sky_low"), u.role("paper"), 0.6), u.snow * fma(g.depth, 0.36, 0.06))
        white = clamp(white)
        return [*mix(veil, u.role("paper"), white * 0.92), fma(g.emission, 1.0 - u.snow * 0.3, white * 0.3)]

    *g.colour, g.emission = gate(u.snow > 0.0, falling, [*g.colour, g.emission])


def blossom(g: G, x: V, y: V, u: Uniforms) -> None:
    """Petals that turn over as they drift down from left to right, near ones larger; more of them in great moments."""
    layers = ((9.0, 0.07, 0.060), (5.2, 0.11, 0.090), (2.7, 0.19, 0.150))
    rose = mix(u.role("accent"), u.role("paper"), 0.55)

    def drifting(inner: G) -> None:
        nearest, tone, shift = as_float(1.0), as_float(0.0), as_float(0.0)
        for layer, (grid, fall, pace) in enumerate(layers):
            way = u.t * fma(u.wind, 1.5, 1.0) * pace
            across = (x - way + sinp(y * 0.8 + u.t * 0.06 + 0.4 * layer) * 0.035) * grid + u.detail
            up = fma(u.t, fall, y) * grid
            name = cell(floor(across), floor(up), 70 + layer)
            right, high = fract(across) - fma(chance(name, 1), 0.5, 0.25), fract(up) - fma(chance(name, 2), 0.5, 0.25)
            turn, flip = u.t * 0.11 + chance(name, 3), sinp(u.t * fma(chance(name, 5), 0.16, 0.14) + chance(name, 6))
            cosine, sine = sinp(turn + 0.25), sinp(turn)
            along, aside = right * cosine + high * sine, (high * cosine - right * sine) / fma(fabs(flip), 0.65, 0.35)
            petal = length(along, aside * fma(along, 3.2, 1.5)) - fma(chance(name, 7), 0.05, 0.075)
            here = (chance(name, 4) < u.blossom * fma(u.burst, 0.3, 0.55)) & (petal / grid < nearest)
            nearest = sel(here, petal / grid, nearest)
            tone, shift = sel(here, fma(flip, 0.30, 0.30), tone), sel(here, way, shift)
        colour = mix(rose, u.role("paper"), tone)
        inner.paint(u.cover(nearest), colour, 0.05, PETAL, 0.1, 0.1, (shift, u.t * -0.11))

    g.layer(u.blossom > 0.0, drifting)


def leaves(g: G, x: V, y: V, u: Uniforms) -> None:
    """What the wind carries past: leaves that tumble from left to right."""

    def blown(inner: G) -> None:
        nearest = as_float(1.0)
        for layer, (grid, pace) in enumerate(((4.6, 0.42), (2.9, 0.60))):
            along = (x - u.t * pace) * grid + u.detail
            up = (y + sinp(u.t * 0.13 + x * 0.5 + 0.3 * layer) * 0.05 + u.t * 0.05) * grid
            name = cell(floor(along), floor(up), 60 + layer)
            right, high = fract(along) - fma(chance(name, 1), 0.4, 0.3), fract(up) - fma(chance(name, 2), 0.4, 0.3)
            turn = u.t * 0.4 + chance(name, 3)
            cosine, sine = sinp(turn + 0.25), sinp(turn)
            leaf = length(right * cosine + high * sine, (high * cosine - right * sine) * 2.6) - 0.055
            nearest = vmin(nearest, sel(chance(name, 4) < u.wind * 0.55, leaf / grid, 1.0))
        colour = mix(u.role("accent2"), u.role("accent"), 0.3)
        inner.paint(u.cover(nearest), colour, 0.05, LEAF, 0.1, 0.0, (u.t * 0.5, u.t * -0.05))

    g.layer(u.wind > 0.0, blown)
