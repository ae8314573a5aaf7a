"""Dunes under a great sun: a caravan on the crest, table mountains, cacti, an oasis, one who walks with a long shadow.

A dune is a table row: its peak, how far it reaches to both sides, and the crooked crest line that runs down from the
peak and parts light from shade. Mountains, plants and animals are drawn once (`props`) and throw long shadows. In the
pool of the oasis everything is seen again upside down. Pulse: sun, fires. Swell: sand that blows off the crests.
Conditions: rain, snow, mist (dust), stars, wind (more sand), blossom, crowd (a longer caravan), birds.
"""

from __future__ import annotations

from collections.abc import Mapping

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.subjects.caravans import FOUND, camel, found, walker
from beatforge.picture.subjects.drylands import AWAY, banded, draw_props, prop
from beatforge.picture.subjects.dunes import cloud_shadow, dune, nearest, plain
from beatforge.picture.subjects.scenery import birds, blossom, clouds, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.trace import (
    V,
    as_float,
    counted,
    fabs,
    falloff,
    fma,
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "far", "high", "low", "low")

_FLAT = (0.0, -9.0, 1.0, 1.0, 0.1, 0.0, 0.5)
_USUAL: dict[str, float] = {
    **{"horizon": -0.08, "sun_x": -0.22, "sun_y": 0.12, "sun_r": 0.20, "moon": 0.0, "cloud": 0.35, "shadow": 0.55},
    **{"pool_x": 0.0, "pool_y": -9.0, "pool_wide": 1.0, "pool_deep": 0.1, "trail": 0.0},
    **{"walker_x": 0.0, "walker_y": 0.0, "walker": 0.0, "ridge": 0.0},
}
_CACTUS = {
    **{"horizon": -0.16, "sun_x": 0.40, "sun_y": 0.13, "sun_r": 0.13, "cloud": 0.5, "shadow": 0.6},
}
_VALLEY = {
    **{"horizon": -0.20, "sun_x": 0.14, "sun_y": 0.09, "sun_r": 0.085, "cloud": 0.8, "shadow": 0.35},
    **{"walker_x": -0.20, "walker_y": -0.33, "walker": 0.10, "trail": 1.0},
}
_SAND_SEA = {
    **{"horizon": 0.33, "sun_x": 0.62, "sun_y": 0.06, "sun_r": 0.05, "cloud": 0.3, "shadow": 0.22},
    **{"walker_x": 0.17, "walker_y": -0.16, "walker": 0.095, "trail": 1.0},
}
_OASIS = {
    **{"horizon": -0.10, "sun_x": -0.46, "sun_y": 0.30, "sun_r": 0.085, "moon": 0.5, "cloud": 0.25, "shadow": 0.8},
    **{"pool_x": 0.02, "pool_y": -0.33, "pool_wide": 0.72, "pool_deep": 0.14},
}
_CREST = {
    **{"horizon": -0.28, "sun_x": 0.34, "sun_y": 0.26, "sun_r": 0.27, "moon": 0.3, "cloud": 0.75, "shadow": 0.5},
    **{"walker_x": 0.17, "walker_y": 0.0, "walker": 0.15, "ridge": 1.0},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _CACTUS, _VALLEY, _SAND_SEA, _OASIS, _CREST)
_DUNES: tuple[tuple[tuple[float, ...], ...], ...] = (
    (
        (-0.65, 0.02, 0.70, 0.45, 0.12, 0.20, 0.86),
        (0.70, -0.01, 0.80, 0.50, 0.12, -0.15, 0.74),
        (0.30, -0.03, 1.25, 0.90, 0.20, 0.24, 0.56),
        (-0.75, -0.17, 0.50, 0.95, 0.26, 0.30, 0.38),
        (0.75, -0.26, 0.85, 0.60, 0.28, -0.22, 0.22),
        (-0.20, -0.40, 0.90, 0.80, 0.20, 0.26, 0.10),
    ),
    (
        (-0.30, -0.10, 0.80, 0.70, 0.08, 0.12, 0.72),
        (0.85, -0.15, 0.60, 0.40, 0.12, 0.20, 0.52),
        (-0.55, -0.28, 0.60, 1.00, 0.16, 0.30, 0.26),
        (0.80, -0.36, 0.90, 0.60, 0.16, -0.30, 0.12),
    ),
    ((0.95, -0.30, 1.10, 0.50, 0.16, -0.30, 0.16), (-1.00, -0.36, 0.40, 0.90, 0.14, 0.20, 0.10)),
    (
        (0.30, 0.38, 0.60, 0.40, 0.12, 0.20, 0.88),
        (-0.55, 0.30, 0.60, 0.55, 0.16, -0.16, 0.76),
        (0.75, 0.22, 0.70, 0.40, 0.20, 0.22, 0.64),
        (-0.15, 0.12, 0.75, 0.60, 0.24, 0.26, 0.50),
        (0.60, -0.04, 0.90, 0.80, 0.28, -0.34, 0.34),
        (-0.65, -0.14, 0.60, 0.90, 0.34, 0.40, 0.20),
        (0.55, -0.38, 1.00, 0.70, 0.24, -0.20, 0.08),
    ),
    (
        (-0.80, 0.08, 0.80, 0.70, 0.20, 0.20, 0.78),
        (0.50, 0.02, 0.90, 0.60, 0.14, -0.20, 0.66),
        (-0.30, -0.09, 1.20, 1.10, 0.10, 0.20, 0.46),
    ),
    (
        (-0.60, -0.20, 0.80, 0.70, 0.12, 0.20, 0.80),
        (0.80, -0.22, 0.70, 0.60, 0.12, -0.20, 0.68),
        (-0.35, 0.20, 0.80, 1.35, 0.62, 0.44, 0.30),
        (0.85, -0.34, 0.80, 0.50, 0.16, -0.20, 0.10),
    ),
)
"""By composition, far to near: peak across and up, reach to the left and to the right, fall, how the crest line bends,
depth."""
_CARAVANS = ((2, 0.20, 0.105, 1.0), (1, -0.06, 0.085, -1.0), (0, 0.0, 0.0, 1.0), (4, 0.0, 0.0, 1.0), (2, 0.0, 0.0, 1.0),
             (0, 0.0, 0.0, 1.0))  # fmt: skip
"""By composition: the dune it walks on, its head across, its height (0 for none), its way."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Sun, dunes and what stands on them; the last camels of the caravan need a crowd."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.04, 0.04)
    dunes = [
        (x + draws.between(-0.04, 0.04), y + draws.between(-0.01, 0.01), left, right, fall, bend, depth)
        for x, y, left, right, fall, bend, depth in _DUNES[composition]
    ]
    on, head, tall, way = _CARAVANS[composition]
    on = 2 if composition == 5 else min(on, len(dunes) - 1)
    numbers["walked"] = float(on)
    numbers["dune_count"] = float(len(dunes))
    numbers["ground_top"] = max(
        numbers["horizon"], *(peak + fall * 0.09 + 0.091 for _, peak, _, _, fall, _, _ in dunes)
    )
    props, rows = draw_props(composition, draws)
    first, laden = props.middles[3:5]
    camels = []
    for k, wanted in enumerate((0.0, 0.0, 0.0, 0.15, 0.4, 0.65)):
        behind = -way * k * tall * 1.32
        size = tall * (1.0 - 0.03 * k)
        camels.append((head, behind, size, (first, laden)[k in (1, 4)], way, k * 0.29, wanted, 0.0, 0.0))
    stands = [banded(row, numbers["shadow"]) for row in [*rows[2:], *[AWAY] * (6 - len(rows[2:]))]]
    there = [row for row in stands if row[:9] != AWAY]
    numbers["stands_low"] = min((row[9] for row in there), default=9.0)
    numbers["stands_high"] = max((row[10] for row in there), default=-9.0)
    return {
        **numbers,
        **dict.fromkeys(FOUND, 0.0),
        "dunes": [*dunes, *[_FLAT] * (7 - len(dunes))],
        "camels": camels[::-1],
        "far_stands": [banded(row, numbers["shadow"]) for row in rows[:2]],
        "stands": stands,
        "props": props.finish(),
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Where the caravan and the walker are in this frame."""
    return found(values, arranged)


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, plain and dunes from far to near with what stands between them, caravan, walker, weather."""
    shimmer = gate(
        fabs(y - u.horizon) < 0.155,
        lambda: [sinp(y * 38.0 + u.t * 0.35) * falloff(fabs(y - u.horizon) * 26.0) * 0.0016],
        [0.0],
    )[0]
    by_pool = fabs(y - u.pool_y) < u.pool_deep * 1.001
    wet, shore, ripple = gate(by_pool, lambda: _mirror(x, y, u), [0.0] * 3)
    in_pool = wet > 0.5
    seen_x = x + shimmer + sel(in_pool, ripple * 0.014, 0.0)
    seen_y = sel(in_pool, shore + shore - y, y)
    here = (seen_x, seen_y, x, y)
    g = open_sky(seen_y, u, u.horizon)
    # the plain hides what is below
    g.layer(seen_y > u.horizon - 0.001, lambda inner: _sky(inner, here, u))
    g = G.of(loop(u.rows("far_stands"), g.values(), lambda k, v: prop(u.row("far_stands", k), v, here, u)))
    g.layer(seen_y < u.ground_top, lambda inner: _ground(inner, seen_x, seen_y, u))
    by_caravan = (x > u.caravan_left) & (x < u.caravan_right) & (y > u.caravan_low) & (y < u.caravan_high)
    g.layer(by_caravan, lambda inner: _caravan(inner, x, y, u))
    walker(g, x, y, u)
    among = in_pool | ((y > u.stands_low) & (y < u.stands_high))
    g.layer(among, lambda inner: _stands(inner, here, u))
    g.layer(in_pool, lambda inner: _pool(inner, ripple, shore - y, u))
    _blown_sand(g, x, y, u)
    mist(g, x, y, u, u.horizon)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _mirror(x: V, y: V, u: Uniforms) -> list[V]:
    """Whether here is the pool, its shore behind, and its ripples."""
    side = (x - u.pool_x * u.half_width) / u.pool_wide
    shore = u.pool_y + sqrt(vmax(1.0 - side * side, 0.0)) * u.pool_deep
    in_pool = (fabs(side) < 1.0) & (y < shore) & (y > u.pool_y + u.pool_y - shore)
    ripple = gate(in_pool, lambda: [noise(x * 9.0, (shore - y) * 60.0 - u.t * 0.25) - 0.5], [0.0])[0]
    return [sel(in_pool, 1.0, 0.0), shore, ripple]


def _sky(g: G, here: tuple[V, V, V, V], u: Uniforms) -> None:
    """Stars, sun, clouds, birds."""
    seen_x, seen_y, x, y = here
    right, up = seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y
    stars(g, seen_x, seen_y, u, u.horizon + 0.05)
    sun(g, right, up, u, u.sun_r, u.moon, 0.0)
    _blaze(g, right, up, u)
    clouds(g, seen_x + u.t * 0.07, seen_y, u, u.horizon + 0.05, u.cloud)
    birds(g, x, y, u, u.horizon + 0.06)


def _ground(g: G, x: V, y: V, u: Uniforms) -> None:
    """The plain and the dunes."""
    dunes = u.count("dune_count")
    front = loop(dunes, [-1.0], lambda k, v: [nearest(counted(k), u.row("dunes", k), v[0], x, y, u)])[0]
    sky = cloud_shadow(x, y, u)
    here = (x, y, sky, front)
    g.layer((y < u.horizon) & (front < 0.0), lambda inner: plain(inner, x, y, sky, u))
    g.become(loop(dunes, g.values(), lambda k, v: dune(counted(k), u.row("dunes", k), v, here, u)))


def _caravan(g: G, x: V, y: V, u: Uniforms) -> None:
    g.become(loop(u.rows("camels"), g.values(), lambda k, v: camel(u.row("camels", k), v, x, y, u)))


def _stands(g: G, here: tuple[V, V, V, V], u: Uniforms) -> None:
    g.become(loop(u.rows("stands"), g.values(), lambda k, v: prop(u.row("stands", k), v, here, u)))


def _blaze(g: G, x: V, y: V, u: Uniforms) -> None:
    """A wider glow about the sun at the film's peaks and in its great moments."""
    strong = fma(vmax(u.intensity - 0.5, 0.0), 0.5, u.burst * 0.15) * (1.0 - u.moon * 0.5)
    g.light(mix(u.role("sun"), u.role("accent"), 0.3), falloff((x * x + y * y) * 3.0) * strong)


def _pool(g: G, ripple: V, deep: V, u: Uniforms) -> None:
    """Water laid over the mirror image, with a bright shore line."""
    water = mix(g.colour, mix(u.role("mid"), u.role("near"), 0.4), fma(smoothstep(0.0, 0.2, deep), 0.25, 0.20))
    water = mix(water, u.role("sky_low"), smoothstep(0.22, 0.34, ripple) * 0.35)
    g.colour = mix(water, u.role("paper"), smoothstep(0.008, 0.002, deep) * 0.55)
    g.depth, g.ident, g.emission = as_float(0.3), vmin(g.ident + 100.0, 250.0), g.emission * 0.6


def _blown_sand(g: G, x: V, y: V, u: Uniforms) -> None:
    """Streaks of sand that creep over the ground, flying in the wind."""

    def streaks(inner: G) -> None:
        pace = fma(u.wind, 0.8, 1.0)
        gust = noise(x * 2.2 - u.t * pace, y * 22.0 + sinp(x * 0.4) * 2.0)
        gust = gust * 0.6 + noise(x * 5.0 - u.t * pace * 1.8, y * 52.0) * 0.4
        low = smoothstep(u.horizon + 0.10, u.horizon - 0.14, y) * smoothstep(0.98, 0.6, inner.depth)
        strong = fma(u.wind, 0.42, fma(u.swell, 0.10, 0.20))
        inner.tint(mix(u.role("sky_low"), u.role("sun"), 0.4), smoothstep(0.48, 0.76, gust) * low * strong)

    g.layer(y < u.horizon + 0.10, streaks)
