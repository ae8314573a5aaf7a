"""A great ringed planet over the hills of another world, seen by someone small; moons, nebula, stars, a rocket.

The planet is a shaded ball with bands that turn; its ring passes behind and before it. Hills in three rows have a
walker on them, or a rocket climbs. Pulse: ring, rocket's flame, domes. Glow: nebula. High: stars. Conditions: rain
(as meteors), mist (dust), stars (a denser sky), wind, crowd (more walkers), birds (far gliders).
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import disc, length
from beatforge.picture.subjects.astronauts import astronaut
from beatforge.picture.subjects.scenery import (
    birds,
    blossom,
    company,
    leaves,
    mist,
    open_sky,
    rain,
    snow,
    snowed,
    stars,
)
from beatforge.picture.trace import (
    V,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    screen,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

VIEWS = ("far", "far", "low", "near", "high")

_BALL, _RING, _MOON, _HILL, _DOME, _ROCKET = 8, 9, 10, 12, 16, 20
_HILLS = ((0.16, 2.4), (0.12, 3.1), (0.09, 2.2))
"""Far to near: height and scale."""

_USUAL: dict[str, float] = {
    **{"ball_x": 0.34, "ball_y": 0.13, "ball_r": 0.22, "ring": 1.0, "lit_x": -0.72, "lit_y": 0.42},
    **{"moon_x": -0.55, "moon_y": 0.32, "moon_r": 0.035, "ground": -0.20, "domes": 0.0, "rocket": 0.0, "rocket_x": 0.0},
}
_LIMB = {
    **{"ball_x": 0.55, "ball_y": -0.62, "ball_r": 0.78, "ring": 0.0, "lit_x": -0.5, "lit_y": 0.75, "ground": -0.9},
    **{"moon_x": -0.50, "moon_y": 0.20, "moon_r": 0.085, "rocket": 0.20, "rocket_x": -0.06},
}
_CRESCENT = {
    **{"ball_x": -0.50, "ball_y": 0.10, "ball_r": 0.38, "ring": 0.0, "lit_x": -0.85, "lit_y": 0.25, "ground": -0.30},
    **{"moon_x": 0.58, "moon_y": 0.30, "moon_r": 0.05},
}
_COLONY = {
    **{"ball_x": -0.38, "ball_y": 0.30, "ball_r": 0.12, "ring": 1.0, "lit_x": 0.6, "lit_y": 0.4, "ground": -0.06},
    **{"moon_x": 0.62, "moon_y": 0.36, "moon_r": 0.06, "domes": 1.0},
}
_LAUNCH = {
    **{"ball_x": 0.62, "ball_y": 0.36, "ball_r": 0.27, "ring": 1.0, "lit_x": -0.7, "lit_y": 0.2, "ground": -0.26},
    **{"moon_x": -0.70, "moon_y": 0.12, "moon_r": 0.025, "rocket": 0.34, "rocket_x": -0.30},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _LIMB, _CRESCENT, _COLONY, _LAUNCH)
_WATCHERS = ((-0.42, 0.135), (0.0, 0.0), (0.25, 0.19), (0.28, 0.115), (0.42, 0.10))
"""By composition: where the watcher stands across, and how tall; 0 is nobody."""
_OTHERS = ((0.8, 0.85, 0.5), (-0.7, 0.92, 0.3), (1.5, 0.95, 0.7))
"""Further watchers: how far aside, their share of the height, and the crowd each takes."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Planet, moon and ground; the watcher who tells the size comes last, the others need a crowd."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["ball_x"] += draws.between(-0.04, 0.04)
    across, tall = _WATCHERS[composition]
    others = [(across + side * 0.17, tall * share, draws.unit(), wanted) for side, share, wanted in _OTHERS]
    return {**numbers, "watchers": [*others, (across, tall, draws.unit(), 0.0)]}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Nebula and stars, moon, planet with its ring, hills, domes, rocket, watchers."""
    g = open_sky(y, u, -0.35)
    away = length(x - u.ball_x * u.half_width, y - u.ball_y)
    is_open = (y > u.ground - 0.22) & (away > u.ball_r * 0.98)
    g.layer(is_open, partial(_space, x, y, u))
    stars(g, x, y, u, u.ground)
    right, up = x - u.moon_x * u.half_width, y - u.moon_y
    g.layer(length(right, up) < u.moon_r + u.px, lambda inner: _moon(inner, right, up, u))
    _planet(g, x - u.ball_x * u.half_width, y - u.ball_y, u)
    birds(g, x, y, u, u.ground + 0.1)
    for k, (rise, _) in enumerate(_HILLS):
        foot = u.ground - 0.10 * k
        g.layer(y < foot + rise + 0.01, partial(_hill, x, y, u, k, foot))
        if k == 0:
            _domes(g, x, y, u)
    g = G.of(loop(u.rows("watchers"), g.values(), lambda k, v: _watcher(u.row("watchers", k), v, x, y, u)))
    _rocket(g, x - u.rocket_x * u.half_width, y, u)
    mist(g, x, y, u, u.ground)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _space(x: V, y: V, u: Uniforms, g: G) -> None:
    """Clouds of gas along a slanting band, and stars that are there in any weather."""
    along, across = x * 0.9 + y * 0.5, y - x * 0.42
    gas = noise(along * 2.1 + u.detail, across * 3.4 + u.t * 0.01)
    gas = fma(noise(along * 5.0 - u.t * 0.012, across * 7.0 + u.detail), 0.4, gas * 0.6)
    band = falloff(across * across * 9.0)
    g.tint(mix(u.role("mid"), u.role("accent2"), smoothstep(0.4, 0.75, gas)), smoothstep(0.34, 0.72, gas) * band * 0.55)
    lit = fma(u.glow, 0.2, fma(u.burst, 0.4, fma(u.intensity, 0.16, 0.17)))
    g.tint(u.role("accent"), smoothstep(0.55, 0.8, gas) * band * lit)
    across, up = fma(u.cam, 0.02, x * 15.0), y * 15.0
    name = cell(floor(across), floor(up), 9)
    dx, dy = fract(across) - fma(chance(name, 1), 0.6, 0.2), fract(up) - fma(chance(name, 2), 0.6, 0.2)
    shine = falloff((dx * dx + dy * dy) * 90.0) * smoothstep(0.45, 1.0, chance(name, 3)) * fma(u.high, 0.3, 0.7)
    g.light(u.role("paper"), shine)


def _moon(g: G, x: V, y: V, u: Uniforms) -> None:
    lit = smoothstep(-0.3, 0.6, (x * u.lit_x + y * u.lit_y) / u.moon_r)
    pocks = smoothstep(0.5, 0.65, noise(x / u.moon_r * 3.0, y / u.moon_r * 3.0)) * 0.25
    rock = mix(mix(u.role("mid"), u.role("ink"), 0.5), mix(u.role("paper"), u.role("far"), 0.25 + pocks), lit)
    g.paint(u.cover(length(x, y) - u.moon_r), rock, 0.96, _MOON, 0.0, lit * 0.35)


def _planet(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ball between the two halves of its ring."""
    away = length(x, y)
    tilted_x, tilted_y = x * 0.94 + y * 0.34, (y * 0.94 - x * 0.34) * 4.3
    span = length(tilted_x, tilted_y) / u.ball_r
    has_ring = (u.ring > 0.5) & (span < 2.25) & (span > 1.25)

    def ring(behind: bool, inner: G) -> None:
        grooves = fma(noise(span * 14.0, 2.5), 0.6, noise(span * 37.0, 7.5) * 0.4)
        dust = smoothstep(1.28, 1.36, span) * smoothstep(2.2, 2.1, span) * fma(grooves, 0.7, 0.35)
        half = sel(tilted_y > 0.0, 1.0, 0.0) if behind else sel(tilted_y > 0.0, 0.0, 1.0)
        colour = mix(u.role("accent"), u.role("sun"), grooves)
        inner.paint(clamp(dust * fma(u.pulse, 0.15, 0.85)) * half, colour, 0.90, _RING, 0.06, 0.35)

    def ball(inner: G) -> None:
        side, high = x / u.ball_r, y / u.ball_r
        bulge = sqrt(vmax(1.0 - side * side - high * high, 0.0))
        light = clamp(side * u.lit_x + high * u.lit_y + bulge * 0.36 + 0.05)
        latitude = high * 0.94 - side * 0.34
        turned = (side * 0.94 + high * 0.34) / (bulge + 0.55) + u.t * 0.012
        swirl = noise(turned * 1.4, latitude * 6.0)
        band = noise(0.5 * swirl + u.seed, latitude * 6.5 + swirl * 0.9)
        colour = mix(u.role("far"), u.role("accent"), smoothstep(0.36, 0.62, band))
        colour = mix(colour, u.role("sun"), smoothstep(0.62, 0.78, swirl) * 0.7)
        shadow = smoothstep(0.10, 0.03, fabs(latitude * 1.3 - 0.22)) * 0.45 * u.ring
        colour = mix(mix(u.role("ink"), u.role("near"), 0.4), colour, smoothstep(0.0, 0.55, light) * (1.0 - shadow))
        rim = (1.0 - bulge) * (1.0 - bulge) * light
        inner.paint(u.cover(away - u.ball_r), screen(colour, u.role("sun"), rim * 0.5), 0.93, _BALL, 0.06, light * 0.45)

    halo = falloff(vmax(away - u.ball_r, 0.0) * 7.0) * clamp(fma(x * u.lit_x + y * u.lit_y, 1.4 / u.ball_r, 0.35))
    g.light(u.role("accent"), halo * fma(u.pulse, 0.10, fma(u.burst, 0.25, fma(u.intensity, 0.12, 0.24))))
    g.layer(has_ring, partial(ring, True))
    g.layer(away < u.ball_r + u.px, ball)
    g.layer(has_ring, partial(ring, False))


def _height(x: V, k: int, u: Uniforms) -> V:
    """How high hill row k stands over its foot."""
    rise, scale = _HILLS[k]
    return fbm1((x + u.cam * (0.004 + 0.005 * k)) * scale + u.seed + 5.0 * k, 70 + k, 3) * rise


def _hill(x: V, y: V, u: Uniforms, k: int, foot: V, g: G) -> None:
    fall = foot + _height(x, k, u) - y
    face = smoothstep(0.46, 0.56, noise(x * 5.0 + fall * 6.0, fall * 12.0 + k))
    ground = mix(mix(u.role("mid"), u.role("near"), 0.35 + 0.3 * k), u.role("ink"), 0.12 * k)
    ground = mix(snowed(ground, u, 0.75), u.role("accent"), face * 0.14 + smoothstep(0.018, 0.0, fall) * 0.30)
    ground = mix(ground, u.role("sky_low"), smoothstep(0.0, 0.14, fall) * (0.22 - 0.08 * k) + (0.22 - 0.11 * k))
    drift = (u.cam * (-0.004 - 0.005 * k), 0.0)
    g.paint(u.cover(0.0 - fall), ground, 0.72 - 0.24 * k, _HILL + k, 0.1, 0.0, drift)


def _domes(g: G, x: V, y: V, u: Uniforms) -> None:
    """Glass domes with light inside, on the plain between the hills."""
    base = u.ground - 0.02
    along = (x + u.cam * 0.006) * 3.2
    name = cell(floor(along), None, 80)
    tall = fma(chance(name, 1), 0.06, 0.05)
    right, up = (fract(along) - 0.5) / 3.2, y - base

    def dome(inner: G) -> None:
        shell = vmax(length(right, up) - tall, 0.0 - up)
        rib = smoothstep(0.10, 0.06, fabs(fract(right / tall * 2.5) - 0.5)) * 0.5
        glass = mix(u.role("sun"), u.role("accent2"), smoothstep(0.0, 1.0, up / tall))
        shown = sel(chance(name, 2) > 0.25, 1.0, 0.0)
        colour = mix(glass, u.role("near"), rib + 0.2)
        drift = (u.cam * -0.006, 0.0)
        inner.paint(u.cover(shell) * shown, colour, 0.66, _DOME, 0.25, fma(u.pulse, 0.2, 0.4), drift)

    g.layer((u.domes > 0.5) & (up > -0.01) & (up < 0.12), dome)


def _watcher(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Someone on the middle hill. A row: across, height, stride, and the crowd it takes."""
    place, tall, stride, wanted = row
    right = x - place * u.half_width
    above = y - u.ground + 0.10
    here = (tall > 0.01) & ((wanted < 0.01) | (company(u) > wanted))

    def standing() -> list[V]:
        g = G.of(under)
        up = above - _height(place * u.half_width, 1, u) + 0.006
        facing = sel(u.ball_x > place, 1.0, -1.0)
        astronaut(g, right, up, u, tall, facing, sel(wanted < 0.01, stride * 0.4, stride), 0.30)
        return g.values()

    return gate(
        here & (fabs(right) < tall * 0.5) & (above > -0.02) & (above < _HILLS[1][0] + tall * 1.1), standing, under
    )


def _rocket(g: G, x: V, y: V, u: Uniforms) -> None:
    """A rocket on its flame; it hovers and trembles, `rocket` tall."""
    tall = vmax(u.rocket, 0.01)
    drift = (sinp(u.t * 0.05) * -0.02, sinp(u.t * 0.027) * 0.035)
    right, up = (x - drift[0]) / tall, (y - drift[1]) / tall

    def flight(inner: G) -> None:
        flare = noise(right * 9.0, up * 3.0 + u.t * 2.2)
        plume = falloff(fabs(right) / (0.10 + vmax(-0.3 - up, 0.0) * 0.20) * 1.1) * smoothstep(-0.3, -0.42, up)
        plume = plume * smoothstep(-1.5, -0.35, up) * fma(flare, 0.6, 0.8) * fma(u.pulse, 0.25, 0.75)
        inner.light(mix(u.role("accent"), u.role("sun"), smoothstep(-1.0, -0.4, up)), plume)
        nose = vmin(1.0 - clamp((up - 0.12) * 2.6), 1.0) * 0.10
        hull = vmax(fabs(right) - vmax(nose, 0.0), fabs(up - 0.06) - 0.42)
        fins = vmax(fabs(right) - 0.10 + (up + 0.1) * 0.5, fabs(up + 0.22) - 0.16)
        inner.paint(u.cover(fins * tall), u.role("accent"), 0.25, _ROCKET, 0.0, 0.0, drift)
        shade = mix(u.role("paper"), u.role("far"), smoothstep(-0.02, 0.06, right) * 0.6)
        inner.paint(u.cover(hull * tall), shade, 0.24, _ROCKET + 1, 0.25, 0.1, drift)
        window = disc(right, up - 0.14, 0.04)
        inner.paint(u.cover(window * tall), u.role("accent2"), 0.23, _ROCKET + 2, 0.0, 0.8, drift)

    g.layer((u.rocket > 0.0) & (fabs(right) < 1.1) & (up > -1.6) & (up < 0.52), flight)
