"""How a project speaks of a performance: cues that change, take away or add what a performer and the lights do.

In: items below `film.performance`. Out: frozen models. Which act of the timeline a cue means is found while planning.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.project.fields import Seconds, Written, choice, number, text, whole
from beatforge.project.problems import Fault
from beatforge.project.vocabulary import ACTIONS, LIGHT_CUES, NOTHING


class CueSpec(Written):
    """One change of the timeline: of what lies within half a beat of its time, else something new."""

    checks: ClassVar = ("BF011",)
    usual: ClassVar = "action"

    at: Seconds = Key(description="when, in seconds or as m:ss: where the accent of the action lies", examples=["0:33"])
    action: Annotated[str, choice("action", (*ACTIONS[1:], NOTHING))] | None = Key(
        default=None, description="what she does then; `none` takes away what she would do", examples=["drop_reaction"]
    )
    face: Annotated[str, text(40)] | None = Key(
        default=None,
        description="one of the persona's expressions: of the action, or from then on where there is none",
        examples=["delighted_joy"],
    )
    strength: Annotated[int, whole(1, 100)] | None = Key(
        default=None, description="how strong, in per cent", examples=[80]
    )
    length_s: Annotated[float, number(0.2, 60)] | None = Key(
        default=None, description="how long, in seconds", examples=[1.5]
    )
    light: Annotated[str, choice("light cue", (*LIGHT_CUES, NOTHING))] | None = Key(
        default=None, description="what the lights do then; `none` takes away what they would do", examples=["spot"]
    )

    @model_validator(mode="after")
    def _says_something(self) -> CueSpec:
        if not self.model_fields_set - {"at"}:
            raise Fault("BF011", "a cue says what is done then", "say `action`, `face` or `light`", ("at",), "key")
        return self
