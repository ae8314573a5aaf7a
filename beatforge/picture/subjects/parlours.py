"""A room by night: a wall and boards, with the dark opening of a hearth or a window on the lights of a town.

In: scene coordinates, how warm the fire's light is there (`flames.warmth`), whether `motifs/fire` has a `hearth`. Out:
paint in a `G`. What stands in the room is in `fireside`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.flames import fire_gold
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    mix,
    sel,
    smoothstep,
    vmax,
    vmin,
)

_ROOM, _BACK = 12, 18


def parlour(g: G, x: V, y: V, warm: V, u: Uniforms) -> None:
    """A wall, boards below it; with a hearth the dark of its opening, else a window on the lights of a town."""
    stripe = smoothstep(0.30, 0.34, fabs(fract(x * 5.0) - 0.5))
    wall = mix(mix(u.role("near"), u.role("ink"), 0.25), u.role("mid"), stripe * 0.14 * u.hearth + 0.10)
    down = vmax(u.ground - y, 0.001)
    run = (x - u.fire_x * u.half_width) / (down + 0.35) * 3.0
    grain = noise(run * 7.0 + floor(run) * 3.1, down * 5.0 + floor(run) * 7.7)
    seam = smoothstep(0.05, 0.02, fabs(fract(run) - 0.5)) * 0.5
    board = mix(mix(u.role("near"), u.role("accent"), 0.14), u.role("mid"), smoothstep(0.3, 0.8, grain) * 0.4)
    board = mix(board, u.role("ink"), seam)
    is_floor = y < u.ground
    colour = choose(is_floor, board, wall)
    pane_x, pane_y = fabs(x + u.half_width * 0.52) - 0.30, fabs(y - 0.10) - 0.29
    outside = (vmax(pane_x, pane_y) < 0.0) & (u.hearth < 0.5)
    colour = gate(outside, lambda: _town(x, y, u), colour)
    bars = vmin(fabs(vmax(pane_x, pane_y)) - 0.014, vmin(fabs(pane_x + 0.30), fabs(y - 0.14)) - 0.007)
    wood = mix(mix(u.role("near"), u.role("accent"), 0.25), u.role("mid"), 0.3)
    frame = u.cover(vmax(bars, vmax(pane_x, pane_y) - 0.014)) * (1.0 - u.hearth)
    colour = mix(colour, wood, frame)
    colour = mix(
        colour,
        mix(u.role("accent"), fire_gold(u), 0.55),
        warm * sel(is_floor, fma(grain, 0.3, 0.30), sel(outside, 0.12, 0.40)),
    )
    shade = smoothstep(0.035, 0.0, down) * sel(is_floor, 0.35, 0.0)
    g.colour = mix(colour, u.role("ink"), shade)
    place = sel(frame > 0.5, _ROOM + 2.0, sel(outside, 0.0, _ROOM))
    g.depth, g.ident = sel(is_floor, 0.6 - down * 0.5, 0.96), sel(is_floor, _ROOM + 1.0, place)
    g.emission, g.drift = warm * 0.15, [as_float(0.0), as_float(0.0)]
    side, high = (x - u.fire_x * u.half_width) / 0.37, (y - u.ground) / 0.45
    hole = vmax(fabs(side) - 1.0, high + side * side * 0.25 - 0.98) * 0.4
    soot = mix(u.role("ink"), mix(u.role("accent"), u.role("ink"), 0.45), falloff(length(side, high - 0.2) * 1.6) * 0.8)
    g.paint(u.cover(hole) * u.hearth * sel(is_floor, 0.0, 1.0), soot, 0.58, _BACK, 0.0, 0.1)


def _town(x: V, y: V, u: Uniforms) -> list[V]:
    """Lights of a town at night, far out of focus."""
    night = mix(u.role("sky_low"), u.role("sky_top"), smoothstep(-0.2, 0.4, y))
    for k, grid in enumerate((6.0, 9.0)):
        along, high = x * grid + u.cam * 0.03 + u.detail, y * grid + 0.37 * k
        name = cell(floor(along), floor(high), 44 + k)
        away = length(fract(along) - 0.5, fract(high) - 0.5) / fma(chance(name, 1), 0.18, 0.24)
        ring = smoothstep(1.0, 0.80, away) * fma(smoothstep(0.3, 1.0, away), 0.4, 0.6)
        seen = sel(chance(name, 2) > 0.35, ring, 0.0) * smoothstep(0.16, -0.12, y)
        lamp = mix(fire_gold(u), u.role("accent2"), chance(name, 3))
        night = mix(night, lamp, seen * fma(u.glow, 0.20, fma(u.pulse, 0.06, 0.40)))
    return night
