"""Dunes under a great sun: a caravan on the crest, table mountains, cacti, an oasis, one who walks with a long shadow.

A dune is a table row: its peak, how far it reaches to both sides, and the crooked crest line that runs down from the
peak and parts light from shade. Mountains, plants and animals are drawn once (`props`) and throw long shadows. In the
pool of the oasis everything is seen again upside down. Pulse: sun, fires. Swell: sand that blows off the crests.
Conditions: rain, snow, mist (dust), stars, wind (more sand), blossom, crowd (a longer caravan), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise, noise1
from beatforge.picture.shapes import length, taper
from beatforge.picture.subjects.drylands import AWAY, draw_props
from beatforge.picture.subjects.dunes import dune, plain, sand, slope
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.scenery import birds, blossom, clouds, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sprites import sprite
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
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

_POOL, _PROP, _CAMEL, _SUBJECT = 7, 30, 130, 208
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
    names = ("walk_x", "walk_y", "walk_left", "walk_right", "walk_fall", "walk_bend", "walk_far")
    numbers |= zip(names, dunes[on], strict=True)
    props, rows = draw_props(composition, draws)
    first, laden = props.middles[3:5]
    camels = []
    for k, wanted in enumerate((0.0, 0.0, 0.0, 0.15, 0.4, 0.65)):
        behind = -way * k * tall * 1.32
        camels.append((head, behind, tall * (1.0 - 0.03 * k), (first, laden)[k in (1, 4)], way, k * 0.29, wanted))
    return {
        **numbers,
        "dunes": [*dunes, *[_FLAT] * (7 - len(dunes))],
        "camels": camels[::-1],
        "far_stands": rows[:2],
        "stands": [*rows[2:], *[AWAY] * (6 - len(rows[2:]))],
        "props": props.finish(),
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, plain and dunes from far to near with what stands between them, caravan, walker, weather."""
    shimmer = sinp(y * 38.0 + u.t * 0.35) * falloff(fabs(y - u.horizon) * 26.0) * 0.0016
    side = (x - u.pool_x * u.half_width) / u.pool_wide
    shore = u.pool_y + sqrt(vmax(1.0 - side * side, 0.0)) * u.pool_deep
    in_pool = (fabs(side) < 1.0) & (y < shore) & (y > u.pool_y + u.pool_y - shore)
    ripple = noise(x * 9.0, (shore - y) * 60.0 - u.t * 0.25) - 0.5
    seen_x = x + shimmer + sel(in_pool, ripple * 0.014, 0.0)
    seen_y = sel(in_pool, shore + shore - y, y)
    here = (seen_x, seen_y, x, y)
    g = open_sky(seen_y, u, u.horizon)
    stars(g, seen_x, seen_y, u, u.horizon + 0.05)
    sun(g, seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    _blaze(g, seen_x - u.sun_x * u.half_width, seen_y - u.horizon - u.sun_y, u)
    clouds(g, seen_x + u.t * 0.07, seen_y, u, u.horizon + 0.05, u.cloud)
    birds(g, x, y, u, u.horizon + 0.06)
    g = G.of(loop(u.rows("far_stands"), g.values(), lambda k, v: _prop(u.row("far_stands", k), v, here, u)))
    g.layer(seen_y < u.horizon, lambda inner: plain(inner, seen_x, seen_y, u))
    g = G.of(loop(u.rows("dunes"), g.values(), lambda k, v: dune(counted(k), u.row("dunes", k), v, here, u)))
    g = G.of(loop(u.rows("camels"), g.values(), lambda k, v: _camel(u.row("camels", k), v, x, y, u)))
    _walker(g, x, y, u)
    g = G.of(loop(u.rows("stands"), g.values(), lambda k, v: _prop(u.row("stands", k), v, here, u)))
    g.layer(in_pool, lambda inner: _pool(inner, ripple, shore - y, u))
    _blown_sand(g, x, y, u)
    mist(g, x, y, u, u.horizon)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _blaze(g: G, x: V, y: V, u: Uniforms) -> None:
    """A wider glow about the sun at the film's peaks and in its great moments."""
    strong = fma(vmax(u.intensity - 0.5, 0.0), 0.5, u.burst * 0.15) * (1.0 - u.moon * 0.5)
    g.light(mix(u.role("sun"), u.role("accent"), 0.3), falloff((x * x + y * y) * 3.0) * strong)


def _camel(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A camel that walks along the crest. A row: head of the caravan, how far behind, height, drawing, way, stride,
    crowd it takes."""
    head, behind, tall, middle, way, stride, wanted = row
    leader = u.inside(head * u.half_width + (u.t - 56.0) * 0.0022 * way, tall * 0.7)
    along = leader + behind * fma(u.upright, -0.35, 1.0)
    ident = sel(fabs(behind) < 0.01, _SUBJECT, _CAMEL)
    dune_x = along - u.walk_x * u.half_width + u.cam * 0.024 * (1.0 - u.walk_far)
    wave = (noise1(dune_x * 3.1 + u.walk_x * 9.0, 31) - 0.5) * u.walk_fall * 0.16 * smoothstep(0.0, 0.25, fabs(dune_x))
    foot = u.walk_y - slope(dune_x, u.walk_left, u.walk_right, u.walk_fall) + wave - tall * 0.03
    right, up = (x - along) / vmax(tall, 0.01) * way, (y - foot) / vmax(tall, 0.01)
    g = G.of(under)

    def walking(inner: G) -> None:
        step = u.beat_phase * 0.25 + stride
        nod = sinp(step * 2.0) * 0.012
        legs = as_float(9.0)
        for hip, phase in ((-0.27, 0.0), (0.14, 0.5), (-0.20, 0.5), (0.21, 0.0)):
            swing, lift = sinp(step + phase) * 0.10, vmax(sinp(step + phase + 0.25), 0.0) * 0.06
            knee = hip + swing * 0.5
            legs = vmin(legs, taper(right, up, hip, 0.46, knee, 0.24 + lift * 0.4, 0.055, 0.026))
            legs = vmin(legs, taper(right, up, knee, 0.24 + lift * 0.4, hip + swing, lift + 0.02, 0.026, 0.022))
        coat = mix(u.role("ink"), u.role("near"), 0.5)
        lean = (u.sun_x * u.half_width - along) * way
        inner.paint(u.cover(legs * tall), coat, 0.50, ident, 0.25)
        p = sprite(u, "props", middle, right * 0.9 - 0.06, (up - nod) * 0.9, tall / 0.9)
        part = floor(p.ident + 0.5)
        rim = p.tone * smoothstep(-0.2, 0.4, lean)
        hide = mix(coat, mix(u.role("accent"), u.role("sun"), 0.5), rim * 0.55)
        cloth = mix(mix(u.role("accent"), u.role("ink"), 0.25), mix(u.role("accent2"), u.role("paper"), 0.4), p.tone)
        skin = mix(u.role("ink"), u.role("accent"), 0.4)
        colour = choose(part > 2.5, cloth, choose(part > 1.5, skin, hide))
        inner.paint(p.coverage, colour, 0.50, ident + part, 0.25)

    # a peak of the film has the longer caravan
    here = (tall > 0.01) & ((wanted < 0.01) | (u.crowd + vmax(u.intensity - 0.6, 0.0) > wanted))
    g.layer(here & (fabs(right) < 0.54) & (up > -0.05) & (up < 1.15), walking)
    under_foot = here & (up < 0.04) & (up > -1.3) & (fabs(right) < 1.2)
    lean = (along - u.sun_x * u.half_width) * way
    shade = falloff(fabs(right - up * lean * -1.2) * 3.2) * smoothstep(-1.2, -0.2, up)
    g.layer(under_foot, lambda inner: inner.tint(u.role("near"), shade * 0.5 * (1.0 - u.moon * 0.5)))
    return g.values()


def _prop(row: list[V], under: list[V], here: tuple[V, V, V, V], u: Uniforms) -> list[V]:
    """Something drawn, with its shadow on the sand. What stands before the pool is not mirrored in it."""
    place, foot, tall, middle, half, flip, depth, kind, sway = row
    is_before = u.pool_y > foot
    x, y = sel(is_before, here[2], here[0]), sel(is_before, here[3], here[1])
    middle_x = place * u.half_width
    right, up = (x - middle_x) / tall, (y - foot) / tall
    bend = sinp(u.t * 0.12 + place * 3.0) * fma(u.wind, 0.06, fma(u.swell, 0.02, 0.012)) * sway * up * up
    is_rock, is_plant, is_tent = kind < 0.5, fabs(kind - 1.0) < 0.5, kind > 2.5
    g = G.of(under)

    def shade(inner: G) -> None:
        high = (0.0 - up) * u.shadow * 1.6
        lean = (place - u.sun_x) * u.half_width
        across = (right + up * lean * 1.5) * flip
        p = sprite(u, "props", middle, across, high, tall)
        inner.tint(
            mix(u.role("near"), u.role("mid"), 0.35),
            p.coverage * sel(fabs(across) < half, smoothstep(1.0, 0.3, high), 0.0) * 0.55,
        )

    def seen(inner: G) -> None:
        toward = sel(u.sun_x > place, 1.0, -1.0)
        p = sprite(u, "props", middle, (right + bend) * sel(is_plant, flip, toward), up, tall)
        part = floor(p.ident + 0.5)
        stone = sand(u, p.tone, depth)
        stone = mix(stone, mix(u.role("accent"), u.role("near"), fma(p.tone, -0.5, 0.6)), (1.0 - depth) * 0.5 + 0.2)
        stone = mix(stone, u.role("paper"), u.snow * smoothstep(0.5, 0.8, up) * 0.6)
        green = mix(
            mix(u.role("ink"), u.role("near"), fma(depth, 0.6, 0.45)), mix(u.role("mid"), u.role("sun"), 0.32), p.tone
        )
        wood = mix(u.role("near"), u.role("sun"), p.tone * 0.45)
        fruit = mix(u.role("accent"), u.role("sun"), p.tone * 0.4)
        plant = choose(part > 2.5, fruit, choose(part > 1.5, green, wood))
        cloth = mix(mix(u.role("accent"), u.role("near"), 0.5), mix(u.role("accent"), u.role("sun"), 0.25), p.tone)
        glow = mix(u.role("sun"), u.role("accent2"), 0.2)
        tent = choose(part > 2.5, glow, choose(part > 1.5, mix(u.role("paper"), u.role("near"), 0.2), cloth))
        hide = mix(mix(u.role("ink"), u.role("near"), 0.5), mix(u.role("accent"), u.role("sun"), 0.5), p.tone * 0.6)
        colour = choose(is_rock, stone, choose(is_plant, plant, choose(is_tent, tent, hide)))
        haze = smoothstep(0.35, 1.0, depth) * sel(is_rock, 0.45, 0.2)
        colour = mix(colour, mix(u.role("sky_low"), u.role("far"), 0.35), haze)
        lit = sel(is_tent & (part > 2.5), fma(u.pulse, 0.25, 0.7), 0.0)
        inner.paint(
            p.coverage, colour, depth, part + sel(is_tent, _SUBJECT, _PROP + floor(depth * 30.0) * 3.0), 0.25, lit
        )

    g.layer((fabs(right) < 2.6) & (up < 0.0) & (up > -0.62 / u.shadow) & (depth < 0.6), shade)
    g.layer((fabs(right) < half) & (up > 0.0) & (up < 1.0), seen)
    return g.values()


def _pool(g: G, ripple: V, deep: V, u: Uniforms) -> None:
    """Water laid over the mirror image, with a bright shore line."""
    water = mix(g.colour, mix(u.role("mid"), u.role("near"), 0.4), fma(smoothstep(0.0, 0.2, deep), 0.25, 0.20))
    water = mix(water, u.role("sky_low"), smoothstep(0.22, 0.34, ripple) * 0.35)
    g.colour = mix(water, u.role("paper"), smoothstep(0.008, 0.002, deep) * 0.55)
    g.depth, g.ident, g.emission = as_float(0.3), vmin(g.ident + 100.0, 250.0), g.emission * 0.6


def _walker(g: G, x: V, y: V, u: Uniforms) -> None:
    """Someone alone with a long shadow and a scarf in the wind; behind, footprints."""
    along = u.walker_x * u.half_width + sinp(u.t * 0.006) * 0.02
    dune_x = along - u.walk_x * u.half_width + u.cam * 0.024 * (1.0 - u.walk_far)
    wave = (noise1(dune_x * 3.1 + u.walk_x * 9.0, 31) - 0.5) * u.walk_fall * 0.16 * smoothstep(0.0, 0.25, fabs(dune_x))
    crest = u.walk_y - slope(dune_x, u.walk_left, u.walk_right, u.walk_fall) + wave - 0.008
    foot = sel(u.ridge > 0.5, crest, u.walker_y)
    tall = vmax(u.walker, 0.01)
    right, up = (x - along) / tall, (y - foot) / tall
    lean = u.walker_x - u.sun_x

    def tracks(inner: G) -> None:
        down = 0.0 - up
        line = lean * 0.3 * down + sinp(down * 0.16) * 0.35 * down * 0.3
        side = fract(down * 2.2 / (1.0 + down * 0.35))
        left = sel(side > 0.5, 1.0, -1.0) * fma(down, 0.02, 0.10)
        near = length((right + line - left) / fma(down, 0.05, 1.0), (fract(side * 2.0) - 0.5) * 0.20) - 0.075
        inner.tint(mix(u.role("near"), u.role("mid"), 0.4), smoothstep(0.03, -0.03, near) * 0.6)

    g.layer((u.trail > 0.5) & (up < 0.0) & (fabs(right) < 4.5), tracks)

    def shade(inner: G) -> None:
        body = taper(right + up * lean * 2.2, up, 0.0, 0.0, 0.0, -1.9, 0.09, 0.17)
        inner.tint(mix(u.role("near"), u.role("mid"), 0.3), smoothstep(0.03, -0.03, body) * 0.6)

    g.layer((u.walker > 0.0) & (up < 0.1) & (up > -2.2) & (fabs(right) < 3.5), shade)

    def body(inner: G) -> None:
        person(inner, x - along, y - foot, u, tall, u.beat_phase * 0.5, 0.20)
        flutter = sinp(right * 0.9 - u.t * 0.8) * 0.10 * right + right * right * 0.35
        scarf = fabs(up - 0.77 + flutter) - fma(right, 0.02, 0.045)
        scarf = vmax(scarf, vmax(-0.09 - right, right - fma(u.wind, 0.30, 0.42)))
        inner.paint(u.cover(scarf * tall), u.role("accent"), 0.19, 205, 0.1)

    g.layer((u.walker > 0.0) & (fabs(right) < 1.0) & (up > -0.03) & (up < 1.2), body)


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
