"""The land about a fire at night: mountains, two rows of firs, grass, a lake and its near shore.

In: scene coordinates (a lake's mirror image: those of what it mirrors), where `motifs/fire` put ground, fire and lake,
the cutout `wood_strip`. Out: paint in a `G`. Flames are in `flames`, people and things in `fireside`.
"""

from __future__ import annotations

from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import fbm1, noise, noise1
from beatforge.picture.shapes import length
from beatforge.picture.subjects.flames import fire_gold, flicker, warmth
from beatforge.picture.subjects.sprites import is_repeated, repeated
from beatforge.picture.trace import V, as_float, clamp, fabs, falloff, fma, mix, sinp, smoothstep, vmax, vmin

_GROUND, _RIDGE, _WOOD = 6, 8, 10


def ridge(g: G, x: V, y: V, u: Uniforms) -> None:
    """Mountains against the night."""
    passed = u.cam * 0.004
    fall = u.ground + fbm1((x + passed) * 1.9 + u.seed, 42, 3) * 0.20 * u.ridge - y
    face = smoothstep(0.45, 0.55, noise((x + passed) * 7.0 + fall * 9.0, fall * 7.0))
    colour = mix(mix(u.role("near"), u.role("far"), 0.28), u.role("mid"), face * 0.35)
    colour = mix(colour, mix(u.role("sky_low"), u.role("near"), 0.4), smoothstep(0.12, 0.0, fall) * 0.25)
    g.paint(
        u.cover(0.0 - fall), mix(colour, u.role("paper"), u.snow * 0.4), 0.92, _RIDGE, 0.1, 0.0, (0.0 - passed, 0.0)
    )


def firs(g: G, x: V, y: V, warm: V, u: Uniforms) -> None:
    """Two rows of firs, the nearer one lit by the fire."""
    for k, (foot, tall, pace) in enumerate(((-0.02, 0.17, 0.008), (-0.05, 0.24, 0.014))):
        passed = u.cam * pace
        level = (y - u.ground - foot) / (tall * u.wood)
        sway = sinp(u.t * 0.08 + x * 0.4 + k * 0.4) * fma(u.wind, 0.012, 0.003) * level
        across = (x + passed + sway) / (tall * u.wood) + u.seed * 0.3 + 0.7 * k
        grown = partial(_fir, across=across, level=level, tall=tall * u.wood, passed=passed, warm=warm, nth=k, u=u)
        g.layer((level > 0.0) & (level < 1.0) & is_repeated(u, "wood_strip", across, level), grown)


def _fir(g: G, across: V, level: V, tall: V, passed: V, warm: V, nth: int, u: Uniforms) -> None:
    p = repeated(u, "wood_strip", across, level, tall)
    dark = mix(mix(u.role("ink"), u.role("near"), 0.75 - 0.2 * nth), u.role("mid"), 0.32 - 0.2 * nth)
    colour = mix(dark, mix(u.role("accent"), fire_gold(u), 0.45), p.tone * warm * (0.45 + 0.3 * nth))
    colour = mix(colour, u.role("paper"), smoothstep(0.4, 0.6, p.tone) * u.snow * 0.6)
    g.paint(p.coverage, colour, 0.80 - 0.1 * nth, _WOOD + nth, 0.25, 0.0, (0.0 - passed, 0.0))


def grass(g: G, x: V, y: V, u: Uniforms) -> None:
    """Grass in the dark, bright about the fire, with the shadows of those who sit there."""
    down = vmax(u.ground - y, 0.002)
    z = 0.3 / down
    tuft = noise(x * z * 3.0, z * 6.0) * 0.6 + noise(x * 40.0, y * 90.0) * 0.4
    right, high = x - u.fire_x * u.half_width, (y - u.fire_y) * 2.4
    near = length(right, high)
    lit = falloff(near * near / (u.reach * u.reach) * 1.3) * flicker(u)
    fan = noise1(right / (fabs(high) + 0.10) * 2.1 + 9.0, 43)
    lit = lit * fma(smoothstep(0.55, 0.75, fan), smoothstep(0.12, 0.3, near) * -0.45, 1.0)
    earth = mix(mix(u.role("near"), u.role("mid"), 0.25), u.role("mid"), smoothstep(0.35, 0.75, tuft) * 0.4)
    earth = mix(earth, mix(u.role("paper"), u.role("far"), 0.4), u.snow * 0.55)
    glow = mix(mix(u.role("accent"), u.role("near"), 0.25), fire_gold(u), smoothstep(0.25, 0.9, lit))
    g.colour = mix(earth, glow, clamp(lit * fma(tuft, 0.75, 0.50)))
    g.depth, g.ident = 0.66 - smoothstep(0.0, 0.5, down) * 0.5, as_float(_GROUND)
    g.direction, g.emission, g.drift = as_float(0.0), lit * 0.30, [as_float(0.0), as_float(0.0)]


def lake(g: G, x: V, y: V, down: V, ripple: V, u: Uniforms) -> None:
    """The lake over the mirror image."""
    g.colour = mix(g.colour, mix(u.role("near"), u.role("ink"), 0.3), fma(smoothstep(0.0, 0.4, down), 0.40, 0.18))
    glint = smoothstep(0.20, 0.34, ripple)
    g.colour = mix(g.colour, mix(u.role("accent"), fire_gold(u), 0.5), glint * warmth(x, u.lake + down, u) * 0.5)
    g.depth, g.ident, g.emission = 0.60 - down * 0.6, vmin(g.ident + 60.0, 99.0), g.emission * 0.55


def bank(g: G, x: V, y: V, u: Uniforms) -> None:
    """The near shore in the dark."""
    fall = -0.385 + (fbm1(x * 2.6 + u.seed, 49, 2) - 0.5) * 0.06 - y
    rim = smoothstep(0.012, 0.0, fall) * 0.5
    earth = mix(mix(u.role("ink"), u.role("near"), 0.3), mix(u.role("accent"), fire_gold(u), 0.4), rim)
    g.paint(u.cover(0.0 - fall), earth, 0.18, _GROUND + 30.0, 0.05)
