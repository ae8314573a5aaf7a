"""Beds of flowers near and far, great blooms, what stands among them.

Drawn once as strips and sampled, swaying with the wind and opening with the swell.
"""

from __future__ import annotations

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.shapes import length
from beatforge.picture.subjects import blooms, creatures, trees
from beatforge.picture.subjects.sprites import Strip, sprite
from beatforge.picture.trace import (
    V,
    as_float,
    atan2p,
    choose,
    clamp,
    fabs,
    floor,
    fma,
    fract,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

FIELD, _BED, _PROP, _BLOOM, _SUBJECT = 6, 20, 100, 150, 208

_SPECIES = 6

_TREE, _PERSON = 0.0, 1.0


def draw_blooms(draws: Draws) -> Strip:
    """One flower of each kind, in cells of equal width."""
    strip = Strip(176, *[0.62] * _SPECIES)
    kinds = (blooms.draw_poppy, blooms.draw_daisy, blooms.draw_tulip, blooms.draw_cornflower, blooms.draw_ears,
             blooms.draw_sunflower)  # fmt: skip
    for draw, pen in zip(kinds, strip.pens, strict=True):
        draw(pen, draws)
    return strip


def draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
    """A tree or a branch, and people. A row: across (in half widths), foot, height, drawing, half width, flip, depth,
    kind, after which bed it is painted, crowd it takes."""
    strip = Strip(208, 1.7, 0.55, 1.1)
    big, person, other = strip.pens
    a, b, c = strip.middles
    creatures.draw_stander(person.at(0.0, 0.0, 0.92), 3)
    creatures.draw_sitter(other.at(-0.1, 0.0, 0.98), 0)
    if composition == 4:
        trees.draw_spray(big.at(-0.82, 0.78, 1.45), draws, 54)
        creatures.draw_bird(other.at(0.0, 0.1, 0.85))
        return strip, [
            (0.06, -0.34, 0.17, b, 0.26, 1.0, 0.40, _PERSON, 1.0, 0.0),
            (0.16, -0.34, 0.15, b, 0.26, -1.0, 0.40, _PERSON, 1.0, 0.3),
            (-0.42, -0.30, 0.78, a, 0.84, 1.0, 0.10, _TREE, 9.0, 0.0),
            (-0.20, 0.118, 0.100, c, 0.5, 1.0, 0.09, _PERSON, 9.0, 0.0),
        ]
    trees.draw_broad(big, draws, 0.40, 0.75)
    if composition == 2:
        return strip, [
            (0.36, -0.15, 0.54, a, 0.6, 1.0, 0.68, _TREE, 0.0, 0.0),
            (0.20, -0.15, 0.10, c, 0.54, 1.0, 0.66, _PERSON, 1.0, 0.0),
            (0.50, -0.16, 0.13, b, 0.26, -1.0, 0.66, _PERSON, 1.0, 0.3),
        ]
    if composition == 3:
        return strip, [
            (-0.78, 0.185, 0.16, a, 0.6, 1.0, 0.80, _TREE, 0.0, 0.0),
            (0.80, 0.19, 0.12, a, 0.6, -1.0, 0.82, _TREE, 0.0, 0.0),
            (0.13, -0.16, 0.17, b, 0.26, 1.0, 0.40, _PERSON, 0.0, 0.0),
            (0.30, 0.02, 0.10, b, 0.26, -1.0, 0.55, _PERSON, 0.0, 0.3),
        ]
    if composition == 0:
        return strip, [
            (0.86, 0.01, 0.17, a, 0.6, 1.0, 0.78, _TREE, 0.0, 0.0),
            (-0.36, -0.22, 0.36, b, 0.26, 1.0, 0.42, _PERSON, 4.0, 0.0),
            (-0.23, -0.20, 0.27, b, 0.26, -1.0, 0.42, _PERSON, 4.0, 0.0),
            (0.14, -0.15, 0.24, b, 0.26, 1.0, 0.55, _PERSON, 2.0, 0.3),
        ]
    return strip, []


def kind_colour(kind: V, u: Uniforms) -> list[V]:
    """The colour of petals by what they are."""
    violet = mix(mix(u.role("sky_top"), u.role("accent"), 0.22), u.role("paper"), 0.34)
    colour = choose(kind > blooms.WHITE - 0.5, mix(u.role("paper"), u.role("sun"), 0.10), u.role("accent"))
    colour = choose(kind > blooms.GOLD - 0.5, _petal_gold(u), colour)
    return choose(kind > blooms.BLUE - 0.5, violet, colour)


def _petal_gold(u: Uniforms) -> list[V]:
    """A warm yellow, of the second accent where that is warm, else of the sun."""
    red, _, blue = u.role("accent2")
    warm = mix(u.role("sun"), u.role("accent"), 0.14)
    return mix(warm, u.role("accent2"), smoothstep(0.0, 0.3, red - blue) * 0.65)


def bed(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A row of flowers, and who stands in it. A row: foot, height, first kind, kinds, haze, depth, where it
    begins."""
    foot, tall, first, kinds, haze, depth, offset = row
    # so wide are cells that no flower reaches out of its own
    grid = 1.24 / tall
    g = G.of(loop(u.rows("stands"), under, lambda j, v: prop(u.row("stands", j), v, k, x, y, u)))

    def flowers(inner: G) -> None:
        passed = u.cam * 0.022 * (1.0 - depth)
        breeze = noise(x * 1.3 - u.t * 0.22, depth * 9.0) - 0.5
        for half in (0.0, 0.5):
            along = (x + passed) * grid + offset + half
            name = cell(floor(along), None, 65 + round(half * 2))
            size = tall * fma(chance(name, 1), 0.45, 0.62)
            middle = (fract(along) - 0.5 - (chance(name, 2) - 0.5) * 0.2) / grid
            up = (y - foot + chance(name, 3) * tall * 0.12) / size
            strong = fma(u.wind, 0.16, fma(u.swell, 0.05, 0.05))
            sway = (breeze * 1.5 + sinp(u.t * 0.16 + chance(name, 4)) * 0.3) * strong * up * up
            towards = (x - u.sun_x * u.half_width * 0.3) * up * up * 0.28 * u.lean
            spread = 1.0 - fma(u.swell, 0.10, u.burst * 0.10) * smoothstep(0.6, 0.85, up)
            right = (middle / size + sway + towards) * spread
            kind = first + floor(chance(name, 5) * kinds * 0.9999)
            right = sel(chance(name, 6) > 0.5, right, 0.0 - right)
            p = sprite(u, "garden", u.kind_first + kind * u.kind_step, clamp(right, -0.30, 0.30), up, size)
            part = floor(p.ident + 0.5)
            dark = mix(u.role("near"), u.role("mid"), 0.30 + chance(name, 7) * 0.25)
            leaf = mix(dark, mix(u.role("mid"), u.role("sun"), 0.25), p.tone)
            rose = (part > blooms.STEM + 0.5) & (part < blooms.WHITE - 0.5) & (chance(name, 8) > 0.55)
            petal = choose(rose, mix(u.role("accent"), u.role("paper"), 0.45), kind_colour(part, u))
            petal = mix(mix(petal, u.role("near"), 0.45), mix(petal, u.role("paper"), 0.12), p.tone)
            heart = mix(mix(u.role("ink"), u.role("accent"), 0.15), _petal_gold(u), p.tone)
            colour = choose(part > blooms.HEART - 0.5, heart, choose(part > blooms.STEM + 0.5, petal, leaf))
            colour = mix(colour, u.role("paper"), u.snow * smoothstep(0.6, 0.9, p.tone) * 0.8)
            colour = mix(
                colour, mix(u.role("sky_low"), u.role("mid"), 0.4), fma(smoothstep(0.45, 0.0, up), 0.15, 0.8) * haze
            )
            shown = p.coverage * sel(fabs(right) < 0.30, 1.0, 0.0)
            light = sel(part > blooms.STEM + 0.5, fma(u.pulse, 0.08, 0.10), 0.0)
            ident = sel(part > blooms.STEM + 0.5, _BED + k * 10.0 + part - half * 2.0, FIELD)
            inner.paint(shown, colour, depth, ident, 0.25, light, (0.0 - passed, 0.0))

    g.layer((y > foot - tall * 0.12) & (y < foot + tall * 1.08), flowers)
    return g.values()


def prop(row: list[V], under: list[V], at: V, x: V, y: V, u: Uniforms) -> list[V]:
    """A tree, a branch or someone, painted after bed `at`."""
    place, foot, tall, middle, half, flip, depth, kind, after, wanted = row
    middle_x = place * u.half_width
    middle_x = sel(kind > 0.5, u.inside(middle_x, tall * 0.4), middle_x)
    right, up = (x - middle_x) / tall, (y - foot) / tall
    g = G.of(under)

    def seen(inner: G) -> None:
        is_person = kind > 0.5
        high = sel(after > 8.0, 0.5 - right, up * up)
        swing = sinp(u.t * 0.10 + place * 2.0) * fma(u.wind, 0.025, fma(u.swell, 0.010, 0.008))
        sway = sel(is_person, sinp(u.beat_phase * 0.5 + place) * 0.010 * up, swing * high)
        lifted = sel(after > 8.0, swing * (right + 0.85) * 0.8, 0.0)
        p = sprite(u, "props", middle, (right + sway) * flip, up + lifted, tall)
        part = floor(p.ident + 0.5)
        wood = mix(mix(u.role("ink"), u.role("near"), 0.6), mix(u.role("near"), u.role("sun"), 0.4), p.tone)
        leaf = mix(mix(u.role("near"), u.role("mid"), 0.35), mix(u.role("mid"), u.role("sun"), 0.30), p.tone)
        rose = mix(u.role("accent"), u.role("paper"), 0.45)
        bloom = mix(
            mix(u.role("accent"), u.role("near"), 0.30), mix(rose, u.role("paper"), 0.70), smoothstep(0.1, 0.9, p.tone)
        )
        plant = choose(part > 2.5, bloom, choose(part > 1.5, leaf, wood))
        dress = mix(mix(u.role("paper"), u.role("mid"), 0.50), u.role("paper"), smoothstep(0.2, 0.7, p.tone))
        skin = mix(mix(u.role("near"), u.role("accent"), 0.35), u.role("sun"), 0.30)
        hat = mix(mix(u.role("accent"), u.role("near"), 0.25), mix(u.role("accent"), u.role("sun"), 0.4), p.tone)
        body = choose(part > 2.5, hat, choose(part > 1.5, skin, dress))
        colour = mix(choose(is_person, body, plant), u.role("sky_low"), smoothstep(0.5, 0.95, depth) * 0.45)
        inner.paint(p.coverage, colour, depth, part + sel(is_person, _SUBJECT, _PROP + floor(depth * 12.0) * 3.0), 0.25,
                    sel((part > 2.5) & (kind < 0.5), 0.12, 0.0))  # fmt: skip

    here = (fabs(after - at) < 0.5) & ((wanted < 0.01) | (u.crowd > wanted))
    g.layer(here & (fabs(right) < half) & (up > 0.0) & (up < 1.0), seen)
    return g.values()


def blur(g: G, x: V, y: V, u: Uniforms) -> None:
    """What lies behind a close bloom, out of focus: soft colour with discs of light."""
    ground = mix(mix(u.role("mid"), u.role("near"), 0.25), u.role("sky_low"), smoothstep(-0.35, 0.30, y))
    cloud = noise(x * 1.7 + u.seed, y * 2.3)
    ground = mix(ground, mix(u.role("mid"), u.role("sun"), 0.45), smoothstep(0.35, 0.75, cloud) * 0.55)
    g.tint(ground, 0.72)
    g.depth, g.ident, g.emission = as_float(0.97), as_float(0.0), g.emission * 0.3
    for k, grid in enumerate((3.1, 4.7)):
        along, high = x * grid + u.cam * 0.02 + u.detail, y * grid + u.t * 0.008 + 3.0 * k
        name = cell(floor(along), floor(high), 66 + k)
        away = length(fract(along) - 0.5, fract(high) - 0.5) / fma(chance(name, 1), 0.22, 0.16)
        disc = smoothstep(1.0, 0.86, away) * fma(smoothstep(0.4, 1.0, away), 0.4, 0.6)
        shown = sel(chance(name, 2) > 0.45, disc, 0.0) * fma(u.glow, 0.12, fma(u.pulse, 0.06, 0.16))
        g.tint(mix(kind_colour(3.0 + floor(chance(name, 3) * 3.999), u), u.role("paper"), 0.35), shown)


def bloom(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """One bloom close by. A row: across, up, radius, petals, turn, hue, depth, how far it faces us."""
    place, level, radius, petals, turn, hue, depth, facing = row
    sway = sinp(u.t * 0.07 + turn) * fma(u.wind, 0.05, fma(u.swell, 0.012, 0.012))
    right, up = x - place * u.half_width - sway, y - level - sway * 0.3
    g = G.of(under)

    def flower(inner: G) -> None:
        stem_x = right - up * up * 0.12 + up * 0.05
        stem = vmax(fabs(stem_x) - radius * 0.055, up)
        leaf_x, leaf_y = fabs(stem_x) - radius * 0.1, up + radius * 1.5 - fabs(stem_x) * 0.55
        blade = vmax(fabs(leaf_y) - radius * 0.20 * smoothstep(1.1, 0.1, leaf_x / radius), 0.0 - leaf_x)
        green = mix(mix(u.role("near"), u.role("mid"), 0.3), mix(u.role("mid"), u.role("sun"), 0.25),
                    smoothstep(-0.05, 0.05, stem_x / radius + leaf_y * 2.0))  # fmt: skip
        inner.paint(u.cover(vmin(stem, blade)), green, depth + 0.02, _BLOOM + k * 8.0, 0.25)
        px, py = right / radius, up / radius / facing
        reach, around = length(px, py), atan2p(py, px)
        petal_hue = choose(hue > 0.75, _petal_gold(u), u.role("accent"))
        petal_hue = choose((hue > 0.25) & (hue < 0.75), mix(u.role("paper"), u.role("sun"), 0.1), petal_hue)
        opening = fma(u.swell, 0.07, fma(u.burst, 0.06, 0.93))
        for ring, (long, shift) in enumerate(((1.0, 0.5), (0.86, 0.0), (0.56, 0.25))):
            spin = around * petals + turn + shift
            index = floor(spin)
            name = cell(index - floor(index / petals) * petals, None, 68 + ring)
            aside = (spin - index - 0.5) / petals * 6.2831853
            out = reach / (opening * long * fma(chance(name, 1), 0.10, 0.92))
            wide = 3.3 / petals * sqrt(clamp(out)) * (1.0 - 0.42 * out * out)
            edge = vmax(fabs(aside) * out - wide, out + aside * aside * 2.0 - 1.0)
            vein = noise(aside * petals * 2.2, out * 1.6 + chance(name, 2) * 9.0)
            side = smoothstep(-0.5, 0.5, aside * petals * 0.4)
            light = clamp(fma(out, 0.55, 0.12) + side * 0.28 - (vein - 0.5) * 0.25 - 0.10 * (1 - ring) + u.pulse * 0.05)
            colour = mix(mix(petal_hue, u.role("near"), 0.62), mix(petal_hue, u.role("paper"), 0.30), light)
            colour = mix(colour, mix(u.role("sun"), petal_hue, 0.3), smoothstep(0.5, 0.15, out) * 0.35)
            inner.paint(u.cover(edge * radius), colour, depth - 0.01 * ring, _BLOOM + k * 8.0 + 1.0 + ring * 2.0
                        + index - floor(index * 0.5) * 2.0, fract(around), 0.10)  # fmt: skip
        seeds = noise(px * 22.0, py * 22.0)
        ball = reach - 0.27
        golden = mix(mix(u.role("accent2"), u.role("ink"), 0.45), mix(u.role("accent2"), u.role("sun"), 0.6),
                     smoothstep(0.35, 0.65, seeds + (py + px) * 0.5 + 0.1))  # fmt: skip
        inner.paint(u.cover((ball + (seeds - 0.5) * 0.05) * radius), golden, depth - 0.04, _BLOOM + k * 8.0 + 7.0, 0.1,
                    fma(u.pulse, 0.2, 0.2))  # fmt: skip

    wide = (fabs(right) < radius * 1.3) & (up < radius * 1.05)
    g.layer((level > -1.0) & wide, flower)
    return g.values()
