"""Flat: motion graphics. Clean shapes without lines, few tones, long shadows, and plain figures that move on the beat.

Tones are cut at full size from a drawing of half the size, so their edges are crisp. Everything near throws a long
shadow down to the right, over the sky too: the picture is cut from card. Rings, marks and bars of the design lie
between the sky and the things in it; they stand where the shot's seed puts them and move with beats and bands.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.brushes.edges import flies
from beatforge.picture.brushes.hues import vivid
from beatforge.picture.gbuffer import depth_of, emission_of, field, pack, pack_colour, part, unpack_colour
from beatforge.picture.layout import Uniforms
from beatforge.picture.medium import COLOUR, MATTER, RGB, Draw, Medium, Pass, smooth
from beatforge.picture.planes import Reader
from beatforge.picture.shapes import box, length
from beatforge.picture.trace import (
    Number,
    V,
    as_float,
    choose,
    clamp,
    fabs,
    floor,
    fma,
    fract,
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

MARKS = ("size", "line", "tones", "edge")

TONES = 4.0
"""Flat tones of a thing between black and white."""

SHADOW = 96.0
"""Points that a shadow is long, across and down each."""

_REACH = 63.0


def draw_casters(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """The nearest thing towards the light within four steps, and how many steps away."""
    step = SHADOW / 48.0
    best: list[Any] = [as_float(1.0), as_float(0.0)]
    for far in range(4):
        matter = planes.fetch(MATTER, x - step * far, y - step * far, u)
        # petals and leaves in the air throw none: they would streak the picture
        depth = sel(flies(matter) > 0.5, 1.0, depth_of(matter))
        best = choose(depth < best[0] - 0.004, [depth, as_float(float(far))], best)
    return [pack([(best[0], 12), (best[1] * (1.0 / _REACH), 6)])]


def _longer(source: str, steps: int, places: int) -> Draw:
    """A pass that looks `places` times `steps` further along what `source` found."""

    def draw(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
        step = SHADOW / 48.0 * steps
        best: list[Any] = [as_float(1.0), as_float(0.0)]
        for nth in range(places):
            word = planes.fetch(source, x - step * nth, y - step * nth, u)
            depth = part(word, 0, 12)
            here = [depth, field(word, 12, 6) + float(nth * steps)]
            best = choose(depth < best[0] - 0.004, here, best)
        return [pack([(best[0], 12), (best[1] * (1.0 / _REACH), 6)])]

    return draw


def draw_card(x: V, y: V, u: Uniforms, planes: Reader) -> list[V]:
    """Colour, and beside it shadow, depth and light."""
    here, cast = planes.near(MATTER), planes.near("cast3")
    depth, lit = depth_of(here), emission_of(here)
    caster, steps = part(cast, 0, 12), field(cast, 12, 6) * (1.0 / 48.0)
    thrown = smoothstep(0.04, 0.10, depth - caster) * smoothstep(0.80, 0.70, caster)
    # what is near and large throws far, a fish in a shoal hardly
    long = fma(smoothstep(0.06, 0.40, caster), -0.76, 1.0)
    shadow = thrown * clamp(1.0 - steps / long) * (1.0 - lit)
    colour = unpack_colour(planes.near(COLOUR))
    return [pack_colour(colour), pack([(shadow, 8), (depth, 12), (lit, 8)])]


def finish(x: V, y: V, u: Uniforms, planes: Reader) -> list[Any]:
    """Sky, the design's figures, flat things, their shadows."""
    colour = smooth(planes, "card", RGB, 1.5)
    shadow, depth, lit = smooth(planes, "cut", ((0, 8), (8, 12), (20, 8)), 1.5)
    is_sky = smoothstep(0.965, 0.975, depth) * (1.0 - smoothstep(0.5, 0.7, lit))
    tones = TONES * clamp(u.mark("tones"), 0.4, 3.0)
    light = luma(colour)
    flat = _flat(light, tones, 0.10)
    stepped = _flat(light, tones * 2.0, 0.3)
    level = lerp(lerp(flat, light, 0.22), stepped, is_sky)
    cut = vivid(saturate(scale(colour, (level + 0.06) / (light + 0.05)), 1.35), 0.60, 1.9)
    cut = mix(cut, _design(x, y, u, cut), is_sky * u.mark("line"))
    deep = mix(scale(cut, 0.42), u.role("near"), 0.30)
    cut = mix(cut, deep, shadow * u.mark("edge") * 0.62)
    return mix(cut, saturate(colour, 1.4), smoothstep(0.55, 0.85, lit))


def _flat(light: V, tones: Number, soft: float) -> V:
    """The middle of the tone's step; `soft` is the share of a step over which it goes to the next."""
    place = light * tones
    return (floor(place) + smoothstep(1.0 - soft, 1.0, fract(place)) + 0.5) / tones


def _design(x: V, y: V, u: Uniforms, ground: list[Any]) -> list[Any]:
    """Rings from a seeded place, a field of small marks, bars at one side: on the sky."""
    size = clamp(u.mark("size"), 0.4, 2.0)
    side = sel(fract(u.seed * 0.71) > 0.5, 1.0, -1.0)
    right, below = x - u.width * fma(side, 0.27, 0.5), y - fma(fract(u.seed * 0.37), 90.0, 150.0)
    away = length(right, below)
    pairs = u.beat_phase * 0.5
    # a ring leaves on every other beat and fades as it grows
    colour: list[Any] = ground
    for nth in range(3):
        disc = (fma(u.swell, 16.0, 112.0 + 125.0 * nth)) * size
        colour = mix(colour, mix(u.role("sun"), u.role("sky_low"), 0.4), _edge(away - disc, u) * 0.085)
    for nth in range(3):
        age = (fract(pairs) + nth) * (1.0 / 3.0)
        radius = fma(age, fma(age, -90.0, 280.0), 46.0) * size
        thick = fma(age, -6.0, 8.0) * size
        ring = _edge(fabs(away - radius) - thick * 0.5, u) * (1.0 - age) * 0.60
        tinted = sel(fract((floor(pairs) - nth) * 0.5) > 0.25, 1.0, 0.0)
        colour = mix(colour, mix(u.role("paper"), u.role("accent2"), tinted), ring)
    # small crosses, a wave of which swells across the field
    grid = 64.0 * size
    across, down = x / grid, y / grid
    wave = sinp((floor(across) + floor(down)) * 0.11 - u.bar_phase * 0.5) * 0.5 + 0.5
    arm = fma(wave * wave, 7.0, 3.5) * size
    dx, dy = fabs(fract(across) - 0.5) * grid, fabs(fract(down) - 0.5) * grid
    cross = vmin(vmax(dx - arm, dy - 1.1), vmax(dy - arm, dx - 1.1))
    colour = mix(colour, u.role("paper"), _edge(cross, u) * fma(wave, 0.30, 0.16))
    # bands of sound
    for nth, name in enumerate(("bass", "mid", "high", "energy")):
        middle = u.width * fma(side, -0.40, 0.5) + (nth - 1.5) * 22.0 * size
        tall = fma(u[name], 78.0, 8.0) * size
        bar = box(x - middle, y - 118.0 * size, 6.0 * size, tall)
        colour = mix(colour, u.role(("accent", "accent2", "paper", "sun")[nth]), _edge(bar, u) * 0.85)
    return colour


def _edge(distance: V, u: Uniforms) -> V:
    """Coverage of a shape whose distance is in points."""
    return clamp(0.5 - distance * u.per_point)


MEDIUM = Medium(
    scale=2,
    passes=(
        Pass(draw_casters, 2, ("cast1",)),
        Pass(_longer("cast1", 4, 4), 2, ("cast2",)),
        Pass(_longer("cast2", 16, 3), 2, ("cast3",)),
        Pass(draw_card, 2, ("card", "cut")),
    ),
    finish=finish,
)
