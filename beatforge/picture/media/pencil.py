"""Pencil: graphite on drawing paper. Hatching in up to four directions, contours drawn twice, a hint of coloured lead.

Strokes lie in each thing's own world and move with it; the darker a place, the more directions cross there. Contours
are sought with two lines whose pressure varies and which are drawn anew a few times a second. Graphite takes only
where the paper's tooth is high, and is rubbed a little with the finger. The sheet never moves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from beatforge.picture.brushes.edges import flying
from beatforge.picture.brushes.roomy import pack_roomy, pack_roomy_colour, smooth_roomy, smooth_roomy_colour
from beatforge.picture.brushes.sheet import inset, tooth
from beatforge.picture.gbuffer import (
    anchor_of,
    depth_of,
    emission_of,
    ident_of,
    pack,
    part,
    unpack_colour,
)
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    ANCHOR,
    COLOUR,
    MATTER,
    OUTLINE,
    Medium,
    Pass,
    draw_outline,
    outline,
    weighted,
)
from beatforge.picture.noise import cell, chance, noise
from beatforge.picture.planes import Reader
from beatforge.picture.trace import (
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
    vmax,
    vmin,
)

MARKS = ("size", "line", "tones", "grain", "wobble", "border")

SPACING = 6.4
"""Points between hatching strokes."""

LENGTH = 120.0
"""Points from one stroke to the next along its line."""

DIRECTIONS = ((0.115, 0.10, 0.55), (0.365, 0.34, 0.40), (0.235, 0.56, 0.34), (0.01, 0.76, 0.26))
"""Layers of hatching: direction in turns, the tone where it begins, and how much darker it is full."""

BOIL = 0.3
"""How far a redrawing leaves the one before: a hand that drifts, not one that jumps (1 would be a new picture)."""

FULL = 1.3
"""How thickly coloured lead lies at most."""

HARDEST = 2.0
"""How hard the pencil is pressed at most; usually it is 1."""

GRAPHITE = (0.17, 0.17, 0.20)


def draw_sheet(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The paper's tooth, how far the drawing reaches, and where a finger has rubbed."""
    along, across = fma(x, 0.76, y * 0.65), fma(y, 0.76, x * -0.65)
    ends = noise(along * 0.008, across * 0.16) * 40.0 + noise(along * 0.02, across * 0.5) * 18.0
    reach = smoothstep(
        0.0, 12.0, inset(x, y, u) + 24.0 - u.mark("border") * 52.0 + ends - noise(x * 0.01, y * 0.01) * 30.0
    )
    rubbed = noise(x * 0.008 + y * 0.004, y * 0.014 - x * 0.006)
    fine = noise(x * 0.83, y * 0.79) * 0.4 + tooth(x * 1.5, y * 1.5) * 0.6
    return [pack([(fine, 12), (reach, 8), (rubbed, 8)])]


def draw_tone(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The coloured lead of each place on paper; how dark it is to be, how densely hatched; its lines and depth."""
    here = planes.near(MATTER)
    depth, lit = depth_of(here), emission_of(here)
    around = [unpack_colour(planes.near(COLOUR, dx, dy)) for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))]
    colour = weighted([(0.36, around[0]), *((0.16, other) for other in around[1:])])
    ground = luma(u.role("paper"))
    dark = clamp((ground - luma(colour)) * (1.0 / (ground - luma(u.role("ink")) + 0.02)))
    tone = lerp(dark, smoothstep(0.04, 0.92, dark), 0.6) * lerp(1.08, 0.66, depth) * (1.0 - lit * 0.75)
    # rain is drawn as a sky hatched over
    tone = tone + smoothstep(0.95, 0.98, depth) * u.rain * (1.0 - lit) * 0.24
    high, low = vmax(vmax(colour[0], colour[1]), colour[2]), vmin(vmin(colour[0], colour[1]), colour[2])
    peak = _peak(u)
    # a peak of the song takes more of the coloured leads
    pure = fma((high - low) / vmax(high, 0.2), 0.25, high - low)
    vivid = smoothstep(0.26, 0.72, pure) * clamp(u.mark("tones")) * fma(peak, 0.4, 1.0)
    want = vmax(tone, vmax(vivid * lerp(0.66, 0.46, depth), lit * 0.52 * u.mark("tones")))
    tint = saturate(scale(mix(colour, u.role("accent2"), lit * 0.55), 0.95), 1.7)
    share = clamp(fma(vivid, 0.5, fma(peak, 0.4, 0.40)) * u.mark("tones") * (1.0 / FULL))
    edge, near = outline(planes)
    line = gate(edge > 0.0, lambda: [edge * fma(flying(planes), -0.5, 1.0)], [0.0])[0] * lerp(1.0, 0.50, near)
    return [
        pack_roomy_colour(mix(_paper(u), tint, share)),
        pack([(tone * fma(vivid, -0.62, 1.0), 8), (want, 6), (line * 0.9, 10), (depth, 4)]),
    ]


def draw_contours(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Contours drawn twice, neither quite in place, as hard as the pencil is pressed; what is to be hatched, and how
    strokes bend and are turned there."""
    ax, ay = anchor_of(planes.near(ANCHOR))
    press = noise(fma(u.boil, BOIL, ax * 0.03), ay * 0.03) * 0.6 + noise(ax * 0.11, ay * 0.11) * 0.4
    pressed = fma(press, 1.3, fma(u.burst, 0.4, 0.30)) * u.mark("line") * (1.0 / HARDEST)
    lines = []
    for number, reach in ((0.0, 4.5), (1.0, 9.0)):
        again = fma(u.boil, BOIL, number * 31.0)
        aside = noise(fma(ax, 0.012, again), ay * 0.012) - 0.5
        below = noise(ax * 0.012, fma(ay, 0.012, again + 57.0)) - 0.5
        far = reach * u.mark("wobble")
        lines.append(part(planes.fetch("tone", fma(aside, far, x), fma(below, far, y), u), 14, 10) * pressed)
    bend = noise(fma(u.boil, BOIL, ax * 0.012), ay * 0.012)
    word, ident = planes.near("tone"), ident_of(planes.near(MATTER))
    turned = sel(ident < 0.5, -0.085, chance(cell(ident), 3) * 0.10 - 0.05)
    return [
        pack_roomy([(lines[0], 8), (lines[1], 8), (part(word, 24, 4), 4)]),
        pack_roomy([(part(word, 0, 8), 8), (part(word, 8, 6), 6), (bend, 6)]),
        pack([(cosp(turned), 16), (fma(sinp(turned), 0.5, 0.5), 16)]),
    ]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Coloured lead, hatching, rubbed graphite and contours in the tooth of the sheet."""
    word = planes.near("sheet")
    fine, reach, rubbed = part(word, 0, 12), part(word, 12, 8), part(word, 20, 8)
    first, second, depth = smooth_roomy(planes, "contours", (8, 8, 4))
    tone, want, bend = smooth_roomy(planes, "hatching", (8, 6, 6))
    hand = _Hand.at(x, y, bend, u, planes)
    stroke = hand.hatch(0, want)
    lead = clamp(stroke * 0.9 + want * 0.12)
    left = 1.0 - stroke * 0.42 * smoothstep(0.0, 0.25, tone)
    for layer in (1, 2, 3):
        left = left * hand.spared(layer, tone)
    graphite = 1.0 - left * (1.0 - tone * tone * fma(rubbed, 0.34, 0.08))
    sought = vmax(
        smoothstep(0.14 / HARDEST, 0.34 / HARDEST, first), smoothstep(0.18 / HARDEST, 0.38 / HARDEST, second) * 0.55
    )
    graphite = vmax(graphite * reach, sought * lerp(0.95, 0.50, depth) * fma(reach, 0.85, 0.15))
    taken = fma(fine - 0.5, u.mark("grain") * 0.9, 1.0)
    graphite = clamp(graphite * lerp(taken * taken, 1.0, graphite * 0.5), 0.0, 0.94)
    paper = scale(_paper(u), fma(fine, 0.05, 0.955))
    coloured = mix(paper, smooth_roomy_colour(planes, "lead"), clamp(lead * taken * reach * FULL))
    return mix(coloured, GRAPHITE, graphite)


def _paper(u: Uniforms) -> list[Any]:
    return mix(u.role("paper"), (0.97, 0.96, 0.94), 0.6)


def _peak(u: Uniforms) -> V:
    """How much of a peak of the song this is; it is pressed harder."""
    return vmax(u.burst, smoothstep(0.6, 1.0, u.intensity) * 0.6)


@dataclass(frozen=True, slots=True)
class _Hand:
    """Where the pencil is in a thing's own world, how it is turned there, and how its strokes bend."""

    ax: V
    ay: V
    cosine: V
    sine: V
    bend: V
    finer: V

    @staticmethod
    def at(x: V, y: V, bend: V, u: Uniforms, planes: Reader) -> _Hand:
        ax, ay = _fine_anchor(x, y, u, planes)
        word = planes.coarse("turn")
        cosine, sine = part(word, 0, 16), fma(part(word, 16, 16), 2.0, -1.0)
        finer = 1.0 / fma(u.mark("size"), 0.9, 0.1)
        return _Hand(ax, ay, cosine, sine, bend * u.mark("wobble") * 1.3, finer)

    def spared(self, layer: int, tone: V) -> V:
        """How much of the paper a further direction leaves bare."""
        begins = DIRECTIONS[layer][1] - DIRECTIONS[layer][2] * 0.25
        return gate(tone > begins, lambda: [1.0 - self.hatch(layer, tone) * 0.62], [1.0])[0]

    def hatch(self, layer: int, tone: V) -> V:
        """One direction of strokes: 1 in the middle of a dark one. They begin where the tone passes their start."""
        way, start, span = DIRECTIONS[layer]
        ahead, aside = math.cos(math.tau * way), math.sin(math.tau * way)
        cosine, sine = self.cosine * ahead - self.sine * aside, self.sine * ahead + self.cosine * aside
        along, across = self.ax * cosine + self.ay * sine, self.ay * cosine - self.ax * sine
        line = fma(across, 1.0 / SPACING, 2000.0) * self.finer + self.bend
        row = floor(line)
        place = along * (self.finer * (1.0 / LENGTH)) + chance(cell(row, None, layer)) * 7.0
        luck = chance(cell(row, floor(place), layer))
        end, lean, force = fract(place), fract(luck * 17.0), fract(luck * 257.0)
        beside = fabs(line - row - 0.28 - luck * 0.44)
        want = clamp(fma(lean, 0.5, (tone - start) * (1.0 / span) - 0.25))
        tapered = fma(smoothstep(0.0, 0.16, end) * smoothstep(1.0, 0.72, end), 0.85, 0.15)
        return smoothstep(0.36, 0.08, beside - want * 0.10) * want * fma(force, 0.5, 0.5) * tapered


def _fine_anchor(x: V, y: V, u: Uniforms, planes: Reader) -> tuple[V, V]:
    """The anchor of this very pixel, where the plane tells that of two by two."""
    ax, ay = anchor_of(planes.coarse(ANCHOR))
    wide = u.pixel * 2.0
    narrow = 1.0 / wide
    return ax + x - (floor(x * narrow) + 0.5) * wide, ay + y - (floor(y * narrow) + 0.5) * wide


MEDIUM = Medium(
    scale=2,
    paper=(Pass(draw_sheet, 1, ("sheet",)),),
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_tone, 2, ("lead", "tone")),
        Pass(draw_contours, 2, ("contours", "hatching", "turn")),
    ),
    finish=finish,
    is_anchored=True,
)
