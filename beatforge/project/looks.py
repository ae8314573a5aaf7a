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

from beatforge.project.fields import Colour, EmptyIsMapping, Written, choice, number, one_of, text
from beatforge.project.known import TONES
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault
from beatforge.project.vocabulary import CHANNELS, FEATURES, ROLES


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


class DriveSpec(Written):
    """What in the music moves one channel of the picture, and how much."""

    usual: ClassVar = "from"

    feature: Annotated[str, choice("feature", FEATURES)] = Key(
        alias="from", description="the part of the music that is followed"
    )
    gain: Annotated[float, number(0, 2)] = Key(default=1.0, description="strength; 0 ignores the music")


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
    motion: MotionSpec | None = Key(default=None, description="liveliness without the music", examples=[{"speed": 0.5}])
    drives: Annotated[Mapping[Annotated[str, choice("channel", CHANNELS)], DriveSpec], EmptyIsMapping] | None = Key(
        default=None,
        description="which part of the music moves pulse, glow and swell",
        examples=[{"pulse": {"from": "bass", "gain": 1.2}}],
    )
