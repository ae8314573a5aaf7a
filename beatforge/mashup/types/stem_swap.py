"""Drums, bass, harmonies and voice from songs that never met: three or more, or two where `stems` says who gives what.

The harmonies carry it and begin alone; the bass joins after half a phrase, drums and voice after a phrase. Drums are
never shifted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from beatforge.mashup.decks import bring_together, known_song
from beatforge.mashup.laying import carried, half_phrase, room
from beatforge.mashup.rows import HANDOVER_CUT_HZ, EditList, Row
from beatforge.mashup.singing import laid_voice
from beatforge.mashup.themes import WordLists
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("stems",)
FEWEST_SONGS = 3
FEWER = "with two, say which gives what: stems: {vocals: a, other: b, bass: b, drums: a}"
USUAL = ("vocals", "other", "drums", "bass")
"""What the first songs of the project give, in their order; of three, the one with the harmonies has its own bass."""


def uses(spec: MashupSpec) -> tuple[str, ...]:
    """The songs that are heard; others need no stems."""
    return tuple(givers(spec).values())


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """One band of the members of several."""
    giving = givers(spec)
    decks = bring_together(spec, heard, stems, giving["other"], tuple(giving.values()))
    for stem, song in giving.items():
        decks[song].need(stem)
    unit, phrase = half_phrase(decks), decks.phrase
    sung = laid_voice(decks, giving["vocals"], giving["other"], room(spec, decks))
    rows: list[Row] = list(sung.rows)
    for stem, begin in (("other", 0), ("bass", unit), ("drums", phrase)):
        ends = giving[stem] == giving["other"] and stem != "drums"  # the ending is that of the harmonies' song
        end = sung.bars if ends else sung.end
        rows += carried(decks, giving[stem], end, stem, f"the {stem} of all", begin=begin, ends=ends)
    rows = [row if row.stem in ("bass", "drums") else _without_basses(row) for row in rows]
    told = ", ".join(f"{stem} of {song}" for stem, song in giving.items())
    return EditList(
        "stem_swap", decks, tuple(rows), sung.bars, tuple(sung.form), (told, f"{giving['other']} gives the key")
    )


def givers(spec: MashupSpec) -> dict[str, str]:
    """Stem -> the song that gives it, as chosen or in the order of the project; Fault where all come from one."""
    ids = list(spec.songs)
    giving = {stem: ids[min(index, len(ids) - 1)] for index, stem in enumerate(USUAL)}
    giving["bass"] = ids[3] if len(ids) > 3 else giving["other"]
    for stem, song in spec.stems.items():
        giving[stem] = known_song(spec, song, ("stems", stem))
    if len(set(giving.values())) == 1:
        raise Fault("BF084", f"every stem comes from {giving['other']}", "let another song give one", ("stems",))
    return giving


def _without_basses(row: Row) -> Row:
    """Only the bass and the drums have what lies lowest."""
    return replace(row, low_cut_hz=max(row.low_cut_hz, HANDOVER_CUT_HZ / 2))
