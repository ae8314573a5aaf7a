"""Bodies and patterns of abstract pictures: balls, rings, petals, ribbons, arches, a tunnel, a floor of tiles.

Each is painted into a `G` at scene coordinates from a few numbers; the light comes from the upper left. `pick` is a
whole number that chooses one of a palette's roles (`pick_hue`). Where things are is the motif's affair.
"""

from __future__ import annotations

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.shapes import capsule, length
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    atan2p,
    choose,
    clamp,
    cosp,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    mix,
    screen,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

HUES = ("accent", "sun", "accent2", "paper", "far", "mid", "near")
"""What a `pick` 0 .. 6 stands for."""

BALL, RING, PETAL, RIBBON, ARCH, TUBE, TILE, ROD, VANE = 80, 90, 10, 20, 30, 40, 60, 100, 110


def pick_hue(u: Uniforms, pick: V) -> list[V]:
    """The palette's colour for a whole number."""
    colour = u.role(HUES[0])
    for nth, role in enumerate(HUES[1:], 1):
        colour = choose(pick > nth - 0.5, u.role(role), colour)
    return colour


def ball(g: G, x: V, y: V, u: Uniforms, radius: V, pick: V, depth: Number, drift: tuple[Number, Number]) -> None:
    """A ball about (x, y) = (0, 0) with its shine, and light from below on its dark side."""
    right, up = x / radius, y / radius
    bulge = sqrt(vmax(1.0 - right * right - up * up, 0.0))
    light = fma(right, -0.50, fma(up, 0.62, bulge * 0.60))
    hue = pick_hue(u, pick)
    dark = mix(mix(u.role("ink"), u.role("near"), 0.5), hue, 0.30)
    colour = mix(dark, hue, smoothstep(-0.25, 0.55, light))
    colour = mix(colour, u.role("paper"), smoothstep(0.55, 1.0, light) * 0.45)
    edge = (1.0 - bulge) * smoothstep(0.2, -0.7, light)
    colour = screen(colour, mix(u.role("accent2"), u.role("sky_low"), 0.5), edge * 0.55)
    shine = falloff(length(right + 0.36, up - 0.44) * 5.5)
    colour = screen(colour, u.role("paper"), shine * 0.8)
    g.paint(u.cover((length(right, up) - 1.0) * radius), colour, depth, pick + BALL, 0.1, shine * 0.5, drift)


def shadow(g: G, x: V, y: V, u: Uniforms, radius: V, amount: Number) -> None:
    """The soft shadow of a ball on a wall or a floor."""
    g.tint(mix(u.role("ink"), u.role("near"), 0.4), smoothstep(1.25, 0.55, length(x, y) / radius) * amount)


def ring(g: G, x: V, y: V, u: Uniforms, row: list[V], is_front: bool) -> None:
    """Half of a band about a ball: radius, squash, cosine and sine of its tilt, width, pick."""
    radius, squash, cosine, sine, width, pick = row
    along, across = x * cosine + y * sine, (y * cosine - x * sine) / squash
    span = length(along, across)
    edge = vmax(fabs(span - radius) - width, across if is_front else 0.0 - across)
    turned = atan2p(across, along)
    gloss = smoothstep(0.35, 0.5, fabs(fract(turned + 0.60 + u.t * 0.012) - 0.5))
    groove = smoothstep(0.20, 0.45, fabs(fract((span - radius) / width * 1.5) - 0.5))
    hue = mix(pick_hue(u, pick), u.role("paper"), gloss * 0.45)
    hue = mix(hue, u.role("near"), fma(groove, 0.25, 0.0 if is_front else 0.35))
    g.paint(u.cover(edge * squash), hue, 0.30 if is_front else 0.55, pick + RING, 0.1, gloss * 0.25)


def petals(
    g: G, x: V, y: V, u: Uniforms, reach: Number, count: Number, turn: Number, opened: Number, layer: int
) -> None:
    """A whorl of petals about (0, 0), each laid half over the next; `opened` 0..1 widens them."""
    away, angle = length(x, y), atan2p(y, x)
    for half in (0, 1):
        place = fract(angle + turn + 0.5 * half / count) * count
        name = cell(floor(place), None, 20 + 2 * layer + half)
        aside = fract(place) - 0.5
        long = reach * fma(chance(name, 1), 0.14, 0.86)
        part = away / long
        wide = sqrt(clamp(part)) * sqrt(clamp(1.0 - part * part)) * fma(opened, 0.42, 0.34)
        edge = vmax((fabs(aside) - wide) * away / count * 6.2832, away - long)
        base = pick_hue(u, as_float((layer * 2) % 3))
        tip = mix(pick_hue(u, as_float((layer * 2 + 1) % 3)), u.role("paper"), 0.30)
        hue = mix(base, tip, smoothstep(0.25, 1.0, part))
        fold = smoothstep(wide, wide * -0.9, aside)
        hue = mix(hue, mix(u.role("near"), base, 0.35), fma(fold, 0.42, 0.10 * half))
        vein = smoothstep(0.03, 0.0, fabs(aside)) * smoothstep(1.0, 0.4, part)
        hue = mix(hue, u.role("paper"), vein * 0.5)
        hue = mix(hue, u.role("near"), smoothstep(0.30, 0.0, part) * 0.5)
        g.tint(u.role("ink"), smoothstep(0.03, -0.01, edge - 0.004) * 0.28)
        g.paint(u.cover(edge), hue, 0.70 - 0.12 * layer - 0.03 * half, PETAL + 2 * layer + half, fract(angle), 0.05)


def ribbon(g: G, x: V, y: V, u: Uniforms, row: list[V]) -> None:
    """A band that twists from left to right: height, swing, pace, width, phase, pick; its back is darker."""
    level, swing, pace, width, phase, pick = row
    grown = fma(x, 0.42, 1.0)
    slow = sinp(x * 0.36 * pace + u.t * 0.022 + phase) + sinp(x * 0.83 - u.t * 0.017 + phase * 2.0) * 0.35
    middle = level + slow * swing * grown + x * 0.16
    twist = cosp(x * 0.30 * pace + u.t * 0.014 + phase * 1.7)
    half = width * grown * fma(fabs(twist), 0.92, 0.08)
    across = (y - middle) / half
    front = pick_hue(u, pick)
    face = choose(twist > 0.0, front, mix(mix(front, u.role("accent2"), 0.45), u.role("near"), 0.25))
    bent = smoothstep(-1.0, 1.0, across * sel(twist > 0.0, 1.0, -1.0))
    face = mix(mix(face, u.role("near"), 0.35), face, bent)
    lines = smoothstep(0.36, 0.46, fabs(fract(across * 2.5) - 0.5)) * smoothstep(0.25, 0.7, fabs(twist))
    face = mix(face, u.role("paper"), fma(lines, 0.28, smoothstep(0.80, 0.98, across) * 0.35))
    g.tint(u.role("ink"), smoothstep(1.5, 0.9, fabs(across + 0.28)) * 0.22)
    g.paint(u.cover((fabs(across) - 1.0) * half), face, 0.62 - level * -0.3, pick + RIBBON, 0.02, lines * 0.12)


def arch(g: G, x: V, y: V, u: Uniforms, row: list[V], depth: Number, ident: Number) -> None:
    """Half discs in bands, one in the other, that stand on a line: radius, bands, pick, pace. Bands wander outwards."""
    radius, bands, pick, pace = row
    away = length(x, y)
    place = away / radius * bands - u.t * pace
    name = cell(floor(place) + pick * 13.0, None, 31)
    hue = pick_hue(u, floor(chance(name, 1) * 6.99))
    other = pick_hue(u, floor(chance(cell(floor(place) - 1.0 + pick * 13.0, None, 31), 1) * 6.99))
    soft = clamp(0.5 + (fract(place)) * radius / bands / u.px)
    hue = mix(other, hue, soft)
    hue = mix(hue, u.role("near"), smoothstep(0.0, 0.35, fract(place)) * smoothstep(0.5, 0.15, fract(place)) * 0.16)
    hue = mix(hue, u.role("ink"), smoothstep(-0.4, 1.0, x / radius) * 0.28)
    edge = vmax(away - radius, 0.0 - y)
    g.tint(u.role("ink"), smoothstep(0.05, -0.02, vmax(length(x - 0.03, y) - radius, 0.0 - y)) * 0.3)
    g.paint(u.cover(edge), hue, depth, ident, fract(atan2p(y, x) + 0.25), 0.05)
    rim = fabs(away - radius + 0.004) - 0.004
    g.paint(u.cover(vmax(rim, 0.0 - y)), mix(u.role("paper"), hue, 0.3), depth, ident, 0.0, 0.1)


def tube(g: G, x: V, y: V, u: Uniforms, nth: V, total: float) -> None:
    """One frame of a tunnel, the nearest first; each lies inside and behind the one before."""
    flow = u.t * 0.16
    z = (nth + 1.0 - fract(flow)) * 0.46 + 0.22
    name = cell(nth + floor(flow), None, 41)
    bend = vmin(vmax(z - 0.6, 0.0), 3.4)
    right = x - bend * bend * 0.017 * u.half_width
    up = y - bend * bend * 0.006 - sinp(u.t * 0.01) * 0.02 * bend
    turn = u.t * 0.006 + z * 0.030
    cosine, sine = cosp(turn), sinp(turn)
    a, b = fabs(right * cosine + up * sine), fabs(up * cosine - right * sine)
    size = 0.74 / z
    corner = size * 0.42
    edge = length(vmax(a - size + corner, 0.0), vmax(b - size + corner, 0.0)) - corner
    edge = edge + vmin(vmax(a - size + corner, b - size + corner), 0.0)
    hue = pick_hue(u, floor(chance(name, 1) * 6.99))
    far = smoothstep(0.3, total * 0.46, z)
    lit = clamp(fma(right, -0.5, up * 0.8) / size * 0.4 + 0.5)
    hue = mix(mix(hue, u.role("near"), 0.50), hue, lit)
    hue = mix(hue, u.role("ink"), smoothstep(-0.16, 0.0, edge / size) * 0.40)
    hue = mix(hue, mix(u.role("sun"), u.role("sky_low"), 0.3), far * far * 0.85)
    dots = fract((atan2p(up, right) + chance(name, 2)) * 24.0)
    lamp = smoothstep(0.16, 0.08, length((dots - 0.5) * 0.9, (edge / size + 0.055) * 9.0)) * sel(
        chance(name, 3) > 0.45, 1.0, 0.0
    )
    hue = mix(hue, u.role("paper"), lamp * fma(u.pulse, 0.3, 0.6))
    shown = u.cover(edge) * smoothstep(total * 0.46 + 0.22, total * 0.46 - 0.30, z)
    g.paint(
        shown,
        hue,
        0.10 + far * 0.8,
        TUBE + nth - floor(nth * 0.5) * 2.0 + fract(floor(flow) * 0.5) * 2.0,
        0.0,
        lamp * 0.6 + far * 0.25,
    )


def tiles(g: G, x: V, y: V, u: Uniforms, horizon: Number, eye: Number) -> None:
    """A floor in perspective, laid with quarter discs; now and then one of them turns."""
    down = vmax(horizon - y, 0.002)
    z = eye / down
    moved = u.cam * 0.02
    across, along = x * z * 1.25 + 0.5, z * 1.25 + moved
    blur = z * u.px * 1.25
    name = cell(floor(across), floor(along), 61)
    turn = fract(u.t * 0.05 + chance(name, 1))
    steps = floor(chance(name, 2) * 4.0) + floor(u.t * 0.05 + chance(name, 1)) + smoothstep(0.75, 1.0, turn)
    a, b = fract(across) - 0.5, fract(along) - 0.5
    cosine, sine = cosp(steps * 0.25), sinp(steps * 0.25)
    p, q = a * cosine + b * sine + 0.5, b * cosine - a * sine + 0.5
    away = length(p, q)
    grain = vmax(blur * z / eye, 0.004)
    ground = pick_hue(u, floor(chance(name, 3) * 2.99) + 4.0)
    outer, inner = pick_hue(u, floor(chance(name, 4) * 3.99)), pick_hue(u, floor(chance(name, 5) * 6.99))
    hue = mix(ground, outer, smoothstep(0.98 + grain, 0.98 - grain, away))
    hue = mix(hue, inner, smoothstep(0.56 + grain, 0.56 - grain, away))
    hue = mix(hue, u.role("paper"), smoothstep(0.24 + grain, 0.24 - grain, away) * 0.85)
    joint = smoothstep(0.475 - grain, 0.495, vmax(fabs(a), fabs(b)))
    hue = mix(hue, u.role("near"), joint * 0.6)
    haze = smoothstep(0.26, 0.0, down)
    hue = mix(mix(hue, u.role("near"), smoothstep(0.1, 0.7, down) * 0.22 + 0.12), u.role("sky_low"), haze * 0.9)
    g.colour, g.depth = hue, 0.90 - smoothstep(0.0, 0.6, down) * 0.6
    g.ident = as_float(TILE)
    g.direction, g.emission = as_float(0.0), as_float(0.0)
    g.drift = [as_float(0.0), as_float(0.0)]


def rod(x: V, y: V, row: list[V]) -> V:
    """The distance to a thin rod or thread: from, to, thickness."""
    return capsule(x, y, *row)


def vane(x: V, y: V, row: list[V]) -> V:
    """The distance to a leaf of sheet metal: middle, size, cosine and sine of its angle, how much it is turned away."""
    middle_x, middle_y, size, cosine, sine, turned = row
    right, up = (x - middle_x) / size, (y - middle_y) / size
    a, b = right * cosine + up * sine, (up * cosine - right * sine) / turned
    return (length(a, b * fma(a, 0.55, 1.35)) - 1.0) * size * vmin(turned, 1.0) * 0.8
