"""Songs for recipes, as plain numbers: three songs that fit each other, with stems and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from beatforge.mashup.recipes import edit_list, mix_of
from beatforge.mashup.rows import EditList
from beatforge.mashup.themes import WordLists, word_lists
from beatforge.mix.parts import Mix
from beatforge.project.library import load_library
from beatforge.project.mashups import MashupSpec
from beatforge.song.analysis import CHROMA_HZ, ENVELOPE_HZ, Analysis, Loudness
from beatforge.song.lyrics.lines import Lyrics
from beatforge.song.lyrics.lrc import read_lrc
from beatforge.song.stems.stems import FOUR, Stems
from tests.film.songs import song

WORDS = ("love in the night", "we walk along the road", "hold my heart", "rain again", "come home tonight", "kiss me")
RATE = 44100
ARC = [{"at": 0, "valence": -0.5, "energy": 0.2}, {"at": 1, "valence": 0.8, "energy": 0.9}]
CHOICES: Mapping[str, dict[str, Any]] = {"theme_fusion": {"theme": ["love", "night"]}, "semantic_aligned": {"arc": ARC}}
"""What types can't do without."""


SHELVES = load_library()


def analysis_of(bpm: float, key: str, bars: int = 16, notes: Sequence[int] = (0, 3, 7)) -> Analysis:
    """A song of four sections in which the given notes sound, counted from C."""
    made = song(bpm=bpm, bars=bars, kinds=("intro", "verse", "chorus", "outro"))
    chroma = tuple(240 if note in notes else 10 for note in range(12))
    return replace(
        made, key=key, chroma=(chroma,) * int(made.duration * CHROMA_HZ), loudness=Loudness(-12 - bpm / 100, 6, -1)
    )


def lrc_of(analysis: Analysis, turn: int = 0) -> str:
    """An .lrc file with a line every other bar of the two middle sections."""
    rows, quarter = [], len(analysis.downbeats) // 4
    step = 2 if quarter > 2 else 1
    for index, at in enumerate(analysis.downbeats[quarter : 3 * quarter : step]):
        rows.append(f"{_stamp(at)}{WORDS[(index + turn) % len(WORDS)]}")
        rows.append(_stamp(at + 1.7))
    return "\n".join(rows) + "\n"


def _stamp(second: float) -> str:
    return f"[{int(second // 60):02d}:{second % 60:05.2f}]"


def stems_of(analysis: Analysis) -> Stems:
    """Four stems that sound throughout, but the voice only in the two middle sections."""
    low, high = (int(analysis.sections[index].start * ENVELOPE_HZ) for index in (1, 3))
    count = int(analysis.duration * ENVELOPE_HZ)
    curves = dict.fromkeys(FOUR, (200,) * count)
    curves["vocals"] = (0,) * low + (220,) * (high - low) + (0,) * (count - high)
    return Stems(FOUR, RATE, int(analysis.duration * RATE), False, "folder", curves)


def sung(analysis: Analysis, turn: int) -> Analysis:
    """The song with its words."""
    return replace(analysis, lyrics=Lyrics("lrc", tuple(read_lrc(lrc_of(analysis, turn).splitlines()))))


ANALYSES = {
    "a": analysis_of(120, "A minor", notes=(10, 1, 5)),
    "b": analysis_of(126, "F major", notes=(5, 9, 0)),
    "c": analysis_of(60, "D minor", 8, notes=(2, 5, 9)),
}
"""Without words. The first is sung half a tone higher than its key says, and so clashes."""

SUNG = {name: sung(analysis, ord(name)) for name, analysis in ANALYSES.items()}


def lists_of(spec: MashupSpec) -> WordLists:
    """The words that are shipped, and those of the project."""
    return word_lists(spec, SHELVES.themes, SHELVES.feelings)


def spec_of(type: str, songs: Sequence[str] = ("a", "b", "c"), **said: Any) -> MashupSpec:
    """The choices of a project; each song has stems and words."""
    whole = {
        name: {"file": f"{name}.wav", "stems": {"separate": "dsp"}, "lyrics": {"file": f"{name}.lrc"}} for name in songs
    }
    return MashupSpec.model_validate({"type": type, "songs": whole, **CHOICES.get(type, {}), **said})


def made(
    type: str, songs: Sequence[str] = ("a", "b", "c"), heard: Mapping[str, Analysis] = SUNG, **said: Any
) -> tuple[EditList, Mix]:
    """The edit list of a type, and its mix."""
    spec = spec_of(type, songs, **said)
    found = edit_list(spec, heard, {name: stems_of(heard[name]) for name in songs}, lists_of(spec))
    return found, mix_of(found, RATE)
