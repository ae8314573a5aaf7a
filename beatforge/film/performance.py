"""What a performer does in a shot: acts, faces, lights, decks and the camera's place; decided, and not yet drawn.

Frames are the shot's own; acts and cues reach into its handles and beyond, so that a move which began before a cut
goes on after it. `film/dj` makes these values; the persona room turns them into poses and light, frame by frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from beatforge.project.vocabulary import ACTIONS as ACTIONS
from beatforge.project.vocabulary import LIGHT_CUES as LIGHT_CUES
from beatforge.project.vocabulary import SHOT_KINDS as SHOT_KINDS

PERFORMED = "beatforge.persona.performed"
"""The module that shows a performance; it is found by name, so that shots without one do not hang on its code."""


@dataclass(frozen=True, slots=True)
class Act:
    """An action from `start` to `end`; what is heard of it lies at `at`, where its accent is. `strength` is 1..100.

    Of a scratch, `at` is where the hand begins to move the record. `face` is the expression meanwhile. It is
    waited for in suspense for `awaited` frames before `at`; shots that end within them know of it too.
    """

    kind: str
    start: int
    at: int
    end: int
    strength: int
    face: str
    awaited: int = 0


@dataclass(frozen=True, slots=True)
class LightCue:
    """A cue of the lights from `start` to `end`; `strength` 1..100. Where cues meet, the later one wins."""

    kind: str
    start: int
    end: int
    strength: int


@dataclass(frozen=True, slots=True)
class Performance:
    """All of a shot that a performer and the stage do.

    `frame` is the film's frame of the shot's frame 0: motion goes on over a cut. `faces` are (frame from which on, name
    of the expression) between acts; the first lies at or before the shot's handles. `left` and `right` are how loud
    each deck is heard (0..255 a frame, from the music's first frame on), `crossfader` where it stands (0 left, 255
    right). `push` is how far the camera comes nearer from the shot's start to its end, per cent (negative: goes back);
    `side` -1..1 mirrors or turns a camera's place. `amount` is per cent of usual movement.
    """

    theme: str
    shot: str
    frame: int
    acts: tuple[Act, ...]
    faces: tuple[tuple[int, str], ...]
    lights: tuple[LightCue, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    crossfader: tuple[int, ...]
    push: int = 0
    side: int = 1
    amount: int = 100

    def to_value(self) -> dict[str, Any]:
        """This performance as JSON values."""
        value = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**value, "acts": [_fields(act) for act in self.acts], "lights": [_fields(cue) for cue in self.lights]}

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Performance:
        """The performance that `to_value` wrote."""
        told = dict(value)
        told["acts"] = tuple(Act(**act) for act in value["acts"])
        told["lights"] = tuple(LightCue(**cue) for cue in value["lights"])
        told["faces"] = tuple((int(frame), str(name)) for frame, name in value["faces"])
        for name in ("left", "right", "crossfader"):
            told[name] = tuple(value[name])
        return Performance(**told)


def _fields(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}
