"""Open water with a sail on it: sun path, swell that rolls in rows, island, cliff with a lighthouse, birds.

The water is a plane in perspective up to the last rows of swell, which are silhouettes one before the other. Boats
stand on the plane and rock. Pulse: sun, lamp of the lighthouse. Swell: height of the waves and the rocking. High:
glitter. Conditions: rain, mist, stars, wind (foam, heeling), crowd (the whole regatta), birds.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import fbm1, noise
from beatforge.picture.shapes import taper
from beatforge.picture.subjects.figures import sailing_boat
from beatforge.picture.subjects.plains import cloud_heap
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
    clamp,
    fabs,
    falloff,
    fma,
    fract,
    gate,
    lerp,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "far", "far", "low", "high", "far", "near")

_WATER, _ISLAND, _TOWER, _ROWS = 6, 7, 8, 20
_SWELL = ((0.0, 0.020, 2.1, 0.035), (0.45, 0.030, 1.5, 0.049), (1.0, 0.042, 1.05, 0.067))
"""Rows of swell, far to near: place between `front` and the lower edge, height, scale, pace."""
_USUAL: dict[str, float] = {
    **{"horizon": 0.02, "sea": 0.6, "eye": 0.11, "front": -0.30},
    **{"sun_x": 0.36, "sun_y": 0.10, "sun_r": 0.115, "moon": 0.0, "cloud": 0.6},
    **{"island_x": -0.75, "island_wide": 0.5, "island_high": 0.10, "steep": 0.0, "tower": 0.0},
    **{"heap": 0.0, "heap_x": 0.0},
}
_BIG_SKY = {
    **{"horizon": -0.24, "sun_x": -0.48, "sun_y": 0.02, "sun_r": 0.17, "cloud": 1.0, "sea": 0.35, "eye": 0.07},
    **{"island_x": 0.9, "island_wide": 0.35, "island_high": 0.06, "heap": 1.0, "heap_x": 0.42},
}
_LIGHTHOUSE = {
    **{"horizon": -0.08, "sun_x": -0.50, "sun_y": 0.05, "sun_r": 0.10, "cloud": 0.5, "sea": 0.9},
    **{"island_x": 0.72, "island_wide": 0.50, "island_high": 0.24, "steep": 1.0, "tower": 0.26},
}
_ROUGH = {
    **{
        "horizon": 0.17,
        "sun_x": 0.55,
        "sun_y": 0.19,
        "sun_r": 0.055,
        "moon": 0.5,
        "cloud": 1.0,
        "sea": 2.4,
        "eye": 0.16,
        "front": -0.20,
    },
    **{"island_x": -1.4, "island_wide": 0.2, "island_high": 0.01},
}
_REGATTA = {
    **{"horizon": 0.12, "sun_x": -0.62, "sun_y": 0.17, "sun_r": 0.075, "cloud": 0.7, "sea": 0.5, "eye": 0.16},
    **{"island_x": 0.6, "island_wide": 0.7, "island_high": 0.13},
}
_MOON = {
    **{"horizon": -0.06, "sun_x": 0.05, "sun_y": 0.27, "sun_r": 0.10, "moon": 0.5, "cloud": 0.35, "sea": 0.3},
    **{"island_x": -0.95, "island_wide": 0.55, "island_high": 0.17},
}
_CLOSE = {
    **{"horizon": -0.02, "sun_x": -0.40, "sun_y": 0.07, "sun_r": 0.20, "cloud": 0.55, "sea": 1.0},
    **{"island_x": -1.4, "island_wide": 0.2, "island_high": 0.01},
}
_PLACES: tuple[dict[str, float], ...] = ({}, _BIG_SKY, _LIGHTHOUSE, _ROUGH, _REGATTA, _MOON, _CLOSE)
_BOATS = ((-0.28, 0.10, 0.27), (0.42, 0.03, 0.09), (-0.15, 0.06, 0.13), (-0.14, 0.22, 0.34), (0.35, 0.22, 0.36),
          (0.30, 0.09, 0.20), (0.42, 0.27, 0.68))  # fmt: skip
"""By composition: where the boat is across, how far below the horizon, how tall."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Horizon, light and land; the boat that tells the size comes last, those before it need a crowd or a regatta."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["sun_x"] += draws.between(-0.05, 0.05)
    numbers["island_x"] += draws.between(-0.06, 0.06)
    x, down, tall = _BOATS[composition]
    always = composition == 4
    fleet = []
    for nth in range(4, 0, -1):
        share = 0.62**nth
        along = x - 0.42 * nth if x > 0.0 else x + 0.42 * nth
        along += draws.between(-0.06, 0.06)
        fleet.append((along, down * share + 0.01, tall * share, nth * 0.19, 0.0 if always else nth * 0.2))
    return {**numbers, "boats": [*fleet, (x + draws.between(-0.04, 0.04), down, tall, 0.0, 0.0)]}


def paint(x: V, y: V, u: Uniforms) -> G:
    """Sky, land, the plane of water, boats, rows of swell, weather."""
    g = open_sky(y, u, u.horizon)
    stars(g, x, y, u, u.horizon + 0.04)
    sun(g, x - u.sun_x * u.half_width, y - u.horizon - u.sun_y, u, u.sun_r, u.moon, 0.0)
    clouds(g, x, y, u, u.horizon, u.cloud)
    g.layer((u.heap > 0.0) & (y > u.horizon - 0.02), partial(cloud_heap, x, y, u))
    birds(g, x, y, u, u.horizon)
    _land(g, x, y, u)
    g.layer(y < u.horizon, lambda inner: _plane(inner, x, y, u))
    g = G.of(loop(u.rows("boats"), g.values(), lambda k, v: _boat(u.row("boats", k), v, x, y, u)))
    _swell(g, x, y, u)
    mist(g, x, y, u, u.horizon)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _land(g: G, x: V, y: V, u: Uniforms) -> None:
    """A range of hills on the horizon, or with `steep` a cliff; with `tower` a lighthouse on its top."""
    across, up = x - u.island_x * u.half_width, y - u.horizon
    away = fabs(across) / fma(u.island_wide * u.upright, -0.4, u.island_wide)
    tower = fma(u.tower * u.upright, -0.35, u.tower)

    def hill(inner: G) -> None:
        rough = fbm1(across * 6.0 + u.seed, 5, 3)
        hump = clamp(1.0 - away * away)
        cliff = smoothstep(1.0, 0.72, away) * 0.85 + hump * 0.15
        hills = hump * hump * fma(rough, 1.1, 0.25)
        top = (hills + (cliff * (rough * 0.3 + 0.7) - hills) * u.steep) * u.island_high
        spur = noise(across * 13.0 + (top - up) * 16.0, (top - up) * 15.0 + u.seed)
        face = smoothstep(0.44, 0.56, spur)
        dark = mix(mix(u.role("far"), u.role("sky_low"), 0.2), u.role("near"), u.steep * 0.75)
        colour = mix(dark, u.role("sun"), face * fma(u.steep, -0.10, 0.28))
        strata = smoothstep(0.5, 0.8, noise(across * 5.0, up * 46.0 + across * 8.0)) * u.steep * 0.3
        land = mix(snowed(colour, u, face * 0.5 + 0.3), u.role("mid"), strata)
        inner.paint(u.cover(up - top), land, 0.92 - u.steep * 0.3, _ISLAND, 0.2)

    g.layer((up > -0.01) & (up < u.island_high * 1.1) & (away < 1.05), hill)

    def lighthouse(inner: G) -> None:
        foot, lamp = u.island_high * 0.80, u.island_high * 0.80 + tower
        turn = sinp(u.bar_phase * 0.25)
        dx, dy = across, up - lamp
        spread = fabs(dx) * 0.16 + 0.012
        lean = dy - dx * turn * 0.10
        beam = falloff(lean * lean / (spread * spread) * 1.5) * smoothstep(1.25, 0.05, fabs(dx))
        side = smoothstep(-0.25, 0.55, turn * sel(dx > 0.0, 1.0, -1.0))
        inner.light(u.role("sun"), beam * side * fma(u.glow, 0.25, 0.45))
        inner.light(u.role("sun"), falloff((dx * dx + dy * dy) * 260.0) * fma(u.pulse, 0.35, 0.5))
        shaft = taper(dx, up, 0.0, foot - 0.02, 0.0, lamp - 0.018, 0.030, 0.020)
        band = fract((up - foot) / tower * 2.0) > 0.5
        shade = smoothstep(-0.01, 0.03, dx) * 0.4
        cloth = [sel(band, red, white) for red, white in zip(u.role("accent"), u.role("paper"), strict=True)]
        inner.paint(u.cover(vmax(shaft, up - lamp + 0.018)), mix(cloth, u.role("near"), shade), 0.55, _TOWER, 0.25)
        rail = vmax(fabs(dx) - 0.030, fabs(up - lamp + 0.018) - 0.005)
        roof = vmax(fabs(dx) + (up - lamp) * 0.9 - 0.045, lamp + 0.017 - up)
        inner.paint(u.cover(vmin(rail, roof)), u.role("ink"), 0.55, _TOWER + 1)
        inner.paint(u.cover(vmax(fabs(dx) - 0.018, fabs(dy) - 0.018)), u.role("sun"), 0.54, _TOWER + 2, 0.0, 1.0)

    g.layer((u.tower > 0.0) & (up > 0.0) & (fabs(up - u.island_high * 0.8 - tower) < 0.33), lighthouse)


def _plane(g: G, x: V, y: V, u: Uniforms) -> None:
    """The water to the horizon: sky's colour far away, its own near by, light patches, the path of the sun."""
    down = vmax(u.horizon - y, 0.002)
    z = u.eye / down
    across, along = (x + u.cam * 0.01) * z * 3.0, z * 5.0
    near = smoothstep(0.0, 0.40, down)
    long_wave = sinp(across * 0.10 + along * 0.21 + u.t * 0.16) + sinp(across * -0.17 + along * 0.34 + u.t * 0.21) * 0.6
    chop = noise(across * 1.7 + u.t * 0.20, along * 2.2 + u.t * 0.55)
    grain = fma(near, 2.2, 1.0)
    fine = noise(across * grain * 4.9 - u.t * 0.3, along * grain * 5.5 + u.t * 0.9)
    lift = long_wave * fma(u.swell, 0.16, 0.12) + (chop - 0.5) * 0.9 + (fine - 0.5) * 0.5 * near
    body = mix(u.role("sky_low"), u.role("mid"), smoothstep(0.0, 0.10, down) * 0.85 + 0.1)
    body = mix(body, u.role("near"), smoothstep(0.10, 0.50, down) * 0.75)
    body = mix(body, u.role("near"), smoothstep(0.05, 0.35, 0.0 - lift) * 0.45 * (0.25 + near))
    body = mix(body, u.role("sky_low"), smoothstep(0.12, 0.30, lift) * fma(near, -0.12, 0.42))
    away = x - u.sun_x * u.half_width
    width = fma(down, 0.26, u.sun_r * 0.42)
    path = falloff(away * away / (width * width) * 0.8)
    glitter = smoothstep(0.34, 0.42, path * 0.58 + lift * 0.45 + (fine - 0.5) * fma(near, 0.5, 0.35) - 0.04) * path
    foam = smoothstep(0.40, 0.46, lift * 0.5 + (fine - 0.5) * 0.8 - 0.06 + u.wind * 0.14) * near * u.sea * 0.7
    body = mix(body, u.role("paper"), clamp(foam))
    g.colour = mix(body, u.role("sun"), clamp(glitter * fma(u.high, 0.3, fma(u.burst, 0.3, 0.9))))
    g.depth, g.ident = 0.93 - smoothstep(0.0, 0.5, down) * 0.6, as_float(_WATER)
    g.direction, g.emission = as_float(0.0), glitter * 0.65
    g.drift = [u.cam * -0.01, as_float(0.0)]


def _boat(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A sailing boat. A row: across, below the horizon, height, hue, and the crowd it takes to be there."""
    place, down, tall, hue, wanted = row
    tall = sel(hue > 0.0, tall, vmin(vmax(tall, u.upright * 0.17), fma(u.upright, -0.48, 1.0)))
    middle = sel(hue > 0.0, place * u.half_width, u.inside(place * u.half_width, tall * 0.45))
    across, up = (x - middle) / tall, (y - u.horizon + down) / tall
    here = (wanted < 0.01) | (company(u) > wanted)

    def sail() -> list[V]:
        g = G.of(under)
        moved, lift = sinp(u.t * 0.011 + hue) * 0.08, sinp(u.t * 0.19 + hue * 3.0) * u.sea * fma(u.swell, 0.008, 0.020)
        drift = across - moved
        ripple = (noise(x * 22.0 + u.t * 0.5, y * 60.0 + u.t * 1.1) - 0.5) * 0.22
        mirror = vmax(fabs(drift + ripple + up * 0.15) - 0.26 - up * 0.2, fabs(up + 0.33) - 0.33)
        g.tint(mix(u.role("near"), u.role("accent"), 0.25), u.cover(mirror * tall, 3.0) * 0.5)
        roll = sinp(u.t * 0.15 + hue * 5.0) * fma(u.swell, 0.02, 0.055) * vmin(u.sea, 1.4) + u.wind * 0.13
        level = up - lift
        sailing_boat(g, drift + level * roll, level - drift * roll, u, tall, hue, (moved * tall, lift * tall))
        return g.values()

    return gate(here & (fabs(across) < 0.68) & (up > -0.72) & (up < 1.16), sail, under)


def _swell(g: G, x: V, y: V, u: Uniforms) -> None:
    """Three rows of waves that roll past in front."""
    for k, (share, rise, _, _) in enumerate(_SWELL):
        base, tall = lerp(u.front, -0.46, share), u.sea * fma(u.swell, 0.16, 0.88) * rise
        g.layer(y < base + tall * 1.4, partial(_wave, x, y, u, k, base, tall))


def _wave(x: V, y: V, u: Uniforms, k: int, base: V, tall: V, g: G) -> None:
    """One row: a silhouette with a bright crest, foam below it, and glints where the light's path is."""
    _, _, scale, pace = _SWELL[k]
    moved = u.cam * (0.02 + 0.02 * k) + u.t * pace
    along = x * scale + moved + u.seed + k * 0.37
    peak = 1.0 - fabs(sinp(along * 0.5))
    fall = base + (peak * peak * 1.5 + sinp(along * 1.31 + u.t * 0.07) * 0.35 - 0.5) * tall - y
    streak = noise(along * 2.6 + fall * 6.0, fall * 26.0 - u.t * 0.25)
    frayed = (streak - 0.5) * 0.05
    body = mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.10, fall + frayed) * 0.75 + 0.12 * k)
    body = mix(body, u.role("sky_low"), smoothstep(0.016, 0.0, fall + frayed * 0.28) * 0.55)
    foam = smoothstep(0.55, 0.75, streak + peak * 0.25 + u.wind * 0.15) * smoothstep(0.035, 0.008, fall)
    body = mix(body, u.role("paper"), foam * clamp(u.sea * 0.7))
    away = x - u.sun_x * u.half_width
    path = falloff(away * away * 11.0)
    glint = noise(along * 7.0 - u.t * 0.1, fall * 60.0 + u.t * 0.4)
    path = smoothstep(0.62, 0.70, glint * 0.62 + streak * 0.2 + path * 0.25) * path
    body = mix(body, u.role("sun"), path * 0.8)
    g.paint(u.cover(0.0 - fall), body, 0.30 - 0.1 * k, _ROWS + k, 0.05, path * 0.5, (moved * (-1.0 / scale), 0.0))
