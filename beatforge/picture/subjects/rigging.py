"""What hangs above a stage: trusses with their lamps, beams of light, the glare into our eyes.

Beams turn with the bar and brighten with the music; `beams` makes their rows, once a frame.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    clamp,
    fabs,
    falloff,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    smoothstep,
    vmax,
    vmin,
)

TRUSS, BOX = 8, 9

LAMPS = 9


def beams(
    numbers: Mapping[str, float], swings: Sequence[Sequence[float]], bars: float, lift: float, intensity: float
) -> list[tuple[float, ...]]:
    """Each lamp: place, direction, hue, strength; every second bar the other half of them is brighter."""
    rows = []
    from_behind = numbers["glare_x"] < 5.0
    for nth, (phase, swing, hue) in enumerate(swings):
        share = nth / (LAMPS - 1) - 0.5
        turn = math.sin(2.0 * math.pi * (bars * 0.25 + phase * 0.35 + share * 0.5))
        if from_behind:
            x, y = numbers["glare_x"] + share * 0.10, numbers["glare_y"] + 0.04 * math.cos(7.0 * share)
            angle = 2.0 * math.pi * (nth / LAMPS + 0.03 * turn + bars * 0.012)
        else:
            x, y = numbers["wall_x"] + share * 1.85 * numbers["truss_wide"], numbers["truss"] - 0.02
            angle = 2.0 * math.pi * (-0.25 + swing * turn - share * 0.16)
        other = 0.5 + 0.5 * math.cos(math.pi * (bars + hue))
        strength = (0.34 + 0.35 * lift + 0.15 * intensity) * (0.55 + 0.45 * other)
        rows.append((x, y, math.cos(angle), math.sin(angle), hue, strength))
    return [tuple(round(number, 5) for number in row) for row in rows]


def trusses(g: G, x: V, y: V, u: Uniforms) -> None:
    """A lattice above the deck with lamps along it, a tower at each side with hanging loudspeakers."""
    right, up = x - u.wall_x, y - u.truss
    beam = vmax(fabs(up) - 0.022, fabs(right) - u.truss_wide)
    tower = vmax(fabs(fabs(right) - u.truss_wide) - 0.022, vmax(u.lip - y, up))
    aside = fabs(right) - u.truss_wide

    def lattice(inner: G) -> None:
        along = sel(fabs(up) < 0.03, right, y) * 14.0
        across_ = sel(fabs(up) < 0.03, up, aside)
        brace = fabs(across_ - (fabs(fract(along) - 0.5) - 0.25) * 0.068) - 0.0035
        chord = fabs(fabs(across_) - 0.019) - 0.0042
        metal = mix(u.role("ink"), u.role("mid"), 0.35)
        inner.paint(u.cover(vmax(vmin(beam, tower), vmin(brace, chord))), metal, 0.62, TRUSS)

    def speakers(inner: G) -> None:
        bend = (up + 0.17) * (up + 0.17) * 0.9
        stack = vmax(fabs(hung + bend) - 0.045, fabs(up + 0.15) - 0.115)
        seam = smoothstep(0.36, 0.46, fabs(fract(up * 24.0) - 0.5))
        inner.paint(u.cover(stack), mix(u.role("near"), u.role("ink"), fma(seam, 0.5, 0.4)), 0.6, BOX)

    g.layer(vmin(beam, tower) < u.px, lattice)
    hung = fabs(right) - u.truss_wide * 0.86
    g.layer((fabs(up + 0.15) < u.px + 0.115) & (fabs(hung) < u.px + 0.09), speakers)

    def lamp(k: int, nearest: list[V]) -> list[V]:
        lx, ly, _, _, hue, strength = u.row("beams", k)
        far = length(x - lx, y - ly - 0.004) - 0.014
        return [
            vmin(nearest[0], far),
            sel(far < nearest[0], hue, nearest[1]),
            sel(far < nearest[0], strength, nearest[2]),
        ]

    def lamps(inner: G) -> None:
        far, hue, strength = loop(u.rows("beams"), [1.0, 0.0, 0.0], lamp)
        colour = mix(mix(u.role("accent"), u.role("accent2"), hue), u.role("paper"), 0.55)
        inner.paint(u.cover(far), colour, 0.6, TRUSS + 20, 0.0, clamp(strength + 0.4))

    # all lamps of a truss hang 0.02 below its middle, see `beams`
    g.layer((u.glare_x > 5.0) & (fabs(up + 0.016) < u.px + 0.016), lamps)


def beam_light(g: G, x: V, y: V, u: Uniforms, amount: float) -> None:
    """Cones of light in the smoke."""

    def beam(k: int, shine: list[V]) -> list[V]:
        lx, ly, dx, dy, hue, strength = u.row("beams", k)
        right, up = x - lx, y - ly
        along, aside = right * dx + up * dy, fabs(right * dy - up * dx)
        spread = vmax(fma(along, 0.13, 0.008), 0.004)

        def inside() -> list[V]:
            lit = falloff(vmax(aside / spread * 1.6 - 0.5, 0.0)) * smoothstep(0.0, 0.03, along)
            power = lit * strength * fma(smoothstep(0.0, 1.1, along), -0.75, 1.0)
            return [shine[0] + power * (1.0 - hue), shine[1] + power * hue]

        # where `falloff` ends
        return gate((along > 0.0) & (aside < spread * 2.82), inside, shine)

    warm, cold = loop(u.rows("beams"), [0.0, 0.0], beam)

    def smoky(inner: G) -> None:
        smoke = noise(x * 2.1 + u.t * 0.06, y * 2.7 - u.t * 0.02) * 0.6 + noise(x * 5.3 - u.t * 0.05, y * 6.1) * 0.4
        thick = fma(smoke - 0.5, u.smoke * 1.3 + u.mist, 0.85)
        inner.light(mix(u.role("accent"), u.role("sun"), 0.35), clamp(warm * thick * amount))
        inner.light(u.role("accent2"), clamp(cold * thick * amount))

    g.layer(warm + cold > 0.0, smoky)


def glare(g: G, x: V, y: V, u: Uniforms) -> None:
    """Lamps that shine at us, and the haze about them."""

    def shining(inner: G) -> None:
        away = length(x - u.glare_x, y - u.glare_y)
        warm = mix(u.role("sun"), u.role("paper"), 0.3)
        inner.light(
            warm, falloff(away * 2.6) * fma(u.glow, 0.22, fma(u.pulse, 0.10, 0.42)) * fma(u["face"], -0.35, 1.0)
        )
        across, above = fabs(x - u.glare_x), fabs(y - u.glare_y - 0.031)
        inner.layer((across < u.px + 0.134) & (above < u.px + 0.055), lamps)

    def lamps(inner: G) -> None:
        warm = mix(u.role("sun"), u.role("paper"), 0.3)
        near = sel(inner.depth > 0.55, 1.0, 0.0)
        for right, up in ((-0.055, 0.0), (0.055, 0.0), (0.0, 0.062), (-0.11, 0.062), (0.11, 0.062)):
            lamp = length(x - u.glare_x - right, y - u.glare_y - up) - 0.024
            inner.paint(u.cover(lamp) * near, mix(warm, u.role("paper"), 0.6), 0.8, TRUSS + 21, 0.0, 0.95)

    g.layer(u.glare_x < 5.0, shining)
