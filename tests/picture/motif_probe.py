"""A motif for tests: sky, sun, hills, a town with lit windows, water, a mast; it uses every kind of control."""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import SUN, G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.medium import Motif
from beatforge.picture.noise import cell, chance, fbm1, noise
from beatforge.picture.shapes import box, capsule, disc
from beatforge.picture.trace import (
    V,
    exp,
    falloff,
    floor,
    fma,
    fract,
    loop,
    mix,
    scale,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)


def arrange(composition: int, draws: Draws) -> Arrangement:
    """Two horizons; three boats."""
    horizon = (-0.12, 0.06)[composition]
    return {
        "horizon": horizon,
        "sun_x": draws.between(-0.3, 0.3),
        "boats": [(draws.between(-0.7, 0.7), draws.between(0.05, 0.25), draws.between(0.5, 1.2)) for _ in range(3)],
    }


def paint(x: V, y: V, u: Uniforms) -> G:
    """Far to near."""
    up = y - u.horizon
    g = G(mix(u.role("sky_low"), u.role("sky_top"), smoothstep(0.0, 0.5, up)))
    sun = disc(x - u.sun_x, up - 0.17, 0.0)
    g.light(u.role("sun"), exp(sun * -7.0) * fma(u.pulse, 0.1, 0.45))
    g.paint(u.cover(sun - 0.11), u.role("sun"), 0.99, SUN, 0.0, 0.9)
    for number, height in enumerate((0.16, 0.09)):

        def hill(inner: G, number: int = number, height: float = height) -> None:
            along = x + u.cam * (0.01 + 0.02 * number) + u.seed
            top = height * fbm1(along * 3.0, number, 3)
            colour = mix(u.role("far"), u.role("mid"), number * 0.7)
            inner.paint(u.cover(up - top), mix(colour, u.role("sky_low"), 0.3), 0.9 - 0.1 * number, 2 + number, 0.1)

        g.layer(height > up, hill)

    def town(inner: G) -> None:
        along = x * 14.0 + u.cam * 0.5
        house = cell(floor(along), salt=3)
        wide, top = fract(along) - 0.5, 0.05 + 0.12 * chance(house, 1)
        inner.paint(u.cover(vmax(box(wide, 0.0 * wide, 0.42, 1.0) / 14.0, up - top)), u.role("near"), 0.5, 6, 0.25)
        pane = cell(floor(x * 70.0 + u.cam * 2.5), floor(up * 45.0))
        lit = sel(chance(pane, 2) > 0.6, 1.0, 0.0) * u.cover(
            vmax(box(wide, 0.0 * wide, 0.3, 1.0) / 14.0, up - top + 0.01)
        )
        inner.paint(lit * 0.9, u.role("accent2"), 0.49, 7, 0.25, 0.7)

    g.layer(up < 0.18, town)

    def water(inner: G) -> None:
        near = vmax(0.0 - up, 0.003)
        ripple = noise(x / near * 0.7, fma(u.t, 0.6, 1.4 / near))
        colour = mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.4, near))
        inner.paint(u.cover(up), mix(colour, u.role("sky_low"), ripple * 0.5), 0.6, 4)
        glitter = falloff((x - u.sun_x) * (x - u.sun_x) * 30.0) * smoothstep(0.55, 0.7, ripple)
        inner.light(u.role("sun"), glitter)

    g.layer(up < 0.0, water)

    def boat(counter: object, values: list[V]) -> list[V]:
        place, low, size = u.row("boats", counter)
        right, high = x - place - sinp(u.t * 0.02) * 0.05, up + low * 0.8
        inner = G.of(values)
        hull = vmin(box(right, high, 0.06 * size, 0.012), capsule(right, high, 0.0, 0.0, 0.0, 0.16 * size, 0.004))
        inner.paint(u.cover(hull), scale(u.role("accent"), 0.9), 0.3, 8, 0.25)
        return inner.values()

    return G.of(loop(u.rows("boats"), g.values(), boat))


PROBE = Motif(2, arrange, paint)
