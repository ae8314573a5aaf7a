"""Sand: a plain with ripples, dunes with a lit and a shaded side, crests, the shadows of clouds that pass over them."""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import fbm, noise, noise1, noise1_at
from beatforge.picture.trace import (
    V,
    as_float,
    clamp,
    fabs,
    falloff,
    fma,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
)

_PLAIN, _DUNE = 6, 10


def sand(u: Uniforms, lit: V, far: V) -> list[V]:
    """Sand in light or shade, paler and hazier far away."""
    bright = mix(mix(u.role("sky_low"), u.role("sun"), 0.5), u.role("accent"), 0.18)
    shade = mix(mix(u.role("mid"), u.role("accent"), 0.26), u.role("near"), fma(far, -0.45, 0.50))
    bright = mix(bright, mix(u.role("mid"), u.role("accent"), 0.4), fma(far, -0.30, 0.28))
    colour = mix(shade, bright, lit)
    colour = mix(colour, mix(u.role("paper"), u.role("far"), 0.3), u.snow * fma(lit, 0.55, 0.2))
    return mix(colour, mix(u.role("sky_low"), u.role("far"), 0.25), smoothstep(0.3, 1.0, far) * 0.55)


def plain(g: G, x: V, y: V, sky: V, u: Uniforms) -> None:
    """Flat ground to the horizon: bars of light and shade, ripples near by; `sky` is the light that clouds leave."""
    down = vmax(u.horizon - y, 0.002)
    z = 0.25 / down
    bars = fbm((x + u.cam * 0.01) * z * 0.35 + u.seed, z * 1.1, 2)
    ripple = sinp(z * 5.0 + noise(x * z * 1.2, z * 2.0) * 1.3 + u.t * 0.14) * smoothstep(0.05, 0.25, down)
    away = x - u.sun_x * u.half_width
    path = falloff(away * away * 6.0) * smoothstep(0.30, 0.0, down)
    lit = smoothstep(0.36, 0.62, bars + ripple * 0.05 + path * 0.2) * 0.75 + 0.12
    lit = lit * sky
    g.colour = mix(sand(u, clamp(lit), clamp(1.0 - down * 2.2)), u.role("sun"), path * fma(u.pulse, 0.08, 0.25))
    g.depth, g.ident = 0.92 - smoothstep(0.0, 0.5, down) * 0.8, as_float(_PLAIN)
    g.direction, g.emission, g.drift = as_float(0.0), path * 0.1, [as_float(0.0), as_float(0.0)]


def cloud_shadow(x: V, y: V, u: Uniforms) -> V:
    """The light that clouds leave: wide soft shadows that wander over the land."""
    cloud = noise(x * 1.6 - u.t * 0.32, (y - u.horizon) * 5.0 + u.t * 0.03)
    return 1.0 - smoothstep(0.45, 0.75, cloud) * 0.55


def slope(across: V, left: V, right: V, fall: V) -> V:
    """How far below its peak a dune's outline is: the windward side round, the lee side steep and hollow."""
    windward, lee = vmax(0.0 - across, 0.0) / left, vmax(across, 0.0) / right
    round_side = windward * windward
    return fall * (round_side / (0.35 + round_side) + lee / (0.45 + lee)) * 1.3


def crest(row: Sequence[float], x: float, half_width: float, cam: float) -> float:
    """How high a dune's outline is at `x`, as `dune` paints it."""
    place, peak, left, right, fall, _, far = row[:7]
    across = x - place * half_width + cam * 0.024 * (1.0 - far)
    windward, lee = max(-across, 0.0) / left, max(across, 0.0) / right
    drop = fall * (windward * windward / (0.35 + windward * windward) + lee / (0.45 + lee)) * 1.3
    flat = min(abs(across) / 0.25, 1.0)
    return (
        peak - drop + (noise1_at(across * 3.1 + place * 9.0, 31) - 0.5) * fall * 0.16 * flat * flat * (3.0 - 2.0 * flat)
    )


def nearest(k: V, row: list[V], so_far: V, x: V, y: V, u: Uniforms) -> V:
    """The number of this dune where it surely hides what is behind it, else `so_far`. Rows as for `dune`."""
    place, peak, left, right, fall, _, far = row
    across = x - place * u.half_width + u.cam * 0.024 * (1.0 - far)
    is_lee = across > 0.0
    part = fabs(across) / sel(is_lee, right, left)
    part = sel(is_lee, part, part * part)
    # `slope` and the greatest `wave`, multiplied by what `slope` divides by
    room = (peak - fall * 0.081 - u.px - y) * (part + sel(is_lee, 0.45, 0.35))
    return sel(room > fall * part * 1.301, k, so_far)


def dune(k: V, row: list[V], under: list[V], here: tuple[V, V, V, V], u: Uniforms) -> list[V]:
    """A dune at (right, up) in the light that clouds leave, unless a nearer one (the last of `here`) hides it. A row:
    peak across and up, reach left and right, fall, how its crest line bends, depth."""
    place, peak, left, right, fall, bend, far = row
    passed = u.cam * 0.024 * (1.0 - far)
    across, y, sky = here[0] - place * u.half_width + passed, here[1], here[2]
    is_seen = here[3] < k + 0.5
    g = G.of(under)

    def outlined(inner: G) -> None:
        wave = (noise1(across * 3.1 + place * 9.0, 31) - 0.5) * fall * 0.16 * smoothstep(0.0, 0.25, fabs(across))
        deep = peak - slope(across, left, right, fall) + wave - y
        inner.layer(deep > 0.0 - u.px, lambda seen: face(seen, deep))
        above = clamp(0.0 - deep * 11.0)
        blowing = (deep < 0.0) & (above < 1.0) & (fabs(across) < 0.45)
        inner.layer(blowing, lambda seen: plume(seen, deep, above))

    def face(inner: G, deep: V) -> None:
        run = vmax(deep, 0.0)
        line = bend * run / (run + 0.16) + sinp(run * 2.6 + place) * 0.05 * smoothstep(0.0, 0.3, run)
        toward = sel(u.sun_x > place, 1.0, -1.0)
        # far from the crest line the ground turns to the light again
        off = (across - line) * toward
        lit = smoothstep(-0.004 - run * 0.05, 0.006 + run * 0.07, off) * smoothstep(1.1, 0.1, off / (left + right))
        lit = vmax(lit, smoothstep(-0.25, -0.75, off / (left + right)) * 0.35)
        lit = lit * sky
        ripple = sinp(run * fma(far, -20.0, 34.0) + across * 3.0 + noise(across * 7.0, run * 9.0) * 1.4 - u.t * 0.14)
        lit = clamp(lit + ripple * smoothstep(0.75, 0.1, far) * fma(lit, 0.07, 0.035))
        rim = smoothstep(0.010, 0.0, deep) * smoothstep(0.3, 0.0, fabs(across - line * 0.3)) * 0.5
        colour = mix(sand(u, lit, far), u.role("sun"), rim)
        inner.paint(u.cover(0.0 - deep), colour, fma(far, 0.85, 0.04), _DUNE + k, 0.04, rim * 0.15,
                    (0.0 - passed, 0.0))  # fmt: skip

    def plume(inner: G, deep: V, above: V) -> None:
        gust = noise(across * 9.0 - u.t * 1.5, deep * 34.0 + u.t * 0.3)
        blown = above * (1.0 - above) * 3.0 * smoothstep(0.42, 0.75, gust) * smoothstep(0.45, 0.0, fabs(across))
        strong = fma(u.wind, 0.6, fma(u.swell, 0.2, 0.16)) * fma(far, -0.4, 1.0)
        inner.tint(mix(u.role("sun"), u.role("paper"), 0.4), clamp(blown * strong))

    g.layer(is_seen & (y < peak + fall * 0.09 + 0.091), outlined)
    return g.values()
