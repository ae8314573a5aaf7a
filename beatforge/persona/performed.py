"""A performance as a motif that any medium paints: the figure and its booth, before and within a stage.

In: the `figure.json` that a target wrote, and a shot with a performance. Out: for each frame the figure's planes as
cutouts, and the numbers that its theme's stage paints with. How she moves is `motion`'s, how a stage looks is its own
file's in `stages/`; a medium makes the picture. The shot's drifting view moves nothing: her camera is real.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beatforge.film.shot import Shot
from beatforge.persona.moment import Moment
from beatforge.persona.motion.moves import Moves
from beatforge.persona.performer import Performer, view_of
from beatforge.persona.stages import curtain, led_wall, shards, studio, window
from beatforge.persona.stages.parts.figure import FIGURE, MATTER, SMALL
from beatforge.persona.stages.parts.place import Place, Show
from beatforge.picture.colour import rgb
from beatforge.picture.cutout import Cutout
from beatforge.picture.draws import Draws
from beatforge.picture.layout import Arrangement
from beatforge.picture.medium import Motif
from beatforge.picture.planes import words_of
from beatforge.project.figures import ShownSpec, ThemeSpec

FIGURE_FILE = "figure.json"
"""What `write_figure` writes."""

STAGES: Mapping[str, Place] = {
    "curtain": curtain.PLACE,
    "led_wall": led_wall.PLACE,
    "shards": shards.PLACE,
    "studio": studio.PLACE,
    "window": window.PLACE,
}
"""Every stage by the name that themes give."""

_COLOURS = ("primary", "accent", "stage_low", "stage_high", "sky", "ground")


def write_figure(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Any) -> None:
    """Step: what is seen of a persona, `value`, as canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    (out / FIGURE_FILE).write_text(text, encoding="utf-8")


def read_figure(path: Path) -> PerformedFigure:
    """The figure that `write_figure` wrote."""
    return PerformedFigure(ShownSpec.model_validate(json.loads(path.read_text(encoding="utf-8"))))


@dataclass(frozen=True, slots=True)
class PerformedFigure:
    """A persona's figure, ready to be seen in shots."""

    shown: ShownSpec

    def in_shot(self, shot: Shot, scale: int) -> OnStage:
        """The performance of this shot at `1/scale` of its frame's size."""
        return OnStage(self.shown, shot, scale)


class OnStage:
    """What one shot shows of a performance: a motif, and its numbers and planes made anew for every frame."""

    def __init__(self, shown: ShownSpec, shot: Shot, scale: int) -> None:
        assert shot.performance is not None, "a shot without a performance"
        theme = shown.themes[shot.performance.theme]
        self._moves = Moves(shown, shot)
        width, height = words_of(shot.width, shot.height, scale)
        self._performer = Performer(shown, width, height, threads=1)  # segments run side by side
        self._place = STAGES[theme.stage]
        self._still: Arrangement = {
            **_theme_numbers(theme),
            **{"pixels_across": float(width), "pixels_down": float(height)},
            SMALL: self._performer.rig.seen_as("face", ("eye", "lid")) or [(-1.0, 0.0)],
            **self._place.arrange(Draws(3)),  # a stage is the same in every shot: nothing on it moves at a cut
        }
        planes = self._performer.planes
        self._cutouts = {
            name: Cutout(plane, width, height) for name, plane in ((FIGURE, planes.colour), (MATTER, planes.matter))
        }
        self._moment: Arrangement = self._numbers(self._moves.at(0))
        self.motif = Motif(1, self._arranged, self._place.paint, lambda values, arranged: self._moment)

    def show(self, index: int) -> None:
        """Put the figure of frame `index` into its planes, and the stage's numbers with it."""
        moment = self._moves.at(index)
        self._performer.frame(moment.pose, moment.expression, moment.camera, moment.lights)
        self._moment = self._numbers(moment)

    def _arranged(self, composition: int, draws: Draws) -> Arrangement:
        return {**self._still, **self._cutouts, **self._moment}

    def _numbers(self, moment: Moment) -> Arrangement:
        """The camera's place, the stage's levels, and what of the stage moves."""
        view = view_of(moment.camera)
        eye = tuple(float(part) for part in view.eye)
        axes = [tuple(float(part) for part in axis) for axis in view.axes]
        show = Show(eye, axes[0], axes[1], axes[2], view.tangent, moment.camera.target, moment.stage)
        return {**show.numbers(), **self._place.animate(show)}


def _theme_numbers(theme: ThemeSpec) -> dict[str, float]:
    """A theme's colours and haze as the stage reads them."""
    numbers = {"haze": theme.haze}
    for name in _COLOURS:
        numbers |= zip_named(f"theme.{name}", rgb(getattr(theme, name).lstrip("#")))
    return numbers


def zip_named(name: str, colour: Sequence[float]) -> dict[str, float]:
    """A colour's channels by name."""
    return {f"{name}.{channel}": value for channel, value in zip("rgb", colour, strict=True)}
