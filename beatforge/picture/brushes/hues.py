"""Inks and glass have a hue: how pure a colour is, and colours whose hue is drawn out.

In: colours of the picture. Out: colours as bright as before. What has no hue keeps having hardly any, and snow stays
snow.
"""

from __future__ import annotations

from typing import Any

from beatforge.picture.trace import V, clamp, lerp, smoothstep, vmax, vmin


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
