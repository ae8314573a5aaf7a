"""A city's towers far off: two rows drawn once, with a gap in the nearer one, or one row behind another, computed.

In: a view's numbers (`near_size`, `gap_x`, `gap`; `draw_towers`), scene coordinates, the cutouts `far` and `near` of
`motifs/skyline`. Out: drawings; paint in a `G`. What a drawn tower looks like is in `towers`.
"""

from __future__ import annotations

from collections.abc import Mapping

from beatforge.picture.cutout import CutoutPixel, Drawing, is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.subjects.scenery import snowed
from beatforge.picture.subjects.towers import draw_row, facade, lamp_colour, tower_ident
from beatforge.picture.trace import V, both, clamp, fabs, floor, fma, fract, mix, sel, smoothstep, vmax

_SKYLINE = 8

_FAR, _NEAR = 20, 40
_FAR_TEXELS, _NEAR_TEXELS = (512, 96), (512, 160)
_WIDE = 8.0 / 9.0
"""Half the width of the frame for which places across are meant; in others they move with its edges."""


def draw_towers(numbers: Mapping[str, float], draws: Draws) -> tuple[Drawing, Drawing]:
    """The farther and the nearer row of a city with two centres, where `numbers` say how it lies."""
    peaks = (draws.between(0.15, 0.35), draws.between(0.55, 0.8))
    far, near = Drawing(*_FAR_TEXELS), Drawing(*_NEAR_TEXELS)
    draw_row(far, draws, 30, lambda share: 0.30 + 0.42 * _hump(share, peaks), 0.20)
    draw_row(near, draws, 11, lambda share: (0.36 + 0.42 * _hump(share, peaks[::-1])) * _open(share, numbers), 0.19, 40)
    draw_row(near, draws, 13, lambda share: (0.18 + 0.16 * _hump(share, peaks)) * _open(share, numbers), 0.17, 5)
    return far, near


def far_towers(g: G, x: V, up: V, u: Uniforms) -> None:
    """The farther row, pale with distance."""
    size, shift = u.far_size, u.cam * 0.003
    along = (x + shift) / size + u.seed
    high = (up - u.far_y) / size
    across = fract(along * (_FAR_TEXELS[1] / _FAR_TEXELS[0]))

    def standing(inner: G) -> None:
        _far_tower(inner, u.cutout("far", across, high), along, high, shift, u)

    g.layer(is_drawn(u, "far", across, high), standing)


def _far_tower(g: G, p: CutoutPixel, along: V, high: V, shift: V, u: Uniforms) -> None:
    _, lit = facade(p, along, high, u, 20.0, 26.0, 0.2)
    stone = mix(
        mix(u.role("far"), u.role("mid"), 0.35), u.role("sky_low"), fma(p.tone, 0.35, smoothstep(0.5, 0.0, high) * 0.35)
    )
    shade = mix(stone, lamp_colour(p, along, high, u), lit * 0.7)
    g.paint(p.coverage, shade, 0.90, tower_ident(p, _FAR), 0.25, lit * 0.5, drift=(0.0 - shift, 0.0))


def near_towers(g: G, x: V, up: V, u: Uniforms) -> None:
    """The nearer row; it leaves a gap where the sun, the water or the road is to be seen."""
    size, shift = u.near_size, u.cam * 0.006
    place = x - u.gap_x * (u.half_width - _WIDE)
    along = (place + shift) / size + 0.5 * _NEAR_TEXELS[0] / _NEAR_TEXELS[1]
    high = (up - u.near_y) / size
    across, seen = fract(along * (_NEAR_TEXELS[1] / _NEAR_TEXELS[0])), vmax(high, 0.055)

    def standing(inner: G) -> None:
        _near_tower(inner, u.cutout("near", across, seen), along, high, up, shift, u)

    g.layer(is_drawn(u, "near", across, seen), standing)


def _near_tower(g: G, p: CutoutPixel, along: V, high: V, up: V, shift: V, u: Uniforms) -> None:
    pane, lit = facade(p, along, high, u, 24.0, 34.0, 0.35)
    haze = smoothstep(0.35, 0.0, up - u.near_y) * 0.3
    stone = mix(
        mix(u.role("near"), u.role("mid"), fma(p.tone, 0.8, 0.05)), u.role("sky_low"), fma(p.tone, 0.22, haze) * 0.7
    )
    stone = mix(stone, mix(u.role("near"), u.role("far"), 0.35), pane * 0.45)
    shade = mix(stone, lamp_colour(p, along, high, u), lit * 0.9)
    g.paint(p.coverage, shade, 0.72, tower_ident(p, _NEAR), 0.25, lit * 0.65, drift=(0.0 - shift, 0.0))


def _hump(share: float, peaks: tuple[float, float]) -> float:
    """How high a city stands at a place 0..1 of its row: two centres, the first the greater."""
    return max(max(0.0, 1.0 - abs(share - peak) * 4.2) * part for peak, part in zip(peaks, (1.0, 0.7), strict=True))


def _open(share: float, numbers: Mapping[str, float]) -> float:
    """How far towers may rise at a place of the near row: low ones where something is to be seen behind them."""
    away = abs((share - 0.5) * numbers["near_size"] * _NEAR_TEXELS[0] / _NEAR_TEXELS[1] - numbers["gap_x"] * _WIDE)
    part = max(0.0, min(1.0, 1.6 - 1.6 * away / max(numbers["gap"], 0.01)))
    return 1.0 - 0.72 * part


def towers_at_end(g: G, x: V, y: V, u: Uniforms) -> None:
    """Two rows of far towers with lit windows, highest in the middle."""
    for k, (grid, share) in enumerate(((6.5, 1.0), (10.0, 0.66))):

        def towers(inner: G, k: int = k, grid: float = grid, share: float = share) -> None:
            moved = u.cam * (0.002 + 0.002 * k)
            along = (x + moved) * grid + u.seed * 3.0
            name = cell(floor(along), None, 3 + k)
            up = y - u.horizon
            middle = clamp(1.0 - fabs(x - u.vanish * u.half_width * 0.5) * 0.85)
            inset = fabs(fract(along) - 0.5 + (chance(name, 5) - 0.5) * 0.2)
            step = sel(inset > chance(name, 6) * 0.2 + 0.22, 0.82, 1.0)
            top = u.towers * share * fma(chance(name, 1), 0.75, 0.35) * fma(middle, 0.8, 0.3) * step
            spire = smoothstep(0.04, 0.02, inset) * sel(chance(name, 2) > 0.55, 0.06, 0.0)
            stone = mix(u.role("far"), u.role("near"), 0.3 + 0.4 * k)
            colour = mix(stone, u.role("sky_low"), smoothstep(0.2, 0.0, up) * 0.4)
            bay, storey = along * (5.0 - k), up * 52.0
            window = cell(floor(bay), floor(storey), 5)
            frame = both(fabs(fract(bay) - 0.5) < 0.30, fabs(fract(storey) - 0.5) < 0.26, up < top - 0.012)
            busy = fma(u.intensity, -0.20, 0.70)
            lit = sel(frame & (chance(window, 1) > busy), fma(u.pulse * chance(window, 2), 0.3, 0.6), 0.0)
            roof = smoothstep(0.016, 0.006, top + spire - up)
            shade = snowed(mix(colour, u.role("sun"), lit * 0.85), u, roof * 0.9)
            drift = (0.0 - moved, 0.0)
            inner.paint(u.cover(up - top - spire), shade, 0.94 - 0.06 * k, _SKYLINE + k, 0.25, lit * 0.6, drift)

        g.layer(y < u.horizon + u.towers * 1.21 * share + 0.07, towers)
