"""Lamps, their beams in the haze, and the light that follows her.

In: lamps in the world and a camera. Out: once a frame a row for each lamp where the camera sees it; per pixel the light
that all of them put into the air. A cone of light is a wedge wherever it is seen from, so each beam costs a few
operations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.persona.stages.parts.place import NEAREST, Point, Show
from beatforge.persona.stages.parts.sight import Sight, theme
from beatforge.picture.gbuffer import G
from beatforge.picture.noise import noise
from beatforge.picture.shapes import length
from beatforge.picture.trace import (
    Number,
    V,
    clamp,
    fabs,
    falloff,
    fma,
    gate,
    loop,
    mix,
    sel,
    smoothstep,
    vmax,
)

WIDENS = 0.11
"""Half width of a beam for each unit of its length."""

REACH = 4.2
"""Length of a beam until it is lost in the air."""

LENS = 0.055
"""Half width of a lamp."""

HALO = 5.5
"""How many of its half widths a lamp's halo goes."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp: where, whither it shines, between which of the theme's colours (0 primary .. 1 accent, 2 white), how
    strong its beam is and how bright its lens."""

    at: Point
    way: Point
    hue: float
    beam: float
    lens: float
    widens: float = WIDENS
    reach: float = REACH


def lamp_rows(show: Show, lamps: Sequence[Lamp]) -> list[tuple[float, ...]]:
    """Each lamp as the camera sees it: place, way along the beam, its length, half widths at both ends, half width of
    the lens, hue, strength of the beam and of the lens."""
    return [_row(show, lamp) for lamp in lamps]


def beams(g: G, sight: Sight, table: str, haze: Number, thick: Number = 1.0) -> None:
    """The light in the air between the lamps and what they shine on, and the lamps themselves."""
    u = sight.u

    def lamp(k: int, lit: list[V]) -> list[V]:
        x, y, dx, dy, long, thin, wide, lens, hue, beam, glow = u.row(table, k)
        right, up = sight.across - x, sight.above - y
        along, aside = right * dx + up * dy, fabs(right * dy - up * dx)
        part = clamp(along / long)
        spread = fma(wide - thin, part, thin)
        away = length(right, up) / lens

        def shining() -> list[V]:
            fades = smoothstep(0.0, 0.06, along / long) * fma(part, fma(part, 0.55, -1.45), 0.95)
            inside = falloff(vmax(aside / spread * 1.7 - 0.35, 0.0)) * fades * beam * haze
            inside = sel((along > 0.0) & (along < long), inside, 0.0)
            core = smoothstep(1.15, 0.75, away) * glow
            halo = falloff(away * (4.0 / HALO)) * glow * 0.42
            power = inside + halo
            white = smoothstep(1.0, 2.0, hue)
            accent = clamp(hue) * (1.0 - white)
            return [
                fma(power, 1.0 - clamp(hue), lit[0]),
                fma(power, accent, lit[1]),
                fma(power, white, fma(core, 0.9, lit[2])),
                vmax(lit[3], core),
            ]

        near = (along > 0.0) & (along < long) & (aside < spread * 2.6)
        return gate((near & (beam > 0.0)) | (away < HALO), shining, lit)

    first, second, white, core = loop(u.rows(table), [0.0, 0.0, 0.0, 0.0], lamp)

    def smoky(inner: G) -> None:
        drift = sight.u["show.time_s"] * 0.05
        smoke = noise(fma(sight.across, 3.4, drift), fma(sight.above, 4.2, drift * -0.4))
        smoke = fma(noise(fma(sight.across, 8.1, drift * -1.3), sight.above * 9.3), 0.4, smoke * 0.6)
        seen = fma(smoke - 0.5, thick * 0.9, 1.0)
        pale = [mix(theme(u, name), (1.0, 1.0, 1.0), 0.12) for name in ("primary", "accent")]
        inner.light(pale[0], clamp(first * seen, 0.0, 0.9))
        inner.light(pale[1], clamp(second * seen, 0.0, 0.9))
        inner.light((1.0, 0.98, 0.94), clamp(fma(core, 0.25, white) * 0.9, 0.0, 0.95))

    g.layer(first + second + white > 0.002, smoky)


def aimed(start: Point, end: Point) -> Point:
    """The way from one point to another, one long."""
    way = [to - at for at, to in zip(start, end, strict=True)]
    long = math.sqrt(sum(part * part for part in way)) or 1.0
    return tuple(part / long for part in way)


def follow_spot(show: Show, source: Point, strength: float, hue: float = 2.0) -> Lamp:
    """The lamp that follows her from `source`; dark where the cue is not."""
    end = (0.0, 0.3, 0.1)
    long = math.dist(source, end)
    return Lamp(source, aimed(source, end), hue, strength, strength * 0.5, 0.15, long)


def _row(show: Show, lamp: Lamp) -> tuple[float, ...]:
    end = tuple(at + way * lamp.reach for at, way in zip(lamp.at, lamp.way, strict=True))
    x, y, distance = show.seen(lamp.at)
    if distance < NEAREST * 3.0:
        return (9.0, 9.0, 1.0, 0.0, 1.0, 0.01, 0.02, 0.001, lamp.hue, 0.0, 0.0)
    near_end = show.ahead(end)
    beam = lamp.beam * min(1.0, (distance - NEAREST * 3.0) / 1.5)
    if near_end < NEAREST * 3.0:
        # a beam that passes the camera is followed as far as it is seen
        part = (distance - NEAREST * 3.0) / (distance - near_end)
        end = tuple(at + (to - at) * part for at, to in zip(lamp.at, end, strict=True))
    ex, ey, end_distance = show.seen(end)
    long = max(math.hypot(ex - x, ey - y), 0.02)
    scale, end_scale = (0.5 / (show.tangent * max(far, NEAREST)) for far in (distance, end_distance))
    wide = min((LENS + lamp.widens * math.dist(lamp.at, end)) * end_scale, 0.6)
    facing = -sum(way * part for way, part in zip(lamp.way, aimed(show.eye, lamp.at), strict=True))
    lens = lamp.lens * (0.45 + 0.55 * max(facing, 0.0))
    row = (x, y, (ex - x) / long, (ey - y) / long, long, LENS * scale, wide, LENS * scale, lamp.hue, beam, lens)
    return tuple(round(number, 6) for number in row)
