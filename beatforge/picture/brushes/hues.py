"""Inks, glass and oil have a hue: how pure a colour is, a hue drawn out or turned, a rainbow of the palette.

In: colours of the picture. Out: colours about as bright. What has no hue keeps having hardly any, and snow stays
snow.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.layout import Uniforms
from beatforge.picture.trace import (
    Number,
    V,
    clamp,
    cosp,
    floor,
    fma,
    fract,
    lerp,
    saturate,
    sinp,
    smoothstep,
    vmax,
    vmin,
)


def span(colour: list[Any]) -> tuple[V, V]:
    """The strongest and the weakest of a colour's channels; the strongest is never quite 0."""
    red, green, blue = colour
    return vmax(vmax(red, green), vmax(blue, 0.02)), vmin(vmin(red, green), blue)


def purity(colour: list[Any]) -> V:
    """How far a colour is from grey: 0 none .. 1 as pure as can be."""
    high, low = span(colour)
    return clamp((high - low) / high)


def vivid(colour: list[Any], least: float, most: float) -> list[Any]:
    """A colour whose hue is drawn out until it is `least` pure, at most `most` times as far as it was."""
    high, low = span(colour)
    more = lerp(clamp(least / vmax(purity(colour), 0.05), 1.0, most), 1.0, smoothstep(0.62, 0.86, low))
    return [high - (high - channel) * more for channel in colour]


def unbrowned(colour: list[Any]) -> list[Any]:
    """Dark yellow is brown, which no slide of oil shows: it turns to wine and violet."""
    red, green, blue = colour
    yellow = clamp(vmin(red, green) - blue) * smoothstep(0.88, 0.45, vmax(red, green))
    return [red, fma(yellow, -0.75, green), fma(yellow, 0.70, blue)]


def pure_or_murky(colour: list[Any]) -> tuple[list[Any], V]:
    """A colour without grey in it, its hue drawn out; and how much of another's hue it needs, where it has none."""
    high, low = span(colour)
    # times as far from grey as it would have to be to have a hue
    wanted = high * 0.62 / vmax(high - low, high * 0.05)
    is_white = smoothstep(0.62, 0.86, low)
    more = lerp(clamp(wanted, 1.0, 2.2), 1.0, is_white)
    # white stays white: only what is murky is dyed
    murky = smoothstep(1.5, 3.2, wanted) * smoothstep(0.95, 0.65, low) * 0.75
    return [high - (high - channel) * more for channel in colour], murky


def turned_hue(colour: list[V], turn: Number) -> list[V]:
    """A colour with its hue turned about grey."""
    cosine, sine = cosp(turn), sinp(turn) * 0.57735
    even = (colour[0] + colour[1] + colour[2]) * (1.0 / 3.0)
    return [
        fma(own - even, cosine, fma(before - after, sine, even))
        for own, before, after in (
            (colour[0], colour[2], colour[1]),
            (colour[1], colour[0], colour[2]),
            (colour[2], colour[1], colour[0]),
        )
    ]


def spectrum(turn: V, u: Uniforms) -> list[Any]:
    """A rainbow bent towards the palette: from its sky over its sun to its accents and back."""
    stops = [saturate(u.role(name), 1.5) for name in ("sky_top", "far", "sky_low", "sun", "accent", "accent2")]
    whole = fract(turn) * 6.0
    first = floor(whole)
    place = first + smoothstep(0.15, 0.85, whole - first)
    colour = stops[0]
    for step, (start, end) in enumerate(zip(stops, [*stops[1:], stops[0]], strict=True)):
        past = clamp(place - float(step))
        colour = [fma(after - before, past, own) for own, before, after in zip(colour, start, end, strict=True)]
    return colour
