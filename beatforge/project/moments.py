"""How a project says what a song feels like and where it turns: pins of stretches and moods, and how many sections.

In: keys below `song`. Out: frozen models, and what the pins of tone say in seconds and numbers.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Key
from pydantic import model_validator

from beatforge.project.fields import EmptyIsList, Seconds, Written, number, text, whole
from beatforge.project.problems import Fault

MOST_SECTIONS = 64


class StretchPin(Written):
    """Some time of the song."""

    checks: ClassVar = ("BF013",)

    start: Seconds = Key(description="where it begins, in seconds or as m:ss", examples=["1:02"])
    end: Seconds = Key(description="where it ends", examples=["1:18"])

    @model_validator(mode="after")
    def _has_length(self) -> StretchPin:
        if self.end <= self.start:
            raise Fault("BF013", f"end {self.end:g} is not after start {self.start:g}", at=("end",))
        return self


class MoodPin(Written):
    """How the song feels; what is not said stays as it was heard."""

    valence: Annotated[float, number(-1, 1)] | None = Key(
        default=None, description="from -1 (dark, sad) to 1 (bright, glad)", examples=[0.2]
    )
    energy: Annotated[float, number(0, 1)] | None = Key(
        default=None, description="from 0 (still) to 1 (wild)", examples=[0.8]
    )
    tags: Annotated[tuple[Annotated[str, text(40)], ...], EmptyIsList] = Key(
        default=(), description="words for it", examples=[["dark", "driving"]]
    )


class SectionCountSpec(Written):
    """How many sections are looked for; a song too short for them has fewer."""

    checks: ClassVar = ("BF013",)

    min: Annotated[int, whole(1, MOST_SECTIONS)] | None = Key(
        default=None, description="at least so many, as far as the song has four bars for each", examples=[4]
    )
    max: Annotated[int, whole(1, MOST_SECTIONS)] | None = Key(
        default=None, description="at most so many; without it 7 for one minute, 14 for four", examples=[16]
    )

    @model_validator(mode="after")
    def _in_order(self) -> SectionCountSpec:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise Fault("BF013", f"min {self.min} is more than max {self.max}", at=("min",))
        return self
