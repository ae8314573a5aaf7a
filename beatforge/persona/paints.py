"""What a material shows: 2D fields in the space of its bone, sharp to the pixel at every distance.

A paint gets a `Spot` (where on the figure) and its material's row, and gives colour and emitted light. Each says which
numbers it reads; the rig writes them in that order. Colours are linear. No paint knows a persona.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.persona.faces import EYE_NUMBERS, FACE_NUMBERS, LID_PAINT_NUMBERS, paint_eye, paint_face, paint_lid
from beatforge.persona.layout import MATERIAL_NUMBERS
from beatforge.persona.packets import Row
from beatforge.persona.spots import Frame, Spot, numbers_of
from beatforge.picture.trace import V, clamp, cosp, fabs, floor, fma, lerp, mix, sel, smoothstep, sqrt, vmax

Painted = tuple[Sequence[Any], Sequence[Any]] | tuple[Sequence[Any], Sequence[Any], V]
"""Colour and emitted light; how open the place is to gleams, where it is a cave."""

DARK: Sequence[Any] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paint:
    """A paint and the names of its numbers."""

    numbers: tuple[str, ...]
    show: Callable[[Spot, dict[str, V], Frame], Painted]


def _plain(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    return spot.colour, DARK


def _hair(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """Darker at the root, another tint towards the tips, and a soft broken ring of light round the crown."""
    x, y, z = spot.local
    tip = smoothstep(told["tip_from"], told["tip_to"], y)
    tint = [told[f"tip_{channel}"] for channel in "rgb"]
    colour = mix(spot.colour, tint, tip * told["tip"])
    around = x / (fabs(x) + fabs(z) + 0.12)
    waves = cosp(around * 5.0) * 0.02 + cosp(around * 13.0 + 0.2) * 0.012
    band = clamp(1.0 - fabs(y - told["ring"] + waves) * (1.0 / 0.13))
    lit = band * band * clamp(spot.normal[1] * 0.6 + 0.35) * told["ring_light"]
    return colour, [lit * part for part in (0.9, 0.62, 1.0)]


def _record(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """Grooves, a label in the deck's colour, a cue line that shows the turn; side faces are metal."""
    x, _, z = spot.local
    radius = sqrt(vmax(fma(x, x, z * z), 1e-9))
    glint = 2.0 * x * z / (radius * radius + 1e-4)
    glint = glint * glint
    glint = glint * glint * glint
    groove = fma(glint, 0.10, cosp(radius * 42.0) * 0.008 + 0.018)
    colour: Sequence[Any] = [groove, groove, groove * 1.15]
    line = smoothstep(0.020, 0.012, fabs(z)) * sel(x > 0.0, 1.0, 0.0) * smoothstep(0.10, 0.11, radius)
    colour = mix(colour, [0.85, 0.85, 0.9], line * 0.8)
    theme = mix(frame.colour("primary"), frame.colour("accent"), fma(told["side"], 0.5, 0.5))
    quarter = sel((x * z) > 0.0, 1.0, 0.0)
    label = mix(theme, [0.85, 0.82, 0.9], quarter * 0.85)
    edge = told["label"]
    colour = mix(colour, label, smoothstep(edge + 0.003, edge - 0.004, radius))
    colour = mix(colour, [0.02, 0.02, 0.02], smoothstep(0.018, 0.012, radius))
    colour = mix(colour, [0.35, 0.35, 0.40], smoothstep(told["rim"] - 0.003, told["rim"] + 0.003, radius))
    return mix([0.25, 0.25, 0.29], colour, sel(spot.normal[1] > 0.6, 1.0, 0.0)), DARK


def _meters(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """Two columns of small lamps on top of a box."""
    x, _, z = spot.local
    red: Any = 0.0
    green: Any = 0.0
    for side, level in ((-0.035, "meter_left"), (0.035, "meter_right")):
        column = smoothstep(0.014, 0.011, fabs(x - side))
        place = (0.10 - z) * 60.0
        cell = floor(place)
        lamp = column * smoothstep(0.40, 0.33, fabs(place - cell - 0.5))
        lamp = lamp * sel(cell < 0.0, 0.0, 1.0) * sel(cell > 11.5, 0.0, 1.0)
        lit = sel((cell * (1.0 / 12.0)) < frame[level], 1.0, 0.08) * lamp
        hot = sel(cell > 8.5, 1.0, 0.0)
        red = lit * lerp(0.1, 1.1, hot) + red
        green = lit * lerp(0.9, 0.12, hot) + green
    top = sel(spot.normal[1] > 0.6, 1.0, 0.0)
    return spot.colour, [red * top, green * top, green * 0.35 * top]


def _panel(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """A front with bars that dance about a line, and a lit edge above; the theme's colours from side to side."""
    x, y, _ = spot.local
    front = sel(spot.normal[2] > 0.6, 1.0, 0.0)
    column = floor(x * 14.0)
    across = fabs(x * 14.0 - column - 0.5)
    level = frame["low"] * fabs(cosp(column * 0.083)) + frame["mid"] * 0.6 * fabs(cosp(column * 0.21 + 0.3))
    high = fma(level, 0.17, 0.035) * told["bars"]
    bar = smoothstep(0.36, 0.28, across) * smoothstep(0.006, -0.006, fabs(y - told["middle"]) - high)
    bar = bar * sel(told["bars"] > 0.0, 1.0, 0.0)
    line = smoothstep(0.014, 0.008, fabs(y - told["edge"]))
    lit = (bar * 0.85 + line * 1.3) * front * told["light"]
    tint = mix(frame.colour("primary"), frame.colour("accent"), smoothstep(-1.0, 1.0, x))
    return spot.colour, [part * lit for part in tint]


def _jacket(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """A zip down the front and a round badge in a colour of its own."""
    x, y, z = spot.local
    front = sel(z > 0.03, 1.0, 0.0)
    teeth = fma(cosp(y * 26.0), 0.12, 0.88)
    colour = mix(spot.colour, [0.75 * teeth, 0.75 * teeth, 0.82 * teeth], smoothstep(0.016, 0.010, fabs(x)) * front)
    right, up = x - told["badge_x"], y - told["badge_y"]
    radius = sqrt(vmax(fma(right, right, up * up), 1e-9))
    badge = clamp(smoothstep(0.014, 0.008, fabs(radius - told["badge"])) + smoothstep(0.022, 0.016, radius))
    tint = [told[f"badge_{channel}"] for channel in "rgb"]
    return mix(colour, tint, badge * front * sel(told["badge"] > 0.0, 1.0, 0.0)), DARK


def _knit(spot: Spot, told: dict[str, V], frame: Frame) -> Painted:
    """Ribs round a cuff, a collar or a band: along the bone's y, or its z where `along` is 1, as limbs lie."""
    x, y, z = spot.local
    across, along = lerp(z, y, told["along"]), lerp(y, z, told["along"])
    turn = x / (fabs(x) + fabs(across) + 0.02)
    rib = cosp(turn * told["ribs"] + along * told["lines"])
    return [channel * fma(rib, 0.16, 0.9) for channel in spot.colour], DARK


PAINTS: dict[str, Paint] = {
    "plain": Paint((), _plain),
    "face": Paint(FACE_NUMBERS, paint_face),
    "eye": Paint(EYE_NUMBERS, paint_eye),
    "lid": Paint(LID_PAINT_NUMBERS, paint_lid),
    "hair": Paint(("tip_from", "tip_to", "tip", "tip_r", "tip_g", "tip_b", "ring", "ring_light"), _hair),
    "record": Paint(("label", "rim", "side"), _record),
    "meters": Paint((), _meters),
    "panel": Paint(("bars", "middle", "edge", "light"), _panel),
    "jacket": Paint(("badge_x", "badge_y", "badge", "badge_r", "badge_g", "badge_b"), _jacket),
    "knit": Paint(("ribs", "lines", "along"), _knit),
}
"""Every paint by the name that a material says."""


def painted(name: str, spot: Spot, row: Row, frame: Frame) -> list[Any]:
    """Colour (3) and emitted light (3) of one paint, and how open it is to gleams and rims (1, or less in a cave)."""
    paint = PAINTS[name]
    colour, light, *cave = paint.show(spot, numbers_of(row, MATERIAL_NUMBERS, paint.numbers), frame)
    return [*colour, *light, *(cave if cave else (1.0,))]
