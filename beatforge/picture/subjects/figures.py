"""Small human things that give a picture its size: a walker, a car, a sailing boat, a canoe, a cabin.

Each but `person` is painted at coordinates in its own size, so that a motif places and rocks it; the size given only
says how soft an edge is. Their colour is the accent. Identities are from 200 on.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import STILL, Drift, G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import box, capsule, disc, length, taper, union
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    fabs,
    falloff,
    fma,
    fract,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

PERSON, UMBRELLA, BOAT, CAR, CANOE, CABIN = 203, 204, 212, 220, 230, 240
PASSING = 190
"""A car that comes towards us is not what the picture is about: it passes out of the frame."""


def person(
    g: G,
    x: V,
    y: V,
    u: Uniforms,
    tall: Number,
    step: V,
    depth: Number,
    umbrella: bool = False,
    drift: Drift = STILL,
) -> None:
    """Somebody in a coat, `tall` high, whose feet are at (0, 0), seen from behind. `step` counts strides; who takes
    none rests on one leg. Hair, hat and the length of the coat go by the height."""

    def walking(inner: G) -> None:
        across, up = x / tall, y / tall
        lot = fract(as_float(tall) * 41.0)
        # the hips go out over the foot that stands, the shoulders against them
        weight = sinp(step * 0.5 + 0.09)
        hips, rise = weight * 0.026, weight * weight * 0.014
        legs = _legs(across - hips * 2.0 * up, up, weight)
        up = up - rise
        swing = sinp(step * 0.5 - 0.06) * 0.022 + sinp(u.t * 0.09 + up * 0.5) * fma(u.wind, 0.03, 0.008)
        low = smoothstep(0.64, 0.34, up)
        aside = across - fma(smoothstep(0.84, 0.52, up), hips * 1.3, fma(low, swing, hips * -0.3))
        wide = fma(low, fma(lot, 0.03, 0.035), fma(smoothstep(0.56, 0.76, up), 0.030, 0.092))
        slope = fma(aside, fma(weight, 0.10, aside * -4.6), 0.842)
        coat = vmax(fabs(aside) - wide, vmax(up - slope, fma(lot, 0.15, 0.23) - up))
        coat = vmin(coat, _arms(aside, up, weight, umbrella))
        turned = across - fma(sinp(u.t * 0.021 + lot), 0.014, hips * -0.55)
        hair = _head(turned, up - 0.915, lot, swing, umbrella)
        neck = vmax(fabs(turned) - 0.029, fabs(up - 0.85) - 0.04)
        cloth = mix(u.role("ink"), mix(u.role("near"), u.role("mid"), lot * 0.5), 0.55)
        colour = mix(u.role("ink"), cloth, u.cover(coat * tall))
        shape = union(legs, coat, neck, hair)
        inner.paint(u.cover(shape * tall), colour, depth, PERSON, 0.25, 0.0, drift)
        if umbrella:
            inner_x = across + hips * 0.5
            edge = fract(fma(inner_x, 1.0 / 0.168, 0.5)) - 0.5
            dome = vmax(length(inner_x, (up - 0.96) * 1.1) - 0.42, fma(edge * edge, -0.16, 1.035) - up)
            dome = vmin(dome, taper(across, up, 0.10, 0.64, 0.02, 1.42, 0.014, 0.010))
            fold = mix(u.role("accent"), u.role("ink"), smoothstep(0.15, -0.5, across) * 0.5)
            inner.paint(u.cover(dome * tall), fold, depth, UMBRELLA, 0.1, 0.12, drift)

    g.layer((fabs(x) < tall * 0.5) & (y > -0.02) & (y < tall * 1.5), walking)


def _legs(across: V, up: V, weight: V) -> V:
    """Legs with shoes, to both sides of 0; the foot that bears nothing comes up behind."""
    lifted = vmax(sel(across > 0.0, 0.0 - weight, weight), 0.0)
    side, foot = fabs(across), fma(lifted, 0.11, 0.03)
    leg = taper(side, up, 0.052, 0.50, 0.060, foot, 0.058, 0.032)
    shoe = length(side - 0.066, (up - foot + 0.008) * fma(lifted, -0.6, 1.5)) - 0.043
    return vmin(leg, shoe)


def _arms(aside: V, up: V, weight: V, raised: bool) -> V:
    """Sleeves that hang a little bent and swing against the legs; the right one holds something up where `raised`."""
    right = aside > 0.0
    hand = fma(sel(right, weight, 0.0 - weight), 0.035, 0.475)
    down = 0.775 - up
    middle = fma(down, fma(up - 0.46, 0.52, 0.145), 0.112)
    arms = vmax(fabs(fabs(aside) - middle) - fma(down, -0.028, 0.032), vmax(hand - up, 0.0 - down))
    if not raised:
        return arms
    held = vmin(
        capsule(aside, up, 0.112, 0.765, 0.165, 0.620, 0.031), capsule(aside, up, 0.165, 0.620, 0.103, 0.690, 0.026)
    )
    return vmin(sel(right, 1.0, arms), held)


def _head(right: V, up: V, lot: V, swing: V, bare: bool) -> V:
    """A head from behind about (0, 0): short hair, long hair that sways, or (unless `bare`) a hat with a brim."""
    skull = length(right, up * 0.86) - 0.062
    hang = right - (0.02 - up) * swing * 3.0
    falls = vmax(fabs(hang) - fma(up, -0.16, 0.060), vmax(up, sel(lot > 0.5, -0.16, 0.02) - up))
    if bare:
        return vmin(skull, falls)
    brim = vmax(fabs(right) - fma(fabs(up - 0.03), -1.0, 0.112), fabs(up - 0.03) - 0.014)
    return union(skull, falls, sel(lot < 0.3, brim, 1.0))


def car(g: G, x: V, y: V, u: Uniforms, wide: V, drift: Drift = STILL, coming: Number = 0.0) -> None:
    """A car with a driver, in half widths of its own: wheels on y = 0, roof at 1.3; `wide` is its size. From behind,
    or where `coming` is 1 from the front, with its headlights on."""
    a = fabs(x)
    fore = as_float(coming) > 0.5
    ident = CAR + coming * (PASSING - CAR)
    hue, light = mix(u.role("accent"), u.role("accent2"), coming), mix(u.role("accent"), u.role("sun"), coming)
    g.tint(u.role("ink"), smoothstep(1.3, 0.7, length(a, y * 4.0)) * 0.7)
    streak = length((a - 0.62) * 3.0, (y + 0.35) * 1.7)
    g.light(light, falloff(streak * streak) * fma(u.pulse, 0.25, 0.20))
    cabin = _rounded(a, y - 0.98, 0.80 - (y - 0.7) * 0.38, 0.32, 0.10)
    shell = vmin(_rounded(a, y - 0.50, 1.0, 0.30, 0.14), cabin)
    wheels = _rounded(a - 0.74, y - 0.14, 0.19, 0.20, 0.06)
    g.paint(u.cover(vmin(wheels, shell) * wide), u.role("ink"), 0.07, ident, 0.0, 0.0, drift)
    paint = mix(u.role("ink"), hue, smoothstep(0.1, 0.85, y) * 0.30 + 0.22)
    g.paint(u.cover((_rounded(a, y - 0.53, 0.97, 0.25, 0.12)) * wide), paint, 0.07, ident + 1.0, 0.0, 0.0, drift)
    glass = _rounded(a, y - 1.0, 0.68 - (y - 0.7) * 0.38, 0.2, 0.06)
    sky = mix(u.role("near"), u.role("sky_low"), smoothstep(0.7, 1.3, y) * 0.7)
    g.paint(u.cover(glass * wide), sky, 0.07, ident + 2.0, 0.0, 0.0, drift)
    seat = x + sel(fore, -0.30, 0.30)
    driver = vmin(length(seat, y - 0.98) - 0.13, vmax(fabs(seat) - 0.19, y - 0.88))
    g.paint(u.cover(vmax(driver, glass) * wide), u.role("ink"), 0.07, ident + 2.0, 0.0, 0.0, drift)
    tail = vmin(_rounded(a - 0.66, y - 0.60, 0.25, 0.085, 0.03), vmax(fabs(y - 0.60) - 0.022, a - 0.6))
    lamps = sel(fore, length(a - 0.68, y - 0.58) - 0.16, tail)
    g.light(light, falloff(vmax(lamps, 0.0) * 6.0) * fma(u.pulse, 0.40, 0.25))
    hot = mix(light, u.role("paper"), fma(u.pulse, 0.35, fma(as_float(coming), 0.35, 0.12)))
    g.paint(u.cover(lamps * wide), hot, 0.06, ident + 3.0, 0.0, 0.95, drift)
    plate = _rounded(a, y - 0.36, 0.2, 0.07, 0.02)
    g.paint(u.cover(plate * wide), mix(u.role("paper"), u.role("near"), 0.3), 0.06, ident + 4.0, 0.0, 0.0, drift)


def sailing_boat(g: G, x: V, y: V, u: Uniforms, tall: V, hue: V, drift: Drift = STILL) -> None:
    """A boat under sail with a helmsman, in mast heights: waterline at y = 0; `hue` 0 accent .. 1 paper."""
    deep = fabs(y - 0.045) - 0.062
    hull = vmax(fabs(x) - 0.33 - y * 0.55, vmax(deep, y - 0.075 - x * x * 0.18))
    bulge = (y - 0.15) * (1.0 - y) * 0.32
    main = vmax(vmax(0.015 - x, x - (1.02 - y) * 0.40 - bulge), 0.155 - y)
    jib = vmax(vmax(x + 0.02, 0.0 - x - (0.90 - y) * 0.38 - bulge * 0.5), 0.17 - y)
    mast = capsule(x, y, 0.0, 0.08, 0.0, 1.03, 0.008)
    crew = vmin(taper(x, y, 0.20, 0.10, 0.215, 0.17, 0.030, 0.022), disc(x - 0.218, y - 0.215, 0.022))
    lit = smoothstep(0.35, 0.0, x) * 0.35
    g.paint(u.cover(vmin(mast, crew) * tall), u.role("ink"), 0.42, BOAT, 0.25, 0.0, drift)
    cloth = mix(u.role("accent"), u.role("paper"), smoothstep(0.3, 0.6, hue) * 0.85)
    g.paint(u.cover(main * tall), mix(cloth, u.role("sun"), lit), 0.42, BOAT + 1, 0.2, 0.05, drift)
    g.paint(
        u.cover(jib * tall), mix(u.role("paper"), u.role("accent"), hue * 0.5 + 0.12), 0.42, BOAT + 2, 0.3, 0.05, drift
    )
    flag = vmax(fabs(y - 1.04 + sinp(x * 3.0 + u.t * 0.8) * 0.012) - 0.022, vmax(0.0 - x, x - 0.11))
    g.paint(u.cover(flag * tall), u.role("accent2"), 0.42, BOAT + 3, 0.0, 0.0, drift)
    g.paint(u.cover(hull * tall), u.role("ink"), 0.41, BOAT + 4, 0.0, 0.0, drift)
    stripe = vmax(hull, fabs(y - 0.062 - x * x * 0.18) - 0.012)
    g.paint(u.cover(stripe * tall), u.role("accent2"), 0.41, BOAT + 5, 0.0, 0.0, drift)


def canoe(g: G, x: V, y: V, u: Uniforms, size: V, drift: Drift = STILL) -> None:
    """A canoe with someone who paddles on the beat, in lengths of its own: waterline at y = 0."""
    lean = sinp(u.beat_phase * 0.25) * 0.04
    head = disc(x - 0.02 - lean * 1.5, y - 0.36, 0.05)
    body = vmin(taper(x, y, 0.02, 0.05, 0.02 + lean, 0.26, 0.075, 0.05), head)
    blade = capsule(x, y, -0.22 + lean, 0.30, 0.26 - lean, 0.02, 0.013)
    g.paint(u.cover(vmin(body, blade) * size), u.role("ink"), 0.30, CANOE, 0.25, 0.0, drift)
    square = x * x
    sheer = y - 0.055 - square * square * 1.6
    hull = vmax(sheer, vmax(fabs(x) - 0.5, square * 0.3 - y - 0.055))
    g.paint(u.cover(hull * size), u.role("accent"), 0.29, CANOE + 1, 0.0, 0.0, drift)


def cabin(g: G, x: V, y: V, u: Uniforms, wide: V) -> None:
    """A wooden cabin with two lit windows and smoke from its chimney, in units of `wide`: foot on y = 0."""
    drift = sinp(y * 0.3 - u.t * 0.11) * 0.13 + (y - 0.8) * 0.3
    smoke = falloff(fabs(x - 0.24 - drift) / fma(vmax(y - 0.7, 0.0), 0.25, 0.05))
    g.tint(u.role("paper"), smoke * smoothstep(0.72, 0.9, y) * smoothstep(2.6, 1.2, y) * 0.45)
    wall = vmin(box(x, y - 0.2, 0.4, 0.2), box(x - 0.24, y - 0.66, 0.05, 0.14))
    g.paint(u.cover(wall * wide), mix(u.role("near"), u.role("accent"), 0.25), 0.36, CABIN, 0.0)
    roof = vmax(fabs(x) * 0.75 + y - 0.78, 0.36 - y)
    g.paint(u.cover(roof * wide), mix(u.role("accent"), u.role("ink"), 0.25), 0.36, CABIN + 1, 0.1)
    g.light(u.role("accent2"), falloff((x * x + y * y) * 3.0) * fma(u.pulse, 0.15, 0.25))
    panes = box(fabs(x - 0.02) - 0.17, y - 0.22, 0.075, 0.075)
    g.paint(u.cover(panes * wide), mix(u.role("accent2"), u.role("paper"), 0.4), 0.35, CABIN + 2, 0.0, 0.95)


def _rounded(x: V, y: V, half_width: V | float, half_height: float, corner: float) -> V:
    """A rectangle with round corners about the origin."""
    right, up = fabs(x) - half_width + corner, fabs(y) - half_height + corner
    return length(vmax(right, 0.0), vmax(up, 0.0)) + vmin(vmax(right, up), 0.0) - corner
