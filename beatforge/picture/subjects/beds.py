"""Beds of flowers near and far, and what stands among them.

Drawn once as strips and sampled, swaying with the wind and opening with the swell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.subjects import blooms, creatures, trees
from beatforge.picture.subjects.sprites import Strip, sprite
from beatforge.picture.trace import (
    V,
    choose,
    fabs,
    floor,
    fma,
    fract,
    gate,
    loop,
    mix,
    sel,
    sinp,
    smoothstep,
)

FIELD, _BED, _PROP, _SUBJECT = 6, 20, 100, 208

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
    colour = choose(kind > blooms.GOLD - 0.5, petal_gold(u), colour)
    return choose(kind > blooms.BLUE - 0.5, violet, colour)


def petal_gold(u: Uniforms) -> list[V]:
    """A warm yellow, of the second accent where that is warm, else of the sun."""
    red, _, blue = u.role("accent2")
    warm = mix(u.role("sun"), u.role("accent"), 0.14)
    return mix(warm, u.role("accent2"), smoothstep(0.0, 0.3, red - blue) * 0.65)


def with_bands(
    beds: Sequence[tuple[float, ...]], stands: Sequence[tuple[float, ...]]
) -> tuple[list[tuple[float, ...]], tuple[float, float]]:
    """Rows of `beds` with the heights between which something of theirs is seen, and those of who stands before all."""
    bands = [(foot - tall * 0.12, foot + tall * 1.08) for foot, tall, *_ in beds]
    whole = [(*row, *band, *_standing(stands, nth)) for nth, (row, band) in enumerate(zip(beds, bands, strict=True))]
    return whole, _standing(stands, len(beds) + 2)


def _standing(stands: Sequence[tuple[float, ...]], after: int) -> tuple[float, float]:
    """Between which heights someone stands after that bed."""
    here = [(foot, foot + tall * 1.01) for _, foot, tall, *_, at, _ in stands if abs(at - after) < 0.5]
    return min([low for low, _ in here], default=9.0), max([high for _, high in here], default=-9.0)


class _Place(NamedTuple):
    """Where one flower of a bed is, and how far up in it the pixel lies."""

    half: float
    along: V
    name: V
    size: V
    up: V


def bed(k: V, row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A row of flowers, and who stands in it. A row: foot, height, first kind, kinds, haze, depth, where it
    begins, and between which heights its flowers and those who stand in it are."""
    foot, tall, _, _, _, depth, offset, low, high, stands_low, stands_high = row
    passed = u.cam * 0.022 * (1.0 - depth)
    g = G.of(under)

    def standing(inner: G) -> None:
        inner.become(loop(u.rows("stands"), inner.values(), lambda j, v: prop(u.row("stands", j), v, k, x, y, u)))

    def flowers(inner: G) -> None:
        places = []
        for half in (0.0, 0.5):
            along = (x + passed) * _grid(tall) + offset + half
            name = cell(floor(along), None, 65 + round(half * 2))
            size = tall * fma(chance(name, 1), 0.45, 0.62)
            up = (y - foot + chance(name, 3) * tall * 0.12) / size
            places.append(_Place(half, along, name, size, up))
        reached = [(place.up > 0.0) & (place.up < 1.0) for place in places]

        def blooming(seen: G) -> None:
            breeze = (noise(x * 1.3 - u.t * 0.22, depth * 9.0) - 0.5) * 1.5
            for place, here in zip(places, reached, strict=True):
                drawn = gate(here, partial(_drawn, place, row, breeze, x, u), [0.0] * 3)
                # most of a bed is the air between its stems
                colour = gate(drawn[0] > 0.0, partial(_colour, place, row, drawn, u), [0.0] * 3)
                is_head = drawn[2] > blooms.STEM + 0.5
                ident = sel(is_head, _BED + k * 10.0 + drawn[2] - place.half * 2.0, FIELD)
                light = sel(is_head, fma(u.pulse, 0.08, 0.10), 0.0)
                seen.paint(drawn[0], colour, depth, ident, 0.25, light, (0.0 - passed, 0.0))

        inner.layer(reached[0] | reached[1], blooming)

    g.layer((y > stands_low) & (y < stands_high), standing)
    g.layer((y > low) & (y < high), flowers)
    return g.values()


def _grid(tall: V) -> V:
    """Flowers in a length of 1 in each half of a bed: so few that none reaches out of its own cell."""
    return 1.24 / tall


def _drawn(place: _Place, row: list[V], breeze: V, x: V, u: Uniforms) -> list[V]:
    """Coverage, tone and part of a flower that sways."""
    _, tall, first, kinds, *_ = row
    _, along, name, size, up = place
    strong = fma(u.wind, 0.16, fma(u.swell, 0.05, 0.05))
    middle = (fract(along) - 0.5 - (chance(name, 2) - 0.5) * 0.2) / _grid(tall)
    sway = (breeze + sinp(u.t * 0.16 + chance(name, 4)) * 0.3) * strong * up * up
    towards = (x - u.sun_x * u.half_width * 0.3) * up * up * 0.28 * u.lean
    spread = 1.0 - fma(u.swell, 0.10, u.burst * 0.10) * smoothstep(0.6, 0.85, up)
    right = (middle / size + sway + towards) * spread

    def texel() -> list[V]:
        kind = first + floor(chance(name, 5) * kinds * 0.9999)
        across = sel(chance(name, 6) > 0.5, right, 0.0 - right)
        p = sprite(u, "garden", u.kind_first + kind * u.kind_step, across, up, size)
        return [p.coverage, p.tone, floor(p.ident + 0.5)]

    return gate(fabs(right) < 0.30, texel, [0.0] * 3)


def _colour(place: _Place, row: list[V], drawn: list[V], u: Uniforms) -> list[V]:
    """The colour of what was drawn."""
    haze, (_, _, name, _, up), (_, tone, part) = row[4], place, drawn
    is_head = part > blooms.STEM + 0.5
    dark = mix(u.role("near"), u.role("mid"), 0.30 + chance(name, 7) * 0.25)
    leaf = mix(dark, mix(u.role("mid"), u.role("sun"), 0.25), tone)
    rose = is_head & (part < blooms.WHITE - 0.5) & (chance(name, 8) > 0.55)
    petal = choose(rose, mix(u.role("accent"), u.role("paper"), 0.45), kind_colour(part, u))
    petal = mix(mix(petal, u.role("near"), 0.45), mix(petal, u.role("paper"), 0.12), tone)
    heart = mix(mix(u.role("ink"), u.role("accent"), 0.15), petal_gold(u), tone)
    colour = choose(part > blooms.HEART - 0.5, heart, choose(is_head, petal, leaf))
    colour = mix(colour, u.role("paper"), u.snow * smoothstep(0.6, 0.9, tone) * 0.8)
    return mix(colour, mix(u.role("sky_low"), u.role("mid"), 0.4), fma(smoothstep(0.45, 0.0, up), 0.15, 0.8) * haze)


def prop(row: list[V], under: list[V], at: V, x: V, y: V, u: Uniforms) -> list[V]:
    """A tree, a branch or someone, painted after bed `at`."""
    place, foot, tall, _, half, _, _, kind, after, wanted = row
    g = G.of(under)

    def standing(there: G) -> None:
        middle_x = place * u.half_width
        middle_x = sel(kind > 0.5, u.inside(middle_x, tall * 0.4), middle_x)
        right, up = (x - middle_x) / tall, (y - foot) / tall
        there.layer((fabs(right) < half) & (up > 0.0) & (up < 1.0), lambda inner: _prop(inner, row, right, up, u))

    here = (fabs(after - at) < 0.5) & ((wanted < 0.01) | (u.crowd > wanted))
    g.layer(here & (y > foot) & (y < foot + tall * 1.01), standing)
    return g.values()


def _prop(inner: G, row: list[V], right: V, up: V, u: Uniforms) -> None:
    """Its drawing, swaying."""
    place, _, tall, middle, _, flip, depth, kind, after, _ = row
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
