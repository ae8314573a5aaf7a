"""How tiers, profiles, platforms and the lexicon are written in `config/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field as Key
from pydantic import TypeAdapter, model_validator

from beatforge.project.fields import Field, Size, Written, choice, text, whole
from beatforge.project.known import CODECS
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault
from beatforge.project.scalars import read_text

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")

_About = Annotated[str, text(400)]
_Margin = Annotated[int, whole(0, 40)]


class TierSpec(Written):
    """How densely a film is cut."""

    description: _About = Key(default="", description="one sentence for those who choose")
    scenes: Annotated[int, whole(1, 2000)] = Key(description="scenes of a film, short songs have fewer")


class ProfileSpec(Written):
    """How carefully pictures and sound are coded."""

    description: _About = Key(default="", description="one sentence for those who choose")
    long_side: Annotated[int, whole(64, 4096)] | None = Key(
        default=None, description="longer side in pixels, where the output is larger; else the output's own size"
    )
    crf: Annotated[int, whole(0, 51)] = Key(description="constant rate factor, as x264 counts; lower is better")
    preset: Annotated[str, choice("preset", PRESETS)] = Key(description="trade of time for size, as x264 names it")
    codec: Annotated[str, choice("codec", CODECS)] | None = Key(
        default=None, description="coding of pictures, whatever the outputs say"
    )
    audio_kbps: Annotated[int, whole(32, 512)] | None = Key(
        default=None, description="kilobits per second of sound at most; else the platform's"
    )


class PlatformSpec(Written):
    """What one place that shows films wants of a file."""

    display_name: Annotated[str, text(80)] = Key(description="name for people")
    description: _About = Key(default="", description="one sentence for those who choose")
    size: Size | None = Key(default=None, description="width and height, whatever the film's own size is")
    usual_size: Size | None = Key(default=None, description="width and height where the project says none")
    video_kbps: Annotated[int, whole(100, 400_000)] = Key(description="kilobits per second of pictures at most")
    audio_kbps: Annotated[int, whole(32, 512)] = Key(description="kilobits per second of sound")
    margin_top: _Margin = Key(default=5, description="per cent of the height that words on screen keep clear of")
    margin_bottom: _Margin = Key(default=5, description="the same below: what the place writes over the picture there")
    margin_side: _Margin = Key(default=5, description="per cent of the width, at the left and at the right")

    @model_validator(mode="after")
    def _one_size(self) -> PlatformSpec:
        if (self.size is None) == (self.usual_size is None):
            raise Fault("BF016", "a platform has either size or usual_size", "size holds for every film")
        return self


def _words(value: Any) -> Any:
    """Mappings of lists of words, as deep as they go."""
    if isinstance(value, Mapping):
        return {key: _words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return tuple(_words(inner) for inner in value)
    return read_text(value, 80)


def _read_lexicon(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(inner, Mapping) for inner in value.values()):
        found = value.kind if isinstance(value, Node) else "something else"
        raise Fault("BF012", f"expected a mapping of mappings, found {found}")
    return _words(value)  # type: ignore[no-any-return]  # a mapping stays a mapping


LEXICON: TypeAdapter[Mapping[str, Any]] = TypeAdapter(Annotated[Any, Field(_read_lexicon, {"type": "object"})])
