"""Collage: everything cut or torn from paper and glued down. White torn edges, cast shadows, newsprint, kraft, tape.

A piece of paper is a thing, or one tone of it; the nearer lies on top. What paper a thing is made of is drawn by lot
and printed fixed to the thing. Pieces are laid anew with every redrawing, a touch beside where they were. The card
under all and its bits of tape never move.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.strokes import anchor_within
from beatforge.picture.gbuffer import depth_of, emission_of, field, ident_of, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, RGB, Medium, Pass, smooth, weighted
from beatforge.picture.noise import cell, chance, noise, noise1
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
    Number,
    V,
    clamp,
    cosp,
    fabs,
    floor,
    fma,
    fract,
    gate,
    lerp,
    luma,
    mix,
    saturate,
    scale,
    sel,
    sinp,
    smoothstep,
    sqrt,
    vmax,
    vmin,
)

MARKS = ("tones", "edge", "grain", "wobble", "border")

TONES = 4.5
"""Papers of one colour, from its dark to its light one."""

BORDER = 20.0
"""Points of card around the picture."""

_RING = tuple((dx, dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2) if (dx or dy) and abs(dx) + abs(dy) != 4)
_SHADOW = ((2.0, 0.30), (4.5, 0.26), (7.5, 0.20), (11.0, 0.14), (15.0, 0.10))
"""How far up and left something nearer may lie to cast a shadow here, in points, and how much it darkens."""

KRAFT, NEWS = (0.66, 0.50, 0.35), (0.90, 0.87, 0.79)


def draw_card(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Roughness of paper, the torn rim of the picture on its card, and wear."""
    rough = noise(x * 0.55, y * 0.55) * 0.5 + noise(fma(x, 0.16, y * 0.05), fma(y, 0.19, x * -0.04)) * 0.5
    inset = vmin(vmin(x, u.width - x), vmin(y, u.height - y)) - BORDER * u.mark("border")
    torn = inset + (noise(x * 0.013, y * 0.013) - 0.5) * 9.0 + (noise(x * 0.11 + 5.0, y * 0.11) - 0.5) * 5.0
    torn = sel(u.mark("border") > 0.01, torn, 20.0)
    return [pack([(rough, 10), (fma(torn, 0.02, 0.5), 12)])]


def draw_pieces(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour of the paper that lies here, and what it is: thing, tone, depth, light."""
    own = ident_of(planes.near(MATTER))
    lot = cell(own, u.boil)
    unsteady = u.mark("wobble")
    cut_x, cut_y = (_crooked(x, y, u, salt) * 6.0 for salt in (0, 1))
    across = fma(fma(chance(lot, 1) - 0.5, 2.4, cut_x), unsteady, x)
    along = fma(fma(chance(lot, 2) - 0.5, 2.4, cut_y), unsteady, y)
    matter = planes.fetch(MATTER, across, along, u)
    taps = []
    for dx, dy, weight in ((0.0, 0.0, 0.36), (4.0, 0.0, 0.16), (-4.0, 0.0, 0.16), (0.0, 4.0, 0.16), (0.0, -4.0, 0.16)):
        taps.append((weight, unpack_colour(planes.fetch(COLOUR, across + dx, along + dy, u))))
    soft, sharp = weighted(taps), taps[0][1]
    tones = vmax(u.mark("tones"), 0.3)
    blurred = clamp(luma(soft)) * fma(tones, TONES, -0.001)
    tone = floor(blurred)
    light = fma(tone, 1.0 / TONES, 0.16) / tones
    apart = fabs(luma(sharp) - luma(soft))
    colour = mix(soft, sharp, smoothstep(0.05, 0.15, apart))
    flat = saturate(scale(colour, lerp((light + 0.05) / (luma(colour) + 0.05), 1.0, 0.3)), 1.15)
    parts = [(depth_of(matter), 12), (tone * (1.0 / 15.0), 4), (ident_of(matter) * (1.0 / 255.0), 8)]
    return [pack_colour([clamp(channel) for channel in flat]), pack([*parts, (emission_of(matter), 8)])]


def draw_edges(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The torn rim of the piece here, the shadow of pieces above it, and the cut between two tones."""
    here = planes.near("what")
    ident, depth, tone = _ident(here), part(here, 0, 12), field(here, 12, 4)
    rim: Number = 0.0
    cut: Number = 0.0
    share, others = 1.0 / len(_RING), {}
    for dx, dy in _RING:
        there = planes.near("what", dx * planes.step, dy * planes.step)
        is_other = fabs(_ident(there) - ident) > 0.5
        others[dx, dy] = sel(is_other & (part(there, 0, 12) > depth + 0.0005), 1.0, 0.0)
        rim = fma(others[dx, dy], share, rim)
        cut = cut + sel(is_other, 0.0, sel(field(there, 12, 4) < tone - 0.5, share, 0.0))
    # what is as thin as its rims would be is cut, not torn: else a blade of grass is white
    thin: Number = 0.0
    for dx, dy in ((2, 0), (0, 2), (2, 1), (1, 2), (2, -1), (1, -2)):
        thin = vmax(thin, others[dx, dy] * others[-dx, -dy])
    rim = rim * fma(thin, -0.85, 1.0)
    shadow: Number = 0.0
    for far, weight in _SHADOW:
        there = planes.fetch("what", fma(far, -0.6, x), fma(far, -0.8, y), u)
        above = depth - part(there, 0, 12)
        is_other = fabs(_ident(there) - ident) > 0.5
        falls = sel(is_other, smoothstep(far * 0.004 - 0.004, far * 0.004 + 0.02, above), 0.0)
        lower = sel(is_other, 0.0, sel(field(there, 12, 4) > tone + 0.5, 0.5 if far < 6.0 else 0.0, 0.0))
        shadow = shadow + vmax(falls, lower) * weight
    return [pack([(rim, 10), (cut, 8), (shadow, 10)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Paper with its print, edges and shadows, on a card."""
    word = planes.near("card")
    rough, torn = part(word, 0, 10) - 0.5, (part(word, 10, 12) - 0.5) * 50.0
    colour = smooth(planes, "pieces", RGB)
    rim, cut, shadow = smooth(planes, "edges", ((0, 10), (10, 8), (18, 10)))
    what = planes.coarse("what")
    right, down = anchor_within(x, y, u, planes)
    printed = _printed(colour, what, right, down, rough, u)
    shaded = scale(printed, fma(shadow, -0.78, 1.0))
    # far things are cut finer
    least = fma(part(what, 0, 12), 0.38, 0.09) * (2.0 - clamp(u.mark("edge"), 0.0, 1.6))
    least = fma(clamp(1.0 / u.per_point - 1.0), 0.16, least)
    white = smoothstep(0.0, 0.10, rim + rough * 0.16 - least) * clamp(u.mark("edge") * 4.0)
    edge = [fma(rough, 0.16, 0.97 - rim * 0.10) * tint for tint in (1.0, 0.985, 0.95)]
    shaded = mix(shaded, edge, white)
    shaded = mix(shaded, edge, smoothstep(0.12, 0.4, cut) * 0.28 * u.mark("edge"))
    return _on_card(shaded, torn, rough, x, y, u)


def _ident(word: V) -> V:
    return field(word, 16, 8)


def _crooked(x: V, y: V, u: Uniforms, salt: int) -> V:
    """How far scissors stray."""
    return (
        noise(fma(x, 0.021, 17.0 * salt), fma(y, 0.021, u.boil * 3.7)) * 0.6
        + noise(fma(x, 0.06, 9.0 * salt), y * 0.06) * 0.4
        - 0.5
    )


def _printed(colour: list[Any], what: V, right: V, down: V, rough: V, u: Uniforms) -> list[Any]:
    """The paper of a piece: its stock by lot, its print fixed to the thing."""
    lot = cell(_ident(what), u.seed)
    stock, lie = chance(lot, 1), chance(lot, 2)
    lit = part(what, 24, 8)
    turn = (lie - 0.5) * 0.10
    cosine, sine = cosp(turn), sinp(turn)
    along, across = fma(right, cosine, down * sine), fma(down, cosine, right * (0.0 - sine))
    light = luma(colour)
    # painted with a dry broad brush
    streaks = noise(along * 0.008, across * 0.13) * 0.65 + noise(fma(along, 0.02, 7.0), across * 0.45) * 0.35 - 0.5
    painted = [fma(channel, fma(streaks, 0.22, 1.0), streaks * 0.03) for channel in colour]
    # newsprint: lines of words, columns, now and then a headline
    line = across * (1.0 / 7.0)
    row = floor(line)
    words = smoothstep(0.30, 0.44, noise1(fma(along, 0.34, row * 13.7), 2)) * smoothstep(
        0.012, 0.03, fabs(fract(along * (1.0 / 120.0)) - 0.5)
    )
    inked = smoothstep(0.27, 0.15, fabs(line - row - 0.5)) * words
    news = scale(mix(colour, NEWS, 0.45), fma(inked, -0.30, 1.0))
    news = mix(painted, news, smoothstep(0.12, 0.26, light))
    # kraft: brown board with fibres
    fibre = smoothstep(0.62, 0.80, noise(along * 0.07, across * 0.45)) - smoothstep(
        0.66, 0.8, noise(fma(along, 0.3, 31.0), across * 0.3)
    )
    kraft = [fma(fibre, 0.06, channel) for channel in mix(colour, scale(KRAFT, fma(light, 0.9, 0.55)), 0.42)]
    # ruled squares
    ruled = vmax(
        smoothstep(0.46, 0.485, fabs(fract(along * (1.0 / 17.0)) - 0.5)),
        smoothstep(0.46, 0.485, fabs(fract(across * (1.0 / 17.0)) - 0.5)),
    )
    squared = mix(mix(colour, (0.93, 0.95, 0.95), 0.14), mix(colour, u.role("sky_top"), 0.5), ruled * 0.55)
    # a printed tint of dots
    dot_x, dot_y = fract((along + across) * (1.0 / 13.0)) - 0.5, fract((along - across) * (1.0 / 13.0)) - 0.5
    dot = smoothstep(0.34, 0.27, sqrt(fma(dot_x, dot_x, dot_y * dot_y)))
    dotted = scale(mix(colour, (1.0, 0.98, 0.92), 0.12), fma(dot, -0.16, 1.0))
    made = _stocked(
        stock, [(0.26, painted), (0.44, news), (0.58, kraft), (0.74, squared), (0.88, dotted), (2.0, colour)]
    )
    is_sky = _ident(what) < 1.5
    made = [sel(is_sky, one, other) for one, other in zip(painted, made, strict=True)]
    made = mix(made, painted, smoothstep(0.5, 0.8, lit))
    grain = rough * 0.20 * u.mark("grain")
    return [fma(channel, 1.0 + grain, grain * 0.10) for channel in made]


def _stocked(stock: V, stocks: list[tuple[float, list[Any]]]) -> list[Any]:
    """The first whose share of the lots is not yet passed."""
    *_, (_, made) = stocks
    for limit, other in reversed(stocks[:-1]):
        made = [sel(stock < limit, one, rest) for one, rest in zip(other, made, strict=True)]
    return made


def _on_card(picture: list[Any], torn: V, rough: V, x: V, y: V, u: Uniforms) -> list[Any]:
    """The torn picture glued to a card, and tape over two of its corners."""
    card = [fma(rough, 0.10, tone) * (0.55 + 0.45 * smoothstep(0.0, -9.0, torn)) for tone in (0.80, 0.71, 0.58)]
    white = [fma(rough, 0.12, tone) for tone in (0.97, 0.955, 0.92)]
    inside = smoothstep(-0.6, 0.6, torn)
    glued = mix(card, mix(white, picture, smoothstep(2.6, 4.0, torn + rough * 3.0)), inside)

    def taped() -> list[Any]:
        shown = glued
        for corner_x, lean in ((0.06, -0.6), (0.93, 0.7)):
            right, down = x - u.width * corner_x, y - 15.0
            along, across = fma(down, lean, right) * 0.84, fma(right, 0.0 - lean, down) * 0.84
            ragged = fma(fabs(fract(across * 0.21) - 0.5), 5.0, 62.0)
            cover = smoothstep(0.8, -0.8, vmax(fabs(along) - ragged, fabs(across) - 15.0))
            tint = fma(noise1(along * 0.09, 3) - 0.5, 0.06, 0.92)
            shown = mix(shown, [tint, tint * 0.94, tint * 0.78], cover * 0.62 * clamp(u.mark("border")))
        return shown

    return gate(y < 100.0, taped, glued)


MEDIUM = Medium(
    scale=2,
    is_anchored=True,
    paper=(Pass(draw_card, 1, ("card",)),),
    passes=(Pass(draw_pieces, 2, ("pieces", "what")), Pass(draw_edges, 2, ("edges",))),
    finish=finish,
)
