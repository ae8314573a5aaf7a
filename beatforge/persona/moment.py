"""One moment of a performance: what the figure does, from where it is seen, in what light, and what the stage does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beatforge.persona.lights import Lights
from beatforge.persona.poses import Camera, Expression, Pose

STAGE = ("time_s", "pulse", "bar", "energy", "bass", "high", "left", "right", "flash", "chase", "spot", "dim", "crowd")
"""Numbers of the stage: seconds of the film; the beat's pulse (1 on the beat, falling to 0); how far the bar is
(0..1); how strong the music is; how loud each deck is heard; lights' cues; how excited the crowd is. All but the time
are 0..1."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame of a performance; `stage` has every name of `STAGE`."""

    pose: Pose
    expression: Expression
    camera: Camera
    lights: Lights
    stage: Mapping[str, float]
