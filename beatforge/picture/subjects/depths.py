"""Water seen from within: its colour, its surface from below, light in shafts, sand, a reef.

In: scene coordinates and what `motifs/underwater` arranged (light, surface, floor, reef; the cutout `reef`). Out: paint
in a `G`. What swims is in `swimmers`.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import SKY, SUN, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise, noise1
from beatforge.picture.shapes import length
from beatforge.picture.subjects.reefs import CORALS, ROCK
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
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
)

_SAND, _REEF, _KEEL = 6, 10, 43


def blue(y: V, u: Uniforms) -> list[V]:
    """The water's colour at a height: bright under the surface, dark in the deep."""
    deep = mix(u.role("near"), u.role("ink"), fma(u.dark, 0.45, 0.10))
    body = mix(mix(u.role("mid"), u.role("far"), 0.20), deep, u.dark * 0.72)
    bright = mix(mix(u.role("far"), u.role("sky_low"), 0.40), body, u.dark * 0.6)
    return mix(mix(deep, body, smoothstep(-0.62, 0.06, y)), bright, smoothstep(-0.05, 0.55, y))


def open_water(x: V, y: V, u: Uniforms) -> G:
    away = length(x - u.light_x * u.half_width, (y - u.light_y) * 1.2)
    glow = falloff(away * 1.9) * (1.0 - u.dark * 0.75)
    light = mix(u.role("sky_low"), u.role("paper"), 0.35)
    colour = mix(blue(y, u), light, clamp(glow * fma(u.burst, 0.25, fma(u.glow, 0.10, 0.60))))
    slow = noise(fma(x, 1.3, u.t * 0.02), fma(y, 2.6, u.t * -0.015))
    return G(mix(colour, u.role("far"), smoothstep(0.5, 0.8, slow) * 0.16), 1.0, SKY, 0.0, glow * 0.35)


def surface(x: V, y: V, u: Uniforms, g: G) -> None:
    """The surface from below, a ceiling in perspective, with light running in its waves."""
    up = vmax(y - u.surface, 0.0)
    z = 0.12 / (up + 0.03)
    swell = sinp(x * 0.55 + u.t * 0.07) * 0.012 + sinp(x * 1.7 - u.t * 0.09) * 0.006
    across, along = (x - u.light_x * u.half_width) * z * 7.0, z * 8.0
    crest = noise(across + u.t * 0.12, along + u.t * 0.30)
    fine = noise(across * 2.3 - u.t * 0.2, along * 2.1 + u.t * 0.5)
    away = x - u.light_x * u.half_width
    path = falloff(away * away * 5.0)
    web = smoothstep(0.22, 0.05, fabs(fma(fine, 0.35, crest * 0.65) - 0.5))
    tone = mix(blue(y, u), mix(u.role("sky_low"), u.role("paper"), 0.4), clamp(fma(web, 0.45, path * 0.55)))
    tone = mix(tone, u.role("sun"), smoothstep(0.55, 0.9, fma(web, 0.5, path * 0.6)) * path)
    rings = gate(u.rain > 0.0, lambda: [_rings(x * 9.0, z * 14.0, u)], [0.0])[0]
    tone = mix(tone, u.role("paper"), rings * smoothstep(0.0, 0.08, up))
    g.colour = mix(g.colour, tone, smoothstep(-0.05, 0.10, y - u.surface + swell) * 0.9)
    g.emission = clamp(fma(path, web * 0.6, g.emission))


def _rings(x: V, y: V, u: Uniforms) -> V:
    """Where drops fall on the water: rings that widen."""
    name = cell(floor(x), floor(y), 50)
    age = fract(u.t * 0.7 + chance(name, 1))
    away = length(fract(x) - 0.5, fract(y) - 0.5)
    ring = smoothstep(0.08, 0.02, fabs(away - age * 0.45)) * (1.0 - age)
    return sel(chance(name, 2) < u.rain, ring, 0.0)


def window(x: V, y: V, u: Uniforms, g: G) -> None:
    """The round window in the surface through which one sees sky, sun, and the bottom of a boat."""
    right, up = x - u.light_x * u.half_width, (y - u.light_y) * 1.55
    wobble = (noise(fma(right, 9.0, u.t * 0.16), fma(up, 9.0, u.t * -0.13)) - 0.5) * 0.35
    fine = (noise(fma(right, 24.0, u.t * -0.3), fma(up, 24.0, u.t * 0.25)) - 0.5) * 0.25
    away = length(right, up) * (1.0 + (wobble + fine) * fma(u.swell, 0.25, 0.45)) - u.window
    inside = smoothstep(0.012, -0.012, away)
    sky = mix(u.role("sky_low"), mix(u.role("sky_top"), u.role("paper"), 0.35), smoothstep(-0.30, -0.02, away) * 0.6)
    g.light(mix(u.role("sun"), u.role("paper"), 0.5), falloff(vmax(away, 0.0) * 6.0) * 0.35)
    rings = gate(u.rain > 0.0, lambda: [_rings(right * 16.0, up * 16.0, u)], [0.0])[0]
    g.paint(inside, mix(sky, u.role("paper"), rings * 0.7), 0.98, SKY, 0.0, 0.30)
    sun = length(right - 0.06 + wobble * 0.05, up - 0.05 + fine * 0.10) - fma(u.pulse, 0.006, 0.075)
    g.light(u.role("sun"), falloff(vmax(sun, 0.0) * 9.0) * inside * 0.6)
    g.paint(u.cover(sun, 3.0) * inside, mix(u.role("sun"), u.role("paper"), 0.35), 0.98, SUN, 0.0, 0.95)
    along, aside = right + 0.16 - sinp(u.t * 0.011) * 0.05, up + 0.06 + wobble * 0.03
    keel = vmax(fabs(aside) - 0.034 * (1.0 - along * along * 80.0), fabs(along) - 0.112)
    g.paint(u.cover(keel) * inside, u.role("ink"), 0.97, _KEEL)


def shafts(x: V, y: V, u: Uniforms, g: G) -> None:
    """Beams that spread from the light down into the water, before what is far and behind what is near."""
    fall = vmax(u.light_y + 0.35 - y, 0.05)
    angle = (x - u.light_x * u.half_width) / fall

    def lit() -> list[V]:
        beams = noise1(fma(angle, 8.0, u.t * 0.035), 3) * 0.55 + noise1(fma(angle, 19.0, u.t * -0.06), 4) * 0.45
        part = smoothstep(0.46, 0.80, beams) * smoothstep(1.5, 0.25, fabs(angle)) * smoothstep(-0.60, 0.25, y)
        strong = u.shafts * fma(u.burst, 0.25, fma(u.glow, 0.12, fma(u.intensity, 0.12, 0.26)))
        light = mix(u.role("sun"), u.role("paper"), 0.45)
        return mix(g.colour, light, part * strong * smoothstep(0.0, 0.4, g.depth))

    g.colour = gate((u.shafts > 0.0) & (fabs(angle) < 1.5) & (y > -0.60), lit, g.colour)


def sea_floor(x: V, y: V, u: Uniforms, g: G) -> None:
    """Sand to where the water hides it, with nets of light running over it."""
    down = vmax(u.floor - y, 0.004)
    z = u.eye / down
    moved = u.cam * 0.02
    across, along = (x + moved) * z * 3.0, z * 4.0
    warp = noise(across * 1.1 + u.t * 0.10, along * 1.3) * 1.2
    web = fabs(noise(fma(warp, 0.8, across * 2.1), fma(warp, 0.6, along * 2.4 - u.t * 0.14)) - 0.5)
    light = smoothstep(0.10, 0.01, web) * smoothstep(0.0, 0.10, down) * (1.0 - u.dark * 0.6)
    dune = smoothstep(0.40, 0.65, noise(across * 0.5, along * 0.8 + 9.0))
    rib = sinp(along * 1.7 + noise(across * 0.9, along * 0.7) * 1.5) * 0.5 + 0.5
    pale = mix(mix(u.role("sun"), u.role("mid"), fma(u.dark, 0.4, 0.40)), u.role("near"), u.dark * 0.35)
    sand = mix(pale, u.role("near"), fma(rib, 0.14, dune * 0.14))
    sand = mix(sand, u.role("paper"), light * fma(u.glow, 0.15, 0.45))
    shade = length((x - u.beast_x * u.half_width - 0.05) / u.beast, (y - u.beast_y + u.beast) * 3.2 / u.beast)
    sand = mix(sand, u.role("near"), smoothstep(0.95, 0.45, shade) * 0.65)
    haze = smoothstep(0.30, 0.0, down) * 0.92
    g.colour = mix(sand, blue(u.floor, u), fma(haze, 0.85, 0.12))
    g.depth, g.ident = 0.95 - smoothstep(0.0, 0.6, down) * 0.6, as_float(_SAND)
    g.direction, g.emission = as_float(0.0), light * 0.15
    g.drift = [as_float(0.0) - moved, as_float(0.0)]


def reef(g: G, x: V, y: V, u: Uniforms, is_near: bool) -> None:
    """A row of corals that sways; the far one pale. It rises to the right with `rise`, to the left below 0."""
    tall = u.near_tall if is_near else u.reef_tall
    moved = u.cam * (0.045 if is_near else 0.018)
    at = x + moved
    side = smoothstep(-0.15, 1.0, (x / u.half_width) * sel(u.rise > 0.0, 1.0, -1.0)) * fabs(u.rise)
    foot = u.near_y + side if is_near else u.reef_y + side * 0.7
    up = (y - foot) / tall
    sway = sinp(u.t * 0.09 + x * 0.9) * fma(u.wind, 0.05, fma(u.swell, 0.02, 0.02)) * smoothstep(0.1, 1.0, up)
    along = fract((at / tall + sway) * 0.25 + (0.31 if is_near else 0.0) + u.seed)

    def corals(inner: G) -> None:
        thing = u.cutout("reef", along, up)
        kind = thing.ident - ROCK
        hues = (
            u.role("accent"),
            u.role("accent2"),
            mix(u.role("sun"), u.role("accent"), 0.35),
            mix(u.role("far"), u.role("paper"), 0.35),
        )
        colour = mix(u.role("near"), u.role("mid"), 0.35)
        for nth, hue in enumerate(hues):
            colour = choose(fabs(kind - (nth + 1.0)) < 0.5, hue, colour)
        dark, bright = mix(colour, u.role("near"), 0.62), mix(colour, u.role("paper"), 0.22)
        colour = mix(mix(dark, bright, thing.tone), u.role("near"), smoothstep(0.5, 0.0, up) * 0.5)
        haze = fma(u.dark, 0.25, 0.12 if is_near else 0.60)
        colour = mix(colour, blue(y, u), haze)
        cover = clamp((thing.coverage - 0.5) * fma(tall, 3.4 / 112.0 / u.px, 0.8) + 0.5)
        depth, drift = (0.14 if is_near else 0.72), (0.0 - moved, 0.0)
        ident = thing.ident + _REEF if is_near else as_float(_REEF + CORALS + 1.0)
        inner.paint(cover, colour, depth, ident, 0.25, 0.0, drift)
        rock = mix(mix(u.role("near"), u.role("ink"), 0.3), blue(y, u), haze)
        bank = vmax(up * tall - 0.01, sel(u.floor > -1.0, 0.0 - up * tall - 0.03, -1.0) if not is_near else -1.0)
        inner.paint(u.cover(bank), rock, depth, _REEF if is_near else _REEF + CORALS + 1, 0.0, 0.0, drift)

    g.layer((up < 1.0) & (u.reef_y > -1.0) if not is_near else up < 1.0, corals)
