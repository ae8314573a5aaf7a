"""Who and what is about a fire: people, candles, plants and things of a room, drawn once as strips, lit by the flames.

In: the composition's number; out: a strip and the rows that place its drawings. `prop` paints one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects import camp, creatures, trees
from beatforge.picture.subjects.boxes import SIDES, Row, boxed, kept_inside, within
from beatforge.picture.subjects.flames import fire_gold, flicker
from beatforge.picture.subjects.sprites import Strip, is_sprite, sprite
from beatforge.picture.trace import (
    V,
    choose,
    clamp,
    fabs,
    falloff,
    floor,
    fma,
    mix,
    sel,
    sinp,
    smoothstep,
)

_PROP, _SUBJECT = 100, 208

_PERSON, _THING, _WAX, _PLANT = 0.0, 1.0, 2.0, 3.0

_HOP = 0.05
"""How high people hop where they dance, in their heights."""

_CUT_DEPTH, _CUT_TALL = 0.13, 0.45
"""Who is nearer or taller is cut by the frame on purpose."""

AWAY = (9.0, -9.0, 0.1, 0.0, 0.1, 1.0, 0.5, 0.0, 9.0)
"""A row that is nowhere in the picture, to fill a table."""


def draw_wood(draws: Draws) -> Strip:
    """A frieze of firs that fits together at its ends."""
    wide = 2.0
    strip = Strip(112, wide)
    pen = strip.pens[0].at(-wide / 2, 0.0)
    for k in range(12):
        x, size, seed = (k + draws.between(-0.3, 0.3)) * wide / 12, draws.between(0.6, 1.0), draws.whole(1 << 20)
        for over in (-wide, 0.0, wide):
            if -0.3 < x + over < wide + 0.3:
                trees.draw_fir(pen.at(x + over, -0.01, size), Draws(seed, k), 0.20)
    return strip


def draw_props(composition: int, draws: Draws) -> tuple[Strip, list[tuple[float, ...]]]:
    """A row: across (in half widths), foot, height, drawing, half width, flip, depth, kind, crowd it takes.

    Four rows are painted before the flames, the others after them.
    """
    strip = Strip(168, 1.7, 1.2, 1.2, 1.2, 1.2)
    big, *pens = strip.pens
    a, b, c, d, e = strip.middles
    if composition == 0:
        camp.draw_tent(big.at(0.0, 0.0, 0.95))
        for pen, pose in zip(pens, (1, 2, 0), strict=False):
            creatures.draw_sitter(pen.at(-0.15, 0.0, 0.98), pose)
        camp.draw_logs(pens[3].at(0.0, 0.0, 0.58), draws)
        return strip, [
            (0.62, -0.185, 0.24, a, 0.70, -1.0, 0.46, _THING, 0.0),
            (-0.34, -0.225, 0.16, d, 0.6, 1.0, 0.44, _PERSON, 0.0),
            (0.12, -0.225, 0.155, c, 0.6, -1.0, 0.43, _PERSON, 0.0),
            (-0.10, -0.262, 0.13, e, 0.6, 1.0, 0.40, _THING, 0.0),
            (0.34, -0.265, 0.17, d, 0.6, -1.0, 0.38, _PERSON, 0.3),
            (-0.62, -0.30, 0.19, c, 0.6, 1.0, 0.34, _PERSON, 0.5),
            (-0.46, -0.375, 0.24, b, 0.6, 1.0, 0.26, _PERSON, 0.0),
            (0.26, -0.39, 0.24, d, 0.6, -1.0, 0.24, _PERSON, 0.0),
        ]
    if composition == 1:
        creatures.draw_cat(pens[0].at(-0.1, 0.0, 0.97))
        camp.draw_lantern(pens[1].at(0.0, 0.0, 0.98))
        camp.draw_candle(pens[2], draws, 0.90, 0.13)
        camp.draw_candle(pens[3], draws, 0.90, 0.17)
        return strip, [
            (-0.56, -0.30, 0.52, b, 0.6, 1.0, 0.34, _PERSON, 0.0),
            (0.80, -0.29, 0.34, c, 0.45, -1.0, 0.32, _THING, 0.25),
            (0.50, -0.29, 0.36, d, 0.4, 1.0, 0.28, _WAX, 0.0),
            (0.20, -0.33, 0.52, d, 0.4, -1.0, 0.22, _WAX, 0.0),
            (-0.06, -0.35, 0.40, e, 0.4, 1.0, 0.18, _WAX, 0.0),
        ]
    if composition == 2:
        creatures.draw_stander(pens[0].at(0.0, 0.0, 0.9), 0)
        creatures.draw_deer(pens[1].at(-0.05, 0.0, 0.95))
        trees.draw_grass(pens[2], draws, 26, 0.45)
        trees.draw_fir(pens[3], draws, 0.22)
        return strip, [
            *[AWAY] * 4,
            (-0.86, -0.52, 1.02, e, 0.3, 1.0, 0.10, _PLANT, 0.0),
            (0.94, -0.50, 0.70, e, 0.3, -1.0, 0.12, _PLANT, 0.0),
            (-0.40, -0.40, 0.24, b, 0.3, 1.0, 0.16, _PERSON, 0.0),
            (-0.29, -0.40, 0.155, b, 0.3, 1.0, 0.16, _PERSON, 0.0),
            (0.50, -0.39, 0.17, c, 0.5, -1.0, 0.17, _PERSON, 0.0),
            (-0.18, -0.41, 0.22, b, 0.3, -1.0, 0.15, _PERSON, 0.3),
            (0.30, -0.50, 0.17, d, 0.6, 1.0, 0.08, _PLANT, 0.0),
        ]
    if composition == 3:
        for pen, pose in zip(pens, (1, 2, 0), strict=False):
            creatures.draw_stander(pen.at(0.0, 0.0, 0.9), pose)
        camp.draw_logs(pens[3].at(0.0, 0.0, 0.58), draws)
        return strip, [
            (-0.30, -0.375, 0.19, b, 0.3, 1.0, 0.50, _PERSON, 0.0),
            (0.60, -0.375, 0.18, c, 0.3, -1.0, 0.50, _PERSON, 0.0),
            (0.78, -0.37, 0.18, b, 0.3, -1.0, 0.52, _PERSON, 0.3),
            (0.16, -0.40, 0.30, e, 0.6, 1.0, 0.46, _THING, 0.0),
            (-0.52, -0.41, 0.24, c, 0.3, 1.0, 0.40, _PERSON, 0.0),
            (-0.10, -0.43, 0.25, d, 0.3, 1.0, 0.36, _PERSON, 0.4),
            (0.44, -0.43, 0.27, b, 0.3, -1.0, 0.36, _PERSON, 0.0),
            (0.88, -0.56, 0.50, c, 0.3, -1.0, 0.12, _PERSON, 0.0),
            (-0.84, -0.60, 0.58, b, 0.3, 1.0, 0.10, _PERSON, 0.0),
            (-0.46, -0.66, 0.50, d, 0.3, 1.0, 0.09, _PERSON, 0.0),
            (0.52, -0.68, 0.52, b, 0.3, -1.0, 0.08, _PERSON, 0.2),
            (-0.14, -0.72, 0.52, c, 0.3, 1.0, 0.07, _PERSON, 0.5),
        ]
    if composition == 4:
        creatures.draw_stander(pens[0].at(0.0, 0.0, 0.9), 3)
        creatures.draw_stander(pens[1].at(0.0, 0.0, 0.9), 2)
        trees.draw_fir(pens[2], draws, 0.22)
        trees.draw_grass(pens[3], draws, 26, 0.45)
        return strip, [
            *[AWAY] * 4,
            (-0.60, -0.315, 0.27, b, 0.3, 1.0, 0.16, _PERSON, 0.0),
            (-0.44, -0.33, 0.24, c, 0.3, 1.0, 0.16, _PERSON, 0.3),
            (-0.92, -0.46, 0.62, d, 0.3, 1.0, 0.12, _PLANT, 0.0),
            (-0.70, -0.43, 0.14, e, 0.6, 1.0, 0.10, _PLANT, 0.0),
            (0.90, -0.60, 0.56, d, 0.3, -1.0, 0.08, _PLANT, 0.0),
        ]
    camp.draw_hearth(big, draws)
    creatures.draw_cat(pens[0].at(-0.1, 0.0, 0.97))
    camp.draw_logs(pens[1].at(0.0, 0.0, 0.58), draws)
    creatures.draw_sitter(pens[2].at(-0.15, 0.0, 0.98), 3)
    return strip, [
        (0.0, -0.34, 0.80, a, 0.84, 1.0, 0.44, _THING, 0.0),
        (0.0, -0.325, 0.21, c, 0.6, 1.0, 0.40, _THING, 0.0),
        *[AWAY] * 2,
        (0.52, -0.45, 0.36, d, 0.6, -1.0, 0.18, _PERSON, 0.0),
        (-0.17, -0.45, 0.30, b, 0.6, 1.0, 0.14, _PERSON, 0.0),
    ]


def prop(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """Someone or something, its bright side to the fire. A row: its box, then as `draw_props` tells."""
    g = G.of(under)
    g.layer(within(row, x, y), lambda inner: _near(inner, row[SIDES:], x, y, u))
    return g.values()


def placed(rows: Sequence[Sequence[float]], values: Mapping[str, float], dance: float) -> tuple[list[Row], float]:
    """A frame's table of those that the crowd brings, and their count."""
    half_width, there = values["half_width"], []
    for row in rows:
        place, foot, tall, _, half, _, depth, kind, wanted = row
        middle = place * half_width
        if kind < 0.5 and wanted < 0.01 and depth > _CUT_DEPTH and tall < _CUT_TALL:
            middle = kept_inside(values, middle, tall * 0.5)
        if wanted < 0.01 or values["crowd"] > wanted:
            high = foot + tall * (1.0 + _HOP * dance)
            there.append(((middle - half * tall, middle + half * tall, foot, high), row))
    return boxed(there, len(rows), SIDES + len(AWAY))


def _near(g: G, row: list[V], x: V, y: V, u: Uniforms) -> None:
    place, foot, tall, middle, half, flip, depth, kind, wanted = row
    middle_x = place * u.half_width
    is_person, is_wax, is_plant = kind < 0.5, fabs(kind - _WAX) < 0.5, kind > 2.5
    is_subject = is_person & (wanted < 0.01) & (depth > _CUT_DEPTH) & (tall < _CUT_TALL)
    middle_x = sel(is_subject, u.inside(middle_x, tall * 0.5), middle_x)
    hop = fabs(sinp(u.beat_phase * 0.5 + place * 0.7)) * _HOP * u.dance * sel(is_person, 1.0, 0.0)
    right, up = (x - middle_x) / tall, (y - foot) / tall - hop
    sway = sinp(u.t * 0.10 + place * 2.0) * 0.012 * up * sel(is_person, 1.0, 0.0)
    across = (right + sway) * flip

    def seen(inner: G) -> None:
        p = sprite(u, "props", middle, across, up, tall)
        part = floor(p.ident + 0.5)
        away = length(middle_x - u.fire_x * u.half_width, (foot - u.fire_y) * 1.2) / u.reach
        lit = falloff(away * away * 0.9) * flicker(u)
        gold = fire_gold(u)
        beam = mix(u.role("accent"), gold, 0.65)
        dark = mix(mix(u.role("ink"), u.role("near"), 0.6), u.role("mid"), 0.22)
        leaf = mix(mix(u.role("ink"), u.role("near"), 0.55), beam, p.tone * fma(lit, 0.40, 0.04))
        coat = mix(dark, beam, smoothstep(0.22, 0.85, p.tone) * fma(lit, 0.85, 0.22))
        gear = mix(
            mix(u.role("accent"), u.role("ink"), 0.55), mix(u.role("accent2"), gold, 0.5), p.tone * fma(lit, 0.7, 0.2)
        )
        skin = mix(
            mix(u.role("ink"), u.role("accent"), 0.35), mix(gold, u.role("sun"), 0.4), p.tone * fma(lit, 0.8, 0.1)
        )
        person = choose(part > 2.5, gear, choose(part > 1.5, skin, coat))
        stone = mix(
            mix(u.role("ink"), u.role("near"), 0.7), mix(beam, u.role("paper"), 0.2), p.tone * fma(lit, 0.6, 0.06)
        )
        wax = mix(mix(u.role("paper"), u.role("near"), 0.55), mix(u.role("paper"), u.role("sun"), 0.35), p.tone)
        cloth = mix(mix(u.role("accent"), u.role("ink"), 0.55), beam, p.tone * fma(lit, 0.8, 0.15))
        ember = mix(u.role("accent"), mix(gold, u.role("sun"), 0.5), clamp(p.tone * fma(u.pulse, 0.35, 0.75)))
        thing = choose(part > 2.5, ember, choose(part > 1.5, choose(is_wax, wax, cloth), stone))
        burn = sel((kind > 0.5) & (kind < 2.5) & (part > 2.5), fma(u.pulse, 0.3, fma(p.tone, 0.3, 0.3)), 0.0)
        inner.paint(
            p.coverage,
            choose(is_plant, leaf, choose(is_person, person, thing)),
            depth,
            part + sel(is_subject, _SUBJECT, _PROP + floor(depth * 25.0) * 3.0),
            0.25,
            burn,
        )

    here = (fabs(right) < half) & (up > 0.0) & (up < 1.0)
    g.layer(here & is_sprite(u, "props", middle, across, up), seen)
