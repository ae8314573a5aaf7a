"""Fronts of houses: windows that light up with the music, shops under awnings, glowing signs.

In: where on the wall a pixel is, in units of the street (storeys are 0.3 high), and the house's name for `chance`.
Out: the wall's colour and its light. Where walls stand is the motif's affair.
"""

from __future__ import annotations

from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.trace import (
    V,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    mix,
    scale,
    screen,
    sel,
    smoothstep,
    vmax,
    vmin,
)


def house_front(name: V, along: V, up: V, is_right: V, u: Uniforms) -> tuple[list[V], V]:
    """A house front: its colour and its light at a place along the street and a height. Storeys are 0.3 high."""
    stone = mix(u.role("near"), u.role("mid"), fma(chance(name, 2), 0.6, 0.2))
    *colour, light = gate(up > 0.28, lambda: _windows(stone, along, up, is_right, u), [*stone, 0.0])
    *colour, light = gate(up < 0.29, lambda: _shop(colour, light, name, along, up, u), [*colour, light])
    sign_x, sign_y = fract(along * 0.5) - 0.5, up - fma(chance(name, 6), 0.5, 0.66)
    has = (fabs(sign_y) < 0.55) & (fabs(sign_x) < 0.35) & (chance(name, 7) > 0.3)
    *colour, light = gate(has, lambda: _sign(colour, light, name, sign_x, sign_y, u), [*colour, light])
    return colour, clamp(light)


def _windows(stone: list[V], along: V, up: V, is_right: V, u: Uniforms) -> list[V]:
    """Rows of windows with crossbars, some of them lit: more in loud music, brighter on the beat."""
    bay, storey = along * 3.0, up * 3.4
    room = cell(floor(bay), floor(storey) + is_right * 77.0, 20)
    right, high = fract(bay) - 0.5, fract(storey) - 0.5
    pane = smoothstep(0.0, 0.04, vmin(0.33 - fabs(right), 0.36 - fabs(high)))
    pane = pane * smoothstep(0.018, 0.03, vmin(fabs(right), fabs(high - 0.10)))
    lit = pane * clamp((chance(room, 1) - 0.60 + u.energy * 0.14) * 8.0) * fma(chance(room, 2) * u.pulse, 0.3, 0.7)
    lit = lit * smoothstep(0.28, 0.34, up) * fma(smoothstep(0.1, -0.3, high), -0.25, 1.0)
    colour = mix(stone, u.role("ink"), smoothstep(0.46, 0.5, fabs(high)) * 0.4)
    colour = mix(colour, u.role("far"), pane * 0.30)
    lamp = mix(u.role("sun"), u.role("accent2"), smoothstep(0.72, 0.78, chance(room, 3)))
    return [*mix(colour, lamp, lit), lit * 0.6]


def _shop(colour: list[V], light: V, name: V, along: V, up: V, u: Uniforms) -> list[V]:
    """A shop window on the street with goods in it, under an awning."""
    tint = mix(u.role("accent"), u.role("accent2"), chance(name, 3))
    ware = mix(u.role("sun"), tint, fma(chance(name, 4), 0.4, 0.35))
    glass = smoothstep(0.205, 0.19, up) * smoothstep(0.03, 0.05, up)
    glass = glass * smoothstep(0.06, 0.09, fabs(fract(along * 1.5) - 0.5))
    goods = smoothstep(0.30, 0.55, noise(along * 9.0, up * 26.0)) * smoothstep(0.17, 0.12, up)
    shine = glass * fma(goods, -0.55, 1.0) * fma(chance(name, 5), 0.35, 0.50)
    awning = smoothstep(0.20, 0.21, up) * smoothstep(0.285, 0.275, up) * sel(chance(name, 9) > 0.35, 1.0, 0.0)
    cloth = mix(u.role("accent"), u.role("paper"), sel(fract(along * 6.0) > 0.5, 0.85, 0.0))
    return [*mix(mix(colour, ware, shine), mix(cloth, u.role("near"), 0.35), awning), light + shine * 0.6]


def _sign(colour: list[V], light: V, name: V, x: V, y: V, u: Uniforms) -> list[V]:
    """An upright sign of glowing marks in a tube frame."""
    edge = vmax(fabs(x) - 0.055, fabs(y) - 0.26)
    tint = mix(u.role("accent"), u.role("accent2"), sel(chance(name, 8) > 0.5, 1.0, 0.0))
    mark = (chance(cell(floor(x * 36.0), floor(y * 22.0), 7), 1) > 0.45) & (edge < -0.015)
    inside = smoothstep(0.008, -0.008, edge)
    tube = smoothstep(0.03, 0.01, fabs(edge + 0.004))
    burn = clamp(tube + sel(mark, inside * 0.85, 0.0)) * fma(u.pulse, 0.25, 0.75)
    colour = mix(mix(colour, scale(tint, 0.3), inside), tint, burn)
    return [*screen(colour, tint, falloff(vmax(edge, 0.0) * 13.0) * 0.35), light + burn]
