"""Voices in a mashup: all that a song sings, laid over what carries it, and every voice cut at its own lines.

In: decks, the passages of what carries the voice, rows of recipes. Out: rows. A passage of a voice begins where what
carries it begins something too, as near as that can be had without waiting long. Pure.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from beatforge.mashup.decks import Deck, Decks, Passage
from beatforge.mashup.laying import PICKUP_BEATS, SUNG, ending_bars, half_phrase, in_order, up_to_phrase
from beatforge.mashup.lines import Sung, sung_lines
from beatforge.mashup.rows import Row, voiced
from beatforge.project.problems import Fault

WAITING, BREAKING = 0.25, 0.75
"""What a bar of waiting costs, and a rest inside of what is sung in one go, against a bar by which the phrases of the
voice and of what carries it are off each other."""

TOGETHER = ("harmony", "texture")
"""Roles of voices that are meant to sound with another one."""

LATE_BEATS = 0.5
"""So much of a line's end may sound when the next voice begins."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A voice laid over the bars of a mix, its form as (bar, section kind), the bar at which it ends, and how many bars
    there are in all."""

    rows: list[Row]
    form: list[tuple[int, str]]
    end: int
    bars: int


def laid_voice(decks: Decks, voice: str, bed: str, most: int) -> Laid:
    """All that a song sings, in its order, over another one in its own, from the second phrase of the mix on. Where the
    singer rests for longer than a phrase, a phrase is enough. `most` bars in all, the ending of `bed` among them."""
    unit, free, last = half_phrase(decks), decks.phrase, 0
    rows, form = list[Row](), [(0, "intro")]
    ending = ending_bars(decks, bed)
    most = max(most, 0)
    turns = turns_of(decks, bed, most)
    for run in sung_runs(decks[voice]):
        if rows:
            form.append((free, "instrumental"))
            free += min(up_to_phrase(run[0].bar - last, unit), decks.phrase)
        for passage in run:
            least = min(unit, passage.bars)
            until = min(free + decks.phrase, max(free + 1, most - ending - least + 1))
            start = meeting_bar(turns, range(free, until), passage.bars, unit, passage is not run[0])
            bars = min(passage.bars, most - ending - start)
            if bars >= least:
                if rows and start > free:
                    form.append((free, "instrumental"))
                rows.append(sung_row(decks, passage, start, f"sings its {passage.kind}", bars))
                form.append((start, sung_kind(passage)))
                free = start + bars
        last = run[-1].bar + run[-1].bars
    if not rows:
        least = decks.phrase + ending + unit
        raise Fault("BF085", f"{most} bars leave no room for a voice", f"say {least} or more", ("bars",))
    end = min(next((bar for bar in turns if free <= bar <= free + unit), up_to_phrase(free, unit)), most - ending)
    return Laid(rows, [*((bar, kind) for bar, kind in form if bar < end), (end, "outro")], end, end + ending)


def turns_of(decks: Decks, bed: str, bars: int) -> list[int]:
    """The bars of the mix in which passages of what carries it begin."""
    counts = (count for _, count, *_ in in_order(decks, bed, bars, ends=False))
    return list(itertools.accumulate(counts, initial=0))


def meeting_bar(turns: Sequence[int], free: range, bars: int, unit: int, is_breaking: bool = False) -> int:
    """The bar, of those that are free, at which so many bars of a voice lie best over what turns at `turns`."""

    def cost(start: int) -> float:
        before = max((turn for turn in turns if turn <= start), default=0)
        meets = [before, *(turn for turn in turns if start < turn < start + bars)]
        off = sum(min((start - turn) % unit, (turn - start) % unit) for turn in meets)
        return off + WAITING * (start - free[0]) + (BREAKING if is_breaking and start > free[0] else 0.0)

    return min(free, key=cost)


def sung_kind(passage: Passage) -> str:
    """What a sung passage is in the mashup: it neither begins nor ends it, wherever it stood in its song."""
    return "verse" if passage.kind in ("intro", "outro") else passage.kind


def sung_runs(deck: Deck) -> list[list[Passage]]:
    """Its passages with words, in runs that touch."""
    runs: list[list[Passage]] = []
    for passage in deck.passages:
        if passage.sung < SUNG:
            continue
        if runs and runs[-1][-1].bar + runs[-1][-1].bars == passage.bar:
            runs[-1].append(passage)
        else:
            runs.append([passage])
    if not runs:
        text = f"nobody sings in song {deck.id}, as far as its words or its vocals tell"
        raise Fault("BF085", text, "give it lyrics:, or let another song sing", ("songs", deck.id))
    return runs


def sung_row(decks: Decks, passage: Passage, bar: int, why: str, bars: int = 0) -> Row:
    """The voice of a passage from a bar of the mix on, with what is sung before its one."""
    per_bar, deck = decks.per_bar, decks[passage.song]
    return voiced(
        Row(passage.song, "vocals", bar * per_bar, (bars or passage.bars) * per_bar, passage.bar * per_bar, role="lead",
            semitones=deck.semitones, pickup=PICKUP_BEATS, why=why)
    )  # fmt: skip


def at_their_lines(rows: Sequence[Row], decks: Decks) -> tuple[Row, ...]:
    """The rows, those of voices whose lines are known cut where their first line begins and their last one ends.

    Nothing of other lines is heard, a line that is begun is ended, even after the row, unless another voice begins
    there: then it is left out. Rows in which no line is left are gone. Rows that go on in one another stay whole, and
    so do rows of single lines and of voices whose lines have no times, or only estimated ones.
    """
    voices = sorted((row for row in rows if row.stem == "vocals"), key=lambda row: (row.beat, row.song))
    cut: dict[int, Row | None] = {}
    begun = [(row, _begun(row, voices, decks)) for row in voices]
    for index, (row, own) in enumerate(begun):
        others = [_first_beat(other, decks) for other, of_other in begun[index + 1 :]
                  if of_other and other.role not in TOGETHER and other.beat >= row.end - decks.per_bar]  # fmt: skip
        after = min(others, default=math.inf) if row.role not in TOGETHER else math.inf
        cut[id(row)] = _ended(own, voices, decks, after) if own else None
    kept = [cut.get(id(row), row) for row in rows]
    return tuple(row for row in kept if row is not None)


def _begun(row: Row, voices: Sequence[Row], decks: Decks) -> Row | None:
    """The row from its first line on; None where it has none."""
    lines = _lines_of(row, decks)
    if lines is None or any(_goes_on(other, row) for other in voices):
        return row
    if not lines:
        return None
    per_bar, low = decks.per_bar, lines[0].trim[0]
    early = row.song_beat - decks[row.song].bars.beat_at(low)
    return replace(row, trim=(low, math.inf), pickup=min(max(0, math.ceil(early)), per_bar))


def _ended(row: Row, voices: Sequence[Row], decks: Decks, after: float) -> Row | None:
    """The row up to the end of its last line that ends before `after`, a beat of the mix; None where none does."""
    lines, bars = _lines_of(row, decks), decks[row.song].bars
    if any(_goes_on(row, other) for other in voices):
        return row
    if lines is None:  # where its lines end nobody knows: it gives way to the next voice
        is_late = not row.trim and after < row.end
        return replace(row, trim=(-math.inf, bars.second(row.song_beat + after - row.beat))) if is_late else row
    shift = row.beat - row.song_beat
    latest = min(after + LATE_BEATS, row.end + decks.per_bar)
    heard = [line for line in lines if bars.beat_at(line.end) + shift <= latest]
    if not heard:
        return None
    low = row.trim[0] if row.trim else -math.inf
    high = min(max(line.trim[1] for line in heard), bars.second(latest - shift) if latest < math.inf else math.inf)
    tail = math.ceil(bars.beat_at(high) + shift - row.end - 1e-6)
    tail = min(max(0, tail), bars.num_beats - row.song_beat - row.beats)
    return replace(row, trim=(low, high), tail=tail)


def _lines_of(row: Row, decks: Decks) -> list[Sung] | None:
    """The lines that belong to the bars of a row; None where it isn't for them to say what is heard."""
    lyrics = decks[row.song].analysis.lyrics
    if lyrics is None or not lyrics.is_timed or lyrics.is_estimate or (row.trim and math.isfinite(row.trim[1])):
        return None
    first, last = row.song_beat / decks.per_bar, (row.song_beat + row.beats) / decks.per_bar
    return [line for line in sung_lines(decks[row.song]) if first <= line.bar < last]


def _first_beat(row: Row, decks: Decks) -> float:
    """The beat of the mix at which something of a row is heard first."""
    if row.trim and math.isfinite(row.trim[0]):
        return row.beat - row.song_beat + decks[row.song].bars.beat_at(row.trim[0])
    return float(row.beat - row.pickup)


def _goes_on(row: Row, other: Row) -> bool:
    """Whether the second row goes on where the first one ends."""
    return (row.song, row.stem, row.semitones, row.end, row.song_beat + row.beats, row.role) == (
        other.song, other.stem, other.semitones, other.beat, other.song_beat, other.role
    )  # fmt: skip
