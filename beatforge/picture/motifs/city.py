"""A street canyon at night with lit windows, signs and a wet street, or a skyline across the water; someone walks.

Walls run along a street seen in perspective: at depth z the height above the street is (y - horizon) * z + eye, and
where that is negative the same wall is seen again in the wet street. `shore` cuts the street off: beyond it is water.
Pulse and high: windows and signs. Conditions: rain, mist, stars, wind, crowd (more walkers), birds.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.houses import house_front
from beatforge.picture.subjects.scenery import (
    birds,
    blossom,
    clouds,
    company,
    leaves,
    mist,
    open_sky,
    rain,
    snow,
    snowed,
    stars,
    sun,
)
from beatforge.picture.trace import (
    V,
    as_float,
    both,
    clamp,
    executor,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    lerp,
    loop,
    mix,
    scale,
    sel,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "low", "far", "high", "far")

_STREET, _WATER, _SKYLINE, _WALL, _RAIL = 6, 7, 8, 10, 30
_NONE = 99.0
_USUAL: dict[str, float] = {
    **{"horizon": -0.05, "eye": 0.30, "vanish": 0.0, "left": 0.80, "right": 0.80, "shore": _NONE, "lowest": 1.1},
    **{
        "sun_x": 0.0,
        "sun_y": 0.10,
        "sun_r": 0.06,
        "moon": 0.5,
        "cloud": 0.4,
        "towers": 0.22,
        "zebra": 0.0,
        "rail": 0.0,
    },
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
    **{
        "horizon": -0.10,
        "eye": 0.30,
        "left": _NONE,
        "right": _NONE,
        "shore": -_NONE,
        "lowest": 0.0,
        "towers": 0.36,
        "rail": 1.0,
    },
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
    wave, ripple = gate(mirrors, lambda: _ripples(x, down, z, across, wet, u), [0.0, 0.0])
    seen_x, seen_y = x + wave, u.horizon + fabs(down) + wave * 0.5
    g = open_sky(seen_y, u, u.horizon)
    front = _front(x + wave, u)
    is_open = (fabs(fma(0.0 - down, front, u.eye)) > u.lowest * 0.72) | (front > 39.0)
    g.layer(is_open, lambda inner: _backdrop(inner, seen_x, seen_y, u))
    _houses(g, x + wave, y, front, u)
    birds(g, x, y, u, u.horizon)
    end = falloff(length(x - u.vanish * u.half_width, down * 1.4) * 6.5) * fma(
        u.glow, 0.14, fma(u.pulse, 0.08, fma(u.burst, 0.25, fma(u.intensity, 0.12, 0.20)))
    )
    g.light(mix(u.role("sun"), u.role("accent"), 0.35), end * sel(u.lowest > 0.0, 1.0, 0.0))
    g.layer(mirrors, lambda inner: _floor(inner, down, z, across, wet, ripple, u))
    g = G.of(loop(u.rows("walkers"), g.values(), lambda k, v: _walker(u.row("walkers", k), v, x, y, u)))
    g.layer((u.rail > 0.0) & (y < -0.2), lambda inner: _railing(inner, x, y, u))
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _ripples(x: V, down: V, z: V, across: V, wet: V, u: Uniforms) -> list[V]:
    """How far the mirror image is shaken aside, and the long ripple alone."""
    ripple = noise(across * 3.0 + u.t * 0.05, z * sel(wet, 5.0, 2.0) + u.t * 0.12) - 0.5
    fine = noise(x * 34.0, down * 120.0 + u.t * 0.4) - 0.5
    wave = fma(ripple, 0.7, fine * 0.5) * fma(down, 0.22, 0.006) * fma(u.rain, 0.5, 0.8)
    return [wave, ripple]


def _front(x: V, u: Uniforms) -> V:
    """Depth at which the front house row is met at x."""
    aside = x - u.vanish * u.half_width
    return sel(aside > 0.0, u.right, u.left) / vmax(fabs(aside), 0.012)


def _backdrop(g: G, x: V, y: V, u: Uniforms) -> None:
    """What is beyond the street: sky, sun, clouds, skyline."""
    stars(g, x, y, u, u.horizon + 0.1)
    sun(g, x - u.sun_x * u.half_width, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.light(u.role("accent"), falloff(fabs(y - u.horizon) * 9.0) * fma(u.glow, 0.12, 0.22))
    _skyline(g, x, y, u)


def _skyline(g: G, x: V, y: V, u: Uniforms) -> None:
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


def _houses(g: G, x: V, y: V, front: V, u: Uniforms) -> None:
    """A house row on each side with a taller one behind it; below the street's line their mirror image."""
    is_right = sel(x > u.vanish * u.half_width, 1.0, 0.0)
    above = y - u.horizon

    def row(nth: int, z: V, taller: float) -> tuple[V, V, V]:
        """Name, height above the street and top of the house that stands at depth z."""
        name = cell(floor((z + u.t * 0.24) * 0.5) * 2.0 + is_right, None, 11 + nth)
        return name, fabs(fma(above, z, u.eye)), u.lowest * taller * fma(chance(name, 1), 0.75, 0.75)

    def street(inner: G) -> None:
        back = front * 1.75
        name, up, top = row(0, front, 1.0)
        name_back, up_back, top_back = row(1, back, 2.1)
        cover, cover_back = u.cover((up - top) / front), u.cover((up_back - top_back) / back)
        is_front = cover > 0.5
        name = executor().select(is_front, name, name_back)
        z, height = sel(is_front, front, back), sel(is_front, up, up_back)
        along = z + u.t * 0.24
        colour, light = house_front(name, along, height, is_right, u)
        haze = smoothstep(1.5, 13.0, z)
        block = floor(along * 0.5)
        ident = block - floor(block * 0.25) * 4.0 + is_right * 4.0 + sel(is_front, _WALL, _WALL + 8.0)
        depth = fma(smoothstep(0.0, 14.0, z), 0.8, 0.1)
        shade = mix(colour, u.role("sky_low"), haze * 0.75)
        inner.paint(vmax(cover, cover_back), shade, depth, ident, 0.25, light * fma(haze, -0.5, 1.0))

    g.layer((front < 40.0) & (fabs(above) * front < u.lowest * 3.3 / 1.75 + u.eye), street)


def _floor(g: G, down: V, z: V, across: V, wet: V, ripple: V, u: Uniforms) -> None:
    """Asphalt or water laid over the mirror image."""
    along = z + u.t * 0.24
    puddle = smoothstep(0.30, 0.62, noise(across * 2.2 + 4.0, along * 1.1) + u.rain * 0.25)
    tar = mix(scale(u.role("near"), 0.8), u.role("ink"), 0.35)
    dry = mix(tar, u.role("mid"), smoothstep(0.4, 0.0, down) * 0.35)
    trodden = smoothstep(0.10, 0.30, fabs(fabs(across) - 0.2)) * smoothstep(0.35, 0.6, noise(across * 3.1, along * 2.0))
    dry = snowed(dry, u, fma(trodden, 0.5, 0.4))
    cover = sel(wet, fma(smoothstep(0.0, 0.4, down), 0.25, 0.20), fma(puddle, -0.36, 0.68))
    colour = mix(g.colour, [sel(wet, water, road) for water, road in zip(u.role("mid"), dry, strict=True)], cover)
    glint = smoothstep(0.22, 0.34, ripple) * sel(wet, 0.35, 0.0)
    colour = mix(colour, u.role("sky_low"), glint)
    dash = smoothstep(0.035 + z * u.px, 0.02, fabs(across)) * smoothstep(0.24, 0.22, fabs(fract(along * 0.55) - 0.5))
    stripe = smoothstep(0.26, 0.22, fabs(fract(across * 4.0) - 0.5)) * smoothstep(0.34, 0.32, fabs(z - 2.05))
    mark = lerp(dash, stripe, u.zebra)
    kerb = smoothstep(0.03 + z * u.px, 0.015, vmin(fabs(across + u.left * 0.72), fabs(across - u.right * 0.72)))
    edge = smoothstep(0.04 + z * u.px, 0.02, fabs(across - u.shore))
    mark = sel(wet, 0.0, clamp(mark * 0.75 + kerb * 0.30)) * smoothstep(16.0, 5.0, z)
    g.colour = mix(mix(colour, mix(u.role("paper"), u.role("far"), 0.35), mark), u.role("ink"), edge * 0.8)
    g.depth, g.ident = fma(smoothstep(0.0, 14.0, z), 0.8, 0.06), sel(wet, _WATER, _STREET)
    g.direction, g.emission = as_float(0.0), g.emission * (1.0 - cover) * 0.8


def _walker(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Someone who walks ahead, with an umbrella. A row: across, away, stride, and the crowd it takes."""
    place, away, stride, wanted = row
    tall = 0.36 / away
    narrow = clamp(u.half_width * 1.5, 0.35, 1.0)
    middle = u.vanish * u.half_width + place * narrow / away
    right = x - sel(wanted < 0.01, u.inside(middle, tall * 0.44), middle)
    foot = y - u.horizon + u.eye / away
    step = u.beat_phase * 0.5 + stride * 2.0
    here = (wanted < 0.01) | (company(u) > wanted - 0.1)

    def walking() -> list[V]:
        g = G.of(under)
        sheen = vmax(fabs(right) - tall * 0.16, fabs(foot + tall * 0.45) - tall * 0.45)
        mirror = mix(u.role("ink"), u.role("accent"), smoothstep(-0.5, -0.9, foot / tall) * 0.8)
        g.tint(mirror, u.cover(sheen, 6.0) * 0.6)
        person(g, right, foot, u, tall, step, fma(away, 0.06, 0.05), umbrella=True)
        return g.values()

    return gate(here & (fabs(right) < tall * 0.6) & (foot > tall * -1.0) & (foot < tall * 1.6), walking, under)


def _railing(g: G, x: V, y: V, u: Uniforms) -> None:
    """A quay with a railing in front of the water."""
    post = fabs(fract(x * 5.0 + 0.5) - 0.5) * 0.2 - 0.006
    bars = vmin(fabs(y + 0.265) - 0.007, vmin(fabs(y + 0.32) - 0.003, vmax(post, y + 0.265)))
    g.paint(u.cover(bars), u.role("ink"), 0.12, _RAIL, 0.0)
    stone = mix(u.role("near"), u.role("ink"), 0.3)
    g.paint(u.cover(y + 0.375), mix(stone, u.role("mid"), smoothstep(-0.42, -0.375, y) * 0.5), 0.12, _RAIL + 1, 0.0)
