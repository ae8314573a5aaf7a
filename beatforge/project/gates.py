"""The gates of the language: what each is for, its limits and whether it fails the film, in one place.

A bare word is short for a mapping that only says how it is judged: `energy_motion: off`. What a gate measures is the
file of its name in `deliver/gates`.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field as Key
from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from beatforge.project.fields import Written, choice, number
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault

FAIL, ADVISE, OFF = "fail", "advise", "off"
JUDGINGS = (FAIL, ADVISE, OFF)

_Judge = Annotated[str, choice("judging", JUDGINGS)]
_ABOUT = "whether it fails the film, only advises, or is off"


class GateSpec(Written):
    """One gate; a bare word says how it is judged."""

    checks: ClassVar = ("BF015",)

    judge: _Judge = Key(default=FAIL, description=_ABOUT)

    @model_validator(mode="before")
    @classmethod
    def _word_is_judge(cls, data: Any) -> Any:
        if isinstance(data, Node) and data.is_null:
            raise Fault("BF015", "no value here; a word or a mapping is expected", "or leave the key out")
        return {"judge": data} if isinstance(data, (str, Node)) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        mapping = handler.resolve_ref_schema(handler(core))
        short = {key: part for key, part in mapping["properties"]["judge"].items() if key != "default"}
        whole = {**mapping, "x-short": True}
        return {"anyOf": [short, whole], "description": mapping.get("description", "")}

    def limits(self) -> dict[str, float]:
        """Its limits by name."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "judge"}


class FreezeRatio(GateSpec):
    """Pictures that stand still."""

    max: Annotated[float, number(0, 1)] = Key(default=0.01, description="share of the film that may stand still")
    longest: Annotated[float, number(0, 60)] = Key(default=0.5, description="longest stretch, in seconds")


class KenBurns(GateSpec):
    """Stills that are panned or zoomed."""

    max: Annotated[float, number(0, 1)] = Key(
        default=0.8, description="share of a scene that one motion of the whole picture may explain"
    )


class Duplicates(GateSpec):
    """Loops, and scenes that were shown before."""

    max: Annotated[float, number(0, 1000)] = Key(default=0, description="stretches that may be shown again")


class TemporalActivity(GateSpec):
    """Scenes in which hardly anything changes."""

    min: Annotated[float, number(0, 50)] = Key(
        default=0.15, description="change in a quarter of a second where a scene is calmest, in 8-bit steps of luma"
    )


class Flicker(GateSpec):
    """Brightness that trembles from frame to frame."""

    max: Annotated[float, number(0, 100)] = Key(default=10.0, description="trembling of mean luma, in 8-bit steps")


class Photosensitivity(GateSpec):
    """Flashes that can harm, general and red."""

    max: Annotated[float, number(0, 3)] = Key(
        default=3, description="flashes in any second over a quarter of the picture; more than 3 needs a waiver"
    )


class BoundaryContinuity(GateSpec):
    """Steps where segments meet."""

    max: Annotated[float, number(0, 100)] = Key(default=3.0, description="step of mean colour at a join, in CIE 76")
    likeness: Annotated[float, number(0, 1)] = Key(
        default=0.9, description="least structural similarity where a scene grows out of the one before"
    )


class CutOnBeat(GateSpec):
    """Hard cuts that are not where they were planned, or on no beat."""

    min: Annotated[float, number(0, 1)] = Key(
        default=0.95, description="F of planned and found cuts within one frame; least share of cuts on a beat"
    )


class EnergyMotion(GateSpec):
    """Motion that goes against the song's energy."""

    judge: _Judge = Key(default=ADVISE, description=_ABOUT)
    min: Annotated[float, number(-1, 1)] = Key(
        default=0, description="rank correlation of energy and motion that it must surely have"
    )


class AvDrift(GateSpec):
    """Sound and picture of different lengths."""

    max: Annotated[float, number(0, 1000)] = Key(default=1.5, description="frames by which they may end apart")


class Black(GateSpec):
    """Black pictures that nobody planned."""

    max: Annotated[float, number(0, 3600)] = Key(default=0.5, description="longest black stretch, in seconds")


class Silence(GateSpec):
    """Silence where the song has no pause."""

    max: Annotated[float, number(0, 3600)] = Key(default=1.0, description="longest silence, in seconds")


class Loudness(GateSpec):
    """A mix off its loudness, over its peak, or with voices that the music covers."""

    max: Annotated[float, number(0, 20)] = Key(default=0.2, description="LU by which it may be off its loudness")
    peak: Annotated[float, number(0, 12)] = Key(default=0.0, description="dB by which it may be over its true peak")
    voice: Annotated[float, number(-60, 40)] = Key(
        default=6.0, description="LU that a voice stands over the music, while it speaks, at least"
    )


class Conformance(GateSpec):
    """Segments coded otherwise than planned."""


class Gates(Written):
    """What a film is measured against when it is finished; a gate that fails keeps the film before."""

    freeze_ratio: FreezeRatio = Key(
        default_factory=FreezeRatio, description="pictures that stand still", examples=[{"max": 0.02}]
    )
    ken_burns: KenBurns = Key(
        default_factory=KenBurns, description="stills that are panned or zoomed", examples=[{"max": 0.9}]
    )
    duplicates: Duplicates = Key(
        default_factory=Duplicates, description="loops and scenes that were shown before", examples=["advise"]
    )
    temporal_activity: TemporalActivity = Key(
        default_factory=TemporalActivity, description="scenes in which hardly anything changes", examples=["advise"]
    )
    flicker: Flicker = Key(default_factory=Flicker, description="brightness that trembles", examples=[{"max": 12}])
    photosensitivity: Photosensitivity = Key(
        default_factory=Photosensitivity, description="flashes that can harm", examples=[{"max": 2}]
    )
    boundary_continuity: BoundaryContinuity = Key(
        default_factory=BoundaryContinuity, description="steps where segments meet", examples=[{"max": 5}]
    )
    cut_on_beat: CutOnBeat = Key(
        default_factory=CutOnBeat, description="cuts where they were planned, on beats", examples=["advise"]
    )
    energy_motion: EnergyMotion = Key(
        default_factory=EnergyMotion, description="motion that follows the song's energy", examples=["off"]
    )
    av_drift: AvDrift = Key(default_factory=AvDrift, description="sound as long as the picture", examples=[{"max": 1}])
    black: Black = Key(default_factory=Black, description="black that nobody planned", examples=[{"max": 2}])
    silence: Silence = Key(
        default_factory=Silence, description="silence where the song has no pause", examples=[{"max": 3}]
    )
    loudness: Loudness = Key(
        default_factory=Loudness, description="a mix as loud as it was to be", examples=[{"voice": 4}]
    )
    conformance: Conformance = Key(
        default_factory=Conformance, description="files coded as planned", examples=["advise"]
    )


GATES = tuple(Gates.model_fields)
"""Names of all gates."""
