"""Who crosses a desert: a caravan on the crest of a dune, someone alone.

Where they are is worked out once per frame (`found`), so that pixels away from them cost nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from beatforge.picture.gbuffer import G
from beatforge.picture.layout import Arrangement, Uniforms
from beatforge.picture.shapes import length, taper
from beatforge.picture.subjects.dunes import crest
from beatforge.picture.subjects.figures import person
from beatforge.picture.subjects.sprites import sprite
from beatforge.picture.trace import (
    V,
    as_float,
    choose,
    fabs,
    falloff,
    floor,
    fma,
    fract,
    mix,
    sel,
    sinp,
    smoothstep,
    vmax,
    vmin,
)

_CAMEL, _SUBJECT = 130, 208

FOUND = ("caravan_left", "caravan_right", "caravan_low", "caravan_high", "walker_at", "walker_foot")
"""What each frame finds anew."""


def found(values: Mapping[str, float], arranged: Arrangement) -> Arrangement:
    """Where the caravan and the walker are in this frame, on the crest of their dune."""
    numbers: dict[str, Any] = {**arranged}
    half_width, t, cam = values["half_width"], values["t"], values["cam"]
    upright = min(1.0, max(0.0, (0.5 - half_width) / 0.21875))
    walked = numbers["dunes"][int(numbers["walked"])]
    camels, boxes = [], [(9.0, -9.0, 9.0, -9.0)]
    for head, behind, tall, middle, way, stride, wanted, *_ in numbers["camels"]:
        room = max(half_width * 0.86 - tall * 0.7, 0.0)
        leader = min(max(head * half_width + (t - 56.0) * 0.0022 * way, -room), room)
        along = leader + behind * (1.0 - 0.35 * upright)
        foot = crest(walked, along, half_width, cam) - tall * 0.03
        # a peak of the film has the longer caravan
        is_there = tall > 0.01 and (wanted < 0.01 or values["crowd"] + max(values["intensity"] - 0.6, 0.0) > wanted)
        camels.append((head, behind, tall * is_there, middle, way, stride, wanted, along, foot))
        if is_there:
            boxes.append((along - tall * 1.25, along + tall * 1.25, foot - tall * 1.35, foot + tall * 1.2))
    lefts, rights, lows, highs = zip(*boxes, strict=True)
    at = numbers["walker_x"] * half_width + math.sin(math.tau * t * 0.006) * 0.02
    foot = crest(walked, at, half_width, cam) - 0.008 if numbers["ridge"] > 0.5 else numbers["walker_y"]
    where = (min(lefts), max(rights), min(lows), max(highs), at, foot)
    return {"camels": camels, **dict(zip(FOUND, where, strict=True))}


def camel(row: list[V], under: list[V], x: V, y: V, u: Uniforms) -> list[V]:
    """A camel that walks along the crest. A row: head of the caravan, how far behind, height (0 for none), drawing,
    way, stride, crowd it takes, where it is."""
    _, behind, tall, middle, way, stride, _, along, foot = row
    ident = sel(fabs(behind) < 0.01, _SUBJECT, _CAMEL)
    right, up = (x - along) / vmax(tall, 0.01) * way, (y - foot) / vmax(tall, 0.01)
    g = G.of(under)

    def walking(inner: G) -> None:
        step = u.beat_phase * 0.25 + stride
        nod = sinp(step * 2.0) * 0.012
        legs = as_float(9.0)
        for hip, phase in ((-0.27, 0.0), (0.14, 0.5), (-0.20, 0.5), (0.21, 0.0)):
            swing, lift = sinp(step + phase) * 0.10, vmax(sinp(step + phase + 0.25), 0.0) * 0.06
            knee = hip + swing * 0.5
            legs = vmin(legs, taper(right, up, hip, 0.46, knee, 0.24 + lift * 0.4, 0.055, 0.026))
            legs = vmin(legs, taper(right, up, knee, 0.24 + lift * 0.4, hip + swing, lift + 0.02, 0.026, 0.022))
        coat = mix(u.role("ink"), u.role("near"), 0.5)
        lean = (u.sun_x * u.half_width - along) * way
        inner.paint(u.cover(legs * tall), coat, 0.50, ident, 0.25)
        p = sprite(u, "props", middle, right * 0.9 - 0.06, (up - nod) * 0.9, tall / 0.9)
        part = floor(p.ident + 0.5)
        rim = p.tone * smoothstep(-0.2, 0.4, lean)
        hide = mix(coat, mix(u.role("accent"), u.role("sun"), 0.5), rim * 0.55)
        cloth = mix(mix(u.role("accent"), u.role("ink"), 0.25), mix(u.role("accent2"), u.role("paper"), 0.4), p.tone)
        skin = mix(u.role("ink"), u.role("accent"), 0.4)
        colour = choose(part > 2.5, cloth, choose(part > 1.5, skin, hide))
        inner.paint(p.coverage, colour, 0.50, ident + part, 0.25)

    here = tall > 0.01
    g.layer(here & (fabs(right) < 0.54) & (up > -0.05) & (up < 1.15), walking)
    under_foot = here & (up < 0.04) & (up > -1.3) & (fabs(right) < 1.2)
    lean = (along - u.sun_x * u.half_width) * way
    shade = falloff(fabs(right - up * lean * -1.2) * 3.2) * smoothstep(-1.2, -0.2, up)
    g.layer(under_foot, lambda inner: inner.tint(u.role("near"), shade * 0.5 * (1.0 - u.moon * 0.5)))
    return g.values()


def walker(g: G, x: V, y: V, u: Uniforms) -> None:
    """Someone alone with a long shadow and a scarf in the wind; behind, footprints."""
    tall = vmax(u.walker, 0.01)

    def walking(inner: G) -> None:
        _walking(inner, x - u.walker_at, y - u.walker_foot, tall, u)

    near = (fabs(x - u.walker_at) < tall * 4.51) & (y < u.walker_foot + tall * 1.21)
    g.layer((u.walker > 0.0) & near, walking)


def _walking(g: G, x: V, y: V, tall: V, u: Uniforms) -> None:
    right, up = x / tall, y / tall
    lean = u.walker_x - u.sun_x

    def tracks(inner: G) -> None:
        down = 0.0 - up
        line = lean * 0.3 * down + sinp(down * 0.16) * 0.35 * down * 0.3
        side = fract(down * 2.2 / (1.0 + down * 0.35))
        left = sel(side > 0.5, 1.0, -1.0) * fma(down, 0.02, 0.10)
        near = length((right + line - left) / fma(down, 0.05, 1.0), (fract(side * 2.0) - 0.5) * 0.20) - 0.075
        inner.tint(mix(u.role("near"), u.role("mid"), 0.4), smoothstep(0.03, -0.03, near) * 0.6)

    g.layer((u.trail > 0.5) & (up < 0.0) & (fabs(right) < 4.5), tracks)

    def shade(inner: G) -> None:
        body = taper(right + up * lean * 2.2, up, 0.0, 0.0, 0.0, -1.9, 0.09, 0.17)
        inner.tint(mix(u.role("near"), u.role("mid"), 0.3), smoothstep(0.03, -0.03, body) * 0.6)

    g.layer((up < 0.1) & (up > -2.2) & (fabs(right) < 3.5), shade)

    def body(inner: G) -> None:
        person(inner, x, y, u, tall, u.beat_phase * 0.5, 0.20)
        flutter = sinp(right * 0.9 - u.t * 0.8) * 0.10 * right + right * right * 0.35
        scarf = fabs(up - 0.77 + flutter) - fma(right, 0.02, 0.045)
        scarf = vmax(scarf, vmax(-0.09 - right, right - fma(u.wind, 0.30, 0.42)))
        inner.paint(u.cover(scarf * tall), u.role("accent"), 0.19, 205, 0.1)

    g.layer((fabs(right) < 1.0) & (up > -0.03) & (up < 1.2), body)
