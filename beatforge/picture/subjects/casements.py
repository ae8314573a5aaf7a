"""A window seen from inside: the outline of its glass, the wall about it, frame, cross, curtains, a string of lamps.

In: places from the middle of the glass and what `motifs/window` arranged (`pane_wide`, `bars` ..). Out: paint in a
`G`. The glass itself is in `panes`, what is seen through it in `outlooks`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.outlooks import wide
from beatforge.picture.trace import V, fabs, falloff, floor, fma, fract, gate, mix, sel, sinp, smoothstep, vmax, vmin

_ROOM, _FRAME, _CURTAIN = 7, 8, 9


def glass(right: V, up: V, half: V, u: Uniforms) -> V:
    """The signed distance of the glass, with round corners in a train."""
    across, high = fabs(right) - half + u.round, fabs(up) - u.pane_high + u.round
    outside = length(vmax(across, 0.0), vmax(high, 0.0))
    return outside + vmin(vmax(across, high), 0.0) - u.round


def papered_wall(x: V, y: V, pane: V, u: Uniforms) -> G:
    """The wall about the window, dim, warm where the lamp shines, cool by the glass."""

    def papered() -> list[V]:
        paper = noise(x * 2.0 + 3.0, y * 1.5) * 0.25
        g = G(mix(mix(u.role("near"), u.role("mid"), 0.35 + paper), u.role("ink"), 0.25))
        g.tint(u.role("sky_low"), falloff(vmax(pane, 0.0) * 9.0) * fma(u.glow, 0.08, 0.16))
        lamp = length(x - u.lamp_x * wide(u), (y - u.lamp_y) * 0.85)
        g.light(mix(u.role("sun"), u.role("accent"), 0.25), falloff(lamp * 3.6) * fma(u.pulse, 0.10, 0.55))
        return [*g.colour, g.emission]

    *colour, light = gate(pane > 0.0 - u.px, papered, [*u.role("near"), 0.0])
    return G(colour, 0.6, _ROOM, 0.0, light)


def frame(g: G, pane: V, u: Uniforms) -> None:
    """The frame about the glass."""
    wide = sel(u.round > 0.0, 0.040, 0.034)
    ring = vmax(0.0 - pane, pane - wide)
    wood = mix(mix(u.role("near"), u.role("paper"), 0.22), u.role("ink"), smoothstep(0.0, 0.03, pane) * 0.35)
    g.paint(
        u.cover(ring),
        mix(wood, u.role("sky_low"), smoothstep(0.008, 0.0, fabs(pane - 0.004)) * 0.5),
        0.35,
        _FRAME,
        0.25,
    )


def cross(g: G, across: V, y: V, pane: V, u: Uniforms) -> None:
    """The window's cross."""
    bar = vmin(fabs(across) - 0.014, fabs(y - u.cross_y) - 0.012)
    lit = smoothstep(0.004, -0.008, vmin(fabs(across - 0.010), fabs(y - u.cross_y - 0.009)) - 0.003)
    wood = mix(mix(u.role("near"), u.role("ink"), 0.3), u.role("sky_low"), lit * 0.5)
    g.paint(u.cover(vmax(bar, pane)), wood, 0.34, _FRAME, 0.25)


def curtains(g: G, x: V, up: V, half: V, u: Uniforms) -> None:
    """Curtains at both sides that stir, and their rail."""
    right = x - u.pane_x * wide(u)
    for side in (-1.0, 1.0):
        away = right * side
        near = (away > half - 0.06 - u.px) & (away < half + 0.14 + u.px)
        g.layer(near, partial(_curtain, away=away, up=up, half=half, side=side, u=u))

    def railed(inner: G) -> None:
        rail = vmax(fabs(up - u.pane_high - 0.055) - 0.008, fabs(right) - half - 0.18)
        inner.paint(u.cover(rail), mix(u.role("ink"), u.role("near"), 0.4), 0.29, _FRAME + 1)

    g.layer(fabs(up - u.pane_high - 0.055) < 0.009 + u.px, railed)


def _curtain(g: G, away: V, up: V, half: V, side: float, u: Uniforms) -> None:
    """One of them."""
    stir = sinp(u.t * 0.03 + up * 0.3 + side * 0.2) * 0.008 * (1.0 + u.wind * 2.0)
    inner_edge = half - 0.03 + (up + 0.1) * (up + 0.1) * 0.35 + stir
    cloth = vmax(vmax(inner_edge - away, away - half - 0.14), vmax(up - u.pane_high - 0.045, -0.46 - up))
    fold = sinp((away - inner_edge * 0.4) * 13.0 + up * 0.3)
    shade = mix(mix(u.role("accent"), u.role("near"), 0.45), u.role("ink"), smoothstep(0.2, -0.9, fold) * 0.45)
    shade = mix(shade, u.role("sky_low"), smoothstep(0.05, 0.0, away - inner_edge) * 0.35)
    g.paint(u.cover(cloth), shade, 0.30, _CURTAIN + 12.0, 0.25)


def lamp_string(g: G, x: V, y: V, u: Uniforms) -> None:
    """A string of small lamps along the slanted roof."""
    bow = fract(x * 0.9 + 0.2) - 0.5
    string = fma(bow, bow * 0.30, -0.27) + sinp(u.t * 0.05) * 0.004
    g.paint(u.cover(fabs(y - string) - 0.0016), u.role("ink"), 0.4, _FRAME + 2)
    bead = x * 9.0
    name = cell(floor(bead), None, 81)
    away = length((fract(bead) - 0.5) * (1.0 / 9.0), y - string + 0.018)
    hue = mix(u.role("sun"), mix(u.role("accent"), u.role("accent2"), chance(name, 1)), 0.5)
    glow = fma(u.pulse, 0.3 * 1.0, fma(chance(name, 2), 0.2, 0.4))
    g.light(hue, falloff(away * 22.0) * glow * 0.8)
    g.paint(u.cover(away - 0.011), mix(hue, u.role("paper"), 0.35), 0.4, _FRAME + 3, 0.0, glow)
