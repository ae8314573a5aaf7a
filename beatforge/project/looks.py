"""How styles and palettes are written: in `config/`, in a project's `styles/`, or inline in `project.yaml`.

A bare id is short for a mapping that only names its `base`; so `style: synthwave` and `style: {base: synthwave}` are
the same, and a style that changes one thing says just that. `library` fills in what is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field as Key
from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from beatforge.project.fields import (
    Colour,
    EmptyIsList,
    EmptyIsMapping,
    Flag,
    Written,
    choice,
    number,
    one_of,
    text,
    whole,
)
from beatforge.project.grades import ToneSpec
from beatforge.project.known import TONES
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault
from beatforge.project.recipes import USUAL_ATTACK_MS, USUAL_RELEASE_MS
from beatforge.project.vocabulary import CHANNELS, FEATURES, MARKS, ROLES, STEM_FEATURES


class Shorthand(Written):
    """A mapping that can be written as the bare id of its base."""

    checks: ClassVar = ("BF015", "BF016")

    @model_validator(mode="before")
    @classmethod
    def _id_is_base(cls, data: Any) -> Any:
        if isinstance(data, Node) and data.is_null:
            raise Fault("BF015", "no value here; an id or a mapping is expected", "or leave the key out")
        return {"base": data} if isinstance(data, (str, Node)) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        mapping = handler.resolve_ref_schema(handler(core))
        base = mapping["properties"]["base"]
        short = next(part for part in base["anyOf"] if "x-names" in part)
        whole = {**mapping, "x-short": True}  # with nothing below the key, an id may have been meant
        return {"anyOf": [dict(short), whole], "description": mapping.get("description", "")}


class PaletteSpec(Shorthand):
    """Ten colours by their role in the picture, or those that differ from `base`."""

    base: Annotated[str, one_of("palette")] | None = Key(default=None, description="palette that this one starts from")
    tone: Annotated[str, choice("tone", TONES)] | None = Key(
        default=None, description="whether the scene is dark or light"
    )
    colours: Annotated[Mapping[Annotated[str, choice("role", ROLES)], Colour], EmptyIsMapping] = Key(
        default={},
        description='colours by role, as "#rrggbb" in quotes: ' + ", ".join(ROLES),
        examples=[{"sun": "#ffd98a"}],
    )


class PaletteRecipe(Written):
    """A whole palette."""

    tone: Annotated[str, choice("tone", TONES)] = Key(description="whether the scene is dark or light")
    colours: Mapping[Annotated[str, choice("role", ROLES)], Colour] = Key(description="all ten colours by role")

    @model_validator(mode="after")
    def _all_ten(self) -> PaletteRecipe:
        if missing := [role for role in ROLES if role not in self.colours]:
            raise Fault("BF011", "no colour for " + ", ".join(missing), at=("colours",), token="key")
        return self


class MotionSpec(Written):
    """How lively the picture is on its own, without the music."""

    speed: Annotated[float, number(0, 3)] = Key(
        default=1.0, description="speed of everything that moves; 0 stands still"
    )
    camera: Annotated[float, number(0, 3)] = Key(
        default=1.0, description="how far the camera travels; 0 keeps it in place"
    )
    hold: Annotated[int, whole(1, 3)] = Key(
        default=1, description="frames that each picture is held for: 2 is drawn on twos, as cartoons are"
    )


class DriveSpec(Written):
    """What in the music moves one channel of the picture, and how much."""

    usual: ClassVar = "from"

    feature: Annotated[str, choice("feature", (*FEATURES, *STEM_FEATURES))] = Key(
        alias="from",
        description="the part of the music that is followed; `vocals`, `drums`, `bassline` and `other` need the song's"
        " `stems`",
    )
    gain: Annotated[float, number(0, 2)] = Key(default=1.0, description="strength; 0 ignores the music")
    attack_ms: Annotated[int, whole(0, 2000)] = Key(
        default=USUAL_ATTACK_MS,
        description="milliseconds in which it rises; beats, bars, drops and words rise at once, energy at its own pace",
    )
    release_ms: Annotated[int, whole(0, 5000)] = Key(
        default=USUAL_RELEASE_MS,
        description="milliseconds in which it falls; longer is calmer; energy and section fall at their own pace",
    )


class StyleSpec(Shorthand):
    """What is shown, how it is painted, in which colours, and how the music moves it."""

    base: Annotated[str, one_of("style")] | None = Key(default=None, description="style that this one starts from")
    display_name: Annotated[str, text(80)] | None = Key(
        default=None, description="name for people", examples=["My look"]
    )
    category: Annotated[str, text(40)] | None = Key(
        default=None, description="shelf that lists put it on", examples=["own"]
    )
    description: Annotated[str, text(400)] | None = Key(
        default=None, description="one sentence about the look", examples=["Neon over wet asphalt."]
    )
    motifs: tuple[Annotated[str, one_of("motif")], ...] | None = Key(
        default=None,
        description="what can be shown, the most typical first",
        examples=[["sea", "city"]],
        min_length=1,
        max_length=40,
    )
    medium: Annotated[str, one_of("medium")] | None = Key(default=None, description="how it is painted")
    palette: PaletteSpec | None = Key(default=None, description="a palette's id, or colours by role")
    marks: (
        Annotated[Mapping[Annotated[str, choice("mark", MARKS)], Annotated[float, number(0, 3)]], EmptyIsMapping] | None
    ) = Key(
        default=None,
        description="what of the medium is more or less than usual (1); each medium has some of them",
        examples=[{"line": 1.4}],
    )
    motion: MotionSpec | None = Key(default=None, description="liveliness without the music", examples=[{"speed": 0.5}])
    drives: Annotated[Mapping[Annotated[str, choice("channel", CHANNELS)], DriveSpec], EmptyIsMapping] | None = Key(
        default=None,
        description="which part of the music moves " + ", ".join(CHANNELS),
        examples=[{"pulse": {"from": "bass", "gain": 1.2}}],
    )
    grade: ToneSpec | None = Key(
        default=None, description="colours after everything is painted", examples=[{"contrast": 1.1}]
    )
    prompt_suffix: Annotated[str, text(400, empty=True)] | None = Key(
        default=None,
        description="words for backends that are asked in words, after every prompt",
        examples=["ink on paper"],
    )
    negative_prompt: Annotated[str, text(400, empty=True)] | None = Key(
        default=None, description="what such a backend should keep out of the picture", examples=["photo, blurry"]
    )
    backend: Annotated[str, text(80)] | None = Key(
        default=None, description="recommended backend, where weights are at hand", examples=["animatediff"]
    )
    models: Annotated[tuple[Annotated[str, text(120)], ...], EmptyIsList] | None = Key(
        default=None, description="recommended checkpoints, best first", examples=[["toonyou"]], max_length=12
    )
    loras: Annotated[tuple[Annotated[str, text(120)], ...], EmptyIsList] | None = Key(
        default=None, description="recommended LoRAs", examples=[["ink-wash"]], max_length=12
    )
    guidance_scale: Annotated[float, number(1, 20)] | None = Key(
        default=None, description="recommended strength of the prompt", examples=[7]
    )
    controlnet_scale: Annotated[float, number(0, 2)] | None = Key(
        default=None, description="recommended strength of edges and depth that guide a model", examples=[0.7]
    )
    requires_source_footage: Flag | None = Key(
        default=None, description="whether the style needs filmed footage to show what it is", examples=[False]
    )
    best_for: Annotated[tuple[Annotated[str, text(40)], ...], EmptyIsList] | None = Key(
        default=None, description="genres and moods it suits", examples=[["folk", "calm"]], max_length=24
    )
    note: Annotated[str, text(400, empty=True)] | None = Key(
        default=None, description="what people should know before they choose it", examples=["Best on slow songs."]
    )
