"""What drifts in the water: jellyfish, weeds, air that rises. Computed, each in scene coordinates for `loop`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.shapes import disc, length
from beatforge.picture.subjects.boxes import SIDES, Box, kept_inside, within
from beatforge.picture.subjects.depths import blue
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

_KELP, _JELLY, _BUBBLE = 20, 36, 42


def jellyfish_box(row: Sequence[float], values: Mapping[str, float]) -> Box:
    """Where a jellyfish can be in a frame, as far as it floats about and is moved by its beats."""
    place, level, size, *_ = row
    middle, reach = kept_inside(values, place * values["half_width"], size * 1.1), size * 1.9 + 0.035
    return (middle - reach, middle + reach, level - size * 4.06 - 0.035, level + size * 1.96 + 0.035)


def jellyfish(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A jellyfish that swims by beats: its box, across, up, radius, haze, phase. It squeezes, rises, opens and sinks
    again."""
    return gate(within(row, x, y), lambda: _jellyfish(row[SIDES:], under, x, y, u), under)


def _jellyfish(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    place, level, size, haze, phase = row
    squeeze = sinp(u.beat_phase * 0.5 + phase * 0.2) * fma(u.energy, 0.35, 0.5)
    moved, lift = sinp(u.t * 0.013 + phase) * 0.03, sinp(u.t * 0.021 + phase) * 0.03 + squeeze * size * -0.06
    right = (x - u.inside(place * u.half_width, size * 1.1) - moved) / size
    up = (y - level - lift) / size

    def float_by() -> list[V]:
        g = G.of(under)
        wide = fma(squeeze, -0.10, 1.0)
        tall = fma(squeeze, 0.08, 0.80)
        a, b = right / wide, up / tall
        hem = sinp(a * 2.0 + 0.25) * 0.05 - 0.10 + squeeze * 0.08 * a * a
        dome = vmax(length(a, b) - 1.0, hem - b)
        tint = mix(u.role("accent"), u.role("accent2"), fract(phase * 3.0))
        glow = (
            falloff(vmax(length(right, up + 0.2) - 0.7, 0.0) * 2.4)
            * fma(u.pulse, 0.18, fma(u.burst, 0.2, 0.26))
            * (1.0 - haze)
        )
        g.light(tint, glow)
        edge = u.px / size
        # strands hang less than 1.1 aside, arms are wholly among them
        g.layer((up < edge) & (fabs(right) < edge + 1.1), lambda inner: hang(inner, tint))
        about = (up > 0.0 - edge - 0.3) & (up < edge + 0.9) & (fabs(right) < edge + 1.15)
        g.layer(about, partial(bell, a, b, dome, tint))
        return g.values()

    def hang(inner: G, tint: list[V]) -> None:
        drop = 0.0 - up
        strands = as_float(1.0)
        for nth in range(7):
            curl = sinp(drop * 0.28 - u.t * 0.10 + nth * 0.37 + phase) * (drop * 0.09) + (nth - 3) * (
                0.235 - drop * 0.028
            )
            reach = 3.1 - 0.35 * abs(nth - 3) + (nth % 2) * 0.5
            strands = vmin(strands, vmax(fabs(right - curl) - 0.022 * vmax(1.0 - drop / reach, 0.15), drop - reach))
        inner.paint(
            u.cover(vmax(strands, up) * size) * 0.65,
            mix(tint, u.role("paper"), 0.25),
            0.40,
            sel(haze > 0.2, inner.ident, _JELLY),
            0.25,
            0.30 * (1.0 - haze),
            (moved, lift),
        )
        ruffle = sinp(drop * 0.9 - u.t * 0.14 + phase) * 0.07
        arms = (
            fabs(fabs(right + sinp(drop * 0.2 - u.t * 0.08) * drop * 0.07) - 0.13)
            - fma(drop, -0.075, 0.16)
            - ruffle * 0.6
        )
        arms = vmax(vmax(arms, up), drop - 1.75)
        pale = mix(mix(tint, u.role("paper"), 0.55), blue(y, u), haze)
        inner.paint(u.cover(arms * size, 2.0) * 0.75, pale, 0.39, _JELLY + 1, 0.25, 0.35 * (1.0 - haze), (moved, lift))

    def bell(a: V, b: V, dome: V, tint: list[V], inner: G) -> None:
        bulge = sqrt(vmax(1.0 - a * a - b * b, 0.0))
        rib = smoothstep(0.62, 0.95, sinp(a / (bulge * 0.5 + 0.55) * 2.2 + 0.25)) * smoothstep(0.95, 0.4, b)
        rim = 1.0 - bulge
        spots = smoothstep(0.35, 0.25, fabs(length(a, (b - 0.28) * 1.3) - 0.22)) * 0.5
        cloth = mix(
            mix(tint, u.role("near"), 0.30),
            mix(tint, u.role("paper"), 0.65),
            clamp(rim * rim * 0.9 + rib * 0.35 + spots * 0.35),
        )
        cloth = mix(cloth, blue(y, u), haze * 0.85)
        inner.paint(
            u.cover(dome * size) * 0.92,
            cloth,
            0.38,
            _JELLY + 2,
            0.0,
            (rim * 0.4 + spots * 0.5 + 0.2) * (1.0 - haze),
            (moved, lift),
        )

    return gate((fabs(right) < 1.9) & (up < 1.9) & (up > -4.0), float_by, under)


def weed_box(row: Sequence[float], values: Mapping[str, float]) -> Box:
    """Where a weed can be in a frame, however far it leans."""
    place, foot, tall, _ = row
    lean = 0.165 * values["wind"] + 0.0125 * values["swell"] + 0.0185
    middle, reach = place * values["half_width"], 0.11 + 1.6 * lean
    return (middle - reach, middle + reach, foot - tall * 0.05, foot + tall * 1.02)


def weed(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A weed that reaches up, leaf over leaf: its box, across, foot, height, phase."""
    return gate(within(row, x, y), lambda: _weed(row[SIDES:], under, x, y, u), under)


def _weed(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    place, foot, tall, phase = row
    up = (y - foot) / tall
    reach = vmax(up, 0.0)
    push = fma(u.wind, 0.06, fma(u.swell, 0.012, 0.018))
    lean = sinp(u.t * 0.065 + phase - reach * 0.55) * push * reach + u.wind * 0.10 * reach * reach
    right = x - place * u.half_width - lean * 1.6

    def grow() -> list[V]:
        g = G.of(under)
        step = up * tall * 13.0 + phase
        leaf = fract(step)
        side = fract(floor(step) * 0.5) * 4.0 - 1.0
        out = right * side
        rise = leaf * 0.9 - out * 9.0
        blade = (
            vmax(fabs(rise - 0.25) - 0.32 * smoothstep(0.105, 0.03, out) * smoothstep(-0.01, 0.02, out), out - 0.085)
            * 0.07
        )
        stem = vmax(fabs(right) - 0.0065, up - 1.0)
        shape = vmin(stem, vmax(blade, fabs(up - 0.48) - 0.46))
        lit = smoothstep(0.0, 0.09, out)
        dark = mix(u.role("near"), u.role("ink"), 0.35)
        colour = mix(dark, mix(u.role("mid"), u.role("accent2"), 0.30), fma(lit, 0.4, smoothstep(0.1, 1.0, up) * 0.45))
        g.paint(
            u.cover(shape), mix(colour, blue(y, u), fma(u.dark, 0.2, 0.06)), 0.10, _KELP, 0.25, 0.0, (lean * 1.6, 0.0)
        )
        return g.values()

    return gate((fabs(right) < 0.11) & (up > -0.05) & (up < 1.02), grow, under)


def bubbles(g: G, x: V, y: V, u: Uniforms) -> None:
    """Air from the diver; in rain everywhere."""
    middle = u.inside(u.diver_x * u.half_width, u.diver * 1.3 + 0.04) + u.diver * 0.6 * u.faces
    above = y - u.diver_y
    column = (fabs(x - middle) < 0.09) & (above > 0.0)

    def rise() -> list[V]:
        grid = 26.0
        right, up = (x + sinp(y * 1.9 + u.t * 0.1) * 0.012) * grid, (y - u.t * 0.11) * grid
        name = cell(floor(right), floor(up), 44)
        size = fma(chance(name, 1), 0.22, 0.10)
        ring = disc(fract(right) - 0.5, fract(up) - 0.5, size)
        near = falloff(fabs(x - middle) * 36.0) * smoothstep(0.0, 0.04, above) * smoothstep(0.55, 0.1, above)
        there = chance(name, 2) < vmax(near * 0.8, u.rain * 0.22 * smoothstep(-0.3, 0.4, y))
        return [sel(there, ring / grid, 1.0), sel(there, ring / size, 0.0)]

    def rising(inner: G) -> None:
        ring, share = rise()
        shine = mix(u.role("paper"), blue(y, u), smoothstep(-0.15, -0.75, share) * 0.75)
        inner.paint(u.cover(ring) * 0.8, shine, 0.25, _BUBBLE, 0.0, 0.2, (0.0, u.t * 0.11))

    g.layer(column | (u.rain > 0.0), rising)
