"""A street canyon at night with lit windows, signs and a wet street, or a skyline across the water; someone walks.

The wet street mirrors its houses; `shore` cuts it off: beyond it is water. Rows of far towers close the view.
Pulse and high: windows and signs. Conditions: rain, mist, stars, wind, crowd (more walkers), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.canyons import front_depth, houses, railing, ripples, street_floor
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.skylines import towers_at_end
from beatforge.picture.subjects.wanderers import umbrella_bearer
from beatforge.picture.trace import V, both, fabs, falloff, fma, gate, loop, mix, sel, vmax

VIEWS = ("far", "near", "low", "far", "high", "far")

_NONE = 99.0
_USUAL: dict[str, float] = {
    **{"horizon": -0.05, "eye": 0.30, "vanish": 0.0, "left": 0.80, "right": 0.80, "shore": _NONE, "lowest": 1.1},
    **{"sun_x": 0.0, "sun_y": 0.10, "sun_r": 0.06, "moon": 0.5},
    **{"cloud": 0.4, "towers": 0.22, "zebra": 0.0, "rail": 0.0},
}
_FROM_BELOW = {
    **{"horizon": -0.27, "eye": 0.16, "vanish": 0.28, "left": 0.62, "right": 0.95, "lowest": 1.7, "towers": 0.3},
    **{"sun_x": 0.42, "sun_y": 0.42, "sun_r": 0.075, "moon": 1.0},
}
_FROM_ABOVE = {
    **{"horizon": 0.20, "eye": 0.85, "vanish": -0.22, "left": 1.25, "right": 1.0, "lowest": 1.5, "towers": 0.16},
    **{"sun_x": -0.22, "sun_y": 0.05, "sun_r": 0.07, "moon": 0.0, "zebra": 1.0},
}
_QUAY = {
    **{"horizon": -0.04, "eye": 0.32, "vanish": -0.30, "left": 0.75, "right": _NONE, "shore": 0.55, "lowest": 1.6},
    **{"sun_x": 0.45, "sun_y": 0.12, "sun_r": 0.13, "moon": 0.0, "towers": 0.20, "cloud": 0.6},
}
_ACROSS_WATER = {
    **{"horizon": -0.10, "eye": 0.30, "left": _NONE, "right": _NONE},
    **{"shore": -_NONE, "lowest": 0.0, "towers": 0.36, "rail": 1.0},
    **{"sun_x": -0.30, "sun_y": 0.16, "sun_r": 0.17, "moon": 0.3, "cloud": 0.6},
}
_ALLEY = {
    **{"horizon": 0.04, "eye": 0.42, "vanish": 0.10, "left": 0.42, "right": 0.55, "lowest": 2.0, "towers": 0.1},
    **{"sun_x": 0.11, "sun_y": 0.20, "sun_r": 0.05, "moon": 1.0},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _FROM_BELOW, _FROM_ABOVE, _QUAY, _ACROSS_WATER, _ALLEY)
_WALKERS = ((0.10, 1.25), (-0.40, 0.93), (0.16, 2.3), (0.20, 1.15), (0.40, 1.30), (-0.02, 1.7))
"""By composition: where the walker is across the street, and how far away."""
_STROLLERS = ((0.45, 3.0, 0.3), (-0.75, 2.3, 0.5), (0.70, 1.8, 0.2), (-0.55, 1.35, 0.6), (0.42, 1.1, 0.8))
"""Others: how far aside of the walker, how many times as far away, and the crowd each takes."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Street, walls and light; the walker who tells the size comes last, those before need a crowd."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.03, 0.03)
    across, away = _WALKERS[composition]
    strollers = [
        (across + aside + draws.between(-0.06, 0.06), away * further, draws.unit(), wanted)
        for aside, further, wanted in _STROLLERS
    ]
    return {**numbers, "walkers": [*strollers, (across + draws.between(-0.03, 0.03), away, draws.unit(), 0.0)]}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky and skyline with their mirror image, houses, street or water, walkers, weather."""
    down = u.horizon - y
    z = u.eye / vmax(down, 0.003)
    across = (x - u.vanish * u.half_width) * z
    wet = across > u.shore
    mirrors = both(down > 0.0, across > 0.0 - u.left, across < u.right)
    wave, ripple = gate(mirrors, lambda: ripples(x, down, z, across, wet, u), [0.0, 0.0])
    seen_x, seen_y = x + wave, u.horizon + fabs(down) + wave * 0.5
    g = open_sky(seen_y, u, u.horizon)
    front = front_depth(x + wave, u)
    is_open = (fabs(fma(0.0 - down, front, u.eye)) > u.lowest * 0.72) | (front > 39.0)
    g.layer(is_open, lambda inner: _backdrop(inner, seen_x, seen_y, u))
    houses(g, x + wave, y, front, u)
    birds(g, x, y, u, u.horizon)
    end = falloff(length(x - u.vanish * u.half_width, down * 1.4) * 6.5) * fma(
        u.glow, 0.14, fma(u.pulse, 0.08, fma(u.burst, 0.25, fma(u.intensity, 0.12, 0.20)))
    )
    g.light(mix(u.role("sun"), u.role("accent"), 0.35), end * sel(u.lowest > 0.0, 1.0, 0.0))
    g.layer(mirrors, lambda inner: street_floor(inner, down, z, across, wet, ripple, u))
    g = G.of(loop(u.rows("walkers"), g.values(), lambda k, v: umbrella_bearer(u.row("walkers", k), v, x, y, u)))
    g.layer((u.rail > 0.0) & (y < -0.2), lambda inner: railing(inner, x, y, u))
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _backdrop(g: G, x: V, y: V, u: Uniforms) -> None:
    """What is beyond the street: sky, sun, clouds, skyline."""
    stars(g, x, y, u, u.horizon + 0.1)
    sun(g, x - u.sun_x * u.half_width, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.light(u.role("accent"), falloff(fabs(y - u.horizon) * 9.0) * fma(u.glow, 0.12, 0.22))
    towers_at_end(g, x, y, u)
