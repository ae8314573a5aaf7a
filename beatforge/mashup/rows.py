"""The edit list of a mashup: rows that say in bars and beats what is heard of which song, and the parts they become.

In: rows of a recipe and the decks they play from. Out: `Part`s of the mix, their maps made from the songs' beats. Rows
know why they are there; parts don't. Pure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatforge.mashup.bars import warp_of
from beatforge.mashup.decks import Decks
from beatforge.mix.parts import Part

LEAD_S = 0.03
"""A part begins this long before its first beat, so that no attack is cut; the one before it ends there."""

SEAM_S = 0.02
"""Crossfade between neighbours, just before the beat."""

FLOW_S = 0.004
"""Crossfade where the song simply goes on: what is the same on both sides must not be heard twice."""

END_FADE_S = 4.0
OPEN = (-math.inf, math.inf)
VOICE_CUT_HZ = 120.0
"""No voice sounds lower; what is there is the leak of a bass, or a hand on the microphone."""

HANDOVER_CUT_HZ = 180.0
"""Below this only one song is heard at a time: its kick and its bass."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something of a song, from a beat of the mix on, `beats` long, beginning with `song_beat` of its song.

    Beats count from 0. `pickup` beats before it are heard too: what is sung before the one; and `tail` beats after it:
    what is begun and not ended. `trim` are the seconds of the song outside of which nothing is heard, infinite where
    there is no such bound. `gain_db` is over and above the song's balance. `why` says in words what
    it is here for.
    """

    song: str
    stem: str
    beat: int
    beats: int
    song_beat: int
    role: str = "bed"
    semitones: int = 0
    gain_db: float = 0.0
    fade_in_s: float = SEAM_S
    fade_out_s: float = SEAM_S
    low_cut_hz: float = 0.0
    duck_db: float = 0.0
    trim: tuple[float, float] | None = None
    pickup: int = 0
    tail: int = 0
    why: str = ""
    id: str = ""

    @property
    def end(self) -> int:
        """The beat of the mix after its last."""
        return self.beat + self.beats


@dataclass(frozen=True, slots=True)
class EditList:
    """A whole mashup in bars: what a recipe makes of its songs.

    `form` are (bar, section kind) of its parts, in order, from bar 0 on; `reasons` say in words what was decided,
    `scores` how well each song sings over each other one.
    """

    type: str
    decks: Decks
    rows: tuple[Row, ...]
    bars: int
    form: tuple[tuple[int, str], ...]
    reasons: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        return self.bars * self.decks.per_bar * self.decks.beat_s


def voiced(row: Row) -> Row:
    """A row of a voice as voices are mixed by default: without basses."""
    return replace(row, low_cut_hz=max(row.low_cut_hz, VOICE_CUT_HZ))


def listed(rows: Sequence[Row], per_bar: int) -> tuple[Row, ...]:
    """Rows in the order in which they begin, each with its id: song, stem, and the bar it begins in, from 1 on."""
    seen: Counter[str] = Counter()
    found = []
    for row in sorted(rows, key=lambda row: (row.beat, row.stem, row.song, row.song_beat)):
        name = f"{row.song}-{row.stem}.{row.beat // per_bar + 1:02d}"
        seen[name] += 1
        found.append(replace(row, id=name if seen[name] == 1 else f"{name}{_letter(seen[name])}"))
    return tuple(found)


def flowing(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows that only go on where one before them ends have no seam."""
    ends = {(row.song, row.stem, row.semitones, row.end, row.song_beat + row.beats): row.id for row in rows}
    starts = {(row.song, row.stem, row.semitones, row.beat, row.song_beat) for row in rows}
    found = []
    for row in rows:
        low, high = row.trim or OPEN
        if (row.song, row.stem, row.semitones, row.beat, row.song_beat) in ends and low == -math.inf:
            row = replace(row, fade_in_s=min(row.fade_in_s, FLOW_S), pickup=0)
        if (row.song, row.stem, row.semitones, row.end, row.song_beat + row.beats) in starts and high == math.inf:
            row = replace(row, fade_out_s=min(row.fade_out_s, FLOW_S))
        found.append(row)
    return tuple(found)


def part_of(row: Row, made: EditList) -> Part | None:
    """The row as a part of the mix; None where nothing of its song is left to be heard."""
    decks, deck = made.decks, made.decks[row.song]
    is_last = row.end >= made.bars * decks.per_bar
    early = min(row.pickup, row.beat, row.song_beat)
    warp = warp_of(
        deck.bars, row.song_beat - early, row.beat - early, row.beats + early + row.tail, decks.beat_s, LEAD_S,
        0.0 if is_last else LEAD_S - min(row.fade_out_s, SEAM_S), row.trim or OPEN,
    )  # fmt: skip
    if not warp:
        return None
    length = warp[-1][1] - warp[0][1]
    fade_in = min(row.fade_in_s, length / 2)
    ends = is_last and warp[-1][1] > made.duration_s - 0.5
    fade_out = min(max(row.fade_out_s, END_FADE_S if ends else 0.0), length - fade_in)
    return Part(
        id=row.id,
        song=row.song,
        stem=row.stem,
        warp=warp,
        semitones=row.semitones,
        gain_db=round(row.gain_db + (deck.voice_db if row.stem == "vocals" else deck.balance_db), 2),
        fade_in_s=round(fade_in, 6),
        fade_out_s=max(0.0, round(fade_out - 1e-6, 6)),
        low_cut_hz=row.low_cut_hz,
        duck_db=row.duck_db,
        role=row.role,
    )


def parts_of(made: EditList) -> tuple[Part, ...]:
    """All parts of the mix, in the order in which they begin."""
    parts = [part for row in made.rows if (part := part_of(row, made)) is not None]
    return tuple(sorted(parts, key=lambda part: (part.start_s, part.id)))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
