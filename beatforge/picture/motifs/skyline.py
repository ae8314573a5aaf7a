"""A city's skyline by day, dusk or night: across a river, from a roof, between towers, under a bridge, from a hill.

Two rows of towers drawn once, their windows lit by the music; before them water that mirrors them, a carpet of lights
or a motorway; in front the place where one stands, with people. Pulse and glow: windows. High: sparkle of far lights.
Burst: fireworks. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more traffic and boats), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.subjects.fireworks import fires, fireworks
from beatforge.picture.subjects.forelands import carpet, motorway, plain, river
from beatforge.picture.subjects.lookouts import draw_lookout, foreground
from beatforge.picture.subjects.riverside import boats, ripple, suspension, walkers, wheel
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.skylines import draw_towers, far_towers, near_towers
from beatforge.picture.trace import V, fabs, falloff, fma, gate, mix, sel

VIEWS = ("far", "high", "near", "low", "far", "high")

_USUAL: dict[str, float] = {
    **{"horizon": -0.14, "water": 1.0, "road": 0.0, "carpet": 0.0, "bridge": 1.0, "bridge_x": 0.98, "wheel": 1.0},
    **{"sun_x": -0.30, "sun_y": 0.20, "sun_r": 0.15, "moon": 0.0, "cloud": 0.7, "hero": -0.25},
    **{"far_y": 0.0, "far_size": 0.24, "near_y": 0.0, "near_size": 0.46, "gap_x": 0.55, "gap": 0.62},
    **{"fore_y": -0.53, "fore_size": 0.92, "boat": 1.0, "wheel_x": 0.20, "walk": -0.475},
}
_ROOFTOP = {
    **{"horizon": 0.06, "water": 0.0, "carpet": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0},
    **{"sun_x": 0.10, "sun_y": 0.15, "sun_r": 0.11, "far_y": -0.02, "far_size": 0.26, "near_y": -0.40},
    **{"near_size": 0.62, "gap_x": 0.16, "gap": 0.62, "fore_y": -0.54, "fore_size": 0.90, "cloud": 0.5},
    "walk": 9.0,
}
_TOWERS = {
    **{"horizon": -0.32, "water": 0.0, "road": 0.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "carpet": 0.0},
    **{"sun_x": 0.06, "sun_y": 0.50, "sun_r": 0.17, "moon": 0.0, "far_size": 0.40, "near_size": 0.34, "gap_x": 0.06},
    **{"gap": 0.25, "fore_y": -0.53, "fore_size": 0.94, "cloud": 0.45, "near_y": -0.04, "walk": -0.488},
}
_BELOW = {
    **{"horizon": -0.24, "bridge": 0.0, "wheel": 1.0, "wheel_x": 0.30, "sun_x": 0.30, "sun_y": 0.11, "sun_r": 0.13},
    **{"far_size": 0.15, "near_size": 0.26, "gap_x": 0.26, "gap": 0.5},
    **{"fore_y": -0.44, "fore_size": 0.94, "boat": 2.0, "cloud": 0.9},
    "walk": 9.0,
}
_HILLTOP = {
    **{"horizon": -0.02, "water": 0.0, "carpet": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "moon": 1.0},
    **{"sun_x": 0.62, "sun_y": 0.34, "sun_r": 0.07, "far_size": 0.14, "far_y": 0.0, "near_y": -0.13, "near_size": 0.26},
    **{"gap_x": 0.30, "gap": 0.6, "fore_y": -0.53, "fore_size": 1.0, "cloud": 0.35},
    "walk": 9.0,
}
_TRAFFIC = {
    **{"horizon": 0.02, "water": 0.0, "road": 1.0, "bridge": 0.0, "wheel": 0.0, "boat": 0.0, "carpet": 0.6},
    **{"sun_x": 0.04, "sun_y": 0.055, "sun_r": 0.085, "far_size": 0.17, "near_y": -0.05, "near_size": 0.42},
    **{"gap_x": -0.06, "gap": 0.42, "fore_y": -0.55, "fore_size": 0.98},
    "walk": 9.0,
}
_PLACES: tuple[dict[str, float], ...] = ({}, _ROOFTOP, _TOWERS, _BELOW, _HILLTOP, _TRAFFIC)

_SHELLS = 4
"""Fireworks at once."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Numbers of the view, its towers and its foreground."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    far, near = draw_towers(numbers, draws)
    places = [(draws.between(-0.6, 0.6), draws.between(0.26, 0.42), draws.unit(), draws.unit()) for _ in range(_SHELLS)]
    places_x = (-0.62, -0.30, -0.02, 0.34, 0.66)
    crowd = [
        (x + draws.between(-0.05, 0.05), draws.between(0.20, 0.24), draws.unit(), 0.15 * nth)
        for nth, x in enumerate(places_x)
    ]
    return {
        **numbers,
        "walkers": crowd,
        **{"shells": places, **_burning(places, {"t": 0.0, "burst": 0.0, "intensity": 0.0})},
        **{"far": far.finish(), "near": near.finish(), "fore": draw_lookout(composition, draws)},
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Fireworks in this frame: on great moments at once, in great scenes now and then."""
    shells = arranged["shells"]
    assert isinstance(shells, Sequence)
    return _burning(shells, values)


def _burning(shells: Sequence[Sequence[float]], values: Mapping[str, float]) -> Arrangement:
    rows, count = fires(shells, values["t"], values["burst"], values["intensity"])
    return {"fires": rows, "burning": count}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, fireworks, towers, what lies before them, the foreground, weather."""
    down = u.horizon - y
    mirrors = (u.water > 0.5) & (down > 0.0)
    wave = gate(mirrors, lambda: [ripple(x, down, u)], [0.0])[0]
    seen_x, seen_y = x + wave, sel(mirrors, u.horizon + down * 1.04 + wave * 0.6, y)
    g = open_sky(seen_y, u, u.horizon)
    stars(g, seen_x, seen_y, u, u.horizon + 0.1)
    sun(g, seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, seen_x, seen_y, u, u.horizon, u.cloud)
    fireworks(g, seen_x, seen_y, u)
    g.light(
        mix(u.role("sky_low"), u.role("accent"), 0.4), falloff(fabs(seen_y - u.horizon) * 7.0) * fma(u.glow, 0.12, 0.12)
    )
    up = seen_y - u.horizon
    plain(g, x, y, u)
    g.layer((up - u.far_y < u.far_size) & (up > u.far_y), lambda inner: far_towers(inner, seen_x, up, u))
    g.layer(u.wheel > 0.0, lambda inner: wheel(inner, seen_x, up, u))
    carpet(g, x, down, u)
    g.layer((up - u.near_y < u.near_size) & (up > u.near_y - 0.5), lambda inner: near_towers(inner, seen_x, up, u))
    g.layer(u.bridge > 0.0, lambda inner: suspension(inner, seen_x, up, u))
    g.layer(mirrors, lambda inner: river(inner, x, down, wave, u))
    g.layer((u.road > 0.0) & (down > 0.0), lambda inner: motorway(inner, x, down, u))
    g.layer(u.boat > 0.0, lambda inner: boats(inner, x, y, u))
    birds(g, x, y, u, u.horizon)
    foreground(g, x, y, u)
    g.layer((u.crowd > 0.0) & (u.walk < 5.0), lambda inner: walkers(inner, x, y, u))
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    rain(g, x, y, u)
    snow(g, x, y, u)
    return g
