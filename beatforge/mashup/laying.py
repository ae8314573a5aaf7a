"""What recipes have in common: laying a song under the others bar by bar, joining it on, finding who sings.

In: decks and bars of the mix. Out: rows. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from beatforge.mashup.decks import Deck, Decks, Passage, named
from beatforge.mashup.levels import DUCK_DB as DUCK_DB
from beatforge.mashup.rows import HANDOVER_CUT_HZ, Row
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault

SUNG = 0.12
"""A passage of which less is sung is one without words; the ends of lines hang over."""

HANDOVER_S = 1.5
"""How long the next song takes to come in, before the bar in which it takes over."""

DRUMS = "drums"
LONGEST_S = 240.0
"""As long as songs are at most on the radio; `bars` says otherwise."""

PICKUP_BEATS = 2
FEWEST_ENDING = 2
"""Bars of an outro that is more than a last chord."""


def voice_and_bed(spec: MashupSpec) -> tuple[str, str]:
    """The song that sings and the one that carries it: as chosen, else the first and the next other one."""
    bed = named(spec, "bed", 0) if spec.bed else ""
    voice = named(spec, "voice", 0) if spec.voice else next(song for song in spec.songs if song != bed)
    if voice == bed:
        raise Fault("BF084", f"{voice} is both voice and bed", "name two songs", ("bed",))
    return voice, bed or next(song for song in spec.songs if song != voice)


def half_phrase(decks: Decks) -> int:
    """Bars of the smallest unit in which anything new begins."""
    return max(1, decks.phrase // 2)


def up_to_phrase(bars: int, unit: int) -> int:
    """Bars, up to the next whole unit."""
    return -(-bars // unit) * unit


def room(spec: MashupSpec, decks: Decks) -> int:
    """The most bars: those that the project says, else the whole phrases of `LONGEST_S`."""
    return spec.bars or max(2, int(LONGEST_S / decks.bar_s) // decks.phrase) * decks.phrase


def ending_bars(decks: Decks, song: str) -> int:
    """Bars after the last voice: the outro of the song that carries it, as far as a phrase goes; else half a phrase."""
    outro = _outro(decks[song])
    return min(outro.bars, decks.phrase) if outro else half_phrase(decks)


def closing(decks: Decks, song: str, after: int) -> tuple[int, int] | None:
    """(first bar, how many) of a song's ending: its outro, else what comes after a bar of it; None where it is over."""
    outro = _outro(decks[song])
    if outro:
        return outro.bar, ending_bars(decks, song)
    bars = min(half_phrase(decks), decks[song].bars.count - after)
    return (after, bars) if bars >= FEWEST_ENDING else None


def carried(
    decks: Decks,
    song: str,
    bars: int,
    stem: str = "instrumental",
    why: str = "carries it",
    duck_db: float = DUCK_DB,
    begin: int = 0,
    ends: bool = True,
) -> list[Row]:
    """So many bars of a song in its own order, heard from the bar `begin` on; too short a song goes back to its first
    passage after the intro. Where it `ends` the song's own outro comes last, if it has one."""
    deck, per_bar, rows, at = decks[song], decks.per_bar, list[Row](), 0
    for bar, count, kind, is_again in in_order(decks, song, bars, ends):
        told = f"{why}: {kind}" + (", again" if is_again else "")
        late = min(max(0, begin - at), count)
        if late < count:
            rows.append(
                Row(song, stem, (at + late) * per_bar, (count - late) * per_bar, (bar + late) * per_bar,
                    semitones=shift_of(deck, stem), duck_db=duck_db, why=told)
            )  # fmt: skip
        at += count
    return rows


def shift_of(deck: Deck, stem: str) -> int:
    """Semitones for a stem of a song: drums have no key, and suffer from any shift."""
    return 0 if stem == DRUMS else deck.semitones


def handed_over(decks: Decks, row: Row) -> list[Row]:
    """A row before the given one that brings its song in over the last bar of what was there, without basses."""
    per_bar = decks.per_bar
    if row.beat < per_bar or row.song_beat < per_bar:
        return []
    return [
        Row(row.song, row.stem, row.beat - per_bar, per_bar, row.song_beat - per_bar, semitones=row.semitones,
            gain_db=row.gain_db - 3.0, fade_in_s=min(HANDOVER_S, per_bar * decks.beat_s * 0.75),
            low_cut_hz=HANDOVER_CUT_HZ, role="texture", why="comes in, basses later")
    ]  # fmt: skip


def in_order(decks: Decks, song: str, bars: int, ends: bool = True) -> Iterator[tuple[int, int, str, bool]]:
    """(first bar, how many, kind, whether it was heard before) of a song's passages until so many bars are filled."""
    deck = decks[song]
    passages, outro = list(deck.passages), _outro(deck)
    last = [p for p in passages[1:] if p.kind == "outro"]
    body = [p for p in passages if p not in last and p.kind != "intro"] or passages
    closing = ending_bars(decks, song) if ends and outro and ending_bars(decks, song) < bars else 0
    left, turn = bars - closing, [p for p in passages if p not in last] or passages
    is_again = False
    while left > 0:
        for passage in turn:
            count = min(passage.bars, left)
            if count > 0:
                yield passage.bar, count, passage.kind, is_again
            left -= count
        turn, is_again = body, True
    if closing and outro:
        yield outro.bar, closing, outro.kind, False


def _outro(deck: Deck) -> Passage | None:
    """How a song ends, if it has an ending of its own."""
    last = deck.passages[-1]
    return last if last.kind == "outro" and last.bars >= FEWEST_ENDING and len(deck.passages) > 1 else None
