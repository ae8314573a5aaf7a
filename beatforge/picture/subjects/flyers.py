"""Butterflies and bees that fly over flowers, wings that beat, each on a way of its own."""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import capsule, length
from beatforge.picture.trace import (
    V,
    fabs,
    fma,
    fract,
    mix,
    sel,
    sinp,
    smoothstep,
    vmin,
)

_FLYER = 190


def flyer(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A butterfly, or (every second one) a bee, on its way from flower to flower. A row: across, up, size, phase."""
    place, level, size, _ = row
    g = G.of(under)

    def flying(there: G) -> None:
        _flyer(there, k, row, x, y, u)

    # it never leaves the neighbourhood of its place
    about = (fabs(x - place * u.half_width) < size * 1.1 + 0.151) & (fabs(y - level) < size * 1.1 + 0.073)
    g.layer((level > -1.0) & about, flying)
    return g.values()


def _flyer(g: G, k: V, row: list[V], x: V, y: V, u: Uniforms) -> None:
    """It on its way."""
    place, level, size, phase = row
    way = u.t * 0.035 + phase
    at_x = place * u.half_width + sinp(way) * 0.12 + sinp(way * 2.7) * 0.03
    at_y = level + sinp(way * 1.6 + 0.2) * 0.06 + sinp(u.t * 0.21 + phase) * 0.012
    heading = sel(sinp(way + 0.25) > 0.0, 1.0, -1.0)
    right, up = (x - at_x) / size * heading, (y - at_y) / size
    is_bee = fabs(k - 1.0) < 0.5

    def butterfly(inner: G) -> None:
        flap = fma(sinp(u.t * 0.8 + phase), 0.24, 0.70)
        lean_x, lean_y = right * 0.92 + up * 0.38, up * 0.92 - right * 0.38
        wing = fabs(lean_x) / flap
        upper = length(wing - 0.42, (lean_y - 0.28) * 1.1) - 0.42
        lower = length((wing - 0.30) * 1.1, lean_y + 0.30) - 0.30
        edge = vmin(upper, lower)
        spot = length(wing - 0.50, lean_y - 0.34) - 0.12
        colour = mix(u.role("accent2"), u.role("sun"), smoothstep(0.6, 0.0, wing) * 0.6)
        colour = mix(colour, u.role("paper"), smoothstep(0.03, -0.03, spot) * 0.8)
        colour = mix(colour, u.role("ink"), smoothstep(-0.05, -0.01, edge) * 0.7)
        inner.paint(u.cover(edge * size * 0.7), colour, 0.06, _FLYER, 0.1, 0.12)
        body = capsule(lean_x, lean_y, 0.0, -0.40, 0.0, 0.34, 0.045)
        feelers = capsule(fabs(lean_x), lean_y, 0.02, 0.34, 0.14, 0.62, 0.014)
        inner.paint(u.cover(vmin(body, feelers) * size), u.role("ink"), 0.05, _FLYER + 1)

    def bee(inner: G) -> None:
        beat = fma(sinp(u.t * 1.7), 0.12, 0.0)
        wings = (
            vmin(length((right + 0.08) * 1.8, up - 0.42 - beat), length((right + 0.34) * 1.6, up - 0.34 + beat)) - 0.32
        )
        inner.paint(u.cover(wings * size) * 0.65, mix(u.role("paper"), u.role("sky_low"), 0.3), 0.06, _FLYER + 2)
        body = length(right * 0.72, up) - 0.27
        head = length(right - 0.42, up + 0.02) - 0.15
        stripe = sel(fract(right * 2.6 + 0.2) > 0.52, 1.0, 0.0)
        fur = mix(mix(u.role("accent2"), u.role("sun"), 0.3), u.role("ink"), stripe * 0.9)
        inner.paint(u.cover(body * size), fur, 0.05, _FLYER + 3)
        inner.paint(u.cover(head * size), u.role("ink"), 0.05, _FLYER + 4)

    near = (fabs(right) < 1.1) & (fabs(up) < 1.1)
    g.layer(near & (fabs(k - 1.0) > 0.5), butterfly)
    g.layer(near & is_bee, bee)
