"""The voices of all songs at once, in roles that change with how densely each is sung.

Phrase by phrase the densest voice leads; where both are sparse they call and respond by turns; where both are dense the
other becomes a texture; in between it is a harmony. No voice leads more than two phrases in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from beatforge.mashup.decks import Decks, bring_together, named
from beatforge.mashup.laying import SUNG, carried, ending_bars, half_phrase, room
from beatforge.mashup.rows import EditList, Row, voiced
from beatforge.mashup.singing import meeting_bar, turns_of
from beatforge.mashup.themes import WordLists
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed",)
SPARSE, DENSE = 0.45, 0.75
"""Shares of the time that are sung: below the first a voice leaves room for another, above the second it does not."""

HARMONY_DB, TEXTURE_DB = -5.0, -11.0
TEXTURE_CUT_HZ = 500.0
TEXTURE_DUCK_DB = 6.0
SHORTEST_S = 120.0
"""Once it is as long as that, it ends when only one voice has anything left to sing."""

REST = 3
"""After so many phrases with voices comes one without."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some bars of a song that are sung, and how much of them is."""

    song: str
    bar: int
    bars: int
    density: float


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """All voices, each in its place."""
    bed = named(spec, "bed", 1)
    decks = bring_together(spec, heard, stems, bed)
    decks[bed].need("instrumental")
    left = {song: _phrases(decks, song) for song, deck in decks.songs.items() if deck.has("vocals")}
    left = {song: own for song, own in left.items() if own}
    if len(left) < 2:
        text = f"roles take two voices or more; here {' and '.join(left) or 'nobody'} sings"
        raise Fault("BF081", text, "give another song stems: with vocals", ("songs",), "key")
    unit, phrase = half_phrase(decks), decks.phrase
    rows, form, leads = list[Row](), [(0, "intro")], list[str]()
    most = room(spec, decks) - ending_bars(decks, bed)
    at, turns = phrase, turns_of(decks, bed, most)
    while any(left.values()) and at + phrase <= most:
        if len([own for own in left.values() if own]) < 2 and at * decks.bar_s > SHORTEST_S:
            break
        at = meeting_bar(turns, range(at, min(at + unit, most - phrase + 1)), phrase, unit, is_breaking=bool(rows))
        now = sorted((own[0] for own in left.values() if own), key=lambda one: -one.density)
        if len(now) > 1 and leads[-2:] == [now[0].song] * 2:
            now[:2] = now[1::-1]
        made = _cast(decks, now, at)
        form.append((at, "chorus" if len(now) > 1 and "call" not in (row.role for row in made) else "verse"))
        rows += made
        leads.append(now[0].song)
        for song in {row.song for row in made}:
            left[song].pop(0)
        at += phrase
        if len(leads) % REST == 0 and any(left.values()):
            form.append((at, "instrumental"))
            at += unit
    if not rows:
        least = 2 * phrase + ending_bars(decks, bed)
        raise Fault("BF085", "the bars leave no room for voices", f"say {least} or more", ("bars",))
    bars = at + ending_bars(decks, bed)
    rows += carried(decks, bed, bars)
    counts = {role: sum(row.role == role for row in rows) for role in dict.fromkeys(row.role for row in rows)}
    told = ", ".join(f"{count} {role}" for role, count in counts.items() if role != "bed")
    return EditList("role_aware", decks, tuple(rows), bars, (*form, (at, "outro")), (f"roles: {told}",))


def _cast(decks: Decks, now: list[Phrase], at: int) -> list[Row]:
    """Who is what in one phrase; `now` are the voices' phrases, the leading one first."""
    first, half = now[0], half_phrase(decks)
    if len(now) == 1:
        return [_row(decks, first, at, "lead", "sings alone")]
    second = now[1]
    both = f"{first.song} {first.density:.0%} sung, {second.song} {second.density:.0%}"
    if second.density < SPARSE and first.density < DENSE:
        called, answer = (_denser_half(decks, one, half) for one in (first, second))
        return [_row(decks, called, at, "call", both), _row(decks, answer, at + half, "response", both)]
    lead = _row(decks, first, at, "lead", both)
    if second.density >= DENSE and first.density >= DENSE:
        found = [lead, _row(decks, second, at, "texture", f"{both}: too dense to be told apart")]
    else:
        found = [lead, _row(decks, second, at, "harmony", both)]
    return [*found, *(_row(decks, one, at, "texture", "in the distance") for one in now[2:3])]


def _denser_half(decks: Decks, one: Phrase, half: int) -> Phrase:
    """So many bars of a phrase: its beginning or, where more is sung there, what comes after."""
    singing, bars = decks[one.song].singing, min(half, one.bars)
    start = max((one.bar, one.bar + one.bars - bars), key=lambda bar: (sum(singing[bar : bar + bars]), -bar))
    return replace(one, bar=start, bars=bars)


def _row(decks: Decks, one: Phrase, at: int, role: str, why: str) -> Row:
    per_bar = decks.per_bar
    row = voiced(Row(one.song, "vocals", at * per_bar, one.bars * per_bar, one.bar * per_bar, role=role,
                     semitones=decks[one.song].semitones, why=why))  # fmt: skip
    if role == "harmony":
        return replace(row, gain_db=row.gain_db + HARMONY_DB)
    if role == "texture":
        return replace(row, gain_db=row.gain_db + TEXTURE_DB, low_cut_hz=TEXTURE_CUT_HZ, duck_db=TEXTURE_DUCK_DB)
    return row


def _phrases(decks: Decks, song: str) -> list[Phrase]:
    """What a song sings, in whole phrases of its passages."""
    deck, found = decks[song], []
    for passage in deck.passages:
        for bar in range(passage.bar, passage.bar + passage.bars, decks.phrase):
            bars = min(decks.phrase, passage.bar + passage.bars - bar)
            density = sum(deck.singing[bar : bar + bars]) / bars
            if density >= SUNG:
                found.append(Phrase(song, bar, bars, density))
    return found
