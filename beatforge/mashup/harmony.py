"""How much two things that sound together clash, and the shift after which they clash less. Pure.

Notes of both are weighed against each other by the roughness of their interval; what every pair of chords has of it is
taken away by comparing shifts with each other, never with an absolute.
"""

from __future__ import annotations

from collections.abc import Sequence

from beatforge.mashup.decks import Deck
from beatforge.song.analysis import CHROMA_HZ

ROUGHNESS = (0.0, 1.0, 0.5, 0.12, 0.08, 0.1, 0.65, 0.0, 0.12, 0.1, 0.4, 0.85)
"""Of intervals from unison to major seventh, in ranks: minor seconds, tritones and major sevenths rub (after Huron,
Interval-Class Content in Equally Tempered Pitch-Class Sets, 1994)."""

Notes = tuple[float, ...]


def notes_of(deck: Deck, bar: int, bars: int, semitones: int = 0) -> Notes:
    """How strongly each of the twelve notes sounds in so many bars of a song after a shift, of 1 in all; () where none
    does."""
    low, high = (deck.bars.second(at * deck.bars.per_bar) * CHROMA_HZ for at in (bar, bar + bars))
    rows = deck.analysis.chroma[round(low) : max(round(high), round(low) + 1)]
    sums = [sum(row[note] for row in rows) for note in range(12)]
    floor = min(sums, default=0)
    total = sum(sums) - 12 * floor
    return tuple((sums[(note - semitones) % 12] - floor) / total for note in range(12)) if total > 0 else ()


def clash(one: Sequence[float], other: Sequence[float], semitones: int = 0) -> float:
    """0..1: how rough both are together, the first shifted by so many semitones; 0 where either is silent."""
    if not one or not other:
        return 0.0
    return sum(
        a * b * ROUGHNESS[(low + semitones - high) % 12]
        for low, a in enumerate(one)
        for high, b in enumerate(other)
        if a and b
    )
