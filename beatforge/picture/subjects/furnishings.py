"""The things of a room before a window: dark, edged by its light, warm where the lamp is; steam from a cup.

In: scene coordinates and the cutout `room` of `motifs/window`. Out: paint in a `G`. What the things look like is in
`sills`.
"""

from __future__ import annotations

from beatforge.picture.cutout import is_drawn
from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import length
from beatforge.picture.subjects.bystanders import SCARF, SOMEONE
from beatforge.picture.subjects.outlooks import wide
from beatforge.picture.subjects.readers import CUP, SKIN
from beatforge.picture.subjects.sills import BOOK, CLOTH, LAMP, PLANT, POT, WOOD
from beatforge.picture.trace import V, choose, clamp, fabs, falloff, fma, gate, mix, sel, sinp, smoothstep


def furnishings(g: G, x: V, y: V, u: Uniforms) -> None:
    """The things of the room, dark against the window, edged by its light."""
    across, up = x / (2.0 * clamp(u.half_width * 1.28, 0.58, 1.0)) + 0.5, y - u.room_y

    def sampled() -> list[V]:
        p = u.cutout("room", across, up)
        return [p.coverage, p.tone, p.ident]

    def things(inner: G) -> None:
        shown, tone, ident = gate(is_drawn(u, "room", across, up), sampled, [0.0] * 3)
        is_lamp = fabs(ident - float(LAMP)) < 0.5
        shade = gate(shown > 0.0, lambda: _thing(x, y, tone, ident, u), [0.0] * 3)
        inner.paint(shown, shade, 0.12, ident, 0.25, sel(is_lamp, 0.9, smoothstep(0.8, 1.0, tone) * 0.1))

    g.layer((fabs(across - 0.5) < 0.5) & (up > 0.0) & (up < 1.0), things)


def _thing(x: V, y: V, tone: V, ident: V, u: Uniforms) -> list[V]:
    """The colour of a thing of the room."""
    dark, near, mid = u.role("ink"), u.role("near"), u.role("mid")
    stuff = (
        (WOOD, mix(near, u.role("accent"), 0.14)),
        (POT, mix(near, u.role("accent"), 0.50)),
        (PLANT, mix(mid, near, 0.35)),
        (CUP, mix(u.role("paper"), mid, 0.35)),
        (CLOTH, mix(near, mid, 0.6)),
        (CLOTH + 6, mix(u.role("paper"), mid, 0.45)),
        (BOOK, mix(near, u.role("accent2"), 0.40)),
        (SKIN, mix(near, u.role("sun"), 0.62)),
        (SCARF, u.role("accent")),
        (SOMEONE + 1, mix(near, u.role("accent2"), 0.35)),
        (SOMEONE + 2, mix(dark, mid, 0.5)),
    )
    own = mix(dark, near, 0.45)
    for kind, colour in stuff:
        here = fabs(ident - float(kind)) < 0.5
        own = choose(here, colour, own)
    shade = mix(mix(own, dark, 0.35), own, tone)
    shade = mix(shade, mix(u.role("sky_low"), u.role("sun"), 0.3), smoothstep(0.5, 1.0, tone) * 0.5)
    warm = falloff(length(x - u.lamp_x * wide(u), y - u.lamp_y) * 3.2) * 0.4
    shade = mix(shade, mix(own, u.role("sun"), 0.5), warm)
    lamp = mix(u.role("sun"), u.role("paper"), fma(u.pulse, 0.25, 0.25))
    return choose(fabs(ident - float(LAMP)) < 0.5, lamp, shade)


def steam(g: G, x: V, y: V, u: Uniforms) -> None:
    """Steam that curls up from the cup."""

    def curling(inner: G) -> None:
        up = y - u.steam_y
        spot = x - u.steam_x * clamp(u.half_width * 1.28, 0.58, 1.0)
        for k in (0.0, 1.0):
            path = sinp(up * 2.4 - u.t * 0.06 + k * 0.4) * fma(up, 0.14, 0.008) + (k - 0.5) * 0.022
            wisp = falloff(fabs(spot - path) * 90.0 / fma(up, 6.0, 1.0))
            inner.tint(u.role("paper"), wisp * smoothstep(0.0, 0.05, up) * smoothstep(0.32, 0.06, up) * 0.30)

    g.layer((u.steam_x < 5.0) & (y > u.steam_y) & (y < u.steam_y + 0.34), curling)
