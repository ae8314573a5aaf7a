"""Who crosses wide land: someone on foot with a scarf, riders whose horses make a stride a beat.

In: a count of beats (`galloping`: strokes for the table `bones`, once a frame); scene coordinates and where
`motifs/horizon` has them. Out: paint in a `G`. How people walk is in `figures`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Uniforms
from beatforge.picture.shapes import capsule, length, taper
from beatforge.picture.subjects.figures import person
from beatforge.picture.trace import V, fabs, loop, mix, sel, sinp, smoothstep, vmax, vmin

_RIDER = 206
BONES = 17


def galloping(beats: float) -> Sequence[tuple[float, ...]]:
    """The joints of horse and rider at a stride a beat, in their height: strokes (two ends, their radii)."""
    stride = 2 * math.pi * beats
    bob = 0.018 * math.sin(stride)
    hip, shoulder = (-0.24, 0.50 + bob), (0.20, 0.52 - bob)
    bones = [(*hip, *shoulder, 0.105, 0.11)]
    for joint, offset, reach in ((shoulder, 0.0, 0.20), (shoulder, 1.0, 0.20), (hip, 3.0, 0.21), (hip, 4.0, 0.21)):
        turn = 0.62 * math.sin(stride + offset)
        fold = 0.55 + 0.60 * math.cos(stride + offset)
        back = 1.0 if joint is shoulder else -0.4
        knee = (joint[0] + reach * math.sin(turn), joint[1] - 0.04 - reach * math.cos(turn))
        bent = turn - fold * back
        hoof = (knee[0] + reach * math.sin(bent), knee[1] - reach * math.cos(bent))
        bones += [(joint[0], joint[1] - 0.03, *knee, 0.058, 0.032), (*knee, *hoof, 0.030, 0.020)]
    nod = 0.03 * math.sin(stride + 0.6)
    poll = (0.44 + nod, 0.80 + bob)
    bones += [
        (shoulder[0] + 0.04, shoulder[1] + 0.03, *poll, 0.085, 0.048),
        (*poll, 0.60 + nod, 0.70 + bob, 0.045, 0.026),
    ]
    bones += [(hip[0] - 0.06, hip[1] + 0.05, -0.52, 0.46 + 0.05 * math.sin(stride - 1.0), 0.028, 0.012)]
    seat = (-0.06, 0.62 + bob * 1.6)
    neck = (0.00, 0.86 + bob * 1.3)
    bones += [
        (*seat, *neck, 0.062, 0.058),
        (neck[0] + 0.02, neck[1] + 0.085, neck[0] + 0.025, neck[1] + 0.095, 0.048, 0.048),
    ]
    bones += [
        (neck[0], neck[1] - 0.02, 0.24, 0.72 + bob, 0.030, 0.020),
        (seat[0], seat[1], 0.08, 0.42 + bob, 0.045, 0.028),
    ]
    cape = 0.05 * math.sin(stride * 0.5 + 0.8)
    bones += [(neck[0] - 0.02, neck[1] - 0.02, -0.30, 0.74 + cape, 0.045, 0.065)]
    return bones[:BONES]


def travellers(g: G, x: V, y: V, u: Uniforms) -> None:
    """Someone who walks, or rides; a second rider in a crowd."""
    ground = sel(
        u.knoll > -1.0,
        u.knoll - smoothstep(0.0, 1.1, fabs(u.person_x - u.knoll_x) * u.half_width) * 0.20 - 0.025,
        u.horizon - 0.13,
    )
    tall = vmax(u.person, 0.01)
    right = x - u.inside(u.person_x * u.half_width, tall * 0.5)

    def walk(inner: G) -> None:
        shade = length(right * 0.5, (y - ground) * 3.0) / tall
        inner.tint(u.role("ink"), smoothstep(0.30, 0.1, shade) * 0.5)
        person(inner, right, y - ground, u, tall, u.beat_phase * 0.5, 0.31)
        scarf = vmax(fabs(y - ground - tall * 0.80) - tall * 0.035, fabs(right) - tall * 0.085)
        tail = capsule(
            right,
            y - ground,
            tall * -0.06,
            tall * 0.80,
            tall * -0.24,
            tall * 0.76 + sinp(u.t * 0.5 + right * 2.0) * tall * 0.05,
            tall * 0.03,
        )
        inner.paint(u.cover(vmin(scarf, tail)), u.role("accent"), 0.30, _RIDER - 1)

    g.layer(
        (u.person > 0.0) & (fabs(right) < tall * 0.62) & (y > ground - tall * 0.2) & (y < ground + tall * 1.1), walk
    )
    g.layer((u.rider > 0.0) & (y < u.px + u.rider_y + u.rider * 1.1), lambda inner: _riders(inner, x, y, u))


def _riders(g: G, x: V, y: V, u: Uniforms) -> None:
    for nth, (aside, share) in enumerate(((0.0, 1.0), (-0.20, 0.86))):
        size = vmax(u.rider, 0.01) * share
        place = u.inside(u.rider_x * u.half_width, size * 0.62 + 0.02) + aside * sel(u.rider_x > 0.0, 1.0, -1.0)
        step = sinp(u.t * 0.009 + 0.2 * nth) * 0.02
        at, high = (x - place - step) / size, (y - u.rider_y + 0.012 * nth) / size
        shown = u.crowd > 0.2 * nth - 0.01
        g.layer(
            shown & (fabs(at) < 0.72) & (high > -0.12) & (high < 1.08), partial(_ride, at, high, size, (step, 0.0), u)
        )


def _ride(x: V, y: V, size: V, drift: tuple[V, float], u: Uniforms, g: G) -> None:
    g.tint(u.role("ink"), smoothstep(0.55, 0.2, length(x, y * 5.0)) * 0.45)

    def bone(k: object, nearest: list[V]) -> list[V]:
        return [vmin(nearest[0], taper(x, y, *u.row("bones", k)))]

    shape = loop(BONES - 1, [1.0], bone)[0]
    g.paint(u.cover(shape * size), mix(u.role("ink"), u.role("near"), 0.15), 0.32, _RIDER, 0.25, 0.0, drift)
    cape = taper(x, y, *u.row("bones", BONES - 1))
    g.paint(u.cover(cape * size), u.role("accent"), 0.31, _RIDER + 1, 0.25, 0.0, drift)
