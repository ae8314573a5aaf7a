"""By the river of a city: a great wheel, a suspension bridge with its cars, boats, people on the quay, ripples."""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.figures import person
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    lerp,
    loop,
    mix,
    sel,
    sinp,
    vmax,
    vmin,
)

_BRIDGE, _BOAT, _WHEEL = 9, 70, 12


def wheel(g: G, x: V, up: V, u: Uniforms) -> None:
    """A great wheel on the bank that turns slowly, its cabins lit."""
    size = 0.125
    right, high = x - u.wheel_x * u.half_width, up - size - 0.02
    away = length(right, high)

    def turning(inner: G) -> None:
        turn = atan2p(high, right) + u.t * 0.006
        spoke = fabs(fract(turn * 16.0) - 0.5) * away * (6.2832 / 16.0)
        rim = vmin(fabs(away - size) - 0.0032, fabs(away - size * 0.86) - 0.0016)
        frame = vmin(rim, vmax(spoke - 0.0012, away - size))
        legs = fabs(fabs(right) + (high + size) * 0.42 - size * 0.44) - 0.004
        frame = vmin(frame, vmax(vmax(legs, high), 0.0 - size - 0.02 - high))
        inner.paint(u.cover(frame), mix(u.role("near"), u.role("paper"), 0.35), 0.85, _WHEEL)
        bay = fract(turn * 16.0 + 0.5) - 0.5
        cabin = length(bay * away * (6.2832 / 16.0), away - size * 1.04) - 0.0085
        name = cell(floor(turn * 16.0 + 0.5), None, 4)
        hue = mix(u.role("accent"), u.role("accent2"), sel(chance(name, 1) > 0.5, 1.0, 0.0))
        glow = fma(u.pulse, 0.25, 0.55)
        inner.light(hue, falloff(vmax(cabin, 0.0) * 60.0) * glow * 0.5)
        inner.paint(u.cover(cabin), mix(hue, u.role("paper"), 0.3), 0.85, _WHEEL + 1, 0.0, glow)

    g.layer((away < size * 1.25) | ((fabs(right) < size * 0.6) & (up < size) & (up > 0.0)), turning)


def suspension(g: G, x: V, up: V, u: Uniforms) -> None:
    """A suspension bridge that comes in from the right, with cars on it."""
    right = x - u.bridge_x * u.half_width
    deck = 0.045 + right * 0.012
    near = (right > u.px * -1.0 - 0.62) & (up > 0.0 - u.px) & (up - deck < u.px + 0.2)
    g.layer(near, lambda inner: _bridge(inner, right, up, deck, u))


def _bridge(g: G, right: V, up: V, deck: V, u: Uniforms) -> None:
    tower_x = fabs(fabs(right - 0.02) - 0.30)
    bow = fabs(fract((right - 0.02) * (1.0 / 0.60) + 0.5) - 0.5) * 2.0
    inside = fabs(right - 0.02) < 0.30
    sag = sel(inside, (1.0 - bow) * (1.0 - bow), (1.0 - fabs(1.0 - bow)) * 0.0)
    outer = clamp((fabs(right - 0.02) - 0.30) * (1.0 / 0.30))
    cable_y = deck + 0.012 + 0.155 * sel(inside, lerp(1.0, sag, 1.0), 0.0)
    middle = (right - 0.02) * (1.0 / 0.30)
    cable_y = sel(inside, deck + 0.014 + 0.165 * middle * middle, deck + 0.179 - 0.175 * outer)
    cable = fabs(up - cable_y) - 0.0024
    hanger = vmax(fabs(fract(right * 34.0) - 0.5) * (1.0 / 34.0) - 0.0009, vmax(deck - up, up - cable_y))
    road = fabs(up - deck) - 0.007
    towers = vmax(tower_x - 0.011, up - deck - 0.185)
    legs = vmax(tower_x - 0.017, up - deck)
    shape = vmin(vmin(vmin(cable, hanger), road), vmin(towers, legs))
    shape = vmax(shape, vmax(-0.62 - right, 0.0 - up))
    g.paint(u.cover(shape), mix(u.role("near"), u.role("ink"), 0.35), 0.66, _BRIDGE)
    lane = fract(right * 9.0 - u.t * 0.16)
    busy = fma(u.crowd, 0.4, 0.45)
    car = sel(chance(cell(floor(right * 9.0 - u.t * 0.16), None, 2), 1) < busy, 1.0, 0.0)
    glow = falloff(length((lane - 0.5) * (1.0 / 9.0), up - deck - 0.011) * 190.0) * car * sel(right > -0.62, 1.0, 0.0)
    g.light(u.role("sun"), glow * 0.9)
    lamp = falloff(length((fract(right * 17.0) - 0.5) * (1.0 / 17.0), up - deck - 0.03) * 230.0)
    g.light(mix(u.role("sun"), u.role("accent2"), 0.3), lamp * sel(right > -0.62, 1.0, 0.0) * fma(u.pulse, 0.25, 0.5))


def ripple(x: V, down: V, u: Uniforms) -> V:
    """How far the mirror image is shaken aside."""
    z = 0.10 / vmax(down, 0.004)
    long_wave = noise(x * z * 2.2 + u.t * 0.10, z * 7.0 + u.t * 0.22) - 0.5
    fine = noise(x * 30.0 + u.t * 0.2, down * 130.0 + u.t * 0.5) - 0.5
    return fma(long_wave, 0.6, fine * 0.45) * fma(down, 0.20, 0.004) * fma(u.wind, 0.7, fma(u.swell, 0.2, 0.8))


def boats(g: G, x: V, y: V, u: Uniforms) -> None:
    """A ferry with lit windows that crosses, or a rowing boat with somebody in it."""
    way = fract(u.t * 0.0055 + u.detail * 0.37) * 2.8 - 1.4
    size = 0.10
    right, up = (x - way) / size, (y - u.horizon + 0.075 + sinp(u.t * 0.05) * 0.002) / size
    here = (fabs(right) < 1.4) & (fabs(up) < 1.2)

    def ferry(inner: G) -> None:
        hull = vmax(vmax(fabs(right) - 1.0 - up * 0.25, fabs(up - 0.09) - 0.10), -1.0)
        house = vmax(fabs(right + 0.12) - 0.70, fabs(up - 0.34) - 0.16)
        upper = vmin(
            vmax(fabs(right + 0.02) - 0.42, fabs(up - 0.58) - 0.10),
            vmax(fabs(right + 0.25) - 0.06, fabs(up - 0.76) - 0.12),
        )
        pane = (fabs(fract(right * 6.0) - 0.5) < 0.32) & (fabs(up - 0.36) < 0.07)
        lit = sel(pane, fma(u.pulse, 0.2, 0.7), 0.0)
        mirror = vmax(fabs(right) - 0.95, fabs(up + 0.45) - 0.45)
        inner.tint(u.role("near"), u.cover(mirror * size, 6.0) * 0.35)
        inner.paint(u.cover(hull * size), mix(u.role("near"), u.role("ink"), 0.3), 0.5, _BOAT, drift=(way, 0.0))
        cabin = mix(u.role("paper"), u.role("mid"), 0.35)
        inner.paint(
            u.cover(vmin(house, upper) * size),
            mix(cabin, u.role("sun"), lit),
            0.5,
            _BOAT + 1,
            0.0,
            lit,
            drift=(way, 0.0),
        )
        stripe = vmax(hull, fabs(up - 0.15) - 0.025)
        inner.paint(u.cover(stripe * size), u.role("accent"), 0.5, _BOAT + 2, drift=(way, 0.0))

    g.layer(here & (u.boat < 1.5), ferry)
    _rower(g, x, y, u)


def _rower(g: G, x: V, y: V, u: Uniforms) -> None:
    """Somebody who rows slowly across, pulling once a bar."""
    size = 0.17
    way = 0.30 - fract(u.t * 0.003) * 0.0 + sinp(u.t * 0.004 + 0.3) * 0.25 - 0.2
    right, up = (x - way) / size, (y + 0.355) / size - sinp(u.t * 0.04) * 0.02
    pull = sinp(u.bar_phase * 0.5)
    here = (u.boat > 1.5) & (fabs(right) < 1.2) & (up > -0.6) & (up < 0.9)

    def rowing(inner: G) -> None:
        inner.tint(u.role("near"), u.cover(vmax(fabs(right) - 0.7, fabs(up + 0.22) - 0.22) * size, 8.0) * 0.45)
        sheer = up - 0.10 - right * right * 0.22
        hull = vmax(vmax(sheer, fabs(right) - 0.75), right * right * 0.30 - up - 0.10)
        lean = pull * 0.10
        body_x = right - lean * clamp(up * 2.0)
        torso = vmax(fabs(body_x) - 0.11 + up * 0.05, fabs(up - 0.28) - 0.22)
        head = length(body_x, up - 0.60) - 0.085
        oar = fabs(up - 0.20 + (right - 0.05) * (0.35 + pull * 0.08)) - 0.014
        oar = vmax(oar, fabs(right - 0.30) - 0.62)
        inner.paint(u.cover(vmin(torso, head) * size), u.role("ink"), 0.3, _BOAT + 5, 0.25)
        inner.paint(
            u.cover(vmax(fabs(body_x) - 0.12, fabs(up - 0.70) - 0.025) * size), u.role("accent"), 0.3, _BOAT + 6
        )
        inner.paint(u.cover(oar * size), mix(u.role("near"), u.role("sun"), 0.4), 0.29, _BOAT + 7)
        inner.paint(u.cover(hull * size), mix(u.role("accent"), u.role("ink"), 0.25), 0.28, _BOAT + 8, drift=(way, 0.0))

    g.layer(here, rowing)


def walkers(g: G, x: V, y: V, u: Uniforms) -> None:
    """With a crowd, others who walk by."""

    def walker(k: int, under: list[V]) -> list[V]:
        place, tall, stride, wanted = u.row("walkers", k)
        way = place * vmin(1.0, u.half_width * 1.15) + sinp(u.t * 0.003 + stride) * 0.10
        here = (u.crowd > wanted) & (fabs(x - way) < 0.12) & (y > u.walk - 0.01) & (y < u.walk + 0.3)

        def walking() -> list[V]:
            inner = G.of(under)
            person(inner, x - way, y - u.walk, u, tall, u.beat_phase * 0.5 + stride * 2.0, 0.09)
            return inner.values()

        return gate(here, walking, under)

    painted = G.of(loop(u.rows("walkers"), g.values(), walker))
    g.paint(
        as_float(1.0), painted.colour, painted.depth, painted.ident, painted.direction, painted.emission, painted.drift
    )
