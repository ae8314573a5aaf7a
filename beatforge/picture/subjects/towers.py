"""Towers for skylines, drawn once per shot: steps, spires, domes, slanted roofs, cranes, tanks and masts on roofs.

In a drawn row of towers `tone` is the light on a wall, `ident` tells towers apart, `depth` 1 where windows may be. The
windows themselves are made in the picture (`facade`), so that they are lit by the music.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from beatforge.picture.cutout import CutoutPixel, Drawing, Point
from beatforge.picture.draws import Draws
from beatforge.picture.layout import Uniforms
from beatforge.picture.noise import cell, chance
from beatforge.picture.trace import Number, V, both, clamp, executor, fabs, floor, fma, fract, mix, sel, smoothstep

MOST = 90
"""Towers are told apart by identities 1 .. this; others are for what a motif draws itself."""


def draw_row(
    drawing: Drawing, draws: Draws, count: int, height: Callable[[float], float], width: float, first: int = 1
) -> None:
    """Towers all along the drawing, over both of its ends so that it repeats; `height` of the place 0 .. 1 and `width`
    in heights of the drawing."""
    long = drawing.width / drawing.height
    for nth in range(count):
        share = (nth + draws.between(0.15, 0.85)) / count
        high, wide = height(share) * draws.between(0.62, 1.08), width * draws.between(0.65, 1.35)
        kind, tone, seed = draws.whole(9), draws.between(0.35, 0.75), draws.whole(1 << 30)
        for over in (-long, 0.0, long):
            x = share * long + over
            if -wide * 2.0 < x < long + wide * 2.0:
                draw_tower(drawing, Draws(seed), x, wide, high, kind, tone, (first + nth - 1) % MOST + 1)


def draw_tower(
    drawing: Drawing, draws: Draws, x: float, wide: float, high: float, kind: int, tone: float, ident: int
) -> None:
    """One tower of nine kinds, standing on the lower edge about `x`, lit from the left."""
    half = wide * 0.5
    block = partial(_block, drawing, tone=tone, ident=ident)
    line = partial(drawing.line, tone=tone * 0.5, ident=ident)
    if kind == 0:
        block(x - half, x + half, 0.0, high)
        _roof_things(drawing, draws, x, half, high, tone, ident)
    elif kind == 1:  # steps and a mast
        for share, part in ((1.0, 0.62), (0.70, 0.84), (0.42, 1.0)):
            block(x - half * share, x + half * share, 0.0, high * part)
        line([(x, high), (x, high * 1.22)], 0.010)
    elif kind == 2:  # a spire
        block(x - half * 0.8, x + half * 0.8, 0.0, high * 0.8)
        for side, shade in ((-1.0, tone), (1.0, tone * 0.55)):
            drawing.polygon([(x, high * 0.8), (x + side * half * 0.8, high * 0.8), (x, high * 1.12)], shade, ident)
        line([(x, high * 1.1), (x, high * 1.28)], 0.008)
    elif kind == 3:  # a dome
        block(x - half, x + half, 0.0, high * 0.86)
        drawing.ellipse((x, high * 0.86), half * 0.92, half * 0.8, tone, ident)
        line([(x, high * 0.86 + half * 0.7), (x, high * 0.98 + half * 0.6)], 0.012)
    elif kind == 4:  # a slanted roof
        block(x - half, x + half, 0.0, high * 0.82)
        drawing.polygon([(x - half, high * 0.81), (x + half, high * 0.81), (x + half, high * 1.04)], tone * 0.8, ident)
    elif kind == 5:  # twins with a bridge
        block(x - half, x - half * 0.2, 0.0, high)
        block(x + half * 0.2, x + half, 0.0, high * 0.93)
        drawing.polygon(_box(x - half * 0.3, x + half * 0.3, high * 0.58, high * 0.64), tone * 0.6, ident)
        line([(x - half * 0.6, high), (x - half * 0.6, high * 1.12)], 0.008)
    elif kind == 6:  # round shoulders
        block(x - half, x + half, 0.0, high - half * 0.8)
        drawing.ellipse((x, high - half * 0.8), half, half * 0.8, tone, ident)
        _windows_from(drawing, x - half, x + half, 0.0, high - half, tone, ident)
    elif kind == 7:  # still being built, a crane beside it
        block(x - half, x + half, 0.0, high * 0.72)
        for up in (0.76, 0.80, 0.84):
            line([(x - half, high * up), (x + half, high * up)], 0.008)
        for right in (-1.0, -0.33, 0.33, 1.0):
            line([(x + half * right, high * 0.7), (x + half * right, high * 0.84)], 0.006)
        _crane(drawing, x + half * 0.5, high, draws.sign(), ident)
    else:  # a narrow one on a broad foot
        block(x - half * 1.3, x + half * 1.3, 0.0, high * 0.34)
        block(x - half * 0.75, x + half * 0.75, 0.0, high)
        _roof_things(drawing, draws, x, half * 0.75, high, tone, ident)


def facade(p: CutoutPixel, along: V, up: V, u: Uniforms, bays: float, storeys: float, blink: Number) -> tuple[V, V]:
    """Whether a window is at this place of a drawn tower, 0..1, and how brightly it is lit (0 dark). More are lit in
    loud music and great scenes; `blink` of them brighten on the beat."""
    name = cell(p.ident, None, 7)
    grow = fma(chance(name, 1), 0.7, 0.7)
    bay, storey = along * grow * bays, up * storeys
    room = cell(floor(bay) + p.ident * 37.0, floor(storey), 9)
    is_band = chance(name, 2) > 0.7
    half = sel(is_band, 0.47, 0.31)
    pane = both(fabs(fract(bay) - 0.5) < half, fabs(fract(storey) - 0.5) < 0.27, p.depth > 0.6, p.coverage > 0.6)
    share = fma(u.glow, 0.16, fma(u.intensity, 0.16, fma(chance(name, 3), 0.3, 0.14)))
    lit = smoothstep(0.0, 0.06, share - chance(room, 1))
    lit = lit * fma(chance(room, 2), 0.4, 0.45 + u.pulse * blink * chance(room, 4))
    shown = sel(pane, 1.0, 0.0)
    return shown, clamp(lit) * shown


def lamp_colour(p: CutoutPixel, along: V, up: V, u: Uniforms) -> list[V]:
    """The colour of the light in a window: warm, here and there cold."""
    hue = chance(cell(floor(up * 9.0), p.ident, 3), 5)
    return mix(mix(u.role("sun"), u.role("accent2"), smoothstep(0.82, 0.86, hue)), u.role("paper"), 0.15)


def tower_ident(p: CutoutPixel, base: float) -> V:
    """An identity of its own for each neighbour, few enough for all: base .. base + 11."""
    return p.ident - floor(p.ident * (1.0 / 12.0)) * 12.0 + executor().constant(base, "f")


def _block(
    drawing: Drawing, left: float, right: float, low: float, high: float, tone: float = 0.5, ident: int = 1
) -> None:
    """An upright block: a lit front with room for windows and a narrow side in the shade."""
    side = right - (right - left) * 0.24
    drawing.polygon(_box(left, right, low, high), tone * 0.55, ident)
    drawing.polygon(_box(left, side, low, high), tone, ident)
    _windows_from(drawing, left, side, low, high, tone, ident)


def _windows_from(
    drawing: Drawing, left: float, right: float, low: float, high: float, tone: float, ident: int
) -> None:
    inset = min(0.012, (right - left) * 0.12)
    if high - low > 0.06:
        drawing.polygon(_box(left + inset, right - inset, low + 0.02, high - 0.025), tone, ident, 1.0)


def _roof_things(drawing: Drawing, draws: Draws, x: float, half: float, high: float, tone: float, ident: int) -> None:
    """A tank on legs, a mast, or boxes."""
    kind, aside = draws.whole(3), draws.between(-0.4, 0.2) * half
    if kind == 0 and half > 0.04:
        for right in (-0.018, 0.018):
            drawing.line([(x + aside + right, high), (x + aside + right, high + 0.03)], 0.006, tone * 0.5, ident)
        drawing.polygon(_box(x + aside - 0.026, x + aside + 0.026, high + 0.025, high + 0.068), tone * 0.6, ident)
        cone = [(x + aside - 0.03, high + 0.066), (x + aside + 0.03, high + 0.066), (x + aside, high + 0.09)]
        drawing.polygon(cone, tone * 0.5, ident)
    elif kind == 1:
        drawing.line([(x + aside, high), (x + aside, high + 0.11)], 0.007, tone * 0.5, ident)
        drawing.line([(x + aside - 0.02, high + 0.07), (x + aside + 0.02, high + 0.07)], 0.005, tone * 0.5, ident)
    else:
        drawing.polygon(_box(x + aside - half * 0.35, x + aside + half * 0.25, high, high + 0.035), tone * 0.7, ident)


def _crane(drawing: Drawing, x: float, high: float, side: float, ident: int) -> None:
    """A tower crane whose jib reaches to one side."""
    top = high * 1.10
    drawing.line([(x, high * 0.5), (x, top + 0.05)], 0.012, 0.1, ident)
    drawing.line([(x - side * 0.09, top), (x + side * 0.30, top)], 0.010, 0.1, ident)
    drawing.line([(x, top + 0.05), (x + side * 0.28, top)], 0.004, 0.1, ident)
    drawing.line([(x, top + 0.05), (x - side * 0.08, top)], 0.004, 0.1, ident)
    drawing.line([(x + side * 0.22, top), (x + side * 0.22, top - 0.10)], 0.004, 0.1, ident)


def _box(left: float, right: float, low: float, high: float) -> list[Point]:
    return [(left, low), (right, low), (right, high), (left, high)]
