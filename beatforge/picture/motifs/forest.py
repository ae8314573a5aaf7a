"""A wood with depth: trunks in rows, shafts of light, a path; deer, a fox, an owl, a cabin, someone with a lantern.

Trees, ferns and animals are drawn once: `wood` is a frieze repeated row behind row, `props` holds what stands at a
place of its own. The ground is a plane in perspective on which the trunks' shadows fan out from the light. Pulse:
light, lantern, fireflies. Swell: how far the boughs sway. Conditions: rain, snow, mist, stars, wind, blossom, crowd
(walkers), birds. The low view looks straight up into the crowns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.boxes import SIDES, boxed, kept_inside
from beatforge.picture.subjects.canopies import bough, crowns, fireflies, hanging, overhang, pillar
from beatforge.picture.subjects.figures import cabin
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.undergrowth import BEAST, draw_props, draw_wood, prop
from beatforge.picture.subjects.wanderers import lantern_bearer
from beatforge.picture.subjects.woods import haze, interior, shafts, tree_row
from beatforge.picture.trace import V, atan2p, counted, fabs, loop, vmax

VIEWS = ("far", "near", "low", "far", "high", "near")

_AWAY = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 0.0, 9.0)
"""A thing that no crowd brings."""
_USUAL: dict[str, float] = {
    **{"ground": -0.10, "eye": 0.30, "light_x": 0.16, "light_y": 0.14, "sun_r": 0.0, "moon": 0.0, "cloud": 0.0},
    **{"path_x": 0.14, "path": 0.34, "bend": -0.5, "shafts": 1.0, "canopy": 0.36, "up_view": 0.0, "pale": 0.0},
    **{"autumn": 0.0, "cabin_x": 0.0, "cabin": 0.0, "walker_x": 0.12, "walker_y": -0.185, "walker": 0.14, "flies": 0.6},
}
_CLEARING = {
    **{"ground": -0.06, "light_x": -0.10, "light_y": 0.21, "sun_r": 0.15, "path": 0.0},
    **{"canopy": 0.62, "shafts": 0.6, "walker": 0.0, "cloud": 0.3, "flies": 1.0},
}
_CROWNS = {"up_view": 1.0, "light_x": 0.20, "light_y": 0.14, "sun_r": 0.06, "walker": 0.0, "flies": 0.0}
_AVENUE = {
    **{"ground": -0.04, "eye": 0.36, "light_x": -0.12, "light_y": 0.06, "sun_r": 0.10, "path_x": -0.12, "path": 0.62},
    **{"bend": 0.15, "shafts": 0.4, "canopy": 0.5, "pale": 1.0, "autumn": 0.8},
    **{"walker_x": -0.06, "walker_y": -0.20, "walker": 0.21, "flies": 0.0, "cloud": 0.3},
}
_EDGE = {
    **{"ground": 0.04, "eye": 0.8, "light_x": 0.42, "light_y": 0.30, "sun_r": 0.075, "moon": 1.0, "path_x": -0.22},
    **{"path": 0.22, "bend": 0.9, "shafts": 0.0, "canopy": 2.0, "cabin_x": -0.34, "cabin": 0.20, "walker_x": 0.06},
    **{"walker_y": -0.31, "walker": 0.12, "cloud": 0.5, "flies": 0.3},
}
_OLD_TREE = {
    **{"ground": -0.16, "eye": 0.22, "light_x": 0.42, "light_y": 0.16},
    **{"path": 0.0, "canopy": 0.40, "shafts": 1.2, "walker": 0.0, "flies": 0.8},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _CLEARING, _CROWNS, _AVENUE, _EDGE, _OLD_TREE)
_THICK = ((-0.06, 0.66, 0.010, 0.80), (-0.09, 0.80, 0.016, 0.56), (-0.13, 1.00, 0.026, 0.30))
_ROWS = (
    _THICK,
    ((-0.07, 0.24, 0.008, 0.78), (-0.085, 0.30, 0.013, 0.55), (-0.105, 0.37, 0.020, 0.30)),
    _THICK,
    ((-0.02, 0.40, 0.008, 0.80), (-0.03, 0.50, 0.013, 0.62), (-0.05, 0.62, 0.020, 0.45)),
    ((0.03, 0.21, 0.006, 0.80), (-0.01, 0.27, 0.010, 0.56), (-0.06, 0.34, 0.016, 0.32)),
    ((-0.12, 0.62, 0.010, 0.82), (-0.15, 0.78, 0.016, 0.60), (-0.19, 0.98, 0.026, 0.36)),
)
"""By composition, far to near: foot, height, how fast a row passes, how much haze lies before it."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Light and ground; the frieze of this wood, and what stands in it, far things first."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["light_x"] += draws.between(-0.05, 0.05)
    props, rows = draw_props(composition, draws)
    rows += [_AWAY] * (15 - len(rows))
    frieze = [(*row, draws.unit()) for row in _ROWS[composition]]
    walkers = [(0.0, 1.0, 0.0, draws.unit()), (0.16, 0.80, 0.25, draws.unit()), (-0.15, 0.70, 0.5, draws.unit())]
    trunks = [
        ((k + draws.between(-0.25, 0.25)) / 9.0, draws.between(0.035, 0.085), draws.between(0.16, 0.38))
        for k in range(9)
    ]
    return {
        **numbers,
        "wood": draw_wood(composition, draws).finish(),
        "rows": frieze,
        "props": props.finish(),
        "things": rows,
        "people": walkers,
        **_placed(rows, walkers, numbers, {"half_width": 0.9, "crowd": 0.0}),
        "trunks": trunks,
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Who and what stands in this frame, each with its box."""
    things, people = arranged["things"], arranged["people"]
    assert isinstance(things, Sequence) and isinstance(people, Sequence)
    numbers = {name: value for name, value in arranged.items() if isinstance(value, float)}
    return _placed(things, people, numbers, values)


def _placed(
    things: Sequence[Sequence[float]],
    people: Sequence[Sequence[float]],
    numbers: Mapping[str, float],
    values: Mapping[str, float],
) -> dict[str, float | list[tuple[float, ...]]]:
    """Tables of those that the crowd brings, and their counts."""
    half_width, crowd = values["half_width"], values["crowd"]
    stands = []
    for row in things:
        place, foot, tall, _, half, _, _, kind, _, wanted = row
        middle = place * half_width
        if kind == BEAST and tall > 0.15:
            middle = kept_inside(values, middle, tall * 0.5)
        if wanted < 0.01 or crowd > wanted:
            stands.append(((middle - half * tall, middle + half * tall, foot, foot + tall), row))
    walkers = []
    for row in people:
        aside, share, wanted, _ = row
        tall, foot = numbers["walker"] * share, numbers["walker_y"] + (1.0 - share) * 0.10
        middle, reach = numbers["walker_x"] * half_width + aside * tall * 5.0, tall * 3.2 + 0.03
        if tall > 0.0 and (wanted < 0.01 or crowd > wanted):
            walkers.append(((middle - reach, middle + reach, foot - tall * 2.5, foot + tall * 3.5), row))
    made: dict[str, float | list[tuple[float, ...]]] = {}
    made["stands"], made["standing"] = boxed(stands, len(things), SIDES + 10)
    made["walkers"], made["walking"] = boxed(walkers, len(people), SIDES + 4)
    return made


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, rows of trees, ground, shafts of light, what stands there, overhanging leaves, fireflies, weather."""
    g = open_sky(y, u, u.ground + 0.05)
    stars(g, x, y, u, u.ground + 0.1)
    right, up = x - u.light_x * u.half_width, y - u.light_y
    g.layer(u.sun_r > 0.0, lambda inner: sun(inner, right, up, u, vmax(u.sun_r, 0.01), u.moon, 0.0))
    clouds(g, x, y, u, u.ground + 0.1, u.cloud)
    upright = u.up_view < 0.5
    g.layer(upright, partial(interior, x, y, right, up, u))
    air = haze(right, up, u)
    g = G.of(loop(u.rows("rows"), g.values(), lambda k, v: tree_row(counted(k), u.row("rows", k), v, x, y, u, air)))
    birds(g, x, y, u, u.ground + 0.08)
    side, high = x - u.cabin_x * u.half_width, y - u.ground + 0.12
    hut = (u.cabin > 0.0) & (fabs(side) < u.cabin * 2.0) & (high > -0.02) & (high < u.cabin * 2.7)
    g.layer(hut, lambda inner: cabin(inner, side / u.cabin, high / u.cabin, u, u.cabin))
    g = G.of(loop(u.count("walking"), g.values(), lambda k, v: lantern_bearer(u.row("walkers", k), v, x, y, u)))
    # nothing is seen of a beam more than 1.35 aside, see `shafts`
    slanting = (u.shafts + u.burst > 0.0) & (up < 0.32) & (up > -0.62) & (fabs(right) < (0.55 - up) * 1.36)
    g.layer(upright & slanting, lambda inner: shafts(inner, right, up, u))
    g.layer(u.up_view > 0.5, lambda inner: _looking_up(inner, x, y, right, up, u))
    g = G.of(loop(u.count("standing"), g.values(), lambda k, v: prop(u.row("stands", k), v, x, y, u, air)))
    g.layer(upright & hanging(x, y, u), partial(overhang, x, y, u))
    fireflies(g, x, y, u)
    mist(g, x, y, u, u.ground)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _looking_up(g: G, x: V, y: V, right: V, up: V, u: Uniforms) -> None:
    """Crowns about the light, trunks that run together towards it, an owl's bough."""
    crowns(x, y, right, up, u, g)
    reach, turn = length(right, up), atan2p(up, right)
    g.become(loop(u.rows("trunks"), g.values(), lambda k, v: pillar(u.row("trunks", k), v, reach, turn, u)))
    bough(x, y, reach, turn, u, g)
