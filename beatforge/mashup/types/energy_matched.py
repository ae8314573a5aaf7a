"""Sections of all songs, re-ordered and paired so that their energies agree: what is sung loud is carried loud.

Every sung passage is paired with that passage of another song whose energy rises and falls most as its own does; the
pairs are put in the order of an energy curve: the arc of the project, else a rise to a peak before the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beatforge.mashup.arcs import Curve, ordered
from beatforge.mashup.decks import Deck, Decks, Passage, bring_together, named
from beatforge.mashup.laying import DUCK_DB, SUNG, closing, half_phrase, handed_over, room, shift_of
from beatforge.mashup.rows import EditList, Row
from beatforge.mashup.singing import sung_kind, sung_row
from beatforge.mashup.themes import WordLists
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed", "arc")
FAR_APART = 0.35
"""Pairs whose energies differ by more of their songs' ranges are left out, as long as there are others."""

LEVELS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A sung passage, the passage that carries it, for how many bars, and how far their energies are apart, 0..1."""

    sung: Passage
    bed: Passage
    bars: int
    apart: float

    @property
    def energy(self) -> float:
        return (self.sung.energy + self.bed.energy) / 2


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """Pairs of passages along a curve of energy."""
    decks = bring_together(spec, heard, stems, named(spec, "bed", 1))
    unit, most = half_phrase(decks), room(spec, decks)
    pairs = matched(decks, most - 2 * unit)
    curve = Curve(tuple((point.at, point.energy) for point in spec.arc)) if spec.arc else Curve.usual()
    at, rows, form, bed = 0, list[Row](), list[tuple[int, str]](), None
    for pair in ordered(pairs, curve, lambda pair: pair.energy):
        if not rows:  # what carries the first pair begins alone
            at = min(unit, pair.bars)
            rows.append(_bed_row(decks, pair.bed, 0, at, "begins alone"))
            form.append((0, "intro"))
        bed = _bed_row(decks, pair.bed, at, pair.bars, f"its energy is {pair.apart:.2f} off {pair.sung.song}'s")
        if len(rows) > 1 and rows[-2].song != bed.song:
            rows += handed_over(decks, bed)
        rows += [bed, sung_row(decks, pair.sung, at, f"energy {pair.energy:.2f} of the curve", pair.bars)]
        form.append((at, sung_kind(pair.sung)))
        at += pair.bars
    if bed and (ending := closing(decks, bed.song, bed.song_beat // decks.per_bar + bed.beats // decks.per_bar)):
        first, bars = ending[0], min(ending[1], most - at)
        rows.append(_bed_row(decks, Passage(bed.song, first, bars, "outro", 0.0, 0.0), at, bars, "ends alone"))
        form.append((at, "outro"))
        at += bars
    told = f"{len(pairs)} pairs; on average their energies are {sum(p.apart for p in pairs) / len(pairs):.2f} apart"
    return EditList("energy_matched", decks, tuple(rows), at, tuple(form), (told,))


def matched(decks: Decks, most: int) -> list[Pair]:
    """The best pairs of passages of different songs, `most` bars of them, each passage in one pair at most. A short
    pair has to agree better than a long one, or the songs would change at every turn."""
    unit = half_phrase(decks)
    sung = [p for deck in decks.songs.values() if deck.has("vocals") for p in deck.passages if p.sung >= SUNG]
    beds = [p for deck in decks.songs.values() if deck.has("instrumental") for p in deck.passages]
    found = []
    for one in sung:
        for other in beds:
            bars = min(one.bars, other.bars)
            bars = bars // unit * unit or bars
            if one.song != other.song:
                found.append(Pair(one, other, bars, _apart(decks, one, other, bars)))
    chosen: list[Pair] = []
    found = [pair for pair in found if pair.bars >= unit] or found
    found = [pair for pair in found if pair.apart <= FAR_APART] or sorted(found, key=lambda pair: pair.apart)[:1]
    for pair in _of_all_levels(
        sorted(found, key=lambda pair: (pair.apart * (1 + decks.phrase / pair.bars), -pair.bars))
    ):
        fits = sum(other.bars for other in chosen) + pair.bars <= most
        if fits and all(pair.sung != other.sung and pair.bed != other.bed for other in chosen):
            chosen.append(pair)
    if found and not chosen:
        least = min(pair.bars for pair in found) + 2 * unit
        raise Fault("BF085", "the bars leave no room for any pair of passages", f"say {least} or more", ("bars",))
    if not chosen:
        text = "no passage of one song can be sung over a passage of another: nobody sings, or nothing carries"
        raise Fault("BF085", text, "two songs need vocals and an instrumental", ("songs",), "key")
    return chosen


def _of_all_levels(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, in their order, but in turns from the soft, the middle and the strong ones: a curve needs them all."""
    low, high = min((pair.energy for pair in pairs), default=0.0), max((pair.energy for pair in pairs), default=1.0)
    seen = [0] * LEVELS
    turns = []
    for index, pair in enumerate(pairs):
        level = min(LEVELS - 1, int(LEVELS * (pair.energy - low) / max(high - low, 1e-6)))
        turns.append((seen[level], index, pair))
        seen[level] += 1
    return [pair for _, _, pair in sorted(turns, key=lambda turn: turn[:2])]


def _apart(decks: Decks, one: Passage, other: Passage, bars: int) -> float:
    """Mean difference of two passages' energies, bar by bar, each seen in its own song's range."""
    first, second = (_curve(decks[passage.song], passage.bar, bars) for passage in (one, other))
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / bars


def _curve(deck: Deck, bar: int, bars: int) -> Sequence[float]:
    levels = [deck.energy(index, 1) for index in range(deck.bars.count)]
    low, high = min(levels), max(levels)
    return [(levels[bar + index] - low) / max(high - low, 1e-6) for index in range(bars)]


def _bed_row(decks: Decks, passage: Passage, bar: int, bars: int, why: str) -> Row:
    per_bar, deck = decks.per_bar, decks[passage.song]
    return Row(
        passage.song, "instrumental", bar * per_bar, bars * per_bar, passage.bar * per_bar,
        semitones=shift_of(deck, "instrumental"), duck_db=DUCK_DB, why=f"its {passage.kind}: {why}",
    )  # fmt: skip
