"""Who listens: rows of people whose hands rise with the music, flags over their heads, paper that falls on them.

In: scene coordinates, rows and the cutouts of `crowds` as `motifs/stage` arranged them. Out: paint in a `G`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.subjects.crowds import crowd
from beatforge.picture.subjects.rigging import BOX
from beatforge.picture.trace import V, clamp, fabs, floor, fma, fract, gate, mix, sel, sinp, smoothstep, vmax, vmin


def audience_row(row: list[V], under: list[V], x: V, y: V, beyond: V, u: Uniforms) -> list[V]:
    """A row of people with their hands behind them; hands rise with the music."""
    top, size, shift, light, hands = row
    lifted = u.crowd * size * 0.12
    colour = mix(mix(u.role("accent"), u.role("sun"), 0.4), u.role("accent2"), clamp(fma(x, 0.6, 0.45)))
    open_ = sel(u.slope > 0.0, beyond, sel(u.behind > 0.0, y - u.deck, 1.0))
    back = u.behind * 0.6

    def people() -> list[V]:
        g = G.of(under)
        glow = light * fma(u.pulse, 0.25, fma(u.glow, 0.25, 0.6))
        rise = top + size * fma(u.energy, 0.34, fma(u.crowd, 0.22, fma(u.intensity, 0.15, -0.02))) * hands
        lit = (colour, glow)
        crowd(
            g, x, y, u, top=rise, size=size * 1.15, shift=shift + 1.7, depth=size * 0.9 + back, strip="hands", light=lit
        )
        crowd(g, x, y, u, top=top + lifted, size=size, shift=shift, depth=size * 0.85 + back, light=lit)
        return g.values()

    return gate((open_ > 0.0) & (y < top + size * 0.85) & (y > top - size * 1.18), people, under)


def flags(g: G, x: V, y: V, u: Uniforms) -> None:
    """Flags that people hold up over their heads at a festival."""
    for k, (place, top, size) in enumerate(
        ((0.10, -0.02, 0.55), (0.46, 0.06, 0.8), (-0.78, 0.10, 1.0), (0.80, -0.06, 0.6))
    ):
        sway = sinp(u.beat_phase * 0.125 + k * 0.3) * 0.01
        foot = place * vmin(1.0, u.half_width * 1.15)
        right = x - foot - sway * smoothstep(-0.3, top, y)
        near = (right > u.px * -1.0 - 0.0035) & (right < u.px + 0.15 * size) & (y < u.px + top + 0.045)
        g.layer(near, partial(_flag, right=right, y=y, top=top, size=size, nth=k, u=u))


def _flag(g: G, right: V, y: V, top: float, size: float, nth: int, u: Uniforms) -> None:
    g.paint(u.cover(vmax(fabs(right) - 0.0035 * size, y - top)), u.role("ink"), 0.2, BOX)
    along = right * (1.0 / (0.15 * size))
    wave = sinp(along * 0.7 - u.t * (0.5 + 0.05 * nth)) * 0.016 * size * clamp(along) * (1.0 + u.wind * 0.8)
    high = y - top + 0.045 * size - wave
    cloth = vmax(fabs(high) - 0.042 * size * (1.0 - along * 0.15), vmax(0.0 - right, right - 0.15 * size))
    hue = mix(u.role("accent"), u.role("accent2"), float(nth % 2))
    fold = smoothstep(-0.012, 0.012, wave) * 0.35
    stripe = sel(fabs(high) < 0.014 * size, 0.8, 0.0)
    g.paint(
        u.cover(cloth), mix(mix(hue, u.role("paper"), stripe), u.role("ink"), fold), 0.2, BOX + 50.0 + nth, 0.0, 0.1
    )


def confetti(g: G, x: V, y: V, u: Uniforms) -> None:
    """On great moments paper flutters down."""

    def falling() -> list[V]:
        colour = g.colour
        for layer, (grid, pace) in enumerate(((13.0, 0.10), (8.0, 0.16))):
            across, up = x * grid + sinp(y * 1.3 + u.t * 0.2 + layer) * 0.4, (y + u.t * pace * 2.0) * grid
            name = cell(floor(across), floor(up), 70 + layer)
            right, high = fract(across) - fma(chance(name, 1), 0.6, 0.2), fract(up) - fma(chance(name, 2), 0.6, 0.2)
            turn = u.t * 0.7 + chance(name, 3)
            flat = fma(sinp(turn), 0.8, 1.4)
            piece = vmax(fabs(right + high * 0.3) - 0.10, fabs(high - right * 0.3) * flat - 0.09)
            hue = chance(name, 5)
            paper = mix(mix(u.role("accent"), u.role("accent2"), hue), u.role("sun"), smoothstep(0.7, 0.8, hue))
            shown = smoothstep(0.02, -0.02, piece) * sel(chance(name, 4) < u.burst * 0.6, 1.0, 0.0)
            colour = mix(colour, paper, shown * smoothstep(0.0, 0.25, u.burst))
        return colour

    g.colour = gate(u.burst > 0.02, falling, g.colour)
