"""A crowd seen from behind: heads, hair and hats of all kinds over shoulders, and hands and phones held up.

`draw_heads` and `draw_hands` make strips that repeat (drawn once per shot); `crowd` lays a row of them into the
picture, bobbing in waves. In the strips tone is light on an edge (`outlines`), ident tells neighbours apart, `PHONE`
shines.
"""

from __future__ import annotations

import math

from beatforge.picture.cutout import Cutout, Drawing, Point, is_drawn
from beatforge.picture.draws import Draws
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import noise1
from beatforge.picture.subjects.curves import rounded
from beatforge.picture.subjects.outlines import DARK, EDGE, blob, shape
from beatforge.picture.trace import (
    Colour,
    Number,
    V,
    as_float,
    clamp,
    cosp,
    fabs,
    floor,
    fma,
    fract,
    mix,
    sel,
    smoothstep,
)

TEXELS = (640, 128)
LONG = TEXELS[0] / TEXELS[1]
"""The length of a strip in its heights."""

PHONE = 255


def draw_heads(draws: Draws) -> Cutout:
    """A strip of people shoulder to shoulder, those behind first."""
    drawing = Drawing(*TEXELS)
    for row, (count, low, size) in enumerate(((13, 0.16, 0.82), (12, 0.0, 1.0))):
        pace = LONG / count
        for nth in range(count):
            x = (nth + 0.5 * row + draws.between(-0.22, 0.22)) * pace
            place, kind = (x, low + draws.between(-0.07, 0.05)), draws.whole(9)
            grown, nod, ident = size * draws.between(0.90, 1.08), draws.between(-0.03, 0.03), 10 + 14 * row + nth
            for over in (-LONG, 0.0, LONG):
                if -0.6 < x + over < LONG + 0.6:
                    _person(drawing, (place[0] + over, place[1]), grown, nod, kind, ident)
    return drawing.finish()


def draw_hands(draws: Draws) -> Cutout:
    """A strip of raised arms: open hands, fists, horns, phones, a pair that claps."""
    drawing = Drawing(*TEXELS)
    count = 11
    for nth in range(count):
        x = (nth + draws.between(-0.3, 0.3)) * LONG / count
        tall, lean, kind = draws.between(0.62, 0.92), draws.between(-0.16, 0.16), draws.whole(5)
        for over in (-LONG, 0.0, LONG):
            if -0.6 < x + over < LONG + 0.6:
                _arm(drawing, x + over, tall, lean, kind, 40 + nth)
    return drawing.finish()


def crowd(
    g: G, x: V, y: V, u: Uniforms, *, top: Number, size: Number, shift: Number, light: tuple[Colour, Number],
    depth: Number, strip: str = "heads", bob: float = 0.05, drift: Number = 0.0,
) -> None:  # fmt: skip
    """A row of people whose tallest reach `top`, `size` high. `light`: its colour, and how much of it there is."""

    def row(inner: G) -> None:
        along = (x + drift) / size
        wave = noise1(along * 0.7 + shift * 3.0, 3)
        hop = fma(cosp(u.beat_phase * 0.5 + wave * 0.6), -0.5, 0.5)
        hop = hop * fma(u.energy, bob * 1.2, bob * 0.25) * fma(wave, 0.8, 0.4)
        sway = cosp(u.beat_phase * 0.25 + wave * 0.5) * (0.06 if strip == "hands" else 0.012)
        up = (y - top) / size + 1.0 - hop
        across = fract((along + sway * up + shift) * (1.0 / LONG))
        # heads stand close, hands do not
        if strip == "hands":
            inner.layer(is_drawn(u, strip, across, up), lambda seen: people(seen, across, up, hop))
        else:
            people(inner, across, up, hop)

    def people(inner: G, across: V, up: V, hop: V) -> None:
        p = u.cutout(strip, across, up)
        cloth = mix(u.role("ink"), u.role("near"), clamp(p.tone * 0.9 + 0.2))
        cloth = mix(cloth, mix(mix(light[0], u.role("far"), 0.55), u.role("sky_low"), 0.2), light[1] * 0.75)
        lit = smoothstep(0.3, 0.9, p.tone) * fma(light[1], 0.4, 0.35) * smoothstep(0.0, 0.22, size)
        shines = fabs(p.ident - float(PHONE)) < 0.5
        shade = mix(mix(cloth, light[0], lit), mix(u.role("paper"), u.role("accent2"), 0.2), sel(shines, 0.9, 0.0))
        inner.paint(
            p.coverage,
            shade,
            depth,
            sel(as_float(size) > 0.19, p.ident, floor(fma(size, 400.0, 20.0))),
            0.25,
            sel(shines, 0.85, lit * 0.25),
            drift=(0.0 - drift, hop * size),
        )

    # nobody hops higher than 1.74 times `bob`, and a strip is as high as its people
    g.layer((y < top + size * (1.75 * bob)) & (y > top - size), row)


def _person(drawing: Drawing, foot: Point, size: float, nod: float, kind: int, ident: int) -> None:
    """One of nine kinds of people from behind, head and shoulders."""
    x, low = foot
    wide = (0.27, 0.21, 0.23, 0.22, 0.28, 0.29, 0.25, 0.24, 0.20)[kind] * size
    high = low + 0.50 * size
    half = [(wide, low - 0.6), (wide * 1.02, high - 0.14), (wide * 0.82, high - 0.01), (0.085, high + 0.045)]
    outline = [(x - right, up) for right, up in half] + [(x + right, up) for right, up in reversed(half)]
    shape(drawing, outline, ident, 0.30 if kind % 3 == 1 else DARK)
    drawing.line([(x, high), (x + nod, high + 0.1)], 0.115 * size, 0.35, ident)
    hx, hy, r = x + nod, high + 0.19 * size, 0.118 * size
    if kind in (0, 4, 5, 7):
        for side in (-1.0, 1.0):
            drawing.ellipse((hx + side * r * 0.98, hy - 0.01), 0.024, 0.038, 0.6, ident)
    blob(drawing, (hx, hy), r, r * 1.18, ident)
    _hair(drawing, (hx, hy), r, kind, ident)


_LONG_HAIR = (
    *((-0.8, 1.0), (0.0, 1.28), (0.8, 1.0), (1.22, -0.4)),
    *((1.25, -2.3), (0.0, -2.7), (-1.25, -2.3), (-1.22, -0.4)),
)
_TAIL = ((-0.3, 0.7), (0.3, 0.7), (0.65, -1.2), (0.25, -2.6), (-0.25, -1.9))
_CAP = ((-1.06, 0.15), (-0.8, 1.0), (0.0, 1.3), (0.8, 1.0), (1.06, 0.15))
_WOOL = ((-1.08, 0.0), (-0.9, 1.0), (0.0, 1.5), (0.9, 1.0), (1.08, 0.0))
_CROWN = ((-0.85, 0.5), (-0.7, 1.35), (0.0, 1.25), (0.7, 1.35), (0.85, 0.5))


def _hair(drawing: Drawing, head: Point, r: float, kind: int, ident: int) -> None:
    """What is on the head: long hair, a bun, a tail, curls, a cap, a woollen hat, a hat with a brim; or short hair."""

    def at(right: float, up: float) -> Point:
        return head[0] + right * r, head[1] + up * r

    if kind in (1, 8):
        shape(drawing, [at(*point) for point in _LONG_HAIR], ident, 0.22)
        drawing.line([at(0.15, 1.0), at(0.25, -2.0)], 0.010, 0.5, ident)
    elif kind == 2:
        blob(drawing, at(0.0, 1.35), r * 0.52, r * 0.48, ident, 0.25)
    elif kind == 3:
        shape(drawing, [at(*point) for point in _TAIL], ident, 0.3)
    elif kind == 4:
        for turn in range(9):
            angle = math.pi * (turn / 8.0 * 1.3 - 0.15)
            blob(drawing, at(math.cos(angle) * 0.95, 0.17 + math.sin(angle) * 1.1), 0.052, 0.05, ident, 0.2)
        drawing.ellipse(head, r * 0.95, r * 1.05, 0.16, ident)
    elif kind == 5:
        shape(drawing, [at(*point) for point in _CAP], ident, 0.45)
        drawing.ellipse(at(0.0, 0.04), r * 0.8, 0.03, 0.05, ident)
    elif kind == 6:
        shape(drawing, [at(*point) for point in _WOOL], ident, 0.4)
        blob(drawing, at(0.0, 1.55), 0.038, 0.036, ident, 0.5)
        drawing.line([at(-1.02, 0.15), at(1.02, 0.15)], 0.03, 0.6, ident)
    elif kind == 7:
        blob(drawing, at(0.0, 0.55), r * 1.75, 0.045, ident, 0.3)
        shape(drawing, [at(*point) for point in _CROWN], ident, 0.25)


_FINGERS = ((-28, -10, 8, 26), (), (-24, 24), (), (-14, -3, 8, 18))
"""Degrees to which fingers are stretched: an open hand, a fist, horns, a phone's holder, a flat hand."""


def _arm(drawing: Drawing, x: float, tall: float, lean: float, kind: int, ident: int) -> None:
    """A raised forearm and what its hand does."""
    wrist, elbow = (x + lean, tall - 0.16), (x, tall - 0.62)
    sleeve = [(-0.075, elbow[1]), (0.075, elbow[1]), (0.08, -0.2), (-0.08, -0.2)]
    drawing.polygon([(x + right, up) for right, up in sleeve], DARK, ident)
    for thin, tone in ((0.0, EDGE), (0.012, DARK + 0.1)):
        ends = [(elbow, -0.072), (wrist, -0.038), (wrist, 0.038), (elbow, 0.072)]
        outline = [(at[0] + (right - thin if right > 0 else right + thin), at[1] - thin) for at, right in ends]
        drawing.polygon(rounded(outline, 4), tone, ident)
    palm = (wrist[0] + lean * 0.2, wrist[1] + 0.055)
    drawing.ellipse(palm, 0.052, 0.060, EDGE, ident)
    for degrees in _FINGERS[kind]:
        angle = math.radians(degrees) + lean
        start = (palm[0] + math.sin(angle * 1.6) * 0.04, palm[1] + 0.035)
        tip = (start[0] + math.sin(angle) * 0.085, start[1] + math.cos(angle) * 0.085)
        drawing.line([start, tip], 0.021, EDGE, ident)
    if kind == 3:
        corners = [(-0.075, 0.020), (0.075, 0.010), (0.082, 0.110), (-0.068, 0.120)]
        drawing.polygon([(palm[0] + a * 1.15, palm[1] + b * 1.15 - 0.01) for a, b in corners], 0.05, ident)
        drawing.polygon([(palm[0] + a, palm[1] + b) for a, b in corners], 1.0, PHONE)
    else:
        side = 1.0 if lean > 0 else -1.0
        drawing.line([palm, (palm[0] + side * 0.075, palm[1] + 0.03)], 0.024, EDGE, ident)
    drawing.ellipse((palm[0], palm[1] - 0.012), 0.046, 0.052, 0.25, ident)
