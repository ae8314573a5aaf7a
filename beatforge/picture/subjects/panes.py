"""Water on a window: drops that hang, drops that run down and leave a trail, and mist that they wipe away.

In: a place on the pane and how wet it is. Out: how far what is behind is seen displaced (each drop is a small lens that
shows the world upside down), how much of a drop is here, and how clear of mist the glass is, or a finger wiped it.
"""

from __future__ import annotations

from dataclasses import dataclass

from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.outlooks import wide
from beatforge.picture.trace import Number, V, clamp, fabs, floor, fma, fract, gate, sel, sinp, smoothstep, vmax, vmin

_HANGING = ((17.0, 0.9), (31.0, 0.55))
"""Grids of drops that hang: cells per height, and the size of drops in them."""

_RUNNING = ((6.5, 1.9, 0.060), (10.5, 2.7, 0.085))
"""Columns of drops that run: columns per height, cells per height, pace."""


@dataclass(frozen=True, slots=True)
class Wet:
    """`right`, `up`: displacement in heights; `drop` 0..1 in a drop; `clear` 0..1 without mist; `gleam` light on it."""

    right: V
    up: V
    drop: V
    clear: V
    gleam: V

    def values(self) -> list[V]:
        return [self.right, self.up, self.drop, self.clear, self.gleam]


def drops(x: V, y: V, u: Uniforms, wet: Number, size: Number) -> Wet:
    """The pane at (x, y); `size` 1 is a pane an arm's length away, greater is nearer."""
    x, y = x / size, y / size
    values = [x * 0.0, x * 0.0, x * 0.0, x * 0.0, x * 0.0]
    for layer, (grid, grown) in enumerate(_HANGING):
        values = _hanging(values, x, y, u, wet, grid, grown, layer)
    for layer, (columns, rows, pace) in enumerate(_RUNNING):
        values = _running(values, x, y, u, wet, columns, rows, pace, layer)
    right, up, drop, clear, gleam = values
    return Wet(right * size, up * size, clamp(drop), clamp(clear), clamp(gleam))


def _hanging(so_far: list[V], x: V, y: V, u: Uniforms, wet: Number, grid: float, grown: float, layer: int) -> list[V]:
    """Drops that appear, swell and dry, each in its own time."""
    across, high = x * grid, y * grid
    name = cell(floor(across), floor(high), 30 + layer)

    def hanging() -> list[V]:
        right, up = fract(across) - fma(chance(name, 1), 0.5, 0.25), fract(high) - fma(chance(name, 2), 0.5, 0.25)
        life = fract(u.t * 0.012 + chance(name, 3))
        age = smoothstep(0.0, 0.15, life) * smoothstep(1.0, 0.75, life)
        radius = fma(chance(name, 5), 0.13, 0.08) * grown * age

        def seen() -> list[V]:
            made = _lens(so_far, right, up, radius, 1.0 / grid)
            # small ones bend and shine, but are not things with an outline
            drop = sel(made[2] > so_far[2], vmax(so_far[2], made[2] * grown * 0.55), made[2])
            return [*made[:2], drop, *made[3:]]

        return gate(vmax(fabs(right), fabs(up) * 0.86) < radius, seen, so_far)

    return gate(chance(name, 4) < wet * 0.6, hanging, so_far)


def _running(
    so_far: list[V], x: V, y: V, u: Uniforms, wet: Number, columns: float, rows: float, pace: float, layer: int
) -> list[V]:
    """Drops that run down in fits and starts, beads left behind in their trails."""
    across = x * columns
    lane = cell(floor(across), None, 40 + layer)
    fall = y * rows + u.t * pace * fma(chance(lane, 1), 0.6, 0.7) + chance(lane, 2) * 9.0
    name = cell(floor(across), floor(fall), 44 + layer)
    middle = fma(chance(name, 1), 0.4, 0.3) + sinp(y * 2.1 + chance(name, 2)) * 0.10
    right, high = (fract(across) - middle) * (1.0 / columns), fract(fall)

    def running() -> list[V]:
        wait = fract(u.t * pace * 1.4 + chance(name, 3))
        place = 0.22 + 0.5 * smoothstep(0.55, 1.0, wait) * smoothstep(0.0, 0.4, 1.0 - wait) + 0.12 * sinp(wait)
        up = (high - place) * (1.0 / rows)
        radius = fma(chance(name, 5), 0.006, 0.010)
        above = smoothstep(place, place + 0.06, high) * smoothstep(1.0, 0.55, high)
        trail = smoothstep(0.007, 0.004, fabs(right)) * above
        bead_up = (fract(y * rows * 7.0) - 0.5) * (1.0 / (rows * 7.0))
        bead = fma(chance(cell(floor(y * rows * 7.0), floor(across), 48), 1), 0.0032, 0.0016) * above
        made = gate(fabs(right) < bead, lambda: _lens(so_far, right, bead_up, bead, 1.0), so_far)
        made = gate(fabs(up) * 0.86 < radius, lambda: _lens(made, right, up, radius, 1.0), made)
        return [*made[:3], clamp(made[3] + trail), made[4]]

    # no drop is broader
    return gate((chance(name, 4) < wet * 0.85) & (fabs(right) < 0.016), running, so_far)


def _lens(so_far: list[V], right: V, up: V, radius: V, unit: float) -> list[V]:
    """A drop about (0, 0) of `radius`, coordinates in `unit` heights, over what there was before."""
    away = length(right, up * sel(up > 0.0, 0.86, 1.0))
    inside = smoothstep(radius, radius * 0.82, away) * sel(radius > 0.0008, 1.0, 0.0)
    bend = -7.0 * unit
    gleam = smoothstep(0.42, 0.12, length(right + radius * 0.34, up - radius * 0.40) / vmax(radius, 1e-4)) * inside
    edge = smoothstep(radius * 0.55, radius, away) * inside
    told = [right * bend, up * bend, inside, inside, gleam - edge * 0.25 * smoothstep(0.0, radius, up)]
    return [
        sel(inside > 0.5, new, old) if nth < 2 else vmax(new, old)
        for nth, (new, old) in enumerate(zip(told, so_far, strict=True))
    ]


def finger_heart(right: V, up: V, u: Uniforms) -> V:
    """A heart that a finger has drawn on the misty glass."""
    aside, high = right - 0.30 * wide(u), up - 0.06

    def drawn() -> list[V]:
        side = fabs(aside + noise(up * 9.0, 1.0) * 0.012)
        lower = (side + fabs(high) - 0.13) * 0.7071
        line = fabs(vmin(lower, length(side - 0.065, high - 0.065) - 0.092)) - 0.008
        return [smoothstep(0.006, -0.003, line)]

    return gate((u.heart > 0.0) & (fabs(aside) < 0.25) & (fabs(high) < 0.20), drawn, [0.0])[0]
