"""Contact sheets of a persona as PNGs: expressions, gestures, the turntable, the booth in every theme.

In: the persona's file and a folder. Out: pictures without labels, since each must tell what it is by itself. Light
turns with the camera on neutral sheets; the ground behind a theme is only a hint of its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beatforge.persona.features import linear
from beatforge.persona.lights import Lights, neutral_lights, theme_lights
from beatforge.persona.performer import Performer, view_of
from beatforge.persona.poses import Camera, Expression, Pose, expression_in, expression_of, orbit, pose_of
from beatforge.project.figures import ShownSpec, ThemeSpec

Array = Any

EXPRESSION_TURNS = (0.0, -40.0, 40.0, -90.0, 90.0)
GESTURE_TURNS = (0.0, -35.0, 35.0)
TURNTABLE = 16
NEUTRAL_LOW, NEUTRAL_HIGH = 0.63, 0.81
"""A plain ground, darker below; displays' grey."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: who, how, from where, in which light."""

    pose: Pose
    expression: Expression
    camera: Camera
    lights: Lights
    ground: Array


def write_sheets(shown: ShownSpec, folder: Path, cell: int = 320, only: Sequence[str] = ()) -> list[Path]:
    """Every sheet that the persona has something for, or `only` those named; their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in SHEETS if (not only or name in only) and has_for(shown, name)]
    return [_write(SHEETS[name](shown, cell), folder / f"{name}.png") for name in names]


def has_for(shown: ShownSpec, sheet: str) -> bool:
    """Whether there is anything to draw on a sheet: a figure alone has no gestures, and a booth in no theme."""
    return bool(getattr(shown, NEEDS.get(sheet, "expressions")))


def expressions_sheet(shown: ShownSpec, cell: int) -> Array:
    """A column for each expression, a row for each angle."""
    performer, ground = Performer(shown, cell, cell, with_booth=False), neutral_ground(cell, cell)
    cells = (
        Shown(_standing(shown), expression_of(shown, name), face_camera(shown, turn), neutral_lights(), ground)
        for turn in EXPRESSION_TURNS
        for name in shown.expressions
    )
    return together(_pictures(performer, cells), len(shown.expressions))


def gestures_sheet(shown: ShownSpec, cell: int) -> Array:
    """A column for each gesture at its height, a row for each angle, in the first theme's light."""
    width, height = cell * 3 // 2, cell
    performer = Performer(shown, width, height)
    theme = next(iter(shown.themes.values()), None)
    lights = theme_lights(theme) if theme else neutral_lights()
    ground = theme_ground(theme, width, height) if theme else neutral_ground(width, height)
    cells = (
        Shown(
            pose_of(shown, name), expression_of(shown, expression_in(shown, name)), booth_camera(turn), lights, ground
        )
        for turn in GESTURE_TURNS
        for name in shown.gestures
    )
    return together(_pictures(performer, cells), len(shown.gestures))


def turntable_sheet(shown: ShownSpec, cell: int) -> Array:
    """The whole figure from sixteen sides, four a row."""
    performer, ground = Performer(shown, cell, cell, with_booth=False), neutral_ground(cell, cell)
    face = expression_of(shown, next(iter(shown.expressions)))
    turns = (360.0 * at / TURNTABLE for at in range(TURNTABLE))
    cells = (
        Shown(_standing(shown), face, camera, neutral_lights(), with_shadow(ground, camera))
        for camera in (figure_camera(shown, turn) for turn in turns)
    )
    return together(_pictures(performer, cells), 4)


def booth_sheet(shown: ShownSpec, cell: int) -> Array:
    """The booth in every theme, two a row, each with another gesture."""
    width, height = cell * 16 // 9 // 2 * 2, cell
    performer = Performer(shown, width, height)
    names = list(shown.gestures) or list(shown.poses)
    cells = (
        Shown(
            pose_of(shown, names[at % len(names)]),
            expression_of(shown, expression_in(shown, names[at % len(names)])),
            booth_camera(0.0, 3.7),
            theme_lights(theme),
            theme_ground(theme, width, height),
        )
        for at, theme in enumerate(shown.themes.values())
    )
    return together(_pictures(performer, cells), 2)


SHEETS: dict[str, Callable[[ShownSpec, int], Array]] = {
    "expressions": expressions_sheet,
    "gestures": gestures_sheet,
    "turntable": turntable_sheet,
    "booth": booth_sheet,
}
"""Every sheet by its name."""

NEEDS = {"gestures": "gestures", "booth": "themes"}
"""What a persona may be without, by the sheet that shows it."""


def face_camera(shown: ShownSpec, turn: float) -> Camera:
    x, y, z = shown.figure.reach
    return orbit(turn, 3.0, 3.15, (x, y + 0.41, z), 26.0)


def figure_camera(shown: ShownSpec, turn: float) -> Camera:
    return orbit(turn, 5.0, 4.75, shown.figure.reach, 29.0)


def booth_camera(turn: float, distance: float = 3.9) -> Camera:
    return orbit(turn, 15.0, distance, (0.0, 1.22, 0.25), 34.0)


def neutral_ground(width: int, height: int) -> Array:
    light = np.linspace(NEUTRAL_HIGH, NEUTRAL_LOW, height, dtype=np.float32)
    return np.broadcast_to(light[:, None, None], (height, width, 3))


def with_shadow(ground: Array, camera: Camera) -> Array:
    """The ground with a soft shadow where the figure stands, so that it does not float."""
    height, width, _ = ground.shape
    view = view_of(camera)
    ahead, right, up = view.axes @ -view.eye
    scale = height / 2 / view.tangent / ahead
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    across = (x - (width / 2 + right * scale)) / (0.42 * scale)
    # the floor is seen nearly from its edge
    down = (y - (height / 2 - up * scale)) / (0.42 * scale * max(0.16, -float(view.axes[0][1])))
    return ground * (1.0 - 0.30 * np.exp(-(across**2) - down**2))[:, :, None].astype(np.float32)


def theme_ground(theme: ThemeSpec, width: int, height: int) -> Array:
    """The stage's two colours with a soft light of the theme's on either side."""
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(1, -1, height))
    low, high, left, right = (
        np.sqrt(np.array(linear(code))) for code in (theme.stage_low, theme.stage_high, theme.primary, theme.accent)
    )
    share = (y[:, :, None] + 1) / 2
    ground = low * (1 - share) + high * share
    for at, tint in ((-0.62, left), (0.62, right)):
        glow = np.exp(-(((x - at) / 0.34) ** 2) - ((y - 0.25) / 0.9) ** 2)[:, :, None]
        ground = ground + glow * tint * (0.16 + 0.5 * theme.haze)
    return ground.clip(0.0, 1.0).astype(np.float32)


def together(pictures: Iterator[Array], columns: int) -> Array:
    """Pictures of one size as one, row by row."""
    cells = list(pictures)
    height, width, _ = cells[0].shape
    sheet = np.zeros((-(-len(cells) // columns) * height, columns * width, 3), np.uint8)
    for at, cell in enumerate(cells):
        row, column = divmod(at, columns)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = cell
    return sheet


def _pictures(performer: Performer, cells: Iterator[Shown]) -> Iterator[Array]:
    for one in cells:
        yield performer.frame(one.pose, one.expression, one.camera, one.lights).over(one.ground)


def _standing(shown: ShownSpec) -> Pose:
    """The first pose of the file: how the figure stands when it does nothing."""
    return pose_of(shown, next(iter(shown.poses)))


def _write(sheet: Array, path: Path) -> Path:
    from PIL import Image

    part = path.with_name(path.name + ".part")
    Image.fromarray(sheet).save(part, "PNG", optimize=True)
    return part.replace(path)
