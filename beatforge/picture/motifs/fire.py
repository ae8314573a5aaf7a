"""Fire in the dark: a camp with people, candles, a burning shore, a bonfire with its crowd, a volcano, a hearth.

Flames are noise that climbs through an outline, in three colours; sparks rise from them and smoke goes with the wind.
What stands about is drawn once, lit from the right, and turned so that its bright side faces the fire. With `lake` the
world is seen again upside down. Nothing strobes: light follows slow noise, the beat and the swell by a little. Pulse:
embers, light. Burst: sparks. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more people), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.subjects.boxes import Row
from beatforge.picture.subjects.firelit import bank, firs, grass, lake, ridge
from beatforge.picture.subjects.fireside import AWAY, draw_props, draw_wood, placed, prop
from beatforge.picture.subjects.flames import burning_wood, fire_gold, flame, warmth
from beatforge.picture.subjects.parlours import parlour
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.smoke import smoke, sparks
from beatforge.picture.subjects.volcanoes import near_rock, volcano
from beatforge.picture.trace import V, counted, fma, loop, mix, sel, smoothstep, vmax

VIEWS = ("far", "near", "far", "low", "high", "near")

_OUT = (0.0, -9.0, 0.01, 0.01, 0.0, 0.0)
_USUAL: dict[str, float] = {
    **{"ground": -0.10, "fire_x": -0.10, "fire_y": -0.26, "reach": 0.55, "sun_x": 0.58, "sun_y": 0.34, "sun_r": 0.055},
    **{"cloud": 0.3, "ridge": 0.7, "wood": 1.0, "lake": -9.0, "room": 0.0},
    **{"cone": 0.0, "hearth": 0.0, "plume": 0.30, "dance": 0.0, "front": 0.0},
}
_CANDLES = {
    **{"ground": -0.24, "fire_x": 0.20, "fire_y": 0.12, "reach": 0.60, "room": 1.0},
    **{"sun_r": 0.0, "ridge": 0.0, "wood": 0.0, "plume": 0.0, "cloud": 0.0},
}
_SHORE = {
    **{"ground": -0.04, "fire_x": 0.10, "fire_y": 0.02, "reach": 0.95, "sun_x": -0.62, "sun_y": 0.38, "sun_r": 0.06},
    **{"cloud": 0.8, "ridge": 1.0, "wood": 0.75, "lake": -0.05, "plume": 0.9, "front": 1.0},
}
_BONFIRE = {
    **{"ground": -0.34, "fire_x": 0.16, "fire_y": -0.36, "reach": 0.85, "sun_r": 0.0},
    **{"cloud": 0.2, "ridge": 0.4, "wood": 0.7, "plume": 0.6, "dance": 1.0},
}
_VOLCANO = {
    **{"ground": -0.29, "fire_x": 0.22, "fire_y": 0.17, "reach": 0.85, "sun_x": -0.62, "sun_y": 0.48, "sun_r": 0.045},
    **{"cloud": 0.6, "ridge": 1.1, "wood": 0.6, "cone": 1.0, "plume": 0.8},
}
_HEARTH = {
    **{"ground": -0.33, "fire_x": 0.0, "fire_y": -0.24, "reach": 0.60, "room": 1.0, "sun_r": 0.0, "ridge": 0.0},
    **{"wood": 0.0, "hearth": 1.0, "plume": 0.16, "cloud": 0.0},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _CANDLES, _SHORE, _BONFIRE, _VOLCANO, _HEARTH)
_FLAMES: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((-0.155, -0.245, 0.050, 0.15, 1.0), (-0.045, -0.245, 0.050, 0.17, 1.0), (-0.10, -0.250, 0.085, 0.30, 1.0)),
    ((0.50, 0.035, 0.030, 0.110, 0.2), (-0.06, 0.012, 0.032, 0.120, 0.2), (0.20, 0.142, 0.040, 0.165, 0.2)),
    (),
    ((0.02, -0.34, 0.13, 0.44, 1.0), (0.30, -0.34, 0.13, 0.48, 1.0), (0.16, -0.35, 0.20, 0.76, 1.0)),
    ((0.185, 0.140, 0.050, 0.16, 1.0), (0.255, 0.140, 0.050, 0.18, 1.0), (0.22, 0.140, 0.065, 0.30, 1.0)),
    ((-0.13, -0.265, 0.080, 0.22, 1.0), (0.13, -0.265, 0.080, 0.24, 1.0), (0.0, -0.270, 0.125, 0.36, 1.0)),
)  # fmt: skip
"""By composition: across (in half widths), foot, half width, height, how restless."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Where fire and ground are; the wood behind; people and things, far ones first."""
    numbers = {**_USUAL, **_PLACES[composition]}
    shift = draws.between(-0.03, 0.03) if not numbers["room"] else 0.0
    numbers["fire_x"] += shift
    flames = [
        (x + shift, y, wide, tall * draws.between(0.95, 1.06), draws.unit() * 9.0, calm)
        for x, y, wide, tall, calm in _FLAMES[composition]
    ]
    props, rows = draw_props(composition, draws)
    far_things = [*rows, *[AWAY] * (4 - len(rows))][:4]
    near_things = [*rows[4:], *[AWAY] * (9 - len(rows[4:]))]
    return {
        **numbers,
        "wood_strip": draw_wood(draws).finish(),
        "props": props.finish(),
        "flames": [*flames, *[_OUT] * (3 - len(flames))],
        "burning": float(len(flames)),
        "far_things": far_things,
        "near_things": near_things,
        **_standing(far_things, near_things, numbers["dance"], {"half_width": 0.9, "crowd": 0.0}),
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Who and what stands there in this frame."""
    far_things, near_things, dance = (arranged[name] for name in ("far_things", "near_things", "dance"))
    assert isinstance(far_things, Sequence) and isinstance(near_things, Sequence) and isinstance(dance, float)
    return _standing(far_things, near_things, dance, values)


def _standing(
    far_things: Sequence[Sequence[float]],
    near_things: Sequence[Sequence[float]],
    dance: float,
    values: Mapping[str, float],
) -> dict[str, float | list[Row]]:
    """Tables of those before and behind the flames, and their counts."""
    behind, number_behind = placed(far_things, values, dance)
    stands, number = placed(near_things, values, dance)
    return {"behind": behind, "number_behind": number_behind, "stands": stands, "number": number}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Night sky, ridge, wood, ground or room; flames between those behind and those before them; sparks, weather."""
    down = u.lake - y
    wet = down > 0.0
    ripple = sel(wet, noise(x * 5.0, y * 60.0 + u.t * 0.35) - 0.5, 0.0)
    seen_x, seen_y = x + ripple * fma(down, 0.10, 0.008), sel(wet, u.lake + down, y)
    warm = warmth(seen_x, seen_y, u)
    g = open_sky(seen_y, u, u.ground)
    g.tint(mix(u.role("near"), u.role("ink"), 0.35), fma(smoothstep(u.ground, u.ground + 0.5, seen_y), 0.30, 0.25))
    stars(g, seen_x, seen_y, u, u.ground + 0.1)
    moon_x, moon_y = seen_x - u.sun_x * u.half_width, seen_y - u.sun_y
    g.layer(u.sun_r > 0.0, lambda inner: sun(inner, moon_x, moon_y, u, vmax(u.sun_r, 0.01), 1.0, 0.0))
    clouds(g, seen_x, seen_y, u, u.ground + 0.12, u.cloud * 0.7)
    birds(g, x, y, u, u.ground + 0.14)
    g.light(mix(u.role("accent"), fire_gold(u), 0.35), warm * 0.35)
    # the ground hides all that is lower
    above = seen_y > u.ground - 0.001
    g.layer(
        above & (u.ridge > 0.0) & (seen_y < u.ground + 0.2 * u.ridge + 0.02),
        lambda inner: ridge(inner, seen_x, seen_y, u),
    )
    g.layer(above & (u.cone > 0.5) & (seen_y < 0.18), lambda inner: volcano(inner, seen_x, seen_y, u))
    g.layer(above & (u.front > 0.5) & (seen_y < u.ground + 0.52), lambda inner: _front(inner, seen_x, seen_y, u))
    g.layer(above & (u.wood > 0.0) & (seen_y < u.ground + 0.24), lambda inner: firs(inner, seen_x, seen_y, warm, u))
    g.layer((u.room < 0.5) & (seen_y < u.ground), lambda inner: grass(inner, seen_x, seen_y, u))
    g.layer(u.room > 0.5, lambda inner: parlour(inner, x, y, warm, u))
    smoke(g, seen_x, seen_y, u)
    g = G.of(loop(u.count("number_behind"), g.values(), lambda k, v: prop(u.row("behind", k), v, x, y, u)))
    g = G.of(loop(u.count("burning"), g.values(), lambda k, v: flame(u.row("flames", k), v, seen_x, seen_y, u)))
    g.layer(wet, lambda inner: lake(inner, x, y, down, ripple, u))
    g.layer((u.lake > -1.0) & (y < -0.30), lambda inner: bank(inner, x, y, u))
    g.layer((u.cone > 0.5) & (y < -0.18), lambda inner: near_rock(inner, x, y, u))
    g = G.of(loop(u.count("number"), g.values(), lambda k, v: prop(u.row("stands", k), v, x, y, u)))
    sparks(g, x, y, u)
    mist(g, x, y, u, u.ground)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _front(g: G, x: V, y: V, u: Uniforms) -> None:
    g.become(loop(4, g.values(), lambda k, v: burning_wood(counted(k), v, x, y, u)))
