"""Faces: what is drawn on a head, an eyeball and a lid. Forms are the figure's; here are features.

All numbers come from the expression and the figure; places are in head units on a face, in the unit sphere on eyes and
lids. Features fade at the edge of what their plane can hold, so that from the side nothing stands off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beatforge.persona.layout import LID_NUMBERS
from beatforge.persona.lens import Lens
from beatforge.persona.spots import Frame, Spot
from beatforge.picture.trace import V, clamp, cosp, fabs, fma, lerp, mix, sel, smoothstep, sqrt, vmax

_MOUTH = ("x", "y", "width", "smile", "smirk", "open", "upper", "round")
_COLOURS = ("lips", "mouth", "tongue", "teeth", "blush", "brow", "shadow")

FACE_NUMBERS = (
    *(f"mouth_{name}" for name in _MOUTH),
    *("teeth", "tongue", "blush", "blush_x", "blush_y"),
    *("brow_x", "brow_y", "brow_width", "brow_thick", "brow_inner", "brow_outer", "brow_arch", "brow_extra"),
    *("eye_x", "eye_y", "lash_x", "lash_y", "lash_length", "lash_rise"),
    *(f"{name}_{channel}" for name in _COLOURS for channel in "rgb"),
)
"""Numbers of a face. `brow_*` heights are of inner and outer ends, `brow_extra` lifts her left one."""

EYE_NUMBERS = (
    *("gaze_x", "gaze_y", "gaze_z", "iris", "pupil", "light", "toward"),
    *LID_NUMBERS,
    *(f"{name}_{channel}" for name in ("white", "iris_top", "iris_low", "ring") for channel in "rgb"),
)

LID_PAINT_NUMBERS = (
    *LID_NUMBERS,
    *("side", "lash"),
    *(f"{name}_{channel}" for name in ("shade", "lash", "skin") for channel in "rgb"),
)


def _rgb(told: dict[str, V], name: str) -> list[V]:
    return [told[f"{name}_{channel}"] for channel in "rgb"]


def _disc(x: V, y: V, wide: float, high: float) -> V:
    across, up = x * (1.0 / wide), y * (1.0 / high)
    return clamp(1.0 - fma(across, across, up * up))


def paint_face(spot: Spot, told: dict[str, V], frame: Frame) -> tuple[Sequence[Any], Sequence[Any], V]:
    """Blush, eye sockets, brows and the mouth's lips and inside."""
    x, y, z = spot.local
    front = smoothstep(0.02, 0.12, z)
    aside = fabs(x)
    colour: Sequence[Any] = spot.colour
    blush = _disc(aside - told["blush_x"], y - told["blush_y"], 0.120, 0.080)
    colour = mix(colour, _rgb(told, "blush"), blush * told["blush"] * front)
    socket = _disc(aside - told["eye_x"], y - told["eye_y"], 0.215, 0.235)
    colour = mix(colour, _rgb(told, "shadow"), smoothstep(0.0, 0.9, socket) * 0.30 * front)
    brow = _brow(spot, told) * front
    colour = mix(colour, _rgb(told, "brow"), brow)
    colour, teeth, inside = _mouth(spot, told, colour, front)
    # teeth are seen in the dark of the mouth; brows are hair, which gleams less than skin
    return colour, [channel * teeth * 0.55 for channel in _rgb(told, "teeth")], 1.0 - vmax(inside, brow * 0.8)


def _brow(spot: Spot, told: dict[str, V]) -> V:
    """How much a place is brow: an arched stroke, thick inside, thin outside, with fine hairs at its edge."""
    x, y, _ = spot.local
    aside = fabs(x)
    part = clamp((aside - told["brow_x"]) / told["brow_width"])
    extra = sel(x > 0.0, told["brow_extra"], 0.0)
    bow = part * (1.0 - part) * 4.0
    lift = lerp(told["brow_inner"] + extra, told["brow_outer"] + extra * 0.6, part)
    middle = fma(bow, told["brow_arch"], told["brow_y"] + lift)
    thick = told["brow_thick"] * lerp(lerp(0.62, 1.0, clamp(part * 4.0)), 0.22, clamp(part * part))
    over = (aside - told["brow_x"]) - part * told["brow_width"]
    slope = (told["brow_outer"] - told["brow_inner"]) / told["brow_width"]
    up = (y - middle) / sqrt(fma(slope, slope, 1.0))
    far = sqrt(vmax(fma(over, over, up * up), 1e-10)) - thick
    return smoothstep(spot.pixel + 0.002, 0.0 - spot.pixel - 0.002, far)


def _mouth(spot: Spot, told: dict[str, V], colour: Sequence[Any], front: V) -> tuple[list[Any], V, V]:
    x, y, _ = spot.local
    numbers = {name: told[f"mouth_{name}"] for name in _MOUTH}
    lens = Lens.mouth(numbers)
    top, bottom, _, _ = lens.edges(x)
    outside, _, _ = lens.at(x, y)
    across = (x - numbers["x"]) / numbers["width"]
    bow = lerp(vmax(1.0 - across * across, 0.0), 1.0, clamp(numbers["round"]))
    thick = fma(sqrt(sqrt(bow)), 0.0185, 0.003)
    edge = spot.pixel
    colour = mix(colour, _rgb(told, "lips"), smoothstep(thick + edge, thick - edge, outside) * front)
    # the cave's wall stands where the opening ends: it must be well inside
    inside = smoothstep(edge + 0.005, 0.004 - edge, outside) * front
    cave: Sequence[Any] = _rgb(told, "mouth")
    right, up = (x - numbers["x"]) * (1.0 / 0.10), (y - bottom - 0.012) * (1.0 / 0.06)
    tongue = smoothstep(1.0, 0.8, fma(right, right, up * up)) * told["tongue"]
    cave = mix(cave, _rgb(told, "tongue"), tongue)
    row = smoothstep(0.0 - edge, edge, y - (top - told["teeth"] * clamp(bow * 2.5))) * sel(
        told["teeth"] > 0.004, 1.0, 0.0
    )
    cave = mix(cave, _rgb(told, "teeth"), row)
    return mix(colour, cave, inside), row * inside, inside


def paint_eye(spot: Spot, told: dict[str, V], frame: Frame) -> tuple[Sequence[Any], Sequence[Any]]:
    """Iris, pupil, two lights, and the shadow of the upper lid."""
    x, y, z = spot.local
    inverse = 1.0 / sqrt(vmax(fma(x, x, fma(y, y, z * z)), 1e-9))
    x, y, z = x * inverse, y * inverse, z * inverse
    gaze = [told[f"gaze_{axis}"] for axis in "xyz"]
    toward = fma(x, gaze[0], fma(y, gaze[1], z * gaze[2]))
    radius = sqrt(vmax(2.0 - toward * 2.0, 1e-9))
    soft = spot.pixel * 5.0
    iris = told["iris"]
    height = (y - gaze[1]) / iris
    ball = mix(_rgb(told, "iris_top"), _rgb(told, "iris_low"), smoothstep(0.7, -0.9, height))
    ball = mix(ball, _rgb(told, "ring"), smoothstep(iris * 0.76, iris, radius) * 0.92)
    spokes = cosp((x - gaze[0]) * 3.0 / (fabs(x - gaze[0]) + fabs(y - gaze[1]) + 0.05))
    ball = [channel * fma(spokes, 0.07, 1.0) for channel in ball]
    hole = iris * told["pupil"]
    ball = mix(ball, [0.006, 0.004, 0.012], smoothstep(hole + soft, hole - soft, radius))
    colour: Sequence[Any] = mix(_rgb(told, "white"), ball, smoothstep(iris + soft, iris - soft, radius))
    top, bottom, _, _ = Lens({name: told[name] for name in LID_NUMBERS}, False).edges(x)
    shade = lerp(0.40, 1.0, smoothstep(-0.02, 0.36, top - y)) * lerp(0.78, 1.0, smoothstep(-0.05, 0.25, y - bottom))
    # as dark as the lashes where they end: four samples make no smooth edge of black on white
    shade = shade * lerp(0.15, 1.0, smoothstep(-0.01, fma(soft, 1.3, 0.03), top - y))
    colour = [channel * shade for channel in colour]
    for right, up, size in ((-0.20, 0.26, 0.18), (0.18, -0.21, 0.09)):
        over, above = x - gaze[0] - right, y - gaze[1] - up
        far = sqrt(vmax(fma(over, over, above * above), 1e-9))
        light = smoothstep(size + soft, size - soft, far) * sel(z > 0.0, 1.0, 0.0) * told["light"]
        colour = mix(colour, [1.25, 1.25, 1.25], light)
    return colour, (0.0, 0.0, 0.0)


def paint_lid(spot: Spot, told: dict[str, V], frame: Frame) -> tuple[Sequence[Any], Sequence[Any]]:
    """Eyeshadow above, skin below, and lashes along the upper edge that grow into a wing at the outer corner."""
    x, y, z = spot.local
    lens = Lens({name: told[name] for name in LID_NUMBERS}, False)
    top, bottom, _, _ = lens.edges(x)
    outer = x * told["side"]
    soft = spot.pixel * 5.0
    above = y - top
    upper = smoothstep(-0.12, 0.02, y - (top + bottom) * 0.5)
    fade = smoothstep(0.85, 0.25, above) * smoothstep(1.0, 0.6, fabs(x)) * smoothstep(-0.05, 0.25, z)
    colour = mix(_rgb(told, "skin"), _rgb(told, "shade"), upper * fade)
    width = fma(clamp(outer + 0.35), 0.10, 0.085) * told["lash"]
    line = smoothstep(width + soft, width - soft, above) * upper * smoothstep(-0.25, -0.05, z)
    line = vmax(line, _wing(lens, told, x, y, soft) * told["lash"])
    colour = mix(colour, _rgb(told, "lash"), line)
    low = smoothstep(0.045 + soft, 0.045 - soft, bottom - y) * (1.0 - upper) * smoothstep(-0.05, 0.1, z)
    return mix(colour, [channel * 0.55 for channel in _rgb(told, "shade")], low * 0.55), (0.0, 0.0, 0.0)


def _wing(lens: Lens, told: dict[str, V], x: V, y: V, soft: V) -> V:
    """The lashes' outer end: a point that rises where the lid's edge falls to the corner."""
    begin, length = 0.52, 0.46
    outer = x * told["side"]
    root, *_ = lens.edges(told["side"] * begin)
    part = (outer - begin) * (1.0 / length)
    high, low = fma(part, -0.10, root + 0.06), lens.edges(x)[0]
    is_outer = smoothstep(0.0 - soft, soft, outer - begin) * smoothstep(1.0, 0.97, part)
    return is_outer * smoothstep(soft, 0.0 - soft, y - high) * smoothstep(0.0 - soft, soft, y - low)
