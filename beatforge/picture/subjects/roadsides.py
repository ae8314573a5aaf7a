"""What passes on a road: palms and street lamps beside it, cars on it.

In: which of them (far ones first) or a row, and scene coordinates; it lives in the space of `roads` and comes nearer as
the road is driven. Out: paint in a `G`. What a car looks like is in `figures`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects.figures import car
from beatforge.picture.subjects.roads import haze, middle_of_road, scene_depth, travelled
from beatforge.picture.subjects.scenery import company
from beatforge.picture.trace import (
    V,
    atan2p,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    gate,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_PALM, _LAMP = 14, 15
_GAP, _NEAREST = 6.5, 0.6
"""Distance from palm to palm, and where one is surely out of the picture."""
COMING, _EVERY, _GONE = 2.0, 30.0, 7.5
"""In place of a phase: a car that comes towards us; how often one does, in half road widths driven; and its size when
it has left the picture. It grows evenly, slower than a car would, so that nothing leaps."""


def _stand(k: V, count: V, u: Uniforms) -> tuple[V, V, V]:
    """Depth of roadside thing `k`, far ones first, its size on the screen, and how far it has come out of the haze."""
    z = fma(count - k - fract(travelled(u) * (1.0 / _GAP)), _GAP, _NEAREST)
    last = fma(count, _GAP, _NEAREST)
    return z, 1.0 / z, smoothstep(last, last - 9.0, z)


def palm_pair(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A pair of palms, left and right of the road."""
    z, size, shown = _stand(k, u.palms, u)
    side = x - middle_of_road(size, u)
    across = fabs(side) * z - sel(side > 0.0, u.palm_right, u.palm_left)
    up = fma(y - u.horizon, z, u.eye)
    crown = (fabs(across + 0.35) < 1.5) & (up > 1.0)
    trunk = (fabs(across + 0.15) < 0.45) & (up > -0.03)

    def tree() -> list[V]:
        own = k - floor(travelled(u) * (1.0 / _GAP))
        sway = sinp(u.t * 0.11 + own * 0.31) * fma(u.wind, 0.08, 0.02) + u.wind * 0.06
        lean = across + up * up * 0.05 + sway * up
        stem = vmax(fabs(lean) - 0.075 + up * 0.016, vmax(0.0 - up, up - 2.3))
        high = up - 2.3
        reach = length(lean, high)
        turn = atan2p(high + reach * reach * 0.7, lean)
        frond = fabs(fract(turn * 7.0 + 0.25) - 0.5) * reach * 0.8 - 0.145 * (1.0 - reach * 0.8)
        frond = vmax(frond, reach - 1.0 - u.pulse * 0.02)
        shape = vmin(stem, frond) * size
        colour = mix(mix(u.role("ink"), u.role("near"), 0.3), u.role("accent"), smoothstep(0.4, -0.9, lean) * 0.2)
        g = G.of(under)
        foot = u.horizon - u.eye * size
        place = (middle_of_road(size, u) + sel(side > 0.0, u.palm_right, 0.0 - u.palm_left) * size, foot)
        g.paint(
            u.cover(shape) * shown,
            mix(colour, u.role("sky_low"), haze(z) * 0.8),
            scene_depth(z),
            _PALM,
            0.25,
            0.0,
            place,
        )
        return g.values()

    return gate((crown | trunk) & (up < 3.3), tree, under)


def street_lamp(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A street lamp with its halo, arm over the road."""
    z, size, shown = _stand(k, u.lamps, u)
    side = sel(u.lamp_side > 0.0, 1.0, -1.0)
    across = ((x - middle_of_road(size, u)) * z + u.lamp_side) * side
    up = fma(y - u.horizon, z, u.eye)

    def post() -> list[V]:
        g = G.of(under)
        stem = vmin(capsule(across, up, 0.0, 0.0, 0.0, 2.2, 0.04), capsule(across, up, 0.0, 2.2, 0.6, 2.34, 0.03))
        colour = mix(u.role("ink"), u.role("sky_low"), haze(z) * 0.8)
        place = (middle_of_road(size, u) - u.lamp_side * size, u.horizon - u.eye * size)
        g.paint(u.cover(stem * size) * shown, colour, scene_depth(z), _LAMP, 0.25, 0.0, place)
        right, above = across - 0.62, up - 2.30
        halo = falloff((right * right + above * above) * 3.2) * fma(u.pulse, 0.25, 0.45)
        pool = falloff(right * right * 1.2 + up * up * 60.0) * 0.35
        g.light(u.role("sun"), (halo + pool) * shown)
        bulb = capsule(across, up, 0.5, 2.31, 0.76, 2.34, 0.055)
        g.paint(
            u.cover(bulb * size) * shown, mix(u.role("sun"), u.role("paper"), 0.6), scene_depth(z), _LAMP + 1, 0.0, 1.0
        )
        return g.values()

    return gate((fabs(across - 0.62) < 1.83) & (up > -0.26) & (up < 3.45), post, under)


def car_row(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A car. A row: nearness, lane, phase; the last row is the one ahead, one comes towards us and is near when its
    first number says, the others need a crowd."""
    near, lane, phase = row
    is_ahead, comes = phase < 0.01, phase > 1.5
    way = fract(near + travelled(u) * (1.0 / _EVERY))
    size = sel(comes, fma(way * way, _GONE, 0.02), near)
    wide = size * 0.34
    wide = sel(is_ahead, vmin(wide, u.half_width * fma(u.upright, -0.14, 0.64)), wide)
    narrow = sel(comes, 1.0, clamp(u.half_width * 1.5, 0.35, 1.0))
    middle = middle_of_road(size, u) + lane * size * narrow
    foot = u.horizon - u.eye * size
    side = (x - sel(is_ahead, u.inside(middle, wide * 1.17), middle)) / wide
    up = (y - sel(is_ahead, vmax(foot, fma(u.upright, 0.18, -0.6)), foot)) / wide
    here = is_ahead | comes | (company(u) > phase * 0.8)

    def seen() -> list[V]:
        g = G.of(under)
        sway = sel(comes, 0.0, 1.0)
        swerve, bounce = sinp(u.t * 0.05 + phase) * 0.11 * sway, sinp(u.t * 1.1 + phase) * 0.012
        car(g, side + swerve, up + bounce, u, wide, (swerve * (0.0 - wide), bounce * (0.0 - wide)), 1.0 - sway)
        return g.values()

    return gate(here & (fabs(side) < 1.75) & (up > -1.45) & (up < 1.4), seen, under)
