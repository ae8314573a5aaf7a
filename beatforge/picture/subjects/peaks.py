"""Mountains by day: one great peak with snow, three ranges in haze before it.

In: scene coordinates (a lake's mirror image: those of what it mirrors), where `motifs/mountains` put peak, base and
light. Out: paint in a `G`. Faces are told by which side of a crooked ridge line a point lies on. The lake and its
shores are in `lakesides`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import fbm1, noise, noise1
from beatforge.picture.subjects.scenery import snowed
from beatforge.picture.trace import V, clamp, fabs, fma, lerp, mix, sel, sinp, smoothstep

_PEAK, _RANGE = 8, 10
_RANGES = ((0.20, 1.9), (0.14, 2.6), (0.09, 3.7))
"""Far to near: height and scale."""


def peak(g: G, x: V, y: V, u: Uniforms) -> None:
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


def ranges(g: G, x: V, y: V, u: Uniforms) -> None:
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
