"""A street from high above: wet asphalt with the light of shops, cars, and people under umbrellas."""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.outlooks import soft_cover
from beatforge.picture.trace import (
    V,
    as_float,
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

_CAR, _ROAD, _PEOPLE = 22, 18, 100


def street(g: G, x: V, y: V, soft: V, u: Uniforms) -> None:
    """The street; `soft` says how far out of focus a place is."""
    tar = mix(mix(u.role("near"), u.role("mid"), 0.45), u.role("far"), noise(x * 1.5, y * 2.5) * 0.35)
    g.paint(as_float(1.0), tar, 0.9, _ROAD)
    lean = x + (y - 0.1) * 0.28
    kerb = fabs(lean + 0.10) - 0.30

    def paved(inner: G) -> None:
        pave = mix(mix(u.role("mid"), u.role("far"), 0.5), u.role("paper"), 0.12)
        flag = smoothstep(0.44, 0.49, vmax(fabs(fract(lean * 9.0) - 0.5), fabs(fract(y * 9.0) - 0.5))) * 0.25
        inner.paint(soft_cover(0.0 - kerb, soft), mix(pave, u.role("near"), flag), 0.88, _ROAD + 1)

    def striped(inner: G) -> None:
        stripe = smoothstep(0.24, 0.20, fabs(fract(lean * 12.0) - 0.5)) * smoothstep(0.085, 0.075, fabs(y - 0.34))
        inner.tint(u.role("paper"), soft_cover(kerb, soft) * stripe * 0.75)

    def dashed(inner: G) -> None:
        dash = smoothstep(0.010, 0.006, fabs(lean + 0.10)) * smoothstep(0.28, 0.24, fabs(fract(y * 5.0) - 0.5))
        inner.tint(u.role("paper"), dash * 0.6 * smoothstep(0.10, 0.12, fabs(y - 0.34)))

    g.layer(kerb > 0.0 - soft - 0.002, paved)
    g.layer((kerb < soft + 0.002) & (fabs(y - 0.34) < 0.085), striped)
    g.layer(fabs(lean + 0.10) < 0.010, dashed)
    shop = mix(u.role("sun"), u.role("accent"), smoothstep(0.3, 0.7, noise(y * 3.0, u.seed2)))
    gleam = smoothstep(0.35, 0.75, noise(lean * 14.0, y * 5.0 + u.t * 0.02))
    edge = falloff(fabs(fabs(lean + 0.10) - 0.42) * 7.0)
    g.light(shop, edge * fma(gleam, 0.35, 0.25) * fma(u.glow, 0.25, fma(u.pulse, 0.12, 0.55)))
    for side, pace in ((-1.0, 0.026), (1.0, -0.034)):
        aside = lean + 0.10 - side * 0.15
        g.layer(fabs(aside) < 0.38, partial(_car, aside=aside, y=y, soft=soft, side=side, run=u.t * pace, u=u))
    for lane, table in ((-0.58, "walkers_left"), (0.32, "walkers_right")):
        g.layer(fabs(lean - lane) < 0.301, partial(_pavement, table=table, place=(lean, lane, y), soft=soft, u=u))


def _car(g: G, aside: V, y: V, soft: V, side: float, run: V, u: Uniforms) -> None:
    """Cars from above in one lane, with the light they throw ahead."""
    along = y * 0.9 - run
    name = cell(floor(along), None, 70 + int(side))
    up = (fract(along) - 0.5) * (1.0 / 0.9)
    ahead = up * (-side)

    def driving(inner: G) -> None:
        cone = (
            falloff(fabs(aside) * 14.0 / vmax(fma(ahead - 0.1, 2.2, 0.6), 0.3))
            * smoothstep(0.10, 0.13, ahead)
            * smoothstep(0.42, 0.14, ahead)
        )
        inner.light(mix(u.role("sun"), u.role("paper"), 0.4), cone * 0.5)
        inner.layer((fabs(aside) < 0.060 + soft) & (fabs(up) < 0.115 + soft), bodied)

    def bodied(inner: G) -> None:
        shell = length(vmax(fabs(aside) - 0.030, 0.0), vmax(fabs(up) - 0.085, 0.0)) - 0.027
        paint_ = mix(
            mix(u.role("accent"), u.role("accent2"), smoothstep(0.4, 0.6, chance(name, 2))),
            u.role("near"),
            fma(chance(name, 3), 0.5, 0.2),
        )
        glass = vmax(fabs(aside) - 0.040, vmax(fabs(fabs(up) - 0.055) - 0.018, 0.0))
        lift = mix(paint_, u.role("ink"), soft_cover(glass, soft) * 0.7)
        lift = mix(lift, u.role("paper"), soft_cover(vmax(fabs(aside) - 0.032, fabs(up) - 0.030), soft) * 0.25)
        drift = (0.0, run * (1.0 / 0.9))
        inner.paint(soft_cover(shell, soft), lift, 0.8, _CAR + side, 0.25, 0.05, drift)

    g.layer(chance(name, 1) < fma(u.crowd, 0.3, 0.65), driving)


def _pavement(g: G, table: str, place: tuple[V, float, V], soft: V, u: Uniforms) -> None:
    """Who walks on one of them: (across, where its middle is, up)."""
    g.become(loop(u.rows(table), g.values(), lambda k, v: _umbrella(u.row(table, k), v, place, soft, u)))


def _umbrella(row: list[V], under: list[V], at: tuple[V, float, V], soft: V, u: Uniforms) -> list[V]:
    """Somebody under an umbrella, from above, walking along the pavement. A row: place, hue, way, pace, number."""
    place, hue, way, pace, nth = row
    lean, lane, y = at
    up = y - (fract(place + u.t * way * fma(pace, 0.004, 0.006)) * 1.3 - 0.62)
    aside = lean - ((hue - 0.5) * 0.20 + lane)
    radius = fma(hue, 0.02, 0.074)
    shown = (nth < 6.5) | (u.crowd > 0.3)

    def walking() -> list[V]:
        g = G.of(under)
        away = length(aside, up)
        g.tint(u.role("ink"), soft_cover(length(aside - 0.02, up + 0.025) - radius, soft * 4.0) * 0.45)
        step = sinp(u.beat_phase * 0.5 + nth * 0.37) * 0.022
        feet = (
            vmin(length(aside - 0.012, up - step - way * 0.045), length(aside + 0.012, up + step - way * 0.045)) - 0.012
        )
        g.paint(soft_cover(feet, soft), u.role("ink"), 0.62, _PEOPLE + 1)
        # eight cloth panels: which side of the nearest rib a place lies on
        cross, slope = aside * up, fabs(aside) - fabs(up)
        panel = sel(cross * slope > 0.0, 1.0, 0.0)
        cloth = mix(
            mix(u.role("accent"), u.role("accent2"), smoothstep(0.45, 0.55, fract(hue * 3.0))),
            u.role("paper"),
            smoothstep(0.8, 0.85, hue) * 0.8,
        )
        cloth = mix(cloth, u.role("ink"), panel * 0.22)
        cloth = mix(cloth, u.role("paper"), falloff(length(aside + 0.02, up - 0.025) * 30.0) * 0.5)
        g.paint(soft_cover(away - radius, soft), cloth, 0.6, _PEOPLE + 2.0 + nth, 0.1, 0.06)
        g.paint(soft_cover(away - 0.004, soft), u.role("ink"), 0.6, _PEOPLE + 2.0 + nth)
        return g.values()

    return gate(shown & (fabs(aside) < 0.20) & (fabs(up) < 0.22), walking, under)
