"""What people probably meant: words they bring from music, film and other programs, and units behind numbers.

In: what stands in the file. Out: a hint, or the word we have for it; empty where nothing comes to mind. Only messages
use this: what is written is never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

WORDS: Final = {
    "bpm": "tempo_bpm", "tempo": "tempo_bpm", "downbeat": "first_downbeat", "resolution": "size",
    "dimensions": "size", "frame_rate": "fps", "framerate": "fps", "quality": "tier", "density": "tier",
    "story": "concept", "idea": "concept", "description": "concept", "prompt": "concept", "look": "style",
    "colors": "colours", "color": "colours", "colour": "colours", "engine": "backend", "renderer": "backend",
    "audio": "song", "music": "song", "track": "song", "path": "file", "filename": "file", "exports": "outputs",
    "output": "outputs", "author": "artist", "band": "artist", "duration": "scene_seconds",
    "scene_length": "scene_seconds", "scenes": "scene_count", "sensitivity": "reactivity", "dissolve": "crossfade",
    "fade": "crossfade", "blend": "crossfade", "hard_cut": "cut", "jump_cut": "cut", "refrain": "chorus",
    "hook": "chorus", "strophe": "verse", "pre_chorus": "prechorus", "middle8": "bridge", "middle_eight": "bridge",
    "ending": "outro", "end": "outro", "start": "intro", "breakdown": "bridge", "kick": "bass",
    "snare": "onset", "loudness": "energy", "volume": "energy", "voice": "vocals", "drum": "drums", "treble": "high",
    "hihat": "high",
}  # fmt: skip
"""Another word -> ours; which of ours is possible depends on the place."""

SIZES: Final = {
    "sd": "854x480", "480p": "854x480", "hd": "1280x720", "720p": "1280x720", "1080p": "1920x1080",
    "fullhd": "1920x1080", "fhd": "1920x1080", "2k": "2048x1080", "1440p": "2560x1440", "qhd": "2560x1440",
    "2160p": "3840x2160", "4k": "3840x2160", "uhd": "3840x2160", "16:9": "1920x1080", "9:16": "1080x1920",
    "1:1": "1080x1080", "4:5": "1080x1350", "vertical": "1080x1920", "portrait": "1080x1920", "square": "1080x1080",
}  # fmt: skip
"""Sizes as people call them."""

_UNIT = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?) ?(%|ms|s|sec|seconds?|bpm|fps|hz|x|px)", re.IGNORECASE)


def our_word(word: str, names: Collection[str]) -> str:
    """Our word for this one, if it is among the names."""
    ours = WORDS.get(word.lower().replace("-", "_").replace(" ", "_"), "")
    return ours if ours in names else ""


def bare_number(text: str) -> str:
    """A hint for a number with a unit, curly quotes or a decimal comma; empty if it is none of these."""
    if match := _UNIT.fullmatch(text):
        number, unit = match[1].replace(",", "."), match[2].lower()
        if unit == "%":
            return f"as a factor: {float(number) / 100:g}"
        return f"in seconds: {float(number) / 1000:g}" if unit == "ms" else f"the bare number: {number}"
    inner = text.strip("\u201c\u201d\u2018\u2019\u00ab\u00bb")
    if inner != text and re.fullmatch(r"[-+]?[0-9.]+", inner):
        return f"without quotes: {inner}"
    return f"did you mean {text.replace(',', '.')}?" if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text) else ""


def meant_size(text: str) -> str:
    """A hint for a size in other words."""
    if known := SIZES.get(text.lower().replace(" ", "")):
        return f"write {known}"
    sides = re.fullmatch(r"([0-9]{2,5}) ?(?:[*X:/,]|by) ?([0-9]{2,5})", text)
    return f"did you mean {sides[1]}x{sides[2]}?" if sides else ""


def nearest_number(text: str, names: Collection[str], within: float) -> str:
    """The one of the names, which are numbers, that lies nearest, a unit left out; empty if none is near."""
    match = re.match(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?", text)
    if not match:
        return ""
    asked = float(match[0].replace(",", "."))
    found = min(names, key=lambda name: abs(float(name) - asked))
    return f"did you mean {found}?" if abs(float(found) - asked) <= within else ""
