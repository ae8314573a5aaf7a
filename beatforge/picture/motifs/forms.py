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
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.subjects.mobiles import MOST_RODS, NONE, hanging_mobile, mobile, number, rows
from beatforge.picture.subjects.ornaments import arch_row, ball_row, core, fan, ribbon_row, ring_row, tube_row
from beatforge.picture.subjects.posters import poster_floor, poster_wall
from beatforge.picture.subjects.scenery import birds, blossom, leaves, mist, rain, snow, stars
from beatforge.picture.subjects.wanderers import onlooker
from beatforge.picture.trace import V, counted, loop

VIEWS = ("near", "low", "far", "high", "far", "low", "near")

_USUAL: dict[str, float] = {
    **{"ground": -0.36, "disc_x": 0.3, "disc_y": 0.1, "disc_r": 0.3},
    **{"slant": 0.4, "slant_x": -0.2, "tiled": 0.0, "eye": 0.5},
    **{"fan_x": 0.0, "fan_y": -NONE, "fan_r": 0.0, "core_x": 0.0, "core_y": -NONE, "core_r": 0.1, "tunnel": 0.0},
    **{"person_x": 0.0, "person": 0.0, "hang_x": 0.0, "hang_y": NONE},
}
_ORBITS = {
    **{"core_x": -0.20, "core_y": 0.05, "core_r": 0.215, "disc_x": 0.30, "disc_y": 0.14, "disc_r": 0.34},
    **{"person_x": 0.66, "person": 0.11, "slant": -0.55, "slant_x": 0.05},
}
_FAN = {
    **{"fan_x": -0.52, "fan_y": -0.40, "fan_r": 0.80, "disc_x": 0.60, "disc_y": 0.24, "disc_r": 0.12, "ground": -0.36},
    **{"person_x": 0.60, "person": 0.12, "slant": 0.8, "slant_x": 0.5},
}
_RIBBONS = {**{"disc_x": -0.42, "disc_y": 0.14, "disc_r": 0.19, "ground": -NONE, "slant_x": NONE}}
_FLOOR_VIEW = {
    **{"ground": 0.16, "tiled": 1.0, "eye": 0.62, "disc_x": -0.38, "disc_y": 0.30, "disc_r": 0.16, "slant_x": 0.25},
    **{"slant": 0.2, "person_x": 0.30, "person": 0.10},
}
_TUNNEL = {**{"tunnel": 1.0, "ground": -NONE, "disc_y": -NONE, "slant_x": NONE}}
_MOBILE = {
    **{"hang_x": -0.06, "hang_y": 0.54, "disc_x": 0.40, "disc_y": -0.02, "disc_r": 0.26, "ground": -0.34},
    **{"slant": -0.25, "slant_x": -0.5, "person_x": -0.34, "person": 0.15},
}
_ARCHES = {
    **{"ground": -0.30, "disc_x": -0.60, "disc_y": 0.30, "disc_r": 0.10},
    **{"slant": 0.3, "slant_x": 0.7, "person_x": 0.13, "person": 0.105},
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
_MOST_BALLS, _MOST_VANES = 5, 6


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
        "balls": [(0.0, NONE, 0.1, 0.0, 0.5, 0.0, 0.0)] * _MOST_BALLS,
        "rods": [(0.0, NONE, 0.1, NONE, 0.01)] * MOST_RODS,
        "vanes": [(0.0, NONE, 0.1, 1.0, 0.0, 1.0, 0.0)] * _MOST_VANES,
    }


def animate(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Balls on their ways, far ones first, and the limbs of the mobile."""
    t, wide = values["t"], values["half_width"]
    upright = min(max((0.5 - wide) / 0.21875, 0.0), 1.0)
    swell = 1.0 + 0.10 * values["swell"] + 0.05 * values["pulse"]
    balls = []
    for x, y, across, up, phase, pace, radius, pick in rows(arranged, "orbits"):
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
    count = int(number(arranged, "ball_count"))
    shown = sorted(balls[:count], key=lambda row: -row[4])
    rods, vanes = mobile(values, arranged, upright) if number(arranged, "vane_count") else ([], [])
    made: dict[str, list[tuple[float, ...]]] = {"balls": [*shown, *balls[count:]]}
    if rods:
        made |= {"rods": rods, "vanes": vanes}
    return made


def paint(x: V, y: V, u: Uniforms) -> G:
    """Wall, planes, floor, bodies from far to near, people, weather."""
    g = poster_wall(x, y, u)
    stars(g, x, y, u, -0.2)
    birds(g, x, y, u, 0.02)
    g.layer(y < u.ground, partial(poster_floor, x, y, u))
    g = G.of(loop(u.count("arch_count"), g.values(), lambda k, v: arch_row(counted(k), u.row("arches", k), v, x, y, u)))
    g = G.of(loop(u.count("ribbon_count"), g.values(), lambda k, v: ribbon_row(u.row("ribbons", k), v, x, y, u)))
    g = G.of(loop(u.count("tube_count"), g.values(), lambda k, v: tube_row(counted(k), v, x, y, u)))
    fan(g, x, y, u)
    g = G.of(loop(u.count("ring_count"), g.values(), lambda k, v: ring_row(u.row("rings", k), v, x, y, u, False)))
    g = G.of(loop(u.count("ball_count"), g.values(), lambda k, v: ball_row(u.row("balls", k), v, x, y, u, True)))
    core(g, x, y, u)
    g = G.of(loop(u.count("ring_count"), g.values(), lambda k, v: ring_row(u.row("rings", k), v, x, y, u, True)))
    g = G.of(loop(u.count("ball_count"), g.values(), lambda k, v: ball_row(u.row("balls", k), v, x, y, u, False)))
    g.layer((u.vane_count > 0.0) & (y > -0.5), partial(hanging_mobile, x, y, u))
    g = G.of(loop(4, g.values(), lambda k, v: onlooker(counted(k), v, x, y, u)))
    mist(g, x, y, u, u.ground)
    leaves(g, x, y, u)
    blossom(g, x, y, u)
    snow(g, x, y, u)
    rain(g, x, y, u)
    return g
