"""Where a concert is: a dark hall or open country, a wall of lamps behind the band, the deck of the stage.

In: scene coordinates and where `motifs/stage` put wall and deck (`wall_x` .., `deck` ..). Out: paint in a `G`. What
hangs above is in `rigging`, who plays in `players`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects.rigging import TRUSS
from beatforge.picture.subjects.scenery import clouds, open_sky, stars, sun
from beatforge.picture.trace import V, atan2p, clamp, fabs, falloff, floor, fma, fract, mix, sel, smoothstep, vmax, vmin

_HILLS, _DECK, _WALL = 3, 6, 7


def hall(x: V, y: V, u: Uniforms) -> G:
    """A dark hall with smoke in it, or the open sky over hills."""
    g = open_sky(y, u, u.deck)
    g.layer(u["open"] > 0.5, lambda inner: _country(inner, x, y, u))
    dark = mix(mix(u.role("near"), u.role("sky_top"), 0.35), u.role("mid"), smoothstep(0.55, -0.25, y) * 0.5)
    across = vmax(fabs(x - u.wall_x) - u.wall_wide, 0.0)
    high = vmax(fabs(y - u.wall_y) - u.wall_high, 0.0)
    lit = falloff(length(across, high) * 3.2) * fma(u.glow, 0.2, fma(u.pulse, 0.06, 0.5))
    dark = mix(dark, mix(mix(u.role("accent2"), u.role("accent"), 0.35), u.role("far"), 0.5), lit)
    g.tint(dark, (1.0 - u["open"]) * 0.97)
    g.layer(u["open"] < 0.5, lambda inner: stars(inner, x, y, u, -0.05))
    return g


def _country(g: G, x: V, y: V, u: Uniforms) -> None:
    stars(g, x, y, u, 0.0)
    sun(g, x - u.sun_x * u.half_width, y - u.sun_y, u, 0.13, 0.0, 0.0)
    clouds(g, x, y, u, u.deck, 0.7)
    for k, (high, rough) in enumerate(((0.10, 2.0), (0.035, 4.5))):
        ridge = u.deck + high * (0.4 + noise(x * rough + u.seed, u.seed + k * 9.0)) + noise(x * 17.0, u.seed) * 0.012
        body_ = mix(u.role("far"), u.role("mid"), 0.7 * k)
        g.paint(u.cover(y - ridge), mix(body_, u.role("sky_low"), 0.25), 0.93 - 0.1 * k, _HILLS)


def lamp_wall(g: G, x: V, y: V, u: Uniforms) -> None:
    """A wall of lamps behind the band: a turning wheel of rays, and bars that rise with the music."""
    right, up = x - u.wall_x, y - u.wall_y
    shape = vmax(fabs(right) - u.wall_wide, fabs(up) - u.wall_high)
    g.light(mix(u.role("accent"), u.role("accent2"), 0.5), falloff(vmax(shape, 0.0) * 5.0) * fma(u.glow, 0.2, 0.14))
    g.layer(shape < u.px + 0.012, lambda inner: _lamps(inner, y, right, up, shape, u))


def _lamps(g: G, y: V, right: V, up: V, shape: V, u: Uniforms) -> None:
    scale = 1.0 / u.wall_high
    across, high = right * scale, up * scale
    away = length(across, high)
    ray = fract(atan2p(high, across) * 9.0 + u.t * 0.06) - 0.5
    wheel = smoothstep(0.02, -0.02, (fabs(ray) - 0.25) * vmin(away, 0.3)) * smoothstep(1.6, 0.4, away)
    rings = smoothstep(0.02, 0.0, fabs(away - fma(u.pulse, 0.06, 0.46)) - 0.035)
    heart = smoothstep(0.02, -0.02, away - fma(u.pulse, 0.05, 0.30))
    bay = floor(across * 6.0)
    level = noise(bay * 0.77 + u.t * 0.4, u.seed) * fma(u.glow, 0.9, fma(u.pulse, 0.25, 0.45)) - 1.0
    bars = sel(fabs(fract(across * 6.0) - 0.5) < 0.36, smoothstep(0.02, -0.02, high - level), 0.0)
    cold = mix(u.role("near"), u.role("accent2"), fma(wheel, 0.55, 0.10))
    shade = mix(cold, u.role("accent"), clamp(rings + bars * 0.8))
    shade = mix(shade, u.role("sun"), heart * 0.95)
    lines = smoothstep(0.5, 0.32, fabs(fract(y * 75.0) - 0.5)) * 0.25
    lit = clamp(fma(wheel, 0.35, heart * 0.9 + (rings + bars) * 0.6) * fma(u.pulse, 0.15, 0.75))
    g.paint(u.cover(shape - 0.012), u.role("ink"), 0.9, TRUSS)
    g.paint(u.cover(shape), mix(shade, u.role("ink"), lines), 0.9, _WALL, 0.0, lit)


def deck(g: G, x: V, y: V, beyond: V, u: Uniforms) -> None:
    """The floor of the stage with light upon it, and its front with a strip of lamps; from the wing the dark beyond."""
    part = clamp((u.deck - y) / vmax(u.deck - u.lip, 0.01))
    pool = falloff((x - u.set_x) * (x - u.set_x) * 3.0 + part * part) * fma(u.pulse, 0.15, 0.62)
    ground = mix(u.role("near"), u.role("mid"), 0.75)
    ground = mix(ground, mix(u.role("sun"), u.role("accent"), 0.4), pool)
    gleam = noise(x * 7.0 + (y - u.deck) * u.slope * 5.0, y * 3.0 + u.t * 0.05)
    ground = mix(ground, u.role("accent2"), smoothstep(0.5, 0.8, gleam) * 0.25 * u.smoke)
    away = u.lip - y
    strip = smoothstep(0.007, 0.002, fabs(away - 0.010)) * smoothstep(0.22, 0.34, fabs(fract(x * 24.0) - 0.5))
    face_ = mix(u.role("ink"), u.role("near"), 0.6)
    off = (away > 0.0) | (beyond > 0.0)
    shade = [sel(off, dark, lit) for dark, lit in zip(face_, ground, strict=True)]
    rim = smoothstep(0.010, 0.004, fabs(beyond)) * sel(u.slope > 0.0, 1.0, 0.0)
    shade = mix(shade, u.role("accent2"), clamp(strip + rim) * 0.8)
    lit = (strip + rim) * 0.6 + pool * 0.1
    g.paint(u.cover(y - u.deck), shade, fma(part, -0.15, 0.75), sel(off, _DECK + 20.0, float(_DECK)), 0.0, clamp(lit))
