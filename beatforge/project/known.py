"""Which names there are: the open sets that a value is checked against, and the words of the language.

Motifs and media are the files of the picture room; styles, palettes, tiers and platforms come from `config/`. Words of
parts that come later stand here too, so that they are refused by name and never ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beatforge.project.places import module_names, module_words

DEFAULT_STYLE: Final = "synthwave"
SHOW_STYLE: Final = "cinematic"
SHOW_MARKS: Final[Mapping[str, float]] = {"border": 0, "grain": 0.15, "bloom": 0.5, "tones": 0.5}
"""How a show is painted unless the project says otherwise: so that a figure keeps its own colours and edges."""

DEFAULT_TIER: Final = "professional"
DEFAULT_PLATFORM: Final = "youtube"
DEFAULT_CODEC: Final = "h264"

MODES: Final = ("song", "dj")
AUTO: Final = "auto"
"""The mashup type that is chosen by what the songs are."""

FLOWING: Final = ("motion_blend", "temporal_interp")
"""Transitions that are found from the movement of finished pixels."""

TRANSITIONS: Final = ("cut", "morph", "crossfade", "dissolve", "wipe", "fade", *FLOWING)
TONES: Final = ("dark", "light")
DEVICES: Final = ("cpu", "cuda", "mps")
"""What a model can compute on, as torch calls it."""

CODECS: Final = (DEFAULT_CODEC, "hevc", "av1", "prores", "dnxhr")
FOOTAGE_SUFFIXES: Final = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v")
LUT_SUFFIXES: Final = (".cube",)
FONT_SUFFIXES: Final = (".ttf", ".otf")
AUDIO_SUFFIXES: Final = (".mp3", ".wav", ".flac", ".ogg", ".m4a", ".opus")
LYRICS_SUFFIXES: Final = (".lrc", ".srt", ".vtt", ".ass", ".txt")

LATER: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": ("ad",),
    "provider": ("anthropic", "openai_compatible", "openai-compatible"),
}
"""Names that a later release will know."""

SETS: Final[Mapping[str, str]] = {
    "style": "BF031",
    "palette": "BF032",
    "tier": "BF033",
    "platform": "BF034",
    "backend": "BF035",
    "motif": "BF036",
    "medium": "BF037",
    "provider": "BF038",
    "mashup type": "BF080",
    "persona": "BF039",
}
"""Each open set and the code for a name that is not in it."""

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file is checked against: the names of each open set, the folder that its paths start from, and what else
    the user lets it read.
    """

    names: Names
    folder: Path
    allowed: tuple[Path, ...] = ()


def built_in_names() -> dict[str, tuple[str, ...]]:
    """Names that code brings along; `library.load_library` adds those of `config/`."""
    return {
        "backend": ("procedural",),
        "provider": ("offline",),
        "motif": module_names("picture", "motifs"),
        "medium": module_names("picture", "media"),
        "mashup type": (*module_names("mashup", "types"), AUTO),
    }


def marks_of_media() -> dict[str, tuple[str, ...]]:
    """Which of its ways each medium lets a style set."""
    return module_words("MARKS", "picture", "media")


def views_of_motifs() -> dict[str, tuple[str, ...]]:
    """From where each of a motif's compositions looks, in their order."""
    return module_words("VIEWS", "picture", "motifs")
