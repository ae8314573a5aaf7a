"""Ink and red that a great moment flings onto the sheet.

In: a place on the sheet, how rough it is there, the ink and the red that it has. Out: both with the drops upon them.
"""

from __future__ import annotations

from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.shapes import length
from beatforge.picture.trace import V, floor, fma, fract, sel, smoothstep, vmax


def splattered(x: V, y: V, rough: V, ink: V, red: V, u: Uniforms) -> list[V]:
    """Ink and red flung onto the sheet by a great moment; drops dry up one after the other as it fades."""
    for layer, (grid, share) in enumerate(((34.0, 0.16), (92.0, 0.24))):
        across, down = fma(u.seed, 7.3, x * (1.0 / grid)), y * (1.0 / grid)
        name = cell(floor(across), floor(down), 40 + layer)
        right, low = fract(across) - fma(chance(name, 1), 0.5, 0.25), fract(down) - fma(chance(name, 2), 0.5, 0.25)
        stays = chance(name, 3) * 0.6
        big = fma(chance(name, 4), 0.15, 0.04) * smoothstep(stays, stays + 0.3, u.burst)
        drop = smoothstep(1.2, -1.2, (length(right, low) - big) * grid + (rough - 0.5) * 6.0)
        drop = sel(chance(name, 5) < share, drop * smoothstep(0.0, 0.02, big), 0.0)
        is_red = chance(name, 6) > 0.62
        ink, red = vmax(ink, sel(is_red, 0.0, drop * 0.9)), vmax(red, sel(is_red, drop * 0.62, 0.0))
    return [ink, red]
