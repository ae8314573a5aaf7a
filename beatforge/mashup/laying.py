"""What recipes have in common: laying a song under the others bar by bar, joining it on, finding who sings.

In: decks and bars of the mix. Out: rows. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from beatforge.mashup.decks import Deck, Decks, Passage, named
from beatforge.mashup.rows import HANDOVER_CUT_HZ, Row, voiced
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault

SUNG = 0.12
"""A passage of which less is sung is one without words; the ends of lines hang over."""

DUCK_DB = 2.5
"""How far what carries a voice goes down under it."""

HANDOVER_S = 1.5
"""How long the next song takes to come in, before the bar in which it takes over."""

DRUMS = "drums"
NO_END = 10**6
"""Bars of a mashup that may be as long as its songs."""

USUAL_BARS = 96
"""Bars of one that could go on for ever: three minutes at 128 bpm."""

PICKUP_BEATS = 2


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


@dataclass(frozen=True, slots=True)
class Laid:
    """A voice laid over the bars of a mix, its form as (bar, section kind), and the bar at which it ends."""

    rows: list[Row]
    form: list[tuple[int, str]]
    end: int


def laid_voice(decks: Decks, voice: str, most: int) -> Laid:
    """All that a song sings, in its order, from the second phrase of the mix on. Where the singer rests for longer than
    a phrase, a phrase is enough; each run of passages begins with a half phrase of the mix. `most` bars in all."""
    unit, at, last = half_phrase(decks), decks.phrase, 0
    rows, form = list[Row](), [(0, "intro")]
    for run in sung_runs(decks[voice]):
        begin = run[0].bar
        if rows:
            at += min(up_to_phrase(begin - last, unit), decks.phrase)
        for passage in run:
            start = at + passage.bar - begin
            if bars := max(0, min(passage.bars, most - unit - start)):
                rows.append(sung_row(decks, passage, start, f"sings its {passage.kind}", bars))
                form.append((start, passage.kind))
        last = run[-1].bar + run[-1].bars
        form.append((at + last - begin, "instrumental"))
        at = up_to_phrase(at + last - begin, unit)
    end = min(at, most - unit)
    if not rows:
        raise Fault(
            "BF085", f"{most} bars leave no room for a voice", f"say {decks.phrase + unit + 1} or more", ("bars",)
        )
    form = [(bar, kind) for bar, kind in form[:-1] if bar < end]
    return Laid(rows, [*form, (end, "outro")], end)


def carried(
    decks: Decks,
    song: str,
    bars: int,
    stem: str = "instrumental",
    why: str = "carries it",
    duck_db: float = DUCK_DB,
    begin: int = 0,
) -> list[Row]:
    """So many bars of a song in its own order, heard from the bar `begin` on; too short a song goes back to its first
    passage after the intro."""
    deck, per_bar, rows, at = decks[song], decks.per_bar, list[Row](), 0
    for bar, count, kind, is_again in _in_order(deck, bars):
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


def _in_order(deck: Deck, bars: int) -> Iterator[tuple[int, int, str, bool]]:
    """(first bar, how many, kind, whether it was heard before) until so many bars are filled."""
    passages = list(deck.passages)
    ends = [p for p in passages[1:] if p.kind == "outro"]
    body = [p for p in passages if p not in ends and p.kind != "intro"] or passages
    left, turn = bars, [p for p in passages if p not in ends] or passages
    is_again = False
    while left > 0:
        for passage in turn:
            count = min(passage.bars, left)
            if count > 0:
                yield passage.bar, count, passage.kind, is_again
            left -= count
        turn, is_again = body, True
