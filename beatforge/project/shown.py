"""The language of words on screen: whether an output shows what is sung, in which letters, where, and how it stays
legible.

In: keys below `outputs[].lyrics`. Out: frozen models; which line is seen when is decided while planning.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field as Key
from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from beatforge.project.colour import contrast
from beatforge.project.fields import Colour, FontFile, Written, choice, number
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault

SHOWN = ("off", "burn", "soft")
POSITIONS = ("bottom", "middle", "top")
BOXES = ("outline", "panel")

WIDE_SIZE, UPRIGHT_SIZE = 7.0, 8.0
"""Usual heights of letters; phones are held upright, and small."""

EDGE = "08080c"
"""The colour of the edge about letters, and of the panel behind them."""

LEAST_CONTRAST = 4.5
"""Of letters against what is right behind them: WCAG 2.1, success criterion 1.4.3, level AA."""

PANEL_OPACITY = 0.78
"""How much of the picture the panel hides; what is left of pure white still leaves usual letters their contrast."""


class ShownLyrics(Written):
    """How an output shows what is sung; the bare word is short for `{show: ...}`."""

    checks: ClassVar = ("BF015", "BF087")

    show: Annotated[str, choice("way to show lyrics", SHOWN)] = Key(
        default="burn",
        description="`burn` paints karaoke lines into the picture, `soft` adds a track of subtitles that players switch"
        " on; both leave .srt, .vtt and karaoke .ass files beside the film",
    )
    font: FontFile | None = Key(
        default=None,
        description="a font file; without one, Noto Sans Bold: Latin, Greek and Cyrillic letters",
        examples=["fonts/title.otf"],
    )
    size: Annotated[float, number(3, 15)] | None = Key(
        default=None,
        description=f"height of letters (em) in per cent of the frame's shorter side; without it {WIDE_SIZE:g}, in"
        f" upright frames {UPRIGHT_SIZE:g}",
        examples=[8],
    )
    colour: Colour = Key(default="ffffff", description="letters that are still to be sung", examples=["#ffffff"])
    sung_colour: Colour = Key(
        default="ffd23f", description="letters from the moment in which they are sung", examples=["#ffd23f"]
    )
    position: Annotated[str, choice("position", POSITIONS)] = Key(
        default="bottom", description="where lines stand, inside the platform's margins"
    )
    box: Annotated[str, choice("box", BOXES)] = Key(
        default="outline", description="what keeps letters legible on any picture: a dark edge, or a dark panel"
    )

    @model_validator(mode="before")
    @classmethod
    def _word_is_show(cls, data: Any) -> Any:
        if isinstance(data, Node) and data.is_null:
            raise Fault("BF015", f"no value here; {', '.join(SHOWN)} or a mapping is expected", "or leave the key out")
        return {"show": data} if isinstance(data, str) or (isinstance(data, Node) and data.entries is None) else data

    @model_validator(mode="after")
    def _is_legible(self) -> ShownLyrics:
        for key in ("colour", "sung_colour"):
            found = contrast(getattr(self, key), behind(self.box))
            if self.show == "burn" and found < LEAST_CONTRAST:
                what = "its dark edge" if self.box == "outline" else "its panel over a white picture"
                text = f"{key} #{getattr(self, key)} against {what} has a contrast of {found:.1f}:1"
                raise Fault("BF087", text, f"{LEAST_CONTRAST:g}:1 or more can be read; take a lighter one", (key,))
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        mapping = handler.resolve_ref_schema(handler(core))
        whole = {**mapping, "x-short": True}  # with nothing below the key, a word may have been meant
        short = {key: value for key, value in mapping["properties"]["show"].items() if key != "default"}
        return {"anyOf": [short, whole], "description": mapping.get("description", "")}


def behind(box: str) -> str:
    """The lightest "rrggbb" that can be right behind letters: the edge, or what a panel leaves of a white picture."""
    if box == "outline":
        return EDGE
    dark = [int(EDGE[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join(f"{round(255 - (255 - channel) * PANEL_OPACITY):02x}" for channel in dark)
