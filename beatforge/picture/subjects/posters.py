"""The planes of a poster: a wall in two tones with a great disc, and a floor, plain or tiled.

In: scene coordinates and where `motifs/forms` put disc, slant and ground. Out: a new picture, or paint in a `G`. What
turns before them is in `ornaments` and `mobiles`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import SUN, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.scenery import open_sky
from beatforge.picture.subjects.solids import tiles
from beatforge.picture.trace import V, as_float, fabs, falloff, fma, mix, smoothstep, vmax

_WALL, _FLOOR = 6, 7


def poster_wall(x: V, y: V, u: Uniforms) -> G:
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


def poster_floor(x: V, y: V, u: Uniforms, g: G) -> None:
    """A floor: plain, with the disc's light on it, or tiled."""
    down = u.ground - y
    away = x - u.disc_x * u.half_width
    lit = falloff(fabs(away) * 2.6) * smoothstep(0.25, 0.0, down)
    colour = mix(
        mix(u.role("mid"), u.role("near"), smoothstep(0.0, 0.24, down) * 0.7 + 0.15), u.role("sun"), lit * 0.35
    )
    g.paint(as_float(1.0), colour, 0.75 - down, _FLOOR, 0.0)
    g.layer(u.tiled > 0.0, lambda inner: tiles(inner, x, y, u, u.ground, u.eye))
