"""How tiers, profiles, platforms and the lexicon are written in `config/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field as Key
from pydantic import TypeAdapter

from beatforge.project.fields import Field, Written, choice, text, whole
from beatforge.project.nodes import Node
from beatforge.project.problems import Fault
from beatforge.project.scalars import read_text

CONTAINERS = ("mp4",)
VIDEO_CODECS = ("h264",)
AUDIO_CODECS = ("aac",)
PIXEL_FORMATS = ("yuv420p",)
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")

_About = Annotated[str, text(400)]


class TierSpec(Written):
    """How densely a film is cut."""

    description: _About = Key(default="", description="one sentence for those who choose")
    scenes: Annotated[int, whole(1, 2000)] = Key(description="scenes of a film, short songs have fewer")


class ProfileSpec(Written):
    """How carefully pictures and sound are coded."""

    description: _About = Key(default="", description="one sentence for those who choose")
    long_side: Annotated[int, whole(64, 4096)] | None = Key(
        default=None, description="longer side in pixels, where the film is larger; else the film's own size"
    )
    crf: Annotated[int, whole(0, 51)] = Key(description="constant rate factor; lower is better and larger")
    preset: Annotated[str, choice("preset", PRESETS)] = Key(description="x264's trade of time for size")
    audio_kbps: Annotated[int, whole(32, 512)] = Key(description="kilobits per second of sound")


class PlatformSpec(Written):
    """What one place that shows films wants of a file."""

    display_name: Annotated[str, text(80)] = Key(description="name for people")
    description: _About = Key(default="", description="one sentence for those who choose")
    container: Annotated[str, choice("container", CONTAINERS)] = Key(description="file format")
    video_codec: Annotated[str, choice("video codec", VIDEO_CODECS)] = Key(description="coding of pictures")
    audio_codec: Annotated[str, choice("audio codec", AUDIO_CODECS)] = Key(description="coding of sound")
    pixel_format: Annotated[str, choice("pixel format", PIXEL_FORMATS)] = Key(description="layout of pixels")


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
