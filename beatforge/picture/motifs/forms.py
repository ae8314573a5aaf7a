"""Abstract pictures built like posters: a ringed ball, a fan of petals, ribbons, a floor of tiles, a tunnel, a mobile,
arches. Someone small stands before most of them.

What turns about something is placed anew for each frame and sorted by depth. Pulse: petals, balls, lamps. Swell: sizes.
Glow: light behind. Burst: the fan opens, light. Conditions: weather of all kinds falls before the wall, wind carries
leaves, crowd (more people), birds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import SUN, G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.scenery import birds, blossom, company, leaves, mist, open_sky, rain, snow, stars
from beatforge.picture.subjects.solids import (
    ARCH,
    ROD,
    VANE,
    arch,
    ball,
    petals,
    pick_hue,
    ribbon,
    ring,
    rod,
    shadow,
    tiles,
    tube,
    vane,
)
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
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
    vmax,
    vmin,
)

VIEWS = ("near", "low", "far", "high", "far", "low", "near")

_WALL, _FLOOR = 6, 7
_NONE = 9.0
_USUAL: dict[str, float] = {
    **{
        "ground": -0.36,
        "disc_x": 0.3,
        "disc_y": 0.1,
        "disc_r": 0.3,
        "slant": 0.4,
        "slant_x": -0.2,
        "tiled": 0.0,
        "eye": 0.5,
    },
    **{"fan_x": 0.0, "fan_y": -_NONE, "fan_r": 0.0, "core_x": 0.0, "core_y": -_NONE, "core_r": 0.1, "tunnel": 0.0},
    **{"person_x": 0.0, "person": 0.0, "hang_x": 0.0, "hang_y": _NONE},
}
_ORBITS = {
    **{
        "core_x": -0.20,
        "core_y": 0.05,
        "core_r": 0.215,
        "disc_x": 0.30,
        "disc_y": 0.14,
        "disc_r": 0.34,
        "person_x": 0.66,
        "person": 0.11,
    },
    **{"slant": -0.55, "slant_x": 0.05},
}
_FAN = {
    **{"fan_x": -0.52, "fan_y": -0.40, "fan_r": 0.80, "disc_x": 0.60, "disc_y": 0.24, "disc_r": 0.12, "ground": -0.36},
    **{"person_x": 0.60, "person": 0.12, "slant": 0.8, "slant_x": 0.5},
}
_RIBBONS = {**{"disc_x": -0.42, "disc_y": 0.14, "disc_r": 0.19, "ground": -_NONE, "slant_x": _NONE}}
_FLOOR_VIEW = {
    **{
        "ground": 0.16,
        "tiled": 1.0,
        "eye": 0.62,
        "disc_x": -0.38,
        "disc_y": 0.30,
        "disc_r": 0.16,
        "slant_x": 0.25,
        "slant": 0.2,
    },
    **{"person_x": 0.30, "person": 0.10},
}
_TUNNEL = {**{"tunnel": 1.0, "ground": -_NONE, "disc_y": -_NONE, "slant_x": _NONE}}
_MOBILE = {
    **{
        "hang_x": -0.06,
        "hang_y": 0.54,
        "disc_x": 0.40,
        "disc_y": -0.02,
        "disc_r": 0.26,
        "ground": -0.34,
        "slant": -0.25,
        "slant_x": -0.5,
    },
    **{"person_x": -0.34, "person": 0.15},
}
_ARCHES = {
    **{
        "ground": -0.30,
        "disc_x": -0.60,
        "disc_y": 0.30,
        "disc_r": 0.10,
        "slant": 0.3,
        "slant_x": 0.7,
        "person_x": 0.13,
        "person": 0.105,
    },
}
_PLACES: tuple[dict[str, float], ...] = (_ORBITS, _FAN, _RIBBONS, _FLOOR_VIEW, _TUNNEL, _MOBILE, _ARCHES)
_BALLS: tuple[tuple[tuple[float, ...], ...], ...] = (
    (
        (-0.20, 0.05, 0.40, 0.11, 0.08, 0.030, 0.055, 0.0),
        (-0.20, 0.05, 0.40, 0.11, 0.58, 0.030, 0.030, 1.0),
        (-0.20, 0.05, 0.56, 0.20, 0.30, -0.018, 0.038, 2.0),
        (-0.20, 0.05, 0.56, 0.20, 0.83, -0.018, 0.065, 3.0),
        (0.68, 0.28, 0.03, 0.03, 0.0, 0.05, 0.045, 0.0),
    ),
    (
        (0.42, 0.08, 0.10, 0.03, 0.1, 0.03, 0.075, 0.0),
        (0.66, -0.10, 0.06, 0.03, 0.6, 0.025, 0.042, 2.0),
        (0.20, 0.32, 0.05, 0.03, 0.3, 0.035, 0.030, 1.0),
    ),
    ((0.46, 0.20, 0.05, 0.02, 0.1, 0.03, 0.085, 0.0), (0.30, 0.30, 0.03, 0.03, 0.5, 0.04, 0.035, 2.0)),
    (
        (-0.42, -0.03, 0.05, 0.008, 0.0, 0.02, 0.17, 0.0),
        (0.06, -0.22, 0.06, 0.008, 0.5, 0.02, 0.10, 2.0),
        (0.70, -0.10, 0.04, 0.008, 0.3, 0.02, 0.135, 3.0),
        (0.12, 0.08, 0.04, 0.004, 0.7, 0.02, 0.052, 1.0),
    ),
    (
        (0.10, 0.04, 0.20, 0.13, 0.2, 0.020, 0.070, 0.0),
        (0.10, 0.04, 0.15, 0.10, 0.7, 0.020, 0.034, 2.0),
        (0.05, 0.02, 0.36, 0.24, 0.45, 0.014, 0.105, 3.0),
    ),
    (),
    ((-0.28, 0.185, 0.05, -0.006, 0.0, 0.035, 0.055, 0.0), (0.52, 0.02, 0.03, -0.004, 0.4, 0.03, 0.040, 2.0)),
)
"""By composition: middle across and up, half axes, phase, turns a second, radius, pick."""
_RINGS: tuple[tuple[tuple[float, ...], ...], ...] = (
    ((0.40, 0.275, -0.06, 0.042, 1.0), (0.56, 0.357, 0.08, 0.014, 2.0)),
    (), (), (), (), (), (),
)  # fmt: skip
"""By composition: radius, squash, tilt in turns, half width, pick."""
_BANDS = (
    (0.25, 0.075, 1.0, 0.050, 4.0),
    (0.17, 0.085, 1.0, 0.062, 2.0),
    (0.07, 0.095, 1.0, 0.078, 1.0),
    (-0.06, 0.105, 1.0, 0.095, 3.0),
    (-0.22, 0.115, 1.0, 0.115, 0.0),
    (-0.43, 0.120, 1.0, 0.140, 5.0),
)
"""Ribbons far to near: height, swing, pace, half width, pick."""
_STACK = (
    (0.42, 0.0, 0.34, 6.0, 1.0),
    (-0.66, 0.0, 0.26, 4.0, 2.0),
    (-0.28, -0.02, 0.46, 8.0, 3.0),
    (0.52, -0.04, 0.27, 4.0, 5.0),
    (0.80, -0.07, 0.18, 3.0, 4.0),
    (-0.86, -0.08, 0.20, 3.0, 6.0),
)
"""Arches far to near: across, base from the ground, radius, bands, pick."""
_LIMBS = (
    (0.80, 0.42, 0.15, 0.120, 0.0),
    (0.62, 0.40, 0.09, 0.100, 3.0),
    (0.48, 0.55, 0.10, 0.085, 2.0),
    (0.36, 0.42, 0.09, 0.075, 0.0),
    (0.26, 0.50, 0.08, 0.060, 5.0),
)
"""A mobile's rods from above: length, where it hangs, thread, size of its vane, pick."""
_MOST_BALLS, _MOST_VANES, _MOST_RODS = 5, 6, 16
_CROWD = ((-0.10, 0.92, 0.15), (0.085, 0.86, 0.35), (-0.17, 0.80, 0.6))
"""Other people: aside, share of the height, and the crowd it takes."""


def arrange(composition: int, draws: Draws) -> Arrangement:
    """The poster's planes and what stands or hangs before them."""
    numbers = {**_USUAL, **_PLACES[composition]}
    numbers["disc_x"] += draws.between(-0.04, 0.04)
    numbers["person_x"] += draws.between(-0.03, 0.03)
    orbits = [(*row[:4], row[4] + draws.between(-0.06, 0.06), *row[5:]) for row in _BALLS[composition]]
    rings = [
        (radius, squash, math.cos(math.tau * tilt), math.sin(math.tau * tilt), width, pick)
        for radius, squash, tilt, width, pick in _RINGS[composition]
    ]
    start = draws.unit()
    bands = [(*band[:4], start + 0.045 * nth, band[4]) for nth, band in enumerate(_BANDS)]
    stack = [
        (x + draws.between(-0.03, 0.03), base, radius, bands_, pick + draws.whole(4))
        for x, base, radius, bands_, pick in _STACK
    ]
    limbs = [(*limb, draws.unit()) for limb in _LIMBS]
    return {
        **{**numbers, "ball_count": float(len(orbits)), "ring_count": float(len(rings)), "spin": draws.unit()},
        **{"ribbon_count": 6.0 if composition == 2 else 0.0, "arch_count": 6.0 if composition == 6 else 0.0},
        **{"tube_count": 11.0 if composition == 4 else 0.0, "vane_count": 6.0 if composition == 5 else 0.0},
        **{"ribbons": bands, "arches": stack, "limbs": limbs},
        "rings": [*rings, *[(1.0, 1.0, 1.0, 0.0, 0.1, 0.0)] * (2 - len(rings))],
        "orbits": [*orbits, *[(0.0,) * 8] * (_MOST_BALLS - len(orbits))],
        "balls": [(0.0, _NONE, 0.1, 0.0, 0.5, 0.0, 0.0)] * _MOST_BALLS,
        "rods": [(0.0, _NONE, 0.1, _NONE, 0.01)] * _MOST_RODS,
        "vanes": [(0.0, _NONE, 0.1, 1.0, 0.0, 1.0, 0.0)] * _MOST_VANES,
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Balls on their ways, far ones first, and the limbs of the mobile."""
    t, wide = values["t"], values["half_width"]
    upright = min(max((0.5 - wide) / 0.21875, 0.0), 1.0)
    swell = 1.0 + 0.10 * values["swell"] + 0.05 * values["pulse"]
    balls = []
    for x, y, across, up, phase, pace, radius, pick in _rows(arranged, "orbits"):
        turn = math.tau * (phase + t * pace + 0.010 * math.sin(math.tau * values["beat_phase"]))
        narrow = 1.0 - 0.5 * upright
        place = (x * wide + across * narrow * math.cos(turn), y + up * narrow * math.sin(turn))
        depth = 0.40 + 0.20 * math.sin(turn) if up > 0.0 else 0.4
        balls.append(
            (
                *place,
                max(radius, 0.001) * swell * (1.0 - 0.22 * math.sin(turn) * (up > 0.05)) * (1.0 - 0.3 * upright),
                pick,
                depth,
                *place,
            )
        )
    count = int(_number(arranged, "ball_count"))
    shown = sorted(balls[:count], key=lambda row: -row[4])
    rods, vanes = _mobile(values, arranged, upright) if _number(arranged, "vane_count") else ([], [])
    made: dict[str, list[tuple[float, ...]]] = {"balls": [*shown, *balls[count:]]}
    if rods:
        made |= {"rods": rods, "vanes": vanes}
    return made


def _rows(arranged: Arrangement, name: str) -> list[tuple[float, ...]]:
    rows = arranged[name]
    assert isinstance(rows, list)
    return rows


def _number(arranged: Arrangement, name: str) -> float:
    value = arranged[name]
    assert isinstance(value, float)
    return value


def _mobile(
    values: Mapping[str, float], arranged: Arrangement, upright: float
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Rods that turn about their threads, each with a vane at one end and the rest at the other."""
    at = (_number(arranged, "hang_x") * values["half_width"], _number(arranged, "hang_y"))
    rods: list[tuple[float, ...]] = []
    vanes: list[tuple[float, ...]] = []
    narrow = 1.0 - 0.45 * upright
    for nth, (long, share, thread, size, pick, phase) in enumerate(_rows(arranged, "limbs")):
        knot = (at[0], at[1] - thread)
        rods.append((*at, *knot, 0.0018))
        turn = math.tau * (phase + values["t"] * (0.013 + 0.004 * nth) * (-1) ** nth)
        lean = 0.05 * math.sin(math.tau * (values["t"] * 0.05 + phase)) + 0.012 * values["swell"] * math.sin(
            math.tau * values["beat_phase"] / 4
        )
        reach = (0.62 + 0.38 * abs(math.cos(turn))) * math.copysign(1.0, (-1) ** nth) * narrow
        left = (knot[0] - long * share * reach, knot[1] + long * share * lean + 0.012)
        right = (knot[0] + long * (1.0 - share) * reach, knot[1] - long * (1.0 - share) * lean - 0.012)
        rods += [(*left, *knot, 0.0042), (*knot, *right, 0.0042)]
        vanes.append(_vane(left, size, pick, turn, phase, narrow))
        at = right
    vanes.append(_vane(at, 0.055, 1.0, math.tau * values["t"] * 0.02, 0.4, narrow))
    rods += [(0.0, _NONE, 0.1, _NONE, 0.01)] * (_MOST_RODS - len(rods))
    return rods, vanes


def _vane(
    at: tuple[float, float], size: float, pick: float, turn: float, phase: float, narrow: float
) -> tuple[float, ...]:
    size *= 0.5 + 0.5 * narrow
    angle = math.tau * (0.04 * math.sin(turn) + phase * 0.2 - 0.1)
    turned = 0.32 + 0.6 * abs(math.sin(turn * 0.5 + phase))
    return (at[0], at[1] - size * 0.55, size, math.cos(angle), math.sin(angle), turned, pick)


def paint(x: V, y: V, u: Uniforms) -> G:
    """Wall, planes, floor, bodies from far to near, people, weather."""
    g = _wall(x, y, u)
    stars(g, x, y, u, -0.2)
    birds(g, x, y, u, 0.02)
    g.layer(y < u.ground, partial(_ground, x, y, u))
    g = G.of(loop(u.count("arch_count"), g.values(), lambda k, v: _arch(counted(k), u.row("arches", k), v, x, y, u)))
    g = G.of(loop(u.count("ribbon_count"), g.values(), lambda k, v: _ribbon(u.row("ribbons", k), v, x, y, u)))
    g = G.of(loop(u.count("tube_count"), g.values(), lambda k, v: _tube(counted(k), v, x, y, u)))
    _fan(g, x, y, u)
    g = G.of(loop(u.count("ring_count"), g.values(), lambda k, v: _ring(u.row("rings", k), v, x, y, u, False)))
    g = G.of(loop(u.count("ball_count"), g.values(), lambda k, v: _ball(u.row("balls", k), v, x, y, u, True)))
    _core(g, x, y, u)
    g = G.of(loop(u.count("ring_count"), g.values(), lambda k, v: _ring(u.row("rings", k), v, x, y, u, True)))
    g = G.of(loop(u.count("ball_count"), g.values(), lambda k, v: _ball(u.row("balls", k), v, x, y, u, False)))
    g.layer((u.vane_count > 0.0) & (y > -0.5), partial(_hanging, x, y, u))
    g = G.of(loop(4, g.values(), lambda k, v: _someone(counted(k), v, x, y, u)))
    mist(g, x, y, u, u.ground)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g


def _wall(x: V, y: V, u: Uniforms) -> G:
    """A wall in two tones that meet in a slant, and a great disc with rings of light."""
    g = open_sky(y, u, -0.45)
    edge = (x - u.slant_x * u.half_width) - y * u.slant
    second = mix(mix(u.role("sky_low"), u.role("far"), 0.55), u.role("mid"), smoothstep(0.6, -0.5, y) * 0.35)
    g.paint(u.cover(0.0 - edge), second, 0.99, _WALL, 0.25)
    cast = noise(fma(x, 1.1, y * 0.7), fma(y, 1.3, u.t * 0.02))
    g.tint(u.role("near"), smoothstep(0.45, 0.8, cast) * 0.10)
    right, up = x - u.disc_x * u.half_width, y - u.disc_y
    radius = u.disc_r * fma(u.swell, 0.025, 0.98)
    away = length(right, up) - radius
    g.light(
        mix(u.role("sun"), u.role("accent"), 0.4),
        falloff(vmax(away, 0.0) * 4.5) * fma(u.burst, 0.3, fma(u.glow, 0.12, 0.20)),
    )
    halo = fabs(away - fma(u.pulse, 0.012, 0.035)) - 0.0035
    g.light(mix(u.role("sun"), u.role("paper"), 0.3), u.cover(halo) * 0.6)
    warm = mix(u.role("accent"), u.role("sun"), smoothstep(-0.9, 0.5, up / u.disc_r))
    g.paint(u.cover(away), warm, 0.98, SUN, 0.0, 0.55)
    return g


def _ground(x: V, y: V, u: Uniforms, g: G) -> None:
    """A floor: plain, with the disc's light on it, or tiled."""
    down = u.ground - y
    away = x - u.disc_x * u.half_width
    lit = falloff(fabs(away) * 2.6) * smoothstep(0.25, 0.0, down)
    colour = mix(
        mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.24, down) * 0.7 + 0.15), u.role("sun"), lit * 0.35
    )
    g.paint(as_float(1.0), colour, 0.75 - down, _FLOOR, 0.0)
    g.layer(u.tiled > 0.0, lambda inner: tiles(inner, x, y, u, u.ground, u.eye))


def _arch(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    across, base, radius, bands, pick = row
    size = radius * fma(u.swell, 0.012, 0.99) * fma(u.upright, -0.25, 1.0)
    right, up = x - across * u.half_width, y - u.ground - base

    def stand() -> list[V]:
        g = G.of(under)
        arch(g, right, up, u, [size, bands, pick, fma(_own_pace(pick), 0.03, 0.03)], 0.62 - 0.06 * k, k + ARCH)
        mirror = vmax(length(right, up * 1.8) - size, up)
        g.tint(mix(u.role("ink"), u.role("near"), 0.5), u.cover(mirror, 8.0) * smoothstep(-0.16, 0.0, up) * 0.35)
        return g.values()

    return gate((fabs(right) < size + 0.09) & (up < size + 0.09) & (up > -0.2), stand, under)


def _own_pace(pick: V) -> V:
    """A fraction that differs from pick to pick."""
    return pick * 0.37 - sel(pick > 2.5, 0.9, 0.0)


def _ribbon(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    level, swing, _, width, _, _ = row
    reach = (swing * 1.4 + width * 1.6) * 1.5 + 0.32

    def flow() -> list[V]:
        g = G.of(under)
        ribbon(g, x, y, u, row)
        return g.values()

    return gate(fabs(y - level) < reach, flow, under)


def _tube(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    g = G.of(under)
    tube(g, x - 0.03, y, u, k, 11.0)
    return g.values()


def _fan(g: G, x: V, y: V, u: Uniforms) -> None:
    """Three whorls of petals, one before the other, that open with the music."""
    right, up = x - u.fan_x * u.half_width, y - u.fan_y
    reach = u.fan_r * fma(u.upright, -0.10, 1.0)

    def unfold(inner: G) -> None:
        opened = clamp(fma(u.pulse, 0.20, fma(u.burst, 0.5, fma(u.energy, 0.35, 0.25))))
        for layer, (share, count, way) in enumerate(((1.0, 15.0, 0.004), (0.70, 11.0, -0.005), (0.42, 8.0, 0.007))):
            petals(
                inner, right, up, u, reach * share * fma(u.swell, 0.018, 0.97), count, u.t * way + u.spin, opened, layer
            )
        ball(inner, right, up, u, reach * 0.085 * fma(u.pulse, 0.10, 1.0), as_float(1.0), 0.28, (0.0, 0.0))

    g.layer(length(right, up) < reach * 1.01, unfold)


def _ring(row: list[V], under: list[V], x: V, y: V, u: Uniforms, is_front: bool) -> list[V]:
    radius = row[0] * fma(u.upright, -0.5, 1.0)
    right, up = x - u.core_x * u.half_width, y - u.core_y

    def turn() -> list[V]:
        g = G.of(under)
        ring(g, right, up, u, [radius, *row[1:]], is_front)
        return g.values()

    return gate((fabs(right) < radius + 0.03) & (fabs(up) < radius * 0.8), turn, under)


def _core(g: G, x: V, y: V, u: Uniforms) -> None:
    """The ball that all turns about, with latitudes, and its shadow on the wall."""
    right, up = x - u.core_x * u.half_width, y - u.core_y
    radius = u.core_r * fma(u.swell, 0.05, fma(u.pulse, 0.02, 0.97)) * fma(u.upright, -0.35, 1.0)

    def body(inner: G) -> None:
        shadow(inner, right - 0.10, up + 0.10, u, radius, 0.45)
        ball(inner, right, up, u, radius, as_float(0.0), 0.45, (0.0, 0.0))
        inside = length(right, up) / radius
        bands = fabs(sinp((up * 0.93 + right * 0.36) / radius * 2.2 + u.t * 0.01)) - 0.10
        line = smoothstep(0.03, -0.03, bands) * smoothstep(1.0, 0.93, inside)
        inner.tint(u.role("paper"), line * 0.55)

    g.layer((u.core_y > -1.0) & (length(right - 0.05, up + 0.05) < radius * 1.3 + 0.09), body)


def _ball(row: list[V], under: list[V], x: V, y: V, u: Uniforms, is_behind: bool) -> list[V]:
    place, level, radius, pick, depth, way, lift = row
    right, up = x - place, y - level
    here = depth > 0.45 if is_behind else depth < 0.4500001

    def float_by() -> list[V]:
        g = G.of(under)
        on_floor = sel(u.tiled > 0.0, 1.0, 0.0)
        shadow(
            g,
            right - radius * fma(on_floor, 0.75, 0.5),
            (up + radius * fma(on_floor, 0.45, 0.5)) * fma(on_floor, 2.2, 1.0),
            u,
            radius,
            0.42,
        )
        ball(g, right, up, u, radius, pick, depth, (way, lift))
        return g.values()

    return gate(
        here & (fabs(right - radius * 0.5) < radius * 2.4) & (fabs(up + radius * 0.4) < radius * 2.0), float_by, under
    )


def _hanging(x: V, y: V, u: Uniforms, g: G) -> None:
    """The mobile and its shadow on the wall."""

    def nearest(right: V, up: V, table: str) -> V:
        def one(k: object, held: list[V]) -> list[V]:
            row = u.row(table, k)
            return [vmin(held[0], rod(right, up, row) if table == "rods" else vane(right, up, row[:6]))]

        return loop(u.rows(table), [1.0], one)[0]

    cast = vmin(nearest(x - 0.07, y + 0.06, "rods"), nearest(x - 0.07, y + 0.06, "vanes"))
    g.tint(mix(u.role("ink"), u.role("near"), 0.5), smoothstep(0.012, -0.012, cast) * 0.30)
    g.paint(u.cover(nearest(x, y, "rods")), u.role("ink"), 0.35, ROD, 0.0)

    def leaf(k: object, under: list[V]) -> list[V]:
        row = u.row("vanes", k)
        inner = G.of(under)
        edge = vane(x, y, row[:6])
        hue = pick_hue(u, row[6])
        lit = smoothstep(-1.0, 1.0, (y - row[1] - (x - row[0]) * 0.6) / row[2])
        hue = mix(mix(hue, u.role("near"), 0.42), mix(hue, u.role("paper"), 0.12), lit)
        inner.paint(u.cover(edge), hue, 0.33, row[6] + VANE, 0.1, 0.05, (row[0], row[1]))
        return inner.values()

    held = loop(u.rows("vanes"), g.values(), leaf)
    *g.colour, g.depth, g.ident, g.direction, g.emission, first, second = held
    g.drift = [first, second]


def _someone(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Who looks at it; three more in a crowd."""
    place, share, wanted = as_float(0.0), as_float(1.0), as_float(0.0)
    for nth, (aside, smaller, crowd) in enumerate(_CROWD, 1):
        is_this = (k > nth - 0.5) & (k < nth + 0.5)
        place, share, wanted = sel(is_this, aside, place), sel(is_this, smaller, share), sel(is_this, crowd, wanted)
    tall = vmax(u.person, 0.01) * share
    middle = u.inside(u.person_x * u.half_width, tall * 0.5) + place
    foot = sel(u.tiled > 0.0, u.ground - 0.30, u.ground - 0.035) + (1.0 - share) * 0.06
    right, up = x - middle, y - foot
    here = (u.person > 0.0) & ((wanted < 0.01) | (company(u) > wanted))

    def watch() -> list[V]:
        g = G.of(under)
        long = length((right - up * 0.0 - tall * 0.35) * 0.75, up * 5.0) / tall
        g.tint(mix(u.role("ink"), u.role("near"), 0.3), smoothstep(0.42, 0.15, long) * 0.5)
        step = sel(wanted < 0.01, 0.08, wanted) + sinp(u.t * 0.02) * 0.03
        person(g, right, up, u, tall, step, 0.22)
        coat = vmax(fabs(up - tall * 0.60) - tall * 0.15, fabs(right) - tall * 0.115)
        g.paint(u.cover(coat) * smoothstep(0.205, 0.2, g.depth - 0.02), u.role("accent"), 0.21, 204, 0.25)
        return g.values()

    return gate(here & (fabs(right) < tall * 1.0) & (up > tall * -0.2) & (up < tall * 1.1), watch, under)
