"""A road that runs to a huge sun: lanes, palms or lamps that pass, ridges, a car ahead and cars that come towards us.

What stands by the road lives in the road's perspective and comes nearer with `t`. Pulse: sun, brake lights, lamps.
Glow: the lines on the land. Conditions: rain (wet road), mist, stars, wind (palms), crowd (more cars), birds.
"""

from __future__ import annotations

from collections.abc import Mapping

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.subjects.roads import ridges, road_and_land
from beatforge.picture.subjects.roadsides import COMING, car_row, palm_pair, street_lamp
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import V, counted, loop

VIEWS = ("far", "low", "far", "near", "high", "far")

_USUAL: dict[str, float] = {
    **{"horizon": 0.0, "eye": 0.46, "vanish": 0.0, "bend": 0.0},
    **{"sun_x": 0.0, "sun_y": 0.13, "sun_r": 0.19, "moon": 0.0, "stripes": 1.0, "cloud": 0.5},
    **{"valley_x": 0.0, "valley": 0.55, "ridges": 1.0, "grid": 1.0, "shore": 99.0},
    **{"palms": 7.0, "palm_left": 2.4, "palm_right": 2.4, "lamps": 0.0, "lamp_side": 1.5, "cars": 1.0},
}
_LOW_BEND = {
    **{"horizon": -0.18, "eye": 0.34, "vanish": 0.22, "bend": 0.16, "valley_x": 0.45, "valley": 1.0, "ridges": 0.7},
    **{"sun_x": 0.45, "sun_y": 0.03, "sun_r": 0.29, "palm_right": 99.0, "cloud": 0.7},
}
_FROM_ABOVE = {
    **{"horizon": 0.22, "eye": 1.0, "vanish": 0.25, "bend": -0.75, "valley_x": 0.4, "valley": 0.3, "ridges": 1.3},
    **{"sun_x": 0.45, "sun_y": 0.10, "sun_r": 0.085, "stripes": 0.0, "palms": 0.0, "grid": 0.3, "cloud": 0.8},
}
_COAST = {
    **{"horizon": 0.06, "eye": 0.50, "vanish": -0.25, "bend": 0.30, "valley_x": 0.75, "valley": 1.3, "ridges": 1.5},
    **{"sun_x": 0.52, "sun_y": 0.10, "sun_r": 0.13, "stripes": 0.0, "palm_right": 99.0, "shore": 1.7, "cloud": 0.6},
}
_LAMPS = {
    **{"horizon": -0.08, "eye": 0.40, "vanish": 0.26, "bend": -0.30, "valley_x": 0.3, "valley": 0.5, "ridges": 0.9},
    **{"sun_x": -0.55, "sun_y": 0.34, "sun_r": 0.065, "moon": 1.0, "stripes": 0.0, "cloud": 0.4, "grid": 0.4},
    **{"palms": 0.0, "lamps": 7.0, "lamp_side": -1.5},
}
_CLOSE = {
    **{"horizon": 0.08, "eye": 0.52, "vanish": -0.2, "bend": 0.12, "valley_x": -0.15, "valley": 0.35, "ridges": 1.5},
    **{"sun_x": -0.15, "sun_y": 0.07, "sun_r": 0.24, "palm_left": 99.0, "palm_right": 1.6, "grid": 0.7},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _LOW_BEND, _FROM_ABOVE, _COAST, _LAMPS, _CLOSE)

_CARS = ((1.9, 0.5), (1.3, -0.5), (3.4, 0.5), (2.0, 0.5), (1.5, -0.48), (1.25, 0.42))
"""Depth and lane of the car ahead, by composition."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Where sun, road and roadside are; the first row of `traffic` shows in a crowd only."""
    numbers = {**_USUAL, **_PLACES[composition]}
    distance, lane = _CARS[composition]
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    numbers["bend"] += draws.between(-0.05, 0.05)
    ahead = (1.0 / (distance * draws.between(0.95, 1.08)), lane, 0.0)
    others = [(1.0 / (distance * 2.6 + 1.0), lane * 1.05, 0.71), (draws.unit(), -0.75 if lane > 0.0 else 0.75, COMING)]
    return {**numbers, "traffic": [*others, ahead]}


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """In an upright frame the horizon lies lower, so that road does not fill it."""
    upright = min(max((0.5 - values["half_width"]) / 0.21875, 0.0), 1.0)
    horizon = arranged["horizon"]
    assert isinstance(horizon, float)
    return {"horizon": horizon - upright * (0.05 + 0.55 * max(horizon, 0.0))}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, ridges, ground, roadside from far to near, cars, weather."""
    place = u.half_width
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.05)
    sun(g, x - u.sun_x * place, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, u.stripes)
    clouds(g, x, y, u, u.horizon, u.cloud)
    birds(g, x, y, u, u.horizon)
    ridges(g, x, y, u)
    road_and_land(g, x, y, u)
    g = G.of(loop(u.count("palms"), g.values(), lambda k, v: palm_pair(counted(k), v, x, y, u)))
    g = G.of(loop(u.count("lamps"), g.values(), lambda k, v: street_lamp(counted(k), v, x, y, u)))
    g = G.of(loop(u.rows("traffic"), g.values(), lambda k, v: car_row(u.row("traffic", k), v, x, y, u)))
    mist(g, x, y, u, u.horizon + 0.02)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g
