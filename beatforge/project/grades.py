"""The language of the finish and of what is brought along: grades, colour tables, cards that name a film, footage.

In: what the user wrote. Out: frozen models. How a grade looks is the picture room's business; a style may bring one,
the film and a scene say what is different.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field as Key

from beatforge.project.fields import FontFile, FootageFile, LutFile, Seconds, Written, number
from beatforge.project.fields import text as words


class ToneSpec(Written):
    """Colours after everything is painted."""

    exposure: Annotated[float, number(-2, 2)] | None = Key(
        default=None, description="stops lighter or darker; 0 leaves it", examples=[0.3]
    )
    contrast: Annotated[float, number(0, 2)] | None = Key(
        default=None, description="how far light and dark are apart; 1 leaves it", examples=[1.1]
    )
    saturation: Annotated[float, number(0, 2)] | None = Key(
        default=None, description="strength of colours; 0 is black and white, 1 leaves them", examples=[0.8]
    )
    warmth: Annotated[float, number(-1, 1)] | None = Key(
        default=None, description="towards blue (-1) or amber (1); 0 leaves it", examples=[0.2]
    )
    fade: Annotated[float, number(0, 1)] | None = Key(
        default=None, description="how far blacks are lifted, as in old prints", examples=[0.3]
    )
    vignette: Annotated[float, number(0, 1)] | None = Key(
        default=None, description="how dark the corners are", examples=[0.4]
    )
    grain: Annotated[float, number(0, 1)] | None = Key(
        default=None, description="film grain, alive from frame to frame", examples=[0.2]
    )


class GradeSpec(ToneSpec):
    """Colours after everything is painted, with a colour table of one's own."""

    lut: LutFile | None = Key(
        default=None, description="a colour table (.cube), applied last", examples=["looks/teal-orange.cube"]
    )


class FootageSpec(Written):
    """Filmed footage that is painted in the style instead of a motif."""

    usual: ClassVar = "file"

    file: FootageFile = Key(description="the video file", examples=["clips/dance.mp4"])
    start: Seconds = Key(default=0.0, description="where in it the scene begins, in seconds or as m:ss")


class CardSpec(Written):
    """Words over the moving picture."""

    text: Annotated[str, words(120)] | None = Key(
        default=None, description="the large line; the title if nothing is said", examples=["MIDNIGHT DRIVE"]
    )
    under: Annotated[str, words(160, empty=True)] | None = Key(
        default=None, description="the small line below; the artist if nothing is said", examples=["a film by Nobody"]
    )
    seconds: Annotated[float, number(1, 20)] = Key(
        default=4.0, description="how long it is seen, with its fading in and out; never longer than its scene"
    )
    font: FontFile | None = Key(
        default=None, description="a font file; without one, plain Latin letters", examples=["fonts/title.otf"]
    )
