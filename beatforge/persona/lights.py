"""Lights as numbers: a theme's, or the neutral ones of reference sheets, which turn with the camera.

In: a theme's file, how loud the music is. Out: frozen values that the kernel's frame takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from beatforge.persona.features import linear
from beatforge.project.figures import LightSpec, ThemeSpec

Point = tuple[float, float, float]
NAMES = ("key", "fill", "rim_left", "rim_right")


@dataclass(frozen=True, slots=True)
class Light:
    """To where it is, and its colour as light."""

    toward: Point
    colour: Point


@dataclass(frozen=True, slots=True)
class Lights:
    """All the light of a frame, by the names of `layout.FRAME`; levels (0..1) are what lamps show of the music."""

    lights: Mapping[str, Light]
    colours: Mapping[str, Point]
    levels: Mapping[str, float] = field(default_factory=dict)
    turn_with_camera: bool = False

    def with_levels(self, **levels: float) -> Lights:
        return replace(self, levels={**self.levels, **levels})

    def numbers(self, forward: Any) -> dict[str, float]:
        """Every number by name; `forward` is where the camera looks."""
        turn = math.atan2(-forward[0], -forward[2]) if self.turn_with_camera else 0.0
        told: dict[str, float] = {}
        for name, light in self.lights.items():
            told |= _named(name, "xyz", _unit(_turned(light.toward, turn)))
            told |= _named(name, "rgb", light.colour)
        for name, colour in self.colours.items():
            told |= _named(name, "rgb", colour)
        return told | dict(self.levels)


def neutral_lights() -> Lights:
    """Three lights and soft surroundings for sheets: from any side she is lit as from the front."""
    lights = {
        "key": Light((-0.62, 0.60, 0.55), (1.22, 1.10, 0.98)),
        "fill": Light((0.8, 0.1, 0.55), (0.26, 0.26, 0.34)),
        "rim_left": Light((-0.75, 0.25, -0.55), (0.55, 0.60, 0.95)),
        "rim_right": Light((0.8, 0.35, -0.5), (0.95, 0.55, 0.80)),
    }
    colours = {
        "sky": (0.27, 0.27, 0.38),
        "ground": (0.17, 0.12, 0.16),
        "primary": (0.0, 0.6, 1.0),
        "accent": (1.0, 0.2, 0.6),
    }
    return Lights(lights, colours, LEVELS, turn_with_camera=True)


def theme_lights(theme: ThemeSpec) -> Lights:
    """The lights of a theme."""
    specs = {name: getattr(theme, name) for name in NAMES}
    colours = {name: linear(getattr(theme, name)) for name in ("sky", "ground", "primary", "accent")}
    return Lights({name: _light(spec) for name, spec in specs.items()}, colours, LEVELS)


LEVELS: Mapping[str, float] = {"low": 0.6, "mid": 0.6, "high": 0.6, "meter_left": 0.6, "meter_right": 0.6}


def _light(spec: LightSpec) -> Light:
    red, green, blue = linear(spec.colour)
    return Light(spec.toward, (red * spec.power, green * spec.power, blue * spec.power))


def _turned(way: Point, turn: float) -> Point:
    x, y, z = way
    return (x * math.cos(turn) + z * math.sin(turn), y, z * math.cos(turn) - x * math.sin(turn))


def _unit(way: Point) -> Point:
    length = math.sqrt(sum(part * part for part in way))
    return (way[0] / length, way[1] / length, way[2] / length)


def _named(name: str, parts: str, values: Point) -> dict[str, float]:
    return {f"{name}_{part}": value for part, value in zip(parts, values, strict=True)}
