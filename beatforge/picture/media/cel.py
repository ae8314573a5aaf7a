"""Cel: painted on film and laid over a painted background. Few flat tones with clean borders, a key line, soft light.

Tones are cut at full size from a smooth picture of half size, so that their borders are as clean as drawn ones. Far
things and sky stay soft, brushed, without steps (an `edge` of 2 cuts them too); near things get a bold key line in a
dark shade of their own colour and light along their upper edges. Whatever emits light bleeds into the air.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import crowded, flying, upper_rim
from beatforge.picture.brushes.glow import glow_passes
from beatforge.picture.gbuffer import depth_of, emission_of, pack, pack_colour, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import (
    COLOUR,
    MATTER,
    OUTLINE,
    RGB,
    Medium,
    Pass,
    anchor,
    draw_outline,
    outline,
    smooth,
)
from beatforge.picture.noise import noise, noise1
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    V,
    atan2p,
    clamp,
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
    screen,
    smoothstep,
    vmax,
    vmin,
)

MARKS = ("line", "edge", "tones", "grain", "bloom")

TONES = 4.5
"""Flat tones between black and white."""


def draw_paint(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The picture with a painted background; line, steepness of the light, softness and light; and what glows."""
    here = planes.near(MATTER)
    colour, depth, lit = unpack_colour(planes.near(COLOUR)), depth_of(here), emission_of(here)
    light = luma(colour)
    right, low = (luma(unpack_colour(planes.near(COLOUR, dx, dy))) for dx, dy in ((1, 0), (0, 1)))
    steep = vmin(vmax(fabs(right - light), fabs(low - light)) * 4.0, 1.0)
    far = smoothstep(0.62, 0.95, depth)
    ax, ay = anchor(planes)
    brush = noise(ax * 0.016, ay * 0.05) * 0.6 + noise(fma(ax, 0.06, ay * 0.03), ay * 0.16) * 0.4 - 0.5
    painted = scale(colour, fma(brush * u.mark("grain"), lerp(0.03, 0.16, far), 1.0))
    painted = mix(painted, u.role("sun"), upper_rim(planes) * (1.0 - far) * (1.0 - lit) * 0.5)
    edge, near = outline(planes)
    # in small frames a line of pixels is broad; among small things it would leave nothing else
    edge = edge * fma(crowded(planes), -0.45, 1.0) - vmax(1.0 - u.per_point, 0.0) * 0.22
    line = edge * lerp(1.2, 0.55, near) * fma(flying(planes), -0.62, 1.0) * (1.0 - lit * 0.5) * u.mark("line")
    shine = vmax(lit, smoothstep(0.72, 1.0, light) * 0.30 * u.mark("bloom"))
    parts = pack([(line * 0.7, 8), (steep, 8), (far, 8), (lit, 8)])
    return [pack_colour(painted), parts, pack_colour(scale(colour, shine))]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Tones, key line, light in the air."""
    colour = smooth(planes, "paint", RGB)
    line, steep, far, lit = smooth(planes, "parts", ((0, 8), (8, 8), (16, 8), (24, 8)))
    light, steps = luma(colour), TONES * fma(u.mark("tones"), 0.8, 0.2)
    tone = light * steps
    # a border is one pixel soft, however fast the light changes across it
    soft = clamp(fma(steep, 0.30, 0.02) * steps, 0.10, 0.6)
    level = (floor(tone) + clamp((fract(tone) - 0.5) / soft + 0.5) + 0.12) / steps
    cut = u.mark("edge")
    brushed = far * clamp(fma(vmax(cut - 1.0, 0.0), -0.9, fma(cut, -0.08, 1.0)))
    flat = scale(colour, lerp((level + 0.03) / (light + 0.03), 1.0, brushed))
    flat = saturate(flat, 1.22)
    inked = smoothstep(0.16, 0.30, line)
    key = mix(scale(u.role("ink"), 0.8), scale(colour, 0.32), 0.45)
    shown = mix(flat, key, inked * fma(far, -0.45, 0.96))
    rays = gate(u.burst > 0.03, lambda: [_focus_lines(x, y, u)], [0.0])[0]
    shown = mix(shown, mix(u.role("paper"), u.role("sun"), 0.3), rays)
    glowing = fma(u.pulse, 0.18, fma(u.glow, 0.30, fma(u.burst, 0.25, 0.50))) * u.mark("bloom")
    return screen(shown, smooth(planes, "glow", RGB), glowing * fma(lit, -0.6, 1.0))


def _focus_lines(x: V, y: V, u: Uniforms) -> V:
    """Lines that rush in from the frame's edges at a great moment; the middle stays free."""
    right, down = fma(u.width, -0.5, x), y - 360.0
    angle = atan2p(down, right)
    # both ends of the circle meet: noise of a whole number of cells
    line = noise1(fma(angle, 144.0, 72.0) + floor(u.boil) * 7.0, 5) * smoothstep(0.5, 0.44, fabs(angle))
    reach = length(right / u.width, down * (1.0 / 720.0)) * 2.0
    sharp = smoothstep(0.0, 0.16, line - fma(reach, -0.34, 1.12))
    return sharp * smoothstep(0.62, 1.1, reach) * smoothstep(0.0, 0.7, u.burst) * 0.8


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_outline, 2, (OUTLINE,)),
        Pass(draw_paint, 2, ("paint", "parts", "shine")),
        *glow_passes("shine", "glow", 6.0),
    ),
    finish=finish,
    is_anchored=True,
)
