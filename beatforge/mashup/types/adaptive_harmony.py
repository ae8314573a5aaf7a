"""A voice over another song's instrumental, retuned phrase by phrase: where both clash, the part that suffers least is
shifted.

Both are in fitting keys to begin with. In each phrase their notes are held against each other; if a shift by a few
semitones takes away enough of the clash, the voice or the instrumental takes it: whichever is then shifted less from
where it was sung or played, drums and basses counting more.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

from beatforge.mashup.decks import Decks, bring_together
from beatforge.mashup.harmony import Notes, clash, notes_of
from beatforge.mashup.laying import carried, room, voice_and_bed
from beatforge.mashup.rows import EditList, Row
from beatforge.mashup.singing import laid_voice
from beatforge.mashup.themes import WordLists
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("voice", "bed")
REACH = 3
"""Semitones that a phrase may be moved by, either way."""

WORTH = 0.1
"""For each semitone it costs, a shift has to take away this share of all that shifting changes in a phrase, from the
best of twelve to the worst: whole songs hold so many notes that most of what rubs is there after any shift."""

ANY = range(-6, 6)
"""All shifts, each once."""

BED_SUFFERS = 1.5
"""How much worse an instrumental takes a shift than a voice: its drums and basses are shifted too."""


def uses(spec: MashupSpec) -> tuple[str, ...]:
    """The songs that are heard; others need no stems."""
    return voice_and_bed(spec)


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """Voice over bed, each phrase in the tuning in which it clashes least for its price."""
    voice, bed = voice_and_bed(spec)
    decks = bring_together(spec, heard, stems, bed, (voice, bed))
    decks[voice].need("vocals")
    decks[bed].need("instrumental")
    for song in (voice, bed):
        if not decks[song].analysis.chroma:
            text = f"which notes sound in song {song} is not known, so no clash can be found"
            raise Fault("BF081", text, "listen to it in more depth", ("songs", song))
    sung = laid_voice(decks, voice, bed, room(spec, decks))
    sings = [piece for row in sung.rows for piece in _phrases(row, decks)]
    plays = _cut_at(carried(decks, bed, sung.bars), sings, decks)
    rows, moved = list[Row](), 0
    for piece in sings:
        below = [row for row in plays if row.beat < piece.end and row.end > piece.beat]
        voice_by, bed_by, told = _retuned(piece, below, decks)
        moved += bool(voice_by or bed_by)
        rows.append(replace(piece, semitones=piece.semitones + voice_by, why=f"{piece.why}; {told}"))
        plays = [
            replace(row, semitones=row.semitones + bed_by, why=f"{row.why}; {told}") if bed_by and row in below else row
            for row in plays
        ]
    told = f"{moved} of {len(sings)} phrases clash less after a shift"
    told += "" if moved else ": they fit as they are, as in classic"
    return EditList("adaptive_harmony", decks, (*rows, *plays), sung.bars, tuple(sung.form), (told,))


def _retuned(piece: Row, below: list[Row], decks: Decks) -> tuple[int, int, str]:
    """(semitones for the voice, for what is below, why) of one phrase."""
    pairs = _bar_by_bar(piece, below, decks)
    now = _clash(pairs, 0)
    if not now:
        return 0, 0, "nothing to clash"
    rubs = {by: _clash(pairs, by) for by in ANY}
    spread = max(rubs.values()) - min(rubs.values())
    worth = {by: (now - rubs[by]) / (spread or 1.0) - WORTH * abs(by) for by in range(-REACH, REACH + 1)}
    by = max(worth, key=lambda by: (worth[by], -abs(by)))
    if not by:
        return 0, 0, f"clash {now:.2f}, no shift pays"
    told, bed = f"clash {now:.2f} -> {rubs[by]:.2f}", below[0].semitones
    for_voice = (piece.semitones + by) ** 2 + BED_SUFFERS * bed**2
    for_bed = piece.semitones**2 + BED_SUFFERS * (bed - by) ** 2
    if for_voice <= for_bed:
        return by, 0, f"{told}, the voice moves {by:+d}"
    return 0, -by, f"{told}, what carries it moves {-by:+d}"


def _bar_by_bar(piece: Row, below: list[Row], decks: Decks) -> list[tuple[Notes, Notes]]:
    """For each bar of a phrase the notes of the voice and of what is below, as they are heard there."""
    per_bar, pairs = decks.per_bar, []
    for at in range(0, piece.beats, per_bar):
        sung = notes_of(decks[piece.song], (piece.song_beat + at) // per_bar, 1, piece.semitones)
        for row in below:
            if row.beat <= piece.beat + at < row.end:
                bar = (row.song_beat + piece.beat + at - row.beat) // per_bar
                pairs.append((sung, notes_of(decks[row.song], bar, 1, row.semitones)))
    return pairs


def _clash(pairs: list[tuple[Notes, Notes]], semitones: int) -> float:
    return sum(clash(sung, played, semitones) for sung, played in pairs) / max(1, len(pairs))


def _phrases(row: Row, decks: Decks) -> list[Row]:
    """A row in pieces of a phrase each."""
    step, found = decks.phrase * decks.per_bar, []
    for at in range(0, row.beats, step):
        beats = min(step, row.beats - at)
        found.append(replace(row, beat=row.beat + at, song_beat=row.song_beat + at, beats=beats,
                             pickup=0 if at else row.pickup))  # fmt: skip
    return found


def _cut_at(plays: list[Row], sings: list[Row], decks: Decks) -> list[Row]:
    """What carries it, cut where phrases of the voice begin and end, so that each can be tuned for itself."""
    marks = sorted({mark for piece in sings for mark in (piece.beat, piece.end)})
    found = []
    for row in plays:
        edges = [row.beat, *(mark for mark in marks if row.beat < mark < row.end), row.end]
        found += [replace(row, beat=a, beats=b - a, song_beat=row.song_beat + a - row.beat)
                  for a, b in itertools.pairwise(edges)]  # fmt: skip
    return found
