"""Fire in the dark: a camp with people, candles, a burning shore, a bonfire with its crowd, a volcano, a hearth.

Flames are noise that climbs through an outline, in three colours; sparks rise from them and smoke goes with the wind.
What stands about is drawn once, lit from the right, and turned so that its bright side faces the fire. With `lake` the
world is seen again upside down. Nothing strobes: light follows slow noise, the beat and the swell by a little. Pulse:
embers, light. Burst: sparks. Conditions: rain, snow, mist, stars, wind, blossom, crowd (more people), birds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import cell, chance, fbm, fbm1, noise, noise1
from beatforge.picture.shapes import length
from beatforge.picture.subjects.boxes import Row
from beatforge.picture.subjects.fireside import AWAY, draw_props, draw_wood, placed, prop
from beatforge.picture.subjects.flames import burning_wood, fire_gold, flame, flicker
from beatforge.picture.subjects.scenery import birds, blossom, clouds, leaves, mist, open_sky, rain, snow, stars, sun
from beatforge.picture.subjects.sprites import is_repeated, repeated
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    clamp,
    counted,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

VIEWS = ("far", "near", "far", "low", "high", "near")

_GROUND, _RIDGE, _WOOD, _WATER, _ROOM, _CONE, _BACK = 6, 8, 10, 7, 12, 16, 18
_OUT = (0.0, -9.0, 0.01, 0.01, 0.0, 0.0)
_USUAL: dict[str, float] = {
    **{"ground": -0.10, "fire_x": -0.10, "fire_y": -0.26, "reach": 0.55, "sun_x": 0.58, "sun_y": 0.34, "sun_r": 0.055},
    **{
        "cloud": 0.3,
        "ridge": 0.7,
        "wood": 1.0,
        "lake": -9.0,
        "room": 0.0,
        "cone": 0.0,
        "hearth": 0.0,
        "plume": 0.30,
        "dance": 0.0,
        "front": 0.0,
    },
}
_CANDLES = {
    **{"ground": -0.24, "fire_x": 0.20, "fire_y": 0.12, "reach": 0.60, "room": 1.0, "sun_r": 0.0, "ridge": 0.0},
    **{"wood": 0.0, "plume": 0.0, "cloud": 0.0},
}
_SHORE = {
    **{"ground": -0.04, "fire_x": 0.10, "fire_y": 0.02, "reach": 0.95, "sun_x": -0.62, "sun_y": 0.38, "sun_r": 0.06},
    **{"cloud": 0.8, "ridge": 1.0, "wood": 0.75, "lake": -0.05, "plume": 0.9, "front": 1.0},
}
_BONFIRE = {
    **{"ground": -0.34, "fire_x": 0.16, "fire_y": -0.36, "reach": 0.85, "sun_r": 0.0, "cloud": 0.2, "ridge": 0.4},
    **{"wood": 0.7, "plume": 0.6, "dance": 1.0},
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
    warm = _warmth(seen_x, seen_y, u)
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
        lambda inner: _ridge(inner, seen_x, seen_y, u),
    )
    g.layer(above & (u.cone > 0.5) & (seen_y < 0.18), lambda inner: _cone(inner, seen_x, seen_y, u))
    g.layer(above & (u.front > 0.5) & (seen_y < u.ground + 0.52), lambda inner: _front(inner, seen_x, seen_y, u))
    g.layer(above & (u.wood > 0.0) & (seen_y < u.ground + 0.24), lambda inner: _trees(inner, seen_x, seen_y, warm, u))
    g.layer((u.room < 0.5) & (seen_y < u.ground), lambda inner: _ground(inner, seen_x, seen_y, u))
    g.layer(u.room > 0.5, lambda inner: _room(inner, x, y, warm, u))
    _smoke(g, seen_x, seen_y, u)
    g = G.of(loop(u.count("number_behind"), g.values(), lambda k, v: prop(u.row("behind", k), v, x, y, u)))
    g = G.of(loop(u.count("burning"), g.values(), lambda k, v: flame(u.row("flames", k), v, seen_x, seen_y, u)))
    g.layer(wet, lambda inner: _water(inner, x, y, down, ripple, u))
    g.layer((u.lake > -1.0) & (y < -0.30), lambda inner: _bank(inner, x, y, u))
    g.layer((u.cone > 0.5) & (y < -0.18), lambda inner: _lookout(inner, x, y, u))
    g = G.of(loop(u.count("number"), g.values(), lambda k, v: prop(u.row("stands", k), v, x, y, u)))
    _sparks(g, x, y, u)
    mist(g, x, y, u, u.ground)
    blossom(g, x, y, u)
    leaves(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _warmth(x: V, y: V, u: Uniforms) -> V:
    """The fire's light in the air, 0..1."""
    right, up = x - u.fire_x * u.half_width, (y - u.fire_y - u.reach * 0.12) * 1.15
    return falloff((right * right + up * up) / (u.reach * u.reach) * 2.6) * flicker(u)


def _ridge(g: G, x: V, y: V, u: Uniforms) -> None:
    """Mountains against the night."""
    passed = u.cam * 0.004
    fall = u.ground + fbm1((x + passed) * 1.9 + u.seed, 42, 3) * 0.20 * u.ridge - y
    face = smoothstep(0.45, 0.55, noise((x + passed) * 7.0 + fall * 9.0, fall * 7.0))
    colour = mix(mix(u.role("near"), u.role("far"), 0.28), u.role("mid"), face * 0.35)
    colour = mix(colour, mix(u.role("sky_low"), u.role("near"), 0.4), smoothstep(0.12, 0.0, fall) * 0.25)
    g.paint(
        u.cover(0.0 - fall), mix(colour, u.role("paper"), u.snow * 0.4), 0.92, _RIDGE, 0.1, 0.0, (0.0 - passed, 0.0)
    )


def _front(g: G, x: V, y: V, u: Uniforms) -> None:
    g.become(loop(4, g.values(), lambda k, v: burning_wood(counted(k), v, x, y, u)))


def _trees(g: G, x: V, y: V, warm: V, u: Uniforms) -> None:
    """Two rows of firs, the nearer one lit by the fire."""
    for k, (foot, tall, pace) in enumerate(((-0.02, 0.17, 0.008), (-0.05, 0.24, 0.014))):
        passed = u.cam * pace
        level = (y - u.ground - foot) / (tall * u.wood)
        sway = sinp(u.t * 0.08 + x * 0.4 + k * 0.4) * fma(u.wind, 0.012, 0.003) * level
        across = (x + passed + sway) / (tall * u.wood) + u.seed * 0.3 + 0.7 * k
        grown = partial(_tree, across=across, level=level, tall=tall * u.wood, passed=passed, warm=warm, nth=k, u=u)
        g.layer((level > 0.0) & (level < 1.0) & is_repeated(u, "wood_strip", across, level), grown)


def _tree(g: G, across: V, level: V, tall: V, passed: V, warm: V, nth: int, u: Uniforms) -> None:
    p = repeated(u, "wood_strip", across, level, tall)
    dark = mix(mix(u.role("ink"), u.role("near"), 0.75 - 0.2 * nth), u.role("mid"), 0.32 - 0.2 * nth)
    colour = mix(dark, mix(u.role("accent"), fire_gold(u), 0.45), p.tone * warm * (0.45 + 0.3 * nth))
    colour = mix(colour, u.role("paper"), smoothstep(0.4, 0.6, p.tone) * u.snow * 0.6)
    g.paint(p.coverage, colour, 0.80 - 0.1 * nth, _WOOD + nth, 0.25, 0.0, (0.0 - passed, 0.0))


def _ground(g: G, x: V, y: V, u: Uniforms) -> None:
    """Grass in the dark, bright about the fire, with the shadows of those who sit there."""
    down = vmax(u.ground - y, 0.002)
    z = 0.3 / down
    tuft = noise(x * z * 3.0, z * 6.0) * 0.6 + noise(x * 40.0, y * 90.0) * 0.4
    right, high = x - u.fire_x * u.half_width, (y - u.fire_y) * 2.4
    near = length(right, high)
    lit = falloff(near * near / (u.reach * u.reach) * 1.3) * flicker(u)
    fan = noise1(right / (fabs(high) + 0.10) * 2.1 + 9.0, 43)
    lit = lit * fma(smoothstep(0.55, 0.75, fan), smoothstep(0.12, 0.3, near) * -0.45, 1.0)
    earth = mix(mix(u.role("near"), u.role("mid"), 0.25), u.role("mid"), smoothstep(0.35, 0.75, tuft) * 0.4)
    earth = mix(earth, mix(u.role("paper"), u.role("far"), 0.4), u.snow * 0.55)
    glow = mix(mix(u.role("accent"), u.role("near"), 0.25), fire_gold(u), smoothstep(0.25, 0.9, lit))
    g.colour = mix(earth, glow, clamp(lit * fma(tuft, 0.75, 0.50)))
    g.depth, g.ident = 0.66 - smoothstep(0.0, 0.5, down) * 0.5, as_float(_GROUND)
    g.direction, g.emission, g.drift = as_float(0.0), lit * 0.30, [as_float(0.0), as_float(0.0)]


def _room(g: G, x: V, y: V, warm: V, u: Uniforms) -> None:
    """A wall, boards below it; with a hearth the dark of its opening, else a window on the lights of a town."""
    stripe = smoothstep(0.30, 0.34, fabs(fract(x * 5.0) - 0.5))
    wall = mix(mix(u.role("near"), u.role("ink"), 0.25), u.role("mid"), stripe * 0.14 * u.hearth + 0.10)
    down = vmax(u.ground - y, 0.001)
    run = (x - u.fire_x * u.half_width) / (down + 0.35) * 3.0
    grain = noise(run * 7.0 + floor(run) * 3.1, down * 5.0 + floor(run) * 7.7)
    seam = smoothstep(0.05, 0.02, fabs(fract(run) - 0.5)) * 0.5
    board = mix(mix(u.role("near"), u.role("accent"), 0.14), u.role("mid"), smoothstep(0.3, 0.8, grain) * 0.4)
    board = mix(board, u.role("ink"), seam)
    is_floor = y < u.ground
    colour = choose(is_floor, board, wall)
    pane_x, pane_y = fabs(x + u.half_width * 0.52) - 0.30, fabs(y - 0.10) - 0.29
    outside = (vmax(pane_x, pane_y) < 0.0) & (u.hearth < 0.5)
    colour = gate(outside, lambda: _town(x, y, u), colour)
    bars = vmin(fabs(vmax(pane_x, pane_y)) - 0.014, vmin(fabs(pane_x + 0.30), fabs(y - 0.14)) - 0.007)
    wood = mix(mix(u.role("near"), u.role("accent"), 0.25), u.role("mid"), 0.3)
    frame = u.cover(vmax(bars, vmax(pane_x, pane_y) - 0.014)) * (1.0 - u.hearth)
    colour = mix(colour, wood, frame)
    colour = mix(
        colour,
        mix(u.role("accent"), fire_gold(u), 0.55),
        warm * sel(is_floor, fma(grain, 0.3, 0.30), sel(outside, 0.12, 0.40)),
    )
    shade = smoothstep(0.035, 0.0, down) * sel(is_floor, 0.35, 0.0)
    g.colour = mix(colour, u.role("ink"), shade)
    place = sel(frame > 0.5, _ROOM + 2.0, sel(outside, 0.0, _ROOM))
    g.depth, g.ident = sel(is_floor, 0.6 - down * 0.5, 0.96), sel(is_floor, _ROOM + 1.0, place)
    g.emission, g.drift = warm * 0.15, [as_float(0.0), as_float(0.0)]
    side, high = (x - u.fire_x * u.half_width) / 0.37, (y - u.ground) / 0.45
    hole = vmax(fabs(side) - 1.0, high + side * side * 0.25 - 0.98) * 0.4
    soot = mix(u.role("ink"), mix(u.role("accent"), u.role("ink"), 0.45), falloff(length(side, high - 0.2) * 1.6) * 0.8)
    g.paint(u.cover(hole) * u.hearth * sel(is_floor, 0.0, 1.0), soot, 0.58, _BACK, 0.0, 0.1)


def _town(x: V, y: V, u: Uniforms) -> list[V]:
    """Lights of a town at night, far out of focus."""
    night = mix(u.role("sky_low"), u.role("sky_top"), smoothstep(-0.2, 0.4, y))
    for k, grid in enumerate((6.0, 9.0)):
        along, high = x * grid + u.cam * 0.03 + u.detail, y * grid + 0.37 * k
        name = cell(floor(along), floor(high), 44 + k)
        away = length(fract(along) - 0.5, fract(high) - 0.5) / fma(chance(name, 1), 0.18, 0.24)
        ring = smoothstep(1.0, 0.80, away) * fma(smoothstep(0.3, 1.0, away), 0.4, 0.6)
        seen = sel(chance(name, 2) > 0.35, ring, 0.0) * smoothstep(0.16, -0.12, y)
        lamp = mix(fire_gold(u), u.role("accent2"), chance(name, 3))
        night = mix(night, lamp, seen * fma(u.glow, 0.20, fma(u.pulse, 0.06, 0.40)))
    return night


def _cone(g: G, x: V, y: V, u: Uniforms) -> None:
    """A volcano with streams of lava that creep down its side."""
    right = x - u.fire_x * u.half_width
    rough = fbm1(right * 7.0 + 3.0, 45, 3) - 0.5
    reach = fabs(right) / 0.34
    side = 1.0 / fma(reach, fma(reach, 0.85, 0.55), 1.0)
    top = vmin(u.ground - 0.06 + 0.53 * side + rough * 0.03, 0.15 + rough * 0.02)
    fall = top - y
    g.layer(fall > 0.0 - u.px, lambda inner: _slope(inner, right, y, fall, u))


def _slope(g: G, right: V, y: V, fall: V, u: Uniforms) -> None:
    d = vmax(0.15 - y, 0.0)
    ribs = noise(right / (d + 0.12) * 3.0, d * 2.2)
    rock = mix(mix(u.role("near"), u.role("mid"), 0.2), u.role("far"), smoothstep(0.4, 0.65, ribs) * 0.35)

    def stream(counter: object, heat: list[V]) -> list[V]:
        k = counted(counter)
        way = (k - 2.0) * fma(d, 0.42, 0.016) + (noise1(d * 6.0 + k * 7.0, 46) - 0.5) * d * 0.30
        wide = fma(d, 0.030, 0.006) * fma(noise1(d * 9.0 + k * 3.0, 47), 0.9, 0.4)
        away = fabs(right - way)

        def hot() -> list[V]:
            flow = noise(d * 16.0 - u.t * 0.30 + k * 5.0, right * 30.0)
            core = (
                smoothstep(wide, wide * 0.35, away)
                * fma(flow, 0.5, 0.55)
                * smoothstep(0.40, 0.05, d - noise1(k * 3.7, 48) * 0.12)
            )
            halo = falloff(away * away * 900.0) * 0.35 * smoothstep(0.42, 0.1, d)
            return [vmax(heat[0], core), vmax(heat[1], halo)]

        return gate(away < vmax(wide, 0.067), hot, heat)

    core, halo = loop(5, [0.0, 0.0], stream)
    burn = fma(u.pulse, 0.10, 0.85)
    rock = mix(rock, u.role("accent"), clamp(halo * burn + smoothstep(0.10, 0.0, d) * 0.4))
    colour = mix(
        rock,
        mix(u.role("accent"), mix(fire_gold(u), u.role("sun"), 0.4), smoothstep(0.3, 0.9, core)),
        smoothstep(0.1, 0.5, core),
    )
    ident = sel(core > 0.4, _CONE + 1.0, _CONE)
    g.paint(
        u.cover(0.0 - fall), mix(colour, u.role("sky_low"), smoothstep(0.3, 0.5, d) * 0.2), 0.85, ident, 0.2, core * 0.9
    )


def _smoke(g: G, x: V, y: V, u: Uniforms) -> None:
    """Smoke that leans with the wind, red below."""

    up = vmax(y - u.fire_y - 0.10, 0.0)
    lean = up * fma(u.wind, 0.55, 0.16) + sinp(up * 0.8 - u.t * 0.03) * 0.05
    right = x - u.fire_x * u.half_width - lean
    wide = fma(up, 0.50, u.reach * u.reach * u.reach * u.reach + 0.04)

    def billows(inner: G) -> None:
        roll = fbm(right * 4.2 + u.seed, up * 4.2 - u.t * 0.16, 3)
        thick = smoothstep(0.36, 0.66, roll + falloff(right * right / (wide * wide) * 1.4) * 0.36 - 0.18)
        thick = thick * falloff(right * right / (wide * wide) * 0.7) * smoothstep(0.0, 0.14, up)
        red = falloff(up * 4.0) * flicker(u)
        colour = mix(
            mix(u.role("far"), u.role("near"), 0.55),
            mix(u.role("accent"), fire_gold(u), 0.35),
            clamp(red + (roll - 0.5) * 0.3),
        )
        inner.tint(colour, thick * u.plume)

    # `falloff` ends at 2.391 widths
    g.layer((u.plume > 0.0) & (up > 0.0) & (fabs(right) < wide * 2.4), billows)


def _water(g: G, x: V, y: V, down: V, ripple: V, u: Uniforms) -> None:
    """The lake over the mirror image."""
    g.colour = mix(g.colour, mix(u.role("near"), u.role("ink"), 0.3), fma(smoothstep(0.0, 0.4, down), 0.40, 0.18))
    glint = smoothstep(0.20, 0.34, ripple)
    g.colour = mix(g.colour, mix(u.role("accent"), fire_gold(u), 0.5), glint * _warmth(x, u.lake + down, u) * 0.5)
    g.depth, g.ident, g.emission = 0.60 - down * 0.6, vmin(g.ident + 60.0, 99.0), g.emission * 0.55


def _bank(g: G, x: V, y: V, u: Uniforms) -> None:
    """The near shore in the dark."""
    fall = -0.385 + (fbm1(x * 2.6 + u.seed, 49, 2) - 0.5) * 0.06 - y
    rim = smoothstep(0.012, 0.0, fall) * 0.5
    earth = mix(mix(u.role("ink"), u.role("near"), 0.3), mix(u.role("accent"), fire_gold(u), 0.4), rim)
    g.paint(u.cover(0.0 - fall), earth, 0.18, _GROUND + 30.0, 0.05)


def _lookout(g: G, x: V, y: V, u: Uniforms) -> None:
    """A rock on the left from which one sees it all."""
    right = x + u.half_width
    top = -0.30 + (fbm1(right * 5.0 + 2.0, 50, 3) - 0.5) * 0.05 - smoothstep(0.42, 0.95, right / u.half_width) * 0.34
    fall = top - y
    face = smoothstep(0.0, 0.02, noise(right * 9.0 + y * 5.0, y * 11.0) - 0.5)
    rock = mix(mix(u.role("ink"), u.role("near"), 0.45), u.role("mid"), face * 0.35)
    rock = mix(rock, mix(u.role("accent"), fire_gold(u), 0.4), smoothstep(0.014, 0.0, fall) * 0.55)
    g.paint(u.cover(0.0 - fall), rock, 0.17, _GROUND + 30.0, 0.1)


def _sparks(g: G, x: V, y: V, u: Uniforms) -> None:
    """Sparks that rise and wander; more of them in great moments."""

    up = y - u.fire_y
    lean = up * fma(u.wind, 0.45, 0.10)
    right = x - u.fire_x * u.half_width - lean
    wide = fma(vmax(up, 0.0), 0.38, u.reach * u.reach * u.reach * u.reach + 0.03)

    def rising(inner: G) -> None:
        share = fma(u.burst, 0.4, fma(u.intensity, 0.2, fma(u.energy, 0.15, 0.20)))

        def glowing(counter: Any, shine: list[V]) -> list[V]:
            k = counted(counter)
            grid = fma(k, -5.0, 13.0)
            along = (right + sinp(up * 1.3 + u.t * 0.05 + k * 0.4) * 0.03) * grid + k * 40.0
            high = (up - u.t * fma(k, 0.08, 0.20)) * grid
            name = cell(floor(along), floor(high) + k * 500.0, 51)
            turn = u.t * 0.13 + chance(name, 1)
            dx = fract(along) - 0.5 - sinp(turn) * 0.25
            dy = fract(high) - fma(chance(name, 2), 0.5, 0.25)
            kept = sel(chance(name, 3) < share, fma(chance(name, 4), 0.5, 0.5), 0.0)
            size = fma(k, 35.0, 60.0)
            return [shine[0] + falloff(dx * dx * size * 1.6 + dy * dy * size * 0.7) * kept]

        shine = loop(2, [0.0], glowing)[0]
        fade = falloff(right * right / (wide * wide) * 1.6) * smoothstep(0.75, 0.15, up) * smoothstep(-0.02, 0.06, up)
        strong = clamp(shine * fade * 1.25)
        inner.colour = mix(inner.colour, mix(fire_gold(u), u.role("sun"), 0.5), strong)
        inner.emission = vmax(inner.emission, strong * 0.9)

    # `falloff` ends at 1.582 widths
    g.layer((u.plume > 0.0) & (y > u.fire_y - 0.02) & (up < 0.76) & (fabs(right) < wide * 1.59), rising)
