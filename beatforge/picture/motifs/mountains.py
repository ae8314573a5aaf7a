"""A great peak over ranges in haze, mirrored in a lake; firs, a cabin with a light, a canoe, a hiker on a rock.

Below the `lake` line the same world is seen upside down through ripples. Faces of the mountains are told by which
side of a crooked ridge line a point lies on. Pulse: sun and cabin window. Swell: ripples. Conditions: rain, mist,
stars, wind (ripples, firs), crowd (more canoes), birds.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm1, noise, noise1
from beatforge.picture.shapes import box, capsule
from beatforge.picture.subjects.figures import cabin, canoe, person
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
    floor,
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

VIEWS = ("far", "far", "low", "high", "far", "near")

_PEAK, _RANGE, _FIR, _ROCK = 8, 10, 16, 28
_NONE = -9.0
_RANGES = ((0.20, 1.9), (0.14, 2.6), (0.09, 3.7))
"""Far to near: height and scale."""
_USUAL: dict[str, float] = {
    **{"lake": -0.14, "base": -0.12, "ranges": 1.0, "trees": 1.0, "rock_x": 0.0, "rock": _NONE, "spread": 0.03},
    **{"peak_x": -0.25, "peak_wide": 0.75, "peak_high": 0.42},
    **{"sun_x": 0.50, "sun_y": 0.22, "sun_r": 0.075, "moon": 0.0, "cloud": 0.5},
    **{"cabin_x": 0.0, "cabin": 0.0},
}
_GREAT_PEAK = {
    **{"lake": -0.26, "base": -0.24, "peak_x": 0.30, "peak_wide": 0.80, "peak_high": 0.62, "ranges": 0.8},
    **{"sun_x": -0.55, "sun_y": 0.42, "sun_r": 0.09, "moon": 0.5, "cabin_x": -0.58, "cabin": 0.15},
}
_HIGH_VIEW = {
    **{
        "lake": _NONE,
        "base": -0.16,
        "peak_x": -1.2,
        "peak_wide": 0.5,
        "peak_high": 0.30,
        "ranges": 1.5,
        "trees": 0.0,
        "spread": 0.115,
    },
    **{"sun_x": 0.25, "sun_y": 0.20, "sun_r": 0.15, "cloud": 0.7, "rock_x": -0.50, "rock": -0.20},
}
_FRAMED = {
    **{"lake": -0.20, "base": -0.18, "peak_x": 0.05, "peak_wide": 0.60, "peak_high": 0.36},
    **{"sun_x": 0.12, "sun_y": 0.24, "sun_r": 0.13},
}
_MIRROR = {
    **{"lake": 0.00, "base": 0.02, "peak_x": 0.28, "peak_wide": 0.52, "peak_high": 0.33, "ranges": 0.8},
    **{"sun_x": -0.50, "sun_y": 0.33, "sun_r": 0.055, "moon": 1.0, "cloud": 0.3, "cabin_x": 0.62, "cabin": 0.10},
}
_WALL = {
    **{
        "lake": _NONE,
        "base": -0.34,
        "peak_x": -0.52,
        "peak_wide": 0.95,
        "peak_high": 0.92,
        "ranges": 1.2,
        "spread": 0.04,
    },
    **{"sun_x": 0.62, "sun_y": 0.46, "sun_r": 0.07, "cloud": 0.7, "rock_x": 0.48, "rock": -0.27},
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
    _peak(g, seen_x, seen_y, u)
    _ranges(g, seen_x, seen_y, u)
    _shore(g, seen_x, seen_y, u)
    g.layer(below, lambda inner: _water(inner, x, down, ripple, u))
    g = G.of(loop(u.rows("canoes"), g.values(), lambda k, v: _canoe(u.row("canoes", k), v, x, y, u)))
    mist(g, x, y, u, vmax(u.lake, u.base))
    _lookout(g, x, y, u)
    g = G.of(loop(u.rows("firs"), g.values(), lambda k, v: _fir(u.row("firs", k), v, x, y, u)))
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _peak(g: G, x: V, y: V, u: Uniforms) -> None:
    """One mountain with snow; its lit face lies towards the sun."""
    across = x - u.peak_x * u.half_width + u.cam * 0.002
    up = y - u.base
    side = fabs(across) / u.peak_wide

    def mountain(inner: G) -> None:
        jag = fbm1(across * 5.5 + u.seed, 31, 3) - 0.5
        slope = clamp(1.0 - side)
        flank = smoothstep(-0.05, 0.35, side) * smoothstep(1.05, 0.6, side)
        drop = u.peak_high * (slope * fma(slope, 0.35, 0.65) + jag * 0.16 * flank) - up
        crook = (noise1(up * 11.0 + u.seed, 32) - 0.5) * 0.24 + sinp(up * 13.0) * 0.02
        spur = noise(across * 9.0 + up * 4.0 + u.seed, up * 2.5 - fabs(across) * 3.0)
        ridge = across + crook * (u.peak_high - up) + (spur - 0.5) * drop * 1.1
        lit = smoothstep(-0.02, 0.02, ridge * sel(u.sun_x > u.peak_x, 1.0, -1.0))
        rib = smoothstep(0.52, 0.60, spur) * smoothstep(0.02, 0.12, drop)
        lit = lerp(lit, fma(lit, 0.15, 0.30), rib)
        stone = mix(mix(u.role("mid"), u.role("far"), 0.45), u.role("sun"), lit * 0.30)
        snow_line = u.peak_high * fma(u.snow, -0.4, 0.56) + (spur - 0.5) * 0.20 + jag * 0.10
        snow = mix(mix(u.role("far"), u.role("paper"), 0.35), mix(u.role("paper"), u.role("sun"), 0.3), lit)
        colour = mix(stone, snow, smoothstep(-0.008, 0.008, up - snow_line))
        haze = smoothstep(0.45, 0.0, up / u.peak_high) * 0.7 + 0.06
        drift = (u.cam * -0.002, 0.0)
        inner.paint(u.cover(0.0 - drop), mix(colour, u.role("sky_low"), haze), 0.90, _PEAK, 0.15, 0.0, drift)

    g.layer((up > -0.01) & (up < u.peak_high * 1.1) & (side < 1.05), mountain)


def _ranges(g: G, x: V, y: V, u: Uniforms) -> None:
    """Three ranges, each darker and clearer than the one behind it."""
    for k, (rise, _) in enumerate(_RANGES):
        foot = u.base + u.spread * (0.6 - k)
        g.layer(y < foot + rise * u.ranges + 0.01, partial(_ridge, x, y, u, k, foot))


def _ridge(x: V, y: V, u: Uniforms, k: int, foot: V, g: G) -> None:
    rise, scale = _RANGES[k]
    moved = u.cam * (0.004 + 0.006 * k)
    along = (x + moved) * scale + u.seed + 7.3 * k
    fall = foot + fbm1(along, 40 + k, 3) * rise * u.ranges - y
    face = smoothstep(0.46, 0.54, noise(along * 3.1 + fall * 9.0, fall * 7.0 + k))
    near = (k + 1.0) / 3.0
    colour = mix(mix(u.role("far"), u.role("mid"), near), u.role("near"), near * 0.35)
    colour = mix(snowed(colour, u, face * 0.3 + 0.45), u.role("sun"), face * (0.20 - 0.05 * k))
    haze = fma(smoothstep(0.0, 0.16, fall), 0.66 - 0.10 * k, 0.10 - 0.10 * near)
    depth = 0.84 - 0.13 * k
    g.paint(u.cover(0.0 - fall), mix(colour, u.role("sky_low"), haze), depth, _RANGE + k, 0.12, 0.0, (0.0 - moved, 0.0))


def _shore(g: G, x: V, y: V, u: Uniforms) -> None:
    """A row of firs along the far shore, and a cabin with a lit window."""

    def wood(inner: G) -> None:
        ground = u.base - 0.006
        for k, (grid, tall) in enumerate(((12.0, 0.105), (17.0, 0.075))):
            along = (x + u.cam * 0.018) * grid + k * 0.4 + u.seed
            name = cell(floor(along), None, 50 + k)
            high = tall * fma(chance(name, 1), 0.8, 0.4)
            right = (fract(along) - 0.5 + (chance(name, 2) - 0.5) * 0.3) / grid
            level = (y - ground + 0.02) / high
            needle = fract(level * 5.0 + chance(name, 3))
            tree = vmax(fabs(right) - (1.0 - level) * 0.24 * high * fma(needle, -0.4, 1.0), y - ground - high)
            stands = sel(chance(name, 4) > 0.25 + 0.2 * k, tree, 1.0)
            bank = y - ground - noise1(x * 4.0 + u.seed, 52) * 0.02
            colour = mix(mix(u.role("near"), u.role("ink"), 0.45 * k), u.role("sky_low"), 0.16 * (1 - k))
            inner.paint(u.cover(vmin(stands, bank)), colour, 0.42 - 0.04 * k, _FIR + k, 0.25)

    g.layer((u.trees > 0.5) & (y < u.base + 0.13), wood)
    right, up = x - u.cabin_x * u.half_width, y - u.base - 0.004
    bounds = (u.cabin > 0.0) & (fabs(right) < u.cabin * 2.0) & (up > -0.02) & (up < u.cabin * 2.7)
    g.layer(bounds, lambda inner: cabin(inner, right / u.cabin, up / u.cabin, u, u.cabin))


def _water(g: G, x: V, down: V, ripple: V, u: Uniforms) -> None:
    """The lake's own colour over the mirror image, a bright line at the far shore, glints."""
    fine = noise(x * 9.0 + u.t * 0.1, 3.84 / (down + 0.05) - u.t * 0.3)
    glint = smoothstep(0.30, 0.42, fma(fine, 0.6, ripple * 0.4))
    away = x - u.sun_x * u.half_width
    path = falloff(away * away * 22.0) * glint
    colour = mix(g.colour, u.role("mid"), fma(smoothstep(0.0, 0.5, down), 0.42, 0.16))
    colour = mix(colour, u.role("sky_low"), smoothstep(0.012, 0.0, down) * 0.6 + glint * 0.10)
    g.colour = mix(colour, u.role("sun"), path * 0.6)
    g.depth, g.ident = 0.62 - down * 0.9, vmin(g.ident + 40.0, 99.0)
    g.direction, g.emission = as_float(0.0), g.emission * 0.5 + path * 0.3


def _canoe(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A canoe with a paddler. A row: across, below the far shore, length, and the crowd it takes."""
    place, depth, size, wanted = row
    across, level = (x - place * u.half_width) / size, (y - u.lake + depth) / size
    here = (depth > 0.0) & ((wanted < 0.01) | (company(u) > wanted))

    def paddling() -> list[V]:
        g = G.of(under)
        moved, lift = sinp(u.t * 0.010) * 0.25, sinp(u.t * 0.13 + wanted) * 0.02
        right, up = across - moved, level - lift
        wake = falloff(fabs(up + 0.05) * 16.0) * smoothstep(1.1, 0.4, fabs(right))
        g.tint(u.role("sky_low"), wake * 0.45)
        shade = vmax(fabs(right) - 0.46, fabs(up + 0.14) - 0.13)
        g.tint(mix(u.role("ink"), u.role("accent"), 0.3), u.cover(shade * size, 3.0) * 0.45)
        canoe(g, right, up, u, size, (moved * size, lift * size))
        return g.values()

    return gate(here & (fabs(across) < 1.35) & (fabs(level) < 0.47), paddling, under)


def _lookout(g: G, x: V, y: V, u: Uniforms) -> None:
    """A rock in the foreground with a hiker on it, who looks at all this."""
    right, up = x - u.rock_x * u.half_width, y - u.rock

    def rock(inner: G) -> None:
        rough = fbm1(right * 6.0 + u.seed, 61, 3)
        flat = smoothstep(0.06, 0.16, fabs(right))
        top = (rough - 0.5) * 0.07 * flat - smoothstep(0.14, 0.6, fabs(right)) * 0.26
        face = smoothstep(0.0, 0.02, noise(right * 11.0 + up * 5.0, up * 13.0) - 0.5 + (top - up) * -0.6)
        colour = mix(mix(u.role("near"), u.role("ink"), 0.55), u.role("mid"), face * 0.35)
        rim = smoothstep(0.012, 0.0, top - up) * 0.35
        top_light = snowed(mix(colour, u.role("sun"), rim), u, smoothstep(0.05, 0.0, top - up) * 0.9)
        inner.paint(u.cover(up - top), top_light, 0.08, _ROCK, 0.15)
        stick = capsule(right, up, 0.055, 0.0, 0.045, 0.13, 0.0035)
        inner.paint(u.cover(stick), u.role("ink"), 0.07, _ROCK + 1, 0.25)
        pack = box(right + 0.022, up - 0.128, 0.021, 0.032) - 0.008
        person(inner, right, up, u, 0.21, u.t * 0.0, 0.07)
        inner.paint(u.cover(pack), u.role("accent"), 0.06, _ROCK + 2)

    g.layer((u.rock > -1.0) & (up < 0.34), rock)


def _fir(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A near fir that frames the picture. A row: across, foot, height, phase."""
    place, foot, tall, phase = row
    level = (y - foot) / tall
    across = (x - place * u.half_width) / tall / fma(u.upright, -0.55, 1.0)

    def tree() -> list[V]:
        g = G.of(under)
        right = across + sinp(u.t * 0.10 + phase) * fma(u.wind, 0.035, 0.008) * level
        bough = fract(level * 9.0 + phase + fabs(right) * 1.2)
        wide = (1.02 - level) * 0.30 * fma(bough, -0.48, 1.0) + noise(right * 18.0, level * 30.0 + phase * 9.0) * 0.02
        shape = vmin(vmax(fabs(right) - wide, level - 1.0), vmax(fabs(right) - 0.022, level - 0.9))
        toward = sel(u.sun_x > place, 1.0, -1.0)
        rim = smoothstep(0.03, 0.20, right * toward) * smoothstep(0.75, 0.2, bough) * 0.30
        colour = mix(mix(u.role("ink"), u.role("near"), 0.35), u.role("sun"), rim * 0.5)
        colour = snowed(colour, u, smoothstep(0.35, 0.9, bough) * 0.85)
        g.paint(u.cover(shape * tall), colour, 0.05, _FIR + 2, 0.25)
        return g.values()

    return gate((fabs(across) < 0.39) & (level > -0.2) & (level < 1.03), tree, under)
