"""Which files of a folder are a song's stems, told by their names alone.

In: a folder. Out: each stem with its file's name, in the order of `STEM_NAMES`; or a fault that names what is to be
renamed. No file is opened here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from beatforge.song.stems.stems import STEM_NAMES

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3", ".m4a", ".opus")
"""What sounds in a folder of stems; other files there are nobody's business."""

ALSO_CALLED = {
    "vocal": "vocals", "voice": "vocals", "vox": "vocals", "acapella": "vocals", "singing": "vocals",
    "drum": "drums", "percussion": "drums", "beat": "drums", "bassline": "bass", "rest": "other", "others": "other",
    "accompaniment": "instrumental", "no_vocals": "instrumental", "karaoke": "instrumental", "backing": "instrumental",
    "guitars": "guitar", "keys": "piano",
}  # fmt: skip
"""What other programs and people call stems; said as advice, never read."""


class StemsFault(Exception):
    """What is wrong with a folder of stems, and how it is put right."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(f"{text}; {hint}")
        self.text, self.hint = text, hint


def stems_among(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(stem, file name) of the sound files among these names; StemsFault for one that is no stem or one too many."""
    found: dict[str, str] = {}
    for name in sorted(names):
        path = PurePosixPath(name)
        if path.suffix.lower() not in SUFFIXES or name.startswith("."):
            continue
        stem = path.stem
        if stem not in STEM_NAMES:
            raise StemsFault(f'"{name}" is no stem by its name', f"{_meant(stem)}, or move it out of the folder")
        if stem in found:
            raise StemsFault(f'"{found[stem]}" and "{name}" are both called {stem}', "leave one of them there")
        found[stem] = name
    if not found:
        raise StemsFault("no stems in it", f"files called {', '.join(STEM_NAMES)}; each a {' '.join(SUFFIXES)}")
    return tuple((stem, found[stem]) for stem in STEM_NAMES if stem in found)


def _meant(stem: str) -> str:
    """Which stem a name was probably meant to be."""
    from difflib import get_close_matches

    word = stem.lower().replace("-", "_").replace(" ", "_")
    inside = [name for name in (*STEM_NAMES, *ALSO_CALLED) if name in word]
    close = word if word in ALSO_CALLED else next(iter([*get_close_matches(word, STEM_NAMES), *inside]), "")
    meant = ALSO_CALLED.get(close, close)
    return f'did you mean "{meant}"?' if meant else f"stems are called {', '.join(STEM_NAMES)}"
