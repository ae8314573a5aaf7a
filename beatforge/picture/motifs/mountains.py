"""A great peak over ranges in haze, mirrored in a lake; firs, a cabin with a light, a canoe, a hiker on a rock.

Below the `lake` line the same world is seen upside down through ripples. Pulse: sun and cabin window. Swell: ripples.
Conditions: rain, mist, stars, wind (ripples, firs), crowd (more canoes), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.subjects.lakesides import canoe_row, far_shore, hiker_on_rock, near_fir, water
from beatforge.picture.subjects.peaks import peak, ranges
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import V, fma, gate, loop, sel, vmax

VIEWS = ("far", "far", "low", "high", "far", "near")

_NONE = -9.0
_USUAL: dict[str, float] = {
    **{"lake": -0.14, "base": -0.12, "ranges": 1.0, "trees": 1.0, "rock_x": 0.0, "rock": _NONE, "spread": 0.03},
    **{"peak_x": -0.25, "peak_wide": 0.75, "peak_high": 0.42},
    **{"sun_x": 0.50, "sun_y": 0.22, "sun_r": 0.075, "moon": 0.0, "cloud": 0.5, "cabin_x": 0.0, "cabin": 0.0},
}
_GREAT_PEAK = {
    **{"lake": -0.26, "base": -0.24, "peak_x": 0.30, "peak_wide": 0.80, "peak_high": 0.62, "ranges": 0.8},
    **{"sun_x": -0.55, "sun_y": 0.42, "sun_r": 0.09, "moon": 0.5, "cabin_x": -0.58, "cabin": 0.15},
}
_HIGH_VIEW = {
    **{"lake": _NONE, "base": -0.16, "peak_x": -1.2, "peak_wide": 0.5},
    **{"peak_high": 0.30, "ranges": 1.5, "trees": 0.0, "spread": 0.115},
    **{"sun_x": 0.25, "sun_y": 0.20, "sun_r": 0.15, "cloud": 0.7, "rock_x": -0.50, "rock": -0.20},
}
_FRAMED = {
    **{"lake": -0.20, "base": -0.18, "peak_x": 0.05, "peak_wide": 0.60},
    **{"peak_high": 0.36, "sun_x": 0.12, "sun_y": 0.24, "sun_r": 0.13},
}
_MIRROR = {
    **{"lake": 0.00, "base": 0.02, "peak_x": 0.28, "peak_wide": 0.52, "peak_high": 0.33, "ranges": 0.8},
    **{"sun_x": -0.50, "sun_y": 0.33, "sun_r": 0.055, "moon": 1.0, "cloud": 0.3, "cabin_x": 0.62, "cabin": 0.10},
}
_WALL = {
    **{"lake": _NONE, "base": -0.34, "peak_x": -0.52, "peak_wide": 0.95, "peak_high": 0.92, "ranges": 1.2},
    **{"spread": 0.04, "sun_x": 0.62, "sun_y": 0.46, "sun_r": 0.07, "cloud": 0.7, "rock_x": 0.48, "rock": -0.27},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _GREAT_PEAK, _HIGH_VIEW, _FRAMED, _MIRROR, _WALL)
_CANOES = (
    (0.34, 0.10, 0.15),
    (-0.10, 0.12, 0.13),
    (0.0, _NONE, 0.1),
    (-0.16, 0.10, 0.13),
    (-0.20, 0.24, 0.26),
    (0.0, _NONE, 0.1),
)
"""By composition: across, below the lake's far shore, length; a negative depth is no canoe."""
_FRAMES: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((0.98, -0.44, 0.50),),
    ((-1.02, -0.50, 0.55), (0.95, -0.52, 0.36)),
    ((0.92, -0.55, 0.48), (0.72, -0.56, 0.36)),
    ((-0.88, -0.56, 1.05), (-0.58, -0.54, 0.62), (0.93, -0.57, 1.15), (0.66, -0.55, 0.52)),
    (),
    ((0.92, -0.56, 0.62), (0.22, -0.58, 0.40), (-0.04, -0.58, 0.30)),
)
"""By composition: firs in the foreground: across, foot, height."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Lake, peak and light; firs that frame; the canoe that tells the size comes last, the others need a crowd."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    numbers["peak_x"] += draws.between(-0.06, 0.06)
    across, down, size = _CANOES[composition]
    others = [
        (across + draws.between(0.25, 0.5) * side, down * near, size * near, wanted)
        for side, near, wanted in ((1.0, 0.6, 0.3), (-1.0, 0.75, 0.6))
    ]
    firs = [
        (x + draws.between(-0.03, 0.03), foot, tall * draws.between(0.92, 1.08), draws.unit())
        for x, foot, tall in _FRAMES[composition]
    ]
    return {
        **numbers,
        "canoes": [*others, (across + draws.between(-0.05, 0.05), down, size, 0.0)],
        "firs": [*firs, *[(0.0, -5.0, 0.1, 0.0)] * (4 - len(firs))],
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, peak, ranges, shore with their mirror image, then the water's face, and what stands in front."""
    down = u.lake - y
    below = down > 0.0
    depth = 1.0 / (vmax(down, 0.0) + 0.03)
    ripple = gate(below, lambda: [noise(x * 5.0, depth * 1.6 + u.t * 0.28) - 0.5], [0.0])[0]
    wave = sel(below, ripple * fma(down, 0.13, 0.012) * (u.swell * 0.5 + u.wind * 0.8 + 0.6), 0.0)
    seen_x, seen_y = x + wave, sel(below, u.lake + down, y) + wave * 0.5
    g = open_sky(seen_y, u, u.base)
    stars(g, seen_x, seen_y, u, u.base + 0.1)
    sun(g, seen_x - u.sun_x * u.half_width, seen_y - u.base - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, seen_x, seen_y, u, u.base + 0.05, u.cloud)
    birds(g, x, y, u, u.base + 0.12)
    peak(g, seen_x, seen_y, u)
    ranges(g, seen_x, seen_y, u)
    far_shore(g, seen_x, seen_y, u)
    g.layer(below, lambda inner: water(inner, x, down, ripple, u))
    g = G.of(loop(u.rows("canoes"), g.values(), lambda k, v: canoe_row(u.row("canoes", k), v, x, y, u)))
    mist(g, x, y, u, vmax(u.lake, u.base))
    hiker_on_rock(g, x, y, u)
    g = G.of(loop(u.rows("firs"), g.values(), lambda k, v: near_fir(u.row("firs", k), v, x, y, u)))
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g
