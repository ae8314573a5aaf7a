"""Somebody small in a great picture: with a lantern on a path, with an umbrella in a street, before what is to be seen.

In: scene coordinates and where a motif has them stand. Out: paint in a `G`. How they walk is in `figures`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import capsule, length
from beatforge.picture.subjects.boxes import SIDES, within
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.scenery import company
from beatforge.picture.trace import V, as_float, clamp, fabs, falloff, fma, gate, mix, sel, sinp, smoothstep, vmax

_CROWD = ((-0.10, 0.92, 0.15), (0.085, 0.86, 0.35), (-0.17, 0.80, 0.6))
"""Other people: aside, share of the height, and the crowd it takes."""


def lantern_bearer(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Someone on the path with a lantern. A row: its box, aside, share of the height, crowd it takes, stride."""
    aside, share, _, stride = row[SIDES:]
    tall = u.walker * share
    away = sinp(u.t * 0.008 + stride) * 0.03
    right = x - u.walker_x * u.half_width - aside * tall * 5.0 - away
    up = y - u.walker_y - (1.0 - share) * 0.10
    lamp_x = right - tall * (0.30 + sinp(u.t * 0.4) * 0.02)
    lamp_y = up - tall * 0.42
    g = G.of(under)

    def seen(inner: G) -> None:
        near = lamp_x * lamp_x + lamp_y * lamp_y
        inner.light(
            mix(u.role("sun"), u.role("accent2"), 0.25), falloff(near / (tall * tall) * 0.55) * fma(u.pulse, 0.22, 0.5)
        )
        inner.layer((fabs(right) < tall * 0.5) & (up > -0.02) & (up < tall * 1.5), walking)

    def walking(inner: G) -> None:
        person(inner, right, up, u, tall, u.beat_phase * 0.5 + stride, 0.40)
        scarf = capsule(right, up, tall * -0.06, tall * 0.80, tall * 0.07, tall * 0.79, tall * 0.035)
        inner.paint(u.cover(scarf), u.role("accent"), 0.40, 205, 0.1)
        arm = capsule(right, up, tall * 0.12, tall * 0.62, tall * 0.30, tall * 0.56, tall * 0.035)
        inner.paint(u.cover(arm), u.role("ink"), 0.40, 206, 0.1)
        lamp = vmax(fabs(lamp_x) - tall * 0.050, fabs(lamp_y) - tall * 0.07)
        inner.paint(u.cover(lamp), mix(u.role("sun"), u.role("paper"), 0.3), 0.39, 207, 0.0, 1.0)

    g.layer(within(row, x, y), seen)
    return g.values()


def onlooker(k: V, under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
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


def umbrella_bearer(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
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
