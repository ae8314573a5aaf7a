"""The lines of a song as something to be played: which bars they take, and nothing of their neighbours. Pure.

In: decks whose songs have words with times. Out: `Sung` lines, and rows that play them anywhere in the mix.
"""

from __future__ import annotations

from dataclasses import dataclass

from beatforge.mashup.decks import Deck, Decks
from beatforge.mashup.laying import PICKUP_BEATS
from beatforge.mashup.rows import Row, voiced
from beatforge.mashup.vocabulary import count_words
from beatforge.song.lyrics.lines import Line

BREATH_S = 0.12
"""A singer breathes in before a line; what is cut closer loses its first sound."""

TAIL_S = 0.35
LINE_FADE_S = 0.06
EARLY_BEATS = 1.5
"""A line that begins this close before a bar belongs to that bar: it is sung before its one."""


@dataclass(frozen=True, slots=True)
class Sung:
    """A line of a song: the bar that it belongs to, how many it takes until it has ended, and its seconds."""

    song: str
    text: str
    bar: int
    bars: int
    start: float
    end: float
    number: int
    trim: tuple[float, float]

    @property
    def words(self) -> dict[str, int]:
        """Its words that say something, counted."""
        return dict(count_words([self.text]))


def sung_lines(deck: Deck) -> tuple[Sung, ...]:
    """The lines of a song whose times are known and that lie within its whole bars, in their order."""
    lyrics = deck.analysis.lyrics
    timed = [line for line in lyrics.lines if line.start is not None and line.end is not None] if lyrics else []
    found = []
    for number, line in enumerate(timed):
        start, end = line.start or 0.0, line.end or 0.0
        per_bar = deck.bars.per_bar
        first, last = deck.bars.beat_at(start), deck.bars.beat_at(end)
        bar = int((first + EARLY_BEATS) // per_bar) if first > 0 else 0
        bars = max(1, -(-int(last + 0.999 - bar * per_bar) // per_bar))
        if last > 0 and bar + bars <= deck.bars.count:
            found.append(Sung(deck.id, line.text, bar, bars, start, end, number, _room(timed, number)))
    return tuple(found)


def line_row(decks: Decks, line: Sung, bar: int, role: str, why: str) -> Row:
    """The line, sung from a bar of the mix on."""
    per_bar = decks.per_bar
    row = Row(
        line.song, "vocals", bar * per_bar, line.bars * per_bar, line.bar * per_bar, role=role,
        semitones=decks[line.song].semitones, fade_in_s=LINE_FADE_S, fade_out_s=LINE_FADE_S, trim=line.trim,
        pickup=PICKUP_BEATS, why=f'{why}: "{_short(line.text)}"',
    )  # fmt: skip
    return voiced(row)


def _room(lines: list[Line], number: int) -> tuple[float, float]:
    """From where to where a line may be heard without a sound of its neighbours."""
    start, end = lines[number].start or 0.0, lines[number].end or 0.0
    before = max((line.end or 0.0 for line in lines[:number]), default=0.0)
    after = min((line.start or 0.0 for line in lines[number + 1 :]), default=end + TAIL_S)
    low = max(start - BREATH_S, min(before, start), 0.0)
    return round(low, 3), round(max(min(end + TAIL_S, after - 0.02), low + 0.1, end - 0.02), 3)


def _short(text: str) -> str:
    return text if len(text) <= 48 else text[:45].rstrip() + "..."
