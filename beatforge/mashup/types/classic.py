"""The voice of one song over the instrumental of another.

The instrumental keeps its own order; the voice comes in after a phrase, where that turns, and keeps its order too.
"""

from __future__ import annotations

from collections.abc import Mapping

from beatforge.mashup.decks import bring_together
from beatforge.mashup.laying import carried, room, voice_and_bed
from beatforge.mashup.rows import EditList
from beatforge.mashup.singing import laid_voice
from beatforge.mashup.themes import WordLists
from beatforge.project.mashups import MashupSpec
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("voice", "bed")


def uses(spec: MashupSpec) -> tuple[str, ...]:
    """The songs that are heard; others need no stems."""
    return voice_and_bed(spec)


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """Voice over bed, all of its words in their order."""
    voice, bed = voice_and_bed(spec)
    decks = bring_together(spec, heard, stems, bed, (voice, bed))
    decks[voice].need("vocals")
    decks[bed].need("instrumental")
    sung = laid_voice(decks, voice, bed, room(spec, decks))
    told = f"{voice} sings over {bed}, which keeps its order and its key"
    return EditList(
        "classic", decks, (*sung.rows, *carried(decks, bed, sung.bars)), sung.bars, tuple(sung.form), (told,)
    )
