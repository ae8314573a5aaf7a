"""What lives in the water: schools that turn as one, a great animal, jellyfish, weeds, a diver and their air.

In: scene coordinates, rows and the cutouts `whole` and `frogman` of `motifs/underwater`. Out: paint in a `G`. Each is
hazed towards the water's colour where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.boxes import SIDES, Box, within
from beatforge.picture.subjects.depths import blue
from beatforge.picture.subjects.scenery import company
from beatforge.picture.subjects.sealife import FIN, LAMP, MARK
from beatforge.picture.trace import (
    V,
    choose,
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

_FISH, _BEAST, _RAY, _DIVER = 24, 30, 40, 203


def rays(g: G, x: V, y: V, u: Uniforms) -> None:
    """A few rays far off that fly like birds."""

    def ray(counter: object, nearest: list[V]) -> list[V]:
        k = counted(counter)
        wide = 0.075 - 0.009 * k
        right = fabs(x - (fract(k * 0.173 + u.t * 0.004 + u.detail * 0.31) * 2.6 - 1.3)) / wide
        up = (y - 0.10 - k * 0.045 + sinp(k * 0.3) * 0.04) / wide
        beat = sinp(u.t * 0.22 + k * 0.3) * 0.22
        wing = fabs(up - right * right * beat) - (1.0 - right) * (1.0 - right) * 0.26 - 0.02
        tail = vmax(right - 0.03, fabs(up + 0.45) - 0.42)
        return [vmin(nearest[0], vmin(vmax(wing, right - 1.0), tail) * wide)]

    def flying(inner: G) -> None:
        inner.paint(u.cover(loop(5, [1.0], ray)[0]), mix(u.role("near"), u.role("mid"), 0.35), 0.85, _RAY)

    g.layer((u.birds > 0.0) & (fabs(y - 0.19) < 0.28), flying)


def school_box(row: Sequence[float], values: Mapping[str, float]) -> Box:
    """Where a school can be in a frame, as far as it swims to and fro."""
    place, level, wide, high, *_ = row
    middle = place * values["half_width"]
    return (middle - wide - 0.165, middle + wide + 0.165, level - high - 0.025, level + high + 0.025)


def school(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Fish that swim as one and turn in a wave. A row: its box, across, up, half width, half height, haze, phase."""
    return gate(within(row, x, y), lambda: _school(row[SIDES:], under, x, y, u), under)


def _school(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    place, level, wide, high, haze, phase = row
    wide = wide * fma(u.upright, -0.4, 1.0)
    turning = u.t * 0.011 + phase
    moved = sinp(turning) * 0.16
    right, up = x - place * u.half_width - moved, y - level - sinp(u.t * 0.017 + phase) * 0.02
    inside = 1.0 - (right * right / (wide * wide) + up * up / (high * high))

    def swim() -> list[V]:
        g = G.of(under)
        grid = fma(haze, 14.0, 9.0)
        bent = up + right * right * sinp(turning * 0.5) * 0.6
        column, line = right * grid, bent * grid * 2.3
        name = cell(floor(column + fract(floor(line) * 0.5)), floor(line), 30)
        dx = fract(column + fract(floor(line) * 0.5)) - fma(chance(name, 1), 0.24, 0.38)
        dy = (fract(line) - fma(chance(name, 2), 0.24, 0.38)) * 0.435
        heading = sinp(turning + 0.25 - right * 0.10)
        facing = sel(heading > 0.0, 1.0, -1.0)
        along = dx * facing / fma(vmin(fabs(heading) * 2.5, 1.0), 0.72, 0.28)
        wag = sinp(u.t * 0.75 + chance(name, 3)) * smoothstep(0.05, -0.3, along) * 0.05
        aside = fabs(dy + wag)
        body = aside - 0.115 * (1.0 - (along - 0.03) * (along - 0.03) * 16.0)
        tail = vmax(aside + along * 0.55 + 0.03, 0.0 - along - 0.34)
        shape = vmin(vmax(body, fabs(along - 0.03) - 0.26), vmax(tail, along + 0.12))
        size = fma(chance(name, 4), 0.35, 0.75)
        there = chance(name, 5) < clamp(inside * 2.2) * fma(u.crowd, 0.35, fma(u.intensity, 0.2, 0.50))
        shape = sel(there, shape + (1.0 - size) * 0.07, 1.0) / grid
        back = smoothstep(-0.03, 0.06, dy)
        hue = mix(u.role("accent2"), u.role("accent"), sel(phase > 0.5, 0.8, 0.0))
        silver = mix(mix(hue, u.role("paper"), 0.35), mix(hue, u.role("near"), 0.5), back)
        flash = smoothstep(0.85, 1.0, sinp(u.t * 0.05 + right * 1.3 + phase)) * 0.5
        silver = mix(silver, u.role("paper"), flash)
        g.paint(
            u.cover(shape),
            mix(silver, blue(y, u), fma(u.dark, 0.2, haze)),
            fma(haze, 0.5, 0.30),
            sel(haze > 0.4, g.ident, _FISH),
            0.0,
            0.05,
            (moved, 0.0),
        )
        return g.values()

    return gate(inside > 0.0, swim, under)


def beast(g: G, x: V, y: V, u: Uniforms) -> None:
    """What the composition is about. `bend` beats the tail, `flap` the wings; a lamp lights the water."""
    far = sinp(u.t * 0.007) * 0.05 * sel(u.bend + u.flap > 0.0, 1.0, 0.0)
    moved, lift = far * u.turned, sinp(u.t * 0.019) * 0.014 * sel(u.bend + u.flap > 0.0, 1.0, 0.0)
    size = u.beast * fma(u.upright, -0.48, 1.0)
    right = (x - u.inside(u.beast_x * u.half_width, size * 0.9) - moved) * u.turned / size
    up = (y - u.beast_y - lift) / size
    across = right * 0.5 + 0.5

    def swum() -> V:
        tail = 1.0 - across
        wave = sinp(u.t * 0.085 + right * 0.22) * u.bend * tail * tail
        wings = (fabs(up) - 0.02) * sinp(u.t * 0.11) * u.flap * smoothstep(0.08, 0.45, fabs(up))
        spread = right * right * sinp(u.t * 0.10) * u.flap * 0.5 * sel(u.window > 0.0, 1.0, 0.0)
        return up + wave + sel(up > 0.0, wings, 0.0 - wings) * sel(u.window > 0.0, 0.0, 1.0) + spread

    def body(inner: G) -> None:
        high = swum()
        thing = u.cutout("whole", across, high + 0.5)
        back = mix(
            mix(u.role("near"), u.role("ink"), 0.45),
            mix(u.role("mid"), u.role("far"), 0.5),
            smoothstep(0.5, 1.0, u.dark) * 0.55,
        )
        belly = mix(mix(u.role("far"), u.role("paper"), 0.62), u.role("mid"), fma(u.dark, 0.2, 0.1))
        colour = mix(back, belly, thing.tone)
        top = smoothstep(0.02, 0.22, high) * (1.0 - thing.tone) * 0.55
        colour = mix(colour, mix(u.role("sky_low"), u.role("far"), 0.4), top * (1.0 - u.dark * 0.7))
        dapple = smoothstep(0.13, 0.02, fabs(noise(fma(right, 3.2, u.t * 0.06), fma(up, 6.0, u.t * -0.05)) - 0.5))
        colour = mix(colour, u.role("paper"), dapple * smoothstep(-0.1, 0.3, up) * 0.22 * (1.0 - u.dark))
        mark = choose(fabs(thing.ident - MARK) < 0.5, mix(u.role("ink"), u.role("paper"), thing.tone), colour)
        lit = sel(fabs(thing.ident - LAMP) < 0.5, 1.0, 0.0)
        hue = mix(u.role("accent2"), u.role("paper"), 0.35)
        colour = mix(mix(mark, blue(y, u), u.faint), hue, lit)
        near = falloff(length(right - 0.73, up - 0.265) * 2.1) * u.lamp * sel(u.dark > 0.6, 1.0, 0.0)
        colour = mix(colour, mix(u.role("accent2"), u.role("sun"), 0.5), near * 0.55)
        cover = clamp((thing.coverage - 0.5) * fma(size, 2.0 / 144.0 / u.px, 0.8) + 0.5)
        inner.paint(cover, colour, fma(u.faint, 0.6, 0.30), thing.ident + _BEAST, 0.0, lit * 0.95, (moved, lift))

    bound = (fabs(right) < 1.0) & (fabs(up) < 0.95)
    has_lure = (u.lamp > 0.0) & (u.dark > 0.6)

    def lure() -> V:
        return length(right - 0.73, swum() - 0.265)

    def glowing(inner: G) -> None:
        strong = fma(u.pulse, 0.25, fma(u.burst, 0.2, 0.5)) * u.lamp
        inner.light(u.role("accent2"), falloff(lure() * 3.2) * strong)

    g.layer(has_lure, glowing)
    g.layer((u.beast_y > -1.0) & bound, body)
    heart = mix(u.role("accent2"), u.role("paper"), 0.4)
    g.layer(has_lure, lambda inner: inner.light(heart, falloff(lure() * 14.0) * 0.8))


def diver(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """The diver with a lamp; two more in a crowd."""
    first = k < 0.5
    size = u.diver * (1.0 - 0.22 * k)
    drift = sinp(u.t * 0.008 + k * 0.37) * 0.04
    place = u.diver_x * u.half_width - u.faces * k * 0.26
    middle = sel(first, u.inside(place, size * 1.3 + 0.04), place)
    lift = sinp(u.t * 0.023 + k * 0.3) * 0.012
    right = (x - middle - drift) * u.faces / size
    up = (y - u.diver_y - lift - k * 0.055 + sel(first, 0.0, 0.02)) / size
    here = first | (company(u) > 0.25 * k)

    def swim() -> list[V]:
        g = G.of(under)
        across = right * 0.5 + 0.5
        kick = sinp(u.t * 0.42 + k * 0.4 + right * 0.1) * 0.14 * smoothstep(0.5, 0.0, across) * sel(up > 0.0, 1.0, -1.0)
        thing = u.cutout("frogman", across, up + kick + 0.5)
        ahead = right - 0.88
        beam = (
            falloff(fabs(up + 0.07 + ahead * 0.10) / (vmax(ahead, 0.0) * 0.20 + 0.06))
            * smoothstep(0.0, 0.08, ahead)
            * smoothstep(4.6, 0.4, ahead)
        )
        g.light(mix(u.role("sun"), u.role("paper"), 0.4), beam * fma(u.dark, 0.28, fma(u.pulse, 0.12, 0.24)))
        suit = mix(u.role("ink"), u.role("accent"), sel(fabs(thing.ident - FIN) < 0.5, 0.9, thing.tone * 0.4))
        lit = sel(thing.ident > MARK - 0.5, 1.0, 0.0)
        suit = mix(suit, mix(u.role("sun"), u.role("paper"), 0.5), lit)
        cover = clamp((thing.coverage - 0.5) * fma(size, 1.6 / 48.0 / u.px, 0.9) + 0.5)
        g.paint(cover, suit, 0.28, _DIVER, 0.0, lit * 0.9, (drift, lift))
        return g.values()

    return gate(here & (right > -1.05) & (right < 5.6) & (fabs(up) < 1.4), swim, under)
