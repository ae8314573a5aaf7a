"""Wide land under a great sun or moon: fields and wetland, a lone tree, mills, wires, balloons, a house, a rider.

Hills are rows one before the other; the plain is a plane in perspective with patches, furrows and water that mirrors
the sky. Wires and poles stand in the same space. The rider's joints are counted anew for each frame, a stride a beat.
Pulse: sun, burners, windows. Swell: grass. Glow: clouds' rims. Conditions: rain (puddles), snow (white land), mist,
stars, wind (mills, grass), blossom (the tree is in flower), crowd (more riders and balloons), birds (some on the wire).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.cutout import Drawing
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise1
from beatforge.picture.subjects.boxes import SIDES, Row, boxed
from beatforge.picture.subjects.landmarks import draw_tree
from beatforge.picture.subjects.plains import HILLS, cloud_heap, grass, hill, near_hill, plain
from beatforge.picture.subjects.riders import BONES, galloping, travellers
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.standing import balloon, house_and_tree, tower, wires
from beatforge.picture.trace import V, fabs, fma, loop, smoothstep

VIEWS = ("far", "far", "low", "high", "far", "near", "low")

_NONE = 9.0
_USUAL: dict[str, float] = {
    **{"horizon": -0.12, "eye": 0.20, "vanish": 0.0, "fields": 1.0, "water": 0.0, "travel": 0.0},
    **{"sun_x": 0.3, "sun_y": 0.1, "sun_r": 0.2, "moon": 0.0, "cloud": 0.5, "heap": 0.0, "heap_x": 0.0},
    **{"hills": 1.0, "knoll": -_NONE, "knoll_x": 0.0, "tree_x": 0.0, "tree": 0.0, "house_x": 0.0, "house": 0.0},
    **{"wires": 0.0, "grass": 0.16, "person_x": 0.0, "person": 0.0, "rider_x": 0.0, "rider_y": 0.0, "rider": 0.0},
}
_TREE_AND_SUN = {
    **{"horizon": -0.20, "sun_x": 0.34, "sun_y": 0.12, "sun_r": 0.25, "cloud": 0.6, "knoll": -0.17, "knoll_x": 0.36},
    **{"tree_x": 0.32, "tree": 0.43, "person_x": 0.56, "person": 0.085, "grass": 0.17, "hills": 0.8},
}
_MILLS = {
    **{"horizon": -0.06, "eye": 0.17, "sun_x": -0.36, "sun_y": 0.06},
    **{"sun_r": 0.12, "cloud": 0.9, "water": 1.0, "fields": 0.35},
    **{"hills": 0.25, "person_x": -0.16, "person": 0.10, "grass": 0.12},
}
_IN_THE_GRASS = {
    **{"horizon": -0.26, "sun_x": -0.22, "sun_y": 0.17, "sun_r": 0.28},
    **{"moon": 0.5, "cloud": 0.35, "hills": 0.7, "grass": 0.36},
    **{"rider_x": 0.26, "rider_y": -0.20, "rider": 0.17, "knoll": -0.20, "knoll_x": 0.30},
}
_BALLOONS = {
    **{"horizon": 0.16, "eye": 0.75, "vanish": 0.2, "sun_x": 0.60},
    **{"sun_y": 0.10, "sun_r": 0.085, "cloud": 0.7, "hills": 0.9},
    **{"travel": 1.0, "grass": 0.0, "water": 0.35, "house_x": 0.52, "house": 0.060},
}
_WIRES = {
    **{"horizon": -0.24, "eye": 0.13, "vanish": -0.42, "sun_x": -0.52},
    **{"sun_y": 0.05, "sun_r": 0.10, "heap": 1.0, "heap_x": 0.32},
    **{"cloud": 0.25, "wires": 1.0, "hills": 0.45, "rider_x": 0.10, "rider_y": -0.345, "rider": 0.125, "grass": 0.10},
}
_HOUSE = {
    **{"horizon": -0.24, "sun_x": 0.05, "sun_y": 0.23, "sun_r": 0.34},
    **{"cloud": 0.55, "knoll": -0.13, "knoll_x": 0.04, "hills": 0.9},
    **{"house_x": 0.10, "house": 0.21, "tree_x": -0.26, "tree": 0.34, "person_x": 0.42, "person": 0.10, "grass": 0.15},
}
_TURBINES = {
    **{"horizon": -0.24, "sun_x": 0.50, "sun_y": 0.10, "sun_r": 0.15},
    **{"cloud": 0.8, "hills": 1.5, "fields": 0.8, "grass": 0.20, "person_x": 0.20, "person": 0.13},
}
_PLACES: tuple[dict[str, float], ...] = (_TREE_AND_SUN, _MILLS, _IN_THE_GRASS, _BALLOONS, _WIRES, _HOUSE, _TURBINES)
_TOWERS: tuple[tuple[tuple[float, ...], ...], ...] = (
    (),
    ((0.02, -0.055, 0.10, 0.0), (0.90, -0.065, 0.15, 0.0), (0.48, -0.085, 0.36, 0.0)),
    (),
    (),
    (),
    (),
    ((-0.90, -0.20, 0.22, 1.0), (0.74, -0.19, 0.27, 1.0), (-0.36, -0.25, 0.62, 1.0)),
)
"""By composition, far to near: across, foot, height; 0 a mill, 1 a turbine."""
_FLEETS: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((-0.42, 0.26, 0.045, 0.0), (-0.70, 0.16, 0.028, 0.0), (0.0, _NONE, 0.1, 0.5), (-0.1, 0.33, 0.06, 0.6)),
    ((0.0, _NONE, 0.1, 0.0), (-0.1, 0.34, 0.05, 0.3), (-0.75, 0.27, 0.08, 0.6), (0.0, _NONE, 0.1, 0.0)),
    ((0.74, 0.30, 0.05, 0.4), (0.5, 0.2, 0.03, 0.7), (0.0, _NONE, 0.1, 0.0), (0.0, _NONE, 0.1, 0.0)),
    ((0.30, 0.285, 0.050, 0.0), (0.86, 0.13, 0.085, 0.3), (0.10, 0.03, 0.11, 0.0), (-0.44, 0.12, 0.235, 0.0)),
    ((0.0, _NONE, 0.1, 0.0), (-0.86, 0.30, 0.04, 0.5), (0.0, _NONE, 0.1, 0.0), (0.0, _NONE, 0.1, 0.0)),
    ((-0.82, 0.28, 0.055, 0.2), (0.82, 0.33, 0.04, 0.4), (0.0, _NONE, 0.1, 0.0), (0.0, _NONE, 0.1, 0.0)),
    ((0.36, 0.33, 0.04, 0.5), (0.0, _NONE, 0.1, 0.0), (0.0, _NONE, 0.1, 0.0), (0.0, _NONE, 0.1, 0.0)),
)
"""By composition: balloons across, up, radius, and the crowd each takes."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Light, land and what stands on it."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    numbers["person_x"] += draws.between(-0.03, 0.03)
    tree = Drawing(176, 176)
    draw_tree(tree, draws)
    towers = [(*tower, draws.unit()) for tower in _TOWERS[composition]]
    fleet = [
        (x + draws.between(-0.03, 0.03), y, size, draws.unit(), wanted) for x, y, size, wanted in _FLEETS[composition]
    ]
    return {
        **{**numbers, "tower_count": float(len(towers)), "crown": tree.finish(), "balloons": fleet},
        **_aloft(fleet, {"half_width": 0.9, "crowd": 0.0, "intensity": 0.5}),
        "towers": [*towers, *[(0.0, -5.0, 0.1, 0.0, 0.0)] * (3 - len(towers))],
        "bones": [(0.0,) * 6] * BONES,
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """The horse and its rider in this frame, and the balloons."""
    balloons = arranged["balloons"]
    assert isinstance(balloons, Sequence)
    return {"bones": galloping(values["beat_phase"]), **_aloft(balloons, values)}


def _aloft(balloons: Sequence[Sequence[float]], values: Mapping[str, float]) -> dict[str, float | list[Row]]:
    """The balloons of a frame, each with its box, and their count."""
    company, fleet = max(values["crowd"], (values["intensity"] - 0.55) * 1.6), []
    for row in balloons:
        place, level, size, _, wanted = row
        middle, reach = place * values["half_width"], 0.05 + 1.02 * size
        if level < _NONE and (wanted < 0.01 or company > wanted - 0.001):
            box = (middle - reach, middle + reach, level - 0.018 - 1.95 * size, level + 0.018 + 1.02 * size)
            fleet.append((box, row))
    rows, count = boxed(fleet, len(balloons), SIDES + 5)
    return {"fleet": rows, "balloon_count": count}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, clouds, hills, the plain and what stands on it from far to near, grass, weather."""
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.05)
    sun(g, x - u.sun_x * u.half_width, y - u.horizon - u.sun_y, u, u.sun_r * fma(u.upright, -0.25, 1.0), u.moon, 0.0)
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.layer((u.heap > 0.0) & (y > u.horizon - 0.02), partial(cloud_heap, x, y, u))
    birds(g, x, y, u, u.horizon + 0.05)
    for k in range(3):
        g.layer(
            (y < u.horizon + 0.02 + HILLS[k][0] * 1.05 * u.hills) & (y > u.horizon - 0.05), partial(hill, x, y, u, k)
        )
    g.layer(y < u.horizon, partial(plain, x, y, u))
    g = G.of(loop(u.count("tower_count"), g.values(), lambda k, v: tower(u.row("towers", k), v, x, y, u)))
    g.layer((u.wires > 0.0) & (y > u.horizon - 0.3), partial(wires, x, y, u))
    house_and_tree(g, x, y, u)
    g = G.of(loop(u.count("balloon_count"), g.values(), lambda k, v: balloon(u.row("fleet", k), v, x, y, u)))
    g.layer(y < u.knoll + 0.03, lambda inner: near_hill(inner, x, y, _knoll(x, u), u))
    travellers(g, x, y, u)
    grass(g, x, y, u)
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _knoll(x: V, u: Uniforms) -> V:
    """How high the near hill is."""
    rise = u.knoll - smoothstep(0.0, 1.1, fabs(x - u.knoll_x * u.half_width)) * 0.20
    return rise + (noise1(x * 2.3 + u.seed, 9) - 0.5) * 0.03
